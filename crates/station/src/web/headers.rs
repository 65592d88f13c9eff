//! What stands around every answer: the guard against other sites' pages, and the headers.

use crate::Site;
use crate::web::Peer;
use crate::web::call::{Call, Stop, answer};
use crate::web::glued;
use crate::web::supervise;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Response as HttpResponse, StatusCode, header,
};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError};

const POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; \
                      base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Puts guard and headers around `router`.
pub(crate) fn around(router: Router, site: &Site) -> Router {
    let guard = CsrfLayer::new().with_rejection_response(|_: ProtectionError| {
        let mut response = HttpResponse::new(Body::empty());
        *response.status_mut() = StatusCode::FORBIDDEN;
        response
    });
    router
        .layer(guard)
        .layer(from_fn_with_state(site.clone(), tell_foreign))
        .layer(from_fn(glued::loosen))
        .layer(from_fn_with_state(site.clone(), headers))
}

/// A request the guard turned away is answered like any other fault.
async fn tell_foreign(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let copy = Request::from_parts(parts.clone(), Body::empty());
    let response = next.run(Request::from_parts(parts, body)).await;
    if response.extensions().get::<ProtectionError>().is_none() {
        return response;
    }
    let (call, none) = Call::unrouted(&site, copy);
    answer(site, call, none, |_, _, _| async { Err(Stop::Foreign) }).await
}

async fn headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|peer| peer.0.clone());
    let _busy = peer.as_ref().and_then(|peer| Some(peer.line.as_ref()?.begin()));
    let peer = peer.map(|peer| peer.address.ip());
    let supervised = peer.is_some_and(|peer| peer.is_loopback())
        && supervise::PATTERNS.contains(&request.uri().path());
    let mut response = match site.doorway().proxy {
        // Behind a proxy nobody else is answered, but who supervises on this machine: plain HTTP is for
        // that one hop.
        Some(proxy) if peer != Some(proxy) && !supervised => StatusCode::FORBIDDEN.into_response(),
        Some(_) | None => next.run(request).await,
    };
    site.health().count(response.status());
    let headers = response.headers_mut();
    if site.doorway().secure {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "same-origin");
    let own = |name| HeaderName::from_static(name);
    set(headers, own("cross-origin-opener-policy"), "same-origin");
    set(headers, own("cross-origin-resource-policy"), "same-origin");
    set(headers, own("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if !headers.contains_key(header::CACHE_CONTROL) {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
