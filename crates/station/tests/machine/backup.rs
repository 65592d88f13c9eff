//! A lost disk: a backup taken while the station writes, put in place on a blank machine, and what is
//! refused before anything is touched.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "backup/beside.rs"]
mod beside;
#[path = "backup/server.rs"]
mod server;

use base::{Id, Lang};
use db::testing::TestFolder;
use db::{Db, Settings};
use station::demo::{self, BuildSettings};
use station::folder::{self, Folder};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Runs a command; `@` in its arguments is the test's folder.
fn jingcun(place: &TestFolder, args: &[&str]) -> Output {
    let path = place.path.display().to_string();
    let args = args.iter().map(|arg| arg.replace("@/", &format!("{path}/")));
    let mut command = Command::new(env!("CARGO_BIN_EXE_jingcun"));
    command.args(args).env("LANG", "C").output().unwrap()
}

/// A station with a day behind it, its database open.
fn station(place: &TestFolder) -> Db {
    let folder = Folder::open(&place.at("data"), Lang::En).unwrap();
    let keys = Arc::new(folder::open_keys(&place.at("keys"), &folder.path, Lang::En).unwrap());
    let url = folder::database_url(&folder.path);
    let settings = BuildSettings { url: url.clone(), keys: Arc::clone(&keys), days: Some(1) };
    demo::build(&settings, &mut |_, _| {}).unwrap();
    station::rooms::open(Settings::alone(url, folder.clock(demo::EVENING), keys)).unwrap()
}

