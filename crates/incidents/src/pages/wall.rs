//! The wall 大屏: the map, what is open, today's counts by kind and village. No name, no number to
//! call, no house, no word of a call; nothing that is sensitive.

use crate::pages::map::map;
use crate::pages::parts::{LevelView, StateView, code_names, level_view, state_view};
use crate::sql::{self, Filter};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use matters::{Matter, Reach};
use ui::{Ask, Html, Visit, frame_wall};

/// So many metres wide are the squares in whose middle the points of a wall stand.
const NEAR_M: i64 = 150;
/// So many open matters have room.
const ROOM: usize = 11;
/// The most calls of one day that are counted.
const MOST: i64 = 5000;

struct LineView {
    level: LevelView,
    title: String,
    village: String,
    state: StateView,
}

#[derive(Template)]
#[template(path = "incidents/wall.html")]
struct WallTemplate {
    w: Words,
    station: String,
    clock: String,
    map: Html,
    lines: Vec<LineView>,
    more: usize,
    open: usize,
    today: usize,
    kinds: Vec<(String, usize)>,
    villages: Vec<(String, usize)>,
}

/// The wall, or only what stands on it.
pub(crate) fn wall(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Html, Fault> {
    people::SHOW_WALL.ask(&visit.actor)?;
    let w = words(visit.lang());
    let body = body(tx, visit)?;
    if visit.part.as_deref() == Some("wall") {
        return Ok(body);
    }
    frame_wall(visit.lang(), w.wall_title(), &body)
}

fn body(tx: &mut Tx<'_>, visit: &Visit) -> Result<Html, Fault> {
    let lang = visit.lang();
    let reach = Reach::of(&visit.actor);
    let mut open = matters::list_open(tx, &reach)?;
    open.retain(|m| m.kind == "incident");
    open.sort_by_key(|m| (m.level, m.opened_at));
    let names: Vec<(Id, String)> =
        people::list_villages(tx)?.into_iter().map(|v| (v.id, v.name)).collect();
    let name_of = |id: Id| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name);
    let village = |m: &Matter| m.village_id.and_then(name_of).cloned().unwrap_or_default();
    let line = |m: &Matter| LineView {
        level: level_view(lang, m.level),
        title: m.title(lang).to_owned(),
        village: village(m),
        state: state_view(lang, m),
    };
    // On the map a point says its level and nothing else: it leads nowhere and stands near by, not
    // on the house.
    let near = |m: i64| m / NEAR_M * NEAR_M + NEAR_M / 2;
    let plain: Vec<Matter> = open
        .iter()
        .map(|m| Matter {
            place_text: String::new(),
            number: String::new(),
            x_m: m.x_m.map(near),
            y_m: m.y_m.map(near),
            ..m.clone()
        })
        .collect();
    let midnight = visit.station.zone.start_of(&visit.dates().day_field(visit.now));
    let filter = Filter { from: midnight, limit: MOST, ..Filter::default() };
    let mut today = sql::list_matters(tx, &reach, &filter)?;
    today.retain(|m| m.master_id.is_none() && m.state != "withdrawn");
    let kinds = code_names(tx, lang, "incident-kinds")?;
    let first = |m: &Matter| m.topic.split('-').next().unwrap_or_default().to_owned();
    let of_kind = |(code, label): &(String, String)| {
        let count = today.iter().filter(|m| first(m) == *code).count();
        (count > 0).then(|| (label.clone(), count))
    };
    let of_village = |(id, name): &(Id, String)| {
        (name.clone(), today.iter().filter(|m| m.village_id == Some(*id)).count())
    };
    Html::of(&WallTemplate {
        w: words(lang),
        station: visit.station.name.clone(),
        clock: visit.dates().clock(visit.now),
        map: map(tx, visit, &plain, "")?,
        lines: open.iter().take(ROOM).map(line).collect(),
        more: open.len().saturating_sub(ROOM),
        open: open.len(),
        today: today.len(),
        kinds: kinds.iter().filter_map(of_kind).collect(),
        villages: names.iter().map(of_village).collect(),
    })
}
