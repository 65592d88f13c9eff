//! The checklist of an incident, item by item, with one button each.

use crate::actions::{CHECK, Item, Loaded, checklist};
use crate::pages::parts::{form, may};
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use matters::Matter;
use ui::{Ask, Dates, Html, Visit};

struct ItemView {
    line: String,
    must: bool,
    done: Option<String>,
    due: Option<(i64, String, bool)>,
    form: Option<Html>,
}

#[derive(Template)]
#[template(path = "incidents/checklist.html")]
struct ChecklistTemplate {
    w: Words,
    items: Vec<ItemView>,
}

/// The checklist; `None` where the plan has none.
pub(crate) fn checklist_html(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<Option<Html>, Fault> {
    let items = checklist(tx, matter, loaded)?;
    if items.is_empty() {
        return Ok(None);
    }
    let works = matter.is_open && may(visit, &CHECK, matter, part);
    let mut views = Vec::new();
    for item in &items {
        views.push(view(tx, visit, ask, matter, item, works)?);
    }
    Html::of(&ChecklistTemplate { w: words(visit.lang()), items: views }).map(Some)
}

fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    item: &Item,
    works: bool,
) -> Result<ItemView, Fault> {
    let dates = visit.dates();
    let done = match item.done {
        Some((at, by)) => Some(format!("{} {}", people::name_of(tx, by)?, dates.clock_seconds(at))),
        None => None,
    };
    let form = if works {
        let state = if item.done.is_some() { "open" } else { "done" };
        let form = form(tx, visit, ask, "incidents.check", &matter.number)?
            .hidden("item", item.position.to_string())
            .hidden("state", state);
        let form =
            if item.done.is_some() { form.says(words(visit.lang()).item_undo()) } else { form };
        Some(form.html()?)
    } else {
        None
    };
    let due = item.due.filter(|_| item.done.is_none() && matter.is_open);
    Ok(ItemView {
        line: item.line.clone(),
        must: item.is_required,
        done,
        due: due.map(|due| (Dates::millis(due), dates.remaining(due), dates.is_over(due))),
        form,
    })
}
