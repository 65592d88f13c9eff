//! Links that came with what stood behind them: a full stop, a bracket, the next word in Chinese. No
//! address of the house ends so, and each leads to the page it was cut from.

use crate::web::look::see;
use axum::extract::Request;
use axum::http::Uri;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What ends a sentence in ASCII and no address of ours.
const MARKS: &[u8] = b".,;:!?)]>'\"*";

/// Looks for the page without what is glued to its address; programs are answered to the letter.
pub(crate) async fn loosen(request: Request, next: Next) -> Response {
    match page_of(request.uri()).filter(|_| request.method().is_safe()) {
        Some(page) => see(&page).into_response(),
        None => next.run(request).await,
    }
}

fn page_of(uri: &Uri) -> Option<String> {
    let path = uri.path();
    let bare = bare(path);
    if bare.len() == path.len() || bare.len() < 2 || path.starts_with("/api/") {
        return None;
    }
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    // Two slashes at the front would lead to another host.
    Some(format!("/{}{query}", bare.trim_start_matches('/')))
}

/// `text` up to its first character that is not ASCII, sent as it is or percent-encoded, without the marks
/// and spaces at its end.
pub(crate) fn bare(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_foreign = |at: usize| match bytes[at] {
        b'%' => bytes.get(at + 1).is_some_and(|digit| !(b'0'..b'8').contains(digit)),
        byte => !byte.is_ascii(),
    };
    let mut end = (0..bytes.len()).find(|at| is_foreign(*at)).unwrap_or(bytes.len());
    loop {
        let kept = &text[..end];
        let cut = kept.strip_suffix("%20").unwrap_or(kept);
        let cut = cut.trim_end_matches(|c: char| u8::try_from(c).is_ok_and(|c| MARKS.contains(&c)));
        if cut.len() == end {
            return cut;
        }
        end = cut.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_glued_to_an_address_is_cut_off() {
        for (sent, page) in [
            ("/board.", Some("/board")),
            ("/referred/1.abc-_%E3%80%82", Some("/referred/1.abc-_")),
            ("/board%EF%BC%8C%E8%AF%B7%E7%9C%8B%20OK?group=mine", Some("/board?group=mine")),
            ("/board).%20", Some("/board")),
            ("//evil.example.", Some("/evil.example")),
            ("/board", None),
            ("/a/1f/app.js", None),
            ("/api/board.", None),
            ("/.", None),
            ("/", None),
        ] {
            assert_eq!(page_of(&sent.parse().unwrap()).as_deref(), page, "{sent}");
        }
    }
}
