//! Where incidents happen: risk of places, disputes that come back, thefts nearby.

use super::{Category, DisputeType};
use crate::draw::Deck;
use crate::ground::{Ground, Place, PlaceKind};
use crate::params;
use base::{Chance, Time};

const DAY_S: f64 = 86_400.0;
/// Share of first disputes among all: tuned until both tables of recurrence hold over a year.
const FIRST_SHARE: f64 = 0.53;
/// After a dispute, a place is spared by chance for so many days (the table alone speaks), then
/// comes back into play until its risk is whole again.
const SPARED_DAYS: (f64, f64) = (120.0, 365.0);
/// A place that was quiet so long begins anew.
const FORGOTTEN_DAYS: f64 = 365.0;
/// The same people quarrel about the same thing. Z.
const SAME_TYPE: f64 = 0.85;

/// A place and the sum of risk up to it, for one village and kind.
type Ladder = Vec<(f64, usize)>;

/// Something that is due to happen at a place.
#[derive(Debug)]
struct Due {
    at: Time,
    place: usize,
    dispute_type: DisputeType,
}

/// Assigns places, remembering what happened where.
#[derive(Debug)]
pub(super) struct Placer<'a> {
    ground: &'a Ground,
    trouble: Vec<[Ladder; 4]>,
    exposure: Vec<[Ladder; 4]>,
    last: Vec<Option<Time>>,
    due: Vec<Due>,
    after_first: Deck,
    after_later: Deck,
    types: Deck,
    thefts: Vec<(Time, usize)>,
}

