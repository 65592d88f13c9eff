//! A new master key while everybody works: from its first moment it seals what is written, and everything
//! older is sealed anew by it; then the old key goes. Cut off, it goes on at the next start.

use crate::{Site, rooms};
use base::{Actor, Chance, Fault, Role};
use db::{Class, Cursor, Db, Sealed, Tx};
use journal::{Line, Subject};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// So many values are sealed anew in one act: nobody waits long behind it.
const MOST: i64 = 200;
/// An act that began before the new key has ended after this.
const PAUSE: Duration = Duration::from_secs(2);

/// Draws a new key, seals everything anew, and forgets the old key; how many values that were. `go_on`
/// is asked between two acts: what it cuts off is gone on with by the next call.
///
/// # Errors
/// Where the keys cannot be written, or a value does not open: then both keys stay.
pub fn rotate(db: &Db, keys: &Path, go_on: &mut dyn FnMut(u64) -> bool) -> Result<u64, Fault> {
    db.keys().begin_rotation(keys, &mut Chance::System).map_err(Fault::internal)?;
    let (mut total, mut empty) = (0, 0);
    // What an act sealed by the old key, and wrote after we had passed, is found by the next pass.
    while empty < 2 {
        let Some(count) = pass(db, &mut |done| go_on(total + done))? else { return Ok(total) };
        total += count;
        empty = if count == 0 { empty + 1 } else { 0 };
        if empty == 1 {
            std::thread::sleep(PAUSE);
        }
    }
    let key = db.keys().newest();
    for station in db.read_now(0, people::list_stations)? {
        let system = Actor::system(station.station_id, station.system_id);
        let note = move |tx: &mut Tx<'_>| note(tx, &system, key, total);
        db.write_waiting(Class::Ordinary, station.station_id, note)?;
    }
    db.keys().end_rotation(keys).map_err(Fault::internal)?;
    Ok(total)
}

/// Goes once through every value of every station; how many were sealed anew, none where it was cut off.
fn pass(db: &Db, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Option<u64>, Fault> {
    let mut total = 0;
    for station in db.read_now(0, people::list_stations)? {
        for column in rooms::sealed() {
            let mut at = Cursor::default();
            loop {
                let (count, reached) = some(db, station.station_id, column, at)?;
                total += count;
                if !go_on(total) {
                    return Ok(None);
                }
                if count < MOST.unsigned_abs() {
                    break;
                }
                at = reached;
            }
        }
    }
    Ok(Some(total))
}

fn some(
    db: &Db,
    station: i64,
    column: &'static Sealed,
    at: Cursor,
) -> Result<(u64, Cursor), Fault> {
    let act = move |tx: &mut Tx<'_>| db::reseal(tx, column, at, MOST);
    let (count, reached) = db.write_waiting(Class::Ordinary, station, act)?;
    Ok((count.unsigned_abs(), reached))
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
