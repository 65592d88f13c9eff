//! A backup: the database in one consistent state, the folder's own small files and the keys, in one
//! sealed file. It opens with a key that is kept elsewhere, and is verified whole before anything of it
//! is put in place.

use crate::rooms;
use crate::scratch::Scratch;
use base::{Chance, Clock, SealedReader, SealedWriter, Time};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// What a backup says of itself.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct About {
    /// The version of the format.
    pub version: u32,
    /// When it was made.
    pub made_at: String,
    /// What is in it, in order.
    pub entries: Vec<Entry>,
}

/// One file of a backup.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Where it belongs: `data/station.db`, `keys/station.keys`.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// SHA-256 of them.
    pub sha256: String,
}

const VERSION: u32 = 1;
/// Keys change twice in a rotation.
const TRIES: usize = 3;
/// The longest description that is read.
const LONGEST: usize = 1024 * 1024;
/// Where the two halves of a station lie: never one in the other.
#[derive(Clone, Copy, Debug)]
pub struct Halves<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// The folder of its keys.
    pub keys: &'a Path,
}

/// What a backup is made of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Where the database is: a file of the data folder, or on a server.
    pub url: &'a str,
    /// The data folder.
    pub data: &'a Path,
    /// The folder of its keys.
    pub keys: &'a Path,
}

impl<'a> Source<'a> {
    /// Where its files lie.
    fn halves(self) -> Halves<'a> {
        Halves { data: self.data, keys: self.keys }
    }
}

/// What a backup may hold; without those that must be there it is none.
const FILES: [(&str, bool); 7] = [
    ("data/id", true),
    ("data/clock", false),
    ("data/built", false),
    ("keys/station.keys", true),
    ("keys/authority.crt", false),
    ("keys/authority.key", false),
    (DATABASE, true),
];
const DATABASE: &str = "data/station.db";

impl Halves<'_> {
    /// Where a file of a backup belongs; `None` for a name that no backup has, so that none leads
    /// elsewhere.
    fn place(&self, name: &str) -> Option<PathBuf> {
        let known = FILES.iter().any(|(file, _)| *file == name);
        let (folder, file) = name.split_once('/').filter(|_| known)?;
        Some(if folder == "data" { self.data.join(file) } else { self.keys.join(file) })
    }
}

