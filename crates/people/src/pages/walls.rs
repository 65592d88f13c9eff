//! Wall screens: which hang, the link of each, and a form for a new one.

use crate::actions::{EDIT_ROSTER, wall_secret};
use crate::api::ACTS;
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use ui::{Ask, Form, Html, Page, Visit, act_of, frame};

struct WallView {
    name: String,
    link: String,
    until: String,
    end: Html,
}

#[derive(Template)]
#[template(path = "people/walls.html")]
struct WallsTemplate {
    w: Words,
    walls: Vec<WallView>,
    add: Html,
}

/// The page.
pub(crate) fn walls(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_ROSTER.ask(&visit.actor)?;
    let w = words(visit.lang());
    let mut views = Vec::new();
    for wall in sql::list_walls(tx)? {
        let end = act_of(ACTS, "people.end_wall");
        views.push(WallView {
            link: format!("/wall/{}", wall_secret(tx, &wall)),
            until: visit.dates().full(wall.valid_until),
            end: Form::new(end, visit, wall.id.to_string(), &ask.draft).html()?,
            name: wall.name,
        });
    }
    let add = Form::new(act_of(ACTS, "people.open_wall"), visit, "", &ask.draft)
        .look("", "btn btn-primary")
        .html()?;
    let body = Html::of(&WallsTemplate { w, walls: views, add })?;
    let title = w.walls_title();
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}
