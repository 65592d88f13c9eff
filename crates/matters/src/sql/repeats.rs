//! Merges and reopenings: facts beside the envelope.

use crate::rules::MergeKind;
use crate::sql::Matter;
use base::{Fault, Id, Time};
use db::{Tx, args};

db::stored_codes!(MergeKind);

db::row! {
    /// One merge, in force or undone.
    pub struct Merge {
        /// Which.
        pub id: Id,
        /// What was merged.
        pub matter_id: Id,
        /// Into what.
        pub master_id: Id,
        /// Why the two are one.
        pub kind: MergeKind,
        /// When.
        pub at: Time,
        /// When it was undone.
        pub undone_at: Option<Time>,
    }
    /// A matter merged into another, as that one's page shows it.
    pub struct Repeat {
        /// Its number.
        pub number: String,
        /// Why the two are one.
        pub kind: MergeKind,
        /// When it was reported.
        pub opened_at: Time,
    }
}

pub(crate) fn insert_merge(tx: &mut Tx<'_>, row: &Merge, by: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO merges (station_id, id, matter_id, master_id, kind, at, by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, row.id, row.matter_id, row.master_id, row.kind, row.at, by],
    )
}

pub(crate) fn set_merge_undone(tx: &mut Tx<'_>, matter: Id, by: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE merges SET undone_at = $3, undone_by = $4
         WHERE station_id = $1 AND matter_id = $2 AND undone_at IS NULL",
        args![station, matter, now, by],
    )
}

/// The merge of a matter that is in force.
///
/// # Errors
/// Those of the engine.
pub fn find_merge(tx: &mut Tx<'_>, matter: Id) -> Result<Option<Merge>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, matter_id, master_id, kind, at, undone_at FROM merges
         WHERE station_id = $1 AND matter_id = $2 AND undone_at IS NULL",
        args![station, matter],
    )
}

/// When a matter was last parted from the one it had been merged into.
///
/// # Errors
/// Those of the engine.
pub fn find_parted_at(tx: &mut Tx<'_>, matter: Id) -> Result<Option<Time>, Fault> {
    let station = tx.station();
    let sql = "SELECT max(undone_at) FROM merges WHERE station_id = $1 AND matter_id = $2";
    Ok(tx.one::<(Option<Time>,)>(sql, args![station, matter])?.0)
}

/// What was merged into `master`, oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_repeats(tx: &mut Tx<'_>, master: Id) -> Result<Vec<Repeat>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT m.number, g.kind, m.opened_at FROM matters m CROSS JOIN merges g
         WHERE g.station_id = m.station_id AND g.matter_id = m.id AND g.undone_at IS NULL
           AND m.station_id = $1 AND m.master_id = $2 ORDER BY +m.opened_at, m.id",
        args![station, master],
    )
}

/// How many were merged into `master`.
///
/// # Errors
/// Those of the engine.
pub fn count_repeats(tx: &mut Tx<'_>, master: Id) -> Result<i64, Fault> {
    let station = tx.station();
    let sql = "SELECT count(*) FROM matters WHERE station_id = $1 AND master_id = $2";
    Ok(tx.one::<(i64,)>(sql, args![station, master])?.0)
}

pub(crate) fn insert_reopening(
    tx: &mut Tx<'_>,
    matter: &Matter,
    by: Id,
    cause: &str,
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO reopenings (station_id, matter_id, opening, at, by_id, cause)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, matter.id, matter.opening, now, by, cause],
    )
}
