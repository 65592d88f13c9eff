//! Signing out, and changing one's own password.

use crate::Site;
use crate::throttle::Try;
use crate::web::call::{Call, Stop};
use crate::web::look::{page, see};
use crate::web::sent::Sent;
use crate::web::{cookies, sign_in};
use crate::words::words;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Both, Fault, Lang, Refusal, clean_line};
use db::{Class, Tx};
use people::{PasswordPolicy, Weakness};
use std::borrow::Cow;
use std::sync::Arc;
use ui::{Ask, Draft, Given};

/// Where the password is changed.
pub(crate) const PASSWORD: &str = "/account/password";
const ACCOUNT: &str = "/account";

/// `POST /sign-out`: ends the session and its live streams.
pub(crate) async fn sign_out(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let asked = Arc::clone(call);
    let end = move |tx: &mut Tx<'_>| {
        let Some(who) = asked.recognise(tx)? else {
            return Ok(None);
        };
        people::close_session(tx, who.actor.account, who.session)?;
        Ok(Some(who.session))
    };
    if let Ok(station) = call.station()
        && let Some(session) = site.db().write(Class::Urgent, station, end).await?
    {
        site.hub().close(session);
    }
    let mut response = see("/sign-in");
    sign_in::set_cookies(&mut response, [cookies::close_session(site)]);
    Ok(response)
}

/// `POST /account/password`: the old one is asked where there is one.
pub(crate) async fn set_password(
    site: &Site,
    call: &Arc<Call>,
    body: &[u8],
) -> Result<Response, Stop> {
    let (station, asked) = (call.station()?, Arc::clone(call));
    let look = move |tx: &mut Tx<'_>| {
        let Some(who) = asked.recognise(tx)? else {
            return Ok(None);
        };
        Call::may_write(&who)?;
        people::may_set_password(tx, &who)?;
        let person = people::find_account(tx, who.actor.account)?.ok_or(Fault::NotFound)?;
        let hash = people::password_of(tx, &person.login)?.and_then(|(_, hash)| hash);
        Ok(Some((who.actor, hash, people::password_rule(tx, &person)?)))
    };
    let (actor, hash, (policy, local)) = match site.db().read(station, look).await {
        Err(Fault::Refused(refusals)) => return again(site, call, station, refusals).await,
        looked => looked?.ok_or(Stop::SignedOut)?,
    };
    let mut sent = Sent::read(call, body)?;
    sent.key()?;
    let old = sent.input.take("old").unwrap_or_default();
    let new = sent.input.take("new").unwrap_or_default();
    let stands = hash.is_some();
    if let Some(hash) = hash {
        let login = actor.account.to_string();
        let tries = Try { station, login: &login, address: "password", browser: Some("password") };
        site.throttle().take(site.db().clock().now(), &tries).map_err(Stop::TooMany)?;
        if !sign_in::verify(site, old.clone(), Some(hash)).await? {
            return refuse(site, call, station, "old", "wrong_password", |lang| {
                words(lang).old_wrong()
            })
            .await;
        }
        site.throttle().succeed(&tries);
    }
    if let Some(wrong) = wrong(stands.then_some(&*old), &new, policy, &local) {
        let say = move |lang| wrong.says(lang);
        return refuse(site, call, station, "new", "password", say).await;
    }
    let mut chance = call.chance();
    let hash = sign_in::slowly(site, move || sign_in::hash(&new, &mut chance)).await??;
    let asked = Arc::clone(call);
    let set = move |tx: &mut Tx<'_>| {
        let Some(who) = asked.recognise(tx)? else {
            return Ok(None);
        };
        people::set_password_hash(tx, &who, &hash).map(Some)
    };
    site.db().write(Class::Ordinary, station, set).await?.ok_or(Stop::SignedOut)?;
    Ok(see(ACCOUNT))
}

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    /// It is the present one.
    Same,
    /// It is too weak.
    Weak(Weakness),
}

impl Wrong {
    fn says(self, lang: Lang) -> &'static str {
        match self {
            Wrong::Same => words(lang).password_same(),
            Wrong::Weak(weakness) => people::weakness_words(lang, weakness),
        }
    }
}

fn wrong(old: Option<&str>, new: &str, policy: PasswordPolicy, local: &[String]) -> Option<Wrong> {
    if clean_line(new).is_err() {
        return Some(Wrong::Weak(Weakness::Length));
    }
    if old == Some(new) {
        return Some(Wrong::Same);
    }
    people::check_password_strength(policy, new, local).err().map(Wrong::Weak)
}

async fn refuse(
    site: &Site,
    call: &Arc<Call>,
    station: i64,
    field: &'static str,
    rule: &'static str,
    say: impl Fn(Lang) -> &'static str,
) -> Result<Response, Stop> {
    let refusal = Refusal { rule, field: Some(Cow::Borrowed(field)), text: Both::of(say) };
    again(site, call, station, vec![refusal]).await
}

/// One's own account again, with what was wrong.
pub(crate) async fn again(
    site: &Site,
    call: &Arc<Call>,
    station: i64,
    refusals: Vec<Refusal>,
) -> Result<Response, Stop> {
    let asked = Arc::clone(call);
    let show = move |tx: &mut Tx<'_>| {
        let Some(visit) = asked.enter(tx, ACCOUNT)? else {
            return Ok(None);
        };
        let refusals = refusals.clone();
        // The form is laid out by hand; its fields are called password-old and password-new.
        let draft = Draft { act: "password", refusals, ..Draft::default() };
        let view = people::VIEWS.iter().find(|view| view.path == ACCOUNT);
        let shown = view.and_then(|view| view.page).ok_or(Fault::NotFound)?;
        let ask = Ask { target: String::new(), query: Given::default(), draft };
        shown(tx, &visit, &ask).map(Some)
    };
    let html = site.db().read(station, show).await?.ok_or(Stop::SignedOut)?;
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, html))
}
