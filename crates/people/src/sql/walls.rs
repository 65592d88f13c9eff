//! Wall screens: devices that show and never act.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A wall screen 大屏.
    pub struct Wall {
        /// Which.
        pub id: Id,
        /// Where it hangs.
        pub name: String,
        /// Since when.
        pub opened_at: Time,
        /// Until when its link opens.
        pub valid_until: Time,
    }
}

macro_rules! walls {
    ($which:literal) => {
        concat!(
            "SELECT id, name, opened_at, valid_until FROM walls
             WHERE station_id = $1 AND ended_at IS NULL AND valid_until > $2",
            $which
        )
    };
}

pub(crate) fn insert_wall(tx: &mut Tx<'_>, row: &Wall, by: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO walls (station_id, id, name, opened_at, opened_by, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, row.id, row.name, row.opened_at, by, row.valid_until],
    )
}

pub(crate) fn find_wall(tx: &mut Tx<'_>, id: Id) -> Result<Option<Wall>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(walls!(" AND id = $3"), args![station, now, id])
}

pub(crate) fn list_walls(tx: &mut Tx<'_>) -> Result<Vec<Wall>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(walls!(" ORDER BY opened_at, id"), args![station, now])
}

pub(crate) fn set_wall_ended(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE walls SET ended_at = $3 WHERE station_id = $1 AND id = $2 AND ended_at IS NULL",
        args![station, id, now],
    )
}
