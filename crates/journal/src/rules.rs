//! Names of the acts that the journal itself writes.

/// A payload's key was erased.
pub(crate) const ERASED: &str = "journal.erase";
/// Somebody asked for what is not theirs to see or do.
pub(crate) const ATTEMPTED: &str = "journal.attempt";
/// Attempts are counted once per account, route and this many seconds.
pub(crate) const ATTEMPT_WINDOW_S: i64 = 60;
