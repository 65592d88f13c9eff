//! Where things lie: the outlines of the villages and lanes laid out inside them.

/// Outlines of the five villages in metres, four kilometres by three; the first is the centre.
pub const OUTLINES: [&[(i32, i32)]; 5] = [
    &[
        (1350, 850),
        (2050, 760),
        (2700, 900),
        (2820, 1500),
        (2600, 2150),
        (1950, 2250),
        (1380, 2080),
        (1200, 1450),
    ],
    &[(2700, 900), (3850, 240), (3940, 1450), (3800, 2800), (2600, 2150), (2820, 1500)],
    &[
        (2600, 2150),
        (3800, 2800),
        (2500, 2940),
        (1150, 2880),
        (200, 2750),
        (1380, 2080),
        (1950, 2250),
    ],
    &[(1380, 2080), (200, 2750), (60, 1400), (150, 180), (1350, 850), (1200, 1450)],
    &[(1350, 850), (150, 180), (1300, 60), (2600, 110), (3850, 240), (2700, 900), (2050, 760)],
];

/// Length of a lane, the gap after it, and the distance to the next row, in metres.
const LENGTH: i32 = 190;
const GAP: i32 = 25;
const ROW: i32 = 52;

/// A straight lane running east.
#[derive(Clone, Copy, Debug)]
pub struct Lane {
    /// Its west end.
    pub from: (i32, i32),
    /// Its east end.
    pub to: (i32, i32),
}

/// So many lanes around the middle of the outline, from west to east and south to north.
pub fn lanes(outline: &[(i32, i32)], count: usize) -> Vec<Lane> {
    let (cx, cy) = middle(outline);
    let mut found = Vec::new();
    for row in -30..=30 {
        for column in -12..=12 {
            let west = cx + column * (LENGTH + GAP) - LENGTH / 2;
            let y = cy + row * ROW;
            let lane = Lane { from: (west, y), to: (west + LENGTH, y) };
            if fits(outline, lane) {
                found.push(lane);
            }
        }
    }
    found.sort_by_key(|lane| (off_middle(outline, *lane), lane.from));
    found.truncate(count);
    found.sort_by_key(|lane| lane.from);
    found
}

/// How far the lane's middle lies from the outline's, in metres.
pub fn off_middle(outline: &[(i32, i32)], lane: Lane) -> i32 {
    let (cx, cy) = middle(outline);
    let (dx, dy) = ((lane.from.0 + lane.to.0) / 2 - cx, lane.from.1 - cy);
    (dx * dx + dy * dy).isqrt()
}

/// Whether the lane and the houses on both its sides lie inside.
fn fits(outline: &[(i32, i32)], lane: Lane) -> bool {
    let corners = [lane.from, lane.to];
    corners.iter().all(|(x, y)| [-30, 0, 30].iter().all(|dy| contains(outline, *x, y + dy)))
}

/// Whether the outline contains the point.
pub fn contains(outline: &[(i32, i32)], x: i32, y: i32) -> bool {
    let mut inside = false;
    let ends = outline.iter().zip(outline.iter().cycle().skip(1));
    for ((ax, ay), (bx, by)) in ends {
        if (*ay > y) != (*by > y) {
            let left = i64::from(x - ax) * i64::from(by - ay);
            let right = i64::from(bx - ax) * i64::from(y - ay);
            if (left < right) == (by > ay) {
                inside = !inside;
            }
        }
    }
    inside
}

/// The point, or one nearer the middle where it falls outside.
pub fn pulled_inside(outline: &[(i32, i32)], x: i32, y: i32) -> (i32, i32) {
    let (cx, cy) = middle(outline);
    let step = |k: i32| (x + (cx - x) * k / 20, y + (cy - y) * k / 20);
    (0..20).map(step).find(|(x, y)| contains(outline, *x, *y)).unwrap_or((cx, cy))
}

/// The mean of the corners; inside each of the five outlines.
fn middle(outline: &[(i32, i32)]) -> (i32, i32) {
    let count = outline.len().max(1) as i32;
    let sum = outline.iter().fold((0, 0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    (sum.0 / count, sum.1 / count)
}
