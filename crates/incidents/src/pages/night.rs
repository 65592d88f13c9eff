//! Last night in your village: one line a matter, for whoever reads it at half past seven.

use crate::actions::READ;
use crate::pages::parts::{LevelView, StateView, level_view, state_view};
use crate::rules::Stage;
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id, Time, Zone};
use db::Tx;
use matters::{Matter, Reach};
use ui::{Ask, Html, Page, Visit, frame};

/// A night begins at six in the evening.
const EVENING: i8 = 18;

struct LineView {
    number: String,
    at: String,
    title: String,
    place: String,
    level: LevelView,
    state: StateView,
    open: bool,
}

#[derive(Template)]
#[template(path = "incidents/night.html")]
struct NightTemplate {
    w: Words,
    village: String,
    since: String,
    open: usize,
    lines: Vec<LineView>,
    villages: Vec<(String, String)>,
}

/// The last evening at six, before now.
pub(crate) fn last_evening(zone: &Zone, now: Time) -> Time {
    let local = zone.civil(now);
    let day = if local.hour() < EVENING { local.date().yesterday() } else { Ok(local.date()) };
    let evening = day.map(|day| day.at(EVENING, 0, 0, 0));
    evening.ok().and_then(|at| zone.instant(at)).unwrap_or(now)
}

/// The page; whoever is bound to a village sees that one, others choose.
pub(crate) fn night(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ.ask(&visit.actor)?;
    let w = words(visit.lang());
    let villages = people::villages(tx)?.options();
    let asked: Option<Id> = ask.query.key("village");
    let own = visit.actor.village();
    let bound =
        own.filter(|_| READ.ask(&visit.actor).is_ok_and(|l| l.scope != base::Scope::Station));
    let village = bound.or(asked).or(own).or(villages.first().and_then(|v| v.0.parse().ok()));
    let since = last_evening(&visit.station.zone, visit.now);
    let mut lines = Vec::new();
    if let Some(village) = village {
        for matter in sql::list_since(tx, &Reach::of(&visit.actor), village, since)? {
            lines.push(line(visit, &matter));
        }
    }
    let name =
        villages.iter().find(|v| Some(v.0.as_str()) == village.map(|v| v.to_string()).as_deref());
    let template = NightTemplate {
        w,
        village: name.map_or(String::new(), |village| village.1.clone()),
        since: visit.dates().minute(since),
        open: lines.iter().filter(|line| line.open).count(),
        lines,
        villages: if bound.is_some() { Vec::new() } else { villages },
    };
    let body = Html::of(&template)?;
    let title = w.night_title();
    frame(visit, &Page { title, class: "page page-narrow", body, ..Page::default() })
}

fn line(visit: &Visit, matter: &Matter) -> LineView {
    let stage = Stage::from_code(&matter.state).unwrap_or(Stage::Waiting);
    LineView {
        number: matter.number.clone(),
        at: visit.dates().clock(matter.opened_at),
        title: matter.title(visit.lang()).to_owned(),
        place: matter.place_text.clone(),
        level: level_view(visit.lang(), matter.level),
        state: state_view(visit.lang(), matter),
        open: stage.is_open(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_begins_at_six_in_the_evening() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = |text: &str| zone.parse_local(text).unwrap();
        assert_eq!(last_evening(&zone, at("2024-05-13T07:30")), at("2024-05-12T18:00"));
        assert_eq!(last_evening(&zone, at("2024-05-13T18:00")), at("2024-05-13T18:00"));
        assert_eq!(last_evening(&zone, at("2024-05-13T17:59")), at("2024-05-12T18:00"));
    }
}
