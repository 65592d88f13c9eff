//! Sealing fields anew by another key: which columns hold what is sealed, and some rows at a time.

use crate::{Tx, args};
use base::{Fault, Id, SealPlace};

/// A column whose values are sealed. Made by [`crate::sealed`].
#[derive(Clone, Copy, Debug)]
pub struct Sealed {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
    /// To which table and column its values are bound.
    pub bound: (&'static str, &'static str),
    /// Whether its rows go by a number, not by an id.
    pub is_numbered: bool,
    /// Reads rows that another key sealed, from a row on.
    pub select: &'static str,
    /// Writes one value, where it is still the one that was read.
    pub update: &'static str,
}

/// A column whose values are bound to itself and the id in a third column; or, `numbered`, one whose
/// values are bound to another column and a number.
#[macro_export]
macro_rules! sealed {
    ($table:literal, $column:literal, $row:literal) => {
        $crate::sealed!(@of $table, $column, $row, ($table, $column), false)
    };
    ($table:literal, $column:literal, numbered $row:literal, $bound:expr) => {
        $crate::sealed!(@of $table, $column, $row, $bound, true)
    };
    (@of $table:literal, $column:literal, $row:literal, $bound:expr, $numbered:literal) => {
        $crate::Sealed {
            table: $table,
            column: $column,
            bound: $bound,
            is_numbered: $numbered,
            select: concat!(
                "SELECT ", $row, ", ", $column, " FROM ", $table, " WHERE station_id = $1 AND ", $row,
                " >= $2 AND ", $column, " IS NOT NULL AND substr(", $column, ", 2, 1) <> $3 ORDER BY ",
                $row, " LIMIT $4"
            ),
            update: concat!(
                "UPDATE ", $table, " SET ", $column, " = $3 WHERE station_id = $1 AND ", $row,
                " = $2 AND ", $column, " = $4"
            ),
        }
    };
}

/// How far the rows of a column were gone through.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    id: Id,
    number: i64,
}

impl Default for Cursor {
    fn default() -> Cursor {
        Cursor { id: Id::from_number(0), number: 0 }
    }
}

/// Seals at most so many values of a column anew, from `from` on: how many that was, and how far it is.
///
/// # Errors
/// Where one does not open.
pub fn reseal(
    tx: &mut Tx<'_>,
    what: &Sealed,
    from: Cursor,
    most: i64,
) -> Result<(i64, Cursor), Fault> {
    let (station, newest) = (tx.station(), [tx.newest_key()]);
    let newest = newest.as_slice();
    let (mut count, mut at) = (0, from);
    if what.is_numbered {
        let rows: Vec<(i64, Vec<u8>)> =
            tx.all(what.select, args![station, from.number, newest, most])?;
        for (number, sealed) in rows {
            let fresh = tx.reseal(place(what, Id::from_number(number)), &sealed)?;
            tx.put(what.update, args![station, number, fresh, sealed])?;
            (count, at.number) = (count + 1, number);
        }
    } else {
        let rows: Vec<(Id, Vec<u8>)> =
            tx.all(what.select, args![station, from.id, newest, most])?;
        for (id, sealed) in rows {
            let fresh = tx.reseal(place(what, id), &sealed)?;
            tx.put(what.update, args![station, id, fresh, sealed])?;
            (count, at.id) = (count + 1, id);
        }
    }
    Ok((count, at))
}

fn place(what: &Sealed, row: Id) -> SealPlace {
    SealPlace { table: what.bound.0, column: what.bound.1, row }
}
