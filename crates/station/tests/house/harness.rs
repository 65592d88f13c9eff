//! A house for one test: a throw-away database, the invented town, a clock held by hand, and
//! people who click. It fails on anything left unlooked at.

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use base::{Id, Seed};
use db::testing::{Engine, TestDb};
use serde_json::Value;
use station::site::Doorway;
use station::{Site, SiteSettings};
use std::cell::Cell;
use tower::ServiceExt;

/// The cookie's part of the data folder's name.
const FOLDER: &str = "test0000";

/// The house.
pub struct House {
    pub test: TestDb,
    pub town: world::Station,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
    keys: Cell<u64>,
    looked: Cell<i64>,
}

/// Somebody at a screen.
pub struct Person<'h> {
    house: &'h House,
    pub account: Id,
    token: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub text: String,
    pub headers: axum::http::HeaderMap,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Answer {
        assert_eq!(self.status.as_u16(), status, "{} {}", self.location, self.text);
        self
    }
}

/// Opens a house on this engine, with nothing open yet; `None`, said aloud, without the engine.
pub fn open(engine: Engine) -> Option<House> {
    open_with(engine, &world::Plan::town(1, 11, db::testing::EVENING))
}

/// Opens a house with this world behind it.
pub fn open_with(engine: Engine, plan: &world::Plan) -> Option<House> {
    open_as(engine, plan, Doorway::default(), None)
}

/// Opens a house that has folders of its own.
pub fn open_with_folders(engine: Engine, folders: station::site::House) -> Option<House> {
    let plan = world::Plan::town(1, 11, db::testing::EVENING);
    open_as(engine, &plan, Doorway::default(), Some(folders))
}

/// Opens a house that is reached through the proxy at this address.
pub fn open_behind(engine: Engine, proxy: std::net::IpAddr) -> Option<House> {
    let plan = world::Plan::town(1, 11, db::testing::EVENING);
    let doorway = Doorway { proxy: Some(proxy), secure: true, ..Doorway::default() };
    open_as(engine, &plan, doorway, None)
}

fn open_as(
    engine: Engine,
    plan: &world::Plan,
    doorway: Doorway,
    folders: Option<station::site::House>,
) -> Option<House> {
    let (migrations, tables) = (station::rooms::migrations(), station::rooms::tables());
    let test = db::testing::open(engine, &migrations, &tables, 11).unwrap()?;
    let town = world::build(&test.db, &test.clock, plan, &mut |_, _| {}).unwrap();
    let house = serve(test, town, doorway, folders);
    house.look_away();
    Some(house)
}

/// Opens a house in which no station stands yet; gives the one-time code too.
pub fn open_empty(engine: Engine) -> Option<(House, String)> {
    let (migrations, tables) = (station::rooms::migrations(), station::rooms::tables());
    let test = db::testing::open(engine, &migrations, &tables, 11).unwrap()?;
    let now = test.clock.now();
    let (code, kept) = station::site::SetUpCode::draw(&mut base::Chance::seeded(3), now);
    let doorway = Doorway { set_up: Some(kept), ..Doorway::default() };
    let town = world::Station {
        station: 1,
        accounts: std::collections::BTreeMap::new(),
        system: base::Actor::system(1, Id::from_number(0)),
    };
    Some((serve(test, town, doorway, None), code))
}

fn serve(
    test: TestDb,
    town: world::Station,
    doorway: Doorway,
    house: Option<station::site::House>,
) -> House {
    let (db, seed) = (test.db.clone(), Seed::fixed(5));
    let site = Site::new(SiteSettings { db, seed, folder_id: FOLDER.into(), doorway, house });
    let router = station::web::router(&site);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    House { test, town, router, runtime, keys: Cell::new(0), looked: Cell::new(0) }
}

/// The six digits that an authenticator with this secret shows at `at`.
pub fn code_at(secret: &str, at: base::Time) -> String {
    let seconds = u64::try_from(at.micros() / 1_000_000).unwrap();
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_skew(0).with_secret(secret).build().unwrap();
    totp.generate(seconds).to_string()
}

