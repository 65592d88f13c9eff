//! Two hundred live streams of the desk and one act: when has each of them the row?

use crate::client::{Ask, Client};
use crate::drive::block_on;
use crate::ground::{Ground, Town};
use crate::serve::Server;
use crate::{Outcome, clock, create, figure, ground};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How many streams are open.
const STREAMS: usize = 200;
/// So many acts, one after the other.
const ACTS: u64 = 20;
/// What a stream says when a row has changed.
const ROW: &[u8] = b"event: row\n";
/// Longer than this nobody waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// Opens the streams and times the acts.
pub(crate) fn run(ground: &Ground, town: &Town) -> Outcome<()> {
    let tokens = ground::tokens(ground, town, STREAMS)?;
    let mut server = Server::start(&ground.url)?;
    block_on(async {
        let warm = [Ask::Get("/api/incidents?limit=1".to_owned())];
        server.warm(&ground.url, &town.token, &warm).await?;
        let (seen, mut rows) = mpsc::channel(STREAMS * 2);
        for token in &tokens {
            let mut client = Client::open(server.address, token).await?;
            client.write(&Ask::Get("/stream".to_owned())).await?;
            tokio::spawn(listen(client, seen.clone()));
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        let (mut each, mut last, mut cpu) = (Vec::new(), Vec::new(), 0.0);
        let ask = create::asks(town);
        let mut desk = Client::open(server.address, &town.token).await?;
        for number in 0..ACTS {
            let (began, before) = (clock::now(), server.cpu()?);
            if desk.send(&ask(number)).await? != 201 {
                return Err("a create was refused".into());
            }
            let mut times = Vec::new();
            while times.len() < STREAMS {
                let at = tokio::time::timeout(PATIENCE, rows.recv()).await;
                let at: Instant = at?.ok_or("a stream ended")?;
                times.push(at.duration_since(began).as_secs_f64() * 1e3);
            }
            last.push(times.iter().copied().fold(0.0, f64::max));
            each.extend(times);
            tokio::time::sleep(Duration::from_millis(200)).await;
            let after = server.cpu()?;
            cpu += after.0 - before.0 + after.1 - before.1;
        }
        each.sort_by(f64::total_cmp);
        last.sort_by(f64::total_cmp);
        let at = figure::quantile;
        let times = format!(
            "p50 {:.0} ms · all of them after {:.0} ms (middle of {ACTS} acts), {:.0} ms (worst)",
            at(&each, 0.5),
            at(&last, 0.5),
            at(&last, 1.0)
        );
        figure::plain("one act to 200 live streams", &times);
        let cpu = format!("{:.0} ms of CPU an act", cpu / ACTS as f64);
        figure::plain("one act to 200 live streams: server", &cpu);
        Ok(())
    })
}

async fn listen(mut client: Client, seen: mpsc::Sender<Instant>) -> Outcome<()> {
    let mut heard = Vec::new();
    loop {
        let piece = client.piece().await?;
        if piece.is_empty() {
            return Err("the stream ended".into());
        }
        heard.extend(piece);
        while let Some(at) = heard.windows(ROW.len()).position(|window| window == ROW) {
            heard.drain(..at + ROW.len());
            seen.send(clock::now()).await?;
        }
        heard.drain(..heard.len().saturating_sub(ROW.len()));
    }
}
