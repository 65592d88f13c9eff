//! How a call ends by law: a quarrel may be settled at the scene; where somebody was hurt, threatened or under
//! age, and where it was an offence, an officer says the road and a leader reviews it, whichever way round is
//! tried.

use super::{incident, log};
use crate::harness::{House, Person, open};
use serde_json::json;

db::engine_tests!(
    an_injury_is_not_settled_at_the_scene,
    every_ending_by_kind_and_flag,
    each_road_says_its_number_or_its_reason,
    a_kind_that_was_an_offence_is_not_talked_away,
    a_flag_is_taken_away_by_a_leader_alone,
    what_is_flagged_after_it_was_settled_comes_back,
    it_is_not_merged_withdrawn_or_explained_away,
    handled_again_it_says_its_road_again
);

/// What these stories do.
pub(super) const ALL: &[&str] = &[
    "incidents.log",
    "incidents.dispatch",
    "incidents.stamp",
    "incidents.outcome",
    "incidents.settle",
    "incidents.classify",
    "incidents.flag",
    "incidents.unflag",
    "incidents.close",
    "incidents.send_back",
    "incidents.merge",
    "matters.joined",
    "incidents.explain",
    "incidents.withdraw",
    "incidents.refuse_withdrawal",
    "incidents.confirm_withdrawal",
    "incidents.reopen",
    "incidents.declare_safe",
    "incidents.call_assistant",
    "incidents.give_back",
];

/// Sends this officer, who arrives; his order.
pub(super) fn at_the_scene(house: &House, number: &str, who: &str) -> String {
    let officer = house.person(who);
    let id = officer.account.to_string();
    let form = [("receivers", id.as_str()), ("police_only", "助理不在")];
    done(house.person("desk").post(&format!("/incidents/{number}/dispatch"), &form));
    let order = order_on(&officer, number);
    for step in ["signature", "departure", "arrival"] {
        done(officer.post(&format!("/orders/{order}/{step}"), &[]));
    }
    order
}

/// The order of this person on this incident that has a next step.
pub(super) fn order_on(person: &Person<'_>, number: &str) -> String {
    let orders = person.ask("/orders").is(200).json();
    let mut items = orders["items"].as_array().unwrap().iter();
    let live = items.find(|order| order["number"] == number && !order["next"].is_null());
    live.unwrap()["order"].as_str().unwrap().to_owned()
}

/// The rule by which JSON was refused.
#[track_caller]
pub(super) fn rule(answer: crate::harness::Answer) -> String {
    let problem = answer.is(422).json();
    problem["errors"][0]["rule"].as_str().unwrap().to_owned()
}

/// A call at whose scene the officer stands.
pub(super) fn scene(house: &House, changes: &[(&str, &str)]) -> String {
    let number = log(&house.person("desk"), changes);
    at_the_scene(house, &number, "officer");
    number
}

/// What a refused page says of it.
fn alerts(text: &str) -> String {
    let parts = text.split("class=\"error\"").skip(1);
    parts.map(|part| part.chars().take(160).collect::<String>()).collect()
}

/// Fails unless it was done.
#[track_caller]
pub(super) fn done(answer: crate::harness::Answer) {
    assert_eq!(answer.status.as_u16(), 303, "{}", alerts(&answer.text));
}

#[track_caller]
pub(super) fn refused(answer: crate::harness::Answer, said: &str) {
    let text = answer.is(422).text;
    assert!(text.contains(said), "{said} is not said: {text}");
}

pub(super) fn settle(house: &House, number: &str) -> crate::harness::Answer {
    let form = [("settled", "各让一步"), ("present", "P1")];
    house.person("officer").post(&format!("/incidents/{number}/settlement"), &form)
}

pub(super) fn tell(house: &House, number: &str, road: &[(&str, &str)]) -> crate::harness::Answer {
    let mut form = vec![("words", "到场处理"), ("result", "R07")];
    form.extend(road);
    house.person("officer").post(&format!("/incidents/{number}/outcome"), &form)
}

pub(super) const NO_OFFENCE: &[(&str, &str)] =
    &[("road", "BG"), ("road_why", "推搡没有动手，双方作证")];

