//! The year's holidays and make-up days with the notice each comes from, and entering the next.

use crate::actions::{EDIT_DAYS, days, days_of};
use crate::api::DAY_ACTS;
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Lang};
use calendar::{DayKind, Exceptional};
use db::Tx;
use ui::{Ask, Change, Form, Given, Html, Page, Visit, act_of, frame};

#[derive(Template)]
#[template(path = "people/calendar.html")]
struct CalendarTemplate {
    w: Words,
    year: i16,
    published: bool,
    /// Day, what it is, its name, its source.
    rows: Vec<[String; 4]>,
    preview: Vec<[String; 4]>,
    form: Html,
}

/// The year that is asked for, or this one.
pub(crate) fn calendar_year(visit: &Visit, ask: &Ask) -> i16 {
    let asked = ask.query.whole("year").and_then(|year| i16::try_from(year).ok());
    asked.unwrap_or_else(|| visit.station.zone.civil(visit.now).year())
}

fn line(lang: Lang, row: &Exceptional) -> [String; 4] {
    let w = words(lang);
    let kind = match row.kind {
        DayKind::Off => w.day_off(),
        DayKind::Working => w.day_working(),
    };
    [row.date.to_string(), kind.to_owned(), row.name.clone(), row.source.clone()]
}

/// The page.
pub(crate) fn calendar(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_DAYS.ask(&visit.actor)?;
    let (w, lang) = (words(visit.lang()), visit.lang());
    let (year, table) = (calendar_year(visit, ask), days(tx)?);
    let act = act_of(DAY_ACTS, "people.set_days");
    let pasted = ask.draft.of(act).and_then(|draft| draft.typed("rows"));
    // What is wrong stands at the field.
    let read = pasted.map(days_of).and_then(Result::ok).unwrap_or_default();
    let form = Form::new(act, visit, "", &ask.draft).says(w.propose()).look("", "btn btn-primary");
    let body = Html::of(&CalendarTemplate {
        w,
        year,
        published: table.covers(year),
        rows: table.of_year(year).map(|row| line(lang, row)).collect(),
        preview: read.iter().map(|row| line(lang, row)).collect(),
        form: form.html()?,
    })?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.days_title(), class: "page", body, draft })
}

/// Which days would be otherwise.
pub(crate) fn day_changes(
    tx: &mut Tx<'_>,
    visit: &Visit,
    _: &str,
    given: &Given,
) -> Result<Vec<Change>, Fault> {
    let (lang, table) = (visit.lang(), days(tx)?);
    let said = |row: &Exceptional| line(lang, row)[1..].join(" ");
    let change = |row: &Exceptional| Change {
        label: row.date.to_string(),
        was: table.find(row.date).map_or(String::new(), said),
        now: said(row),
    };
    Ok(days_of(given.text("rows"))?.iter().map(change).collect())
}
