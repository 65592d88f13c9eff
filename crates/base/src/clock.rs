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
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that runs at the machine's pace and shows `now` at this moment.
    pub fn starting_at(now: Time) -> Clock {
        Clock::Shifted(Arc::new(AtomicI64::new(now.micros() - system_micros())))
    }

    /// A clock that stands at `now`.
    pub fn standing_at(now: Time) -> Clock {
        Clock::Hand(Arc::new(AtomicI64::new(now.micros())))
    }

    /// The present instant.
    pub fn now(&self) -> Time {
        Time::from_micros(match self {
            Clock::System => system_micros(),
            Clock::Shifted(by) => system_micros() + by.load(Ordering::SeqCst),
            Clock::Hand(at) => at.load(Ordering::SeqCst),
        })
    }

    /// Moves a clock held by hand to `at`; the others show `at` from now on and run.
    /// The machine's own clock is left alone.
    pub fn set(&self, at: Time) {
        match self {
            Clock::System => {}
            Clock::Shifted(by) => by.store(at.micros() - system_micros(), Ordering::SeqCst),
            Clock::Hand(hand) => hand.store(at.micros(), Ordering::SeqCst),
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
