//! What is kept for so long and then removed, declared once by the room it is of.

use base::{Fault, Lang, Time};
use db::Tx;

/// A class of data that is kept for so many days.
#[derive(Debug)]
pub struct Retained {
    /// Its name.
    pub code: &'static str,
    /// What it is called, with what its time counts from.
    pub label: fn(Lang) -> &'static str,
    /// For how many days, unless the station says otherwise.
    pub days: i64,
    /// For how many days at least: a law, or what the house itself needs.
    pub least_days: i64,
    /// Where the first two come from.
    pub source: fn(Lang) -> &'static str,
    /// Removes at most so many that are older than a moment; how many that was.
    pub dispose: Dispose,
}

/// Removes rows that are older than a moment, at most so many; how many that was.
pub type Dispose = fn(&mut Tx<'_>, Time, i64) -> Result<u64, Fault>;
