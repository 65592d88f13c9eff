//! Leave: begun now, planned, begun by the clock, over. Its seats move first.

use super::EDIT_OFFICES;
use super::moving::{Moving, Vacated, move_urges, note_account};
use crate::sql;
use crate::words::words;
use base::{Actor, Fault, Id, Role, Time};
use db::Tx;
use people::{Incumbent, LeaveRow};
use serde_json::json;

/// Sends `account` on leave from now until `ends`; `substitute` takes their seats. Without one,
/// leave is refused while they hold any; so is leave after which three seats cannot be filled.
///
/// # Errors
/// Refused as said; [`Fault::NotFound`] where the account is not in office.
pub fn leave(
    tx: &mut Tx<'_>,
    actor: &Actor,
    account: Id,
    substitute: Option<Id>,
    ends: Time,
) -> Result<(), Fault> {
    let may = EDIT_OFFICES.ask(actor)?;
    let change = journal::begin(tx)?;
    let incumbents = check_leave(tx, account, substitute)?;
    if ends <= tx.now() {
        return Err(Fault::at("ends", "ends_in_the_past", |lang| words(lang).ends_in_the_past()));
    }
    let act = "matters.leave";
    let mut moving =
        Moving { change, actor, capacity: may.role, act, leaving: account, substitute, incumbents };
    if moving.vacate(tx)? == Vacated::Stuck {
        return Err(Fault::refused("roster_too_thin", |lang| words(lang).roster_too_thin()));
    }
    if let Some(substitute) = substitute {
        move_urges(tx, (account, substitute), |_| true)?;
    }
    people::end_office(tx, account)?;
    let span = (tx.now(), ends);
    let leave = people::begin_leave(tx, account, substitute, span)?;
    moving.note_account(tx, json!({ "leave": leave, "until": ends, "substitute": substitute }))
}

/// Plans a leave that begins later: its seats move when it begins. Whoever holds a post or a seat now
/// names a substitute already.
///
/// # Errors
/// As [`leave`]; refused where it ends before it begins.
pub fn plan_leave(
    tx: &mut Tx<'_>,
    actor: &Actor,
    account: Id,
    substitute: Option<Id>,
    (starts, ends): (Time, Time),
) -> Result<(), Fault> {
    let may = EDIT_OFFICES.ask(actor)?;
    let mut change = journal::begin(tx)?;
    check_leave(tx, account, substitute)?;
    if ends <= starts {
        return Err(Fault::at("ends", "ends_in_the_past", |lang| {
            words(lang).ends_before_it_begins()
        }));
    }
    let leave = people::begin_leave(tx, account, substitute, (starts, ends))?;
    let particulars =
        json!({ "leave": leave, "from": starts, "until": ends, "substitute": substitute });
    note_account(tx, &mut change, actor, may.role, "matters.plan_leave", account, particulars)
}

/// Begins a planned leave whose time has come: seats go to the substitute or down the ladder. Where
/// nobody is left the seat stays, and an alarm rises once.
///
/// # Errors
/// Those of the engine.
pub fn begin_planned_leave(
    tx: &mut Tx<'_>,
    actor: &Actor,
    planned: &LeaveRow,
) -> Result<(), Fault> {
    let change = journal::begin(tx)?;
    let incumbents = people::list_incumbents(tx)?;
    let in_office = |id: &Id| incumbents.iter().any(|person| person.account == *id);
    let substitute = planned.substitute_id.filter(in_office);
    let (leaving, act) = (planned.account_id, "matters.leave");
    let capacity = Role::System;
    let mut moving = Moving { change, actor, capacity, act, leaving, substitute, incumbents };
    match moving.vacate(tx)? {
        Vacated::All => {
            if let Some(substitute) = substitute {
                move_urges(tx, (leaving, substitute), |_| true)?;
            }
            people::end_office(tx, leaving)?;
            sql::clear_alarm(tx, leaving)?;
            moving.note_account(tx, json!({ "leave": planned.id, "substitute": substitute }))
        }
        Vacated::Stuck => moving.alarm(tx),
    }
}

/// Who is in office, where `account` may go on leave and `substitute` may take their seats.
fn check_leave(
    tx: &mut Tx<'_>,
    account: Id,
    substitute: Option<Id>,
) -> Result<Vec<Incumbent>, Fault> {
    let incumbents = people::list_incumbents(tx)?;
    let in_office = |id: Id| incumbents.iter().any(|person| person.account == id);
    if !in_office(account) {
        return Err(Fault::NotFound);
    }
    let roles = |id: Id| -> Vec<Role> {
        incumbents.iter().filter(|person| person.account == id).map(|person| person.role).collect()
    };
    match substitute {
        Some(other) if other != account && in_office(other) => {
            if people::may_stand_in(&roles(account), &roles(other)) {
                return Ok(incumbents);
            }
            Err(Fault::at("substitute", "cannot_stand_in", |lang| words(lang).cannot_stand_in()))
        }
        Some(_) => Err(Fault::at("substitute", "substitute_out_of_office", |lang| {
            words(lang).substitute_out_of_office()
        })),
        None if holds_any(tx, account)? => {
            Err(Fault::at("substitute", "substitute_needed", |lang| {
                words(lang).substitute_needed()
            }))
        }
        None => Ok(incumbents),
    }
}

/// Ends a leave that has begun: its person is in office again.
///
/// # Errors
/// [`Fault::NotFound`] where it is none, or has not begun.
pub fn return_from_leave(tx: &mut Tx<'_>, actor: &Actor, leave: Id) -> Result<(), Fault> {
    let may = if actor.is(Role::System) { Role::System } else { EDIT_OFFICES.ask(actor)?.role };
    end(tx, actor, may, ("matters.return", leave), |leave, now| leave.starts_at <= now)
}

/// Takes back a leave that was planned and has not begun.
///
/// # Errors
/// [`Fault::NotFound`] where it is none, or has begun.
pub(crate) fn cancel_leave(tx: &mut Tx<'_>, actor: &Actor, leave: Id) -> Result<(), Fault> {
    let may = EDIT_OFFICES.ask(actor)?.role;
    end(tx, actor, may, ("matters.cancel_leave", leave), |leave, now| leave.starts_at > now)
}

fn end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    may: Role,
    (act, leave): (&'static str, Id),
    fits: fn(&LeaveRow, Time) -> bool,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let now = tx.now();
    let leave = people::find_leave_of(tx, leave)?.filter(|leave| fits(leave, now));
    let leave = leave.ok_or(Fault::NotFound)?;
    people::end_leave(tx, &leave)?;
    // Whoever is back holds their seats by right: what was told of them holds no more.
    if !people::list_expired(tx)?.contains(&leave.account_id) {
        sql::clear_alarm(tx, leave.account_id)?;
    }
    let particulars = json!({ "leave": leave.id });
    note_account(tx, &mut change, actor, may, act, leave.account_id, particulars)
}

fn holds_any(tx: &mut Tx<'_>, account: Id) -> Result<bool, Fault> {
    let posts = people::find_posts(tx)?;
    let post = posts.is_some_and(|posts| posts.seats_of(account).next().is_some());
    Ok(post || !sql::list_held_by(tx, account)?.is_empty())
}
