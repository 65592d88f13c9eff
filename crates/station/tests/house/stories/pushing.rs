//! Pushing without scores: the warning at seven tenths, extensions, what does not move, obstacles.

use super::{incident, log, my_order};
use crate::harness::{House, open};

db::engine_tests!(
    a_limit_warns_and_is_put_off_with_a_cap,
    what_does_not_move_goes_up_the_ladder,
    obstacles_are_listed_without_names
);

/// Sends the officer and lets him be done at the scene.
fn cleared(house: &House, number: &str) {
    let (desk, officer) = (house.person("desk"), house.person("officer"));
    let id = officer.account.to_string();
    desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", id.as_str())]).is(303);
    let order = my_order(&officer);
    for step in ["signature", "departure", "arrival", "clearance"] {
        officer.post(&format!("/orders/{order}/{step}"), &[]).is(303);
    }
    house.happened_only(&["incidents.log", "incidents.dispatch", "incidents.stamp"]);
}

fn a_limit_warns_and_is_put_off_with_a_cap(house: &House) {
    let number = log(&house.person("desk"), &[]);
    cleared(house, &number);
    // Four hours until the final feedback; the manager is warned at seven tenths.
    house.wait(10_079);
    house.happened(&[]);
    house.wait(1);
    house.happened(&["clocks.warn"]);
    let page = house.person("desk").get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("时限过了七成"));
    let path = format!("/matters/{number}/extensions");
    let put_off = |who: &str, minutes: &str| {
        house.person(who).post(&path, &[("minutes", minutes), ("reason", "等监控调取")])
    };
    assert!(put_off("officer", "2000").is(422).text.contains("最多还能延 1200 分钟"));
    put_off("officer", "120").is(303);
    house.happened(&["matters.extend"]);
    let due = incident(house, &number)["due_at"].as_str().unwrap().to_owned();
    assert!(put_off("officer", "10").is(422).text.contains("上一级领导"));
    put_off("leader", "60").is(303);
    house.happened(&["matters.extend"]);
    assert!(incident(house, &number)["due_at"].as_str().unwrap() > due.as_str());
    assert!(put_off("leader", "10").is(422).text.contains("上一级领导"));
    // Seven tenths of the seven hours are another warning; the alarm comes three hours later than it
    // would have, and once.
    house.wait(14_400 - 10_080 + 3 * 3600 - 1);
    house.happened(&["clocks.warn"]);
    house.wait(2);
    house.happened(&["clocks.alarm"]);
    assert!(put_off("chief", "10").is(422).text.contains("已经超时"));
}

fn what_does_not_move_goes_up_the_ladder(house: &House) {
    let number = log(&house.person("desk"), &[]);
    cleared(house, &number);
    let told = [(3, "leader"), (7, "chief"), (15, "street")];
    let mut day = 0;
    for (days, who) in told {
        house.wait((days - day) * 86_400);
        day = days;
        let messages = house.person(who).ask("/messages").is(200).json();
        let items = messages["items"].as_array().unwrap();
        assert!(items.iter().any(|m| m["topic"] == "matters.stalled"), "{who}: {messages}");
        // To push is not to move: whoever urges does not put the next step off.
        if who == "leader" {
            let urge = [("seat", "manager"), ("level", "urge"), ("text", "怎么样了")];
            house.person("desk").post(&format!("/matters/{number}/urges"), &urge).is(303);
        }
    }
    house.happened_only(&[
        "analysis.freeze",
        "matters.warn_of_gaps",
        "clocks.warn",
        "clocks.alarm",
        "clocks.leader",
        "matters.stalled",
        "matters.urge",
        "matters.expire",
    ]);
    house.wait(3600);
    house.happened_only(&["matters.expire"]);
    // Somebody does something: the ladder begins anew.
    let note = [("text", "已约双方明天来所")];
    house.person("officer").post(&format!("/matters/{number}/notes"), &note).is(303);
    house.happened(&["matters.note"]);
    house.wait(2 * 86_400);
    house.happened_only(&["matters.expire", "analysis.freeze", "matters.warn_of_gaps"]);
    house.wait(86_401);
    house.happened_only(&[
        "matters.expire",
        "matters.stalled",
        "analysis.freeze",
        "matters.warn_of_gaps",
    ]);
}

fn obstacles_are_listed_without_names(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[]);
    let said = [("kind", "no_means"), ("text", "车都派出去了")];
    desk.post(&format!("/matters/{number}/obstacles"), &said).is(303);
    house.happened(&["incidents.log", "matters.obstacle"]);
    let list = desk.ask("/obstacles").is(200).json();
    assert_eq!(list["month"], "2024-05");
    let kinds: Vec<&str> =
        list["items"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["no_means", "unknown_place"]);
    let page = house.person("street").get("/obstacles?month=2024-05").is(200).text;
    assert!(page.contains("车辆装备不够") && page.contains(&number));
    assert!(!page.contains("车都派出去了"), "no words, and nobody's name");
    assert!(desk.get("/obstacles?month=2024-04").is(200).text.contains("没有记到难点"));
    desk.get("/obstacles?month=0000-99").is(200);
}
