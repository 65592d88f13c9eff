//! One look at the house itself: what is in order, what is not, and what to do about it.

mod checks;
mod words;

use crate::Site;
use crate::web::{Call, Stop, json, page};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Fault, Permission, Role, Scope};
use checks::Check;
use db::Tx;
use serde_json::json as value;
use std::sync::Arc;
use ui::{Html, Page, View, Visit, frame};
use words::{Words, words};

/// Looking at the house itself.
pub static DIAGNOSE: Permission = Permission {
    code: "station.diagnose",
    label: |lang| words(lang).title(),
    grants: &[(Role::SystemAdmin, Scope::Station), (Role::Chief, Scope::Station)],
};

/// What it accepts, for router, matrix and document: page and JSON need more than the database.
pub(crate) static DIAGNOSIS: View = View {
    path: "/diagnosis",
    permission: Some(&DIAGNOSE),
    query: &[],
    page: Some(|_, _, _| Err(Fault::NotFound)),
    data: Some(|_, _, _| Err(Fault::NotFound)),
    receipt: None,
};

#[derive(Template)]
#[template(path = "station/diagnosis.html")]
struct DiagnosisTemplate {
    w: Words,
    checks: Vec<Check>,
    version: &'static str,
}

/// `GET /diagnosis`.
pub(crate) async fn show(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let draw = |visit: &Visit, checks: Vec<Check>| {
        let w = words(visit.lang());
        let body = Html::of(&DiagnosisTemplate { w, checks, version: env!("CARGO_PKG_VERSION") })?;
        frame(visit, &Page { title: w.title(), class: "page", body, ..Page::default() })
    };
    Ok(page(StatusCode::OK, looked(site, call, draw).await?))
}

/// `GET /api/diagnosis`.
pub(crate) async fn data(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let list = |_: &Visit, checks: Vec<Check>| {
        let item = |check: &Check| {
            value!({
                "check": check.code, "state": check.state.code(), "found": check.found,
                "remedy": check.remedy,
            })
        };
        Ok(value!({ "items": checks.iter().map(item).collect::<Vec<_>>() }).to_string())
    };
    Ok(json(StatusCode::OK, looked(site, call, list).await?))
}

async fn looked<T: Send + 'static>(
    site: &Site,
    call: &Arc<Call>,
    draw: fn(&Visit, Vec<Check>) -> Result<T, Fault>,
) -> Result<T, Stop> {
    let (station, asked, house) = (call.station()?, Arc::clone(call), site.house().cloned());
    let look = move |tx: &mut Tx<'_>| {
        let Some(visit) = asked.enter(tx, &asked.path)? else { return Ok(None) };
        DIAGNOSE.ask(&visit.actor)?;
        let checks = checks::all(tx, &visit, house.as_deref())?;
        draw(&visit, checks).map(Some)
    };
    site.db().read(station, look).await?.ok_or(Stop::SignedOut)
}
