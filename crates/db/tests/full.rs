//! A full disk, played by an engine that may not grow: who is refused, who goes on, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use base::{Chance, Clock, Fault, Keys, Seed};
use db::testing::{EVENING, TestFolder};
use db::{Broken, Class, Db, Settings, Tx, args, broken};
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn open(place: &Path, clock: &Clock) -> Db {
    let url = format!("sqlite:{}", place.join("x.db").display());
    let keys = Arc::new(Keys::generate(&mut Chance::seeded(1)));
    let settings = Settings { seed: Seed::fixed(1), ..Settings::alone(url, clock.clone(), keys) };
    Db::open(settings, &[], &[]).unwrap()
}

fn keep(tx: &mut Tx<'_>) -> Result<(), Fault> {
    tx.put("INSERT INTO things (text) VALUES ($1)", args!["x".repeat(100_000)])
}

/// The engine's own limit stands for the disk.
fn limit(db: &Db, pages: &'static str) {
    db.write_now(1, move |tx| tx.all::<(i64,)>(pages, args![])).unwrap();
}

#[test]
fn a_full_disk_leaves_its_reserve_to_urgent_acts() {
    let place = TestFolder::new("full");
    fs::create_dir_all(&place.path).unwrap();
    let clock = Clock::standing_at(EVENING);
    let db = open(&place.path, &clock);
    let act = |class| {
        let done = db.write_waiting(class, 1, keep);
        done.map_err(|fault| broken(&fault).cloned().unwrap())
    };
    let room = || fs::metadata(place.path.join("x.db-reserve")).map_or(0, |file| file.len());
    db.write_now(1, |tx| tx.put("CREATE TABLE things (text TEXT NOT NULL)", args![])).unwrap();
    act(Class::Ordinary).unwrap();
    assert_eq!(room(), 8 << 20, "made once something was written");

    limit(&db, "PRAGMA max_page_count = 30");
    assert_eq!(act(Class::Ordinary), Err(Broken::Full));
    assert_eq!(room(), 8 << 20, "not for what can wait");
    assert_eq!(act(Class::Urgent), Err(Broken::Spent), "this disk has no more after it, either");
    assert_eq!(room(), 0);

    // There is room, and nobody has looked yet.
    limit(&db, "PRAGMA max_page_count = 3000");
    assert_eq!(act(Class::Ordinary), Err(Broken::Full));
    act(Class::Urgent).unwrap();
    clock.advance(1);
    act(Class::Ordinary).unwrap();
    assert_eq!(room(), 8 << 20);
    let count = |tx: &mut Tx<'_>| tx.one::<(i64,)>("SELECT count(*) FROM things", args![]);
    assert_eq!(db.read_now(1, count).unwrap().0, 3, "what was refused left nothing");
}
