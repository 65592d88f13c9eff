//! Putting a backup in place, and the drill that does both to a place of its own. Nothing of a backup
//! touches a folder before all of it was opened, compared, and its journal verified.

use crate::backup::{self, About, Halves, Source};
use crate::bond;
use crate::folder::{self, Folder};
use crate::rooms;
use crate::scratch::Scratch;
use crate::words::{Words, words};
use base::{Chance, Clock, DiskLeft, Lang};
use db::Db;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What went wrong, for whoever asked for it.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// How a drill went.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Drill {
    /// When it ended.
    pub at: String,
    /// How many seconds backup, restore and verification took.
    pub seconds: f64,
    /// How many lines of journals were verified.
    pub lines: i64,
    /// What went wrong, where it failed.
    pub fault: Option<String>,
}

/// That a backup was made.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// When.
    pub at: String,
    /// How many bytes it holds.
    pub bytes: u64,
    /// The number of the master key in it; the first one where an earlier program made it.
    #[serde(default = "first_key")]
    pub key: u8,
}

const fn first_key() -> u8 {
    1
}

impl Made {
    /// Whether the keys in it open what is written by those in `keys`: a running copy has no others.
    pub fn opens_with(&self, keys: &Path) -> bool {
        // Where none can be read another check says so.
        let here = folder::find_keys(keys).ok().flatten();
        here.is_none_or(|here| here.newest() == self.key && !here.is_rotating())
    }
}

/// A drill has a copy, a backup and what was restored of it on the disk at once, and leaves as much again
/// to the station.
const ROOM: u64 = 4;

/// What was put in place.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: String,
    /// How many lines of journals were verified.
    pub lines: i64,
}

/// Writes a backup of a station whose keys are its own.
///
/// # Errors
/// Where a half is not there, the keys are of another station, or something cannot be written.
pub fn back_up(source: Source<'_>, to: &Path, key: &[u8; 32], lang: Lang) -> Result<About, Error> {
    let w = words(lang);
    let keys = folder::find_keys(source.keys)?;
    let keys = keys.ok_or_else(|| w.no_keys_in(source.keys.display()))?;
    // A later program beside one that serves would change the schema under it.
    if !db::is_current(source.url, &rooms::migrations())? {
        return Err(w.other_version().into());
    }
    let settings = db::Settings::alone(source.url.to_owned(), Clock::System, Arc::new(keys));
    for (number, opens) in each(&rooms::open_beside(settings)?, bond::is_ours)? {
        if !opens {
            return Err(w.other_keys(source.keys.display(), number).into());
        }
    }
    Ok(backup::write(source, to, key)?)
}

/// Puts the backup at `from` in place where nothing is: its keys into `keys`, or where they lie unless
/// told otherwise.
///
/// # Errors
/// Where a folder holds something else, or the backup does not open, or is not whole.
pub fn restore(
    from: &Path,
    key: &[u8; 32],
    data: &Path,
    keys: Option<&Path>,
    lang: Lang,
) -> Result<Restored, Error> {
    let w = words(lang);
    is_free(data, w)?;
    let scratch = beside(data)?;
    let (fresh_data, fresh_keys) = (scratch.folder("data")?, scratch.folder("keys")?);
    let fresh = Halves { data: &fresh_data, keys: &fresh_keys };
    let about = opened(from, key, fresh, w)?;
    let lines = verified(fresh, w)?;
    let usual = || folder::id_of(&fresh_data).map(|id| folder::default_keys(&id));
    let keys = keys.map(Path::to_path_buf).or_else(usual);
    let keys = keys.ok_or_else(|| w.backup_damaged(from.display()))?;
    // The same keys may lie there: after a restore that was cut off it is done again.
    if !is_empty(&keys)? && !holds(&keys, &fresh_keys)? {
        return Err(w.not_empty(keys.display()).into());
    }
    folder::mark_restored(&fresh_data)?;
    let _held = held(data, lang)?;
    put(&fresh_keys, &keys)?;
    put(&fresh_data, data)?;
    bond::note_standing(Source { url: &folder::database_url(data), data, keys: &keys })?;
    Ok(Restored { made_at: about.made_at, lines })
}