impl House {
    /// Somebody who came in by a link that opens once.
    pub fn follow(&self, link: &str) -> Person<'_> {
        let quiet = self.since().is_empty();
        let person = self.enter_by(link);
        if quiet {
            self.look_away();
        }
        self.with_token(person.token)
    }

    /// The same, before a password is set.
    pub fn enter_by(&self, link: &str) -> Person<'_> {
        self.session_of(&self.open_link(link).is(303))
    }

    /// What comes of a link and, behind a `#`, its code.
    pub fn open_link(&self, link: &str) -> Answer {
        let at = link.find("/sign-in/link/").expect("a sign-in link");
        let (path, code) = link[at..].split_once('#').unwrap_or((&link[at..], ""));
        self.stranger_post(path, &[("code", code)])
    }

    /// Whoever was let in by this answer.
    pub fn session_of(&self, answer: &Answer) -> Person<'_> {
        let name = station::web::session_cookie(FOLDER);
        let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
        let mut lines = cookies.filter_map(|line| line.to_str().ok()?.strip_prefix(&*name));
        let token = lines.next().unwrap()[1..].split(';').next().unwrap().to_owned();
        Person { house: self, account: Id::from_number(0), token }
    }

    /// Somebody who holds this session's secret.
    pub fn with_token(&self, token: String) -> Person<'_> {
        let (station, digest) = people::Token::parse(&token).unwrap();
        let who = self.test.db.read_now(station, move |tx| people::recognise(tx, &digest));
        let who = who.unwrap().unwrap();
        let (account, owes) = (who.actor.account, who.owes);
        let person = Person { house: self, account, token };
        if owes != people::Owes::Nothing {
            // What it takes to come in is no part of a story that had nothing to look at.
            let quiet = self.since().is_empty();
            self.pay(&person, who);
            if quiet {
                self.look_away();
            }
        }
        person
    }

    /// Sets the password or the PIN that somebody owes, and enrols the device of whoever owes a second factor.
    fn pay(&self, person: &Person<'_>, who: people::Recognised) {
        let hash = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$0000";
        let set = move |tx: &mut db::Tx<'_>| match who.owes {
            people::Owes::Pin => people::bind_phone(tx, &who, hash, "test").map(|_| ()),
            _ => people::set_password_hash(tx, &who, hash),
        };
        self.test.db.write_now(self.town.station, set).unwrap();
        // Whoever has no right left has no page of their own either.
        let page = person.get("/account").text;
        if page.contains("先启用动态码") {
            let secret = page.split("class=\"fingerprint\">").nth(1).unwrap();
            let code = code_at(secret.split('<').next().unwrap(), self.test.clock.now());
            person.post("/account/second-factor", &[("code", &code)]).is(303);
        }
    }

    /// Somebody by the name of their role in the town, with a fresh session.
    pub fn person(&self, role: &str) -> Person<'_> {
        let account = self.town.accounts[role];
        let token = self.test.db.write_now(self.town.station, move |tx| {
            people::open_session(tx, account, "test", people::WayIn::Link)
        });
        Person { house: self, account, token: token.unwrap().0 }
    }

    /// Lets seconds pass, and every timer that is due do its work.
    pub fn wait(&self, seconds: i64) {
        self.test.clock.advance(seconds);
        let station = self.test.db.read_now(self.town.station, people::find_station).unwrap();
        station::jobs::tick(&self.test.db, &station).unwrap();
    }

    /// Fails unless exactly these acts were written since the last look, in this order.
    #[track_caller]
    pub fn happened(&self, acts: &[&str]) {
        let found = self.since();
        let names: Vec<&str> = found.iter().map(|(_, act)| act.as_str()).collect();
        assert_eq!(names, acts);
        self.looked.set(found.last().map_or(self.looked.get(), |(position, _)| *position));
    }

    /// Fails where anything but these acts was written since the last look.
    #[track_caller]
    pub fn happened_only(&self, acts: &[&str]) {
        let found = self.since();
        let other = found.iter().find(|(_, act)| !acts.contains(&act.as_str()));
        assert_eq!(other, None);
        self.look_away();
    }

    /// Sends the sign-in form of somebody without a session.
    pub fn enter(&self, form: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let request = Request::builder()
            .method("POST")
            .uri("/sign-in")
            .header(header::HOST, "localhost")
            .header("Sec-Fetch-Site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.finish())).unwrap())
    }

    /// Looks at a page as somebody without a session.
    pub fn stranger_get(&self, path: &str) -> Answer {
        let request = Request::builder().uri(path).header(header::HOST, "localhost");
        self.send(request.body(Body::empty()).unwrap())
    }

    /// Looks at a page as somebody without a session, from an address.
    pub fn get_from(&self, path: &str, from: std::net::IpAddr) -> Answer {
        let peer = station::web::Peer { address: (from, 4711).into(), line: None };
        let request = Request::builder().uri(path).header(header::HOST, "localhost");
        let request = request.extension(axum::extract::ConnectInfo(peer));
        self.send(request.body(Body::empty()).unwrap())
    }

    /// Sends a form as somebody without a session.
    pub fn stranger_post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form).append_pair("idempotency_key", &self.key());
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::HOST, "localhost")
            .header("Sec-Fetch-Site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.finish())).unwrap())
    }

    /// Takes what was written so far as seen.
    pub fn look_away(&self) {
        if let Some((position, _)) = self.since().last() {
            self.looked.set(*position);
        }
    }

    fn since(&self) -> Vec<(i64, String)> {
        let after = self.looked.get();
        let sql = "SELECT position, act FROM journal_lines WHERE station_id = $1 AND position > $2 ORDER BY position";
        let station = self.town.station;
        self.test.db.read_now(station, move |tx| tx.all(sql, db::args![station, after])).unwrap()
    }

    /// Sends a request as it stands.
    pub fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> =
            self.runtime.block_on(self.router.clone().oneshot(request)).unwrap();
        let (parts, body) = response.into_parts();
        let bytes = self.runtime.block_on(to_bytes(body, 4 << 20)).unwrap();
        let location = parts.headers.get(header::LOCATION);
        Answer {
            status: parts.status,
            location: location.map_or(String::new(), |l| l.to_str().unwrap().to_owned()),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            headers: parts.headers,
        }
    }

    /// A key that was not used before.
    pub fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        format!("test-key-{:08}", self.keys.get())
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let left = self.since();
            assert!(left.is_empty(), "left unlooked at: {left:?}");
        }
    }
}

