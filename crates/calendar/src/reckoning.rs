//! When a limit is due, and why.

use base::Time;
use jiff::civil::Date;

/// The outcome of [`crate::reckon`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reckoning {
    /// The last second that is in time; `None` while the clock stands still.
    pub due: Option<Time>,
    /// How it came about, day by day from the start. At most [`Reckoning::MOST_STEPS`].
    pub steps: Vec<Step>,
    /// For how many seconds a limit of seconds stood still; 0 for those of days.
    pub paused_s: i64,
    /// The first year whose holidays were asked for and are not in the table: until they are, the
    /// answer takes them for ordinary weeks and may change.
    pub provisional_from: Option<i16>,
}

/// One day of a reckoning, or several in a row of which the same is to be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The number reached at its end, where it was counted: days or working days; days also of months
    /// and years, whose length in days this tells.
    pub counted: Option<u32>,
    /// What is to be said of it.
    pub why: Why,
}

/// What is to be said of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// The day of the start, never counted.
    Start,
    /// Counted.
    Counted,
    /// A weekend, where working days are counted.
    Weekend,
    /// A holiday of this name, where working days are counted.
    Holiday(String),
    /// A weekend that makes up for the holiday of this name: counted among working days.
    MakeUp(String),
    /// Touched by a pause of this label, and so not counted. Of one that lasts only the first day
    /// that it took.
    Paused(String),
    /// Would have been the last day, but is a holiday of this name, or (`None`) a weekend.
    RolledOver(Option<String>),
    /// The last day. Closes every trace that has an end, and tells again the day before it where the
    /// limit ended there.
    Last,
    /// Too many to be told one by one.
    Folded,
}

impl Reckoning {
    /// How long a trace may be.
    pub const MOST_STEPS: usize = 80;
}
