//! The history of the schema: run over rows of every earlier step, killed in the middle, and the same
//! at its end wherever it began, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use base::{Chance, Clock, Keys, Lang};
use db::testing::{TestFolder, contents, empty_schema, put_samples, schema_of};
use db::{Db, Migration, Settings, Table};
use station::folder::Folder;
use station::rooms;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// The steps in their order.
fn history() -> Vec<Migration> {
    let mut steps = rooms::migrations();
    steps.sort_by_key(|step| step.number);
    steps
}

/// The tables that these steps make.
fn tables_of(steps: &[Migration]) -> Vec<Table> {
    let made = |name: &str| steps.iter().any(|step| step.sql.contains(&format!("TABLE {name} (")));
    rooms::tables().into_iter().filter(|table| made(table.name)).collect()
}

fn open(url: &str, steps: &[Migration]) -> Db {
    let keys = Arc::new(Keys::generate(&mut Chance::seeded(1)));
    let settings = Settings::alone(url.to_owned(), Clock::System, keys);
    Db::open(settings, steps, &tables_of(steps)).unwrap()
}

/// Takes the database at `url` from each step to the end, with rows of all steps before; every row
/// that stood still stands.
fn from_every_step(fresh: &mut dyn FnMut() -> String) {
    let steps = history();
    let whole = fresh();
    drop(open(&whole, &steps));
    let end = schema_of(&whole).unwrap();
    for (number, step) in steps.iter().enumerate().skip(1) {
        let url = fresh();
        drop(open(&url, &steps[..number]));
        put_samples(&url).unwrap();
        let stood = schema_of(&url).unwrap();
        let before = contents(&url, &stood).unwrap();
        assert!(before.iter().all(|(_, rows)| rows.len() == 1), "{}: {before:?}", step.name);
        drop(open(&url, &steps));
        assert_eq!(schema_of(&url).unwrap(), end, "from {} on", step.name);
        assert_eq!(contents(&url, &stood).unwrap(), before, "from {} on", step.name);
    }
}

#[test]
fn a_station_that_stands_gets_its_rules_of_ringing() {
    let place = TestFolder::new("rings");
    let url = format!("sqlite:{}", place.at("1.db").display());
    let steps = history();
    let before: Vec<Migration> = history().into_iter().filter(|step| step.number < 48).collect();
    drop(open(&url, &before));
    put_samples(&url).unwrap();
    drop(open(&url, &steps));
    let stands = contents(&url, &schema_of(&url).unwrap()).unwrap();
    let rules = stands.iter().find(|(table, _)| table == "ring_rules").unwrap();
    assert_eq!(rules.1.len(), 6, "each role, on duty and off: {rules:?}");
}

#[test]
fn rows_of_every_step_come_to_the_same_end_in_a_file() {
    let place = TestFolder::new("steps");
    let mut number = 0;
    from_every_step(&mut || {
        number += 1;
        format!("sqlite:{}", place.at(&format!("{number}.db")).display())
    });
}

#[test]
fn rows_of_every_step_come_to_the_same_end_on_a_server() {
    let Some(schema) = empty_schema().unwrap() else { return };
    let mut kept = Vec::new();
    from_every_step(&mut || {
        let schema = empty_schema().unwrap().unwrap();
        let url = schema.url.clone();
        kept.push(schema);
        url
    });
    // A file looks the same: tables, columns, what may hold nothing, what is unique and quickly found.
    let place = TestFolder::new("alike");
    let file = format!("sqlite:{}", place.at("x.db").display());
    drop((open(&file, &history()), open(&schema.url, &history())));
    let (file, server) = (schema_of(&file).unwrap(), schema_of(&schema.url).unwrap());
    assert_eq!(file.columns, server.columns);
    assert_eq!(file.indexes, server.indexes);
}

#[test]
fn a_start_that_is_killed_while_it_changes_the_schema_is_gone_on_with() {
    let steps = history();
    let place = TestFolder::new("killed");
    let (whole, early) = (place.at("whole.db"), place.at("early.db"));
    let url = |path: &std::path::Path| format!("sqlite:{}", path.display());
    drop(open(&url(&whole), &steps));
    let end = schema_of(&url(&whole)).unwrap();
    drop(open(&url(&early), &steps[..8]));
    put_samples(&url(&early)).unwrap();
    let stood = schema_of(&url(&early)).unwrap();
    let before = contents(&url(&early), &stood).unwrap();
    // A station without keys is not even opened; by these it is, and refused after the steps.
    Keys::load_or_make(&place.at("keys")).unwrap();
    // It never comes to serve, so that nothing but the steps touches a row.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = listener.local_addr().unwrap().to_string();
    let (mut in_the_middle, mut wait_us) = (0, 2_000);
    for round in 0..60 {
        let data = place.at(&format!("data{round}"));
        drop(Folder::open(&data, Lang::En).unwrap());
        let database = data.join("station.db");
        std::fs::copy(&early, &database).unwrap();
        let keys = place.at("keys");
        let mut serving = Command::new(env!("CARGO_BIN_EXE_jingcun"))
            .args(["serve", "--listen", &taken, "--data"])
            .arg(&data)
            .arg("--keys")
            .arg(&keys)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(wait_us));
        serving.kill().unwrap();
        serving.wait().unwrap();
        assert!(wait_us < 10_000_000, "no start comes to the steps");
        let stands = schema_of(&url(&database)).unwrap();
        // Too early waits longer the next time, too late less: the middle is found on any machine.
        match (stands == stood, stands == end) {
            (true, _) => wait_us += wait_us / 4,
            (_, true) => wait_us -= wait_us / 5,
            _ => in_the_middle += 1,
        }
        drop(open(&url(&database), &steps));
        assert_eq!(schema_of(&url(&database)).unwrap(), end, "round {round}");
        assert_eq!(contents(&url(&database), &stood).unwrap(), before, "round {round}");
    }
    println!("{in_the_middle} of 60 starts were killed between the first and the last step");
    assert!(in_the_middle > 0, "no kill came in the middle");
}
