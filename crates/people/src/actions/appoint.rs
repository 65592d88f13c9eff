//! Giving rights to the station's own people, and to the administrators. What gives a right takes
//! two people: one proposes, another confirms (ADR 0012). Taking one away takes one, with a reason.

use crate::actions::{NewAccount, add_account, add_appointment, check_login, note};
use crate::rules::{Seat, TermState, choose, is_appointed, ladder, may_combine, term_state};
use crate::sql::{self, Appointment};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, Time};
use db::Tx;
use serde_json::json;

/// Giving rights: accounts with their roles.
pub static GIVE_RIGHTS: Permission = Permission {
    code: "people.give_rights",
    label: |lang| words(lang).accounts_title(),
    grants: &[
        (Role::SystemAdmin, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// Somebody to be appointed, with or without an account so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appointee {
    /// The name on screen.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// As what.
    pub role: Role,
    /// For which village, if for one.
    pub village: Option<Id>,
    /// Until when, if it is to end by itself.
    pub until: Option<Time>,
}

/// Why somebody cannot be appointed as they were given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unfit {
    /// The name to sign in with cannot be one.
    Login,
    /// Another person has that name to sign in with.
    Taken,
    /// The account of that name to sign in with is closed.
    Closed,
    /// Nobody appoints to this role.
    Role,
    /// An assistant is nominated, and agreed to by village and station.
    Assistant,
    /// This role is for one village.
    NoVillage,
    /// They hold what it cannot be combined with, or this already.
    Combined,
    /// The term is over already.
    Over,
}

/// Whether `one` can be appointed.
pub(crate) fn fits(tx: &mut Tx<'_>, one: &Appointee) -> Result<Result<(), Unfit>, Fault> {
    if check_login("login", &one.login).is_err() {
        return Ok(Err(Unfit::Login));
    }
    if one.until.is_some_and(|until| until <= tx.now()) {
        return Ok(Err(Unfit::Over));
    }
    if let Some(village) = one.village
        && !sql::list_villages(tx)?.iter().any(|known| known.id == village)
    {
        return Ok(Err(Unfit::NoVillage));
    }
    Ok(match (one.role, one.village) {
        (role, _) if !is_appointed(role) => Err(Unfit::Role),
        (Role::Assistant, _) => Err(Unfit::Assistant),
        (Role::Village, None) => Err(Unfit::NoVillage),
        _ => match known(tx, &one.login, &one.name)? {
            Known::Nobody => Ok(()),
            Known::Closed => Err(Unfit::Closed),
            Known::Another => Err(Unfit::Taken),
            Known::Account(account) => {
                let held = held(tx, account)?;
                if may_combine(&held, one.role) { Ok(()) } else { Err(Unfit::Combined) }
            }
        },
    })
}

/// Whose a name to sign in with is.
pub(crate) enum Known {
    /// Nobody's so far.
    Nobody,
    /// That of an account that was closed: it stays theirs, as what they did does.
    Closed,
    /// That of somebody with another name.
    Another,
    /// Theirs.
    Account(Id),
}

/// Whether the name to sign in with of somebody called `name` is theirs.
pub(crate) fn known(tx: &mut Tx<'_>, login: &str, name: &str) -> Result<Known, Fault> {
    Ok(match sql::find_login(tx, login)? {
        None => Known::Nobody,
        Some((.., false)) => Known::Closed,
        Some((_, theirs, true)) if theirs != name => Known::Another,
        Some((account, _, true)) => Known::Account(account),
    })
}

/// Refuses what would give a right to an account that was closed.
pub(crate) fn ask_open(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    if sql::is_open(tx, account)? {
        return Ok(());
    }
    Err(Fault::refused("closed", |lang| words(lang).account_closed()))
}

/// The roles that an account holds or will hold.
pub(crate) fn held(tx: &mut Tx<'_>, account: Id) -> Result<Vec<Role>, Fault> {
    let now = tx.now();
    let mut appointed = sql::list_appointments(tx)?;
    appointed.retain(|a| a.account_id == account && is_live(a, now));
    Ok(appointed.into_iter().map(|a| a.role).collect())
}

/// Whether an appointment is not over, whatever else it is.
pub(crate) fn is_live(row: &Appointment, now: Time) -> bool {
    let state = term_state(row.valid_from, row.valid_until, row.suspended_at.is_some(), now);
    state != TermState::Ended
}

/// Appoints people from now on; who had no account gets one, and is handed a way in afterwards.
///
/// # Errors
/// Refused where one of them does not fit any more.
pub(crate) fn appoint(
    tx: &mut Tx<'_>,
    actor: &Actor,
    appointees: &[Appointee],
) -> Result<(), Fault> {
    GIVE_RIGHTS.ask(actor)?;
    for one in appointees {
        if fits(tx, one)?.is_err() {
            return Err(Fault::refused("unfit", |lang| words(lang).unfit_now(&one.name)));
        }
        let account_id = match known(tx, &one.login, &one.name)? {
            Known::Account(account) => {
                // What waits may have been made for less, and handed over by one alone.
                sql::set_links_used(tx, account)?;
                account
            }
            Known::Nobody | Known::Closed | Known::Another => {
                let new = NewAccount { login: one.login.clone(), name: one.name.clone() };
                add_account(tx, actor, &new)?
            }
        };
        let row = Appointment {
            valid_until: one.until,
            ..Appointment::from_now(tx, account_id, one.role, one.village)
        };
        add_appointment(tx, actor, &row)?;
    }
    Ok(())
}

/// Fills the three posts as soon as three people can hold them; until then intake says what is missing.
pub(crate) fn fill_posts(tx: &mut Tx<'_>) -> Result<(), Fault> {
    if sql::find_posts(tx)?.is_some() {
        return Ok(());
    }
    let incumbents = sql::list_incumbents(tx)?;
    let mut taken = Vec::new();
    for seat in [Seat::Watcher, Seat::Manager, Seat::Pusher] {
        let Some(holder) = choose(&ladder(seat, None, None, &incumbents), &taken) else {
            return Ok(());
        };
        taken.push(holder);
    }
    if let [watcher, manager, pusher] = taken[..] {
        sql::set_posts(tx, crate::rules::Posts { watcher, manager, pusher })?;
    }
    Ok(())
}

/// Puts somebody in office whose term has begun, or goes on.
///
/// # Errors
/// Those of the engine.
pub fn begin_term(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    sql::insert_incumbent(tx, account)?;
    fill_posts(tx)?;
    note(tx, actor, "people.begin_term", account, json!({}))
}

/// Lets a suspended appointment go on.
///
/// # Errors
/// [`Fault::NotFound`] where there is none that is suspended.
pub(crate) fn resume(
    tx: &mut Tx<'_>,
    actor: &Actor,
    appointment: Id,
    reason: &str,
) -> Result<(), Fault> {
    GIVE_RIGHTS.ask(actor)?;
    let row = sql::find_appointment(tx, appointment)?.filter(|row| row.suspended_at.is_some());
    let row = row.ok_or(Fault::NotFound)?;
    ask_open(tx, row.account_id)?;
    set_chain_suspended(tx, &row, None)?;
    let particulars = json!({ "appointment": appointment, "reason": reason });
    note(tx, actor, "people.resume", row.account_id, particulars)?;
    if sql::list_beginning(tx)?.contains(&row.account_id) {
        sql::insert_incumbent(tx, row.account_id)?;
    }
    Ok(())
}

/// Suspends an appointment. The caller moves the seats of a standing that ends with it.
///
/// # Errors
/// [`Fault::NotFound`] where it is not in force.
pub fn suspend(tx: &mut Tx<'_>, appointment: Id) -> Result<Appointment, Fault> {
    let now = tx.now();
    let row = sql::find_appointment(tx, appointment)?;
    let row = row.filter(|row| is_live(row, now) && row.suspended_at.is_none());
    let row = row.ok_or(Fault::NotFound)?;
    set_chain_suspended(tx, &row, Some(now))?;
    Ok(row)
}

/// Suspends, or lets go on, a right: with the certificate the one that will follow it.
fn set_chain_suspended(
    tx: &mut Tx<'_>,
    row: &Appointment,
    since: Option<Time>,
) -> Result<(), Fault> {
    let now = tx.now();
    for one in sql::list_appointments(tx)? {
        if one.is_chained(row) && is_live(&one, now) {
            sql::set_suspended(tx, one.id, since)?;
        }
    }
    Ok(())
}

/// Whether nobody else holds this administrator's role: the last of a kind stays.
///
/// # Errors
/// Those of the engine.
pub fn is_last_administrator(tx: &mut Tx<'_>, row: &Appointment) -> Result<bool, Fault> {
    if !row.role.is_administrator() {
        return Ok(false);
    }
    let now = tx.now();
    let others = sql::list_appointments(tx)?;
    let stays = |a: &Appointment| {
        let state = term_state(a.valid_from, a.valid_until, a.suspended_at.is_some(), now);
        a.id != row.id && a.role == row.role && state == TermState::InForce(None)
    };
    Ok(!others.iter().any(stays))
}
