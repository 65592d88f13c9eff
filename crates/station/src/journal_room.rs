//! Reading the journal, and erasing a payload lawfully: the acts and views of the room that has
//! no pages of its own.

use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Id, Permission, Role, Scope};
use db::Tx;
use journal::Entry;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry::Vacant;
use ui::{
    Act, Ask, Change, Done, Field, Form, Given, Html, Json, Kind, Page, Retained, View, Visit,
    frame,
};

const PAGE: i64 = 50;

/// Reading who did what.
pub static READ: Permission = Permission {
    code: "journal.read",
    label: |lang| words(lang).read_journal(),
    grants: &[(Role::Auditor, Scope::Station)],
};

/// Erasing the payload of a line: the auditor proposes, the chief confirms.
pub static ERASE: Permission = Permission {
    code: "journal.erase",
    label: |lang| words(lang).erase(),
    grants: &[(Role::Auditor, Scope::Station), (Role::Chief, Scope::Station)],
};

/// The permissions of this room.
pub const PERMISSIONS: &[&Permission] = &[&READ, &ERASE];

/// What this room keeps for so long. Lines are kept for ever: the chain is whole or it is nothing.
pub static RETAINED: &[Retained] = &[
    Retained {
        code: "outcomes",
        label: |lang| words(lang).kept_outcomes(),
        days: 90,
        least_days: 90,
        source: |lang| words(lang).kept_for_retries(),
        dispose: journal::dispose_outcomes,
    },
    Retained {
        code: "attempts",
        label: |lang| words(lang).kept_attempts(),
        days: 7,
        least_days: 1,
        source: |lang| words(lang).kept_default(),
        dispose: journal::dispose_attempts,
    },
];

/// What can be done here.
pub static ACTS: &[Act] = &[Act::new(
    "journal.erase",
    "/journal/{position}/erasure",
    |lang| words(lang).erase(),
    &ERASE,
    &[Field::new("reason", |lang| words(lang).reason(), Kind::Line(200)).required()],
    erase,
    page,
)
.by_two(|_, visit, given| {
    let label = words(visit.lang()).reason().to_owned();
    Ok(vec![Change { label, was: String::new(), now: given.text("reason").to_owned() }])
})];

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/journal",
    permission: Some(&READ),
    query: &[Field::new("before", |lang| words(lang).before(), Kind::Whole(1, i64::MAX))],
    page: Some(page),
    data: Some(data),
    receipt: None,
}];

fn erase(tx: &mut Tx<'_>, actor: &Actor, position: &str, given: &Given) -> Result<Done, Fault> {
    let may = ERASE.ask(actor)?;
    let position: i64 = position.parse().map_err(|_| Fault::NotFound)?;
    let line = journal::erase(tx, actor, may.role, position, given.text("reason"))?;
    Ok(Done::changed("/journal", json!({ "position": position, "line": line })))
}

struct RowView {
    position: i64,
    at: String,
    time: String,
    name: String,
    capacity: &'static str,
    act: String,
    reason: String,
    erased: bool,
    open: bool,
    erase: Option<Html>,
}

#[derive(Template)]
#[template(path = "station/journal.html")]
struct JournalTemplate {
    w: Words,
    rows: Vec<RowView>,
    erases: bool,
    older: Option<i64>,
}

/// One page of lines, newest first, with the names of those who acted.
struct Lines {
    entries: Vec<Entry>,
    names: BTreeMap<Id, String>,
    older: Option<i64>,
}

impl Lines {
    fn read(tx: &mut Tx<'_>, before: i64) -> Result<Lines, Fault> {
        let entries = journal::list_entries(tx, before, PAGE)?;
        let mut names = BTreeMap::new();
        for account in entries.iter().flat_map(|entry| [Some(entry.account), first_of(entry)]) {
            let Some(account) = account else { continue };
            if let Vacant(place) = names.entry(account) {
                place.insert(people::name_of(tx, account)?);
            }
        }
        let full = i64::try_from(entries.len()).is_ok_and(|length| length == PAGE);
        let older = entries.last().map(|last| last.position).filter(|last| full && *last > 1);
        Ok(Lines { entries, names, older })
    }

    fn name(&self, account: Id) -> String {
        self.names.get(&account).cloned().unwrap_or_default()
    }
}

/// Who proposed what a second person confirmed.
fn first_of(entry: &Entry) -> Option<Id> {
    entry.particulars["proposed_by"].as_str()?.parse().ok()
}

/// Where this page begins; after a refusal, so that the line in question is on it.
fn before(ask: &Ask) -> i64 {
    let target = ask.draft.target.parse::<i64>().ok().filter(|_| !ask.draft.act.is_empty());
    ask.query.whole("before").or(target.map(|position| position + 1)).unwrap_or(i64::MAX)
}

fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ.ask(&visit.actor)?;
    let lines = Lines::read(tx, before(ask))?;
    let erases = ERASE.ask(&visit.actor).is_ok();
    let rows = lines.entries.iter().map(|entry| row(visit, ask, &lines, entry, erases));
    let w = words(visit.lang());
    let template =
        JournalTemplate { w, rows: rows.collect::<Result<_, _>>()?, erases, older: lines.older };
    let body = Html::of(&template)?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.journal(), class: "page", body, draft, ..Page::default() })
}

fn row(
    visit: &Visit,
    ask: &Ask,
    lines: &Lines,
    entry: &Entry,
    erases: bool,
) -> Result<RowView, Fault> {
    let target = entry.position.to_string();
    let erased = entry.particulars.is_null();
    let form = (erases && !erased).then(|| Form::new(&ACTS[0], visit, &target, &ask.draft).html());
    Ok(RowView {
        position: entry.position,
        at: entry.at.to_string(),
        time: visit.dates().full(entry.at),
        name: match first_of(entry) {
            Some(first) => {
                words(visit.lang()).two_names(lines.name(first), lines.name(entry.account))
            }
            None => lines.name(entry.account),
        },
        capacity: people::role_label(visit.lang(), entry.capacity),
        act: entry.act.clone(),
        reason: entry.reason.clone().unwrap_or_default(),
        erased,
        open: ask.draft.target == target,
        erase: form.transpose()?,
    })
}

fn data(tx: &mut Tx<'_>, _: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let lines = Lines::read(tx, before(ask))?;
    let item = |entry: &Entry| {
        json!({
            "position": entry.position,
            "at": entry.at,
            "account": entry.account,
            "name": lines.name(entry.account),
            "proposed_by": first_of(entry),
            "capacity": entry.capacity.code(),
            "act": entry.act,
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            "reason": entry.reason,
            "erased": entry.particulars.is_null(),
        })
    };
    let items: Vec<Value> = lines.entries.iter().map(item).collect();
    Json::of(&json!({ "items": items, "before": lines.older }))
}
