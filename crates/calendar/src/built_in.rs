//! The holidays and make-up days of 2015 to 2026, from the yearly notices of the State Council's
//! General Office, with the changes of May 2019 and of Spring Festival 2020. Each row names its notice.

use crate::{Exceptional, parse_rows};

const ROWS: &str = include_str!("../data/days.csv");

/// The rows that come with the program. A station adds later years itself.
pub fn built_in() -> Vec<Exceptional> {
    parse_rows(ROWS).expect("the built-in table can be read; a test reads it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DayKind, Days};
    use jiff::civil::{Weekday, date};

    #[test]
    fn the_table_can_be_read_and_every_row_has_its_notice() {
        assert_eq!(parse_rows(ROWS).map(|rows| rows.len()), Ok(411));
        for row in built_in() {
            assert!(row.source.contains("发明电〔20"), "{row:?}");
            let weekend = matches!(row.date.weekday(), Weekday::Saturday | Weekday::Sunday);
            assert!(row.kind == DayKind::Off || weekend, "{row:?}");
        }
        let days = Days::new(built_in());
        assert!((2015..=2026).all(|year| days.covers(year)));
        assert!(!days.covers(2014) && !days.covers(2027));
    }

    #[test]
    fn changes_name_the_notice_that_made_them() {
        let days = Days::new(built_in());
        let source = |y, m, d| days.find(date(y, m, d)).map(|row| row.source.as_str());
        assert_eq!(source(2015, 9, 3), Some("国发明电〔2015〕1号"));
        assert_eq!(source(2018, 12, 31), Some("国办发明电〔2018〕15号"));
        assert_eq!(source(2019, 5, 4), Some("国办发明电〔2019〕3号"));
        assert_eq!(source(2020, 1, 30), Some("国办发明电〔2019〕16号"));
        // Was to be a make-up day until the holiday was made longer.
        assert_eq!(source(2020, 2, 1), Some("国办发明电〔2020〕1号"));
        assert!(!days.is_working(date(2020, 2, 1)));
    }
}
