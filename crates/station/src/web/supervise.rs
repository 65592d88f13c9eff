//! For supervisors: `/live`, `/ready`, and on this machine alone `/metrics`.

use crate::Site;
use crate::health;
use crate::web::Peer;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What supervisors ask.
pub(crate) const PATTERNS: [&str; 3] = ["/live", "/ready", "/metrics"];

/// `GET /live`: the process answers.
pub(crate) async fn live() -> &'static str {
    "live"
}

/// `GET /ready`: requests should be sent here.
pub(crate) async fn ready(State(site): State<Site>) -> Response {
    match site.health().is_ready() {
        true => "ready".into_response(),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response(),
    }
}

/// `GET /metrics`: the figures, for a collector on this machine.
pub(crate) async fn metrics(State(site): State<Site>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<Peer>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.address.ip());
    // A proxy on this machine passes on what came from elsewhere.
    let near_proxy = site.doorway().proxy.is_some_and(|proxy| proxy.is_loopback());
    if near_proxy || !peer.is_some_and(|peer| peer.is_loopback()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = health::figures(&site);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
