//! The bare engine: the statements of one create, prepared, on one connection, without the house.

use crate::drive::block_on;
use crate::ground::{STATION, Town};
use crate::statements::{COUNT, Facts, act};
use crate::{Outcome, clock, cpu};
use base::Clock;
use db::Arg;
use std::fmt;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls};

/// Under what name the connections that are measured appear at the server.
pub(crate) const NAME: &str = "jingcun_bench";
/// So many acts are measured, and before them so many are not.
const ACTS: u64 = 2_048;
const WARM: u64 = 128;

/// What the statements alone cost, in milliseconds an act.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bare {
    /// CPU of the thread that sends them; SQLite itself runs there.
    pub(crate) own: f64,
    /// CPU of the engine's own process.
    pub(crate) engine: f64,
    wall: f64,
    acts_a_commit: u64,
}

impl fmt::Display for Bare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} ms of CPU", self.own)?;
        if self.engine > 0.0 {
            write!(f, " · engine {:.3} ms", self.engine)?;
        }
        write!(f, " · {:.2} ms in all, {} acts a commit", self.wall, self.acts_a_commit)
    }
}

/// Runs the acts three times, of which the cheapest counts; so many share a commit on SQLite, as the writer's group commit does at so many
/// clients. On PostgreSQL each act commits by itself, as there.
pub(crate) fn measure(url: &str, town: &Town, together: u64) -> Outcome<Bare> {
    let mut runs = Vec::new();
    for _ in 0..3 {
        runs.push(match url.strip_prefix("sqlite:") {
            Some(path) => on_sqlite(path, town, together)?,
            None => block_on(on_postgres(url, town))?,
        });
    }
    let cost = |bare: &Bare| bare.own + bare.engine;
    let least = runs.into_iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
    least.ok_or_else(|| "nothing was run".into())
}

/// When a measurement began, and with how much CPU.
struct Tally {
    cpu: f64,
    began: std::time::Instant,
}

impl Tally {
    fn start() -> Outcome<Tally> {
        Ok(Tally { cpu: cpu::of_thread()?, began: clock::now() })
    }

    fn bare(&self, engine: f64, acts_a_commit: u64) -> Outcome<Bare> {
        let acts = ACTS as f64;
        Ok(Bare {
            own: (cpu::of_thread()? - self.cpu) / acts,
            engine: engine / acts,
            wall: self.began.elapsed().as_secs_f64() * 1e3 / acts,
            acts_a_commit,
        })
    }
}

fn on_sqlite(path: &str, town: &Town, together: u64) -> Outcome<Bare> {
    let connection = rusqlite::Connection::open(path)?;
    // Without it this build of the engine compiles a statement anew whenever a parameter is bound.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY;",
    )?;
    let last = "SELECT last FROM changes WHERE station_id = 1";
    let mut position: i64 = connection.query_row(last, [], |row| row.get(0))?;
    let session = people::hash_token(&town.token);
    let mut prepared: Vec<Option<Prepared<'_>>> = (0..COUNT).map(|_| None).collect();
    let mut commit = |acts: u64| -> Outcome<()> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..acts {
            position += 1;
            let facts = Facts::new(town, session, position, Clock::System.now());
            act(&facts, &mut |place, sql, args| {
                let slot = &mut prepared[place];
                if slot.is_none() {
                    *slot = Some(Prepared::new(&connection, sql, args.len())?);
                }
                slot.as_mut().map_or(Ok(()), |prepared| prepared.run(args))
            })?;
        }
        Ok(connection.execute_batch("COMMIT")?)
    };
    commit(WARM)?;
    let tally = Tally::start()?;
    for _ in 0..ACTS / together {
        commit(together)?;
    }
    tally.bare(0.0, together)
}

/// A statement, and where each parameter stands: SQLite numbers them by first appearance.
struct Prepared<'c> {
    statement: rusqlite::Statement<'c>,
    places: Vec<usize>,
}

