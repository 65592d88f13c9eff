//! One act on one matter: counter, visibility and permission first, then the change, then one
//! journal line, one version, one event.

mod blank;

use crate::rules::{ClockStep, Reach, Sight, limit, sight};
use crate::sql::{self, HeldSeats, Matter};
use crate::words::words;
use base::{Actor, Conflict, Fault, Id, Leave, Permission, Role, Scope, Time};
pub use blank::import;
use blank::new_matter;
use db::Tx;
use journal::{Change, Line, Subject};
use people::Seat;
use serde_json::Value;

/// A matter in the hand of one act.
#[derive(Debug)]
pub struct Turn {
    change: Change,
    /// The matter; what an act sets here is written by [`Turn::proceed`].
    pub matter: Matter,
    /// The matter as it stands in the database.
    stored: Matter,
    /// In which capacity the actor acts.
    pub leave: Leave,
    /// As what the actor sees the matter.
    pub sight: Sight,
}

/// A clock to be started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockStart {
    /// The rule.
    pub rule: &'static str,
    /// When it begins to count.
    pub from: Time,
}

/// How an act ends: what is written of it.
#[derive(Debug)]
pub struct Step<'a> {
    /// Room and verb.
    pub act: &'static str,
    /// Why, where the act asks for it.
    pub reason: Option<&'a str>,
    /// The rest, sealed in the journal.
    pub particulars: Value,
    /// The state of the matter from now on.
    pub state: &'static str,
    /// The clock of that state; `None` where none runs.
    pub clock: Option<ClockStart>,
}

/// A matter about to come into being.
#[derive(Debug)]
pub struct Opening {
    /// The room.
    pub kind: &'static str,
    /// The letters of its number: `JQ`.
    pub series: &'static str,
    /// The code and the names of what it is about.
    pub topic: (String, String, String),
    /// Words of the text that stand in the station's list of things and events.
    pub terms: String,
    /// Where, as it is shown.
    pub place_text: String,
    /// The place in the register.
    pub premises: Option<Id>,
    /// The village.
    pub village: Option<Id>,
    /// Metres east and north.
    pub point: Option<(i64, i64)>,
    /// Level, 1 the most urgent.
    pub level: i64,
    /// How secret.
    pub secrecy: i64,
    /// The room's first state.
    pub state: &'static str,
    /// When it began.
    pub at: Time,
    /// The clock of the first state.
    pub clock: Option<ClockStart>,
}

impl Turn {
    fn of(change: Change, matter: Matter, leave: Leave, sight: Sight) -> Turn {
        Turn { change, stored: matter.clone(), matter, leave, sight }
    }

    /// Takes the counter, loads the matter if the actor sees it, and asks the permission, all in
    /// one: what is not seen is not found, what is seen but not the actor's to do is forbidden.
    ///
    /// # Errors
    /// [`Fault::NotFound`], [`Fault::Forbidden`].
    pub fn take(
        tx: &mut Tx<'_>,
        actor: &Actor,
        permission: &Permission,
        number: &str,
    ) -> Result<Turn, Fault> {
        let change = journal::begin(tx)?;
        let (matter, leave, sight) = load_for(tx, actor, permission, number)?;
        Ok(Turn::of(change, matter, leave, sight))
    }

    /// Takes the matter of a hand-over for the body that answers it by its link: the link is the
    /// authority, for this matter and nothing else.
    ///
    /// # Errors
    /// [`Fault::Forbidden`] for anybody but such a body.
    pub fn by_link(
        tx: &mut Tx<'_>,
        actor: &Actor,
        permission: &Permission,
        matter: Id,
    ) -> Result<Turn, Fault> {
        let change = journal::begin(tx)?;
        let leave = permission.ask(actor)?;
        let matter = sql::find_matter(tx, matter)?.ok_or(Fault::NotFound)?;
        Ok(Turn::of(change, matter, leave, Sight::Stage))
    }

