//! C12: a street lamp is out; 12345 sends it back, the power company takes it by a link, the caller
//! is told. A hand-over is never the end.

use super::incident;
use crate::harness::{House, Person, open};

db::engine_tests!(
    the_lamp_goes_to_and_fro,
    three_returns_go_to_the_two_leaders,
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
    // Three talk it over and write down whose it is.
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

fn three_returns_go_to_the_two_leaders(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, "FJ", "4");
    for body in ["12345", "power", "street"] {
        push(&desk, &number, body);
        let page = desk.get(&format!("/incidents/{number}")).is(200).text;
        let path = format!("/referrals/{}/return", referral(&page));
        desk.post(&path, &[("reason", "不归我们")]).is(303);
    }
    house.happened_only(&["incidents.log", "incidents.refer", "incidents.referral_returned"]);
    let (chief, street) = (house.person("chief"), house.person("street"));
    for person in [&chief, &street] {
        let messages = person.ask("/messages").is(200).json();
        let topics: Vec<_> = messages["items"].as_array().unwrap().iter().collect();
        assert!(topics.iter().any(|m| m["topic"] == "matters.two_leaders"), "{messages}");
    }
    let form = [("body", "water"), ("asked", "请处理")];
    let path = format!("/incidents/{number}/referrals");
    assert!(desk.post(&path, &form).is(422).text.contains("所长和街道组长"));
    let decide = format!("/incidents/{number}/duty-decisions");
    let agreed = [("body", "water"), ("agreed", "两位组长碰头定的")];
    chief.post(&decide, &agreed).is(303);
    assert!(desk.post(&path, &form).is(422).text.contains("所长和街道组长"), "one is not both");
    street.post(&decide, &agreed).is(303);
    desk.post(&path, &form).is(303);
    house.happened(&["incidents.decide_duty", "incidents.decide_duty", "incidents.refer"]);
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
