//! A new master key while everybody works: from its first moment it seals what is written, and everything
//! older is sealed anew by it; then the old key goes. Cut off, it goes on at the next start.

use crate::{Site, bond, rooms};
use base::{Actor, Chance, Fault, Role};
use db::{Class, Db, Sealed, SealedRow, Tx};
use journal::{Line, Subject};
use serde_json::json;
use std::path::Path;

/// So many values are read at once, and at most so many sealed anew in one act.
const MOST: i64 = 200;

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rotated {
    /// Everything is sealed by the new key, and the old one is gone; so many values were sealed anew.
    Done(u64),
    /// It was cut off after so many: both keys are there, and the next start goes on.
    CutOff(u64),
}

/// Draws a new key, seals everything anew, and forgets the old key. `go_on` is asked between two acts;
/// what it cuts off is gone on with by the next call.
///
/// # Errors
/// Where the keys are being changed already or cannot be written: then both keys stay. A value that neither
/// key opens was lost before; it is left as it is.
pub fn rotate(db: &Db, keys: &Path, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Rotated, Fault> {
    let _held = db.keys().take_rotation().map_err(Fault::internal)?;
    db.keys().begin_rotation(keys, &mut Chance::System).map_err(Fault::internal)?;
    // What began before may still be sealed by the old key; what begins now is not.
    db.wait_for_running();
    let mut total = 0;
    loop {
        match pass(db, &mut |done| go_on(total + done))? {
            (count, false) => return Ok(Rotated::CutOff(total + count)),
            (0, true) => break,
            (count, true) => total += count,
        }
    }
    let key = db.keys().newest();
    for station in db.read_now(0, people::list_stations)? {
        let system = Actor::system(station.station_id, station.system_id);
        let note = move |tx: &mut Tx<'_>| note(tx, &system, key, total);
        db.write_waiting(Class::Ordinary, station.station_id, note)?;
    }
    bond::reseal(db)?;
    db.keys().end_rotation(keys).map_err(Fault::internal)?;
    Ok(Rotated::Done(total))
}

/// Goes once through every value of every station; how many were sealed anew, and whether it came to
/// the end.
fn pass(db: &Db, go_on: &mut dyn FnMut(u64) -> bool) -> Result<(u64, bool), Fault> {
    let mut total = 0;
    for station in db.read_now(0, people::list_stations)? {
        for column in rooms::sealed() {
            let mut at = Some(SealedRow::first());
            while let Some(from) = at {
                let (count, reached) = some(db, station.station_id, column, from)?;
                total += count;
                if !go_on(total) {
                    return Ok((total, false));
                }
                at = reached.filter(|row| *row != from);
            }
        }
    }
    Ok((total, true))
}

/// Some values of a column from a row on: how many were sealed anew, and from where to go on.
fn some(
    db: &Db,
    station: i64,
    column: &'static Sealed,
    from: SealedRow,
) -> Result<(u64, Option<SealedRow>), Fault> {
    let list = move |tx: &mut Tx<'_>| db::list_sealed(tx, column, from, MOST);
    let mut values = db.read_now(station, list)?;
    let is_last = i64::try_from(values.len()).is_ok_and(|count| count < MOST);
    let reached = values.last().map(|(row, _)| *row).filter(|_| !is_last);
    let newest = db.keys().newest();
    values.retain(|(_, sealed)| sealed.get(1) != Some(&newest));
    if values.is_empty() {
        return Ok((0, reached));
    }
    let act = move |tx: &mut Tx<'_>| db::reseal(tx, column, &values);
    Ok((db.write_waiting(Class::Ordinary, station, act)?, reached))
}

fn note(tx: &mut Tx<'_>, system: &Actor, key: u8, values: u64) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let line = Line {
        act: "station.rotate_keys",
        subject: Subject { kind: "account", id: system.account },
        capacity: Role::System,
        reason: None,
        particulars: json!({ "key": key, "values": values }),
    };
    journal::record(tx, &mut change, system, line).map(|_| ())
}

/// Goes on with what was cut off, until the house closes.
pub async fn resume(site: Site) {
    let Some(house) = site.house().cloned().filter(|_| site.db().keys().is_rotating()) else {
        return;
    };
    let (db, stopping) = (site.db().clone(), site.stopping());
    let work = tokio::task::spawn_blocking(move || {
        let done = rotate(&db, &house.keys, &mut |_| !*stopping.borrow());
        if let Err(fault) = done {
            tracing::warn!(%fault, "fields could not be sealed anew; both keys stay");
        }
    });
    drop(work.await);
}
