//! Days and weeks as a report counts them: whole, from midnight to midnight of the station's wall
//! clock, with the period before and the one a year before.

use base::{Time, Zone};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};
use std::fmt;

/// A day, or a week from Monday to Sunday (ISO 8601).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Period {
    /// This day.
    Day(Date),
    /// The week that begins on this Monday.
    Week(Date),
}

impl Period {
    /// The day on which `at` falls.
    pub fn day_of(zone: &Zone, at: Time) -> Period {
        Period::Day(zone.civil(at).date())
    }

    /// The week into which `at` falls.
    pub fn week_of(zone: &Zone, at: Time) -> Period {
        let week = zone.civil(at).date().iso_week_date();
        Period::Week(moved(
            zone.civil(at).date(),
            1 - i64::from(week.weekday().to_monday_one_offset()),
        ))
    }

    /// Reads `20240512` or `2024-W19`.
    pub fn parse(text: &str) -> Option<Period> {
        if let Some((year, week)) = text.split_once("-W") {
            let digits = |text: &str, length| {
                (text.len() == length && text.bytes().all(|b| b.is_ascii_digit()))
                    .then(|| text.parse::<i16>().ok())?
            };
            let week = i8::try_from(digits(week, 2)?).ok()?;
            let monday = ISOWeekDate::new(digits(year, 4)?, week, Weekday::Monday).ok()?;
            return Some(Period::Week(monday.date()));
        }
        if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (year, month, day) =
            (text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
        Date::new(year, month, day).ok().map(Period::Day)
    }

    /// Its first day.
    pub fn first(self) -> Date {
        match self {
            Period::Day(day) | Period::Week(day) => day,
        }
    }

    /// Its last day.
    pub fn last(self) -> Date {
        match self {
            Period::Day(day) => day,
            Period::Week(monday) => moved(monday, 6),
        }
    }

    /// From the first midnight to the one after the last day.
    pub fn bounds(self, zone: &Zone) -> (Time, Time) {
        let midnight = |day: Date| {
            let local = day.to_datetime(jiff::civil::Time::midnight());
            zone.instant(local).unwrap_or_default()
        };
        (midnight(self.first()), midnight(moved(self.last(), 1)))
    }

    /// The period just before 上期.
    #[must_use]
    pub fn before(self) -> Period {
        match self {
            Period::Day(day) => Period::Day(moved(day, -1)),
            Period::Week(monday) => Period::Week(moved(monday, -7)),
        }
    }

    /// The period just after.
    #[must_use]
    pub fn after(self) -> Period {
        match self {
            Period::Day(day) => Period::Day(moved(day, 1)),
            Period::Week(monday) => Period::Week(moved(monday, 7)),
        }
    }

    /// The same period of the year before 上年同期: the same date, none for a 29 February; of a week
    /// the one 52 weeks earlier, so that both have the same days of the week in the same season.
    pub fn year_before(self) -> Option<Period> {
        match self {
            Period::Day(day) => {
                Date::new(day.year() - 1, day.month(), day.day()).ok().map(Period::Day)
            }
            Period::Week(monday) => Some(Period::Week(moved(monday, -364))),
        }
    }
}

fn moved(day: Date, days: i64) -> Date {
    let by: Span = days.days();
    day.checked_add(by).unwrap_or(day)
}

/// `20240512`, `2024-W19`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Day(day) => write!(f, "{:04}{:02}{:02}", day.year(), day.month(), day.day()),
            Period::Week(monday) => {
                let week = monday.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for text in ["20240512", "20240229", "2024-W19", "2020-W53", "2024-W01"] {
            assert_eq!(period(text).to_string(), text);
        }
        for text in [
            "",
            "2024512",
            "20240230",
            "2023-W53",
            "2024-W9",
            "2024-W00",
            "２０２４０５１２",
            "-024-W01",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = zone.parse_local("2024-05-12T23:59").unwrap();
        let week = Period::week_of(&zone, at);
        assert_eq!(
            (week.to_string(), Period::day_of(&zone, at).to_string()),
            ("2024-W19".into(), "20240512".into())
        );
        assert_eq!(
            (week.first().to_string(), week.last().to_string()),
            ("2024-05-06".into(), "2024-05-12".into())
        );
        let (from, to) = week.bounds(&zone);
        assert_eq!(
            (from.to_string(), to.to_string()),
            ("2024-05-05T16:00:00Z".into(), "2024-05-12T16:00:00Z".into())
        );
        assert_eq!(week.after().before(), week);
    }

    #[test]
    fn years_are_compared_by_date_and_weeks_by_weekday() {
        let year_before = |text: &str| period(text).year_before().map(|p| p.to_string());
        assert_eq!(year_before("20240512").as_deref(), Some("20230512"));
        assert_eq!(year_before("20240229"), None);
        assert_eq!(year_before("2024-W19").as_deref(), Some("2023-W19"));
        // 2020 has 53 weeks: the numbers shift, the season does not.
        assert_eq!(year_before("2021-W10").as_deref(), Some("2020-W11"));
        assert_eq!(period("20240101").before().to_string(), "20231231");
        assert_eq!(period("2021-W01").before().to_string(), "2020-W53");
    }

    /// The day on which clocks change has 23 or 25 hours; the report counts all of it.
    #[test]
    fn a_day_is_as_long_as_the_wall_clock_says() {
        let zone = Zone::named("America/Los_Angeles").unwrap();
        let hours = |text: &str| {
            let (from, to) = period(text).bounds(&zone);
            to.seconds_since(from) / 3600
        };
        assert_eq!((hours("20180311"), hours("20181104"), hours("20181105")), (23, 25, 24));
    }
}
