//! What is kept for so long goes at night, out of the database and of the next backup, with a
//! certificate; what must stay stays, and the journal is whole.

use super::log;
use crate::harness::{House, open};
use base::Time;
use db::Tx;

db::engine_tests!(
    a_caller_goes_when_the_time_is_over,
    a_line_is_erased_by_auditor_and_chief,
    a_rule_is_made_shorter_by_two_and_never_below_the_law
);

const DAY_S: i64 = 86_400;

fn log_of(house: &House, name: &str) -> String {
    log(&house.person("desk"), &[("caller.name", name), ("caller.phone", "13900001111")])
}

/// How many callers are kept.
fn callers(house: &House) -> i64 {
    let sql = "SELECT count(*) FROM callers WHERE station_id = $1 /* all */";
    let count = move |tx: &mut Tx<'_>| tx.one::<(i64,)>(sql, db::args![1_i64]);
    house.test.db.read_now(1, count).unwrap().0
}

/// The nights of so many days, each at four in the morning.
fn nights(house: &House, days: i64) {
    let now = house.test.clock.now();
    house.test.clock.set(now.plus_seconds(days * DAY_S + 8 * 3_600));
    house.wait(1);
}

/// Whether `bytes` stand in a backup made now.
fn in_backup(house: &House, bytes: &[u8]) -> bool {
    let place = db::testing::TestFolder::new("kept");
    let copy = place.at("copy.db");
    let (migrations, tables) = (station::rooms::migrations(), station::rooms::tables());
    db::copy_to(&house.test.url, &copy, &migrations, &tables).unwrap();
    std::fs::read(copy).unwrap().windows(bytes.len()).any(|part| part == bytes)
}

fn a_caller_goes_when_the_time_is_over(house: &House) {
    let (closed, open) = (log_of(house, "章闻笛"), log_of(house, "白知远"));
    let sealed = |number: &str| {
        let number = number.to_owned();
        let sql =
            "SELECT c.name_sealed FROM callers c JOIN matters m ON m.station_id = c.station_id
                   AND m.id = c.matter_id WHERE m.station_id = $1 AND m.number = $2 /* all */";
        let find = move |tx: &mut Tx<'_>| tx.opt::<(Vec<u8>,)>(sql, db::args![1_i64, number]);
        house.test.db.read_now(1, find).unwrap().map(|(bytes,)| bytes)
    };
    let bytes = sealed(&closed).unwrap();
    let before = callers(house);
    // One is withdrawn and so ends; the other stays open.
    let desk = house.person("desk");
    desk.post(&format!("/incidents/{closed}/withdrawal"), &[("reason", "报警人说不用了")]).is(303);
    let confirmed = format!("/incidents/{closed}/withdrawal-confirmation");
    house.person("leader").post(&confirmed, &[]).is(303);
    nights(house, 1_094);
    assert!(sealed(&closed).is_some() && in_backup(house, &bytes), "a day too early");
    nights(house, 1);
    assert!(sealed(&closed).is_none() && sealed(&open).is_some(), "what is open is kept");
    assert!(callers(house) < before && !in_backup(house, &bytes));
    let list = house.person("auditor").ask("/disposals").is(200).json();
    let of = |class: &str| {
        let items = list["items"].as_array().unwrap();
        items.iter().find(|item| item["class"] == class).cloned().unwrap()
    };
    assert_eq!(
        (of("callers")["days"].as_i64(), of("callers")["version"].as_i64()),
        (Some(1_095), Some(1))
    );
    let page = house.person("auditor").get("/disposals").is(200).text;
    assert!(page.contains("报警人姓名、电话") && page.contains("个人信息保护法"));
    // Nothing of it is done twice, and the chain is whole.
    let lines = |house: &House| {
        let verified = house.test.db.read_now(1, |tx| journal::verify(tx, &[])).unwrap();
        verified.unwrap().lines
    };
    let first = lines(house);
    house.wait(600);
    assert_eq!(lines(house), first);
    for nobody in ["desk", "officer", "leader", "security_admin"] {
        house.person(nobody).get("/disposals").is(403);
    }
    house.look_away();
}

