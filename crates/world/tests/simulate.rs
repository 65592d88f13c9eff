//! Evenings nobody would think of, on both engines: `JINGCUN_SIM_ACTS` acts from
//! `JINGCUN_SIM_SEED`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod house;

use db::testing::{Engine, TestDb};
use world::{CheckLevel, Report};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn seed() -> u64 {
    number("JINGCUN_SIM_SEED").unwrap_or(1)
}

fn play(test: &TestDb, seed: u64, acts: usize, check: CheckLevel) -> Report {
    let report = world::simulate(&test.db, &test.clock, seed, acts, check);
    report.unwrap_or_else(|failure| panic!("{failure}"))
}

/// So many acts make an evening; more acts are more evenings, each in a station of its own.
const EVENING: usize = 20_000;

fn acts() -> usize {
    number("JINGCUN_SIM_ACTS").unwrap_or(2_000) as usize
}

fn random_evening(engine: Engine, seed: u64, acts: usize) {
    let Some(test) = house::open(engine, seed) else { return };
    println!("again: cargo run --release -- simulate --seed {seed} --acts {acts}");
    let report = play(&test, seed, acts, CheckLevel::Touched);
    println!("{report:?}");
    assert!(report.acts >= acts && report.done * 5 > report.acts, "{report:?}");
    assert!(report.incidents.1 > acts / 100, "{report:?}");
}

#[test]
fn random_evenings_keep_what_must_hold_on_sqlite() {
    std::thread::scope(|scope| {
        for (evening, begun) in (0..).zip((0..acts()).step_by(EVENING)) {
            let acts = EVENING.min(acts() - begun);
            scope.spawn(move || random_evening(Engine::Sqlite, seed() + evening, acts));
        }
    });
}

#[test]
fn a_random_evening_keeps_what_must_hold_on_postgres() {
    random_evening(Engine::Postgres, seed(), EVENING.min(acts()));
}

#[test]
fn the_same_seed_plays_the_same_evening() {
    let run = || {
        let test = house::open(Engine::Sqlite, 3).unwrap();
        let report = play(&test, 3, 400, CheckLevel::Whole);
        (report, house::dump(&test))
    };
    let (first, second) = (run(), run());
    assert_eq!(first.0, second.0);
    for (table, rows) in &first.1 {
        assert!(rows == &second.1[table], "{table} differs");
    }
}
