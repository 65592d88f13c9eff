//! A look at a database before it is opened, and one statement where nobody serves from it: what a start
//! has to know before the first step of the schema.

use crate::postgres::Session;
use crate::value::{Arg, FromRow};
use crate::{Broken, sqlite};
use base::Fault;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// The rows that `sql` gives in the database at `url`; `None` where there is no database, or it has no
/// table of that name. Nothing is made and nothing changed.
///
/// # Errors
/// Where it cannot be read.
pub fn look<T: FromRow>(
    url: &str,
    table: &'static str,
    sql: &'static str,
) -> Result<Option<Vec<T>>, Fault> {
    let Some(path) = url.strip_prefix("sqlite:") else {
        let mut session = Session::connect(url).map_err(Fault::internal)?;
        let there = "SELECT 1 FROM information_schema.tables
                     WHERE table_schema = current_schema() AND table_name = '{}'";
        let there = session.query(&there.replace("{}", table)).map_err(Fault::internal)?;
        if there.is_empty() {
            return Ok(None);
        }
        return session.all(sql, &[]).map_err(Fault::internal)?.map(Some);
    };
    if !Path::new(path).exists() {
        return Ok(None);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(broken)?;
    let there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1";
    let mut there = connection.prepare(there).map_err(broken)?;
    if !there.exists([table]).map_err(broken)? {
        return Ok(None);
    }
    sqlite::all(&connection, sql, &[]).map_err(Fault::internal)?.map(Some)
}

/// Runs one statement in the database at `url`, which nobody serves.
///
/// # Errors
/// Where it cannot be opened or written.
pub fn change(url: &str, sql: &'static str, args: &[Arg<'_>]) -> Result<(), Fault> {
    let Some(path) = url.strip_prefix("sqlite:") else {
        let mut session = Session::connect(url).map_err(Fault::internal)?;
        return session.exec(sql, args).map(|_| ()).map_err(Fault::internal);
    };
    let connection = Connection::open(path).map_err(broken)?;
    connection.execute_batch("PRAGMA synchronous = FULL").map_err(broken)?;
    sqlite::exec(&connection, sql, args).map(|_| ()).map_err(Fault::internal)
}

fn broken(error: rusqlite::Error) -> Fault {
    Fault::internal(Broken::from_sqlite(&error))
}
