//! Which acts are under way, so that somebody can wait until all that began before have ended.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, PoisonError};

/// The acts under way, by their turn.
#[derive(Debug, Default)]
pub(crate) struct Running {
    turns: Mutex<(u64, BTreeSet<u64>)>,
    ended: Condvar,
}

/// One of them; it has ended when this goes.
pub(crate) struct Turn<'r> {
    running: &'r Running,
    turn: u64,
}

impl Running {
    /// One more begins.
    pub(crate) fn begin(&self) -> Turn<'_> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.0 += 1;
        let turn = turns.0;
        turns.1.insert(turn);
        Turn { running: self, turn }
    }

    /// Waits until those that run now have ended.
    pub(crate) fn wait(&self) {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let last = turns.0;
        while turns.1.first().is_some_and(|first| *first <= last) {
            turns = self.ended.wait(turns).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turns = self.running.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.1.remove(&self.turn);
        self.running.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn those_that_began_before_are_waited_for_and_later_ones_are_not() {
        let running = Running::default();
        let early = running.begin();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| running.wait());
            std::thread::sleep(Duration::from_millis(20));
            let late = running.begin();
            assert!(!waiting.is_finished());
            drop(early);
            waiting.join().unwrap();
            drop(late);
        });
        running.wait();
    }
}
