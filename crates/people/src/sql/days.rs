//! Days that the station's own table makes a holiday or a working day, version by version.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    pub(crate) struct DayRow {
        pub(crate) day: String,
        pub(crate) version: i64,
        pub(crate) kind: String,
        pub(crate) name: String,
        pub(crate) source: String,
        pub(crate) set_at: Time,
        pub(crate) set_by: Id,
    }
}

pub(crate) fn insert_day(tx: &mut Tx<'_>, row: &DayRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO calendar_days (station_id, day, version, kind, name, source, set_at, set_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station,
            row.day,
            row.version,
            row.kind,
            row.name,
            row.source,
            row.set_at,
            row.set_by
        ],
    )
}

/// Every version of every day, in order.
pub(crate) fn list_days(tx: &mut Tx<'_>) -> Result<Vec<DayRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT day, version, kind, name, source, set_at, set_by FROM calendar_days
         WHERE station_id = $1 ORDER BY day, version",
        args![station],
    )
}
