//! A report on screen, on paper and in JSON: the frozen figures, or those so far; what has been
//! corrected since stands beside them with both values.

use crate::actions::{self, FREEZE, READ, Report};
use crate::api::ACTS;
use crate::pages::table::{
    HourView, LineView, TimesView, hour_views, kind_lines, share, times_view, village_lines,
};
use crate::pages::{Names, in_sight};
use crate::rules::{Body, Change, Compared, Fact, Figures, Line, Name, Timing, revisions};
use crate::words::{
    Words, bucket_label, change_label, class_label, measure_label, period_label, series_label,
    words,
};
use askama::Template;
use base::{Fault, Lang, Time};
use calendar::Period;
use db::Tx;
use incidents::Stage;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use ui::{Ask, Form, Html, Json, Page, Visit, frame};

/// So many open incidents are printed by name.
const PRINTED: usize = 60;
/// The kind whose share is said in words.
const DISPUTES: &str = "JF";

struct OpenView {
    number: String,
    kind: String,
    village: String,
    state: &'static str,
    reported: String,
}

struct RevisionView {
    number: String,
    was: String,
    now: String,
}

#[derive(Template)]
#[template(path = "analysis/report.html")]
struct ReportTemplate {
    w: Words,
    paper: bool,
    station: String,
    number: String,
    title: &'static str,
    period: String,
    standing: String,
    printed: String,
    freeze: Option<Html>,
    previous: String,
    next: Option<String>,
    summary: String,
    counts: Vec<(&'static str, i64, String)>,
    before_label: String,
    year_label: String,
    has_year: bool,
    kinds: Vec<LineView>,
    villages: Vec<LineView>,
    hours: Vec<HourView>,
    times: Vec<TimesView>,
    open_count: usize,
    open: Vec<OpenView>,
    open_rest: usize,
    hidden: usize,
    revised_at: String,
    revised: Vec<RevisionView>,
    figures: Vec<(String, i64, i64)>,
}

/// On screen.
pub(crate) fn report(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    draw(tx, visit, ask, false)
}

/// On screen, of the day that is asked for.
pub(crate) fn of_day(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let day = ask.query.day("date").unwrap_or(visit.now);
    let name = Name(Period::day_of(&visit.station.zone, day));
    draw(tx, visit, &Ask { target: name.to_string(), ..Ask::default() }, false)
}

/// On A4.
pub(crate) fn print(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    draw(tx, visit, ask, true)
}

fn draw(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, paper: bool) -> Result<Html, Fault> {
    READ.ask(&visit.actor)?;
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let report = actions::load(tx, &ask.target)?;
    let (name, body) = (report.name, &report.body);
    let names = Names::read(tx, lang)?;
    let figures = Figures::of(body);
    let facts_now = facts_now(tx, &report)?;
    let (open, hidden) = in_sight(tx, visit, body.unfinished.iter())?;
    let standing = match &report.frozen {
        Some(row) => w.frozen_at(dates.full(row.frozen_at), row.position),
        None => w.not_frozen(dates.full(visit.now)),
    };
    let over = name.0.bounds(&visit.station.zone).1 <= visit.now;
    let may = report.frozen.is_none() && over && FREEZE.ask(&visit.actor).is_ok();
    let freeze = match may && !paper {
        true => Some(Form::new(&ACTS[0], visit, &ask.target, &ask.draft).html()?),
        false => None,
    };
    let next = Name(name.0.after());
    let has_next = next.0.bounds(&visit.station.zone).0 <= visit.now;
    let title = series_label(lang, name);
    let printed = w.printed_at(dates.full(visit.now));
    let shown = if paper { PRINTED } else { usize::MAX };
    let template = ReportTemplate {
        w,
        paper,
        station: visit.station.name.clone(),
        number: name.to_string(),
        title,
        period: period_label(lang, name.0),
        standing,
        printed,
        freeze,
        previous: Name(name.0.before()).to_string(),
        next: has_next.then(|| next.to_string()),
        summary: summary(lang, name, body, &figures, &names),
        counts: counts(w, name, &figures),
        before_label: short_label(lang, name.0.before()),
        year_label: name.0.year_before().map_or(String::new(), |year| short_label(lang, year)),
        has_year: body.year.is_some(),
        kinds: kind_lines(lang, name, &figures, &names),
        villages: village_lines(lang, name, &figures, &names),
        hours: hour_views(name, &figures.hours),
        times: figures.times.iter().map(|times| times_view(lang, name, *times)).collect(),
        open_count: body.unfinished.len(),
        open_rest: open.len().saturating_sub(shown),
        open: open.iter().take(shown).map(|fact| open_view(visit, &names, fact)).collect(),
        hidden,
        revised_at: dates.full(visit.now),
        revised: revised(tx, visit, &names, body, &facts_now)?,
        figures: differences(lang, &names, body, &facts_now),
    };
    let body = Html::of(&template)?;
    let title = format!("{title} {name}");
    let class = if paper { "page sheet" } else { "page" };
    frame(visit, &Page { title: &title, class, body, draft: Some(&ask.draft) })
}

/// The incidents of the period as they count now; of a report that is not frozen, the same.
fn facts_now(tx: &mut Tx<'_>, report: &Report) -> Result<Vec<Fact>, Fault> {
    if report.frozen.is_none() {
        return Ok(report.body.facts.clone());
    }
    let zone = people::find_zone(tx)?;
    actions::list_facts(tx, report.name.0, &zone)
}

fn counts(w: Words, name: Name, figures: &Figures) -> Vec<(&'static str, i64, String)> {
    use crate::pages::table::link;
    use crate::rules::Part;
    let row = |label, count, part| (label, count, link(name, part, ""));
    vec![
        row(w.received(), figures.received, Part::Received),
        row(w.effective(), figures.total.now, Part::Effective),
        row(w.merged(), figures.merged, Part::Merged),
        row(w.withdrawn(), figures.withdrawn, Part::Withdrawn),
        row(w.invalid(), figures.invalid, Part::Invalid),
        row(w.unfinished_count(), figures.open, Part::Open),
    ]
}

fn short_label(lang: Lang, period: Period) -> String {
    let w = words(lang);
    let (first, last) = (period.first(), period.last());
    let begin = w.short_day(first.year(), first.month(), first.day());
    match period {
        Period::Day(_) => begin,
        Period::Week(_) => format!("{begin}–{}", w.month_day(last.month(), last.day())),
    }
}

/// The report in words, to be copied: no minus sign, no percentage without its counts.
fn summary(lang: Lang, name: Name, body: &Body, figures: &Figures, names: &Names) -> String {
    let w = words(lang);
    let mut text = w.said_total(period_label(lang, name.0), figures.received, figures.total.now);
    if figures.received > figures.total.now {
        text += &w.said_excluded(figures.merged, figures.withdrawn, figures.invalid);
    }
    let before = short_label(lang, name.0.before());
    let said = change_label(lang, figures.total.before, false);
    text += &w.said_before(before, figures.total.before.base, said);
    match (figures.total.year, name.0.year_before()) {
        (Some(year), Some(period)) => {
            let said = change_label(lang, year, true);
            text += &w.said_year(short_label(lang, period), year.base, said);
        }
        _ => text += w.said_no_year(),
    }
    let disputes = figures.kinds.iter().find(|line| line.key == DISPUTES).map_or(0, |l| l.now);
    if let Some(share) = share(disputes, figures.total.now) {
        text += &w.said_kind(names.kind(DISPUTES), disputes, figures.total.now, share);
    }
    if figures.open > 0 && !body.facts.is_empty() {
        text += &w.said_open(figures.open);
    }
    text.trim_end().to_owned()
}

fn open_view(visit: &Visit, names: &Names, fact: &Fact) -> OpenView {
    let state = Stage::from_code(&fact.state);
    OpenView {
        number: fact.number.clone(),
        kind: names.kind(&fact.kind),
        village: fact.village.as_deref().and_then(|id| names.village(id)).unwrap_or_default(),
        state: state.map_or("", |state| incidents::stage_label(visit.lang(), state)),
        reported: visit.dates().full(Time::from_micros(fact.at)),
    }
}

/// One side of a revision: as what `fact` counts, with whatever else differs in `other`.
fn counted_as(lang: Lang, names: &Names, fact: &Fact, (was, now): (&Fact, &Fact)) -> String {
    let w = words(lang);
    let village = fact.village.as_deref().and_then(|id| names.village(id));
    let village = village.unwrap_or_else(|| w.village_unknown().to_owned());
    let class = class_label(lang, fact.class);
    let mut text =
        format!("{class} · {} · {village} · {}", names.kind(&fact.kind), w.hour(fact.hour));
    if was.is_reopened(now) {
        let state = Stage::from_code(&fact.state);
        text += " · ";
        text += state.map_or("", |state| incidents::stage_label(lang, state));
    }
    for measure in was.corrected(now) {
        text += " · ";
        text += measure_label(lang, measure);
        text += " ";
        text += &match fact.timing(measure) {
            Timing::Took(seconds) => w.took(seconds / 60, seconds % 60),
            Timing::Missing | Timing::NotDue => w.missing().to_owned(),
        };
    }
    text
}

fn revised(
    tx: &mut Tx<'_>,
    visit: &Visit,
    names: &Names,
    body: &Body,
    now: &[Fact],
) -> Result<Vec<RevisionView>, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let mut views = Vec::new();
    for revision in revisions(&body.facts, now) {
        let (seen, _) = in_sight(tx, visit, revision.was.into_iter().chain(revision.now).take(1))?;
        let text = |side: Option<&Fact>, other: Option<&Fact>| {
            let Some(fact) = side else { return w.not_counted().to_owned() };
            let (was, now) = (revision.was.unwrap_or(fact), revision.now.unwrap_or(fact));
            match other {
                Some(_) => counted_as(lang, names, fact, (was, now)),
                None => counted_as(lang, names, fact, (fact, fact)),
            }
        };
        views.push(RevisionView {
            number: seen.first().map_or(String::new(), |fact| fact.number.clone()),
            was: text(revision.was, revision.now),
            now: text(revision.now, revision.was),
        });
    }
    Ok(views)
}

