//! Looking: a page or its JSON, read and drawn in one transaction.

use crate::Site;
use crate::web::call::{Call, Door, Stop};
use crate::web::glued;
use crate::web::shown;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::Fault;
use std::sync::Arc;
use ui::{Ask, Draft, Given, Html, Input, Json, View};

enum Shown {
    Page(Html),
    Data(Json),
}

/// Shows `view` to whoever asks.
pub(crate) async fn look(
    site: &Site,
    call: Arc<Call>,
    view: &'static View,
) -> Result<Response, Stop> {
    let station = call.station()?;
    let asked = Arc::clone(&call);
    let read = move |tx: &mut db::Tx<'_>| {
        let Some(visit) = asked.enter(tx, &asked.path)? else {
            return Ok(None);
        };
        if let Some(permission) = view.permission {
            permission.ask(&visit.actor)?;
        }
        let query = query_of(&asked, view, &visit.station.zone)?;
        let ask = Ask { target: asked.target.clone(), query, draft: Draft::default() };
        let shown = match (asked.door, view.page, view.data) {
            (Door::Page, Some(page), _) => page(tx, &visit, &ask).map(Shown::Page),
            (Door::Api, _, Some(data)) => data(tx, &visit, &ask).map(Shown::Data),
            (Door::Page | Door::Api, _, _) => Err(Fault::NotFound),
        }?;
        // A page that keeps itself fresh shows nobody anything; what it fetched has reached a screen.
        let unnoted = if asked.is_quiet() { None } else { shown::unnoted(tx, &visit)? };
        let due = match view.receipt.filter(|one| one.even_quiet || !asked.is_quiet()) {
            Some(receipt) if (receipt.is_due)(tx, &visit.actor, &ask)? => {
                Some((receipt, visit.actor, ask))
            }
            Some(_) | None => None,
        };
        Ok(Some((shown, due, unnoted)))
    };
    let (shown, due, unnoted) = site.db().read(station, read).await?.ok_or(Stop::SignedOut)?;
    if let Some((receipt, actor, ask)) = due {
        let write = move |tx: &mut db::Tx<'_>| (receipt.write)(tx, &actor, &ask);
        // Whoever was shown something was shown it: a full disk keeps nobody from reading.
        if let Err(fault) = site.db().write(db::Class::Ordinary, station, write).await {
            tracing::warn!(route = call.route, %fault, "what was shown could not be noted");
        }
    }
    shown::note(site, station, &call, unnoted).await;
    match shown {
        Shown::Page(html) => Ok(page(StatusCode::OK, html)),
        Shown::Data(data) => Ok(json(StatusCode::OK, data.0)),
    }
}

/// What was asked. Links come by messengers, which hang on to them what is theirs, or the full stop behind
/// them: a page drops the one and does without the other. Programs are told of a name they misspelt.
fn query_of(call: &Call, view: &View, zone: &base::Zone) -> Result<Given, Fault> {
    if call.door == Door::Api {
        return Given::check(view.query, &Input::from_form(call.query.as_bytes())?, zone);
    }
    let names: Vec<&str> = view.query.iter().map(|field| field.name).collect();
    let check = |query: &str| Given::check(view.query, &Input::from_query(query, &names)?, zone);
    let bare = glued::bare(&call.query);
    check(&call.query).or_else(|fault| match bare.len() < call.query.len() {
        true => check(bare).map_err(|_| fault),
        false => Err(fault),
    })
}

/// Where there is no route: still inside the frame of whoever is signed in.
pub(crate) async fn nowhere(site: &Site, call: &Arc<Call>, stop: Stop) -> Result<Response, Stop> {
    if let Ok(station) = call.station() {
        let asked = Arc::clone(call);
        site.db().read(station, move |tx| asked.enter(tx, &asked.path)).await?;
    }
    Err(stop)
}

pub(crate) fn page(status: StatusCode, html: Html) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html.0).into_response()
}

pub(crate) fn json(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// `303 See Other`.
pub(crate) fn see(path: &str) -> Response {
    let location = axum::http::HeaderValue::from_str(path);
    let location = location.unwrap_or_else(|_| axum::http::HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}
