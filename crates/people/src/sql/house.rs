//! The mark of an installation in its database: which house it is, and what its keys prove it by.

use base::{Fault, Time};
use db::{Tx, args};

/// Under which number the installation itself stands, where others are stations.
pub const HOUSE: i64 = 0;

db::row! {
    /// The mark of an installation.
    pub struct HouseRow {
        /// Which: drawn once, and kept through backup, restore and move.
        pub id: String,
        /// Whether all of it is invented.
        pub is_demo: bool,
        /// Its id, sealed: only its own keys open it.
        pub proof: Vec<u8>,
        /// Where it was moved to: here it is served no more.
        pub moved_to: Option<String>,
        /// When that was.
        pub moved_at: Option<Time>,
    }
}

const TABLE: &str = "house";

/// The mark in the database at `url`, before anything of it is opened; nothing is changed.
///
/// # Errors
/// Where it cannot be read.
pub fn look_for_house(url: &str) -> Result<Option<HouseRow>, Fault> {
    let sql = "SELECT id, is_demo, proof, moved_to, moved_at FROM house WHERE station_id = 0";
    Ok(db::look(url, TABLE, sql)?.and_then(|rows| rows.into_iter().next()))
}

/// The stations in the database at `url`, and whether each is invented; `None` where it is no database of
/// ours yet. Nothing is changed.
///
/// # Errors
/// Where it cannot be read.
pub fn look_for_stations(url: &str) -> Result<Option<Vec<(i64, bool)>>, Fault> {
    db::look(url, "stations", "SELECT station_id, demo FROM stations ORDER BY station_id")
}

/// The mark.
///
/// # Errors
/// Those of the engine.
pub fn find_house(tx: &mut Tx<'_>) -> Result<Option<HouseRow>, Fault> {
    tx.opt(
        "SELECT id, is_demo, proof, moved_to, moved_at FROM house WHERE station_id = $1",
        args![HOUSE],
    )
}

/// Puts the mark.
///
/// # Errors
/// Those of the engine; there is one.
pub fn insert_house(tx: &mut Tx<'_>, row: &HouseRow) -> Result<(), Fault> {
    tx.put(
        "INSERT INTO house (station_id, id, is_demo, proof, moved_to, moved_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![HOUSE, row.id, row.is_demo, row.proof, row.moved_to, row.moved_at],
    )
}

/// Seals the mark by other keys.
///
/// # Errors
/// Those of the engine.
pub fn set_proof(tx: &mut Tx<'_>, proof: &[u8]) -> Result<(), Fault> {
    tx.put("UPDATE house SET proof = $2 WHERE station_id = $1", args![HOUSE, proof])
}

/// Notes in the database at `url`, which nobody serves, that its house has gone elsewhere.
///
/// # Errors
/// Where it cannot be written.
pub fn note_move(url: &str, to: &str, at: Time) -> Result<(), Fault> {
    let sql = "UPDATE house SET moved_to = $2, moved_at = $3 WHERE station_id = $1";
    db::change(url, sql, args![HOUSE, to, at])
}

/// Puts the mark into the database at `url`, which nobody serves.
///
/// # Errors
/// Where it cannot be written.
pub fn put_house(url: &str, row: &HouseRow) -> Result<(), Fault> {
    let sql = "INSERT INTO house (station_id, id, is_demo, proof) VALUES ($1, $2, $3, $4)";
    db::change(url, sql, args![HOUSE, row.id, row.is_demo, row.proof])
}
