//! Standing that ends, and posts that change hands: each moves the seats first, in the same
//! transaction, with one journal line for every matter touched.

use crate::actions::sheets::{keep_sheet, outgoing};
use crate::rules::UrgeLevel;
use crate::sql::{self, Handover, Matter};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, Time};
use db::Tx;
use journal::{Change, Line, Subject};
use people::{Incumbent, Posts, Seat, choose, ladder};
use serde_json::{Value, json};

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

/// One move of seats: the act under way and everybody who can still sit.
struct Moving<'a> {
    change: Change,
    actor: &'a Actor,
    capacity: Role,
    act: &'static str,
    leaving: Id,
    substitute: Option<Id>,
    incumbents: Vec<Incumbent>,
}

/// Whether every seat found somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Vacated {
    /// Nobody needs the leaving person any more.
    All,
    /// At least one seat stays with them: the ladder is exhausted.
    Stuck,
}

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
    let incumbents = people::list_incumbents(tx)?;
    let in_office = |id: Id| incumbents.iter().any(|person| person.account == id);
    if !in_office(account) {
        return Err(Fault::NotFound);
    }
    if ends <= tx.now() {
        return Err(Fault::at("ends", "ends_in_the_past", |lang| words(lang).ends_in_the_past()));
    }
    match substitute {
        Some(other) if other == account || !in_office(other) => {
            return Err(Fault::at("substitute", "substitute_out_of_office", |lang| {
                words(lang).substitute_out_of_office()
            }));
        }
        None if holds_any(tx, account)? => {
            return Err(Fault::at("substitute", "substitute_needed", |lang| {
                words(lang).substitute_needed()
            }));
        }
        Some(_) | None => {}
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
    let leave = people::begin_leave(tx, account, substitute, ends)?;
    moving.note_account(tx, json!({ "leave": leave, "until": ends, "substitute": substitute }))
}

/// Ends a leave: its person is in office again.
///
/// # Errors
/// [`Fault::NotFound`] where they are not on leave.
pub fn return_from_leave(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    let may = if actor.is(Role::System) { Role::System } else { EDIT_OFFICES.ask(actor)?.role };
    let mut change = journal::begin(tx)?;
    let leave = people::find_leave(tx, account)?.ok_or(Fault::NotFound)?;
    people::end_leave(tx, &leave)?;
    let particulars = json!({ "leave": leave.id });
    note_account(tx, &mut change, actor, may, "matters.return", account, particulars)
}

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
    people::set_term(tx, appointment, Some(until))?;
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
        Vacated::Stuck if sql::has_alarm(tx, account)? => Ok(()),
        Vacated::Stuck => {
            sql::insert_alarm(tx, account)?;
            if let Some(posts) = people::find_posts(tx)? {
                notify::send(tx, posts.pusher, "seat_alarm", account)?;
            }
            moving.act = "matters.seat_alarm";
            moving.note_account(tx, json!({}))
        }
    }
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

/// Gives the unanswered urges of somebody to whoever takes over, who takes part from now on.
fn move_urges(
    tx: &mut Tx<'_>,
    (from, to): (Id, Id),
    moves: fn(UrgeLevel) -> bool,
) -> Result<(), Fault> {
    for urge in sql::list_unanswered(tx, from)?.into_iter().filter(|urge| moves(urge.level)) {
        sql::insert_participant(tx, urge.matter_id, to)?;
        sql::set_urge_receiver(tx, urge.id, to)?;
    }
    Ok(())
}

fn holds_any(tx: &mut Tx<'_>, account: Id) -> Result<bool, Fault> {
    let posts = people::find_posts(tx)?;
    let post = posts.is_some_and(|posts| posts.seats_of(account).next().is_some());
    Ok(post || !sql::list_held_by(tx, account)?.is_empty())
}

