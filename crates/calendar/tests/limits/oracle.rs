//! The built-in table against a second source, day by day.

use calendar::{Date, DayKind, Days, built_in};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// How the second source calls the holidays.
const NAMES: [(&str, &str); 8] = [
    ("元旦", "New Year's Day"),
    ("春节", "Spring Festival"),
    ("清明节", "Tomb-sweeping Day"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat Festival"),
    ("中秋节", "Mid-autumn Festival"),
    ("国庆节", "National Day"),
    ("抗战胜利70周年纪念日", "Anti-Fascist 70th Day"),
];

/// `../shared` beside the project, or what `JINGCUN_SHARED` names.
fn shared(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("JINGCUN_SHARED").map_or(beside, PathBuf::from);
    let path = folder.join(name);
    if !path.exists() {
        eprintln!("SKIPPED: no second source of holidays ({} is not there)", path.display());
        return None;
    }
    Some(path)
}

fn check(days: &Days, year: &Value) -> usize {
    let number = i16::try_from(year["year"].as_i64().unwrap()).unwrap();
    let off = year["days_off"].as_object().unwrap();
    let make_up: Vec<_> = year["makeup_workdays"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| day.as_str().unwrap())
        .collect();
    let first = Date::constant(number, 1, 1);
    let mut exceptional = 0;
    for date in first.series(jiff::Span::new().days(1)).take_while(|date| date.year() == number) {
        let text = date.to_string();
        let weekend = date.weekday().to_monday_one_offset() >= 6;
        let works = make_up.contains(&text.as_str()) || !(weekend || off.contains_key(&text));
        assert_eq!(days.is_working(date), works, "{date}");
        let row = days.find(date);
        let name = row.filter(|row| row.kind == DayKind::Off).map(|row| row.name.as_str());
        let name = name.map(|name| NAMES.iter().find(|(ours, _)| *ours == name).unwrap().1);
        assert_eq!(name, off.get(&text).map(|name| name.as_str().unwrap()), "{date}");
        exceptional += usize::from(row.is_some());
    }
    exceptional
}

#[test]
fn every_day_of_2015_to_2026_agrees() {
    let Some(file) = shared("oracles/cn_calendar.json") else { return };
    let oracle: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let cases = oracle["cases"].as_array().unwrap();
    let holidays = cases.iter().find(|case| case["kind"] == "cn_holidays").unwrap();
    let (days, years) = (Days::new(built_in()), holidays["years"].as_array().unwrap());
    let exceptional: usize = years.iter().map(|year| check(&days, year)).sum();
    assert_eq!((years.len(), exceptional), (12, built_in().len()));
}