impl<'c> Prepared<'c> {
    fn new(connection: &'c rusqlite::Connection, sql: &str, count: usize) -> Outcome<Prepared<'c>> {
        let statement = connection.prepare(sql)?;
        let place = |number| statement.parameter_index(&format!("${number}"));
        let places: Option<Vec<usize>> = (1..=count).map(place).collect::<Result<_, _>>()?;
        Ok(Prepared { places: places.ok_or("a parameter is missing")?, statement })
    }

    fn run(&mut self, args: &[Arg<'_>]) -> Outcome<()> {
        for (place, arg) in self.places.iter().zip(args) {
            self.statement.raw_bind_parameter(*place, arg)?;
        }
        let mut rows = self.statement.raw_query();
        while rows.next()?.is_some() {}
        Ok(())
    }
}

async fn connect(url: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(async move {
        // The client sees the same end and reports it.
        drop(connection.await);
    });
    Ok(client)
}

/// Statements for a server as they stand; nothing where there is no server.
pub(crate) fn run_sql(url: &str, sql: &str) -> Outcome<()> {
    block_on(async { Ok(connect(url).await?.batch_execute(sql).await?) })
}

/// The server's processes behind the connections that are measured; none for SQLite.
pub(crate) async fn backends(url: &str) -> Outcome<Vec<u32>> {
    if !url.starts_with("postgres") {
        return Ok(Vec::new());
    }
    let sql = "SELECT pid FROM pg_stat_activity
               WHERE application_name = $1 AND pid <> pg_backend_pid()";
    let rows = connect(url).await?.query(sql, &[&NAME]).await?;
    let pids = rows.iter().map(|row| row.try_get::<_, i32>(0).map(i32::unsigned_abs));
    Ok(pids.collect::<Result<_, _>>()?)
}

async fn on_postgres(url: &str, town: &Town) -> Outcome<Bare> {
    let client = connect(url).await?;
    client.batch_execute(&format!("SET jingcun.station = '{STATION}'")).await?;
    client.batch_execute("SET ROLE jingcun_serving").await?;
    let pid: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await?.try_get(0)?;
    let last = "SELECT last FROM changes WHERE station_id = 1";
    let first: i64 = client.query_one(last, &[]).await?.try_get(0)?;
    let session = people::hash_token(&town.token);
    let mut statements = Vec::new();
    let facts = Facts::new(town, session, first, Clock::System.now());
    act(&facts, &mut |_, sql, args| {
        statements.push((sql, args.len()));
        Ok(())
    })?;
    let mut prepared = Vec::new();
    for (sql, _) in &statements {
        prepared.push(client.prepare(sql).await?);
    }
    let mut tally = Tally::start()?;
    let mut engine = 0.0;
    for number in 0..WARM + ACTS {
        if number == WARM {
            (tally, engine) = (Tally::start()?, cpu::of_process(pid.unsigned_abs())?);
        }
        let position = first + 1 + i64::try_from(number)?;
        let facts = Facts::new(town, session, position, Clock::System.now());
        one(&client, &prepared, &facts).await?;
    }
    tally.bare(cpu::of_process(pid.unsigned_abs())? - engine, 1)
}

/// One act in one transaction, each statement sent when the one before it is answered.
async fn one(
    client: &Client,
    prepared: &[tokio_postgres::Statement],
    facts: &Facts<'_>,
) -> Outcome<()> {
    let mut all: Vec<Vec<Owned>> = Vec::with_capacity(COUNT);
    act(facts, &mut |_, _, args| {
        all.push(args.iter().map(Owned::of).collect());
        Ok(())
    })?;
    client.batch_execute("BEGIN").await?;
    for (statement, args) in prepared.iter().zip(&all) {
        let args: Vec<Arg<'_>> = args.iter().map(Owned::arg).collect();
        let args: Vec<&(dyn ToSql + Sync)> =
            args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect();
        client.query(statement, &args).await?;
    }
    Ok(client.batch_execute("COMMIT").await?)
}

/// A parameter that outlives the facts.
enum Owned {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

impl Owned {
    fn of(arg: &Arg<'_>) -> Owned {
        match *arg {
            Arg::Null => Owned::Null,
            Arg::Int(v) => Owned::Int(v),
            Arg::Bool(v) => Owned::Bool(v),
            Arg::Text(v) => Owned::Text(v.to_owned()),
            Arg::Bytes(v) => Owned::Bytes(v.to_vec()),
        }
    }

    fn arg(&self) -> Arg<'_> {
        match self {
            Owned::Null => Arg::Null,
            Owned::Int(v) => Arg::Int(*v),
            Owned::Bool(v) => Arg::Bool(*v),
            Owned::Text(v) => Arg::Text(v),
            Owned::Bytes(v) => Arg::Bytes(v),
        }
    }
}
