//! What must not come back by another door: rights that were taken, accounts that were closed, two
//! people who are one.

use super::log;
use super::offices::{Staffed, confirm, engines, five_assistants, nomination};
use serde_json::Value;

const DAY: i64 = 86_400;

/// What the JSON of a list says of the row in which `field` is `value`.
pub(super) fn row_of(list: &Value, field: &str, value: &str) -> Value {
    let items = list.as_array().unwrap();
    items.iter().find(|row| row[field] == value).unwrap_or_else(|| panic!("{value}")).clone()
}

fn certificate(s: &Staffed<'_>, number: &str) -> (String, String) {
    let chief = s.again("chief");
    let all = chief.ask("/appointments").is(200).json();
    let row = row_of(&all["items"], "certificate", number);
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    (text("appointment"), text("state"))
}

fn account(s: &Staffed<'_>, login: &str) -> Value {
    let all = s.again("sys").ask("/accounts").is(200).json();
    row_of(&all["items"], "login", login)
}

#[test]
fn a_suspension_holds_until_two_lift_it() {
    engines(|s| {
        five_assistants(s);
        s.house.look_away();
        let renewal = |id: &str| {
            let (chief, leader) = (s.again("chief"), s.again("leader"));
            let form = [("certificates", id), ("until", "2026-05-11")];
            let answer = chief.post("/renewals", &form);
            if answer.status.as_u16() == 303 {
                confirm(&leader, "JWZL-2024");
            }
            answer
        };
        let (first, _) = certificate(s, "JWZL-2024-001");
        let (second, _) = certificate(s, "JWZL-2024-002");
        let suspend = |id: &str| {
            let path = format!("/appointments/{id}/suspension");
            s.leader.post(&path, &[("reason", "停职检查")]).is(303);
        };
        // Suspended, then renewed: refused. Renewed, then suspended: the next one is suspended too.
        suspend(&first);
        assert!(renewal(&first).is(422).text.contains("先恢复再续聘"));
        renewal(&second).is(303);
        suspend(&second);
        s.house.look_away();
        s.house.wait(370 * DAY);
        assert_eq!(certificate(s, "JWZL-2024-002").1, "ended");
        assert_eq!(certificate(s, "JWZL-2025-001").1, "suspended");
        let (next, _) = certificate(s, "JWZL-2025-001");
        let form = [("appointment", next.as_str()), ("reason", "检查完毕")];
        s.again("chief").post("/accounts/resumptions", &form).is(303);
        confirm(&s.again("sec"), "检查完毕");
        assert_eq!(certificate(s, "JWZL-2025-001").1, "in_force");
        // Dismissed: what would follow goes with it.
        let (third, _) = certificate(s, "JWZL-2024-003");
        assert_eq!(certificate(s, "JWZL-2024-003").1, "ended");
        let longer = [("until", "2027-01-01T00:00"), ("reason", "续")];
        s.again("chief").post(&format!("/appointments/{third}/term"), &longer).is(422);
        s.house.look_away();
    });
}

