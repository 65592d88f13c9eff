//! Every statement on the table of places.

use crate::PlaceKind;
use base::{Fault, Id};
use db::{Tx, args};

db::row! {
    /// A place.
    pub struct Place {
        /// Which.
        pub id: Id,
        /// In which village.
        pub village_id: Id,
        /// What it is.
        pub kind: PlaceKind,
        /// Its name as people say it.
        pub name: String,
        /// Its lane, if it has one.
        pub lane: String,
        /// Its house number.
        pub house: String,
        /// Metres east of the station's south-west corner.
        pub x_m: i64,
        /// Metres north of it.
        pub y_m: i64,
        /// How many tenant households a courtyard holds.
        pub tenant_households: i64,
    }
}

impl Place {
    /// Where it stands in metres; nothing where nobody has said, which is kept as the corner itself.
    pub fn point(&self) -> Option<(i64, i64)> {
        Some((self.x_m, self.y_m)).filter(|point| *point != (0, 0))
    }
}

db::row! {
    /// How far the places of a village reach, in metres.
    pub struct Extent {
        /// Which village.
        pub village_id: Id,
        /// The westernmost.
        pub west_m: i64,
        /// The easternmost.
        pub east_m: i64,
        /// The southernmost.
        pub south_m: i64,
        /// The northernmost.
        pub north_m: i64,
    }
}

/// How far the places of each village reach, of those whose metres are known.
///
/// # Errors
/// Those of the engine.
pub fn list_extents(tx: &mut Tx<'_>) -> Result<Vec<Extent>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT village_id, min(x_m) AS west_m, max(x_m) AS east_m, min(y_m) AS south_m,
                max(y_m) AS north_m
         FROM premises WHERE station_id = $1 AND closed_at IS NULL AND (x_m <> 0 OR y_m <> 0)
         GROUP BY village_id ORDER BY village_id",
        args![station],
    )
}

/// Adds a place.
///
/// # Errors
/// Those of the engine.
pub fn add_place(tx: &mut Tx<'_>, place: &Place) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO premises (station_id, id, village_id, kind, name, lane, house, x_m, y_m, tenant_households)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            station,
            place.id,
            place.village_id,
            place.kind,
            place.name,
            place.lane,
            place.house,
            place.x_m,
            place.y_m,
            place.tenant_households
        ],
    )
}

/// The place of this id.
///
/// # Errors
/// Those of the engine.
pub fn find_place(tx: &mut Tx<'_>, id: Id) -> Result<Option<Place>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, village_id, kind, name, lane, house, x_m, y_m, tenant_households
         FROM premises WHERE station_id = $1 AND id = $2",
        args![station, id],
    )
}

/// The place of exactly this name.
///
/// # Errors
/// Those of the engine.
pub fn find_named(tx: &mut Tx<'_>, name: &str) -> Result<Option<Place>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, village_id, kind, name, lane, house, x_m, y_m, tenant_households
         FROM premises WHERE station_id = $1 AND name = $2 AND closed_at IS NULL",
        args![station, name],
    )
}

/// Every place of the station.
///
/// # Errors
/// Those of the engine.
pub fn list_places(tx: &mut Tx<'_>) -> Result<Vec<Place>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, village_id, kind, name, lane, house, x_m, y_m, tenant_households
         FROM premises WHERE station_id = $1 AND closed_at IS NULL ORDER BY name",
        args![station],
    )
}

/// The places that were taken off the register.
pub(crate) fn list_closed_places(tx: &mut Tx<'_>) -> Result<Vec<Place>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, village_id, kind, name, lane, house, x_m, y_m, tenant_households
         FROM premises WHERE station_id = $1 AND closed_at IS NOT NULL ORDER BY name",
        args![station],
    )
}

/// The places of one village.
pub(crate) fn list_village_places(tx: &mut Tx<'_>, village: Id) -> Result<Vec<Place>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, village_id, kind, name, lane, house, x_m, y_m, tenant_households
         FROM premises WHERE station_id = $1 AND village_id = $2 AND closed_at IS NULL
         ORDER BY name LIMIT 20000",
        args![station, village],
    )
}

/// Corrects a place, and opens it again where it was closed.
pub(crate) fn set_place(tx: &mut Tx<'_>, place: &Place) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE premises SET village_id = $3, kind = $4, lane = $5, house = $6, x_m = $7, y_m = $8,
             tenant_households = $9, closed_at = NULL
         WHERE station_id = $1 AND id = $2",
        args![
            station,
            place.id,
            place.village_id,
            place.kind,
            place.lane,
            place.house,
            place.x_m,
            place.y_m,
            place.tenant_households
        ],
    )
}

pub(crate) fn set_place_closed(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE premises SET closed_at = $3
         WHERE station_id = $1 AND id = $2 AND closed_at IS NULL",
        args![station, id, now],
    )
}

/// How many places the station has.
///
/// # Errors
/// Those of the engine.
pub fn count_places(tx: &mut Tx<'_>) -> Result<i64, Fault> {
    let station = tx.station();
    let sql = "SELECT count(*) FROM premises WHERE station_id = $1 AND closed_at IS NULL";
    Ok(tx.one::<(i64,)>(sql, args![station])?.0)
}
