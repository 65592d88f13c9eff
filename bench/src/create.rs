//! Logging incidents over HTTP, and the same statements on the bare engine.

use crate::client::Ask;
use crate::drive::{block_on, drive, least};
use crate::ground::{Ground, Town};
use crate::serve::Server;
use crate::{Outcome, figure, ground, limit};
use base::{Chance, Id};
use serde_json::json;
use std::sync::Arc;

/// Clients, and how many creates they make together.
const RUNS: [(u64, u64); 3] = [(1, 800), (8, 3_000), (64, 6_000)];
/// CPU of the server a create, in milliseconds: alone nobody shares its commit.
const fn goal_ms(clients: u64) -> f64 {
    if clients == 1 { 0.6 } else { 0.3 }
}
/// Kinds that come in.
const KINDS: [&str; 6] = ["JF-01", "JF-03", "JT-01", "QZ-01", "ZA-02", "ZA-05"];
/// How many times what the bare engine needs.
const GOAL_TIMES: f64 = 2.5;

/// Creates at 1, 8 and 64 clients beside the bare engine at 1, 8 and 64 acts a commit.
pub(crate) fn run(ground: &Ground, town: &Town) -> Outcome<()> {
    let mut served = Vec::new();
    let mut server = Server::start(&ground.url)?;
    block_on(async {
        let warm = [Ask::Get("/api/incidents?limit=1".to_owned())];
        server.warm(&ground.url, &town.token, &warm).await?;
        let ask = asks(town);
        drive(&server, &town.token, (8, 400), 201, ask).await?;
        server.find_backends(&ground.url).await?;
        for load in RUNS {
            served.push(least(&server, &town.token, load, 201, || asks(town)).await?);
        }
        Ok(())
    })?;
    drop(server);
    ground::tidy(ground)?;
    for ((clients, _), run) in RUNS.into_iter().zip(served) {
        let bare = limit::measure(&ground.url, town, clients)?;
        let name = format!("create, {clients} clients: CPU");
        figure::goal(&name, run.cpu, "ms", goal_ms(clients));
        figure::plain(&format!("create, {clients} clients: pace"), &run.pace());
        figure::plain(&format!("the statements alone, {clients}"), &bare.to_string());
        let times = (run.cpu + run.engine) / (bare.own + bare.engine);
        figure::goal(
            &format!("create, {clients} clients ÷ the statements"),
            times,
            "×",
            GOAL_TIMES,
        );
    }
    Ok(())
}

/// Sixty-four creates at once: all of them must be done.
pub(crate) fn concurrent(ground: &Ground, town: &Town) -> Outcome<()> {
    let server = Server::start(&ground.url)?;
    let run = block_on(drive(&server, &town.token, (64, 64), 201, asks(town)))?;
    let verdict = if run.good == 64 { "met" } else { "MISSED" };
    println!("| 64 creates at once | {} × 201 | 64 × 201 | {verdict} |", run.good);
    Ok(())
}

/// Calls as the desk types them: kind, level, place in a village, words, caller.
pub(crate) fn asks(town: &Town) -> impl Fn(u64) -> Ask + Send + Sync + 'static {
    let villages: Arc<[Id]> = town.villages.clone().into();
    let session = Chance::System.bits();
    move |number| {
        let index = number as usize;
        let kind = KINDS[index % KINDS.len()];
        let body = json!({
            "place": { "text": format!("二组{}号院", number % 525), "village": villages[index % 5] },
            "summary": "报警人称楼下店铺退货起争执，双方在门口推搡，无人受伤，请求民警到场处理。",
            "kind": kind, "level": 3, "source": "0199",
            "caller": { "name": "王先生", "phone": "13900000000" },
        });
        Ask::Post("/api/incidents", format!("{session:016x}-{number:08}"), body.to_string())
    }
}
