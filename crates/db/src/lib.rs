//! The only crate that names an engine: one synchronous [`Tx`] over SQLite and PostgreSQL.
//! Acts run inside closures given to [`Db::write`]; pages read inside [`Db::read`].

mod broken;
mod cell;
mod copy;
mod dispose;
mod follow;
mod leap;
mod look;
#[cfg(debug_assertions)]
mod meter;
mod migrate;
#[cfg(debug_assertions)]
mod plan;
mod postgres;
mod queue;
mod reseal;
mod reserve;
mod running;
mod sqlite;
pub mod testing;
mod transfer;
mod tx;
mod value;
mod wal;
mod words;
mod work;

pub use broken::{Broken, broken};
pub use copy::{copy_to, is_whole, size_of};
pub use follow::{Followed, Follower, holds_copy, put_together, set_aside};
pub use leap::Watch;
pub use look::{change, look};
pub use migrate::{
    Migration, Table, TableKind, append, catalogue, control, expiring, is_current, tenant,
};
pub use queue::Class;
pub use reseal::{Sealed, SealedRow, list_sealed, reseal};
pub use transfer::{Moved, move_rows};
pub use tx::Tx;
pub use value::{Arg, Column, FromRow, Row, ToArg};

pub use words::unopened;

use base::{Clock, Fault, Keys, Seed};
use queue::Queue;
use running::Running;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::watch;
use work::Job;

/// How a database is opened.
#[derive(Debug)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Threads that read.
    pub readers: usize,
    /// Threads that write; SQLite always has one.
    pub writers: usize,
    /// How many writes may wait; a tenth of them is kept for urgent ones.
    pub queue: usize,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Where chance comes from.
    pub seed: Seed,
    /// The station's keys.
    pub keys: Arc<Keys>,
    /// Whether an answer waits for the disk. Only throw-away databases say no.
    pub durable: bool,
}

impl Settings {
    /// For a command or a test that is alone with a database: one thread that reads and one that writes,
    /// every answer on the disk.
    pub fn alone(url: String, clock: Clock, keys: Arc<Keys>) -> Settings {
        let (seed, queue) = (Seed::System, 64);
        Settings { url, readers: 1, writers: 1, queue, clock, seed, keys, durable: true }
    }
}

/// Whether the database at `url` is a file.
pub fn is_file(url: &str) -> bool {
    url.starts_with("sqlite:")
}

/// What every thread of one database shares.
#[derive(Debug)]
pub(crate) struct Shared {
    settings: Settings,
    /// Whether a follower folds the log back, and nobody else.
    followed: bool,
    writes: Queue,
    reads: Queue,
    commits: watch::Sender<u64>,
    /// Acts that were taken and are not answered yet.
    running: Running,
}

impl Shared {
    fn new(settings: Settings, followed: bool) -> Shared {
        let (writes, reads) = (Queue::new(settings.queue), Queue::new(settings.queue));
        Shared {
            settings,
            followed,
            writes,
            reads,
            commits: watch::Sender::new(0),
            running: Running::default(),
        }
    }
}

/// An open database. Cheap to clone; closes when the last clone goes.
#[derive(Clone, Debug)]
pub struct Db(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    alone: Option<Mutex<sqlite::Alone>>,
    watch: Watch,
}

impl Db {
    /// Opens the database and applies `migrations` to it.
    ///
    /// # Errors
    /// Where it cannot be opened, or its history is not ours.
    pub fn open(
        settings: Settings,
        migrations: &[Migration],
        tables: &[Table],
    ) -> Result<Db, Fault> {
        Db::start(Shared::new(settings, false), migrations, tables)
    }

