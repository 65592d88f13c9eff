//! Whose open pages can ring: a state of connections, kept in memory and nowhere else.

use base::Id;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What happens where somebody is called now.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Bell {
    /// No page of theirs is open.
    #[default]
    Absent,
    /// A page is open, and the browser lets it make no sound.
    Mute,
    /// A page is open and rings.
    Rings,
}

impl Bell {
    /// The text that stands for it in the live stream.
    pub const fn code(self) -> &'static str {
        match self {
            Bell::Absent => "absent",
            Bell::Mute => "mute",
            Bell::Rings => "rings",
        }
    }
}

/// The open pages of an account, by their stream.
type Pages = HashMap<u64, Bell>;

/// What the open pages of everybody said last.
#[derive(Clone, Debug, Default)]
pub struct Bells(Arc<Mutex<HashMap<(i64, Id), Pages>>>);

impl Bells {
    /// What the best page of an account can do.
    pub fn of(&self, station: i64, account: Id) -> Bell {
        best(self.lock().get(&(station, account)))
    }

    /// Notes what the page behind `stream` can do; whether that changes what the account can.
    pub fn set(&self, (station, account): (i64, Id), stream: u64, bell: Bell) -> bool {
        let mut all = self.lock();
        let pages = all.entry((station, account)).or_default();
        let before = best(Some(pages));
        pages.insert(stream, bell);
        best(Some(pages)) != before
    }

    /// Forgets the page behind `stream`; whether that changes what the account can do.
    pub fn forget(&self, (station, account): (i64, Id), stream: u64) -> bool {
        let mut all = self.lock();
        let Some(pages) = all.get_mut(&(station, account)) else { return false };
        let before = best(Some(pages));
        pages.remove(&stream);
        let after = best(Some(pages));
        if pages.is_empty() {
            all.remove(&(station, account));
        }
        after != before
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(i64, Id), Pages>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn best(pages: Option<&Pages>) -> Bell {
    pages.and_then(|pages| pages.values().max().copied()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_page_counts_and_a_closed_one_no_longer() {
        let (bells, who) = (Bells::default(), (1, Id::from_number(7)));
        assert_eq!(bells.of(1, who.1), Bell::Absent);
        assert!(bells.set(who, 1, Bell::Mute));
        assert!(bells.set(who, 2, Bell::Rings));
        assert!(!bells.set(who, 3, Bell::Mute));
        assert_eq!(bells.of(1, who.1), Bell::Rings);
        assert_eq!(bells.of(2, who.1), Bell::Absent, "of another station");
        assert!(bells.forget(who, 2));
        assert_eq!(bells.of(1, who.1), Bell::Mute);
        assert!(!bells.forget(who, 1));
        assert!(bells.forget(who, 3));
        assert!(!bells.forget(who, 3));
        assert_eq!(bells.of(1, who.1), Bell::Absent);
    }
}
