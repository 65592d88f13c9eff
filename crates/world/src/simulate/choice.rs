//! Draws the next command and who gives it: mostly somebody who may, now and then anybody.

mod call;

use super::command::Command;
use super::life::{self, Life};
use super::office;
use super::oracle;
use super::town::{Person, Seen, Town};
use base::{Chance, Clock, Id, Role};
use incidents::{Outcome, Stamp};
use matters::UrgeLevel;
use people::{OnDuty, Seat};

const KINDS: [&str; 10] =
    ["JF-01", "JF-02", "JF-03", "ZA-01", "ZA-05", "QZ-02", "XS-06", "HZ-02", "JT-01", "WD"];
const FLAGS: [&str; 6] = ["weapon", "injury", "drink", "domestic_violence", "minor", "secret"];
const STAMPS: [(Stamp, f64); 5] = [
    (Stamp::SIGNED, 3.0),
    (Stamp::SET_OUT, 2.5),
    (Stamp::ARRIVED, 3.0),
    (Stamp::CLEARED, 4.0),
    (Stamp::BY_TELEPHONE, 0.7),
];
const RESULTS: [&str; 5] = ["R01", "R02", "R05", "R06", "R08"];

/// What is drawn, with its weight; an evening with much open gets fewer calls.
const WEIGHTS: [f64; 30] = [
    7.0, 2.0, 9.0, 1.5, 1.0, // log, sign for the station, dispatch, call the assistant, safe
    30.0, 1.5, 1.5, 1.5, 1.0, // stamp, correct, give back, telephone, bring
    1.0, 0.7, 0.7, 2.0, 9.0, // reach, silence an order, silence, progress, outcome
    9.0, 1.5, 2.0, 0.5, 1.5, // close, send back, classify or relocate, uncover, note
    1.0, 1.0, 1.5, 1.0, 0.6, // urge, answer, take a post, leave, return
    1.0, 2.5, 0.5,  // term, add a shift, cancel one
    14.0, // the rest of an incident's life
    4.0,  // offices and rights
];

struct Draw<'a> {
    town: &'a Town,
    duty: &'a [OnDuty],
    clock: &'a Clock,
    chance: &'a mut Chance,
}

/// The next command, and the index of whoever gives it.
pub(crate) fn choose(
    town: &Town,
    duty: &[OnDuty],
    clock: &Clock,
    chance: &mut Chance,
) -> (usize, Command) {
    let mut draw = Draw { town, duty, clock, chance };
    let short = draw.shortage();
    let mut weights = WEIGHTS;
    if town.seen.iter().filter(|seen| seen.is_open).count() > 12 {
        weights[0] = 1.0;
    }
    let command = match short {
        Some(command) => command,
        None if draw.chance.happens(0.55) => draw.next_step(),
        None => {
            let index = draw.chance.weighted(&weights);
            draw.command(index)
        }
    };
    (draw.giver(&command), command)
}

