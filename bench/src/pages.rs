//! Every page and every JSON answer of the house, one reader after the other, on a true year: the CPU
//! of the server a page, as whoever it costs most is shown it.

use crate::client::{Ask, Client};
use crate::drive::block_on;
use crate::ground::{self, Ground, STATION, Town};
use crate::serve::Server;
use crate::{Outcome, figure};
use base::{Fault, Id};
use db::{Tx, args};
use people::TokenKind;
use station::rooms;

/// Those who read, by their names in the world.
const READERS: [&str; 11] = [
    "leader",
    "chief",
    "desk",
    "officer",
    "auxiliary",
    "assistant",
    "village",
    "street",
    "auditor",
    "system_admin",
    "security_admin",
];
/// CPU of the server a page, in milliseconds.
const GOAL_MS: f64 = 10.0;
/// Pages that have a goal of their own.
const GOALS: [(&str, f64); 4] = [
    ("/morning", 5.0),
    ("/api/morning", 5.0),
    ("/incidents/{number}", 1.2),
    ("/api/incidents/{number}", 1.2),
];
/// What a query makes of a page.
const QUERIES: [&str; 11] = [
    "/incidents?level=1",
    "/incidents?level=4&state=closed",
    "/incidents?kind=XS",
    "/incidents?kind=XS-03&from=2024-01-01",
    "/incidents?from=2023-07-01&to=2023-07-03",
    "/incidents?village={village}",
    "/incidents/duplicates?premises={premises}",
    "/village-night?village={village}",
    "/reports/{report}/incidents?part=kind&of=JF",
    "/board?selected={number}",
    "/journal?number={number}",
];
/// Before a page counts it is asked so often, then so often in each of three rounds.
const WARM: usize = 4;
const ROUND: usize = 20;

