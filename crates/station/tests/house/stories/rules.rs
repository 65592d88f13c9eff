//! Rules are data: shown with version and source, changed by two from a day on, and what is under way
//! is not touched.

use super::offices::confirm;
use super::{call, incident};
use crate::harness::{House, Person, open};
use base::Time;

db::engine_tests!(
    every_table_reads_what_it_shows,
    a_clock_changes_by_two_and_what_runs_keeps_its_limit,
    one_rule_waits_for_one_day_only,
    what_slipped_past_another_is_not_confirmed,
    a_kind_comes_and_goes_and_what_was_of_it_keeps_its_name,
    a_word_of_the_station_suggests_a_kind,
    reports_are_cut_off_when_the_station_says,
    revisits_and_cover_follow_their_tables
);

fn change(person: &Person<'_>, table: &str, rows: &str, from: &str) -> u16 {
    let form = [("table", table), ("rows", rows), ("from", from), ("checked", "true")];
    person.post("/rules", &form).status.as_u16()
}

/// Proposed by the leader, confirmed by the chief.
fn set(house: &House, table: &str, rows: &str, from: &str, shows: &str) {
    assert_eq!(change(&house.person("leader"), table, rows, from), 303, "{table}");
    house.happened(&["people.propose"]);
    confirm(&house.person("chief"), shows);
    house.happened(&["station.set_rules"]);
}

/// One thing and day has one proposal that waits, and it says from when it holds.
fn one_rule_waits_for_one_day_only(house: &House) {
    let (leader, chief) = (house.person("leader"), house.person("chief"));
    let row =
        |limit: &str, source: &str| format!("派警时限\t各级\t{limit} 超时报警（时限）\t{source}");
    assert_eq!(change(&leader, "clocks", &row("4分", "所务会一"), "2024-05-13"), 303);
    let form = [
        ("table", "clocks"),
        ("rows", &row("5分", "所务会二")),
        ("from", "2024-05-13"),
        ("checked", "true"),
    ];
    let refused = chief.post("/rules", &form).is(422).text;
    assert!(refused.contains("已经对同一项提出改动") && refused.contains("所务会二"));
    // Another day is another thing, and so is another rule.
    assert_eq!(change(&chief, "clocks", &row("5分", "所务会二"), "2024-05-14"), 303);
    let other = "民警签收时限\t各级\t4分 超时报警（时限）\t所务会三";
    assert_eq!(change(&chief, "clocks", other, "2024-05-13"), 303);
    house.happened_only(&["people.propose"]);
    let page = chief.get("/proposals").is(200).text;
    let of = page.split("<section").find(|part| part.contains("所务会一")).unwrap().to_owned();
    assert!(of.contains("自 2024-05-13 起生效") && !of.contains("立即生效"), "{of}");
    let id = of.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap();
    chief.post(&format!("/proposals/{id}/confirmation"), &[]).is(303);
    house.happened(&["station.set_rules"]);
    // Decided, it is read as it was decided, and decided no more.
    let read = leader.get(&format!("/proposals/{id}")).is(200).text;
    assert!(read.contains("所务会一") && read.contains("自 2024-05-13 起生效"));
    assert!(!read.contains("/confirmation"));
    chief.post(&format!("/proposals/{id}/confirmation"), &[]).is(422);
    assert_eq!(change(&leader, "clocks", &row("6分", "所务会四"), "2024-05-13"), 303);
    house.look_away();
}

/// Two that were written at one moment, each before it could see the other: the second is made anew.
fn what_slipped_past_another_is_not_confirmed(house: &House) {
    let mut actor = house.town.system.clone();
    actor.account = house.person("system_admin").account;
    let write = move |tx: &mut db::Tx<'_>| {
        let fields = |days: &str| {
            format!(r#"{{"setting":["backup_days"],"value":["{days}"],"source":["所务会{days}"]}}"#)
        };
        let mut propose =
            |days| people::propose(tx, &actor, "people.set_setting", "", &fields(days));
        Ok([propose("8")?, propose("9")?])
    };
    let [one, other] = house.test.db.write_now(house.town.station, write).unwrap();
    let second = house.person("security_admin");
    house.wait(1);
    second.get("/proposals").is(200);
    second.post(&format!("/proposals/{one}/confirmation"), &[]).is(303);
    house.wait(1);
    let page = second.get("/proposals").is(200).text;
    assert!(page.contains("所务会9"));
    let refused = second.post(&format!("/proposals/{other}/confirmation"), &[]).is(422).text;
    assert!(refused.contains("同一项已经由另一个提议改过"), "{refused}");
    house.happened_only(&["people.propose", "people.set_setting"]);
    assert!(second.get("/settings").is(200).text.contains("8天"));
}

