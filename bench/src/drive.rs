//! Load: so many clients ask one after the other, and everything is timed.

use crate::client::{Ask, Client};
use crate::figure::quantile;
use crate::serve::Server;
use crate::{Outcome, clock};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a load showed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// How many were answered as they should be.
    pub(crate) good: u64,
    /// Requests a second.
    pub(crate) rate: f64,
    /// CPU of the server a request, in milliseconds.
    pub(crate) cpu: f64,
    /// CPU of the engine's own processes a request.
    pub(crate) engine: f64,
    /// Half of the answers came within so many milliseconds.
    pub(crate) p50: f64,
    /// All but one in a hundred.
    pub(crate) p99: f64,
}

impl Run {
    /// Everything but the CPU, in words.
    pub(crate) fn pace(&self) -> String {
        let engine = match self.engine {
            0.0 => String::new(),
            ms => format!(" · engine {ms:.2} ms"),
        };
        let (rate, p50, p99) = (self.rate, self.p50, self.p99);
        format!("{rate:.0}/s · p50 {p50:.1} ms · p99 {p99:.1} ms{engine}")
    }
}

/// Lets `clients` send `total` requests; `ask` makes the n-th, which is answered `wanted`.
pub(crate) async fn drive<F>(
    server: &Server,
    token: &str,
    (clients, total): (u64, u64),
    wanted: u16,
    ask: F,
) -> Outcome<Run>
where
    F: Fn(u64) -> Ask + Send + Sync + 'static,
{
    let (next, ask) = (Arc::new(AtomicU64::new(0)), Arc::new(ask));
    let mut ready = Vec::new();
    for _ in 0..clients {
        ready.push(Client::open(server.address, token).await?);
    }
    let (began, before) = (clock::now(), server.cpu()?);
    let mut tasks = tokio::task::JoinSet::new();
    for client in ready {
        let (next, ask) = (Arc::clone(&next), Arc::clone(&ask));
        tasks.spawn(one(client, next, total, wanted, ask));
    }
    let (mut good, mut times) = (0, Vec::new());
    while let Some(done) = tasks.join_next().await {
        let (answered, took) = done??;
        good += answered;
        times.extend(took);
    }
    let (seconds, after) = (began.elapsed().as_secs_f64(), server.cpu()?);
    times.sort_by(f64::total_cmp);
    let all = total as f64;
    Ok(Run {
        good,
        rate: all / seconds,
        cpu: (after.0 - before.0) / all,
        engine: (after.1 - before.1) / all,
        p50: quantile(&times, 0.5),
        p99: quantile(&times, 0.99),
    })
}

/// [`drive`] three times: the run that cost least, since neighbours on the machine only add.
pub(crate) async fn least<F, M>(
    server: &Server,
    token: &str,
    load: (u64, u64),
    wanted: u16,
    make: M,
) -> Outcome<Run>
where
    F: Fn(u64) -> Ask + Send + Sync + 'static,
    M: Fn() -> F,
{
    let mut least: Option<Run> = None;
    for _ in 0..3 {
        let run = drive(server, token, load, wanted, make()).await?;
        if run.good != load.1 {
            let (good, all) = (run.good, load.1);
            return Err(format!("only {good} of {all} were answered {wanted}").into());
        }
        least = Some(match least {
            Some(before) if before.cpu + before.engine <= run.cpu + run.engine => before,
            Some(_) | None => run,
        });
    }
    least.ok_or_else(|| "nothing was run".into())
}

async fn one<F>(
    mut client: Client,
    next: Arc<AtomicU64>,
    total: u64,
    wanted: u16,
    ask: Arc<F>,
) -> Outcome<(u64, Vec<f64>)>
where
    F: Fn(u64) -> Ask + Send + Sync + 'static,
{
    let (mut good, mut times) = (0, Vec::new());
    loop {
        let number = next.fetch_add(1, Ordering::SeqCst);
        if number >= total {
            return Ok((good, times));
        }
        let ask = ask(number);
        let began = clock::now();
        let status = client.send(&ask).await?;
        times.push(began.elapsed().as_secs_f64() * 1e3);
        good += u64::from(status == wanted);
    }
}

/// Runs what waits, on this thread alone: the other core is the server's.
pub(crate) fn block_on<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
