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

/// A name stands in the middle of its village's area, clear of every border.
fn view(name: String, points: &[(i64, i64)]) -> VillageView {
    let corners: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let (x, y) = middle(points);
    VillageView { name, outline: corners.join(" "), x, y }
}

/// The centre of the area inside an outline.
fn middle(points: &[(i64, i64)]) -> (i64, i64) {
    let next = points.iter().cycle().skip(1);
    let (mut area, mut x, mut y) = (0, 0, 0);
    for ((x1, y1), (x2, y2)) in points.iter().zip(next) {
        let cross = x1 * y2 - x2 * y1;
        area += cross;
        x += (x1 + x2) * cross;
        y += (y1 + y2) * cross;
    }
    if area == 0 {
        points.first().copied().unwrap_or((0, 0))
    } else {
        (x / (3 * area), y / (3 * area))
    }
}

fn view_box(points: &[(i64, i64)]) -> String {
    let least = |of: fn(&(i64, i64)) -> i64| points.iter().map(of).min().unwrap_or(0);
    let most = |of: fn(&(i64, i64)) -> i64| points.iter().map(of).max().unwrap_or(100);
    let (x, y) = (least(|p| p.0) - MARGIN, least(|p| p.1) - MARGIN);
    format!("{x} {y} {} {}", most(|p| p.0) + MARGIN - x, most(|p| p.1) + MARGIN - y)
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn the_middle_of_an_outline_is_that_of_its_area() {
        assert_eq!(middle(&[(0, 0), (10, 0), (10, 10), (0, 10)]), (5, 5));
        assert_eq!(middle(&[(0, 0), (12, 0), (0, 12)]), (4, 4));
        assert_eq!(middle(&[]), (0, 0));
    }
}
