//! Only where debug assertions are on: a statement may not read all rows of a table that grows with
//! the work. On a young station nobody would notice; on one of a year the page would never come.
//! A statement that means to read all says so: `/* all */`.

use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// What a statement says that means to read every row.
const MEANT: &str = "/* all */";

/// Asks the engine once for each statement how it would go about it.
pub(crate) fn check(connection: &Connection, sql: &str) {
    static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    // The greatest and the least key stand at the ends of an index.
    let is_end = sql.starts_with("SELECT max(") || sql.starts_with("SELECT min(");
    if is_end || sql.contains(MEANT) || sql.contains("pragma_") {
        return;
    }
    if !SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(sql.to_owned()) {
        return;
    }
    let steps = steps(connection, sql).unwrap_or_default();
    let is_sorted = !steps.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
    if sql.contains(" LIMIT ") && is_sorted {
        return;
    }
    for step in steps.iter().filter(|step| is_wide(step)) {
        let alias = step.split_whitespace().nth(1).unwrap_or_default();
        let table = table_of(sql, alias);
        assert!(!grows(connection, table), "{step}: reads all of {table}\n{sql}");
    }
}

fn steps(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    for index in 1..=statement.parameter_count() {
        statement.raw_bind_parameter(index, 1i64)?;
    }
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get::<_, String>(3)?);
    }
    Ok(steps)
}

/// A whole table, or all of a station.
fn is_wide(step: &str) -> bool {
    step.starts_with("SCAN ") && !step.contains("CONSTANT")
        || step.starts_with("SEARCH ") && step.ends_with("(station_id=?)")
}

/// The table that goes by `alias` in `sql`.
fn table_of<'s>(sql: &'s str, alias: &'s str) -> &'s str {
    let mut words = sql.split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')');
    let mut last = "";
    for word in words.by_ref().filter(|word| !word.is_empty()) {
        let names = !["FROM", "JOIN", "INTO", "UPDATE", "AND", "WHERE"].contains(&last);
        if word == alias && names && last.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return if last.is_empty() { alias } else { last };
        }
        last = word;
    }
    alias
}

/// Whether a table has rows for each matter, order or line of the journal.
fn grows(connection: &Connection, table: &str) -> bool {
    const KEYS: &str = "'matter_id', 'order_id', 'subject_id', 'handover_id'";
    let sql = format!("SELECT count(*) FROM pragma_table_info(?1) WHERE name IN ({KEYS})");
    let keyed: i64 = connection.query_row(&sql, [table], |row| row.get(0)).unwrap_or(0);
    keyed > 0 || ["matters", "handovers"].contains(&table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE stamps (station_id BIGINT, id BLOB, matter_id BLOB, order_id BLOB,
                     PRIMARY KEY (station_id, id));
                 CREATE INDEX stamps_by_matter ON stamps (station_id, matter_id);
                 CREATE TABLE villages (station_id BIGINT, id BLOB, PRIMARY KEY (station_id, id));",
            )
            .unwrap();
        connection
    }

    #[test]
    #[should_panic(expected = "reads all of stamps")]
    fn a_statement_that_reads_a_whole_station_is_refused() {
        check(&schema(), "SELECT s.id FROM stamps s WHERE s.station_id = $1 AND s.order_id = $2");
    }

    #[test]
    fn an_index_small_tables_and_what_is_meant_pass() {
        let connection = schema();
        check(
            &connection,
            "SELECT s.id FROM stamps s WHERE s.station_id = $1 AND s.matter_id = $2",
        );
        check(&connection, "SELECT v.id FROM villages v WHERE v.station_id = $1");
        check(&connection, "SELECT count(*) FROM stamps WHERE station_id = $1 /* all */");
    }

    #[test]
    fn an_alias_is_led_back_to_its_table() {
        let sql = "SELECT 1 FROM matters m JOIN orders o ON o.id = m.id WHERE EXISTS (SELECT 1 FROM stamps s)";
        assert_eq!(
            ["m", "o", "s", "orders"].map(|a| table_of(sql, a)),
            ["matters", "orders", "stamps", "orders"]
        );
    }
}
