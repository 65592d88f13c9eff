//! Rules that the station keeps as data: each table as its room declares it, every rule with version,
//! source and since when; another version takes two people.

use crate::rooms;
use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Lang, Permission, Role, Scope, Time};
use db::Tx;
use journal::{Line, Subject};
use serde_json::{Value, json};
use ui::{
    Act, Ask, CHECKED, Change, Dates, Done, Draft, Field, Form, Given, Html, Input, Json, Kind,
    NewRule, NewVersions, Page, Row, RuleTable, RuleVersion, View, Visit, act_of, below_head,
    changes_html, frame, group, look_first, readable,
};

/// Looking at rules, and proposing or confirming another version.
pub static EDIT_RULES: Permission = Permission {
    code: "station.edit_rules",
    label: |lang| words(lang).rules(),
    grants: &[
        (Role::SystemAdmin, Scope::Station),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// So many rules are changed at once.
const MOST: usize = 200;
/// A rule is set for a year ahead at most: a wrong year is no plan.
const FARTHEST_S: i64 = 366 * 86_400;

/// What can be done with rules.
pub static ACTS: &[Act] = &[Act::new(
    "station.set_rules",
    "/rules",
    |lang| words(lang).rule_set(),
    &EDIT_RULES,
    &[
        Field::new("table", |l| words(l).rules(), Kind::Choice).required(),
        Field::new("rows", |l| words(l).rule_rows(), Kind::Rows(MOST)).required(),
        Field::new("from", |l| words(l).rule_day(), Kind::Day),
        CHECKED,
    ],
    |tx, actor, _, given| set(tx, actor, given),
    page,
)
.by_two(changes, |tx, given| {
    let table = table_of(given.text("table"))?;
    let read = (table.read)(table, tx, Lang::Zh, &given.rows("rows"))?;
    Ok(read.iter().map(|rule| format!("{} {}", table.code, group(&rule.key))).collect())
})];

/// What can be looked at of rules.
pub static VIEWS: &[View] = &[
    View {
        path: "/rules",
        permission: Some(&EDIT_RULES),
        query: &[],
        page: Some(page),
        data: Some(list),
        receipt: None,
    },
    View {
        path: "/rules/{table}",
        permission: Some(&EDIT_RULES),
        query: &[Field::new("rule", |l| words(l).rule_change(), Kind::Line(40))],
        page: Some(page),
        data: Some(data),
        receipt: None,
    },
];

fn table_of(code: &str) -> Result<&'static RuleTable, Fault> {
    let found = rooms::rule_tables().find(|table| table.code == code);
    found.ok_or_else(|| Fault::at("table", "no_table", |lang| words(lang).rule_none()))
}

/// The versions of one rule, the newest first.
struct Standing<'v> {
    versions: Vec<&'v RuleVersion>,
    now: Time,
}

impl<'v> Standing<'v> {
    /// Every rule with its versions, in the order of the table.
    fn all(versions: &'v [RuleVersion], now: Time) -> Vec<Standing<'v>> {
        let mut keys: Vec<&str> = Vec::new();
        for version in versions {
            if !keys.contains(&version.key.as_str()) {
                keys.push(&version.key);
            }
        }
        keys.into_iter().map(|key| Standing::of(versions, key, now)).collect()
    }

    fn of(versions: &'v [RuleVersion], key: &str, now: Time) -> Standing<'v> {
        let mut versions: Vec<_> = versions.iter().filter(|one| one.key == key).collect();
        versions.sort_by_key(|one| std::cmp::Reverse(one.version));
        Standing { versions, now }
    }

    /// The one in force.
    fn present(&self) -> Option<&'v RuleVersion> {
        self.versions.iter().copied().find(|one| one.from <= self.now)
    }

    /// Those that are still to come, the soonest first.
    fn to_come(&self) -> impl Iterator<Item = &'v RuleVersion> {
        let present = self.present().map_or(0, |one| one.version);
        self.versions.iter().copied().rev().filter(move |one| one.version > present)
    }

    fn before(&self) -> impl Iterator<Item = &'v RuleVersion> {
        let present = self.present().map_or(0, |one| one.version);
        self.versions.iter().copied().filter(move |one| one.version < present)
    }
}

/// From when a change holds.
fn from_of(given: &Given, now: Time) -> Result<Time, Fault> {
    match given.day("from") {
        Some(day) if day <= now || day > now.plus_seconds(FARTHEST_S) => {
            Err(Fault::at("from", "past", |lang| words(lang).rule_past()))
        }
        day => Ok(day.unwrap_or(now)),
    }
}

/// A row that changes something: what stood, and what shall stand.
struct Asked {
    row: Row,
    was: Option<RuleVersion>,
    now: NewRule,
}

impl Asked {
    fn change(&self) -> Change {
        let was = self.was.as_ref().map(|was| line_of(&was.cells, &was.source));
        Change {
            label: self.now.cells.first().cloned().unwrap_or_default(),
            was: was.unwrap_or_default(),
            now: line_of(&self.now.cells, &self.now.source),
        }
    }
}

