//! Signing in with a password. Every failure reads alike and takes as long as any other.

use crate::Site;
use crate::site::Station;
use crate::throttle::Try;
use crate::web::call::{Call, Stop};
use crate::web::cookies::{self, Mark};
use crate::web::kept::Kept;
use crate::web::look::{page as answer, see};
use crate::web::sent::{is_ours, read};
use crate::web::{phone, set_up};
use crate::words::{Words, words};
use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base::{Chance, Fault, Id, Lang, clean_line};
use db::Class;
use std::sync::{Arc, LazyLock};
use ui::{Html, Input, frame_plain};

/// Checked where there is no password to check, so that unknown names take as long.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash("nobody signs in with this", &mut Chance::System).unwrap_or_default());

#[derive(Template)]
#[template(path = "station/sign_in.html")]
struct SignInTemplate<'a> {
    w: Words,
    lang: Lang,
    many: bool,
    wrong: Option<&'a str>,
    station: &'a str,
    login: &'a str,
    next: &'a str,
    other_href: String,
    other_lang: Lang,
    other_name: &'static str,
    kept: &'a Kept,
    kept_says: Option<&'static str>,
}

/// What was typed.
#[derive(Clone, Debug)]
struct Typed {
    station: String,
    login: String,
    password: String,
    code: String,
    next: String,
    lang: Lang,
    kept: Kept,
}

/// `GET /sign-in`.
pub(crate) async fn page(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    if site.doorway().set_up.is_some() && site.stations().await?.is_empty() {
        return Ok(see(set_up::PATTERN));
    }
    let mut input = Input::from_query(&call.query, &["by", "next", "lang", "station", "login"])?;
    let by_password = input.take("by").is_some();
    let typed = Typed::of(call, input);
    if !by_password && let Some(asked) = phone::page(site, call, &typed.next, &typed.kept).await? {
        return Ok(asked);
    }
    show(site, &typed, StatusCode::OK, None).await
}

/// Asks whoever sent a form without a session to sign in; the form goes along.
pub(crate) async fn ask(site: &Site, call: &Arc<Call>, kept: &Kept) -> Result<Response, Stop> {
    if let Some(asked) = phone::page(site, call, "", kept).await? {
        return Ok(asked);
    }
    let typed = Typed { kept: kept.clone(), ..Typed::of(call, Input::default()) };
    show(site, &typed, StatusCode::UNAUTHORIZED, None).await
}

/// `POST /sign-in`.
pub(crate) async fn enter(site: &Site, call: &Arc<Call>, body: &[u8]) -> Result<Response, Stop> {
    let typed = Typed::of(call, read(call, body)?);
    let station = find_station(site, &typed.station).await?;
    let number = station.as_ref().map_or(0, |station| station.row.station_id);
    let mark = Mark::of(&call.headers, site, || call.chance().secret());
    let known = mark.knows(site.db().keys(), number, &typed.login);
    let tries = Try {
        station: number,
        login: &typed.login,
        address: &call.address,
        browser: known.then_some(mark.random.as_str()),
    };
    if let Err(seconds) = site.throttle().take(site.db().clock().now(), &tries) {
        return too_many(site, &typed, seconds).await;
    }
    let Some(account) = check(site, number, &typed).await? else {
        let w = words(typed.lang);
        return show(site, &typed, StatusCode::UNPROCESSABLE_ENTITY, Some(w.wrong_password()))
            .await;
    };
    let (device, code) = (device(call), typed.code.clone());
    let open = move |tx: &mut db::Tx<'_>| {
        if people::has_second(tx, account)? && !people::spend_code(tx, account, &code)? {
            return Ok(None);
        }
        people::open_session(tx, account, &device, people::WayIn::Password).map(Some)
    };
    let Some(token) = site.db().write(Class::Urgent, number, open).await? else {
        let text = words(typed.lang).wrong_password();
        return show(site, &typed, StatusCode::UNPROCESSABLE_ENTITY, Some(text)).await;
    };
    site.throttle().succeed(&tries);
    let kept = typed.kept.answer(account, typed.lang)?;
    let onward = || see(if is_ours(&typed.next) { &typed.next } else { "/" });
    let mut response = kept.unwrap_or_else(onward);
    let known = mark.with(site, number, &typed.login);
    set_cookies(&mut response, [cookies::open_session(site, &token.0), known]);
    Ok(response)
}

