//! C1: five villages' assistants, from a pasted list to the certificate that is their authority, its
//! reminders, its renewal and its end; and rights that nobody gives alone.

use super::{log, set_up};
use crate::harness::{House, Person, open_empty};
use db::testing::Engine;

const DAY: i64 = 86_400;

/// The station with its people, as its own administrators entered them.
pub(super) struct Staffed<'h> {
    pub(super) house: &'h House,
    pub(super) system: Person<'h>,
    pub(super) security: Person<'h>,
    pub(super) chief: Person<'h>,
    pub(super) leader: Person<'h>,
    pub(super) desk: Person<'h>,
    pub(super) officer: Person<'h>,
    pub(super) secretaries: Vec<Person<'h>>,
}

const VILLAGES: [&str; 5] = ["十里铺村", "示例二村", "示例三村", "示例四村", "示例五村"];

const STAFF: &str = "姓名,账号,身份,村\n石镇远,chief,所长\n温如许,leader,带班所领导\n梁听雨,desk,指挥室\n\
                     江野,officer,民警,十里铺村\n村一,v1,村书记,十里铺村\n村二,v2,村书记,示例二村\n\
                     村三,v3,村书记,示例三村\n村四,v4,村书记,示例四村\n村五,v5,村书记,示例五村";

/// Runs a story on each engine that is there.
pub(super) fn engines(story: fn(&Staffed<'_>)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if let Some((house, code)) = open_empty(engine) {
            story(&staff(&house, &code));
            house.look_away();
        }
    }
}

/// Enters the staff by paste: the system administrator proposes, the security administrator confirms.
fn staff<'h>(house: &'h House, code: &str) -> Staffed<'h> {
    let [system, security, _] = set_up::make(house, code);
    let look = system.post("/accounts/rows", &[("rows", STAFF)]).is(422).text;
    assert!(look.contains("读到 9 行") && look.contains("石镇远"));
    system.post("/accounts/rows", &[("rows", STAFF), ("checked", "true")]).is(303);
    house.happened(&["people.propose"]);
    confirm(&security, "石镇远 chief");
    let follow = |login: &str| house.follow(&link_of(&security, &system, login));
    let (chief, leader) = (follow("chief"), follow("leader"));
    let (desk, officer) = (follow("desk"), follow("officer"));
    let secretaries = ["v1", "v2", "v3", "v4", "v5"].map(follow).into();
    house.look_away();
    Staffed { house, system, security, chief, leader, desk, officer, secretaries }
}

/// Confirms what waits, after what it would change was shown.
pub(super) fn confirm(person: &Person<'_>, shows: &str) {
    let page = person.get("/proposals").is(200).text;
    assert!(page.contains(shows), "{shows} not in {page}");
    let id = page.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap();
    person.post(&format!("/proposals/{id}/confirmation"), &[]).is(303);
}

/// A way in for somebody: made by the first, its code taken by the second where it is not theirs too; the
/// link, and behind a `#` the code.
pub(super) fn link_of(maker: &Person<'_>, second: &Person<'_>, login: &str) -> String {
    maker.quietly(|| super::links::way_in(maker, second, login))
}