/// Every version that stands, and what rows would change; those that stand that way already are passed
/// over.
fn asked(
    tx: &mut Tx<'_>,
    lang: Lang,
    table: &RuleTable,
    rows: &[Row],
    from: Time,
) -> Result<(Vec<RuleVersion>, Vec<Asked>), Fault> {
    let versions = (table.list)(table, tx, lang)?;
    let read = (table.read)(table, tx, lang, rows)?;
    let mut changes = Vec::new();
    for (row, now) in below_head(rows, table.heads).zip(read) {
        // What is changed for a day to come follows what stands then.
        let was = Standing::of(&versions, &now.key, from).present().cloned();
        if was.as_ref().is_none_or(|was| (&was.cells, &was.source) != (&now.cells, &now.source)) {
            changes.push(Asked { row: row.clone(), was, now });
        }
    }
    if changes.is_empty() {
        return Err(Fault::at("rows", "same", |lang| words(lang).rule_same()));
    }
    Ok((versions, changes))
}

fn set(tx: &mut Tx<'_>, actor: &Actor, given: &Given) -> Result<Done, Fault> {
    let may = EDIT_RULES.ask(actor)?;
    let (table, from) = (table_of(given.text("table"))?, from_of(given, tx.now())?);
    let (standing, changes) = asked(tx, actor.lang, table, &given.rows("rows"), from)?;
    look_first(given, |lang| words(lang).rule_read(changes.len()))?;
    let mut change = journal::begin(tx)?;
    let rows: Vec<Row> = changes.iter().map(|asked| asked.row.clone()).collect();
    (table.write)(table, tx, &NewVersions { rows: &rows, from, standing: &standing })?;
    let keys: Vec<&str> = changes.iter().map(|asked| asked.now.key.as_str()).collect();
    let line = Line {
        act: "station.set_rules",
        subject: Subject { kind: "account", id: actor.account },
        capacity: may.role,
        reason: None,
        particulars: json!({ "table": table.code, "rules": keys, "from": from }),
    };
    journal::record(tx, &mut change, actor, line)?;
    Ok(Done::changed(format!("/rules/{}", table.code), json!({ "changed": keys.len() })))
}

/// The cells of a rule and where it comes from, in one line.
fn line_of(cells: &[String], source: &str) -> String {
    let mut parts: Vec<&str> = cells.iter().map(String::as_str).collect();
    parts.retain(|cell| !cell.is_empty());
    parts.push(source);
    parts.join(" · ")
}

/// What would stand otherwise, for who proposes and for who confirms.
fn changes(tx: &mut Tx<'_>, visit: &Visit, _: &str, given: &Given) -> Result<Vec<Change>, Fault> {
    let (w, table) = (words(visit.lang()), table_of(given.text("table"))?);
    let from = from_of(given, tx.now())?;
    let (standing, asked) = asked(tx, visit.lang(), table, &given.rows("rows"), from)?;
    let mut list: Vec<Change> = asked.iter().map(Asked::change).collect();
    let title = (table.title)(visit.lang()).to_owned();
    let now = given.day("from").map(|day| w.rule_to_come(visit.dates().day_field(day)));
    list.insert(0, Change { label: title, was: String::new(), now: now.unwrap_or_default() });
    for one in overtaken(&standing, &asked, from, visit.now) {
        let was = format!(
            "{} {}",
            w.rule_to_come(visit.dates().day_field(one.from)),
            line_of(&one.cells, &one.source)
        );
        list.push(Change { label: w.rule_overtaken().to_owned(), was, now: String::new() });
    }
    Ok(list)
}

/// Versions that were still to come, and do not come any more once this is confirmed.
fn overtaken<'v>(
    standing: &'v [RuleVersion],
    asked: &[Asked],
    from: Time,
    now: Time,
) -> impl Iterator<Item = &'v RuleVersion> {
    let changed = |one: &RuleVersion| asked.iter().any(|a| group(&a.now.key) == group(&one.key));
    let comes = move |one: &RuleVersion| {
        Standing::of(standing, &one.key, now).to_come().any(|other| other == one)
    };
    standing.iter().filter(move |one| one.from > from && changed(one) && comes(one))
}

struct RuleView {
    cells: Vec<String>,
    source: String,
    version: String,
    since: String,
    edit: String,
    to_come: Vec<String>,
    before: Vec<String>,
}

