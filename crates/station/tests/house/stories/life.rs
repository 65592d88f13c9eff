//! What comes twice, what is withdrawn, handled again, asked about, thanked for.

use super::{incident, log, my_order, place};
use crate::harness::{House, Person, open};

db::engine_tests!(
    the_same_call_twice_is_one,
    a_mistaken_merge_loses_no_work,
    twenty_calls_about_one_power_cut,
    a_call_withdrawn_at_three_waits_for_the_leader,
    a_closed_file_is_handled_again,
    who_is_not_satisfied_is_called_back,
    levels_of_urging_have_named_senders
);

/// Sends the officer, who settles it.
fn settled(house: &House, number: &str) {
    let (desk, officer) = (house.person("desk"), house.person("officer"));
    let id = officer.account.to_string();
    desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", id.as_str())]).is(303);
    let order = my_order(&officer);
    for step in ["signature", "departure", "arrival", "clearance"] {
        house.wait(20);
        officer.post(&format!("/orders/{order}/{step}"), &[]).is(303);
    }
    let told = [("words", "已劝说，声音小了"), ("result", "R01")];
    officer.post(&format!("/incidents/{number}/outcome"), &told).is(303);
}

/// Settled, and closed by another.
pub(super) fn closed(house: &House, number: &str) {
    settled(house, number);
    let close = [("kind", "ZA-05"), ("result", "R01")];
    house.person("leader").post(&format!("/incidents/{number}/closure"), &close).is(303);
    house.happened_only(&[
        "incidents.log",
        "incidents.dispatch",
        "incidents.stamp",
        "incidents.outcome",
        "incidents.close",
        "incidents.reopen",
    ]);
}

fn the_same_call_twice_is_one(house: &House) {
    let desk = house.person("desk");
    let shop = place(&desk, "yyffzd");
    let first = log(&desk, &[("place.premises", &shop), ("place.text", "店")]);
    let near = format!("/incidents/duplicates?kind=ZA-05&premises={shop}");
    let shown = desk.get(&near).is(200).text;
    assert!(shown.contains(&first) && shown.contains("登记并并入"));
    let merged = [("place.premises", shop.as_str()), ("place.text", "店"), ("merge_into", &first)];
    let second = log(&desk, &merged);
    house.happened(&["incidents.log", "incidents.log", "matters.joined", "incidents.merge"]);
    let (one, two) = (incident(house, &first), incident(house, &second));
    assert_eq!((&one["state"], &two["state"]), (&"waiting".into(), &"merged".into()));
    assert_eq!(two["open"], false, "both receipts stay, one is open");
    let page = desk.get(&format!("/incidents/{first}")).is(200).text;
    assert!(page.contains("重复来电 1 个") && page.contains(&second));
    assert!(desk.get("/board").is(200).text.contains("重复 1"));
    // Into itself, into what is merged, into nothing: refused at the field.
    let path = format!("/incidents/{first}/merger");
    let into = |master: &str| [("master", master.to_owned()), ("kind", "repeat".to_owned())];
    for (master, said) in [(first.as_str(), "不能并入自己"), ("JQ-1", "没有这个编号")] {
        let form = into(master);
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert!(desk.post(&path, &form).is(422).text.contains(said), "{master}");
    }
    // It was not the same after all: parted with a reason, it waits with a clock of its own.
    house.wait(300);
    house.happened_only(&["clocks.remind", "clocks.alarm", "clocks.leader"]);
    desk.post(&format!("/incidents/{second}/parting"), &[("reason", "不是一家")]).is(303);
    house.happened(&["matters.parted", "incidents.part"]);
    let two = incident(house, &second);
    assert_eq!((&two["state"], &two["open"]), (&"waiting".into(), &true.into()));
    house.wait(59);
    house.happened(&[]);
    house.wait(2);
    house.happened(&["clocks.remind"]);
}

fn a_mistaken_merge_loses_no_work(house: &House) {
    let desk = house.person("desk");
    let (done, other) = (log(&desk, &[]), log(&desk, &[]));
    settled(house, &done);
    assert_eq!(incident(house, &done)["state"], "reported");
    let into = [("master", other.as_str()), ("kind", "repeat")];
    desk.post(&format!("/incidents/{done}/merger"), &into).is(303);
    assert_eq!(incident(house, &done)["state"], "merged");
    house.wait(60);
    desk.post(&format!("/incidents/{done}/parting"), &[("reason", "点错了")]).is(303);
    let again = incident(house, &done);
    assert_eq!((&again["state"], &again["clock"]), (&"reported".into(), &"review".into()));
    let close = [("kind", "ZA-05"), ("result", "R01")];
    house.person("leader").post(&format!("/incidents/{done}/closure"), &close).is(303);
    house.look_away();
}

