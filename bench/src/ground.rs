//! Where the figures are taken: a database, a station with people and posts, and its past.

use crate::{Outcome, limit, load};
use base::{Actor, Chance, Clock, Fault, Id, Keys, Role, Seed, Standing};
use db::{Db, Settings, Tx, args};
use people::{NewAccount, NewShift, Posts, TokenKind};
use std::path::PathBuf;
use std::sync::Arc;

/// The station.
pub(crate) const STATION: i64 = 1;
/// Its villages; the first holds the most.
const VILLAGES: [&str; 5] = ["十里铺村", "沙河村", "柳巷村", "北塬村", "东桥村"];
/// Who works there.
const STAFF: [(&str, Role); 5] = [
    ("leader", Role::Leader),
    ("desk", Role::Desk),
    ("desk_2", Role::Desk),
    ("officer", Role::Officer),
    ("officer_2", Role::Officer),
];

/// Where the database is, and what is to be removed in the end.
#[derive(Debug)]
pub(crate) struct Ground {
    /// Its address.
    pub(crate) url: String,
    remains: Remains,
}

#[derive(Debug)]
enum Remains {
    Nothing,
    Folder(PathBuf),
    Schema(String, String),
}

/// The people a load needs.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    /// A secret of the desk.
    pub(crate) token: String,
    /// The desk.
    pub(crate) desk: Id,
    /// Its villages.
    pub(crate) villages: Vec<Id>,
    /// Who fills the three seats.
    pub(crate) posts: Posts,
}

impl Ground {
    /// The database at `url`, or a temporary one.
    pub(crate) fn open(url: Option<&str>) -> Outcome<Ground> {
        let name = format!("bench_{}", std::process::id());
        let Some(url) = url else {
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&folder)?;
            let url = format!("sqlite:{}/station.db", folder.display());
            return Ok(Ground { url, remains: Remains::Folder(folder) });
        };
        if !url.starts_with("postgres") {
            return Ok(Ground { url: url.to_owned(), remains: Remains::Nothing });
        }
        let mark = |url: &str| if url.contains('?') { '&' } else { '?' };
        if url.contains("options=") {
            let url = format!("{url}{}application_name={}", mark(url), limit::NAME);
            return Ok(Ground { url, remains: Remains::Nothing });
        }
        limit::run_sql(url, &format!("CREATE SCHEMA {name}"))?;
        let own = format!("options=-c%20search_path%3D{name}&application_name={}", limit::NAME);
        let remains = Remains::Schema(url.to_owned(), name);
        Ok(Ground { url: format!("{url}{}{own}", mark(url)), remains })
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        match &self.remains {
            Remains::Nothing => {}
            Remains::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Remains::Schema(server, name) => {
                drop(limit::run_sql(server, &format!("DROP SCHEMA {name} CASCADE")));
            }
        }
    }
}

/// Opens a database with the threads it has in service. Every process has the same keys.
pub(crate) fn open_db(url: &str, clock: Clock, durable: bool) -> Outcome<Db> {
    let settings = Settings {
        url: url.to_owned(),
        readers: 4,
        writers: 4,
        queue: 2048,
        clock,
        seed: Seed::System,
        keys: Arc::new(Keys::generate(&mut Chance::seeded(1))),
        durable,
    };
    Ok(Db::open(settings, &station::rooms::migrations(), &station::rooms::tables())?)
}

/// The station as it stands, or built with `matters` in its past.
pub(crate) fn town(ground: &Ground, matters: u64) -> Outcome<Town> {
    let db = open_db(&ground.url, Clock::System, false)?;
    if db.read_now(0, people::list_stations)?.is_empty() {
        db.write_now(STATION, build)?;
        let town = read(&db)?;
        load::load(&db, &town, matters)?;
        if ground.url.starts_with("postgres") {
            limit::run_sql(&ground.url, "ANALYZE")?;
        }
    }
    let count = |tx: &mut Tx<'_>| {
        let sql = "SELECT count(*) FROM matters WHERE station_id = $1";
        Ok(tx.one::<(i64,)>(sql, args![STATION])?.0)
    };
    eprintln!("the station has {} matters", db.read_now(STATION, count)?);
    read(&db)
}