async fn too_many(site: &Site, typed: &Typed, seconds: i64) -> Result<Response, Stop> {
    let text = words(typed.lang).too_many_detail(seconds);
    let mut response = show(site, typed, StatusCode::TOO_MANY_REQUESTS, Some(&text)).await?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// The account, if login and password belong together.
async fn check(site: &Site, station: i64, typed: &Typed) -> Result<Option<Id>, Stop> {
    let login = typed.login.clone();
    let found = match station {
        0 => None,
        _ => site.db().read(station, move |tx| people::password_of(tx, &login)).await?,
    };
    let (account, hash) = found.map_or((None, None), |(account, hash)| (Some(account), hash));
    let real = hash.is_some();
    let right = verify(site, typed.password.clone(), hash).await?;
    Ok(account.filter(|_| real && right))
}

/// Whether `password` is the one behind `hash`; looked at on the threads for slow work, few at
/// once. Without a hash it takes as long and is wrong.
pub(crate) async fn verify(
    site: &Site,
    password: String,
    hash: Option<String>,
) -> Result<bool, Stop> {
    let work = move || {
        let real = hash.is_some();
        let right = people::check_password(&password, hash.as_deref().unwrap_or(&NOBODY));
        real && right
    };
    slowly(site, work).await
}

/// Runs slow work on a thread of its own; [`Fault::Overloaded`] where too much waits already.
pub(crate) async fn slowly<T: Send + 'static>(
    site: &Site,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stop> {
    let turn = tokio::time::timeout(std::time::Duration::from_secs(5), site.hashers().acquire());
    let _turn = turn.await.map_err(|_| Fault::Overloaded)?.map_err(Fault::internal)?;
    Ok(tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?)
}

/// The digest of a password (Argon2id, RFC 9106) with a salt of its own.
pub(crate) fn hash(password: &str, chance: &mut Chance) -> Result<String, Fault> {
    let mut salt = [0; 16];
    chance.fill(&mut salt);
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| Fault::internal(error.to_string()))
}

pub(crate) async fn find_station(site: &Site, code: &str) -> Result<Option<Arc<Station>>, Fault> {
    let stations = site.stations().await?;
    if code.is_empty() && stations.len() == 1 {
        return Ok(stations.into_iter().next());
    }
    Ok(stations.into_iter().find(|station| station.row.code == code))
}

async fn show(
    site: &Site,
    typed: &Typed,
    status: StatusCode,
    wrong: Option<&str>,
) -> Result<Response, Stop> {
    let w = words(typed.lang);
    let other_lang = if typed.lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let next: String = form_urlencoded::byte_serialize(typed.next.as_bytes()).collect();
    let body = Html::of(&SignInTemplate {
        w,
        lang: typed.lang,
        many: site.stations().await?.len() != 1,
        wrong,
        station: &typed.station,
        login: &typed.login,
        next: &typed.next,
        other_href: format!("/sign-in?lang={other_lang}&next={next}"),
        other_lang,
        other_name: words(other_lang).own_name(),
        kept: &typed.kept,
        kept_says: typed.kept.says(typed.lang),
    })?;
    Ok(answer(status, frame_plain(typed.lang, w.sign_in_title(), &body)?))
}

/// Which browser, in two words, for the list of one's sessions.
pub(crate) fn device(call: &Call) -> String {
    let agent = call.header("user-agent").unwrap_or_default();
    let first = |names: &[&'static str]| names.iter().find(|name| agent.contains(**name)).copied();
    let browser = first(&["Edg", "Firefox", "Chrome", "Safari"]);
    let system = first(&["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

pub(crate) fn set_cookies<const N: usize>(
    response: &mut Response,
    cookies: [Option<HeaderValue>; N],
) {
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

impl Typed {
    fn of(call: &Call, mut input: Input) -> Typed {
        let mut line = |name: &str, most: usize| {
            let text = input.take(name).unwrap_or_default();
            clean_line(&text).unwrap_or_default().chars().take(most).collect::<String>()
        };
        let (station, login) = (line("station", 32), line("login", 64));
        let code = line("code", 6);
        let next = line("next", 500);
        let lang = Lang::from_code(&line("lang", 5)).unwrap_or_else(|| call.lang());
        let password = input.take("password").unwrap_or_default();
        let password = password.chars().take(200).collect();
        Typed { station, login, password, code, next, lang, kept: Kept::take(&mut input) }
    }
}
