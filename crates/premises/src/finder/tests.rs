//! Places are found as an officer types them.

use super::readings::WAYS;
use super::*;
use base::{Chance, Time};

fn finder(places: &[(&str, &str, &str)]) -> Finder {
    let mut chance = Chance::seeded(1);
    Finder::build(places.iter().map(|&(name, aliases, house)| Entry {
        id: Id::new(Time::from_micros(1_700_000_000_000_000), &mut chance),
        name: name.into(),
        aliases: aliases.into(),
        house: house.into(),
        village: None,
    }))
}

fn town() -> Finder {
    finder(&[
        ("十里铺村二组58号院", "十里铺村", "2-58"),
        ("十里铺村二组580号院", "十里铺村", "2-580"),
        ("十里铺村十二组5号院", "十里铺村", "12-5"),
        ("悦衣坊服装店", "十里铺村 东巷 服装", "58"),
        ("重庆路小学", "学校", "1"),
        ("长沙米粉", "餐饮 绿地", "158"),
        ("KFC炸鸡Blue Cafe", "餐饮", "B12"),
        ("西安大药房", "药店", ""),
        ("𠮷野家𬭚记", "㛃宝巷", "7"),
    ])
}

fn names<'a>(finder: &'a Finder, query: &str) -> Vec<&'a str> {
    finder.find(query, 20).iter().map(|found| found.name).collect()
}

/// Each query finds this place, and none finds everything.
fn hits(name: &str, queries: &[&str]) {
    let town = town();
    for query in queries {
        let found = names(&town, query);
        assert!(found.contains(&name), "{query}: {found:?}");
        assert!(found.len() < town.len(), "{query} finds everything");
    }
}

fn finds_nothing(queries: &[&str]) {
    queries.iter().for_each(|query| assert_eq!(names(&town(), query), [""; 0], "{query}"));
}

#[test]
fn characters_are_found_in_names_and_aliases() {
    hits(
        "悦衣坊服装店",
        &["服装", "衣坊", "悦衣坊服装店", "东巷", "十里铺 服装", "服装 十里铺", "服"],
    );
    hits("十里铺村二组58号院", &["十里", "二组", "十里铺村二组58号院", "村二"]);
    finds_nothing(&["服装 重庆"]);
    finds_nothing(&["里十"]);
}

#[test]
fn pinyin_is_found_where_a_syllable_begins() {
    hits(
        "十里铺村二组58号院",
        &["shilipu", "shilipucun", "SHILIPU", "pucun", "shilip", "shi li pu", "shi'li'pu"],
    );
    hits("悦衣坊服装店", &["fuzhuangdian", "fuzhuang", "dongxiang", "dian"]);
    hits("西安大药房", &["xian", "xi'an", "xiandayaofang", "dayaofang"]);
    finds_nothing(&["hilipu", "uzhuang", "ipucun", "i"]);
}

#[test]
fn every_reading_of_a_polyphone_counts() {
    hits(
        "重庆路小学",
        &["chongqinglu", "zhongqinglu", "cql", "zql", "chongqing", "chongqingluxiaoxue"],
    );
    hits(
        "长沙米粉",
        &["changsha", "zhangsha", "changshamifen", "csmf", "zsmf", "lvdi", "lüdi", "ludi"],
    );
}

#[test]
fn initials_are_found_where_they_begin() {
    hits("十里铺村二组58号院", &["slp", "slpc", "lpc", "slpcez"]);
    hits("悦衣坊服装店", &["fzd", "yyf", "yyffzd", "dx", "slp fz"]);
    finds_nothing(&["slc"]);
}

#[test]
fn house_numbers_match_from_their_first_digit_whole_ones_first() {
    let town = town();
    hits(
        "十里铺村二组58号院",
        &[
            "58",
            "58号",
            "2-58",
            "slp58",
            "十里铺58",
            "58slp",
            "二组58",
            "5",
            "2-5",
            "58号院",
            "号院",
            "slp2z58h",
        ],
    );
    hits("悦衣坊服装店", &["58", "58号", "slp58", "服装58号", "fz 58"]);
    assert_eq!(names(&town, "8"), [""; 0]);
    assert!(!names(&town, "58").contains(&"长沙米粉"));
    assert!(!names(&town, "58号").contains(&"十里铺村二组580号院"));
    assert_eq!(names(&town, "58"), ["悦衣坊服装店", "十里铺村二组58号院", "十里铺村二组580号院"]);
    assert_eq!(names(&town, "十里铺5")[0], "十里铺村十二组5号院");
}

