//! The telephone list: numbers of offices and bodies, for the night the screen is dark.

use base::{Fault, Id};
use db::{Tx, args};

db::row! {
    /// One number.
    pub struct Telephone {
        /// Which.
        pub id: Id,
        /// Whose: an office, a post, a body.
        pub label: String,
        /// The number.
        pub number: String,
    }
}

pub(crate) fn insert_telephone(tx: &mut Tx<'_>, row: &Telephone) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO telephones (station_id, id, label, number, added_at) VALUES ($1, $2, $3, $4, $5)",
        args![station, row.id, row.label, row.number, now],
    )
}

/// Every number, in the order added.
///
/// # Errors
/// Those of the engine.
pub fn list_telephones(tx: &mut Tx<'_>) -> Result<Vec<Telephone>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, label, number FROM telephones
         WHERE station_id = $1 AND removed_at IS NULL ORDER BY added_at, id",
        args![station],
    )
}

pub(crate) fn set_telephone_removed(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE telephones SET removed_at = $3
         WHERE station_id = $1 AND id = $2 AND removed_at IS NULL",
        args![station, id, now],
    )
}
