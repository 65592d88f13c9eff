//! The server that is measured: the house as it serves, in a process of its own.

use crate::client::{Ask, Client};
use crate::ground::{evening, open_db};
use crate::{Outcome, cpu, limit};
use base::Seed;
use station::gate::GatedListener;
use station::{Site, SiteSettings, jobs, live, web};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Serves until its input is closed; says where on its first line.
pub(crate) fn run(url: &str) -> Outcome<()> {
    let db = open_db(url, evening(), true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (told, stop) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        // Either way nobody needs the server any more.
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        drop(told);
    });
    runtime.block_on(async {
        let folder_id = "bench".to_owned();
        let site = Site::new(SiteSettings {
            db,
            seed: Seed::System,
            folder_id,
            doorway: station::site::Doorway::default(),
            house: None,
        });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let listener = GatedListener::over(listener, site.gate().clone())?;
        let app = web::router(&site).into_make_service_with_connect_info::<web::Peer>();
        tokio::spawn(live::relay(site.clone()));
        tokio::spawn(jobs::run(site.clone()));
        println!("{address}");
        tokio::select! {
            served = axum::serve(listener, app) => served?,
            _ = stop => site.stop(),
        }
        Ok(())
    })
}

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Processes of the engine that work for it, if it has any of its own.
    backends: Vec<u32>,
}

impl Server {
    /// Starts it and waits until it says where it listens.
    pub(crate) fn start(url: &str) -> Outcome<Server> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", "--database", url]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim().parse().map_err(|_| "the server did not start")?;
        Ok(Server { child, address, backends: Vec::new() })
    }

    /// The number of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks for `asks` so often that every thread has its statements; then finds the engine's
    /// processes.
    pub(crate) async fn warm(&mut self, url: &str, token: &str, asks: &[Ask]) -> Outcome<()> {
        let mut clients = Vec::new();
        for _ in 0..8 {
            clients.push(Client::open(self.address, token).await?);
        }
        for ask in asks.iter().cycle().take(asks.len() * 10) {
            for client in &mut clients {
                let status = client.send(ask).await?;
                if status != 200 {
                    let body = String::from_utf8_lossy(client.body()).into_owned();
                    return Err(format!("{ask:?} was answered {status}: {body}").into());
                }
            }
        }
        self.find_backends(url).await
    }

    /// Finds the engine's processes that work for it now: connections open when they are needed.
    pub(crate) async fn find_backends(&mut self, url: &str) -> Outcome<()> {
        self.backends = limit::backends(url).await?;
        Ok(())
    }

    /// Milliseconds of CPU so far: its own, and those of the engine's processes.
    pub(crate) fn cpu(&self) -> Outcome<(f64, f64)> {
        Ok((cpu::of_process(self.pid())?, cpu::of_all(&self.backends)))
    }

    /// The same to the microsecond, of the threads that are there.
    pub(crate) fn fine_cpu(&self) -> Outcome<(f64, f64)> {
        let engine: Result<Vec<f64>, _> =
            self.backends.iter().map(|pid| cpu::of_threads(*pid)).collect();
        Ok((cpu::of_threads(self.pid())?, engine?.into_iter().sum()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // One that does not end keeps the bench from ending, and is seen.
        drop(self.child.wait());
    }
}
