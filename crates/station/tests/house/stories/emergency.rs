//! At three in the morning there is no second person: the chief breaks the glass, everybody who must
//! know is told, and the auditor looks at it.

use crate::harness::{House, Person, open};

db::engine_tests!(
    the_chief_does_alone_what_takes_two_and_is_looked_at,
    nobody_changes_their_own_standing_alone
);

const PLAN: [(&str, &str); 6] = [
    ("kind", "ZA-05"),
    ("level", "0"),
    ("officers", "2"),
    ("auxiliaries", "1"),
    ("assistants", "0"),
    ("source", "今夜所里定"),
];

/// Proposes, and tries to confirm by oneself; with which status that ended. What was not confirmed is
/// taken back.
fn alone(person: &Person<'_>, path: &str, form: &[(&str, &str)], shows: &str) -> u16 {
    person.post(path, form).is(303);
    let page = person.get("/proposals").is(200).text;
    let of = page.split("<section").find(|part| part.contains(shows)).unwrap().to_owned();
    let id = of.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap();
    let status = person.post(&format!("/proposals/{id}/confirmation"), &[]).status.as_u16();
    if status != 303 {
        person.post(&format!("/proposals/{id}/refusal"), &[]).is(303);
    }
    status
}

fn the_chief_does_alone_what_takes_two_and_is_looked_at(house: &House) {
    let (chief, auditor) = (house.person("chief"), house.person("auditor"));
    assert_eq!(alone(&chief, "/plans", &PLAN, "今夜所里定"), 422, "not without the glass broken");
    house.look_away();
    house.person("leader").post("/emergencies", &[("reason", "找不到人")]).is(403);
    house.look_away();
    chief.post("/emergencies", &[("reason", " ")]).is(422);
    chief.post("/emergencies", &[("reason", "凌晨三点，带班所领导联系不上")]).is(303);
    house.happened(&["people.begin_emergency"]);
    for told in ["auditor", "security_admin", "leader"] {
        house.person(told).get("/emergencies").is(200);
        let page = house.person(told).get("/messages").is(200).text;
        assert!(page.contains("所长启用了紧急权限"), "{told}");
    }
    assert!(chief.post("/emergencies", &[("reason", "再来一次")]).is(422).text.contains("先结束"));
    // What is another's business stays so, and what cannot be taken back takes two even now.
    let other = [("source", "今夜再定")];
    let mut plan = PLAN.to_vec();
    plan.retain(|(name, _)| *name != "source");
    plan.extend(other);
    assert_eq!(alone(&chief, "/plans", &plan, "今夜再定"), 303);
    house.happened(&["people.propose", "incidents.set_plan"]);
    // A term that runs is put off; one that has ended is not brought back by anybody alone.
    let officer = house.person("officer_2").account;
    let all = chief.ask("/people").is(200).json();
    let people = all["items"].as_array().unwrap();
    let row = people.iter().find(|row| row["account"] == officer.to_string()).unwrap();
    let term = row["terms"][0]["appointment"].as_str().unwrap().to_owned();
    let until = |until: &'static str| {
        let form = [("until", until), ("reason", "聘期调整")];
        chief.post(&format!("/appointments/{term}/term"), &form).is(303);
        house.look_away();
    };
    let longer =
        [("appointment", term.as_str()), ("until", "2024-06-30T00:00"), ("reason", "今夜延长")];
    until("2024-05-20T00:00");
    assert_eq!(alone(&chief, "/appointments/prolongations", &longer, "今夜延长"), 303);
    house.happened(&["people.propose", "matters.set_term"]);
    until("2024-05-12T19:00");
    let again =
        [("appointment", term.as_str()), ("until", "2024-07-30T00:00"), ("reason", "再来上班")];
    assert_eq!(alone(&chief, "/appointments/prolongations", &again, "再来上班"), 422);
    house.look_away();
    let rows = "派警时限\t各级\t3分 超时报警（时限）\t今夜定的时限";
    let rules = [("table", "clocks"), ("rows", rows), ("checked", "true")];
    assert_eq!(alone(&chief, "/rules", &rules, "今夜定的时限"), 422);
    // Nobody makes themselves the auditor: rights and ways in take two at any time.
    let account = auditor.account.to_string();
    let way_in = [("account", account.as_str()), ("reason", "手机丢了")];
    assert_eq!(alone(&chief, "/accounts/links", &way_in, "手机丢了"), 422);
    house.look_away();
    // The auditor cannot say anything before it is over, and then sees each line.
    let list = auditor.ask("/emergencies").is(200).json();
    let id = list["items"][0]["emergency"].as_str().unwrap().to_owned();
    let review = format!("/emergencies/{id}/review");
    let said = [("found", "right"), ("words", "属实，事后已告知带班所领导")];
    assert!(auditor.post(&review, &said).is(422).text.contains("先结束"));
    house.wait(3_601);
    house.look_away();
    assert_eq!(alone(&chief, "/plans", &PLAN, "今夜所里定"), 422, "an hour, and no longer");
    house.look_away();
    // Nobody judges what they were not shown, and the whole only after each line.
    let whole = auditor.post(&review, &said).is(422).text;
    assert!(whole.contains("没有逐条复核"), "{whole}");
    let lines = auditor.ask("/emergencies").is(200).json()["items"][0]["lines"].clone();
    let acts: Vec<&str> =
        lines.as_array().unwrap().iter().map(|line| line["act"].as_str().unwrap()).collect();
    assert_eq!(
        acts,
        [
            "people.propose",
            "incidents.set_plan",
            "matters.set_term",
            "people.propose",
            "matters.set_term",
            "matters.set_term",
            "matters.expire",
            "people.propose",
            "people.refuse_proposal",
            "people.propose",
            "people.refuse_proposal",
            "people.propose",
            "people.refuse_proposal",
        ]
    );
    chief.post(&review, &said).is(403);
    house.look_away();
    // While it waits for its review there is no other.
    assert!(
        chief.post("/emergencies", &[("reason", "再用一次")]).is(422).text.contains("还没有复核")
    );
    assert!(!chief.get("/emergencies").is(200).text.contains("action=\"/emergencies\""));
    // Nobody looks: a day later that is told, once, and stands on the page of the house.
    house.test.clock.advance(23 * 3_600);
    house.wait(1);
    let (chief, auditor) = (house.person("chief"), house.person("auditor"));
    let found = || -> String {
        let list = chief.ask("/diagnosis").is(200).json();
        let items = list["items"].as_array().unwrap().clone();
        let check = items.iter().find(|item| item["check"] == "reviews").unwrap().clone();
        check["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(found(), "bad");
    assert!(auditor.get("/messages").is(200).text.contains("复核过期了"));
    house.happened_only(&[
        "people.overdue_review",
        "analysis.freeze",
        "people.dispose",
        "matters.warn_of_gaps",
    ]);
    house.wait(60);
    house.happened_only(&["analysis.freeze"]);
    judge(house, &lines);
    let page = auditor.get("/emergencies").is(200).text;
    assert!(
        page.contains(&format!("action=\"{review}\"")) && page.contains("不认可 没问过社区民警")
    );
    auditor.post(&review, &said).is(303);
    house.happened(&["people.review_emergency"]);
    assert_eq!(found(), "good");
    assert!(chief.get("/messages").is(200).text.contains("复核完了"));
    assert!(chief.get("/emergencies").is(200).text.contains("事后已告知带班所领导"));
    auditor.post(&review, &said).is(422);
    house.look_away();
    // It can be ended early.
    chief.post("/emergencies", &[("reason", "又一次")]).is(303);
    let id = chief.ask("/emergencies").is(200).json()["items"][0]["emergency"]
        .as_str()
        .unwrap()
        .to_owned();
    chief.post(&format!("/emergencies/{id}/ending"), &[]).is(303);
    assert_eq!(alone(&chief, "/plans", &PLAN, "今夜所里定"), 422);
    house.look_away();
}

/// Reads every line and judges it: the first as wrong, the others as right.
fn judge(house: &House, lines: &serde_json::Value) {
    let path = |line: &serde_json::Value| format!("/emergency-lines/{}/review", line["position"]);
    let lines = lines.as_array().unwrap();
    // The second reader of the morning has seen nothing of it yet.
    let fresh = house.person("auditor");
    let page = fresh.get("/emergencies").is(200).text;
    // What was done, about what, what stood before and stands now: of the plan, and of the term.
    for text in [
        "改预案",
        "（一人办理）",
        "噪声扰民 各级",
        "第 1 版",
        "第 2 版",
        "今夜再定",
        "聘期到",
        "2024年5月20日 00:00:00",
        "2024年6月30日 00:00:00",
        "今夜延长",
    ] {
        assert!(page.contains(text), "{text} is not shown");
    }
    let wrong = [("found", "wrong")];
    assert!(fresh.post(&path(&lines[0]), &wrong).is(422).text.contains("写明为什么"));
    fresh.post(&path(&lines[0]), &[("found", "wrong"), ("words", "没问过社区民警")]).is(303);
    assert!(fresh.post(&path(&lines[0]), &wrong).is(422).text.contains("已经复核过"));
    for line in &lines[1..] {
        fresh.post(&path(line), &[("found", "right")]).is(303);
    }
    house.happened(&vec!["people.review_line"; lines.len()]);
}

fn nobody_changes_their_own_standing_alone(house: &House) {
    let (chief, auditor) = (house.person("chief"), house.person("auditor"));
    let all = chief.ask("/people").is(200).json();
    let row = all["items"].as_array().unwrap().iter();
    let own = row.clone().find(|row| row["account"] == chief.account.to_string()).unwrap();
    let term = own["terms"][0]["appointment"].as_str().unwrap().to_owned();
    let longer =
        [("appointment", term.as_str()), ("until", "2030-01-01T00:00"), ("reason", "我来延")];
    // Before the glass is broken it is proposed like anything else, and not confirmed by oneself.
    assert_eq!(alone(&chief, "/appointments/prolongations", &longer, "我来延"), 422);
    chief.post("/appointments/prolongations", &longer).is(303);
    let page = chief.get("/proposals").is(200).text;
    let id =
        page.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    chief.post("/emergencies", &[("reason", "凌晨三点")]).is(303);
    // In the emergency neither a new one is taken nor the old one confirmed alone.
    let said = chief.post("/appointments/prolongations", &longer).is(422).text;
    assert!(said.contains("自己的任期、身份不能动"), "{said}");
    let path = format!("/proposals/{id}/confirmation");
    chief.get("/proposals").is(200);
    assert!(chief.post(&path, &[]).is(422).text.contains("自己的任期、身份不能动"));
    let sooner = [("until", "2024-06-01T00:00"), ("reason", "提前")];
    let set = chief.post(&format!("/appointments/{term}/term"), &sooner).is(422);
    assert!(set.text.contains("自己的任期、身份不能动"));
    let suspended = chief.post(&format!("/appointments/{term}/suspension"), &[("reason", "停")]);
    assert!(suspended.is(422).text.contains("自己的任期、身份不能动"));
    // Two people still can, and somebody who did nothing in it is judged all the same.
    let leader = house.person("leader");
    assert!(leader.post(&path, &[]).is(422).text.contains("还没有看过"));
    leader.get("/proposals").is(200);
    leader.post(&path, &[]).is(303);
    house.look_away();
    house.wait(3_601);
    house.look_away();
    let list = auditor.ask("/emergencies").is(200).json();
    let id = list["items"][0]["emergency"].as_str().unwrap().to_owned();
    assert_eq!(list["items"][0]["lines"], serde_json::json!([]));
    let said = [("found", "right"), ("words", "什么也没做")];
    house.person("auditor").post(&format!("/emergencies/{id}/review"), &said).is(303);
    house.happened(&["people.review_emergency"]);
}
