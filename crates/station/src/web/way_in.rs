//! What of a way in somebody hands over: shown once, and noted as shown in the same transaction.

use crate::Site;
use crate::web::call::{Call, Stop};
use crate::web::look::page as answer;
use axum::http::StatusCode;
use axum::response::Response;
use db::{Class, Tx};
use std::sync::Arc;

/// Where it is shown, once it was made.
pub(crate) const PATTERN: &str = "/accounts/{account}/way-in";

/// `GET /accounts/{account}/way-in`.
pub(crate) async fn page(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let (station, asked) = (call.station()?, Arc::clone(call));
    let show = move |tx: &mut Tx<'_>| {
        let Some(visit) = asked.enter(tx, &asked.path)? else {
            return Ok(None);
        };
        Call::may_write(asked.who().ok_or(base::Fault::NotFound)?)?;
        people::show_way_in(tx, &visit, &asked.target).map(Some)
    };
    let html = site.db().write(Class::Ordinary, station, show).await?.ok_or(Stop::SignedOut)?;
    Ok(answer(StatusCode::OK, html))
}
