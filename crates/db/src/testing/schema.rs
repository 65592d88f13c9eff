//! The schema seen from outside: what it looks like, and sample rows in whatever tables there are.

use crate::cell::CellKind;
use crate::postgres::Session;
use crate::{Broken, is_file};
use base::Fault;
use rusqlite::Connection;

/// A column as an engine tells of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SchemaColumn {
    /// Of which table.
    pub table: String,
    /// Its name.
    pub name: String,
    /// `BIGINT`, `BOOLEAN`, `TEXT` or `BYTEA`.
    pub kind: String,
    /// Whether it may hold nothing.
    pub is_optional: bool,
}

/// What a database looks like, the same for both engines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schema {
    /// Its columns, in order of table and name.
    pub columns: Vec<SchemaColumn>,
    /// Its indexes: table, and whether it is unique, and its columns.
    pub indexes: Vec<(String, bool, String)>,
}

/// Reads what the database at `url` looks like.
///
/// # Errors
/// Where it cannot be read.
pub fn schema_of(url: &str) -> Result<Schema, Fault> {
    let mut schema = match url.strip_prefix("sqlite:") {
        Some(path) => of_file(path).map_err(broken)?,
        None => of_server(url).map_err(Fault::internal)?,
    };
    schema.columns.retain(|column| column.table != "schema_steps");
    schema.indexes.retain(|(table, ..)| table != "schema_steps");
    schema.columns.sort();
    schema.indexes.sort();
    Ok(schema)
}

fn broken(error: rusqlite::Error) -> Fault {
    Fault::internal(Broken::from_sqlite(&error))
}

fn of_file(path: &str) -> rusqlite::Result<Schema> {
    let connection = Connection::open(path)?;
    let columns = "SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_master m
                   JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
    let mut columns = connection.prepare(columns)?;
    let columns = columns.query_map([], |row| {
        let (table, name, kind) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(SchemaColumn { table, name, kind, is_optional: !row.get::<_, bool>(3)? })
    })?;
    let indexes = "SELECT m.name, i.\"unique\", (SELECT group_concat(x.name) FROM (
                       SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) x)
                   FROM sqlite_master m JOIN pragma_index_list(m.name) i WHERE m.type = 'table'";
    let mut indexes = connection.prepare(indexes)?;
    let indexes = indexes.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(Schema {
        columns: columns.collect::<Result<_, _>>()?,
        indexes: indexes.collect::<Result<_, _>>()?,
    })
}

fn of_server(url: &str) -> Result<Schema, Broken> {
    let mut session = Session::connect(url)?;
    let columns = session.query(
        "SELECT table_name::text, column_name::text, upper(data_type), is_nullable = 'YES'
         FROM information_schema.columns WHERE table_schema = current_schema()",
    )?;
    let column = |row: &tokio_postgres::Row| SchemaColumn {
        table: row.get(0),
        name: row.get(1),
        kind: row.get(2),
        is_optional: row.get(3),
    };
    let indexes = session.query(
        "SELECT t.relname::text, i.indisunique, (
             SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(i.indkey)
             WITH ORDINALITY k (number, place)
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)
         FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
         WHERE t.relnamespace = current_schema()::regnamespace",
    )?;
    let index = |row: &tokio_postgres::Row| (row.get(0), row.get(1), row.get(2));
    Ok(Schema {
        columns: columns.iter().map(column).collect(),
        indexes: indexes.iter().map(index).collect(),
    })
}

/// Puts one row into every table of the database at `url` that has none: what may hold nothing holds
/// nothing. References are not asked, so that nobody has to know what the rows mean.
///
/// # Errors
/// Where a row cannot stand.
pub fn put_samples(url: &str) -> Result<(), Fault> {
    let schema = schema_of(url)?;
    let mut statements = Vec::new();
    for columns in schema.columns.chunk_by(|a, b| a.table == b.table) {
        let Some(first) = columns.first() else { continue };
        let held: Vec<&SchemaColumn> =
            columns.iter().filter(|column| !column.is_optional).collect();
        let names: Vec<String> = held.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let values: Vec<String> =
            (1..).zip(&held).map(|(place, column)| sample(url, place, column)).collect();
        statements.push(format!(
            "INSERT INTO {0} ({1}) SELECT {2} WHERE NOT EXISTS (SELECT 1 FROM {0})",
            first.table,
            names.join(", "),
            values.join(", ")
        ));
    }
    let all = statements.join(";\n");
    match url.strip_prefix("sqlite:") {
        Some(path) => {
            let connection = Connection::open(path).map_err(broken)?;
            connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {all}")).map_err(broken)
        }
        None => {
            let mut session = Session::connect(url).map_err(Fault::internal)?;
            let all = format!("SET session_replication_role = replica; {all}");
            session.run(&all).map_err(Fault::internal)
        }
    }
}

/// A value for a column. What ends does so after it began.
fn sample(url: &str, place: usize, column: &SchemaColumn) -> String {
    let is_later = ["until", "ends", "end"].iter().any(|word| column.name.starts_with(word));
    match (CellKind::declared(&column.kind), column.name.as_str()) {
        (_, "station_id") => "1".to_owned(),
        (CellKind::Int, _) => (place + if is_later { 100 } else { 0 }).to_string(),
        (CellKind::Bool, _) => "FALSE".to_owned(),
        // The ids of a row differ, as those of three people in office do.
        (CellKind::Bytes, _) if is_file(url) => format!("x'{place:032x}'"),
        (CellKind::Bytes, _) => format!("'\\x{place:032x}'"),
        (CellKind::Text, name) => format!("'{name}'"),
    }
}

/// What stands in the columns of `schema`, table by table, row by row, as text.
///
/// # Errors
/// Where something cannot be read.
pub fn contents(url: &str, schema: &Schema) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let mut all = Vec::new();
    for columns in schema.columns.chunk_by(|a, b| a.table == b.table) {
        let Some(first) = columns.first() else { continue };
        let cells: Vec<String> = columns.iter().map(|column| cell(url, column)).collect();
        let sql = format!("SELECT {} FROM {} ORDER BY 1", cells.join(" || '|' || "), first.table);
        let rows = match url.strip_prefix("sqlite:") {
            Some(path) => {
                let connection = Connection::open(path).map_err(broken)?;
                let mut statement = connection.prepare(&sql).map_err(broken)?;
                let rows = statement.query_map([], |row| row.get(0)).map_err(broken)?;
                rows.collect::<Result<_, _>>().map_err(broken)?
            }
            None => {
                let mut session = Session::connect(url).map_err(Fault::internal)?;
                let rows = session.query(&sql).map_err(Fault::internal)?;
                rows.iter().map(|row| row.get(0)).collect()
            }
        };
        all.push((first.table.clone(), rows));
    }
    Ok(all)
}

/// A column as text that tells nothing from anything else.
fn cell(url: &str, column: &SchemaColumn) -> String {
    let text = match (CellKind::declared(&column.kind), is_file(url)) {
        (CellKind::Bytes, true) => format!("hex(\"{}\")", column.name),
        (CellKind::Bytes, false) => format!("encode(\"{}\", 'hex')", column.name),
        (CellKind::Int | CellKind::Bool | CellKind::Text, _) => {
            format!("CAST(\"{}\" AS TEXT)", column.name)
        }
    };
    format!("coalesce({text}, '-')")
}
