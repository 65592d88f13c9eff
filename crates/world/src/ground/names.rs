//! Invented names of lanes, shops and public places.

use base::Chance;

/// The shop of the newspaper's quarrel.
pub const QUARREL_SHOP: &str = "悦衣坊服装店";

/// Public places in the order a village gets them.
pub const PUBLIC: [&str; 12] = [
    "村委会",
    "文化广场",
    "便民服务站",
    "公交站",
    "卫生室",
    "幼儿园门口",
    "农贸市场",
    "集中充电棚",
    "健身广场",
    "老年活动室",
    "公共停车场",
    "快递驿站",
];

const LANES: [&str; 26] = [
    "柳树巷",
    "槐荫巷",
    "磨坊巷",
    "井台巷",
    "石桥巷",
    "枣园巷",
    "东一巷",
    "东二巷",
    "东三巷",
    "西一巷",
    "西二巷",
    "西三巷",
    "南头巷",
    "北头巷",
    "前街",
    "后街",
    "榆钱巷",
    "梨园巷",
    "渠边巷",
    "打谷场巷",
    "戏台巷",
    "老井巷",
    "新风巷",
    "和顺巷",
    "向阳巷",
    "迎春巷",
];

const SHOP_FIRST: [&str; 36] = [
    "顺和",
    "老街",
    "家和",
    "惠民",
    "福满",
    "鑫源",
    "好邻居",
    "万家",
    "一品",
    "四季",
    "旺旺来",
    "小城",
    "金穗",
    "同心",
    "吉祥",
    "美佳",
    "永盛",
    "便民",
    "春晓",
    "巷口",
    "喜洋洋",
    "宏达",
    "百信",
    "晨光里",
    "大碗",
    "麦香",
    "橙子",
    "安居",
    "诚信",
    "阿福",
    "青禾",
    "团圆",
    "聚友",
    "明亮",
    "远航",
    "合家欢",
];

const SHOP_KIND: [&str; 24] = [
    "便利店",
    "面馆",
    "服装店",
    "理发店",
    "小吃店",
    "超市",
    "五金店",
    "手机店",
    "早餐铺",
    "水果店",
    "麻辣烫",
    "烧烤店",
    "网吧",
    "药店",
    "快餐店",
    "电动车行",
    "棋牌室",
    "旅馆",
    "奶茶店",
    "洗衣店",
    "粮油店",
    "鞋店",
    "打印店",
    "菜店",
];

const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The name of the n-th lane of a village.
pub fn lane(number: usize) -> String {
    match LANES.get(number) {
        Some(name) => (*name).to_owned(),
        None => format!("新村{}巷", number + 1 - LANES.len()),
    }
}

/// The name of the n-th group (组) of a village.
pub fn group(number: usize) -> String {
    match DIGITS.get(number) {
        Some(digit) => format!("{digit}组"),
        None => format!("{}组", number + 1),
    }
}

/// All shop names in a drawn order, to be taken from the end; no two alike.
pub fn shops(chance: &mut Chance) -> Vec<String> {
    let mut pool: Vec<String> = SHOP_FIRST
        .iter()
        .flat_map(|first| SHOP_KIND.iter().map(move |kind| format!("{first}{kind}")))
        .collect();
    for last in (1..pool.len()).rev() {
        pool.swap(last, chance.below(last as u64 + 1) as usize);
    }
    pool
}
