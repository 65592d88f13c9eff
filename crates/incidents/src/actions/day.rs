//! The working day: what has been entered in the systems that must be fed anyway.

use crate::actions::ENTER;
use crate::actions::facts::load_facts;
use crate::rules::Stage;
use crate::sql;
use crate::words::words;
use base::{Actor, Fault};
use db::Tx;
use matters::Turn;
use serde_json::json;

/// Ticks that the feedback was entered in the branch's system 已录.
///
/// # Errors
/// Refused before the final feedback, and where it was ticked already.
pub fn enter(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<(), Fault> {
    let turn = Turn::take(tx, actor, &ENTER, number)?;
    let stage = load_facts(tx, &turn.matter)?.facts.incident().stage();
    if !matches!(stage, Stage::Reported | Stage::Closed) {
        return Err(Fault::refused("nothing_to_enter", |lang| words(lang).nothing_to_enter()));
    }
    if sql::insert_entry(tx, turn.matter.id, actor.account)? == 0 {
        return Err(Fault::refused("entered_already", |lang| words(lang).entered_already()));
    }
    turn.keep(tx, actor, "incidents.enter", None, json!({}))
}
