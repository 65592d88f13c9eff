//! The telephone list: added to, taken from.

use crate::actions::EDIT_ROSTER;
use crate::sql::{self, Telephone};
use base::{Actor, Fault, Id, Role};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;

/// Adds a number of an office or a body.
///
/// # Errors
/// Those of the engine.
pub fn add_telephone(
    tx: &mut Tx<'_>,
    actor: &Actor,
    label: &str,
    number: &str,
) -> Result<Id, Fault> {
    let capacity = capacity(actor)?;
    let row = Telephone { id: tx.new_id(), label: label.to_owned(), number: number.to_owned() };
    sql::insert_telephone(tx, &row)?;
    note(tx, actor, capacity, "people.add_telephone", row.id)?;
    Ok(row.id)
}

/// Takes a number off the list.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub(crate) fn remove_telephone(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Result<(), Fault> {
    let capacity = capacity(actor)?;
    if sql::set_telephone_removed(tx, id)? == 0 {
        return Err(Fault::NotFound);
    }
    note(tx, actor, capacity, "people.remove_telephone", id)
}

fn capacity(actor: &Actor) -> Result<Role, Fault> {
    if actor.is(Role::System) {
        return Ok(Role::System);
    }
    Ok(EDIT_ROSTER.ask(actor)?.role)
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    capacity: Role,
    act: &'static str,
    id: Id,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let subject = Subject { kind: "station", id };
    let line = Line { act, subject, capacity, reason: None, particulars: json!({}) };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}
