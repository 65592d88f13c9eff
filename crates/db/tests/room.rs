//! The seam on both engines: group commit, refusals and panics inside a batch, errors alike.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use base::Fault;
use db::testing::{Engine, TestDb};
use db::{Broken, Migration, args, broken, tenant};

const SCHEMA: &[Migration] = &[Migration {
    number: 1,
    name: "things",
    sql: "CREATE TABLE things (
              station_id BIGINT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL,
              mark BYTEA, on_sale BOOLEAN NOT NULL DEFAULT FALSE,
              PRIMARY KEY (station_id, number), UNIQUE (station_id, name),
              CONSTRAINT things_name_not_empty CHECK (name <> ''));
          CREATE TABLE parts (
              station_id BIGINT NOT NULL, thing BIGINT NOT NULL,
              PRIMARY KEY (station_id, thing),
              FOREIGN KEY (station_id, thing) REFERENCES things (station_id, number));",
}];

fn open(engine: Engine) -> Option<TestDb> {
    db::testing::open(engine, SCHEMA, &[tenant("things"), tenant("parts")], 1).unwrap()
}

db::engine_tests!(
    errors_are_told_alike,
    a_batch_keeps_the_good_acts,
    stations_do_not_see_each_other,
    values_come_back
);

const INSERT: &str = "INSERT INTO things (station_id, number, name) VALUES ($1, $2, $3)";

fn insert(test: &TestDb, number: i64, name: &'static str) -> Result<(), Fault> {
    test.db.write_now(1, move |tx| tx.exec(INSERT, args![1i64, number, name]).map(|_| ()))
}

fn errors_are_told_alike(test: &TestDb) {
    insert(test, 1, "a").unwrap();
    let kind = |fault: Result<(), Fault>| broken(&fault.unwrap_err()).cloned();
    assert_eq!(kind(insert(test, 1, "b")), Some(Broken::Unique("things_pkey".into())));
    let name = Broken::Unique("things_station_id_name_key".into());
    assert_eq!(kind(insert(test, 2, "a")), Some(name));
    assert_eq!(kind(insert(test, 3, "")), Some(Broken::Check("things_name_not_empty".into())));
    let part = test.db.write_now(1, |tx| {
        tx.put("INSERT INTO parts (station_id, thing) VALUES ($1, $2)", args![1i64, 9i64])
    });
    assert_eq!(kind(part), Some(Broken::ForeignKey));
    let null = test.db.write_now(1, |tx| tx.put(INSERT, args![1i64, 5i64, None::<String>]));
    assert_eq!(kind(null), Some(Broken::Null));
}

fn a_batch_keeps_the_good_acts(test: &TestDb) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        let acts = (0..30i64).map(|number| {
            let db = test.db.clone();
            tokio::spawn(async move {
                db.write(db::Class::Ordinary, 1, move |tx| {
                    tx.put(INSERT, args![1i64, number, format!("n{number}")])?;
                    match number % 3 {
                        0 => Ok(()),
                        1 => Err(Fault::NotFound),
                        _ => panic!("on purpose"),
                    }
                })
                .await
            })
        });
        let mut good = 0;
        for act in acts.collect::<Vec<_>>() {
            good += i64::from(act.await.unwrap().is_ok());
        }
        assert_eq!(good, 10);
    });
    let count = "SELECT count(*) FROM things WHERE station_id = $1";
    let (kept,) = test.db.read_now(1, move |tx| tx.one::<(i64,)>(count, args![1i64])).unwrap();
    assert_eq!(kept, 10);
}

fn stations_do_not_see_each_other(test: &TestDb) {
    insert(test, 1, "a").unwrap();
    if test.url.starts_with("postgres") {
        // Row security answers even a statement that names the other station.
        let seen = "SELECT count(*) FROM things WHERE station_id = $1";
        let (count,) = test.db.read_now(2, move |tx| tx.one::<(i64,)>(seen, args![1i64])).unwrap();
        assert_eq!(count, 0);
        let foreign = test.db.write_now(2, |tx| tx.put(INSERT, args![1i64, 7i64, "x"]));
        assert!(foreign.is_err());
    }
}

db::row! {
    struct Thing { name: String, mark: Option<Vec<u8>>, on_sale: bool, }
}

fn values_come_back(test: &TestDb) {
    let rare = "𠮷 㛃 𬭚";
    let things = test.db.write_now(1, move |tx| {
        let sql = "INSERT INTO things (station_id, number, name, mark, on_sale) VALUES ($2, $1, $3, $4, $5)";
        tx.put(sql, args![1i64, 1i64, rare, vec![0u8, 255], true])?;
        tx.all::<Thing>("SELECT name, mark, on_sale FROM things WHERE station_id = $1", args![1i64])
    });
    let things = things.unwrap();
    assert_eq!((things[0].name.as_str(), things[0].on_sale), (rare, true));
    assert_eq!(things[0].mark, Some(vec![0, 255]));
}

/// One thread that builds: acts see each other at once, are kept for good once settled, and a
/// refusal takes back what is not kept yet.
#[test]
fn a_builder_keeps_what_it_settled() {
    let tables = [tenant("things"), tenant("parts")];
    let test = db::testing::open_alone(SCHEMA, &tables, 1).unwrap().unwrap();
    let count = |db: &db::Db| {
        let sql = "SELECT count(*) FROM things WHERE station_id = $1";
        db.read_now(1, move |tx| Ok(tx.one::<(i64,)>(sql, args![1i64])?.0)).unwrap()
    };
    insert(&test, 1, "a").unwrap();
    insert(&test, 2, "b").unwrap();
    assert_eq!(count(&test.db), 2);
    test.db.settle().unwrap();
    insert(&test, 3, "c").unwrap();
    insert(&test, 4, "c").unwrap_err();
    assert_eq!(count(&test.db), 2, "the third went with the refused fourth");
    insert(&test, 5, "e").unwrap();
    test.db.settle().unwrap();
    // Somebody else reads what was settled while the builder still stands.
    let settings = db::Settings {
        url: test.url.clone(),
        readers: 1,
        writers: 1,
        queue: 8,
        clock: test.clock.clone(),
        seed: base::Seed::fixed(1),
        keys: std::sync::Arc::clone(test.db.keys()),
        durable: false,
    };
    assert_eq!(count(&db::Db::open(settings, SCHEMA, &tables).unwrap()), 3);
}
