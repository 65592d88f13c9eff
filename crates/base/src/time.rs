//! Instants as microseconds UTC, and the station's zone in which people read them.

use jiff::civil;
use std::fmt;

/// An instant: microseconds since 1970 UTC. What every table stores.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(i64);

impl Time {
    /// The instant so many microseconds after 1970 UTC.
    pub const fn from_micros(micros: i64) -> Time {
        Time(micros)
    }

    /// Microseconds since 1970 UTC.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This instant and so many seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Time {
        Time(self.0 + seconds * 1_000_000)
    }

    /// Whole seconds from `earlier` to this instant; negative where it lies before.
    pub const fn seconds_since(self, earlier: Time) -> i64 {
        (self.0 - earlier.0).div_euclid(1_000_000)
    }

    /// Reads RFC 3339 (`2024-05-12T12:14:00Z`).
    pub fn parse(text: &str) -> Option<Time> {
        let stamp: jiff::Timestamp = text.parse().ok()?;
        Some(Time(stamp.as_microsecond()))
    }

    fn stamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }
}

/// RFC 3339 in UTC: how instants stand in JSON.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.stamp(), f)
    }
}

impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// An IANA time zone, for instance `Asia/Shanghai`.
#[derive(Clone, Debug)]
pub struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone of this IANA name; the data is inside the binary.
    pub fn named(name: &str) -> Option<Zone> {
        jiff::tz::TimeZone::get(name).ok().map(Zone)
    }

    /// Coordinated universal time.
    pub fn utc() -> Zone {
        Zone(jiff::tz::TimeZone::UTC)
    }

    /// What the wall clock shows here at `at`.
    pub fn civil(&self, at: Time) -> civil::DateTime {
        self.0.to_datetime(at.stamp())
    }

    /// The instant at which the wall clock shows `local`. A doubled hour means its first pass,
    /// a skipped one the moment just after it.
    pub fn instant(&self, local: civil::DateTime) -> Option<Time> {
        let stamp = self.0.to_ambiguous_timestamp(local).compatible().ok()?;
        Some(Time(stamp.as_microsecond()))
    }

    /// Whether the wall clock shows `local` twice (the hour repeated in autumn).
    pub fn is_doubled(&self, local: civil::DateTime) -> bool {
        matches!(
            self.0.to_ambiguous_timestamp(local).offset(),
            jiff::tz::AmbiguousOffset::Fold { .. }
        )
    }

    /// The second pass of a doubled wall-clock time, or the only one.
    pub fn later_instant(&self, local: civil::DateTime) -> Option<Time> {
        let stamp = self.0.to_ambiguous_timestamp(local).later().ok()?;
        Some(Time(stamp.as_microsecond()))
    }

    /// Reads what a form's date-and-time field sends (`2024-05-12T20:14`, seconds optional).
    pub fn parse_local(&self, text: &str) -> Option<Time> {
        self.instant(text.parse().ok()?)
    }

    /// Midnight at the start of the day `date` (`2024-05-12`) here.
    pub fn start_of(&self, date: &str) -> Option<Time> {
        let date: civil::Date = date.parse().ok()?;
        self.instant(date.to_datetime(civil::Time::midnight()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubled_hour_has_two_instants() {
        let zone = Zone::named("America/Los_Angeles").unwrap();
        let local: civil::DateTime = "2018-11-04T01:30:00".parse().unwrap();
        assert!(zone.is_doubled(local));
        let first = zone.instant(local).unwrap();
        let second = zone.later_instant(local).unwrap();
        assert_eq!(second.seconds_since(first), 3600);
    }

    #[test]
    fn shanghai_reads_as_written() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = zone.parse_local("2024-05-12T20:14").unwrap();
        assert_eq!(at.to_string(), "2024-05-12T12:14:00Z");
        assert_eq!(Time::parse("2024-05-12T12:14:00Z"), Some(at));
        assert_eq!(zone.start_of("2024-05-12").unwrap().to_string(), "2024-05-11T16:00:00Z");
    }
}
