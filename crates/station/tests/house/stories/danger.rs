//! Danger waits for nobody: neither merging, a known cause, a hand-over nor a kind found out late
//! may take an urgent call out of sight.

use super::{incident, my_order};
use crate::harness::{House, open};

db::engine_tests!(
    an_urgent_call_is_not_hidden_in_another,
    a_fraud_found_out_late_has_its_checklist,
    who_is_not_needed_any_more_is_rung_no_more
);

fn log(house: &House, form: &[(&str, &str)]) -> String {
    let to = house.person("desk").post("/incidents", form).is(303).location;
    to.rsplit('=').next().unwrap().to_owned()
}

fn send(house: &House, number: &str, names: &[&str]) {
    let ids: Vec<String> = names.iter().map(|n| house.person(n).account.to_string()).collect();
    let form: Vec<(&str, &str)> = ids.iter().map(|id| ("receivers", id.as_str())).collect();
    house.person("desk").post(&format!("/incidents/{number}/dispatch"), &form).is(303);
}

fn an_urgent_call_is_not_hidden_in_another(house: &House) {
    let desk = house.person("desk");
    let calm = [
        ("summary", "停电了"),
        ("kind", "QZ-01"),
        ("level", "4"),
        ("source", "0199"),
        ("place.text", "村口"),
    ];
    let first = log(house, &calm);
    // At once: it is logged, stays a call of its own, and rings.
    let hurt = [
        ("summary", "摸黑摔伤了人"),
        ("kind", "QZ-01"),
        ("level", "1"),
        ("source", "0199"),
        ("place.text", "村口"),
        ("merge_into", first.as_str()),
    ];
    let second = log(house, &hurt);
    assert_eq!(incident(house, &second)["state"], "waiting");
    // Later: refused until somebody of the police was there.
    let into = [("master", first.as_str()), ("kind", "repeat")];
    let path = format!("/incidents/{second}/merger");
    assert!(desk.post(&path, &into).is(422).text.contains("先派人去"));
    // Police come, the ambulance is told beside them, the police give their order back: it waits.
    send(house, &second, &["officer"]);
    let told = [("body", "120"), ("asked", "一人摔伤")];
    desk.post(&format!("/incidents/{second}/referrals"), &told).is(303);
    let officer = house.person("officer");
    let back = [("code", "1"), ("reason", "另有警情")];
    officer.post(&format!("/orders/{}/return", my_order(&officer)), &back).is(303);
    assert_eq!(incident(house, &second)["state"], "waiting", "no hand-over keeps it quiet");
    house.happened_only(&[
        "incidents.log",
        "incidents.dispatch",
        "incidents.refer",
        "incidents.stamp",
        "incidents.give_back",
    ]);
}

fn a_fraud_found_out_late_has_its_checklist(house: &House) {
    let call = [
        ("summary", "钱不见了"),
        ("kind", "QZ-01"),
        ("level", "3"),
        ("source", "0199"),
        ("place.text", "村口"),
    ];
    let number = log(house, &call);
    send(house, &number, &["officer"]);
    let officer = house.person("officer");
    let order = my_order(&officer);
    for step in ["signature", "departure", "arrival", "clearance"] {
        officer.post(&format!("/orders/{order}/{step}"), &[]).is(303);
    }
    let told = [
        ("kind", "XS-03"),
        ("words", "是被骗转账"),
        ("result", "R04"),
        ("road", "LA"),
        ("road_number", "示公立字9号"),
    ];
    officer.post(&format!("/incidents/{number}/outcome"), &told).is(303);
    let close = [("kind", "XS-03"), ("result", "R04")];
    let refused = house.person("leader").post(&format!("/incidents/{number}/closure"), &close);
    assert!(
        refused.is(422).text.contains("先报反诈中心止付"),
        "however late the kind was found out"
    );
    house.happened_only(&[
        "incidents.log",
        "incidents.dispatch",
        "incidents.stamp",
        "incidents.outcome",
    ]);
}

fn who_is_not_needed_any_more_is_rung_no_more(house: &House) {
    let call = [
        ("summary", "楼上太吵"),
        ("kind", "ZA-05"),
        ("level", "3"),
        ("source", "0199"),
        ("place.text", "村口"),
    ];
    let number = log(house, &call);
    send(house, &number, &["officer", "officer_2"]);
    let officer = house.person("officer");
    let order = my_order(&officer);
    for step in ["signature", "departure", "arrival"] {
        officer.post(&format!("/orders/{order}/{step}"), &[]).is(303);
    }
    let told = [("words", "已劝说"), ("result", "R01")];
    officer.post(&format!("/incidents/{number}/outcome"), &told).is(303);
    house.happened_only(&[
        "incidents.log",
        "incidents.dispatch",
        "incidents.stamp",
        "incidents.outcome",
    ]);
    // The second never signed: no clock of his runs, and another can close the file.
    house.wait(1_200);
    house.happened(&[]);
    let close = [("kind", "ZA-05"), ("result", "R01")];
    house.person("leader").post(&format!("/incidents/{number}/closure"), &close).is(303);
    house.happened(&["incidents.close"]);
}
