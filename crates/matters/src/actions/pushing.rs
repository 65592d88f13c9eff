//! Pushing without scores: a limit put off with a reason and a cap, matters that do not move told up
//! the ladder, and what stood in the way, by kind and village and never by name.

use crate::actions::clocks::set_extended;
use crate::actions::turn::Turn;
use crate::rules::{Effect, Extension, ExtensionRefusal, Obstacle, check_extension, stall_step};
use crate::sql::{self, ExtensionCap, Matter, NewExtension};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, SealPlace};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;

/// Putting a limit off.
pub static EXTEND: Permission = Permission {
    code: "matters.extend",
    label: |lang| words(lang).act_extend(),
    grants: &[
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Own),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// Saying what stands in the way.
pub static REPORT_OBSTACLE: Permission = Permission {
    code: "matters.report_obstacle",
    label: |lang| words(lang).act_obstacle(),
    grants: &[
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Own),
        (Role::Assistant, Scope::Own),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// Reading the monthly list of obstacles: both leaders.
pub static READ_OBSTACLES: Permission = Permission {
    code: "matters.read_obstacles",
    label: |lang| words(lang).obstacles_title(),
    grants: &[
        (Role::Desk, Scope::Station),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Street, Scope::Station),
    ],
};

/// The rule whose steps tell of matters that do not move.
const STALL: &str = "stall";

/// Writes how far clocks may be extended in a new station: code, seconds, source.
///
/// # Errors
/// Those of the engine.
pub fn add_extension_rules(
    tx: &mut Tx<'_>,
    rules: &[(&'static str, i64, &'static str)],
) -> Result<(), Fault> {
    let valid_from = tx.now();
    rules.iter().try_for_each(|(code, most_s, source)| {
        let (code, source) = ((*code).to_owned(), (*source).to_owned());
        let rule = ExtensionCap { code, version: 1, most_s: *most_s, source, valid_from };
        sql::insert_extension_rule(tx, &rule)
    })
}

/// Puts the limit of the clock that runs off by so many minutes.
///
/// # Errors
/// Refused where it may not be, is over, would exceed the cap, or needs a higher role.
pub fn extend(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    minutes: i64,
    why: &str,
) -> Result<(), Fault> {
    let mut turn = Turn::take(tx, actor, &EXTEND, number)?;
    let none = || Fault::refused("no_clock", |lang| words(lang).no_clock());
    let rule = turn.matter.clock.clone().ok_or_else(none)?;
    let due = turn.matter.due_at.ok_or_else(none)?;
    let stay = sql::find_stay(tx, turn.matter.id, &rule)?.ok_or_else(none)?;
    let seconds = minutes * 60;
    let asked = Extension {
        seconds,
        most_s: sql::find_extension_cap(tx, &rule)?,
        before: sql::sum_extensions(tx, turn.matter.id, &rule, stay)?,
        over: due <= tx.now(),
    };
    check_extension(turn.leave.role, asked).map_err(|refusal| {
        Fault::at("minutes", "no_extension", |lang| {
            let w = words(lang);
            match refusal {
                ExtensionRefusal::NotThisClock => w.extend_never().to_owned(),
                ExtensionRefusal::TooLate => w.extend_late().to_owned(),
                ExtensionRefusal::HigherRole => w.extend_higher().to_owned(),
                ExtensionRefusal::OverTheCap { left_s } => w.extend_cap(left_s / 60),
            }
        })
    })?;
    let id = tx.new_id();
    let place = SealPlace { table: "extensions", column: "why_sealed", row: id };
    let why_sealed = tx.seal(place, why);
    let row =
        NewExtension { id, rule: &rule, stay, seconds, by: actor.account, why_sealed: &why_sealed };
    sql::insert_extension(tx, &turn.matter, row)?;
    set_extended(tx, &mut turn.matter, &rule, stay)?;
    let particulars = json!({ "rule": rule, "minutes": minutes, "count": asked.before.0 + 1 });
    turn.keep(tx, actor, "matters.extend", Some(why), particulars)
}

/// Matters for which a step of the stall ladder is due.
///
/// # Errors
/// Those of the engine.
pub fn list_stalled(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let steps = sql::list_steps(tx, STALL, 0)?;
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Ok(Vec::new()) };
    let since = tx.now().plus_seconds(-first.after_s);
    let now = tx.now();
    let due = |m: &Matter| {
        let moved = m.moved_at.unwrap_or(m.opened_at);
        stall_step(&steps, moved, m.stall_step, now).is_some()
    };
    let still = sql::list_still(tx, since, last.step)?;
    Ok(still.into_iter().filter(due).map(|matter| matter.id).collect())
}

