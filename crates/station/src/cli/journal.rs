//! `journal verify` and `journal export-head`. Neither needs the folder's lock.

use crate::cli::{JournalArgs, Outcome, data_of, lang};
use crate::words::{Words, words};
use crate::{bond, folder, rooms};
use base::{Chance, Clock, Keys};
use db::Db;
use journal::Head;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// What both commands open.
struct Opened {
    db: Db,
    keys: Option<Arc<Keys>>,
    keys_at: PathBuf,
    stations: Vec<i64>,
}

/// Reads every chain asked for; success only where all are whole.
pub(crate) fn verify(args: &JournalArgs) -> Outcome {
    let w = words(lang());
    let opened = open(args, w)?;
    let heads = heads(args)?;
    let mut whole = true;
    for station in &opened.stations {
        if let Err(text) = check_heads(&opened, &heads, *station, args, w) {
            eprintln!("{text}");
            whole = false;
            continue;
        }
        let known: Vec<Head> = heads.iter().filter(|h| h.station == *station).cloned().collect();
        let found = opened.db.read_now(*station, move |tx| journal::verify(tx, &known))?;
        match found {
            Ok(report) => {
                say(&w.journal_whole(station, report.lines, report.erased))?;
            }
            Err(broken) => {
                eprintln!("{}", w.journal_broken(station, broken));
                whole = false;
            }
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Signs the end of one chain and prints or writes it.
pub(crate) fn export_head(args: &JournalArgs) -> Outcome {
    let w = words(lang());
    let opened = open(args, w)?;
    let [station] = opened.stations[..] else {
        return Err(w.which_station().into());
    };
    let keys = opened.keys.ok_or_else(|| w.no_keys())?;
    if !bond::is_opened(&opened.db)? {
        return Err(w.other_keys(opened.keys_at.display(), station).into());
    }
    let head = opened.db.read_now(station, move |tx| journal::export_head(tx, &keys))?;
    let text = serde_json::to_string(&head)?;
    match args.head.first() {
        Some(path) => folder::replace(path, format!("{text}\n").as_bytes())?,
        None => say(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn say(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{text}")
}

fn open(args: &JournalArgs, w: Words) -> Result<Opened, Box<dyn std::error::Error + Send + Sync>> {
    let data = data_of(args.data.as_deref());
    if args.database.is_none() && !folder::has_database(&data) {
        return Err(w.no_data(data.display()).into());
    }
    let place = match (&args.keys, folder::id_of(&data)) {
        (Some(place), _) => Some(place.clone()),
        (None, id) => id.map(|id| folder::default_keys(&id)),
    };
    let keys_at = place.unwrap_or_default();
    let keys = folder::find_keys(&keys_at)?.map(Arc::new);
    // The chain stands over ciphertext: without keys any will do.
    let used = keys.clone().unwrap_or_else(|| Arc::new(Keys::generate(&mut Chance::System)));
    let url = args.database.clone().unwrap_or_else(|| folder::database_url(&data));
    if !db::is_current(&url, &rooms::migrations())? {
        return Err(w.other_version().into());
    }
    let clock = folder::saved_now(&data).map_or(Clock::System, Clock::starting_at);
    let settings = db::Settings::alone(url, clock, used);
    let db = rooms::open_beside(settings)?;
    let known = db.read_now(0, people::list_stations)?;
    let known = known.into_iter().map(|row| row.station_id);
    let stations: Vec<i64> =
        known.filter(|number| args.station.is_none_or(|asked| asked == *number)).collect();
    if stations.is_empty() {
        return Err(w.no_station().into());
    }
    Ok(Opened { db, keys, keys_at, stations })
}

fn heads(args: &JournalArgs) -> Result<Vec<Head>, Box<dyn std::error::Error + Send + Sync>> {
    let mut heads = Vec::new();
    for path in &args.head {
        heads.push(serde_json::from_slice(&std::fs::read(path)?)?);
    }
    Ok(heads)
}

/// Every head given must be signed by our keys; of another station it is only an error where one
/// station was asked for.
fn check_heads(
    opened: &Opened,
    heads: &[Head],
    station: i64,
    args: &JournalArgs,
    w: Words,
) -> Result<(), String> {
    if heads.is_empty() {
        return Ok(());
    }
    let keys = opened.keys.as_ref().ok_or_else(|| w.no_keys().to_owned())?;
    let only = args.station.is_some() || opened.stations.len() == 1;
    for head in heads {
        let of = if only { station } else { head.station };
        head.check(keys, of).map_err(|error| error.to_string())?;
    }
    Ok(())
}
