//! Plans with checklists, changed by two people; hints for whoever is on the way.

use super::{incident, log, my_order, place};
use crate::harness::{House, open};

db::engine_tests!(
    fraud_begins_with_stopping_the_payment,
    a_plan_changes_by_two_people,
    hints_speak_of_places_only
);

fn fraud_begins_with_stopping_the_payment(house: &House) {
    let (desk, officer) = (house.person("desk"), house.person("officer"));
    let number = log(&desk, &[("kind", "XS-03"), ("summary", "刚转账，发现是骗子")]);
    let pane = desk.get(&format!("/board?selected={number}")).is(200).text;
    let first = pane.find("先报反诈中心止付").expect("the first item stands on the board");
    assert!(first < pane.find("记下转出和转入账号").unwrap());
    let check = |item: &str, state: &str| {
        desk.post(&format!("/incidents/{number}/checks"), &[("item", item), ("state", state)])
    };
    check("1", "done").is(303);
    assert!(check("1", "done").is(422).text.contains("已经是这样"));
    assert!(check("9", "done").is(422).text.contains("没有这一项"));
    house.happened(&["incidents.log", "incidents.check"]);
    let id = officer.account.to_string();
    desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", id.as_str())]).is(303);
    let order = my_order(&officer);
    assert!(officer.get(&format!("/orders/{order}")).is(200).text.contains("处置清单"));
    for step in ["signature", "departure", "arrival", "clearance"] {
        officer.post(&format!("/orders/{order}/{step}"), &[]).is(303);
    }
    let told = [
        ("words", "已止付，带回所里"),
        ("result", "R04"),
        ("road", "LA"),
        ("road_number", "示公立字8号"),
    ];
    officer.post(&format!("/incidents/{number}/outcome"), &told).is(303);
    // What is mandatory and not done blocks the end, and says what it is.
    let close = [("kind", "XS-03"), ("result", "R04")];
    let reviewer = house.person("leader");
    let path = format!("/incidents/{number}/closure");
    assert!(reviewer.post(&path, &close).is(422).text.contains("必做的还没做：记下转出"));
    for item in ["2", "4"] {
        check(item, "done").is(303);
    }
    check("2", "open").is(303);
    reviewer.post(&path, &close).is(422);
    check("2", "done").is(303);
    reviewer.post(&path, &close).is(303);
    house.happened_only(&[
        "incidents.dispatch",
        "incidents.stamp",
        "incidents.outcome",
        "incidents.check",
        "incidents.close",
    ]);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("清单：先报反诈中心止付") && page.contains("第 1 版"));
}

fn a_plan_changes_by_two_people(house: &House) {
    let (leader, chief, desk) =
        (house.person("leader"), house.person("chief"), house.person("desk"));
    let before = log(&desk, &[]);
    house.happened(&["incidents.log"]);
    let plan = [
        ("kind", "ZA-05"),
        ("level", "0"),
        ("officers", "1"),
        ("auxiliaries", "1"),
        ("assistants", "1"),
        ("source", "本所2024年5月所务会"),
        ("item1", "先劝停，量一次音量"),
        ("minutes1", "20"),
        ("must1", "true"),
    ];
    desk.post("/plans", &plan).is(403);
    house.happened(&["journal.attempt"]);
    // What would be refused is refused to who proposes it.
    let mut nobody = plan;
    nobody[2] = ("officers", "0");
    assert!(leader.post("/plans", &nobody).is(422).text.contains("至少要一名民警"));
    leader.post("/plans", &plan).is(303);
    house.happened(&["people.propose"]);
    let waiting = chief.get("/proposals").is(200).text;
    // What the second person confirms stands beside what holds now, in words.
    for text in
        ["先劝停", "改预案", "噪声扰民 各级", "第 1 版", "第 2 版", "辅警 1", "本所2024年5月所务会"]
    {
        assert!(waiting.contains(text), "{text} is not shown");
    }
    let id = waiting.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap();
    let path = format!("/proposals/{id}/confirmation");
    assert!(leader.post(&path, &[]).is(422).text.contains("另一个人确认"), "not the first one");
    assert!(!desk.get(&format!("/incidents/{}", log(&desk, &[]))).is(200).text.contains("先劝停"));
    house.happened(&["incidents.log"]);
    chief.post(&path, &[]).is(303);
    house.happened(&["incidents.set_plan"]);
    assert!(chief.post(&path, &[]).is(422).text.contains("已经有人决定"));
    // New calls follow it; the one of before keeps its version.
    let after = log(&desk, &[]);
    house.happened(&["incidents.log"]);
    let (old, new) = (format!("/incidents/{before}"), format!("/incidents/{after}"));
    assert!(desk.get(&new).is(200).text.contains("先劝停"));
    let old = desk.get(&old).is(200).text;
    assert!(!old.contains("先劝停") && old.contains("第 1 版"));
    assert_eq!(incident(house, &after)["state"], "waiting");
    // Both names stand in the journal.
    let journal = house.person("auditor").ask("/journal").is(200).text;
    assert!(journal.contains("incidents.set_plan") && journal.contains("proposed_by"));
    // A week later a proposal is over.
    leader.post("/plans", &plan).is(303);
    let waiting = chief.get("/proposals").is(200).text;
    let id =
        waiting.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    house.wait(8 * 86_400);
    house.look_away();
    let late = house.person("chief").post(&format!("/proposals/{id}/confirmation"), &[]);
    assert!(late.is(422).text.contains("已经过期"));
}