    /// Opens a database that a [`Follower`] follows: it alone folds the write-ahead log back.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_followed(
        settings: Settings,
        migrations: &[Migration],
        tables: &[Table],
    ) -> Result<Db, Fault> {
        Db::start(Shared::new(settings, true), migrations, tables)
    }

    fn start(shared: Shared, migrations: &[Migration], tables: &[Table]) -> Result<Db, Fault> {
        let shared = Arc::new(shared);
        let url = shared.settings.url.clone();
        let threads = match url.strip_prefix("sqlite:") {
            Some(path) => sqlite::start(&shared, path, migrations)?,
            None => postgres::start(&shared, migrations, tables)?,
        };
        let watch = Watch::over(&shared.settings.clock);
        Ok(Db(Arc::new(Inner { shared, threads: Mutex::new(threads), alone: None, watch })))
    }

    /// Opens the database for one thread that builds a world: acts run on the thread that calls,
    /// many share one commit, and nothing is kept for certain before [`Db::settle`]. An act that
    /// fails takes the uncommitted ones before it with it, so a builder stops there.
    /// PostgreSQL is opened as by [`Db::open`].
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_alone(
        settings: Settings,
        migrations: &[Migration],
        tables: &[Table],
    ) -> Result<Db, Fault> {
        let Some(path) = settings.url.strip_prefix("sqlite:").map(str::to_owned) else {
            return Db::open(settings, migrations, tables);
        };
        let shared = Arc::new(Shared::new(settings, false));
        let alone = sqlite::Alone::open(&shared, &path, migrations)?;
        let (threads, watch) = (Mutex::default(), Watch::over(&shared.settings.clock));
        Ok(Db(Arc::new(Inner { shared, threads, alone: Some(Mutex::new(alone)), watch })))
    }

    /// Waits until the disk has everything that was answered so far.
    ///
    /// # Errors
    /// Where the last acts cannot be committed.
    pub fn settle(&self) -> Result<(), Fault> {
        let Some(alone) = &self.0.alone else { return Ok(()) };
        alone.lock().unwrap_or_else(PoisonError::into_inner).settle()
    }

    /// Hands work to the thread that does it.
    fn hand_in(&self, queue: &Queue, job: Box<dyn work::Work>) -> Result<(), Fault> {
        let Some(alone) = &self.0.alone else { return queue.push(job) };
        alone.lock().unwrap_or_else(PoisonError::into_inner).run(&self.0.shared, job);
        Ok(())
    }

    /// Runs an act in a transaction of `station` and answers when it is durable.
    /// The closure may run again after a lost connection or a serialisation failure.
    ///
    /// # Errors
    /// What the act refuses; [`Fault::Overloaded`] where the queue is full.
    pub async fn write<T, F>(&self, class: Class, station: i64, act: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let (job, answer) = Job::pair(class, station, act);
        self.hand_in(&self.0.shared.writes, job)?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }

    /// Reads one consistent state of `station`.
    ///
    /// # Errors
    /// What the closure returns; [`Fault::Overloaded`] where the queue is full.
    pub async fn read<T, F>(&self, station: i64, look: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let (job, answer) = Job::pair(Class::Ordinary, station, look);
        self.hand_in(&self.0.shared.reads, job)?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }

    /// [`Db::write`] for a thread that may wait: jobs, generators, tests.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T, F>(&self, station: i64, act: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    {
        self.write_waiting(Class::Urgent, station, act)
    }

    /// [`Db::write`] for a thread that may wait, in the queue's own order: imports.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_waiting<T, F>(&self, class: Class, station: i64, act: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let (job, answer) = Job::pair(class, station, act);
        self.hand_in(&self.0.shared.writes, job)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(gone()))
    }

    /// [`Db::read`] for a thread that may wait.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T, F>(&self, station: i64, look: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let (job, answer) = Job::pair(Class::Urgent, station, look);
        self.hand_in(&self.0.shared.reads, job)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(gone()))
    }

    /// Counts the commits made through this handle; waiters wake at each.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.0.shared.commits.subscribe()
    }

    /// How many acts wait for the writer.
    pub fn waiting(&self) -> usize {
        self.0.shared.writes.len()
    }

    /// Waits until every act that was begun before has ended.
    pub fn wait_for_running(&self) {
        self.0.shared.running.wait();
    }

    /// The clock of its transactions.
    pub fn clock(&self) -> &Clock {
        &self.0.shared.settings.clock
    }

    /// Watches whether that clock is set while the database is open.
    pub fn watch(&self) -> &Watch {
        &self.0.watch
    }

    /// The keys of its transactions.
    pub fn keys(&self) -> &Arc<Keys> {
        &self.0.shared.settings.keys
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.shared.writes.close();
        self.shared.reads.close();
        let threads =
            std::mem::take(self.threads.get_mut().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A thread that panicked has answered nobody; there is nothing left to save.
            drop(thread.join());
        }
    }
}

fn gone() -> Fault {
    Fault::internal("the database thread is gone")
}
