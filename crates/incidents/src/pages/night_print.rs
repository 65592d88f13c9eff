//! The night print: open matters, who is on duty, telephones, blank forms, on four A4 pages, for the
//! night the screen goes dark. What is written on paper is entered later with its original times.

use crate::actions::WATCH;
use crate::pages::parts::{level_view, state_view};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Time};
use db::Tx;
use matters::Reach;
use ui::{Ask, Html, Page, Visit, frame};

/// So far ahead the roster is printed.
const AHEAD_S: i64 = 36 * 3600;
/// So many blank lines are printed for calls.
const BLANK: usize = 12;

struct OpenLine {
    number: String,
    what: String,
    level: String,
    state: &'static str,
    due: String,
}

#[derive(Template)]
#[template(path = "incidents/night_print.html")]
struct NightPrintTemplate {
    w: Words,
    station: String,
    printed: String,
    open: Vec<OpenLine>,
    /// Each stretch of time with everybody on duty in it.
    roster: Vec<(String, Vec<String>)>,
    telephones: Vec<(String, String)>,
    blank: Vec<usize>,
}

/// 5月12日 20:00–08:00. Who reads it knows that a shift that ends earlier than it begins ends the
/// next day.
fn stretch(visit: &Visit, starts: Time, ends: Time) -> String {
    format!("{}–{}", visit.dates().minute(starts), visit.dates().clock(ends))
}

/// The four pages.
pub(crate) fn night_print(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Html, Fault> {
    WATCH.ask(&visit.actor)?;
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let mut open = Vec::new();
    for m in matters::list_open(tx, &Reach::of(&visit.actor))? {
        open.push(OpenLine {
            what: format!("{} {}", m.title(lang), m.place_text),
            level: level_view(lang, m.level).label,
            state: state_view(lang, &m).label,
            due: m.due_at.map_or(String::new(), |due| dates.full(due)),
            number: m.number,
        });
    }
    let soon = visit.now.plus_seconds(AHEAD_S);
    let villages = people::list_villages(tx)?;
    let in_office = people::list_incumbents(tx)?;
    let mut roster: Vec<(String, Vec<String>)> = Vec::new();
    for shift in people::list_shifts(tx)? {
        // Whoever is on leave, or has no standing any more, does not come.
        let comes = in_office.iter().any(|p| p.account == shift.account_id && p.role == shift.role);
        if shift.starts_at >= soon || !comes {
            continue;
        }
        let village = villages.iter().find(|v| Some(v.id) == shift.village_id);
        let role = people::role_label(lang, shift.role);
        let village = village.map_or("", |village| village.name.as_str());
        let when = stretch(visit, shift.starts_at, shift.ends_at);
        let who = format!("{} {role} {village}", people::name_of(tx, shift.account_id)?);
        let who = who.trim_end().to_owned();
        match roster.iter_mut().find(|(known, _)| *known == when) {
            Some((_, people)) => people.push(who),
            None => roster.push((when, vec![who])),
        }
    }
    let telephones = people::list_telephones(tx)?;
    let template = NightPrintTemplate {
        w,
        station: visit.station.name.clone(),
        printed: dates.full(visit.now),
        open,
        roster,
        telephones: telephones.into_iter().map(|row| (row.label, row.number)).collect(),
        blank: (0..BLANK).collect(),
    };
    let body = Html::of(&template)?;
    frame(
        visit,
        &Page { title: w.night_print_title(), class: "page sheet", body, ..Page::default() },
    )
}
