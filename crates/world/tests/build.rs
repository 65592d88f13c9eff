//! The demo station is built through its acts, the same from the same seed, and goes away again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod house;

use db::testing::{Engine, TestDb};
use std::collections::BTreeMap;
use world::{Plan, Station};

fn open(engine: Engine) -> Option<TestDb> {
    house::open(engine, 7)
}

fn build(test: &TestDb, seed: u64, days: u32) -> Station {
    let plan = Plan { days, ..Plan::demo(1, seed, db::testing::EVENING) };
    let mut last = (0, 0);
    let station =
        world::build(&test.db, &test.clock, &plan, &mut |done, all| last = (done, all)).unwrap();
    assert!(last.0 == last.1 && last.1 > 0);
    station
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let run = || {
        let test = house::open(Engine::Sqlite, 7).unwrap();
        build(&test, 5, 1);
        house::dump(&test)
    };
    let (first, second) = (run(), run());
    assert!(first["matters"].len() > 30 && first["premises"].len() > 2_000);
    for (table, rows) in &first {
        assert!(rows == &second[table], "{table} differs");
    }
}

db::engine_tests!(the_evening_is_in_every_state, a_station_goes_away);

fn the_evening_is_in_every_state(test: &TestDb) {
    let station = build(test, 1, 1);
    assert_eq!(test.db.clock().now(), db::testing::EVENING);
    let desk = station.accounts["desk"];
    let (open, posts, alarms, due) = test
        .db
        .read_now(1, move |tx| {
            let sql = "SELECT /* all */ state, opened_at, id FROM matters
                       WHERE station_id = $1 AND is_open ORDER BY state, opened_at";
            let open: Vec<(String, base::Time, base::Id)> = tx.all(sql, db::args![1i64])?;
            let due = matters::list_due(tx, 10)?.len();
            Ok((open, people::find_posts(tx)?.unwrap(), matters::list_alarms(tx)?, due))
        })
        .unwrap();
    let count = |state: &str| open.iter().filter(|row| row.0 == state).count();
    let states = ["waiting", "dispatched", "signed", "en_route", "on_scene", "cleared", "reported"];
    assert_eq!(states.map(count), [2, 1, 1, 1, 3, 1, 2]);
    assert_eq!((count("returned"), open.len()), (1, 12));
    let waiting = open.iter().filter(|row| row.0 == "waiting");
    assert!(waiting.map(|row| test.clock.now().seconds_since(row.1)).all(|age| age < 120));
    assert_eq!((posts.watcher, alarms, due), (desk, vec![], 0));
    assert_eq!(posts.manager, station.accounts["officer"]);
    assert_eq!(posts.pusher, station.accounts["leader"]);
    let verified = test.db.read_now(1, |tx| journal::verify(tx, &[])).unwrap();
    assert!(verified.is_ok(), "{verified:?}");
    let duty = test.db.read_now(1, people::list_on_duty).unwrap();
    let assistants = duty.iter().filter(|person| person.role == base::Role::Assistant);
    assert_eq!(assistants.count(), 4);
}

fn a_station_goes_away(test: &TestDb) {
    build(test, 2, 1);
    let gone = world::remove(&test.db, 1);
    if test.url.starts_with("postgres") {
        assert!(gone.unwrap_err().to_string().contains("drop the schema"));
        return;
    }
    gone.unwrap();
    assert!(test.db.read_now(1, people::list_stations).unwrap().is_empty());
    for (table, rows) in house::dump(test) {
        assert!(rows.is_empty(), "{table} keeps {} rows", rows.len());
    }
}

/// A whole week for several seeds: no script may be refused, every file but the evening's is
/// closed by another officer, and nobody but the evening's people has work left.
#[test]
fn a_busy_week_is_played_without_a_refusal() {
    let seeds = std::env::var("JINGCUN_WORLD_SEEDS").ok().and_then(|text| text.parse().ok());
    for seed in 1..=seeds.unwrap_or(1) {
        let test = house::open(Engine::Sqlite, seed).unwrap();
        build(&test, seed, 7);
        let sql =
            "SELECT /* all */ state, count(*) FROM matters WHERE station_id = $1 GROUP BY state";
        let states: BTreeMap<String, i64> = test
            .db
            .read_now(1, move |tx| Ok(tx.all(sql, db::args![1i64])?.into_iter().collect()))
            .unwrap();
        println!("seed {seed}: {states:?}");
        assert!((200..=500).contains(&states["closed"]), "{states:?}");
        let ended = ["closed", "merged", "withdrawn"];
        let open: i64 = states.iter().filter(|s| !ended.contains(&s.0.as_str())).map(|s| s.1).sum();
        assert_eq!(open, 12);
    }
}

/// A quiet year in which certificates are renewed and the roster is written week by week: nobody's
/// term ends unattended, and every day and week has its frozen report.
#[test]
fn a_year_is_played_without_a_refusal() {
    let (migrations, tables) = (house::MIGRATIONS.concat(), house::TABLES.concat());
    let test = db::testing::open_alone(&migrations, &tables, 4).unwrap().unwrap();
    let profile = world::Profile::Quiet;
    let plan = Plan { profile, ..Plan::demo(1, 4, db::testing::EVENING) };
    world::build(&test.db, &test.clock, &plan, &mut |_, _| {}).unwrap();
    test.db.settle().unwrap();
    let (matters, terms, reports, ended, verified) = test
        .db
        .read_now(1, |tx| {
            let count = |tx: &mut db::Tx<'_>, sql: &'static str| -> Result<i64, base::Fault> {
                Ok(tx.one::<(i64,)>(sql, db::args![1i64])?.0)
            };
            let matters = count(tx, "SELECT /* all */ count(*) FROM matters WHERE station_id = $1")?;
            let reports = count(tx, "SELECT /* all */ count(*) FROM reports WHERE station_id = $1")?;
            let ended = count(
                tx,
                "SELECT /* all */ count(*) FROM journal_lines WHERE station_id = $1 AND act = 'matters.expire'",
            )?;
            let terms = people::list_appointments(tx)?;
            Ok((matters, terms, reports, ended, journal::verify(tx, &[])?.is_ok()))
        })
        .unwrap();
    assert!((2_500..3_500).contains(&matters), "{matters}");
    assert_eq!((reports, ended, verified), (377 + 53, 0, true));
    let evening = db::testing::EVENING;
    let assistants = terms.iter().filter(|term| term.role == base::Role::Assistant);
    let until: Vec<base::Time> = assistants.filter_map(|term| term.valid_until).collect();
    assert_eq!(until.len(), 5);
    assert!(until.iter().all(|until| *until > evening.plus_seconds(200 * 86_400)), "{until:?}");
}
