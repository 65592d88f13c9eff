//! The incident itself, its caller, and drafts of the desk.

use base::{Fault, Id, Time};
use db::{Tx, args};
use matters::Matter;

db::row! {
    /// An incident beside its matter.
    pub(crate) struct IncidentRow {
        pub(crate) matter_id: Id,
        pub(crate) kind_first: String,
        pub(crate) kind_final: Option<String>,
        pub(crate) source: String,
        pub(crate) outer_number: Option<String>,
        pub(crate) flags: String,
        pub(crate) summary_sealed: Vec<u8>,
        pub(crate) reported_at: Time,
        pub(crate) received_at: Time,
        pub(crate) station_signed_at: Option<Time>,
        pub(crate) safe_at: Option<Time>,
        pub(crate) silenced_at: Option<Time>,
        pub(crate) plan_kind: Option<String>,
        pub(crate) plan_level: Option<i64>,
        pub(crate) plan_version: Option<i64>,
        pub(crate) is_recorded: bool,
        pub(crate) cause_id: Option<Id>,
        /// When it was entered, where that was later than it was received.
        pub(crate) entered_at: Option<Time>,
        /// The withdrawal of this opening that was not refused, and when a leader confirmed it.
        pub(crate) withdrawn_at: Option<Time>,
        pub(crate) confirmed_at: Option<Time>,
        /// When a leader refused one in this opening.
        pub(crate) put_back_at: Option<Time>,
    }
    /// Who called: one optional sealed record.
    pub(crate) struct CallerRow {
        pub(crate) name_sealed: Option<Vec<u8>>,
        pub(crate) phone_sealed: Option<Vec<u8>>,
    }
    /// What an account has typed and not sent.
    pub(crate) struct DraftRow {
        pub(crate) body_sealed: Vec<u8>,
        pub(crate) saved_at: Time,
    }
}

pub(crate) fn insert_incident(tx: &mut Tx<'_>, row: &IncidentRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.exec(
        "INSERT INTO incidents (station_id, matter_id, kind_first, kind_final, source, outer_number, flags,
             summary_sealed, reported_at, received_at, station_signed_at, safe_at, silenced_at,
             plan_kind, plan_level, plan_version, is_recorded, cause_id, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            station, row.matter_id, row.kind_first, row.kind_final, row.source, row.outer_number,
            row.flags, row.summary_sealed, row.reported_at, row.received_at, row.station_signed_at,
            row.safe_at, row.silenced_at, row.plan_kind, row.plan_level, row.plan_version,
            row.is_recorded, row.cause_id, row.entered_at
        ],
    )
    .map(|_| ())
}

pub(crate) fn find_incident(
    tx: &mut Tx<'_>,
    matter: &Matter,
) -> Result<Option<IncidentRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT i.matter_id, i.kind_first, i.kind_final, i.source, i.outer_number, i.flags,
                i.summary_sealed, i.reported_at, i.received_at, i.station_signed_at, i.safe_at,
                i.silenced_at, i.plan_kind, i.plan_level, i.plan_version, i.is_recorded, i.cause_id, i.entered_at,
                w.at AS withdrawn_at, w.confirmed_at,
                (SELECT max(r.refused_at) FROM withdrawals r WHERE r.station_id = i.station_id
                   AND r.matter_id = i.matter_id AND r.opening = $3) AS put_back_at
         FROM incidents i
         LEFT JOIN withdrawals w ON w.station_id = i.station_id AND w.matter_id = i.matter_id
          AND w.opening = $3 AND w.refused_at IS NULL
         WHERE i.station_id = $1 AND i.matter_id = $2",
        args![station, matter.id, matter.opening],
    )
}

/// The matter that already has this number of the branch.
pub(crate) fn find_outer(tx: &mut Tx<'_>, outer: &str) -> Result<Option<Id>, Fault> {
    let station = tx.station();
    let sql = "SELECT matter_id FROM incidents WHERE station_id = $1 AND outer_number = $2";
    Ok(tx.opt::<(Id,)>(sql, args![station, outer])?.map(|(id,)| id))
}

pub(crate) fn set_plan(tx: &mut Tx<'_>, matter: Id, plan: (&str, i64, i64)) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE incidents SET plan_kind = $3, plan_level = $4, plan_version = $5
         WHERE station_id = $1 AND matter_id = $2",
        args![station, matter, plan.0, plan.1, plan.2],
    )
}

