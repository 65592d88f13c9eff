//! From the night to the morning: a withdrawal, a repeat, a hand-over that comes back, a reopened
//! matter, the change of shift, the list of eight o'clock, and what was written on paper.

use super::{call, incident, log, my_order};
use crate::harness::{House, open};

db::engine_tests!(
    from_the_night_to_the_morning,
    what_was_written_on_paper_is_entered_with_its_times,
    a_feedback_is_entered_elsewhere_once
);

fn send(house: &House, number: &str) {
    let id = house.person("officer").account.to_string();
    let path = format!("/incidents/{number}/dispatch");
    house.person("desk").post(&path, &[("receivers", id.as_str())]).is(303);
}

fn from_the_night_to_the_morning(house: &House) {
    let desk = house.person("desk");
    // Half past eight in the evening to three in the morning.
    let closed = log(&desk, &[]);
    send(house, &closed);
    let officer = house.person("officer");
    let order = my_order(&officer);
    for step in ["signature", "departure", "arrival", "clearance"] {
        officer.post(&format!("/orders/{order}/{step}"), &[]).is(303);
    }
    let told = [("words", "已劝说"), ("result", "R01")];
    officer.post(&format!("/incidents/{closed}/outcome"), &told).is(303);
    let close = [("kind", "ZA-05"), ("result", "R01")];
    house.person("leader").post(&format!("/incidents/{closed}/closure"), &close).is(303);
    house.wait(60);
    let first = log(&desk, &[]);
    let repeat = log(&desk, &[("merge_into", &first)]);
    send(house, &first);
    let lamp = log(&desk, &[("kind", "FJ"), ("level", "4"), ("summary", "路灯不亮")]);
    let asked = [("body", "12345"), ("asked", "路灯不亮，请修")];
    desk.post(&format!("/incidents/{lamp}/referrals"), &asked).is(303);
    let page = desk.get(&format!("/incidents/{lamp}")).is(200).text;
    let referral = page.split("action=\"/referrals/").nth(1).unwrap().split('/').next().unwrap();
    house.wait(6 * 3600);
    let back = [("reason", "不归我们")];
    desk.post(&format!("/referrals/{referral}/return"), &back).is(303);
    let quiet = log(&desk, &[("summary", "隔壁又吵")]);
    let why = [("reason", "报警人说不用来了")];
    desk.post(&format!("/incidents/{quiet}/withdrawal"), &why).is(303);
    let again = [("reason", "报警人来电，又吵起来了")];
    house.person("leader").post(&format!("/incidents/{closed}/reopening"), &again).is(303);
    house.look_away();

    // Eight o'clock: what the night left, the withdrawal first.
    house.wait(6 * 3600 + 600);
    house.look_away();
    let desk = house.person("desk");
    let list = desk.ask("/morning").is(200).json();
    assert_eq!(list["withdrawals"], serde_json::json!([quiet]));
    assert_eq!(list["waiting"], serde_json::json!([closed, lamp]), "reopened, and come back");
    assert_eq!(list["unsigned"], serde_json::json!([first]));
    assert_eq!(list["unentered"], serde_json::json!([]));
    let page = desk.get("/morning").is(200).text;
    assert!(page.find("撤警待确认").unwrap() < page.find("还没派人").unwrap());
    assert!(!page.contains(&repeat), "what was merged is counted once");

    // The daily report of the evening was frozen at the cut-off; what was merged counts once.
    let report = desk.ask("/reports/RB-20240512").is(200).json();
    let count = |figure: &str| report[figure].as_i64().unwrap();
    assert_eq!((count("received"), count("merged"), count("withdrawn")), (4, 1, 0));
    assert_eq!(report["effective"]["count"], 3);
    assert_eq!(report["effective"]["year"]["change"], "no_base");
    assert_eq!(report["unfinished"], serde_json::json!([closed, first, lamp]));
    assert!(report["frozen"]["position"].as_i64().unwrap() > 0);
    // The morning's own report, still running, counts what waits to be confirmed.
    let running = desk.ask("/reports/RB-20240513").is(200).json();
    assert_eq!((&running["withdrawn"], &running["effective"]["count"]), (&0.into(), &1.into()));

    // The change of shift: the outgoing holder writes and signs, the incoming one signs by taking over.
    let give = [("seat", "watcher"), ("text", "路灯的事12345退回，等商定；撤警那件请所领导确认")];
    let next = house.person("desk_2");
    assert!(next.post("/shift-sheets", &give).is(422).text.contains("现在不是你"));
    desk.post("/shift-sheets", &give).is(303);
    assert!(desk.get("/handovers").is(200).text.contains("你已签字"));
    assert!(next.get("/handovers").is(200).text.contains("等商定"));
    next.post("/handovers", &[("seat", "watcher"), ("have_read", "true")]).is(303);
    house.happened_only(&["matters.give_post", "matters.reseat", "matters.hand_over"]);
    let past = next.get("/handovers").is(200).text;
    let sheet = past.split("href=\"/handovers/").nth(1).unwrap().split('"').next().unwrap();
    let paper = next.get(&format!("/handovers/{sheet}")).is(200).text;
    for text in ["等商定", &lamp, &quiet, &closed, &first, "交班：", "接班：", "在办 4 件"]
    {
        assert!(paper.contains(text), "{text} is not on the sheet");
    }
    // What is on paper stays as it was.
    house
        .person("leader")
        .post(&format!("/incidents/{quiet}/withdrawal-confirmation"), &[])
        .is(303);
    house.happened(&["incidents.confirm_withdrawal"]);
    assert!(next.get(&format!("/handovers/{sheet}")).is(200).text.contains("在办 4 件"));
    let list = next.ask("/morning").is(200).json();
    assert_eq!(list["withdrawals"], serde_json::json!([]));

    let running = next.ask("/reports/RB-20240513").is(200).json();
    assert_eq!((&running["withdrawn"], &running["effective"]["count"]), (&1.into(), &0.into()));
    // Parted again after the freezing, the repeat counts for itself, beside the frozen figure.
    let why = [("reason", "不是同一件事")];
    next.post(&format!("/incidents/{repeat}/parting"), &why).is(303);
    house.look_away();
    let report = next.ask("/reports/RB-20240512").is(200).json();
    assert_eq!(report["effective"]["count"], 3);
    let revised = serde_json::json!({ "figure": "有效警情", "frozen": 3, "now": 4 });
    assert!(report["revisions"].as_array().unwrap().contains(&revised), "{report}");
    let page = next.get("/reports/RB-20240512").is(200).text;
    assert!(page.contains("修订（1 起）") && page.contains(&format!("/incidents/{repeat}\"")));

    // The village reads what happened last night: one line a matter, of its own village only.
    let shop = super::place(&next, "yyffzd");
    let here = log(&next, &[("place.premises", &shop), ("summary", "店里吵得厉害")]);
    house.happened(&["incidents.log"]);
    let night = house.person("assistant").get("/village-night").is(200).text;
    assert!(night.contains(&here) && night.contains("1 件") && !night.contains("店里吵得厉害"));
    for other in [&lamp, &quiet, &first] {
        assert!(!night.contains(other.as_str()), "{other} is of no village");
    }
    let elsewhere = house.person("assistant_2").get("/village-night").is(200).text;
    assert!(elsewhere.contains("昨夜没有警情"));
    // The night sheet holds what is open, the roster and the telephones.
    let print = next.get("/night-print").is(200).text;
    for text in [&lamp, "值班", "12345", "029-0000-1101", "纸上接警"] {
        assert!(print.contains(text), "{text} is not on the night sheet");
    }
}

