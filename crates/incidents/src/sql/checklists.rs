//! Plans with their checklists, and what was ticked of them.

use crate::sql::Plan;
use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// One item of a plan's checklist.
    pub(crate) struct PlanItem {
        pub(crate) position: i64,
        pub(crate) line: String,
        pub(crate) within_s: Option<i64>,
        pub(crate) is_required: bool,
    }
    /// An item that was done.
    pub(crate) struct CheckRow {
        pub(crate) id: Id,
        pub(crate) position: i64,
        pub(crate) at: Time,
        pub(crate) by_id: Id,
    }
}

/// A plan by its full key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlanKey<'a> {
    pub(crate) kind: &'a str,
    pub(crate) level: i64,
    pub(crate) version: i64,
}

pub(crate) fn insert_plan_item(
    tx: &mut Tx<'_>,
    plan: PlanKey<'_>,
    item: &PlanItem,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO plan_items (station_id, kind, level, version, position, line, within_s, is_required)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station, plan.kind, plan.level, plan.version, item.position, item.line, item.within_s,
            item.is_required
        ],
    )
}

pub(crate) fn list_plan_items(tx: &mut Tx<'_>, plan: PlanKey<'_>) -> Result<Vec<PlanItem>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT position, line, within_s, is_required FROM plan_items
         WHERE station_id = $1 AND kind = $2 AND level = $3 AND version = $4 ORDER BY position",
        args![station, plan.kind, plan.level, plan.version],
    )
}

/// The plan of exactly this version.
pub(crate) fn load_plan(tx: &mut Tx<'_>, plan: PlanKey<'_>) -> Result<Option<Plan>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT kind, level, version, officers, auxiliaries, assistants, source FROM plans
         WHERE station_id = $1 AND kind = $2 AND level = $3 AND version = $4",
        args![station, plan.kind, plan.level, plan.version],
    )
}

/// Every plan in force, in the order of kinds and levels.
pub(crate) fn list_plans(tx: &mut Tx<'_>) -> Result<Vec<Plan>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT kind, level, version, officers, auxiliaries, assistants, source FROM plans p
         WHERE station_id = $1 AND version = (
             SELECT max(v.version) FROM plans v WHERE v.station_id = $1 AND v.kind = p.kind
                AND v.level = p.level AND v.valid_from <= $2)
         ORDER BY kind, level",
        args![station, now],
    )
}

/// The newest version of a plan; 0 where there is none.
pub(crate) fn last_version(tx: &mut Tx<'_>, kind: &str, level: i64) -> Result<i64, Fault> {
    let station = tx.station();
    let sql = "SELECT max(version) FROM plans WHERE station_id = $1 AND kind = $2 AND level = $3";
    Ok(tx.one::<(Option<i64>,)>(sql, args![station, kind, level])?.0.unwrap_or(0))
}

pub(crate) fn insert_check(
    tx: &mut Tx<'_>,
    matter: Id,
    plan: PlanKey<'_>,
    row: &CheckRow,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO checks (station_id, id, matter_id, plan_kind, plan_level, plan_version, position, at, by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, row.id, matter, plan.kind, plan.level, plan.version, row.position, row.at,
            row.by_id
        ],
    )
}

/// What was ticked of this plan for a matter, and not taken back.
pub(crate) fn list_checks(
    tx: &mut Tx<'_>,
    matter: Id,
    plan: PlanKey<'_>,
) -> Result<Vec<CheckRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, position, at, by_id FROM checks
         WHERE station_id = $1 AND matter_id = $2 AND plan_kind = $3 AND plan_level = $4
           AND plan_version = $5 AND undone_at IS NULL ORDER BY position",
        args![station, matter, plan.kind, plan.level, plan.version],
    )
}

pub(crate) fn set_check_undone(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE checks SET undone_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, now],
    )
}
