//! Acting: a form or a JSON order, done in one transaction under its idempotency key. What was
//! refused comes back as the page it came from, with what was typed and what was wrong.

use crate::web::call::{Call, Door, Stop};
use crate::web::kept::Kept;
use crate::web::look::{json, page, see};
use crate::web::sent::Sent;
use crate::web::shown;
use crate::web::{scripted, sign_in};
use crate::words::words;
use crate::{Site, proposals_room, rooms};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base::{Actor, Both, Conflict, Fault, Refusal};
use db::{Broken, Tx, broken};
use people::Recognised;
use serde_json::{Value, json as value};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;
use ui::{Act, Ask, Done, Draft, Form, Given, Html, Page, Visit, frame};

/// What an act answered, now or the first time its key was used.
struct Outcome {
    see: String,
    body: Value,
    created: Option<String>,
    replayed: bool,
}

impl Outcome {
    /// What stands under the key.
    fn read(answer: &str, replayed: bool) -> Result<Outcome, Fault> {
        let mut answer: Value = serde_json::from_str(answer).map_err(Fault::internal)?;
        Ok(Outcome {
            see: answer["see"].as_str().unwrap_or("/").to_owned(),
            created: answer["created"].as_str().map(str::to_owned),
            body: answer["body"].take(),
            replayed,
        })
    }
}

/// Does `act` for whoever asks.
pub(crate) async fn perform(
    site: &Site,
    call: Arc<Call>,
    act: &'static Act,
    body: &[u8],
) -> Result<Response, Stop> {
    let read = Sent::read(&call, body).and_then(|sent| match act.overwrites {
        true => Ok(sent),
        false => sent.key().map(|_| ()).map(|()| sent),
    });
    let Ok(station) = call.station() else {
        return signed_out(site, &call, act, read.ok().as_ref()).await;
    };
    let sent = match read {
        Ok(sent) => Arc::new(sent),
        Err(stop) => {
            // Who has no session learns that first.
            let asked = Arc::clone(&call);
            let who = site.db().read(station, move |tx| asked.recognise(tx)).await?;
            return Err(if who.is_some() { stop } else { Stop::SignedOut });
        }
    };
    match write(site, station, &call, &sent, act).await {
        Ok(outcome) => {
            if rooms::moves_places(act) {
                site.forget(station);
            }
            Ok(done(&call, &sent, &outcome))
        }
        Err(Stop::Fault(fault)) if fault.is_rule(NOT_YOURS) => Err(Stop::NotYours),
        Err(Stop::SignedOut) => signed_out(site, &call, act, Some(&sent)).await,
        Err(Stop::Fault(Fault::Refused(refusals))) if call.door == Door::Page => {
            again(site, station, call, sent, act, refusals, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Stop::Fault(Fault::Conflict(both))) if call.door == Door::Page => {
            let refusals = vec![refusal_of(&both)];
            again(site, station, call, sent, act, refusals, StatusCode::CONFLICT).await
        }
        Err(stop) => Err(stop),
    }
}

/// Nobody is signed in: a page asks them to, and what was typed goes along.
async fn signed_out(
    site: &Site,
    call: &Arc<Call>,
    act: &'static Act,
    sent: Option<&Sent>,
) -> Result<Response, Stop> {
    match sent {
        Some(sent) if call.door == Door::Page && !scripted::is_scripted(call) => {
            sign_in::ask(site, call, &Kept::of(&call.path, act, sent)).await
        }
        Some(_) | None => Err(Stop::SignedOut),
    }
}

async fn write(
    site: &Site,
    station: i64,
    call: &Arc<Call>,
    sent: &Arc<Sent>,
    act: &'static Act,
) -> Result<Outcome, Stop> {
    if act.two_people.is_some() {
        rehearse(site, station, call, sent, act).await?;
    }
    let order = || {
        let (call, sent) = (Arc::clone(call), Arc::clone(sent));
        move |tx: &mut Tx<'_>| run(tx, &call, &sent, act)
    };
    let mut done = site.db().write(act.class, station, order()).await;
    // The same order twice at once: the other one has been answered by now, or the act sees what
    // stands in its way and says so.
    if matches!(&done, Err(fault) if is_taken(fault)) {
        done = site.db().write(act.class, station, order()).await;
    }
    done?.ok_or(Stop::SignedOut)
}

/// The rule under which a rehearsal is taken back.
const REHEARSED: &str = "rehearsed";

/// Tries an act that takes two people, and takes it back: what would be refused is refused to whoever
/// proposes it, not to whoever confirms it.
async fn rehearse(
    site: &Site,
    station: i64,
    call: &Arc<Call>,
    sent: &Arc<Sent>,
    act: &'static Act,
) -> Result<(), Stop> {
    let (call, sent) = (Arc::clone(call), Arc::clone(sent));
    let tried = move |tx: &mut Tx<'_>| -> Result<Option<()>, Fault> {
        let Some(who) = call.recognise(tx)? else { return Ok(None) };
        let actor = actor_of(&call, &sent, who)?;
        // What was proposed already is not tried again: by now it may have been done.
        if !journal::is_answered(tx, &sent.key)? {
            let given = check(&call, &sent, act, &actor)?;
            (act.run)(tx, &actor, &call.target, &given)?;
        }
        Err(Fault::refused(REHEARSED, |_| String::new()))
    };
    match site.db().write(act.class, station, tried).await {
        Err(fault) if fault.is_rule(REHEARSED) => Ok(()),
        Err(fault) => Err(fault.into()),
        Ok(_) => Err(Stop::SignedOut),
    }
}