pub(super) fn close(person: &Person<'_>, number: &str, kind: &str) -> crate::harness::Answer {
    let form = [("kind", kind), ("result", "R07")];
    person.post(&format!("/incidents/{number}/closure"), &form)
}

fn an_injury_is_not_settled_at_the_scene(house: &House) {
    let number = scene(house, &[("kind", "JF-01"), ("flags", "injury")]);
    let (officer, order) = (house.person("officer"), order_on(&house.person("officer"), &number));
    // Not offered on the phone nor beside the incident; what is asked for is said there.
    for path in [format!("/orders/{order}"), format!("/incidents/{number}")] {
        let page = officer.get(&path).is(200).text;
        assert!(!page.contains("/settlement\""), "offered on {path}");
        assert!(
            page.contains("有人受伤：反馈要写去向") && page.contains("name=\"road\""),
            "{path}"
        );
    }
    // Nor does the other door let it in.
    let body = json!({ "settled": "各让一步", "present": ["P1"] });
    let answer = officer.order(&format!("/incidents/{number}/settlement"), &body);
    assert_eq!(rule(answer), "settlement_not_offered");
    refused(tell(house, &number, &[]), "有人受伤：请写去向");
    refused(tell(house, &number, &[("road", "BG")]), "请写为什么");
    done(tell(house, &number, NO_OFFENCE));
    // Another officer, however much he sees, does not review it; a leader does.
    let other = house.person("officer_2");
    let page = other.get(&format!("/incidents/{number}")).is(200).text;
    assert!(!page.contains("/closure\"") && !page.contains("/correction\""));
    house.person("leader").get(&format!("/incidents/{number}")).is(200);
    done(close(&house.person("leader"), &number, "JF-01"));
    let read = house.person("desk").ask(&format!("/incidents/{number}")).is(200).json();
    assert_eq!(read["road"]["code"], "BG");
    let page = house.person("desk").get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("去向：不构成违法、推搡没有动手"), "in the timeline and beside it");
    house.happened_only(ALL);
}

/// Ending × kind × flag, through the door.
fn every_ending_by_kind_and_flag(house: &House) {
    let road = NO_OFFENCE;
    // kind, flag, whether it may be settled, whether a result alone will do
    let table = [
        ("JF-01", "", true, true),
        ("JF-01", "drink", true, true),
        ("JF-01", "injury", false, false),
        ("JF-01", "weapon", false, false),
        ("JF-01", "minor", false, false),
        ("JF-02", "domestic_violence", false, false),
        ("ZA-01", "", false, false),
        ("XS-01", "", false, false),
        ("ZA-05", "", false, true),
        ("ZA-05", "minor", false, false),
        ("QZ-03", "", false, true),
        ("QZ-02", "minor", false, false),
    ];
    for (kind, flag, settles, bare) in table {
        let call = |flag| log(&house.person("desk"), &[("kind", kind), ("flags", flag)]);
        let fresh = || {
            let number = if flag.is_empty() {
                log(&house.person("desk"), &[("kind", kind)])
            } else {
                call(flag)
            };
            at_the_scene(house, &number, "officer");
            number
        };
        let number = fresh();
        let told = settle(house, &number).status.as_u16();
        assert_eq!(told, if settles { 303 } else { 422 }, "settled {kind} {flag}");
        let number = fresh();
        let why: &[(&str, &str)] = &[("no_settlement", "谈不拢")];
        let told = tell(house, &number, why).status.as_u16();
        assert_eq!(told, if bare { 303 } else { 422 }, "a result for {kind} {flag}");
        let number = fresh();
        done(tell(house, &number, road));
    }
    house.happened_only(ALL);
}

fn each_road_says_its_number_or_its_reason(house: &House) {
    let number = scene(house, &[("kind", "ZA-01")]);
    for road in ["LA", "TJ", "GJ"] {
        refused(tell(house, &number, &[("road", road), ("road_why", "有")]), "请写案号或者文书号");
    }
    for road in ["BG", "YS"] {
        refused(tell(house, &number, &[("road", road), ("road_number", "1")]), "请写为什么");
    }
    refused(tell(house, &number, &[("road", "XX"), ("road_why", "x")]), "没有这个选项");
    done(tell(house, &number, &[("road", "LA"), ("road_number", "示公立字1号")]));
    let page = house.person("officer").get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("立案、示公立字1号"));
    // The station's table says what a road is called; it cannot lose those of the law.
    let rules = house.person("chief").get("/rules/roads").is(200).text;
    assert!(rules.contains("反家庭暴力法第16条"));
    house.happened_only(ALL);
}

