//! Acts that take two people: what waits for a second one, and confirming it. The register stands in
//! `people`; here the name of an act is turned into the act.

mod page;
mod told;

pub(crate) use told::{kept, told};

use crate::rooms;
use crate::words::words;
use base::{Actor, Fault, Origin, Permission, Role, Scope};
use db::Tx;
use people::ProposalRow;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use ui::{About, Act, Confirmation, Done, Given, Input, View, Visit};

/// Looking at proposals; whoever confirms one needs the permission of its act besides.
pub static DECIDE: Permission = Permission {
    code: "people.decide_proposal",
    label: |lang| words(lang).proposals(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::SystemAdmin, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
        (Role::Auditor, Scope::Station),
    ],
};

/// The permissions of the room of people, with this one.
pub const PERMISSIONS: &[&Permission] = &[&people::EDIT_ROSTER, &DECIDE];

/// What a proposal is about, for whoever confirms it.
static CONFIRMED: About = About {
    kind: "proposal",
    tell: |tx, visit, target| {
        let one = Proposed::load(tx, &visit.actor, target)?;
        one.act.second().ask(&visit.actor)?;
        people::ask_second(tx, &visit.actor, &one.row, one.two.is_alone_in_emergency)?;
        people::ask_waiting(tx, &one.row)?;
        told(tx, visit, &one)
    },
};

/// The same, for whoever refuses it or takes it back.
static REFUSED: About = About {
    kind: "proposal",
    tell: |tx, visit, target| {
        let one = Proposed::load(tx, &visit.actor, target)?;
        people::ask_waiting(tx, &one.row)?;
        told(tx, visit, &one)
    },
};

/// What can be done here.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.confirm_proposal",
        "/proposals/{proposal}/confirmation",
        |lang| words(lang).confirm(),
        &DECIDE,
        &[],
        confirm,
        page::page,
    )
    .judging(&CONFIRMED),
    Act::new(
        "people.refuse_proposal",
        "/proposals/{proposal}/refusal",
        |lang| words(lang).refuse_proposal(),
        &DECIDE,
        &[],
        refuse,
        page::page,
    )
    .judging(&REFUSED),
];

/// What can be looked at here.
pub static VIEWS: &[View] = &[
    View {
        path: "/proposals",
        permission: Some(&DECIDE),
        query: &[],
        page: Some(page::page),
        data: Some(page::data),
        receipt: None,
    },
    View {
        path: "/proposals/{proposal}",
        permission: Some(&DECIDE),
        query: &[],
        page: Some(page::one),
        data: Some(page::one_data),
        receipt: None,
    },
];

/// A proposal, with the act it proposes and how that is done by two.
pub(crate) struct Proposed {
    pub(crate) row: ProposalRow,
    pub(crate) act: &'static Act,
    pub(crate) two: Confirmation,
}

impl Proposed {
    /// Turns the name of an act into the act.
    pub(crate) fn of(row: ProposalRow) -> Result<Proposed, Fault> {
        let act = rooms::acts().into_iter().find(|act| act.name == row.act);
        let act = act.ok_or(Fault::NotFound)?;
        let two = act.two_people.ok_or(Fault::NotFound)?;
        Ok(Proposed { row, act, two })
    }

    /// The proposal of this id, for whoever made it or may confirm it: nobody is shown what another office
    /// decides.
    fn load(tx: &mut Tx<'_>, actor: &Actor, proposal: &str) -> Result<Proposed, Fault> {
        DECIDE.ask(actor)?;
        let id = proposal.parse().map_err(|()| Fault::NotFound)?;
        let one = Proposed::of(people::find_proposal(tx, id)?.ok_or(Fault::NotFound)?)?;
        if !one.is_own(actor) {
            one.act.second().ask(actor)?;
        }
        Ok(one)
    }

    fn is_own(&self, actor: &Actor) -> bool {
        self.row.proposed_by == actor.account
    }

    /// What was typed when it was proposed.
    fn given(&self, tx: &mut Tx<'_>) -> Result<Given, Fault> {
        let typed: BTreeMap<String, Vec<String>> =
            serde_json::from_str(&people::open_proposal(tx, &self.row)?)
                .map_err(Fault::internal)?;
        let zone = people::find_zone(tx)?;
        Given::check(self.act.fields, &Input::of_typed(typed), &zone)
    }

