//! The roster: gaps before they happen, swaps that both sides sign, leave that begins by itself.

use super::offices::{Staffed, confirm, engines};
use crate::harness::Person;
use serde_json::Value;

const HOUR: i64 = 3_600;

const MORE: &str = "周砚,officer_2,民警\n许诺言,desk_2,指挥室\n方知,leader_2,带班所领导";

/// A week of shifts: two people take turns at each post, and one evening nobody sits at the desk.
fn week() -> String {
    let mut rows = "日期,从,到,账号,身份,什么班\n".to_owned();
    for day in 13..=19 {
        let (first, second) = if day % 2 == 0 { ("", "_2") } else { ("_2", "") };
        for (post, role) in [("desk", "指挥室"), ("leader", "带班所领导"), ("officer", "民警")]
        {
            rows += &format!("2024-05-{day},08:00,20:00,{post}{first},{role},值班\n");
            if !(day == 15 && post == "desk") {
                rows += &format!("2024-05-{day},20:00,08:00,{post}{second},{role},\n");
            }
        }
    }
    rows
}

fn gaps(leader: &Person<'_>, role: &str) -> Vec<(String, String)> {
    let read = leader.ask("/roster").is(200).json();
    let of = read["gaps"].as_array().unwrap().iter().filter(|gap| gap["role"] == role);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    of.map(|gap| (text(&gap["from"]), text(&gap["until"]))).collect()
}

fn prepared<'s>(s: &'s Staffed<'_>) -> [Person<'s>; 2] {
    s.system.post("/accounts/rows", &[("rows", MORE), ("checked", "true")]).is(303);
    confirm(&s.security, "许诺言");
    let follow = |login: &str| s.house.follow(&super::offices::link_of(&s.security, login));
    s.house.look_away();
    [follow("desk_2"), follow("officer_2")]
}

#[test]
fn gaps_are_seen_before_they_happen() {
    engines(|s| {
        prepared(s);
        let rows = week();
        let look = s.leader.post("/shifts/rows", &[("rows", &rows)]).is(422).text;
        assert!(look.contains("读到 41 行"));
        s.leader.post("/shifts/rows", &[("rows", &rows), ("checked", "true")]).is(303);
        s.house.happened(&["people.add_shift"; 41]);
        // It is Sunday evening: until the first shift nobody is on duty, and once nobody at the desk.
        let desk = gaps(&s.leader, "desk");
        assert_eq!(desk.len(), 2, "{desk:?}");
        assert_eq!(desk[1], ("2024-05-15T12:00:00Z".into(), "2024-05-16T00:00:00Z".into()));
        let page = s.leader.get("/roster?week=2024-05-13").is(200).text;
        assert!(
            page.contains("20:00–24:00 缺人（0/1）") && page.contains("00:00–08:00 缺人（0/1）")
        );
        assert!(page.contains("警务助理 示例三村"), "each village wants its own");
        for (row, said) in [
            ("2024-05-33,08:00,20:00,desk,指挥室", "日期或钟点看不懂"),
            ("2024-05-20,08:00,20:00,desk,民警", "没有这个身份"),
            ("2024-05-20,08:00,20:00,desk,指挥室,加班", "什么班不认识"),
        ] {
            let answer = s.leader.post("/shifts/rows", &[("rows", row)]).is(422).text;
            assert!(answer.contains(said), "{said}");
        }
        // The day before, in the afternoon, the leader on duty is told once.
        s.house.wait(44 * HOUR);
        s.house.happened_only(&["analysis.freeze", "matters.warn_of_gaps"]);
        s.house.wait(HOUR);
        s.house.happened_only(&["analysis.freeze"]);
    });
}

#[test]
fn a_swap_is_signed_by_both() {
    engines(|s| {
        let [desk_2, officer_2] = prepared(s);
        s.leader.post("/shifts/rows", &[("rows", &week()), ("checked", "true")]).is(303);
        s.house.look_away();
        let read = s.desk.ask("/roster").is(200).json();
        let mine = s.desk.account.to_string();
        let shifts = read["items"].as_array().unwrap();
        let of = |account: &str| {
            let own = shifts.iter().find(|row| row["account"] == account);
            own.unwrap()["shift"].as_str().unwrap().to_owned()
        };
        let (shift, other) = (of(&mine), of(&desk_2.account.to_string()));
        let to = |person: &Person<'_>| person.account.to_string();
        let path = format!("/shifts/{shift}/swaps");
        // Not somebody of another role, not somebody else's shift.
        let wrong = s.desk.post(&path, &[("to", &to(&officer_2))]).is(422).text;
        assert!(wrong.contains("不能接这个班"));
        s.desk.post(&format!("/shifts/{other}/swaps"), &[("to", &to(&desk_2))]).is(404);
        s.house.happened(&["journal.attempt"]);
        s.desk.post(&path, &[("to", &to(&desk_2))]).is(303);
        s.house.happened(&["people.ask_swap"]);
        let twice = s.desk.post(&path, &[("to", &to(&desk_2))]).is(422).text;
        assert!(twice.contains("先等回复"));
        let swap = desk_2.ask("/roster").is(200).json()["swaps"][0]["swap"].clone();
        let swap = swap.as_str().unwrap().to_owned();
        // Whoever asked cannot accept for the other.
        s.desk.post(&format!("/swaps/{swap}/acceptance"), &[]).is(404);
        s.house.look_away();
        assert!(desk_2.get("/roster").is(200).text.contains("同意换班"));
        desk_2.post(&format!("/swaps/{swap}/acceptance"), &[]).is(303);
        s.house.happened(&["people.accept_swap"]);
        let read = s.desk.ask("/roster").is(200).json();
        let held = read["items"].as_array().unwrap();
        assert!(held.iter().all(|row| row["shift"] != shift.as_str()));
    });
}

#[test]
fn a_planned_leave_moves_the_seats_when_it_begins() {
    engines(|s| {
        let [desk_2, _] = prepared(s);
        let form = [
            ("place.text", "村口"),
            ("summary", "路灯不亮"),
            ("kind", "QZ-01"),
            ("level", "4"),
            ("source", "0199"),
        ];
        s.desk.post("/incidents", &form).is(303);
        s.house.happened(&["incidents.log"]);
        let (path, substitute) =
            (format!("/people/{}/leave", s.desk.account), desk_2.account.to_string());
        let from = ("starts", "2024-05-13T08:00");
        assert!(
            s.chief.post(&path, &[from, ("ends", "2024-05-14T08:00")]).is(422).text.contains("替")
        );
        let planned = [from, ("ends", "2024-05-14T08:00"), ("substitute", &substitute)];
        s.chief.post(&path, &planned).is(303);
        s.house.happened(&["matters.plan_leave"]);
        s.desk.get("/board").is(200);
        assert!(s.chief.get("/people").is(200).text.contains("请假"));
        s.house.wait(13 * HOUR);
        let chief = s.again("chief");
        let journal = chief.ask("/journal").is(200).text;
        assert!(journal.contains("matters.reseat") && journal.contains("\"matters.leave\""));
        let watcher = chief.ask("/posts").is(200).json()["watcher"].clone();
        assert_eq!(watcher, substitute.as_str());
        s.house.wait(24 * HOUR);
        s.house.look_away();
    });
}