/// Nominates one assistant for each village, and has both sides agree.
pub(super) fn five_assistants<'h>(s: &Staffed<'h>) -> Vec<Person<'h>> {
    let row = |(n, village): (usize, &str)| {
        format!("{village}\t助理{n}\ta{n}\t正\t2024-05-12\t2025-05-11\n")
    };
    let rows: String = (1..).zip(VILLAGES).map(row).collect();
    // The look tells row by row what the entry would refuse.
    let village = VILLAGES[0];
    for (row, said) in [
        (format!("{village}\t助理1\ta1\t正\t2025-05-12\t2024-05-20"), "第 1 行：结束要晚于开始"),
        (format!("{village}\t助理1\t高\t正\t2024-05-12\t2025-05-11"), "第 1 行：账号"),
        (
            format!("{rows}{village}\t助理1\ta1\t正\t2024-05-12\t2025-05-11"),
            "第 6 行：账号和前面的重复",
        ),
    ] {
        let look = s.chief.post("/nominations/rows", &[("rows", &row)]).is(422).text;
        assert!(look.contains(said) && !look.contains("核对表里"), "{said}");
    }
    s.house.look_away();
    s.chief.post("/nominations/rows", &[("rows", &rows)]).is(422);
    s.chief.post("/nominations/rows", &[("rows", &rows), ("checked", "true")]).is(303);
    s.house.look_away();
    let waiting = s.chief.ask("/appointments").is(200).json();
    let waiting = waiting["nominations"].as_array().unwrap();
    let villages = s.chief.ask("/units").is(200).json()["villages"].as_array().unwrap().clone();
    let of = |village: &serde_json::Value| {
        let row = waiting.iter().find(|row| row["village"] == village["village"]).unwrap();
        row["nomination"].as_str().unwrap().to_owned()
    };
    let ids: Vec<String> = villages.iter().map(of).collect();
    assert_eq!(ids.len(), 5);
    // Whoever nominated does not agree; another village's secretary does not see it.
    let own = format!("/nominations/{}/station-review", ids[0]);
    assert!(s.chief.post(&own, &[]).is(422).text.contains("另一个人确认"));
    s.secretaries[1].post(&format!("/nominations/{}/village-review", ids[0]), &[]).is(404);
    // Nobody agrees to somebody they have not read about.
    assert!(s.leader.post(&own, &[]).is(422).text.contains("还没有看过"));
    s.house.happened(&["journal.attempt"]);
    for (id, secretary) in ids.iter().zip(&s.secretaries) {
        let agree = format!("/nominations/{id}/station-review");
        s.leader.get("/appointments").is(200);
        s.leader.post(&agree, &[]).is(303);
        s.house.happened(&["people.agree_for_station"]);
        secretary.get("/appointments").is(200);
        secretary.post(&format!("/nominations/{id}/village-review"), &[]).is(303);
        s.house.happened(&["people.agree_for_village", "people.appoint"]);
    }
    ["a1", "a2", "a3", "a4", "a5"]
        .map(|login| s.house.follow(&link_of(&s.security, &s.system, login)))
        .into()
}

fn certificates(s: &Staffed<'_>) -> Vec<(String, String)> {
    let all = s.chief.ask("/appointments").is(200).json();
    let items = all["items"].as_array().unwrap().clone();
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    let mut rows: Vec<_> =
        items.iter().map(|row| (text(row, "certificate"), text(row, "state"))).collect();
    rows.sort();
    rows
}

#[test]
fn five_assistants_are_appointed_reminded_and_renewed() {
    engines(|s| {
        let assistants = five_assistants(s);
        let numbers: Vec<String> = certificates(s).into_iter().map(|(number, _)| number).collect();
        let expected: Vec<String> = (1..=5).map(|n| format!("JWZL-2024-00{n}")).collect();
        assert_eq!(numbers, expected);
        // Roles are active at once.
        for assistant in &assistants {
            assistant.get("/orders").is(200);
        }
        // Another lead for a village needs to be agreed to; a deputy does not.
        for (login, deputy, agreed) in [("b1", false, false), ("b2", true, true)] {
            let village = s.chief.ask("/units").is(200).json()["villages"][0]["village"].clone();
            let village = village.as_str().unwrap();
            let mut form = vec![
                ("village", village),
                ("name", login),
                ("login", login),
                ("from", "2024-05-12"),
                ("until", "2025-05-11"),
            ];
            form.extend(deputy.then_some(("deputy", "true")));
            let id = nomination(&s.chief, &form);
            s.leader.get("/appointments").is(200);
            let answer = s.leader.post(&format!("/nominations/{id}/station-review"), &[]);
            if agreed {
                answer.is(303);
            } else {
                assert!(answer.is(422).text.contains("已有一位正职在聘"));
                s.leader
                    .post(&format!("/nominations/{id}/station-review"), &[("second_lead", "true")])
                    .is(303);
            }
            s.chief.post(&format!("/nominations/{id}/withdrawal"), &[]).is(303);
        }
        s.house.look_away();
        // Thirty and seven days before the end, once each.
        s.house.wait(334 * DAY);
        s.house.happened_only(&["analysis.freeze", "matters.warn_of_gaps", "people.dispose"]);
        s.house.wait(2 * DAY);
        s.house.happened_only(&[
            "analysis.freeze",
            "matters.warn_of_gaps",
            "matters.remind_of_end",
            "people.dispose",
        ]);
        s.house.wait(DAY);
        s.house.happened_only(&["analysis.freeze", "matters.warn_of_gaps", "people.dispose"]);
        let chief = s.house.follow(&new_link(s, "chief"));
        let leader = s.house.follow(&new_link(s, "leader"));
        let page = chief.get("/appointments").is(200).text;
        assert!(page.contains("在聘，还有 27 天"));
        // Five are renewed at once, by two people, without a gap.
        let all = chief.ask("/appointments").is(200).json();
        let ids: Vec<String> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["appointment"].as_str().unwrap().to_owned())
            .collect();
        let mut form: Vec<(&str, &str)> =
            ids.iter().map(|id| ("certificates", id.as_str())).collect();
        form.push(("until", "2026-05-11"));
        chief.post("/renewals", &form).is(303);
        s.house.happened_only(&[
            "people.propose",
            "people.issue_link",
            "people.make_way_in",
            "people.take_code",
            "people.use_link",
            "people.set_password",
            "people.enrol_second",
        ]);
        confirm(&leader, "JWZL-2024-003");
        s.house.happened(&["people.appoint"; 5]);
        s.house.wait(30 * DAY);
        s.house.happened_only(&[
            "analysis.freeze",
            "matters.warn_of_gaps",
            "people.begin_term",
            "people.dispose",
        ]);
        let assistant = s.house.follow(&new_link(s, "a1"));
        assistant.get("/orders").is(200);
        s.house.look_away();
        let chief = s.house.follow(&new_link(s, "chief"));
        let states = chief.ask("/appointments").is(200).json();
        let states = states["items"].as_array().unwrap().clone();
        let state = |number: &str| {
            let row = states.iter().find(|row| row["certificate"] == number).unwrap();
            row["state"].as_str().unwrap().to_owned()
        };
        assert_eq!(
            (state("JWZL-2024-001"), state("JWZL-2025-001")),
            ("ended".into(), "in_force".into())
        );
        // Where nobody renews, the right is gone with the last day.
        s.house.wait(365 * DAY);
        let late = s.house.follow(&new_link(s, "a1"));
        late.get("/orders").is(403);
        s.house.look_away();
    });
}