/// Every figure that differs: its name, frozen, counted now.
fn differences(lang: Lang, names: &Names, body: &Body, now: &[Fact]) -> Vec<(String, i64, i64)> {
    let w = words(lang);
    let was = Figures::of(body);
    let frozen: HashMap<&str, &Fact> =
        body.facts.iter().map(|fact| (fact.number.as_str(), fact)).collect();
    let revised = |now: &Fact| {
        frozen.get(now.number.as_str()).map_or_else(|| now.clone(), |was| was.revised_to(now))
    };
    let now = Figures::of(&Body { facts: now.iter().map(revised).collect(), ..body.clone() });
    let mut rows = vec![
        (w.received().to_owned(), was.received, now.received),
        (w.effective().to_owned(), was.total.now, now.total.now),
        (w.merged().to_owned(), was.merged, now.merged),
        (w.withdrawn().to_owned(), was.withdrawn, now.withdrawn),
        (w.invalid().to_owned(), was.invalid, now.invalid),
        (w.unfinished_count().to_owned(), was.open, now.open),
    ];
    let both = |was: &[Line], now: &[Line]| {
        let mut keys: Vec<String> = was.iter().chain(now).map(|line| line.key.clone()).collect();
        keys.sort();
        keys.dedup();
        let count = |list: &[Line], key: &str| {
            list.iter().find(|line| line.key == key).map_or(0, |line| line.now)
        };
        let row = |key: String| (count(was, &key), count(now, &key), key);
        keys.into_iter().map(row).collect::<Vec<_>>()
    };
    rows.extend(
        both(&was.kinds, &now.kinds).into_iter().map(|(a, b, key)| (names.kind(&key), a, b)),
    );
    let village = |key: &str| names.village(key).unwrap_or_else(|| w.village_unknown().to_owned());
    rows.extend(
        both(&was.villages, &now.villages).into_iter().map(|(a, b, k)| (village(&k), a, b)),
    );
    let hours = was.hours.iter().zip(now.hours).enumerate();
    rows.extend(hours.map(|(hour, (was, now))| (w.hour(hour), *was, now)));
    for ((measure, was), (_, now)) in was.times.iter().zip(&now.times) {
        let label = |bucket| {
            format!("{} {}", measure_label(lang, *measure), bucket_label(lang, *measure, bucket))
        };
        let buckets = was.buckets.iter().zip(now.buckets).enumerate();
        rows.extend(buckets.map(|(bucket, (was, now))| (label(bucket), *was, now)));
    }
    rows.retain(|(_, was, now)| was != now);
    rows
}

