//! One request: by which door it came, who sent it, and what it was answered.

use crate::Site;
use crate::gate::Line;
use crate::site::{Idle, Station};
use crate::web::around::Around;
use crate::web::{Peer, body, cookies, fault, menu, peer, scripted};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, RawPathParams, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use base::{Fault, Lang, Seed, Theme, Time};
use db::Tx;
use futures_util::FutureExt;
use people::{Recognised, Token, TokenKind, hash_token};
use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use ui::Visit;

/// How a request wants to be answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Door {
    /// With pages.
    Page,
    /// With JSON.
    Api,
}

/// Why a request was not done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody is signed in.
    SignedOut,
    /// The act or the view said no.
    Fault(Fault),
    /// Too many tries: seconds to wait.
    TooMany(i64),
    /// The body is too large.
    TooLarge,
    /// The body did not come in time.
    TooSlow,
    /// The body is neither a form nor JSON.
    WrongType,
    /// No idempotency key.
    NoKey,
    /// The request came from another site's page.
    Foreign,
    /// The form was made for somebody else who was signed in at this browser.
    NotYours,
    /// Nothing of this method here.
    WrongMethod,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

/// One request, without the database: closures on its threads may hold it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) door: Door,
    /// The pattern of the route.
    pub(crate) route: &'static str,
    /// The path's parameter.
    pub(crate) target: String,
    /// Path and query.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) reads: bool,
    pub(crate) headers: HeaderMap,
    /// Where it came from.
    pub(crate) address: String,
    /// The largest body taken in.
    pub(crate) limit: usize,
    /// The connection's place at the gate.
    line: Option<Arc<Line>>,
    /// Where the house is served.
    url: String,
    seed: Arc<Seed>,
    idle: Arc<Idle>,
    secret: Option<Secret>,
    station: OnceLock<Arc<Station>>,
    seen: OnceLock<Seen>,
    around: Around,
}

/// By what the sender is recognised.
#[derive(Clone, Copy, Debug)]
enum Secret {
    /// The digest of a session's or program's secret, and the station it says.
    Session(i64, [u8; 32]),
    /// The path itself is the link of a hand-over, of this station.
    Link(i64),
}

impl Secret {
    const fn station(self) -> i64 {
        match self {
            Secret::Session(station, _) | Secret::Link(station) => station,
        }
    }
}

/// The rule under which nothing but one's own account is open.
pub(crate) const OWES: &str = "owes_keys";

/// Routes whose parameter is the secret: of a hand-over, of a wall screen.
const LINKED: [&str; 2] = ["/referred/", "/wall/"];

fn is_linked(route: &str) -> bool {
    LINKED.iter().any(|prefix| route.starts_with(prefix))
}

/// Who was recognised, and when.
#[derive(Clone, Debug)]
struct Seen {
    who: Recognised,
    now: Time,
    change: i64,
}

impl Call {
    pub(crate) fn new(
        site: &Site,
        route: &'static str,
        door: Door,
        params: &RawPathParams,
        request: Request,
    ) -> (Call, Body) {
        let target = params.iter().next().map_or("", |(_, value)| value).to_owned();
        let (parts, body) = request.into_parts();
        (Call::of(site, route, door, target, parts), body)
    }

    /// The same call, which takes pasted rows in.
    pub(crate) fn with_rows(self, rows: bool) -> Call {
        Call { limit: if rows { body::ROWS_LIMIT } else { self.limit }, ..self }
    }

    /// A request for which there is no route.
    pub(crate) fn unrouted(site: &Site, request: Request) -> (Call, Body) {
        let (parts, body) = request.into_parts();
        let door = if parts.uri.path().starts_with("/api/") { Door::Api } else { Door::Page };
        (Call::of(site, "", door, String::new(), parts), body)
    }

