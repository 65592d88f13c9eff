//! What keys were asked to open and could not: told once, and counted.

use crate::Id;
use crate::seal::Place;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// More values than this are not told apart: all of it is unreadable.
const MOST: usize = 10_000;

/// The values, by station and place.
#[derive(Default)]
pub(crate) struct Missed(Mutex<BTreeSet<(i64, &'static str, &'static str, Id)>>);

impl Missed {
    /// Notes one; whether it is the first one hears of it.
    pub(crate) fn note(&self, station: i64, place: Place) -> bool {
        let mut missed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        missed.len() < MOST && missed.insert((station, place.table, place.column, place.row))
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