#[test]
fn who_is_dismissed_loses_the_phone_at_midnight_and_leaves_a_list() {
    engines(|s| {
        let assistants = five_assistants(s);
        let village = s.chief.ask("/units").is(200).json()["villages"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["name"] == VILLAGES[0])
            .unwrap()["village"]
            .clone();
        let quarrel = [
            ("place.text", "村口"),
            ("place.village", village.as_str().unwrap()),
            ("summary", "两家为停车吵"),
            ("kind", "JF-01"),
        ];
        let tonight = "2024-05-12,20:00,08:00,officer,民警\n2024-05-12,20:00,23:00,a1,警务助理";
        s.leader.post("/shifts/rows", &[("rows", tonight), ("checked", "true")]).is(303);
        let number = log(&s.desk, &quarrel);
        let (officer, assistant) =
            (s.officer.account.to_string(), assistants[0].account.to_string());
        let sent = [("receivers", officer.as_str()), ("receivers", assistant.as_str())];
        s.desk.post(&format!("/incidents/{number}/dispatch"), &sent).is(303);
        s.house.look_away();
        let all = s.chief.ask("/appointments").is(200).json();
        let term = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["account"] == assistant.as_str());
        let path = format!("/appointments/{}/term", term.unwrap()["appointment"].as_str().unwrap());
        // One person ends it, and may not prolong it.
        let longer = [("until", "2027-01-01T00:00"), ("reason", "续")];
        assert!(s.chief.post(&path, &longer).is(422).text.contains("要续聘"));
        s.chief.post(&path, &[("until", "2024-05-13T00:00"), ("reason", "本人辞去")]).is(303);
        s.house.happened(&["matters.set_term"]);
        assistants[0].get("/orders").is(200);
        s.house.wait(4 * 3_600);
        s.again("a1").get("/orders").is(403);
        s.house.look_away();
        let morning = s.desk.get("/morning").is(200).text;
        assert!(morning.contains("人不在岗，要有人接手") && morning.contains("助理1手里"));
    });
}

pub(super) fn nomination(chief: &Person<'_>, form: &[(&str, &str)]) -> String {
    let before = chief.ask("/appointments").is(200).json();
    chief.post("/nominations", form).is(303);
    let after = chief.ask("/appointments").is(200).json();
    let list = |value: &serde_json::Value| value["nominations"].as_array().unwrap().clone();
    let fresh = list(&after).into_iter().find(|row| !list(&before).contains(row)).unwrap();
    fresh["nomination"].as_str().unwrap().to_owned()
}

