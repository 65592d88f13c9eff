//! What was sent, after every field was checked against its declaration: all faults at once,
//! each at its field.

use crate::field::{Field, Kind};
use crate::input::Input;
use crate::rows::{Row, rows};
use crate::words::{Words, words};
use base::{Blemish, Both, Fault, Id, Refusal, Time, Zone, clean_line, clean_text};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Checked values by field name.
#[derive(Clone, Debug)]
pub struct Given {
    values: BTreeMap<&'static str, Vec<String>>,
    zone: Zone,
}

impl Default for Given {
    fn default() -> Given {
        Given { values: BTreeMap::new(), zone: Zone::utc() }
    }
}

impl Given {
    /// Checks `input` against `fields`: unknown and doubled names, missing values, length,
    /// encoding, codes, ranges.
    ///
    /// # Errors
    /// Every refusal at once.
    pub fn check(fields: &[Field], input: &Input, zone: &Zone) -> Result<Given, Fault> {
        let mut refusals = Vec::new();
        let mut values = BTreeMap::new();
        for name in input.0.keys() {
            if !fields.iter().any(|field| field.name == name) {
                refusals.push(refusal(Cow::Owned(name.clone()), "unknown_field", |w| {
                    w.unknown_field(name)
                }));
            }
        }
        for field in fields {
            let sent = input.0.get(field.name).map_or(&[][..], Vec::as_slice);
            match check_field(field, sent, zone) {
                Ok(clean) if clean.is_empty() => {}
                Ok(clean) => {
                    values.insert(field.name, clean);
                }
                Err(wrong) => refusals.push(wrong),
            }
        }
        if refusals.is_empty() {
            Ok(Given { values, zone: zone.clone() })
        } else {
            Err(Fault::Refused(refusals))
        }
    }

    /// Everything that was given.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.values.iter().map(|(name, values)| (*name, values.as_slice()))
    }

    /// The text of a required field.
    pub fn text(&self, name: &str) -> &str {
        self.maybe(name).unwrap_or_default()
    }

    /// The text of a field, if it was given.
    pub fn maybe(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.first().map(String::as_str)
    }

    /// Every value of a field that takes several.
    pub fn many(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a flag was set.
    pub fn flag(&self, name: &str) -> bool {
        self.maybe(name).is_some()
    }

    /// The number in a field.
    pub fn whole(&self, name: &str) -> Option<i64> {
        self.maybe(name)?.parse().ok()
    }

    /// The id in a field.
    pub fn key(&self, name: &str) -> Option<Id> {
        self.maybe(name)?.parse().ok()
    }

    /// The ids in a field that takes several; texts that are none are left out.
    pub fn keys(&self, name: &str) -> Vec<Id> {
        self.many(name).iter().filter_map(|text| text.parse().ok()).collect()
    }

    /// The rows pasted into a field.
    pub fn rows(&self, name: &str) -> Vec<Row> {
        rows(self.text(name))
    }

    /// The moment in a field.
    pub fn moment(&self, name: &str) -> Option<Time> {
        let text = self.maybe(name)?;
        Time::parse(text).or_else(|| self.zone.parse_local(text))
    }

    /// The moment at which the day in a field begins.
    pub fn day(&self, name: &str) -> Option<Time> {
        self.zone.start_of(self.maybe(name)?)
    }
}

fn refusal<S: Into<String>>(
    field: Cow<'static, str>,
    rule: &'static str,
    say: impl Fn(Words) -> S,
) -> Refusal {
    Refusal { rule, field: Some(field), text: Both::of(|lang| say(words(lang)).into()) }
}

fn check_field(field: &Field, sent: &[String], zone: &Zone) -> Result<Vec<String>, Refusal> {
    let name = Cow::Borrowed(field.name);
    if sent.len() > 1 && !field.is_many() {
        return Err(refusal(name, "given_twice", |w| w.given_twice()));
    }
    let mut clean = Vec::new();
    for text in sent {
        if let Some(value) = check_value(field, text, zone)? {
            clean.push(value);
        }
    }
    if clean.is_empty() && field.required {
        let text = Both::of(|lang| words(lang).required((field.label)(lang)));
        return Err(Refusal { rule: "required", field: Some(name), text });
    }
    Ok(clean)
}

/// A pasted row has at most so many characters.
const LONGEST_ROW: usize = 2_000;

