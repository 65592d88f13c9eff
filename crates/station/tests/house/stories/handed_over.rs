//! C12: a street lamp is out; 12345 sends it back, the power company takes it by a link, the caller
//! is told. A hand-over is never the end.

use super::incident;
use crate::harness::{House, Person, open};

db::engine_tests!(
    the_lamp_goes_to_and_fro,
    three_returns_go_to_the_two_leaders,
    the_number_of_returns_is_the_stations,
    nobody_waits_for_a_hand_over_in_danger,
    a_link_opens_one_matter_and_nothing_else
);

fn log(desk: &Person<'_>, kind: &str, level: &str) -> String {
    super::log(
        desk,
        &[
            ("place.text", "村北头路口"),
            ("summary", "路灯不亮，走路看不见"),
            ("kind", kind),
            ("level", level),
            ("caller.name", "郭小明"),
            ("caller.phone", "13812345678"),
        ],
    )
}

fn push(desk: &Person<'_>, number: &str, body: &str) -> String {
    let form = [("body", body), ("asked", "村北头路灯不亮，请派人修")];
    desk.post(&format!("/incidents/{number}/referrals"), &form).is(303);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let link = page.split("href=\"/referred/").nth(1).unwrap().split('"').next().unwrap();
    format!("/referred/{link}")
}

fn referral(page: &str) -> String {
    page.split("action=\"/referrals/").nth(1).unwrap().split('/').next().unwrap().to_owned()
}

fn the_lamp_goes_to_and_fro(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, "FJ", "4");
    house.happened(&["incidents.log"]);
    push(&desk, &number, "12345");
    house.happened(&["incidents.refer"]);
    assert_eq!(incident(house, &number)["state"], "referred");
    // The same push once more changes nothing.
    let again = [("body", "12345"), ("asked", "再推一次")];
    let twice = desk.post(&format!("/incidents/{number}/referrals"), &again).is(422);
    assert!(twice.text.contains("已经移交给这个单位"));
    // It cannot be closed, or forgotten: nobody has anything to review yet, and a day later it rings.
    let close = [("kind", "FJ"), ("result", "R06")];
    house.person("leader").post(&format!("/incidents/{number}/closure"), &close).is(422);
    house.wait(86_401);
    house.happened(&[
        "clocks.warn",
        "clocks.alarm",
        "clocks.remind",
        "analysis.freeze",
        "analysis.freeze",
    ]);
    let desk = house.person("desk");
    // 12345 says on the telephone: not ours, the power company.
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let id = referral(&page);
    desk.post(&format!("/referrals/{id}/return"), &[("reason", "不归我们，是供电公司的灯")])
        .is(303);
    house.happened(&["incidents.referral_returned"]);
    assert_eq!(incident(house, &number)["state"], "waiting", "it is ours again");
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("不归我们，是供电公司的灯"), "the reason is kept");
    // Three talk it over, and whoever has read why it came back writes down whose it is.
    let agreed = [("body", "power"), ("agreed", "12345、供电所、本所通话，归供电所")];
    desk.post(&format!("/incidents/{number}/duty-decisions"), &agreed).is(303);
    house.happened(&["incidents.decide_duty"]);
    let link = push(&desk, &number, "power");
    house.happened(&["incidents.refer"]);
    // The power company has no account: it opens the link in a private window.
    let page = house.stranger_get(&link).is(200).text;
    assert!(page.contains("请派人修") && page.contains("供电"));
    for hidden in ["郭小明", "13812345678", "138****5678", "走路看不见", &number] {
        assert!(!page.contains(hidden), "{hidden} behind the link");
    }
    let early = house.stranger_post(&format!("{link}/completion"), &[("words", "修好了")]);
    assert!(early.is(422).text.contains("已推送"));
    house.stranger_post(&format!("{link}/acceptance"), &[]).is(303);
    house.happened(&["incidents.referral_accepted"]);
    let empty = house.stranger_post(&format!("{link}/completion"), &[]).is(422);
    assert!(empty.text.contains("要写"));
    house.stranger_post(&format!("{link}/completion"), &[("words", "换了灯头，已亮")]).is(303);
    house.happened(&["incidents.referral_done"]);
    assert!(house.stranger_get(&link).is(200).text.contains("已经有结果"));
    // Even so it is not over: the caller is told, and somebody else closes.
    assert_eq!(incident(house, &number)["state"], "cleared");
    let told = [("words", "已告诉报警人，路灯修好了"), ("result", "R06")];
    desk.post(&format!("/incidents/{number}/explanation"), &told).is(303);
    house.happened(&["incidents.explain"]);
    house.person("leader").post(&format!("/incidents/{number}/closure"), &close).is(303);
    house.happened(&["incidents.close"]);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    for said in
        ["移交12345热线", "12345热线退回", "商定由供电办", "供电受理", "供电办结", "换了灯头"]
    {
        assert!(page.contains(said), "{said} is not told");
    }
}