    /// Opens a matter with its number and its three seats, filled from the posts.
    ///
    /// # Errors
    /// [`Fault::Forbidden`]; refused where the station has no posts yet.
    pub fn open(
        tx: &mut Tx<'_>,
        actor: &Actor,
        leave: Leave,
        opening: Opening,
    ) -> Result<Turn, Fault> {
        let change = journal::begin(tx)?;
        let posts = people::find_posts(tx)?;
        let posts =
            posts.ok_or_else(|| Fault::refused("no_posts", |lang| words(lang).no_posts()))?;
        let steps = match opening.clock {
            Some(clock) => super::clocks::steps_from(tx, clock, opening.level)?,
            None => Vec::new(),
        };
        let mut matter = new_matter(tx, &opening, change.number())?;
        matter.is_open = true;
        matter.due_at = opening.clock.and_then(|clock| limit(&steps, clock.from));
        matter.clock = opening.clock.map(|clock| clock.rule.to_owned());
        matter.watcher_id = Some(posts.watcher);
        matter.manager_id = Some(posts.manager);
        matter.pusher_id = Some(posts.pusher);
        sql::insert_matter(tx, &matter, &opening.terms)?;
        sql::insert_participant(tx, matter.id, posts.manager)?;
        if let Some(clock) = opening.clock {
            super::clocks::set_timers(
                tx,
                &matter,
                (clock.rule, clock.from),
                None,
                matter.version,
                &steps,
            )?;
        }
        let sight = sight(actor, matter.village_id, false);
        Ok(Turn::of(change, matter, leave, sight))
    }

    /// Who sits in `seat`.
    pub fn seat(&self, seat: Seat) -> Option<Id> {
        self.matter.holder(seat)
    }

    /// Makes `account` the manager unless they hold another seat of this matter.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn appoint_manager(&mut self, tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
        let taken = [self.matter.watcher_id, self.matter.pusher_id];
        if !taken.contains(&Some(account)) {
            self.matter.manager_id = Some(account);
        }
        sql::insert_participant(tx, self.matter.id, account)
    }

    /// Refuses to overwrite what changed after the sender last looked.
    ///
    /// # Errors
    /// A conflict with both values.
    pub fn fresh(
        &self,
        actor: &Actor,
        field: &'static str,
        yours: &str,
        theirs: &str,
    ) -> Result<(), Fault> {
        match actor.origin.seen {
            Some(seen) if seen < self.matter.version && yours != theirs => {
                let (yours, theirs) = (yours.to_owned(), theirs.to_owned());
                Err(Fault::Conflict(Box::new(Conflict { field, yours, theirs })))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Ends the act on an open matter: state, clock, version, journal line, event.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn proceed(
        mut self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        step: Step<'_>,
    ) -> Result<Matter, Fault> {
        self.matter.version = self.change.number();
        self.move_to(tx, &step)?;
        self.move_on(tx);
        sql::store_since(tx, &self.stored, &self.matter)?;
        self.note(tx, actor, step)
    }

    /// Ends the act that opened the matter, which is written already.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn opened(
        mut self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        step: Step<'_>,
    ) -> Result<Matter, Fault> {
        self.note(tx, actor, step)
    }

    /// Ends the act and the matter: the seats become a fact, its clocks stop.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn close(
        mut self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        step: Step<'_>,
    ) -> Result<Matter, Fault> {
        let m = &mut self.matter;
        if let (Some(watcher), Some(manager), Some(pusher)) =
            (m.watcher_id, m.manager_id, m.pusher_id)
        {
            sql::insert_held(tx, m, HeldSeats { watcher, manager, pusher })?;
        }
        (m.watcher_id, m.manager_id, m.pusher_id, m.is_open) = (None, None, None, false);
        sql::stop_all_timers(tx, m.id)?;
        self.proceed(tx, actor, step)
    }

    /// Somebody has done something: whoever waits for a movement waits anew. A clock moves nothing.
    pub(crate) fn move_on(&mut self, tx: &Tx<'_>) {
        if self.leave.role != Role::System {
            self.matter.moved_at = Some(tx.now());
            self.matter.stall_step = 0;
        }
    }

    /// Ends an act that leaves state and clock as they are.
    pub(crate) fn stay(
        mut self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        step: Step<'_>,
    ) -> Result<(), Fault> {
        self.matter.version = self.change.number();
        sql::store_since(tx, &self.stored, &self.matter)?;
        self.note(tx, actor, step).map(|_| ())
    }

    /// Writes on another matter what this act does to it too: one line, one version, one event.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn also(
        &mut self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        mut other: Matter,
        act: &'static str,
        particulars: Value,
    ) -> Result<(), Fault> {
        other.version = self.change.number();
        sql::store(tx, &other)?;
        let subject = Subject { kind: "matter", id: other.id };
        let line = Line { act, subject, capacity: self.leave.role, reason: None, particulars };
        let position = journal::record(tx, &mut self.change, actor, line)?;
        notify::post(tx, position, "matter", other.id)
    }

    /// Opens an ended matter once more: new opening, seats from the posts. Its clocks of before
    /// stay stopped; [`Turn::proceed`] starts the one of the state that follows.
    ///
    /// # Errors
    /// Refused where the station has no posts.
    pub fn reopen(&mut self, tx: &mut Tx<'_>, actor: &Actor, cause: &str) -> Result<(), Fault> {
        self.sit(tx)?;
        let m = &mut self.matter;
        m.opening += 1;
        m.reopened_at = Some(tx.now());
        sql::insert_reopening(tx, m, actor.account, cause)
    }

    /// Opens an ended matter with seats from the posts.
    pub(crate) fn sit(&mut self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let posts = people::find_posts(tx)?;
        let posts =
            posts.ok_or_else(|| Fault::refused("no_posts", |lang| words(lang).no_posts()))?;
        let m = &mut self.matter;
        m.is_open = true;
        m.watcher_id = Some(posts.watcher);
        m.manager_id = Some(posts.manager);
        m.pusher_id = Some(posts.pusher);
        sql::insert_participant(tx, m.id, posts.manager)
    }

    fn move_to(&mut self, tx: &mut Tx<'_>, step: &Step<'_>) -> Result<(), Fault> {
        let same = self.matter.state == step.state
            && step.clock.map(|clock| clock.rule) == self.matter.clock.as_deref();
        step.state.clone_into(&mut self.matter.state);
        if same {
            return step
                .clock
                .map_or(Ok(()), |clock| super::clocks::recount(tx, &mut self.matter, clock));
        }
        sql::stop_timers(tx, self.matter.id, None)?;
        self.matter.clock = step.clock.map(|clock| clock.rule.to_owned());
        self.matter.due_at = match step.clock {
            Some(clock) => super::clocks::start_clock(tx, &self.matter, clock, None)?,
            None => None,
        };
        Ok(())
    }

    fn note(&mut self, tx: &mut Tx<'_>, actor: &Actor, step: Step<'_>) -> Result<Matter, Fault> {
        let line = Line {
            act: step.act,
            subject: Subject { kind: "matter", id: self.matter.id },
            capacity: self.leave.role,
            reason: step.reason,
            particulars: step.particulars,
        };
        let position = journal::record(tx, &mut self.change, actor, line)?;
        notify::post(tx, position, "matter", self.matter.id)?;
        Ok(self.matter.clone())
    }
}