fn a_kind_that_was_an_offence_is_not_talked_away(house: &House) {
    let desk = house.person("desk");
    // By the desk before anybody is there, with a reason.
    let number = scene(house, &[("kind", "ZA-01")]);
    let to = [("kind", "JF-01"), ("level", "3"), ("reason", "只是吵架")];
    done(desk.post(&format!("/incidents/{number}/classification"), &to));
    refused(settle(house, &number), "原来登记为刑事或者治安：不能现场化解");
    refused(tell(house, &number, &[]), "请写去向");
    // At feedback, in the same breath.
    let number = scene(house, &[("kind", "XS-04")]);
    let form = [("settled", "赔了钱"), ("kind", "JF-11")];
    let path = format!("/incidents/{number}/settlement");
    refused(house.person("officer").post(&path, &form), "不能现场化解");
    refused(tell(house, &number, &[("kind", "QZ-99")]), "请写去向");
    let mut said = NO_OFFENCE.to_vec();
    said.push(("kind", "JF-11"));
    done(tell(house, &number, &said));
    refused(close(&house.person("officer_5"), &number, "JF-11"), "");
    done(close(&house.person("leader"), &number, "JF-11"));
    // At review: what turns out an offence only then goes back to the officer.
    let number = scene(house, &[("kind", "JF-01")]);
    done(settle(house, &number));
    refused(close(&house.person("leader"), &number, "ZA-01"), "还没写去向");
    // And after it was fed back, by the desk.
    let to = [("kind", "ZA-01"), ("level", "3"), ("reason", "动了手")];
    done(desk.post(&format!("/incidents/{number}/classification"), &to));
    let to = [("kind", "JF-01"), ("level", "3"), ("reason", "又改回来")];
    done(desk.post(&format!("/incidents/{number}/classification"), &to));
    refused(close(&house.person("leader"), &number, "JF-01"), "还没写去向");
    house.happened_only(ALL);
}

fn a_flag_is_taken_away_by_a_leader_alone(house: &House) {
    let number = scene(house, &[("kind", "JF-01"), ("flags", "weapon")]);
    let path = format!("/incidents/{number}/flags/removal");
    let why = [("flag", "weapon"), ("reason", "是雨伞")];
    for who in ["desk", "officer"] {
        house.person(who).post(&path, &why).is(403);
    }
    house.happened_only(&[ALL, &["journal.attempt"]].concat());
    refused(
        house.person("leader").post(&path, &[("flag", "minor"), ("reason", "错")]),
        "没有记这一条",
    );
    done(house.person("leader").post(&path, &why));
    let page = house.person("leader").get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("去掉情况：有凶器") && page.contains("是雨伞"), "who and why stay");
    done(settle(house, &number));
    // A leader who told how it came out handled it: another takes the flag away.
    let number = log(&house.person("desk"), &[("kind", "JF-01"), ("flags", "minor")]);
    let told = [("words", "已解释"), ("road", "BG"), ("road_why", "孩子已在家")];
    done(house.person("leader").post(&format!("/incidents/{number}/explanation"), &told));
    let path = format!("/incidents/{number}/flags/removal");
    let why = [("flag", "minor"), ("reason", "已成年")];
    refused(house.person("leader").post(&path, &why), "经办人不能审核");
    done(house.person("chief").post(&path, &why));
    house.happened_only(ALL);
}

