//! The monthly list of obstacles: what stood in the way, by kind and village, and the matters behind
//! each figure. No names.

use crate::actions::READ_OBSTACLES;
use crate::rules::{Obstacle, Reach};
use crate::sql::{self, ObstacleCount, ObstacleRow};
use crate::words::{Words, obstacle_label, words};
use askama::Template;
use base::{Fault, Id, Time};
use db::Tx;
use serde_json::json;
use ui::{Ask, Html, Json, Page, Visit, frame};

struct RowView {
    label: &'static str,
    counts: Vec<i64>,
    total: i64,
    matters: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "matters/obstacles.html")]
struct ObstaclesTemplate {
    w: Words,
    month: String,
    before: String,
    after: String,
    villages: Vec<String>,
    rows: Vec<RowView>,
}

/// A month of the station's calendar: its name, its bounds, its neighbours.
struct Month {
    name: String,
    from: Time,
    to: Time,
    before: String,
    after: String,
}

/// The month that was asked for, else the present one.
fn month_of(visit: &Visit, asked: Option<&str>) -> Month {
    let zone = &visit.station.zone;
    let today = zone.civil(visit.now).date();
    let parsed = asked.and_then(|text| {
        let (year, month) = text.split_once('-')?;
        Some((year.parse::<i16>().ok()?, month.parse::<i8>().ok()?))
    });
    let known =
        parsed.filter(|(year, month)| (2000..2200).contains(year) && (1..=12).contains(month));
    let (year, month) = known.unwrap_or((today.year(), today.month()));
    let step = |by: i16| {
        let index = year * 12 + i16::from(month) - 1 + by;
        format!("{:04}-{:02}", index.div_euclid(12), index.rem_euclid(12) + 1)
    };
    let start = |name: &str| zone.start_of(&format!("{name}-01")).unwrap_or(visit.now);
    let (name, after) = (step(0), step(1));
    Month { from: start(&name), to: start(&after), before: step(-1), name, after }
}

/// The page.
pub(crate) fn obstacles(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    READ_OBSTACLES.ask(&visit.actor)?;
    let w = words(visit.lang());
    let month = month_of(visit, ask.query.maybe("month"));
    let counts = sql::count_obstacles(tx, month.from, month.to)?;
    let behind = sql::list_obstacles(tx, month.from, month.to)?;
    let villages = ::people::list_villages(tx)?;
    let columns: Vec<Option<Id>> =
        villages.iter().map(|village| Some(village.id)).chain([None]).collect();
    let mut names: Vec<String> = villages.into_iter().map(|village| village.name).collect();
    names.push(w.village_unknown().to_owned());
    let mut rows = Vec::new();
    for kind in Obstacle::ALL {
        let of = |village: &Option<Id>| count(&counts, *kind, *village);
        let counts: Vec<i64> = columns.iter().map(of).collect();
        let total = counts.iter().sum();
        if total > 0 {
            let matters = matters_behind(tx, visit, *kind, &behind)?;
            rows.push(RowView {
                label: obstacle_label(visit.lang(), *kind),
                counts,
                total,
                matters,
            });
        }
    }
    let template = ObstaclesTemplate {
        w,
        month: month.name,
        before: month.before,
        after: month.after,
        villages: names,
        rows,
    };
    let body = Html::of(&template)?;
    frame(visit, &Page { title: w.obstacles_title(), class: "page", body, ..Page::default() })
}

fn count(counts: &[ObstacleCount], kind: Obstacle, village: Option<Id>) -> i64 {
    let is = |row: &&ObstacleCount| row.kind == kind && row.village_id == village;
    counts.iter().find(is).map_or(0, |row| row.count)
}

/// Numbers and days of the matters behind a figure, as far as this reader sees them.
fn matters_behind(
    tx: &mut Tx<'_>,
    visit: &Visit,
    kind: Obstacle,
    rows: &[ObstacleRow],
) -> Result<Vec<(String, String)>, Fault> {
    let reach = Reach::of(&visit.actor);
    let mut lines = Vec::new();
    for row in rows.iter().filter(|row| row.kind == kind) {
        if sql::is_visible(tx, &reach, row.matter_id)?.is_some()
            && let Some(number) = sql::find_number(tx, row.matter_id)?
        {
            lines.push((number, visit.dates().near(row.at)));
        }
    }
    Ok(lines)
}

/// The same in JSON.
pub(crate) fn obstacles_data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let month = month_of(visit, ask.query.maybe("month"));
    let item = |row: ObstacleCount| json!({ "kind": row.kind.code(), "village": row.village_id, "count": row.count });
    let counts = sql::count_obstacles(tx, month.from, month.to)?;
    let items: Vec<_> = counts.into_iter().map(item).collect();
    Json::of(&json!({ "month": month.name, "items": items }))
}
