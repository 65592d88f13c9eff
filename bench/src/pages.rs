//! The pages of a working day at eight clients, on what was loaded: the CPU of the server a page.

use crate::client::Ask;
use crate::drive::{block_on, least};
use crate::ground::{self, Ground, STATION, Town};
use crate::load::QUIET_S;
use crate::serve::Server;
use crate::{Outcome, figure};
use base::{Actor, Clock, Fault, Hand, Id, Role, Standing, Zone};
use db::Tx;
use people::TokenKind;

/// Clients, and how many pages they ask for together.
const LOAD: (u64, u64) = (8, 800);
/// CPU of the server a page, in milliseconds: a hundred people who each ask for one a second leave
/// half of one core to the rest.
const GOAL_MS: f64 = 5.0;

/// Each page as whoever leads the station sees it.
pub(crate) fn run(ground: &Ground, _: &Town) -> Outcome<()> {
    let past = prepare(ground)?;
    let mut pages = vec![
        ("board", "/board".to_owned()),
        ("matter", format!("/incidents/{}", past.number)),
        ("orders of one person", "/orders".to_owned()),
        ("eight in the morning", "/morning".to_owned()),
        ("messages", "/messages".to_owned()),
        ("revisits", "/revisits".to_owned()),
        ("reports", "/reports".to_owned()),
    ];
    for (label, report) in [("report of a day", &past.day), ("report of a week", &past.week)] {
        pages.push((label, format!("/reports/{report}")));
    }
    pages.push(("report behind a figure", format!("/reports/{}/incidents", past.day)));
    let mut server = Server::start(&ground.url)?;
    block_on(async {
        let asks: Vec<Ask> = pages.iter().map(|(_, path)| Ask::Get(path.clone())).collect();
        server.warm(&ground.url, &past.token, &asks).await?;
        for ((label, _), ask) in pages.iter().zip(&asks) {
            let make = || {
                let ask = ask.clone();
                move |_| ask.clone()
            };
            let run = least(&server, &past.token, LOAD, 200, make).await?;
            figure::goal(&format!("{label}: CPU"), run.cpu, "ms", GOAL_MS);
            figure::plain(&format!("{label}: pace"), &run.pace());
        }
        Ok(())
    })
}

struct Past {
    /// Of whoever leads the station.
    token: String,
    /// Of a matter in the middle of the past.
    number: String,
    /// The last day and the last week that are over for certain, frozen.
    day: String,
    week: String,
}

fn prepare(ground: &Ground) -> Outcome<Past> {
    let db = ground::open_db(&ground.url, Clock::System, false)?;
    let zone = Zone::named("Asia/Shanghai").ok_or("no zone")?;
    let local = |days: i64| zone.civil(db.clock().now().plus_seconds(-QUIET_S - days * 86_400));
    let day = format!("RB-{}", local(1).date().strftime("%Y%m%d"));
    let week = local(7).date().iso_week_date();
    let week = format!("ZB-{}-W{:02}", week.year(), week.week());
    let frozen = [day.clone(), week.clone()];
    let past = move |tx: &mut Tx<'_>| {
        let people = people::list_people(tx)?;
        let leader = people.iter().find(|person| person.login == "leader");
        let leader = leader.ok_or(Fault::NotFound)?.id;
        let actor = leading(leader);
        for report in &frozen {
            freeze(tx, &actor, report)?;
        }
        let sql = "SELECT number FROM matters WHERE station_id = $1 AND kind = 'incident'
                   ORDER BY opened_at DESC, id DESC LIMIT 1 OFFSET 2000";
        let number = tx.one::<(String,)>(sql, db::args![STATION])?.0;
        Ok((people::issue_token(tx, leader, TokenKind::Full, "bench")?.0, number))
    };
    let (token, number) = db.write_now(STATION, past)?;
    Ok(Past { token, number, day, week })
}

/// What an earlier run froze stays frozen.
fn freeze(tx: &mut Tx<'_>, actor: &Actor, report: &str) -> Result<(), Fault> {
    match analysis::freeze(tx, actor, report) {
        Err(Fault::Refused(why)) if why.iter().any(|no| no.rule == "already_frozen") => Ok(()),
        other => other.map(|_| ()),
    }
}

fn leading(account: Id) -> Actor {
    Actor {
        standings: vec![Standing { role: Role::Leader, village: None }],
        hand: Hand::Own,
        ..Actor::system(STATION, account)
    }
}
