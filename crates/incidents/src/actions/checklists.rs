//! Plans: which one applies to an incident, its checklist item by item, and changing one, which
//! takes two people and makes a new version.

use crate::actions::dispatch::still_open;
use crate::actions::facts::{Loaded, load_facts};
use crate::actions::log::known;
use crate::actions::{CHECK, EDIT_PLANS};
use crate::sql::{self, CheckRow, IncidentRow, Plan, PlanItem, PlanKey};
use crate::words::words;
use base::{Actor, Fault, Id, Time};
use db::Tx;
use matters::{Matter, Turn};
use serde_json::json;

/// The plan of everything.
pub(crate) const EVERY_KIND: &str = "*";

/// A plan as somebody wants it from now on.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// The kind, the first letters of several, or `*`.
    pub kind: String,
    /// The level; 0 for every level.
    pub level: i64,
    /// How many officers, auxiliaries and assistants go.
    pub heads: (i64, i64, i64),
    /// The items in their order: the line, within how many minutes, whether closing waits for it.
    pub items: Vec<(String, Option<i64>, bool)>,
    /// Where it comes from.
    pub source: String,
}

/// One item of an incident's checklist.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) position: i64,
    pub(crate) line: String,
    pub(crate) is_required: bool,
    pub(crate) due: Option<Time>,
    pub(crate) done: Option<(Time, Id)>,
}

/// The plan that applies to a kind and level now.
pub(crate) fn plan_for(tx: &mut Tx<'_>, kind: &str, level: i64) -> Result<Plan, Fault> {
    let parent = kind.split('-').next().unwrap_or_default().to_owned();
    let plan = sql::find_plan(tx, kind, &parent, level)?;
    plan.ok_or_else(|| Fault::internal("the station has no plan for everything"))
}

/// The plan that was chosen for an incident; the one in force where none was.
pub(crate) fn plan_of(tx: &mut Tx<'_>, matter: &Matter, row: &IncidentRow) -> Result<Plan, Fault> {
    if let (Some(kind), Some(level), Some(version)) =
        (&row.plan_kind, row.plan_level, row.plan_version)
        && let Some(plan) = sql::load_plan(tx, PlanKey { kind, level, version })?
    {
        return Ok(plan);
    }
    plan_for(tx, &matter.topic, matter.level)
}

/// Chooses the plan for the kind and level that an incident has from now on.
pub(crate) fn choose_plan(tx: &mut Tx<'_>, matter: &Matter) -> Result<i64, Fault> {
    let plan = plan_for(tx, &matter.topic, matter.level)?;
    sql::set_plan(tx, matter.id, (&plan.kind, plan.level, plan.version))?;
    Ok(plan.version)
}

/// The checklist of an incident, with what was done.
pub(crate) fn checklist(
    tx: &mut Tx<'_>,
    matter: &Matter,
    loaded: &Loaded,
) -> Result<Vec<Item>, Fault> {
    let plan = plan_of(tx, matter, &loaded.row)?;
    let key = PlanKey { kind: &plan.kind, level: plan.level, version: plan.version };
    let items = sql::list_plan_items(tx, key)?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let checks = sql::list_checks(tx, matter.id, key)?;
    let from = matter.reopened_at.unwrap_or(loaded.row.received_at);
    let item = |row: PlanItem| {
        let done = checks.iter().find(|check| check.position == row.position);
        Item {
            position: row.position,
            line: row.line,
            is_required: row.is_required,
            due: row.within_s.map(|within| from.plus_seconds(within)),
            done: done.map(|check| (check.at, check.by_id)),
        }
    };
    Ok(items.into_iter().map(item).collect())
}

/// Refuses an end while a mandatory item is not done.
pub(crate) fn all_done(tx: &mut Tx<'_>, matter: &Matter) -> Result<(), Fault> {
    let loaded = load_facts(tx, matter)?;
    let open = |item: &Item| item.is_required && item.done.is_none();
    let Some(item) = checklist(tx, matter, &loaded)?.into_iter().find(open) else { return Ok(()) };
    Err(Fault::refused("checklist_open", |lang| words(lang).checklist_open(&item.line)))
}

