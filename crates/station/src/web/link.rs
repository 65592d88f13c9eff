//! Sign-in links: looking at one shows a button, so that a preview does not spend it.

use crate::Site;
use crate::throttle::Try;
use crate::web::call::{Call, Stop};
use crate::web::cookies::{self, Mark};
use crate::web::look::{page as answer, see};
use crate::web::sign_in::{device, set_cookies};
use crate::words::words;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base::Fault;
use db::Class;
use people::{Token, hash_token};
use std::sync::Arc;
use ui::{Html, error_page, frame_plain};

/// Where links lead.
pub(crate) const PATTERN: &str = "/sign-in/link/{token}";

#[derive(Template)]
#[template(path = "station/link.html")]
struct LinkTemplate<'a> {
    text: &'a str,
    button: &'a str,
    action: &'a str,
}

/// `GET /sign-in/link/{token}`: one button.
pub(crate) async fn page(_: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let w = words(call.lang());
    let (path, _) = call.path.split_once('?').unwrap_or((&call.path, ""));
    let body = LinkTemplate { text: w.link_text(), button: w.sign_in(), action: path };
    let html = frame_plain(call.lang(), w.sign_in_title(), &Html::of(&body)?)?;
    Ok(answer(StatusCode::OK, html))
}

/// `POST /sign-in/link/{token}`: spends it.
pub(crate) async fn enter(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let (number, digest) = Token::parse(&call.target).ok_or(Fault::NotFound)?;
    if site.station(number).await?.is_none() {
        return over(call);
    }
    let tries = Try { station: 0, login: &call.target, address: &call.address, browser: None };
    site.throttle().take(site.db().clock().now(), &tries).map_err(Stop::TooMany)?;
    let device = device(call);
    let spend = move |tx: &mut db::Tx<'_>| {
        let token = people::use_link(tx, &digest, &device)?;
        let who = people::recognise(tx, &hash_token(&token.0))?.ok_or(Fault::NotFound)?;
        let person = people::find_account(tx, who.actor.account)?.ok_or(Fault::NotFound)?;
        Ok((token, person.login))
    };
    let (token, login) = match site.db().write(Class::Urgent, number, spend).await {
        Err(Fault::NotFound) => return over(call),
        spent => spent?,
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