fn what_is_flagged_after_it_was_settled_comes_back(house: &House) {
    let (officer, leader) = (house.person("officer"), house.person("leader"));
    let number = scene(house, &[("kind", "JF-01")]);
    done(settle(house, &number));
    // The officer remembers the cut on his arm; the agreement stands, and does not close.
    let hurt = [("flag", "injury"), ("reason", "手臂划伤，事后才说")];
    done(officer.post(&format!("/incidents/{number}/flags"), &hurt));
    refused(officer.post(&format!("/incidents/{number}/flags"), &hurt), "已经记了");
    refused(close(&leader, &number, "JF-01"), "有人受伤：还没写去向");
    let back = [("reason", "写去向")];
    house.wait(1);
    done(leader.post(&format!("/incidents/{number}/correction"), &back));
    house.wait(1);
    refused(settle(house, &number), "不能现场化解");
    // A phone that was without network sends what it kept of before: it is judged as things stand.
    let kept = json!({ "settled": "各让一步", "present": ["P1"], "device": "phone-1",
        "device_time": "2024-05-12T12:00:00Z" });
    officer.order(&format!("/incidents/{number}/settlement"), &kept).is(422);
    done(tell(house, &number, &[("road", "TJ"), ("road_number", "示公治调字2号")]));
    done(close(&leader, &number, "JF-01"));
    house.happened_only(ALL);
}

fn it_is_not_merged_withdrawn_or_explained_away(house: &House) {
    let desk = house.person("desk");
    let calm = log(&desk, &[("kind", "JF-01")]);
    let flagged = log(&desk, &[("kind", "JF-01"), ("flags", "minor")]);
    let into = |number: &str| [("master", number.to_owned()), ("kind", "repeat".to_owned())];
    let merge = |number: &str, master: &str| {
        let form = into(master);
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        desk.post(&format!("/incidents/{number}/merger"), &form)
    };
    refused(merge(&flagged, &calm), "并过去就没人写了");
    // As it comes in: it stays a call of its own.
    let third = log(&desk, &[("kind", "ZA-02"), ("merge_into", calm.as_str())]);
    assert_eq!(incident(house, &third)["state"], "waiting");
    // Into one that says its road itself it may go, and the calm one anywhere.
    done(merge(&third, &flagged));
    let why = [("reason", "报警人说不用来了")];
    let page = desk.get(&format!("/incidents/{flagged}")).is(200).text;
    assert!(!page.contains("/withdrawal\""), "not offered");
    refused(desk.post(&format!("/incidents/{flagged}/withdrawal"), &why), "不能这样结束");
    // Withdrawn as a quarrel, then found to be more: no leader confirms it.
    done(desk.post(&format!("/incidents/{calm}/withdrawal"), &why));
    let more = [("flag", "domestic_violence"), ("reason", "邻居来电")];
    done(desk.post(&format!("/incidents/{calm}/flags"), &more));
    let confirm = format!("/incidents/{calm}/withdrawal-confirmation");
    refused(house.person("leader").post(&confirm, &[]), "家庭暴力：要由民警写明去向");
    let refuse = format!("/incidents/{calm}/withdrawal-refusal");
    done(house.person("leader").post(&refuse, &[("reason", "去看")]));
    // Nor is it explained away: by the desk never, by an officer with its road.
    let told = [("words", "已解释")];
    let asked = format!("/incidents/{flagged}/explanation");
    refused(desk.post(&asked, &told), "请写去向");
    let said = [("words", "已解释"), ("road", "BG"), ("road_why", "孩子已在家")];
    refused(desk.post(&asked, &said), "去向由民警写");
    done(house.person("leader").post(&asked, &said));
    refused(close(&house.person("leader"), &flagged, "JF-01"), "经办人不能审核");
    done(close(&house.person("chief"), &flagged, "JF-01"));
    house.happened_only(ALL);
}

fn handled_again_it_says_its_road_again(house: &House) {
    let leader = house.person("leader");
    let number = scene(house, &[("kind", "ZA-03")]);
    done(tell(house, &number, NO_OFFENCE));
    done(close(&leader, &number, "ZA-03"));
    house.wait(1);
    done(leader.post(&format!("/incidents/{number}/reopening"), &[("reason", "又有证人")]));
    at_the_scene(house, &number, "officer");
    let to = [("kind", "JF-11"), ("level", "3"), ("reason", "只是赔偿")];
    done(house.person("desk").post(&format!("/incidents/{number}/classification"), &to));
    refused(settle(house, &number), "不能现场化解");
    refused(tell(house, &number, &[("no_settlement", "谈不拢")]), "请写去向");
    done(tell(house, &number, &[("road", "LA"), ("road_number", "示公立字3号")]));
    done(close(&leader, &number, "ZA-03"));
    house.happened_only(ALL);
}