/// What stands in the place of a parameter, by its name.
type Values = Vec<(&'static str, String)>;

/// What a page came to for one reader.
struct Cost {
    own: f64,
    engine: f64,
    bytes: usize,
    reader: &'static str,
}

/// Each page, with its goal.
pub(crate) fn run(ground: &Ground, _: &Town) -> Outcome<()> {
    let (readers, values) = prepare(ground)?;
    let mut server = Server::start(&ground.url)?;
    block_on(async {
        let mut clients = Vec::new();
        for (name, token) in &readers {
            server.warm(&ground.url, token, &[Ask::Get("/account".to_owned())]).await?;
            clients.push((*name, Client::open(server.address, token).await?));
        }
        for label in labels() {
            let Some(path) = filled(&label, &values) else {
                figure::skipped(&label, "nothing of the kind stands here");
                continue;
            };
            let mut dearest: Option<Cost> = None;
            for (reader, client) in &mut clients {
                let Some(cost) = measure(&server, client, reader, &path).await? else { continue };
                if dearest.as_ref().is_none_or(|other| cost.own > other.own) {
                    dearest = Some(cost);
                }
            }
            match dearest {
                Some(cost) => told(&label, &cost),
                None => figure::skipped(&label, "nobody is shown it so"),
            }
        }
        Ok(())
    })
}

fn told(label: &str, cost: &Cost) {
    let goal = GOALS.iter().find(|(path, _)| *path == label).map_or(GOAL_MS, |(_, goal)| *goal);
    let (reader, kilobytes) = (cost.reader, cost.bytes.div_ceil(1000));
    let engine = match cost.engine {
        0.0 => String::new(),
        ms => format!(", engine {ms:.2} ms"),
    };
    let name = format!("{label} ({reader}, {kilobytes} kB{engine}): CPU");
    figure::goal(&name, cost.own, "ms", goal);
}

/// Every page and answer of the list of rooms, and those that a query makes.
fn labels() -> Vec<String> {
    let views = rooms::views();
    let html = views.iter().filter(|view| view.page.is_some()).map(|v| v.path.to_owned());
    let json = views.iter().filter(|view| view.data.is_some()).map(|v| format!("/api{}", v.path));
    html.chain(json).chain(QUERIES.map(str::to_owned)).collect()
}

/// The address, with something that stands here for its parameter.
fn filled(label: &str, values: &Values) -> Option<String> {
    let Some((head, rest)) = label.split_once('{') else { return Some(label.to_owned()) };
    let (name, tail) = rest.split_once('}')?;
    if name == "table" {
        let code = match head.contains("/rules/") {
            true => rooms::rule_tables().next()?.code,
            false => "incident-kinds",
        };
        return Some(format!("{head}{code}{tail}"));
    }
    let (_, value) = values.iter().find(|(other, _)| *other == name)?;
    Some(format!("{head}{value}{tail}"))
}

/// The middle of three rounds; nothing where this reader is not shown it.
async fn measure(
    server: &Server,
    client: &mut Client,
    reader: &'static str,
    path: &str,
) -> Outcome<Option<Cost>> {
    let ask = Ask::Get(path.to_owned());
    for _ in 0..WARM {
        if client.send(&ask).await? != 200 {
            return Ok(None);
        }
    }
    let (bytes, mut rounds) = (client.body().len(), Vec::new());
    for _ in 0..3 {
        let before = server.fine_cpu()?;
        for _ in 0..ROUND {
            client.send(&ask).await?;
        }
        let after = server.fine_cpu()?;
        let each = |after: f64, before: f64| (after - before) / ROUND as f64;
        rounds.push((each(after.0, before.0), each(after.1, before.1)));
    }
    rounds.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    let (own, engine) = rounds[1];
    Ok(Some(Cost { own, engine, bytes, reader }))
}

type Readers = Vec<(&'static str, String)>;

fn prepare(ground: &Ground) -> Outcome<(Readers, Values)> {
    let db = ground::open_db(&ground.url, ground::evening(), false)?;
    let all = |tx: &mut Tx<'_>| {
        let people = people::list_people(tx)?;
        let mut readers = Readers::new();
        for name in READERS {
            let person = people.iter().find(|person| person.login == name);
            let account = person.ok_or(Fault::NotFound)?.id;
            readers.push((name, people::issue_token(tx, account, TokenKind::Full, "bench")?.0));
        }
        Ok((readers, values(tx)?))
    };
    Ok(db.write_now(STATION, all)?)
}

/// An ended matter at a place, an order of the officer, and so on; what there is none of is left out.
fn values(tx: &mut Tx<'_>) -> Result<Values, Fault> {
    let texts = [
        (
            "number",
            "SELECT number FROM matters WHERE station_id = $1 AND is_open = FALSE
             AND premises_id IS NOT NULL ORDER BY opened_at DESC, id DESC LIMIT 1 OFFSET 50",
        ),
        (
            "report",
            "SELECT number FROM reports WHERE station_id = $1 ORDER BY starts_at DESC LIMIT 1",
        ),
    ];
    let ids = [
        (
            "order",
            "SELECT o.id FROM orders o JOIN accounts a ON a.station_id = o.station_id
             AND a.id = o.account_id WHERE o.station_id = $1 AND a.login = 'officer'
             ORDER BY o.sent_at DESC, o.id DESC LIMIT 1",
        ),
        (
            "premises",
            "SELECT premises_id FROM matters WHERE station_id = $1 AND premises_id IS NOT NULL
             ORDER BY opened_at DESC, id DESC LIMIT 1",
        ),
        ("village", "SELECT id FROM villages WHERE station_id = $1 ORDER BY position LIMIT 1"),
        ("handover", "SELECT id FROM handovers WHERE station_id = $1 ORDER BY at DESC LIMIT 1"),
    ];
    let mut values = Values::new();
    for (name, sql) in texts {
        values.extend(tx.opt::<(String,)>(sql, args![STATION])?.map(|(text,)| (name, text)));
    }
    for (name, sql) in ids {
        values.extend(tx.opt::<(Id,)>(sql, args![STATION])?.map(|(id,)| (name, id.to_string())));
    }
    Ok(values)
}
