//! The pages of proposals: those that wait, each with what it would change beside its buttons, and one
//! that was decided, as it was decided.

use super::{ACTS, CONFIRMED, DECIDE, Proposed, REFUSED, kept, seen};
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, Change, Form, Html, Json, Page, Visit, act_of, changes_html, frame};

/// One that waits.
struct WaitingView {
    title: String,
    note: String,
    about: Html,
    readers: Vec<String>,
    forms: Vec<Html>,
}

/// One that was decided.
struct DecidedView {
    see: String,
    title: String,
    by: String,
    outcome: String,
}

#[derive(Template)]
#[template(path = "station/proposals.html")]
struct ProposalsTemplate {
    w: Words,
    waiting: Vec<WaitingView>,
    decided: Vec<DecidedView>,
}

#[derive(Template)]
#[template(path = "station/proposal.html")]
struct ProposalTemplate {
    w: Words,
    title: String,
    outcome: String,
    about: Option<Html>,
    readers: Vec<String>,
}

/// What waits for a second person, and what was decided.
pub(super) fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    DECIDE.ask(&visit.actor)?;
    let w = words(visit.lang());
    let (mut waiting, mut decided) = (Vec::new(), Vec::new());
    for one in seen(tx, visit)? {
        if waits(visit, &one) {
            waiting.extend(view(tx, visit, ask, &one)?);
        } else {
            let (by, at) = (one.row.proposed_by, visit.dates().near(one.row.proposed_at));
            decided.push(DecidedView {
                see: format!("/proposals/{}", one.row.id),
                title: title(visit, &one),
                by: format!("{} {at}", people::name_of(tx, by)?),
                outcome: outcome(tx, visit, &one)?,
            });
        }
    }
    let body = Html::of(&ProposalsTemplate { w, waiting, decided })?;
    framed(visit, ask, w.proposals(), body)
}

/// One proposal: to decide on while it waits, to read afterwards.
pub(super) fn one(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let one = Proposed::load(tx, &visit.actor, &ask.target)?;
    let w = words(visit.lang());
    let body = if waits(visit, &one) {
        let waiting = view(tx, visit, ask, &one)?.into_iter().collect();
        Html::of(&ProposalsTemplate { w, waiting, decided: Vec::new() })?
    } else {
        let title = title(visit, &one);
        let lines = kept(tx, visit.lang(), &one)?;
        let about = lines.map(|lines| changes_html(visit.lang(), &title, &lines)).transpose()?;
        let (outcome, readers) = (outcome(tx, visit, &one)?, readers(tx, visit, &one)?);
        Html::of(&ProposalTemplate { w, title, outcome, about, readers })?
    };
    framed(visit, ask, w.proposals(), body)
}

fn framed(visit: &Visit, ask: &Ask, title: &str, body: Html) -> Result<Html, Fault> {
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

fn waits(visit: &Visit, one: &Proposed) -> bool {
    one.row.decided_at.is_none() && one.row.valid_until > visit.now
}

fn title(visit: &Visit, one: &Proposed) -> String {
    format!("{} {}", (one.act.label)(visit.lang()), one.row.target).trim().to_owned()
}

/// What it would change, and below it what this visitor may do about it. What cannot be told any more (what
/// it was for is gone) can only be taken away.
fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    one: &Proposed,
) -> Result<Option<WaitingView>, Fault> {
    let (w, id, title) = (words(visit.lang()), one.row.id.to_string(), title(visit, one));
    let second = CONFIRMED.told(tx, visit, &id)?;
    let may_confirm = second.is_some();
    let lines = match second {
        Some(lines) => Some(lines),
        None => REFUSED.told(tx, visit, &id)?,
    };
    let Some(lines) = lines else { return Ok(None) };
    let mut forms = Vec::new();
    if may_confirm {
        forms.push(confirming(tx, visit, ask, one)?);
    }
    let refusing = form(visit, ask, "people.refuse_proposal", &id).look("", "btn");
    let own = one.is_own(&visit.actor);
    forms.push(if own { refusing.says(w.take_back_proposal()) } else { refusing }.html()?);
    Ok(Some(WaitingView {
        note: w.proposal_waits(visit.dates().day_field(one.row.valid_until)),
        about: changes_html(visit.lang(), &title, &lines)?,
        title,
        readers: readers(tx, visit, one)?,
        forms,
    }))
}

/// The button that confirms says where it holds at once; the day from which it holds else stands above it.
fn confirming(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, one: &Proposed) -> Result<Html, Fault> {
    let w = words(visit.lang());
    let form = form(visit, ask, "people.confirm_proposal", &one.row.id.to_string());
    let form = form.look("", "btn btn-primary");
    let later = one.given(tx).is_ok_and(|given| given.day("from").is_some());
    if later { form } else { form.says(w.confirm_at_once()) }.html()
}

fn form<'a>(visit: &'a Visit, ask: &'a Ask, name: &str, id: &str) -> Form<'a> {
    let act: &'static Act = act_of(ACTS, name);
    Form::new(act, visit, id, &ask.draft)
}

/// Who has read what they decide on.
fn readers(tx: &mut Tx<'_>, visit: &Visit, one: &Proposed) -> Result<Vec<String>, Fault> {
    let shown = people::list_shown(tx, CONFIRMED.kind, &one.row.id.to_string())?;
    let line =
        |(account, at)| Ok(format!("{} {}", people::name_of(tx, account)?, visit.dates().full(at)));
    shown.into_iter().map(line).collect()
}

/// How it ended, and from when it holds.
fn outcome(tx: &mut Tx<'_>, visit: &Visit, one: &Proposed) -> Result<String, Fault> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let (Some(confirmed), Some(by), Some(at)) =
        (one.row.is_confirmed, one.row.decided_by, one.row.decided_at)
    else {
        return Ok(w.proposal_over().to_owned());
    };
    let (name, time) = (people::name_of(tx, by)?, dates.full(at));
    if !confirmed {
        let own = by == one.row.proposed_by;
        return Ok(if own { w.taken_back_by(name, time) } else { w.refused_by(name, time) });
    }
    let holds = match one.given(tx)?.day("from") {
        Some(day) => w.holds_from(dates.day_field(day)),
        None => w.holds_since(dates.full(at)),
    };
    Ok(format!("{} · {holds}", w.confirmed_by(name, time)))
}

fn item(one: &Proposed) -> Value {
    let row = &one.row;
    json!({
        "proposal": row.id, "act": row.act, "target": row.target, "proposed_at": row.proposed_at,
        "proposed_by": row.proposed_by, "valid_until": row.valid_until,
        "decided_at": row.decided_at, "confirmed": row.is_confirmed,
    })
}

pub(super) fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let items: Vec<Value> = seen(tx, visit)?.iter().map(item).collect();
    Json::of(&json!({ "items": items }))
}

/// The same as the page says, so that a program too decides on what it was shown.
pub(super) fn one_data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let one = Proposed::load(tx, &visit.actor, &ask.target)?;
    let lines = if waits(visit, &one) {
        REFUSED.told(tx, visit, &ask.target)?
    } else {
        kept(tx, visit.lang(), &one)?
    };
    let line = |line: Change| json!({ "label": line.label, "was": line.was, "now": line.now });
    let mut body = item(&one);
    body["changes"] = lines.unwrap_or_default().into_iter().map(line).collect();
    Json::of(&body)
}
