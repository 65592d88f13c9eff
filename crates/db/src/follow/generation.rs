//! One generation of a copy: a database file, and the logs that came after it.

use crate::wal::{Log, Position};
use base::Fault;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const BASE: &str = "base.db";
const FRESH: &str = "generation.new";
/// So much of a database is copied between two looks at its log.
const PIECE: u64 = 16 << 20;
/// So much of a log is in memory at once, and the rest of the commit in which it ends.
const SHARE: usize = 4 << 20;

/// A generation that holds everything up to a place in the log.
pub(super) struct Generation {
    folder: PathBuf,
    /// How many logs were begun.
    logs: u32,
    at: Option<Position>,
    /// What was read and is still to be written.
    pending: Option<Part>,
    /// How many bytes its logs have.
    pub(super) bytes: u64,
}

/// A part of a log, up to the end of a commit.
struct Part {
    log: u32,
    /// The header comes with the first frames.
    header: Option<Vec<u8>>,
    from: u64,
    bytes: Vec<u8>,
    to: Position,
}

impl Generation {
    /// Whether its folder is there.
    pub(super) fn stands(&self) -> bool {
        self.folder.is_dir()
    }

    /// How many bytes of the present log it holds.
    pub(super) fn reached(&self) -> u64 {
        self.at.as_ref().map_or(0, |at| at.offset)
    }

    /// Copies what was committed since the last look.
    pub(super) fn catch_up(&mut self, database: &Path) -> io::Result<()> {
        loop {
            self.write()?;
            if self.read(database)? {
                return self.write();
            }
        }
    }

    /// Reads on in the log, where nothing is still to be written; whether that was all of it.
    pub(super) fn read(&mut self, database: &Path) -> io::Result<bool> {
        if self.pending.is_some() {
            return Ok(false);
        }
        let Some(mut log) = Log::open(&log_of(database))? else {
            return match &self.at {
                // Nobody but us takes a log away: what is written now goes nowhere.
                Some(at) if at.offset > 0 => {
                    Err(io::Error::other("the log of the database is gone"))
                }
                Some(_) | None => Ok(true),
            };
        };
        let from = match &self.at {
            Some(at) if at.salts == log.start().salts => at.clone(),
            Some(_) | None => {
                self.logs += 1;
                log.start()
            }
        };
        let header = (from == log.start()).then(|| log.header().to_vec());
        let (bytes, to, is_all) = log.committed_after(&from, SHARE)?;
        if bytes.is_empty() {
            self.at = Some(to);
        } else {
            self.pending = Some(Part { log: self.logs, header, from: from.offset, bytes, to });
        }
        Ok(is_all)
    }

    /// Writes what was read, and waits for the disk. What fails is tried again.
    pub(super) fn write(&mut self) -> io::Result<()> {
        let Some(part) = &self.pending else { return Ok(()) };
        let path = self.folder.join(format!("{:06}.wal", part.log));
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        if let Some(header) = &part.header {
            file.write_all(header)?;
        }
        file.seek(SeekFrom::Start(part.from))?;
        file.write_all(&part.bytes)?;
        file.sync_all()?;
        if part.header.is_some() {
            File::open(&self.folder)?.sync_all()?;
        }
        self.bytes += part.bytes.len() as u64;
        self.at = self.pending.take().map(|part| part.to);
        Ok(())
    }
}

/// A generation whose database is still being copied. Nobody folds the log back meanwhile, so that the
/// file stays as it is.
pub(super) struct Fresh {
    from: &'static File,
    /// How much of it was copied.
    at: u64,
    to: File,
    folder: PathBuf,
}

impl Fresh {
    pub(super) fn begin(from: &'static File, into: &Path) -> io::Result<Fresh> {
        let folder = into.join(FRESH);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir(&folder)?;
        let to = File::create(folder.join(BASE))?;
        Ok(Fresh { from, at: 0, to, folder })
    }

    /// Copies on; whether there is more.
    pub(super) fn copy_piece(&mut self) -> io::Result<bool> {
        let (mut from, from_at) = (self.from, self.at);
        from.seek(SeekFrom::Start(from_at))?;
        let copied = io::copy(&mut from.take(PIECE), &mut self.to)?;
        self.at += copied;
        Ok(copied == PIECE)
    }

    /// The generation, with all of the log that there is.
    pub(super) fn finish(self, database: &Path, into: &Path) -> io::Result<Generation> {
        self.to.sync_all()?;
        let folder = self.folder;
        let mut generation = Generation { folder, logs: 0, at: None, pending: None, bytes: 0 };
        generation.catch_up(database)?;
        File::open(&generation.folder)?.sync_all()?;
        let last = generations(into)?.last().map_or(0, |(number, _)| *number);
        let folder = into.join(format!("generation-{}", last + 1));
        fs::rename(&generation.folder, &folder)?;
        generation.folder = folder;
        File::open(into)?.sync_all()?;
        Ok(generation)
    }
}

/// Removes every complete generation but the newest.
pub(super) fn sweep(into: &Path) -> io::Result<()> {
    let mut old = generations(into)?;
    old.pop();
    old.into_iter().try_for_each(|(_, folder)| fs::remove_dir_all(folder))
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
        fs::copy(log, log_of(target)).map_err(Fault::internal)?;
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

/// Moves every complete generation below `copy` to the folder `to`, from where it can be put together.
///
/// # Errors
/// Where it cannot be moved.
pub fn set_aside(copy: &Path, to: &Path) -> Result<(), Fault> {
    fs::create_dir_all(to).map_err(Fault::internal)?;
    for (number, folder) in generations(copy).map_err(Fault::internal)? {
        let name = format!("generation-{number}");
        fs::rename(folder, to.join(name)).map_err(Fault::internal)?;
    }
    Ok(())
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

/// The write-ahead log of a database.
pub(super) fn log_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