    /// The things it changes, each from when on.
    fn things(&self, tx: &mut Tx<'_>, given: &Given) -> Result<BTreeSet<String>, Fault> {
        let (target, from) = (&self.row.target, given.maybe("from").unwrap_or_default());
        let things = (self.two.things)(tx, given)?;
        Ok(match things.is_empty() {
            true => BTreeSet::from([target.clone()]),
            false => {
                things.iter().map(|thing| format!("{target}\u{1f}{thing}\u{1f}{from}")).collect()
            }
        })
    }
}

/// Asks whether none of these other proposals changes the same things.
fn ask_alone(
    tx: &mut Tx<'_>,
    one: &Proposed,
    given: &Given,
    others: Vec<ProposalRow>,
) -> Result<(), Fault> {
    let things = one.things(tx, given)?;
    for other in others {
        if other.id == one.row.id || other.act != one.row.act {
            continue;
        }
        let other = Proposed::of(other)?;
        let other_given = match other.given(tx) {
            // What cannot be read any more changes nothing.
            Err(Fault::Refused(_)) => continue,
            given => given?,
        };
        if other.things(tx, &other_given)?.is_disjoint(&things) {
            continue;
        }
        if other.row.decided_at.is_some() {
            return Err(Fault::refused("changed_by_another", |l| words(l).changed_by_another()));
        }
        let name = people::name_of(tx, other.row.proposed_by)?;
        let at = people::find_zone(tx)?.civil(other.row.proposed_at);
        let at = format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute());
        return Err(Fault::refused("already_proposed", |lang| {
            words(lang).already_proposed(&name, &at)
        }));
    }
    Ok(())
}

/// Writes an act down that a second person has to confirm.
pub(crate) fn propose(
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &Act,
    target: &str,
    input: &Input,
) -> Result<Done, Fault> {
    let fields = serde_json::to_string(&input.typed()).map_err(Fault::internal)?;
    let id = people::propose(tx, actor, act.name, target, &fields)?;
    let one = Proposed::of(people::find_proposal(tx, id)?.ok_or(Fault::NotFound)?)?;
    let given = one.given(tx)?;
    let waiting = people::list_waiting(tx)?;
    ask_alone(tx, &one, &given, waiting)?;
    told::keep(tx, actor, &one)?;
    for person in people::list_incumbents(tx)? {
        let may = |permission: &Permission| permission.scope(person.role).is_some();
        if may(&DECIDE) && may(act.second()) && person.account != actor.account {
            notify::send(tx, person.account, "people.proposal", id)?;
        }
    }
    Ok(Done::created(format!("/proposals/{id}"), json!({ "proposal": id })))
}

/// Confirms and does it, with the first person named in the act's own line.
fn confirm(tx: &mut Tx<'_>, actor: &Actor, proposal: &str, _: &Given) -> Result<Done, Fault> {
    let one = Proposed::load(tx, actor, proposal)?;
    one.act.second().ask(actor)?;
    let row = people::confirm_proposal(tx, actor, one.row.id, one.two.is_alone_in_emergency)?;
    let given = one.given(tx)?;
    // Two that could not see each other may both wait; what was confirmed since decides.
    let since = people::list_confirmed(tx, one.row.proposed_at)?;
    ask_alone(tx, &one, &given, since)?;
    told::keep(tx, actor, &one)?;
    let origin = Origin { proposed_by: Some(row.proposed_by), ..actor.origin.clone() };
    let second = Actor { origin, ..actor.clone() };
    let done = (one.act.run)(tx, &second, &row.target, &given)?;
    Ok(Done::changed(format!("/proposals/{}", row.id), done.body))
}

fn refuse(tx: &mut Tx<'_>, actor: &Actor, proposal: &str, _: &Given) -> Result<Done, Fault> {
    let one = Proposed::load(tx, actor, proposal)?;
    people::refuse_proposal(tx, actor, one.row.id)?;
    Ok(Done::changed("/proposals", json!({})))
}

/// The last proposals that the visitor made or may confirm.
fn seen(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<Proposed>, Fault> {
    let rows = people::list_proposals(tx)?.into_iter();
    let all = rows.filter_map(|row| Proposed::of(row).ok());
    let may =
        |one: &Proposed| one.is_own(&visit.actor) || one.act.second().ask(&visit.actor).is_ok();
    Ok(all.filter(may).collect())
}
