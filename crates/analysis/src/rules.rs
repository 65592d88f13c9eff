//! What a report counts and how it compares: pure, from the incidents of a period to its figures.

mod compare;
mod figures;
mod handling;
mod name;
mod revision;

pub(crate) use compare::{Change, Compared, compare};
pub(crate) use figures::{Body, Class, Fact, Figures, Line, Part, Tally};
pub(crate) use handling::{Histogram, Measure, Timing};
pub(crate) use name::Name;
pub(crate) use revision::revisions;
