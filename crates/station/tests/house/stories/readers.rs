//! Who opened a matter: noted once an hour, shown to those who answer for it.

use super::log;
use crate::harness::{House, open};
use serde_json::Value;

db::engine_tests!(
    who_opened_a_matter_is_known_to_its_owners,
    whoever_answered_for_it_when_it_ended_may_still_look
);

fn who_opened_a_matter_is_known_to_its_owners(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[]);
    let path = format!("/incidents/{number}");
    let chief = house.person("chief");
    let list = || -> Vec<(String, String)> {
        let read = chief.ask(&format!("/matters/{number}/readers")).is(200).json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = read["items"].as_array().unwrap();
        rows.iter().map(|row| (text(&row["account"]), text(&row["role"]))).collect()
    };
    assert_eq!(list(), []);
    let officer_2 = house.person("officer_2");
    let other = officer_2.account.to_string();
    officer_2.get(&path).is(200);
    officer_2.ask(&path).is(200);
    assert_eq!(list(), [(other.clone(), "officer".to_owned())]);
    // Again in the next hour; a page that was refused is no reading.
    house.test.clock.advance(3_600);
    house.person("officer_2").get(&path).is(200);
    house.person("auditor").get(&path).is(403);
    assert_eq!(list().len(), 2);
    // Printed, or beside the board's list: read all the same. A page that keeps itself fresh is not.
    let read = |person: &crate::harness::Person<'_>, path: &str, quiet: bool| {
        let before = list().len();
        if quiet {
            person.get_quietly(path).is(200)
        } else {
            person.get(path).is(200)
        };
        list().len() - before
    };
    let auxiliary = house.person("desk_2");
    assert_eq!(read(&auxiliary, &path, true), 0);
    assert_eq!(read(&auxiliary, &format!("/board?selected={number}"), false), 1);
    assert_eq!(read(&house.person("chief"), &format!("{path}/print"), false), 1);
    desk.get(&path).is(200);
    let page = desk.get(&format!("/matters/{number}/readers")).is(200).text;
    assert!(page.contains("谁看过") && desk.get(&path).is(200).text.contains("/readers"));
    // Whoever does not answer for it does not see who looked.
    officer_2.get(&format!("/matters/{number}/readers")).is(403);
    assert!(!house.person("officer_2").get(&path).is(200).text.contains("/readers"));
    house.person("assistant_2").get(&format!("/matters/{number}/readers")).is(404);
    house.look_away();
}

fn whoever_answered_for_it_when_it_ended_may_still_look(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[]);
    super::life::closed(house, &number);
    assert!(desk.get(&format!("/incidents/{number}")).is(200).text.contains("/readers"));
    desk.get(&format!("/matters/{number}/readers")).is(200);
    house.look_away();
    house.person("officer_2").get(&format!("/matters/{number}/readers")).is(403);
    house.look_away();
}
