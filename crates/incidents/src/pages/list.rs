//! The list of incidents with filters in the address and keyset pages of fifty.

use crate::actions::READ;
use crate::api::VIEWS;
use crate::pages::parts::{LevelView, StateView, code_names, level_view, state_view};
use crate::rules::Stage;
use crate::sql::{self, Filter};
use crate::words::{Words, stage_label, words};
use askama::Template;
use base::{Fault, Id, Time};
use db::Tx;
use matters::{Matter, Reach, Sight};
use ui::{Ask, Given, Html, Options, Page, Visit, frame};

/// How many rows a page has unless asked otherwise.
const PAGE: i64 = 50;

/// One page of matters and whether there are more.
pub(crate) struct Found {
    pub(crate) matters: Vec<Matter>,
    more: bool,
}

/// The cursor of the next page.
pub(crate) fn next_after(found: &Found) -> Option<String> {
    let last = found.matters.last().filter(|_| found.more)?;
    Some(cursor_at(last.opened_at, last.id))
}

/// The address of the rows after this one.
pub(crate) fn cursor_at(at: Time, id: Id) -> String {
    format!("{}-{id}", at.micros())
}

/// What an address says of the last row of the page before.
pub(crate) fn cursor(text: &str) -> Option<(Time, Id)> {
    let (at, id) = text.split_once('-')?;
    Some((Time::from_micros(at.parse().ok()?), id.parse().ok()?))
}

/// The page that a query asks for.
pub(crate) fn find(tx: &mut Tx<'_>, visit: &Visit, query: &Given) -> Result<Found, Fault> {
    READ.ask(&visit.actor)?;
    let unknown =
        |field: &'static str| Fault::at(field, "unknown_code", |lang| words(lang).unknown_code());
    let kind = query.maybe("kind").map(str::to_owned);
    let village = query.maybe("village").map(|text| text.parse().map_err(|()| unknown("village")));
    let after = query.maybe("after").map(|text| cursor(text).ok_or_else(|| unknown("after")));
    let limit = query.whole("limit").unwrap_or(PAGE);
    let day = 86_400;
    let filter = Filter {
        state: query.maybe("state").map(str::to_owned),
        open: query.flag("open"),
        kind_is_leaf: kind.as_ref().is_some_and(|kind| kind.contains('-')),
        kind,
        village: village.transpose()?,
        level: query.whole("level"),
        from: query.day("from"),
        to: query.day("to").map(|at| at.plus_seconds(day)),
        after: after.transpose()?,
        limit: limit + 1,
    };
    let mut matters = sql::list_matters(tx, &Reach::of(&visit.actor), &filter)?;
    let more = matters.len() as i64 > limit;
    matters.truncate(limit as usize);
    Ok(Found { matters, more })
}

struct RowView {
    number: String,
    title: String,
    place: String,
    level: LevelView,
    state: StateView,
    opened: String,
    opened_iso: String,
}

#[derive(Template)]
#[template(path = "incidents/list.html")]
struct ListTemplate {
    w: Words,
    rows: Vec<RowView>,
    next: Option<String>,
    kinds: Vec<(String, String, bool)>,
    villages: Vec<(String, String, bool)>,
    states: Vec<(String, String, bool)>,
    levels: Vec<(String, String, bool)>,
    open: bool,
    from: String,
    to: String,
}

/// The list.
pub(crate) fn list(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let found = find(tx, visit, &ask.query)?;
    let dates = visit.dates();
    let coarse = matters::sight(&visit.actor, None, true) == Sight::Stage;
    let villages = people::villages(tx)?.options();
    let row = |m: &Matter| RowView {
        number: m.number.clone(),
        title: m.title(lang).to_owned(),
        place: if coarse { village_name(&villages, m.village_id) } else { m.place_text.clone() },
        level: level_view(lang, m.level),
        state: state_view(lang, m),
        opened: dates.near(m.opened_at),
        opened_iso: m.opened_at.to_string(),
    };
    let rows = found.matters.iter().map(row).collect();
    let next = next_after(&found).map(|after| with_after(&ask.query, &after));
    let states = Stage::ALL.iter().map(|s| (s.code().to_owned(), stage_label(lang, *s).to_owned()));
    let levels = (1..=4).map(|level| (level.to_string(), level_view(lang, level).mark.to_owned()));
    let chosen = |options: Options, field: &str| -> Vec<(String, String, bool)> {
        let value = ask.query.maybe(field).unwrap_or_default();
        let mark = |(code, label): (String, String)| {
            let is = code == value;
            (code, label, is)
        };
        options.into_iter().map(mark).collect()
    };
    let template = ListTemplate {
        w,
        rows,
        next,
        kinds: chosen(code_names(tx, lang, "incident-kinds")?, "kind"),
        villages: chosen(villages.clone(), "village"),
        states: chosen(states.collect(), "state"),
        levels: chosen(levels.collect(), "level"),
        open: ask.query.flag("open"),
        from: ask.query.maybe("from").unwrap_or_default().to_owned(),
        to: ask.query.maybe("to").unwrap_or_default().to_owned(),
    };
    let body = Html::of(&template)?;
    frame(visit, &Page { title: w.list_title(), class: "page page-list", body, ..Page::default() })
}

fn village_name(villages: &Options, id: Option<Id>) -> String {
    let id = id.map_or(String::new(), |id| id.to_string());
    villages.iter().find(|(code, _)| *code == id).map_or(String::new(), |(_, name)| name.clone())
}

/// The same address, one page on.
fn with_after(query: &Given, after: &str) -> String {
    let fields =
        VIEWS.iter().find(|view| view.path == "/incidents").map_or(&[][..], |view| view.query);
    let mut address = String::from("/incidents?");
    for field in fields.iter().filter(|field| field.name != "after") {
        for value in query.many(field.name) {
            address.push_str(&format!("{}={value}&", field.name));
        }
    }
    address + "after=" + after
}