/// The items of an incident's checklist that are not done: position and line.
///
/// # Errors
/// Those of [`matters::load_for`].
pub fn list_open_items(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
) -> Result<Vec<(i64, String)>, Fault> {
    let (matter, ..) = matters::load_for(tx, actor, &CHECK, number)?;
    let loaded = load_facts(tx, &matter)?;
    let open = checklist(tx, &matter, &loaded)?.into_iter().filter(|item| item.done.is_none());
    Ok(open.map(|item| (item.position, item.line)).collect())
}

/// Ticks an item of the checklist, or takes a tick back.
///
/// # Errors
/// Refused where there is no such item, or it stands so already.
pub fn check(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    position: i64,
    done: bool,
) -> Result<(), Fault> {
    let turn = Turn::take(tx, actor, &CHECK, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    still_open(&loaded)?;
    let plan = plan_of(tx, &turn.matter, &loaded.row)?;
    let key = PlanKey { kind: &plan.kind, level: plan.level, version: plan.version };
    let item = sql::list_plan_items(tx, key)?.into_iter().find(|item| item.position == position);
    let none = || Fault::at("item", "no_such_item", |lang| words(lang).no_such_item());
    let item = item.ok_or_else(none)?;
    let ticked = sql::list_checks(tx, turn.matter.id, key)?;
    match (ticked.iter().find(|check| check.position == position), done) {
        (None, true) => {
            let row = CheckRow { id: tx.new_id(), position, at: tx.now(), by_id: actor.account };
            sql::insert_check(tx, turn.matter.id, key, &row)?;
        }
        (Some(row), false) => sql::set_check_undone(tx, row.id)?,
        (Some(_), true) | (None, false) => {
            return Err(Fault::at("item", "stands_already", |lang| words(lang).stands_already()));
        }
    }
    let particulars = json!({
        "item": position, "line": item.line, "done": done, "plan": plan.kind, "version": plan.version,
    });
    turn.work(tx, actor, "incidents.check", None, particulars)
}

/// Puts a new version of a plan in force; matters of before keep the version they were given.
///
/// # Errors
/// Refused for an unknown kind, and where it sends nobody.
pub fn set_plan(tx: &mut Tx<'_>, actor: &Actor, plan: &NewPlan) -> Result<i64, Fault> {
    let leave = EDIT_PLANS.ask(actor)?;
    if plan.kind != EVERY_KIND {
        known(tx, "incident-kinds", &plan.kind, "kind")?;
    }
    if plan.heads.0 == 0 {
        return Err(Fault::at("officers", "nobody_named", |lang| words(lang).plan_needs_officer()));
    }
    let version = sql::last_version(tx, &plan.kind, plan.level)? + 1;
    let row = Plan {
        kind: plan.kind.clone(),
        level: plan.level,
        version,
        officers: plan.heads.0,
        auxiliaries: plan.heads.1,
        assistants: plan.heads.2,
        source: plan.source.clone(),
    };
    sql::insert_plan(tx, &row)?;
    let key = PlanKey { kind: &row.kind, level: row.level, version };
    for (position, (line, minutes, is_required)) in (1..).zip(&plan.items) {
        let within_s = minutes.map(|minutes| minutes * 60);
        let item = PlanItem { position, line: line.clone(), within_s, is_required: *is_required };
        sql::insert_plan_item(tx, key, &item)?;
    }
    let id = tx.new_id();
    let particulars = json!({
        "kind": row.kind, "level": row.level, "version": version, "items": plan.items,
        "heads": plan.heads, "source": row.source,
    });
    super::note_of_station(tx, actor, leave.role, "incidents.set_plan", id, particulars)?;
    Ok(version)
}
