//! What went wrong, told once: problem details (RFC 9457) for programs, a page with the next
//! useful link for people. The cause of an internal fault goes to the log, never to either.

use crate::Site;
use crate::web::act::refusal_of;
use crate::web::call::{Call, Door, OWES, Stop};
use crate::web::look::{page, see};
use crate::web::menu::home_of;
use crate::web::scripted;
use crate::words::{Words, words};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::{Fault, Refusal};
use db::{Broken, Class};
use serde_json::{Value, json};
use std::sync::Arc;
use ui::{Html, Page, error_page, frame, frame_plain};

/// After so many seconds a program may try again whether the disk takes writes.
const DISK_S: i64 = 10;

/// One form on a page of its own.
#[derive(Template)]
#[template(path = "station/alone.html")]
pub(crate) struct Alone<'a> {
    pub(crate) title: &'a str,
    pub(crate) form: Html,
}

#[derive(Template)]
#[template(path = "station/plain_error.html")]
struct PlainError<'a> {
    text: &'a str,
    next: &'a str,
    next_label: &'a str,
}

struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
    errors: Vec<Value>,
    reference: Option<String>,
    wait_s: Option<i64>,
}

/// The answer to a request that was stopped.
pub(crate) async fn respond(site: &Site, call: &Arc<Call>, stop: Stop) -> Response {
    let by_script = scripted::is_scripted(call);
    if matches!(stop, Stop::SignedOut) && call.door == Door::Page && !by_script {
        return see(&sign_in_path(call));
    }
    if matches!(&stop, Stop::Fault(fault) if fault.is_rule(OWES)) && call.door == Door::Page {
        return see("/account");
    }
    note(site, call, &stop).await;
    let problem = Problem::of(call, stop);
    let mut response = match call.door {
        Door::Page if by_script => problem.json(),
        Door::Api => problem.json(),
        Door::Page => problem.page(call).unwrap_or_else(|_| problem.json()),
    };
    let headers = response.headers_mut();
    if let Some(seconds) = problem.wait_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn sign_in_path(call: &Call) -> String {
    if !call.reads || call.path == "/" {
        return "/sign-in".to_owned();
    }
    let next: String = form_urlencoded::byte_serialize(call.path.as_bytes()).collect();
    format!("/sign-in?next={next}")
}

/// Writes an attempt at what is not theirs into the journal: once a minute, and never in the way
/// of the answer.
async fn note(site: &Site, call: &Arc<Call>, stop: &Stop) {
    let refused = match stop {
        Stop::Fault(Fault::NotFound) => "404",
        Stop::Fault(Fault::Forbidden { .. }) => "403",
        _ => return,
    };
    let (Ok(station), Some(actor)) = (call.station(), call.actor().cloned()) else {
        return;
    };
    if call.route.is_empty() {
        return;
    }
    let (route, target) = (call.route, call.target.chars().take(64).collect::<String>());
    let write =
        move |tx: &mut db::Tx<'_>| journal::note_attempt(tx, &actor, route, &target, refused);
    if let Err(fault) = site.db().write(Class::Ordinary, station, write).await {
        tracing::warn!(%fault, route, "an attempt was not journalled");
    }
}

impl Problem {
    fn of(call: &Call, stop: Stop) -> Problem {
        let w = words(call.lang());
        let plain = |status, code, title, detail: &str| Problem {
            status,
            code,
            title,
            detail: detail.to_owned(),
            errors: Vec::new(),
            reference: None,
            wait_s: None,
        };
        match stop {
            Stop::SignedOut => {
                let detail = w.signed_out_detail();
                plain(StatusCode::UNAUTHORIZED, "signed-out", w.signed_out(), detail)
            }
            Stop::Fault(fault) => Problem::of_fault(call, w, fault, plain),
            Stop::TooMany(seconds) => {
                let detail = w.too_many_detail(seconds);
                let status = StatusCode::TOO_MANY_REQUESTS;
                Problem {
                    wait_s: Some(seconds),
                    ..plain(status, "too-many", w.too_many(), &detail)
                }
            }
            Stop::TooLarge => {
                let detail = w.too_large_detail();
                plain(StatusCode::PAYLOAD_TOO_LARGE, "too-large", w.too_large(), detail)
            }
            Stop::TooSlow => {
                let detail = w.too_slow_detail();
                plain(StatusCode::REQUEST_TIMEOUT, "too-slow", w.too_slow(), detail)
            }
            Stop::WrongType => {
                let (status, detail) = (StatusCode::UNSUPPORTED_MEDIA_TYPE, w.wrong_type_detail());
                plain(status, "wrong-type", w.wrong_type(), detail)
            }
            Stop::NoKey => plain(StatusCode::BAD_REQUEST, "no-key", w.no_key(), w.no_key_detail()),
            Stop::Foreign => {
                plain(StatusCode::FORBIDDEN, "foreign", w.foreign(), w.foreign_detail())
            }
            Stop::NotYours => {
                let detail = match call.actor() {
                    Some(actor) => w.not_yours_detail(&actor.name),
                    None => w.not_yours_detail(""),
                };
                plain(StatusCode::CONFLICT, "not-yours", w.not_yours(), &detail)
            }
            Stop::WrongMethod => {
                let detail = w.wrong_method_detail();
                plain(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", w.wrong_method(), detail)
            }
        }
    }

    fn of_fault(
        call: &Call,
        w: Words,
        fault: Fault,
        plain: impl Fn(StatusCode, &'static str, &'static str, &str) -> Problem,
    ) -> Problem {
        match fault {
            Fault::NotFound => {
                plain(StatusCode::NOT_FOUND, "not-found", w.not_found(), w.not_found_detail())
            }
            Fault::Forbidden { .. } => {
                plain(StatusCode::FORBIDDEN, "forbidden", w.forbidden(), w.forbidden_detail())
            }
            Fault::Refused(refusals) => {
                let texts: Vec<&str> =
                    refusals.iter().map(|r| r.text.in_lang(call.lang())).collect();
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let problem = plain(status, "refused", w.refused(), &texts.join(" "));
                Problem { errors: refusals.iter().map(|r| error(call, r)).collect(), ..problem }
            }
            Fault::Conflict(both) => {
                let mut told = error(call, &refusal_of(&both));
                told["yours"] = both.yours.into();
                told["theirs"] = both.theirs.into();
                let detail = told["detail"].as_str().unwrap_or_default().to_owned();
                let problem = plain(StatusCode::CONFLICT, "conflict", w.conflicted(), &detail);
                Problem { errors: vec![told], ..problem }
            }
            Fault::Overloaded => {
                let (status, detail) = (StatusCode::SERVICE_UNAVAILABLE, w.overloaded_detail());
                Problem { wait_s: Some(1), ..plain(status, "overloaded", w.overloaded(), detail) }
            }
            Fault::Internal(cause) => match cause.downcast_ref::<Broken>().and_then(of_disk) {
                Some(say) => {
                    tracing::error!(route = call.route, %cause, "the disk refused a write");
                    let (code, title, detail) = say(w);
                    let problem = plain(StatusCode::SERVICE_UNAVAILABLE, code, title, detail);
                    Problem { wait_s: Some(DISK_S), ..problem }
                }
                None => {
                    let reference = call.chance().secret()[..8].to_owned();
                    tracing::error!(reference, route = call.route, %cause, "internal fault");
                    let detail = w.internal_detail(&reference);
                    let status = StatusCode::INTERNAL_SERVER_ERROR;
                    let problem = plain(status, "internal", w.internal(), &detail);
                    Problem { reference: Some(reference), ..problem }
                }
            },
        }
    }

    fn json(&self) -> Response {
        let mut body = json!({
            "type": format!("urn:jingcun:problem:{}", self.code),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.errors.is_empty() {
            body["errors"] = self.errors.clone().into();
        }
        if let Some(reference) = &self.reference {
            body["reference"] = reference.as_str().into();
        }
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (self.status, kind, body.to_string()).into_response()
    }

    fn page(&self, call: &Call) -> Result<Response, Fault> {
        let w = words(call.lang());
        let again = call.reads && self.status != StatusCode::NOT_FOUND;
        let (path, _) = call.path.split_once('?').unwrap_or((&call.path, ""));
        let visit = call.visit_seen();
        let next = match &visit {
            _ if again && self.status == StatusCode::UNPROCESSABLE_ENTITY => (path, w.again()),
            _ if again && self.status.is_server_error() => (call.path.as_str(), w.again()),
            Some(visit) => (home_of(&visit.actor), w.to_start()),
            None => ("/sign-in", w.to_sign_in()),
        };
        let html = match &visit {
            Some(visit) => {
                let body = error_page(self.title, &self.detail, next)?;
                let page =
                    Page { title: self.title, class: "page page-narrow", body, ..Page::default() };
                frame(visit, &page)?
            }
            None => {
                let error = PlainError { text: &self.detail, next: next.0, next_label: next.1 };
                frame_plain(call.lang(), self.title, &Html::of(&error)?)?
            }
        };
        Ok(page(self.status, html))
    }
}

/// What is said of a disk that takes no writes: code, title, and what to do now.
type OfDisk = fn(Words) -> (&'static str, &'static str, &'static str);

fn of_disk(broken: &Broken) -> Option<OfDisk> {
    Some(match broken {
        Broken::Full => |w| ("disk-full", w.disk_full(), w.disk_full_detail()),
        Broken::Spent => |w| ("disk-full", w.disk_full(), w.disk_spent_detail()),
        Broken::Unwritable(_) => |w| ("disk-unwritable", w.unwritable(), w.unwritable_detail()),
        Broken::Unique(_)
        | Broken::Check(_)
        | Broken::ForeignKey
        | Broken::Null
        | Broken::Transient(_)
        | Broken::Other(_) => return None,
    })
}

fn error(call: &Call, refusal: &Refusal) -> Value {
    json!({
        "field": refusal.field,
        "rule": refusal.rule,
        "detail": refusal.text.in_lang(call.lang()),
    })
}
