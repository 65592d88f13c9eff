//! An assistant's phone: bound once by the link that was handed over, opened by a PIN, and bound no more
//! at one word of the station.

use super::offices::{Staffed, confirm, engines, link_of, nomination};
use super::terms::row_of;
use crate::harness::{Answer, House, open};
use axum::body::Body;
use axum::http::{Request, header};
use db::testing::Engine;

/// Sends what a browser with these cookies sends.
fn browse(house: &House, method: &str, path: &str, cookies: &str, form: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .header("Sec-Fetch-Site", "same-origin")
        .header("User-Agent", "Mozilla/5.0 (Linux; Android 14) Chrome/126")
        .header(header::COOKIE, cookies)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    house.send(request.body(Body::from(form.to_owned())).unwrap())
}

/// The cookie of this name that an answer sets.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let lines = answer.headers.get_all(header::SET_COOKIE).iter();
    let mut found = lines.filter_map(|line| line.to_str().ok()?.split(';').next());
    found.find(|pair| pair.starts_with(&format!("{name}="))).map(str::to_owned)
}

const FOLDER: &str = "test0000";

/// An assistant of the first village, and the link that waits for them.
fn assistant(s: &Staffed<'_>) -> String {
    let village = s.chief.ask("/units").is(200).json()["villages"][0]["village"].clone();
    let form = [
        ("village", village.as_str().unwrap()),
        ("name", "周海棠"),
        ("login", "zht"),
        ("from", "2024-05-12"),
        ("until", "2025-05-11"),
    ];
    let id = nomination(&s.chief, &form);
    s.leader.get("/appointments").is(200);
    s.leader.post(&format!("/nominations/{id}/station-review"), &[]).is(303);
    let paper = [("paper", "村委函3号")];
    s.leader.post(&format!("/nominations/{id}/village-paper"), &paper).is(422);
    for secretary in &s.secretaries {
        secretary.get("/appointments").is(200);
        secretary.post(&format!("/nominations/{id}/village-review"), &[]);
    }
    s.house.look_away();
    link_of(&s.security, &s.system, "zht")
}

#[test]
fn a_phone_is_bound_once_and_opens_by_its_pin() {
    engines(|s| {
        let link = assistant(s);
        let (session, phone) =
            (station::web::session_cookie(FOLDER), station::web::phone_cookie(FOLDER));
        let entered = s.house.open_link(&link).is(303);
        let inside = cookie(&entered, &session).unwrap();
        // Nothing but one's own account before the phone has a PIN.
        assert_eq!(browse(s.house, "GET", "/orders", &inside, "").is(303).location, "/account");
        let page = browse(s.house, "GET", "/account", &inside, "").is(200).text;
        assert!(page.contains("先给这部手机设一个") && !page.contains("password-new"));
        let set = |pin: &str| {
            let form = format!("pin={pin}&idempotency_key={}", s.house.key());
            browse(s.house, "POST", "/account/pin", &inside, &form)
        };
        for weak in ["123456", "888888", "12", "52a052"] {
            assert!(set(weak).is(422).text.contains("要 6 位数字"), "{weak}");
        }
        let bound = set("731905").is(303);
        let bound = cookie(&bound, &phone).unwrap();
        s.house.happened(&["people.use_link", "people.bind_phone"]);
        browse(s.house, "GET", "/orders", &inside, "").is(200);
        // Later the phone asks for the PIN and nothing else; another browser does not know of it.
        let asks = browse(s.house, "GET", "/sign-in?next=/orders", &bound, "").is(200).text;
        assert!(asks.contains("周海棠") && asks.contains("PIN") && !asks.contains("id=\"login\""));
        let other = browse(s.house, "GET", "/sign-in", "", "").is(200).text;
        assert!(!other.contains("周海棠") && other.contains("id=\"login\""));
        let enter = |pin: &str| {
            browse(s.house, "POST", "/sign-in/pin", &bound, &format!("pin={pin}&next=/orders"))
        };
        assert!(enter("731906").is(422).text.contains("PIN 不对"));
        let again = enter("731905").is(303);
        assert_eq!(again.location, "/orders");
        let again = cookie(&again, &session).unwrap();
        browse(s.house, "GET", "/orders", &again, "").is(200);
        // An unlocked phone binds no other one: that takes a link.
        s.house.wait(60);
        let unlocked = cookie(&enter("731905").is(303), &session).unwrap();
        let form = format!("pin=246813&idempotency_key={}", s.house.key());
        let other = browse(s.house, "POST", "/account/pin", &unlocked, &form).is(422).text;
        assert!(other.contains("请派出所重新发链接"));
        // Nor does it leave a password or a factor behind, which would outlive the phone.
        s.house.look_away();
        for (path, fields) in [
            ("/account/password", "old=&new=Stone+mill+1953"),
            ("/account/second-factor", "code=000000"),
        ] {
            let form = format!("{fields}&idempotency_key={}", s.house.key());
            for session in [&unlocked, &inside] {
                let refused = browse(s.house, "POST", path, session, &form).is(422).text;
                assert!(refused.contains("没有口令"), "{path}");
            }
        }
        s.house.enter(&[("login", "zht"), ("password", "Stone mill 1953")]).is(422);
        s.house.happened(&[]);
        enter("731905").is(303);
        s.house.look_away();
        let page = s.security.get("/accounts").is(200).text;
        let row = page.split("<tr>").find(|row| row.contains("<td>zht</td>")).unwrap();
        assert!(row.contains("已启用"));
        // The security administrator sees it; a leader ends it at once, sessions and all.
        assert!(s.security.get("/devices").is(200).text.contains("Chrome Android"));
        let phones = s.leader.ask("/devices").is(200).json();
        let phones = phones["phones"].as_array().unwrap();
        let hers = phones.iter().find(|row| row["device"] == "Chrome Android").unwrap();
        let account = hers["account"].as_str().unwrap().to_owned();
        s.leader.post("/devices/ending", &[("account", &account), ("reason", "手机丢了")]).is(303);
        s.house.happened(&["people.end_devices"]);
        assert!(
            browse(s.house, "GET", "/orders", &again, "").is(303).location.starts_with("/sign-in")
        );
        assert_eq!(enter("731905").is(303).location, "/sign-in");
        s.officer.get("/devices").is(403);
        s.house.look_away();
    });
}