impl Person<'_> {
    /// Looks at a page.
    pub fn get(&self, path: &str) -> Answer {
        self.house.send(self.request("GET", path, "").body(Body::empty()).unwrap())
    }

    /// Looks at a page as one that keeps itself fresh does.
    pub fn get_quietly(&self, path: &str) -> Answer {
        let request = self.request("GET", path, "").header("X-Quiet", "1");
        self.house.send(request.body(Body::empty()).unwrap())
    }

    /// Fetches a part of a page, as the page itself does.
    pub fn get_part(&self, path: &str, part: &str) -> Answer {
        let request = self.request("GET", path, "").header("X-Part", part);
        self.house.send(request.body(Body::empty()).unwrap())
    }

    /// Sends a form, with a key of its own.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.post_with(path, form, &self.house.key())
    }

    /// Sends a form under this key.
    pub fn post_with(&self, path: &str, form: &[(&str, &str)], key: &str) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form).append_pair("idempotency_key", key);
        let kind = "application/x-www-form-urlencoded";
        self.house.send(self.request("POST", path, kind).body(Body::from(body.finish())).unwrap())
    }

    /// Sends a form under this key as a page's script does.
    pub fn post_scripted(&self, path: &str, form: &[(&str, &str)], key: &str) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form).append_pair("idempotency_key", key);
        let kind = "application/x-www-form-urlencoded";
        let request = self.request("POST", path, kind).header("X-Form", "1");
        self.house.send(request.body(Body::from(body.finish())).unwrap())
    }

    /// Asks JSON.
    pub fn ask(&self, path: &str) -> Answer {
        self.get(&format!("/api{path}"))
    }

    /// Orders in JSON under this key.
    pub fn order_with(&self, path: &str, body: &Value, key: &str) -> Answer {
        let request = self.request("POST", &format!("/api{path}"), "application/json");
        let request = request.header("Idempotency-Key", key);
        self.house.send(request.body(Body::from(body.to_string())).unwrap())
    }

    /// Orders in JSON, with a key of its own.
    pub fn order(&self, path: &str, body: &Value) -> Answer {
        self.order_with(path, body, &self.house.key())
    }

    /// Does what is no part of a story that had nothing to look at.
    pub fn quietly<T>(&self, work: impl FnOnce() -> T) -> T {
        let quiet = self.house.since().is_empty();
        let done = work();
        if quiet {
            self.house.look_away();
        }
        done
    }

    /// What their browser sends of us.
    pub fn cookie(&self) -> String {
        format!("{}={}", station::web::session_cookie(FOLDER), self.token)
    }

    fn request(&self, method: &str, path: &str, kind: &str) -> axum::http::request::Builder {
        let cookie = self.cookie();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header("Sec-Fetch-Site", "same-origin")
            .header(header::COOKIE, cookie);
        if kind.is_empty() { request } else { request.header(header::CONTENT_TYPE, kind) }
    }
}
