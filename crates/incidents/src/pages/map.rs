//! The schematic map: village outlines in station metres, drawn by the server.

use crate::pages::row::point;
use askama::Template;
use base::Fault;
use db::Tx;
use matters::Matter;
use ui::{Html, Visit};

/// Metres for one unit of the drawing: type and points keep their size on paper and screen.
const METRES: i64 = 6;
/// The height of the drawing in metres: north is up, so y is counted from here.
const TOP_M: i64 = 3200;
const MARGIN: i64 = 20;

/// Where a point in metres stands on the drawing.
pub(crate) const fn place(x_m: i64, y_m: i64) -> (i64, i64) {
    (x_m / METRES, (TOP_M - y_m) / METRES)
}

struct VillageView {
    name: String,
    outline: String,
    x: i64,
    y: i64,
}

#[derive(Template)]
#[template(path = "incidents/map.html")]
struct MapTemplate {
    view_box: String,
    villages: Vec<VillageView>,
    points: Vec<Html>,
}

/// The map with the open matters.
pub(crate) fn map(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matters: &[Matter],
    selected: &str,
) -> Result<Html, Fault> {
    let mut corners = Vec::new();
    let mut villages = Vec::new();
    for village in people::list_villages(tx)? {
        let points = outline(&village.outline);
        corners.extend_from_slice(&points);
        villages.push(view(village.name, &points));
    }
    let mut points = Vec::new();
    for matter in matters {
        points.extend(point(visit, matter, matter.number == selected)?);
    }
    Html::of(&MapTemplate { view_box: view_box(&corners), villages, points })
}

fn outline(text: &str) -> Vec<(i64, i64)> {
    let corner = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some(place(x.parse().ok()?, y.parse().ok()?))
    };
    text.split(' ').filter_map(corner).collect()
}

/// Names stand near the top edge, where they cover no points.
fn view(name: String, points: &[(i64, i64)]) -> VillageView {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let count = points.len().max(1) as i64;
    let x = points.iter().map(|(x, _)| x).sum::<i64>() / count;
    let middle = points.iter().map(|(_, y)| y).sum::<i64>() / count;
    let top = points.iter().map(|(_, y)| *y).min().unwrap_or(0);
    VillageView { name, outline: corners.join(" "), x, y: top + (middle - top) / 3 }
}

fn view_box(points: &[(i64, i64)]) -> String {
    let least = |of: fn(&(i64, i64)) -> i64| points.iter().map(of).min().unwrap_or(0);
    let most = |of: fn(&(i64, i64)) -> i64| points.iter().map(of).max().unwrap_or(100);
    let (x, y) = (least(|p| p.0) - MARGIN, least(|p| p.1) - MARGIN);
    format!("{x} {y} {} {}", most(|p| p.0) + MARGIN - x, most(|p| p.1) + MARGIN - y)
}
