//! The walk from day to day that finds a last day.

use crate::days::Nature;
use crate::pause::Standstill;
use crate::trace::Trace;
use crate::{Days, Limit, Period, Reckoning, Unit, Why};
use base::Zone;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A limit of more days than this is told in runs, not day by day.
const MOST_SINGLE_DAYS: u32 = 62;
const HORIZON_YEARS: i64 = 100;

pub(crate) struct Walk<'a> {
    limit: Limit,
    days: &'a Days,
    stills: Vec<Touched<'a>>,
    day: Date,
    horizon: Date,
    /// How many are to be counted: days also for months and years.
    total: u32,
    counted: u32,
    trace: Trace,
    provisional_from: Option<i16>,
}

/// The days that a standstill touches; in order, so that the last ones are too.
#[derive(Clone, Copy)]
struct Touched<'a> {
    first: Date,
    last: Option<Date>,
    label: &'a str,
}

/// A pause that lasts: the walk does not get past it.
struct StandsStill;

impl<'a> Walk<'a> {
    pub fn new(
        first: Date,
        limit: Limit,
        days: &'a Days,
        zone: &Zone,
        stills: &[Standstill<'a>],
    ) -> Walk<'a> {
        let (total, by_calendar) = match limit.unit {
            Unit::Second | Unit::Day | Unit::WorkingDay => (limit.count, false),
            Unit::Month => (length(first, Span::new().try_months(limit.count).ok()), true),
            Unit::Year => (length(first, Span::new().try_years(limit.count).ok()), true),
        };
        let touched = |still: &Standstill<'a>| Touched {
            first: still.first(zone),
            last: still.last(zone),
            label: still.label,
        };
        let mut trace = Trace::new(by_calendar || total > MOST_SINGLE_DAYS);
        trace.say(first, None, Why::Start);
        let end_of_time = Date::MAX.saturating_sub(2.days());
        Walk {
            limit,
            days,
            stills: stills.iter().map(touched).collect(),
            day: first,
            horizon: first.saturating_add(HORIZON_YEARS.years()).min(end_of_time),
            total,
            counted: 0,
            trace,
            provisional_from: None,
        }
    }

    /// Walks to the last day, which ends at the midnight after it.
    pub fn finish(mut self, zone: &Zone) -> Reckoning {
        let due = match self.count().and_then(|()| self.settle()) {
            Ok(()) => {
                self.trace.say(self.day, None, Why::Last);
                let (_, midnight) = Period::Day(self.day).bounds(zone);
                Some(midnight.plus_seconds(-1))
            }
            Err(StandsStill) => None,
        };
        let steps = self.trace.finish();
        Reckoning { due, steps, paused_s: 0, provisional_from: self.provisional_from }
    }

    /// Goes on until all are counted.
    fn count(&mut self) -> Result<(), StandsStill> {
        while self.counted < self.total && self.day < self.horizon {
            if self.next_is_paused()? {
                continue;
            }
            match self.nature_in_count() {
                Nature::Weekend => self.trace.say(self.day, None, Why::Weekend),
                Nature::Holiday(name) => {
                    self.trace.say(self.day, None, Why::Holiday(name.to_owned()));
                }
                Nature::MakeUp(name) => self.take(Why::MakeUp(name.to_owned())),
                Nature::Plain => self.take(Why::Counted),
            }
        }
        Ok(())
    }

    /// Goes on from the day on which all were counted to one that can be the last.
    fn settle(&mut self) -> Result<(), StandsStill> {
        let mut can_be_last = self.still().is_none() && self.rolled().is_none();
        while !can_be_last && self.day < self.horizon {
            if self.next_is_paused()? {
                continue;
            }
            match self.rolled() {
                Some(why) => self.trace.say(self.day, None, why),
                None => can_be_last = true,
            }
        }
        Ok(())
    }

    /// Moves to the next day, and tells whether that one is paused.
    fn next_is_paused(&mut self) -> Result<bool, StandsStill> {
        self.day = self.day.saturating_add(1.day());
        let Some(still) = self.still() else { return Ok(false) };
        self.trace.say(self.day, None, Why::Paused(still.label.to_owned()));
        if still.last.is_some() { Ok(true) } else { Err(StandsStill) }
    }

    /// Counts the day. The last one may have to move at once.
    fn take(&mut self, why: Why) {
        self.counted += 1;
        let rolled = if self.counted == self.total { self.rolled() } else { None };
        self.trace.say(self.day, Some(self.counted), rolled.unwrap_or(why));
    }

    /// Why the day cannot be the last, as far as its work goes.
    fn rolled(&mut self) -> Option<Why> {
        if !self.limit.rolls && self.limit.unit != Unit::WorkingDay {
            return None;
        }
        match self.nature() {
            Nature::Weekend => Some(Why::RolledOver(None)),
            Nature::Holiday(name) => Some(Why::RolledOver(Some(name.to_owned()))),
            Nature::Plain | Nature::MakeUp(_) => None,
        }
    }

    /// Only who counts working days asks the table at every day.
    fn nature_in_count(&mut self) -> Nature<'a> {
        if self.limit.unit == Unit::WorkingDay { self.nature() } else { Nature::Plain }
    }

    fn nature(&mut self) -> Nature<'a> {
        self.provisional_from = self.provisional_from.or(self.days.unpublished(self.day));
        self.days.nature(self.day)
    }

    fn still(&self) -> Option<Touched<'a>> {
        let over = |still: &Touched<'_>| still.last.is_some_and(|last| last < self.day);
        let next = self.stills.get(self.stills.partition_point(over))?;
        (next.first <= self.day).then_some(*next)
    }
}

/// How many days lie between `first` and the day that is `span` later.
fn length(first: Date, span: Option<Span>) -> u32 {
    let last = span.and_then(|span| first.checked_add(span).ok()).unwrap_or(Date::MAX);
    let days = first.until(last).map(|between| between.get_days());
    days.ok().and_then(|days| u32::try_from(days).ok()).unwrap_or_default()
}