#[test]
fn what_is_closed_stays_closed() {
    engines(|s| {
        five_assistants(s);
        let (term, _) = certificate(s, "JWZL-2024-004");
        let village = s.chief.ask("/units").is(200).json()["villages"][0]["village"].clone();
        let form = |login: &'static str, name: &'static str| {
            [
                ("village", village.as_str().unwrap().to_owned()),
                ("name", name.to_owned()),
                ("login", login.to_owned()),
                ("deputy", "true".to_owned()),
                ("from", "2024-05-12".to_owned()),
                ("until", "2025-05-11".to_owned()),
            ]
        };
        let nominate = |login: &'static str, name: &'static str| {
            let form = form(login, name);
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
            nomination(&s.chief, &form)
        };
        let waiting = nominate("b9", "备选");
        for login in ["a4", "b9"] {
            let id = account(s, login)["account"].as_str().unwrap().to_owned();
            let close = [("reason", "辞去")];
            s.security.post(&format!("/people/{id}/closure"), &close).is(303);
        }
        s.house.look_away();
        // Neither by renewing, nor by prolonging, nor by agreeing, nor by the old name.
        let renew = [("certificates", term.as_str()), ("until", "2026-05-11")];
        assert!(s.chief.post("/renewals", &renew).is(422).text.contains("已经停用"));
        let longer =
            [("appointment", term.as_str()), ("until", "2027-01-01T00:00"), ("reason", "续")];
        s.chief.post("/appointments/prolongations", &longer).is(422);
        s.leader.get("/appointments").is(200);
        s.leader.post(&format!("/nominations/{waiting}/station-review"), &[]).is(303);
        for secretary in &s.secretaries {
            secretary.get("/appointments").is(200);
        }
        let agree = format!("/nominations/{waiting}/village-review");
        assert!(s.secretaries[0].post(&agree, &[]).is(422).text.contains("已经停用"));
        let again = [("name", "助理4"), ("login", "a4"), ("role", "officer")];
        assert!(s.system.post("/accounts", &again).is(422).text.contains("已经停用"));
        let rows = "助理4,a4,民警";
        let pasted = s.system.post("/accounts/rows", &[("rows", rows), ("checked", "true")]);
        assert!(pasted.is(422).text.contains("已经停用"));
        let form = form("a4", "助理4");
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert!(s.chief.post("/nominations", &form).is(422).text.contains("已经停用"));
        // What they held keeps their name.
        assert!(s.chief.get("/appointments").is(200).text.contains("助理4"));
        s.house.wait(2 * DAY);
        s.house.look_away();
    });
}

#[test]
fn two_people_are_two_and_what_cannot_be_combined_is_asked_at_the_end() {
    engines(|s| {
        let village = s.chief.ask("/units").is(200).json()["villages"][0]["village"].clone();
        let form = [
            ("village", village.as_str().unwrap()),
            ("name", "新人"),
            ("login", "n1"),
            ("from", "2024-05-12"),
            ("until", "2025-05-11"),
        ];
        let id = nomination(&s.chief, &form);
        let station = format!("/nominations/{id}/station-review");
        let paper = format!("/nominations/{id}/village-paper");
        s.leader.get("/appointments").is(200);
        s.leader.post(&station, &[]).is(303);
        let entered = s.leader.post(&paper, &[("paper", "村委函〔2024〕3号")]).is(422).text;
        assert!(entered.contains("另一个人确认"));
        assert!(!s.leader.get("/appointments").is(200).text.contains("village-paper"));
        // Meanwhile they become an administrator: who holds that holds nothing else.
        let one = [("name", "新人"), ("login", "n1"), ("role", "security_admin")];
        s.system.post("/accounts", &one).is(303);
        confirm(&s.security, "新人");
        let agree = format!("/nominations/{id}/village-review");
        s.secretaries[0].get("/appointments").is(200);
        let late = s.secretaries[0].post(&agree, &[]).is(422).text;
        assert!(late.contains("不能和他现有的身份兼任"));
        // A leader sets no administrator's term, the last one's least of all.
        for login in ["aud", "n1"] {
            let term = account(s, login)["terms"][0]["appointment"].as_str().unwrap().to_owned();
            let end = [("until", "2024-05-12T20:20"), ("reason", "不用了")];
            let said = s.leader.post(&format!("/appointments/{term}/term"), &end).is(422).text;
            assert!(said.contains("管理员的任期不在这里改"));
        }
        s.house.look_away();
    });
}

#[test]
fn an_alarm_about_a_seat_ends_with_what_raised_it() {
    engines(|s| {
        log(&s.desk, &[]);
        let term =
            |login: &str| account(s, login)["terms"][0]["appointment"].as_str().unwrap().to_owned();
        let alarms = || s.chief.ask("/people").is(200).json()["alarms"].as_array().unwrap().len();
        let reason = [("reason", "停职检查")];
        // Chief and leader hold the other two seats: nobody is left for the desk's.
        let desk = term("desk");
        s.leader.post(&format!("/appointments/{desk}/suspension"), &reason).is(303);
        assert_eq!(alarms(), 1);
        s.house.wait(60);
        assert_eq!(alarms(), 1);
        let form = [("appointment", desk.as_str()), ("reason", "检查完毕")];
        s.chief.post("/accounts/resumptions", &form).is(303);
        confirm(&s.security, "检查完毕");
        s.house.look_away();
        s.house.wait(1);
        s.house.happened_only(&["matters.seat_relief", "matters.warn_of_gaps"]);
        assert_eq!(alarms(), 0);
    });
}
