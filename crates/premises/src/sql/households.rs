//! Households of a courtyard: doors, never the people behind them.

use base::{Fault, Id};
use db::{Tx, args};

db::row! {
    /// How many places of a kind, and households, a village has.
    pub struct VillageTotal {
        /// Which village.
        pub village_id: Id,
        /// The kind of place, or `household`.
        pub kind: String,
        /// How many.
        pub total: i64,
    }
}

/// Opens a household; whether it is new.
pub(crate) fn insert_household(
    tx: &mut Tx<'_>,
    id: Id,
    premises: Id,
    label: &str,
) -> Result<bool, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let written = tx.exec(
        "INSERT INTO households (station_id, id, premises_id, label, opened_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (station_id, premises_id, label) DO NOTHING",
        args![station, id, premises, label, now],
    )?;
    Ok(written > 0)
}

/// Places by village and kind, and households by village.
///
/// # Errors
/// Those of the engine.
pub fn list_totals(tx: &mut Tx<'_>) -> Result<Vec<VillageTotal>, Fault> {
    let station = tx.station();
    let mut totals: Vec<VillageTotal> = tx.all(
        "SELECT village_id, kind, count(*) AS total FROM premises
         WHERE station_id = $1 AND closed_at IS NULL
         GROUP BY village_id, kind ORDER BY village_id, kind",
        args![station],
    )?;
    let households: Vec<VillageTotal> = tx.all(
        "SELECT p.village_id, 'household' AS kind, count(*) AS total
         FROM households h
         JOIN premises p ON p.station_id = h.station_id AND p.id = h.premises_id
         WHERE h.station_id = $1 AND h.closed_at IS NULL AND p.closed_at IS NULL
         GROUP BY p.village_id ORDER BY p.village_id",
        args![station],
    )?;
    totals.extend(households);
    Ok(totals)
}