/// Logs what happened; how many seconds there are to send somebody.
fn log(house: &House, kind: &str) -> (String, i64) {
    let number = super::log(&house.person("desk"), &[("kind", kind)]);
    house.look_away();
    let due = due_s(house, &number);
    (number, due)
}

/// How many seconds there were in all, from the call on.
fn due_s(house: &House, number: &str) -> i64 {
    let read = incident(house, number);
    let at = |name: &str| Time::parse(read[name].as_str().unwrap()).unwrap();
    at("due_at").seconds_since(at("opened_at"))
}

fn every_table_reads_what_it_shows(house: &House) {
    let leader = house.person("leader");
    let list = leader.ask("/rules").is(200).json();
    let tables = list["items"].as_array().unwrap();
    assert!(tables.len() >= 13);
    for table in tables {
        let code = table["table"].as_str().unwrap();
        let read = leader.ask(&format!("/rules/{code}")).is(200).json();
        let row = |item: &serde_json::Value| {
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let mut cells: Vec<String> =
                item["cells"].as_array().unwrap().iter().map(text).collect();
            cells.push(text(&item["source"]));
            cells.join("\t")
        };
        let rows: Vec<String> = read["items"].as_array().unwrap().iter().map(row).collect();
        let form = [("table", code), ("rows", &rows.join("\n")), ("checked", "true")];
        let said = leader.post("/rules", &form).is(422).text;
        assert!(said.contains("没有要改的"), "{code}");
        // The head of a table may come along, as a spreadsheet has it.
        let head = read["heads"].as_array().unwrap()[0].as_str().unwrap().to_owned();
        let form =
            [("table", code), ("rows", &format!("{head}\n{}", rows[0])), ("checked", "true")];
        assert!(leader.post("/rules", &form).is(422).text.contains("没有要改的"), "{code}");
    }
    leader.get("/rules").is(200);
    leader.get("/rules/nothing").is(404);
    house.person("desk").get("/rules/clocks").is(403);
    house.happened_only(&["journal.attempt"]);
}

