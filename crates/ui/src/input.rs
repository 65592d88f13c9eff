//! What was sent, before anybody looked at it: form or JSON, as names and texts.

use crate::words::words;
use base::{Both, Fault, Refusal};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What WeChat hangs on to a link that is passed on; a page may ask for a day by the same name.
const SHARED: [&str; 3] = ["from=singlemessage", "from=groupmessage", "from=timeline"];

/// Names and texts as they were sent.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Input(pub(crate) BTreeMap<String, Vec<String>>);

impl Input {
    /// Reads a form or a query string. Percent-escapes that are not UTF-8 are refused.
    ///
    /// # Errors
    /// A refusal at the field whose bytes are no text.
    pub fn from_form(body: &[u8]) -> Result<Input, Fault> {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            // The parser replaces broken bytes by U+FFFD; nobody types that character.
            if name.contains('\u{FFFD}') || value.contains('\u{FFFD}') {
                let field = Some(Cow::Owned(name.into_owned()));
                let text = Both::of(|lang| words(lang).not_text());
                return Err(Fault::Refused(vec![Refusal { rule: "not_text", field, text }]));
            }
            fields.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        Ok(Input(fields))
    }

    /// Reads of a query string what has one of these `names`: what a messenger or a search engine hung on
    /// to a link, in whatever bytes, is not ours.
    ///
    /// # Errors
    /// A refusal at the field whose bytes are no text.
    pub fn from_query(query: &str, names: &[&str]) -> Result<Input, Fault> {
        let ours = |pair: &&str| {
            if SHARED.contains(pair) {
                return false;
            }
            let sent = pair.split('=').next().unwrap_or_default();
            form_urlencoded::parse(sent.as_bytes()).any(|(name, _)| names.contains(&&*name))
        };
        let kept: Vec<&str> = query.split('&').filter(ours).collect();
        Input::from_form(kept.join("&").as_bytes())
    }

    /// Reads a JSON object; nested names are joined by dots, lists are several values.
    ///
    /// # Errors
    /// A refusal where the body is no JSON object.
    pub fn from_json(body: &[u8]) -> Result<Input, Fault> {
        let refused = || Fault::refused("not_json", |lang| words(lang).not_json());
        let body = if body.is_empty() { b"{}" } else { body };
        let value: Value = serde_json::from_slice(body).map_err(|_| refused())?;
        if !value.is_object() {
            return Err(refused());
        }
        let mut fields = BTreeMap::new();
        flatten("", &value, &mut fields);
        Ok(Input(fields))
    }

    /// What was sent before, as [`Input::typed`] gave it.
    pub fn of_typed(typed: BTreeMap<String, Vec<String>>) -> Input {
        Input(typed)
    }

    /// Takes the first value of `name` out.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)?.into_iter().next()
    }

    /// What was sent, by name.
    pub fn typed(&self) -> BTreeMap<String, Vec<String>> {
        self.0.clone()
    }

    /// The same bytes for the same content, whatever its order: what an idempotency key covers.
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut part = |text: &str| {
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
            bytes.extend_from_slice(text.as_bytes());
        };
        for (name, values) in &self.0 {
            part(name);
            part(&values.len().to_string());
            values.iter().for_each(|value| part(value));
        }
        bytes
    }
}

fn flatten(path: &str, value: &Value, fields: &mut BTreeMap<String, Vec<String>>) {
    let mut add = |text: String| fields.entry(path.to_owned()).or_default().push(text);
    match value {
        Value::Null => {}
        Value::Bool(value) => add(value.to_string()),
        Value::Number(value) => add(value.to_string()),
        Value::String(value) => add(value.clone()),
        Value::Array(values) => values.iter().for_each(|value| flatten(path, value, fields)),
        Value::Object(members) => {
            for (name, value) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, value, fields);
            }
        }
    }
}