#[derive(Template)]
#[template(path = "station/rules.html")]
struct RulesTemplate {
    w: Words,
    /// Address, title, whether it is the one shown.
    tables: Vec<(String, &'static str, bool)>,
    /// Whether the reader may go on to the plans, and to the calendar.
    plans: bool,
    calendar: bool,
    chosen: Option<Chosen>,
}

/// Whether the reader may open the page at `path`.
fn opens(visit: &Visit, path: &str) -> bool {
    let view = rooms::views().into_iter().find(|view| view.path == path);
    view.and_then(|view| view.permission).is_some_and(|asked| asked.ask(&visit.actor).is_ok())
}

/// The table that is shown.
struct Chosen {
    title: &'static str,
    hint: &'static str,
    heads: Vec<&'static str>,
    rules: Vec<RuleView>,
    preview: Option<Html>,
    form: Html,
}

fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_RULES.ask(&visit.actor)?;
    let (w, lang, act) = (words(visit.lang()), visit.lang(), act_of(ACTS, "station.set_rules"));
    let typed = ask.draft.of(act).and_then(|draft| draft.typed("table"));
    let code = typed.unwrap_or(&ask.target);
    let table = rooms::rule_tables().find(|table| table.code == code);
    if table.is_none() && !ask.target.is_empty() {
        return Err(Fault::NotFound);
    }
    let tab = |one: &'static RuleTable| {
        (format!("/rules/{}", one.code), (one.title)(lang), one.code == code)
    };
    let template = RulesTemplate {
        w,
        tables: rooms::rule_tables().map(tab).collect(),
        plans: opens(visit, "/plans"),
        calendar: opens(visit, "/calendar"),
        chosen: table.map(|table| chosen(tx, visit, ask, table)).transpose()?,
    };
    let (title, draft) = (w.rules(), Some(&ask.draft));
    let body = Html::of(&template)?;
    frame(visit, &Page { title, class: "page", body, draft })
}

fn chosen(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    table: &'static RuleTable,
) -> Result<Chosen, Fault> {
    let (w, lang, act) = (words(visit.lang()), visit.lang(), act_of(ACTS, "station.set_rules"));
    let versions = (table.list)(table, tx, lang)?;
    let standing = Standing::all(&versions, visit.now);
    let editing = ask.query.maybe("rule").and_then(|key| {
        let present = Standing::of(&versions, key, visit.now).present()?;
        let mut cells = present.cells.clone();
        cells.push(present.source.clone());
        Some(cells.join("\t"))
    });
    let draft = ask.draft.of(act);
    let preview = match draft {
        Some(draft) => readable(preview(tx, visit, act, draft))?,
        None => Vec::new(),
    };
    let title = (table.title)(lang);
    let preview = (!preview.is_empty()).then(|| changes_html(lang, title, &preview)).transpose()?;
    let form = Form::new(act, visit, "", &ask.draft).hidden("table", table.code);
    let form = match editing {
        Some(row) => form.value("rows", row),
        None => form,
    };
    let mut heads = (table.heads)(lang);
    heads.push(w.rule_source());
    Ok(Chosen {
        title,
        hint: (table.hint)(lang),
        heads,
        rules: standing.iter().filter_map(|one| view(visit, table, one)).collect(),
        preview,
        form: form.says(w.rule_propose()).look("", "btn btn-primary").html()?,
    })
}

/// What is typed would change this: the same as the second person sees.
fn preview(tx: &mut Tx<'_>, visit: &Visit, act: &Act, draft: &Draft) -> Result<Vec<Change>, Fault> {
    let zone = people::find_zone(tx)?;
    let given = Given::check(act.fields, &Input::of_typed(draft.typed.clone()), &zone)?;
    changes(tx, visit, "", &given)
}

/// Since when a version holds; the first one may stand since there is a station.
fn since(w: Words, dates: &Dates, from: Time) -> String {
    if from == Time::default() { w.rule_at_first().to_owned() } else { dates.full(from) }
}

fn view(visit: &Visit, table: &RuleTable, standing: &Standing<'_>) -> Option<RuleView> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let shown = standing.present().or_else(|| standing.to_come().next())?;
    let to_come = standing.to_come().map(|one| {
        format!(
            "{} {}",
            w.rule_to_come(dates.day_field(one.from)),
            line_of(&one.cells, &one.source)
        )
    });
    let before = standing.before().map(|one| {
        format!(
            "{} {} · {}",
            w.rule_since(),
            since(w, &dates, one.from),
            line_of(&one.cells, &one.source)
        )
    });
    Some(RuleView {
        cells: shown.cells.clone(),
        source: shown.source.clone(),
        version: w.rule_version(shown.version),
        since: since(w, &dates, shown.from),
        edit: format!("/rules/{}?rule={}#edit", table.code, shown.key.replace('/', "%2F")),
        to_come: to_come.collect(),
        before: before.collect(),
    })
}

fn list(_: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let item =
        |table: &RuleTable| json!({ "table": table.code, "title": (table.title)(visit.lang()) });
    let items: Vec<Value> = rooms::rule_tables().map(item).collect();
    Json::of(&json!({ "items": items }))
}

fn data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let table = rooms::rule_tables().find(|table| table.code == ask.target);
    let table = table.ok_or(Fault::NotFound)?;
    let item = |one: RuleVersion| {
        json!({
            "rule": one.key, "version": one.version, "from": one.from, "cells": one.cells,
            "source": one.source,
        })
    };
    let items: Vec<Value> = (table.list)(table, tx, visit.lang())?.into_iter().map(item).collect();
    Json::of(&json!({ "heads": (table.heads)(visit.lang()), "items": items }))
}
