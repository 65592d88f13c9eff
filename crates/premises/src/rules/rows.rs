//! A place as a pasted row gives it. Pure.

use crate::PlaceKind;

/// What a cell of a pasted row is wrong about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wrong {
    /// No name, or one that is too long.
    Name,
    /// A number that is none, or out of all measure.
    Number,
}

/// The longest name of a place.
const LONGEST: usize = 60;
/// Farther than this from the station's corner nothing lies: metres.
const FARTHEST_M: i64 = 100_000;
/// More households than this no courtyard holds.
const MOST_HOUSEHOLDS: i64 = 10_000;

/// A name as it may stand.
pub(crate) fn name_of(cell: &str) -> Result<String, Wrong> {
    let length = cell.chars().count();
    if (1..=LONGEST).contains(&length) { Ok(cell.to_owned()) } else { Err(Wrong::Name) }
}

/// Metres in a cell; none where it is empty.
pub(crate) fn metres_of(cell: &str) -> Result<i64, Wrong> {
    number_of(cell, FARTHEST_M)
}

/// Households in a cell; none where it is empty.
pub(crate) fn households_of(cell: &str) -> Result<i64, Wrong> {
    number_of(cell, MOST_HOUSEHOLDS)
}

fn number_of(cell: &str, most: i64) -> Result<i64, Wrong> {
    if cell.is_empty() {
        return Ok(0);
    }
    cell.parse().ok().filter(|number| (0..=most).contains(number)).ok_or(Wrong::Number)
}

/// The kind of a place whose cell holds its code or one of its `names`.
pub(crate) fn kind_of(cell: &str, names: &[(PlaceKind, &str)]) -> Option<PlaceKind> {
    let named = names.iter().find(|(_, name)| *name == cell).map(|(kind, _)| *kind);
    named.or_else(|| PlaceKind::from_code(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_or_refused() {
        assert_eq!(name_of("北巷12号院").as_deref(), Ok("北巷12号院"));
        assert_eq!((name_of(""), name_of(&"长".repeat(61))), (Err(Wrong::Name), Err(Wrong::Name)));
        assert_eq!((metres_of(""), metres_of("120")), (Ok(0), Ok(120)));
        assert_eq!(
            (metres_of("-1"), households_of("十")),
            (Err(Wrong::Number), Err(Wrong::Number))
        );
        let names = [(PlaceKind::Courtyard, "院落")];
        assert_eq!(kind_of("院落", &names), Some(PlaceKind::Courtyard));
        assert_eq!((kind_of("shop", &names), kind_of("楼", &names)), (Some(PlaceKind::Shop), None));
    }
}
