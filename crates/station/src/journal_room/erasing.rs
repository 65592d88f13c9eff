//! Erasing the words of a line: what whoever confirms it reads before, and doing it.

use super::{ACTS, CONFIRM_ERASURE, Lines, called};
use crate::words::words;
use base::{Actor, Fault};
use db::Tx;
use journal::Entry;
use serde_json::{Value, json};
use ui::{Change, Done, Given, Visit};

/// Which line would be erased and why; its words only for whoever confirms it: that right opens them.
pub(super) fn changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    position: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let position: i64 = position.parse().map_err(|_| Fault::NotFound)?;
    let w = words(visit.lang());
    let entry = journal::list_entries(tx, position + 1, 1)?.pop();
    let entry = entry.filter(|one| one.position == position && !one.particulars.is_null());
    let entry = entry.ok_or(Fault::NotFound)?;
    let lines = Lines::of(tx, vec![entry.clone()], None)?;
    let text = match CONFIRM_ERASURE.ask(&visit.actor) {
        Ok(_) => payload(&entry),
        Err(_) => w.erase_hidden().to_owned(),
    };
    let at = format!("{position} · {}", visit.dates().full(entry.at));
    // What the act is called, and no word of the line: this is kept with the proposal afterwards.
    let by = format!("{} {}", lines.name(entry.account), called(visit.lang(), &entry.act));
    Ok(vec![
        Change::said(w.journal_line(), at),
        Change::said(w.erase_what(), by),
        Change::said(w.erase_about(), lines.about(&entry)),
        Change { label: w.erase_text().to_owned(), was: text, now: w.erase_to().to_owned() },
        Change::said(w.erase_reason(), given.text("reason")),
    ])
}

/// Every word that a line holds besides its head.
fn payload(entry: &Entry) -> String {
    let mut texts: Vec<String> = entry.reason.iter().cloned().collect();
    gather(&entry.particulars, &mut texts);
    texts.join(" · ")
}

fn gather(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.is_empty() => texts.push(text.clone()),
        Value::Number(number) => texts.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Object(fields) => fields.values().for_each(|item| gather(item, texts)),
        Value::String(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// Erases the words of a line, once another office has read and confirmed it.
pub(super) fn erase(
    tx: &mut Tx<'_>,
    actor: &Actor,
    position: &str,
    given: &Given,
) -> Result<Done, Fault> {
    let may = ACTS[0].ask(actor)?;
    let position: i64 = position.parse().map_err(|_| Fault::NotFound)?;
    let line = journal::erase(tx, actor, may.role, position, given.text("reason"))?;
    Ok(Done::changed("/journal", json!({ "position": position, "line": line })))
}