fn open(place: &TestFolder, data: &str, keys: &str) -> Db {
    let keys = folder::find_keys(&place.at(keys)).unwrap().unwrap();
    let url = folder::database_url(&place.at(data));
    let clock = base::Clock::standing_at(demo::EVENING);
    station::rooms::open(Settings::alone(url, clock, Arc::new(keys))).unwrap()
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

#[test]
fn what_was_backed_up_while_writing_stands_again_on_a_blank_machine() {
    let place = TestFolder::new("backup");
    let db = station(&place);
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writer = {
        let (db, stop, written) = (db.clone(), Arc::clone(&stop), Arc::clone(&written));
        std::thread::spawn(move || {
            let system = db.read_now(1, people::find_station).unwrap().system_id;
            while !stop.load(Ordering::SeqCst) {
                let actor = base::Actor::system(1, system);
                let add = move |tx: &mut db::Tx<'_>| {
                    people::add_telephone(tx, &actor, "备用", "029-0000-9999").map(|_| ())
                };
                db.write_now(1, add).unwrap();
                written.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    while written.load(Ordering::SeqCst) < 20 {
        std::thread::yield_now();
    }
    let (before, standing) = (written.load(Ordering::SeqCst), matters(&db));
    let backup = [
        "backup",
        "--data",
        "@/data",
        "--keys",
        "@/keys",
        "--to",
        "@/b",
        "--key",
        "@/key",
        "--new-key",
    ];
    let made = jingcun(&place, &backup);
    assert!(made.status.success(), "{made:?}");
    stop.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    drop(db);
    // Nothing of it stands in clear.
    let bytes = fs::read(place.at("b")).unwrap();
    assert!(!bytes.windows(15).any(|part| part == b"SQLite format 3"));
    fs::remove_dir_all(place.at("data")).unwrap();
    fs::remove_dir_all(place.at("keys")).unwrap();
    let back =
        ["restore", "--from", "@/b", "--key", "@/key", "--data", "@/new", "--keys", "@/newkeys"];
    let restored = jingcun(&place, &back);
    assert!(restored.status.success(), "{restored:?}");
    let db = open(&place, "new", "newkeys");
    assert_eq!(matters(&db), standing);
    assert!(telephones(&db) >= 12 + before, "what was answered before the backup is in it");
    // A folder with something in it is not written over.
    assert!(!jingcun(&place, &back).status.success());
}

#[test]
fn another_key_or_one_bent_bit_touches_nothing() {
    let place = TestFolder::new("bent");
    drop(station(&place));
    let backup = [
        "backup",
        "--data",
        "@/data",
        "--keys",
        "@/keys",
        "--to",
        "@/b",
        "--key",
        "@/key",
        "--new-key",
    ];
    assert!(jingcun(&place, &backup).status.success());
    let restore = |from: &str, key: &str| {
        let args =
            ["restore", "--from", from, "--key", key, "--data", "@/new", "--keys", "@/newkeys"];
        jingcun(&place, &args)
    };
    fs::write(place.at("other"), "0".repeat(64)).unwrap();
    assert!(!restore("@/b", "@/other").status.success());
    let whole = fs::read(place.at("b")).unwrap();
    for at in [10, whole.len() / 2, whole.len() - 1] {
        let mut bent = whole.clone();
        bent[at] ^= 1;
        fs::write(place.at("bent"), bent).unwrap();
        assert!(!restore("@/bent", "@/key").status.success(), "byte {at}");
    }
    fs::write(place.at("bent"), &whole[..whole.len() - 40]).unwrap();
    assert!(!restore("@/bent", "@/key").status.success());
    assert!(!place.at("new").exists() && !place.at("newkeys").exists());
    assert!(leftovers(&place.path).is_empty(), "{:?}", leftovers(&place.path));
}

#[test]
fn a_drill_does_both_and_says_how_long_it_took() {
    let place = TestFolder::new("drill");
    let db = station(&place);
    let drill = jingcun(&place, &["drill", "--data", "@/data", "--keys", "@/keys"]);
    assert!(drill.status.success(), "{drill:?}");
    let note: serde_json::Value =
        serde_json::from_slice(&fs::read(place.at("data/drill.json")).unwrap()).unwrap();
    assert!(note["lines"].as_u64().unwrap() > 100 && note["seconds"].as_f64().unwrap() > 0.0);
    assert!(leftovers(&place.at("data")).is_empty() && leftovers(&place.at("keys")).is_empty());
    drop(db);
}

fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let hidden =
        |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(".jingcun-");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(hidden).collect()
}

#[test]
fn no_backup_is_made_without_the_keys_that_open_it() {
    let place = TestFolder::new("keyless");
    drop(station(&place));
    let backup = |keys: &str| {
        jingcun(
            &place,
            &["backup", "--data", "@/data", "--keys", keys, "--to", "@/b", "--key", "@/key"],
        )
    };
    // A key is made when that is asked for, and not because a disk is not there.
    let keyless = backup("@/keys");
    assert!(String::from_utf8_lossy(&keyless.stderr).contains("--new-key"), "{keyless:?}");
    assert!(!keyless.status.success() && !place.at("key").exists() && !place.at("b").exists());
    fs::write(place.at("key"), "0123456789abcdef".repeat(4)).unwrap();
    // None there; another station's.
    fs::create_dir_all(place.at("none")).unwrap();
    let other = place.at("other");
    folder::open_keys(&other, &place.at("data"), Lang::En).unwrap();
    for (keys, said) in [("@/none", "holds no station's keys"), ("@/other", "do not open")] {
        let made = backup(keys);
        assert!(!made.status.success() && !place.at("b").exists());
        assert!(String::from_utf8_lossy(&made.stderr).contains(said), "{made:?}");
    }
    assert!(backup("@/keys").status.success());
    // An empty folder that stands, as a mounted disk does, is filled; a half of it that was put in
    // place before the machine stopped is no obstacle, anything else is.
    fs::create_dir_all(place.at("disk")).unwrap();
    fs::create_dir_all(place.at("newkeys")).unwrap();
    fs::write(place.at("newkeys/station.keys"), "something else").unwrap();
    let restore =
        ["restore", "--from", "@/b", "--key", "@/key", "--data", "@/disk", "--keys", "@/newkeys"];
    let refused = jingcun(&place, &restore);
    assert!(!refused.status.success() && leftovers(&place.at("disk")).is_empty());
    assert!(fs::read_dir(place.at("disk")).unwrap().next().is_none());
    fs::copy(place.at("keys/station.keys"), place.at("newkeys/station.keys")).unwrap();
    let restored = jingcun(&place, &restore);
    assert!(restored.status.success(), "{restored:?}");
    assert_eq!(
        telephones(&open(&place, "disk", "newkeys")),
        telephones(&open(&place, "data", "keys"))
    );
}

#[test]
fn an_administrator_is_let_in_again_at_the_machine() {
    let place = TestFolder::new("recover");
    let folder = Folder::open(&place.at("data"), Lang::En).unwrap();
    let keys = Arc::new(folder::open_keys(&place.at("keys"), &folder.path, Lang::En).unwrap());
    let url = folder::database_url(&folder.path);
    let db = station::rooms::open(Settings::alone(url, base::Clock::System, keys)).unwrap();
    let account = |login: &str| people::NewAccount { login: login.into(), name: login.into() };
    let order = people::SetUp {
        station: people::Station {
            code: "slp".into(),
            name: "slp".into(),
            zone: "Asia/Shanghai".into(),
            demo: false,
            network: people::NetworkZone::Police,
        },
        branch: "b".into(),
        street: "s".into(),
        villages: Vec::new(),
        administrators: [account("sys"), account("sec"), account("aud")],
    };
    let (system, _) = db.write_now(1, move |tx| people::set_up(tx, &order)).unwrap();
    db.write_now(1, move |tx| people::add_account(tx, &system, &account("desk"))).unwrap();
    let recover = |login: &str| {
        jingcun(&place, &["recover", "--data", "@/data", "--keys", "@/keys", "--login", login])
    };
    // Not while it is served.
    let taken = recover("sec");
    assert!(
        String::from_utf8_lossy(&taken.stderr).contains("is using the data folder"),
        "{taken:?}"
    );
    drop(folder);
    for nobody in ["desk", "system", "who"] {
        assert!(!recover(nobody).status.success());
    }
    let made = recover("sec");
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    let secret = said.trim().rsplit("/sign-in/link/").next().unwrap().to_owned();
    let (_, digest) = people::Token::parse(&secret).unwrap();
    let token = db.write_now(1, move |tx| people::use_link(tx, &digest, "test")).unwrap();
    let (_, digest) = people::Token::parse(&token.0).unwrap();
    let who = db.read_now(1, move |tx| people::recognise(tx, &digest)).unwrap().unwrap();
    assert!(who.actor.is(base::Role::SecurityAdmin));
    let lines = db.read_now(1, |tx| journal::list_entries(tx, i64::MAX, 1)).unwrap();
    assert_eq!(lines[0].act, "people.issue_link");
}

#[test]
fn the_running_copy_stands_in_for_a_lost_disk() {
    let place = TestFolder::new("running");
    drop(station(&place));
    let url = folder::database_url(&place.at("data"));
    let keys = folder::find_keys(&place.at("keys")).unwrap().unwrap();
    let clock = base::Clock::standing_at(demo::EVENING);
    let settings = Settings::alone(url.clone(), clock, Arc::new(keys));
    let (migrations, tables) = (station::rooms::migrations(), station::rooms::tables());
    let db = Db::open_followed(settings, &migrations, &tables).unwrap();
    let follower = db::Follower::start(&url, &place.at("copy")).unwrap();
    folder::copy_marks(&place.at("data"), &place.at("copy")).unwrap();
    let system = db.read_now(1, people::find_station).unwrap().system_id;
    let add = move |tx: &mut db::Tx<'_>| {
        let actor = base::Actor::system(1, system);
        people::add_telephone(tx, &actor, "备用", "029-0000-9999").map(|_| ())
    };
    (0..40).for_each(|_| db.write_now(1, add).unwrap());
    let (standing, known) = (matters(&db), telephones(&db));
    // The copy is even within a second or so; then the disk is gone.
    let before = base::Clock::System.now();
    while follower.state().even_at.is_none_or(|at| at <= before) {
        let waited = base::Clock::System.now().seconds_since(before);
        assert!(waited < 20, "{:?}", follower.state());
        std::thread::yield_now();
    }
    drop((db, follower));
    fs::remove_dir_all(place.at("data")).unwrap();
    let put = |keys: &str| {
        jingcun(&place, &["restore", "--copy", "@/copy", "--data", "@/data", "--keys", keys])
    };
    folder::open_keys(&place.at("other"), &place.at("copy"), Lang::En).unwrap();
    assert!(!put("@/other").status.success() && !place.at("data").exists());
    let restored = put("@/keys");
    assert!(restored.status.success(), "{restored:?}");
    let again = open(&place, "data", "keys");
    assert_eq!((matters(&again), telephones(&again)), (standing, known));
    assert!(folder::id_of(&place.at("data")).is_some());
    drop(again);
    // The same command on a fresh folder, as it runs by itself after a disk was changed, or on one that
    // lost its database, does not begin the copy anew over what is left.
    for file in fs::read_dir(place.at("data")).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("station.db") {
            fs::remove_file(file).unwrap();
        }
    }
    for data in ["@/fresh", "@/fresh", "@/data", "@/data"] {
        let listen = ["--listen", "127.0.0.1:0", "--copy-to", "@/copy", "--keys", "@/keys"];
        let refused = jingcun(&place, &[&["serve", "--data", data][..], &listen].concat());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("not written over"), "{said}");
    }
    // What those starts left is no obstacle; whoever holds the folder is.
    let last = ["restore", "--copy", "@/copy", "--data", "@/fresh", "--keys", "@/keys"];
    let held = Folder::open(&place.at("fresh"), Lang::En).unwrap();
    assert!(!jingcun(&place, &last).status.success() && !place.at("fresh/station.db").exists());
    drop(held);
    assert!(jingcun(&place, &last).status.success());
    let again = open(&place, "fresh", "keys");
    assert_eq!(telephones(&again), known);
    assert_eq!(folder::id_of(&place.at("fresh")), folder::id_of(&place.at("copy")));
}

