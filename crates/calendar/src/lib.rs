//! Everything that counts time: clocks that the law or the station sets on a matter, so far those
//! of elapsed time, and the days and weeks of reports. Working days and holidays come with the acts
//! that need them.

mod period;

pub use jiff::civil::Date;
pub use period::Period;

use base::Time;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_due_second_is_in_time() {
        let clock = Elapsed { from: Time::from_micros(0), limit_s: 30 };
        assert_eq!(read(clock.due(), Time::from_micros(30_000_000)), Reading::Left(0));
        assert_eq!(read(clock.due(), Time::from_micros(31_000_000)), Reading::Over(1));
        assert_eq!(read(clock.due(), Time::from_micros(0)), Reading::Left(30));
    }
}
