//! Clocks: started by acts, stopped by acts, and what happens when one runs out.

use crate::actions::pushing::{note_obstacle, told};
use crate::actions::turn::{ClockStart, due_times};
use crate::rules::{ClockStep, Effect, Obstacle, UrgeLevel, limit, put_off};
use crate::sql::{self, Matter, Timer, Urge};
use base::{Actor, Fault, Id, Role, Time};
use calendar::Unit;
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;

/// A clock rule of a station, with where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct ClockRule {
    /// Its code.
    pub code: &'static str,
    /// The level for which it holds; 0: every level without a row of its own.
    pub level: i64,
    /// What its steps count in.
    pub unit: Unit,
    /// How many of the unit, effect, and whether it is the limit people see.
    pub steps: &'static [(i64, Effect, bool)],
    /// Where it comes from: law, standard, published figure, or our own default.
    pub source: &'static str,
}

/// Writes rules as version 1 of a new station.
///
/// # Errors
/// Those of the engine.
pub fn add_rules(tx: &mut Tx<'_>, rules: &[ClockRule]) -> Result<(), Fault> {
    for rule in rules {
        for (step, (after_s, effect, is_limit)) in (1..).zip(rule.steps) {
            let row = sql::RuleRow {
                code: rule.code,
                version: 1,
                level: rule.level,
                step: (step, *after_s),
                unit: rule.unit,
                effect: *effect,
                is_limit: *is_limit,
                source: rule.source,
                from: tx.now(),
            };
            sql::insert_rule(tx, &row)?;
        }
    }
    Ok(())
}

/// After how many seconds the limit of a rule is; none where it has none.
///
/// # Errors
/// Those of the engine.
pub fn limit_of(tx: &mut Tx<'_>, rule: &str, level: i64) -> Result<Option<i64>, Fault> {
    let steps = sql::list_steps(tx, rule, level)?;
    Ok(steps.iter().find(|step| step.is_limit).map(|step| step.after_s))
}

/// Starts a clock on a part of a matter, or on the matter itself; when its limit is due.
///
/// # Errors
/// Those of the engine.
pub fn start_clock(
    tx: &mut Tx<'_>,
    matter: &Matter,
    clock: ClockStart,
    subject: Option<Id>,
) -> Result<Option<Time>, Fault> {
    let steps = steps_from(tx, clock, matter.level)?;
    set_timers(tx, matter, (clock.rule, clock.from), subject, matter.version, &steps)?;
    Ok(limit(&steps, clock.from))
}

/// The steps of a clock from the moment it counts from: days are counted by the station's table.
///
/// # Errors
/// Those of the engine.
pub(crate) fn steps_from(
    tx: &mut Tx<'_>,
    clock: ClockStart,
    level: i64,
) -> Result<Vec<ClockStep>, Fault> {
    let mut steps = sql::list_steps(tx, clock.rule, level)?;
    if in_days(&steps) {
        count_days(tx, &mut steps, clock.from, 0)?;
    }
    Ok(steps)
}

const DAY_S: i64 = 86_400;

fn in_days(steps: &[ClockStep]) -> bool {
    steps.iter().any(|step| step.unit != Unit::Second)
}

/// Counts steps of days; the limit is so many days longer, and nothing after it comes before it.
fn count_days(
    tx: &mut Tx<'_>,
    steps: &mut [ClockStep],
    from: Time,
    extended: i64,
) -> Result<(), Fault> {
    let (zone, days) = (people::find_zone(tx)?, people::days(tx)?);
    let extended = u32::try_from(extended).unwrap_or(0);
    for step in &mut *steps {
        step.count_from(from, &zone, &days, if step.is_limit { extended } else { 0 });
    }
    let limit_s = steps.iter().find(|step| step.is_limit).map_or(0, |step| step.after_s);
    let mut past = false;
    for step in steps {
        past |= step.is_limit;
        if past {
            step.after_s = step.after_s.max(limit_s);
        }
    }
    Ok(())
}

/// Counts the clock of a state again after what it counts from, or the level, was changed: a step
/// that fired stays fired, the others are due as if that had been known from the start.
pub(crate) fn recount(
    tx: &mut Tx<'_>,
    matter: &mut Matter,
    clock: ClockStart,
) -> Result<(), Fault> {
    let set = sql::list_stay(tx, matter.id, matter.opening, clock.rule)?;
    let (waiting, fired): (Vec<Timer>, Vec<Timer>) = set.into_iter().partition(|t| t.is_pending);
    let holds = |timer: &Timer| timer.from_at == clock.from && timer.level == matter.level;
    if !waiting.is_empty() && waiting.iter().all(holds) {
        return Ok(());
    }
    let Some(stay) = waiting.iter().chain(&fired).map(|timer| timer.stay).max() else {
        return Ok(());
    };
    let mut steps = extended_steps(tx, matter, (clock.rule, clock.from), stay)?;
    steps.retain(|step| fired.iter().all(|timer| timer.step != step.step));
    sql::remove_waiting(tx, matter.id)?;
    set_timers(tx, matter, (clock.rule, clock.from), None, stay, &steps)
}

