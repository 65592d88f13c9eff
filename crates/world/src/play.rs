//! Plays scripts through the real acts: every step at its moment, by whoever does it, in one
//! order for the whole station.

mod hands;
mod hours;

use crate::roster::Roster;
use crate::staff::Staff;
use base::{Actor, Clock, Fault, Id, Role, Time};
use db::{Db, Tx};
use incidents::{Dispatch, Log, Outcome, Proposed, Stamp};
use matters::Matter;
use people::Seat;
use std::cell::Cell;
use std::collections::BTreeMap;

/// How often the station's job looks at its clocks.
const TICK_S: i64 = 60;

/// Whose order it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Who {
    /// The first officer.
    Lead,
    /// The second officer.
    Second,
    /// The auxiliaries.
    Auxiliary,
    /// The village's assistant.
    Assistant,
}

/// Who acts where it is no receiver.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// The desk on duty.
    Desk,
    /// The leader on duty.
    Leader,
    /// The first officer.
    Lead,
}

/// One thing that is done to an incident.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The call, at the desk or from the branch.
    Log(Box<Log>),
    SignForStation,
    /// As the plan proposes, or these.
    Dispatch(&'static [&'static str], Option<&'static str>),
    /// By the receiver's own hand.
    Stamp(Who, Stamp),
    /// Entered by the desk, so many seconds after it happened.
    Enter(Who, Stamp, i64),
    /// The desk sets the arrival so many seconds earlier.
    Correct(Who, i64),
    GiveBack(&'static str, &'static str),
    Telephone(&'static str),
    CallAssistant,
    DeclareSafe,
    Bring(&'static str, i64),
    Progress(&'static str),
    Outcome(Box<Outcome>),
    SendBack(&'static str),
    Close(&'static str, &'static str),
    /// Into the incident of another script, as a repeated call.
    Merge(usize),
    /// By the desk alone, and confirmed by the leader.
    Withdraw(&'static str),
    Confirm,
    /// Entered in the branch's system.
    Entry,
    /// Asked afterwards, where it was drawn: the score, none where nobody answered, and what was
    /// not right.
    Revisit(Option<&'static str>, Option<&'static str>),
    Note(By, &'static str),
    Urge(&'static str),
    Answer(&'static str),
    Silence,
}

/// One incident: what is done, and when.
pub(crate) type Script = Vec<(Time, Step)>;

/// The work in the order of time.
enum Task {
    Step(usize, Step),
    TakePost(Seat, &'static str),
    /// The roster of the week that begins then.
    Roster(Time),
    /// The assistants' certificates run on until then.
    Renew(Time),
    /// The job looks at terms, leave and what does not move; clocks it finds by themselves.
    Tick,
}

struct Sent {
    who: Who,
    login: &'static str,
    order: Id,
    at_work: bool,
}

#[derive(Default)]
struct Case {
    number: String,
    sent: Vec<Sent>,
    arrived: BTreeMap<Id, Time>,
}

/// A station being played.
pub(crate) struct Play<'a> {
    db: &'a Db,
    clock: &'a Clock,
    staff: &'a Staff,
    roster: Roster,
    cases: Vec<Case>,
    /// How many orders everybody is at work on.
    load: BTreeMap<Id, usize>,
    /// When the next clock is due.
    due: Cell<Option<Time>>,
}

impl<'a> Play<'a> {
    pub(crate) fn new(db: &'a Db, clock: &'a Clock, staff: &'a Staff, roster: Roster) -> Play<'a> {
        Play {
            db,
            clock,
            staff,
            roster,
            cases: Vec::new(),
            load: BTreeMap::new(),
            due: Cell::new(None),
        }
    }

    /// Plays every script from `from` until the evening; `progress` hears how far of how much.
    pub(crate) fn run(
        &mut self,
        scripts: Vec<Script>,
        from: Time,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Fault> {
        self.cases = scripts.iter().map(|_| Case::default()).collect();
        let tasks = self.tasks(scripts, from);
        let all = tasks.len() as u64;
        for (done, (at, task)) in (1..).zip(tasks) {
            self.pass(from, at)?;
            match task {
                Task::Tick => self.look()?,
                Task::TakePost(seat, login) => self.take_post(seat, login)?,
                Task::Roster(week) => self.write_roster(week)?,
                Task::Renew(until) => self.renew(until)?,
                Task::Step(case, step) => {
                    let told = format!("{step:?}");
                    let number = self.cases[case].number.clone();
                    let wrong = |fault: Fault| Fault::internal(format!("{number} {told}: {fault}"));
                    self.step(case, step, at).map_err(wrong)?;
                }
            }
            if done % 100 == 0 || done == all {
                progress(done, all);
            }
        }
        Ok(())
    }

    fn act<T: Send + 'static>(
        &self,
        actor: &Actor,
        run: impl Fn(&mut Tx<'_>, &Actor) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let actor = actor.clone();
        let (answer, due) = self.db.write_now(actor.station, move |tx| {
            let answer = run(tx, &actor)?;
            Ok((answer, matters::next_due(tx)?))
        })?;
        self.due.set(due);
        Ok(answer)
    }

    /// One act on the incident's number.
    fn touch(
        &self,
        case: usize,
        actor: &Actor,
        run: impl Fn(&mut Tx<'_>, &Actor, &str) -> Result<Matter, Fault> + Send + 'static,
    ) -> Result<(), Fault> {
        let number = self.cases[case].number.clone();
        self.act(actor, move |tx, actor| run(tx, actor, &number).map(|_| ()))
    }

    fn desk(&self, at: Time) -> Result<&'a Actor, Fault> {
        self.staff.actor(self.roster.desk(at))
    }

    fn leader(&self, at: Time) -> Result<&'a Actor, Fault> {
        self.staff.actor(self.roster.leader(at))
    }

    fn lead(&self, case: usize) -> Result<&'a Actor, Fault> {
        let mut sent = self.cases[case].sent.iter();
        let lead = sent.find(|sent| sent.who == Who::Lead).ok_or(Fault::NotFound)?;
        self.staff.actor(lead.login)
    }

    fn step(&mut self, case: usize, step: Step, at: Time) -> Result<(), Fault> {
        let desk = self.desk(at)?;
        match step {
            Step::Log(log) => self.log(case, desk, *log),
            Step::SignForStation => self.touch(case, desk, incidents::sign_for_station),
            Step::Dispatch(named, alone) => self.dispatch(case, desk, named, alone),
            Step::Stamp(who, stamp) => self.stamp(case, who, stamp, at, None),
            Step::Enter(who, stamp, ago) => {
                let then = at.plus_seconds(-ago);
                self.stamp(case, who, stamp.at(Some(then)), then, Some(desk))
            }
            Step::Correct(who, earlier_s) => self.correct(case, who, desk, earlier_s),
            Step::GiveBack(code, why) => self.give_back(case, code, why),
            Step::Telephone(answer) => self.telephone(case, desk, answer),
            Step::CallAssistant => {
                self.touch(case, self.lead(case)?, incidents::call_assistant)?;
                self.note_sent(case, desk)
            }
            Step::DeclareSafe => self.touch(case, self.lead(case)?, |tx, actor, number| {
                incidents::declare_safe(tx, actor, number, None)
            }),
            Step::Bring(role, heads) => self.bring(case, role, heads),
            Step::Progress(words) => self.progress(case, words),
            Step::Outcome(outcome) => self.outcome(case, *outcome),
            Step::SendBack(why) => self.touch(case, self.leader(at)?, move |tx, actor, number| {
                incidents::send_back(tx, actor, number, why)
            }),
            Step::Close(kind, result) => self.close(case, at, kind, result),
            Step::Merge(master) => self.merge(case, desk, master),
            Step::Withdraw(why) => self.touch(case, desk, move |tx, actor, number| {
                incidents::withdraw(tx, actor, number, why)
            }),
            Step::Confirm => self.touch(case, self.leader(at)?, incidents::confirm),
            Step::Entry => {
                let number = self.cases[case].number.clone();
                self.act(desk, move |tx, actor| incidents::enter(tx, actor, &number))
            }
            Step::Revisit(score, wrong) => self.revisit(case, desk, score, wrong),
            Step::Note(by, text) => self.note(case, by, text, at),
            Step::Urge(text) => self.urge(case, self.leader(at)?, text),
            Step::Answer(text) => self.answer(case, desk, text),
            Step::Silence => {
                let number = self.cases[case].number.clone();
                self.act(desk, move |tx, actor| incidents::silence(tx, actor, &number))
            }
        }
    }

    fn log(&mut self, case: usize, desk: &Actor, log: Log) -> Result<(), Fault> {
        let from_branch = log.source == "110";
        let actor = if from_branch { self.staff.actor("gateway")? } else { desk };
        let act = move |tx: &mut Tx<'_>, actor: &Actor| incidents::log(tx, actor, &log);
        self.cases[case].number = self.act(actor, act)?.number;
        Ok(())
    }

    fn dispatch(
        &mut self,
        case: usize,
        desk: &Actor,
        named: &'static [&'static str],
        alone: Option<&'static str>,
    ) -> Result<(), Fault> {
        let number = self.cases[case].number.clone();
        let named = named.iter().map(|login| Ok(self.staff.actor(login)?.account));
        let named: Vec<Id> = named.collect::<Result<_, Fault>>()?;
        let mut load = self.load.clone();
        for gone in self.cases[case].sent.iter().filter(|sent| !sent.at_work) {
            // Whoever gave the order back is asked last.
            *load.entry(self.staff.actor(gone.login)?.account).or_default() += 100;
        }
        self.act(desk, move |tx, actor| {
            let (matter, ..) = matters::load_for(tx, actor, &incidents::READ, &number)?;
            let receivers = if named.is_empty() {
                chosen(&incidents::propose(tx, &matter)?.people, &load)
            } else {
                named.clone()
            };
            let order = Dispatch { receivers, police_only: alone.map(str::to_owned), at: None };
            incidents::dispatch(tx, actor, &number, &order)
        })?;
        self.note_sent(case, desk)
    }

    /// Takes down who has an order now that had none before.
    fn note_sent(&mut self, case: usize, desk: &Actor) -> Result<(), Fault> {
        let (number, reader) = (self.cases[case].number.clone(), desk.clone());
        let orders =
            self.db.read_now(desk.station, move |tx| incidents::receivers(tx, &reader, &number))?;
        let known: Vec<Id> = self.cases[case].sent.iter().map(|sent| sent.order).collect();
        for (order, receiver) in orders.into_iter().filter(|(order, _)| !known.contains(order)) {
            let login = self.staff.login(|actor| Some(actor.account) == receiver)?;
            let actor = self.staff.actor(login)?;
            let has_lead = self.cases[case].sent.iter().any(|sent| sent.who == Who::Lead);
            let who = match (actor.is(Role::Assistant), actor.is(Role::Officer), has_lead) {
                (true, ..) => Who::Assistant,
                (false, true, false) => Who::Lead,
                (false, true, true) => Who::Second,
                (false, false, _) => Who::Auxiliary,
            };
            self.cases[case].sent.push(Sent { who, login, order, at_work: true });
            *self.load.entry(actor.account).or_default() += 1;
        }
        Ok(())
    }
}

/// As many of each role as the plan chooses; officers and auxiliaries by who has least to do.
fn chosen(people: &[Proposed], load: &BTreeMap<Id, usize>) -> Vec<Id> {
    let mut list = Vec::new();
    for role in [Role::Officer, Role::Auxiliary, Role::Assistant] {
        let here = || people.iter().filter(move |person| person.role == role);
        let wanted = here().filter(|person| person.chosen).count();
        let mut free: Vec<&Proposed> = here().filter(|person| !person.sent).collect();
        let load_of = |person: &Proposed| load.get(&person.account).copied().unwrap_or_default();
        free.sort_by_key(|person| (load_of(person), !person.near));
        list.extend(free.iter().take(wanted).map(|person| person.account));
    }
    list
}
