//! How a phone learns to trust the station's own authority: a page with a QR code, the certificate
//! itself, and its fingerprint to compare.

use crate::Site;
use crate::web::call::{Call, Stop};
use crate::web::look::page as answer;
use crate::words::{Words, words};
use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::Fault;
use std::sync::Arc;
use ui::{Html, frame_plain};

/// Where it is told.
pub(crate) const PATTERN: &str = "/trust";
/// Where the certificate lies.
pub(crate) const CERTIFICATE: &str = "/trust/station.crt";

#[derive(Template)]
#[template(path = "station/trust.html")]
struct TrustTemplate<'a> {
    w: Words,
    url: &'a str,
    qr: Html,
    certificate: &'a str,
    fingerprint: &'a str,
}

/// `GET /trust`.
pub(crate) async fn page(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let trust = site.doorway().trust.as_ref().ok_or(Fault::NotFound)?;
    let (w, url) = (words(call.lang()), format!("{}{PATTERN}", site.url().unwrap_or_default()));
    let body = Html::of(&TrustTemplate {
        w,
        qr: ui::qr_svg(&url)?,
        url: &url,
        certificate: CERTIFICATE,
        fingerprint: &trust.fingerprint,
    })?;
    Ok(answer(StatusCode::OK, frame_plain(call.lang(), w.trust_title(), &body)?))
}

/// `GET /trust/station.crt`.
pub(crate) async fn certificate(site: &Site, _: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let trust = site.doorway().trust.as_ref().ok_or(Fault::NotFound)?;
    let kind = [(header::CONTENT_TYPE, "application/x-x509-ca-cert")];
    Ok((kind, trust.certificate.clone()).into_response())
}