/// Puts nothing but the keys of the backup at `from` in place, where none lie or the same.
///
/// # Errors
/// As [`restore`].
pub fn restore_keys(from: &Path, key: &[u8; 32], keys: &Path, lang: Lang) -> Result<(), Error> {
    let w = words(lang);
    let scratch = beside(keys)?;
    let (fresh_data, fresh_keys) = (scratch.folder("data")?, scratch.folder("keys")?);
    let fresh = Halves { data: &fresh_data, keys: &fresh_keys };
    opened(from, key, fresh, w)?;
    verified(fresh, w)?;
    if !is_empty(keys)? && !holds(keys, &fresh_keys)? {
        return Err(w.not_empty(keys.display()).into());
    }
    put(&fresh_keys, keys)?;
    bond::note_standing_keys(&folder::database_url(&fresh_data), keys)
}

/// Puts the copy that followed a station together again in `data`, where nothing is; its keys are
/// those that lie in `keys`.
///
/// # Errors
/// As [`restore`]; where the keys are another station's.
pub fn restore_copy(copy: &Path, data: &Path, keys: &Path, lang: Lang) -> Result<i64, Error> {
    let w = words(lang);
    is_free(data, w)?;
    let scratch = beside(data)?;
    let fresh = scratch.folder("data")?;
    db::put_together(copy, &folder::database_in(&fresh))?;
    for path in files(copy)?.into_iter().filter(|path| path.is_file()) {
        fs::copy(&path, fresh.join(path.file_name().unwrap_or_default()))?;
    }
    let lines = verified(Halves { data: &fresh, keys }, w)?;
    let _held = held(data, lang)?;
    put(&fresh, data)?;
    bond::note_standing(Source { url: &folder::database_url(data), data, keys })?;
    Ok(lines)
}

fn is_free(data: &Path, w: Words) -> Result<(), Error> {
    if folder::is_free(data)? { Ok(()) } else { Err(w.not_empty(data.display()).into()) }
}

/// Holds the folder while it is filled: nobody starts on half a station, or began one meanwhile.
fn held(data: &Path, lang: Lang) -> Result<Folder, Error> {
    let held = Folder::open(data, lang)?;
    is_free(&held.path, words(lang))?;
    Ok(held)
}

/// A scratch folder on the disk of a folder that is to be made.
fn beside(folder: &Path) -> io::Result<Scratch> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    Scratch::inside(parent)
}

/// Backs up, restores and verifies, and notes in the data folder how it went. The data lie in the data
/// folder meanwhile and the keys beside the keys; the drill's own key is never written.
///
/// # Errors
/// Where any of it fails.
pub fn drill(source: Source<'_>, clock: &Clock, lang: Lang) -> Result<Drill, Error> {
    let (w, begun) = (words(lang), Clock::System.now());
    // A drill that fills the disk would stop the station it is for.
    let wanted = ROOM * db::size_of(source.url)?;
    if DiskLeft::of(source.data)?.bytes < wanted {
        return Err(w.no_room(format!("{:.1}", wanted as f64 / 1e9)).into());
    }
    let mut key = [0; 32];
    Chance::System.fill(&mut key);
    let (data, keys) = (Scratch::inside(source.data)?, Scratch::inside(source.keys)?);
    let file = data.path.join("backup");
    let written = back_up(source, &file, &key, lang)?;
    let fresh = data.folder("data")?;
    let fresh = Halves { data: &fresh, keys: &keys.path };
    let read = opened(&file, &key, fresh, w)?;
    if written.entries != read.entries {
        return Err(w.backup_damaged(file.display()).into());
    }
    let lines = verified(fresh, w)?;
    let seconds = (Clock::System.now().micros() - begun.micros()) as f64 / 1e6;
    let drill = Drill { at: clock.now().to_string(), seconds, lines, fault: None };
    note_drill(source.data, &drill)?;
    Ok(drill)
}

/// Notes in the data folder how a drill went.
///
/// # Errors
/// Where it cannot be written.
pub fn note_drill(data: &Path, drill: &Drill) -> io::Result<()> {
    note(&data.join(folder::DRILL), drill)
}

