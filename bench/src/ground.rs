//! Where the figures are taken: a database, a station with people and posts, and its past.

use crate::{Outcome, limit};
use base::{Chance, Clock, Fault, Id, Keys, Seed};
use db::{Db, Settings, Tx, args};
use people::{Posts, TokenKind};
use station::demo;
use std::path::PathBuf;
use std::sync::Arc;

/// The station.
pub(crate) const STATION: i64 = 1;
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
        keys: keys(),
        durable,
    };
    Ok(Db::open(settings, &station::rooms::migrations(), &station::rooms::tables())?)
}

/// The keys of every process here.
fn keys() -> Arc<Keys> {
    Arc::new(Keys::generate(&mut Chance::seeded(1)))
}

/// A clock that runs from the evening at which the world's year is over.
pub(crate) fn evening() -> Clock {
    Clock::starting_at(demo::EVENING)
}

/// The station as it stands, or the world's own with so many days behind it: built through the acts,
/// with its places, orders, stamps, feedback, revisits, roster and reports.
pub(crate) fn town(ground: &Ground, days: u32) -> Outcome<Town> {
    let db = open_db(&ground.url, evening(), false)?;
    let stands = !db.read_now(0, people::list_stations)?.is_empty();
    drop(db);
    if !stands {
        eprintln!("building a station with {days} days behind it");
        let build = demo::BuildSettings {
            url: ground.url.clone(),
            keys: keys(),
            house: "bench".to_owned(),
            days: Some(days),
        };
        demo::build(&build, &mut |_, _| {})?;
        if ground.url.starts_with("postgres") {
            limit::run_sql(&ground.url, "ANALYZE")?;
        }
    }
    let db = open_db(&ground.url, evening(), false)?;
    let count = |tx: &mut Tx<'_>| {
        let sql = "SELECT count(*), count(CASE WHEN is_open = TRUE THEN 1 END) FROM matters
                   WHERE station_id = $1";
        tx.one::<(i64, i64)>(sql, args![STATION])
    };
    let (all, open) = db.read_now(STATION, count)?;
    println!("The station has {all} matters, {open} of them open.\n");
    read(&db)
}

/// Ends what earlier loads opened, so that nothing rings and the board is a station's again.
pub(crate) fn tidy(ground: &Ground) -> Outcome<()> {
    let db = open_db(&ground.url, evening(), false)?;
    let end = |tx: &mut Tx<'_>| {
        let since = demo::EVENING;
        let sql =
            "UPDATE matters SET is_open = FALSE, state = 'closed', due_at = NULL, clock = NULL,
                watcher_id = NULL, manager_id = NULL, pusher_id = NULL
             WHERE station_id = $1 AND is_open = TRUE AND opened_at > $2";
        tx.put(sql, args![STATION, since])?;
        let sql = "UPDATE timers SET is_pending = FALSE
                   WHERE station_id = $1 AND is_pending = TRUE AND from_at > $2";
        tx.put(sql, args![STATION, since])
    };
    Ok(db.write_now(STATION, end)?)
}

/// Secrets of the desk, one session each.
pub(crate) fn tokens(ground: &Ground, town: &Town, count: usize) -> Outcome<Vec<String>> {
    let db = open_db(&ground.url, evening(), false)?;
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
