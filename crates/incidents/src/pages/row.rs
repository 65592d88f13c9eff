//! One row of the queue and one point of the map.

use crate::actions::BRANCH;
use crate::pages::parts::{
    ClockView, LevelView, StateView, clock_view, level_view, stage_of, state_view, summary,
};
use crate::rules::{Stage, Tone, Watched, priority};
use crate::sql::{self, IncidentRow};
use askama::Template;
use base::Fault;
use db::Tx;
use matters::{Matter, Sight};
use ui::{Dates, Html, Visit};

/// A row of the queue; the words are there only for who may read them.
#[derive(Template, Debug)]
#[template(path = "incidents/row.html")]
pub(crate) struct RowTemplate {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) version: i64,
    pub(crate) sort: String,
    pub(crate) ringing: Option<&'static str>,
    pub(crate) selected: bool,
    pub(crate) level: LevelView,
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) words: String,
    pub(crate) clock: Option<ClockView>,
    pub(crate) state: StateView,
    pub(crate) opened: String,
    pub(crate) opened_iso: String,
    pub(crate) opened_ms: i64,
    pub(crate) near: String,
    pub(crate) repeats: Option<String>,
}

/// Which part of the queue a state belongs to.
pub(crate) fn group(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "waiting",
        Stage::Dispatched
        | Stage::Signed
        | Stage::EnRoute
        | Stage::OnScene
        | Stage::Cleared
        | Stage::Returned
        | Stage::Referred => "active",
        Stage::Reported | Stage::Withdrawing => "review",
        Stage::Closed | Stage::Recorded | Stage::Withdrawn | Stage::Merged => "ended",
    }
}

/// The row of a matter as this reader sees it.
pub(crate) fn row(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    sight: Sight,
    selected: bool,
) -> Result<RowTemplate, Fault> {
    let dates = visit.dates();
    let incident = sql::find_incident(tx, matter)?.ok_or(Fault::NotFound)?;
    let words = match sight {
        Sight::Full => first_words(&summary(tx, &incident)?),
        Sight::Masked | Sight::Task | Sight::Stage => String::new(),
    };
    let clock = clock_view(&dates, matter);
    let over = clock.as_ref().is_some_and(|clock| clock.over);
    let stage = stage_of(matter);
    let ringing = rings(&incident, matter, over);
    Ok(RowTemplate {
        id: matter.id.to_string(),
        number: matter.number.clone(),
        version: matter.version,
        sort: priority(stage, matter.level, over, matter.due_at, matter.opened_at),
        ringing,
        selected,
        level: level_view(visit.lang(), matter.level),
        title: matter.title(visit.lang()).to_owned(),
        place: matter.place_text.clone(),
        words,
        clock,
        state: state_view(visit.lang(), matter),
        opened: dates.clock(matter.opened_at),
        opened_iso: matter.opened_at.to_string(),
        opened_ms: Dates::millis(matter.opened_at),
        near: dates.near(matter.opened_at),
        repeats: match matters::count_repeats(tx, matter.id)? {
            0 => None,
            repeats => Some(crate::words::words(visit.lang()).repeats_tag(repeats)),
        },
    })
}

/// How an incident rings on the board; `None` where it does not, or no longer.
pub(crate) fn rings(incident: &IncidentRow, matter: &Matter, over: bool) -> Option<&'static str> {
    let watched = Watched {
        stage: stage_of(matter),
        level: matter.level,
        is_over: over,
        is_silenced: incident.silenced_at.is_some(),
        is_from_branch: incident.source == BRANCH && incident.station_signed_at.is_none(),
    };
    watched.rings().map(Tone::code)
}

/// Forty characters are what a row has room for.
fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(40).collect()
}

#[derive(Template)]
#[template(path = "incidents/point.html")]
struct PointTemplate {
    id: String,
    number: String,
    level: LevelView,
    class: &'static str,
    x: i64,
    y: i64,
    label: String,
}

/// The point of a matter on the map, if it has a place there.
pub(crate) fn point(visit: &Visit, matter: &Matter, selected: bool) -> Result<Option<Html>, Fault> {
    let (Some(x), Some(y)) = (matter.x_m, matter.y_m) else { return Ok(None) };
    let over = matter.due_at.is_some_and(|due| visit.dates().is_over(due));
    let class = match (stage_of(matter), over, selected) {
        (_, _, true) => " is-selected",
        (Stage::Waiting, _, _) => " is-waiting",
        (_, true, _) => " is-over",
        (_, false, _) => "",
    };
    let level = level_view(visit.lang(), matter.level);
    let label = format!("{} {} {}", level.label, matter.title(visit.lang()), matter.place_text);
    let (x, y) = super::map::place(x, y);
    let template = PointTemplate {
        id: matter.id.to_string(),
        number: matter.number.clone(),
        level,
        class,
        x,
        y,
        label,
    };
    Html::of(&template).map(Some)
}
