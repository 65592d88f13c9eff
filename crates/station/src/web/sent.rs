//! What an act was sent: the fields themselves, and what is said about the sending.

use crate::web::call::{Call, Door, Stop};
use crate::words::words;
use base::{Fault, Id, Origin, Time, clean_line};
use std::collections::BTreeMap;
use ui::Input;

/// A body that was read, before its fields are checked.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) input: Input,
    /// What was typed, to be shown again after a refusal.
    pub(crate) typed: BTreeMap<String, Vec<String>>,
    /// Empty where none was sent.
    pub(crate) key: String,
    pub(crate) back: Option<String>,
    pub(crate) origin: Origin,
}

impl Sent {
    pub(crate) fn read(call: &Call, body: &[u8]) -> Result<Sent, Stop> {
        let mut input = read(call, body)?;
        let mut meta = |name: &str, header: &str| {
            let sent = input.take(name).filter(|text| !text.is_empty());
            call.header(header).map(str::to_owned).or(sent)
        };
        let key = meta("idempotency_key", "idempotency-key");
        let back = meta("back", "");
        let (device, at) =
            (meta("device", "jingcun-device"), meta("device_time", "jingcun-device-time"));
        let seen = meta("seen", "jingcun-seen");
        let origin = origin(device, at, seen)?;
        let typed = input.typed();
        Ok(Sent {
            key: key.unwrap_or_default(),
            back: back.filter(|back| is_ours(back)),
            origin,
            input,
            typed,
        })
    }
}

impl Sent {
    /// Whose form it is, where a page made its key: [`ui::Visit::form_key`].
    pub(crate) fn whose(&self) -> Option<Id> {
        self.key.split_once('.').and_then(|(whose, _)| whose.parse().ok())
    }

    /// Its idempotency key.
    pub(crate) fn key(&self) -> Result<&str, Stop> {
        let fits = (8..=128).contains(&self.key.len()) && self.key.is_ascii();
        if fits { Ok(&self.key) } else { Err(Stop::NoKey) }
    }
}

/// Reads a body: forms from pages, JSON from programs, nothing else.
pub(crate) fn read(call: &Call, body: &[u8]) -> Result<Input, Stop> {
    let kind = call.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let wanted = match call.door {
        Door::Page => "application/x-www-form-urlencoded",
        Door::Api => "application/json",
    };
    if kind != wanted && !(kind.is_empty() && body.is_empty()) {
        return Err(Stop::WrongType);
    }
    let input = match call.door {
        Door::Page => Input::from_form(body),
        Door::Api => Input::from_json(body),
    };
    Ok(input?)
}

/// Whether a path leads to this site and nowhere else.
pub(crate) fn is_ours(path: &str) -> bool {
    let mut rest = path.chars();
    rest.next() == Some('/')
        && !matches!(rest.next(), Some('/' | '\\'))
        && !path.contains(|c: char| c.is_control() || c == '\\')
}

fn origin(
    device: Option<String>,
    at: Option<String>,
    seen: Option<String>,
) -> Result<Origin, Fault> {
    let wrong =
        |field: &'static str| Fault::at(field, "malformed", |lang| words(lang).malformed(field));
    let device = device.map(|text| match clean_line(&text) {
        Ok(text) if text.chars().count() <= 64 => Ok(text),
        Ok(_) | Err(_) => Err(wrong("device")),
    });
    let at = at.map(|text| Time::parse(&text).ok_or_else(|| wrong("device_time")));
    let seen = seen.map(|text| text.trim_matches('"').parse().map_err(|_| wrong("seen")));
    Ok(Origin {
        device_at: at.transpose()?,
        device: device.transpose()?,
        seen: seen.transpose()?,
        proposed_by: None,
    })
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_paths_of_this_site_lead_back() {
        assert!(is_ours("/board?group=waiting"));
        for path in ["", "board", "//evil.example", "/\\evil.example", "https://x", "/a\r\nb"] {
            assert!(!is_ours(path), "{path:?}");
        }
    }
}
