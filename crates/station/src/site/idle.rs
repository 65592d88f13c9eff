//! When each session was last used. It is kept in memory: a restart counts as use, for at most the
//! idle limit; what ends a session for good is its absolute limit in the database.

use base::{Id, Time};
use people::Recognised;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// More sessions than this and those of yesterday are forgotten.
const MOST: usize = 20_000;
const DAY_S: i64 = 86_400;

/// The uses of sessions.
#[derive(Debug)]
pub struct Idle {
    started: Time,
    used: Mutex<HashMap<Id, Time>>,
}

impl Idle {
    /// Begins at `started`.
    pub(crate) fn new(started: Time) -> Idle {
        Idle { started, used: Mutex::default() }
    }

    /// Whether the session of `who` has been idle for too long at `now`.
    pub(crate) fn is_over(&self, who: &Recognised, now: Time) -> bool {
        if who.idle_s == 0 {
            return false;
        }
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let last = used.get(&who.session).copied().unwrap_or(self.started.max(who.opened));
        now.seconds_since(last) > who.idle_s
    }

    /// Notes that the session is used at `now`.
    pub(crate) fn touch(&self, who: &Recognised, now: Time) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() > MOST {
            used.retain(|_, last| now.seconds_since(*last) < DAY_S);
        }
        used.insert(who.session, now);
    }
}
