//! Who opened which matter: one row for each person, matter and hour.

use base::{Fault, Id, Role, Time};
use db::{Tx, args};

db::row! {
    /// Somebody opened a matter in an hour.
    pub(crate) struct ReadRow {
        pub(crate) account_id: Id,
        pub(crate) capacity: Role,
        pub(crate) at: Time,
    }
}

pub(crate) fn has_read(tx: &mut Tx<'_>, matter: Id, account: Id, hour: i64) -> Result<bool, Fault> {
    let station = tx.station();
    let row = tx.opt::<(i64,)>(
        "SELECT hour FROM matter_reads
         WHERE station_id = $1 AND matter_id = $2 AND account_id = $3 AND hour = $4",
        args![station, matter, account, hour],
    )?;
    Ok(row.is_some())
}

pub(crate) fn insert_read(
    tx: &mut Tx<'_>,
    matter: Id,
    (account, capacity): (Id, Role),
    hour: i64,
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO matter_reads (station_id, matter_id, account_id, hour, capacity, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (station_id, matter_id, account_id, hour) DO NOTHING",
        args![station, matter, account, hour, capacity, now],
    )
}

/// Who opened a matter, the newest first. By hours first: by the moment alone SQLite would go through all
/// that was ever read, for the sake of the order.
pub(crate) fn list_reads(tx: &mut Tx<'_>, matter: Id, most: i64) -> Result<Vec<ReadRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT account_id, capacity, at FROM matter_reads
         WHERE station_id = $1 AND matter_id = $2 ORDER BY hour DESC, at DESC, account_id LIMIT $3",
        args![station, matter, most],
    )
}

db::dispose! {
    /// Removes at most so many readings before a moment; how many.
    pub(crate) dispose_reads: "matter_reads", "matter_id, account_id, hour", "at", "at";
}
