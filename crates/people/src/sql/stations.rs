//! Stations and their villages.

use base::{Fault, Id, Time, Zone};
use db::{Tx, args};

db::row! {
    /// A station of this installation.
    pub struct StationRow {
        /// Its number here; first in every key.
        pub station_id: i64,
        /// Its short code, in sign-in links and sessions.
        pub code: String,
        /// Its name.
        pub name: String,
        /// Its IANA zone.
        pub zone: String,
        /// Whether its data are invented.
        pub demo: bool,
        /// The account in whose name timers and jobs act.
        pub system_id: Id,
    }
    /// A village.
    pub struct Village {
        /// Which.
        pub id: Id,
        /// Its name.
        pub name: String,
        /// Its outline in station metres: `x,y x,y …`, for a schematic map.
        pub outline: String,
        /// Its code of 12 digits, or empty.
        pub code: String,
    }
}

pub(crate) fn insert_station(tx: &mut Tx<'_>, row: &StationRow) -> Result<(), Fault> {
    let now: Time = tx.now();
    tx.put(
        "INSERT INTO stations (station_id, code, name, zone, demo, system_id, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![row.station_id, row.code, row.name, row.zone, row.demo, row.system_id, now],
    )
}

/// The station for which the transaction is open.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub fn find_station(tx: &mut Tx<'_>) -> Result<StationRow, Fault> {
    let station = tx.station();
    let row = tx.opt(
        "SELECT station_id, code, name, zone, demo, system_id FROM stations WHERE station_id = $1",
        args![station],
    )?;
    row.ok_or(Fault::NotFound)
}

/// The zone in which the station's clocks are read.
///
/// # Errors
/// As [`find_station`].
pub fn find_zone(tx: &mut Tx<'_>) -> Result<Zone, Fault> {
    Ok(Zone::named(&find_station(tx)?.zone).unwrap_or_else(Zone::utc))
}

/// Every station of the installation.
///
/// # Errors
/// Those of the engine.
pub fn list_stations(tx: &mut Tx<'_>) -> Result<Vec<StationRow>, Fault> {
    tx.all(
        "SELECT station_id, code, name, zone, demo, system_id FROM stations ORDER BY station_id",
        args![],
    )
}

/// Takes a station off the list of the installation.
///
/// # Errors
/// Those of the engine.
pub fn remove_station(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let station = tx.station();
    tx.put("DELETE FROM stations WHERE station_id = $1", args![station])
}

pub(crate) fn insert_village(
    tx: &mut Tx<'_>,
    id: Id,
    position: i64,
    name: &str,
    outline: &str,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO villages (station_id, id, position, name, outline) VALUES ($1, $2, $3, $4, $5)",
        args![station, id, position, name, outline],
    )
}

/// The villages in their order.
///
/// # Errors
/// Those of the engine.
pub fn list_villages(tx: &mut Tx<'_>) -> Result<Vec<Village>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, name, outline, code FROM villages WHERE station_id = $1 ORDER BY position",
        args![station],
    )
}

/// The place of the last village.
pub(crate) fn last_village_position(tx: &mut Tx<'_>) -> Result<i64, Fault> {
    let station = tx.station();
    let sql = "SELECT position FROM villages WHERE station_id = $1 ORDER BY position DESC LIMIT 1";
    Ok(tx.opt::<(i64,)>(sql, args![station])?.map_or(0, |(position,)| position))
}

pub(crate) fn set_village_code(
    tx: &mut Tx<'_>,
    id: Id,
    name: &str,
    code: &str,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE villages SET name = $3, code = $4 WHERE station_id = $1 AND id = $2",
        args![station, id, name, code],
    )
}
