//! 谁看过: who opened the matter.

use crate::actions::readers;
use crate::sql::ReadRow;
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use serde_json::{Value, json};
use ui::{Ask, Html, Json, Page, Visit, frame};

#[derive(Template)]
#[template(path = "matters/readers.html")]
struct ReadersTemplate {
    w: Words,
    number: String,
    /// Who, as what, when.
    rows: Vec<(String, &'static str, String)>,
}

/// The page.
pub(crate) fn readers_page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let w = words(visit.lang());
    let (matter, rows) = readers(tx, &visit.actor, &ask.target)?;
    let mut row = |row: ReadRow| {
        let role = ::people::role_label(visit.lang(), row.capacity);
        let name = ::people::name_of(tx, row.account_id)?;
        Ok((name, role, visit.dates().near(row.at)))
    };
    let rows = rows.into_iter().map(&mut row).collect::<Result<_, Fault>>()?;
    let body = Html::of(&ReadersTemplate { w, number: matter.number, rows })?;
    let title = w.readers_title();
    frame(visit, &Page { title, class: "page page-narrow", body, ..Page::default() })
}

/// The same in JSON.
pub(crate) fn readers_data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let (matter, rows) = readers(tx, &visit.actor, &ask.target)?;
    let row = |row: &ReadRow| json!({ "account": row.account_id, "role": row.capacity.code(), "at": row.at });
    let items: Vec<Value> = rows.iter().map(row).collect();
    Json::of(&json!({ "number": matter.number, "items": items }))
}
