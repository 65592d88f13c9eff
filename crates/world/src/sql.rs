//! The statements of the world: emptying a station, and counting what the board should show.

use base::{Fault, Id};
use db::{Broken, Table, TableKind, Tx, args, broken};
use std::sync::OnceLock;

/// Tables of every room, those that are pointed at first.
const ROOMS: [&[Table]; 7] = [
    people::TABLES,
    premises::TABLES,
    matters::TABLES,
    incidents::TABLES,
    analysis::TABLES,
    notify::TABLES,
    journal::TABLES,
];

/// Deletes every row of the station but its own: last come, first gone, so that nothing points
/// at what is no more.
///
/// # Errors
/// Where the journal may not be deleted: only its owner can drop the schema.
pub(crate) fn empty(tx: &mut Tx<'_>) -> Result<(), Fault> {
    static STATEMENTS: OnceLock<Vec<String>> = OnceLock::new();
    let statements = STATEMENTS.get_or_init(|| {
        let mut tables: Vec<&Table> = ROOMS.iter().flat_map(|room| room.iter()).collect();
        tables.reverse();
        // What may only grow is tried first: where that is refused nothing else is touched.
        tables.sort_by_key(|table| table.kind != TableKind::Append);
        let kept = |table: &&&Table| table.kind.is_of_stations();
        let statement =
            |table: &&Table| format!("DELETE FROM {} WHERE station_id = $1 /* all */", table.name);
        tables.iter().filter(kept).map(statement).collect()
    });
    let station = tx.station();
    for statement in statements {
        tx.exec(statement, args![station]).map_err(|fault| match broken(&fault) {
            Some(Broken::Other(why)) if why.starts_with("42501") => Fault::internal(
                "the journal of this station can only grow: let the owner drop the schema",
            ),
            _ => fault,
        })?;
    }
    Ok(())
}

/// The open matters, oldest first.
pub(crate) fn list_open(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let station = tx.station();
    let sql =
        "SELECT id FROM matters WHERE station_id = $1 AND is_open = TRUE ORDER BY opened_at, id";
    Ok(tx.all::<(Id,)>(sql, args![station])?.into_iter().map(|(id,)| id).collect())
}

/// Every matter.
pub(crate) fn list_matters(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let station = tx.station();
    let sql = "SELECT id FROM matters WHERE station_id = $1 ORDER BY opened_at, id /* all */";
    Ok(tx.all::<(Id,)>(sql, args![station])?.into_iter().map(|(id,)| id).collect())
}
