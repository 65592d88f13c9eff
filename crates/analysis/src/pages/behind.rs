//! The incidents behind a figure of a report, as they were counted.

use crate::actions::{self, READ};
use crate::pages::{Names, in_sight};
use crate::rules::{Fact, Measure, Name, Part};
use crate::words::{Words, bucket_label, class_label, measure_label, period_label, words};
use askama::Template;
use base::{Fault, Lang, Time};
use db::Tx;
use serde_json::{Value, json};
use ui::{Ask, Html, Json, Page, Visit, frame};

struct RowView {
    number: String,
    reported: String,
    kind: String,
    village: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "analysis/behind.html")]
struct BehindTemplate {
    w: Words,
    report: String,
    period: String,
    title: String,
    rows: Vec<RowView>,
    hidden: usize,
}

/// Which figure is asked for: all that came in where none is named.
fn asked(ask: &Ask) -> (Part, String) {
    let part = ask.query.maybe("part").and_then(Part::from_code).unwrap_or(Part::Received);
    (part, ask.query.maybe("of").unwrap_or_default().to_owned())
}

fn facts(tx: &mut Tx<'_>, ask: &Ask) -> Result<(Name, Vec<Fact>), Fault> {
    let report = actions::load(tx, &ask.target)?;
    let (part, of) = asked(ask);
    let counted = report.body.facts.into_iter().filter(|fact| part.counts(&of, fact));
    Ok((report.name, counted.collect()))
}

fn part_title(lang: Lang, part: Part, of: &str, names: &Names) -> String {
    let w = words(lang);
    let time = |measure: Measure| {
        let range = match of.parse::<usize>() {
            Ok(bucket) if bucket < 5 => bucket_label(lang, measure, bucket),
            _ => w.missing().to_owned(),
        };
        format!("{} {range}", measure_label(lang, measure))
    };
    match part {
        Part::Received => w.received().to_owned(),
        Part::Effective => w.effective().to_owned(),
        Part::Merged => w.merged().to_owned(),
        Part::Withdrawn => w.withdrawn().to_owned(),
        Part::Invalid => w.invalid().to_owned(),
        Part::Open => w.unfinished_count().to_owned(),
        Part::Kind => names.kind(of),
        Part::Village => names.village(of).unwrap_or_else(|| w.village_unknown().to_owned()),
        Part::Hour => w.hour(of),
        Part::Sign => time(Measure::Sign),
        Part::SetOut => time(Measure::SetOut),
        Part::Feedback => time(Measure::Feedback),
    }
}

/// The page.
pub(crate) fn behind(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ.ask(&visit.actor)?;
    let (w, lang) = (words(visit.lang()), visit.lang());
    let (name, facts) = facts(tx, ask)?;
    let names = Names::read(tx, lang)?;
    let (part, of) = asked(ask);
    let title = w.behind_title(part_title(lang, part, &of, &names), facts.len());
    let (seen, hidden) = in_sight(tx, visit, facts.iter())?;
    let row = |fact: &Fact| RowView {
        number: fact.number.clone(),
        reported: visit.dates().full(Time::from_micros(fact.at)),
        kind: names.kind(&fact.kind),
        village: fact.village.as_deref().and_then(|id| names.village(id)).unwrap_or_default(),
        class: class_label(lang, fact.class),
    };
    let template = BehindTemplate {
        w,
        report: name.to_string(),
        period: period_label(lang, name.0),
        title,
        rows: seen.into_iter().map(row).collect(),
        hidden,
    };
    let body = Html::of(&template)?;
    frame(visit, &Page { title: &template.title, class: "page", body, ..Page::default() })
}

/// The numbers in JSON, as far as this reader sees them.
pub(crate) fn behind_data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    READ.ask(&visit.actor)?;
    let (name, facts) = facts(tx, ask)?;
    let (seen, hidden) = in_sight(tx, visit, facts.iter())?;
    let items: Vec<Value> = seen.into_iter().map(|fact| json!({ "number": fact.number })).collect();
    Json::of(&json!({
        "report": name.to_string(), "count": facts.len(), "items": items, "out_of_sight": hidden,
    }))
}