impl Draw<'_> {
    /// A shift where nobody of a kind is on duty.
    fn shortage(&mut self) -> Option<Command> {
        if !self.chance.happens(0.2) {
            return None;
        }
        let needed = [(Role::Officer, 2), (Role::Auxiliary, 1), (Role::Assistant, 1)];
        let here = |role: Role| self.duty.iter().filter(|person| person.role == role).count();
        let (role, _) = needed.into_iter().find(|(role, count)| here(*role) < *count)?;
        // Without standing there are no shifts; mostly that is known to whoever makes the roster.
        let (known, now) = (self.chance.happens(0.9), self.clock.now());
        let stands =
            |p: &&Person| p.role == role && (!known || self.town.stands(p.appointment, now));
        let people: Vec<Id> =
            self.town.people.iter().filter(stands).map(|p| p.actor.account).collect();
        let account = self.chance.pick(&people).copied()?;
        let hours = 8 + self.chance.below(9) as i64;
        Some(Command::AddShift(account, role, now, now.plus_seconds(hours * 3_600)))
    }

    fn is_officer(&self, account: Id) -> bool {
        self.town.person(account).is_some_and(|person| person.role == Role::Officer)
    }

    /// What an incident needs next; a new call where nothing is open.
    fn next_step(&mut self) -> Command {
        let open: Vec<&Seen> = self.town.seen.iter().filter(|seen| seen.is_open).collect();
        let calls = if open.len() > 12 { 0.02 } else { 0.12 };
        // Some files wait for what nobody here does; they must not hold up the others.
        let newest =
            open.len().saturating_sub(if self.chance.happens(0.7) { 8 } else { open.len() });
        let open = &open[newest..];
        let seen = self.chance.pick(open).copied().filter(|_| !self.chance.happens(calls));
        let Some(seen) = seen else { return Command::Log(self.log()) };
        if let Some(life) = life::next_step(seen)
            && self.chance.happens(0.6)
        {
            return Command::Life(life);
        }
        // Files are closed while the assistant's order still runs.
        let police_only = self.chance.happens(0.4);
        let live = |order: &&(Id, Id)| {
            let assistant = self.town.person(order.1).is_some_and(|p| p.role == Role::Assistant);
            !(seen.ended.contains(&order.0) || police_only && assistant)
        };
        let live: Vec<Id> = seen.orders.iter().filter(live).map(|order| order.0).collect();
        let served = seen.orders.iter().any(|(id, account)| {
            self.is_officer(*account) && seen.stamps.iter().any(|(order, _)| order == id)
        });
        let number = seen.number.clone();
        match (self.chance.pick(&live).copied(), served, seen.authors.is_empty()) {
            (Some(order), ..) => {
                let steps = [Stamp::SIGNED, Stamp::SET_OUT, Stamp::ARRIVED, Stamp::CLEARED];
                let set = |stamp: &Stamp| seen.stamps.contains(&(order, *stamp));
                let next = steps.iter().rposition(set).map_or(0, |last| last + 1);
                Command::Stamp(order, steps[next.min(3)])
            }
            (None, false, _) if seen.orders.is_empty() && self.chance.happens(0.15) => {
                Command::SignForStation(number)
            }
            (None, true, true) => Command::Outcome(number, self.outcome()),
            (None, true, false) if self.chance.happens(0.5) => {
                let item = 1 + self.chance.below(4) as i64;
                Command::Life(Life::Check(number, item, true))
            }
            (None, true, false) => Command::Close(number, self.one(&KINDS), self.one(&RESULTS)),
            (None, false, _) => {
                let of = |role: Role| self.duty.iter().filter(move |p| p.role == role);
                let officers: Vec<Id> = of(Role::Officer).map(|p| p.account_id).collect();
                let others = of(Role::Auxiliary).chain(of(Role::Assistant));
                let others: Vec<Id> = others.map(|p| p.account_id).collect();
                let mut receivers: Vec<Id> =
                    self.chance.pick(&officers).copied().into_iter().collect();
                if self.chance.happens(0.5) {
                    receivers.extend(self.chance.pick(&others).copied());
                }
                Command::Dispatch(number, receivers, Some("助理走不开".to_owned()))
            }
        }
    }

    /// Who gives the command.
    fn giver(&mut self, command: &Command) -> usize {
        let all = self.town.people.len() as u64;
        if self.chance.happens(0.15) {
            return self.chance.below(all) as usize;
        }
        let receiver = match command {
            Command::Stamp(order, _)
            | Command::Correct(order, ..)
            | Command::GiveBack(order, _)
            | Command::Bring(order, ..)
            | Command::SilenceOrder(order) => self.town.find_order(*order).map(|found| found.1),
            Command::Progress(number) | Command::Outcome(number, _) => {
                let seen = self.town.find(number);
                seen.and_then(|seen| {
                    seen.orders.iter().map(|o| o.1).find(|id| self.is_officer(*id))
                })
            }
            Command::Answer(urge) => {
                let mut urges = self.town.seen.iter().flat_map(|seen| &seen.urges);
                urges.find(|(id, _)| id == urge).map(|(_, to)| *to)
            }
            Command::Log(log) if log.source == "110" => {
                let gateway = self.town.people.iter().find(|p| p.role == Role::Gateway);
                gateway.map(|person| person.actor.account)
            }
            _ => None,
        };
        let own = |index: &usize| Some(self.town.people[*index].actor.account) == receiver;
        let able: Vec<usize> = (0..self.town.people.len())
            .filter(|index| oracle::is_for(self.town.people[*index].role, command))
            .collect();
        match able.iter().copied().find(own) {
            Some(index) if self.chance.happens(0.75) => index,
            _ => self.chance.pick(&able).copied().unwrap_or_default(),
        }
    }

    /// An incident, open and recent ones first.
    fn incident(&mut self) -> Option<&Seen> {
        let open: Vec<&Seen> = self.town.seen.iter().filter(|seen| seen.is_open).collect();
        if open.is_empty() || self.chance.happens(0.07) {
            return self.chance.pick(&self.town.seen);
        }
        self.chance.pick(&open).copied()
    }

    fn number(&mut self) -> String {
        let number = self.incident().map(|seen| seen.number.clone());
        number.unwrap_or_else(|| "JQ-19700101-0001".to_owned())
    }

    fn order(&mut self) -> Id {
        self.order_of(None)
    }

    /// An order at work, mostly; of a receiver with this role.
    fn order_of(&mut self, role: Option<Role>) -> Id {
        let town = self.town;
        let has = |account: Id| town.person(account).map(|person| person.role);
        for _ in 0..8 {
            let any = self.chance.happens(0.1);
            let Some(seen) = self.incident() else { continue };
            let fits = |order: &&(Id, Id)| {
                let live = any || !seen.ended.contains(&order.0);
                live && (role.is_none() || has(order.1) == role)
            };
            let orders: Vec<Id> = seen.orders.iter().filter(fits).map(|order| order.0).collect();
            if let Some(order) = self.chance.pick(&orders) {
                return *order;
            }
        }
        Id::from_number(7)
    }

    fn command(&mut self, index: usize) -> Command {
        match index {
            0 => Command::Log(self.log()),
            1 => Command::SignForStation(self.number()),
            2 => self.dispatch(),
            3 => Command::CallAssistant(self.number()),
            4 => Command::DeclareSafe(self.number()),
            5 => self.stamp(),
            6 => self.correct(),
            7 => {
                let order = self.order();
                Command::GiveBack(order, self.one(&["1", "2", "3", "4", "5", "x"]))
            }
            8 => {
                let order = self.order_of(Some(Role::Assistant));
                Command::Telephone(order, self.one(&["accepted", "cannot_come", "no_answer"]))
            }
            9 => {
                let order = self.order();
                Command::Bring(order, self.one(&["P2", "A2", "A4"]), 1)
            }
            10 => Command::Reach,
            11 => Command::SilenceOrder(self.order()),
            12 => Command::Silence(self.number()),
            13 => Command::Progress(self.number()),
            14 => Command::Outcome(self.number(), self.outcome()),
            15 => {
                let (number, result) = (self.number(), self.one(&RESULTS));
                Command::Close(number, self.one(&KINDS), result)
            }
            16 => Command::SendBack(self.number()),
            17 if self.chance.happens(0.3) => Command::Relocate(self.number(), self.place()),
            17 => {
                let level = 1 + self.chance.below(4) as i64;
                Command::Classify(self.number(), self.one(&KINDS), level)
            }
            18 => Command::Uncover(self.number()),
            19 => Command::Note(self.number()),
            _ => self.about_people(index),
        }
    }

    fn about_people(&mut self, index: usize) -> Command {
        let now = self.clock.now();
        match index {
            20 => {
                let level = self.chance.pick(UrgeLevel::ALL).copied();
                let level = level.filter(|level| *level != UrgeLevel::Callback);
                Command::Urge(self.number(), self.seat(), level.unwrap_or(UrgeLevel::Urge))
            }
            21 => {
                let urges: Vec<Id> = self
                    .town
                    .seen
                    .iter()
                    .flat_map(|seen| seen.urges.iter().map(|urge| urge.0))
                    .collect();
                let recent = urges.len().saturating_sub(4);
                let urge = self.chance.pick(&urges[recent..]).copied();
                Command::Answer(urge.unwrap_or_else(|| Id::from_number(8)))
            }
            22 => Command::TakePost(self.seat()),
            23 => {
                let ends = now.plus_seconds(1_800 + self.chance.below(86_400) as i64);
                let substitute = self.chance.happens(0.7).then(|| self.person());
                Command::Leave(self.person(), substitute, ends)
            }
            24 => Command::Return(self.person()),
            25 => {
                // Never the chief's: with nobody above, nothing could be mended.
                let index = 1 + self.chance.below(self.town.people.len() as u64 - 1) as usize;
                let any = self.town.people[index].appointment;
                if self.chance.happens(0.25) {
                    return Command::SetTerm(any, now.plus_seconds(-60));
                }
                // Whose term has ended is mostly wanted back.
                let ended = self.town.terms.iter().filter(|(_, until)| **until <= now);
                let ended: Vec<Id> = ended.map(|(appointment, _)| *appointment).collect();
                let wanted = self.chance.pick(&ended).copied().filter(|_| self.chance.happens(0.9));
                let until = now.plus_seconds(3_600 + self.chance.below(200 * 86_400) as i64);
                Command::SetTerm(wanted.unwrap_or(any), until)
            }
            26 => {
                let person = self.chance.pick(&self.town.people);
                let role = person.map_or(Role::Desk, |person| person.role);
                let account = person.map_or(Id::from_number(9), |person| person.actor.account);
                let starts = now.plus_seconds(self.chance.below(7_200) as i64 - 3_600);
                let ends = starts.plus_seconds(self.chance.below(12 * 3_600) as i64 - 600);
                Command::AddShift(account, role, starts, ends)
            }
            29 => Command::Office(office::draw(self.town, self.chance, now)),
            28 => {
                let number = self.number();
                Command::Life(life::draw(self.town, self.chance, number))
            }
            _ => {
                let recent = self.town.shifts.len().saturating_sub(6);
                let shift = self.chance.pick(&self.town.shifts[recent..]).copied();
                Command::CancelShift(shift.unwrap_or_else(|| Id::from_number(10)))
            }
        }
    }

    fn one<'t>(&mut self, list: &[&'t str]) -> &'t str {
        self.chance.pick(list).copied().unwrap_or_default()
    }

    fn seat(&mut self) -> Seat {
        self.chance.pick(Seat::ALL).copied().unwrap_or(Seat::Manager)
    }

    fn person(&mut self) -> Id {
        let person = self.chance.pick(&self.town.people);
        person.map_or(Id::from_number(9), |person| person.actor.account)
    }

    fn dispatch(&mut self) -> Command {
        // Those that nobody has been sent to come first.
        let open = self.town.seen.iter().filter(|seen| seen.is_open && seen.orders.is_empty());
        let unsent: Vec<String> = open.map(|seen| seen.number.clone()).collect();
        let number = match self.chance.pick(&unsent).cloned() {
            Some(number) if self.chance.happens(0.8) => number,
            _ => self.number(),
        };
        let count = 1 + self.chance.below(3);
        let mut receivers = Vec::new();
        for _ in 0..count {
            let off_duty = self.chance.happens(0.05);
            let on_duty = self.chance.pick(self.duty).map(|person| person.account_id);
            receivers.extend(on_duty.filter(|_| !off_duty));
            if off_duty {
                receivers.push(self.person());
            }
        }
        let alone = self.chance.happens(0.5).then(|| "助理走不开".to_owned());
        Command::Dispatch(number, receivers, alone)
    }

    fn stamp(&mut self) -> Command {
        let order = self.order();
        let stamp = STAMPS[self.chance.weighted(&STAMPS.map(|(_, weight)| weight))].0;
        let shifted = self.chance.happens(0.2);
        let seconds = self.chance.below(300) as i64 - 280;
        let at = shifted.then(|| self.clock.now().plus_seconds(seconds));
        Command::Stamp(order, stamp.at(at))
    }

    fn correct(&mut self) -> Command {
        let order = self.order();
        let step = self.one(&["signed", "set_out", "arrived", "cleared", "nothing"]);
        let seconds = self.chance.below(900) as i64 - 860;
        Command::Correct(order, step, self.clock.now().plus_seconds(seconds))
    }

    fn outcome(&mut self) -> Outcome {
        let settled = self.chance.happens(0.6).then(|| "双方和解".to_owned());
        let why_not = self.chance.happens(0.6).then(|| "谈不拢".to_owned());
        let new_kind = self.chance.happens(0.3).then(|| self.one(&KINDS).to_owned());
        Outcome {
            words: if self.chance.happens(0.9) { "已处理".to_owned() } else { String::new() },
            kind: new_kind,
            result: self.one(&RESULTS).to_owned(),
            settled,
            no_settlement: why_not,
            present: vec!["P1".to_owned()],
            village: None,
            road: self.road(),
        }
    }

    fn road(&mut self) -> Option<incidents::Road> {
        let (said, code) = (self.chance.happens(0.6), self.one(&["LA", "BG", "YS", "XX"]));
        said.then(|| crate::coding::road_of_both(code))
    }
}
