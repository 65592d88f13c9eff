//! The shift sheet on one A4 page: what was open, what to look at, both signatures.

use crate::actions::{may_read, open_sheet};
use crate::sql;
use crate::words::{Words, clock_label, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use ui::{Ask, Html, Page, Visit, frame};

struct LineView {
    number: String,
    title: String,
    place: String,
    clock: String,
    due: String,
}

#[derive(Template)]
#[template(path = "matters/sheet.html")]
struct SheetTemplate {
    w: Words,
    station: String,
    seat: &'static str,
    note: String,
    from: String,
    given: Option<String>,
    to: String,
    taken: String,
    lines: Vec<LineView>,
    printed: String,
}

/// The sheet of one hand-over, as it stood then.
pub(crate) fn sheet(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    may_read(&visit.actor)?;
    let id: Id = ask.target.parse().map_err(|()| Fault::NotFound)?;
    let row = sql::find_handover(tx, id)?.ok_or(Fault::NotFound)?;
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let signed = sql::find_sheet_of(tx, id)?;
    let note = match &signed {
        Some(sheet) if sheet.from_id == row.from_id => open_sheet(tx, sheet)?,
        Some(sheet) => w.sheet_absent(open_sheet(tx, sheet)?),
        None => String::new(),
    };
    let signed = signed.filter(|sheet| sheet.from_id == row.from_id);
    let reach = crate::rules::Reach::of(&visit.actor);
    let mut lines = Vec::new();
    for handed in sql::list_handed(tx, id)? {
        if sql::is_visible(tx, &reach, handed.matter_id)?.is_none() {
            continue;
        }
        let Some(matter) = sql::find_matter(tx, handed.matter_id)? else { continue };
        lines.push(LineView {
            title: matter.title(lang).to_owned(),
            place: matter.place_text,
            number: matter.number,
            clock: handed.clock.map_or(String::new(), |rule| clock_label(lang, &rule).to_owned()),
            due: handed.due_at.map_or(String::new(), |due| dates.full(due)),
        });
    }
    let template = SheetTemplate {
        w,
        station: visit.station.name.clone(),
        seat: ::people::seat_label(lang, row.seat),
        note,
        from: ::people::name_of(tx, row.from_id)?,
        given: signed.map(|sheet| dates.full(sheet.given_at)),
        to: ::people::name_of(tx, row.to_id)?,
        taken: dates.full(row.at),
        lines,
        printed: dates.full(visit.now),
    };
    let body = Html::of(&template)?;
    frame(visit, &Page { title: w.sheet_title(), class: "page sheet", body, ..Page::default() })
}