/// A new way in, as two administrators give it: sessions do not last from one month to the next.
fn new_link(s: &Staffed<'_>, login: &str) -> String {
    let (system, security) = (s.again("sys"), s.again("sec"));
    let people = system.ask("/accounts").is(200).json();
    let list = people["items"].as_array().unwrap();
    let id = list.iter().find(|row| row["login"] == login).unwrap()["account"].as_str().unwrap();
    system.post("/accounts/links", &[("account", id), ("reason", "换了手机")]).is(303);
    confirm(&security, "换了手机");
    link_of(&security, &system, login)
}

impl<'h> Staffed<'h> {
    /// An administrator signs in again: the console's owner lets them in.
    pub(super) fn again(&self, login: &str) -> Person<'h> {
        let login = login.to_owned();
        let token = self.house.test.db.write_now(1, move |tx| {
            let (account, _) = people::password_of(tx, &login)?.ok_or(base::Fault::NotFound)?;
            people::open_session(tx, account, "test", people::WayIn::Link)
        });
        self.house.with_token(token.unwrap().0)
    }
}

#[test]
fn rights_are_given_by_two_and_taken_by_one() {
    engines(|s| {
        // The posts were filled as soon as three people could hold them: the desk can log.
        log(&s.desk, &[]);
        s.house.happened(&["incidents.log"]);
        let one = |login: &'static str, role: &'static str| {
            [("name", "江野"), ("login", login), ("role", role)]
        };
        // What cannot be combined is refused to whoever proposes it.
        let answer = s.system.post("/accounts", &one("officer", "system_admin")).is(422).text;
        assert!(answer.contains("不能和他现有的身份兼任"));
        assert!(s.system.post("/accounts", &one("aud", "officer")).is(422).text.contains("别人的"));
        // Nobody confirms alone, and a leader decides nothing about rights.
        s.system.post("/accounts", &one("officer", "leader")).is(303);
        s.house.happened(&["people.propose"]);
        // Whoever confirms is told, and finds the way.
        let told = s.security.get("/messages").is(200).text;
        assert!(told.contains("有提议等你确认") && told.contains("href=\"/proposals\">"));
        let page = s.system.get("/proposals").is(200).text;
        let id = page.split("action=\"/proposals/").nth(1).unwrap().split('/').next().unwrap();
        let path = format!("/proposals/{id}/confirmation");
        assert!(
            s.system.post(&path, &[]).is(422).text.contains("另一个人确认")
                || !page.contains(&path)
        );
        s.leader.post(&path, &[]).is(403);
        assert!(!s.leader.get("/proposals").is(200).text.contains("江野"));
        s.house.happened(&["journal.attempt"]);
        // Nobody signs what they were not shown.
        assert!(s.security.post(&path, &[]).is(422).text.contains("还没有看过"));
        s.security.get("/proposals").is(200);
        s.security.post(&path, &[]).is(303);
        s.house.happened(&["people.appoint"]);
        // Taken away by one, with a reason, at the next request.
        let people = s.chief.ask("/accounts").is(200).json();
        let of = |login: &str| {
            people["items"]
                .as_array()
                .unwrap()
                .iter()
                .find(|row| row["login"] == login)
                .unwrap()
                .clone()
        };
        let desk = of("desk")["terms"][0]["appointment"].as_str().unwrap().to_owned();
        let suspend = format!("/appointments/{desk}/suspension");
        s.leader.post(&suspend, &[]).is(422);
        s.leader.post(&suspend, &[("reason", "停职检查")]).is(303);
        s.desk.get("/board").is(403);
        let written = [
            "matters.suspend",
            "matters.reseat",
            "matters.expire",
            "matters.seat_alarm",
            "journal.attempt",
        ];
        s.house.happened_only(&written);
        // Going on takes two.
        let form = [("appointment", desk.as_str()), ("reason", "检查完毕")];
        s.chief.post("/accounts/resumptions", &form).is(303);
        s.desk.get("/board").is(403);
        confirm(&s.security, "检查完毕");
        s.desk.get("/board").is(200);
        s.house.happened_only(&["people.propose", "people.resume", "journal.attempt"]);
        // The last administrator of a kind stays; an account that is closed has no way in.
        let aud = of("aud")["account"].as_str().unwrap().to_owned();
        let close = |account: &str| {
            s.security.post(&format!("/people/{account}/closure"), &[("reason", "调离")])
        };
        assert!(close(&aud).is(422).text.contains("最后一位"));
        let officer = of("officer")["account"].as_str().unwrap().to_owned();
        close(&officer).is(303);
        s.officer.get("/orders").is(303);
        s.house.look_away();
    });
}
