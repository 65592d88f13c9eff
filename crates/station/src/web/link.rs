//! Sign-in links: looking at one shows a form, so that a preview does not spend it.

use crate::Site;
use crate::throttle::Try;
use crate::web::call::{Call, Stop};
use crate::web::cookies::{self, Mark};
use crate::web::look::{page as answer, see};
use crate::web::sent::read;
use crate::web::sign_in::{device, set_cookies};
use crate::words::{Words, words};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base::Fault;
use db::{Class, Tx};
use people::{Opened, Token, hash_token};
use std::sync::Arc;
use ui::{Html, error_page, frame_plain};

/// Where links lead.
pub(crate) const PATTERN: &str = "/sign-in/link/{token}";

#[derive(Template)]
#[template(path = "station/link.html")]
struct LinkTemplate<'a> {
    w: Words,
    action: &'a str,
    /// Whether a code was handed over with it.
    asks: bool,
    wrong: Option<&'a str>,
}

/// `GET /sign-in/link/{token}`: one button, and a field where a code goes with the link.
pub(crate) async fn page(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    match asks_code(site, call).await? {
        Some(asks) => show(call, asks, None),
        None => over(call),
    }
}

/// Whether a code goes with the link; none where it opens nothing.
async fn asks_code(site: &Site, call: &Call) -> Result<Option<bool>, Stop> {
    let Some((number, digest)) = Token::parse(&call.target) else { return Ok(None) };
    if site.station(number).await?.is_none() {
        return Ok(None);
    }
    Ok(site.db().read(number, move |tx| people::asks_code(tx, &digest)).await?)
}

fn show(call: &Call, asks: bool, wrong: Option<&str>) -> Result<Response, Stop> {
    let w = words(call.lang());
    let (path, _) = call.path.split_once('?').unwrap_or((&call.path, ""));
    let body = Html::of(&LinkTemplate { w, action: path, asks, wrong })?;
    let html = frame_plain(call.lang(), w.sign_in_title(), &body)?;
    let status = wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(answer(status, html))
}

/// `POST /sign-in/link/{token}`: spends it, where the code is right.
pub(crate) async fn enter(site: &Site, call: &Arc<Call>, body: &[u8]) -> Result<Response, Stop> {
    let code = read(call, body)?.take("code").unwrap_or_default();
    let (number, digest) = Token::parse(&call.target).ok_or(Fault::NotFound)?;
    if site.station(number).await?.is_none() {
        return over(call);
    }
    let tries = Try { station: 0, login: &call.target, address: &call.address, browser: None };
    site.throttle().take(site.db().clock().now(), &tries).map_err(Stop::TooMany)?;
    let (device, from) = (device(call), call.address.clone());
    let spend = move |tx: &mut Tx<'_>| {
        let token = match people::use_link(tx, &digest, &code, (&device, &from))? {
            Opened::In(token) => token,
            other => return Ok(Err(other)),
        };
        let who = people::recognise(tx, &hash_token(&token.0))?.ok_or(Fault::NotFound)?;
        let person = people::find_account(tx, who.actor.account)?.ok_or(Fault::NotFound)?;
        Ok(Ok((token, person.login)))
    };
    let (token, login) = match site.db().write(Class::Urgent, number, spend).await {
        Err(Fault::NotFound) | Ok(Err(Opened::Over)) => return over(call),
        Ok(Err(_)) => return show(call, true, Some(words(call.lang()).link_code_wrong())),
        Ok(Ok(spent)) => spent,
        Err(fault) => return Err(fault.into()),
    };
    site.throttle().succeed(&tries);
    let mut response = see("/");
    let mark = Mark::of(&call.headers, site, || call.chance().secret());
    let known = mark.with(site, number, &login);
    set_cookies(&mut response, [cookies::open_session(site, &token.0), known]);
    Ok(response)
}

fn over(call: &Call) -> Result<Response, Stop> {
    let w = words(call.lang());
    let body = error_page(w.link_over(), w.link_over_detail(), ("/sign-in", w.to_sign_in()))?;
    Ok(answer(StatusCode::NOT_FOUND, frame_plain(call.lang(), w.sign_in_title(), &body)?))
}
