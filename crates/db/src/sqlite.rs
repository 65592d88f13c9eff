//! SQLite: one writer thread that commits many acts at once, and reader threads.

use crate::migrate::{self, Migration};
use crate::queue::Class;
use crate::reserve::Reserve;
use crate::tx::{Engine, Tx};
use crate::value::{Arg, FromRow, Row};
use crate::work::Work;
use crate::{Broken, Shared};
use base::Fault;
use rusqlite::{Connection, OptionalExtension};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

/// How many acts one commit may carry: more adds little (stack measurements, 256 acts a commit).
const BATCH: usize = 256;
/// Prepared statements kept for each connection; the default of 16 thrashes.
const STATEMENTS: usize = 512;

pub(crate) fn start(
    shared: &Arc<Shared>,
    path: &str,
    migrations: &[Migration],
) -> Result<Vec<JoinHandle<()>>, Fault> {
    let mut writer = connect(shared, path).map_err(Fault::internal)?;
    migrate::run_sqlite(&mut writer, migrations)?;
    let mut threads = Vec::new();
    for number in 0..shared.settings.readers.max(1) {
        let reader = connect(shared, path).map_err(Fault::internal)?;
        reader.execute_batch("PRAGMA query_only = ON").map_err(Fault::internal)?;
        let shared = Arc::clone(shared);
        threads.push(spawn(format!("reader-{number}"), move || read(&shared, &reader))?);
    }
    let shared = Arc::clone(shared);
    // Throw-away databases promise nothing.
    let reserve = shared.settings.durable.then(|| Reserve::beside(path));
    threads.push(spawn("writer".to_owned(), move || write(&shared, &writer, reserve))?);
    Ok(threads)
}

fn spawn(name: String, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Fault> {
    thread::Builder::new().name(name).spawn(run).map_err(Fault::internal)
}

fn connect(shared: &Shared, path: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // With statistics compiled in, SQLite would otherwise compile every SELECT anew for each value.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    let synchronous = if shared.settings.durable { "FULL" } else { "OFF" };
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY;"
    ))?;
    if shared.followed {
        crate::follow::keep_log(&connection)?;
    }
    Ok(connection)
}

fn read(shared: &Shared, connection: &Connection) {
    while let Some(mut taken) = shared.reads.take(1) {
        for mut work in taken.drain(..) {
            let begun = connection.execute_batch("BEGIN").map_err(Fault::internal);
            if begun.is_ok() {
                let station = work.station();
                work.run(&mut Tx::new(Engine::Sqlite(connection), station, shared));
                // Nothing was written: how the reading ends changes nothing.
                drop(connection.execute_batch("ROLLBACK"));
            }
            work.answer(begun);
        }
    }
}

/// Commits batch after batch. Once the disk is full the reserve is given up to urgent acts, and the
/// others are refused until there is room again.
fn write(shared: &Shared, connection: &Connection, mut reserve: Option<Reserve>) {
    while let Some(mut batch) = shared.writes.take(BATCH) {
        let (now, _turn) = (shared.settings.clock.now(), shared.running.begin());
        if let Some(reserve) = reserve.as_mut().filter(|reserve| reserve.is_spent()) {
            reserve.keep(now);
            if reserve.is_spent() {
                shut_out(&mut batch);
            }
        }
        let mut done = commit(shared, connection, &mut batch);
        if done == Err(Broken::Full)
            && let Some(reserve) = &mut reserve
        {
            shut_out(&mut batch);
            if !batch.is_empty() {
                done = match reserve.spend(now) {
                    true => commit(shared, connection, &mut batch),
                    false => Err(Broken::Full),
                };
                done = done.map_err(|why| if why == Broken::Full { Broken::Spent } else { why });
            }
        }
        for work in batch {
            work.answer(done.clone().map_err(Fault::internal));
        }
        if let Some(reserve) = reserve.as_mut().filter(|_| done.is_ok()) {
            reserve.keep(now);
        }
    }
}

/// Answers whatever is not urgent that there is no room.
fn shut_out(batch: &mut Vec<Box<dyn Work>>) {
    for work in batch.extract_if(.., |work| work.class() != Class::Urgent) {
        work.answer(Err(Fault::internal(Broken::Full)));
    }
}

/// Commits a batch, or leaves nothing of it.
fn commit(
    shared: &Shared,
    connection: &Connection,
    batch: &mut [Box<dyn Work>],
) -> Result<(), Broken> {
    if batch.is_empty() {
        return Ok(());
    }
    let done = match run_batch(shared, connection, batch) {
        Ok(kept) => {
            if kept {
                shared.commits.send_modify(|count| *count += 1);
            }
            return Ok(());
        }
        Err(error) => error,
    };
    if !connection.is_autocommit() {
        drop(connection.execute_batch("ROLLBACK"));
    }
    // Where the engine took back everything by itself, the act that met it knows why.
    let met = batch.iter().find_map(|work| work.broken().filter(|why| why.is_of_disk()));
    Err(met.cloned().unwrap_or_else(|| Broken::from_sqlite(&done)))
}

/// Runs each act in a savepoint of one transaction and commits once; whether any of them is kept.
fn run_batch(
    shared: &Shared,
    connection: &Connection,
    batch: &mut [Box<dyn Work>],
) -> rusqlite::Result<bool> {
    let mut kept = false;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for work in batch {
        connection.prepare_cached("SAVEPOINT act")?.execute([])?;
        let station = work.station();
        let keep = work.run(&mut Tx::new(Engine::Sqlite(connection), station, shared));
        if !keep {
            connection.prepare_cached("ROLLBACK TO act")?.execute([])?;
        }
        connection.prepare_cached("RELEASE act")?.execute([])?;
        kept |= keep;
    }
    connection.execute_batch("COMMIT")?;
    Ok(kept)
}

