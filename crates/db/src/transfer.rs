//! Moving a database from one engine to the other: every row of every table, as it stands, sealed texts
//! sealed, and compared afterwards. Nothing here knows what the rows mean.

use crate::cell::{Cell, CellKind};
use crate::migrate::{self, Migration, Table};
use crate::postgres::Session;
use crate::value::Arg;
use base::Fault;
use rusqlite::{Connection, params_from_iter};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tokio_postgres::Statement;

/// So many rows are on their way at once.
const PAGE: usize = 1_000;

/// What was moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// How many rows.
    pub rows: u64,
    /// What they hold, as one number: the same on both sides.
    pub digest: String,
}

/// Copies the rows of the database at `from` to the one at `to`, which must hold none, in one
/// transaction; then reads both again and compares.
///
/// # Errors
/// Where one of them cannot be opened, the target holds rows, or the two are not equal afterwards:
/// then nothing of it stays.
pub fn move_rows(
    from: &str,
    to: &str,
    migrations: &[Migration],
    tables: &[Table],
) -> Result<Moved, Fault> {
    let plan = plan(migrations, tables)?;
    let (mut source, mut target) = (open(from, migrations, tables)?, open(to, migrations, tables)?);
    if !target.stations()?.is_empty() {
        return Err(Fault::internal("the target holds a station already"));
    }
    source.look()?;
    let stations = source.stations()?;
    target.begin()?;
    let mut read = Sum::default();
    let shares: Vec<(&Sheet, i64)> = plan
        .iter()
        .flat_map(|sheet| stations.iter().map(move |station| (sheet, *station)))
        .collect();
    for (sheet, station) in &shares {
        source.each(sheet, *station, &mut |row| {
            read.add(sheet, row);
            target.insert(sheet, *station, row)
        })?;
    }
    target.settle()?;
    let mut written = Sum::default();
    for (sheet, station) in &shares {
        target.each(sheet, *station, &mut |row| {
            written.add(sheet, row);
            Ok(())
        })?;
    }
    if read != written {
        return Err(Fault::internal("what was written is not what was read"));
    }
    target.commit()?;
    Ok(read.moved())
}

/// A table and its columns.
struct Sheet {
    table: &'static str,
    columns: Vec<(String, CellKind)>,
}

impl Sheet {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
    }

    fn select(&self, station: i64) -> String {
        format!("SELECT {} FROM {} WHERE station_id = {station}", self.names(), self.table)
    }

    fn insert(&self) -> String {
        let marks: Vec<String> = (1..=self.columns.len()).map(|n| format!("${n}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.table, self.names(), marks.join(", "))
    }
}

/// Every table with its columns, as the history of the schema makes them.
fn plan(migrations: &[Migration], tables: &[Table]) -> Result<Vec<Sheet>, Fault> {
    let mut model = Connection::open_in_memory().map_err(Fault::internal)?;
    migrate::run_sqlite(&mut model, migrations)?;
    let sheet = |table: &Table| {
        let sql = "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid";
        let mut statement = model.prepare(sql).map_err(Fault::internal)?;
        let column = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, String>(0)?, CellKind::declared(&row.get::<_, String>(1)?)))
        };
        let columns = statement.query_map([table.name], column).map_err(Fault::internal)?;
        let columns = columns.collect::<Result<Vec<_>, _>>().map_err(Fault::internal)?;
        Ok(Sheet { table: table.name, columns })
    };
    tables.iter().map(sheet).collect()
}

/// The rows seen so far, in whatever order they came.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Sum {
    rows: u64,
    words: [u64; 4],
}

impl Sum {
    fn add(&mut self, sheet: &Sheet, row: &[Cell]) {
        let mut hash = Sha256::new();
        hash.update(sheet.table);
        for cell in row {
            cell.write_to(&mut |bytes| hash.update(bytes));
        }
        let digest = hash.finalize();
        for (word, bytes) in self.words.iter_mut().zip(digest.chunks_exact(8)) {
            let number = u64::from_be_bytes(bytes.try_into().unwrap_or_default());
            *word = word.wrapping_add(number);
        }
        self.rows += 1;
    }

