//! `demo`: a station of invented people on this machine, ready in one command.

use crate::backup::Source;
use crate::bond::{self, Want};
use crate::cli::serve::{self, Opening, Service};
use crate::cli::{DemoArgs, Outcome, data_of, lang};
use crate::demo::{self, BuildSettings, DemoAccounts};
use crate::folder::{self, Folder};
use crate::site::{Doorway, House};
use crate::words::words;
use base::{Clock, Keys, Lang};
use db::Db;
use indicatif::{ProgressBar, ProgressStyle};
use people::TokenKind;
use serde_json::{Map, Value, json};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;

const PORT: u16 = 8080;

/// A way in for each role: a link that signs in once, a token for programs.
pub(crate) struct Ways {
    pub(crate) links: Vec<(&'static str, String)>,
    pub(crate) tokens: Vec<(&'static str, String)>,
}

/// Serves the demo until it is told to stop.
pub(crate) fn run(args: &DemoArgs) -> Outcome {
    let lang = lang();
    let w = words(lang);
    if args.listen.is_some_and(|address| !address.ip().is_loopback()) {
        return Err(w.only_loopback().into());
    }
    let folder = Folder::open(&data_of(args.data.as_deref()), lang)?;
    let place = keys_of(args, &folder.id);
    let url = args.database.clone().unwrap_or_else(|| folder::database_url(&folder.path));
    let at = Source { url: &url, data: &folder.path, keys: &place };
    let entered = bond::enter(at, Want::Demo, lang)?;
    let (keys, house) = (Arc::clone(&entered.keys), entered.house().to_owned());
    let settings = BuildSettings { url: url.clone(), keys, house, days: args.days };
    if build(&folder, args.database.as_deref(), &settings, lang)? {
        begin_anew()?;
    }
    let clock = folder.clock(demo::EVENING);
    serve::save_ahead(&folder.path, &clock);
    let db = open(url.clone(), &entered.keys, clock.clone())?;
    entered.bind(&db, &folder.path)?;
    let ways = ways(&db, &demo::accounts(&db)?)?;
    let listener = listen(args.listen)?;
    let house = House { data: folder.path.clone(), keys: place, url: url.clone(), follower: None };
    let ready_file = args.ready_file.as_deref();
    let service = Service { db, folder: &folder, clock: &clock, ready_file, house };
    let opening =
        Opening { doorway: Doorway::default(), config: None, url: String::new(), code: None };
    serve::run(service, listener, &ways, opening, w)?;
    folder::save_now(&folder.path, clock.now())?;
    Ok(ExitCode::SUCCESS)
}

/// Removes the demo's folder, and its keys where they lie in their usual place.
pub(crate) fn remove(args: &DemoArgs) -> Outcome {
    let lang = lang();
    let data = data_of(args.data.as_deref());
    let Some(id) = folder::id_of(&data) else {
        return Err(words(lang).no_data(data.display()).into());
    };
    let (folder, keys) = (Folder::open(&data, lang)?, keys_of(args, &id));
    bond::is_demo_folder(&folder.path, lang)?;
    let are_demo_keys = bond::are_demo_keys(&folder.path, &keys)?;
    folder.remove()?;
    if are_demo_keys {
        folder::remove_keys(&keys)?;
    }
    eprintln!("{}", words(lang).removed(data.display()));
    Ok(ExitCode::SUCCESS)
}

fn keys_of(args: &DemoArgs, id: &str) -> PathBuf {
    args.keys.clone().unwrap_or_else(|| folder::default_keys(id))
}

/// Serving begins in fresh memory: a year being built leaves behind what the allocator keeps.
#[cfg(unix)]
fn begin_anew() -> Result<(), Error> {
    use std::os::unix::process::CommandExt;
    let mut again = std::process::Command::new(std::env::current_exe()?);
    Err(again.args(std::env::args_os().skip(1)).exec().into())
}

#[cfg(not(unix))]
fn begin_anew() -> Result<(), Error> {
    Ok(())
}

/// Builds the world where there is none yet; whether it did.
fn build(
    folder: &Folder,
    server: Option<&str>,
    settings: &BuildSettings,
    lang: Lang,
) -> Result<bool, Error> {
    if folder.is_built(server) {
        return Ok(false);
    }
    let stands = people::look_for_house(&settings.url)?.is_some();
    match server {
        // Whoever got here was shown that it is the demo's.
        None => folder.clear_half_built()?,
        Some(url) if stands => return Err(bond::half_a_demo(url, lang).into()),
        Some(_) => {}
    }
    let w = words(lang);
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")?;
    bar.set_style(style);
    bar.set_message(w.building());
    demo::build(settings, &mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    folder::save_now(&folder.path, demo::EVENING)?;
    folder.set_built(server)?;
    Ok(true)
}

pub(crate) fn open(url: String, keys: &Arc<Keys>, clock: Clock) -> Result<Db, Error> {
    Ok(crate::rooms::open(settings(url, keys, clock))?)
}

/// The same, where a follower copies what is written.
pub(crate) fn open_followed(url: String, keys: &Arc<Keys>, clock: Clock) -> Result<Db, Error> {
    let settings = settings(url, keys, clock);
    Ok(Db::open_followed(settings, &crate::rooms::migrations(), &crate::rooms::tables())?)
}

fn settings(url: String, keys: &Arc<Keys>, clock: Clock) -> db::Settings {
    let alone = db::Settings::alone(url, clock, Arc::clone(keys));
    db::Settings { readers: 4, writers: 4, queue: 2048, ..alone }
}

/// Fresh ways in: each start has its own links and tokens.
fn ways(db: &Db, accounts: &DemoAccounts) -> Result<Ways, Error> {
    let mut ways = Ways { links: Vec::new(), tokens: Vec::new() };
    for (role, station, account) in accounts {
        let (role, account) = (*role, *account);
        let (link, token) = db.write_now(*station, move |tx| {
            let link = people::issue_link(tx, account)?;
            Ok((link, people::issue_token(tx, account, TokenKind::Full, "demo")?))
        })?;
        ways.links.push((role, link.0));
        ways.tokens.push((role, token.0));
    }
    Ok(ways)
}

/// Where a demo is served unless the port is taken.
pub(crate) fn usual_url() -> String {
    format!("http://{}:{PORT}", Ipv4Addr::LOCALHOST)
}

/// The address asked for; unasked, the usual port or a free one.
fn listen(asked: Option<SocketAddr>) -> Result<TcpListener, Error> {
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    let bound = match asked {
        Some(address) => TcpListener::bind(address),
        None => TcpListener::bind(usual).or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0))),
    };
    let listener = bound?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

impl Ways {
    /// What a ready file says.
    pub(crate) fn json(&self, url: &str, code: Option<&str>) -> Value {
        let link = |(role, link): &(&'static str, String)| {
            ((*role).to_owned(), json!(format!("{url}/sign-in/link/{link}")))
        };
        let token = |(role, token): &(&'static str, String)| ((*role).to_owned(), json!(token));
        let set_up = code.map(|code| format!("{url}/set-up?code={code}"));
        json!({
            "url": url,
            "set_up": set_up,
            "sign_in": self.links.iter().map(link).collect::<Map<_, _>>(),
            "tokens": self.tokens.iter().map(token).collect::<Map<_, _>>(),
        })
    }
}

/// Writes what a ready file says, whole or not at all.
pub(crate) fn write_ready(
    path: &Path,
    ways: &Ways,
    url: &str,
    code: Option<&str>,
) -> std::io::Result<()> {
    folder::replace(path, format!("{:#}\n", ways.json(url, code)).as_bytes())
}
