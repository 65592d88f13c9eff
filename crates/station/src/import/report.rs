//! What an import tells while it runs and when it is done.

use crate::import::defects::{self, Defects};
use crate::import::words::words;
use base::{Id, Lang};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// How far an import is; while the file is read, `all` is 0.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize, Debug)]
pub struct Progress {
    /// Calls done.
    pub done: u64,
    /// Calls in the file.
    pub all: u64,
    /// Calls a second so far.
    pub rate: f64,
    /// Seconds left at that rate.
    pub left_s: f64,
}

impl Progress {
    /// One line in this language.
    pub fn text(&self, lang: Lang) -> String {
        let (rate, left) = (self.rate.round(), self.left_s.ceil());
        words(lang).progress(self.done, self.all, rate, left)
    }
}

/// What an import found and wrote.
#[derive(Clone, Serialize, Deserialize, Debug)]
pub struct Report {
    /// The station.
    pub station: i64,
    /// Its code.
    pub code: String,
    /// The account that wrote; `None` where a dry run found no station.
    #[serde(deserialize_with = "id")]
    pub account: Option<Id>,
    /// Lines of the file, its header and empty ones among them.
    pub lines: u64,
    /// Rows in the file.
    pub rows: u64,
    /// Calls that make an incident.
    pub calls: u64,
    /// Orders in them.
    pub units: u64,
    /// Most orders of one call.
    pub most_units: u64,
    /// Calls that are new; in a dry run, would be.
    pub added: u64,
    /// Calls that were here already.
    pub already: u64,
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// SHA-256 of the file.
    pub digest: String,
    /// What is wrong in the record.
    pub defects: Defects,
    /// How long it took.
    pub seconds: f64,
}

/// An id out of JSON.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Id>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    let parsed = text.map(|text| text.parse());
    parsed.transpose().map_err(|()| serde::de::Error::custom("not an id"))
}

impl Report {
    /// The report in this language: counts, then defects by kind and row.
    pub fn text(&self, lang: Lang) -> String {
        let w = words(lang);
        let seconds = format!("{:.1}", self.seconds);
        let written = match self.dry_run {
            true => w.trial(self.added, self.already),
            false => w.added(self.added, self.already),
        };
        let mut lines = vec![
            w.done(self.lines, self.rows, self.calls, self.units),
            written,
            w.station(&self.code, self.station, seconds),
        ];
        lines.push(if self.defects.is_empty() { w.clean() } else { w.defects() }.to_owned());
        lines.extend(self.defects.iter().map(|(kind, defect)| defects::line(kind, defect, w)));
        lines.join("\n")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