impl<'a> Placer<'a> {
    /// A placer that remembers nothing yet.
    pub fn new(ground: &'a Ground) -> Placer<'a> {
        Placer {
            ground,
            trouble: ladders(ground, |place| place.trouble),
            exposure: ladders(ground, |place| place.exposure),
            last: vec![None; ground.places.len()],
            due: Vec::new(),
            after_first: Deck::new(80),
            after_later: Deck::new(80),
            types: Deck::new(100),
            thefts: Vec::new(),
        }
    }

    /// What a dispute is about that nobody could place.
    pub fn unplaced_type(&mut self, chance: &mut Chance) -> DisputeType {
        DisputeType::ALL[self.types.weighted(chance, &params::DISPUTE_TYPE)]
    }

    /// Place and type of a dispute reported at `now`: one that is due to come back, or a new one.
    pub fn dispute(
        &mut self,
        now: Time,
        crowd: &[f64],
        chance: &mut Chance,
    ) -> (usize, DisputeType) {
        let due = (0..self.due.len()).filter(|i| self.due[*i].at <= now);
        let (place, dispute_type) = match due.min_by_key(|i| self.due[*i].at) {
            Some(index) => {
                let back = self.due.swap_remove(index);
                let same = chance.happens(SAME_TYPE);
                let other = self.type_fitting(back.place, chance);
                (back.place, if same { back.dispute_type } else { other })
            }
            None => self.fresh(now, crowd, chance),
        };
        self.remember(now, place, dispute_type, chance);
        (place, dispute_type)
    }

    /// Place of an incident of any other category.
    pub fn other(
        &mut self,
        now: Time,
        category: Category,
        theft: bool,
        crowd: &[f64],
        chance: &mut Chance,
    ) -> usize {
        if theft {
            return self.theft(now, category, crowd, chance);
        }
        let rough = category == Category::Noise;
        let ladders = if rough { &self.trouble } else { &self.exposure };
        climb(ladders, crowd, &category.place_weights(), chance)
    }

    /// A dispute where none is due, at a place that was not troubled lately.
    fn fresh(&mut self, now: Time, crowd: &[f64], chance: &mut Chance) -> (usize, DisputeType) {
        let dispute_type = self.unplaced_type(chance);
        let weights = dispute_type.place_weights();
        let mut place = climb(&self.trouble, crowd, &weights, chance);
        for _ in 0..200 {
            let spared = self.last[place].is_some_and(|last| {
                let (none, whole) = SPARED_DAYS;
                !chance.happens((days_between(last, now) - none) / (whole - none))
            });
            if !spared {
                break;
            }
            place = climb(&self.trouble, crowd, &weights, chance);
        }
        (place, dispute_type)
    }

    /// A type drawn among those that happen at such a place.
    fn type_fitting(&self, place: usize, chance: &mut Chance) -> DisputeType {
        let kind = kind_index(self.ground.places[place].kind);
        let mut weights = params::DISPUTE_TYPE;
        for (weight, dispute_type) in weights.iter_mut().zip(DisputeType::ALL) {
            *weight *= dispute_type.place_weights()[kind];
        }
        DisputeType::ALL[chance.weighted(&weights)]
    }

    /// Notes a dispute and decides whether and when the next one follows.
    fn remember(&mut self, now: Time, place: usize, kind: DisputeType, chance: &mut Chance) {
        let known = self.last[place].is_some_and(|last| days_between(last, now) < FORGOTTEN_DAYS);
        self.last[place] = Some(now);
        // One place waits for one return at a time.
        self.due.retain(|due| due.place != place);
        let delay = if known {
            wait(self.after_later.draw(chance), &later_table())
        } else {
            wait(self.after_first.draw(chance), &params::RECUR_FIRST)
        };
        if let Some(days) = delay {
            let at = now.plus_seconds((days * DAY_S) as i64);
            self.due.push(Due { at, place, dispute_type: kind });
        }
    }

    fn theft(
        &mut self,
        now: Time,
        category: Category,
        crowd: &[f64],
        chance: &mut Chance,
    ) -> usize {
        let (probability, _, days) = params::NEAR_REPEAT;
        self.thefts.retain(|(at, _)| days_between(*at, now) < days);
        let place = match self.thefts.iter().position(|(at, _)| *at <= now) {
            Some(index) => {
                let (_, origin) = self.thefts.remove(index);
                self.near(origin, chance)
            }
            None => climb(&self.exposure, crowd, &category.place_weights(), chance),
        };
        if chance.happens(probability) {
            let seconds = chance.unit() * 0.6 * days * DAY_S;
            self.thefts.push((now.plus_seconds(seconds as i64), place));
        }
        place
    }

    /// A place near another one.
    fn near(&self, origin: usize, chance: &mut Chance) -> usize {
        let (_, radius, _) = params::NEAR_REPEAT;
        let here = &self.ground.places[origin];
        let close = |place: &Place| {
            f64::from(place.x - here.x).hypot(f64::from(place.y - here.y)) <= radius
        };
        let places = &self.ground.places;
        let around: Vec<usize> = (0..places.len()).filter(|i| close(&places[*i])).collect();
        chance.pick(&around).copied().unwrap_or(origin)
    }
}

fn days_between(earlier: Time, later: Time) -> f64 {
    later.seconds_since(earlier) as f64 / DAY_S
}

/// Recurrence after a dispute that was not the first, so that both tables hold together.
fn later_table() -> [f64; 4] {
    let mut later = params::RECUR_ANY;
    for (any, first) in later.iter_mut().zip(params::RECUR_FIRST) {
        *any = (*any - FIRST_SHARE * first) / (1.0 - FIRST_SHARE);
    }
    later
}

/// Days until the next dispute, or none, for a draw in [0, 1). Each span ends a little early:
/// a return waits for the next dispute that is reported.
fn wait(draw: f64, table: &[f64; 4]) -> Option<f64> {
    const SPANS: [(f64, f64); 4] = [(0.01, 0.25), (1.0, 6.8), (7.0, 29.5), (30.0, 89.5)];
    let span = table.iter().position(|share| draw < *share)?;
    let below = if span == 0 { 0.0 } else { table[span - 1] };
    let along = (draw - below) / (table[span] - below);
    let (from, to) = SPANS[span];
    Some(from * (to / from).powf(along))
}

fn kind_index(kind: PlaceKind) -> usize {
    match kind {
        PlaceKind::Courtyard => 0,
        PlaceKind::Shop => 1,
        PlaceKind::Lane => 2,
        PlaceKind::Public => 3,
    }
}

fn ladders(ground: &Ground, risk: fn(&Place) -> f64) -> Vec<[Ladder; 4]> {
    let mut ladders: Vec<[Ladder; 4]> = vec![Default::default(); ground.villages.len()];
    for (index, place) in ground.places.iter().enumerate() {
        let ladder = &mut ladders[place.village][kind_index(place.kind)];
        let below = ladder.last().map_or(0.0, |rung| rung.0);
        ladder.push((below + risk(place), index));
    }
    ladders
}

/// A place drawn by the crowd in the villages, the kinds of place and their risk.
fn climb(ladders: &[[Ladder; 4]], crowd: &[f64], kinds: &[f64; 4], chance: &mut Chance) -> usize {
    let ladder = &ladders[chance.weighted(crowd)][chance.weighted(kinds)];
    let height = ladder.last().map_or(0.0, |rung| rung.0);
    let mark = chance.unit() * height;
    let rung = ladder.partition_point(|rung| rung.0 <= mark);
    ladder.get(rung.min(ladder.len().saturating_sub(1))).map_or(0, |rung| rung.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_falls_into_its_span() {
        let table = later_table();
        assert!(table.windows(2).all(|pair| pair[0] < pair[1]) && table[3] < 0.75);
        assert!(wait(0.0, &table).unwrap() < 1.0);
        assert!((30.0..90.0).contains(&wait(table[3] - 1e-9, &table).unwrap()));
        assert_eq!(wait(table[3], &table), None);
    }
}
