//! How many incidents a day may expect: months, weekdays, holidays, heat.

use super::{Category, Period, Profile};
use crate::{draw, params};
use base::{Time, Zone};
use std::f64::consts::TAU;

const DAY_S: i64 = 86_400;

/// A civil day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Day {
    /// Days since 1 January 1970.
    number: i64,
    pub year: i64,
    /// 1 to 12.
    pub month: u32,
    day: u32,
}

impl Day {
    /// The day of this date.
    fn of(year: i64, month: u32, day: u32) -> Day {
        Day { number: day_number(year, month, day), year, month, day }
    }

    /// The day so many days after 1 January 1970 (Hinnant's civil_from_days).
    fn numbered(number: i64) -> Day {
        let z = number + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u32;
        let year = yoe + era * 400 + i64::from(month <= 2);
        Day { number, year, month, day }
    }

    /// The day so many days after the start of the period.
    pub fn nth(period: &Period, n: u32) -> Day {
        let date = period.zone.civil(period.from).date();
        let first = Day::of(date.year().into(), date.month() as u32, date.day() as u32);
        Day::numbered(first.number + i64::from(n))
    }

    /// The day after.
    pub fn next(self) -> Day {
        Day::numbered(self.number + 1)
    }

    /// Its local midnight.
    pub fn start(self, zone: &Zone) -> Time {
        let text = format!("{:04}-{:02}-{:02}", self.year, self.month, self.day);
        let utc = Time::from_micros(self.number * DAY_S * 1_000_000);
        zone.start_of(&text).unwrap_or(utc)
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> usize {
        (self.number + 3).rem_euclid(7) as usize
    }

    /// Days since the lunar New Year's Day of its year.
    fn since_new_year(self) -> i64 {
        let known = params::SPRING_FESTIVAL.iter().find(|row| row.0 == self.year);
        let (year, month, day) = known.copied().unwrap_or((self.year, 2, 5));
        self.number - day_number(year, month, day)
    }

    /// Share of the transients who are here.
    pub fn presence(self) -> f64 {
        let spring = draw::between(&params::SPRING_PRESENCE, self.since_new_year() as f64);
        let october = self.number - day_number(self.year, 10, 1) + 1;
        spring * draw::between(&params::NATIONAL_PRESENCE, october as f64)
    }

    /// The day's highest temperature: an invented curve, the same for every seed.
    pub fn hottest(self) -> f64 {
        let season = (self.number - day_number(self.year, 7, 24)) as f64 / 365.25;
        let days = self.number as f64;
        let weather = 3.0 * (TAU * days / 11.3).sin()
            + 2.0 * (TAU * days / 5.7 + 1.0).sin()
            + 1.5 * (TAU * days / 23.9).sin();
        19.5 + 13.5 * (TAU * season).cos() + weather
    }
}

/// Days since 1 January 1970 (Hinnant's days_from_civil).
fn day_number(year: i64, month: u32, day: u32) -> i64 {
    let y = year - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = i64::from((month + 9) % 12);
    let doy = (153 * mp + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// Residents of each village who are here that day.
pub(super) fn population(day: Day) -> [f64; 5] {
    let presence = day.presence();
    params::VILLAGES.map(|row| f64::from(row.2) + f64::from(row.3) * presence)
}

/// Shares of the hours, for a category.
pub(super) fn hours(category: Category) -> &'static [f64; 24] {
    match category {
        Category::Dispute | Category::Noise | Category::PublicOrder => &params::HOUR_DISPUTE,
        Category::Criminal | Category::LostProperty => &params::HOUR_THEFT,
        Category::TelecomFraud => &params::HOUR_FRAUD,
        Category::Help
        | Category::Traffic
        | Category::MissingPerson
        | Category::FireHazard
        | Category::Complaint
        | Category::Other => &params::HOUR_HELP,
    }
}

fn months(category: Category) -> &'static [f64; 12] {
    match category {
        Category::Dispute => &params::MONTH_DISPUTE,
        Category::Noise => &params::MONTH_NOISE,
        Category::PublicOrder => &params::MONTH_ORDER,
        Category::Criminal | Category::LostProperty => &params::MONTH_THEFT,
        Category::FireHazard => &params::MONTH_FIRE,
        Category::Help
        | Category::Traffic
        | Category::TelecomFraud
        | Category::MissingPerson
        | Category::Complaint
        | Category::Other => &params::MONTH_FLAT,
    }
}

fn weekdays(category: Category) -> &'static [f64; 7] {
    match category {
        Category::Dispute | Category::Noise | Category::PublicOrder => &params::WEEK_DISPUTE,
        Category::Criminal | Category::LostProperty => &params::WEEK_THEFT,
        Category::TelecomFraud => &params::WEEK_FRAUD,
        Category::Help
        | Category::Traffic
        | Category::MissingPerson
        | Category::FireHazard
        | Category::Complaint
        | Category::Other => &params::WEEK_FLAT,
    }
}

