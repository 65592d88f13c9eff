//! What is kept for how long, and what went: the rules of every room in one table, the night's removals,
//! their certificates.

use crate::rooms;
use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Lang, Permission, Role, Scope, Time};
use db::{Class, Db, Tx};
use people::{Disposal, RetentionRule, retention_at};
use serde_json::{Value, json};
use ui::{
    Ask, Field, Html, Json, Kind, NewRule, Page, Retained, Row, RuleTable, RuleVersion, View,
    Visit, frame, read_rules, say,
};

/// Looking at what was removed.
pub static READ_DISPOSALS: Permission = Permission {
    code: "people.read_disposals",
    label: |lang| words(lang).disposals(),
    grants: &[
        (Role::Chief, Scope::Station),
        (Role::SystemAdmin, Scope::Station),
        (Role::Auditor, Scope::Station),
    ],
};

/// So many certificates stand on a page.
const PAGE: i64 = 50;
/// Nothing is kept longer by a rule: what stays for ever has none.
const LONGEST: i64 = 36_525;

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/disposals",
    permission: Some(&READ_DISPOSALS),
    query: &[Field::new("before", |lang| words(lang).before(), Kind::Whole(1, i64::MAX))],
    page: Some(page),
    data: Some(data),
    receipt: None,
}];

/// For how long what is kept, as a table of rules.
pub static RULE_TABLES: &[RuleTable] = &[RuleTable {
    code: "retention",
    title: |lang| words(lang).retention(),
    hint: |lang| words(lang).retention_hint(),
    heads,
    list: |_, tx, lang| {
        let stored = people::list_retention(tx)?;
        let version = |class: &Retained, rule: RetentionRule| RuleVersion {
            key: class.code.to_owned(),
            version: rule.version,
            from: rule.valid_from,
            cells: cells(lang, class, rule.days),
            source: rule.source,
        };
        let of = |class: &'static Retained| {
            let own = retention_at(&[], class, Time::default());
            let set = stored.iter().filter(|rule| rule.class == class.code).cloned();
            std::iter::once(own).chain(set).map(|rule| version(class, rule)).collect::<Vec<_>>()
        };
        Ok(rooms::retained().flat_map(of).collect())
    },
    read: |_, _, lang, rows| {
        let new = |((class, days), source): (Kept, String)| NewRule {
            key: class.code.to_owned(),
            cells: cells(lang, class, days),
            source,
        };
        Ok(kept(rows)?.into_iter().map(new).collect())
    },
    write: |_, tx, new| {
        for ((class, days), source) in kept(new.rows)? {
            let (version, valid_from) = (new.next(class.code), new.from);
            let class = class.code.to_owned();
            let rule = RetentionRule { class, version, days, source, valid_from };
            people::insert_retention(tx, &rule)?;
        }
        Ok(())
    },
}];

/// A class and for how many days it is kept.
type Kept = (&'static Retained, i64);

fn heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.retention_what(), w.retention_days(), w.retention_least()]
}

fn cells(lang: Lang, class: &Retained, days: i64) -> Vec<String> {
    vec![(class.label)(lang).to_owned(), days.to_string(), class.least_days.to_string()]
}

fn kept(rows: &[Row]) -> Result<Vec<(Kept, String)>, Fault> {
    read_rules(
        rows,
        heads,
        |(class, _): &Kept| class.code.to_owned(),
        |row| {
            let cell = row.cell(0);
            let called = |class: &&Retained| {
                class.code == cell || Lang::ALL.iter().any(|lang| (class.label)(*lang) == cell)
            };
            let none = say(|lang| words(lang).retention_no_class());
            let class = rooms::retained().find(called).ok_or(none)?;
            let days = row.cell(1).parse().ok();
            let days = days.filter(|days| (class.least_days..=LONGEST).contains(days));
            Ok((class, days.ok_or(say(|lang| words(lang).retention_too_short()))?))
        },
    )
}

/// Removes some of what is due tonight in one station, an act for each class: clocks come between. For a
/// thread that may wait.
///
/// # Errors
/// Those of the engine. A class that cannot be gone through is left for the next night and told in the
/// log.
pub(crate) fn run(db: &Db, system: &Actor) -> Result<(), Fault> {
    let mut is_done = true;
    for class in rooms::retained() {
        let actor = system.clone();
        let act = move |tx: &mut Tx<'_>| people::dispose(tx, &actor, class);
        match db.write_waiting(Class::Ordinary, system.station, act) {
            Ok(more) => is_done &= !more,
            Err(fault) => tracing::warn!(%fault, class = class.code, "could not be removed"),
        }
    }
    match is_done {
        true => db.write_waiting(Class::Ordinary, system.station, people::end_disposal),
        false => Ok(()),
    }
}

struct DisposalView {
    number: i64,
    year: String,
    what: String,
    count: String,
    rule: String,
    at: String,
    position: i64,
}

#[derive(Template)]
#[template(path = "station/disposals.html")]
struct DisposalsTemplate {
    w: Words,
    station: String,
    rows: Vec<DisposalView>,
    older: Option<i64>,
}

fn label_of(lang: Lang, code: &str) -> String {
    let class = rooms::retained().find(|class| class.code == code);
    class.map_or_else(|| code.to_owned(), |class| (class.label)(lang).to_owned())
}

fn read(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<(Vec<Disposal>, Option<i64>), Fault> {
    READ_DISPOSALS.ask(&visit.actor)?;
    let before = ask.query.whole("before").unwrap_or(i64::MAX);
    let rows = people::list_disposals(tx, before, PAGE)?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|length| length == PAGE);
    let older = rows.last().map(|last| last.number).filter(|last| is_full && *last > 1);
    Ok((rows, older))
}

fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let (rows, older) = read(tx, visit, ask)?;
    let view = |row: Disposal| DisposalView {
        number: row.number,
        year: row.day.get(..4).unwrap_or_default().to_owned(),
        what: label_of(lang, &row.class),
        count: w.disposal_count(row.row_count, dates.day_field(row.before_at)),
        rule: w.disposal_rule(row.days, row.rule_version, &row.source),
        at: dates.full(row.at),
        position: row.position,
    };
    let station = visit.station.name.clone();
    let rows = rows.into_iter().map(view).collect();
    let body = Html::of(&DisposalsTemplate { w, station, rows, older })?;
    frame(visit, &Page { title: w.disposals(), class: "page", body, ..Page::default() })
}

fn data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let (rows, older) = read(tx, visit, ask)?;
    let item = |row: &Disposal| {
        json!({
            "number": row.number, "day": row.day, "class": row.class, "before": row.before_at,
            "rows": row.row_count, "days": row.days, "version": row.rule_version,
            "source": row.source, "at": row.at, "line": row.position,
        })
    };
    let items: Vec<Value> = rows.iter().map(item).collect();
    Json::of(&json!({ "items": items, "before": older }))
}