/// Notes in the data folder that a backup was made now.
///
/// # Errors
/// Where it cannot be written.
pub fn note_backup(data: &Path, keys: &Path, bytes: u64) -> io::Result<()> {
    let key = folder::find_keys(keys)?.map_or(first_key(), |keys| keys.newest());
    note(&data.join(folder::BACKUP), &Made { at: Clock::System.now().to_string(), bytes, key })
}

fn note(path: &Path, what: &impl Serialize) -> io::Result<()> {
    folder::replace(path, format!("{}\n", serde_json::to_string_pretty(what)?).as_bytes())
}

/// When the last backup of the folder at `data` was made.
pub fn last_backup(data: &Path) -> Option<Made> {
    serde_json::from_slice(&fs::read(data.join(folder::BACKUP)).ok()?).ok()
}

/// How the last drill of the folder at `data` went.
pub fn last_drill(data: &Path) -> Option<Drill> {
    serde_json::from_slice(&fs::read(data.join(folder::DRILL)).ok()?).ok()
}

fn opened(from: &Path, key: &[u8; 32], into: Halves<'_>, w: Words) -> Result<About, Error> {
    backup::open(from, key, into).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            w.backup_damaged(from.display()).into()
        }
        _ => error.into(),
    })
}

/// Whether a database is whole, every journal in it is, and the keys are its own; how many lines.
fn verified(halves: Halves<'_>, w: Words) -> Result<i64, Error> {
    if !db::is_whole(&halves.data.join("station.db"))? {
        return Err(w.backup_damaged(halves.data.display()).into());
    }
    let keys = folder::find_keys(halves.keys)?;
    let keys = keys.ok_or_else(|| w.no_keys_in(halves.keys.display()))?;
    let db = open(folder::database_url(halves.data), keys)?;
    let mut lines = 0;
    for (number, found) in each(&db, |tx| Ok((journal::verify(tx, &[])?, bond::is_ours(tx)?)))? {
        match found {
            (Ok(report), true) => lines += report.lines,
            (Ok(_), false) => return Err(w.other_keys(halves.keys.display(), number).into()),
            (Err(broken), _) => return Err(w.journal_broken(number, broken).into()),
        }
    }
    bond::adopt(&db)?;
    Ok(lines)
}

fn open(url: String, keys: base::Keys) -> Result<Db, Error> {
    let settings = db::Settings::alone(url, Clock::System, Arc::new(keys));
    Ok(rooms::open(settings)?)
}

/// Asks every station the same.
fn each<T: Send + 'static>(
    db: &Db,
    ask: fn(&mut db::Tx<'_>) -> Result<T, base::Fault>,
) -> Result<Vec<(i64, T)>, Error> {
    let stations = db.read_now(0, people::list_stations)?;
    let numbers = stations.into_iter().map(|station| station.station_id);
    numbers.map(|number| Ok((number, db.read_now(number, ask)?))).collect()
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(!folder.exists() || files(folder)?.is_empty())
}

/// Whether `folder` holds nothing but what `fresh` holds too.
fn holds(folder: &Path, fresh: &Path) -> io::Result<bool> {
    for path in files(folder)? {
        let other = fresh.join(path.file_name().unwrap_or_default());
        if !other.is_file() || fs::read(&other)? != fs::read(&path)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Moves the files of `from` into the folder `to`, the database last: until it is there nobody takes
/// the folder for a station's.
fn put(from: &Path, to: &Path) -> io::Result<()> {
    folder::make_private(to)?;
    let mut files = files(from)?;
    files.sort_by_key(|path| folder::is_database(path));
    for path in files {
        let target = to.join(path.file_name().unwrap_or_default());
        match fs::rename(&path, &target) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                let mut fresh = target.clone().into_os_string();
                fresh.push(".new");
                fs::copy(&path, &fresh)?;
                fs::File::open(&fresh)?.sync_all()?;
                fs::rename(&fresh, &target)?;
            }
            moved => moved?,
        }
    }
    fs::File::open(to)?.sync_all()
}

/// What lies in a folder; which house it serves is written anew for each place.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let all: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let is_mark = |path: &PathBuf| path.file_name().is_some_and(|name| name == bond::MARKS);
    Ok(all?.into_iter().filter(|path| !is_mark(path)).collect())
}
