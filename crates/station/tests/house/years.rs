//! Years before the first day of a station: what it has brought to its end is written again, so many
//! times, each time three years earlier. No page shows any of it, and every table that grows has it.

use crate::harness::House;
use db::args;
use db::testing::{SchemaColumn, schema_of};

/// Tables whose rows come with the work, beside those that name a matter or an order.
const GROWING: &[&str] = &[
    "matters",
    "handovers",
    "shift_sheets",
    "journal_lines",
    "journal_keys",
    "outbox",
    "outcomes",
    "messages",
    "reports",
    "shifts",
    "sessions",
    "causes",
];
/// Columns that name something written again with the row.
const NAMES: &[&str] = &[
    "id",
    "matter_id",
    "order_id",
    "subject_id",
    "master_id",
    "handover_id",
    "cause_id",
    "corrects_id",
];
/// Columns that hold a moment, beside those that end in `_at`.
const MOMENTS: &[&str] = &["at", "since", "hour", "hidden_since"];
const MICROS: i64 = 3 * 366 * 86_400 * 1_000_000;

/// Writes the past of `house` so many times more.
pub fn add(house: &House, times: i64) {
    let schema = schema_of(&house.test.url).unwrap();
    let tables: Vec<&[SchemaColumn]> =
        schema.columns.chunk_by(|a, b| a.table == b.table).filter(|table| grows(table)).collect();
    let mut statements: Vec<&'static str> = tables.iter().map(|table| statement(table)).collect();
    // What is pointed at by a key that has to stand.
    statements.sort_by_key(|sql| !sql.starts_with("INSERT INTO matters "));
    let write = move |tx: &mut db::Tx<'_>| {
        tx.exec("PRAGMA defer_foreign_keys = ON", &[])?;
        (1..=times).try_for_each(|time| {
            statements.iter().try_for_each(|sql| tx.exec(sql, args![time]).map(|_| ()))
        })
    };
    house.test.db.write_now(house.town.station, write).unwrap();
    house.look_away();
}

fn grows(table: &[SchemaColumn]) -> bool {
    let named = |name: &str| table.iter().any(|column| column.name == name);
    GROWING.contains(&table[0].table.as_str()) || named("matter_id") || named("order_id")
}

/// `$1` says which time it is.
fn statement(table: &[SchemaColumn]) -> &'static str {
    let name = &table[0].table;
    let columns: Vec<String> = table.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let values: Vec<String> = table.iter().map(value).collect();
    let ended = "(SELECT id FROM matters WHERE station_id = 1 AND is_open = FALSE)";
    let named = |name: &str| table.iter().any(|column| column.name == name);
    // What was written again begins with a zero.
    let which = if name == "matters" {
        "is_open = FALSE AND hex(substr(id, 1, 1)) <> '00'".to_owned()
    } else if named("matter_id") {
        format!("hex(substr(matter_id, 1, 1)) <> '00' AND matter_id IN {ended}")
    } else if named("order_id") {
        let orders = format!("(SELECT id FROM orders WHERE matter_id IN {ended})");
        format!("hex(substr(order_id, 1, 1)) <> '00' AND order_id IN {orders}")
    } else if named("id") {
        "hex(substr(id, 1, 1)) <> '00'".to_owned()
    } else if named("position") {
        "position > 0".to_owned()
    } else {
        "key NOT LIKE 'again-%'".to_owned()
    };
    let (columns, values) = (columns.join(", "), values.join(", "));
    let sql = format!(
        "INSERT INTO {name} ({columns}) SELECT {values} FROM {name}
         WHERE station_id = 1 AND $1 > 0 AND {which} /* all */"
    );
    String::leak(sql)
}

fn value(column: &SchemaColumn) -> String {
    let (name, quoted) = (column.name.as_str(), format!("\"{}\"", column.name));
    let is_line = ["journal_lines", "journal_keys", "outbox"].contains(&column.table.as_str());
    match column.kind.as_str() {
        "BYTEA" if NAMES.contains(&name) => {
            format!("CAST(x'00' || char($1) || substr({quoted}, 3) AS BLOB)")
        }
        // The digest of a session's secret.
        "BYTEA" if name == "token_hash" => format!("CAST(char($1) || {quoted} AS BLOB)"),
        "BIGINT" if name == "version" || (is_line && name == "position") => {
            format!("{quoted} - $1 * 100000000")
        }
        "BIGINT" if name.ends_with("_at") || MOMENTS.contains(&name) => {
            format!("{quoted} - $1 * {MICROS}")
        }
        "TEXT" if ["number", "outer_number", "key"].contains(&name) => {
            format!("'again-' || $1 || {quoted}")
        }
        _ => quoted,
    }
}