fn is_taken(fault: &Fault) -> bool {
    matches!(broken(fault), Some(Broken::Unique(_)))
}

fn run(
    tx: &mut Tx<'_>,
    call: &Call,
    sent: &Sent,
    act: &'static Act,
) -> Result<Option<Outcome>, Fault> {
    let Some(who) = call.recognise(tx)? else {
        return Ok(None);
    };
    let actor = actor_of(call, sent, who)?;
    let given = check(call, sent, act, &actor)?;
    if act.overwrites {
        let Done { see, body, created } = (act.run)(tx, &actor, &call.target, &given)?;
        return Ok(Some(Outcome { see, body, created, replayed: false }));
    }
    let mut asked = format!("{}\0{}\0", act.name, call.target).into_bytes();
    asked.extend(sent.input.canonical());
    let fresh = Cell::new(false);
    let answer = journal::once(tx, &actor, &sent.key, &asked, |tx| {
        if let Some(about) = act.about {
            shown::ask(tx, &actor, about, &call.target)?;
        }
        let done = if act.two_people.is_some() {
            proposals_room::propose(tx, &actor, act, &call.target, &sent.input)?
        } else {
            (act.run)(tx, &actor, &call.target, &given)?
        };
        fresh.set(true);
        let answer = value!({ "see": done.see, "body": done.body, "created": done.created });
        Ok(answer.to_string())
    })?;
    Outcome::read(&answer, !fresh.get()).map(Some)
}

/// The rule under which a page's form is sent by nobody but whom it was made for.
const NOT_YOURS: &str = "not_yours";

/// Whoever acts; a form says whose it is.
fn actor_of(call: &Call, sent: &Sent, who: Recognised) -> Result<Actor, Fault> {
    Call::may_write(&who)?;
    let is_own = sent.whose().is_none_or(|whose| whose == who.actor.account);
    if call.door == Door::Page && !is_own {
        return Err(Fault::refused(NOT_YOURS, |lang| words(lang).not_yours().to_owned()));
    }
    Ok(Actor { origin: sent.origin.clone(), ..who.actor })
}

/// An act without a target asks its permission before its fields are looked at; one with a target
/// asks by itself, once it knows whether the actor sees the target.
fn check(call: &Call, sent: &Sent, act: &Act, actor: &Actor) -> Result<Given, Fault> {
    if call.target.is_empty() {
        act.permission.ask(actor)?;
    }
    Given::check(act.fields, &sent.input, &call.zone()).map_err(|refused| {
        match act.permission.ask(actor) {
            Ok(_) => refused,
            Err(forbidden) => forbidden,
        }
    })
}

fn done(call: &Call, sent: &Sent, outcome: &Outcome) -> Response {
    let back = sent.back.as_deref().filter(|_| outcome.created.is_none());
    if call.door == Door::Page {
        return see(back.unwrap_or(&outcome.see));
    }
    let status = if outcome.created.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = json(status, outcome.body.to_string());
    let headers = response.headers_mut();
    if let Ok(key) = HeaderValue::from_str(&sent.key) {
        headers.insert(HeaderName::from_static("idempotency-key"), key);
    }
    let stands =
        outcome.created.as_ref().map(|at| HeaderValue::from_maybe_shared(format!("/api{at}")));
    if let Some(Ok(stands)) = stands {
        headers.insert(header::LOCATION, stands);
    }
    if outcome.replayed {
        let replayed = HeaderName::from_static("idempotent-replayed");
        headers.insert(replayed, HeaderValue::from_static("true"));
    }
    response
}

/// A conflict as a refusal: both values, so that the person can choose.
pub(crate) fn refusal_of(both: &Conflict) -> Refusal {
    let text = Both::of(|lang| {
        let w = words(lang);
        match both.field {
            "idempotency_key" => w.key_used().to_owned(),
            _ => w.conflict(&both.theirs, &both.yours),
        }
    });
    Refusal { rule: "conflict", field: Some(Cow::Borrowed(both.field)), text }
}

async fn again(
    site: &Site,
    station: i64,
    call: Arc<Call>,
    sent: Arc<Sent>,
    act: &'static Act,
    refusals: Vec<Refusal>,
    status: StatusCode,
) -> Result<Response, Stop> {
    let asked = Arc::clone(&call);
    let show = move |tx: &mut Tx<'_>| {
        let Some(visit) = asked.enter(tx, sent.back.as_deref().unwrap_or(&asked.path))? else {
            return Ok(None);
        };
        let (typed, refusals) = (sent.typed.clone(), refusals.clone());
        let draft = Draft { act: act.name, target: asked.target.clone(), typed, refusals };
        let ask = Ask { target: asked.target.clone(), query: Given::default(), draft };
        let html = match (act.page)(tx, &visit, &ask) {
            Err(Fault::NotFound | Fault::Forbidden { .. }) => alone(&visit, act, &ask),
            shown => shown,
        }?;
        Ok(Some((html, shown::unnoted(tx, &visit)?)))
    };
    let (html, unnoted) = site.db().read(station, show).await?.ok_or(Stop::SignedOut)?;
    shown::note(site, station, &call, unnoted).await;
    Ok(page(status, html))
}

/// The form by itself, where its page cannot be found from the target.
fn alone(visit: &Visit, act: &'static Act, ask: &Ask) -> Result<Html, Fault> {
    let title = (act.label)(visit.lang());
    let form = Form::new(act, visit, ask.target.clone(), &ask.draft).look("", "btn btn-primary");
    let body = Html::of(&super::fault::Alone { title, form: form.html()? })?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}
