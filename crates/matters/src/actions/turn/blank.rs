//! A matter before its first act: its number in the series of the day, or the one it had elsewhere.

use super::{Opening, Turn};
use crate::rules::sight;
use crate::sql::{self, Matter};
use base::{Actor, Fault, Leave};
use db::Tx;

pub(super) fn new_matter(
    tx: &mut Tx<'_>,
    opening: &Opening,
    version: i64,
) -> Result<Matter, Fault> {
    let day = people::find_zone(tx)?.civil(opening.at).date();
    let day = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let series = format!("{}-{day}", opening.series);
    let count = sql::next_number(tx, &series)?;
    let mut matter = blank(tx, opening, version);
    matter.number = format!("{series}-{count:04}");
    Ok(matter)
}

pub(super) fn blank(tx: &mut Tx<'_>, opening: &Opening, version: i64) -> Matter {
    let (topic, title_zh, title_en) = opening.topic.clone();
    Matter {
        id: tx.new_id(),
        number: String::new(),
        kind: opening.kind.to_owned(),
        topic,
        title_zh,
        title_en,
        place_text: opening.place_text.clone(),
        premises_id: opening.premises,
        village_id: opening.village,
        x_m: opening.point.map(|(x, _)| x),
        y_m: opening.point.map(|(_, y)| y),
        level: opening.level,
        secrecy: opening.secrecy,
        state: opening.state.to_owned(),
        is_open: false,
        opening: 1,
        opened_at: opening.at,
        due_at: None,
        clock: None,
        version,
        watcher_id: None,
        manager_id: None,
        pusher_id: None,
        master_id: None,
        reopened_at: None,
        moved_at: None,
        stall_step: 0,
    }
}

/// Writes a matter that ended elsewhere: no seats, no clocks, one journal line.
///
/// # Errors
/// Those of the engine.
pub fn import(
    tx: &mut Tx<'_>,
    actor: &Actor,
    leave: Leave,
    opening: &Opening,
    number: &str,
) -> Result<Turn, Fault> {
    let change = journal::begin(tx)?;
    let mut matter = blank(tx, opening, change.number());
    number.clone_into(&mut matter.number);
    sql::insert_matter(tx, &matter, &opening.terms)?;
    let sight = sight(actor, matter.village_id, false);
    Ok(Turn::of(change, matter, leave, sight))
}
