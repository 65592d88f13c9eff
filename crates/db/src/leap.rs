//! Whether the clock of a database is set while it is open: compared with one that nobody sets.

use base::Clock;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A watch over a clock. Each station hears of a leap until it says that it has.
#[derive(Debug)]
pub struct Watch {
    clock: Clock,
    opened: i64,
    heard: Mutex<BTreeMap<i64, i64>>,
}

impl Watch {
    pub(crate) fn over(clock: &Clock) -> Watch {
        Watch { clock: clock.clone(), opened: clock.offset(), heard: Mutex::default() }
    }

    /// By how many microseconds the clock was set forward or back since `station` last heard of it.
    pub fn leap(&self, station: i64) -> i64 {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        self.clock.offset() - heard.get(&station).copied().unwrap_or(self.opened)
    }

    /// `station` has heard of a leap of so many microseconds.
    pub fn hear(&self, station: i64, leap: i64) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        *heard.entry(station).or_insert(self.opened) += leap;
    }
}
