//! Reading an intake: which place, which source, what a call must have.

use crate::actions::{self, Log, Where};
use crate::pages;
use crate::words::words;
use base::{Actor, Fault, Id};
use db::Tx;
use serde_json::json;
use ui::{Done, Given};

pub(crate) fn log(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let source = source_of(given)?;
    if source != actions::BRANCH {
        pages::require_kind_and_level(tx, given)?;
    }
    let order = Log {
        summary: given.maybe("summary").unwrap_or_default().to_owned(),
        place: place_of(tx, given)?,
        kind: given.maybe("kind").map(str::to_owned),
        level: given.whole("level"),
        source,
        outer_number: given.maybe("outer_number").map(str::to_owned),
        reported_at: given.moment("reported_at"),
        flags: given.many("flags").to_vec(),
        caller_name: given.maybe("caller.name").map(str::to_owned),
        caller_phone: given.maybe("caller.phone").map(str::to_owned),
    };
    let matter = actions::log(tx, actor, &order)?;
    let body = json!({ "number": matter.number, "state": matter.state, "version": matter.version });
    let board = format!("/board?selected={}", matter.number);
    Ok(Done::created(format!("/incidents/{}", matter.number), body).look_at(board))
}

/// The source that was chosen; a number of the branch says it by itself.
fn source_of(given: &Given) -> Result<String, Fault> {
    match (given.maybe("source"), given.maybe("outer_number")) {
        (Some(source), _) => Ok(source.to_owned()),
        (None, Some(_)) => Ok(actions::BRANCH.to_owned()),
        (None, None) => Err(Fault::at("source", "required", |lang| words(lang).source_needed())),
    }
}

fn place_of(tx: &mut Tx<'_>, given: &Given) -> Result<Where, Fault> {
    if let Some(premises) = given.key("place.premises") {
        return Ok(Where::Premises(premises));
    }
    let needed = || Fault::at("place.text", "place_needed", |lang| words(lang).place_needed());
    let text = given.maybe("place.text").ok_or_else(needed)?.to_owned();
    let village = village_of(tx, given, "place.village")?;
    Ok(Where::Text(text, village))
}

pub(crate) fn village_of(
    tx: &mut Tx<'_>,
    given: &Given,
    field: &'static str,
) -> Result<Option<Id>, Fault> {
    let Some(text) = given.maybe(field) else { return Ok(None) };
    let known =
        people::list_villages(tx)?.into_iter().find(|village| village.id.to_string() == text);
    let unknown = || Fault::at(field, "unknown_code", |lang| words(lang).unknown_code());
    known.map(|village| Some(village.id)).ok_or_else(unknown)
}