impl Moving<'_> {
    /// Moves posts and seats away from the leaving person.
    fn vacate(&mut self, tx: &mut Tx<'_>) -> Result<Vacated, Fault> {
        self.incumbents.retain(|person| person.account != self.leaving);
        let mut vacated = Vacated::All;
        if let Some(posts) = people::find_posts(tx)? {
            match self.refill(posts) {
                Some(refilled) if refilled != posts => people::set_posts(tx, refilled)?,
                Some(_) => {}
                None => vacated = Vacated::Stuck,
            }
        }
        let (stuck, _) = self.move_seats(tx, None)?;
        Ok(if stuck { Vacated::Stuck } else { vacated })
    }

    fn refill(&self, posts: Posts) -> Option<Posts> {
        let seats: Vec<Seat> = posts.seats_of(self.leaving).collect();
        seats.into_iter().try_fold(posts, |posts, seat| {
            posts.refilled(seat, self.leaving, self.eligible(seat), &self.incumbents)
        })
    }

    /// The substitute, where they may sit there.
    fn eligible(&self, seat: Seat) -> Option<Id> {
        let may = |person: &Incumbent| seat.roles().contains(&person.role);
        let substitute = self.substitute?;
        let mut people = self.incumbents.iter();
        people.any(|p| p.account == substitute && may(p)).then_some(substitute)
    }

    /// Moves the seats of every open matter; whether one stays, and how many matters moved.
    fn move_seats(&mut self, tx: &mut Tx<'_>, only: Option<Seat>) -> Result<(bool, i64), Fault> {
        let (mut stuck, mut moved) = (false, 0);
        for mut matter in sql::list_held_by(tx, self.leaving)? {
            let held = seats_of(&matter, self.leaving);
            for seat in held.into_iter().filter(|seat| only.is_none_or(|only| only == *seat)) {
                match self.successor(&matter, seat) {
                    Some(account) => {
                        self.reseat(tx, &mut matter, seat, account)?;
                        moved += 1;
                    }
                    None => stuck = true,
                }
            }
        }
        Ok((stuck, moved))
    }

    fn successor(&self, matter: &Matter, seat: Seat) -> Option<Id> {
        let order = ladder(seat, self.eligible(seat), matter.village_id, &self.incumbents);
        let seated = [matter.watcher_id, matter.manager_id, matter.pusher_id];
        let taken: Vec<Id> = seated.into_iter().flatten().collect();
        choose(&order, &taken)
    }

    fn reseat(
        &mut self,
        tx: &mut Tx<'_>,
        matter: &mut Matter,
        seat: Seat,
        to: Id,
    ) -> Result<(), Fault> {
        *seat_mut(matter, seat) = Some(to);
        matter.version = self.change.number();
        sql::store(tx, matter)?;
        sql::insert_participant(tx, matter.id, to)?;
        let line = Line {
            act: "matters.reseat",
            subject: Subject { kind: "matter", id: matter.id },
            capacity: self.capacity,
            reason: None,
            particulars: json!({ "seat": seat.code(), "from": self.leaving, "to": to, "by": self.act }),
        };
        let position = journal::record(tx, &mut self.change, self.actor, line)?;
        notify::post(tx, position, "matter", matter.id)
    }

    fn note_account(&mut self, tx: &mut Tx<'_>, particulars: Value) -> Result<(), Fault> {
        let (act, account) = (self.act, self.leaving);
        note_account(tx, &mut self.change, self.actor, self.capacity, act, account, particulars)
    }
}

fn seats_of(matter: &Matter, account: Id) -> Vec<Seat> {
    let holds = |seat: &&Seat| match seat {
        Seat::Watcher => matter.watcher_id == Some(account),
        Seat::Manager => matter.manager_id == Some(account),
        Seat::Pusher => matter.pusher_id == Some(account),
    };
    Seat::ALL.iter().filter(holds).copied().collect()
}

fn seat_mut(matter: &mut Matter, seat: Seat) -> &mut Option<Id> {
    match seat {
        Seat::Watcher => &mut matter.watcher_id,
        Seat::Manager => &mut matter.manager_id,
        Seat::Pusher => &mut matter.pusher_id,
    }
}

fn note_account(
    tx: &mut Tx<'_>,
    change: &mut Change,
    actor: &Actor,
    capacity: Role,
    act: &'static str,
    account: Id,
    particulars: Value,
) -> Result<(), Fault> {
    let subject = Subject { kind: "account", id: account };
    let line = Line { act, subject, capacity, reason: None, particulars };
    journal::record(tx, change, actor, line).map(|_| ())
}
