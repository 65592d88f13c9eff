//! The first way in: a link and a code, each shown once, no two of which stand in one hand where it
//! matters; and links as they come by messenger.

use super::offices::{Staffed, confirm, engines, link_of};
use crate::harness::{House, Person, open};
use base::Id;
use db::testing::Engine;
use serde_json::Value;

/// What [`super::offices::link_of`] gives.
pub(super) fn way_in(maker: &Person<'_>, second: &Person<'_>, login: &str) -> String {
    let (shown, id) = made(maker, login);
    let link = shown.split("data-url=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let code = code_in(&shown).unwrap_or_else(|| {
        let taken = second.post(&format!("/accounts/{id}/code"), &[]).is(303);
        let shown = second.get(&taken.location).is(200).text;
        assert!(!shown.contains("/sign-in/link/"), "each sees one part only");
        code_in(&shown).unwrap()
    });
    format!("{link}#{code}")
}

/// Makes a way in; the page that shows it, and whose account it is.
pub(super) fn made(maker: &Person<'_>, login: &str) -> (String, String) {
    let people = maker.ask("/accounts").is(200).json();
    let row = people["items"].as_array().unwrap().iter().find(|row| row["login"] == login);
    let id = row.unwrap()["account"].as_str().unwrap().to_owned();
    let made = maker.post(&format!("/accounts/{id}/way-in"), &[]).is(303);
    (maker.get(&made.location).is(200).text, id)
}

/// The code that a page shows.
pub(super) fn code_in(page: &str) -> Option<String> {
    Some(page.split("class=\"fingerprint\">").nth(1)?.split('<').next()?.to_owned())
}

/// The newest lines about an account.
fn lines(house: &House, account: &str) -> Vec<(String, Value)> {
    let account: Id = account.parse().unwrap();
    let read = move |tx: &mut db::Tx<'_>| journal::entries_of(tx, account);
    let mut lines = house.test.db.read_now(1, read).unwrap();
    lines.sort_by_key(|line| std::cmp::Reverse(line.position));
    lines.into_iter().map(|line| (line.act, line.particulars)).collect()
}

fn begin_anew(s: &Staffed<'_>, login: &str) {
    let people = s.system.ask("/accounts").is(200).json();
    let row = people["items"].as_array().unwrap().iter().find(|row| row["login"] == login);
    let id = row.unwrap()["account"].as_str().unwrap();
    s.system.post("/accounts/links", &[("account", id), ("reason", "手机丢了")]).is(303);
    confirm(&s.security, "手机丢了");
    s.house.look_away();
}

#[test]
fn one_administrator_alone_becomes_nobody_who_leads_or_administers() {
    engines(|s| {
        for (login, takes) in
            [("chief", "sys"), ("leader", "sys"), ("aud", "sys"), ("sys", "chief")]
        {
            begin_anew(s, login);
            let (security, other) = (s.again("sec"), s.again(takes));
            let (page, id) = made(&security, login);
            assert!(page.contains("/sign-in/link/") && code_in(&page).is_none(), "{login}");
            assert!(page.contains("另一位管理员"));
            let path = format!("/accounts/{id}/code");
            assert!(security.post(&path, &[]).is(422).text.contains("分别转交"), "{login}");
            let taken = other.post(&path, &[]).is(303).location;
            let page = other.get(&taken).is(200).text;
            assert!(code_in(&page).is_some() && !page.contains("/sign-in/link/"), "{login}");
            // Each part was shown, and is not shown again, to the one or to the other.
            assert!(code_in(&other.get(&taken).is(200).text).is_none());
            assert!(other.post(&path, &[]).is(422).text.contains("没有等着转交的验证码"));
            let again = security.get(&taken).is(200).text;
            assert!(again.contains("已经显示过了") && !again.contains("/sign-in/link/"));
            for page in [security.get("/accounts"), other.get("/accounts")] {
                assert!(!page.is(200).text.contains("/sign-in/link/"));
            }
            let acts: Vec<String> = lines(s.house, &id).into_iter().map(|line| line.0).collect();
            assert_eq!(acts[..2], ["people.take_code", "people.make_way_in"]);
            s.house.look_away();
            if takes == "chief" {
                break;
            }
        }
    });
}

#[test]
fn a_link_opens_once_with_its_code_and_its_holder_reads_how() {
    engines(|s| {
        begin_anew(s, "officer");
        let old = link_of(&s.security, &s.system, "officer");
        let link = link_of(&s.security, &s.system, "officer");
        s.house.open_link(&old).is(404);
        let (bare, code) = link.split_once('#').unwrap();
        let page = s.house.stranger_get(&bare[bare.find("/sign-in").unwrap()..]).is(200).text;
        assert!(page.contains("name=\"code\"") && !page.contains(code));
        s.house.look_away();
        for wrong in ["", "0000 0000"] {
            let page = s.house.open_link(&format!("{bare}#{wrong}")).is(422).text;
            assert!(page.contains("验证码不对"));
        }
        s.house.happened(&["people.refuse_code", "people.refuse_code"]);
        let officer = s.house.enter_by(&link);
        s.house.happened(&["people.use_link"]);
        s.house.open_link(&link).is(404);
        let page = officer.get("/account").is(200).text;
        assert!(page.contains("你的登录链接") && page.contains("链接由陆衡发，验证码由陆衡转交"));
        let (act, said) = &lines(s.house, &s.officer.account.to_string())[0];
        assert_eq!(act, "people.use_link");
        assert_eq!((&said["made_by"], &said["from"]), (&said["code_by"], &"-".into()));
        s.house.look_away();
    });
}