fn twenty_calls_about_one_power_cut(house: &House) {
    let desk = house.person("desk");
    let villages = desk.get("/causes").is(200).text;
    let village = villages.split("name=\"village\"").nth(1).unwrap();
    let village = village.split("value=\"").nth(2).unwrap().split('"').next().unwrap();
    let cause = [
        ("kind", "power"),
        ("village", village),
        ("starts", "2024-05-12T19:00"),
        ("ends", "2024-05-12T23:00"),
        ("line", "供电检修，二十二点恢复"),
    ];
    desk.post("/causes", &cause).is(303);
    house.happened(&["incidents.add_cause"]);
    let board = desk.get("/board").is(200).text;
    assert!(board.contains("供电检修") && board.contains("就是这件事"));
    let id = board.split("name=\"cause\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    // One key: the first call stands for the cause, its caller is told; the others are merged.
    let mut numbers = Vec::new();
    for call in 0..20 {
        let phone = format!("138000000{call:02}");
        let form = [("cause", id), ("source", "0199"), ("caller.phone", phone.as_str())];
        let to = desk.post("/incidents", &form).is(303).location;
        numbers.push(to.rsplit('=').next().unwrap().to_owned());
        house.wait(30);
    }
    house.happened_only(&[
        "incidents.log",
        "incidents.explain",
        "incidents.merge",
        "matters.joined",
    ]);
    assert_eq!(incident(house, &numbers[0])["state"], "reported");
    assert_eq!(incident(house, &numbers[19])["state"], "merged");
    assert!(desk.get("/causes").is(200).text.contains("已接 20 个电话"));
    let close = [("kind", "FJ"), ("result", "R10")];
    let path = format!("/incidents/{}/closure", numbers[0]);
    house.person("leader").post(&path, &close).is(303);
    house.happened(&["incidents.close"]);
    desk.post(&format!("/causes/{id}/ending"), &[]).is(303);
    house.happened(&["incidents.end_cause"]);
    let late = [("cause", id), ("source", "0199")];
    assert!(desk.post("/incidents", &late).is(422).text.contains("已经结束"));
}

fn a_call_withdrawn_at_three_waits_for_the_leader(house: &House) {
    let (desk, officer) = (house.person("desk"), house.person("officer"));
    let number = log(&desk, &[]);
    let id = officer.account.to_string();
    desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", id.as_str())]).is(303);
    let why = [("reason", "报警人来电说已经不吵了")];
    desk.post(&format!("/incidents/{number}/withdrawal"), &why).is(303);
    house.happened(&["incidents.log", "incidents.dispatch", "incidents.withdraw"]);
    assert_eq!(incident(house, &number)["state"], "withdrawing");
    reached(&officer, "incidents.called_back");
    let confirm = format!("/incidents/{number}/withdrawal-confirmation");
    desk.post(&confirm, &[]).is(403);
    house.happened(&["journal.attempt"]);
    // It is quiet all night; at eight in the morning the leader is told.
    house.wait(11 * 3600 + 45 * 60);
    house.happened(&[]);
    house.wait(61);
    house.happened_only(&["clocks.leader", "analysis.freeze"]);
    let leader = house.person("leader");
    // He does not agree: it waits from now on.
    let refuse = format!("/incidents/{number}/withdrawal-refusal");
    leader.post(&refuse, &[("reason", "还是去看一下")]).is(303);
    house.happened(&["incidents.refuse_withdrawal"]);
    assert_eq!(incident(house, &number)["state"], "waiting");
    house.wait(59);
    house.happened(&[]);
    // Withdrawn by himself, he cannot confirm it himself.
    leader.post(&format!("/incidents/{number}/withdrawal"), &why).is(303);
    assert!(leader.post(&confirm, &[]).is(422).text.contains("不能自己确认"));
    house.person("chief").post(&confirm, &[]).is(303);
    house.happened(&["incidents.withdraw", "incidents.confirm_withdrawal"]);
    let last = incident(house, &number);
    assert_eq!((&last["state"], &last["open"]), (&"withdrawn".into(), &false.into()));
}

fn a_closed_file_is_handled_again(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[]);
    closed(house, &number);
    let path = format!("/incidents/{number}/reopening");
    desk.post(&path, &[("reason", "又吵起来了")]).is(403);
    house.happened(&["journal.attempt"]);
    let leader = house.person("leader");
    assert!(leader.post(&path, &[]).is(422).text.contains("要写"));
    // Entered above once, and once more when there is a new result.
    let entry = format!("/incidents/{number}/entry");
    desk.post(&entry, &[]).is(303);
    assert!(desk.post(&entry, &[]).is(422).text.contains("已经录过"));
    house.happened(&["incidents.enter"]);
    house.wait(3600);
    house.happened(&[]);
    leader.post(&path, &[("reason", "又吵起来了")]).is(303);
    house.happened(&["incidents.reopen"]);
    let again = incident(house, &number);
    assert_eq!((&again["state"], &again["clock"]), (&"waiting".into(), &"dispatch".into()));
    // The clocks of before stay stopped; the one that runs began with the reopening.
    house.wait(59);
    house.happened(&[]);
    house.wait(2);
    house.happened(&["clocks.remind"]);
    closed(house, &number);
    assert_eq!(incident(house, &number)["state"], "closed");
    desk.post(&entry, &[]).is(303);
    house.happened(&["incidents.enter"]);
}

