//! The simulator: a small station's evenings out of random acts by random people in random order.
//! After each act it asks whether everything that must hold still holds.

mod check;
mod choice;
mod command;
mod life;
mod office;
mod oracle;
mod town;

pub use check::check_house;

use crate::tick::tick;
use base::{Actor, Chance, Clock, Fault};
use check::Watcher;
use command::Command;
use db::{Broken, Db, broken};
use std::fmt;
use town::{Person, Town};

/// The station that is played.
const STATION: i64 = 1;
/// So many answered commands are remembered, to be sent again.
const REMEMBERED: usize = 40;
/// Acts between two looks at every open matter, and at every matter there ever was.
const SWEEPS: [usize; 2] = [50, 1_000];

/// How closely each act is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckLevel {
    /// What the act touched; everything now and then and at the end.
    Touched,
    /// Everything after each act.
    Whole,
}

/// What was played.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// How many acts were tried, repetitions among them.
    pub acts: usize,
    /// How many changed something.
    pub done: usize,
    /// How many were refused, as they should be.
    pub refused: usize,
    /// How many were repetitions and found the first answer.
    pub repeated: usize,
    /// How many incidents there were, and how many of them were closed.
    pub incidents: (usize, usize),
}

/// What does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// After which act.
    pub act: usize,
    /// What does not hold.
    pub description: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "act {} of seed {}: {}", self.act, self.seed, self.description)?;
        let acts = self.act + 1;
        write!(f, "again: cargo run --release -- simulate --seed {} --acts {acts}", self.seed)
    }
}

impl std::error::Error for Failure {}

/// How one command ended.
#[derive(Debug)]
enum Answer {
    Done(String),
    Refused(Fault),
}

/// A command that was answered under its key.
#[derive(Clone, Debug)]
struct Sent {
    key: String,
    person: usize,
    command: Command,
    answer: String,
}

/// Plays so many acts in a new station of an empty database, whose clock is held by hand.
///
/// # Errors
/// The first thing that does not hold, with the act after which it does not.
pub fn simulate(
    db: &Db,
    clock: &Clock,
    seed: u64,
    acts: usize,
    check: CheckLevel,
) -> Result<Report, Failure> {
    let fail = |act: usize, description: String| Failure { seed, act, description };
    let town = town::found(db).map_err(|fault| fail(0, fault.to_string()))?;
    let watcher = Watcher::new(db, &town).map_err(|why| fail(0, why))?;
    let report = Report { acts: 0, done: 0, refused: 0, repeated: 0, incidents: (0, 0) };
    let chance = Chance::seeded(seed);
    let sent = Vec::new();
    let mut play = Evening { db, clock, town, watcher, chance, sent, report };
    for act in 0..acts {
        play.act(act, check).map_err(|why| fail(act, why))?;
    }
    play.watcher.sweep_all().and_then(|()| play.watcher.verify()).map_err(|why| fail(acts, why))?;
    play.report.incidents = play.town.count();
    Ok(play.report)
}

/// An evening being played.
struct Evening<'a> {
    db: &'a Db,
    clock: &'a Clock,
    town: Town,
    watcher: Watcher<'a>,
    chance: Chance,
    sent: Vec<Sent>,
    report: Report,
}

