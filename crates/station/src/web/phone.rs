//! A bound phone: setting its PIN, and signing in with it.

use crate::Site;
use crate::throttle::Try;
use crate::web::call::{Call, Stop};
use crate::web::kept::Kept;
use crate::web::look::{page as answer, see};
use crate::web::sent::{Sent, is_ours, read};
use crate::web::{account, cookies, sign_in};
use crate::words::{Words, words};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base::Fault;
use db::{Class, Tx};
use people::{Phone, Token};
use std::sync::Arc;
use ui::{Html, frame_plain};

/// Where the PIN is set.
pub(crate) const SET: &str = "/account/pin";
/// Where it signs in.
pub(crate) const ENTER: &str = "/sign-in/pin";

#[derive(Template)]
#[template(path = "station/pin.html")]
struct PinTemplate<'a> {
    w: Words,
    name: &'a str,
    next: &'a str,
    kept: &'a Kept,
    kept_says: Option<&'static str>,
    wrong: Option<&'a str>,
    is_locked: bool,
}

/// `POST /account/pin`: binds this browser.
pub(crate) async fn set(site: &Site, call: &Arc<Call>, body: &[u8]) -> Result<Response, Stop> {
    let station = call.station()?;
    let mut sent = Sent::read(call, body)?;
    sent.key()?;
    let pin = sent.input.take("pin").unwrap_or_default();
    if let Err(Fault::Refused(refusals)) = people::check_pin(&pin) {
        return account::again(site, call, station, refusals).await;
    }
    let mut chance = call.chance();
    let hash = sign_in::slowly(site, move || sign_in::hash(&pin, &mut chance)).await??;
    let (asked, device) = (Arc::clone(call), sign_in::device(call));
    let bind = move |tx: &mut Tx<'_>| {
        let Some(who) = asked.recognise(tx)? else { return Ok(None) };
        Call::may_write(&who)?;
        people::bind_phone(tx, &who, &hash, &device).map(Some)
    };
    let token = match site.db().write(Class::Urgent, station, bind).await {
        Err(Fault::Refused(refusals)) => {
            return account::again(site, call, station, refusals).await;
        }
        bound => bound?.ok_or(Stop::SignedOut)?,
    };
    let mut response = see("/");
    sign_in::set_cookies(&mut response, [cookies::bind_phone(site, &token.0)]);
    Ok(response)
}

/// The page that asks for the PIN of the phone at hand; none where it is not bound.
pub(crate) async fn page(
    site: &Site,
    call: &Arc<Call>,
    next: &str,
    kept: &Kept,
) -> Result<Option<Response>, Stop> {
    match bound(site, call).await? {
        Some((_, phone)) => show(call, &phone, next, kept, Tried::Nothing).map(Some),
        None => Ok(None),
    }
}

/// `POST /sign-in/pin`.
pub(crate) async fn enter(site: &Site, call: &Arc<Call>, body: &[u8]) -> Result<Response, Stop> {
    let mut input = read(call, body)?;
    let (pin, next) =
        (input.take("pin").unwrap_or_default(), input.take("next").unwrap_or_default());
    let kept = Kept::take(&mut input);
    let Some((station, phone)) = bound(site, call).await? else { return Ok(see("/sign-in")) };
    let id = phone.id.to_string();
    let tries = Try { station, login: &id, address: &call.address, browser: Some(&id) };
    site.throttle().take(site.db().clock().now(), &tries).map_err(Stop::TooMany)?;
    let phone_id = phone.id;
    let count = move |tx: &mut Tx<'_>| people::take_try(tx, phone_id);
    let hash = site.db().write(Class::Urgent, station, count).await?;
    let right = sign_in::verify(site, pin, hash).await?;
    let tried = phone.clone();
    let settle = move |tx: &mut Tx<'_>| match right {
        true => people::open_by_phone(tx, &tried).map(Ok),
        false => people::give_up_phone(tx, &tried).map(Err),
    };
    match site.db().write(Class::Urgent, station, settle).await? {
        Ok(token) => {
            site.throttle().succeed(&tries);
            let answer = kept.answer(phone.account_id, call.lang())?;
            let mut response =
                answer.unwrap_or_else(|| see(if is_ours(&next) { &next } else { "/" }));
            // Browsers forget after 400 days: whoever uses it keeps it.
            let bound = cookies::find(&call.headers, &cookies::phone_cookie(site.folder_id()));
            let phone = bound.and_then(|secret| cookies::bind_phone(site, &secret));
            sign_in::set_cookies(&mut response, [cookies::open_session(site, &token.0), phone]);
            Ok(response)
        }
        Err(false) => show(call, &phone, &next, &kept, Tried::Wrong),
        Err(true) => show(call, &phone, &next, &kept, Tried::Out),
    }
}

/// The phone at hand, where it is bound, and its station.
async fn bound(site: &Site, call: &Call) -> Result<Option<(i64, Phone)>, Stop> {
    let secret = cookies::find(&call.headers, &cookies::phone_cookie(site.folder_id()));
    let Some((station, digest)) = secret.and_then(|secret| Token::parse(&secret)) else {
        return Ok(None);
    };
    if site.station(station).await?.is_none() {
        return Ok(None);
    }
    let found = site.db().read(station, move |tx| people::find_phone(tx, &digest)).await?;
    Ok(found.map(|phone| (station, phone)))
}

/// What came of a try.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tried {
    Nothing,
    Wrong,
    /// It was the last one.
    Out,
}

fn show(
    call: &Call,
    phone: &Phone,
    next: &str,
    kept: &Kept,
    tried: Tried,
) -> Result<Response, Stop> {
    let w = words(call.lang());
    let (status, wrong) = match tried {
        Tried::Nothing => (StatusCode::OK, None),
        Tried::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, Some(w.pin_refused())),
        Tried::Out => (StatusCode::FORBIDDEN, None),
    };
    let is_locked = tried == Tried::Out;
    let (name, kept_says) = (&phone.name, kept.says(call.lang()));
    let body = Html::of(&PinTemplate { w, name, next, kept, kept_says, wrong, is_locked })?;
    Ok(answer(status, frame_plain(call.lang(), w.sign_in_title(), &body)?))
}
