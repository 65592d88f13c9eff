//! Standing that ends, and posts that change hands: each moves the seats first, in the same
//! transaction, with one journal line for every matter touched.

mod leaves;
mod moving;

pub(crate) use leaves::cancel_leave;
pub use leaves::{begin_planned_leave, leave, plan_leave, return_from_leave};

use crate::actions::sheets::{keep_sheet, outgoing};
use crate::actions::terms::not_oneself;
use crate::rules::UrgeLevel;
use crate::sql::{self, Handover};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, Time};
use db::Tx;
use journal::{Line, Subject};
use moving::{Moving, Vacated, move_urges};
use people::{Incumbent, Seat};
use serde_json::json;

/// Leave and terms of others.
pub static EDIT_OFFICES: Permission = Permission {
    code: "matters.edit_offices",
    label: |lang| words(lang).edit_offices(),
    grants: &[(Role::Leader, Scope::Station), (Role::Chief, Scope::Station)],
};

/// Taking over a post at the change of shift.
pub static TAKE_POST: Permission = Permission {
    code: "matters.take_post",
    label: |lang| words(lang).take_post(),
    grants: &[
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Station),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// Changes the term of an appointment; a term that has ended ends its rights at once.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such appointment.
pub fn set_term(
    tx: &mut Tx<'_>,
    actor: &Actor,
    appointment: Id,
    until: Time,
    reason: &str,
) -> Result<(), Fault> {
    let may = EDIT_OFFICES.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let row = people::find_appointment(tx, appointment)?.ok_or(Fault::NotFound)?;
    if row.role.is_administrator() {
        return Err(Fault::refused("administrator", |lang| words(lang).administrators_term()));
    }
    not_oneself(tx, actor, row.account_id)?;
    people::set_term(tx, &row, until)?;
    let line = Line {
        act: "matters.set_term",
        subject: Subject { kind: "account", id: row.account_id },
        capacity: may.role,
        reason: Some(reason),
        particulars: json!({ "appointment": appointment, "until": until, "before": row.valid_until }),
    };
    journal::record(tx, &mut change, actor, line)?;
    if people::list_expired(tx)?.contains(&row.account_id) {
        expire(tx, actor, row.account_id)?;
    } else if until > tx.now() && people::find_leave(tx, row.account_id)?.is_none() {
        people::enter_office(tx, row.account_id)?;
        sql::clear_alarm(tx, row.account_id)?;
    }
    Ok(())
}

/// Ends the office of somebody whose last term has ended: seat by seat down the ladder. Where
/// nobody is left the seat stays, though the rights are gone, and an alarm rises once.
///
/// # Errors
/// Those of the engine.
pub fn expire(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    let change = journal::begin(tx)?;
    let incumbents = people::list_incumbents(tx)?;
    let capacity = actor.standings.first().map_or(Role::System, |standing| standing.role);
    let act = "matters.expire";
    let mut moving =
        Moving { change, actor, capacity, act, leaving: account, substitute: None, incumbents };
    match moving.vacate(tx)? {
        Vacated::All => {
            people::end_office(tx, account)?;
            sql::clear_alarm(tx, account)?;
            moving.note_account(tx, json!({}))
        }
        Vacated::Stuck => moving.alarm(tx),
    }
}

/// About whom an alarm stands though nothing of theirs is stuck any more.
///
/// # Errors
/// Those of the engine.
pub fn list_relieved(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let (expired, leaving) = (people::list_expired(tx)?, people::list_leaving(tx)?);
    let mut alarmed = sql::list_alarms(tx)?;
    alarmed.retain(|id| !expired.contains(id) && leaving.iter().all(|l| l.account_id != *id));
    Ok(alarmed)
}

/// Takes an alarm back: whoever it was raised for holds their seats by right again, by a certificate that
/// was renewed or let go on.
///
/// # Errors
/// Those of the engine.
pub fn relieve(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    sql::clear_alarm(tx, account)?;
    let act = "matters.seat_relief";
    moving::note_account(tx, &mut change, actor, Role::System, act, account, json!({}))
}

/// Takes a post over: the post and every open seat of its holder move to the actor. Both sign: where
/// the holder did not, `absent` says why.
///
/// # Errors
/// Refused where the actor cannot sit there, holds another post, or nothing was signed or said.
pub fn take_post(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seat: Seat,
    absent: Option<&str>,
) -> Result<Handover, Fault> {
    let may = TAKE_POST.ask(actor)?;
    let change = journal::begin(tx)?;
    let posts = people::find_posts(tx)?.ok_or(Fault::NotFound)?;
    let holder = posts.holder(seat);
    let incumbents = people::list_incumbents(tx)?;
    let eligible = |p: &Incumbent| p.account == actor.account && seat.roles().contains(&p.role);
    if !incumbents.iter().any(eligible) {
        return Err(Fault::at("seat", "cannot_sit", |lang| words(lang).cannot_sit()));
    }
    if holder == actor.account {
        return Err(Fault::at("seat", "already_there", |lang| words(lang).already_there()));
    }
    let outgoing = outgoing(tx, seat, holder, absent)?;
    let mut held = sql::list_held_by(tx, holder)?;
    held.retain(|matter| matter.holder(seat) == Some(holder));
    people::set_posts(tx, posts.with(seat, actor.account))?;
    let substitute = Some(actor.account);
    let act = "matters.hand_over";
    let mut moving =
        Moving { change, actor, capacity: may.role, act, leaving: holder, substitute, incumbents };
    let moved = moving.move_seats(tx, Some(seat))?;
    // Whoever goes off duty stays in office, and answers what was put to them in person.
    move_urges(tx, (holder, actor.account), |level| level != UrgeLevel::Callback)?;
    let row = Handover {
        id: tx.new_id(),
        seat,
        from_id: holder,
        to_id: actor.account,
        at: tx.now(),
        open_matters: moved.1,
    };
    sql::insert_handover(tx, &row)?;
    keep_sheet(tx, &row, &held, outgoing)?;
    moving.note_account(
        tx,
        json!({ "seat": seat.code(), "from": holder, "matters": moved.1, "absent": absent }),
    )?;
    Ok(row)
}