/// Hands it over to this body, which sends it back for that reason.
fn back(desk: &Person<'_>, number: &str, body: &str, reason: &str) {
    push(desk, number, body);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let path = format!("/referrals/{}/return", referral(&page));
    desk.post(&path, &[("reason", reason)]).is(303);
}

fn three_returns_go_to_the_two_leaders(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, "FJ", "4");
    let (chief, street) = (house.person("chief"), house.person("street"));
    let (page, decide) =
        (format!("/incidents/{number}"), format!("/incidents/{number}/duty-decisions"));
    let agreed = [("body", "water"), ("agreed", "两位组长碰头定的")];
    let offers = |person: &Person<'_>| person.get(&page).is(200).text.contains(&decide);
    // Before it came back there is nothing to agree on; before it did too often the street is not asked.
    desk.get(&page).is(200);
    assert!(desk.post(&decide, &agreed).is(422).text.contains("还没有退回过"));
    back(&desk, &number, "12345", "不归我们，找供电");
    assert!(!offers(&street), "the street leader after one return");
    assert!(street.post(&decide, &agreed).is(422).text.contains("满 3 次才请街道组长定"));
    back(&desk, &number, "power", "不是我们的线路");
    assert!(!offers(&street) && offers(&desk));
    back(&desk, &number, "street", "路灯不归街道");
    house.happened_only(&["incidents.log", "incidents.refer", "incidents.referral_returned"]);
    for person in [&chief, &street] {
        let messages = person.ask("/messages").is(200).json();
        let topics: Vec<_> = messages["items"].as_array().unwrap().iter().collect();
        assert!(topics.iter().any(|m| m["topic"] == "matters.two_leaders"), "{messages}");
    }
    let form = [("body", "water"), ("asked", "请处理")];
    let path = format!("/incidents/{number}/referrals");
    assert!(desk.post(&path, &form).is(422).text.contains("所长和街道组长"));
    // The desk decides nothing any more, nor a leader beside the chief.
    for nobody in ["desk", "leader"] {
        assert!(!offers(&house.person(nobody)), "{nobody}");
        let said = house.person(nobody).post(&decide, &agreed).is(422).text;
        assert!(said.contains("要所长和街道组长都定给同一家"), "{nobody}");
    }
    // Neither leader signs blind: request, body and reason of each return stand beside the form.
    assert!(street.post(&decide, &agreed).is(422).text.contains("还没有看过"));
    for person in [&chief, &street] {
        let text = person.get(&page).is(200).text;
        for said in [
            "村北头路灯不亮，请派人修",
            "12345热线",
            "供电",
            "不归我们，找供电",
            "不是我们的线路",
            "路灯不归街道",
            "已退回 3 次",
            "所长和街道组长定的是同一家才算数",
        ] {
            assert!(text.contains(said), "{said} is not shown");
        }
        assert!(text.contains(&decide));
    }
    assert!(!street.get(&page).is(200).text.contains("走路看不见"), "the caller's words stay here");
    chief.post(&decide, &agreed).is(303);
    assert!(desk.post(&path, &form).is(422).text.contains("所长和街道组长"), "one is not both");
    // What the chief said since is shown before the other signs; and the chief named another body.
    assert!(street.post(&decide, &agreed).is(422).text.contains("有变动"));
    let text = street.get(&page).is(200).text;
    assert!(text.contains("所长定：供水") && text.contains("两位组长碰头定的"), "{text}");
    let ours = [("body", "self"), ("agreed", "街道认为由派出所先处理")];
    street.post(&decide, &ours).is(303);
    assert!(desk.post(&path, &form).is(422).text.contains("所长和街道组长"), "not the same body");
    let text = street.get(&page).is(200).text;
    assert!(text.contains("街道组长定：本所"), "{text}");
    // Of two words of one leader the later one holds.
    house.test.clock.advance(1);
    street.post(&decide, &agreed).is(303);
    desk.post(&path, &form).is(303);
    house.happened(&[
        "incidents.decide_duty",
        "incidents.decide_duty",
        "incidents.decide_duty",
        "incidents.refer",
    ]);
    let text = desk.get(&page).is(200).text;
    assert!(text.contains("商定由本所办") && !text.contains("办办"));
    // Comes that back too, they decide anew: what they said before it holds no more.
    house.test.clock.advance(60);
    let desk = house.person("desk");
    let text = desk.get(&page).is(200).text;
    desk.post(&format!("/referrals/{}/return", referral(&text)), &[("reason", "水管没坏")]).is(303);
    assert!(desk.post(&path, &form).is(422).text.contains("已退回 4 次"));
    house.look_away();
}

