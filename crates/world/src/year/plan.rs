//! Fills a period: counts, hours, then everything each incident needs.

use super::places::Placer;
use super::season::{self, Day};
use super::{Category, DisputeType, Period, Planned, Settlement, Source, response, words};
use crate::draw::{self, Deck};
use crate::ground::Ground;
use crate::params;
use base::{Chance, Time};

/// A report not yet told in full.
#[derive(Debug)]
struct Call {
    at: Time,
    category: Category,
    /// Residents in each village that day.
    crowd: [f64; 5],
}

/// Everything that is remembered while a period is filled.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    ground: &'a Ground,
    placer: Placer<'a>,
    settlements: Deck,
    chance: &'a mut Chance,
}

impl<'a> Plan<'a> {
    /// A plan with nothing in it.
    pub fn new(ground: &'a Ground, chance: &'a mut Chance) -> Plan<'a> {
        let placer = Placer::new(ground);
        Plan { ground, placer, settlements: Deck::new(100), chance }
    }

    /// The incidents of the period, sorted by time.
    pub fn fill(mut self, period: &Period) -> Vec<Planned> {
        let calls = self.calls(period);
        let first: Vec<Planned> = calls.iter().map(|call| self.incident(call)).collect();
        self.with_duplicates(first, period)
    }

    fn calls(&mut self, period: &Period) -> Vec<Call> {
        let means = Category::ALL.map(|category| season::expected(period, category));
        let mut calls = Vec::new();
        for n in 0..period.days {
            let day = Day::nth(period, n);
            let (start, end) = (day.start(&period.zone), day.next().start(&period.zone));
            let crowd = season::population(day);
            for (category, means) in Category::ALL.into_iter().zip(&means) {
                let phi = params::PHI[category as usize];
                let count = draw::negative_binomial(self.chance, means[n as usize], phi);
                for _ in 0..count {
                    let hour = self.chance.weighted(season::hours(category)) as i64;
                    let at = start.plus_seconds(hour * 3600 + self.chance.below(3600) as i64);
                    // A day of 23 hours has no last one.
                    let at = at.min(end.plus_seconds(-1));
                    calls.push(Call { at, category, crowd });
                }
            }
        }
        calls.sort_by_key(|call| (call.at, call.category));
        calls
    }

    fn incident(&mut self, call: &Call) -> Planned {
        let theft = match call.category {
            Category::Criminal => self.chance.happens(params::THEFT_SHARE[0]),
            Category::PublicOrder => self.chance.happens(params::THEFT_SHARE[1]),
            _ => false,
        };
        let (place, dispute_type) = self.scene(call, theft);
        let village = match place {
            Some(place) => self.ground.places[place].village,
            None => self.chance.weighted(&call.crowd),
        };
        let settlement = dispute_type
            .map(|_| Settlement::ALL[self.settlements.weighted(self.chance, &params::SETTLEMENT)]);
        let name = place.map_or("", |place| &self.ground.places[place].name);
        let story = match dispute_type {
            Some(kind) => words::dispute(kind, name, self.chance),
            None => words::story(call.category, theft, self.chance),
        };
        let goes_on = settlement.is_some_and(|settlement| settlement != Settlement::AtScene);
        let planned = self.answered(call, village, place);
        Planned {
            dispute_type,
            settlement,
            summary: story.summary,
            settled_line: story.settled.filter(|_| !goes_on),
            ..planned
        }
    }

    /// Where it happened and, for a dispute, what about.
    fn scene(&mut self, call: &Call, theft: bool) -> (Option<usize>, Option<DisputeType>) {
        let unplaced = self.chance.happens(params::NO_POINT);
        let dispute = call.category == Category::Dispute;
        match (unplaced, dispute) {
            (true, true) => (None, Some(self.placer.unplaced_type(self.chance))),
            (true, false) => (None, None),
            (false, true) => {
                let (place, kind) = self.placer.dispute(call.at, &call.crowd, self.chance);
                (Some(place), Some(kind))
            }
            (false, false) => {
                let Call { at, category, crowd } = call;
                let place = self.placer.other(*at, *category, theft, crowd, self.chance);
                (Some(place), None)
            }
        }
    }

    /// The incident with level, source and response, but no story yet.
    fn answered(&mut self, call: &Call, village: usize, place: Option<usize>) -> Planned {
        let response = response::respond(self.chance);
        Planned {
            at: call.at,
            category: call.category,
            village,
            place,
            dispute_type: None,
            settlement: None,
            level: self.chance.weighted(&call.category.level_weights()) as u8 + 1,
            source: Source::ALL[self.chance.weighted(&params::SOURCE)],
            signed_s: response.signed_s,
            depart_s: response.depart_s,
            travel_s: response.travel_s,
            on_scene_s: response.on_scene_s,
            feedback_s: response.feedback_s,
            assistant: response.assistant,
            arrived_missing: self.chance.happens(params::MISSING_ARRIVAL),
            duplicate_of: None,
            summary: String::new(),
            settled_line: None,
        }
    }

    /// Adds second reports of the same thing within two hours, and points them at the first.
    fn with_duplicates(&mut self, first: Vec<Planned>, period: &Period) -> Vec<Planned> {
        let end = Day::nth(period, period.days).start(&period.zone);
        let mut second = Vec::new();
        for (index, original) in first.iter().enumerate() {
            if !self.chance.happens(params::DUPLICATE) {
                continue;
            }
            let at = original.at.plus_seconds(60 + self.chance.below(7_100) as i64);
            if at >= end {
                continue;
            }
            let call = Call { at, category: original.category, crowd: [0.0; 5] };
            let story = words::repeated(self.chance);
            let answered = self.answered(&call, original.village, original.place);
            second.push(Planned {
                dispute_type: original.dispute_type,
                level: original.level,
                source: Source::Dispatch,
                duplicate_of: Some(index),
                summary: story.summary,
                settled_line: story.settled,
                ..answered
            });
        }
        let mut all: Vec<(usize, Planned)> = first.into_iter().chain(second).enumerate().collect();
        all.sort_by_key(|(serial, planned)| (planned.at, *serial));
        let mut index_of = vec![0; all.len()];
        for (index, (serial, _)) in all.iter().enumerate() {
            index_of[*serial] = index;
        }
        let point = |(_, mut planned): (usize, Planned)| {
            planned.duplicate_of = planned.duplicate_of.map(|serial| index_of[serial]);
            planned
        };
        all.into_iter().map(point).collect()
    }
}
