//! Sealing fields anew by another key: which columns hold what is sealed, and some rows at a time. What is
//! to be done is found by readers; the writer only does it.

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
    /// Reads rows from one on.
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
                " >= $2 AND ", $column, " IS NOT NULL ORDER BY ", $row, " LIMIT $3"
            ),
            update: concat!(
                "UPDATE ", $table, " SET ", $column, " = $3 WHERE station_id = $1 AND ", $row,
                " = $2 AND ", $column, " = $4"
            ),
        }
    };
}

/// A row of a column, by its id or its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SealedRow {
    id: Id,
    number: i64,
}

impl SealedRow {
    /// Before every row.
    pub fn first() -> SealedRow {
        SealedRow { id: Id::from_number(0), number: 0 }
    }

    /// By which id it goes.
    pub fn id(self) -> Id {
        self.id
    }

    /// By which number it goes, where it goes by one.
    pub fn number(self) -> Option<i64> {
        (self.id == Id::from_number(0)).then_some(self.number)
    }

    /// The row to which the values of `what` are bound.
    pub fn place(self, what: &Sealed) -> SealPlace {
        let row = if what.is_numbered { Id::from_number(self.number) } else { self.id };
        SealPlace { table: what.bound.0, column: what.bound.1, row }
    }
}

/// Reads at most so many sealed values of a column, from a row on, that row among them: a row may stand
/// in several lines of a table.
///
/// # Errors
/// Those of the engine.
pub fn list_sealed(
    tx: &mut Tx<'_>,
    what: &Sealed,
    from: SealedRow,
    most: i64,
) -> Result<Vec<(SealedRow, Vec<u8>)>, Fault> {
    let station = tx.station();
    if what.is_numbered {
        let rows: Vec<(i64, Vec<u8>)> = tx.all(what.select, args![station, from.number, most])?;
        let row = |(number, sealed)| (SealedRow { id: Id::from_number(0), number }, sealed);
        return Ok(rows.into_iter().map(row).collect());
    }
    let rows: Vec<(Id, Vec<u8>)> = tx.all(what.select, args![station, from.id, most])?;
    Ok(rows.into_iter().map(|(id, sealed)| (SealedRow { id, number: 0 }, sealed)).collect())
}

/// Seals these values anew, where each is still what was read; how many. What no key opens stays as it is:
/// it was lost before, and must not keep the others from being sealed.
///
/// # Errors
/// Those of the engine.
pub fn reseal(
    tx: &mut Tx<'_>,
    what: &Sealed,
    values: &[(SealedRow, Vec<u8>)],
) -> Result<u64, Fault> {
    let (station, mut count) = (tx.station(), 0);
    for (row, sealed) in values {
        let Some(fresh) = tx.reseal(row.place(what), sealed) else { continue };
        count += 1;
        if what.is_numbered {
            tx.put(what.update, args![station, row.number, fresh, sealed])?;
        } else {
            tx.put(what.update, args![station, row.id, fresh, sealed])?;
        }
    }
    Ok(count)
}
