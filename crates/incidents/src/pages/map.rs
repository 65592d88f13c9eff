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
/// The least that is drawn either way, without the margin.
const LEAST: i64 = 400;

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
    let (mut corners, mut villages) = (Vec::new(), Vec::new());
    let known = people::list_villages(tx)?;
    // Where no outline was entered a village is where its places are; without any it is not drawn.
    let without = known.iter().any(|village| village.outline.is_empty());
    let extents = if without { premises::list_extents(tx)? } else { Vec::new() };
    for village in known {
        let points = outline(&village.outline);
        let extent = extents.iter().find(|extent| extent.village_id == village.id);
        match extent.filter(|_| points.is_empty()) {
            Some(extent) => {
                let corner =
                    [place(extent.west_m, extent.north_m), place(extent.east_m, extent.south_m)];
                corners.extend(corner);
                let [(west, north), (east, south)] = corner;
                let (x, y) = (west.midpoint(east), north.midpoint(south));
                villages.push(VillageView { name: village.name, outline: String::new(), x, y });
            }
            None if points.is_empty() => {}
            None => {
                corners.extend_from_slice(&points);
                villages.push(view(village.name, &points));
            }
        }
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

/// What is drawn: all of it with a margin, and never so little that a name fills the screen.
fn view_box(points: &[(i64, i64)]) -> String {
    let along = |of: fn(&(i64, i64)) -> i64| {
        let (least, most) = (points.iter().map(of).min(), points.iter().map(of).max());
        let (least, most) = (least.unwrap_or(0), most.unwrap_or(0));
        let more = (LEAST - (most - least)).max(0);
        (least - more / 2 - MARGIN, most - least + more + 2 * MARGIN)
    };
    let ((x, width), (y, height)) = (along(|p| p.0), along(|p| p.1));
    format!("{x} {y} {width} {height}")
}

#[cfg(test)]
mod tests {
    use super::{middle, view_box};

    #[test]
    fn a_drawing_is_never_too_small() {
        assert_eq!(view_box(&[]), "-220 -220 440 440");
        assert_eq!(view_box(&[(0, 0), (900, 100)]), "-20 -170 940 440");
        assert_eq!(view_box(&[(0, 0), (900, 600)]), "-20 -20 940 640");
    }

    #[test]
    fn the_middle_of_an_outline_is_that_of_its_area() {
        assert_eq!(middle(&[(0, 0), (10, 0), (10, 10), (0, 10)]), (5, 5));
        assert_eq!(middle(&[(0, 0), (12, 0), (0, 12)]), (4, 4));
        assert_eq!(middle(&[]), (0, 0));
    }
}
