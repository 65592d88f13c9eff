//! Throw-away databases of each engine, for the tests of every room.

mod schema;

#[cfg(debug_assertions)]
pub use crate::meter::{Work, Works};
pub use schema::{Schema, SchemaColumn, contents, put_samples, schema_of};

use crate::{Db, Migration, Settings, Table};
use base::{Chance, Clock, Fault, Keys, Seed, Time};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An engine to test on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A schema of the server named by `JINGCUN_TEST_POSTGRES`.
    Postgres,
}

/// A database that is gone when it is dropped.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its clock, held by hand; it starts at 2024-05-12 20:00 Asia/Shanghai.
    pub clock: Clock,
    /// Where it is; tests that look at bytes on disk read it.
    pub url: String,
    _remains: Remains,
}

#[derive(Debug)]
enum Remains {
    Folder(PathBuf),
    Schema(String, String),
}

/// 2024-05-12 20:00 in Xi'an: the Sunday evening of the newspaper report.
pub const EVENING: Time = Time::from_micros(1_715_515_200_000_000);

static COUNT: AtomicU64 = AtomicU64::new(0);

/// Opens a throw-away database; `None`, said aloud, where the engine cannot be had.
///
/// # Errors
/// Where the schema does not apply.
pub fn open(
    engine: Engine,
    migrations: &[Migration],
    tables: &[Table],
    seed: u64,
) -> Result<Option<TestDb>, Fault> {
    open_as(engine, migrations, tables, seed, Db::open)
}

/// The same for one thread that builds: [`Db::open_alone`] on a file.
///
/// # Errors
/// As [`open`].
pub fn open_alone(
    migrations: &[Migration],
    tables: &[Table],
    seed: u64,
) -> Result<Option<TestDb>, Fault> {
    open_as(Engine::Sqlite, migrations, tables, seed, Db::open_alone)
}

/// The same for a file that a [`crate::Follower`] follows: [`Db::open_followed`].
///
/// # Errors
/// As [`open`].
pub fn open_followed(
    migrations: &[Migration],
    tables: &[Table],
    seed: u64,
) -> Result<Option<TestDb>, Fault> {
    open_as(Engine::Sqlite, migrations, tables, seed, Db::open_followed)
}

/// How a database is opened.
type Opener = fn(Settings, &[Migration], &[Table]) -> Result<Db, Fault>;

fn open_as(
    engine: Engine,
    migrations: &[Migration],
    tables: &[Table],
    seed: u64,
    opener: Opener,
) -> Result<Option<TestDb>, Fault> {
    let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let (url, remains) = match engine {
        Engine::Sqlite => {
            let folder = std::env::temp_dir().join(format!("jingcun-{name}"));
            std::fs::create_dir_all(&folder).map_err(Fault::internal)?;
            (format!("sqlite:{}/station.db", folder.display()), Remains::Folder(folder))
        }
        Engine::Postgres => {
            let Some(schema) = empty_schema()? else { return Ok(None) };
            (schema.url, schema.remains)
        }
    };
    let clock = Clock::standing_at(EVENING);
    let settings = Settings {
        url: url.clone(),
        readers: 1,
        writers: 2,
        queue: 256,
        clock: clock.clone(),
        seed: Seed::fixed(seed),
        keys: Arc::new(Keys::generate(&mut Chance::seeded(seed))),
        durable: false,
    };
    let db = opener(settings, migrations, tables)?;
    Ok(Some(TestDb { db, clock, url, _remains: remains }))
}

/// What each statement that was read with on a file has cost since this was asked last; a throw-away
/// database reads on one thread.
///
/// # Errors
/// Those of the engine.
#[cfg(debug_assertions)]
pub fn take_works(test: &TestDb) -> Result<Works, Fault> {
    test.db.read_now(0, |_| Ok(crate::meter::take()))
}

/// A folder of one test, gone when it is dropped.
#[derive(Debug)]
pub struct TestFolder {
    /// Where it is.
    pub path: PathBuf,
}

impl TestFolder {
    /// A fresh one.
    ///
    /// # Panics
    /// Where it cannot be made: a test cannot go on without.
    #[expect(clippy::expect_used, reason = "a test that cannot go on should stop")]
    pub fn new(name: &str) -> TestFolder {
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("jingcun-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        TestFolder { path }
    }

    /// The path of something in it.
    pub fn at(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for TestFolder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.path));
    }
}

/// A schema of a server that holds nothing, gone when it is dropped.
#[derive(Debug)]
pub struct EmptyDb {
    /// Where it is.
    pub url: String,
    remains: Remains,
}

/// Makes one on the server of the tests; none where there is no server, which is said.
///
/// # Errors
/// Where the server refuses it.
pub fn empty_schema() -> Result<Option<EmptyDb>, Fault> {
    let Ok(server) = std::env::var("JINGCUN_TEST_POSTGRES") else {
        eprintln!("SKIPPED: no PostgreSQL (JINGCUN_TEST_POSTGRES is not set)");
        return Ok(None);
    };
    let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    make_schema(&server, &name)?;
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options=-c%20search_path%3D{name}");
    Ok(Some(EmptyDb { url, remains: Remains::Schema(server, name) }))
}

fn make_schema(server: &str, name: &str) -> Result<(), Fault> {
    let mut session = crate::postgres::Session::connect(server).map_err(Fault::internal)?;
    session.run(&format!("CREATE SCHEMA {name}")).map_err(Fault::internal)
}

impl Drop for Remains {
    fn drop(&mut self) {
        match self {
            Remains::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Remains::Schema(server, name) => {
                if let Ok(mut session) = crate::postgres::Session::connect(server) {
                    drop(session.run(&format!(
                        "SET client_min_messages = warning; DROP SCHEMA {name} CASCADE"
                    )));
                }
            }
        }
    }
}

/// Runs each named `fn(&TestDb)` on both engines; the file says how to open with
/// `fn open(engine) -> Option<TestDb>`.
#[macro_export]
macro_rules! engine_tests {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() {
                if let Some(db) = super::open($crate::testing::Engine::Sqlite) { super::$name(&db); }
            })+
        }
        mod postgres {
            $(#[test] fn $name() {
                if let Some(db) = super::open($crate::testing::Engine::Postgres) { super::$name(&db); }
            })+
        }
    };
}
