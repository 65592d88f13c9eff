//! The machine under a station: a disk is lost, the power is cut, keys are changed, a server takes its
//! place.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "machine/backup.rs"]
mod backup;
#[path = "machine/copy.rs"]
mod copy;
#[path = "machine/edge.rs"]
mod edge;
#[path = "machine/log.rs"]
mod log;
#[path = "machine/marks.rs"]
mod marks;
#[path = "machine/power_cut.rs"]
mod power_cut;
#[path = "machine/rotation.rs"]
mod rotation;
#[path = "machine/server.rs"]
mod server;

use base::{Clock, Id, Lang};
use db::testing::TestFolder;
use db::{Db, Settings};
use station::demo::{self, BuildSettings};
use station::folder::{self, Folder};
use station::rooms;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

/// Where the data and the keys of a test's station lie.
const OF: [&str; 4] = ["--data", "@/data", "--keys", "@/keys"];

/// A command; `@` in its arguments is the test's folder.
fn command(place: &TestFolder, args: &[&str]) -> Command {
    let path = place.path.display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_jingcun"));
    command.args(args.iter().map(|arg| arg.replace("@/", &format!("{path}/")))).env("LANG", "C");
    command
}

fn jingcun(place: &TestFolder, args: &[&[&str]]) -> Output {
    command(place, &args.concat()).output().unwrap()
}

/// What it said of why it would not.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The first backup, which makes its key.
fn back_up(place: &TestFolder) -> Output {
    jingcun(place, &[&["backup", "--to", "@/b", "--key", "@/key", "--new-key"], &OF])
}

/// Puts what `from` says in place: the data and the keys in the folders of these names.
fn restore(place: &TestFolder, from: &[&str], data: &str, keys: &str) -> Output {
    jingcun(place, &[&["restore"], from, &["--data", data, "--keys", keys]])
}

/// Builds a station with a day behind it in the database at `url`.
fn build(place: &TestFolder, url: &str) {
    let keys = folder::open_keys(&place.at("keys"), &place.at("data"), Lang::En).unwrap();
    let (keys, house) = (Arc::new(keys), "00".repeat(16));
    let settings = BuildSettings { url: url.to_owned(), keys, house, days: Some(1) };
    demo::build(&settings, &mut |_, _| {}).unwrap();
}

/// The same in a folder, its database open.
fn station(place: &TestFolder) -> Db {
    let folder = Folder::open(&place.at("data"), Lang::En).unwrap();
    build(place, &folder::database_url(&folder.path));
    open(place, "data", "keys")
}

fn open(place: &TestFolder, data: &str, keys: &str) -> Db {
    open_at(&folder::database_url(&place.at(data)), &place.at(keys))
}

fn open_at(url: &str, keys: &Path) -> Db {
    rooms::open(settings(url, keys)).unwrap()
}

fn settings(url: &str, keys: &Path) -> Settings {
    let keys = folder::find_keys(keys).unwrap().unwrap();
    Settings::alone(url.to_owned(), Clock::standing_at(demo::EVENING), Arc::new(keys))
}

/// What every matter looks like, ciphertexts and all.
fn matters(db: &Db) -> Vec<(Id, i64, String, Vec<u8>)> {
    let sql = "SELECT m.id, m.version, m.state, i.summary_sealed FROM matters m
               JOIN incidents i ON i.station_id = m.station_id AND i.matter_id = m.id
               WHERE m.station_id = $1 ORDER BY m.id /* all */";
    db.read_now(1, move |tx| tx.all(sql, db::args![1_i64])).unwrap()
}

fn telephones(db: &Db) -> usize {
    db.read_now(1, people::list_telephones).unwrap().len()
}

/// Somebody at this station writes something.
fn write(db: &Db) {
    let system = db.read_now(1, people::find_station).unwrap().system_id;
    let add = move |tx: &mut db::Tx<'_>| {
        let actor = base::Actor::system(1, system);
        people::add_telephone(tx, &actor, "备用", "029-0000-9999").map(|_| ())
    };
    db.write_now(1, add).unwrap();
}
