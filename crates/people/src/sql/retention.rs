//! For how long what is kept, and certificates of what was removed.

use base::{Fault, Time};
use db::{Tx, args};

db::row! {
    /// For how many days a class of data is kept, in one version.
    pub struct RetentionRule {
        /// Of which class.
        pub class: String,
        /// The version; the first one is the product's own and stands nowhere.
        pub version: i64,
        /// For how many days.
        pub days: i64,
        /// Where the rule comes from.
        pub source: String,
        /// From when it holds.
        pub valid_from: Time,
    }
    /// A certificate: what was removed of one class in one night.
    pub struct Disposal {
        /// Its number in the station.
        pub number: i64,
        /// The day of the station on which it was removed.
        pub day: String,
        /// Of which class.
        pub class: String,
        /// What was older than this.
        pub before_at: Time,
        /// How many rows.
        pub row_count: i64,
        /// For how many days the class is kept.
        pub days: i64,
        /// By which version of the rule.
        pub rule_version: i64,
        /// Where the rule comes from.
        pub source: String,
        /// When it was done last that night.
        pub at: Time,
        /// The journal's line of it.
        pub position: i64,
    }
}

/// Every version of every rule that the station set.
///
/// # Errors
/// Those of the engine.
pub fn list_retention(tx: &mut Tx<'_>) -> Result<Vec<RetentionRule>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT class, version, days, source, valid_from FROM retention_rules
         WHERE station_id = $1 ORDER BY class, version",
        args![station],
    )
}

/// Writes a version of a rule.
///
/// # Errors
/// Those of the engine.
pub fn insert_retention(tx: &mut Tx<'_>, row: &RetentionRule) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO retention_rules (station_id, class, version, days, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, row.class, row.version, row.days, row.source, row.valid_from],
    )
}

/// Up to `most` certificates before number `before`, the newest first.
///
/// # Errors
/// Those of the engine.
pub fn list_disposals(tx: &mut Tx<'_>, before: i64, most: i64) -> Result<Vec<Disposal>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT number, day, class, before_at, row_count, days, rule_version, source, at, position
         FROM disposals WHERE station_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
        args![station, before, most],
    )
}

/// The certificate of a class on a day.
pub(crate) fn find_disposal(
    tx: &mut Tx<'_>,
    day: &str,
    class: &str,
) -> Result<Option<Disposal>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT number, day, class, before_at, row_count, days, rule_version, source, at, position
         FROM disposals WHERE station_id = $1 AND day = $2 AND class = $3",
        args![station, day, class],
    )
}

/// Writes a certificate.
pub(crate) fn insert_disposal(tx: &mut Tx<'_>, row: &Disposal) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO disposals (station_id, number, day, class, before_at, row_count, days, rule_version, source, at, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            station, row.number, row.day, row.class, row.before_at, row.row_count, row.days,
            row.rule_version, row.source, row.at, row.position
        ],
    )
}

/// Adds what was removed later in the same night.
pub(crate) fn add_to_disposal(tx: &mut Tx<'_>, row: &Disposal) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE disposals SET row_count = $3, at = $4, position = $5
         WHERE station_id = $1 AND number = $2",
        args![station, row.number, row.row_count, row.at, row.position],
    )
}

/// Whether everything was looked through on a day.
pub(crate) fn has_disposal_day(tx: &mut Tx<'_>, day: &str) -> Result<bool, Fault> {
    let station = tx.station();
    let sql = "SELECT day FROM disposal_days WHERE station_id = $1 AND day = $2";
    Ok(tx.opt::<(String,)>(sql, args![station, day])?.is_some())
}

/// Notes that everything was looked through on a day.
pub(crate) fn insert_disposal_day(tx: &mut Tx<'_>, day: &str) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO disposal_days (station_id, day, ended_at) VALUES ($1, $2, $3)",
        args![station, day, now],
    )
}

db::dispose! {
    /// Removes at most so many sessions that ended, or could have, before a moment; how many.
    pub(crate) dispose_sessions: "sessions", "id", "expires_at", "expires_at";
    /// Removes at most so many links that were over before a moment; how many.
    pub(crate) dispose_links: "links", "token_hash", "expires_at", "expires_at";
    /// Removes at most so many proposals made before a moment that wait for nobody; how many.
    pub(crate) dispose_proposals: "proposals", "id", "proposed_at", "proposed_at";
    /// Removes at most so many phones that ended before a moment; how many.
    pub(crate) dispose_phones: "phones", "id", "ended_at", "id";
}
