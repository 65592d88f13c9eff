//! Removing what is no longer kept, some rows at a time: a statement of its own for each table would be
//! the same statement.

/// A function that removes at most so many rows of a table that are older than a moment, and says how many:
/// the table, its key beside the station, the column of the time, and the order in which they are looked
/// through, which an index of the table has.
#[macro_export]
macro_rules! dispose {
    ($(
        $(#[$doc:meta])*
        $seen:vis $name:ident: $table:literal, $key:literal, $time:literal, $order:literal;
    )+) => {$(
        $(#[$doc])*
        $seen fn $name(
            tx: &mut $crate::Tx<'_>,
            before: base::Time,
            most: i64,
        ) -> Result<u64, base::Fault> {
            let station = tx.station();
            tx.exec(
                concat!(
                    "DELETE FROM ", $table, " WHERE station_id = $1 AND (", $key, ") IN (SELECT ", $key,
                    " FROM ", $table, " WHERE station_id = $1 AND ", $time, " < $2 ORDER BY ", $order,
                    " LIMIT $3)"
                ),
                $crate::args![station, before, most],
            )
        }
    )+};
}
