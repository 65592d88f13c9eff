//! Acts that take two people: what waits for a second one, and confirming it. The register stands in
//! `people`; here the name of an act is turned into the act.

use crate::rooms;
use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Origin, Permission, Role, Scope};
use db::Tx;
use people::ProposalRow;
use serde_json::json;
use std::collections::BTreeMap;
use ui::{
    Act, Ask, Change, Confirmation, Done, Form, Given, Html, Input, Json, Page, View, Visit, frame,
};

/// Looking at proposals; whoever confirms one needs the permission of its act besides.
pub static DECIDE: Permission = Permission {
    code: "people.decide_proposal",
    label: |lang| words(lang).proposals(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::SystemAdmin, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
    ],
};

/// The permissions of the room of people, with this one.
pub const PERMISSIONS: &[&Permission] = &[&people::EDIT_ROSTER, &DECIDE];

/// What can be done here.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.confirm_proposal",
        "/proposals/{proposal}/confirmation",
        |lang| words(lang).confirm(),
        &DECIDE,
        &[],
        confirm,
        page,
    ),
    Act::new(
        "people.refuse_proposal",
        "/proposals/{proposal}/refusal",
        |lang| words(lang).refuse_proposal(),
        &DECIDE,
        &[],
        refuse,
        page,
    ),
];

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/proposals",
    permission: Some(&DECIDE),
    query: &[],
    page: Some(page),
    data: Some(data),
    receipt: None,
}];

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
    for person in people::list_incumbents(tx)? {
        let may = |permission: &Permission| permission.scope(person.role).is_some();
        if may(&DECIDE) && may(act.second()) && person.account != actor.account {
            notify::send(tx, person.account, "people.proposal", id)?;
        }
    }
    Ok(Done::created("/proposals", json!({ "proposal": id })))
}

/// Confirms and does it, with the first person named in the act's own line.
fn confirm(tx: &mut Tx<'_>, actor: &Actor, proposal: &str, _: &Given) -> Result<Done, Fault> {
    DECIDE.ask(actor)?;
    let id = proposal.parse().map_err(|()| Fault::NotFound)?;
    let row = people::find_proposal(tx, id)?.ok_or(Fault::NotFound)?;
    let (act, two) = act_of(&row)?;
    act.second().ask(actor)?;
    let row = people::confirm_proposal(tx, actor, id, two.is_alone_in_emergency)?;
    let given = given_of(tx, &row, act)?;
    let origin = Origin { proposed_by: Some(row.proposed_by), ..actor.origin.clone() };
    let second = Actor { origin, ..actor.clone() };
    let done = (act.run)(tx, &second, &row.target, &given)?;
    Ok(Done::changed(done.see, done.body))
}

fn refuse(tx: &mut Tx<'_>, actor: &Actor, proposal: &str, _: &Given) -> Result<Done, Fault> {
    DECIDE.ask(actor)?;
    let id = proposal.parse().map_err(|()| Fault::NotFound)?;
    let row = people::find_proposal(tx, id)?.ok_or(Fault::NotFound)?;
    act_of(&row)?.0.second().ask(actor)?;
    people::refuse_proposal(tx, actor, id)?;
    Ok(Done::changed("/proposals", json!({})))
}

/// The act that was proposed, and how it is done by two.
fn act_of(row: &ProposalRow) -> Result<(&'static Act, Confirmation), Fault> {
    let act = rooms::acts().into_iter().find(|act| act.name == row.act).ok_or(Fault::NotFound)?;
    Ok((act, act.two_people.ok_or(Fault::NotFound)?))
}

/// What was typed when it was proposed.
fn given_of(tx: &mut Tx<'_>, row: &ProposalRow, act: &Act) -> Result<Given, Fault> {
    let typed: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&people::open_proposal(tx, row)?).map_err(Fault::internal)?;
    let zone = people::find_zone(tx)?;
    Given::check(act.fields, &Input::of_typed(typed), &zone)
}

/// The proposals whose act the visitor may confirm: nobody is shown what another office decides.
fn seen(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<ProposalRow>, Fault> {
    let mut rows = people::list_proposals(tx)?;
    rows.retain(|row| act_of(row).is_ok_and(|(act, _)| act.second().ask(actor).is_ok()));
    Ok(rows)
}

struct ProposalView {
    title: &'static str,
    target: String,
    by: String,
    at: String,
    changes: Vec<Change>,
    outcome: Option<String>,
    forms: Vec<Html>,
}

#[derive(Template)]
#[template(path = "station/proposals.html")]
struct ProposalsTemplate {
    w: Words,
    waiting: Vec<ProposalView>,
    decided: Vec<ProposalView>,
}

/// What waits for a second person, and what was decided.
pub(crate) fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    DECIDE.ask(&visit.actor)?;
    let w = words(visit.lang());
    let (mut waiting, mut decided) = (Vec::new(), Vec::new());
    for row in seen(tx, &visit.actor)? {
        let waits = row.decided_at.is_none() && row.valid_until > visit.now;
        let list = if waits { &mut waiting } else { &mut decided };
        list.push(view(tx, visit, ask, &row, waits)?);
    }
    let body = Html::of(&ProposalsTemplate { w, waiting, decided })?;
    let title = w.proposals();
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    row: &ProposalRow,
    waits: bool,
) -> Result<ProposalView, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let (act, two) = act_of(row)?;
    let changes = if waits {
        let given = given_of(tx, row, act)?;
        (two.changes)(tx, visit, &given)?
    } else {
        Vec::new()
    };
    let own = row.proposed_by == visit.actor.account;
    let alone =
        own && two.is_alone_in_emergency && people::is_in_emergency(tx, visit.actor.account)?;
    let shown: &[usize] = match (waits, own && !alone) {
        (false, _) => &[],
        (true, true) => &[1],
        (true, false) => &[0, 1],
    };
    let form = |index: &usize| {
        let button = if *index == 0 { "btn btn-primary" } else { "btn" };
        let form = Form::new(&ACTS[*index], visit, row.id.to_string(), &ask.draft).look("", button);
        let takes_back = *index == 1 && own;
        if takes_back { form.says(w.take_back_proposal()) } else { form }.html()
    };
    let outcome = match (row.is_confirmed, row.decided_by) {
        (Some(confirmed), Some(by)) => {
            let name = people::name_of(tx, by)?;
            Some(if confirmed { w.confirmed_by(name) } else { w.refused_by(name) })
        }
        _ if !waits => Some(w.proposal_over().to_owned()),
        _ => None,
    };
    Ok(ProposalView {
        title: (act.label)(lang),
        target: row.target.clone(),
        by: people::name_of(tx, row.proposed_by)?,
        at: visit.dates().near(row.proposed_at),
        changes,
        outcome,
        forms: shown.iter().map(form).collect::<Result<_, _>>()?,
    })
}

fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let item = |row: ProposalRow| {
        json!({
            "proposal": row.id, "act": row.act, "target": row.target, "proposed_at": row.proposed_at,
            "proposed_by": row.proposed_by, "valid_until": row.valid_until,
            "decided_at": row.decided_at, "confirmed": row.is_confirmed,
        })
    };
    let items: Vec<_> = seen(tx, &visit.actor)?.into_iter().map(item).collect();
    Json::of(&json!({ "items": items }))
}
