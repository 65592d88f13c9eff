//! The way in: each role's first page, and a matter whose kind is not yet known.

use crate::Site;
use crate::feed;
use crate::web::call::{Call, Stop};
use crate::web::look::see;
use crate::web::menu::home_of;
use axum::response::Response;
use std::sync::Arc;

/// `GET /`: to the page this role starts from.
pub(crate) async fn home(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let who = signed_in(site, call).await?;
    Ok(see(home_of(&who.actor)))
}

/// `GET /matters/{number}`: to the page of its kind, which asks what may be seen.
pub(crate) async fn matter(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    signed_in(site, call).await?;
    let series = call.target.chars().take_while(char::is_ascii_alphabetic).collect::<String>();
    let room = feed::room_of(&series).ok_or(base::Fault::NotFound)?;
    let number: String = form_urlencoded::byte_serialize(call.target.as_bytes()).collect();
    Ok(see(&format!("/{room}/{number}")))
}

/// Whoever is signed in.
pub(crate) async fn signed_in(site: &Site, call: &Arc<Call>) -> Result<people::Recognised, Stop> {
    let (station, asked) = (call.station()?, Arc::clone(call));
    let who = site.db().read(station, move |tx| asked.recognise(tx)).await?;
    who.ok_or(Stop::SignedOut)
}
