//! The command room's board: queue, map, detail and intake on one screen.

use crate::actions::WATCH;
use crate::pages::detail::{Detail, detail};
use crate::pages::intake::intake_form;
use crate::pages::map::map;
use crate::pages::parts::{stage_of, takes_part};
use crate::pages::row::{RowTemplate, group, point, row};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id, Lang};
use db::Tx;
use matters::{Matter, Reach, Sight};
use serde_json::{Value, json};
use ui::{Ask, Html, Page, Visit, frame};

/// What the queue can be narrowed to.
pub(crate) const SHOWS: &[&str] = &["open", "waiting", "review"];

pub(crate) fn show_label(lang: Lang, code: &str) -> &'static str {
    let w = words(lang);
    match code {
        "waiting" => w.filter_waiting(),
        "review" => w.filter_review(),
        _ => w.filter_open(),
    }
}

#[derive(Template)]
#[template(path = "incidents/queue.html")]
struct QueueTemplate {
    w: Words,
    groups: &'static str,
    filters: Vec<(&'static str, &'static str, bool)>,
    rows: Vec<RowTemplate>,
}

#[derive(Template)]
#[template(path = "incidents/board.html")]
struct BoardTemplate {
    w: Words,
    queue: Html,
    map: Html,
    detail: Html,
    intake: Html,
}

/// The board, or the part of it that was asked for.
pub(crate) fn board(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    WATCH.ask(&visit.actor)?;
    let w = words(visit.lang());
    let show = ask.query.maybe("show").unwrap_or("open");
    let selected = ask.query.maybe("selected").unwrap_or_default();
    let open = matters::list_open(tx, &Reach::of(&visit.actor))?;
    match visit.part.as_deref() {
        Some("queue") => return queue(tx, visit, &open, show, selected),
        Some("map") => return map(tx, visit, &open, selected),
        Some("detail") => return detail_of(tx, visit, ask, selected),
        Some(_) | None => {}
    }
    let template = BoardTemplate {
        w,
        queue: queue(tx, visit, &open, show, selected)?,
        map: map(tx, visit, &open, selected)?,
        detail: detail_of(tx, visit, ask, selected)?,
        intake: intake_form(tx, visit, ask, false)?,
    };
    let body = Html::of(&template)?;
    let page = Page { title: w.board_title(), class: "board", body, draft: Some(&ask.draft) };
    frame(visit, &page)
}

fn detail_of(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, selected: &str) -> Result<Html, Fault> {
    if selected.is_empty() {
        return Detail::none(visit);
    }
    match detail(tx, visit, ask, selected) {
        Err(Fault::NotFound) => Detail::none(visit),
        other => other,
    }
}

fn queue(
    tx: &mut Tx<'_>,
    visit: &Visit,
    open: &[Matter],
    show: &str,
    selected: &str,
) -> Result<Html, Fault> {
    let groups = match show {
        "waiting" => "waiting",
        "review" => "review",
        _ => "waiting active review",
    };
    let mut rows = Vec::new();
    for matter in open {
        if groups.split(' ').any(|one| one == group(stage_of(matter))) {
            let sight = sight_of(tx, visit, matter)?;
            rows.push(row(tx, visit, matter, sight, matter.number == selected)?);
        }
    }
    rows.sort_by(|one, other| one.sort.cmp(&other.sort));
    let filter = |code: &&'static str| (*code, show_label(visit.lang(), code), *code == show);
    let filters = SHOWS.iter().map(filter).collect();
    Html::of(&QueueTemplate { w: words(visit.lang()), groups, filters, rows })
}

fn sight_of(tx: &mut Tx<'_>, visit: &Visit, matter: &Matter) -> Result<Sight, Fault> {
    let sight = matters::sight(&visit.actor, matter.village_id, false);
    if sight == Sight::Full {
        return Ok(sight);
    }
    let part = takes_part(tx, visit, matter.id)?;
    Ok(matters::sight(&visit.actor, matter.village_id, part))
}

/// A matter as the live stream tells this reader: its row and its point, drawn here once.
///
/// # Errors
/// [`Fault::NotFound`] where it is gone.
pub fn live_row(tx: &mut Tx<'_>, visit: &Visit, id: Id) -> Result<Value, Fault> {
    let matter = matters::find_matter(tx, id)?.ok_or(Fault::NotFound)?;
    let watches = WATCH.ask(&visit.actor).is_ok();
    let html = if watches && matter.is_open {
        let sight = sight_of(tx, visit, &matter)?;
        Some(row(tx, visit, &matter, sight, false)?.render().map_err(Fault::internal)?)
    } else {
        None
    };
    let point = if watches && matter.is_open { point(visit, &matter, false)? } else { None };
    Ok(json!({
        "id": matter.id, "number": matter.number, "version": matter.version, "open": matter.is_open,
        "group": group(stage_of(&matter)), "html": html, "point": point.map(|html| html.0),
    }))
}
