//! Copying a SQLite database while it is written, and looking whether a copy is whole.

use crate::Broken;
use base::Fault;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Copies the database at `url` to a fresh file in one consistent state; writers go on meanwhile.
///
/// # Errors
/// Where it is none of SQLite's, or the copy cannot be written.
pub fn copy_to(url: &str, target: &Path) -> Result<(), Fault> {
    let path =
        url.strip_prefix("sqlite:").ok_or_else(|| Fault::internal("not a SQLite database"))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(broken)?;
    connection.busy_timeout(std::time::Duration::from_secs(30)).map_err(broken)?;
    let target = target.to_str().ok_or_else(|| Fault::internal("not a path of text"))?;
    connection.execute("VACUUM INTO ?1", [target]).map_err(broken)?;
    Ok(())
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
