//! What the station set for itself, version by version.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// One version of a setting.
    pub struct SettingRow {
        /// The version, from 1.
        pub version: i64,
        /// The value.
        pub value: String,
        /// Where it comes from.
        pub source: String,
        /// Since when.
        pub set_at: Time,
        /// By whom.
        pub set_by: Id,
    }
}

pub(crate) fn insert_setting(tx: &mut Tx<'_>, code: &str, row: &SettingRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO settings (station_id, code, version, value, source, set_at, set_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, code, row.version, row.value, row.source, row.set_at, row.set_by],
    )
}

/// The versions of a setting, the one in force first.
pub(crate) fn list_setting(tx: &mut Tx<'_>, code: &str) -> Result<Vec<SettingRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT version, value, source, set_at, set_by FROM settings
         WHERE station_id = $1 AND code = $2 ORDER BY version DESC LIMIT 50",
        args![station, code],
    )
}
