//! 日报 and 周报: figures that compare, open their incidents, are frozen and corrected beside; and
//! the same figures counted a second way.

use super::log;
use crate::harness::{House, open, open_with};
use db::testing::Engine;
use db::{Tx, args};
use serde_json::{Value, json};
use std::collections::BTreeMap;

db::engine_tests!(
    a_report_compares_and_is_frozen,
    a_frozen_report_shows_its_revisions,
    a_file_handled_again_is_a_revision
);

const DAY: i64 = 86_400;

fn line<'a>(report: &'a Value, list: &str, key: &str) -> &'a Value {
    let lines = report[list].as_array().unwrap();
    lines.iter().find(|line| line["key"] == key).unwrap_or_else(|| panic!("{list} {key}: {report}"))
}

fn a_report_compares_and_is_frozen(house: &House) {
    // Four quarrels on the Sunday, three and a lost thing on the Monday.
    let desk = house.person("desk");
    for _ in 0..4 {
        log(&desk, &[("kind", "JF-01"), ("level", "4")]);
    }
    house.wait(DAY);
    let desk = house.person("desk");
    for kind in ["JF-01", "JF-03", "JF-01", "QZ-01"] {
        log(&desk, &[("kind", kind), ("level", "4")]);
    }
    house.look_away();
    // The day still runs: its figures are there, and cannot be frozen yet.
    let running = desk.ask("/reports/RB-20240513").is(200).json();
    assert_eq!((&running["frozen"], &running["effective"]["count"]), (&Value::Null, &json!(4)));
    let freeze = "/reports/RB-20240513/freezing";
    assert!(desk.post(freeze, &[]).is(422).text.contains("还没有结束"));
    desk.post("/reports/RB-20240514/freezing", &[]).is(404);
    desk.get("/reports/RB-20240514").is(404);
    desk.get("/reports/RB-20240230").is(404);
    house.happened_only(&["journal.attempt"]);
    // Past midnight, before the cut-off, the leader freezes it by hand.
    house.wait(5 * 3600);
    house.look_away();
    let leader = house.person("leader");
    assert!(house.person("officer").post(freeze, &[]).status == 403);
    house.look_away();
    leader.post(freeze, &[]).is(303);
    house.happened(&["analysis.freeze"]);
    assert!(leader.post(freeze, &[]).is(422).text.contains("已经定稿"));
    let report = leader.ask("/reports/RB-20240513").is(200).json();
    let quarrels = line(&report, "kinds", "JF");
    let fewer = json!({ "base": 4, "change": "down", "per_cent": 25.0, "small_base": true });
    assert_eq!((&quarrels["count"], &quarrels["before"]), (&json!(3), &fewer));
    assert_eq!(quarrels["year"]["change"], "no_base");
    assert_eq!(line(&report, "kinds", "QZ")["before"]["change"], "no_base");
    assert_eq!(report["effective"]["before"]["change"], "same");
    assert_eq!((&report["hours"][20], &report["hours"][3]), (&json!(4), &json!(0)));
    assert_eq!(report["revisions"], json!([]));
    // In words: no minus sign, counts beside every percentage, nothing against a base of nothing.
    let page = leader.get("/reports/RB-20240513").is(200).text;
    for text in
        ["接报警情 4 起，有效警情 4 起", "下降25.0%", "基数小", "上年同期为0，不计算", "（3/4）"]
    {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("-25") && !page.contains("−25"));
    // A figure opens what it counts, and no more than its reader may see.
    let behind = leader.ask("/reports/RB-20240513/incidents?part=kind&of=JF").is(200).json();
    assert_eq!((&behind["count"], behind["items"].as_array().unwrap().len()), (&json!(3), 3));
    let number = behind["items"][0]["number"].as_str().unwrap();
    let listed = leader.get("/reports/RB-20240513/incidents?part=kind&of=JF").is(200).text;
    assert!(listed.contains(&format!("/incidents/{number}\"")));
    assert!(leader.get("/reports/RB-20240513/print").is(200).text.contains("RB-20240513"));
    assert!(leader.get("/reports/day?date=2024-05-13").is(200).text.contains("RB-20240513"));
    assert!(leader.get("/reports").is(200).text.contains("RB-20240513"));
    // The village's people read no reports.
    house.person("assistant").get("/reports").is(403);
    house.look_away();
}

