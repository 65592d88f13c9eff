//! A backup: the database in one consistent state, the folder's own small files and the keys, in one
//! sealed file. It opens with a key that is kept elsewhere, and is verified whole before anything of it
//! is put in place.

use crate::folder;
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
/// The longest description that is read.
const LONGEST: usize = 1024 * 1024;
/// Files of the data folder that belong to the station, beside its database.
const SMALL: [&str; 3] = ["id", "clock", "built"];
const KEY_FILES: [&str; 3] = ["station.keys", "authority.crt", "authority.key"];

/// Writes a backup of the folder at `data` and of `keys` to `to`; writers go on meanwhile.
///
/// # Errors
/// Where something cannot be read or written.
pub fn write(data: &Path, keys: &Path, to: &Path, key: &[u8; 32]) -> io::Result<About> {
    let scratch = Scratch::beside(to)?;
    let copy = scratch.path.join("station.db");
    db::copy_to(&folder::database_url(data), &copy).map_err(io::Error::other)?;
    let mut files = vec![("data/station.db".to_owned(), copy)];
    files.extend(SMALL.map(|name| (format!("data/{name}"), data.join(name))));
    files.extend(KEY_FILES.map(|name| (format!("keys/{name}"), keys.join(name))));
    files.retain(|(_, path)| path.is_file());
    let entries = files.iter().map(|(name, path)| entry(name, path)).collect::<io::Result<_>>()?;
    let made_at = Clock::System.now().to_string();
    let about = About { version: VERSION, made_at, entries };
    let fresh = scratch.path.join("sealed");
    let out = BufWriter::new(private(&fresh)?);
    let mut sealed = SealedWriter::new(out, key, &mut Chance::System)?;
    let text = serde_json::to_vec(&about)?;
    sealed.write_all(&u32::try_from(text.len()).map_err(io::Error::other)?.to_be_bytes())?;
    sealed.write_all(&text)?;
    for (_, path) in &files {
        io::copy(&mut BufReader::new(File::open(path)?), &mut sealed)?;
    }
    sealed.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(fresh, to)?;
    Ok(about)
}

/// Opens the backup at `from` into two fresh folders below `into`, and compares every byte with what
/// the backup says of itself.
///
/// # Errors
/// Where the key is another one, or anything was changed, left out or cut off.
pub fn open(from: &Path, key: &[u8; 32], into: &Path) -> io::Result<About> {
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
    if about.version != VERSION {
        return Err(damaged());
    }
    for entry in &about.entries {
        let path = place(into, &entry.name).ok_or_else(damaged)?;
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

/// The key in `path`: 64 hexadecimal digits; made there where there is none and `make` says so.
///
/// # Errors
/// Where it cannot be read or is no key.
pub fn key_of(path: &Path, make: bool) -> io::Result<[u8; 32]> {
    if make && !path.exists() {
        folder::replace(path, format!("{}\n", Chance::System.secret()).as_bytes())?;
    }
    let text = fs::read_to_string(path)?;
    let text = text.trim();
    let byte = |at: usize| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok();
    let mut key = [0; 32];
    for (at, place) in key.iter_mut().enumerate() {
        *place = byte(at).filter(|_| text.len() == 64).ok_or_else(damaged)?;
    }
    Ok(key)
}

/// A folder of its own for the time of one command.
pub(crate) struct Scratch {
    pub(crate) path: PathBuf,
}

impl Scratch {
    /// Beside `target`, so that what is made there can be renamed into place.
    pub(crate) fn beside(target: &Path) -> io::Result<Scratch> {
        let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let name = format!(".jingcun-{}", &Chance::System.secret()[..12]);
        let path = folder.unwrap_or(Path::new(".")).join(name);
        fs::create_dir_all(&path)?;
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        Ok(Scratch { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left lies in a folder of our own making; the next command makes another.
        drop(fs::remove_dir_all(&self.path));
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

/// Where an entry goes: only names that a backup has, so that none leads elsewhere.
fn place(into: &Path, name: &str) -> Option<PathBuf> {
    let (folder, file) = name.split_once('/')?;
    let known = match folder {
        "data" => file == "station.db" || SMALL.contains(&file),
        "keys" => KEY_FILES.contains(&file),
        _ => false,
    };
    known.then(|| into.join(folder).join(file))
}

fn private(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
        #[cfg(unix)]
        fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    }
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

/// When a backup says it was made.
pub fn made_at(about: &About) -> Option<Time> {
    Time::parse(&about.made_at)
}