/// How many acts share a commit where nobody waits for the disk.
const SHARED_COMMIT: usize = 2_000;

/// A connection on the caller's own thread: acts run at once, many share one commit.
#[derive(Debug)]
pub(crate) struct Alone {
    connection: Connection,
    uncommitted: usize,
}

impl Alone {
    pub(crate) fn open(
        shared: &Shared,
        path: &str,
        migrations: &[Migration],
    ) -> Result<Alone, Fault> {
        let mut connection = connect(shared, path).map_err(Fault::internal)?;
        migrate::run_sqlite(&mut connection, migrations)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072;
                 PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = OFF",
            )
            .map_err(Fault::internal)?;
        Ok(Alone { connection, uncommitted: 0 })
    }

    /// Runs one act and answers it; the next one sees what it wrote. A refusal takes back all that
    /// is not committed yet: a savepoint for each act would cost a tenth of the time.
    pub(crate) fn run(&mut self, shared: &Shared, mut work: Box<dyn Work>) {
        let done = self.try_run(shared, work.as_mut());
        if !matches!(done, Ok(true)) && !self.connection.is_autocommit() {
            drop(self.connection.execute_batch("ROLLBACK"));
        }
        let done = done.map(|_| ()).map_err(|error| Fault::internal(Broken::from_sqlite(&error)));
        work.answer(done);
    }

    fn try_run(&mut self, shared: &Shared, work: &mut dyn Work) -> rusqlite::Result<bool> {
        if self.connection.is_autocommit() {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        let station = work.station();
        let keep = work.run(&mut Tx::new(Engine::Sqlite(&self.connection), station, shared));
        self.uncommitted += 1;
        if keep && self.uncommitted >= SHARED_COMMIT {
            self.commit()?;
        }
        Ok(keep)
    }

    fn commit(&mut self) -> rusqlite::Result<()> {
        self.uncommitted = 0;
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.connection.execute_batch("COMMIT")
    }

    /// Commits, and waits until the disk has all of it. References are looked at once here, for all
    /// rows, instead of at each.
    pub(crate) fn settle(&mut self) -> Result<(), Fault> {
        self.commit().map_err(Fault::internal)?;
        let broken = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
        let dangling = self
            .connection
            .query_row("PRAGMA foreign_key_check", [], broken)
            .optional()
            .map_err(Fault::internal)?;
        if let Some(table) = dangling {
            return Err(Fault::internal(format!("{table} refers to what is not there")));
        }
        // Going back to the log of the serving database writes to the file, and waits for the disk.
        let to_disk =
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA locking_mode = NORMAL;
                       PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)";
        self.connection.execute_batch(to_disk).map_err(Fault::internal)
    }
}

pub(crate) fn exec(
    connection: &Connection,
    sql: &'static str,
    args: &[Arg<'_>],
) -> Result<u64, Broken> {
    #[cfg(debug_assertions)]
    crate::plan::check(connection, sql);
    let run = || -> rusqlite::Result<u64> {
        let mut statement = connection.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let changed = statement.raw_execute()? as u64;
        #[cfg(debug_assertions)]
        crate::meter::note(&statement, sql, changed);
        Ok(changed)
    };
    run().map_err(|error| Broken::from_sqlite(&error))
}

pub(crate) fn all<T: FromRow>(
    connection: &Connection,
    sql: &'static str,
    args: &[Arg<'_>],
) -> Result<Result<Vec<T>, Fault>, Broken> {
    #[cfg(debug_assertions)]
    crate::plan::check(connection, sql);
    let run = || -> rusqlite::Result<Result<Vec<T>, Fault>> {
        let mut statement = connection.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        #[cfg(debug_assertions)]
        check_names::<T>(sql, &statement.column_names().collect::<Vec<_>>());
        let mut rows = statement.raw_query();
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            match T::from_row(&Row::Sqlite(row)) {
                Ok(row) => list.push(row),
                Err(fault) => return Ok(Err(fault)),
            }
        }
        drop(rows);
        #[cfg(debug_assertions)]
        crate::meter::note(&statement, sql, list.len() as u64);
        Ok(Ok(list))
    };
    run().map_err(|error| Broken::from_sqlite(&error))
}

/// Binds by name: SQLite numbers `$n` by first appearance, not by the digits.
fn bind(statement: &mut rusqlite::Statement<'_>, args: &[Arg<'_>]) -> rusqlite::Result<()> {
    let count = statement.parameter_count();
    for index in 1..=count {
        let name = statement.parameter_name(index).unwrap_or_default();
        let number = name.strip_prefix('$').and_then(|digits| digits.parse::<usize>().ok());
        let arg = number.and_then(|number| args.get(number.wrapping_sub(1)));
        let Some(arg) = arg else {
            return Err(rusqlite::Error::InvalidParameterName(name.to_owned()));
        };
        statement.raw_bind_parameter(index, arg)?;
    }
    if count == args.len() {
        return Ok(());
    }
    Err(rusqlite::Error::InvalidParameterCount(args.len(), count))
}

#[cfg(debug_assertions)]
pub(crate) fn check_names<T: FromRow>(sql: &str, names: &[&str]) {
    debug_assert!(
        T::NAMES.is_empty() || T::NAMES == names,
        "columns {names:?} are read as {:?}: {sql}",
        T::NAMES
    );
}