fn a_frozen_report_shows_its_revisions(house: &House) {
    let desk = house.person("desk");
    let [first, second] = [(); 2].map(|()| log(&desk, &[("kind", "JF-01"), ("level", "4")]));
    // The job freezes the day at eight, and the week on Monday at eight.
    house.wait(13 * 3600);
    house.look_away();
    let leader = house.person("leader");
    let [day, week] = ["/reports/RB-20240512", "/reports/ZB-2024-W19"]
        .map(|path| leader.ask(path).is(200).json());
    for report in [&day, &week] {
        assert_eq!((&report["effective"]["count"], &report["revisions"]), (&json!(2), &json!([])));
        assert_ne!(report["frozen"], Value::Null);
    }
    // A quarrel turns out to be a theft, and one call is entered late from paper.
    let to = [("kind", "XS-01"), ("level", "3"), ("reason", "查明是盗窃")];
    leader.post(&format!("/incidents/{first}/classification"), &to).is(303);
    let late = [
        ("place.text", "村口"),
        ("summary", "停电时接的"),
        ("kind", "QZ-01"),
        ("level", "4"),
        ("source", "0199"),
        ("received_at", "2024-05-12T21:00"),
    ];
    house.person("desk").post("/incidents", &late).is(303);
    house.look_away();
    let report = leader.ask("/reports/RB-20240512").is(200).json();
    assert_eq!(line(&report, "kinds", "JF")["count"], 2, "what is frozen stays");
    let revisions = report["revisions"].as_array().unwrap();
    for (figure, was, now) in
        [("有效警情", 2, 3), ("矛盾纠纷", 2, 1), ("刑事警情", 0, 1), ("21时", 0, 1)]
    {
        let row = json!({ "figure": figure, "frozen": was, "now": now });
        assert!(revisions.contains(&row), "{figure}: {revisions:?}");
    }
    let page = leader.get("/reports/RB-20240512/print").is(200).text;
    assert!(page.contains("修订（2 起）") && page.contains(&first) && page.contains("不在本期"));
    assert!(!page.contains(&format!("{second}</a> 定稿")));
    // Corrections of other days leave a report alone.
    let next = leader.ask("/reports/RB-20240513").is(200).json();
    assert_eq!(next["revisions"], json!([]));
}

/// The figures of a generated fortnight, counted again by the database alone.
fn a_file_handled_again_is_a_revision(house: &House) {
    let number = log(&house.person("desk"), &[("level", "4")]);
    super::life::closed(house, &number);
    house.wait(13 * 3600);
    house.look_away();
    let leader = house.person("leader");
    let report = leader.ask("/reports/RB-20240512").is(200).json();
    assert_eq!((&report["revisions"], &report["frozen"].is_null()), (&json!([]), &false));
    let why = [("reason", "又吵起来了")];
    leader.post(&format!("/incidents/{number}/reopening"), &why).is(303);
    house.look_away();
    let report = leader.ask("/reports/RB-20240512").is(200).json();
    assert_eq!(report["revisions"], json!([{ "figure": "未办结", "frozen": 0, "now": 1 }]));
    let page = leader.get("/reports/RB-20240512").is(200).text;
    assert!(page.contains("修订（1 起）") && page.contains("已结") && page.contains("待派"));
}

