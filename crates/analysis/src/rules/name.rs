//! The number of a report: `RB-20240512` of a day, `ZB-2024-W19` of a week.

use calendar::Period;
use std::fmt;

/// What a report is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Name(pub(crate) Period);

impl Name {
    /// Reads a number.
    pub(crate) fn parse(text: &str) -> Option<Name> {
        let (series, rest) = text.split_once('-')?;
        match (series, Period::parse(rest)?) {
            ("RB", day @ Period::Day(_)) => Some(Name(day)),
            ("ZB", week @ Period::Week(_)) => Some(Name(week)),
            _ => None,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let series = match self.0 {
            Period::Day(_) => "RB",
            Period::Week(_) => "ZB",
        };
        write!(f, "{series}-{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for text in ["RB-20240512", "ZB-2024-W19"] {
            assert_eq!(Name::parse(text).map(|name| name.to_string()).as_deref(), Some(text));
        }
        for text in ["RB-2024-W19", "ZB-20240512", "YB-20240512", "RB20240512", "RB-"] {
            assert_eq!(Name::parse(text), None, "{text}");
        }
    }
}
