//! The data folder: one process at a time, an id of its own, the demo's clock; and the keys,
//! which never lie in it.

use crate::bond;
use crate::words::words;
use base::{Chance, Clock, Keys, Lang, Time};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Written once the world stands; a folder without it was left half-built.
const BUILT: &str = "built";
const ID: &str = "id";
const LOCK: &str = "lock";
const CLOCK: &str = "clock";
const DATABASE: &str = "station.db";
/// Drawn anew by each restore of a backup: what was copied before it went on another way.
const RESTORED: &str = "restored";
/// The control socket, as [`crate::control`] makes it.
pub(crate) const CONTROL: &str = "control.sock";
const KEYS: &str = "station.keys";
/// How the last drill went.
pub(crate) const DRILL: &str = "drill.json";
/// When the last backup was made.
pub(crate) const BACKUP: &str = "backup.json";

/// An open data folder; nobody else has it while this lives.
#[derive(Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// Its id: eight hexadecimal digits.
    pub id: String,
    _lock: File,
}

impl Folder {
    /// Opens the folder, makes it where there is none, and locks it.
    ///
    /// # Errors
    /// Where it cannot be made, or another process has it.
    pub fn open(path: &Path, lang: Lang) -> io::Result<Folder> {
        make_private(path)?;
        let path = path.canonicalize()?;
        let lock =
            OpenOptions::new().create(true).truncate(false).write(true).open(path.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let text = words(lang).folder_taken(path.display());
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, text));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let id = match id_of(&path) {
            Some(id) => id,
            None => {
                let id = Chance::System.secret()[..8].to_owned();
                replace(&path.join(ID), id.as_bytes())?;
                id
            }
        };
        Ok(Folder { path, id, _lock: lock })
    }

    /// Whether the world has been built to the end, in its own file or on `server`.
    pub fn is_built(&self, server: Option<&str>) -> bool {
        let stands = server.is_some() || has_database(&self.path);
        stands && self.path.join(mark(server)).exists()
    }

    /// Notes that the world has been built to the end.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn set_built(&self, server: Option<&str>) -> io::Result<()> {
        replace(&self.path.join(mark(server)), b"1")
    }

    /// Takes away what an interrupted building left.
    ///
    /// # Errors
    /// Where a file cannot be removed.
    pub fn clear_half_built(&self) -> io::Result<()> {
        ["", "-wal", "-shm", "-reserve"]
            .into_iter()
            .try_for_each(|end| remove_file(&self.path.join(format!("{DATABASE}{end}"))))
    }

    /// Sets the database file aside: it is no longer what is served.
    ///
    /// # Errors
    /// Where it cannot be renamed.
    pub fn set_aside(&self) -> io::Result<()> {
        for end in ["-wal", "-shm", ""] {
            let (from, to) = (format!("{DATABASE}{end}"), format!("{DATABASE}.moved{end}"));
            match fs::rename(self.path.join(from), self.path.join(to)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && !end.is_empty() => {}
                renamed => renamed?,
            }
        }
        Ok(())
    }

    /// A clock that goes on from where it was stopped, or starts at `first`.
    pub fn clock(&self, first: Time) -> Clock {
        Clock::starting_at(saved_now(&self.path).unwrap_or(first))
    }

    /// Removes what is ours in the folder, and the folder where nothing else lies in it.
    ///
    /// # Errors
    /// Where something cannot be removed.
    pub fn remove(self) -> io::Result<()> {
        self.clear_half_built()?;
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            if is_small(&name) {
                remove_file(&self.path.join(name))?;
            }
        }
        remove_if_empty(&self.path)
    }
}

/// Keeps `now` in the folder at `path` for the next start.
///
/// # Errors
/// Where it cannot be written.
pub fn save_now(path: &Path, now: Time) -> io::Result<()> {
    replace(&path.join(CLOCK), now.to_string().as_bytes())
}

/// The "now" kept in the folder at `path`.
pub fn saved_now(path: &Path) -> Option<Time> {
    Time::parse(fs::read_to_string(path.join(CLOCK)).ok()?.trim())
}

/// The id of the folder at `path`, if it is one.
pub fn id_of(path: &Path) -> Option<String> {
    let id = fs::read_to_string(path.join(ID)).ok()?.trim().to_owned();
    let fits = id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then_some(id)
}

/// The address of the database in the folder at `path`.
pub fn database_url(path: &Path) -> String {
    format!("sqlite:{}", path.join(DATABASE).display())
}

/// The database file of the folder at `path`.
pub fn database_in(path: &Path) -> PathBuf {
    path.join(DATABASE)
}

/// Copies what tells the folder at `path` from another to `to`.
///
/// # Errors
/// Where it cannot be read or written.
pub fn copy_marks(path: &Path, to: &Path) -> io::Result<()> {
    for name in [ID, CLOCK, BUILT, RESTORED] {
        if let Ok(bytes) = fs::read(path.join(name)) {
            replace(&to.join(name), &bytes)?;
        }
    }
    Ok(())
}

/// Marks the folder at `path` as one that goes on from a backup.
///
/// # Errors
/// Where it cannot be written.
pub fn mark_restored(path: &Path) -> io::Result<()> {
    let mut drawn = [0; 8];
    Chance::System.fill(&mut drawn);
    replace(&path.join(RESTORED), format!("{:016x}\n", u64::from_be_bytes(drawn)).as_bytes())
}

