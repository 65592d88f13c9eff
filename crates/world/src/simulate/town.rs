//! The small station that is played, and what the simulator itself remembers of it.

use super::command::Command;
use super::office::Proposed;
use super::{STATION, said};
use crate::staff::actor;
use base::{Actor, Fault, Hand, Id, Role, Standing, Time};
use db::{Db, Tx};
use incidents::{Log, Stamp};
use people::{Appointment, NewAccount, NewShift, Posts};
use std::collections::BTreeMap;

/// One of the people who act.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) login: &'static str,
    pub(crate) role: Role,
    pub(crate) appointment: Id,
    pub(crate) actor: Actor,
}

/// An incident as the simulator remembers it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) number: String,
    /// Order and receiver.
    pub(crate) orders: Vec<(Id, Id)>,
    /// Orders that are done or came back.
    pub(crate) ended: Vec<Id>,
    /// The stamps that were set.
    pub(crate) stamps: Vec<(Id, Stamp)>,
    /// Who fed back.
    pub(crate) authors: Vec<Id>,
    pub(crate) is_open: bool,
    pub(crate) is_dangerous: bool,
    /// Whether an officer has to say which road of the law it took, as far as it can be told.
    pub(crate) asks_road: bool,
    /// Urge and who must answer.
    pub(crate) urges: Vec<(Id, Id)>,
    /// Who withdrew it, while a leader has not looked at it.
    pub(crate) withdrawn_by: Option<Id>,
    /// Hand-overs that have not ended, and whether each was accepted.
    pub(crate) handed: Vec<(Id, bool)>,
}

/// The station.
#[derive(Debug)]
pub(crate) struct Town {
    pub(crate) people: Vec<Person>,
    pub(crate) system: Actor,
    /// Sees everything, does nothing.
    pub(crate) observer: Actor,
    pub(crate) villages: Vec<Id>,
    pub(crate) places: Vec<Id>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) shifts: Vec<Id>,
    pub(crate) referrals: Vec<Id>,
    pub(crate) revisits: Vec<Id>,
    pub(crate) proposals: Vec<Proposed>,
    /// Appointments that were suspended.
    pub(crate) suspended: Vec<Id>,
    /// Until when appointments last, where that was changed.
    pub(crate) terms: BTreeMap<Id, Time>,
    pub(crate) emergencies: Vec<Id>,
}

const PEOPLE: [(&str, Role, Option<usize>); 18] = [
    ("chief", Role::Chief, None),
    ("leader", Role::Leader, None),
    ("leader_2", Role::Leader, None),
    ("desk", Role::Desk, None),
    ("desk_2", Role::Desk, None),
    ("officer", Role::Officer, Some(0)),
    ("officer_2", Role::Officer, None),
    ("officer_3", Role::Officer, None),
    ("auxiliary", Role::Auxiliary, None),
    ("auxiliary_2", Role::Auxiliary, None),
    ("assistant", Role::Assistant, Some(0)),
    ("assistant_2", Role::Assistant, Some(1)),
    ("village", Role::Village, Some(0)),
    ("street", Role::Street, None),
    ("auditor", Role::Auditor, None),
    ("gateway", Role::Gateway, None),
    ("system_admin", Role::SystemAdmin, None),
    ("security_admin", Role::SecurityAdmin, None),
];

/// Founds the station.
pub(crate) fn found(db: &Db) -> Result<Town, Fault> {
    db.write_now(STATION, |tx| {
        let station = people::Station {
            code: "sim".to_owned(),
            name: "模拟派出所".to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            demo: true,
            network: people::NetworkZone::Police,
        };
        let system = people::open_station(tx, &station)?;
        incidents::add_defaults(tx)?;
        analysis::add_defaults(tx)?;
        let villages = vec![
            people::add_village(tx, 1, "十里铺村", "0,0 900,0 900,600 0,600")?,
            people::add_village(tx, 2, "示例二村", "900,0 1800,0 1800,600 900,600")?,
        ];
        let places = add_places(tx, &villages)?;
        let people = appoint(tx, &system, &villages)?;
        let account = |login: &str| {
            let person = people.iter().find(|person| person.login == login);
            person.map(|person| person.actor.account).ok_or(Fault::NotFound)
        };
        let posts = Posts {
            watcher: account("desk")?,
            manager: account("officer")?,
            pusher: account("leader")?,
        };
        people::set_posts(tx, posts)?;
        let observer = actor(STATION, system.account, "", (Role::Desk, None), Hand::System);
        let (seen, shifts, referrals, revisits) = Default::default();
        let (proposals, suspended, terms, emergencies) = Default::default();
        Ok(Town {
            people,
            system,
            observer,
            villages,
            places,
            seen,
            shifts,
            referrals,
            revisits,
            proposals,
            suspended,
            terms,
            emergencies,
        })
    })
}

