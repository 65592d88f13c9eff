//! What is done with offices and rights: leaves planned ahead, appointments suspended and let go on by
//! two, the chief alone in an emergency, and the auditor's look at it.

use super::oracle::LEADERS;
use super::town::{Person, Town};
use base::{Actor, Chance, Fault, Id, Origin, Role, Time};
use db::Tx;
use ui::Given;

/// One command of this kind.
#[derive(Clone, Debug)]
pub(crate) enum Office {
    PlanLeave(Id, Option<Id>, (Time, Time)),
    Suspend(Id),
    /// That a suspended appointment goes on.
    Propose(Id),
    Confirm(Id),
    RefuseProposal(Id),
    BeginEmergency,
    EndEmergency(Id),
    Review(Id, bool),
}

/// A proposal as the simulator remembers it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proposed {
    pub(crate) id: Id,
    /// The appointment that is to go on.
    pub(crate) of: Id,
    pub(crate) by: Id,
    pub(crate) is_open: bool,
}

/// What lets a suspended appointment go on.
const RESUME: &str = "people.resume";

/// Draws one.
pub(crate) fn draw(town: &Town, chance: &mut Chance, now: Time) -> Office {
    let person = |chance: &mut Chance| {
        // Never the chief: with nobody above, nothing could be mended.
        let index = 1 + chance.below(town.people.len() as u64 - 1) as usize;
        &town.people[index]
    };
    let last = |list: &[Id], chance: &mut Chance| {
        let recent = list.len().saturating_sub(3);
        chance.pick(&list[recent..]).copied().unwrap_or_else(|| Id::from_number(12))
    };
    // Mostly one that still waits; now and then one that was decided, which is refused.
    let waits = chance.happens(0.8);
    let proposals: Vec<Id> =
        town.proposals.iter().filter(|one| one.is_open || !waits).map(|one| one.id).collect();
    match chance.below(12) {
        0 | 1 => {
            let starts = now.plus_seconds(600 + chance.below(86_400) as i64);
            let ends = starts.plus_seconds(chance.below(86_400) as i64 - 600);
            let substitute = chance.happens(0.7).then(|| person(chance).actor.account);
            Office::PlanLeave(person(chance).actor.account, substitute, (starts, ends))
        }
        2 => Office::Suspend(person(chance).appointment),
        // Whoever is suspended is wanted back: most of the time that is proposed and confirmed.
        3..6 => {
            let suspended = chance.pick(&town.suspended).copied();
            let wanted = suspended.filter(|_| chance.happens(0.9));
            Office::Propose(wanted.unwrap_or_else(|| person(chance).appointment))
        }
        6..9 => Office::Confirm(last(&proposals, chance)),
        9 => Office::RefuseProposal(last(&proposals, chance)),
        10 if chance.happens(0.5) => Office::BeginEmergency,
        10 => Office::EndEmergency(last(&town.emergencies, chance)),
        _ => Office::Review(last(&town.emergencies, chance), chance.happens(0.8)),
    }
}

impl Office {
    /// Does it; the answer names what came of it.
    pub(crate) fn run(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<String, Fault> {
        let done = |()| String::new();
        match self {
            Office::PlanLeave(account, substitute, span) => {
                matters::plan_leave(tx, actor, *account, *substitute, *span).map(done)
            }
            Office::Suspend(appointment) => {
                matters::suspend(tx, actor, *appointment, "停职检查").map(done)
            }
            Office::Propose(appointment) => {
                // As the edge does it: who may not do it may not propose it.
                ui::act_of(people::ACCOUNT_ACTS, RESUME).permission.ask(actor)?;
                let fields =
                    format!("{{\"appointment\":[\"{appointment}\"],\"reason\":[\"查完了\"]}}");
                people::propose(tx, actor, RESUME, "", &fields).map(|id| id.to_string())
            }
            Office::Confirm(id) => {
                let act = ui::act_of(people::ACCOUNT_ACTS, RESUME);
                act.permission.ask(actor)?;
                let row = people::confirm_proposal(tx, actor, *id, false)?;
                let typed = serde_json::from_str(&people::open_proposal(tx, &row)?);
                let input = ui::Input::of_typed(typed.map_err(Fault::internal)?);
                let given = Given::check(act.fields, &input, &base::Zone::utc())?;
                let origin = Origin { proposed_by: Some(row.proposed_by), ..actor.origin.clone() };
                let second = Actor { origin, ..actor.clone() };
                (act.run)(tx, &second, "", &given).map(|_| row.proposed_by.to_string())
            }
            Office::RefuseProposal(id) => {
                ui::act_of(people::ACCOUNT_ACTS, RESUME).permission.ask(actor)?;
                people::refuse_proposal(tx, actor, *id).map(done)
            }
            Office::BeginEmergency => {
                people::begin_emergency(tx, actor, "联系不上").map(|id| id.to_string())
            }
            Office::EndEmergency(id) => people::end_emergency(tx, actor, *id).map(done),
            Office::Review(id, is_right) => {
                people::review_emergency(tx, actor, *id, *is_right, "看过了")
                    .map(|id| id.to_string())
            }
        }
    }

    /// How many matters it touches; `None` where that depends on who holds what.
    pub(crate) fn touches(&self) -> Option<usize> {
        if matches!(self, Office::Suspend(_)) { None } else { Some(0) }
    }

    /// Who may do it at all.
    pub(crate) fn roles(&self) -> &'static [Role] {
        match self {
            Office::PlanLeave(..) => LEADERS,
            Office::Suspend(_) => &[Role::Leader, Role::Chief, Role::SecurityAdmin],
            Office::Propose(_) | Office::Confirm(_) | Office::RefuseProposal(_) => {
                &[Role::Chief, Role::SystemAdmin, Role::SecurityAdmin]
            }
            Office::BeginEmergency | Office::EndEmergency(_) => &[Role::Chief],
            Office::Review(..) => &[Role::Auditor],
        }
    }

    /// Why this person may never do this now, as far as it can be told.
    pub(crate) fn must_refuse(&self, town: &Town, who: &Person) -> Option<&'static str> {
        match self {
            Office::Confirm(id) | Office::RefuseProposal(id) => {
                let proposed = town.proposals.iter().find(|one| one.id == *id)?;
                if !proposed.is_open {
                    return Some("it was decided");
                }
                let own = matches!(self, Office::Confirm(_)) && proposed.by == who.actor.account;
                // What gives rights back takes two, whatever the emergency.
                own.then_some("nobody confirms what they proposed")
            }
            _ => None,
        }
    }
}

impl Town {
    /// Remembers what a command of offices has done.
    pub(super) fn note_office(
        &mut self,
        me: Id,
        office: &Office,
        answer: &str,
    ) -> Result<(), String> {
        let id = || answer.parse().map_err(|()| format!("no id: {answer}"));
        match office {
            Office::Suspend(appointment) => self.suspended.push(*appointment),
            Office::Propose(of) => {
                self.proposals.push(Proposed { id: id()?, of: *of, by: me, is_open: true });
            }
            Office::Confirm(decided) | Office::RefuseProposal(decided) => {
                let back = matches!(office, Office::Confirm(_));
                for one in self.proposals.iter_mut().filter(|one| one.id == *decided) {
                    one.is_open = false;
                    self.suspended.retain(|of| !back || *of != one.of);
                }
            }
            Office::BeginEmergency => self.emergencies.push(id()?),
            Office::PlanLeave(..) | Office::EndEmergency(_) | Office::Review(..) => {}
        }
        Ok(())
    }
}
