//! Every statement on the tables of reports.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A rule of reports in one version.
    pub(crate) struct RuleRow {
        pub(crate) code: String,
        pub(crate) version: i64,
        pub(crate) value: i64,
        pub(crate) source: String,
        pub(crate) valid_from: Time,
    }
    /// A frozen report 定稿, without its body.
    pub(crate) struct ReportRow {
        pub(crate) id: Id,
        pub(crate) number: String,
        /// The last line of the journal that is in it.
        pub(crate) position: i64,
        pub(crate) frozen_at: Time,
        pub(crate) frozen_by: Id,
        pub(crate) starts_at: Time,
        pub(crate) ends_at: Time,
    }
}

pub(crate) fn insert_rule(tx: &mut Tx<'_>, row: &RuleRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO report_rules (station_id, code, version, value, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, row.code, row.version, row.value, row.source, row.valid_from],
    )
}

/// Every version of every rule.
pub(crate) fn list_rules(tx: &mut Tx<'_>) -> Result<Vec<RuleRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT code, version, value, source, valid_from FROM report_rules
         WHERE station_id = $1 ORDER BY code, version",
        args![station],
    )
}

/// The value of a rule in force, if the station has one.
pub(crate) fn find_rule(tx: &mut Tx<'_>, code: &str) -> Result<Option<i64>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let found: Option<(i64,)> = tx.opt(
        "SELECT value FROM report_rules WHERE station_id = $1 AND code = $2 AND valid_from <= $3
         ORDER BY version DESC LIMIT 1",
        args![station, code, now],
    )?;
    Ok(found.map(|(value,)| value))
}

/// Since when the station has this rule.
pub(crate) fn rule_since(tx: &mut Tx<'_>, code: &str) -> Result<Option<Time>, Fault> {
    let station = tx.station();
    let first: Option<(Time,)> = tx.opt(
        "SELECT valid_from FROM report_rules WHERE station_id = $1 AND code = $2
         ORDER BY version LIMIT 1",
        args![station, code],
    )?;
    Ok(first.map(|(at,)| at))
}

pub(crate) fn insert_report(tx: &mut Tx<'_>, row: &ReportRow, body: &str) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO reports (station_id, id, number, position, frozen_at, frozen_by, starts_at, ends_at, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, row.id, row.number, row.position, row.frozen_at, row.frozen_by, row.starts_at,
            row.ends_at, body
        ],
    )
}

pub(crate) fn find_report(tx: &mut Tx<'_>, number: &str) -> Result<Option<ReportRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, number, position, frozen_at, frozen_by, starts_at, ends_at FROM reports
         WHERE station_id = $1 AND number = $2",
        args![station, number],
    )
}

pub(crate) fn load_body(tx: &mut Tx<'_>, report: Id) -> Result<String, Fault> {
    let station = tx.station();
    let (body,): (String,) = tx.one(
        "SELECT body FROM reports WHERE station_id = $1 AND id = $2",
        args![station, report],
    )?;
    Ok(body)
}

/// Frozen reports whose period began before `before`, newest first.
pub(crate) fn list_reports(
    tx: &mut Tx<'_>,
    before: Time,
    limit: i64,
) -> Result<Vec<ReportRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, number, position, frozen_at, frozen_by, starts_at, ends_at FROM reports
         WHERE station_id = $1 AND starts_at < $2 ORDER BY starts_at DESC, number LIMIT $3",
        args![station, before, limit],
    )
}
