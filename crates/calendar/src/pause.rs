//! Spans of time in which a clock stands still: an expert's opinion, a hearing.

use base::{Time, Zone};
use jiff::civil::Date;

/// A span in which a clock does not run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pause {
    /// From this moment on.
    pub from: Time,
    /// Up to this moment, itself no longer paused; `None` while it lasts. A pause that ends where it
    /// begins, or before, is none.
    pub until: Option<Time>,
    /// Why it stands still, as the trace repeats it.
    pub label: String,
}

/// A pause cut to what follows the start, and joined with those it touches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Standstill<'a> {
    pub from: Time,
    pub until: Option<Time>,
    pub label: &'a str,
}

/// The pauses after `start`, in order and apart from one another: no moment is paused twice. Where some
/// were joined, the label is that of the first.
pub(crate) fn merged(pauses: &[Pause], start: Time) -> Vec<Standstill<'_>> {
    let cut = pauses.iter().map(|pause| Standstill {
        from: pause.from.max(start),
        until: pause.until,
        label: &pause.label,
    });
    let mut cut: Vec<_> = cut.filter(|s| s.until.is_none_or(|until| until > s.from)).collect();
    cut.sort_by_key(|still| still.from);
    let mut apart: Vec<Standstill<'_>> = Vec::new();
    for still in cut {
        match apart.last_mut() {
            Some(last) if last.until.is_none_or(|until| until >= still.from) => {
                last.until = last.until.zip(still.until).map(|(a, b)| a.max(b));
            }
            _ => apart.push(still),
        }
    }
    apart
}

impl Standstill<'_> {
    /// The first day it touches.
    pub fn first(&self, zone: &Zone) -> Date {
        zone.civil(self.from).date()
    }

    /// The last day it touches: not the one at whose midnight it ends. `None` while it lasts.
    pub fn last(&self, zone: &Zone) -> Option<Date> {
        self.until.map(|until| zone.civil(Time::from_micros(until.micros() - 1)).date())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(from: i64, until: impl Into<Option<i64>>, label: &str) -> Pause {
        let until = until.into().map(Time::from_micros);
        Pause { from: Time::from_micros(from), until, label: label.into() }
    }

    fn spans(pauses: &[Pause]) -> Vec<(i64, Option<i64>, &str)> {
        let merged = merged(pauses, Time::from_micros(10)).into_iter();
        merged.map(|s| (s.from.micros(), s.until.map(Time::micros), s.label)).collect()
    }

    #[test]
    fn overlaps_are_joined_and_what_lies_before_the_start_is_cut() {
        let pauses = [
            pause(40, 50, "late"),
            pause(20, 30, "second"),
            pause(5, 20, "first"),
            pause(45, 47, "within"),
            pause(1, 9, "before"),
            pause(60, 60, "empty"),
            pause(70, 65, "backwards"),
        ];
        assert_eq!(spans(&pauses), [(10, Some(30), "first"), (40, Some(50), "late")]);
    }

    #[test]
    fn an_open_pause_swallows_what_follows() {
        let pauses = [pause(20, None, "open"), pause(30, 40, "later"), pause(12, 15, "earlier")];
        assert_eq!(spans(&pauses), [(12, Some(15), "earlier"), (20, None, "open")]);
    }

    #[test]
    fn a_pause_that_ends_at_midnight_leaves_the_next_day_alone() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = |text: &str| zone.parse_local(text).unwrap();
        let still = |from, until| Standstill { from: at(from), until: Some(at(until)), label: "" };
        let days =
            |still: Standstill<'_>| (still.first(&zone).day(), still.last(&zone).unwrap().day());
        assert_eq!(days(still("2024-05-12T23:59", "2024-05-14T00:00")), (12, 13));
        assert_eq!(days(still("2024-05-12T00:00", "2024-05-14T00:01")), (12, 14));
    }
}