fn add_places(tx: &mut Tx<'_>, villages: &[Id]) -> Result<Vec<Id>, Fault> {
    let mut places = Vec::new();
    for (number, village_id) in (1..).zip(villages.iter().cycle().take(6)) {
        let id = tx.new_id();
        let place = premises::Place {
            id,
            village_id: *village_id,
            kind: premises::PlaceKind::Shop,
            name: format!("{number}号店"),
            lane: "前街".to_owned(),
            house: format!("{number}号"),
            x_m: number * 40,
            y_m: number * 30,
            tenant_households: 0,
        };
        premises::add_place(tx, &place)?;
        places.push(id);
    }
    Ok(places)
}

fn appoint(tx: &mut Tx<'_>, system: &Actor, villages: &[Id]) -> Result<Vec<Person>, Fault> {
    let mut people = Vec::new();
    for (login, role, village) in PEOPLE {
        let village_id = village.and_then(|index| villages.get(index).copied());
        let account = NewAccount { login: login.to_owned(), name: login.to_owned() };
        let account_id = people::add_account(tx, system, &account)?;
        let row = Appointment::from_now(tx, account_id, role, village_id);
        let appointment = row.id;
        people::add_appointment(tx, system, &row)?;
        let hand = if role == Role::Gateway { Hand::Device } else { Hand::Own };
        let actor = actor(STATION, account_id, login, (role, village_id), hand);
        people.push(Person { login, role, appointment, actor });
    }
    let chief = people[0].actor.clone();
    let works = |person: &&Person| {
        matches!(person.role, Role::Officer | Role::Auxiliary | Role::Assistant | Role::Desk)
    };
    for person in people.iter().filter(works) {
        let shift = NewShift {
            account: person.actor.account,
            role: person.role,
            village: None,
            starts: tx.now(),
            ends: tx.now().plus_seconds(12 * 3_600),
            kind: people::ShiftKind::Duty,
        };
        people::add_shift(tx, &chief, &shift)?;
    }
    Ok(people)
}

/// The actor with the standings in force at this moment.
pub(crate) fn in_force(tx: &mut Tx<'_>, actor: &Actor) -> Result<Actor, Fault> {
    let now = tx.now();
    let holds = |a: &Appointment| {
        a.account_id == actor.account
            && a.suspended_at.is_none()
            && a.valid_from <= now
            && a.valid_until.is_none_or(|until| until > now)
    };
    let held = people::list_appointments(tx)?.into_iter().filter(holds);
    let standings = held.map(|a| Standing { role: a.role, village: a.village_id }).collect();
    Ok(Actor { standings, ..actor.clone() })
}

impl Town {
    /// Whether an appointment gives rights at this moment, as far as it was changed here.
    pub(crate) fn stands(&self, appointment: Id, now: Time) -> bool {
        let has_ended = self.terms.get(&appointment).is_some_and(|until| *until <= now);
        !has_ended && !self.suspended.contains(&appointment)
    }

    /// Whoever has this account.
    pub(crate) fn person(&self, account: Id) -> Option<&Person> {
        self.people.iter().find(|person| person.actor.account == account)
    }

    /// The incident of this number.
    pub(crate) fn find(&self, number: &str) -> Option<&Seen> {
        self.seen.iter().rfind(|seen| seen.number == number)
    }

    /// The incident and the receiver of this order.
    pub(crate) fn find_order(&self, order: Id) -> Option<(&Seen, Id)> {
        self.seen.iter().rev().find_map(|seen| {
            let found = seen.orders.iter().find(|(id, _)| *id == order)?;
            Some((seen, found.1))
        })
    }

    /// All incidents, and the closed ones.
    pub(crate) fn count(&self) -> (usize, usize) {
        (self.seen.len(), self.seen.iter().filter(|seen| !seen.is_open).count())
    }

    fn find_mut(&mut self, number: &str) -> Option<&mut Seen> {
        self.seen.iter_mut().rfind(|seen| seen.number == number)
    }

