//! Copying a database while it is written, and looking whether a copy is whole.

use crate::postgres::Session;
use crate::{Broken, Migration, Table, move_rows};
use base::Fault;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Copies the database at `url`, of either engine, to a fresh file of SQLite's in one consistent state;
/// writers go on meanwhile.
///
/// # Errors
/// Where the schema is not up to date, or the copy cannot be written.
pub fn copy_to(
    url: &str,
    target: &Path,
    migrations: &[Migration],
    tables: &[Table],
) -> Result<(), Fault> {
    let Some(path) = url.strip_prefix("sqlite:") else {
        let target = format!("sqlite:{}", target.display());
        return move_rows(url, &target, migrations, tables).map(|_| ());
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(broken)?;
    connection.busy_timeout(std::time::Duration::from_secs(30)).map_err(broken)?;
    let target = target.to_str().ok_or_else(|| Fault::internal("not a path of text"))?;
    connection.execute("VACUUM INTO ?1", [target]).map_err(broken)?;
    Ok(())
}

/// How many bytes the database at `url` has.
///
/// # Errors
/// Where it cannot be asked.
pub fn size_of(url: &str) -> Result<u64, Fault> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        return std::fs::metadata(path).map(|about| about.len()).map_err(Fault::internal);
    }
    let mut session = Session::connect(url).map_err(Fault::internal)?;
    let sql = "SELECT pg_database_size(current_database())";
    let rows = session.query(sql).map_err(Fault::internal)?;
    let size: i64 = rows.first().map_or(0, |row| row.get(0));
    Ok(size.unsigned_abs())
}

/// Whether every page of the database file at `path` is where it belongs.
///
/// # Errors
/// Where it cannot be read at all.
pub fn is_whole(path: &Path) -> Result<bool, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(broken)?;
    let said: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(broken)?;
    Ok(said == "ok")
}

fn broken(error: rusqlite::Error) -> Fault {
    Fault::internal(Broken::from_sqlite(&error))
}
