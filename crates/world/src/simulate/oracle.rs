//! What must be refused, told again without looking at the rooms: roles, own orders, handlers,
//! villagers in danger.

use super::command::Command;
use super::town::{Person, Town};
use base::{Id, Role};
use incidents::Stamp;
use matters::UrgeLevel;

pub(crate) const COMMAND_ROOM: &[Role] = &[Role::Desk, Role::Leader, Role::Chief];
pub(crate) const LEADERS: &[Role] = &[Role::Leader, Role::Chief];
const POLICE: &[Role] = &[Role::Officer, Role::Leader, Role::Chief];
pub(crate) const POLICE_AND_DESK: &[Role] = &[Role::Desk, Role::Officer, Role::Leader, Role::Chief];
const WORKERS: &[Role] =
    &[Role::Desk, Role::Officer, Role::Auxiliary, Role::Assistant, Role::Leader, Role::Chief];

/// Who may do it at all; `None`: everybody.
fn roles(command: &Command) -> Option<&'static [Role]> {
    Some(match command {
        Command::Log(_) => &[Role::Desk, Role::Officer, Role::Leader, Role::Chief, Role::Gateway],
        Command::SignForStation(_)
        | Command::Dispatch(..)
        | Command::Telephone(..)
        | Command::Silence(_)
        | Command::Urge(..) => COMMAND_ROOM,
        Command::CallAssistant(_)
        | Command::Classify(..)
        | Command::Relocate(..)
        | Command::TakePost(_) => POLICE_AND_DESK,
        Command::DeclareSafe(_) => POLICE_AND_DESK,
        Command::Progress(_) | Command::Outcome(..) | Command::Close(..) | Command::SendBack(_) => {
            POLICE
        }
        Command::Stamp(..)
        | Command::Correct(..)
        | Command::GiveBack(..)
        | Command::Bring(..)
        | Command::SilenceOrder(_)
        | Command::Note(_)
        | Command::Answer(_) => WORKERS,
        Command::Uncover(_) => {
            &[Role::Desk, Role::Officer, Role::Auxiliary, Role::Leader, Role::Chief]
        }
        Command::Leave(..)
        | Command::Return(_)
        | Command::SetTerm(..)
        | Command::AddShift(..)
        | Command::CancelShift(_) => LEADERS,
        Command::Life(life) => life.roles(),
        Command::Office(office) => office.roles(),
        Command::Reach => return None,
    })
}

/// Whether a kind that is drawn here is criminal or against public order; noise is persuaded first.
pub(crate) fn is_offence(kind: &str) -> bool {
    (kind.starts_with("XS") || kind.starts_with("ZA")) && kind != "ZA-05"
}

/// Whether somebody with this role may do it at all.
pub(crate) fn is_for(role: Role, command: &Command) -> bool {
    roles(command).is_none_or(|roles| roles.contains(&role))
}

/// Why this person may never do this now, as far as it can be told.
pub(crate) fn must_refuse(town: &Town, who: &Person, command: &Command) -> Option<&'static str> {
    if !is_for(who.role, command) {
        return Some("the role may not");
    }
    if let Some(why) = after_the_end(town, command) {
        return Some(why);
    }
    if let Some(why) = by_law(town, who, command) {
        return Some(why);
    }
    let me = who.actor.account;
    match command {
        Command::Stamp(order, _)
        | Command::Correct(order, ..)
        | Command::GiveBack(order, _)
        | Command::Bring(order, ..)
        | Command::SilenceOrder(order) => somebody_elses(town, who, *order),
        Command::Close(number, kind, _) if *kind == "WD" => {
            town.find(number).map(|_| "the kind is undecided")
        }
        Command::Close(number, ..) | Command::SendBack(number) => {
            let seen = town.find(number)?;
            let received = seen.orders.iter().any(|(_, account)| *account == me);
            (received || seen.authors.contains(&me)).then_some("the handler may not review")
        }
        Command::Dispatch(number, receivers, _) => {
            let assistant =
                |id: &Id| town.person(*id).is_some_and(|person| person.role == Role::Assistant);
            let danger = town.find(number)?.is_dangerous;
            (danger && receivers.iter().any(assistant)).then_some("a villager goes into danger")
        }
        Command::CallAssistant(number) => {
            town.find(number)?.is_dangerous.then_some("a villager goes into danger")
        }
        Command::Urge(_, _, level) => {
            let too_high = match who.role {
                Role::Desk => *level != UrgeLevel::Urge,
                Role::Leader => *level == UrgeLevel::Red,
                _ => false,
            };
            too_high.then_some("the level is above the sender")
        }
        Command::Life(life) => life.must_refuse(town, who),
        Command::Office(office) => office.must_refuse(town, who),
        _ => None,
    }
}

/// The road of the law is said by whoever feeds back and reviewed by a leader; a scene is safe by whoever
/// saw it.
fn by_law(town: &Town, who: &Person, command: &Command) -> Option<&'static str> {
    match command {
        Command::Outcome(number, outcome) => {
            let new = outcome.kind.as_deref().is_some_and(is_offence);
            let asked = town.find(number)?.asks_road || new;
            (asked && (outcome.settled.is_some() || outcome.road.is_none()))
                .then_some("it has to say its road")
        }
        Command::DeclareSafe(number) => {
            let seen = town.find(number)?;
            let me = who.actor.account;
            let mine = |order: &Id| seen.orders.iter().any(|o| o.0 == *order && o.1 == me);
            let there = |(order, stamp): &(Id, Stamp)| mine(order) && *stamp == Stamp::ARRIVED;
            (!seen.stamps.iter().any(there)).then_some("nobody saw the scene")
        }
        Command::Close(number, kind, _) => {
            let asked = town.find(number)?.asks_road || is_offence(kind);
            (asked && !LEADERS.contains(&who.role)).then_some("a leader reviews a road")
        }
        _ => None,
    }
}

fn somebody_elses(town: &Town, who: &Person, order: Id) -> Option<&'static str> {
    let worker = matches!(who.role, Role::Officer | Role::Auxiliary | Role::Assistant);
    let (_, receiver) = town.find_order(order)?;
    (worker && receiver != who.actor.account).then_some("the order is somebody else's")
}

/// A closed incident takes notes and looks, nothing else.
fn after_the_end(town: &Town, command: &Command) -> Option<&'static str> {
    let seen = match command {
        Command::SignForStation(number)
        | Command::Dispatch(number, ..)
        | Command::CallAssistant(number)
        | Command::DeclareSafe(number)
        | Command::Progress(number)
        | Command::Outcome(number, _)
        | Command::Close(number, ..)
        | Command::SendBack(number)
        | Command::Classify(number, ..)
        | Command::Relocate(number, _)
        | Command::Urge(number, ..) => town.find(number),
        Command::Stamp(order, _)
        | Command::Correct(order, ..)
        | Command::GiveBack(order, _)
        | Command::Telephone(order, _)
        | Command::Bring(order, ..) => town.find_order(*order).map(|found| found.0),
        _ => None,
    };
    seen.filter(|seen| !seen.is_open).map(|_| "the incident is closed")
}
