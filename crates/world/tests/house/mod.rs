//! A house with every room the world needs, on a throw-away database.

use db::testing::{Engine, TestDb};
use db::{Migration, Table};
use std::collections::BTreeMap;

pub const MIGRATIONS: [&[Migration]; 7] = [
    journal::MIGRATIONS,
    people::MIGRATIONS,
    premises::MIGRATIONS,
    notify::MIGRATIONS,
    matters::MIGRATIONS,
    incidents::MIGRATIONS,
    analysis::MIGRATIONS,
];
pub const TABLES: [&[Table]; 7] = [
    journal::TABLES,
    people::TABLES,
    premises::TABLES,
    notify::TABLES,
    matters::TABLES,
    incidents::TABLES,
    analysis::TABLES,
];

pub fn open(engine: Engine, seed: u64) -> Option<TestDb> {
    db::testing::open(engine, &MIGRATIONS.concat(), &TABLES.concat(), seed).unwrap()
}

/// Every row of every table of an embedded database, as text, in order.
pub fn dump(test: &TestDb) -> BTreeMap<&'static str, Vec<String>> {
    let tables = TABLES.concat();
    let rows = |tx: &mut db::Tx<'_>, table: &str| -> Result<Vec<String>, base::Fault> {
        let names = leak(format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
        let names: Vec<(String,)> = tx.all(names, &[])?;
        let quoted: Vec<String> = names.iter().map(|(name,)| format!("quote({name})")).collect();
        let rows =
            leak(format!("SELECT {} FROM {table} ORDER BY 1 /* all */", quoted.join("||'|'||")));
        Ok(tx.all::<(String,)>(rows, &[])?.into_iter().map(|(row,)| row).collect())
    };
    let read = move |tx: &mut db::Tx<'_>| {
        tables.iter().map(|table| Ok((table.name, rows(tx, table.name)?))).collect()
    };
    test.db.read_now(1, read).unwrap()
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
