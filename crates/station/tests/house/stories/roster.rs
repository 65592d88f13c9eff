//! The roster: gaps before they happen, swaps that both sides sign, leave that begins by itself.

use super::log;
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
    let follow =
        |login: &str| s.house.follow(&super::offices::link_of(&s.security, &s.system, login));
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
        // As the page shows it: a day may end at 24:00.
        let whole = "2024-05-20,16:00,24:00,desk,指挥室\n2024-05-21,00:00,24:00,desk,指挥室";
        let answer = s.leader.post("/shifts/rows", &[("rows", whole)]).is(422).text;
        assert!(answer.contains("5月20日 16:00–5月21日 00:00"), "{answer}");
        assert!(answer.contains("5月21日 00:00–5月22日 00:00"));
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
        log(&s.desk, &[]);
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
        let journal = s.again("aud").ask("/journal").is(200).text;
        assert!(journal.contains("matters.reseat") && journal.contains("\"matters.leave\""));
        let watcher = chief.ask("/posts").is(200).json()["watcher"].clone();
        assert_eq!(watcher, substitute.as_str());
        s.house.wait(24 * HOUR);
        s.house.look_away();
    });
}

#[test]
fn leaves_do_not_overlap_and_a_planned_one_can_be_taken_back() {
    engines(|s| {
        let [desk_2, _] = prepared(s);
        let path = format!("/people/{}/leave", desk_2.account);
        let plan =
            |starts: &str, ends: &str| s.chief.post(&path, &[("starts", starts), ("ends", ends)]);
        plan("2024-05-14T08:00", "2024-05-16T08:00").is(303);
        s.house.happened(&["matters.plan_leave"]);
        let over = plan("2024-05-15T08:00", "2024-05-17T08:00").is(422).text;
        assert!(over.contains("这段时间已经请了假"));
        let now = s.chief.post(&path, &[("ends", "2024-05-20T08:00")]).is(422).text;
        assert!(now.contains("这段时间已经请了假"));
        plan("2024-05-16T08:00", "2024-05-17T08:00").is(303);
        let people = s.chief.ask("/people").is(200).json();
        let items = people["items"].as_array().unwrap();
        let mine = desk_2.account.to_string();
        let leaves = items.iter().find(|row| row["account"] == mine.as_str()).unwrap();
        let leave = leaves["leaves"][0]["leave"].as_str().unwrap().to_owned();
        assert!(s.chief.get("/people").is(200).text.contains("取消请假"));
        s.chief.post(&format!("/leaves/{leave}/cancellation"), &[]).is(303);
        s.house.happened(&["matters.plan_leave", "matters.cancel_leave"]);
        // The other one begins and ends by itself; it is not taken back once it has begun.
        s.house.wait(2 * 24 * HOUR);
        let here = |chief: &Person<'_>| {
            let people = chief.ask("/people").is(200).json();
            let items = people["items"].as_array().unwrap();
            let row = items.iter().find(|row| row["account"] == mine.as_str()).unwrap();
            row["in_office"].as_bool().unwrap()
        };
        assert!(here(&s.again("chief")));
        s.house.wait(2 * 24 * HOUR);
        let chief = s.again("chief");
        assert!(!here(&chief));
        let other = leaves["leaves"][1]["leave"].as_str().unwrap();
        chief.post(&format!("/leaves/{other}/cancellation"), &[]).is(404);
        s.house.wait(24 * HOUR);
        let chief = s.again("chief");
        let people = chief.ask("/people").is(200).json();
        let items = people["items"].as_array().unwrap();
        let row = items.iter().find(|row| row["account"] == mine.as_str()).unwrap();
        assert_eq!(
            (row["in_office"].clone(), row["leaves"].clone()),
            (true.into(), Value::from(Vec::<Value>::new()))
        );
        s.house.look_away();
    });
}

