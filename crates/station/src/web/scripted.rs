//! A form that a script sends: it stays on its page until an answer has come, so what was typed
//! outlives an ended session, a dead server and the way back.

use crate::web::call::Call;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::Response;

/// The header by which a script says that it sends a form.
const ASKS: &str = "x-form";
/// Where the page goes on, for a script: a redirect would be followed, and shown to nobody.
const SEE: HeaderName = HeaderName::from_static("x-see");

/// Whether a script sends this form.
pub(crate) fn is_scripted(call: &Call) -> bool {
    call.header(ASKS).is_some()
}

/// The same answer as a script reads it.
pub(crate) fn told(call: &Call, mut response: Response) -> Response {
    if is_scripted(call)
        && response.status() == StatusCode::SEE_OTHER
        && let Some(see) = response.headers_mut().remove(header::LOCATION)
    {
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(SEE, see);
    }
    response
}
