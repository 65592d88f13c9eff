//! Following a SQLite database: every committed frame of its write-ahead log goes to a second folder
//! within about a second, so that a lost disk costs no more than that.
//!
//! A generation is a plain copy of the database file and the logs that came after it, in order. Only
//! the follower folds the log back into the database, and only once all of it was read; that is
//! why a database that is followed is opened by [`crate::Db::open_followed`].

mod generation;

pub use generation::{holds_copy, put_together, set_aside};

use base::{Clock, DiskLeft, Fault, Time};
use generation::{Fresh, Generation};
use rusqlite::Connection;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long an acknowledged write may wait to be copied.
const BEAT: Duration = Duration::from_millis(500);
/// So long it waits after something failed.
const RETRY: Duration = Duration::from_secs(10);

/// How many bytes make something due.
#[derive(Clone, Copy)]
struct Limits {
    /// A log of so many is folded back.
    fold: u64,
    /// Logs of so many, and as many as the database has, make another generation due.
    renew: u64,
    /// A log that grows beyond this while nothing can be copied is folded back all the same: a station
    /// does not stop for its copy.
    most: u64,
}

/// To fold 1,000 pages of 4 KiB is what SQLite does by itself.
const LIMITS: Limits = Limits { fold: 4 << 20, renew: 64 << 20, most: 256 << 20 };

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
    renew: Arc<AtomicBool>,
    one_disk: bool,
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
        let following = Following::new(Path::new(path), into, LIMITS).map_err(Fault::internal)?;
        let folder = Path::new(path).parent().and_then(|folder| device(folder).ok());
        let one_disk = folder == Some(following.device);
        let (state, renew) = (Arc::clone(&following.told), Arc::clone(&following.renew));
        let (stop, stopped) = mpsc::channel();
        let follow = move || following.run(&stopped);
        let thread = std::thread::Builder::new().name("follower".into()).spawn(follow);
        let thread = Some(thread.map_err(Fault::internal)?);
        Ok(Follower { state, renew, one_disk, stop: Some(stop), thread })
    }

    /// How far the copy is.
    pub fn state(&self) -> Followed {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Begins another generation: what was removed from the database is then in no older one.
    pub fn renew(&self) {
        self.renew.store(true, Ordering::SeqCst);
    }

    /// Whether database and copy lie on one disk, and would be lost together.
    pub fn is_on_one_disk(&self) -> bool {
        self.one_disk
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

/// What the thread knows.
struct Following {
    database: PathBuf,
    into: PathBuf,
    limits: Limits,
    /// The disk the copy began on: a mount that went leaves an empty folder on another one.
    device: u64,
    /// The database file. It is never closed: closing any descriptor of a file gives up every lock the
    /// process has on it, those of the serving connections as well (POSIX), and another process would
    /// take itself for the last one and remove the log.
    file: &'static File,
    /// The generation that holds everything up to a place in the log.
    current: Option<Generation>,
    /// The next one, while its database is copied.
    fresh: Option<Fresh>,
    told: Arc<Mutex<Followed>>,
    /// Whether another generation is asked for.
    renew: Arc<AtomicBool>,
}

impl Following {
    fn new(database: &Path, into: &Path, limits: Limits) -> io::Result<Following> {
        let file = &*Box::leak(Box::new(File::open(database)?));
        let (device, told) = (device(into)?, Arc::default());
        let (renew, database, into) = (Arc::default(), database.to_owned(), into.to_owned());
        let (current, fresh) = (None, None);
        Ok(Following { database, into, limits, device, file, current, fresh, told, renew })
    }

    fn run(mut self, stopped: &Receiver<()>) {
        loop {
            let done = self.beat();
            self.tell(|told| told.fault = done.as_ref().err().map(ToString::to_string));
            let wait = match done {
                Err(_) => RETRY,
                Ok(()) if self.fresh.is_some() => Duration::ZERO,
                Ok(()) => BEAT,
            };
            if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                let last = self.catch_up();
                return self.tell(|told| told.fault = last.err().map(|error| error.to_string()));
            }
        }
    }

    fn tell(&self, change: impl FnOnce(&mut Followed)) {
        change(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn beat(&mut self) -> io::Result<()> {
        let copied = self.copy();
        if copied.is_err() && length(&generation::log_of(&self.database)) > self.limits.most {
            // What was copied so far stays where it is, and is the copy until there is a new one.
            (self.current, self.fresh) = (None, None);
            fold_all(&self.database)?;
        }
        copied
    }

    fn copy(&mut self) -> io::Result<()> {
        self.catch_up()?;
        let renewed = self.renew();
        if self.fresh.is_none() {
            self.fold()?;
        }
        renewed
    }

    /// Goes on with another generation where one is due. Whatever fails leaves the one under way as it is.
    fn renew(&mut self) -> io::Result<()> {
        let mut fresh = match self.fresh.take() {
            Some(fresh) => fresh,
            None if !self.is_due() => return Ok(()),
            None => {
                self.has_room()?;
                self.renew.store(false, Ordering::SeqCst);
                Fresh::begin(self.file, &self.into)?
            }
        };
        if fresh.copy_piece()? {
            self.fresh = Some(fresh);
            return Ok(());
        }
        self.current = Some(fresh.finish(&self.database, &self.into)?);
        generation::sweep(&self.into)
    }

    /// Copies what was committed since the last look, and notes since when everything is there.
    fn catch_up(&mut self) -> io::Result<()> {
        if device(&self.into)? != self.device {
            return Err(io::Error::other("the disk of the copy is not there"));
        }
        if self.current.as_ref().is_some_and(|current| !current.stands()) {
            self.current = None;
        }
        let Some(current) = &mut self.current else { return Ok(()) };
        let before = Clock::System.now();
        current.catch_up(&self.database)?;
        self.tell(|told| told.even_at = Some(before));
        Ok(())
    }

    fn is_due(&self) -> bool {
        let Some(current) = &self.current else { return true };
        if self.renew.load(Ordering::SeqCst) {
            return true;
        }
        current.bytes > self.limits.renew && current.bytes > length(&self.database)
    }

    fn has_room(&self) -> io::Result<()> {
        let wanted = length(&self.database) + length(&generation::log_of(&self.database));
        if DiskLeft::of(&self.into)?.bytes > wanted {
            return Ok(());
        }
        Err(io::ErrorKind::StorageFull.into())
    }

    /// Folds the log back into the database once it is long. While we hold the writer's lock nothing is
    /// committed; all that happens meanwhile is reading: a slow second disk keeps nobody waiting.
    /// Readers may keep some of the log; then the next beat tries again.
    fn fold(&mut self) -> io::Result<()> {
        let is_long = |current: &&mut Generation| current.reached() >= self.limits.fold;
        let Some(current) = self.current.as_mut().filter(is_long) else { return Ok(()) };
        let holder = connect(&self.database)?;
        holder.execute_batch("BEGIN IMMEDIATE").map_err(io::Error::other)?;
        let folded = match current.read(&self.database)? {
            true => passively(&self.database),
            false => Ok(()),
        };
        holder.execute_batch("ROLLBACK").map_err(io::Error::other)?;
        current.write()?;
        folded
    }
}

fn passively(database: &Path) -> io::Result<()> {
    let fold = "PRAGMA wal_checkpoint(PASSIVE)";
    connect(database)?.query_row(fold, [], |_| Ok(())).map_err(io::Error::other)
}

/// Folds back whatever no reader keeps, and gives the room of the log back where none does.
fn fold_all(database: &Path) -> io::Result<()> {
    let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
    connect(database)?.query_row(fold, [], |_| Ok(())).map_err(io::Error::other)
}

/// A connection that never folds the log back by itself.
fn connect(database: &Path) -> io::Result<Connection> {
    let connection = Connection::open(database).map_err(io::Error::other)?;
    keep_log(&connection).map_err(io::Error::other)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(io::Error::other)?;
    Ok(connection)
}

/// Leaves it to the follower to fold the log back. A log that once grew gives its room back when it is
/// begun again.
pub(crate) fn keep_log(connection: &Connection) -> rusqlite::Result<()> {
    let on_close = rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    connection.set_db_config(on_close, true)?;
    let limit = 2 * LIMITS.fold;
    connection.execute_batch(&format!(
        "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {limit}"
    ))
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |about| about.len())
}

/// The disk on which `path` lies.
fn device(path: &Path) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(path)?.dev())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use crate::testing::{TestDb, TestFolder};

    const SMALL: Limits = Limits { fold: 64 << 10, renew: 256 << 10, most: 1 << 20 };

    /// A database, the folder of its copy, and who follows.
    fn begin(place: &TestFolder) -> (TestDb, Following) {
        let test = crate::testing::open_followed(&[], &[], 1).unwrap().unwrap();
        let make = "CREATE TABLE things (number BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL)";
        test.db.write_now(1, move |tx| tx.put(make, args![])).unwrap();
        fs::create_dir(place.at("copy")).unwrap();
        let database = PathBuf::from(test.url.strip_prefix("sqlite:").unwrap());
        let following = Following::new(&database, &place.at("copy"), SMALL).unwrap();
        (test, following)
    }

    fn write(test: &TestDb, numbers: std::ops::Range<i64>) {
        for number in numbers {
            let sql = "INSERT INTO things (number, text) VALUES ($1, $2)";
            let act = move |tx: &mut crate::Tx<'_>| tx.put(sql, args![number, "x".repeat(10_000)]);
            test.db.write_now(1, act).unwrap();
        }
    }

    /// How many rows the copy has.
    fn rows(place: &TestFolder) -> i64 {
        let again = place.at("again.db");
        put_together(&place.at("copy"), &again).unwrap();
        let connection = Connection::open(&again).unwrap();
        connection.query_row("SELECT count(*) FROM things", [], |row| row.get(0)).unwrap()
    }

    fn go_on(following: &mut Following) {
        following.beat().unwrap();
        while following.fresh.is_some() {
            following.beat().unwrap();
        }
    }

    /// Whether this process holds a lock on a file, as the kernel tells of it.
    #[cfg(target_os = "linux")]
    fn holds_lock(path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt;
        let (pid, inode) = (std::process::id(), fs::metadata(path).unwrap().ino());
        let ours =
            |line: &str| line.contains(&format!(" {pid} ")) && line.contains(&format!(":{inode} "));
        // The list is told piece by piece while others lock and unlock: one may be missing once.
        let told = |_| fs::read_to_string("/proc/locks").unwrap().lines().any(ours);
        (0..20).any(told)
    }

    /// Without its lock another process takes itself for the last one, and removes the log.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_locks_of_the_serving_connections_outlast_every_generation() {
        let place = TestFolder::new("locks");
        let (test, mut following) = begin(&place);
        write(&test, 0..10);
        assert!(holds_lock(&following.database));
        go_on(&mut following);
        following.renew.store(true, Ordering::SeqCst);
        go_on(&mut following);
        assert!(holds_lock(&following.database));
        drop(following);
        assert!(test.url.strip_prefix("sqlite:").is_some_and(|path| holds_lock(Path::new(path))));
    }

    #[test]
    fn a_second_disk_that_is_gone_does_not_stop_the_station() {
        let place = TestFolder::new("gone");
        let (test, mut following) = begin(&place);
        write(&test, 0..10);
        go_on(&mut following);
        fs::rename(place.at("copy"), place.at("elsewhere")).unwrap();
        write(&test, 10..20);
        assert!(following.beat().is_err() && following.current.is_some());
        assert!(length(&generation::log_of(&following.database)) > 0, "kept for the copy");
        write(&test, 20..150);
        assert!(following.beat().is_err());
        assert_eq!(length(&generation::log_of(&following.database)), 0, "not for ever");
        // The copy holds what it held; once its disk is back there is a new one.
        fs::rename(place.at("elsewhere"), place.at("copy")).unwrap();
        assert_eq!(rows(&place), 10);
        write(&test, 150..160);
        go_on(&mut following);
        assert_eq!(rows(&place), 160);
    }

    #[test]
    fn a_copy_goes_on_while_a_new_one_cannot_be_made() {
        let place = TestFolder::new("renewed");
        let (test, mut following) = begin(&place);
        go_on(&mut following);
        fs::write(place.at("copy/generation.new"), "in the way").unwrap();
        for round in 0..6 {
            write(&test, round * 40..(round + 1) * 40);
            // Where nothing new is due the beat succeeds.
            drop(following.beat());
            assert_eq!(rows(&place), (round + 1) * 40);
        }
        assert!(following.beat().is_err(), "another generation is due by now");
        assert!(length(&generation::log_of(&following.database)) > 0);
        fs::remove_file(place.at("copy/generation.new")).unwrap();
        go_on(&mut following);
        assert!(!following.is_due() && rows(&place) == 240);
        assert_eq!(fs::read_dir(place.at("copy")).unwrap().count(), 1);
    }
}
