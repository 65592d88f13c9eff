//! The one place that reads time. Acts never do: they take it from their transaction.

use crate::Time;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where "now" comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// The machine's clock moved by so many microseconds: the demo's own evening.
    Shifted(Arc<AtomicI64>),
    /// Stands still until moved by hand: tests, generators and the simulator.
    Hand(Arc<Hand>),
}

/// A clock moved by hand.
#[derive(Debug)]
pub struct Hand {
    at: AtomicI64,
    /// How much of its way was no time that passed.
    leapt: AtomicI64,
}

impl Clock {
    /// A clock that runs at the machine's pace and shows `now` at this moment.
    pub fn starting_at(now: Time) -> Clock {
        Clock::Shifted(Arc::new(AtomicI64::new(now.micros() - system_micros())))
    }

    /// A clock that stands at `now`.
    pub fn standing_at(now: Time) -> Clock {
        Clock::Hand(Arc::new(Hand { at: AtomicI64::new(now.micros()), leapt: AtomicI64::new(0) }))
    }

    /// The present instant.
    pub fn now(&self) -> Time {
        Time::from_micros(match self {
            Clock::System => system_micros(),
            Clock::Shifted(by) => system_micros() + by.load(Ordering::SeqCst),
            Clock::Hand(hand) => hand.at.load(Ordering::SeqCst),
        })
    }

    /// Moves a clock held by hand to `at`; the others show `at` from now on and run.
    /// The machine's own clock is left alone.
    pub fn set(&self, at: Time) {
        match self {
            Clock::System => {}
            Clock::Shifted(by) => by.store(at.micros() - system_micros(), Ordering::SeqCst),
            Clock::Hand(hand) => hand.at.store(at.micros(), Ordering::SeqCst),
        }
    }

    /// Sets a clock held by hand wrong: it shows `at`, and no time has passed. The others are left alone.
    pub fn leap(&self, at: Time) {
        if let Clock::Hand(hand) = self {
            let before = hand.at.swap(at.micros(), Ordering::SeqCst);
            hand.leapt.fetch_add(at.micros() - before, Ordering::SeqCst);
        }
    }

    /// By how many microseconds the clock differs from one that nobody sets and that goes on while the machine
    /// sleeps. What it is says nothing; that it changes says that somebody set the clock.
    pub fn offset(&self) -> i64 {
        match self {
            Clock::System => system_micros() - steady_micros(),
            Clock::Shifted(by) => system_micros() + by.load(Ordering::SeqCst) - steady_micros(),
            Clock::Hand(hand) => hand.leapt.load(Ordering::SeqCst),
        }
    }

    /// Moves the clock on by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where time is read")]
fn system_micros() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX))
}

/// Since the machine was started, asleep or not.
fn steady_micros() -> i64 {
    #[cfg(target_os = "linux")]
    let clock = rustix::time::ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = rustix::time::ClockId::Monotonic;
    let time = rustix::time::clock_gettime(clock);
    time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_moved_passes_time_and_one_that_leaps_does_not() {
        let clock = Clock::standing_at(Time::from_micros(0));
        clock.advance(86_400);
        assert_eq!(clock.offset(), 0);
        clock.leap(clock.now().plus_seconds(-3_600));
        assert_eq!((clock.now().micros(), clock.offset()), (82_800_000_000, -3_600_000_000));
        clock.advance(1);
        assert_eq!(clock.offset(), -3_600_000_000);
        let before = Clock::System.offset();
        assert!((Clock::System.offset() - before).abs() < 1_000_000);
    }
}