#[test]
fn who_may_be_given_a_way_in_by_whom() {
    engines(|s| {
        let people = s.system.ask("/accounts").is(200).json();
        let id = |login: &str| {
            let row = people["items"].as_array().unwrap().iter().find(|row| row["login"] == login);
            row.unwrap()["account"].as_str().unwrap().to_owned()
        };
        let path = |login: &str| format!("/accounts/{}/way-in", id(login));
        let in_use = s.security.post(&path("officer"), &[]).is(422).text;
        assert!(in_use.contains("本人已经登录启用"));
        for (person, login) in [(&s.system, "leader"), (&s.security, "sec"), (&s.chief, "chief")] {
            assert!(
                person.post(&path(login), &[]).is(422).text.contains("不能发给自己"),
                "{login}"
            );
        }
        s.officer.post(&path("desk"), &[]).is(403);
        s.system.get(&path("leader")).is(404);
        s.officer.get(&path("leader")).is(403);
        s.house.look_away();
        // A right that is given ends what waits: it was made for less, and is in one hand.
        begin_anew(s, "officer");
        let waits = link_of(&s.security, &s.system, "officer");
        let form = [("name", "江野"), ("login", "officer"), ("role", "leader")];
        s.system.post("/accounts", &form).is(303);
        confirm(&s.security, "江野");
        s.house.open_link(&waits).is(404);
        assert!(code_in(&made(&s.security, "officer").0).is_none());
        s.house.look_away();
    });
}

#[test]
fn five_wrong_codes_end_a_link() {
    engines(|s| {
        begin_anew(s, "officer");
        let link = link_of(&s.security, &s.system, "officer");
        let (bare, _) = link.split_once('#').unwrap();
        s.house.look_away();
        for wrong in 0..5 {
            let status = if wrong < 4 { 422 } else { 404 };
            s.house.open_link(&format!("{bare}#1234567{wrong}")).is(status);
            s.house.wait(20 * 60);
        }
        s.house.open_link(&link).is(404);
        let happened = s.house.test.db.read_now(1, |tx| journal::list_entries(tx, i64::MAX, 1));
        assert_eq!(happened.unwrap()[0].act, "people.lock_link");
        let page = s.again("sec").get("/accounts").is(200).text;
        let row = page.split("<tr>").find(|row| row.contains("<td>officer</td>")).unwrap();
        assert!(row.contains("还没有发链接"));
        s.house.look_away();
    });
}

/// What a one-click link answers to a look and to a click.
fn click(house: &House, account: Id) -> (u16, u16) {
    let issue = move |tx: &mut db::Tx<'_>| people::issue_link(tx, account);
    let token = house.test.db.write_now(1, issue).unwrap().0;
    let path = format!("/sign-in/link/{token}");
    let shown = house.stranger_get(&path);
    (shown.status.as_u16(), house.stranger_post(&path, &[]).status.as_u16())
}

#[test]
fn one_click_opens_only_where_the_people_are_invented() {
    engines(|s| {
        assert_eq!(click(s.house, s.officer.account), (404, 404));
        s.house.look_away();
    });
    let Some(demo) = open(Engine::Sqlite) else { return };
    assert_eq!(click(&demo, demo.person("officer").account), (200, 303));
    demo.look_away();
}

#[test]
fn a_link_leads_where_it_led_whatever_a_messenger_hung_on_to_it() {
    let Some(house) = open(Engine::Sqlite) else { return };
    let chief = house.person("chief");
    let hung = "from=singlemessage&isappinstalled=0&utm_source=%B0%A1&fbclid=x";
    for view in station::rooms::views() {
        if view.page.is_some() && !view.path.contains('{') {
            let plain = chief.get(view.path).status;
            let sent = chief.get(&format!("{}?{hung}", view.path)).status;
            assert_eq!(plain, sent, "{}", view.path);
        }
    }
    assert_eq!(chief.get(&format!("/board?group=waiting&{hung}")).status, 200);
    chief.get("/incidents?from=2024-05-12%E3%80%82").is(200);
    chief.get("/incidents?from=nonsense").is(422);
    assert_eq!(house.stranger_get(&format!("/sign-in?{hung}")).status, 200);
    for (glued, page) in [
        ("/board.", "/board"),
        ("/board%E3%80%82?group=waiting", "/board?group=waiting"),
        (
            "/referred/1.018f6caba7a07000b31cf942d24fbe78.x-_%EF%BC%8C%E8%AF%B7",
            "/referred/1.018f6caba7a07000b31cf942d24fbe78.x-_",
        ),
    ] {
        assert_eq!(house.stranger_get(glued).is(303).location, page);
    }
    // Programs are told of a name they misspelt.
    chief.ask("/incidents?isappinstalled=0").is(422);
    house.look_away();
}

#[test]
fn a_cookie_of_another_program_on_this_host_hides_nobodys_session() {
    let Some(house) = open(Engine::Sqlite) else { return };
    let officer = house.person("officer");
    let cookies = [b"nick=\xe8\xad\xa6\xb5; ".as_slice(), officer.cookie().as_bytes()].concat();
    let request = axum::http::Request::builder()
        .uri("/orders")
        .header("host", "localhost")
        .header("cookie", axum::http::HeaderValue::from_bytes(&cookies).unwrap());
    house.send(request.body(axum::body::Body::empty()).unwrap()).is(200);
}