    fn moved(self) -> Moved {
        let digest = self.words.iter().map(|word| format!("{word:016x}")).collect();
        Moved { rows: self.rows, digest }
    }
}

/// One side of a move.
trait Side {
    /// The numbers of its stations.
    fn stations(&mut self) -> Result<Vec<i64>, Fault>;
    /// Gives every row of a table in one station.
    fn each(
        &mut self,
        sheet: &Sheet,
        station: i64,
        take: &mut dyn FnMut(&[Cell]) -> Result<(), Fault>,
    ) -> Result<(), Fault>;
    /// From now on what is read is one state, whoever writes.
    fn look(&mut self) -> Result<(), Fault>;
    /// Begins to take rows; references are looked at when all are there.
    fn begin(&mut self) -> Result<(), Fault>;
    fn insert(&mut self, sheet: &Sheet, station: i64, row: &[Cell]) -> Result<(), Fault>;
    /// All are there: every reference is looked at.
    fn settle(&mut self) -> Result<(), Fault>;
    fn commit(&mut self) -> Result<(), Fault>;
}

fn open(url: &str, migrations: &[Migration], tables: &[Table]) -> Result<Box<dyn Side>, Fault> {
    match url.strip_prefix("sqlite:") {
        Some(path) => {
            let mut connection = Connection::open(path).map_err(Fault::internal)?;
            connection
                .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
                .map_err(Fault::internal)?;
            migrate::run_sqlite(&mut connection, migrations)?;
            Ok(Box::new(FileSide(connection)))
        }
        None => {
            let mut session = Session::connect(url).map_err(Fault::internal)?;
            migrate::run_postgres(&mut session, migrations, tables)?;
            Ok(Box::new(ServerSide { session, statements: HashMap::new(), station: 0, sent: 0 }))
        }
    }
}

struct FileSide(Connection);

impl FileSide {
    fn run(&self, sql: &str) -> Result<(), Fault> {
        self.0.execute_batch(sql).map_err(Fault::internal)
    }
}

impl Side for FileSide {
    fn stations(&mut self) -> Result<Vec<i64>, Fault> {
        let sql = "SELECT station_id FROM stations ORDER BY station_id";
        let mut statement = self.0.prepare(sql).map_err(Fault::internal)?;
        let numbers = statement.query_map([], |row| row.get(0)).map_err(Fault::internal)?;
        numbers.collect::<Result<_, _>>().map_err(Fault::internal)
    }

    fn each(
        &mut self,
        sheet: &Sheet,
        station: i64,
        take: &mut dyn FnMut(&[Cell]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut statement = self.0.prepare(&sheet.select(station)).map_err(Fault::internal)?;
        let mut rows = statement.query([]).map_err(Fault::internal)?;
        while let Some(row) = rows.next().map_err(Fault::internal)? {
            let cell = |(index, (_, kind)): (usize, &(String, CellKind))| {
                Cell::of_sqlite(row, index, *kind)
            };
            let cells = sheet.columns.iter().enumerate().map(cell);
            let cells: Vec<Cell> = cells.collect::<Result<_, _>>().map_err(Fault::internal)?;
            take(&cells)?;
        }
        Ok(())
    }

    fn look(&mut self) -> Result<(), Fault> {
        self.run("BEGIN")
    }

    fn begin(&mut self) -> Result<(), Fault> {
        self.run("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")
    }

    fn insert(&mut self, sheet: &Sheet, _: i64, row: &[Cell]) -> Result<(), Fault> {
        let mut statement = self.0.prepare_cached(&sheet.insert()).map_err(Fault::internal)?;
        let args: Vec<Arg<'_>> = row.iter().map(Cell::arg).collect();
        statement.execute(params_from_iter(args)).map(|_| ()).map_err(Fault::internal)
    }

    fn settle(&mut self) -> Result<(), Fault> {
        let mut statement = self.0.prepare("PRAGMA foreign_key_check").map_err(Fault::internal)?;
        match statement.exists([]).map_err(Fault::internal)? {
            false => Ok(()),
            true => Err(Fault::internal("a row refers to what is not there")),
        }
    }

    fn commit(&mut self) -> Result<(), Fault> {
        self.run("COMMIT; PRAGMA foreign_keys = ON; PRAGMA wal_checkpoint(TRUNCATE)")
    }
}

struct ServerSide {
    session: Session,
    statements: HashMap<&'static str, Statement>,
    /// The station whose rows may be seen.
    station: i64,
    sent: usize,
}

/// Every reference of the schema, made to wait, or no longer.
const REFERENCES: &str =
    "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I %s', conrelid::regclass, conname, '{}')
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";

impl ServerSide {
    fn run(&mut self, sql: &str) -> Result<(), Fault> {
        self.session.run(sql).map_err(Fault::internal)
    }

