//! Whom the plan proposes, as a form.

use crate::actions::{self, Proposal};
use crate::api::act;
use crate::pages::bells::Manners;
use crate::pages::parts::level_view;
use crate::rules::HelpRule;
use crate::sql;
use crate::words::{Words, danger_label, words};
use askama::Template;
use base::{Fault, Lang, Role};
use db::Tx;
use matters::Matter;
use ui::{Ask, Form, Html, Visit};

/// Where the form stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum At {
    /// On the incident's page.
    Page,
    /// In the pane beside the queue, where it is what the desk came for.
    Pane,
}

#[derive(Template)]
#[template(path = "incidents/dispatch.html")]
struct DispatchTemplate {
    w: Words,
    /// What the two controls that are laid out here are called.
    ids: [String; 2],
    action: String,
    form_key: String,
    back: String,
    in_pane: bool,
    people: Vec<PersonView>,
    /// Who is not on duty, and whether one of them was chosen.
    others: Vec<PersonView>,
    others_open: bool,
    notes: Vec<String>,
    ask_reason: bool,
    reason: String,
    wrong: Vec<String>,
    plan: String,
    /// The field for when they were sent, of a call entered later from paper.
    sent_at: Option<Html>,
}

struct PersonView {
    id: String,
    name: String,
    role: &'static str,
    note: String,
    /// Whether their phone can ring.
    bell: Html,
    chosen: bool,
    sent: bool,
}

/// The plan's proposal as a form; chosen people are ticked.
pub(crate) fn dispatch_form(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    at: At,
) -> Result<Html, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let proposal = actions::propose(tx, matter)?;
    let send = act("incidents.dispatch");
    let draft = ask.draft.of(send).filter(|draft| draft.target == matter.number);
    let typed = |id: &str| {
        draft.map(|d| d.typed.get("receivers").is_some_and(|v| v.iter().any(|one| one == id)))
    };
    // Reinforcement is decided person by person; only the first sending is ticked by the plan.
    let first = !proposal.people.iter().any(|p| p.sent && p.role != Role::Assistant);
    let manners = Manners::load(tx, visit)?;
    let person = |p: &actions::Proposed| -> Result<PersonView, Fault> {
        let id = p.account.to_string();
        Ok(PersonView {
            bell: manners.html(visit, p.account, p.role, false)?,
            chosen: typed(&id).unwrap_or(p.chosen && first),
            id,
            name: p.name.clone(),
            role: people::role_label(lang, p.role),
            note: note(w, p),
            sent: p.sent,
        })
    };
    let (kind, level, version, _) = &proposal.plan;
    let entered = sql::find_incident(tx, matter)?.is_some_and(|row| row.entered_at.is_some());
    let form = Form::new(send, visit, &matter.number, &ask.draft);
    Html::of(&DispatchTemplate {
        sent_at: if entered { Some(form.field("at")?) } else { None },
        w,
        ids: [form.id("receivers"), form.id("police_only")],
        action: form.action(),
        form_key: visit.form_key(),
        back: match at {
            At::Page => visit.path.clone(),
            At::Pane => format!("/board?selected={}", matter.number),
        },
        in_pane: at == At::Pane,
        others_open: proposal
            .people
            .iter()
            .any(|p| !p.on_duty && typed(&p.account.to_string()) == Some(true)),
        others: list(&proposal, person, |p| !p.on_duty && !p.sent)?,
        people: list(&proposal, person, |p| p.on_duty || p.sent)?,
        notes: notes(tx, lang, matter, &proposal)?,
        ask_reason: proposal.help == HelpRule::Expected,
        reason: draft.and_then(|d| d.typed("police_only")).unwrap_or_default().to_owned(),
        wrong: draft.map_or(Vec::new(), |d| {
            d.refusals.iter().map(|r| r.text.in_lang(lang).to_owned()).collect()
        }),
        plan: w.plan_follows(plan_line(tx, lang, kind, *level, *version)?),
    })
}

fn list(
    proposal: &Proposal,
    view: impl Fn(&actions::Proposed) -> Result<PersonView, Fault>,
    shown: fn(&&actions::Proposed) -> bool,
) -> Result<Vec<PersonView>, Fault> {
    proposal.people.iter().filter(shown).map(view).collect()
}

/// What is missing, and why nobody of the village is called.
fn notes(
    tx: &mut Tx<'_>,
    lang: Lang,
    matter: &Matter,
    proposal: &Proposal,
) -> Result<Vec<String>, Fault> {
    let w = words(lang);
    let mut notes = Vec::new();
    let [officers, auxiliaries, assistants] = proposal.missing;
    if officers > 0 {
        notes.push(w.missing_officers(officers));
    }
    if auxiliaries > 0 {
        notes.push(w.missing_auxiliaries(auxiliaries));
    }
    if assistants > 0 {
        let villages = people::list_villages(tx)?;
        let village = villages.into_iter().find(|v| Some(v.id) == matter.village_id);
        notes.push(match village {
            Some(village) => w.missing_assistant(village.name),
            None => w.missing_assistant_nowhere().to_owned(),
        });
    }
    match proposal.help {
        HelpRule::Blocked(danger) => notes.push(w.assistant_blocked(danger_label(lang, danger))),
        HelpRule::NotWanted => notes.push(w.help_not_wanted().to_owned()),
        HelpRule::Expected | HelpRule::AsPlanned => {}
    }
    Ok(notes)
}

/// A plan in words; `*` and 0 stand for every kind and level.
pub(super) fn plan_line(
    tx: &mut Tx<'_>,
    lang: Lang,
    kind: &str,
    level: i64,
    version: i64,
) -> Result<String, Fault> {
    let w = words(lang);
    let code = sql::find_code(tx, "incident-kinds", kind)?;
    let kind = code.as_ref().map_or(w.plan_every_kind(), |code| code.label(lang));
    let level = match level {
        0 => w.plan_every_level().to_owned(),
        level => level_view(lang, level).label,
    };
    Ok(w.plan_line(kind, level, version))
}

/// Why somebody is proposed first, or last.
fn note(w: Words, person: &actions::Proposed) -> String {
    let near = person.near.then(|| w.dispatch_near().to_owned());
    let busy = (person.in_hand > 0 && !person.sent).then(|| w.dispatch_in_hand(person.in_hand));
    near.into_iter().chain(busy).collect::<Vec<_>>().join(" ")
}
