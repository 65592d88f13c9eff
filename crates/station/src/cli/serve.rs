//! Serving: listener, relay, jobs and control socket together, until Ctrl-C or SIGTERM; then in
//! order: no new request, streams and jobs end, the clock is saved, the database closes.

use crate::cli::demo::{Ways, write_ready};
use crate::folder::{self, Folder};
use crate::gate::GatedListener;
use crate::site::{Doorway, House};
use crate::tls::TlsListener;
use crate::web::Peer;
use crate::words::Words;
use crate::{Site, SiteSettings, control, health, jobs, live, nightly, rotation, web};
use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use base::{Clock, Lang, Role, Seed};
use db::Db;
use rustls::ServerConfig;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// How long answers under way may take once the house closes.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the demo's clock is saved.
const CLOCK_S: i64 = 10;

/// What is to be served.
pub(crate) struct Service<'a> {
    pub(crate) db: Db,
    pub(crate) folder: &'a Folder,
    pub(crate) clock: &'a Clock,
    pub(crate) ready_file: Option<&'a Path>,
    pub(crate) house: House,
}

/// How it is reached, and what is said of that.
pub(crate) struct Opening {
    pub(crate) doorway: Doorway,
    pub(crate) config: Option<Arc<ServerConfig>>,
    /// Where browsers find it.
    pub(crate) url: String,
    /// The one-time code, while there is no station.
    pub(crate) code: Option<String>,
}

/// Starts the log: lines to read, or one JSON object a line for programs that collect them.
fn start_log() {
    let filter = EnvFilter::try_from_env("JINGCUN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let is_json = std::env::var_os("JINGCUN_LOG_FORMAT").is_some_and(|format| format == "json");
    // A second start in one process (tests) keeps the first one's log.
    drop(if is_json { log.json().try_init() } else { log.try_init() });
}

/// Serves until told to stop.
pub(crate) fn run(
    service: Service<'_>,
    listener: TcpListener,
    ways: &Ways,
    opening: Opening,
    w: Words,
) -> io::Result<()> {
    start_log();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(serve(service, listener, ways, opening, w));
    runtime.shutdown_timeout(PATIENCE);
    done
}

async fn serve(
    service: Service<'_>,
    listener: TcpListener,
    ways: &Ways,
    opening: Opening,
    w: Words,
) -> io::Result<()> {
    let folder_id = service.folder.id.clone();
    let Opening { doorway, config, url, code } = opening;
    let (trusted, proxied) = (doorway.trust.clone(), doorway.proxy.is_some());
    let (db, house) = (service.db, Some(service.house));
    let site = Site::new(SiteSettings { db, seed: Seed::System, folder_id, doorway, house });
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    // Over TLS we would not know its authority; behind a proxy only who supervises on this machine is answered.
    let asked = reachable(address);
    let reaches_itself = config.is_none() && (!proxied || asked.ip().is_loopback());
    let mut tasks = tokio::task::JoinSet::new();
    open_gate(&site, listener, config, &mut tasks)?;
    tasks.spawn(live::relay(site.clone()));
    tasks.spawn(jobs::run(site.clone()));
    tasks.spawn(nightly::run(site.clone()));
    tasks.spawn(health::run(site.clone()));
    tasks.spawn(rotation::resume(site.clone()));
    tasks.spawn(control_socket(site.clone(), service.folder.path.clone()));
    if matches!(service.clock, Clock::Shifted(_)) {
        tasks.spawn(keep_clock(site.clone(), service.folder.path.clone(), service.clock.clone()));
    }
    let url = if url.is_empty() { format!("http://{address}") } else { url };
    site.set_url(&url);
    if reaches_itself {
        wait_until_healthy(asked).await?;
    }
    if let Some(path) = service.ready_file {
        write_ready(path, ways, &url, code.as_deref())?;
    }
    match (ways.links.is_empty(), code) {
        (false, _) => announce(&url, ways, w, crate::cli::lang()),
        (true, Some(code)) => println!("{}", w.set_up_at(&url, code)),
        (true, None) => println!("{}", w.serving_at(&url)),
    }
    if let Some(trust) = trusted {
        println!("{}", w.trust_at(&url, trust.fingerprint));
    }
    println!("{}", w.how_to_stop());
    until_told().await?;
    println!("{}", w.stopping());
    site.stop();
    drop(site);
    let ended =
        tokio::time::timeout(PATIENCE, async { while tasks.join_next().await.is_some() {} });
    if ended.await.is_err() {
        tracing::warn!("some answers were cut off");
        tasks.abort_all();
    }
    Ok(())
}

/// Lets people in, by TLS or in clear.
fn open_gate(
    site: &Site,
    listener: tokio::net::TcpListener,
    config: Option<Arc<ServerConfig>>,
    tasks: &mut tokio::task::JoinSet<()>,
) -> io::Result<()> {
    let listener = GatedListener::over(listener, site.gate().clone())?;
    tasks.spawn(site.gate().clone().sweep(site.stopping()));
    match config {
        Some(config) => tasks.spawn(answer(site.clone(), TlsListener::over(listener, config)?)),
        None => tasks.spawn(answer(site.clone(), listener)),
    };
    Ok(())
}

/// Answers requests until the house closes.
async fn answer<L>(site: Site, listener: L)
where
    L: axum::serve::Listener<Addr = SocketAddr>,
    for<'a> Peer: Connected<IncomingStream<'a, L>>,
{
    let mut stopping = site.stopping();
    let app = web::router(&site).into_make_service_with_connect_info::<Peer>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        // An error says that the site has gone, which is as good.
        drop(stopping.wait_for(|stop| *stop).await);
    });
    drop(server.await);
}

/// Where the server reaches itself: listening on every address includes this machine's own.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

async fn control_socket(site: Site, folder: PathBuf) {
    if let Err(error) = control::serve(site, folder).await {
        tracing::warn!(%error, "no control socket");
    }
}

async fn keep_clock(site: Site, folder: PathBuf, clock: Clock) {
    let mut stopping = site.stopping();
    loop {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(CLOCK_S.unsigned_abs())) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        save_ahead(&folder, &clock);
    }
}

/// Saves the demo's clock further ahead than the next saving is away: after a kill or a power cut its
/// time must not run backwards, or what was signed before would count as signed too early.
pub(crate) fn save_ahead(folder: &Path, clock: &Clock) {
    if let Err(error) = folder::save_now(folder, clock.now().plus_seconds(2 * CLOCK_S)) {
        tracing::warn!(%error, "the clock was not saved");
    }
}

/// Asks the server itself until it answers.
async fn wait_until_healthy(address: SocketAddr) -> io::Result<()> {
    for _ in 0..100 {
        if is_healthy(address).await.unwrap_or(false) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(io::ErrorKind::TimedOut.into())
}

async fn is_healthy(address: SocketAddr) -> io::Result<bool> {
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    let ask = format!("GET /ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}

fn announce(url: &str, ways: &Ways, w: Words, lang: Lang) {
    println!("{}", w.serving(url));
    for (login, link) in &ways.links {
        // The second of a role is called officer_2.
        let role = login.split('_').next().and_then(Role::from_code);
        let label = role.map_or("", |role| people::role_label(lang, role));
        println!("  {label} {login}: {url}/sign-in/link/{link}");
    }
}

async fn until_told() -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminate.recv() => Ok(()),
    }
}
