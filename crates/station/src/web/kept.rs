//! What somebody had typed when their session was over: it stands in the sign-in page, comes back
//! with it, and is sent by one press; to nobody else.

mod words;

use crate::rooms;
use crate::web::look::page;
use crate::web::sent::{Sent, is_ours};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Fault, Id, Lang};
use std::collections::BTreeMap;
use ui::{Act, Html, Input, Kind, frame_plain};
use words::{Words, words};

/// Names of kept fields in the sign-in form begin like this.
const PREFIX: &str = "kept.";
/// Where it was posted.
const PATH: &str = "kept_path";
/// More than this is not carried: it has to pass through a body of 64 KiB in percent-encoding.
const MOST: usize = 56 * 1024;

/// A form that was not sent yet.
#[derive(Clone, Default, Debug)]
pub(crate) struct Kept {
    path: String,
    fields: BTreeMap<String, Vec<String>>,
    /// It was too much to carry.
    is_lost: bool,
}

#[derive(Template)]
#[template(path = "station/kept_again.html")]
struct Again<'a> {
    w: Words,
    what: &'a str,
    action: &'a str,
    fields: Vec<(&'a str, &'a str)>,
    next: &'a str,
}

#[derive(Template)]
#[template(path = "station/kept_foreign.html")]
struct Foreign<'a> {
    w: Words,
    next: &'a str,
}

impl Kept {
    /// What was sent to `act` without a session. Secrets are not kept.
    pub(crate) fn of(path: &str, act: &Act, sent: &Sent) -> Kept {
        let is_secret = |name: &str| {
            act.fields
                .iter()
                .any(|field| field.name == name && matches!(field.kind, Kind::Secret(_)))
        };
        let mut fields = sent.typed.clone();
        fields.retain(|name, _| !is_secret(name));
        fields.insert("idempotency_key".to_owned(), vec![sent.key.clone()]);
        if let Some(back) = &sent.back {
            fields.insert("back".to_owned(), vec![back.clone()]);
        }
        let kept = Kept { path: path.to_owned(), fields, is_lost: false };
        if kept.weight() > MOST { Kept { is_lost: true, ..Kept::default() } } else { kept }
    }

    /// What a sign-in form carried.
    pub(crate) fn take(input: &mut Input) -> Kept {
        let path = input.take(PATH).filter(|path| is_ours(path)).unwrap_or_default();
        let typed = input.typed().into_iter();
        let fields = typed
            .filter_map(|(name, values)| Some((name.strip_prefix(PREFIX)?.to_owned(), values)));
        Kept { path, fields: fields.collect(), is_lost: false }
    }

    fn is_empty(&self) -> bool {
        self.path.is_empty() || self.fields.is_empty()
    }

    /// The hidden fields of a sign-in form that carries it.
    pub(crate) fn carried(&self) -> Vec<(String, &str)> {
        if self.is_empty() {
            return Vec::new();
        }
        let path = (PATH.to_owned(), self.path.as_str());
        let fields = self.pairs().map(|(name, value)| (format!("{PREFIX}{name}"), value));
        [path].into_iter().chain(fields).collect()
    }

    /// What is said above a sign-in form about it; nothing where nothing was typed.
    pub(crate) fn says(&self, lang: Lang) -> Option<&'static str> {
        let w = words(lang);
        match (self.is_lost, self.is_empty()) {
            (true, _) => Some(w.too_much()),
            (false, true) => None,
            (false, false) => Some(w.kept()),
        }
    }

    /// The page after signing in: sent again by one press where it is one's own, else only that it
    /// was not sent. `None` where nothing was kept.
    ///
    /// # Errors
    /// As [`Html::of`].
    pub(crate) fn answer(&self, account: Id, lang: Lang) -> Result<Option<Response>, Fault> {
        if self.is_empty() {
            return Ok(None);
        }
        let (w, next) = (words(lang), "/");
        let html = if self.is_of(account) {
            let back = self.fields.get("back").and_then(|back| back.first());
            let next = back.filter(|back| is_ours(back)).map_or(next, String::as_str);
            let (what, action) = (self.what(lang), self.path.as_str());
            Html::of(&Again { w, what, action, fields: self.pairs().collect(), next })?
        } else {
            Html::of(&Foreign { w, next })?
        };
        Ok(Some(page(StatusCode::OK, frame_plain(lang, w.title(), &html)?)))
    }

    fn is_of(&self, account: Id) -> bool {
        let key = self.fields.get("idempotency_key").and_then(|key| key.first());
        let whose = key.and_then(|key| key.split_once('.')).map(|(whose, _)| whose);
        whose.and_then(|whose| whose.parse().ok()) == Some(account)
    }

    /// The act it was meant for, as its button says.
    fn what(&self, lang: Lang) -> &'static str {
        let is_at = |act: &&&Act| match act.path.split_once('{') {
            None => act.path == self.path,
            Some((head, tail)) => {
                let tail = tail.split_once('}').map_or("", |(_, tail)| tail);
                let middle = self.path.strip_prefix(head).and_then(|path| path.strip_suffix(tail));
                middle.is_some_and(|middle| !middle.is_empty() && !middle.contains('/'))
            }
        };
        rooms::acts().iter().find(is_at).map_or("", |act| (act.label)(lang))
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.fields.iter();
        pairs.flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
    }

    /// How long it is in a body.
    fn weight(&self) -> usize {
        let length = |text: &str| -> usize {
            form_urlencoded::byte_serialize(text.as_bytes()).map(str::len).sum()
        };
        self.carried().iter().map(|(name, value)| length(name) + length(value) + 2).sum()
    }
}