    fn alter(&mut self, how: &str) -> Result<(), Fault> {
        let rows = self.session.query(&REFERENCES.replace("{}", how)).map_err(Fault::internal)?;
        let statements: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        self.run(&statements.join(";"))
    }

    /// Row security asks for the station.
    fn enter(&mut self, station: i64) -> Result<(), Fault> {
        if self.station == station {
            return Ok(());
        }
        self.station = station;
        self.run(&format!("SET jingcun.station = '{station}'"))
    }
}

impl Side for ServerSide {
    fn stations(&mut self) -> Result<Vec<i64>, Fault> {
        let sql = "SELECT station_id FROM stations ORDER BY station_id";
        let rows = self.session.query(sql).map_err(Fault::internal)?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    fn each(
        &mut self,
        sheet: &Sheet,
        station: i64,
        take: &mut dyn FnMut(&[Cell]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.enter(station)?;
        self.run(&format!("DECLARE moved CURSOR FOR {}", sheet.select(station)))?;
        loop {
            let page = format!("FETCH {PAGE} FROM moved");
            let rows = self.session.query(&page).map_err(Fault::internal)?;
            for row in &rows {
                let cell = |(index, (_, kind)): (usize, &(String, CellKind))| {
                    Cell::of_postgres(row, index, *kind)
                };
                let cells = sheet.columns.iter().enumerate().map(cell);
                let cells: Vec<Cell> = cells.collect::<Result<_, _>>().map_err(Fault::internal)?;
                take(&cells)?;
            }
            if rows.len() < PAGE {
                return self.run("CLOSE moved");
            }
        }
    }

    fn look(&mut self) -> Result<(), Fault> {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    fn begin(&mut self) -> Result<(), Fault> {
        self.run("BEGIN")?;
        self.alter("DEFERRABLE")?;
        self.run("SET CONSTRAINTS ALL DEFERRED")
    }

    fn insert(&mut self, sheet: &Sheet, station: i64, row: &[Cell]) -> Result<(), Fault> {
        self.enter(station)?;
        let args: Vec<Arg<'_>> = row.iter().map(Cell::arg).collect();
        let statement = match self.statements.get(sheet.table) {
            Some(statement) => statement.clone(),
            None => {
                let fresh = self.session.prepare_text(&sheet.insert()).map_err(Fault::internal)?;
                self.statements.entry(sheet.table).or_insert(fresh).clone()
            }
        };
        self.session.put_with(statement, &args);
        self.sent += 1;
        if self.sent.is_multiple_of(PAGE) {
            self.session.drain().map_err(Fault::internal)?;
        }
        Ok(())
    }

    fn settle(&mut self) -> Result<(), Fault> {
        self.session.drain().map_err(Fault::internal)?;
        self.run("SET CONSTRAINTS ALL IMMEDIATE")?;
        self.alter("NOT DEFERRABLE")
    }

    fn commit(&mut self) -> Result<(), Fault> {
        self.run("COMMIT")
    }
}