impl Evening<'_> {
    fn act(&mut self, act: usize, check: CheckLevel) -> Result<(), String> {
        self.pass_time()?;
        self.report.acts += 1;
        match self.chance.below(100) {
            0..6 => self.again()?,
            6..9 => self.with_a_stolen_key()?,
            _ => self.new_command(act)?,
        }
        if check == CheckLevel::Whole || act % SWEEPS[1] == SWEEPS[1] - 1 {
            return self.watcher.sweep_all();
        }
        if act % SWEEPS[0] == SWEEPS[0] - 1 { self.watcher.sweep_open() } else { Ok(()) }
    }

    /// Seconds mostly, now and then hours; then the station's job looks at its clocks.
    fn pass_time(&mut self) -> Result<(), String> {
        let seconds = match self.chance.below(1_000) {
            0..650 => self.chance.below(45),
            650..975 => self.chance.below(500),
            975..997 => self.chance.below(7_200),
            _ => 8 * 3_600 + self.chance.below(7_200),
        };
        self.clock.advance(seconds as i64);
        let (watcher, mut wrong) = (&mut self.watcher, None);
        let ticked = tick(self.db, &self.town.system, &mut |what| {
            wrong = wrong.take().or(watcher.after_job(what).err());
        });
        ticked.map_err(|fault| format!("the station's job: {fault}"))?;
        wrong.map_or(Ok(()), Err)?;
        self.watcher.standing()
    }

    fn new_command(&mut self, act: usize) -> Result<(), String> {
        let duty = self.db.read_now(STATION, people::list_on_duty).map_err(said)?;
        let (person, command) = choice::choose(&self.town, &duty, self.clock, &mut self.chance);
        let key = format!("{act:08}");
        let answer = match self.chance.below(100) {
            // The reply is lost on its way; the same key is sent again, and answered alike.
            0..5 => {
                let first = self.run(person, &key, &command)?;
                self.judge(person, &command, &first)?;
                let second = self.run(person, &key, &command)?;
                self.report.acts += 1;
                self.alike(&command, &first, &second)?;
                first
            }
            // One click becomes two requests at the same moment.
            5..9 => {
                let answer = self.twice_at_once(person, &key, &command)?;
                self.judge(person, &command, &answer)?;
                answer
            }
            _ => {
                let answer = self.run(person, &key, &command)?;
                self.judge(person, &command, &answer)?;
                answer
            }
        };
        if let Answer::Done(answer) = answer {
            self.town.note(self.db, person, &command, &answer)?;
            self.remember(Sent { key, person, command, answer });
        }
        Ok(())
    }

    fn remember(&mut self, sent: Sent) {
        if self.sent.len() == REMEMBERED {
            self.sent.remove(0);
        }
        self.sent.push(sent);
    }

    fn run(&self, person: usize, key: &str, command: &Command) -> Result<Answer, String> {
        answered(command, self.send(person, key, command))
    }

    /// As the edge does it: where a unique key stood in the way, the other request has been
    /// answered by now, or the act sees what is there.
    fn send(&self, person: usize, key: &str, command: &Command) -> Result<String, Fault> {
        let actor = &self.town.people[person];
        let once = || self.db.write_now(STATION, request(actor, key, command));
        match once() {
            Err(fault) if matches!(broken(&fault), Some(Broken::Unique(_))) => once(),
            outcome => outcome,
        }
    }

    /// Two equal requests at once: one does it, the other is told the same.
    fn twice_at_once(&self, person: usize, key: &str, command: &Command) -> Result<Answer, String> {
        let send = || self.send(person, key, command);
        let (first, second) = std::thread::scope(|scope| {
            let other = scope.spawn(send);
            (send(), other.join())
        });
        let second = second.map_err(|_| "a request panicked".to_owned())?;
        let (first, second) = (answered(command, first)?, answered(command, second)?);
        self.alike(command, &first, &second)?;
        Ok(first)
    }

    fn alike(&self, command: &Command, first: &Answer, second: &Answer) -> Result<(), String> {
        match (first, second) {
            (Answer::Done(first), Answer::Done(second)) if first == second => Ok(()),
            (Answer::Refused(first), Answer::Refused(second))
                if first.to_string() == second.to_string() =>
            {
                Ok(())
            }
            _ => Err(format!("{command:?}: first {first:?}, then {second:?}")),
        }
    }

    /// Whether the command ended as it had to, and what it left behind.
    fn judge(&mut self, person: usize, command: &Command, answer: &Answer) -> Result<(), String> {
        let who = &self.town.people[person];
        match answer {
            Answer::Done(_) => {
                self.report.done += 1;
                if let Some(why) = oracle::must_refuse(&self.town, who, command) {
                    return Err(format!("{} did {command:?}, though {why}", who.login));
                }
                self.watcher.after_command(command)
            }
            Answer::Refused(fault) => {
                self.report.refused += 1;
                let told = || format!("{} {command:?} was refused ({fault}), but: ", who.login);
                self.watcher.unchanged().map_err(|why| told() + &why)
            }
        }
        .map_err(|why| format!("after {} {command:?}: {why}", self.town.people[person].login))
    }

    /// A click that comes again long after it was answered.
    fn again(&mut self) -> Result<(), String> {
        let Some(sent) = self.chance.pick(&self.sent).cloned() else { return Ok(()) };
        self.report.repeated += 1;
        match self.run(sent.person, &sent.key, &sent.command)? {
            Answer::Done(answer) if answer == sent.answer => self.watcher.unchanged(),
            other => Err(format!("{sent:?} came again and was told {other:?}")),
        }
    }

    /// Somebody else's key, or the same key for something else.
    fn with_a_stolen_key(&mut self) -> Result<(), String> {
        let Some(sent) = self.chance.pick(&self.sent).cloned() else { return Ok(()) };
        self.report.refused += 1;
        let thief = (sent.person + 1) % self.town.people.len();
        match self.run(thief, &sent.key, &sent.command)? {
            Answer::Refused(Fault::Conflict(_)) => self.watcher.unchanged(),
            other => Err(format!("a stolen key was answered {other:?}")),
        }
    }
}

fn said(fault: Fault) -> String {
    fault.to_string()
}

/// One request as the edge makes it: who it is now, then the act under its key.
fn request(
    person: &Person,
    key: &str,
    command: &Command,
) -> impl Fn(&mut db::Tx<'_>) -> Result<String, Fault> + Send + 'static {
    let (person, key, command) = (person.actor.clone(), key.to_owned(), command.clone());
    move |tx| {
        let actor: Actor = town::in_force(tx, &person)?;
        let asked = format!("{command:?}");
        journal::once(tx, &actor, &key, asked.as_bytes(), |tx| command.run(tx, &actor))
    }
}

/// A refusal is an answer; anything else that fails is a mistake.
fn answered(command: &Command, outcome: Result<String, Fault>) -> Result<Answer, String> {
    match outcome {
        Ok(answer) => Ok(Answer::Done(answer)),
        Err(fault @ (Fault::Internal(_) | Fault::Overloaded)) => {
            Err(format!("{command:?} failed: {fault}"))
        }
        Err(fault) => Ok(Answer::Refused(fault)),
    }
}