/// Tells of a matter that does not move, once for each step: the pusher, then the chief, then the two
/// leaders.
///
/// # Errors
/// Those of the engine.
pub fn tell_of_stall(tx: &mut Tx<'_>, actor: &Actor, matter: Id) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let steps = sql::list_steps(tx, STALL, 0)?;
    let Some(mut matter) = sql::find_matter(tx, matter)?.filter(|matter| matter.is_open) else {
        return Ok(());
    };
    let moved = matter.moved_at.unwrap_or(matter.opened_at);
    let Some(step) = stall_step(&steps, moved, matter.stall_step, tx.now()) else {
        return Ok(());
    };
    let to = told(tx, &matter, step.effect)?;
    let days = tx.now().seconds_since(moved) / 86_400;
    let line = Line {
        act: "matters.stalled",
        subject: Subject { kind: "matter", id: matter.id },
        capacity: Role::System,
        reason: None,
        particulars: json!({
            "step": step.step, "version": step.version, "days": days, "effect": step.effect.code(),
            "to": to,
        }),
    };
    let position = journal::record(tx, &mut change, actor, line)?;
    matter.version = position;
    matter.stall_step = step.step;
    sql::store_moved(tx, &matter)?;
    notify::post(tx, position, "matter", matter.id)?;
    to.into_iter().try_for_each(|account| notify::send(tx, account, "matters.stalled", matter.id))
}

/// Who is told: the seats of the matter, or whoever leads here.
pub(crate) fn told(tx: &mut Tx<'_>, matter: &Matter, effect: Effect) -> Result<Vec<Id>, Fault> {
    let seats = match effect {
        Effect::Warn => [matter.manager_id, None],
        Effect::Remind => [matter.watcher_id, None],
        Effect::Alarm => [matter.watcher_id, matter.manager_id],
        Effect::Leader => [matter.pusher_id, None],
        Effect::Chief => return leading(tx, &[Role::Chief]),
        Effect::Heads => return leading(tx, &[Role::Chief, Role::Street]),
    };
    Ok(seats.into_iter().flatten().collect())
}

fn leading(tx: &mut Tx<'_>, roles: &[Role]) -> Result<Vec<Id>, Fault> {
    let mut accounts: Vec<Id> = Vec::new();
    for person in people::list_incumbents(tx)? {
        if roles.contains(&person.role) && !accounts.contains(&person.account) {
            accounts.push(person.account);
        }
    }
    Ok(accounts)
}

/// Writes down that something stood in the way of a matter, once for each kind.
///
/// # Errors
/// Those of the engine.
pub fn note_obstacle(tx: &mut Tx<'_>, matter: &Matter, kind: Obstacle) -> Result<(), Fault> {
    sql::insert_obstacle(tx, matter, kind, None)
}

/// Says what stands in the way 难点: the leaders read it by kind and village, without names.
///
/// # Errors
/// Those of [`Turn::take`].
pub fn report_obstacle(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    kind: Obstacle,
    said: &str,
) -> Result<(), Fault> {
    let turn = Turn::take(tx, actor, &REPORT_OBSTACLE, number)?;
    let place = SealPlace { table: "obstacles", column: "words_sealed", row: turn.matter.id };
    let sealed = tx.seal(place, said);
    sql::insert_obstacle(tx, &turn.matter, kind, Some(&sealed))?;
    turn.keep(tx, actor, "matters.obstacle", Some(said), json!({ "kind": kind.code() }))
}
