//! Break-glass: the chief alone does some of what takes two (`ui::Act::alone_in_emergency`), for an hour at
//! most; security administrator and auditor are told at once, and the auditor looks at every line of it
//! within a day.

mod page;
mod told;

use crate::words::words;
use base::{Actor, Fault, Id, Lang, Role};
use db::Tx;
use page::{data, page};
use people::{BREAK_GLASS, READ_EMERGENCIES, REVIEW_EMERGENCY};
use serde_json::json;
use told::{LINE, WHOLE};
use ui::{Act, Done, Field, Given, Kind, View};

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
    )
    .judging(&WHOLE),
    Act::new(
        "people.review_line",
        "/emergency-lines/{line}/review",
        |lang| words(lang).emergency_judge(),
        &REVIEW_EMERGENCY,
        &[
            Field::new("found", |l| words(l).emergency_verdict(), Kind::Code(FOUND, found_label))
                .required(),
            Field::new("words", |l| words(l).emergency_line_words(), Kind::Line(200)),
        ],
        |tx, actor, line, given| {
            let position = line.parse().map_err(|_| Fault::NotFound)?;
            let is_right = given.text("found") == "right";
            people::review_line(tx, actor, position, is_right, given.maybe("words"))?;
            Ok(done())
        },
        page,
    )
    .judging(&LINE),
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
