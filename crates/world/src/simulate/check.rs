//! What must hold after each act, read through the rooms' own doors.

use super::command::Command;
use super::town::Town;
use super::{CheckLevel, STATION, said};
use crate::sql;
use crate::staff::actor;
use base::{Actor, Fault, Hand, Id, Role};
use db::{Db, Tx};
use journal::Entry;
use matters::{Matter, Reach};
use std::collections::BTreeSet;

/// What a finding says; reading may fail on its own.
type Found = Result<Result<(), String>, Fault>;

/// Remembers where the journal stood and what the board showed.
pub(crate) struct Watcher<'a> {
    db: &'a Db,
    observer: Actor,
    position: i64,
    board: String,
}

impl<'a> Watcher<'a> {
    pub(crate) fn new(db: &'a Db, town: &Town) -> Result<Watcher<'a>, String> {
        let observer = town.observer.clone();
        let mut watcher = Watcher { db, observer, position: 0, board: String::new() };
        let (position, board) = watcher.now()?;
        (watcher.position, watcher.board) = (position, board);
        Ok(watcher)
    }

    fn now(&self) -> Result<(i64, String), String> {
        let reach = Reach::of(&self.observer);
        let read = move |tx: &mut Tx<'_>| Ok((head(tx)?, format!("{:?}", board(tx, &reach)?)));
        self.db.read_now(STATION, read).map_err(said)
    }

    fn read(&self, look: impl Fn(&mut Tx<'_>) -> Found + Send + 'static) -> Result<(), String> {
        self.db.read_now(STATION, look).map_err(said)?
    }

    /// Nothing was written.
    pub(crate) fn unchanged(&mut self) -> Result<(), String> {
        let (position, board) = self.now()?;
        if position != self.position {
            return Err(format!("the journal went from {} to {position}", self.position));
        }
        if board != self.board {
            return Err("the board changed without a line in the journal".to_owned());
        }
        Ok(())
    }

    /// After a command that was done.
    pub(crate) fn after_command(&mut self, command: &Command) -> Result<(), String> {
        self.after(command.touches(), !matches!(command, Command::Reach), true)
    }

    /// After an act of the station's own job.
    pub(crate) fn after_job(&mut self, what: &str) -> Result<(), String> {
        let touched = if what == "return" { Some(0) } else { None };
        self.after(touched, true, false).map_err(|why| format!("after the job's {what}: {why}"))
    }

    /// `once`: each matter has one line at most. `settled`: no term has ended that the job has not
    /// looked at yet.
    fn after(&mut self, touched: Option<usize>, once: bool, settled: bool) -> Result<(), String> {
        let (before, reach) = (self.position, Reach::of(&self.observer));
        let look = move |tx: &mut Tx<'_>| {
            let lines = lines_after(tx, before)?;
            let found = lines_hold(tx, before, &lines, touched, once)?;
            if found.is_err() {
                return Ok(found);
            }
            let seated = seats_hold(tx, &reach, settled)?;
            if seated.is_err() {
                return Ok(seated);
            }
            for id in subjects(&lines) {
                let found = matter_holds(tx, id)?;
                if found.is_err() {
                    return Ok(found);
                }
            }
            Ok(Ok(()))
        };
        self.read(look)?;
        (self.position, self.board) = self.now()?;
        Ok(())
    }

    /// Nobody whose term has ended is in office without an alarm.
    pub(crate) fn standing(&self) -> Result<(), String> {
        self.read(|tx| {
            let alarms = matters::list_alarms(tx)?;
            let stray = people::list_expired(tx)?.into_iter().find(|id| !alarms.contains(id));
            Ok(stray.map_or(Ok(()), |id| Err(format!("{id} is in office after the term"))))
        })
    }

    /// Every open matter.
    pub(crate) fn sweep_open(&self) -> Result<(), String> {
        self.read(|tx| sweep(tx, sql::list_open))
    }

    /// Every matter there ever was.
    pub(crate) fn sweep_all(&self) -> Result<(), String> {
        self.read(|tx| sweep(tx, sql::list_matters))
    }

    /// The whole chain of the journal.
    pub(crate) fn verify(&self) -> Result<(), String> {
        self.read(|tx| {
            let found = journal::verify(tx, &[])?;
            Ok(found.map(|_| ()).map_err(|broken| format!("the journal: {broken}")))
        })
    }
}

/// Whether what a served `station` holds hangs together, in one consistent state: each line after
/// `after` with its matter's version and its event; what it touched and what is open, or every matter,
/// with its facts, seats and clocks. Gives where the journal ends.
///
/// # Errors
/// The first thing that does not hold.
pub fn check_house(db: &Db, station: i64, after: i64, level: CheckLevel) -> Result<i64, String> {
    let look = move |tx: &mut Tx<'_>| {
        let system = people::find_station(tx)?.system_id;
        let reach = Reach::of(&actor(station, system, "", (Role::Desk, None), Hand::System));
        let lines = lines_after(tx, after)?;
        let mut found = vec![
            lines_hold(tx, after, &lines, None, false)?,
            seats_hold(tx, &reach, false)?,
            match level {
                CheckLevel::Touched => sweep(tx, sql::list_open)?,
                CheckLevel::Whole => sweep(tx, sql::list_matters)?,
            },
        ];
        for id in subjects(&lines) {
            found.push(matter_holds(tx, id)?);
        }
        let wrong = found.into_iter().find_map(Result::err);
        Ok(wrong.map_or(Ok(head(tx)?), Err))
    };
    db.read_now(station, look).map_err(said)?
}