fn the_number_of_returns_is_the_stations(house: &House) {
    let desk = house.person("desk");
    let form = [("setting", "returns_to_leaders"), ("value", "0"), ("source", "街道会议纪要")];
    let system = house.person("system_admin");
    assert!(system.post("/settings", &form).is(422).text.contains("1 到 9"));
    let form = [("setting", "returns_to_leaders"), ("value", "1"), ("source", "街道会议纪要")];
    system.post("/settings", &form).is(303);
    super::offices::confirm(&house.person("security_admin"), "街道会议纪要");
    let number = log(&desk, "FJ", "4");
    back(&desk, &number, "12345", "不归我们");
    house.look_away();
    let street = house.person("street").get(&format!("/incidents/{number}")).is(200).text;
    assert!(street.contains("已退回 1 次") && street.contains("duty-decisions"));
}

fn nobody_waits_for_a_hand_over_in_danger(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, "HZ-04", "1");
    let path = format!("/incidents/{number}/referrals");
    let form = [("body", "gas"), ("asked", "燃气泄漏，请马上来")];
    assert!(desk.post(&path, &form).is(422).text.contains("先派人去"));
    let officer = house.person("officer").account.to_string();
    desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", officer.as_str())]).is(303);
    desk.post(&path, &form).is(303);
    house.happened(&["incidents.log", "incidents.dispatch", "incidents.refer"]);
    // Whoever was sent moves the state; the hand-over runs beside, with minutes, not a day.
    assert_eq!(incident(house, &number)["state"], "dispatched");
    house.wait(181);
    house.happened_only(&["clocks.warn", "clocks.alarm", "clocks.remind"]);
}

fn a_link_opens_one_matter_and_nothing_else(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, "FJ", "4");
    let link = push(&desk, &number, "12345");
    house.happened(&["incidents.log", "incidents.refer"]);
    let mut forged = link.clone();
    forged.replace_range(forged.len() - 4.., "AAAA");
    house.stranger_get(&forged).is(404);
    house.stranger_post(&format!("{forged}/acceptance"), &[]).is(404);
    for stranger in ["/referred/1.x.y", "/referred/9.1.1", "/referred/x"] {
        house.stranger_get(stranger).is(404);
    }
    // A session opens no link, and a link no other page.
    house.stranger_get(&format!("/incidents/{number}")).is(303);
    desk.get(&forged).is(404);
    // Taken back, it opens nothing; so it does after thirty days.
    let other = push(&desk, &number, "power");
    house.happened(&["incidents.refer"]);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    desk.post(&format!("/referrals/{}/recall", referral(&page)), &[]).is(303);
    house.happened(&["incidents.referral_recalled"]);
    house.stranger_get(&other).is(404);
    house.stranger_get(&link).is(200);
    house.wait(31 * 86_400);
    house.stranger_get(&link).is(404);
    house.happened_only(&[
        "analysis.freeze",
        "matters.warn_of_gaps",
        "clocks.warn",
        "clocks.alarm",
        "clocks.remind",
        "clocks.leader",
        "matters.expire",
        "matters.stalled",
    ]);
}
