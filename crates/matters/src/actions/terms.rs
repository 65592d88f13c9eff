//! Rights that are taken away, and those about to end: what takes a right away needs one person and a
//! reason, and moves the seats it leaves behind.

use crate::actions::offices::expire;
use crate::words::words;
use base::{Actor, Fault, Id, Leave, Permission, Role, Scope, Time};
use db::Tx;
use journal::{Line, Subject};
use people::Appointment;
use serde_json::{Value, json};

/// Taking rights away: for leaders, and for whoever answers for rights.
pub static TAKE_RIGHTS: Permission = Permission {
    code: "matters.take_rights",
    label: |lang| words(lang).take_rights(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
    ],
};

/// Suspends an appointment 暂停: its rights end with this request.
///
/// # Errors
/// [`Fault::NotFound`] where it is not in force; refused for the last administrator of a kind.
pub fn suspend(tx: &mut Tx<'_>, actor: &Actor, appointment: Id, reason: &str) -> Result<(), Fault> {
    let leave = TAKE_RIGHTS.ask(actor)?;
    let row = people::suspend(tx, appointment)?;
    not_oneself(tx, actor, row.account_id)?;
    if people::is_last_administrator(tx, &row)? {
        return Err(Fault::refused("last_administrator", |lang| words(lang).last_administrator()));
    }
    note(tx, actor, leave, ("matters.suspend", row.account_id), reason, &row)?;
    vacate(tx, actor, row.account_id)
}

/// Whoever does alone what takes two changes nothing about their own standing meanwhile, neither way.
///
/// # Errors
/// Refused in one's own emergency, of oneself.
pub(crate) fn not_oneself(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    if account == actor.account && people::is_in_emergency(tx, account)? {
        return Err(Fault::refused("own_standing", |lang| words(lang).own_standing()));
    }
    Ok(())
}

/// Closes an account: every right of it ends now, and every way in.
///
/// # Errors
/// [`Fault::NotFound`]; refused for oneself and for the last administrator of a kind.
pub fn close_account(
    tx: &mut Tx<'_>,
    actor: &Actor,
    account: Id,
    reason: &str,
) -> Result<(), Fault> {
    let leave = TAKE_RIGHTS.ask(actor)?;
    if account == actor.account {
        return Err(Fault::refused("own_account", |lang| words(lang).own_account()));
    }
    let mut rows = people::list_appointments(tx)?;
    rows.retain(|row| row.account_id == account);
    for row in &rows {
        if people::is_last_administrator(tx, row)? {
            return Err(Fault::refused("last_administrator", |lang| {
                words(lang).last_administrator()
            }));
        }
    }
    people::close_account(tx, account)?;
    let line = Line {
        act: "matters.close_account",
        subject: Subject { kind: "account", id: account },
        capacity: leave.role,
        reason: Some(reason),
        particulars: json!({}),
    };
    let mut change = journal::begin(tx)?;
    journal::record(tx, &mut change, actor, line)?;
    vacate(tx, actor, account)
}

/// Moves the seats of somebody whose last standing has just ended.
fn vacate(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    if people::list_expired(tx)?.contains(&account) { expire(tx, actor, account) } else { Ok(()) }
}

/// Reminds the holder of a certificate, the village's secretary and the leader on duty that it ends in
/// so many days.
///
/// # Errors
/// Those of the engine.
pub fn remind_of_end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    appointment: Id,
    days: i64,
) -> Result<(), Fault> {
    let row = people::find_appointment(tx, appointment)?.ok_or(Fault::NotFound)?;
    people::note_reminder(tx, appointment, days)?;
    let mut told = vec![row.account_id];
    told.extend(people::find_posts(tx)?.map(|posts| posts.pusher));
    let secretary = |p: &people::Incumbent| {
        p.role == Role::Village && p.village == row.village_id && row.village_id.is_some()
    };
    let incumbents = people::list_incumbents(tx)?;
    told.extend(incumbents.iter().filter(|p| secretary(p)).map(|p| p.account));
    told.sort_unstable();
    told.dedup();
    for account in told {
        notify::send(tx, account, "people.term_ends", row.id)?;
    }
    let leave = Leave { role: Role::System, scope: Scope::Station, village: None };
    let mut change = journal::begin(tx)?;
    let line = Line {
        act: "matters.remind_of_end",
        subject: Subject { kind: "account", id: row.account_id },
        capacity: leave.role,
        reason: None,
        particulars: particulars(&row, json!({ "days": days })),
    };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}

/// Tells the leader on duty that the roster has gaps, once a day.
///
/// # Errors
/// Those of the engine.
pub fn warn_of_gaps(tx: &mut Tx<'_>, actor: &Actor) -> Result<(), Fault> {
    people::note_roster_warning(tx)?;
    let Some(posts) = people::find_posts(tx)? else { return Ok(()) };
    notify::send(tx, posts.pusher, "people.roster_gap", posts.pusher)?;
    let mut change = journal::begin(tx)?;
    let subject = Subject { kind: "account", id: posts.pusher };
    let (act, particulars) = ("matters.warn_of_gaps", json!({}));
    let line = Line { act, subject, capacity: Role::System, reason: None, particulars };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    leave: Leave,
    (act, account): (&'static str, Id),
    reason: &str,
    row: &Appointment,
) -> Result<(), Fault> {
    let subject = Subject { kind: "account", id: account };
    let particulars = particulars(row, json!({}));
    let line = Line { act, subject, capacity: leave.role, reason: Some(reason), particulars };
    let mut change = journal::begin(tx)?;
    journal::record(tx, &mut change, actor, line).map(|_| ())
}

fn particulars(row: &Appointment, mut more: Value) -> Value {
    more["appointment"] = json!(row.id);
    more["role"] = json!(row.role.code());
    more["certificate"] = json!(row.certificate);
    more
}

/// What changing a term to end at `until` would be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TermChange {
    /// It ends earlier, or at all: one person and a reason.
    Shorter,
    /// It goes on: two people.
    Longer,
    /// It has ended, and goes on again: that gives rights.
    Again,
    /// It goes on, but a certificate is renewed by a new one.
    Certified,
}

/// What ending `appointment` at `until` would be.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such appointment.
pub(crate) fn term_change(
    tx: &mut Tx<'_>,
    appointment: Id,
    until: Time,
) -> Result<TermChange, Fault> {
    let row = people::find_appointment(tx, appointment)?.ok_or(Fault::NotFound)?;
    Ok(match row.valid_until {
        Some(before) if until > before && row.certificate.is_some() => TermChange::Certified,
        Some(before) if until > before && before <= tx.now() => TermChange::Again,
        Some(before) if until > before => TermChange::Longer,
        Some(_) | None => TermChange::Shorter,
    })
}