fn compared_data(compared: Compared) -> Value {
    let (change, tenths) = match compared.change {
        Change::NoBase => ("no_base", None),
        Change::Same => ("same", Some(0)),
        Change::Up(tenths) => ("up", Some(tenths)),
        Change::Down(tenths) => ("down", Some(tenths)),
    };
    let per_cent = tenths.map(|tenths| tenths as f64 / 10.0);
    json!({
        "base": compared.base, "change": change, "per_cent": per_cent,
        "small_base": compared.is_small,
    })
}

fn line_data(line: &Line) -> Value {
    json!({
        "key": line.key, "count": line.now, "before": compared_data(line.before),
        "year": line.year.map(compared_data),
    })
}

/// The same in JSON.
pub(crate) fn report_data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    READ.ask(&visit.actor)?;
    let report = actions::load(tx, &ask.target)?;
    let figures = Figures::of(&report.body);
    let now = facts_now(tx, &report)?;
    let (open, hidden) = in_sight(tx, visit, report.body.unfinished.iter())?;
    let open: Vec<&str> = open.iter().map(|fact| fact.number.as_str()).collect();
    let names = Names::read(tx, visit.lang())?;
    let revised = differences(visit.lang(), &names, &report.body, &now);
    let revised: Vec<Value> = revised
        .into_iter()
        .map(|(figure, was, now)| json!({ "figure": figure, "frozen": was, "now": now }))
        .collect();
    let times: Map<String, Value> = figures
        .times
        .iter()
        .map(|(measure, h)| {
            let value = json!({ "upper_ends_s": measure.bounds(), "counts": h.buckets, "missing": h.missing });
            (measure.code().to_owned(), value)
        })
        .collect();
    let (from, to) = report.name.0.bounds(&visit.station.zone);
    let frozen =
        report.frozen.as_ref().map(|row| json!({ "at": row.frozen_at, "position": row.position }));
    Json::of(&json!({
        "number": report.name.to_string(), "from": from, "to": to, "frozen": frozen,
        "received": figures.received, "merged": figures.merged, "withdrawn": figures.withdrawn,
        "invalid": figures.invalid, "open": figures.open, "effective": line_data(&figures.total),
        "kinds": figures.kinds.iter().map(line_data).collect::<Vec<_>>(),
        "villages": figures.villages.iter().map(line_data).collect::<Vec<_>>(),
        "hours": figures.hours, "times": times,
        "unfinished": open, "unfinished_out_of_sight": hidden, "revisions": revised,
    }))
}