fn sweep(tx: &mut Tx<'_>, list: fn(&mut Tx<'_>) -> Result<Vec<Id>, Fault>) -> Found {
    for id in list(tx)? {
        let found = matter_holds(tx, id)?;
        if found.is_err() {
            return Ok(found);
        }
    }
    Ok(Ok(()))
}

fn head(tx: &mut Tx<'_>) -> Result<i64, Fault> {
    let last = journal::list_entries(tx, i64::MAX, 1)?;
    Ok(last.first().map_or(0, |entry| entry.position))
}

/// Everything open as the observer sees it.
fn board(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<Matter>, Fault> {
    matters::list_open(tx, reach)
}

fn lines_after(tx: &mut Tx<'_>, before: i64) -> Result<Vec<Entry>, Fault> {
    let count = head(tx)? - before;
    let mut lines = match count {
        0 => Vec::new(),
        _ => journal::list_entries(tx, i64::MAX, count)?,
    };
    lines.reverse();
    Ok(lines)
}

fn subjects(lines: &[Entry]) -> BTreeSet<Id> {
    lines.iter().filter(|line| line.subject == "matter").map(|line| line.subject_id).collect()
}

/// One line for each matter touched, its version and its event the same number.
fn lines_hold(
    tx: &mut Tx<'_>,
    before: i64,
    lines: &[Entry],
    touched: Option<usize>,
    once: bool,
) -> Found {
    let of_matters: Vec<&Entry> = lines.iter().filter(|line| line.subject == "matter").collect();
    let distinct = subjects(lines);
    if !(before + 1..).zip(lines).all(|(position, line)| position == line.position) {
        return Ok(Err(format!("lines after {before} have a gap")));
    }
    if once && of_matters.len() != distinct.len() {
        return Ok(Err(format!("{} lines for {} matters", of_matters.len(), distinct.len())));
    }
    if touched.is_some_and(|touched| touched != of_matters.len()) {
        return Ok(Err(format!("{} matters were touched, not {touched:?}", of_matters.len())));
    }
    if touched == Some(1) && lines.len() != 1 || lines.is_empty() && touched.is_some() {
        return Ok(Err(format!("{} lines for one act on one matter", lines.len())));
    }
    for line in &of_matters {
        let last = of_matters.iter().rfind(|other| other.subject_id == line.subject_id);
        let matter = matters::find_matter(tx, line.subject_id)?;
        let version = matter.map(|matter| matter.version);
        if version != last.map(|last| last.position) {
            return Ok(Err(format!("version {version:?} after line {}", line.position)));
        }
    }
    let events = notify::list_changes(tx, before, lines.len() as i64 + 1)?;
    let events: Vec<(i64, Id)> = events.iter().map(|e| (e.position, e.subject_id)).collect();
    let wanted: Vec<(i64, Id)> = of_matters.iter().map(|l| (l.position, l.subject_id)).collect();
    let alike = events == wanted;
    Ok(if alike { Ok(()) } else { Err(format!("events {events:?}, lines {wanted:?}")) })
}

/// The board is what is open; each has three different people in office, or in alarm.
fn seats_hold(tx: &mut Tx<'_>, reach: &Reach, settled: bool) -> Found {
    let open = board(tx, reach)?;
    let ids: Vec<Id> = open.iter().map(|matter| matter.id).collect();
    let wanted = sql::list_open(tx)?;
    if ids != wanted {
        return Ok(Err(format!("the board shows {}, {} are open", ids.len(), wanted.len())));
    }
    let people = people::list_people(tx)?;
    let valid: Vec<Id> = people::list_incumbents(tx)?.iter().map(|p| p.account).collect();
    let alarms = matters::list_alarms(tx)?;
    let sits = |id: Id| {
        let in_office = people.iter().any(|person| person.id == id && person.in_office);
        in_office && (!settled || valid.contains(&id) || alarms.contains(&id))
    };
    for matter in &open {
        let seats: Vec<Id> = [matter.watcher_id, matter.manager_id, matter.pusher_id]
            .into_iter()
            .flatten()
            .collect();
        let distinct: BTreeSet<Id> = seats.iter().copied().collect();
        if distinct.len() != 3 || !seats.iter().all(|id| sits(*id)) {
            return Ok(Err(format!("{} has the seats {seats:?}", matter.number)));
        }
    }
    let posts = people::find_posts(tx)?.ok_or(Fault::NotFound)?;
    let stray = [posts.watcher, posts.manager, posts.pusher].into_iter().find(|id| !sits(*id));
    Ok(stray.map_or(Ok(()), |id| Err(format!("a post is held by {id}"))))
}

/// The state and clock of a matter are those that follow from its facts.
fn matter_holds(tx: &mut Tx<'_>, id: Id) -> Found {
    let matter = matters::find_matter(tx, id)?.ok_or(Fault::NotFound)?;
    let (state, clock) = incidents::derived_state(tx, &matter)?;
    let wrong = |why: String| Ok(Err(format!("{}: {why}", matter.number)));
    if matter.state != state {
        return wrong(format!("says {}, its facts say {state}", matter.state));
    }
    if matter.clock.as_deref() != clock {
        return wrong(format!("runs {:?}, its state {state} wants {clock:?}", matter.clock));
    }
    let ended = matches!(state, "closed" | "recorded" | "withdrawn" | "merged");
    if matter.is_open == ended {
        return wrong(format!("is_open is {} in {state}", matter.is_open));
    }
    let seats = [matter.watcher_id, matter.manager_id, matter.pusher_id];
    if seats.iter().any(|seat| seat.is_some() == ended) {
        return wrong(format!("seats {seats:?} in {state}"));
    }
    let timers = matters::list_timers(tx, id)?;
    if ended && !timers.is_empty() {
        return wrong(format!("{} timers run after the end", timers.len()));
    }
    let own = timers.iter().filter(|timer| timer.subject_id.is_none());
    let stray = own.map(|timer| timer.rule.as_str()).find(|rule| Some(*rule) != clock);
    if let Some(rule) = stray {
        return wrong(format!("the timer {rule} runs in {state}"));
    }
    Ok(Ok(()))
}