    /// Remembers what a command has done.
    pub(crate) fn note(
        &mut self,
        db: &Db,
        person: usize,
        command: &Command,
        answer: &str,
    ) -> Result<(), String> {
        let me = self.people[person].actor.account;
        match command {
            Command::Log(log) => self.note_log(log, answer),
            Command::Dispatch(number, ..) | Command::CallAssistant(number) => {
                let (number, reader) = (number.clone(), self.observer.clone());
                let asked = number.clone();
                let read = move |tx: &mut Tx<'_>| incidents::receivers(tx, &reader, &asked);
                let orders = db.read_now(STATION, read).map_err(said)?;
                let pair = |(order, account)| Some((order, account?));
                let orders = orders.into_iter().filter_map(pair).collect();
                if let Some(seen) = self.find_mut(&number) {
                    seen.orders = orders;
                }
            }
            Command::GiveBack(order, _) | Command::Telephone(order, "cannot_come") => {
                self.change_order(*order, |seen| seen.ended.push(*order));
            }
            Command::Stamp(order, stamp) => {
                let stamp = stamp.at(None);
                self.change_order(*order, |seen| {
                    seen.stamps.push((*order, stamp));
                    if matches!(stamp, Stamp::CLEARED | Stamp::BY_TELEPHONE) {
                        seen.ended.push(*order);
                    }
                });
            }
            Command::Close(number, kind, _) => {
                self.note_kind(number, Some(kind));
                self.change(number, |seen| seen.is_open = false);
            }
            Command::DeclareSafe(number) => self.change(number, |seen| seen.is_dangerous = false),
            Command::Progress(number) => self.change(number, |seen| seen.authors.push(me)),
            Command::Outcome(number, outcome) => {
                self.note_kind(number, outcome.kind.as_deref());
                self.change(number, |seen| seen.authors.push(me));
            }
            Command::Classify(number, kind, _) => self.note_kind(number, Some(kind)),
            Command::Urge(number, ..) => self.note_urge(db, number, answer)?,
            Command::Life(life) => self.note_life(me, life, answer)?,
            Command::Office(office) => self.note_office(me, office, answer)?,
            Command::SetTerm(appointment, until) => {
                self.terms.insert(*appointment, *until);
            }
            Command::AddShift(..) => {
                self.shifts.push(answer.parse().map_err(|()| format!("no shift: {answer}"))?);
            }
            _ => {}
        }
        Ok(())
    }

    /// What once was an offence says its road, whatever it is called later.
    fn note_kind(&mut self, number: &str, kind: Option<&str>) {
        let offence = kind.is_some_and(super::oracle::is_offence);
        self.change(number, |seen| seen.asks_road |= offence);
    }

    fn note_log(&mut self, log: &Log, answer: &str) {
        let grave = ["weapon", "injury", "minor", "domestic_violence"];
        let danger = ["weapon", "injury", "drink", "domestic_violence"];
        let is_dangerous = log.flags.iter().any(|flag| danger.contains(&flag.as_str()));
        self.seen.push(Seen {
            number: answer.to_owned(),
            orders: Vec::new(),
            ended: Vec::new(),
            stamps: Vec::new(),
            authors: Vec::new(),
            is_open: true,
            is_dangerous,
            asks_road: log.flags.iter().any(|flag| grave.contains(&flag.as_str()))
                || log.kind.as_deref().is_some_and(super::oracle::is_offence),
            urges: Vec::new(),
            withdrawn_by: None,
            handed: Vec::new(),
        });
    }

    fn note_urge(&mut self, db: &Db, number: &str, answer: &str) -> Result<(), String> {
        let urge: Id = answer.parse().map_err(|()| format!("no urge: {answer}"))?;
        let (asked, reader) = (number.to_owned(), self.observer.clone());
        let read = move |tx: &mut Tx<'_>| {
            let (matter, ..) = matters::load_for(tx, &reader, &matters::URGE, &asked)?;
            matters::list_urges(tx, matter.id)
        };
        let waiting = db.read_now(STATION, read).map_err(said)?;
        let to = waiting.iter().find(|row| row.id == urge).map(|row| row.to_id);
        let to = to.ok_or_else(|| format!("the urge {urge} is not listed"))?;
        self.change(number, |seen| seen.urges.push((urge, to)));
        Ok(())
    }

    fn change_order(&mut self, order: Id, change: impl FnOnce(&mut Seen)) {
        let mut all = self.seen.iter_mut().rev();
        if let Some(seen) = all.find(|seen| seen.orders.iter().any(|(id, _)| *id == order)) {
            change(seen);
        }
    }

    pub(super) fn change(&mut self, number: &str, change: impl FnOnce(&mut Seen)) {
        if let Some(seen) = self.find_mut(number) {
            change(seen);
        }
    }
}