fn the_figures_counted_again(engine: Engine) {
    let evening = db::testing::EVENING;
    let profile = world::Profile::Quiet;
    let plan = world::Plan { days: 16, profile, ..world::Plan::demo(1, 11, evening) };
    let Some(house) = open_with(engine, &plan) else { return };
    let leader = house.person("leader");
    // Midnights in UTC+8.
    let day = |date: &str| base::Time::parse(&format!("{date}T00:00:00+08:00")).unwrap();
    let reports = [
        ("RB-20240510", "2024-05-10", "2024-05-11", 1),
        ("ZB-2024-W18", "2024-04-29", "2024-05-06", 7),
    ];
    for (number, from, to, days) in reports {
        let report = leader.ask(&format!("/reports/{number}")).is(200).json();
        assert_ne!(report["frozen"], Value::Null, "{number}");
        let (from, to) = (day(from), day(to));
        let again = count_again(&house, from, to);
        assert!(report["received"].as_i64().unwrap() > 0);
        assert_eq!(report["received"], again.received, "{number}");
        assert_eq!(counts(&report["kinds"]), again.kinds, "{number}");
        assert_eq!(counts(&report["villages"]), again.villages, "{number}");
        let hours: Vec<i64> = serde_json::from_value(report["hours"].clone()).unwrap();
        assert_eq!(hours, again.hours, "{number}");
        let base = count_again(&house, from.plus_seconds(-days * DAY), from);
        assert_eq!(report["effective"]["before"]["base"], base.kinds.values().sum::<i64>());
        for measure in ["sign", "set_out", "feedback"] {
            let (found, expected) = (&report["times"][measure], &again.times[measure]);
            assert_eq!(found["counts"], json!(expected.0), "{number} {measure}");
            assert_eq!(found["missing"], expected.1, "{number} {measure}");
        }
    }
}

#[test]
fn the_figures_are_counted_a_second_way_on_sqlite() {
    the_figures_counted_again(Engine::Sqlite);
}

#[test]
fn the_figures_are_counted_a_second_way_on_postgres() {
    the_figures_counted_again(Engine::Postgres);
}

fn counts(lines: &Value) -> BTreeMap<String, i64> {
    let lines = lines.as_array().unwrap().iter();
    let pair =
        |line: &Value| (line["key"].as_str().unwrap().to_owned(), line["count"].as_i64().unwrap());
    lines.map(pair).filter(|(_, count)| *count > 0).collect()
}

struct Again {
    received: i64,
    kinds: BTreeMap<String, i64>,
    villages: BTreeMap<String, i64>,
    hours: Vec<i64>,
    times: BTreeMap<&'static str, ([i64; 5], i64)>,
}

/// What counts, by the database's own words.
macro_rules! counted {
    () => {
        "m.kind = 'incident' AND m.master_id IS NULL AND m.state <> 'withdrawn'
         AND m.topic <> 'WX' AND m.topic NOT LIKE 'WX-%'"
    };
}