/// Whether the folders at `path` and `other` go on from the same restore, or none.
pub fn is_of_one_line(path: &Path, other: &Path) -> bool {
    fs::read(path.join(RESTORED)).ok() == fs::read(other.join(RESTORED)).ok()
}

/// Whether a station may be put into the folder at `path`: nothing lies there but the small files of a
/// start that found no database, or of a restore that was cut off.
///
/// # Errors
/// Where it cannot be read.
pub fn is_free(path: &Path) -> io::Result<bool> {
    if !path.exists() {
        return Ok(true);
    }
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        // The mark of a station on a server: this folder is that station's.
        let is_served = name.to_string_lossy().starts_with(&format!("{BUILT}-"));
        if is_served || !is_small(&name) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file of this name is one of ours that holds nothing of anybody.
fn is_small(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    [ID, LOCK, CLOCK, CONTROL, DRILL, BACKUP, RESTORED, bond::MARKS].contains(&&*name)
        || name.starts_with(BUILT)
}

/// Whether the folder at `path`, which somebody holds, can be written to.
pub fn is_writable(path: &Path) -> bool {
    OpenOptions::new().write(true).open(path.join(LOCK)).is_ok()
}

/// Whether the folder at `path` holds a database.
pub fn has_database(path: &Path) -> bool {
    path.join(DATABASE).exists()
}

/// Where the demo lives unless told otherwise.
pub fn default_data() -> PathBuf {
    base_folder("XDG_DATA_HOME", ".local/share").join("jingcun").join("demo")
}

/// Where the keys of the folder with this id lie unless told otherwise.
pub fn default_keys(id: &str) -> PathBuf {
    base_folder("XDG_CONFIG_HOME", ".config").join("jingcun").join(id)
}

fn base_folder(variable: &str, inside_home: &str) -> PathBuf {
    match std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute()) {
        Some(path) => path,
        None => PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(inside_home),
    }
}

/// The keys in `keys`, made there if there are none; never inside the data folder.
///
/// # Errors
/// Where they would lie in the data folder, or cannot be read or made.
pub fn open_keys(keys: &Path, data: &Path, lang: Lang) -> io::Result<Keys> {
    make_private(keys)?;
    are_apart(keys, data, lang)?;
    Keys::load_or_make(keys)
}

/// Whether the keys do not lie in the data folder: who takes the one must not have the other.
///
/// # Errors
/// Where they do.
pub fn are_apart(keys: &Path, data: &Path, lang: Lang) -> io::Result<()> {
    if keys.canonicalize()?.starts_with(data.canonicalize()?) {
        let text = words(lang).keys_inside(keys.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    Ok(())
}

/// Whether the folder at `data` is known to have held a station before houses had marks: its file was set
/// aside, or it serves one on a server (which is nothing against opening that server's).
pub fn held_a_station(data: &Path, in_file: bool) -> bool {
    let names = fs::read_dir(data).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let of_server = format!("{BUILT}-");
    let aside = format!("{DATABASE}.moved");
    names.into_iter().any(|name| {
        let name = name.to_string_lossy();
        in_file && (name.starts_with(&of_server) || name == aside.as_str())
    })
}

/// The keys in `keys`, if there are any: nothing is made.
///
/// # Errors
/// Where they cannot be read.
pub fn find_keys(keys: &Path) -> io::Result<Option<Keys>> {
    if keys.join(KEYS).exists() { Keys::load(keys).map(Some) } else { Ok(None) }
}

/// Removes the keys in `keys`, and the folder where nothing else lies in it.
///
/// # Errors
/// Where they cannot be removed.
pub fn remove_keys(keys: &Path) -> io::Result<()> {
    remove_file(&keys.join(KEYS))?;
    bond::forget(keys)?;
    remove_if_empty(keys)
}

/// The file that says a world stands. A folder may be moved, a server's address is another place.
fn mark(server: Option<&str>) -> String {
    let digest = |url: &str| -> String {
        people::hash_token(url)[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    };
    server.map_or_else(|| BUILT.to_owned(), |url| format!("{BUILT}-{}", digest(url)))
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn remove_if_empty(path: &Path) -> io::Result<()> {
    match fs::remove_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Where it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let fresh = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(fresh, path)
}

/// Whether `path` is that of a station's database.
pub fn is_database(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == DATABASE)
}

/// Makes a folder that its owner alone can read, where there is none.
///
/// # Errors
/// Where it cannot be made.
pub fn make_private(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::testing::TestFolder;

    #[test]
    fn a_folder_is_had_by_one_and_keeps_id_and_clock() {
        let place = TestFolder::new("folder");
        let path = place.at("data");
        let folder = Folder::open(&path, Lang::En).unwrap();
        assert!(Folder::open(&path, Lang::En).is_err());
        assert!(open_keys(&path.join("keys"), &path, Lang::En).is_err());
        let at = Time::parse("2024-05-12T12:14:00Z").unwrap();
        save_now(&path, at).unwrap();
        assert_eq!(saved_now(&path), Some(at));
        let id = folder.id.clone();
        assert!(is_writable(&path) && !is_free(&path).unwrap(), "keys lie there");
        drop(folder);
        let folder = Folder::open(&path, Lang::En).unwrap();
        assert_eq!(folder.id, id);
        remove_keys(&path.join("keys")).unwrap();
        assert!(is_free(&path).unwrap());
        folder.remove().unwrap();
        assert!(!path.exists());
    }
}
