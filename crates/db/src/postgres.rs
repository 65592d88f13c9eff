//! PostgreSQL: worker threads, each with one connection and a small runtime of its own.
//! Answers nobody waits for are pipelined; row security is forced for the serving role.

use crate::migrate::{self, Migration, Table};
use crate::tx::{Engine, Tx};
use crate::value::{Arg, FromRow, Kept, Row};
use crate::work::Work;
use crate::{Broken, Shared};
use base::Fault;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::thread::{self, JoinHandle};
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};

/// How often an act is run again after a serialisation failure or a lost connection.
const TRIES: usize = 5;

type Pending = Pin<Box<dyn Future<Output = Result<u64, tokio_postgres::Error>>>>;

/// One connection with its statements and the answers still on their way.
pub(crate) struct Session {
    runtime: Runtime,
    client: Arc<Client>,
    statements: HashMap<&'static str, Statement>,
    pending: Vec<Pending>,
}

pub(crate) fn start(
    shared: &Arc<Shared>,
    migrations: &[Migration],
    tables: &[Table],
) -> Result<Vec<JoinHandle<()>>, Fault> {
    let mut owner = Session::connect(&shared.settings.url).map_err(Fault::internal)?;
    migrate::run_postgres(&mut owner, migrations, tables)?;
    let mut threads = Vec::new();
    for number in 0..shared.settings.writers.max(1) {
        threads.push(spawn(shared, format!("writer-{number}"), true)?);
    }
    for number in 0..shared.settings.readers.max(1) {
        threads.push(spawn(shared, format!("reader-{number}"), false)?);
    }
    Ok(threads)
}

fn spawn(shared: &Arc<Shared>, name: String, writes: bool) -> Result<JoinHandle<()>, Fault> {
    let shared = Arc::clone(shared);
    let run = move || work(&shared, writes);
    thread::Builder::new().name(name).spawn(run).map_err(Fault::internal)
}

fn work(shared: &Shared, writes: bool) {
    let queue = if writes { &shared.writes } else { &shared.reads };
    let mut session: Option<Session> = None;
    while let Some(taken) = queue.take(1) {
        for mut work in taken {
            let _turn = writes.then(|| shared.running.begin());
            let committed = run_with_retries(shared, &mut session, work.as_mut(), writes);
            if matches!(committed, Ok(true)) {
                shared.commits.send_modify(|count| *count += 1);
            }
            work.answer(committed.map(|_| ()).map_err(Fault::internal));
        }
    }
}

fn run_with_retries(
    shared: &Shared,
    session: &mut Option<Session>,
    work: &mut dyn Work,
    writes: bool,
) -> Result<bool, Broken> {
    let mut last = Ok(false);
    for _ in 0..TRIES {
        let open = match session.take() {
            Some(open) => Ok(open),
            None => Session::serving(&shared.settings.url),
        };
        last = match open {
            Ok(mut open) => {
                let done = run_once(shared, &mut open, work, writes);
                if !open.client.is_closed() {
                    *session = Some(open);
                }
                done
            }
            Err(broken) => Err(broken),
        };
        let again = matches!(work.broken(), Some(Broken::Transient(_)))
            || matches!(last, Err(Broken::Transient(_)));
        if !again {
            break;
        }
    }
    last
}

/// Runs it in a transaction; whether anything was kept.
fn run_once(
    shared: &Shared,
    session: &mut Session,
    work: &mut dyn Work,
    writes: bool,
) -> Result<bool, Broken> {
    let station = work.station();
    let mode = if writes { "READ COMMITTED" } else { "REPEATABLE READ READ ONLY" };
    session.batch(format!("BEGIN ISOLATION LEVEL {mode}; SET LOCAL jingcun.station = '{station}'"));
    let keep = work.run(&mut Tx::new(Engine::Postgres(session), station, shared));
    if keep && writes {
        session.drain()?;
        session.batch("COMMIT".to_owned());
        return session.drain().map(|()| true);
    }
    session.pending.clear();
    session.batch("ROLLBACK".to_owned());
    // A rollback that fails leaves a dead connection, which the next act replaces.
    drop(session.drain());
    Ok(false)
}