#[test]
fn latin_names_match_in_any_case() {
    hits(
        "KFC炸鸡Blue Cafe",
        &["kfc", "KFC", "blue cafe", "Cafe", "kfczj", "kfczhaji", "炸鸡blue", "ＫＦＣ", "b12"],
    );
}

#[test]
fn order_is_exact_prefix_sound_elsewhere_then_length_then_name() {
    let places = [
        "老东巷",
        "东巷",
        "东巷口",
        "东巷乙",
        "DX",
        "大西店",
        "东巷丁",
        "小东巷二",
        "dx网吧",
        "西DX",
    ];
    let places = places.map(|name| (name, "", ""));
    let found = ["东巷", "东巷丁", "东巷乙", "东巷口", "老东巷", "小东巷二"];
    assert_eq!(names(&finder(&places), "东巷"), found);
    let by_sound = [
        "DX",
        "dx网吧",
        "东巷",
        "东巷丁",
        "东巷乙",
        "东巷口",
        "大西店",
        "老东巷",
        "西DX",
        "小东巷二",
    ];
    assert_eq!(names(&finder(&places), "dx"), by_sound);
    let mut turned = places;
    turned.reverse();
    for limit in 0..=places.len() {
        let finder = finder(&turned);
        let found: Vec<_> = finder.find("dx", limit).iter().map(|found| found.name).collect();
        assert_eq!(found, by_sound[..limit], "a limit cuts, and changes nothing else");
    }
}

#[test]
fn rare_characters_survive() {
    hits("𠮷野家𬭚记", &["𠮷", "𠮷野", "㛃", "㛃宝", "𬭚", "𬭚记", "野家", "yejia"]);
    assert_eq!(names(&town(), "𠮷"), ["𠮷野家𬭚记"]);
}

#[test]
fn nothing_is_found_by_nothing() {
    finds_nothing(&["", "  ", "\u{3000}", "\t\n", "'", "\u{1f}"]);
    assert_eq!(town().find("slp", 0), []);
    assert_eq!(names(&Finder::build([]), "slp"), [""; 0]);
    assert!(Finder::build([]).is_empty());
}

#[test]
fn control_characters_cannot_pass_for_the_format() {
    let town = town();
    for control in ["\n", "\u{2}", "\u{1f}", "\n\u{2}", "\u{1f}\u{2}\0"] {
        finds_nothing(&[control]);
        assert_eq!(names(&town, &format!("{control}slp{control}58")), names(&town, "slp 58"));
    }
    let odd = finder(&[("甲\n\u{2}乙\u{1f}丙", "丁\n戊", "1\n"), ("己", "", "")]);
    assert_eq!(odd.len(), 2);
    assert_eq!(names(&odd, "乙 戊"), ["甲\n\u{2}乙\u{1f}丙"]);
    assert_eq!(names(&odd, "己"), ["己"]);
}

#[test]
fn the_ways_to_say_a_name_are_bounded_rarer_ones_last() {
    let ways = |counts: &[usize]| choices(&counts.iter().map(|&n| vec![""; n]).collect::<Vec<_>>());
    assert_eq!(ways(&[2, 1, 2]), [[0, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 1]]);
    assert_eq!(ways(&[3; 30]).len(), WAYS);
    let long = "重长行乐都会".repeat(50);
    let finder = finder(&[(&long, "", "")]);
    assert_eq!(finder.find(&long, 1).len(), 1);
    assert!(finder.lines.len() < 100_000);
}

#[test]
fn a_lane_comes_before_the_shops_that_stand_in_it() {
    let finder = finder(&[
        ("同心药店", "示例五村 槐荫巷 药店", ""),
        ("示例五村槐荫巷", "示例五村", ""),
        ("阿福旅馆", "示例五村 槐荫巷 旅馆", ""),
    ]);
    for typed in ["槐荫巷", "槐荫", "hyx", "huaiyin"] {
        assert_eq!(names(&finder, typed)[0], "示例五村槐荫巷", "{typed}");
    }
    let shops = finder.find("槐荫巷", 20);
    assert_eq!(shops.len(), 3);
    assert_eq!(shops[1].beside, "示例五村 槐荫巷");
}
