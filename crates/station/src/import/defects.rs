//! What is wrong in a record, by kind and row. Every one is counted, the first rows are listed.

use crate::import::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many rows of each kind are listed.
const LISTED: usize = 20;

/// One kind of defect: how often and where.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub struct Defect {
    /// How often.
    pub count: u64,
    /// The first rows, as the file counts them: its first row is 1.
    pub rows: Vec<u64>,
}

/// Every kind found, by its code: `missing:on_scene`, `before:available:hospital`.
pub type Defects = BTreeMap<String, Defect>;

pub(super) fn note(defects: &mut Defects, kind: String, row: u64) {
    let defect = defects.entry(kind).or_default();
    defect.count += 1;
    if defect.rows.len() < LISTED && !defect.rows.contains(&row) {
        defect.rows.push(row);
    }
}

/// The name of a kind in words.
pub(super) fn name_of(kind: &str, w: Words) -> String {
    let mut parts = kind.splitn(3, ':');
    let (code, first, second) = (parts.next(), parts.next(), parts.next());
    let column = first.unwrap_or_default();
    match code.unwrap_or_default() {
        "before" => w.before(column, second.unwrap_or_default()),
        "missing" => w.missing(column),
        "unreadable" => w.unreadable(column),
        "blemished" => w.blemished(column),
        "no_received" => w.no_received(column),
        "no_sent" => w.no_sent(column),
        "bad_number" => w.bad_number(column),
        "differs" => w.differs(column),
        "unmapped" => w.unmapped(column),
        "bad_row" => w.bad_row().to_owned(),
        "repeated_row" => w.repeated_row().to_owned(),
        "repeated_unit" => w.repeated_unit().to_owned(),
        "scattered" => w.scattered().to_owned(),
        "many_units" => w.many_units().to_owned(),
        "first_pass" => w.first_pass().to_owned(),
        "second_pass" => w.second_pass().to_owned(),
        "skipped_hour" => w.skipped_hour().to_owned(),
        _ => kind.to_owned(),
    }
}

/// One line of a report.
pub(super) fn line(kind: &str, defect: &Defect, w: Words) -> String {
    let rows: Vec<String> = defect.rows.iter().map(u64::to_string).collect();
    let rows = rows.join(", ");
    // Several in one row are listed once.
    let rows = if defect.rows.len() < LISTED { rows } else { w.and_more(rows) };
    w.defect(name_of(kind, w), defect.count, rows)
}
