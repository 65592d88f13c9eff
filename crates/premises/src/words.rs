//! What this room says, in both languages, and the words that make a line one about people.

include!("../../base/src/words_macro.rs");

/// Words about people: a line with one of them is no hint about a place. Our own default, data of the
/// station.
pub(crate) const PEOPLE_WORDS: &[&str] = &[
    "他",
    "她",
    "男",
    "女",
    "老头",
    "老太",
    "老人",
    "小孩",
    "孩子",
    "精神",
    "疯",
    "吸毒",
    "前科",
    "刑满",
    "赌徒",
    "酒鬼",
    "酗酒",
    "残疾",
    "艾滋",
    "乙肝",
    "姓",
    "叫做",
    "身份证",
    "电话",
    "手机号",
    "户主",
    "房东",
    "租客",
    "住户",
    "住着",
    "家里人",
    "夫妻",
    "离婚",
    "寡妇",
    "光棍",
    "少数民族",
    "信教",
    "上访",
    "刺头",
    "难缠",
    "脾气",
];

words! {
    hints_title: "到场提示" | "Arrival hints";
    review_hints: "核到场提示" | "Review arrival hints";
    hints_note: "只写地方：走哪个门、夜里锁不锁、车进不进得去、消火栓在哪。写人的一律不收。" | "About places only: which gate, locked at night, room for a car, where the hydrant is. Words about people are refused.";
    hints_empty: "还没有到场提示。" | "No hints yet.";
    unreviewed: "没核过，一天后自动失效" | "not reviewed; lapses after a day";
    holds_until(time): "到 {time}" | "until {time}";
    add_hint: "写一条提示" | "Write a hint";
    keep_hint: "核过，留下" | "Reviewed, keep";
    strike_hint: "删掉" | "Strike";
    village: "村" | "Village";
    unknown_village: "没有这个村，请重新选" | "There is no such village; please choose again";
    lane: "巷道（空着就是全村）" | "Lane (empty: the whole village)";
    house: "院号（空着就是整条巷）" | "House (empty: the whole lane)";
    hint_words: "要知道什么" | "What to know";
    until: "到什么时候" | "Until";
    hint_until: "结束时间要在半年以内，不能是过去" | "It must end within half a year, and not in the past";
    about_people(word): "“{word}”说的是人，这里只写地方" | "“{word}” speaks of people; only places here";
    long_number: "不要写电话或证件号码" | "No telephone or identity numbers, please";
    hint_needs_another: "自己写的要别人来核" | "Somebody else must review what you wrote";
}