fn a_rule_is_made_shorter_by_two_and_never_below_the_law(house: &House) {
    let leader = house.person("leader");
    let row =
        |days: &str| format!("报警人姓名、电话，从接警起（已结的）\t{days}\t180\t所务会2024年5月");
    let set = |days: &str| {
        let form = [("table", "retention"), ("rows", &row(days)), ("checked", "true")];
        leader.post("/rules", &form)
    };
    assert!(set("179").is(422).text.contains("不能少于"));
    house.look_away();
    set("400").is(303);
    super::offices::confirm(&house.person("chief"), "400 · 180");
    house.happened(&["people.propose", "station.set_rules"]);
    let page = leader.get("/rules/retention").is(200).text;
    assert!(page.contains("建站起") && page.contains("第 2 版"));
    let number = log_of(house, "章闻笛");
    let end = |step: &str| format!("/incidents/{number}/{step}");
    house.person("desk").post(&end("withdrawal"), &[("reason", "报警人说不用了")]).is(303);
    leader.post(&end("withdrawal-confirmation"), &[]).is(303);
    let before = callers(house);
    // What goes that night goes by the new rule.
    nights(house, 400);
    assert_eq!(callers(house), before - 1);
    let at = house.test.clock.now();
    let list = house.person("chief").ask("/disposals").is(200).json();
    let items = list["items"].as_array().unwrap();
    let mut classes: Vec<&str> = items.iter().map(|item| item["class"].as_str().unwrap()).collect();
    let all = classes.len();
    classes.sort_unstable();
    classes.dedup();
    assert_eq!(classes.len(), all, "one a class and night: {list}");
    for item in items {
        let before = Time::parse(item["before"].as_str().unwrap()).unwrap();
        let days = item["days"].as_i64().unwrap();
        assert!((at.seconds_since(before) - days * DAY_S).abs() < 120, "{item}");
    }
    let version = |item: &serde_json::Value| {
        let of = item["class"] == "callers";
        of.then(|| (item["version"].as_i64(), item["rows"].as_i64()))
    };
    assert_eq!(items.iter().find_map(version), Some((Some(2), Some(1))));
    house.look_away();
}

fn a_line_is_erased_by_auditor_and_chief(house: &House) {
    let (auditor, chief) = (house.person("auditor"), house.person("chief"));
    chief.post("/telephones", &[("label", "供电"), ("number", "95598")]).is(303);
    house.look_away();
    for nobody in ["chief", "leader", "desk", "system_admin", "security_admin"] {
        house.person(nobody).get("/journal").is(403);
    }
    house.look_away();
    let line = auditor.ask("/journal").is(200).json()["items"][1]["position"].as_i64().unwrap();
    // Every act has words of the trade beside its code, and the lines of a matter are found by number.
    let number = log_of(house, "章闻笛");
    let (page, mut before) =
        (|query: &str| auditor.get(&format!("/journal{query}")).is(200).text, None);
    loop {
        let text = page(&before.map_or(String::new(), |before: i64| format!("?before={before}")));
        for cell in text.split("<td class=\"wide\">").skip(1).filter(|cell| cell.contains("<code"))
        {
            let what = cell.split(" <code").next().unwrap();
            assert!(!what.is_ascii(), "{what}");
        }
        let next = text.split("<a class=\"btn\" href=\"/journal?before=").nth(1);
        match next.map(|rest| rest.split('"').next().unwrap().parse().unwrap()) {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    let found = page(&format!("?number={number}"));
    assert!(found.contains("incidents.log") && !found.contains("95598"));
    assert!(!found.contains("people.add_telephone") && !found.contains("楼上太吵"));
    assert!(page("?number=JQ-1").contains("还没有记录"));
    let first = page("?day=2024-05-11");
    assert!(!first.contains("incidents.log"), "this evening is later");
    house.look_away();
    let path = format!("/journal/{line}/erasure");
    auditor.post(&path, &[("reason", "")]).is(422);
    auditor.post(&path, &[("reason", "当事人依法要求删除")]).is(303);
    house.happened(&["people.propose"]);
    // The chief confirms, and does not propose.
    chief.post(&path, &[("reason", "我来提出")]).is(403);
    house.look_away();
    // Whoever proposed it is told that it waits, and may take it back; the words are for whoever confirms.
    let listed = auditor.get("/proposals").is(200).text;
    assert!(listed.contains("等另一个人确认") && listed.contains("当事人依法要求删除"));
    assert!(listed.contains("撤回") && !listed.contains("/confirmation\""));
    assert!(listed.contains("提出的人不看") && !listed.contains("403 · /journal"), "{listed}");
    assert!(auditor.post(&path, &[("reason", "再提一次")]).is(422).text.contains("还在等确认"));
    // The chief has to read what goes, and that is noted; another look of another person is none.
    let id = listed.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap();
    let confirmation = format!("/proposals/{id}/confirmation");
    house.person("leader").get(&format!("/proposals/{id}")).is(403);
    house.look_away();
    assert!(chief.post(&confirmation, &[]).is(422).text.contains("还没有看过"));
    let read = chief.get("/proposals").is(200).text;
    assert!(read.contains("403 · /journal"), "{read}");
    chief.post(&confirmation, &[]).is(303);
    house.happened(&["journal.erase"]);
    // What was decided can be read again, by whom it was read too; what was erased stands nowhere.
    for person in [&auditor, &chief] {
        let text = person.get(&format!("/proposals/{id}")).is(200).text;
        assert!(text.contains("谁看过") && text.contains("不再保存") && text.contains("确认"));
        assert!(!text.contains("403 · /journal"), "{text}");
    }
    assert!(auditor.get("/journal").is(200).text.contains("依法抹去一条日志的内容"));
    assert!(auditor.get("/journal").is(200).text.contains("内容已依法抹去"));
    let verified = house.test.db.read_now(1, |tx| journal::verify(tx, &[])).unwrap().unwrap();
    assert_eq!(verified.erased, 1);
    auditor.post(&path, &[("reason", "再来一次")]).is(404);
    house.look_away();
}
