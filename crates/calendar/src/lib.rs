//! Everything that counts time: clocks that the law or the station sets on a matter, in seconds, days,
//! working days, months or years, with the holidays they fall on; and the days and weeks of reports.

mod built_in;
mod days;
mod extension;
mod limit;
mod pause;
mod period;
mod reckon;
mod reckoning;
mod table;
mod trace;
mod walk;
mod words;

pub use built_in::built_in;
pub use days::{DayKind, Days, Exceptional};
pub use extension::{Extension, ExtensionRefusal, extend};
pub use jiff::civil::Date;
pub use limit::{Limit, Unit};
pub use pause::Pause;
pub use period::Period;
pub use reckon::reckon;
pub use reckoning::{Reckoning, Step, Why};
pub use table::{RowFault, RowFaultKind, parse_rows};

use base::{Time, Zone};

/// A limit that counts elapsed seconds from the moment that started it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Elapsed {
    /// When it began to count.
    pub from: Time,
    /// After how many seconds it is due.
    pub limit_s: i64,
}

/// Where a clock stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// So many seconds are left.
    Left(i64),
    /// It has been over for so many seconds.
    Over(i64),
}

impl Elapsed {
    /// The moment at which it is due.
    pub fn due(self) -> Time {
        self.from.plus_seconds(self.limit_s)
    }
}

/// Reads a due time at `now`. The due second itself still counts as in time.
pub fn read(due: Time, now: Time) -> Reading {
    match due.seconds_since(now) {
        left if left >= 0 => Reading::Left(left),
        over => Reading::Over(-over),
    }
}

/// The next moment after `at` at which the wall clock of `zone` is `of_day_s` seconds past midnight.
pub fn next_at(zone: &Zone, at: Time, of_day_s: i64) -> Time {
    let (today, tomorrow) = Period::day_of(zone, at).bounds(zone);
    let then = today.plus_seconds(of_day_s);
    if then > at { then } else { tomorrow.plus_seconds(of_day_s) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_morning_is_today_before_it_and_tomorrow_after_it() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = |text: &str| zone.parse_local(text).unwrap();
        let morning = |text: &str| next_at(&zone, at(text), 8 * 3_600);
        assert_eq!(morning("2024-05-12T20:00"), at("2024-05-13T08:00"));
        assert_eq!(morning("2024-05-13T02:00"), at("2024-05-13T08:00"));
        assert_eq!(morning("2024-05-13T08:00"), at("2024-05-14T08:00"));
    }

    #[test]
    fn the_due_second_is_in_time() {
        let clock = Elapsed { from: Time::from_micros(0), limit_s: 30 };
        assert_eq!(read(clock.due(), Time::from_micros(30_000_000)), Reading::Left(0));
        assert_eq!(read(clock.due(), Time::from_micros(31_000_000)), Reading::Over(1));
        assert_eq!(read(clock.due(), Time::from_micros(0)), Reading::Left(30));
    }
}