/// The day's weight against other days, before it is scaled to the year's mean.
fn weight(day: Day, category: Category) -> f64 {
    let month = months(category)[day.month as usize - 1];
    let week = weekdays(category)[day.weekday()];
    let hot = (day.hottest() - 30.0).max(0.0);
    let heat = match category {
        Category::Dispute => params::HEAT[0],
        Category::Noise => params::HEAT[1],
        Category::FireHazard => params::HEAT[2],
        _ => 0.0,
    };
    let (rebound, first, last) = params::SPRING_REBOUND;
    let back = (first..=last).contains(&day.since_new_year());
    let crowd = population(day).iter().sum::<f64>();
    month * week * (heat * hot).exp() * crowd * if back { rebound } else { 1.0 }
}

/// Expected counts of one category: the weights of a calendar year scaled to its mean.
#[derive(Debug)]
pub(super) struct Season {
    year: i64,
    mean: [f64; params::CATEGORIES],
}

impl Season {
    /// The season of a calendar year.
    pub fn of(year: i64) -> Season {
        let days = day_number(year, 1, 1)..day_number(year + 1, 1, 1);
        let count = (days.end - days.start) as f64;
        let mut mean = [0.0; params::CATEGORIES];
        for day in days.map(Day::numbered) {
            for (sum, category) in mean.iter_mut().zip(Category::ALL) {
                *sum += weight(day, category) / count;
            }
        }
        Season { year, mean }
    }

    /// How many incidents of the category the day may expect.
    pub fn expected(&self, day: Day, category: Category, profile: Profile, declined: bool) -> f64 {
        debug_assert_eq!(self.year, day.year);
        let index = category as usize;
        let factor = if declined { params::YEAR_ON_YEAR[index] } else { 1.0 };
        let share = profile.per_day() * params::SHARE[index] * factor;
        share * weight(day, category) / self.mean[index]
    }
}

/// How many incidents of the category each day of the period may expect.
pub fn expected(period: &Period, category: Category) -> Vec<f64> {
    let mut season = Season::of(Day::nth(period, 0).year);
    let mut means = Vec::with_capacity(period.days as usize);
    for n in 0..period.days {
        let day = Day::nth(period, n);
        if day.year != season.year {
            season = Season::of(day.year);
        }
        let declined = period.declines_from.is_some_and(|from| n >= from);
        means.push(season.expected(day, category, period.profile, declined));
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_as_the_calendar_does() {
        for number in (-1_000..30_000).step_by(17) {
            let day = Day::numbered(number);
            assert_eq!(Day::of(day.year, day.month, day.day), day);
        }
        let day = Day::of(2024, 5, 12);
        assert_eq!((day.number, day.weekday()), (19_855, 6));
    }

    #[test]
    fn the_festival_empties_the_villages() {
        let eve = Day::of(2024, 2, 10);
        assert_eq!(eve.since_new_year(), 0);
        assert!((eve.presence() - 0.3).abs() < 1e-12);
        assert!((Day::of(2024, 5, 12).presence() - 1.0).abs() < 1e-12);
        assert!((Day::of(2024, 10, 1).presence() - 0.8).abs() < 1e-12);
    }

    #[test]
    fn july_is_hot_and_january_is_not() {
        let hottest =
            |month| (1..=28).map(|d| Day::of(2023, month, d).hottest()).sum::<f64>() / 28.0;
        assert!((30.0..36.0).contains(&hottest(7)) && (0.0..12.0).contains(&hottest(1)));
    }

    #[test]
    fn a_year_expects_its_mean() {
        let season = Season::of(2023);
        let days = day_number(2023, 1, 1)..day_number(2024, 1, 1);
        let expect = |day| season.expected(day, Category::Dispute, Profile::Default, false);
        let total: f64 = days.map(|n| expect(Day::numbered(n))).sum();
        assert!((total / 365.0 - 4.8).abs() < 1e-9);
    }
}
