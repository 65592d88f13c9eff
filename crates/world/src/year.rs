//! What happens on the ground: the incidents of a period, drawn from the parameters.
//!
//! Counts come first (negative binomial around the season), then hours, then places, types and
//! the response. Disputes that come back use up counts already drawn, so recurrence moves
//! neither the seasons nor the hours.

mod kinds;
mod places;
mod plan;
mod response;
mod season;
#[cfg(test)]
mod tests;
mod words;

use base::{Chance, Time, Zone};
pub use kinds::{Category, DisputeType, Profile, Settlement, Source};
pub use season::expected;

/// The period to fill.
#[derive(Clone, Debug)]
pub struct Period {
    /// Midnight at the start of its first day.
    pub from: Time,
    /// How many days.
    pub days: u32,
    /// Where those days are read.
    pub zone: Zone,
    /// How busy the station is.
    pub profile: Profile,
    /// The day, counted from 0, from which the three declines of the second year hold.
    pub declines_from: Option<u32>,
}

/// An incident that is to happen. Stages are lengths, each from the stage before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// When it was reported.
    pub at: Time,
    /// Its category.
    pub category: Category,
    /// Index of the village.
    pub village: usize,
    /// Index of the place; `None` where the caller could not name a point.
    pub place: Option<usize>,
    /// What the dispute is about; `None` for other categories.
    pub dispute_type: Option<DisputeType>,
    /// Who settles the dispute; `None` for other categories.
    pub settlement: Option<Settlement>,
    /// 1 (life in danger) to 4 (not urgent).
    pub level: u8,
    /// How it reached the station.
    pub source: Source,
    /// Seconds from report to signature.
    pub signed_s: i64,
    /// Seconds from signature to departure.
    pub depart_s: i64,
    /// Seconds from departure to arrival.
    pub travel_s: i64,
    /// Seconds from arrival to clearing.
    pub on_scene_s: i64,
    /// Seconds from clearing to feedback.
    pub feedback_s: i64,
    /// Seconds from signature to the village assistant's arrival; `None` if none was sent.
    pub assistant: Option<i64>,
    /// Whether nobody stamped the arrival.
    pub arrived_missing: bool,
    /// Index of the incident this report repeats.
    pub duplicate_of: Option<usize>,
    /// What was reported, without any person's name.
    pub summary: String,
    /// How it ended at the scene; `None` where it goes on elsewhere.
    pub settled_line: Option<String>,
}

impl Planned {
    /// When the order was signed.
    pub fn signed_at(&self) -> Time {
        self.at.plus_seconds(self.signed_s)
    }

    /// When the officers left.
    pub fn departed_at(&self) -> Time {
        self.signed_at().plus_seconds(self.depart_s)
    }

    /// When they arrived, if that was stamped.
    pub fn arrived_at(&self) -> Option<Time> {
        let arrived = self.departed_at().plus_seconds(self.travel_s);
        (!self.arrived_missing).then_some(arrived)
    }

    /// When they were done there.
    pub fn cleared_at(&self) -> Time {
        self.departed_at().plus_seconds(self.travel_s + self.on_scene_s)
    }

    /// When feedback was given.
    pub fn fed_back_at(&self) -> Time {
        self.cleared_at().plus_seconds(self.feedback_s)
    }

    /// When the village assistant arrived, if one was sent.
    pub fn assistant_at(&self) -> Option<Time> {
        self.assistant.map(|seconds| self.signed_at().plus_seconds(seconds))
    }
}

/// The incidents of a period, sorted by time. Same ground, period and chance, same bytes.
pub fn incidents(
    ground: &crate::ground::Ground,
    period: &Period,
    chance: &mut Chance,
) -> Vec<Planned> {
    plan::Plan::new(ground, chance).fill(period)
}
