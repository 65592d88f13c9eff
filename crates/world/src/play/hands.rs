//! What receivers, desk and leaders do to an incident that has been sent.

use super::{By, Play, Who};
use base::{Actor, Fault, Id, Time};
use db::Tx;
use incidents::{Outcome, Progress, Stamp};
use matters::{MergeKind, UrgeLevel};
use people::Seat;

impl Play<'_> {
    /// Stamps the orders of `who`; nothing where nobody of theirs was sent.
    pub(super) fn stamp(
        &mut self,
        case: usize,
        who: Who,
        stamp: Stamp,
        at: Time,
        desk: Option<&Actor>,
    ) -> Result<(), Fault> {
        let ends = [Stamp::CLEARED, Stamp::BY_TELEPHONE].contains(&stamp.at(None));
        let mut sent = self.cases[case].sent.iter();
        let orders: Vec<(Id, &'static str)> = sent
            .by_ref()
            .filter(|sent| sent.who == who && sent.at_work)
            .map(|sent| (sent.order, sent.login))
            .collect();
        for (order, login) in orders {
            let actor = desk.map_or_else(|| self.staff.actor(login), Ok)?;
            self.act(actor, move |tx, actor| incidents::stamp(tx, actor, order, stamp))?;
            if stamp.at(None) == Stamp::ARRIVED {
                self.cases[case].arrived.insert(order, at);
            }
            if ends {
                self.end(case, order);
            }
        }
        Ok(())
    }

    pub(super) fn end(&mut self, case: usize, order: Id) {
        let mut sent = self.cases[case].sent.iter_mut();
        let Some(sent) = sent.find(|sent| sent.order == order && sent.at_work) else { return };
        sent.at_work = false;
        let login = sent.login;
        self.is_free(login);
    }

    pub(super) fn progress(&self, case: usize, words: &'static str) -> Result<(), Fault> {
        let order = Progress { words: words.to_owned() };
        let act = move |tx: &mut Tx<'_>, actor: &Actor, number: &str| {
            incidents::progress(tx, actor, number, &order)
        };
        self.touch(case, self.lead(case)?, act)
    }

    pub(super) fn outcome(&mut self, case: usize, outcome: Outcome) -> Result<(), Fault> {
        let act = move |tx: &mut Tx<'_>, actor: &Actor, number: &str| {
            incidents::outcome(tx, actor, number, &outcome)
        };
        self.touch(case, self.lead(case)?, act)?;
        // The list that counts is that of the kind it turned out to be.
        self.tick(case)
    }

    pub(super) fn close(
        &self,
        case: usize,
        at: Time,
        kind: &'static str,
        result: &'static str,
    ) -> Result<(), Fault> {
        self.touch(case, self.leader(at)?, move |tx, actor, number| {
            incidents::close(tx, actor, number, kind, result)
        })
    }

    pub(super) fn merge(&self, case: usize, desk: &Actor, master: usize) -> Result<(), Fault> {
        let into = self.cases[master].number.clone();
        self.touch(case, desk, move |tx, actor, number| {
            incidents::merge(tx, actor, number, &into, MergeKind::Repeat)
        })
    }

    /// One order less in somebody's hands.
    pub(super) fn is_free(&mut self, login: &str) {
        let Ok(actor) = self.staff.actor(login) else { return };
        if let Some(load) = self.load.get_mut(&actor.account) {
            *load = load.saturating_sub(1);
        }
    }

    pub(super) fn correct(
        &self,
        case: usize,
        who: Who,
        desk: &Actor,
        earlier_s: i64,
    ) -> Result<(), Fault> {
        let mut sent = self.cases[case].sent.iter();
        let Some(sent) = sent.find(|sent| sent.who == who) else { return Ok(()) };
        let order = sent.order;
        let Some(arrived) = self.cases[case].arrived.get(&order) else { return Ok(()) };
        let at = arrived.plus_seconds(-earlier_s);
        self.act(desk, move |tx, actor| {
            incidents::correct(tx, actor, order, "arrived", at, "电台记录的时间更早").map(|_| ())
        })
    }

    pub(super) fn give_back(
        &mut self,
        case: usize,
        code: &'static str,
        why: &'static str,
    ) -> Result<(), Fault> {
        let lead = self.lead(case)?;
        let mut sent = self.cases[case].sent.iter_mut();
        let given = sent.find(|sent| sent.who == Who::Lead).ok_or(Fault::NotFound)?;
        (given.who, given.at_work) = (Who::Second, false);
        let (order, login) = (given.order, given.login);
        self.is_free(login);
        self.act(lead, move |tx, actor| {
            incidents::give_back(tx, actor, order, code, why).map(|_| ())
        })
    }

    pub(super) fn telephone(
        &mut self,
        case: usize,
        desk: &Actor,
        answer: &'static str,
    ) -> Result<(), Fault> {
        let mut sent = self.cases[case].sent.iter();
        let sent = sent.find(|sent| sent.who == Who::Assistant && sent.at_work);
        let Some(order) = sent.map(|sent| sent.order) else { return Ok(()) };
        self.act(desk, move |tx, actor| {
            incidents::answer_by_telephone(tx, actor, order, answer).map(|_| ())
        })?;
        if answer == "cannot_come" {
            self.end(case, order);
        }
        Ok(())
    }

    pub(super) fn bring(&self, case: usize, role: &'static str, heads: i64) -> Result<(), Fault> {
        let mut sent = self.cases[case].sent.iter();
        let sent = sent.find(|sent| sent.who == Who::Lead).ok_or(Fault::NotFound)?;
        let order = sent.order;
        self.act(self.staff.actor(sent.login)?, move |tx, actor| {
            incidents::bring(tx, actor, order, &[(role.to_owned(), heads)]).map(|_| ())
        })
    }

    /// The desk telephones where chance drew the incident.
    pub(super) fn revisit(
        &self,
        case: usize,
        desk: &Actor,
        score: Option<&'static str>,
        wrong: Option<&'static str>,
    ) -> Result<(), Fault> {
        let number = self.cases[case].number.clone();
        self.act(desk, move |tx, actor| {
            for id in incidents::list_waiting_revisits(tx, actor, &number)? {
                incidents::send_revisit(tx, actor, id, "telephone")?;
                let Some(score) = score else { continue };
                let said = wrong.map(str::to_owned);
                let reply = incidents::RevisitReply::new(score, wrong.is_none(), said)?;
                incidents::reply_revisit(tx, actor, id, &reply)?;
            }
            Ok(())
        })
    }

    /// Ticks what is left of the checklist, item by item.
    pub(super) fn tick(&self, case: usize) -> Result<(), Fault> {
        let number = self.cases[case].number.clone();
        self.act(self.lead(case)?, move |tx, actor| {
            for (item, _) in incidents::list_open_items(tx, actor, &number)? {
                incidents::check(tx, actor, &number, item, true)?;
            }
            Ok(())
        })
    }

    pub(super) fn note(
        &self,
        case: usize,
        by: By,
        text: &'static str,
        at: Time,
    ) -> Result<(), Fault> {
        let actor = match by {
            By::Desk => self.desk(at)?,
            By::Leader => self.leader(at)?,
            By::Lead => self.lead(case)?,
        };
        let number = self.cases[case].number.clone();
        self.act(actor, move |tx, actor| matters::add_note(tx, actor, &number, text))
    }

    pub(super) fn urge(
        &self,
        case: usize,
        leader: &Actor,
        text: &'static str,
    ) -> Result<(), Fault> {
        let number = self.cases[case].number.clone();
        self.act(leader, move |tx, actor| {
            matters::urge(tx, actor, &number, (Seat::Manager, UrgeLevel::Urge), text).map(|_| ())
        })
    }

    /// Whoever is asked about it answers.
    pub(super) fn answer(
        &self,
        case: usize,
        reader: &Actor,
        text: &'static str,
    ) -> Result<(), Fault> {
        let (number, station, reader) =
            (self.cases[case].number.clone(), reader.station, reader.clone());
        let asked = self.db.read_now(station, move |tx| {
            let (matter, ..) = matters::load_for(tx, &reader, &incidents::READ, &number)?;
            matters::list_urges(tx, matter.id)
        })?;
        for urge in asked {
            let login = self.staff.login(|actor| actor.account == urge.to_id)?;
            self.act(self.staff.actor(login)?, move |tx, actor| {
                matters::answer(tx, actor, urge.id, text).map(|_| ())
            })?;
        }
        Ok(())
    }
}
