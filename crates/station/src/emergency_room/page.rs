//! The page of emergencies: every line of one with what it changed, and beside it the verdict.

use super::told::{LINE, WHOLE, line_told};
use super::{ACTS, found_label};
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use people::{BREAK_GLASS, Emergency, READ_EMERGENCIES, Verdict};
use serde_json::{Value, json};
use ui::{Ask, Change, Form, Html, Json, Page, Visit, act_of, changes_html, frame};

struct LineView {
    about: Html,
    verdict: Option<String>,
    form: Option<Html>,
}

struct EmergencyView {
    who: String,
    from: String,
    until: String,
    is_on: bool,
    reason: String,
    lines: Vec<LineView>,
    review: Option<String>,
    due: String,
    is_overdue: bool,
    /// What the verdict on the whole is about.
    whole: Option<Html>,
    /// What stands in the way of it.
    left: Option<String>,
    form: Option<Html>,
}

#[derive(Template)]
#[template(path = "station/emergencies.html")]
struct EmergenciesTemplate {
    w: Words,
    begin: Option<Html>,
    list: Vec<EmergencyView>,
}

fn line_view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    one: &Emergency,
    line: &journal::Entry,
    verdict: Option<&Verdict>,
) -> Result<LineView, Fault> {
    let (position, label) = (line.position.to_string(), words(visit.lang()).line_act());
    let told = match verdict {
        Some(_) => None,
        None => LINE.told(tx, visit, &position)?,
    };
    let may = told.is_some();
    let lines = match told {
        Some(lines) => lines,
        None => line_told(tx, visit, one, line)?,
    };
    let act = act_of(ACTS, "people.review_line");
    let form = may.then(|| Form::new(act, visit, position, &ask.draft).look("", "btn").html());
    Ok(LineView {
        about: changes_html(visit.lang(), label, &lines)?,
        verdict: verdict.map(|verdict| said(tx, visit, verdict)).transpose()?,
        form: form.transpose()?,
    })
}

/// Who found what of a line.
fn said(tx: &mut Tx<'_>, visit: &Visit, verdict: &Verdict) -> Result<String, Fault> {
    let found = found_label(visit.lang(), if verdict.is_right { "right" } else { "wrong" });
    let words = people::open_verdict(tx, verdict)?.unwrap_or_default();
    Ok(format!("{} {found} {words}", people::name_of(tx, verdict.by_id)?).trim().to_owned())
}

fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    one: &Emergency,
) -> Result<EmergencyView, Fault> {
    let (w, dates, id) = (words(visit.lang()), visit.dates(), one.id.to_string());
    let (reason, said) = people::open_emergency(tx, one)?;
    let verdicts = people::list_verdicts(tx, one.id)?;
    let (mut lines, mut open) = (Vec::new(), 0);
    for line in people::lines_of(tx, one)? {
        let verdict = verdicts.iter().find(|verdict| verdict.position == line.position);
        open += usize::from(verdict.is_none());
        lines.push(line_view(tx, visit, ask, one, &line, verdict)?);
    }
    let (is_on, reviewed) = (one.is_on(visit.now), one.reviewed_at.is_some());
    let whole = WHOLE.html(tx, visit, &id, w.emergency_review())?;
    let act = match (is_on, whole.is_some()) {
        (true, _) if one.account_id == visit.actor.account => Some("people.end_emergency"),
        (false, true) => Some("people.review_emergency"),
        _ => None,
    };
    let form = |name: &str| {
        let form = Form::new(act_of(ACTS, name), visit, &id, &ask.draft);
        form.look("", "btn btn-primary").html()
    };
    let review = match (one.reviewed_by, one.is_right, said) {
        (Some(by), Some(is_right), Some(said)) => {
            let found = found_label(visit.lang(), if is_right { "right" } else { "wrong" });
            Some(w.emergency_said(people::name_of(tx, by)?, found, said))
        }
        _ => None,
    };
    Ok(EmergencyView {
        who: people::name_of(tx, one.account_id)?,
        from: dates.full(one.began_at),
        until: dates.clock(one.end()),
        is_on,
        reason,
        lines,
        is_overdue: review.is_none() && one.review_by_at <= visit.now,
        review,
        due: dates.full(one.review_by_at),
        left: (!is_on && !reviewed && open > 0).then(|| w.emergency_left(open)),
        whole,
        form: act.map(form).transpose()?,
    })
}

pub(super) fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ_EMERGENCIES.ask(&visit.actor)?;
    let w = words(visit.lang());
    let all = people::list_emergencies(tx)?;
    // While one goes on, or waits for its review, there is no other.
    let free = all.iter().all(|one| one.reviewed_at.is_some());
    let may = BREAK_GLASS.ask(&visit.actor).is_ok() && free;
    let begin = act_of(ACTS, "people.begin_emergency");
    let begin =
        may.then(|| Form::new(begin, visit, "", &ask.draft).look("", "btn btn-primary").html());
    let list = all.iter().map(|one| view(tx, visit, ask, one)).collect::<Result<_, _>>()?;
    let body = Html::of(&EmergenciesTemplate { w, begin: begin.transpose()?, list })?;
    let (title, draft) = (w.emergencies(), Some(&ask.draft));
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

pub(super) fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let mut items: Vec<Value> = Vec::new();
    for one in people::list_emergencies(tx)? {
        let verdicts = people::list_verdicts(tx, one.id)?;
        let mut lines = Vec::new();
        for line in people::lines_of(tx, &one)? {
            let told = match LINE.told(tx, visit, &line.position.to_string())? {
                Some(told) => told,
                None => line_told(tx, visit, &one, &line)?,
            };
            let verdict = verdicts.iter().find(|verdict| verdict.position == line.position);
            lines.push(json!({
                "position": line.position, "at": line.at, "act": line.act,
                "right": verdict.map(|verdict| verdict.is_right),
                "changes": told.into_iter().map(change).collect::<Vec<_>>(),
            }));
        }
        WHOLE.told(tx, visit, &one.id.to_string())?;
        items.push(json!({
            "emergency": one.id, "account": one.account_id, "began_at": one.began_at,
            "until": one.end(), "on": one.is_on(visit.now), "review_by": one.review_by_at,
            "reviewed_at": one.reviewed_at, "reviewed_by": one.reviewed_by, "right": one.is_right,
            "lines": lines,
        }));
    }
    Json::of(&json!({ "items": items }))
}

fn change(line: Change) -> Value {
    json!({ "label": line.label, "was": line.was, "now": line.now })
}