fn hints_speak_of_places_only(house: &House) {
    let (desk, officer) = (house.person("desk"), house.person("officer"));
    let shop = place(&desk, "yyffzd");
    let number = log(&desk, &[("place.premises", &shop), ("place.text", "店")]);
    let page = officer.get(&format!("/incidents/{number}")).is(200).text;
    let link = page.split("href=\"/hints?").nth(1).unwrap().split('"').next().unwrap();
    let form = officer.get(&format!("/hints?{}", link.replace("&amp;", "&"))).is(200).text;
    let value = |name: &str| {
        let field = form.split(&format!("name=\"{name}\"")).nth(1).unwrap();
        let marked = if name == "village" { "\" selected" } else { "\"" };
        let before = field.split(marked).next().unwrap();
        let text = if name == "village" { before } else { field.split("value=\"").nth(1).unwrap() };
        let text = if name == "village" { text.rsplit("value=\"").next().unwrap() } else { text };
        text.split('"').next().unwrap().to_owned()
    };
    let (village, lane, house_number) = (value("village"), value("lane"), value("house"));
    let hint = |words: &str| {
        let form = [
            ("village", village.as_str()),
            ("lane", lane.as_str()),
            ("house", house_number.as_str()),
            ("words", words),
            ("until", "2024-06-12T20:00"),
        ];
        officer.post("/hints", &form)
    };
    assert!(hint("里面的老头脾气大").is(422).text.contains("说的是人"));
    assert!(hint("到了打13800000000").is(422).text.contains("号码"));
    hint("东门夜里锁，走南门").is(303);
    house.happened(&["incidents.log", "premises.add_hint"]);
    // Whoever is sent there reads it, marked until somebody else has looked at it.
    let id = officer.account.to_string();
    desk.post(
        &format!("/incidents/{number}/dispatch"),
        &[("receivers", id.as_str()), ("police_only", "助理走不开")],
    )
    .is(303);
    let order = my_order(&officer);
    house.happened(&["incidents.dispatch", "incidents.stamp"]);
    let shown = officer.get(&format!("/orders/{order}")).is(200).text;
    assert!(shown.contains("走南门") && shown.contains("没核过"));
    let path = {
        let list = house.person("officer_2").get("/hints").is(200).text;
        list.split("action=\"/hints/").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert!(officer.post(&format!("/hints/{path}"), &[]).is(422).text.contains("别人来核"));
    house.person("officer_2").post(&format!("/hints/{path}"), &[]).is(303);
    house.happened(&["premises.keep_hint"]);
    assert!(!officer.get(&format!("/orders/{order}")).is(200).text.contains("没核过"));
    // A villager writes for his own village only; what nobody looks at lapses in a day.
    let foreign =
        [("village", village.as_str()), ("words", "路口挖沟"), ("until", "2024-05-20T20:00")];
    house.person("assistant_2").post("/hints", &foreign).is(403);
    house.person("assistant").post("/hints", &foreign).is(303);
    house.happened(&["journal.attempt", "premises.add_hint"]);
    assert!(officer.get(&format!("/orders/{order}")).is(200).text.contains("路口挖沟"));
    house.wait(86_401);
    house.look_away();
    let later = house.person("officer").get(&format!("/orders/{order}")).is(200).text;
    assert!(!later.contains("路口挖沟") && later.contains("走南门"));
}
