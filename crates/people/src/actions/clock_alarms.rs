//! A clock that is not believed (ADR 0036): what it did is noted once, holds back what disposes, freezes or
//! ends, and goes when somebody has compared it with another clock.

use crate::rules::{ClockFault, Setting, leapt, started};
use crate::sql::{self, ClockAlarm};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, Time};
use db::Tx;
use journal::{Line, Subject};
use serde_json::{Value, json};

/// Saying that the clock is right, after a look at another one.
pub static SETTLE_CLOCK: Permission = Permission {
    code: "people.settle_clock",
    label: |lang| words(lang).settle_clock(),
    grants: &[(Role::SystemAdmin, Scope::Station), (Role::Chief, Scope::Station)],
};

fn number(tx: &mut Tx<'_>, of: Setting) -> Result<i64, Fault> {
    let value = crate::setting(tx, of)?;
    Ok(value.parse().or_else(|_| of.first().parse()).unwrap_or(i64::MAX / 3_600))
}

/// What the clock did where it went on by `leap_s` seconds of its own.
///
/// # Errors
/// Those of the engine.
pub fn clock_leap(tx: &mut Tx<'_>, leap_s: i64) -> Result<Option<ClockFault>, Fault> {
    Ok(leapt(leap_s, number(tx, Setting::ClockLeapMinutes)?))
}

/// What the clock did since the newest line of the journal, at a start; and when that was.
///
/// # Errors
/// Those of the engine.
pub fn clock_at_start(tx: &mut Tx<'_>) -> Result<Option<(ClockFault, Time)>, Fault> {
    let Some(last) = journal::last_at(tx)? else { return Ok(None) };
    let minutes = number(tx, Setting::ClockLeapMinutes)?;
    let hours = number(tx, Setting::ClockGapHours)?;
    Ok(started(last, tx.now(), minutes, hours).map(|fault| (fault, last)))
}

/// Notes that the clock is not believed; which alarm that is, where none was open.
///
/// # Errors
/// Those of the engine.
pub fn raise_clock_alarm(
    tx: &mut Tx<'_>,
    system: &Actor,
    fault: ClockFault,
    known_at: Time,
) -> Result<Option<Id>, Fault> {
    let mut change = journal::begin(tx)?;
    if sql::find_clock_alarm(tx)?.is_some() {
        return Ok(None);
    }
    let (id, noticed_at) = (tx.new_id(), tx.now());
    let kind = fault.code().to_owned();
    sql::insert_clock_alarm(tx, &ClockAlarm { id, kind, noticed_at, known_at })?;
    let particulars = json!({ "kind": fault.code(), "known": known_at, "shown": noticed_at });
    journal::record(tx, &mut change, system, line("people.clock_alarm", id, particulars))?;
    Ok(Some(id))
}

fn line(act: &'static str, id: Id, particulars: Value) -> Line<'static> {
    let subject = Subject { kind: "clock", id };
    Line { act, subject, capacity: Role::System, reason: None, particulars }
}

/// Settles the alarm: somebody read `watch` off another clock, and this one agrees.
///
/// # Errors
/// Refused where the two do not agree: this one is to be set first; [`Fault::NotFound`] where nothing is open.
pub fn settle_clock(
    tx: &mut Tx<'_>,
    actor: &Actor,
    watch: Time,
    reason: &str,
) -> Result<(), Fault> {
    let may = SETTLE_CLOCK.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let alarm = sql::find_clock_alarm(tx)?.ok_or(Fault::NotFound)?;
    let apart = tx.now().seconds_since(watch).abs();
    if apart > 60 * number(tx, Setting::ClockLeapMinutes)? {
        return Err(Fault::at("watch", "clock_apart", |lang| words(lang).clock_apart()));
    }
    sql::set_clock_settled(tx, alarm.id, actor.account)?;
    let particulars = json!({ "kind": alarm.kind, "known": alarm.known_at, "watch": watch });
    let line = Line {
        capacity: may.role,
        reason: Some(reason),
        ..line("people.settle_clock", alarm.id, particulars)
    };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}