pub(crate) fn set_police_only(tx: &mut Tx<'_>, matter: Id, reason: &[u8]) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE incidents SET police_only_sealed = $3 WHERE station_id = $1 AND matter_id = $2",
        args![station, matter, reason],
    )
}

pub(crate) fn set_final_kind(tx: &mut Tx<'_>, matter: Id, kind: &str) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE incidents SET kind_final = $3 WHERE station_id = $1 AND matter_id = $2",
        args![station, matter, kind],
    )
}

pub(crate) fn set_safe(tx: &mut Tx<'_>, matter: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE incidents SET safe_at = $3 WHERE station_id = $1 AND matter_id = $2",
        args![station, matter, now],
    )
}

pub(crate) fn set_silenced(tx: &mut Tx<'_>, matter: Id, at: Option<Time>) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE incidents SET silenced_at = $3 WHERE station_id = $1 AND matter_id = $2",
        args![station, matter, at],
    )
}

pub(crate) fn set_station_signed(tx: &mut Tx<'_>, matter: Id, at: Time) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE incidents SET station_signed_at = $3
         WHERE station_id = $1 AND matter_id = $2 AND station_signed_at IS NULL",
        args![station, matter, at],
    )
}

pub(crate) fn insert_caller(tx: &mut Tx<'_>, matter: Id, row: &CallerRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO callers (station_id, matter_id, name_sealed, phone_sealed) VALUES ($1, $2, $3, $4)",
        args![station, matter, row.name_sealed, row.phone_sealed],
    )
}

pub(crate) fn find_caller(tx: &mut Tx<'_>, matter: Id) -> Result<Option<CallerRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT name_sealed, phone_sealed FROM callers WHERE station_id = $1 AND matter_id = $2",
        args![station, matter],
    )
}

pub(crate) fn insert_caller_view(tx: &mut Tx<'_>, matter: Id, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO caller_views (station_id, matter_id, account_id, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, matter_id, account_id, at) DO NOTHING",
        args![station, matter, account, now],
    )
}

/// Whether `account` uncovered the caller since `since`.
pub(crate) fn has_caller_view(
    tx: &mut Tx<'_>,
    matter: Id,
    account: Id,
    since: Time,
) -> Result<bool, Fault> {
    let station = tx.station();
    let row = tx.opt::<(Time,)>(
        "SELECT at FROM caller_views
         WHERE station_id = $1 AND matter_id = $2 AND account_id = $3 AND at >= $4 LIMIT 1",
        args![station, matter, account, since],
    )?;
    Ok(row.is_some())
}

pub(crate) fn store_draft(tx: &mut Tx<'_>, account: Id, body: &[u8]) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO drafts (station_id, account_id, body_sealed, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, account_id) DO UPDATE SET body_sealed = EXCLUDED.body_sealed,
             saved_at = EXCLUDED.saved_at",
        args![station, account, body, now],
    )
}

pub(crate) fn find_draft(tx: &mut Tx<'_>, account: Id) -> Result<Option<DraftRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT body_sealed, saved_at FROM drafts WHERE station_id = $1 AND account_id = $2",
        args![station, account],
    )
}

pub(crate) fn remove_draft(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put("DELETE FROM drafts WHERE station_id = $1 AND account_id = $2", args![station, account])
}

/// Removes the callers of at most so many incidents that were reported before a moment and are closed;
/// how many. Those that are still kept are gone through, not all incidents there ever were: SQLite
/// takes the tables of a cross join in their order.
pub(crate) fn dispose_callers(tx: &mut Tx<'_>, before: Time, most: i64) -> Result<u64, Fault> {
    let station = tx.station();
    tx.exec(
        "DELETE FROM callers WHERE station_id = $1 AND matter_id IN (
             SELECT c.matter_id FROM callers c CROSS JOIN matters m
             WHERE c.station_id = $1 AND m.station_id = c.station_id AND m.id = c.matter_id
                 AND m.opened_at < $2 AND m.is_open = FALSE
             ORDER BY c.matter_id LIMIT $3)",
        args![station, before, most],
    )
}

db::dispose! {
    /// Removes at most so many notes on who uncovered a caller, before a moment; how many.
    pub(crate) dispose_views: "caller_views", "matter_id, account_id, at", "at", "at";
    /// Removes at most so many drafts that were kept before a moment; how many.
    pub(crate) dispose_drafts: "drafts", "account_id", "saved_at", "account_id";
}
