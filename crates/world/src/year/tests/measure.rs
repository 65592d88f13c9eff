//! Measures taken on a generated year.

use crate::ground::Ground;
use crate::year::{Category, DisputeType, Period, Planned, Settlement, expected};

const DAY_S: i64 = 86_400;

/// A generated year and what it was made from.
pub struct Year {
    pub ground: Ground,
    pub period: Period,
    pub planned: Vec<Planned>,
}

impl Year {
    /// Every incident but the second reports.
    pub fn originals(&self) -> impl Iterator<Item = &Planned> {
        self.planned.iter().filter(|planned| planned.duplicate_of.is_none())
    }

    /// Those of one category.
    pub fn of(&self, category: Category) -> impl Iterator<Item = &Planned> {
        self.originals().filter(move |planned| planned.category == category)
    }

    fn day(&self, planned: &Planned) -> usize {
        (planned.at.seconds_since(self.period.from) / DAY_S) as usize
    }

    /// Pearson's estimate of variance over mean of the daily counts.
    pub fn dispersion(&self, category: Category) -> f64 {
        let means = expected(&self.period, category);
        let mut counts = vec![0.0; means.len()];
        self.of(category).for_each(|planned| counts[self.day(planned)] += 1.0);
        let sum: f64 = counts.iter().zip(&means).map(|(n, mu)| (n - mu).powi(2) / mu).sum();
        sum / means.len() as f64
    }

    /// Count and expected count of the twelve months.
    pub fn months(&self, category: Category) -> [(f64, f64); 12] {
        let mut months = [(0.0, 0.0); 12];
        let zone = &self.period.zone;
        for planned in self.of(category) {
            months[zone.civil(planned.at).month() as usize - 1].0 += 1.0;
        }
        for (day, mean) in expected(&self.period, category).iter().enumerate() {
            let noon = self.period.from.plus_seconds(day as i64 * DAY_S + DAY_S / 2);
            months[zone.civil(noon).month() as usize - 1].1 += mean;
        }
        months
    }

    /// Counts of the 24 hours.
    pub fn hours(&self, category: Category) -> [f64; 24] {
        let mut hours = [0.0; 24];
        for planned in self.of(category) {
            hours[self.period.zone.civil(planned.at).hour() as usize] += 1.0;
        }
        hours
    }

    /// Indices of the weekdays, Monday first.
    pub fn weekdays(&self, category: Category) -> [f64; 7] {
        let mut week = [0.0; 7];
        for planned in self.of(category) {
            let weekday = self.period.zone.civil(planned.at).weekday();
            week[weekday.to_monday_zero_offset() as usize] += 1.0;
        }
        let mean = week.iter().sum::<f64>() / 7.0;
        week.map(|count| count / mean)
    }

    /// Times of disputes at each place, in order.
    fn histories(&self) -> Vec<Vec<i64>> {
        let mut histories = vec![Vec::new(); self.ground.places.len()];
        for planned in self.of(Category::Dispute) {
            if let Some(place) = planned.place {
                histories[place].push(planned.at.seconds_since(self.period.from));
            }
        }
        histories
    }

    /// Kaplan and Meier: share of disputes (first at their place, or any) followed by another
    /// at the same place within so many days.
    pub fn recurrence(&self, days: f64, first_only: bool) -> f64 {
        let end = i64::from(self.period.days) * DAY_S;
        let mut gaps = Vec::new();
        for history in self.histories() {
            let take = if first_only { 1 } else { history.len() };
            for (index, at) in history.iter().enumerate().take(take) {
                match history.get(index + 1) {
                    Some(next) => gaps.push((next - at, true)),
                    None => gaps.push((end - at, false)),
                }
            }
        }
        gaps.sort_unstable();
        let mut survival = 1.0;
        let total = gaps.len();
        for (index, (gap, again)) in gaps.into_iter().enumerate() {
            if again && gap as f64 <= days * DAY_S as f64 {
                survival *= 1.0 - 1.0 / (total - index) as f64;
            }
        }
        1.0 - survival
    }

    /// The generalised Gini coefficient (Bernasco and Steenbeek 2017).
    pub fn gini(&self, category: Category) -> f64 {
        let mut counts = vec![0.0; self.ground.places.len()];
        self.of(category).filter_map(|p| p.place).for_each(|place| counts[place] += 1.0);
        counts.sort_unstable_by(f64::total_cmp);
        let (places, events) = (counts.len() as f64, counts.iter().sum::<f64>());
        let ranked: f64 = counts.iter().enumerate().map(|(i, y)| (i + 1) as f64 * y).sum();
        let gini = (2.0 * ranked / events - places - 1.0) / places;
        (places / events).max(1.0) * (gini - 1.0) + 1.0
    }

    /// Share of disputes whose type and settlement pass.
    pub fn dispute_share(&self, test: impl Fn((DisputeType, Settlement)) -> bool) -> f64 {
        let disputes =
            || self.of(Category::Dispute).filter_map(|p| p.dispute_type.zip(p.settlement));
        disputes().filter(|pair| test(*pair)).count() as f64 / disputes().count() as f64
    }
}

/// Share of the values that are at most `most`.
pub fn share_within(values: &[i64], most: i64) -> f64 {
    values.iter().filter(|value| **value <= most).count() as f64 / values.len() as f64
}