fn a_clock_changes_by_two_and_what_runs_keeps_its_limit(house: &House) {
    let leader = house.person("leader");
    let (running, limit) = log(house, "ZA-05");
    assert_eq!(limit, 120);
    let page = leader.get("/rules/clocks?rule=dispatch%2F0").is(200).text;
    assert!(page.contains("派警时限\t各级\t1分 提醒；2分 超时报警（时限）；5分 报带班所领导\t"));
    // What cannot be read is said at its row, and keeps what was typed.
    let wrong = "派警时限\t各级\t1分 提醒；2分 打电话\t本所规定\n派警时限\t5\t1分 提醒\t本所规定\n\
                 派警时限\t各级\t3分 超时报警（时限）\t";
    let form = [("table", "clocks"), ("rows", wrong), ("checked", "true")];
    let said = leader.post("/rules", &form).is(422).text;
    for text in
        ["第 1 行：提醒和时限看不懂", "第 2 行：级别", "第 3 行：末列要写依据", "2分 打电话"]
    {
        assert!(said.contains(text), "{text}");
    }
    // It is looked at before it is proposed.
    let rows = "派警时限\t各级\t90秒 提醒；3分 超时报警（时限）\t所务会2024年5月";
    let look = leader.post("/rules", &[("table", "clocks"), ("rows", rows)]).is(422).text;
    assert!(look.contains("读到 1 行") && look.contains("2分 超时报警（时限）；5分"), "{look}");
    house.look_away();
    set(house, "clocks", rows, "", "1分30秒 提醒；3分 超时报警（时限） · 所务会2024年5月");
    assert_eq!(log(house, "ZA-05").1, 180);
    assert_eq!(due_s(house, &running), 120, "what runs keeps its limit");
    assert_eq!(incident(house, &running)["state"], "waiting");
    // Another one from tomorrow comes by itself; a wrong year is refused.
    let later = "派警时限\t各级\t4分 超时报警（时限）\t所务会2024年6月";
    assert_eq!(change(&leader, "clocks", later, "2024-05-12"), 422, "today has begun");
    assert_eq!(change(&leader, "clocks", later, "2034-05-13"), 422, "that is no plan");
    house.look_away();
    set(house, "clocks", later, "2024-05-13", "从 2024-05-13 起改为");
    let page = leader.get("/rules/clocks").is(200).text;
    assert!(page.contains("从 2024-05-13 起改为") && page.contains("第 2 版"));
    assert_eq!(log(house, "ZA-05").1, 180);
    // What has not come yet is overtaken by what two set meanwhile, and both of them are shown that.
    let sooner = "派警时限\t各级\t5分 超时报警（时限）\t所务会2024年7月";
    set(house, "clocks", sooner, "", "不再生效");
    assert_eq!(log(house, "ZA-05").1, 300);
    assert!(!leader.get("/rules/clocks").is(200).text.contains("从 2024-05-13 起改为"));
    set(house, "clocks", later, "2024-05-13", "从 2024-05-13 起改为");
    house.test.clock.set(Time::parse("2024-05-12T16:00:01Z").unwrap());
    assert_eq!(log(house, "ZA-05").1, 240);
    // What has no day to count from is counted in hours, and a time of the day is no day.
    for (row, said) in [
        ("没有进展\t各级\t3日 报带班所领导\t所里定", "只能写秒、分、小时"),
        ("撤警确认时限\t各级\t25小时 报带班所领导（时限）\t所里定", "最多 24 小时"),
    ] {
        let form = [("table", "clocks"), ("rows", row), ("checked", "true")];
        assert!(leader.post("/rules", &form).is(422).text.contains(said), "{row}");
    }
    house.look_away();
    // The other levels of a clock go on as they stand.
    let one = "出警时限\t1\t2分 超时报警（时限）\t所务会2024年5月";
    set(house, "clocks", one, "", "2分 超时报警（时限）");
    let read = leader.ask("/rules/clocks").is(200).json();
    let items = read["items"].as_array().unwrap();
    let newest = |key: &str| {
        let of = items.iter().filter(|item| item["rule"] == key);
        let last = of.max_by_key(|item| item["version"].as_i64()).unwrap();
        (last["version"].as_i64().unwrap(), last["cells"][2].as_str().unwrap().to_owned())
    };
    assert_eq!(newest("set_out/1"), (2, "2分 超时报警（时限）".to_owned()));
    assert_eq!(newest("set_out/0").0, 2);
    assert!(newest("set_out/0").1.contains("5分 超时报警（时限）"));
}

