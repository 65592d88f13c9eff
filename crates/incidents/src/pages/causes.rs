//! Known causes 已知事由: what makes many people call, written once, shown at intake.

use crate::actions::CAUSES;
use crate::pages::parts::{code_names, code_options, form};
use crate::sql::{self, CauseRow};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use std::collections::BTreeMap;
use ui::{Ask, Html, Page, Visit, frame};

struct CauseView {
    line: String,
    calls: String,
    end: Html,
}

#[derive(Template)]
#[template(path = "incidents/causes.html")]
struct CausesTemplate {
    w: Words,
    causes: Vec<CauseView>,
    add: Html,
}

/// The causes that hold now or will, and the form for a new one.
pub(crate) fn causes(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    CAUSES.ask(&visit.actor)?;
    let w = words(visit.lang());
    let teller = CauseTeller::read(tx, visit)?;
    let mut views = Vec::new();
    for row in sql::list_causes(tx)? {
        let end = form(tx, visit, ask, "incidents.end_cause", &row.id.to_string())?.html()?;
        let calls = w.causes_count(sql::count_by_cause(tx, row.id)?);
        views.push(CauseView { line: teller.line(visit, &row), calls, end });
    }
    let kinds = code_options(tx, visit.lang(), "causes")?;
    let add = form(tx, visit, ask, "incidents.add_cause", "")?
        .options("kind", kinds)
        .value("starts", visit.dates().field(visit.now))
        .look("", "btn btn-primary");
    let body = Html::of(&CausesTemplate { w, causes: views, add: add.html()? })?;
    let title = w.causes_title();
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

/// Says causes in words.
pub(crate) struct CauseTeller {
    kinds: BTreeMap<String, String>,
    villages: BTreeMap<Id, String>,
}

impl CauseTeller {
    pub(crate) fn read(tx: &mut Tx<'_>, visit: &Visit) -> Result<CauseTeller, Fault> {
        let villages = people::list_villages(tx)?.into_iter().map(|v| (v.id, v.name));
        Ok(CauseTeller {
            kinds: code_names(tx, visit.lang(), "causes")?.into_iter().collect(),
            villages: villages.collect(),
        })
    }

    pub(crate) fn line(&self, visit: &Visit, row: &CauseRow) -> String {
        let kind = self.kinds.get(&row.kind).map_or("", String::as_str);
        let village = self.villages.get(&row.village_id).map_or("", String::as_str);
        let place = format!("{village}{}", row.lane.as_deref().unwrap_or_default());
        words(visit.lang()).cause_line(kind, place, visit.dates().near(row.ends_at), &row.line)
    }
}
