//! The telephone list, and the form for a new number.

use crate::actions::EDIT_ROSTER;
use crate::api::ACTS;
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use ui::{Ask, Form, Html, Page, Visit, act_of, frame};

#[derive(Template)]
#[template(path = "people/telephones.html")]
struct TelephonesTemplate {
    w: Words,
    rows: Vec<(String, String, Html)>,
    add: Html,
}

/// The page.
pub(crate) fn telephones(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_ROSTER.ask(&visit.actor)?;
    let w = words(visit.lang());
    let mut rows = Vec::new();
    for row in sql::list_telephones(tx)? {
        let remove = act_of(ACTS, "people.remove_telephone");
        let form = Form::new(remove, visit, row.id.to_string(), &ask.draft).html()?;
        rows.push((row.label, row.number, form));
    }
    let add = Form::new(act_of(ACTS, "people.add_telephone"), visit, "", &ask.draft)
        .look("", "btn btn-primary")
        .html()?;
    let body = Html::of(&TelephonesTemplate { w, rows, add })?;
    let title = w.telephones_title();
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}
