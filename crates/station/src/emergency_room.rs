//! Break-glass: the chief alone does some of what takes two (`ui::Act::alone_in_emergency`), for an hour at
//! most; security administrator and auditor are told at once, and the auditor looks at every line of it
//! within a day.

use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Id, Lang, Role};
use db::Tx;
use people::{BREAK_GLASS, Emergency, READ_EMERGENCIES, REVIEW_EMERGENCY};
use serde_json::{Value, json};
use ui::{Act, Ask, Done, Field, Form, Given, Html, Json, Kind, Page, View, Visit, act_of, frame};

/// How the auditor finds it.
const FOUND: &[&str] = &["right", "wrong"];

fn found_label(lang: Lang, code: &str) -> &'static str {
    if code == "right" { words(lang).emergency_right() } else { words(lang).emergency_wrong() }
}

/// What can be done here.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.begin_emergency",
        "/emergencies",
        |lang| words(lang).emergency_begin(),
        &BREAK_GLASS,
        &[Field::new("reason", |l| words(l).emergency_reason(), Kind::Line(200)).required()],
        begin,
        page,
    ),
    Act::new(
        "people.end_emergency",
        "/emergencies/{emergency}/ending",
        |lang| words(lang).emergency_end(),
        &BREAK_GLASS,
        &[],
        |tx, actor, target, _| {
            people::end_emergency(tx, actor, id_of(target)?)?;
            Ok(done())
        },
        page,
    ),
    Act::new(
        "people.review_emergency",
        "/emergencies/{emergency}/review",
        |lang| words(lang).emergency_review(),
        &REVIEW_EMERGENCY,
        &[
            Field::new("found", |l| words(l).emergency_found(), Kind::Code(FOUND, found_label))
                .required(),
            Field::new("words", |l| words(l).emergency_words(), Kind::Line(200)).required(),
        ],
        review,
        page,
    ),
];

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/emergencies",
    permission: Some(&READ_EMERGENCIES),
    query: &[],
    page: Some(page),
    data: Some(data),
    receipt: None,
}];

fn id_of(target: &str) -> Result<Id, Fault> {
    target.parse().map_err(|()| Fault::NotFound)
}

fn done() -> Done {
    Done::changed("/emergencies", json!({}))
}

/// Tells everybody in one of these offices.
fn tell(tx: &mut Tx<'_>, roles: &[Role], topic: &'static str, about: Id) -> Result<(), Fault> {
    for person in people::list_incumbents(tx)? {
        if roles.contains(&person.role) {
            notify::send(tx, person.account, topic, about)?;
        }
    }
    Ok(())
}

fn begin(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let id = people::begin_emergency(tx, actor, given.text("reason"))?;
    let told = [Role::Auditor, Role::SecurityAdmin, Role::Leader];
    tell(tx, &told, "people.emergency", id)?;
    Ok(Done::created("/emergencies", json!({ "emergency": id })))
}

fn review(tx: &mut Tx<'_>, actor: &Actor, target: &str, given: &Given) -> Result<Done, Fault> {
    let (id, is_right) = (id_of(target)?, given.text("found") == "right");
    let chief = people::review_emergency(tx, actor, id, is_right, given.text("words"))?;
    notify::send(tx, chief, "people.emergency_reviewed", id)?;
    Ok(done())
}

/// Tells that a review is overdue: whoever owes it, and whoever it is about.
///
/// # Errors
/// Those of the engine.
pub(crate) fn tell_overdue(tx: &mut Tx<'_>, system: &Actor, id: Id) -> Result<(), Fault> {
    let chief = people::note_overdue_review(tx, system, id)?;
    tell(tx, &[Role::Auditor, Role::SecurityAdmin], "people.overdue_review", id)?;
    notify::send(tx, chief, "people.overdue_review", id)
}

struct EmergencyView {
    who: String,
    from: String,
    until: String,
    is_on: bool,
    reason: String,
    /// What was done in it, as the journal has it.
    lines: Vec<String>,
    review: Option<String>,
    due: String,
    is_overdue: bool,
    form: Option<Html>,
}

#[derive(Template)]
#[template(path = "station/emergencies.html")]
struct EmergenciesTemplate {
    w: Words,
    begin: Option<Html>,
    list: Vec<EmergencyView>,
}

/// What somebody did from the first line of an emergency until it ended.
fn lines_of(tx: &mut Tx<'_>, one: &Emergency) -> Result<Vec<journal::Entry>, Fault> {
    let end = journal::position_at(tx, one.end().plus_seconds(1))?;
    journal::entries_by(tx, one.account_id, one.first_position, end)
}

fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    one: &Emergency,
) -> Result<EmergencyView, Fault> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let (reason, said) = people::open_emergency(tx, one)?;
    let line = |line: &journal::Entry| {
        let alone = line.particulars["proposed_by"].as_str() == Some(&line.account.to_string());
        let alone = if alone { w.emergency_alone() } else { "" };
        format!(
            "{} {} {alone}",
            dates.clock(line.at),
            crate::journal_room::called(visit.lang(), &line.act)
        )
    };
    let lines = lines_of(tx, one)?.iter().map(line).collect();
    let is_on = one.is_on(visit.now);
    let act = match (is_on, one.reviewed_at) {
        (true, _) if one.account_id == visit.actor.account => Some("people.end_emergency"),
        (false, None) if REVIEW_EMERGENCY.ask(&visit.actor).is_ok() => {
            Some("people.review_emergency")
        }
        _ => None,
    };
    let form = |name: &str| {
        Form::new(act_of(ACTS, name), visit, one.id.to_string(), &ask.draft)
            .look("", "btn btn-primary")
            .html()
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
        form: act.map(form).transpose()?,
    })
}

fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ_EMERGENCIES.ask(&visit.actor)?;
    let w = words(visit.lang());
    let all = people::list_emergencies(tx)?;
    let goes_on = all.iter().any(|one| one.is_on(visit.now));
    let may = BREAK_GLASS.ask(&visit.actor).is_ok() && !goes_on;
    let begin = act_of(ACTS, "people.begin_emergency");
    let begin =
        may.then(|| Form::new(begin, visit, "", &ask.draft).look("", "btn btn-primary").html());
    let list = all.iter().map(|one| view(tx, visit, ask, one)).collect::<Result<_, _>>()?;
    let body = Html::of(&EmergenciesTemplate { w, begin: begin.transpose()?, list })?;
    let (title, draft) = (w.emergencies(), Some(&ask.draft));
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let mut items: Vec<Value> = Vec::new();
    for one in people::list_emergencies(tx)? {
        let lines: Vec<Value> = lines_of(tx, &one)?
            .iter()
            .map(|line| json!({ "position": line.position, "at": line.at, "act": line.act }))
            .collect();
        items.push(json!({
            "emergency": one.id, "account": one.account_id, "began_at": one.began_at,
            "until": one.end(), "on": one.is_on(visit.now), "review_by": one.review_by_at,
            "reviewed_at": one.reviewed_at, "reviewed_by": one.reviewed_by, "right": one.is_right,
            "lines": lines,
        }));
    }
    Json::of(&json!({ "items": items }))
}
