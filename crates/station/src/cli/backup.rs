//! `backup`, `restore` and `drill`.

use crate::backup::{self, Source};
use crate::cli::{BackupArgs, DrillArgs, Outcome, RestoreArgs, data_of, lang};
use crate::words::words;
use crate::{folder, restore};
use base::Clock;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes a backup while the station runs.
pub(crate) fn backup(args: &BackupArgs) -> Outcome {
    let (w, data) = (words(lang()), data_of(args.data.as_deref()));
    let keys = keys_of(args.keys.as_deref(), args.database.as_deref(), &data)?;
    if args.to.exists() {
        return Err(w.backup_stands(args.to.display()).into());
    }
    if args.new_key && args.key.exists() {
        return Err(w.key_stands(args.key.display()).into());
    }
    if args.new_key {
        backup::make_key(&args.key).map_err(|error| format!("{}: {error}", args.key.display()))?;
    } else if !args.key.exists() {
        return Err(w.no_backup_key(args.key.display()).into());
    }
    let (key, url) = (backup::key_of(&args.key)?, url_of(args.database.as_deref(), &data));
    let source = Source { url: &url, data: &data, keys: &keys };
    let about = restore::back_up(source, &args.to, &key, lang())?;
    let bytes: u64 = about.entries.iter().map(|entry| entry.size).sum();
    restore::note_backup(&data, &keys, bytes)?;
    println!("{}", w.backed_up(args.to.display(), bytes / 1_000_000, args.key.display()));
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup in place on a machine where nothing is.
pub(crate) fn restore(args: &RestoreArgs) -> Outcome {
    let (w, data, keys) = (words(lang()), data_of(args.data.as_deref()), args.keys.as_deref());
    match (&args.copy, &args.from, &args.key, keys) {
        (Some(copy), _, _, Some(keys)) => {
            let lines = restore::restore_copy(copy, &data, keys, lang())?;
            println!("{}", w.restored_copy(data.display(), lines));
        }
        (None, Some(from), Some(key), keys) => {
            if !key.exists() {
                return Err(w.no_backup_key(key.display()).into());
            }
            let key = backup::key_of(key)?;
            if let Some(keys) = keys.filter(|_| args.only_keys) {
                restore::restore_keys(from, &key, keys, lang())?;
                println!("{}", w.restored_keys(keys.display()));
                return Ok(ExitCode::SUCCESS);
            }
            let done = restore::restore(from, &key, &data, keys, lang())?;
            println!("{}", w.restored(data.display(), done.made_at, done.lines));
        }
        _ => return Err(w.no_keys().into()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Does both to a place of its own, and notes in the data folder how it went.
pub(crate) fn drill(args: &DrillArgs) -> Outcome {
    let (w, data) = (words(lang()), data_of(args.data.as_deref()));
    let keys = keys_of(args.keys.as_deref(), args.database.as_deref(), &data)?;
    let url = url_of(args.database.as_deref(), &data);
    let source = Source { url: &url, data: &data, keys: &keys };
    let done = restore::drill(source, &Clock::System, lang())?;
    println!("{}", w.drilled(format!("{:.1}", done.seconds), done.lines));
    Ok(ExitCode::SUCCESS)
}

/// Where the keys of the station in `data` lie.
fn keys_of(asked: Option<&Path>, server: Option<&str>, data: &Path) -> Result<PathBuf, String> {
    let w = words(lang());
    let stands = match server {
        Some(_) => folder::id_of(data).is_some(),
        None => folder::has_database(data),
    };
    if !stands {
        return Err(w.no_data(data.display()));
    }
    let usual = || folder::id_of(data).map(|id| folder::default_keys(&id));
    asked.map(Path::to_path_buf).or_else(usual).ok_or_else(|| w.no_keys().to_owned())
}

/// Where the database is: on `server`, or a file of the data folder.
fn url_of(server: Option<&str>, data: &Path) -> String {
    server.map_or_else(|| folder::database_url(data), str::to_owned)
}