#[test]
fn five_wrong_tries_and_the_station_binds_it_anew() {
    engines(|s| {
        let link = assistant(s);
        let first = s.house.enter_by(&link);
        let set = first.post("/account/pin", &[("pin", "731905")]).is(303);
        let phone = station::web::phone_cookie(FOLDER);
        let bound = cookie(&set, &phone).unwrap();
        let enter = |pin: &str| {
            let form = format!("pin={pin}&next=/");
            browse(s.house, "POST", "/sign-in/pin", &bound, &form)
        };
        s.house.look_away();
        for _ in 0..4 {
            enter("111111").is(422);
            s.house.wait(60);
        }
        // The right one in between begins the count anew.
        enter("731905").is(303);
        for _ in 0..4 {
            s.house.wait(60);
            enter("111111").is(422);
        }
        s.house.wait(60);
        assert!(enter("111111").is(403).text.contains("这部手机已经停用"));
        s.house.happened_only(&["people.lock_phone", "matters.warn_of_gaps"]);
        assert_eq!(enter("731905").is(303).location, "/sign-in");
        // The session that was open on it ends, too: it binds the phone to nobody else.
        assert!(first.get("/orders").is(303).location.starts_with("/sign-in"));
        first.post("/account/pin", &[("pin", "246813")]).is(303);
        assert!(first.get("/account").is(303).location.starts_with("/sign-in"));
        let plain = browse(s.house, "GET", "/sign-in", &bound, "").is(200).text;
        assert!(plain.contains("id=\"login\""));
        // A new link, given by two, binds another phone; the old sessions are over.
        let people = s.system.ask("/accounts").is(200).json();
        let row = people["items"].as_array().unwrap().iter().find(|row| row["login"] == "zht");
        let id = row.unwrap()["account"].as_str().unwrap().to_owned();
        s.system.post("/accounts/links", &[("account", &id), ("reason", "忘了 PIN")]).is(303);
        confirm(&s.security, "忘了 PIN");
        let fresh = s.house.enter_by(&link_of(&s.security, &s.system, "zht"));
        assert_eq!(fresh.get("/orders").is(303).location, "/account");
        fresh.post("/account/pin", &[("pin", "246813")]).is(303);
        fresh.get("/orders").is(200);
        s.house.look_away();
    });
}

#[test]
fn who_has_a_password_binds_no_phone() {
    let Some(house) = open(Engine::Sqlite) else { return };
    let officer = house.person("officer");
    let text = officer.post("/account/pin", &[("pin", "731905")]).is(422).text;
    assert!(text.contains("你用口令和动态码登录"));
    assert!(!officer.get("/account").is(200).text.contains("id=\"pin\""));
}

#[test]
fn who_becomes_staff_needs_password_and_codes_from_then_on() {
    engines(|s| {
        let link = assistant(s);
        let set = s.house.enter_by(&link).post("/account/pin", &[("pin", "731905")]).is(303);
        let bound = cookie(&set, &station::web::phone_cookie(FOLDER)).unwrap();
        let form = "pin=731905&next=/";
        let open = browse(s.house, "POST", "/sign-in/pin", &bound, form).is(303);
        let open = cookie(&open, &station::web::session_cookie(FOLDER)).unwrap();
        browse(s.house, "GET", "/orders", &open, "").is(200);
        let one = [("name", "周海棠"), ("login", "zht"), ("role", "auxiliary")];
        s.system.post("/accounts", &one).is(303);
        confirm(&s.security, "周海棠");
        let page = browse(s.house, "GET", "/sign-in", &bound, "").is(200).text;
        assert!(page.contains("id=\"login\""));
        // What the PIN had opened is over, too: it would have been staff without password and codes.
        let over = browse(s.house, "GET", "/account", &open, "").is(303).location;
        assert!(over.starts_with("/sign-in"));
        let refused = browse(s.house, "POST", "/sign-in/pin", &bound, form).is(303);
        assert_eq!(refused.location, "/sign-in");
        let phones = s.leader.ask("/devices").is(200).json();
        let all = s.again("sys").ask("/accounts").is(200).json();
        let hers = &row_of(&all["items"], "name", "周海棠")["account"];
        assert!(hers.is_string());
        assert!(phones["phones"].as_array().unwrap().iter().all(|row| &row["account"] != hers));
        s.house.look_away();
    });
}
