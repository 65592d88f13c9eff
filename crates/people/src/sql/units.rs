//! Units of the two trees, and where each village hangs.

use crate::rules::{Tree, UnitKind};
use base::{Fault, Id, Time};
use db::{Tx, args};

db::stored_codes!(UnitKind, Tree);

db::row! {
    /// A unit of one of the trees.
    pub struct Unit {
        /// Which.
        pub id: Id,
        /// What it is.
        pub kind: UnitKind,
        /// What stands above it.
        pub parent_id: Option<Id>,
        /// Its name.
        pub name: String,
        /// Its code of 12 digits, or empty.
        pub code: String,
        /// Its place among its neighbours.
        pub position: i64,
    }
    /// Where a village hangs in one tree.
    pub(crate) struct VillageUnit {
        pub(crate) village_id: Id,
        pub(crate) tree: Tree,
        pub(crate) unit_id: Id,
    }
}

pub(crate) fn insert_unit(tx: &mut Tx<'_>, row: &Unit) -> Result<(), Fault> {
    let (station, now): (i64, Time) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO units (station_id, id, kind, parent_id, name, code, position, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![station, row.id, row.kind, row.parent_id, row.name, row.code, row.position, now],
    )
}

pub(crate) fn set_unit(tx: &mut Tx<'_>, id: Id, name: &str, code: &str) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE units SET name = $3, code = $4
         WHERE station_id = $1 AND id = $2 AND closed_at IS NULL",
        args![station, id, name, code],
    )
}

pub(crate) fn set_unit_closed(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE units SET closed_at = $3
         WHERE station_id = $1 AND id = $2 AND closed_at IS NULL",
        args![station, id, now],
    )
}

/// The units of both trees that are open, in their order.
///
/// # Errors
/// Those of the engine.
pub fn list_units(tx: &mut Tx<'_>) -> Result<Vec<Unit>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, kind, parent_id, name, code, position FROM units
         WHERE station_id = $1 AND closed_at IS NULL ORDER BY position, id",
        args![station],
    )
}

/// Hangs a village below a unit; where it hung before in that tree is forgotten.
pub(crate) fn set_village_unit(tx: &mut Tx<'_>, village: Id, row: &Unit) -> Result<(), Fault> {
    let (station, tree) = (tx.station(), row.kind.tree());
    tx.put(
        "INSERT INTO village_units (station_id, village_id, tree, unit_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, village_id, tree) DO UPDATE SET unit_id = excluded.unit_id",
        args![station, village, tree, row.id],
    )
}

pub(crate) fn list_village_units(tx: &mut Tx<'_>) -> Result<Vec<VillageUnit>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT village_id, tree, unit_id FROM village_units WHERE station_id = $1
         ORDER BY village_id, tree",
        args![station],
    )
}
