//! One move of seats: from whoever leaves to whoever takes over, one journal line for each matter.

use crate::rules::UrgeLevel;
use crate::sql::{self, Matter};
use base::{Actor, Fault, Id, Role};
use db::Tx;
use journal::{Change, Line, Subject};
use people::{Incumbent, Posts, Seat, choose, ladder};
use serde_json::{Value, json};

/// One move of seats: the act under way and everybody who can still sit.
pub(super) struct Moving<'a> {
    pub(super) change: Change,
    pub(super) actor: &'a Actor,
    pub(super) capacity: Role,
    pub(super) act: &'static str,
    pub(super) leaving: Id,
    pub(super) substitute: Option<Id>,
    pub(super) incumbents: Vec<Incumbent>,
}

/// Whether every seat found somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Vacated {
    /// Nobody needs the leaving person any more.
    All,
    /// At least one seat stays with them: the ladder is exhausted.
    Stuck,
}

impl Moving<'_> {
    /// Raises the alarm that a seat stays with somebody who cannot hold it: once.
    pub(super) fn alarm(&mut self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        if sql::has_alarm(tx, self.leaving)? {
            return Ok(());
        }
        sql::insert_alarm(tx, self.leaving)?;
        if let Some(posts) = people::find_posts(tx)? {
            notify::send(tx, posts.pusher, "seat_alarm", self.leaving)?;
        }
        self.act = "matters.seat_alarm";
        self.note_account(tx, json!({}))
    }

    /// Moves posts and seats away from the leaving person.
    pub(super) fn vacate(&mut self, tx: &mut Tx<'_>) -> Result<Vacated, Fault> {
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
    pub(super) fn move_seats(
        &mut self,
        tx: &mut Tx<'_>,
        only: Option<Seat>,
    ) -> Result<(bool, i64), Fault> {
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
        // Whoever watches or pushes sees it on the board; whoever does the work must be told.
        if seat == Seat::Manager && to != self.actor.account {
            notify::send(tx, to, "matters.reseat", matter.id)?;
        }
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

    pub(super) fn note_account(
        &mut self,
        tx: &mut Tx<'_>,
        particulars: Value,
    ) -> Result<(), Fault> {
        let (act, account) = (self.act, self.leaving);
        note_account(tx, &mut self.change, self.actor, self.capacity, act, account, particulars)
    }
}

/// Gives the unanswered urges of somebody to whoever takes over, who takes part from now on.
pub(super) fn move_urges(
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

pub(super) fn note_account(
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
