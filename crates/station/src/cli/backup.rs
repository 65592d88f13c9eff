//! `backup`, `restore` and `drill`.

use crate::backup::{self, Halves};
use crate::cli::{BackupArgs, DrillArgs, Outcome, RestoreArgs, data_of, lang};
use crate::words::words;
use crate::{folder, restore};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes a backup while the station runs.
pub(crate) fn backup(args: &BackupArgs) -> Outcome {
    let (w, data) = (words(lang()), data_of(args.data.as_deref()));
    let keys = keys_of(args.keys.as_deref(), &data)?;
    let key = backup::key_of(&args.key, true)?;
    let halves = Halves { data: &data, keys: &keys };
    let about = restore::back_up(halves, &args.to, &key, lang())?;
    let bytes: u64 = about.entries.iter().map(|entry| entry.size).sum();
    println!("{}", w.backed_up(args.to.display(), bytes / 1_000_000, args.key.display()));
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup in place on a machine where nothing is.
pub(crate) fn restore(args: &RestoreArgs) -> Outcome {
    let (w, data) = (words(lang()), data_of(args.data.as_deref()));
    let key = backup::key_of(&args.key, false)?;
    let done = restore::restore(&args.from, &key, &data, args.keys.as_deref(), lang())?;
    println!("{}", w.restored(data.display(), done.made_at, done.lines));
    Ok(ExitCode::SUCCESS)
}

/// Does both to a place of its own, and notes in the data folder how it went.
pub(crate) fn drill(args: &DrillArgs) -> Outcome {
    let (w, data) = (words(lang()), data_of(args.data.as_deref()));
    let keys = keys_of(args.keys.as_deref(), &data)?;
    let done = restore::drill(Halves { data: &data, keys: &keys }, lang())?;
    println!("{}", w.drilled(format!("{:.1}", done.seconds), done.lines));
    Ok(ExitCode::SUCCESS)
}

/// Where the keys of the station in `data` lie.
fn keys_of(asked: Option<&Path>, data: &Path) -> Result<PathBuf, String> {
    let w = words(lang());
    if !folder::has_database(data) {
        return Err(w.no_data(data.display()));
    }
    let usual = || folder::id_of(data).map(|id| folder::default_keys(&id));
    asked.map(Path::to_path_buf).or_else(usual).ok_or_else(|| w.no_keys().to_owned())
}
