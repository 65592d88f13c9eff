//! What goes wrong: the same click twice, two people at once, bad input, a draft, a conflict.

use super::incident;
use crate::harness::{House, open};
use serde_json::json;

db::engine_tests!(
    every_page_carries_its_guards,
    the_same_click_twice_is_one_act,
    bad_input_is_named_at_its_field,
    rare_characters_survive,
    a_draft_survives,
    two_people_on_the_same_step,
    a_corrected_stamp_conflicts
);

const GOOD: [(&str, &str); 5] = [
    ("place.text", "村口"),
    ("summary", "有人打架"),
    ("kind", "ZA-01"),
    ("level", "3"),
    ("source", "0199"),
];

fn the_same_click_twice_is_one_act(house: &House) {
    let desk = house.person("desk");
    let key = house.key();
    let first = desk.post_with("/incidents", &GOOD, &key).is(303).location;
    let second = desk.post_with("/incidents", &GOOD, &key).is(303).location;
    assert_eq!(first, second);
    house.happened(&["incidents.log"]);
    let body = json!({ "summary": "a", "place": { "text": "b" }, "kind": "ZX", "level": 4, "source": "0199" });
    let key = house.key();
    let created = desk.order_with("/incidents", &body, &key).is(201);
    let one = created.json();
    assert_eq!(created.location, format!("/api/incidents/{}", one["number"].as_str().unwrap()));
    let two = desk.order_with("/incidents", &body, &key).json();
    assert_eq!(one, two);
    house.happened(&["incidents.log"]);
    let other = json!({ "summary": "c", "place": { "text": "b" }, "kind": "ZX", "level": 4, "source": "0199" });
    desk.order_with("/incidents", &other, &key).is(409);
    let none = desk.order_with("/incidents", &other, "").status;
    assert_eq!(none.as_u16(), 400);
}

fn bad_input_is_named_at_its_field(house: &House) {
    let desk = house.person("desk");
    let long = "长".repeat(4001);
    let cases: [(&str, &str, &str); 7] = [
        ("summary", long.as_str(), "最多 4000 个字"),
        ("summary", "a\u{202E}b", "改变文字方向"),
        ("summary", "a\u{7}b", "控制字符"),
        ("kind", "XX-77", "没有这个选项"),
        ("level", "9", "没有这个选项"),
        ("reported_at", "2030-01-01T00:00", "时间在将来"),
        ("source", "7777", "没有这个选项"),
    ];
    for (field, value, says) in cases {
        let mut form: Vec<(&str, &str)> =
            GOOD.iter().copied().filter(|(name, _)| *name != field).collect();
        form.push((field, value));
        let page = desk.post("/incidents", &form).is(422);
        assert!(page.text.contains("aria-current=\"page\""), "{}", page.text);
        assert!(page.text.contains(says), "{field}: {says}");
        assert!(page.text.contains("村口"), "what was typed is still there");
    }
    let sourceless: Vec<_> = GOOD.iter().copied().filter(|(name, _)| *name != "source").collect();
    assert!(desk.post("/incidents", &sourceless).is(422).text.contains("请选来源"));
    let unknown = desk.order("/incidents", &json!({ "wrong": 1 })).is(422).json();
    assert_eq!(unknown["errors"][0]["field"], "wrong");
    let script = "<script>alert(1)</script>";
    let mut form = GOOD.to_vec();
    form[1] = ("summary", script);
    let number =
        desk.post("/incidents", &form).is(303).location.rsplit('=').next().unwrap().to_owned();
    assert!(!desk.get(&format!("/incidents/{number}")).is(200).text.contains(script));
    house.happened(&["incidents.log"]);
}

fn rare_characters_survive(house: &House) {
    let desk = house.person("desk");
    let rare = "𠮷 㛃 𬭚 ４１２";
    let mut form = GOOD.to_vec();
    form[0] = ("place.text", rare);
    form[1] = ("summary", rare);
    let number =
        desk.post("/incidents", &form).is(303).location.rsplit('=').next().unwrap().to_owned();
    let read = incident(house, &number);
    assert_eq!(
        (&read["summary"], &read["place"]),
        (&"𠮷 㛃 𬭚 412".into(), &"𠮷 㛃 𬭚 412".into())
    );
    house.happened(&["incidents.log"]);
}

fn a_draft_survives(house: &House) {
    let desk = house.person("desk");
    let key = house.key();
    desk.post_with("/drafts", &[("summary", "写了一半")], &key).is(303);
    desk.post_with("/drafts", &[("summary", "写了一大半"), ("place.text", "村口")], &key).is(303);
    let again = house.person("desk").get("/incidents/new").is(200);
    assert!(again.text.contains("写了一大半"));
    assert!(!house.person("desk_2").get("/incidents/new").is(200).text.contains("写了一"));
    desk.post_with("/incidents", &GOOD, &key).is(303);
    assert!(
        !desk.get("/incidents/new").is(200).text.contains("写了一"),
        "what was sent is no draft"
    );
    house.happened(&["incidents.log"]);
}

fn two_people_on_the_same_step(house: &House) {
    let desk = house.person("desk");
    let number =
        desk.post("/incidents", &GOOD).is(303).location.rsplit('=').next().unwrap().to_owned();
    let officer = house.person("officer").account.to_string();
    let path = format!("/incidents/{number}/dispatch");
    desk.post(&path, &[("receivers", &officer)]).is(303);
    let again = house.person("desk_2").post(&path, &[("receivers", &officer)]).is(422);
    assert!(again.text.contains("已经派了"));
    house.happened(&["incidents.log", "incidents.dispatch"]);
}

fn a_corrected_stamp_conflicts(house: &House) {
    let desk = house.person("desk");
    let number =
        desk.post("/incidents", &GOOD).is(303).location.rsplit('=').next().unwrap().to_owned();
    let officer = house.person("officer").account.to_string();
    desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", &officer)]).is(303);
    let seen = incident(house, &number)["version"].to_string();
    let order = incident(house, &number)["orders"][0]["order"].as_str().unwrap().to_owned();
    house.wait(100);
    desk.post(&format!("/orders/{order}/signature"), &[]).is(303);
    let fix = |at: &str, seen: &str| {
        let form = [("step", "signed"), ("at", at), ("reason", "电台"), ("seen", seen)];
        desk.post(&format!("/orders/{order}/corrections"), &form)
    };
    let now = incident(house, &number)["version"].to_string();
    fix("2024-05-12T12:01:00Z", &now).is(303);
    let both = desk.order(
        &format!("/orders/{order}/corrections"),
        &json!({ "step": "signed", "at": "2024-05-12T12:01:20Z", "reason": "电台", "seen": seen.parse::<i64>().unwrap() }),
    );
    let both = both.is(409);
    assert!(both.text.contains("2024-05-12T12:01:00Z"), "both values come back: {}", both.text);
    house.look_away();
}

fn every_page_carries_its_guards(house: &House) {
    let page = house.person("desk").get("/board").is(200);
    let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-security-policy").contains("default-src 'self'"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "no-store");
    assert!(!page.text.contains("<script>") && !page.text.contains(" style="), "nothing inline");
}
