//! `backup`, `restore` and `drill`: nothing of a backup touches a folder before all of it was opened,
//! compared, and its journal verified.

use crate::backup::{self, About, Scratch};
use crate::cli::{BackupArgs, DrillArgs, Outcome, RestoreArgs, data_of, lang};
use crate::words::words;
use crate::{folder, rooms};
use base::{Chance, Clock, Keys, Seed};
use db::Db;
use serde_json::json;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Writes a backup while the station runs.
pub(crate) fn backup(args: &BackupArgs) -> Outcome {
    let w = words(lang());
    let data = data_of(args.data.as_deref());
    if !folder::has_database(&data) {
        return Err(w.no_data(data.display()).into());
    }
    let key = backup::key_of(&args.key, true)?;
    let about = backup::write(&data, &keys_of(args.keys.as_deref(), &data), &args.to, &key)?;
    let bytes: u64 = about.entries.iter().map(|entry| entry.size).sum();
    println!("{}", w.backed_up(args.to.display(), bytes / 1_000_000, args.key.display()));
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup in place on a machine where nothing is.
pub(crate) fn restore(args: &RestoreArgs) -> Outcome {
    let w = words(lang());
    let data = data_of(args.data.as_deref());
    for folder in [Some(&data), args.keys.as_ref()].into_iter().flatten() {
        if folder.exists() && fs::read_dir(folder)?.next().is_some() {
            return Err(w.not_empty(folder.display()).into());
        }
    }
    let key = backup::key_of(&args.key, false)?;
    let scratch = Scratch::beside(&data)?;
    let about = opened(&args.from, &key, &scratch.path)?;
    let lines = verified(&scratch.path)?;
    let keys = keys_of(args.keys.as_deref(), &scratch.path.join("data"));
    put(&scratch.path.join("keys"), &keys)?;
    put(&scratch.path.join("data"), &data)?;
    println!("{}", w.restored(data.display(), about.made_at, lines));
    Ok(ExitCode::SUCCESS)
}

/// Does both to a place of its own, and notes in the data folder how it went.
pub(crate) fn drill(args: &DrillArgs) -> Outcome {
    let w = words(lang());
    let data = data_of(args.data.as_deref());
    let begun = Clock::System.now();
    let scratch = Scratch::beside(&data.join("drill"))?;
    let key = backup::key_of(&scratch.path.join("key"), true)?;
    let (file, into) = (scratch.path.join("backup"), scratch.path.join("restored"));
    let about = backup::write(&data, &keys_of(args.keys.as_deref(), &data), &file, &key)?;
    let again = opened(&file, &key, &into)?;
    let lines = verified(&into)?;
    let same = about.entries == again.entries;
    let ended = Clock::System.now();
    let seconds = (ended.micros() - begun.micros()) as f64 / 1e6;
    let at = ended.to_string();
    let note = json!({ "at": at, "seconds": seconds, "lines": lines, "same": same });
    folder::replace(&data.join(folder::DRILL), format!("{note:#}\n").as_bytes())?;
    println!("{}", w.drilled(format!("{seconds:.1}"), lines));
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn opened(from: &Path, key: &[u8; 32], into: &Path) -> Result<About, Error> {
    backup::open(from, key, into).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            words(lang()).backup_damaged(from.display()).into()
        }
        _ => error.into(),
    })
}

/// Whether the database that lies below `into` is whole, and every journal in it; how many lines.
fn verified(into: &Path) -> Result<i64, Error> {
    let w = words(lang());
    let data = into.join("data");
    if !db::is_whole(&data.join("station.db"))? {
        return Err(w.backup_damaged(data.display()).into());
    }
    let keys = folder::find_keys(&into.join("keys"))?;
    let keys = keys.unwrap_or_else(|| Keys::generate(&mut Chance::System));
    let settings = db::Settings {
        url: folder::database_url(&data),
        readers: 1,
        writers: 1,
        queue: 16,
        clock: Clock::System,
        seed: Seed::System,
        keys: Arc::new(keys),
        durable: true,
    };
    let db = Db::open(settings, &rooms::migrations(), &rooms::tables())?;
    let mut lines = 0;
    for station in db.read_now(0, people::list_stations)? {
        let number = station.station_id;
        match db.read_now(number, |tx| journal::verify(tx, &[]))? {
            Ok(report) => lines += report.lines,
            Err(broken) => return Err(w.journal_broken(number, broken).into()),
        }
    }
    Ok(lines)
}

/// Renames a folder into place; an empty one may stand there.
fn put(from: &Path, to: &Path) -> io::Result<()> {
    if !from.exists() {
        return Ok(());
    }
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    if to.exists() {
        fs::remove_dir(to)?;
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => copy_folder(from, to),
        done => done,
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        folder::replace(&to.join(entry.file_name()), &fs::read(entry.path())?)?;
    }
    Ok(())
}

fn keys_of(asked: Option<&Path>, data: &Path) -> PathBuf {
    let usual = || folder::id_of(data).map_or_else(PathBuf::new, |id| folder::default_keys(&id));
    asked.map_or_else(usual, Path::to_path_buf)
}