impl Session {
    pub(crate) fn connect(url: &str) -> Result<Session, Broken> {
        let other = |error: std::io::Error| Broken::Other(error.to_string());
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(other)?;
        let (client, connection) = runtime
            .block_on(tokio_postgres::connect(url, NoTls))
            .map_err(|error| Broken::from_postgres(&error))?;
        runtime.spawn(async move {
            // The client sees the same end and reports it.
            drop(connection.await);
        });
        let client = Arc::new(client);
        Ok(Session { runtime, client, statements: HashMap::new(), pending: Vec::new() })
    }

    /// A connection in the serving role, which owns nothing and cannot step around row security.
    fn serving(url: &str) -> Result<Session, Broken> {
        let mut session = Session::connect(url)?;
        session.batch(format!("SET ROLE {}", migrate::SERVING_ROLE));
        session.drain()?;
        Ok(session)
    }

    /// Sends statements of the seam itself without waiting.
    pub(crate) fn batch(&mut self, sql: String) {
        let client = Arc::clone(&self.client);
        self.send(Box::pin(async move { client.batch_execute(&sql).await.map(|()| 0) }));
    }

    pub(crate) fn exec(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, Broken> {
        let statement = self.prepare(sql)?;
        let client = Arc::clone(&self.client);
        let params = as_params(args);
        let future = client.execute(&statement, &params);
        self.finish(future)
    }

    pub(crate) fn put(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<(), Broken> {
        let statement = self.prepare(sql)?;
        self.put_with(statement, args);
        Ok(())
    }

    /// Sends a prepared statement without waiting.
    pub(crate) fn put_with(&mut self, statement: Statement, args: &[Arg<'_>]) {
        let client = Arc::clone(&self.client);
        let kept: Vec<Kept> = args.iter().map(|arg| Kept::of(*arg)).collect();
        self.send(Box::pin(async move {
            client.execute_raw(&statement, kept.iter().map(Kept::arg)).await
        }));
    }

    /// Prepares a statement that is no fixed text: moving a database only.
    pub(crate) fn prepare_text(&mut self, sql: &str) -> Result<Statement, Broken> {
        let client = Arc::clone(&self.client);
        self.finish(client.prepare(sql))
    }

    /// Reads rows as they are: moving a database only.
    pub(crate) fn query(&mut self, sql: &str) -> Result<Vec<tokio_postgres::Row>, Broken> {
        let client = Arc::clone(&self.client);
        self.finish(client.query(sql, &[]))
    }

    pub(crate) fn all<T: FromRow>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
    ) -> Result<Result<Vec<T>, Fault>, Broken> {
        let statement = self.prepare(sql)?;
        #[cfg(debug_assertions)]
        {
            let names: Vec<&str> = statement.columns().iter().map(|c| c.name()).collect();
            crate::sqlite::check_names::<T>(sql, &names);
        }
        let client = Arc::clone(&self.client);
        let params = as_params(args);
        let rows = self.finish(client.query(&statement, &params))?;
        Ok(rows.iter().map(|row| T::from_row(&Row::Postgres(row))).collect())
    }

    /// Awaits every answer still on its way; the first refusal counts.
    pub(crate) fn drain(&mut self) -> Result<(), Broken> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        self.runtime.block_on(async {
            let mut first = Ok(());
            for answer in pending {
                let answer = answer.await.map(|_| ());
                first = first.and(answer.map_err(|error| Broken::from_postgres(&error)));
            }
            first
        })
    }

    fn prepare(&mut self, sql: &'static str) -> Result<Statement, Broken> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let client = Arc::clone(&self.client);
        let statement = self.finish(client.prepare(sql))?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }

    /// Polls once, which sends the request, and keeps the rest for later.
    fn send(&mut self, mut future: Pending) {
        let once = poll_fn(|context| Poll::Ready(future.as_mut().poll(context)));
        match self.runtime.block_on(once) {
            Poll::Pending => self.pending.push(future),
            Poll::Ready(answer) => self.pending.push(Box::pin(std::future::ready(answer))),
        }
    }

    fn finish<T>(
        &mut self,
        future: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Broken> {
        let mut future = Box::pin(future);
        let once = poll_fn(|context| Poll::Ready(future.as_mut().poll(context)));
        let first = self.runtime.block_on(once);
        self.drain()?;
        let answer = match first {
            Poll::Ready(answer) => answer,
            Poll::Pending => self.runtime.block_on(future),
        };
        answer.map_err(|error| Broken::from_postgres(&error))
    }

    /// Runs `sql` as it stands and waits: migrations only.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), Broken> {
        self.batch(sql.to_owned());
        self.drain()
    }
}

fn as_params<'a>(args: &'a [Arg<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}