fn a_kind_comes_and_goes_and_what_was_of_it_keeps_its_name(house: &House) {
    let (leader, desk) = (house.person("leader"), house.person("desk"));
    let (number, _) = log(house, "ZA-05");
    // 噪音
    let suggested = || {
        let asked = "/kind-suggestions?text=%E5%99%AA%E9%9F%B3";
        desk.ask(asked).is(200).json()["kind"].clone()
    };
    assert_eq!(suggested(), "ZA-05");
    let cannot = [
        ("JF\t\t矛盾纠纷\tDispute\t纠纷\t停用\t所里定", "不能停用"),
        ("QZ\t\t群众求助\tRequest for help\t\t停用\t所里定", "不能停用"),
        ("QZ-06\tZZ\t宠物走失\tLost pet\t\t在用\t所里定", "上级"),
        ("QZ-06\tQZ\t宠物走失\tLost pet\t重要\t在用\t所里定", "标记看不懂"),
        ("QZ_06\tQZ\t宠物走失\tLost pet\t\t在用\t所里定", "代码用字母"),
        ("QZ-06\tQZ\t宠物走失\t\t\t在用\t所里定", "都要写"),
        ("ZA\tQZ\t治安警情\tPublic order\t\t在用\t所里定", "上级"),
        ("WD\tQZ\t待定\tUndecided\t\t在用\t所里定", "上级"),
        (
            "QZ\t\t群众求助\tRequest for help\t\t停用\t所里定\nQZ-01\tQZ\t遗失\tLost\t\t在用\t所里定",
            "不能停用",
        ),
        ("ZA-09\tZZ-1\t甲\tA\t\t在用\t所里定\nZZ-1\t\t乙\tB\t\t停用\t所里定", "上级"),
    ];
    for (row, said) in cannot {
        let form = [("table", "incident-kinds"), ("rows", row), ("checked", "true")];
        let text = leader.post("/rules", &form).is(422).text;
        assert!(text.contains(said), "{row}");
    }
    house.look_away();
    let rows = "QZ-06\tQZ\t宠物走失\tLost pet\t\t在用\t所务会2024年5月\n\
                ZA-05\tZA\t噪声扰民\tNoise\t\t停用\t所务会2024年5月";
    set(house, "incident-kinds", rows, "", "QZ-06 · QZ · 宠物走失");
    let intake = desk.get("/incidents/new").is(200).text;
    assert!(intake.contains("宠物走失") && !intake.contains(">噪声扰民<"));
    assert!(suggested().is_null(), "what is not used any more is not proposed either");
    log(house, "QZ-06");
    assert!(desk.post("/incidents", &call(&[])).is(422).text.contains("没有这个选项"));
    assert!(desk.get(&format!("/incidents/{number}")).is(200).text.contains("噪声扰民"));
    assert!(desk.get("/incidents?kind=ZA-05").is(200).text.contains(&number));
}

fn a_word_of_the_station_suggests_a_kind(house: &House) {
    let (leader, desk) = (house.person("leader"), house.person("desk"));
    // 三轮摩的拉客
    let asked = "/kind-suggestions?text=%E4%B8%89%E8%BD%AE%E6%91%A9%E7%9A%84%E6%8B%89%E5%AE%A2";
    let suggested = || {
        let said = desk.ask(asked).is(200).json();
        (said["kind"].clone(), said["level"].clone())
    };
    assert!(suggested().0.is_null());
    for (row, said) in [
        ("摩的拉客又停在路口不肯走开\t噪声扰民\t4\t在用\t所里定", "1 到 12 个字"),
        ("摩 的\t噪声扰民\t4\t在用\t所里定", "不带空格"),
        ("摩的\t没有这类\t4\t在用\t所里定", "没有这个选项"),
        ("摩的\t噪声扰民\t5\t在用\t所里定", "级别写 1、2、3 或 4"),
        ("摩的\t噪声扰民\t4\t有时\t所里定", "写在用或停用"),
    ] {
        let form = [("table", "kind-words"), ("rows", row), ("checked", "true")];
        let text = leader.post("/rules", &form).is(422).text;
        assert!(text.contains(said), "{row}");
    }
    house.look_away();
    let rows = "摩的\tZA-05\t4\t在用\t所务会2024年5月";
    set(house, "kind-words", rows, "", "摩的 · 噪声扰民 · 4 · 在用");
    assert_eq!(suggested(), ("ZA-05".into(), 4.into()));
    // It may go again.
    set(house, "kind-words", "摩的\tZA-05\t4\t停用\t所务会2024年6月", "", "停用");
    assert!(suggested().0.is_null());
}

