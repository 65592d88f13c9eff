//! `serve`: a station's own installation, from its empty folder on.

use crate::backup::Source;
use crate::bond::{self, Want};
use crate::cli::demo::{Error, Ways, open, open_followed};
use crate::cli::serve::{self, Opening, Service};
use crate::cli::{Outcome, ServeArgs, lang};
use crate::clock_room;
use crate::folder::{self, Folder};
use crate::site::{Doorway, House, SetUpCode};
use crate::tls::{self, Tls};
use crate::words::{Words, words};
use base::{Chance, Clock};
use db::{Db, Follower};
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Serves until it is told to stop.
pub(crate) fn run(args: &ServeArgs) -> Outcome {
    let lang = lang();
    let w = words(lang);
    let folder = Folder::open(&args.data, lang)?;
    let place = args.keys.clone().unwrap_or_else(|| folder::default_keys(&folder.id));
    let url = args.database.clone().unwrap_or_else(|| folder::database_url(&folder.path));
    let copy_to = args.copy_to.as_deref().map(|into| copy_folder(into, &folder, w)).transpose()?;
    let names = names(args, w)?;
    let home = Source { url: &url, data: &folder.path, keys: &place };
    let entered = bond::enter(home, Want::Station, lang)?;
    let keys = Arc::clone(&entered.keys);
    let tls = tls(args, &place, &names, w)?;
    let clock = Clock::System;
    let db = match copy_to {
        Some(_) => open_followed(url.clone(), &keys, clock.clone())?,
        None => open(url.clone(), &keys, clock.clone())?,
    };
    entered.bind(&db, &folder.path)?;
    clock_room::at_start(&db)?;
    let follower = copy_to.map(|into| Follower::start(&url, into)).transpose()?;
    if follower.as_ref().is_some_and(Follower::is_on_one_disk) {
        println!("{}", w.one_disk());
    }
    let code = set_up(&db, w)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let opening = Opening {
        doorway: Doorway {
            secure: tls.is_some() || args.behind.is_some(),
            proxy: args.behind,
            trust: tls.as_ref().and_then(|tls| tls.trust.clone()),
            set_up: code.as_ref().map(|(_, kept)| kept.clone()),
        },
        config: tls.map(|tls| tls.config),
        url: args.url.clone().unwrap_or_else(|| at(scheme, &names, args.listen.port())),
        code: code.map(|(code, _)| code),
    };
    let listener = TcpListener::bind(args.listen)?;
    listener.set_nonblocking(true)?;
    let ready_file = args.ready_file.as_deref();
    let house = House { data: folder.path.clone(), keys: place, url, follower };
    let service = Service { db, folder: &folder, clock: &clock, ready_file, house };
    let none = Ways { links: Vec::new(), tokens: Vec::new() };
    serve::run(service, listener, &none, opening, w)?;
    Ok(ExitCode::SUCCESS)
}

/// Looks at the folder of a copy before there is a database: what may be all that is left of a station
/// is never begun over. After a lost disk the same command starts by itself on an empty folder, and
/// may do so again and again.
fn copy_folder<'a>(into: &'a Path, folder: &Folder, w: Words) -> Result<&'a Path, Error> {
    folder::make_private(into)?;
    if into.canonicalize()?.starts_with(&folder.path) {
        return Err(w.copy_inside(into.display()).into());
    }
    let another = folder::id_of(into).is_some_and(|id| id != folder.id);
    if another || (!folder::has_database(&folder.path) && db::holds_copy(into)?) {
        return Err(w.copy_stands(into.display()).into());
    }
    // A backup was restored meanwhile: the copy may be all that is left of what came after it.
    if db::holds_copy(into)? && !folder::is_of_one_line(&folder.path, into) {
        let mut number = 1;
        let mut aside = into.join("before-restore-1");
        while aside.exists() {
            number += 1;
            aside = into.join(format!("before-restore-{number}"));
        }
        db::set_aside(into, &aside)?;
        folder::copy_marks(into, &aside)?;
        println!("{}", w.copy_aside(aside.display()));
    }
    folder::copy_marks(&folder.path, into)?;
    Ok(into)
}

/// What the machine is called: the names it was given, else the address it listens on.
fn names(args: &ServeArgs, w: Words) -> Result<Vec<String>, Error> {
    if !args.name.is_empty() {
        return Ok(args.name.clone());
    }
    if args.listen.ip().is_unspecified() && args.behind.is_none() {
        return Err(w.name_needed().into());
    }
    Ok(vec![args.listen.ip().to_string()])
}

/// TLS by certificate files, or by the station's own authority; none on loopback and behind a proxy.
fn tls(args: &ServeArgs, keys: &Path, names: &[String], w: Words) -> Result<Option<Tls>, Error> {
    match (&args.certificate, &args.certificate_key) {
        (Some(chain), Some(key)) => Ok(Some(tls::from_files(chain, key)?)),
        (None, None) if args.behind.is_some() => Ok(None),
        (None, None) if args.listen.ip().is_loopback() && !args.tls => Ok(None),
        (None, None) => Ok(Some(tls::from_authority(keys, names)?)),
        (Some(_), None) | (None, Some(_)) => Err(w.certificate_and_key().into()),
    }
}

fn at(scheme: &str, names: &[String], port: u16) -> String {
    let name = names.first().map_or("", String::as_str);
    let host = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
    format!("{scheme}://{host}:{port}")
}

/// A code, while there is no station; a folder of invented data is not served as a real one.
fn set_up(db: &Db, w: Words) -> Result<Option<(String, SetUpCode)>, Error> {
    let stations = db.read_now(0, people::list_stations)?;
    if stations.iter().any(|station| station.demo) {
        return Err(w.demo_data().into());
    }
    let draw = || SetUpCode::draw(&mut Chance::System, db.clock().now());
    Ok(stations.is_empty().then(draw))
}