/// How long something took in each bucket: `$4` to `$7` are the upper ends, in seconds.
macro_rules! buckets {
    ($from:literal, $to:literal, $due:expr) => {
        concat!(
            "SELECT CASE WHEN t.s IS NULL THEN 5 WHEN t.s <= $4 THEN 0 WHEN t.s <= $5 THEN 1
                         WHEN t.s <= $6 THEN 2 WHEN t.s <= $7 THEN 3 ELSE 4 END AS b, count(*) AS n
             FROM (SELECT (", $to, " - ", $from, ") / 1000000 AS s
                   FROM matters m JOIN incidents i
                     ON i.station_id = m.station_id AND i.matter_id = m.id
                   WHERE m.station_id = $1 AND m.opened_at >= $2 AND m.opened_at < $3 AND ", $due,
            ") t GROUP BY b /* all */"
        )
    };
}

fn count_again(house: &House, from: base::Time, to: base::Time) -> Again {
    let read = move |tx: &mut Tx<'_>| {
        let (received,): (i64,) = tx.one(
            "SELECT count(*) FROM matters m WHERE m.station_id = $1 AND m.kind = 'incident'
             AND m.opened_at >= $2 AND m.opened_at < $3",
            args![1i64, from, to],
        )?;
        let kinds: Vec<(String, i64)> = tx.all(
            concat!(
                "SELECT substr(m.topic, 1, 2) AS k, count(*) AS n FROM matters m WHERE ",
                counted!(),
                " AND m.station_id = $1 AND m.opened_at >= $2 AND m.opened_at < $3
                 GROUP BY substr(m.topic, 1, 2)"
            ),
            args![1i64, from, to],
        )?;
        let villages: Vec<(Option<base::Id>, i64)> = tx.all(
            concat!(
                "SELECT m.village_id, count(*) AS n FROM matters m WHERE ",
                counted!(),
                " AND m.station_id = $1 AND m.opened_at >= $2 AND m.opened_at < $3
                 GROUP BY m.village_id"
            ),
            args![1i64, from, to],
        )?;
        let hours: Vec<(i64, i64)> = tx.all(
            concat!(
                "SELECT (m.opened_at / 1000000 + 28800) / 3600 % 24 AS h, count(*) AS n
                 FROM matters m WHERE ",
                counted!(),
                " AND m.station_id = $1 AND m.opened_at >= $2 AND m.opened_at < $3
                 GROUP BY (m.opened_at / 1000000 + 28800) / 3600 % 24"
            ),
            args![1i64, from, to],
        )?;
        let sign: Vec<(i64, i64)> = tx.all(
            buckets!(
                "i.received_at",
                "i.station_signed_at",
                "m.master_id IS NULL AND i.outer_number IS NOT NULL"
            ),
            args![1i64, from, to, 30i64, 60i64, 120i64, 180i64],
        )?;
        let set_out: Vec<(i64, i64)> = tx.all(
            buckets!(
                "(SELECT min(o.sent_at) FROM orders o WHERE o.matter_id = m.id AND o.side = 'police')",
                "(SELECT min(s.at) FROM stamps s JOIN orders p ON p.id = s.order_id
                  WHERE s.matter_id = m.id AND s.is_current = TRUE AND s.kind = 'set_out'
                    AND p.side = 'police')",
                concat!(
                    counted!(),
                    " AND EXISTS (SELECT 1 FROM orders q WHERE q.matter_id = m.id AND q.side = 'police')
                      AND NOT EXISTS (SELECT 1 FROM stamps u WHERE u.matter_id = m.id
                                      AND u.is_current = TRUE AND u.kind = 'by_telephone')"
                )
            ),
            args![1i64, from, to, 300i64, 600i64, 900i64, 1800i64],
        )?;
        let feedback: Vec<(i64, i64)> = tx.all(
            buckets!(
                "i.received_at",
                "(SELECT min(f.at) FROM feedbacks f WHERE f.matter_id = m.id AND f.is_final = TRUE)",
                counted!()
            ),
            args![1i64, from, to, 1800i64, 3600i64, 7200i64, 14400i64],
        )?;
        let times = [("sign", sign), ("set_out", set_out), ("feedback", feedback)];
        Ok((received, kinds, villages, hours, times))
    };
    let (received, kinds, villages, hours, times) = house.test.db.read_now(1, read).unwrap();
    let mut by_hour = vec![0; 24];
    for (hour, count) in hours {
        by_hour[hour as usize] = count;
    }
    let histogram = |rows: &[(i64, i64)]| {
        let of = |bucket: i64| rows.iter().find(|row| row.0 == bucket).map_or(0, |row| row.1);
        ([of(0), of(1), of(2), of(3), of(4)], of(5))
    };
    let village = |(id, count): (Option<base::Id>, i64)| {
        (id.map_or(String::new(), |id| id.to_string()), count)
    };
    Again {
        received,
        kinds: kinds.into_iter().collect(),
        villages: villages.into_iter().map(village).collect(),
        hours: by_hour,
        times: times.iter().map(|(name, rows)| (*name, histogram(rows))).collect(),
    }
}