fn who_is_not_satisfied_is_called_back(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[]);
    closed(house, &number);
    // Chance may have drawn it by the station's rule; else by hand.
    let drawn = desk.ask("/revisits").is(200).json()["items"].as_array().unwrap().len();
    if drawn == 0 {
        desk.post(&format!("/incidents/{number}/revisits"), &[]).is(303);
        house.happened(&["incidents.draw_revisit"]);
    }
    let list = desk.ask("/revisits").is(200).json();
    let revisit = list["items"][0]["revisit"].as_str().unwrap().to_owned();
    let reply = [("score", "dissatisfied"), ("solved", "no"), ("words", "来了就走，晚上又吵")];
    let path = format!("/revisits/{revisit}/reply");
    assert!(desk.post(&path, &reply).is(422).text.contains("还没有发出"));
    let own = house
        .person("officer")
        .post(&format!("/revisits/{revisit}/sending"), &[("channel", "telephone")]);
    assert!(own.is(422).text.contains("经办人不能回访"));
    desk.post(&format!("/revisits/{revisit}/sending"), &[("channel", "telephone")]).is(303);
    desk.post(&path, &reply).is(303);
    house.happened(&["incidents.send_revisit", "incidents.reply_revisit"]);
    // The leader on duty has to answer; the officer who handled it has not.
    let leader = house.person("leader");
    let page = leader.get(&format!("/incidents/{number}")).is(200).text;
    let urge = page.split("action=\"/urges/").nth(1).unwrap().split('/').next().unwrap();
    let figures = desk.get("/revisits").is(200).text;
    assert!(
        figures.contains("发出 1 件") && figures.contains("基数小"),
        "no share without its count"
    );
    let answer = [("text", "已上门道歉，重新处置")];
    house.person("officer").post(&format!("/urges/{urge}/answer"), &answer).is(404);
    house.happened(&["journal.attempt"]);
    leader.post(&format!("/urges/{urge}/answer"), &answer).is(303);
    leader.post(&format!("/incidents/{number}/reopening"), &[("reason", "没有真解决")]).is(303);
    house.happened(&["matters.answer", "incidents.reopen"]);
    // Thanks reach everyone who was there.
    let thanks = [("kind", "banner"), ("words", "人民卫士")];
    desk.post(&format!("/incidents/{number}/thanks"), &thanks).is(303);
    house.happened(&["incidents.thank"]);
    reached(&house.person("officer"), "incidents.thanked");
}

/// Fails unless a message of this topic waits for this person.
#[track_caller]
fn reached(person: &Person<'_>, topic: &str) {
    let messages = person.ask("/messages").is(200).json();
    let items = messages["items"].as_array().unwrap();
    assert!(items.iter().any(|message| message["topic"] == topic), "{messages}");
}

fn levels_of_urging_have_named_senders(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[]);
    let path = format!("/matters/{number}/urges");
    let urge = |level| [("seat", "manager"), ("level", level), ("text", "怎么还没派")];
    assert!(desk.post(&path, &urge("red")).is(422).text.contains("较低的级别"));
    let leader = house.person("leader");
    assert!(leader.post(&path, &urge("red")).is(422).text.contains("较低的级别"));
    house.person("chief").post(&path, &urge("red")).is(303);
    house.happened(&["incidents.log", "matters.urge"]);
    assert!(desk.get(&format!("/incidents/{number}")).is(200).text.contains("红牌督办"));
    // Whoever was asked has it among his messages, with what was asked and by when.
    let posts = house.person("chief").ask("/posts").is(200).json();
    let manager = ["officer", "officer_2", "officer_3"]
        .into_iter()
        .find(|name| posts["manager"] == house.person(name).account.to_string().as_str())
        .unwrap();
    let page = house.person(manager).get("/messages").is(200).text;
    assert!(page.contains("红牌督办") && page.contains("怎么还没派"));
}
