//! Clock rules of the station, and the timers that run by them.

use crate::rules::{ClockStep, Effect};
use base::{Fault, Id, Time};
use calendar::Unit;
use db::{Tx, args};

db::stored_codes!(Effect);

db::row! {
    struct StepRow {
        version: i64,
        level: i64,
        step: i64,
        after_s: i64,
        unit: String,
        units: i64,
        effect: Effect,
        is_limit: bool,
    }
    /// One step of one version of a rule.
    pub(crate) struct KeptStep {
        pub(crate) code: String,
        pub(crate) version: i64,
        pub(crate) level: i64,
        pub(crate) step: i64,
        pub(crate) after_s: i64,
        pub(crate) unit: String,
        pub(crate) units: i64,
        pub(crate) effect: Effect,
        pub(crate) is_limit: bool,
        pub(crate) source: String,
        pub(crate) valid_from: Time,
    }
    /// A timer that is due.
    pub struct Timer {
        /// Which.
        pub id: Id,
        /// Of which matter.
        pub matter_id: Id,
        /// Of which of its openings.
        pub opening: i64,
        /// The rule.
        pub rule: String,
        /// Its version when the timer was set.
        pub rule_version: i64,
        /// The step of the rule.
        pub step: i64,
        /// The part of the matter it is about, if not the whole.
        pub subject_id: Option<Id>,
        /// The change with which the state was entered whose clock this is.
        pub stay: i64,
        /// The level of the matter when it was set.
        pub level: i64,
        /// When the clock started.
        pub from_at: Time,
        /// When it was due.
        pub due_at: Time,
        /// What is to happen.
        pub effect: Effect,
        /// Whether it still waits.
        pub is_pending: bool,
    }
    /// A clock as the matter page shows it.
    pub struct PendingTimer {
        /// Which.
        pub id: Id,
        /// The rule.
        pub rule: String,
        /// Its version.
        pub rule_version: i64,
        /// The part of the matter it is about.
        pub subject_id: Option<Id>,
        /// When the clock started.
        pub from_at: Time,
        /// When it is due.
        pub due_at: Time,
        /// What happens then.
        pub effect: Effect,
        /// Where the rule comes from.
        pub source: String,
    }
}

/// One step of a rule to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleRow<'a> {
    /// The rule.
    pub(crate) code: &'a str,
    /// Its version.
    pub(crate) version: i64,
    /// The level for which it holds; 0: every level without a row of its own.
    pub(crate) level: i64,
    /// The step, and after how many of the unit it comes.
    pub(crate) step: (i64, i64),
    /// What it counts in.
    pub(crate) unit: Unit,
    /// What happens.
    pub(crate) effect: Effect,
    /// Whether it is the limit people see.
    pub(crate) is_limit: bool,
    /// Where the rule comes from.
    pub(crate) source: &'a str,
    /// From when it holds.
    pub(crate) from: Time,
}

pub(crate) fn insert_rule(tx: &mut Tx<'_>, row: &RuleRow<'_>) -> Result<(), Fault> {
    let station = tx.station();
    let (after_s, units) = if row.unit == Unit::Second { (row.step.1, 0) } else { (0, row.step.1) };
    tx.put(
        "INSERT INTO clock_rules (station_id, code, version, level, step, after_s, effect, is_limit, source, valid_from, unit, units)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            station, row.code, row.version, row.level, row.step.0, after_s, row.effect,
            row.is_limit, row.source, row.from, row.unit.code(), units
        ],
    )
}

/// Every step of every version of every rule.
pub(crate) fn list_rules(tx: &mut Tx<'_>) -> Result<Vec<KeptStep>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT code, version, level, step, after_s, unit, units, effect, is_limit, source, valid_from
         FROM clock_rules WHERE station_id = $1 ORDER BY code, version, level, step",
        args![station],
    )
}

/// The steps of the newest version of a rule for this level, or for every level.
pub(crate) fn list_steps(tx: &mut Tx<'_>, code: &str, level: i64) -> Result<Vec<ClockStep>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let mut rows: Vec<StepRow> = tx.all(
        "SELECT version, level, step, after_s, unit, units, effect, is_limit FROM clock_rules
         WHERE station_id = $1 AND code = $2 AND valid_from <= $3
         ORDER BY version DESC, level DESC, step",
        args![station, code, now],
    )?;
    let newest = rows.first().map(|row| row.version);
    rows.retain(|row| Some(row.version) == newest);
    Ok(closest(rows, level))
}

/// The steps of one version of a rule for this level, or for every level.
pub(crate) fn list_steps_of(
    tx: &mut Tx<'_>,
    code: &str,
    version: i64,
    level: i64,
) -> Result<Vec<ClockStep>, Fault> {
    let station = tx.station();
    let rows: Vec<StepRow> = tx.all(
        "SELECT version, level, step, after_s, unit, units, effect, is_limit FROM clock_rules
         WHERE station_id = $1 AND code = $2 AND version = $3 ORDER BY level DESC, step",
        args![station, code, version],
    )?;
    Ok(closest(rows, level))
}

/// The steps for `level`, or where it has none of its own those for every level.
fn closest(mut rows: Vec<StepRow>, level: i64) -> Vec<ClockStep> {
    rows.retain(|row| row.level == 0 || row.level == level);
    let closest = rows.first().map(|row| row.level);
    rows.retain(|row| Some(row.level) == closest);
    let step = |row: StepRow| ClockStep {
        version: row.version,
        step: row.step,
        after_s: row.after_s,
        unit: Unit::from_code(&row.unit).unwrap_or(Unit::Second),
        units: row.units,
        effect: row.effect,
        is_limit: row.is_limit,
    };
    rows.into_iter().map(step).collect()
}