fn check_value(field: &Field, text: &str, zone: &Zone) -> Result<Option<String>, Refusal> {
    let at = || Cow::Borrowed(field.name);
    let several_lines = matches!(field.kind, Kind::Text(_) | Kind::Rows(_));
    let clean = if several_lines { clean_text(text) } else { clean_line(text) };
    let value = clean.map_err(|blemish| match blemish {
        Blemish::Control => refusal(at(), "control_character", |w| w.control_character()),
        Blemish::Bidi => refusal(at(), "bidi_character", |w| w.bidi_character()),
    })?;
    if value.is_empty() {
        return Ok(None);
    }
    match field.kind {
        Kind::Line(max) | Kind::Text(max) | Kind::Secret(max) => {
            if value.chars().count() > max {
                return Err(refusal(at(), "too_long", |w| w.too_long(max)));
            }
        }
        Kind::Rows(max) => {
            if value.lines().count() > max {
                return Err(refusal(at(), "too_many_rows", |w| w.too_many_rows(max)));
            }
            if value.lines().any(|line| line.chars().count() > LONGEST_ROW) {
                return Err(refusal(at(), "too_long", |w| w.too_long_row(LONGEST_ROW)));
            }
        }
        Kind::Code(codes, _) | Kind::Codes(codes, _) => {
            if !codes.contains(&value.as_str()) {
                return Err(refusal(at(), "unknown_code", |w| w.unknown_code()));
            }
        }
        Kind::Choice | Kind::Choices => {
            if value.chars().count() > 64 {
                return Err(refusal(at(), "unknown_code", |w| w.unknown_code()));
            }
        }
        Kind::Flag => return check_flag(field, &value),
        Kind::Whole(min, max) => match value.parse::<i64>() {
            Ok(number) if (min..=max).contains(&number) => {}
            Ok(_) | Err(_) => {
                return Err(refusal(at(), "out_of_range", |w| w.out_of_range(min, max)));
            }
        },
        Kind::Key => {
            if value.parse::<Id>().is_err() {
                return Err(refusal(at(), "unknown_code", |w| w.unknown_code()));
            }
        }
        Kind::Moment => {
            if Time::parse(&value).or_else(|| zone.parse_local(&value)).is_none() {
                return Err(refusal(at(), "no_moment", |w| w.no_moment()));
            }
        }
        Kind::Day => {
            if zone.start_of(&value).is_none() {
                return Err(refusal(at(), "no_day", |w| w.no_day()));
            }
        }
    }
    Ok(Some(value))
}

fn check_flag(field: &Field, value: &str) -> Result<Option<String>, Refusal> {
    match value {
        "true" | "on" | "1" | "yes" => Ok(Some("true".to_owned())),
        "false" | "off" | "0" | "no" => Ok(None),
        _ => Err(refusal(Cow::Borrowed(field.name), "unknown_code", |w| w.unknown_code())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(_: base::Lang) -> &'static str {
        "标签"
    }

    const FIELDS: &[Field] = &[
        Field::new("summary", label, Kind::Text(5)).required(),
        Field::new("place.text", label, Kind::Line(5)),
        Field::new("level", label, Kind::Code(&["1", "2"], |_, _| "")).required(),
        Field::new("tags", label, Kind::Choices),
        Field::new("at", label, Kind::Moment),
    ];

    fn rules(input: &Input) -> Vec<(String, &'static str)> {
        match Given::check(FIELDS, input, &Zone::named("Asia/Shanghai").unwrap()) {
            Ok(_) => Vec::new(),
            Err(Fault::Refused(list)) => {
                list.into_iter().map(|r| (r.field.unwrap().into_owned(), r.rule)).collect()
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_fault_is_named_at_its_field_at_once() {
        let body = "summary=123456&level=9&other=1&level=2&at=yesterday&place.text=%00";
        let found = rules(&Input::from_form(body.as_bytes()).unwrap());
        let expected = [
            ("other", "unknown_field"),
            ("summary", "too_long"),
            ("place.text", "control_character"),
            ("level", "given_twice"),
            ("at", "no_moment"),
        ];
        assert_eq!(found, expected.map(|(field, rule)| (field.to_owned(), rule)));
    }

    #[test]
    fn json_and_form_read_alike() {
        let json =
            br#"{"summary": "\u4e00", "place": {"text": "x"}, "level": 1, "tags": ["a", "b"]}"#;
        let form = b"summary=%E4%B8%80&place.text=x&level=1&tags=a&tags=b";
        let (json, form) = (Input::from_json(json).unwrap(), Input::from_form(form).unwrap());
        assert_eq!(json, form);
        assert!(rules(&json).is_empty());
    }

    #[test]
    fn broken_bytes_are_refused() {
        assert!(Input::from_form(b"summary=%FF").unwrap_err().is_rule("not_text"));
        assert!(Input::from_json(b"[1]").unwrap_err().is_rule("not_json"));
        assert!(Input::from_json(b"\xff").unwrap_err().is_rule("not_json"));
    }
}
