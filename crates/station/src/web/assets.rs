//! Stylesheet, scripts and icon: under one hash, for ever cacheable.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

/// `GET /a/{hash}/{name}`.
pub(crate) async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let asset = ui::ASSETS.iter().find(|asset| ui::asset_path(asset.name) == uri.path());
    let Some(asset) = asset else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let fixed = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if takes_brotli(&headers) {
        return (fixed, [(header::CONTENT_ENCODING, "br")], asset.packed).into_response();
    }
    (fixed, asset.plain).into_response()
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let mut codings = accepted.unwrap_or_default().split(',').map(str::trim);
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "br" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}