/// The matter of this number as the actor may use it.
///
/// # Errors
/// [`Fault::NotFound`] out of sight, [`Fault::Forbidden`] in sight.
pub fn load_for(
    tx: &mut Tx<'_>,
    actor: &Actor,
    permission: &Permission,
    number: &str,
) -> Result<(Matter, Leave, Sight), Fault> {
    let reach = Reach::of(actor);
    let matter = sql::find_visible(tx, &reach, number)?.ok_or(Fault::NotFound)?;
    let takes_part = sql::is_visible(tx, &reach, matter.id)?.unwrap_or(false);
    let leave = permission.ask(actor)?;
    let seated = [matter.watcher_id, matter.manager_id, matter.pusher_id];
    let own = takes_part || seated.contains(&Some(actor.account));
    let within = match leave.scope {
        Scope::Station => true,
        Scope::Village => own || (leave.village.is_some() && leave.village == matter.village_id),
        Scope::Own => own,
    };
    if !within {
        return Err(Fault::Forbidden { permission: permission.code });
    }
    let sight = sight(actor, matter.village_id, takes_part);
    Ok((matter, leave, sight))
}

/// Lets `account` see and work on a matter.
///
/// # Errors
/// Those of the engine.
pub fn add_participant(tx: &mut Tx<'_>, matter: Id, account: Id) -> Result<(), Fault> {
    sql::insert_participant(tx, matter, account)
}

/// The steps of a rule with their due times.
pub(crate) fn due_times(
    steps: &[ClockStep],
    from: Time,
) -> impl Iterator<Item = (&ClockStep, Time)> {
    steps.iter().map(move |step| (step, calendar::Elapsed { from, limit_s: step.after_s }.due()))
}
