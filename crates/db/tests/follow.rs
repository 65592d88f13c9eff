//! A copy that follows the log holds every write, whatever is folded, taken back or cut off meanwhile.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use base::{Chance, Fault};
use db::testing::{TestDb, TestFolder};
use db::{Follower, Migration, args, tenant};
use std::fs;
use std::path::Path;
use std::time::Duration;

const SCHEMA: &[Migration] = &[Migration {
    number: 1,
    name: "things",
    sql: "CREATE TABLE things (station_id BIGINT NOT NULL, number BIGINT NOT NULL, text TEXT NOT NULL,
              PRIMARY KEY (station_id, number))",
}];

fn open() -> TestDb {
    db::testing::open_followed(SCHEMA, &[tenant("things")], 1).unwrap().unwrap()
}

/// Writes so many rows of so many bytes, one act after another; every third act is taken back.
fn write(test: &TestDb, numbers: std::ops::Range<i64>, bytes: usize) {
    for number in numbers {
        let kept = number % 3 != 0;
        let act = move |tx: &mut db::Tx<'_>| {
            let sql = "INSERT INTO things (station_id, number, text) VALUES ($1, $2, $3)";
            tx.put(sql, args![1_i64, number, "x".repeat(bytes)])?;
            if kept { Ok(()) } else { Err(Fault::NotFound) }
        };
        assert_eq!(test.db.write_now(1, act).is_ok(), kept);
    }
}

fn rows(path: &Path) -> Vec<(i64, usize)> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let whole: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    let sql = "SELECT number, length(text) FROM things ORDER BY number";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)));
    rows.unwrap().map(Result::unwrap).collect()
}

fn expected(groups: &[(std::ops::Range<i64>, usize)]) -> Vec<(i64, usize)> {
    let kept = |(numbers, bytes): &(std::ops::Range<i64>, usize)| {
        let bytes = *bytes;
        numbers.clone().filter(|n| n % 3 != 0).map(move |n| (n, bytes)).collect::<Vec<_>>()
    };
    groups.iter().flat_map(kept).collect()
}

/// Waits until the copy has what was written before.
fn even(follower: &Follower) {
    let before = base::Clock::System.now();
    while follower.state().even_at.is_none_or(|at| at <= before) {
        assert_eq!(follower.state().fault, None);
        let waited = base::Clock::System.now().seconds_since(before);
        assert!(waited < 20, "the copy does not come after");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_was_written_stands_in_the_copy_whenever_the_disk_is_lost() {
    let place = TestFolder::new("follow");
    let (copy, again) = (place.at("copy"), place.at("again.db"));
    let test = open();
    write(&test, 0..50, 40);
    let follower = Follower::start(&test.url, &copy).unwrap();
    even(&follower);
    // Small acts, then enough to fold the log back several times, with a reader in between.
    write(&test, 50..200, 40);
    even(&follower);
    db::put_together(&copy, &again).unwrap();
    assert_eq!(rows(&again), expected(&[(0..200, 40)]));
    for round in 0..6 {
        write(&test, 200 + round * 30..230 + round * 30, 100_000);
        even(&follower);
    }
    write(&test, 380..400, 40);
    even(&follower);
    db::put_together(&copy, &again).unwrap();
    let groups = [(0..200, 40), (200..380, 100_000), (380..400, 40)];
    assert_eq!(rows(&again), expected(&groups));
    let logs = |name: &fs::DirEntry| name.file_name().to_string_lossy().ends_with(".wal");
    let generation = fs::read_dir(&copy).unwrap().next().unwrap().unwrap().path();
    assert!(fs::read_dir(&generation).unwrap().filter(|e| logs(e.as_ref().unwrap())).count() > 1);
    // The last acts before the end are copied when it ends; a restart begins another generation.
    write(&test, 400..420, 40);
    drop(follower);
    let follower = Follower::start(&test.url, &copy).unwrap();
    even(&follower);
    drop(follower);
    assert_eq!(fs::read_dir(&copy).unwrap().count(), 1);
    db::put_together(&copy, &again).unwrap();
    let groups = [(0..200, 40), (200..380, 100_000), (380..420, 40)];
    assert_eq!(rows(&again), expected(&groups));
}

#[test]
fn a_copy_that_was_cut_off_anywhere_holds_a_beginning_of_what_was_written() {
    let place = TestFolder::new("cut");
    let (copy, again) = (place.at("copy"), place.at("again.db"));
    let test = open();
    let follower = Follower::start(&test.url, &copy).unwrap();
    even(&follower);
    write(&test, 0..60, 3_000);
    drop(follower);
    let generation = fs::read_dir(&copy).unwrap().next().unwrap().unwrap().path();
    let log = generation.join("000001.wal");
    let whole = fs::read(&log).unwrap();
    let all = expected(&[(0..60, 3_000)]);
    let mut chance = Chance::seeded(5);
    for _ in 0..30 {
        let cut = chance.below(whole.len() as u64) as usize;
        fs::write(&log, &whole[..cut]).unwrap();
        drop(fs::remove_file(&again));
        db::put_together(&copy, &again).unwrap();
        let connection = rusqlite::Connection::open(&again).unwrap();
        let made: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'things'", [], |r| r.get(0))
            .unwrap();
        if made == 1 {
            let found = rows(&again);
            assert_eq!(found[..], all[..found.len()]);
        }
    }
}