/// Sets the clock of a state anew after its limit was put off: whoever was warned of the old limit
/// is warned of the new one, too.
pub(crate) fn set_extended(
    tx: &mut Tx<'_>,
    matter: &mut Matter,
    rule: &str,
    stay: i64,
) -> Result<(), Fault> {
    let set = sql::list_stay(tx, matter.id, matter.opening, rule)?;
    let Some(from) = set.iter().map(|timer| timer.from_at).max() else { return Ok(()) };
    let clock = (rule, from);
    let mut steps = extended_steps(tx, matter, clock, stay)?;
    let now = tx.now();
    steps.retain(|step| from.plus_seconds(step.after_s) > now);
    sql::remove_waiting(tx, matter.id)?;
    set_timers(tx, matter, clock, None, stay, &steps)
}

/// The steps of a clock with its extensions; the matter learns its limit.
fn extended_steps(
    tx: &mut Tx<'_>,
    matter: &mut Matter,
    (rule, from): (&str, Time),
    stay: i64,
) -> Result<Vec<ClockStep>, Fault> {
    let mut steps = sql::list_steps(tx, rule, matter.level)?;
    let (_, extended_s) = sql::sum_extensions(tx, matter.id, rule, stay)?;
    if in_days(&steps) {
        count_days(tx, &mut steps, from, extended_s / DAY_S)?;
    } else {
        put_off(&mut steps, extended_s);
    }
    matter.due_at = limit(&steps, from);
    Ok(steps)
}

/// Stops the clocks on a part of a matter.
///
/// # Errors
/// Those of the engine.
pub fn stop_clock(tx: &mut Tx<'_>, matter: &Matter, subject: Id) -> Result<(), Fault> {
    sql::stop_timers(tx, matter.id, Some(subject))
}

pub(crate) fn set_timers(
    tx: &mut Tx<'_>,
    matter: &Matter,
    (rule, from): (&str, Time),
    subject: Option<Id>,
    stay: i64,
    steps: &[ClockStep],
) -> Result<(), Fault> {
    for (step, due_at) in due_times(steps, from) {
        let timer = Timer {
            id: tx.new_id(),
            matter_id: matter.id,
            opening: matter.opening,
            rule: rule.to_owned(),
            rule_version: step.version,
            step: step.step,
            subject_id: subject,
            stay,
            level: matter.level,
            from_at: from,
            due_at,
            effect: step.effect,
            is_pending: true,
        };
        sql::insert_timer(tx, &timer, step.is_limit)?;
    }
    Ok(())
}

/// Does what a timer that ran out asks for, once: one journal line, one event, a message to
/// whoever must look. A timer of an earlier opening, or of a matter that has ended, does nothing.
///
/// # Errors
/// Those of the engine.
pub fn fire(tx: &mut Tx<'_>, actor: &Actor, timer: Id) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let Some(timer) = sql::find_timer(tx, timer)? else {
        return Ok(());
    };
    if !timer.is_pending || timer.due_at > tx.now() {
        return Ok(());
    }
    sql::set_timer_done(tx, timer.id)?;
    let Some(mut matter) = sql::find_matter(tx, timer.matter_id)? else {
        return Ok(());
    };
    if !matter.is_open || matter.opening != timer.opening {
        return Ok(());
    }
    let act = match timer.effect {
        Effect::Warn => "clocks.warn",
        Effect::Remind => "clocks.remind",
        Effect::Alarm => "clocks.alarm",
        Effect::Leader => "clocks.leader",
        Effect::Chief => "clocks.chief",
        Effect::Heads => "clocks.heads",
    };
    let to = match asked(tx, &timer)? {
        Some(urge) => told_of_urge(&urge, timer.effect),
        None => told(tx, &matter, timer.effect)?,
    };
    let line = Line {
        act,
        subject: Subject { kind: "matter", id: matter.id },
        capacity: Role::System,
        reason: None,
        particulars: json!({
            "rule": timer.rule, "version": timer.rule_version, "step": timer.step,
            "from": timer.from_at, "due": timer.due_at, "part": timer.subject_id, "to": to,
        }),
    };
    let position = journal::record(tx, &mut change, actor, line)?;
    matter.version = position;
    sql::store_moved(tx, &matter)?;
    notify::post(tx, position, "matter", matter.id)?;
    if timer.rule.starts_with(OF_BODIES) && timer.effect == Effect::Alarm {
        note_obstacle(tx, &matter, Obstacle::SlowBody)?;
    }
    to.into_iter().try_for_each(|account| notify::send(tx, account, act, matter.id))
}

/// The urge whose answer a timer waits for.
fn asked(tx: &mut Tx<'_>, timer: &Timer) -> Result<Option<Urge>, Fault> {
    let Some(subject) = timer.subject_id else { return Ok(None) };
    if UrgeLevel::ALL.iter().all(|level| level.clock() != timer.rule) {
        return Ok(None);
    }
    sql::find_urge(tx, subject)
}

/// An answer that is missing is the business of whoever was asked, and then of who asked.
fn told_of_urge(urge: &Urge, effect: Effect) -> Vec<Id> {
    match effect {
        Effect::Warn | Effect::Remind => vec![urge.to_id],
        Effect::Alarm | Effect::Leader | Effect::Chief | Effect::Heads => {
            vec![urge.to_id, urge.from_id]
        }
    }
}

/// Clocks of other bodies: one that runs out is an obstacle of the month.
const OF_BODIES: &str = "referral_";
