//! What this room says, in both languages, and the words that make a line one about people.

use crate::PlaceKind;
use base::Lang;

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

/// What a kind of place is called.
pub(crate) fn kind_label(lang: Lang, kind: PlaceKind) -> &'static str {
    let w = words(lang);
    match kind {
        PlaceKind::Courtyard => w.courtyard(),
        PlaceKind::Shop => w.shop(),
        PlaceKind::Lane => w.lane_kind(),
        PlaceKind::Public => w.public(),
    }
}

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
    register_title: "场所底册" | "Register of places";
    register_note: "只登记地方和门户，不登记住的人。" | "Places and doors only, never who lives there.";
    courtyard: "院落" | "Courtyards";
    shop: "商铺" | "Shops";
    lane_kind: "巷道" | "Lanes";
    public: "公共场所" | "Public places";
    household: "户" | "Households";
    village_cell: "村" | "Village";
    place_cell: "院落名称" | "Courtyard";
    tenant_households(count): "租户 {count} 户" | "{count} tenant households";
    import_places: "录入场所" | "Enter places";
    places_hint: "从表格里复制粘贴，一行一处：村、名称、类型、巷、门牌、租户数、东（米）、北（米）。类型写院落、商铺、巷道或公共场所；后面几列可以空着；东、北是离本所地界西南角多少米，地图按它画，没量过就空着。同名的行改正已有的场所。" | "Paste from a spreadsheet, one place a row: village, name, kind, lane, house number, tenant households, metres east, metres north. The later columns may be empty; the metres are from the south-west corner of the area, and the map is drawn by them. A name that stands already is corrected.";
    import_households: "录入门户" | "Enter households";
    households_hint: "一行一户：院落名称、户号。已有的不重复录入。" | "One household a row: name of the courtyard, door. What stands already is passed over.";
    rows: "清单" | "Rows";
    places_read(fresh, changed, same): "读到新的 {fresh} 行、改的 {changed} 行、不变的 {same} 行" | "{fresh} new rows, {changed} corrected, {same} unchanged";
    households_read(count): "读到 {count} 户" | "{count} households read";
    preview_title(count): "读到的前 {count} 行" | "The first {count} rows as read";
    row_new: "新" | "New";
    row_changed: "改" | "Corrected";
    close_place: "撤掉" | "Take off";
    reason: "理由" | "Reason";
    row_twice: "和前面的行重复" | "It stands above already";
    row_kind: "类型不认识" | "No such kind";
    row_name: "名称要写，最多 60 个字" | "A name is needed, at most 60 characters";
    row_number: "户数和米数要写不小于 0 的数字" | "Households and metres are numbers from 0";
    row_no_place: "底册里没有这个院落" | "The register has no such courtyard";
    name_holds: "名称里有" | "The name holds";
    filter: "找" | "Find";
    more_places(count): "还有 {count} 处，请用名称缩小范围" | "{count} more; narrow it by name";
}
