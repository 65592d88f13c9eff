//! Whether the harness sees what it is there for: it is given a lost write, an altered one and a half
//! one, and has to complain.

use crate::Outcome;
use crate::demo::{Ground, copy_folder};
use crate::rounds::{Death, Run};
use crate::tally::Tally;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// A moment of load, enough for some hundred orders.
const LOAD: Death = Death::Moment(400);

/// What is done to the folder of a dead server, and a word of the complaint that must come.
type Damage = (&'static str, fn(&Run) -> Outcome<()>, &'static str);

const DAMAGES: [Damage; 4] = [
    ("an answer altered", |run| tamper(run, ALTERED), "was acknowledged as"),
    ("a line of the journal gone", |run| tamper(run, LINE), "journal"),
    ("a state without what led to it", |run| tamper(run, STATE), "the house"),
    ("an order without its clock", |run| tamper(run, CLOCK), "without a clock"),
];
const ALTERED: &str =
    "UPDATE outcomes SET answer = replace(answer, '\"state\":\"', '\"state\":\"x')
    WHERE key LIKE 'proof-%'";
const LINE: &str = "DELETE FROM journal_lines WHERE position =
    (SELECT max(version) FROM matters WHERE place_text LIKE '村口proof-%')";
const STATE: &str = "UPDATE matters SET state = 'on_scene' WHERE id =
    (SELECT id FROM matters WHERE state = 'closed' AND place_text LIKE '村口proof-%' LIMIT 1)";
const CLOCK: &str = "DELETE FROM timers WHERE subject_id =
    (SELECT o.id FROM orders o JOIN matters m ON m.id = o.matter_id WHERE m.place_text LIKE '村口proof-%' LIMIT 1)";

/// Each fault on a folder of its own.
pub(crate) fn prove(
    place: &dyn Fn(&str) -> Outcome<Ground>,
    built: &Ground,
    tally: &mut Tally,
) -> Outcome<()> {
    let wrong = put_back(place("old")?, built)?;
    judge("an older database put back", &wrong, "was acknowledged as", tally);
    for (index, (name, damage, word)) in DAMAGES.iter().enumerate() {
        let mut run = Run::new(place(&format!("damage-{index}"))?, built, "proof")?;
        let mut demo = run.ground.start()?;
        run.die(&mut demo, LOAD)?;
        damage(&run)?;
        let demo = run.ground.start()?;
        let wrong = run.look(&demo, true)?.wrong;
        judge(name, &wrong, word, tally);
    }
    Ok(())
}

/// The harness must have complained, and of the right thing.
fn judge(name: &str, wrong: &[String], word: &str, tally: &mut Tally) {
    let seen = wrong.iter().any(|line| line.contains(word));
    let missed = format!("the harness did not see it: {wrong:?}");
    tally.note(&format!("the harness sees {name}"), if seen { vec![] } else { vec![missed] });
}

/// What a disk that lies about its syncs leaves: the state of an earlier moment.
fn put_back(ground: Ground, built: &Ground) -> Outcome<Vec<String>> {
    let mut run = Run::new(ground, built, "proof")?;
    let mut demo = run.ground.start()?;
    run.die(&mut demo, LOAD)?;
    let old = run.ground.aside.join("old");
    copy_folder(&run.ground.data, &old)?;
    let mut demo = run.ground.start()?;
    run.look(&demo, true)?;
    run.die(&mut demo, LOAD)?;
    remove_database(&run.ground.data)?;
    copy_folder(&old, &run.ground.data)?;
    let demo = run.ground.start()?;
    Ok(run.look(&demo, true)?.wrong)
}

fn remove_database(data: &Path) -> Outcome<()> {
    for entry in fs::read_dir(data)? {
        let path = entry?.path();
        if path.to_string_lossy().contains("station.db") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn tamper(run: &Run, sql: &str) -> Outcome<()> {
    let connection = Connection::open(run.ground.database())?;
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    match connection.execute(sql, [])? {
        0 => Err("there was nothing to damage".into()),
        _ => Ok(()),
    }
}
