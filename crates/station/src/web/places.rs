//! Finding a place while it is typed: the one reading that needs no database.

use crate::Site;
use crate::diagnosis::{DIAGNOSE, DIAGNOSIS};
use crate::web::call::{Call, Stop};
use crate::web::home::signed_in;
use crate::web::look::json;
use crate::words::words;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Fault, Permission, Role, Scope};
use serde_json::{Value, json as value};
use std::sync::Arc;
use ui::{Field, Given, Input, Kind, View};

/// Finding places.
pub static FIND_PLACES: Permission = Permission {
    code: "premises.find",
    label: |lang| words(lang).find_places(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Station),
    ],
};

/// What the edge itself asks.
pub const PERMISSIONS: &[&Permission] = &[&FIND_PLACES, &DIAGNOSE];

/// What is looked at by handlers of their own: each needs more than the database.
pub(crate) static OWN_VIEWS: [&View; 2] = [&PLACES, &DIAGNOSIS];

/// What it accepts, for router, matrix and document.
pub(crate) static PLACES: View = View {
    path: "/places",
    permission: Some(&FIND_PLACES),
    query: &[
        Field::new("q", |lang| words(lang).find_places(), Kind::Line(100)),
        Field::new("limit", |lang| words(lang).how_many(), Kind::Whole(1, 50)),
    ],
    page: None,
    // It is read by a handler of its own.
    data: Some(|_, _, _| Err(Fault::NotFound)),
    receipt: None,
};

/// `GET /api/places?q=&limit=`.
pub(crate) async fn find(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let who = signed_in(site, call).await?;
    FIND_PLACES.ask(&who.actor)?;
    let given =
        Given::check(PLACES.query, &Input::from_form(call.query.as_bytes())?, &call.zone())?;
    let places = site.places(who.actor.station).await?;
    let limit = given.whole("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(8);
    let found = places.finder.find(given.text("q"), limit);
    let item = |found: &premises::Found<'_>| {
        // What it may have been found by; the village, where nothing stands beside the name.
        let village = || found.village.and_then(|village| places.villages.get(&village));
        let hint = Some(found.beside).filter(|words| !words.is_empty());
        let hint = hint.or_else(|| village().map(String::as_str));
        value!({ "id": found.id, "label": found.name, "hint": hint, "village": found.village })
    };
    let items: Vec<Value> = found.iter().map(item).collect();
    Ok(json(StatusCode::OK, value!({ "items": items }).to_string()))
}
