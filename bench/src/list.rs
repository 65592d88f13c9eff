//! Lists of fifty at eight clients, as JSON and as pages.

use crate::client::Ask;
use crate::drive::{block_on, least};
use crate::ground::{Ground, Town};
use crate::serve::Server;
use crate::{Outcome, figure};

/// Clients, and how many lists they ask for together.
const LOAD: (u64, u64) = (8, 2_000);
/// CPU of the server a list, in milliseconds: as JSON, as a page.
const GOALS: [(&str, &str, f64); 2] =
    [("JSON", "/api/incidents", 0.15), ("page", "/incidents", 0.25)];

/// Each filter by each door.
pub(crate) fn run(ground: &Ground, town: &Town) -> Outcome<()> {
    let village = town.villages.get(1).map_or(String::new(), ToString::to_string);
    let filters = [
        ("state and kind", "?state=closed&kind=ZA-02".to_owned()),
        ("village", format!("?village={village}")),
        ("level", "?level=1".to_owned()),
        ("dates", "?from=2023-07-01&to=2023-07-07".to_owned()),
        ("no filter", String::new()),
    ];
    let mut server = Server::start(&ground.url)?;
    block_on(async {
        let every = GOALS.iter().flat_map(|(_, path, _)| {
            filters.iter().map(move |(_, query)| Ask::Get(format!("{path}{query}")))
        });
        let every: Vec<Ask> = every.collect();
        server.warm(&ground.url, &town.token, &every).await?;
        for (door, path, goal) in GOALS {
            for (name, query) in &filters {
                let ask = Ask::Get(format!("{path}{query}"));
                let make = || {
                    let ask = ask.clone();
                    move |_| ask.clone()
                };
                let run = least(&server, &town.token, LOAD, 200, make).await?;
                figure::goal(&format!("list of 50, {name}, {door}: CPU"), run.cpu, "ms", goal);
                figure::plain(&format!("list of 50, {name}, {door}: pace"), &run.pace());
            }
        }
        Ok(())
    })
}
