//! From the wall clock to instants. A doubled hour is told apart by order: of a call by the
//! numbers before it, of a stamp by the stamps before it.

use base::{Time, Zone};
use jiff::civil::DateTime;

/// Numbers run ahead of or behind the clock by less than this; a doubled hour is longer.
const JITTER_S: i64 = 15 * 60;
/// What lies further back than this is no matter of a doubled hour.
const FAR_S: i64 = 2 * 3600;

/// What was read from the wall clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pass {
    /// An hour like any other.
    Only,
    /// The first pass of a doubled hour.
    First,
    /// Its second pass.
    Second,
    /// An hour that was skipped: the moment just after it.
    Skipped,
}

impl Pass {
    /// The kind of defect it is.
    pub(super) const fn defect(self) -> Option<&'static str> {
        match self {
            Pass::Only => None,
            Pass::First => Some("first_pass"),
            Pass::Second => Some("second_pass"),
            Pass::Skipped => Some("skipped_hour"),
        }
    }
}

/// When a call came in that was numbered after others, the last of them at `latest`.
pub(super) fn call(zone: &Zone, local: DateTime, latest: Option<Time>) -> Option<(Time, Pass)> {
    pick(zone, local, |first| {
        let behind = latest.map_or(0, |latest| latest.seconds_since(first));
        (JITTER_S..FAR_S).contains(&behind)
    })
}

/// When a stamp was set that should follow one at `before`.
pub(super) fn stamp(zone: &Zone, local: DateTime, before: Option<Time>) -> Option<(Time, Pass)> {
    pick(zone, local, |first| before.is_some_and(|before| first < before))
}

/// The first pass, unless order demands the second.
fn pick(zone: &Zone, local: DateTime, is_too_early: impl Fn(Time) -> bool) -> Option<(Time, Pass)> {
    let first = zone.instant(local)?;
    if !zone.is_doubled(local) {
        let pass = if zone.civil(first) == local { Pass::Only } else { Pass::Skipped };
        return Some((first, pass));
    }
    if is_too_early(first) {
        return Some((zone.later_instant(local)?, Pass::Second));
    }
    Some((first, Pass::First))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, before: Option<Time>) -> (String, Pass) {
        let zone = Zone::named("America/Los_Angeles").unwrap();
        let (at, pass) = stamp(&zone, text.parse().unwrap(), before).unwrap();
        (at.to_string(), pass)
    }

    #[test]
    fn order_chooses_the_pass() {
        let half_past = Time::parse("2018-11-04T08:52:00Z");
        let after = Time::parse("2018-11-04T10:00:00Z");
        for (text, before, at, pass) in [
            ("2018-11-04T00:30:00", None, "2018-11-04T07:30:00Z", Pass::Only),
            ("2018-11-04T01:17:00", None, "2018-11-04T08:17:00Z", Pass::First),
            ("2018-11-04T01:53:00", half_past, "2018-11-04T08:53:00Z", Pass::First),
            ("2018-11-04T01:17:00", half_past, "2018-11-04T09:17:00Z", Pass::Second),
            ("2018-11-04T01:29:00", after, "2018-11-04T09:29:00Z", Pass::Second),
            ("2018-03-11T02:30:00", None, "2018-03-11T10:30:00Z", Pass::Skipped),
        ] {
            assert_eq!(read(text, before), (at.to_owned(), pass), "{text}");
        }
    }

    #[test]
    fn numbers_tell_calls_apart_and_forgive_a_few_minutes() {
        let zone = Zone::named("America/Los_Angeles").unwrap();
        let pass = |text: &str, latest: &str| {
            call(&zone, text.parse().unwrap(), Time::parse(latest)).unwrap().1
        };
        assert_eq!(pass("2018-11-04T01:15:00", "2018-11-04T08:17:00Z"), Pass::First);
        assert_eq!(pass("2018-11-04T01:11:00", "2018-11-04T08:48:00Z"), Pass::Second);
        assert_eq!(pass("2018-11-04T01:11:00", "2018-12-04T08:48:00Z"), Pass::First);
    }
}
