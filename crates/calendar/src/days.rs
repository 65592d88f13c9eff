//! The station's table of days that are not what their weekday says: holidays and make-up days.

use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};

base::codes! {
    /// What a row of the table makes of its day.
    pub enum DayKind {
        /// No work: a holiday, weekends within it too.
        Off = "off",
        /// Work: a weekend that makes up for a holiday 调休上班.
        Working = "working",
    }
}

/// A row of the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exceptional {
    /// The day.
    pub date: Date,
    /// What becomes of it.
    pub kind: DayKind,
    /// The holiday it is, or the one it makes up for.
    pub name: String,
    /// The notice that says so; empty where none was given.
    pub source: String,
}

/// The table: every day that is not what its weekday says.
#[derive(Clone, Default, Debug)]
pub struct Days {
    rows: BTreeMap<Date, Exceptional>,
    years: BTreeSet<i16>,
}

/// What a day is to whoever counts working days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Nature<'a> {
    Plain,
    MakeUp(&'a str),
    Weekend,
    Holiday(&'a str),
}

/// The notice for a year settles the New Year's holiday, which may begin and be made up for in the
/// last days of December: 29 to 31 December 2018 stand in the notice for 2019.
const DECEMBER_OF_NEXT_NOTICE: i8 = 29;

impl Days {
    /// The table of these rows. Of two for one day the later one stands, so that a station's own rows
    /// may follow the built-in ones.
    pub fn new(rows: impl IntoIterator<Item = Exceptional>) -> Days {
        let rows: BTreeMap<_, _> = rows.into_iter().map(|row| (row.date, row)).collect();
        let years = rows.keys().map(|date| date.year()).collect();
        Days { rows, years }
    }

    /// The row of this day, if it is exceptional.
    pub fn find(&self, date: Date) -> Option<&Exceptional> {
        self.rows.get(&date)
    }

    /// The rows of one year, in order.
    pub fn of_year(&self, year: i16) -> impl Iterator<Item = &Exceptional> {
        self.rows.values().filter(move |row| row.date.year() == year)
    }

    /// Whether work is done on this day: what its row says, else what its weekday says.
    pub fn is_working(&self, date: Date) -> bool {
        !self.nature(date).is_off()
    }

    /// Whether the table knows this year. One without any row is not yet published, or too old.
    pub fn covers(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// The year that must be published before anything sure can be said of this day; `None` where all
    /// is known. The last three days of December hang on the notice for the year after as well.
    pub fn unpublished(&self, date: Date) -> Option<i16> {
        let next = (date.month() == 12 && date.day() >= DECEMBER_OF_NEXT_NOTICE).then_some(1);
        let years = [Some(date.year()), next.map(|more| date.year() + more)];
        years.into_iter().flatten().find(|year| !self.covers(*year))
    }

    pub(crate) fn nature(&self, date: Date) -> Nature<'_> {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        match (self.find(date), weekend) {
            (Some(row), _) if row.kind == DayKind::Off => Nature::Holiday(&row.name),
            (Some(row), true) => Nature::MakeUp(&row.name),
            (None, true) => Nature::Weekend,
            (_, false) => Nature::Plain,
        }
    }
}

impl Nature<'_> {
    pub(crate) fn is_off(self) -> bool {
        match self {
            Nature::Weekend | Nature::Holiday(_) => true,
            Nature::Plain | Nature::MakeUp(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(date: Date, kind: DayKind) -> Exceptional {
        Exceptional { date, kind, name: "节".into(), source: String::new() }
    }

    #[test]
    fn a_row_outweighs_the_weekday_and_a_later_row_an_earlier() {
        let (saturday, monday) = (date(2024, 5, 11), date(2024, 5, 13));
        let plain = Days::default();
        assert!(!plain.is_working(saturday) && plain.is_working(monday));
        let days = Days::new([row(saturday, DayKind::Working), row(monday, DayKind::Off)]);
        assert!(days.is_working(saturday) && !days.is_working(monday));
        let days = Days::new([row(monday, DayKind::Off), row(monday, DayKind::Working)]);
        assert_eq!(days.nature(monday), Nature::Plain);
    }

    #[test]
    fn the_end_of_december_hangs_on_the_next_notice() {
        let days = Days::new([row(date(2026, 1, 1), DayKind::Off)]);
        assert!(days.covers(2026) && !days.covers(2027));
        assert_eq!(days.unpublished(date(2026, 12, 28)), None);
        assert_eq!(days.unpublished(date(2026, 12, 29)), Some(2027));
        assert_eq!(days.unpublished(date(2027, 12, 31)), Some(2027));
        assert_eq!(days.unpublished(date(2025, 12, 31)), Some(2025));
    }
}
