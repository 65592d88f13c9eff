//! The process itself: memory and start.

use crate::client::{Ask, Client};
use crate::drive::{block_on, drive};
use crate::ground::{Ground, Town};
use crate::serve::Server;
use crate::{Outcome, clock, cpu, create, figure};
use std::time::Duration;

const GOAL_MB: f64 = 40.0;
const GOAL_S: f64 = 0.2;
/// The start is measured so often; the middle one counts.
const STARTS: usize = 7;

/// Memory after the start, and after creates, lists, pages and boards.
pub(crate) fn idle(ground: &Ground, town: &Town) -> Outcome<()> {
    let server = Server::start(&ground.url)?;
    block_on(async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        figure::goal("memory (PSS) after the start", cpu::pss_mb(server.pid())?, "MB", GOAL_MB);
        let token = &town.token;
        for path in ["/api/incidents", "/incidents", "/board"] {
            let ask = move |_| Ask::Get(path.to_owned());
            drive(&server, token, (64, 1_500), 200, ask).await?;
        }
        drive(&server, token, (64, 3_000), 201, create::asks(town)).await?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        figure::goal("memory (PSS) after load", cpu::pss_mb(server.pid())?, "MB", GOAL_MB);
        Ok(())
    })
}

/// From the start of the process to the first answer of `/ready`, on a database that is there.
pub(crate) fn cold_start(ground: &Ground, town: &Town) -> Outcome<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = clock::now();
        let server = Server::start(&ground.url)?;
        let status = block_on(async {
            let mut client = Client::open(server.address, &town.token).await?;
            client.send(&Ask::Get("/ready".to_owned())).await
        })?;
        times.push(began.elapsed().as_secs_f64());
        if status != 200 {
            return Err("/ready is not well".into());
        }
    }
    times.sort_by(f64::total_cmp);
    figure::goal("start to first answer", figure::quantile(&times, 0.5), "s", GOAL_S);
    Ok(())
}