/// Ends what earlier loads opened, so that nothing rings and the board is a station's again.
pub(crate) fn tidy(ground: &Ground) -> Outcome<()> {
    let db = open_db(&ground.url, Clock::System, false)?;
    let end = |tx: &mut Tx<'_>| {
        let since = tx.now().plus_seconds(-load::QUIET_S);
        let sql =
            "UPDATE matters SET is_open = FALSE, state = 'closed', due_at = NULL, clock = NULL,
                watcher_id = NULL, manager_id = NULL, pusher_id = NULL
             WHERE station_id = $1 AND is_open AND opened_at > $2";
        tx.put(sql, args![STATION, since])?;
        let sql = "UPDATE timers SET is_pending = FALSE WHERE station_id = $1 AND is_pending";
        tx.put(sql, args![STATION])
    };
    Ok(db.write_now(STATION, end)?)
}

/// Secrets of the desk, one session each.
pub(crate) fn tokens(ground: &Ground, town: &Town, count: usize) -> Outcome<Vec<String>> {
    let db = open_db(&ground.url, Clock::System, false)?;
    let desk = town.desk;
    let issue = move |tx: &mut Tx<'_>| {
        let one = |tx: &mut Tx<'_>| people::issue_token(tx, desk, TokenKind::Full, "bench");
        (0..count).map(|_| one(tx).map(|token| token.0)).collect()
    };
    Ok(db.write_now(STATION, issue)?)
}

fn read(db: &Db) -> Outcome<Town> {
    let town = |tx: &mut Tx<'_>| {
        let desk = people::list_people(tx)?.into_iter().find(|person| person.login == "desk");
        let desk = desk.ok_or(Fault::NotFound)?.id;
        let villages = people::list_villages(tx)?.into_iter().map(|village| village.id).collect();
        let posts = people::find_posts(tx)?.ok_or(Fault::NotFound)?;
        let token = people::issue_token(tx, desk, TokenKind::Full, "bench")?.0;
        Ok(Town { token, desk, villages, posts })
    };
    Ok(db.write_now(STATION, town)?)
}

fn build(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let station = people::Station {
        code: "bench".into(),
        name: "试验所".into(),
        zone: "Asia/Shanghai".into(),
        demo: true,
        network: people::NetworkZone::Police,
    };
    let system = people::open_station(tx, &station)?;
    incidents::add_defaults(tx)?;
    analysis::add_defaults(tx)?;
    for (position, name) in (1..).zip(VILLAGES) {
        people::add_village(tx, position, name, "0,0 900,0 900,900 0,900")?;
    }
    let mut staff = Vec::new();
    for (login, role) in STAFF {
        staff.push(appoint(tx, &system, login, role)?);
    }
    let [leader, desk, _, officer, officer_2] = &staff[..] else { return Err(Fault::NotFound) };
    let posts = Posts { watcher: desk.account, manager: officer.account, pusher: leader.account };
    people::set_posts(tx, posts)?;
    for actor in [officer, officer_2] {
        let (starts, ends) = (tx.now().plus_seconds(-3600), tx.now().plus_seconds(30 * 86_400));
        let (account, role) = (actor.account, Role::Officer);
        people::add_shift(
            tx,
            leader,
            &NewShift { account, role, village: None, starts, ends, kind: people::ShiftKind::Duty },
        )?;
    }
    Ok(())
}

fn appoint(tx: &mut Tx<'_>, by: &Actor, name: &str, role: Role) -> Result<Actor, Fault> {
    let standing = Standing { role, village: None };
    let account = NewAccount { login: name.into(), name: name.into() };
    let account = people::take_on(tx, by, &account, &standing)?;
    Ok(Actor {
        standings: vec![standing],
        hand: base::Hand::Own,
        ..Actor::system(STATION, account)
    })
}