fn what_was_written_on_paper_is_entered_with_its_times(house: &House) {
    house.wait(7200);
    house.look_away();
    let desk = house.person("desk");
    let future = call(&[("received_at", "2024-05-13T20:00")]);
    desk.post("/incidents", &future).is(422);
    let number = log(&desk, &[("received_at", "2024-05-12T20:20")]);
    house.happened(&["incidents.log"]);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("补录") && page.contains("2024年5月12日 20:20"));
    let officer = house.person("officer").account.to_string();
    let path = format!("/incidents/{number}/dispatch");
    let early = [("receivers", officer.as_str()), ("at", "2024-05-12T20:10")];
    assert!(desk.post(&path, &early).is(422).text.contains("补录"));
    let then = [("receivers", officer.as_str()), ("at", "2024-05-12T20:22")];
    desk.post(&path, &then).is(303);
    let order = incident(house, &number)["orders"][0]["order"].as_str().unwrap().to_owned();
    for (step, at) in [("signature", "20:23"), ("arrival", "20:31"), ("clearance", "20:50")] {
        let at = format!("2024-05-12T{at}");
        desk.post(&format!("/orders/{order}/{step}"), &[("at", &at)]).is(303);
    }
    house.happened_only(&["incidents.dispatch", "incidents.stamp"]);
    let read = incident(house, &number);
    assert_eq!(read["received_at"], "2024-05-12T12:20:00Z");
    assert_eq!(read["orders"][0]["sent_at"], "2024-05-12T12:22:00Z");
    assert_eq!(read["orders"][0]["arrived_at"], "2024-05-12T12:31:00Z");
    // Only what is entered from paper takes another time of sending.
    let other = log(&desk, &[]);
    house.happened(&["incidents.log"]);
    let path = format!("/incidents/{other}/dispatch");
    assert!(desk.post(&path, &then).is(422).text.contains("只有补录"));
}

fn a_feedback_is_entered_elsewhere_once(house: &House) {
    let desk = house.person("desk");
    let order = [("source", "110"), ("outer_number", "110-20240512-0042")];
    let number = log(&desk, &order);
    let path = format!("/incidents/{number}/entry");
    assert!(desk.post(&path, &[]).is(422).text.contains("结果反馈以后"));
    send(house, &number);
    let officer = house.person("officer");
    let mine = my_order(&officer);
    for step in ["signature", "departure", "arrival", "clearance"] {
        house.wait(60);
        officer.post(&format!("/orders/{mine}/{step}"), &[]).is(303);
    }
    let told = [("words", "劝停音响，双方无异议"), ("result", "R01")];
    officer.post(&format!("/incidents/{number}/outcome"), &told).is(303);
    house.look_away();
    // The text stands in the order in which the branch's system asks.
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let draft = page.split("id=\"draft\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    let lines: Vec<&str> = draft.split('>').nth(1).unwrap().trim().lines().collect();
    assert_eq!(lines[0], "接警单编号：110-20240512-0042");
    assert_eq!(lines[1], "反馈类别：噪声扰民");
    assert!(lines[5].starts_with("到场时间：2024年5月12日 20:"), "{lines:?}");
    assert_eq!(lines[8], "处置情况：劝停音响，双方无异议");
    assert_eq!(desk.ask("/morning").is(200).json()["unentered"], serde_json::json!([number]));
    desk.post(&path, &[]).is(303);
    house.happened(&["incidents.enter"]);
    assert!(desk.post(&path, &[]).is(422).text.contains("已经录过"));
    assert_eq!(desk.ask("/morning").is(200).json()["unentered"], serde_json::json!([]));
}