fn reports_are_cut_off_when_the_station_says(house: &House) {
    let leader = house.person("leader");
    for (row, said) in [
        ("日报次日几点定稿\t25:00\t所里定", "如 08:00"),
        ("基数小于几要加注\t0\t所里定", "基数写 1 到 1000"),
        ("月报\t8\t所里定", "没有这一条"),
    ] {
        let form = [("table", "report-rules"), ("rows", row), ("checked", "true")];
        assert!(leader.post("/rules", &form).is(422).text.contains(said), "{row}");
    }
    house.look_away();
    let rows = "日报次日几点定稿\t10:30\t所务会2024年5月\n基数小于几要加注\t50\t所务会2024年5月";
    set(house, "report-rules", rows, "", "10:30");
    // The day of the first story is over at midnight in Beijing; its report waits for half past ten.
    let is_frozen = |at: &str| {
        house.wait(Time::parse(at).unwrap().seconds_since(house.test.clock.now()));
        house.look_away();
        let report = house.person("leader").ask("/reports/RB-20240512").is(200).json();
        !report["frozen"].is_null()
    };
    assert!(!is_frozen("2024-05-13T02:29:59Z"));
    assert!(is_frozen("2024-05-13T02:30:01Z"));
}

fn revisits_and_cover_follow_their_tables(house: &House) {
    let leader = house.person("leader");
    set(house, "revisits", "矛盾纠纷\t各级\t50\t24\t所务会2024年5月", "", "50 · 24");
    let page = leader.get("/rules/revisits").is(200).text;
    assert!(page.contains("<td>50</td><td>24</td>") && page.contains("100 · 72"));
    // Every one is asked within a day; then none.
    let drawn = || {
        let list = house.person("desk").ask("/revisits").is(200).json();
        list["items"].as_array().unwrap().clone()
    };
    let call_of_noise = || {
        let number = super::log(&house.person("desk"), &[]);
        super::life::closed(house, &number);
        number
    };
    let before = drawn().len();
    set(house, "revisits", "噪声扰民\t各级\t100\t24\t所务会2024年5月", "", "100 · 24");
    let number = call_of_noise();
    let asked = drawn();
    let new = asked.iter().find(|item| item["number"] == number.as_str()).unwrap();
    let due = Time::parse(new["due_at"].as_str().unwrap()).unwrap();
    assert_eq!(due.seconds_since(house.test.clock.now()), 86_400);
    assert_eq!((asked.len(), &new["by_rule"]), (before + 1, &true.into()));
    set(house, "revisits", "噪声扰民\t各级\t0\t24\t所务会2024年5月", "", "0 · 24");
    call_of_noise();
    assert_eq!(drawn().len(), before + 1);
    // Each level has versions of its own: what is planned for one does not go with another's change.
    let planned = "噪声扰民\t4\t30\t48\t所务会2024年6月";
    set(house, "revisits", planned, "2024-05-20", "从 2024-05-20 起改为");
    let other = [("table", "revisits"), ("rows", "噪声扰民\t各级\t10\t24\t所务会2024年5月")];
    let look = leader.post("/rules", &other).is(422).text;
    assert!(look.contains("10 · 24") && !look.contains("不再生效"), "{look}");
    // Another one for that level is seen over the one that comes then, by whoever proposes it too.
    let again = "噪声扰民\t4\t20\t48\t所务会2024年6月";
    let look = |from: &str| {
        let form = [("table", "revisits"), ("rows", again), ("from", from)];
        leader.post("/rules", &form).is(422).text
    };
    let (sooner, later) = (look("2024-05-14"), look("2024-05-21"));
    assert!(sooner.contains("不再生效") && sooner.contains("30 · 48"), "{sooner}");
    assert!(!later.contains("不再生效") && later.contains("30 · 48"), "{later}");
    house.look_away();
    // Nobody is asked for in the villages any more, then nine everywhere.
    let wanted = || {
        let read = leader.ask("/roster").is(200).json();
        let gaps = read["gaps"].as_array().unwrap().clone();
        let of = |gap: &&serde_json::Value| gap["role"] == "assistant";
        gaps.iter().filter(of).map(|gap| gap["wanted"].as_i64().unwrap()).max()
    };
    set(house, "cover", "警务助理\t每村\t18:00\t23:00\t0\t所务会2024年5月", "", "23:00 · 0");
    assert_eq!(wanted(), None);
    set(house, "cover", "警务助理\t每村\t18:00\t23:00\t9\t所务会2024年5月", "", "23:00 · 9");
    assert_eq!(wanted(), Some(9));
}
