//! Following a SQLite database: every committed frame of its write-ahead log goes to a second folder
//! within about a second, so that a lost disk costs no more than that.
//!
//! A generation is a plain copy of the database file and the logs that came after it, in order. Only
//! the follower folds the log back into the database, and only once all of it was copied; that is
//! why a database that is followed is opened by [`crate::Db::open_followed`].

use crate::wal::{Log, Position};
use base::{Clock, Fault, Time};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long an acknowledged write may wait to be copied.
const BEAT: Duration = Duration::from_millis(500);
/// A log of so many bytes is folded back: as SQLite does by itself, 1,000 pages of 4 KiB.
const FOLD: u64 = 4 << 20;
/// Logs of so many bytes, and as many as the database has, make another generation due.
const RENEW: u64 = 64 << 20;
const BASE: &str = "base.db";

/// How far the copy is.
#[derive(Clone, Default, Debug)]
pub struct Followed {
    /// When it last held everything that was committed.
    pub even_at: Option<Time>,
    /// What keeps it from going on.
    pub fault: Option<String>,
}

/// A database that is followed until this goes.
#[derive(Debug)]
pub struct Follower {
    state: Arc<Mutex<Followed>>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    /// Follows the database at `url` into the folder at `into`.
    ///
    /// # Errors
    /// Where it is none of SQLite's, or the folder cannot be made.
    pub fn start(url: &str, into: &Path) -> Result<Follower, Fault> {
        let path =
            url.strip_prefix("sqlite:").ok_or_else(|| Fault::internal("not a SQLite database"))?;
        fs::create_dir_all(into).map_err(Fault::internal)?;
        let (state, (stop, stopped)) = (Arc::new(Mutex::default()), mpsc::channel());
        let (database, into, told) = (PathBuf::from(path), into.to_owned(), Arc::clone(&state));
        let follow = move || {
            let mut copy = None;
            loop {
                let waited = stopped.recv_timeout(BEAT);
                let done = beat(&database, &into, &mut copy);
                tell(&told, done.as_ref().err().map(ToString::to_string));
                if done.is_err() {
                    // What is half copied is begun anew.
                    copy = None;
                }
                if waited != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("follower".into()).spawn(follow);
        Ok(Follower { state, stop: Some(stop), thread: Some(thread.map_err(Fault::internal)?) })
    }

    /// How far the copy is.
    pub fn state(&self) -> Followed {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        // The thread copies once more, and ends.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn tell(state: &Mutex<Followed>, fault: Option<String>) {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    if fault.is_none() {
        state.even_at = Some(Clock::System.now());
    }
    state.fault = fault;
}

/// A generation under way.
struct Copy {
    database: PathBuf,
    folder: PathBuf,
    /// How many logs were begun.
    logs: u32,
    at: Option<Position>,
    bytes: u64,
}

fn beat(database: &Path, into: &Path, copy: &mut Option<Copy>) -> io::Result<()> {
    let due = |copy: &Copy| -> io::Result<bool> {
        Ok(copy.bytes > RENEW && copy.bytes > fs::metadata(database)?.len())
    };
    let current = match copy.take() {
        Some(current) if !due(&current)? => current,
        Some(_) | None => Copy::begin(database, into)?,
    };
    let current = copy.insert(current);
    current.catch_up()?;
    if current.at.as_ref().is_some_and(|at| at.offset >= FOLD) {
        current.fold()?;
    }
    Ok(())
}

impl Copy {
    /// Begins a generation: the database file as it stands, which nobody but us changes. Older
    /// generations go once it is complete.
    fn begin(database: &Path, into: &Path) -> io::Result<Copy> {
        let last = generations(into)?.last().map_or(0, |(number, _)| *number);
        let folder = into.join(format!("generation-{}", last + 1));
        let fresh = into.join("generation.new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh)?;
        }
        fs::create_dir(&fresh)?;
        fs::copy(database, fresh.join(BASE))?;
        File::open(fresh.join(BASE))?.sync_all()?;
        let mut copy = Copy {
            database: database.to_owned(),
            folder: fresh.clone(),
            logs: 0,
            at: None,
            bytes: 0,
        };
        copy.catch_up()?;
        fs::rename(&fresh, &folder)?;
        File::open(into)?.sync_all()?;
        copy.folder = folder;
        for (number, old) in generations(into)? {
            if number <= last {
                fs::remove_dir_all(old)?;
            }
        }
        Ok(copy)
    }

    /// Copies what was committed since the last look.
    fn catch_up(&mut self) -> io::Result<()> {
        let Some(mut log) = Log::open(&beside(&self.database, "-wal"))? else { return Ok(()) };
        let from = match self.at.take() {
            Some(at) if at.salts == log.start().salts => at,
            Some(_) | None => {
                self.logs += 1;
                log.start()
            }
        };
        let (bytes, to) = log.committed_after(&from)?;
        if !bytes.is_empty() {
            let path = self.folder.join(format!("{:06}.wal", self.logs));
            let mut file =
                OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
            // The header comes with the first frames.
            let begun = if from.offset == log.start().offset { 0 } else { from.offset };
            if begun == 0 {
                file.write_all(log.header())?;
            }
            file.seek(SeekFrom::Start(from.offset))?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            self.bytes += bytes.len() as u64;
        }
        self.at = Some(to);
        Ok(())
    }

    /// Folds the log back into the database, after all of it was copied: while we hold the writer's
    /// lock nothing is committed. Readers may keep some of it; then the next beat tries again.
    fn fold(&mut self) -> io::Result<()> {
        let holder = connect(&self.database)?;
        holder.execute_batch("BEGIN IMMEDIATE").map_err(io::Error::other)?;
        self.catch_up()?;
        let folder = connect(&self.database)?;
        let folded = folder.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        holder.execute_batch("ROLLBACK").map_err(io::Error::other)?;
        folded.map_err(io::Error::other)
    }
}

/// A connection that never folds the log back by itself.
fn connect(database: &Path) -> io::Result<Connection> {
    let connection = Connection::open(database).map_err(io::Error::other)?;
    keep_log(&connection).map_err(io::Error::other)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(io::Error::other)?;
    Ok(connection)
}

/// Leaves it to the follower to fold the log back.
pub(crate) fn keep_log(connection: &Connection) -> rusqlite::Result<()> {
    let on_close = rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    connection.set_db_config(on_close, true)?;
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0")
}

/// Puts the newest generation below `copy` together again as the database file `target`; it holds
/// every write that was copied.
///
/// # Errors
/// Where there is none, or it cannot be read or written.
pub fn put_together(copy: &Path, target: &Path) -> Result<(), Fault> {
    let all = generations(copy).map_err(Fault::internal)?;
    let (_, newest) = all.last().ok_or(Fault::NotFound)?;
    fs::copy(newest.join(BASE), target).map_err(Fault::internal)?;
    let mut logs: Vec<PathBuf> = files(newest).map_err(Fault::internal)?;
    logs.retain(|path| path.extension().is_some_and(|end| end == "wal"));
    logs.sort();
    for log in logs {
        fs::copy(log, beside(target, "-wal")).map_err(Fault::internal)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(target, flags).map_err(Fault::internal)?;
        let fold = "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;
                    PRAGMA wal_checkpoint(TRUNCATE)";
        connection.execute_batch(fold).map_err(Fault::internal)?;
    }
    Ok(())
}

/// Whether the folder at `copy` holds a copy.
///
/// # Errors
/// Where it cannot be read.
pub fn holds_copy(copy: &Path) -> Result<bool, Fault> {
    Ok(!generations(copy).map_err(Fault::internal)?.is_empty())
}

/// The complete generations, the oldest first.
fn generations(into: &Path) -> io::Result<Vec<(u32, PathBuf)>> {
    let number =
        |path: &Path| path.file_name()?.to_str()?.strip_prefix("generation-")?.parse::<u32>().ok();
    let mut found: Vec<(u32, PathBuf)> =
        files(into)?.into_iter().filter_map(|path| Some((number(&path)?, path))).collect();
    found.sort();
    Ok(found)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

fn beside(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    name.into()
}