    fn of(site: &Site, route: &'static str, door: Door, target: String, parts: Parts) -> Call {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let from = parts.extensions.get::<ConnectInfo<Peer>>();
        let text = peer::bearer(&parts.headers)
            .or_else(|| cookies::find(&parts.headers, &cookies::session_cookie(site.folder_id())));
        let secret = if is_linked(route) {
            people::parse_secret(&target).map(|(station, _)| Secret::Link(station))
        } else {
            let session = text.and_then(|text| Token::parse(&text));
            session.map(|(station, digest)| Secret::Session(station, digest))
        };
        Call {
            door,
            route,
            target,
            path,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            reads: parts.method.is_safe(),
            address: peer::address(site, from, &parts.headers),
            line: from.and_then(|peer| peer.0.line.clone()),
            headers: parts.headers,
            limit: body::LIMIT,
            url: site.url().unwrap_or_default().to_owned(),
            seed: Arc::clone(site.seed()),
            idle: Arc::clone(site.idle()),
            secret,
            station: OnceLock::new(),
            seen: OnceLock::new(),
            around: Around::of(site, matches!(secret, Some(Secret::Session(..)))),
        }
    }

    /// The station of its secret, if it is one of ours.
    async fn attach(&self, site: &Site) -> Result<(), Fault> {
        let number = self.secret.map(Secret::station);
        if let Some(number) = number
            && let Some(station) = site.station(number).await?
        {
            // Set once, right after the call was made.
            drop(self.station.set(station));
        } else if is_linked(self.route) {
            return Err(Fault::NotFound);
        }
        Ok(())
    }

    /// The number of the station its sender says they belong to.
    pub(crate) fn station(&self) -> Result<i64, Stop> {
        self.station.get().map(|station| station.row.station_id).ok_or(Stop::SignedOut)
    }

    pub(crate) fn zone(&self) -> base::Zone {
        self.station.get().map_or_else(base::Zone::utc, |station| station.face.zone.clone())
    }

    /// Recognises the sender; `None` where nobody is signed in.
    pub(crate) fn recognise(&self, tx: &mut Tx<'_>) -> Result<Option<Recognised>, Fault> {
        let who = match self.secret {
            None => return Ok(None),
            Some(Secret::Session(_, digest)) => self.awake(tx, &digest)?,
            Some(Secret::Link(_)) if self.route.starts_with(LINKED[0]) => {
                Some(self.recognise_body(tx)?)
            }
            Some(Secret::Link(_)) => Some(self.recognise_wall(tx)?),
        };
        if let Some(who) = &who {
            if self.line.as_ref().is_some_and(|line| !line.belongs(who.session)) {
                return Err(Fault::Overloaded);
            }
            self.pay_first(who)?;
            let seen = Seen { who: who.clone(), now: tx.now(), change: 0 };
            drop(self.seen.set(seen));
        }
        Ok(who)
    }

    /// The connection goes on as a live stream.
    pub(crate) fn keeps_open(&self) {
        if let Some(line) = &self.line {
            line.keeps_open();
        }
    }

    /// Whoever owes a password, a second factor or a PIN comes no farther than their own account.
    fn pay_first(&self, who: &Recognised) -> Result<(), Fault> {
        let own =
            ["/account", "/sign-out"].contains(&self.route) || self.route.starts_with("/account/");
        if who.owes == people::Owes::Nothing || own {
            return Ok(());
        }
        Err(Fault::refused(OWES, |lang| crate::words::words(lang).owes_keys()))
    }

