//! The list of reports: what runs now, what was frozen, any day to be opened.

use crate::actions::READ;
use crate::rules::Name;
use crate::sql::{self, ReportRow};
use crate::words::{Words, period_label, series_label, words};
use askama::Template;
use base::{Fault, Time};
use calendar::Period;
use db::Tx;
use serde_json::{Value, json};
use ui::{Ask, Html, Json, Page, Visit, frame};

const PAGE: i64 = 40;

struct RowView {
    number: String,
    series: &'static str,
    period: String,
    frozen: String,
}

#[derive(Template)]
#[template(path = "analysis/reports.html")]
struct ReportsTemplate {
    w: Words,
    running: Vec<RowView>,
    rows: Vec<RowView>,
    older: Option<String>,
    today: String,
}

fn before(ask: &Ask) -> Time {
    ask.query.day("before").unwrap_or(Time::from_micros(i64::MAX))
}

/// The page.
pub(crate) fn reports(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ.ask(&visit.actor)?;
    let (w, lang) = (words(visit.lang()), visit.lang());
    let zone = people::find_zone(tx)?;
    let (today, week) = (Period::day_of(&zone, visit.now), Period::week_of(&zone, visit.now));
    let view = |name: Name, frozen: String| RowView {
        number: name.to_string(),
        series: series_label(lang, name),
        period: period_label(lang, name.0),
        frozen,
    };
    let mut running = Vec::new();
    for period in [today, today.before(), week, week.before()] {
        let name = Name(period);
        if sql::find_report(tx, &name.to_string())?.is_none() {
            running.push(view(name, String::new()));
        }
    }
    let rows = sql::list_reports(tx, before(ask), PAGE)?;
    let full = rows.len() as i64 == PAGE;
    let older = rows.last().filter(|_| full).map(|row| visit.dates().day_field(row.starts_at));
    let frozen = |row: &ReportRow| {
        let name = Name::parse(&row.number)?;
        Some(view(name, visit.dates().full(row.frozen_at)))
    };
    let rows = rows.iter().filter_map(frozen).collect();
    let today = visit.dates().day_field(visit.now);
    let body = Html::of(&ReportsTemplate { w, running, rows, older, today })?;
    frame(visit, &Page { title: w.reports_title(), class: "page", body, ..Page::default() })
}

/// The frozen reports in JSON.
pub(crate) fn reports_data(tx: &mut Tx<'_>, _: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let row = |row: ReportRow| {
        json!({
            "number": row.number, "from": row.starts_at, "to": row.ends_at,
            "frozen_at": row.frozen_at, "position": row.position,
        })
    };
    let items: Vec<Value> =
        sql::list_reports(tx, before(ask), PAGE)?.into_iter().map(row).collect();
    Json::of(&json!({ "items": items }))
}
