//! The read log: who opened which matter, and when, hour by hour; those who answer for it see it.

use crate::actions::{NOTE, load_for};
use crate::rules::{Reach, Sight};
use crate::sql::{self, Matter, ReadRow};
use base::{Actor, Fault, Id, Role};
use db::Tx;

const HOUR_S: i64 = 3_600;
/// So many lines are shown.
const MOST: i64 = 200;

/// Whether opening this matter is still to be noted for this hour.
///
/// # Errors
/// Those of the engine.
pub fn is_read_due(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<bool, Fault> {
    let hour = hour(tx);
    match sql::find_visible(tx, &Reach::of(actor), number)? {
        Some(matter) => Ok(!sql::has_read(tx, matter.id, actor.account, hour)?),
        None => Ok(false),
    }
}

/// Notes that somebody was shown this matter.
///
/// # Errors
/// Those of the engine.
pub fn note_read(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<(), Fault> {
    let hour = hour(tx);
    let Some(matter) = sql::find_visible(tx, &Reach::of(actor), number)? else { return Ok(()) };
    let capacity = actor.standings.first().map_or(Role::System, |standing| standing.role);
    sql::insert_read(tx, matter.id, (actor.account, capacity), hour)
}

/// The log of one matter, for whoever holds one of its seats, a leader or the chief.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub(crate) fn readers(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
) -> Result<(Matter, Vec<ReadRow>), Fault> {
    let (matter, _, sight) = load_for(tx, actor, &NOTE, number)?;
    if sight > Sight::Masked || !may_see_readers(tx, actor, &matter)? {
        return Err(Fault::NotFound);
    }
    let rows = sql::list_reads(tx, matter.id, MOST)?;
    Ok((matter, rows))
}

/// Whether `actor` answers for the matter, did so when it ended, or leads those who do.
///
/// # Errors
/// Those of the engine.
pub fn may_see_readers(tx: &mut Tx<'_>, actor: &Actor, matter: &Matter) -> Result<bool, Fault> {
    let seats: [Option<Id>; 3] = [matter.watcher_id, matter.manager_id, matter.pusher_id];
    let leads = actor.is(Role::Leader) || actor.is(Role::Chief);
    if leads || matter.is_open || seats.contains(&Some(actor.account)) {
        return Ok(leads || seats.contains(&Some(actor.account)));
    }
    let held = sql::find_held(tx, matter.id)?;
    Ok(held.is_some_and(|h| [h.watcher, h.manager, h.pusher].contains(&actor.account)))
}

fn hour(tx: &Tx<'_>) -> i64 {
    tx.now().micros() / 1_000_000 / HOUR_S
}