    /// Whoever has the session, unless it was left unused for too long.
    fn awake(&self, tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Recognised>, Fault> {
        let who = people::recognise(tx, digest)?.filter(|who| !self.idle.is_over(who, tx.now()));
        if let Some(who) = &who
            && self.is_use()
        {
            self.idle.touch(who, tx.now());
        }
        Ok(who)
    }

    /// Whether somebody's hand is behind it: a page that keeps itself fresh is no use of a session.
    fn is_use(&self) -> bool {
        self.route != "/stream" && !self.is_quiet()
    }

    /// Whether a page keeps itself fresh, with nobody behind it.
    pub(crate) fn is_quiet(&self) -> bool {
        self.header("x-quiet").is_some()
    }

    /// A wall screen: a device that looks.
    fn recognise_wall(&self, tx: &mut Tx<'_>) -> Result<Recognised, Fault> {
        let found = people::recognise_wall(tx, &self.target, self.asked_lang())?;
        let (actor, wall) = found.ok_or(Fault::NotFound)?;
        Ok(Recognised {
            actor,
            session: wall.id,
            kind: TokenKind::Read,
            theme: Theme::Auto,
            single_keys: false,
            expires: wall.valid_until,
            opened: wall.opened_at,
            idle_s: 0,
            owes: people::Owes::Nothing,
            opened_by: people::WayIn::Token,
        })
    }

    /// The body that holds the link of a hand-over: no account, no session, this one matter.
    fn recognise_body(&self, tx: &mut Tx<'_>) -> Result<Recognised, Fault> {
        let referral = matters::find_by_secret(tx, &self.target)?.ok_or(Fault::NotFound)?;
        Ok(Recognised {
            actor: matters::body_actor(tx, self.asked_lang())?,
            session: referral.id,
            kind: TokenKind::Full,
            theme: Theme::Auto,
            single_keys: false,
            expires: referral.link_until,
            opened: tx.now(),
            idle_s: 0,
            owes: people::Owes::Nothing,
            opened_by: people::WayIn::Token,
        })
    }

    /// Recognises the sender and opens a visit; pages come back to `path`.
    pub(crate) fn enter(&self, tx: &mut Tx<'_>, path: &str) -> Result<Option<Visit>, Fault> {
        let Some(who) = self.recognise(tx)? else {
            return Ok(None);
        };
        let change = notify::last_position(tx)?;
        let visit = self.visit(Seen { who, now: tx.now(), change }, path);
        self.around.draw(tx, visit, self.door)
    }

    /// The visit of whoever was recognised, for a page made outside a transaction.
    pub(crate) fn visit_seen(&self) -> Option<Visit> {
        self.visit(self.seen.get()?.clone(), &self.path)
    }

    fn visit(&self, seen: Seen, path: &str) -> Option<Visit> {
        let digest = hash_token(&seen.who.session.to_string());
        let part = self.headers.get("x-part").and_then(|part| part.to_str().ok());
        Some(Visit {
            menu: menu::menu(&seen.who.actor, path),
            actor: seen.who.actor,
            station: self.station.get()?.face.clone(),
            now: seen.now,
            theme: seen.who.theme,
            owes: seen.who.owes.code(),
            by_link: seen.who.opened_by == people::WayIn::Link,
            single_keys: seen.who.single_keys,
            url: self.url.clone(),
            path: path.to_owned(),
            part: part.map(str::to_owned),
            change: seen.change,
            listens: self.around.listens(seen.who.owes),
            alarm: self.around.alarm(),
            bells: self.around.bells(),
            channel: digest[..6].iter().map(|byte| format!("{byte:02x}")).collect(),
            chance: RefCell::new(self.seed.next()),
            shown: RefCell::default(),
        })
    }

    pub(crate) fn who(&self) -> Option<&Recognised> {
        self.seen.get().map(|seen| &seen.who)
    }

    pub(crate) fn actor(&self) -> Option<&base::Actor> {
        self.seen.get().map(|seen| &seen.who.actor)
    }

    /// What may be said to a secret that only reads.
    pub(crate) fn may_write(who: &Recognised) -> Result<(), Fault> {
        match who.kind {
            TokenKind::Browser | TokenKind::Full => Ok(()),
            TokenKind::Read => Err(Fault::Forbidden { permission: "people.write_token" }),
        }
    }

    /// The language of the answer: the account's, else the browser's, else Chinese.
    pub(crate) fn lang(&self) -> Lang {
        if let Some(actor) = self.actor() {
            return actor.lang;
        }
        self.asked_lang()
    }

    /// The browser's language, else Chinese.
    fn asked_lang(&self) -> Lang {
        let asked = self.header("accept-language").unwrap_or_default();
        if asked.to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Fresh chance for secrets of the edge itself.
    pub(crate) fn chance(&self) -> base::Chance {
        self.seed.next()
    }
}

/// Does the work of a request; whatever stops it, even a panic, becomes an answer.
pub(crate) async fn answer<W, F>(site: Site, call: Call, body: Body, work: W) -> Response
where
    W: FnOnce(Site, Arc<Call>, Bytes) -> F + Send,
    F: Future<Output = Result<Response, Stop>> + Send,
{
    let call = Arc::new(call);
    let run = async {
        call.attach(&site).await?;
        let bytes = body::take(&site, &call, body).await?;
        work(site.clone(), Arc::clone(&call), bytes).await
    };
    let done = AssertUnwindSafe(run).catch_unwind().await;
    let done = done.unwrap_or_else(|_| Err(Fault::internal("a handler panicked").into()));
    let response = match done {
        Ok(response) => response,
        Err(stop) => fault::respond(&site, &call, stop).await,
    };
    scripted::told(&call, response)
}