#[test]
fn an_older_or_newer_program_beside_one_that_serves_changes_nothing() {
    let place = TestFolder::new("versions");
    let db = station(&place);
    let backup = [
        "backup",
        "--data",
        "@/data",
        "--keys",
        "@/keys",
        "--to",
        "@/b",
        "--key",
        "@/key",
        "--new-key",
    ];
    let schema = |sql: &'static str| db.write_now(0, move |tx| tx.put(sql, db::args![])).unwrap();
    // As if the newest step had not been taken yet by the one that serves.
    schema("CREATE TABLE kept AS SELECT * FROM schema_steps ORDER BY number DESC LIMIT 1");
    schema("DELETE FROM schema_steps WHERE number = (SELECT number FROM kept)");
    for command in [&backup[..], &["journal", "verify", "--data", "@/data", "--keys", "@/keys"]] {
        let refused = jingcun(&place, command);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("another version"), "{said}");
        fs::remove_file(place.at("key")).ok();
    }
    schema("INSERT INTO schema_steps SELECT * FROM kept");
    schema("INSERT INTO schema_steps (number, name, checksum) VALUES (9999, 'later', 1)");
    let refused = jingcun(&place, &backup);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("later program"), "{said}");
    let listen = ["--listen", "127.0.0.1:0", "--keys", "@/keys"];
    let refused = jingcun(&place, &[&["serve", "--data", "@/data"][..], &listen].concat());
    assert!(!refused.status.success(), "nor does it start on it");
}