/// Writes a backup to `to`; writers go on meanwhile. What lies in clear for a moment lies in the data
/// folder, where it lies anyway.
///
/// # Errors
/// Where something cannot be read or written, or what a station cannot do without is not there.
pub fn write(source: Source<'_>, to: &Path, key: &[u8; 32]) -> io::Result<About> {
    // Keys that changed while the database was copied may not open all of it.
    let keys = || fs::read(source.keys.join("station.keys"));
    for _ in 0..TRIES {
        let before = keys()?;
        let (about, fresh) = write_once(source, to, key)?;
        if keys()? == before {
            fresh.put(to)?;
            return Ok(about);
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

fn write_once(source: Source<'_>, to: &Path, key: &[u8; 32]) -> io::Result<(About, Fresh)> {
    let (halves, scratch) = (source.halves(), Scratch::inside(source.data)?);
    let copy = scratch.path.join("station.db");
    let (migrations, tables) = (rooms::migrations(), rooms::tables());
    db::copy_to(source.url, &copy, &migrations, &tables).map_err(io::Error::other)?;
    let mut files = Vec::new();
    for (name, must) in FILES {
        let path = halves.place(name).filter(|_| name != DATABASE).unwrap_or_else(|| copy.clone());
        match (path.is_file(), must) {
            (true, _) => files.push((name, path)),
            (false, true) => return Err(missing(&path)),
            (false, false) => {}
        }
    }
    let entries = files.iter().map(|(name, path)| entry(name, path)).collect::<io::Result<_>>()?;
    let made_at = Clock::System.now().to_string();
    let about = About { version: VERSION, made_at, entries };
    let fresh = Fresh::beside(to)?;
    let mut sealed = SealedWriter::new(fresh.open()?, key, &mut Chance::System)?;
    let text = serde_json::to_vec(&about)?;
    sealed.write_all(&u32::try_from(text.len()).map_err(io::Error::other)?.to_be_bytes())?;
    sealed.write_all(&text)?;
    for (_, path) in &files {
        io::copy(&mut BufReader::new(File::open(path)?), &mut sealed)?;
    }
    sealed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok((about, fresh))
}

/// Opens the backup at `from` into two fresh folders, and compares every byte with what the backup
/// says of itself.
///
/// # Errors
/// Where the key is another one, or anything was changed, left out or cut off.
pub fn open(from: &Path, key: &[u8; 32], into: Halves<'_>) -> io::Result<About> {
    let mut opened = SealedReader::new(BufReader::new(File::open(from)?), key)?;
    let mut length = [0; 4];
    opened.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > LONGEST {
        return Err(damaged());
    }
    let mut text = vec![0; length];
    opened.read_exact(&mut text)?;
    let about: About = serde_json::from_slice(&text).map_err(|_| damaged())?;
    let has = |name: &str| about.entries.iter().any(|entry| entry.name == name);
    if about.version != VERSION || !FILES.iter().all(|(name, must)| !must || has(name)) {
        return Err(damaged());
    }
    for entry in &about.entries {
        let path = into.place(&entry.name).ok_or_else(damaged)?;
        let mut file = BufWriter::new(private(&path)?);
        let mut hash = Sha256::new();
        let copied = copy(&mut opened.by_ref().take(entry.size), &mut file, &mut hash)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        if copied != entry.size || hex(&hash.finalize()) != entry.sha256 {
            return Err(damaged());
        }
    }
    // Reading to the end checks the last chunk's mark.
    let mut rest = [0; 1];
    if opened.read(&mut rest)? != 0 { Err(damaged()) } else { Ok(about) }
}

/// Makes a key at `path`.
///
/// # Errors
/// Where something lies there, or it cannot be written.
pub fn make_key(path: &Path) -> io::Result<()> {
    let mut file = private(path)?;
    file.write_all(format!("{}\n", Chance::System.secret()).as_bytes())?;
    file.sync_all()
}

/// The key in `path`: 64 hexadecimal digits.
///
/// # Errors
/// Where it cannot be read or is no key.
pub fn key_of(path: &Path) -> io::Result<[u8; 32]> {
    let text = fs::read_to_string(path)?;
    let text = text.trim();
    let byte = |at: usize| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok();
    let mut key = [0; 32];
    for (at, place) in key.iter_mut().enumerate() {
        *place = byte(at).filter(|_| text.len() == 64).ok_or_else(damaged)?;
    }
    Ok(key)
}

/// A file that is written whole, beside its place, and then put there.
struct Fresh(PathBuf);

impl Fresh {
    fn beside(target: &Path) -> io::Result<Fresh> {
        let mut name = target.file_name().ok_or_else(|| missing(target))?.to_owned();
        name.push(".new");
        let path = target.with_file_name(name);
        if path.exists() {
            fs::remove_file(&path)?;
        }
        Ok(Fresh(path))
    }

    fn open(&self) -> io::Result<BufWriter<File>> {
        private(&self.0).map(BufWriter::new)
    }

    fn put(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.0, target)?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // Nothing is left where it was put in place.
        drop(fs::remove_file(&self.0));
    }
}

fn entry(name: &str, path: &Path) -> io::Result<Entry> {
    let mut hash = Sha256::new();
    let size = copy(&mut BufReader::new(File::open(path)?), &mut io::sink(), &mut hash)?;
    Ok(Entry { name: name.to_owned(), size, sha256: hex(&hash.finalize()) })
}

fn copy(from: &mut impl Read, to: &mut impl Write, hash: &mut Sha256) -> io::Result<u64> {
    let (mut buffer, mut copied) = (vec![0; 64 * 1024], 0);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(copied);
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        copied += read as u64;
    }
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the backup does not open")
}

fn missing(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, path.display().to_string())
}

/// When a backup says it was made.
pub fn made_at(about: &About) -> Option<Time> {
    Time::parse(&about.made_at)
}
