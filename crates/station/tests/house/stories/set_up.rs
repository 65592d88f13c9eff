//! A station that nobody prepared: the one-time code, the form, three administrators who see no
//! business, the trees of units, villages from a spreadsheet.

use crate::harness::{House, Person, open_empty};
use db::testing::Engine;

/// What is typed to make the station.
pub(super) fn form<'a>(code: &'a str, villages: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("code", code),
        ("name", "十里铺派出所"),
        ("short", "slp"),
        ("branch", "灞桥分局"),
        ("street", "十里铺街道办"),
        ("zone", "Asia/Shanghai"),
        ("network", "police"),
        ("villages", villages),
        ("system.name", "沈砚"),
        ("system.login", "sys"),
        ("security.name", "陆衡"),
        ("security.login", "sec"),
        ("audit.name", "温简"),
        ("audit.login", "aud"),
    ]
}

/// Makes the station and lets the three administrators in.
pub(super) fn make<'h>(house: &'h House, code: &str) -> [Person<'h>; 3] {
    let villages = "村名\t警务室\t代码\n十里铺村\t十里铺警务室\t610111002201\n示例二村\t十里铺警务室\n示例三村\n示例四村\n示例五村";
    let made = house.stranger_post("/set-up", &form(code, villages)).is(303);
    let page = house.stranger_get(&made.location).is(200).text;
    house.look_away();
    let links = links(&page);
    [0, 1, 2].map(|index| house.follow(&links[index]))
}

/// The links on the page of a new station, each with its code behind a `#`.
pub(super) fn links(page: &str) -> Vec<String> {
    let parts = page.split("<a href=\"").filter(|part| part.contains("/sign-in/link/"));
    let link = |part: &str| {
        let code = super::links::code_in(part).unwrap();
        format!("{}#{code}", part.split('"').next().unwrap())
    };
    parts.map(link).collect()
}

fn engines(story: fn(&House, &str)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if let Some((house, code)) = open_empty(engine) {
            story(&house, &code);
        }
    }
}

#[test]
fn nothing_but_the_code_makes_a_station() {
    engines(|house, code| {
        assert_eq!(house.stranger_get("/sign-in").is(303).location, "/set-up");
        let page = house.stranger_get(&format!("/set-up?code={code}")).is(200).text;
        assert!(page.contains(code) && page.contains("三位管理员"));
        for login in ["admin", "root", "system", "desk"] {
            for password in ["admin", "123456", "password", ""] {
                house
                    .enter(&[("station", "slp"), ("login", login), ("password", password)])
                    .is(422);
            }
        }
        let wrong = house.stranger_post("/set-up", &form("2222-2222-2222", "")).is(422).text;
        assert!(
            wrong.contains("代码不对") && wrong.contains("十里铺派出所"),
            "what was typed stays"
        );
        for (field, value, said) in [
            ("short", "SLP!", "小写字母"),
            ("zone", "Mars/Olympus", "没有这个时区"),
            ("villages", "甲村\n甲村", "第 2 行：这个村已经有了"),
            ("villages", "甲村,,12", "第 1 行：代码是 12 位数字"),
            ("audit.login", "sec", "三个不同的人"),
            ("system.login", "system", "账号用 2 到 32"),
        ] {
            let mut typed = form(code, "");
            typed.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value;
            let answer = house.stranger_post("/set-up", &typed).is(422).text;
            assert!(answer.contains(said), "{field}: {said} not in {answer}");
        }
        // What is wrong is told at once, and not one after the other.
        let mut typed = form(code, "");
        for (field, value) in [("short", "SLP!"), ("zone", "Mars/Olympus"), ("audit.login", "sec")]
        {
            typed.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value;
        }
        let answer = house.stranger_post("/set-up", &typed).is(422).text;
        for said in ["小写字母", "没有这个时区", "三个不同的人"] {
            assert!(answer.contains(said), "{said}");
        }
        assert_eq!(house.stranger_get("/sign-in").is(303).location, "/set-up", "nothing was made");
    });
}

#[test]
fn a_code_is_over_after_a_day() {
    engines(|house, code| {
        house.test.clock.advance(86_400);
        let late = house.stranger_post("/set-up", &form(code, "")).is(422).text;
        assert!(late.contains("代码不对"));
    });
}

#[test]
fn three_administrators_begin_and_see_no_business() {
    engines(|house, code| {
        let [system, security, audit] = make(house, code);
        house.stranger_get("/set-up").is(404);
        house.stranger_post("/set-up", &form(code, "")).is(404);
        assert!(!house.stranger_get("/sign-in").is(200).text.contains("建立派出所"));
        for person in [&system, &security, &audit] {
            for path in
                ["/incidents", "/board", "/people", "/reports", "/orders", "/morning", "/handovers"]
            {
                person.get(path).is(403);
            }
        }
        house.happened_only(&["journal.attempt"]);
        let journal = audit.get("/journal").is(200).text;
        assert!(journal.contains("people.set_up"));
        system.get("/journal").is(403);
        house.happened(&["journal.attempt"]);
        assert_eq!(system.get("/").is(303).location, "/units");
        assert_eq!(security.get("/").is(303).location, "/proposals");
        // Intake says what is missing.
        let trees = system.get("/units").is(200).text;
        for name in [
            "灞桥分局",
            "十里铺派出所",
            "十里铺警务室",
            "示例三村警务室",
            "十里铺街道办",
            "610111002201",
        ] {
            assert!(trees.contains(name), "{name}");
        }
    });
}

#[test]
fn villages_and_units_are_changed_by_the_system_administrator() {
    engines(|house, code| {
        let [system, security, _] = make(house, code);
        security.post("/units", &[("kind", "room"), ("name", "新警务室")]).is(403);
        house.happened(&["journal.attempt"]);
        // The first sending looks, the second does.
        let rows = "示例六村,六村警务室\n示例七村";
        let look = system.post("/villages", &[("villages", rows)]).is(422).text;
        assert!(look.contains("读到 2 行") && look.contains("六村警务室"));
        house.happened(&[]);
        system.post("/villages", &[("villages", rows), ("checked", "true")]).is(303);
        house.happened(&["people.add_village", "people.add_village"]);
        let twice =
            system.post("/villages", &[("villages", rows), ("checked", "true")]).is(422).text;
        assert!(twice.contains("第 1 行：这个村已经有了"));
        let units = system.ask("/units").is(200).json();
        let unit = |name: &str| {
            let list = units["units"].as_array().unwrap();
            let found = list.iter().find(|unit| unit["name"] == name);
            found.unwrap_or_else(|| panic!("{name}"))["unit"].as_str().unwrap().to_owned()
        };
        let village = units["villages"][6]["village"].as_str().unwrap().to_owned();
        let (room, street) = (unit("十里铺警务室"), unit("十里铺街道办"));
        let form =
            [("name", "示例七村"), ("code", "610111002207"), ("room", &room), ("street", &street)];
        system.post(&format!("/villages/{village}/units"), &form).is(303);
        house.happened(&["people.move_village"]);
        // A room that is empty now can be closed, one with villages cannot.
        let full = system.post(&format!("/units/{room}/closure"), &[]).is(422).text;
        assert!(full.contains("先移走"));
        let empty = unit("示例七村警务室");
        system.post(&format!("/units/{empty}/closure"), &[]).is(303);
        house.happened(&["people.close_unit"]);
        let under = unit("灞桥分局");
        let wrong = [("kind", "room"), ("parent", &*under), ("name", "直属警务室")];
        assert!(system.post("/units", &wrong).is(422).text.contains("不能放在这个单位下面"));
    });
}
