//! The list of eight o'clock: what the night left to be done, the most urgent first.

use crate::actions::{self, WATCH};
use crate::pages::parts::{stage_of, state_view};
use crate::rules::Stage;
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use matters::{Matter, Reach, UrgeLevel};
use serde_json::json;
use ui::{Ask, Html, Json, Page, Visit, frame};

/// So far back it is asked what was not entered elsewhere.
const ENTERED_S: i64 = 30 * 86_400;

/// One part of the list: its name, and number and text of each matter.
struct Part {
    code: &'static str,
    title: &'static str,
    rows: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "incidents/morning.html")]
struct MorningTemplate {
    w: Words,
    at: String,
    parts: Vec<Part>,
    nothing: bool,
}

fn parts(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<Part>, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let reach = Reach::of(&visit.actor);
    let open = matters::list_open(tx, &reach)?;
    let line = |m: &Matter| {
        let text = format!("{} {} {}", dates.near(m.opened_at), m.title(lang), m.place_text);
        (m.number.clone(), text)
    };
    let of = |stages: &[Stage]| -> Vec<(String, String)> {
        open.iter().filter(|m| stages.contains(&stage_of(m))).map(line).collect()
    };
    let unsigned = sql::list_unsigned(tx, &reach)?
        .into_iter()
        .map(|row| (row.number, w.morning_unsigned_line(row.receiver, dates.near(row.sent_at))));
    // Everything that stands in no other part, so that nothing can be missing from the list.
    let elsewhere =
        [Stage::Withdrawing, Stage::Waiting, Stage::Dispatched, Stage::Referred, Stage::Reported];
    let unfed = open
        .iter()
        .filter(|m| {
            let stage = stage_of(m);
            stage.is_open() && !elsewhere.contains(&stage)
        })
        .map(|m| (m.number.clone(), format!("{} {}", line(m).1, state_view(lang, m).label)));
    let callbacks = callbacks(tx, visit)?;
    let left = left_behind(tx, visit)?;
    let since = visit.now.plus_seconds(-ENTERED_S);
    let unentered = sql::list_unentered(tx, &reach, since)?;
    let roadless = without_road(tx, visit)?;
    Ok(vec![
        Part { code: "roadless", title: w.morning_roadless(), rows: roadless },
        Part {
            code: "withdrawals",
            title: w.morning_withdrawals(),
            rows: of(&[Stage::Withdrawing]),
        },
        Part { code: "waiting", title: w.morning_waiting(), rows: of(&[Stage::Waiting]) },
        Part { code: "left_behind", title: w.morning_left_behind(), rows: left },
        Part { code: "unsigned", title: w.morning_unsigned(), rows: unsigned.collect() },
        Part { code: "unfed", title: w.morning_unfed(), rows: unfed.collect() },
        Part { code: "referred", title: w.morning_referred(), rows: of(&[Stage::Referred]) },
        Part { code: "to_review", title: w.morning_review(), rows: of(&[Stage::Reported]) },
        Part { code: "callbacks", title: w.morning_callbacks(), rows: callbacks },
        Part {
            code: "unentered",
            title: w.morning_unentered(),
            rows: unentered.iter().map(line).collect(),
        },
    ])
}

/// What has to say the road it took and did not, ended or about to end; what ended before the station had
/// a table of roads was not asked.
fn without_road(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<(String, String)>, Fault> {
    let (lang, dates, reach) = (visit.lang(), visit.dates(), Reach::of(&visit.actor));
    let Some(from) = sql::roads_since(tx)? else { return Ok(Vec::new()) };
    let since = from.max(visit.now.plus_seconds(-ENTERED_S));
    let offences = actions::offences(tx)?;
    let mut list = sql::list_open_without_road(tx, &reach, from, &offences)?;
    // Nothing ends without its road; but what ended may be called an offence since.
    if sql::kinds_changed(tx)?.is_some_and(|at| at >= since) {
        list.extend(sql::list_ended_without_road(tx, &reach, since, &offences)?);
    }
    let mut rows = Vec::new();
    for matter in list {
        let Some(row) = sql::find_incident(tx, &matter)? else { continue };
        let Some(ground) = actions::bound_now(tx, &matter, &row)?.ground else { continue };
        let why = actions::ground_label(lang, ground);
        let (at, state) = (dates.near(matter.opened_at), state_view(lang, &matter).label);
        let text = format!("{at} {} {} {state} {why}", matter.title(lang), matter.place_text);
        rows.push((matter.number, text));
    }
    Ok(rows)
}

/// Work in the hands of people who are out of office: on leave, suspended, their term over. Somebody
/// has to take it over.
fn left_behind(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<(String, String)>, Fault> {
    let (w, reach) = (words(visit.lang()), Reach::of(&visit.actor));
    let here: Vec<Id> =
        people::list_incumbents(tx)?.into_iter().map(|person| person.account).collect();
    let mut rows = Vec::new();
    for (account, matter) in sql::list_held(tx)? {
        if here.contains(&account) || matters::is_visible(tx, &reach, matter)?.is_none() {
            continue;
        }
        let Some(number) = matters::find_number(tx, matter)? else { continue };
        rows.push((number, w.left_behind_line(people::name_of(tx, account)?)));
    }
    Ok(rows)
}

/// Who was not satisfied and has not been seen to, with who has to.
fn callbacks(tx: &mut Tx<'_>, visit: &Visit) -> Result<Vec<(String, String)>, Fault> {
    let (w, lang, reach) = (words(visit.lang()), visit.lang(), Reach::of(&visit.actor));
    let mut rows = Vec::new();
    for urge in matters::list_open_urges(tx, UrgeLevel::Callback)? {
        if matters::is_visible(tx, &reach, urge.matter_id)?.is_none() {
            continue;
        }
        let Some(number) = matters::find_number(tx, urge.matter_id)? else { continue };
        let left = urge.due_at.map_or(String::new(), |due| visit.dates().remaining(due));
        let name = people::name_of(tx, urge.to_id)?;
        rows.push((number, w.urge_waits(matters::urge_label(lang, urge.level), name, left)));
    }
    Ok(rows)
}

/// The page.
pub(crate) fn morning(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Html, Fault> {
    WATCH.ask(&visit.actor)?;
    let w = words(visit.lang());
    let mut parts = parts(tx, visit)?;
    parts.retain(|part| !part.rows.is_empty());
    let nothing = parts.is_empty();
    let at = visit.dates().full(visit.now);
    let body = Html::of(&MorningTemplate { w, at, parts, nothing })?;
    frame(visit, &Page { title: w.morning_title(), class: "page", body, ..Page::default() })
}

/// The same in JSON: the numbers of each part.
pub(crate) fn morning_data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let parts = parts(tx, visit)?.into_iter().map(|part| {
        let numbers: Vec<String> = part.rows.into_iter().map(|row| row.0).collect();
        (part.code.to_owned(), json!(numbers))
    });
    Json::of(&parts.collect::<serde_json::Value>())
}