#[test]
fn a_shift_that_has_begun_changes_no_hands() {
    engines(|s| {
        let [desk_2, _] = prepared(s);
        s.leader.post("/shifts/rows", &[("rows", &week()), ("checked", "true")]).is(303);
        s.house.look_away();
        let read = s.desk.ask("/roster").is(200).json();
        let shifts = read["items"].as_array().unwrap();
        let mine = s.desk.account.to_string();
        let own = shifts.iter().filter(|row| row["account"] == mine.as_str());
        let own: Vec<&str> = own.map(|row| row["shift"].as_str().unwrap()).collect();
        let to = desk_2.account.to_string();
        // Somebody who will be away then does not take it.
        let away = [("starts", "2024-05-14T10:00"), ("ends", "2024-05-15T00:00")];
        s.chief.post(&format!("/people/{to}/leave"), &away).is(303);
        let taken = s.desk.post(&format!("/shifts/{}/swaps", own[1]), &[("to", &to)]);
        assert!(taken.is(422).text.contains("到时不在岗"));
        s.desk.post(&format!("/shifts/{}/swaps", own[0]), &[("to", &to)]).is(303);
        let swap = desk_2.ask("/roster").is(200).json()["swaps"][0]["swap"].clone();
        s.house.wait(24 * HOUR);
        let late = format!("/swaps/{}/acceptance", swap.as_str().unwrap());
        assert!(s.again("desk_2").post(&late, &[]).is(422).text.contains("已经开始"));
        s.house.look_away();
    });
}

#[test]
fn a_shift_counts_while_its_person_is_appointed() {
    engines(|s| {
        let [desk_2, _] = prepared(s);
        s.leader.post("/shifts/rows", &[("rows", &week()), ("checked", "true")]).is(303);
        let before = gaps(&s.leader, "desk").len();
        let people = s.chief.ask("/accounts").is(200).json();
        let items = people["items"].as_array().unwrap();
        let term = |login: &str| {
            let row = items.iter().find(|row| row["login"] == login).unwrap();
            row["terms"][0]["appointment"].as_str().unwrap().to_owned()
        };
        // Suspended, they cover nothing; ended on Wednesday, nothing from then on.
        let end = [("until", "2024-05-15T08:00"), ("reason", "调离")];
        s.chief.post(&format!("/appointments/{}/term", term("desk_2")), &end).is(303);
        let wednesday = gaps(&s.leader, "desk");
        assert!(wednesday.len() > before);
        assert!(wednesday.iter().all(|(from, _)| from < &"2024-05-13T00:00:01Z".to_owned()
            || from >= &"2024-05-15T00:00:00Z".to_owned()));
        let path = format!("/appointments/{}/suspension", term("desk_2"));
        s.leader.post(&path, &[("reason", "停职")]).is(303);
        let monday = "2024-05-13T04:00:00Z".to_owned();
        let covers = |list: &[(String, String)]| {
            list.iter().all(|(from, until)| monday < *from || *until <= monday)
        };
        assert!(covers(&wednesday) && !covers(&gaps(&s.leader, "desk")));
        let account = desk_2.account.to_string();
        let row = [
            ("account", account.as_str()),
            ("role", "desk"),
            ("starts", "2024-05-16T08:00"),
            ("ends", "2024-05-16T20:00"),
        ];
        assert!(s.leader.post("/shifts", &row).is(422).text.contains("到时没有这个身份"));
        // An officer who changed the village works for the new one.
        let end = [("until", "2024-05-13T08:00"), ("reason", "换村")];
        s.chief.post(&format!("/appointments/{}/term", term("officer")), &end).is(303);
        s.house.wait(13 * HOUR);
        let (system, security) = (s.again("sys"), s.again("sec"));
        let village = system.ask("/units").is(200).json()["villages"].clone();
        let second = village.as_array().unwrap().iter().find(|row| row["name"] == "示例二村");
        let second = second.unwrap()["village"].as_str().unwrap().to_owned();
        let form =
            [("name", "江野"), ("login", "officer"), ("role", "officer"), ("village", &*second)];
        system.post("/accounts", &form).is(303);
        confirm(&security, "江野");
        let leader = s.again("leader");
        let rows = "2024-05-20,08:00,20:00,officer,民警";
        leader.post("/shifts/rows", &[("rows", rows), ("checked", "true")]).is(303);
        let read = leader.ask("/roster").is(200).json();
        let officer = s.officer.account.to_string();
        let shift = read["items"]
            .as_array()
            .unwrap()
            .iter()
            .rfind(|row| row["account"] == officer.as_str());
        assert_eq!(shift.unwrap()["village"], second.as_str());
        s.house.look_away();
    });
}