pub(crate) fn insert_timer(tx: &mut Tx<'_>, timer: &Timer, is_limit: bool) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO timers (station_id, id, matter_id, opening, rule, rule_version, step, subject_id,
             stay, level, from_at, due_at, effect, is_limit, is_pending)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, TRUE)",
        args![
            station, timer.id, timer.matter_id, timer.opening, timer.rule, timer.rule_version,
            timer.step, timer.subject_id, timer.stay, timer.level, timer.from_at, timer.due_at,
            timer.effect, is_limit
        ],
    )
}

/// Stops the clocks of one part of a matter; `None`: those of the matter's own state.
pub(crate) fn stop_timers(tx: &mut Tx<'_>, matter: Id, subject: Option<Id>) -> Result<(), Fault> {
    let station = tx.station();
    match subject {
        None => tx.put(
            "UPDATE timers SET is_pending = FALSE
             WHERE station_id = $1 AND matter_id = $2 AND is_pending = TRUE AND subject_id IS NULL",
            args![station, matter],
        ),
        Some(subject) => tx.put(
            "UPDATE timers SET is_pending = FALSE
             WHERE station_id = $1 AND matter_id = $2 AND is_pending = TRUE AND subject_id = $3",
            args![station, matter, subject],
        ),
    }
}

/// Stops every clock of a matter.
pub(crate) fn stop_all_timers(tx: &mut Tx<'_>, matter: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE timers SET is_pending = FALSE
         WHERE station_id = $1 AND matter_id = $2 AND is_pending = TRUE",
        args![station, matter],
    )
}

macro_rules! timers {
    ($which:literal) => {
        concat!(
            "SELECT id, matter_id, opening, rule, rule_version, step, subject_id, stay, level, from_at,
                    due_at, effect, is_pending
             FROM timers WHERE station_id = $1 AND ",
            $which
        )
    };
}

/// The timers of the stay of a matter in its present state: those that wait, and those that fired.
pub(crate) fn list_stay(
    tx: &mut Tx<'_>,
    matter: Id,
    opening: i64,
    rule: &str,
) -> Result<Vec<Timer>, Fault> {
    let station = tx.station();
    tx.all(
        timers!(
            "matter_id = $2 AND opening = $3 AND rule = $4
               AND subject_id IS NULL
               AND stay = (SELECT max(s.stay) FROM timers s
                           WHERE s.station_id = $1 AND s.matter_id = $2 AND s.opening = $3
                             AND s.rule = $4 AND s.subject_id IS NULL)"
        ),
        args![station, matter, opening, rule],
    )
}

/// Takes away the timers of a matter's own state that still wait, to set them anew.
pub(crate) fn remove_waiting(tx: &mut Tx<'_>, matter: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "DELETE FROM timers
         WHERE station_id = $1 AND matter_id = $2 AND is_pending = TRUE AND subject_id IS NULL",
        args![station, matter],
    )
}

/// Timers that are due, oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_due(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Timer>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        timers!(
            "is_pending = TRUE AND due_at <= $2
         ORDER BY due_at, id LIMIT $3"
        ),
        args![station, now, limit],
    )
}

/// The same, of those alone that count from `since` or later.
///
/// # Errors
/// Those of the engine.
pub fn list_due_since(tx: &mut Tx<'_>, since: Time, limit: i64) -> Result<Vec<Timer>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        timers!(
            "is_pending = TRUE AND due_at <= $2 AND from_at >= $3
         ORDER BY due_at, id LIMIT $4"
        ),
        args![station, now, since, limit],
    )
}

/// When the next timer is due, past or to come.
///
/// # Errors
/// Those of the engine.
pub fn next_due(tx: &mut Tx<'_>) -> Result<Option<Time>, Fault> {
    let station = tx.station();
    let sql = "SELECT due_at FROM timers WHERE station_id = $1 AND is_pending = TRUE
               ORDER BY due_at LIMIT 1";
    Ok(tx.opt::<(Time,)>(sql, args![station])?.map(|(at,)| at))
}

pub(crate) fn find_timer(tx: &mut Tx<'_>, id: Id) -> Result<Option<Timer>, Fault> {
    let station = tx.station();
    tx.opt(timers!("id = $2"), args![station, id])
}

pub(crate) fn set_timer_done(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE timers SET is_pending = FALSE WHERE station_id = $1 AND id = $2",
        args![station, id],
    )
}

/// The limits that run on a matter now, soonest first, with where each rule comes from.
///
/// # Errors
/// Those of the engine.
pub fn list_timers(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<PendingTimer>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT t.id, t.rule, t.rule_version, t.subject_id, t.from_at, t.due_at, t.effect, r.source
         FROM timers t
         JOIN clock_rules r ON r.station_id = t.station_id AND r.code = t.rule
          AND r.version = t.rule_version AND r.step = t.step
          AND r.level = (SELECT max(l.level) FROM clock_rules l
                         WHERE l.station_id = t.station_id AND l.code = t.rule
                           AND l.version = t.rule_version AND l.level IN (0, t.level))
         WHERE t.station_id = $1 AND t.matter_id = $2 AND t.is_pending = TRUE
         ORDER BY +t.due_at, t.id",
        args![station, matter],
    )
}
