//! A lost disk: a backup taken while the station writes, put in place on a blank machine, and what is
//! refused before anything is touched.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use base::{Id, Lang, Seed};
use db::Db;
use station::demo::{self, BuildSettings};
use station::folder::{self, Folder};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Folders of one test, removed at its end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let path = std::env::temp_dir().join(format!("jingcun-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        Place(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn jingcun(&self, args: &[&str]) -> Output {
        let replaced: Vec<String> =
            args.iter().map(|arg| arg.replace('@', self.0.to_str().unwrap())).collect();
        Command::new(env!("CARGO_BIN_EXE_jingcun"))
            .args(replaced)
            .env("LANG", "C")
            .output()
            .unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A station with a day behind it, its database open.
fn station(place: &Place) -> Db {
    let folder = Folder::open(&place.at("data"), Lang::En).unwrap();
    let keys = Arc::new(folder::open_keys(&place.at("keys"), &folder.path, Lang::En).unwrap());
    let url = folder::database_url(&folder.path);
    let settings = BuildSettings { url: url.clone(), keys: Arc::clone(&keys), days: Some(1) };
    demo::build(&settings, &mut |_, _| {}).unwrap();
    let settings = db::Settings {
        url,
        readers: 1,
        writers: 1,
        queue: 64,
        clock: folder.clock(demo::EVENING),
        seed: Seed::System,
        keys,
        durable: true,
    };
    Db::open(settings, &station::rooms::migrations(), &station::rooms::tables()).unwrap()
}

fn open(place: &Place, data: &str, keys: &str) -> Db {
    let keys = folder::find_keys(&place.at(keys)).unwrap().unwrap();
    let settings = db::Settings {
        url: folder::database_url(&place.at(data)),
        readers: 1,
        writers: 1,
        queue: 64,
        clock: base::Clock::standing_at(demo::EVENING),
        seed: Seed::System,
        keys: Arc::new(keys),
        durable: true,
    };
    Db::open(settings, &station::rooms::migrations(), &station::rooms::tables()).unwrap()
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
    let place = Place::new("backup");
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
    let backup =
        ["backup", "--data", "@/data", "--keys", "@/keys", "--to", "@/b", "--key", "@/key"];
    let made = place.jingcun(&backup);
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
    let restored = place.jingcun(&back);
    assert!(restored.status.success(), "{restored:?}");
    let db = open(&place, "new", "newkeys");
    assert_eq!(matters(&db), standing);
    assert!(telephones(&db) >= 12 + before, "what was answered before the backup is in it");
    // A folder with something in it is not written over.
    assert!(!place.jingcun(&back).status.success());
}

#[test]
fn another_key_or_one_bent_bit_touches_nothing() {
    let place = Place::new("bent");
    drop(station(&place));
    let backup =
        ["backup", "--data", "@/data", "--keys", "@/keys", "--to", "@/b", "--key", "@/key"];
    assert!(place.jingcun(&backup).status.success());
    let restore = |from: &str, key: &str| {
        let args =
            ["restore", "--from", from, "--key", key, "--data", "@/new", "--keys", "@/newkeys"];
        place.jingcun(&args)
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
    assert!(leftovers(&place.0).is_empty(), "{:?}", leftovers(&place.0));
}

#[test]
fn a_drill_does_both_and_says_how_long_it_took() {
    let place = Place::new("drill");
    let db = station(&place);
    let drill = place.jingcun(&["drill", "--data", "@/data", "--keys", "@/keys"]);
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
    let place = Place::new("keyless");
    drop(station(&place));
    let backup = |keys: &str| {
        place.jingcun(&[
            "backup", "--data", "@/data", "--keys", keys, "--to", "@/b", "--key", "@/key",
        ])
    };
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
    let refused = place.jingcun(&restore);
    assert!(!refused.status.success() && leftovers(&place.at("disk")).is_empty());
    assert!(fs::read_dir(place.at("disk")).unwrap().next().is_none());
    fs::copy(place.at("keys/station.keys"), place.at("newkeys/station.keys")).unwrap();
    let restored = place.jingcun(&restore);
    assert!(restored.status.success(), "{restored:?}");
    assert_eq!(
        telephones(&open(&place, "disk", "newkeys")),
        telephones(&open(&place, "data", "keys"))
    );
}

#[test]
fn an_administrator_is_let_in_again_at_the_machine() {
    let place = Place::new("recover");
    let folder = Folder::open(&place.at("data"), Lang::En).unwrap();
    let keys = Arc::new(folder::open_keys(&place.at("keys"), &folder.path, Lang::En).unwrap());
    let settings = db::Settings {
        url: folder::database_url(&folder.path),
        readers: 1,
        writers: 1,
        queue: 64,
        clock: base::Clock::System,
        seed: Seed::System,
        keys,
        durable: true,
    };
    let db = Db::open(settings, &station::rooms::migrations(), &station::rooms::tables()).unwrap();
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
        place.jingcun(&["recover", "--data", "@/data", "--keys", "@/keys", "--login", login])
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
    let place = Place::new("running");
    drop(station(&place));
    let url = folder::database_url(&place.at("data"));
    let keys = folder::find_keys(&place.at("keys")).unwrap().unwrap();
    let settings = db::Settings {
        url: url.clone(),
        readers: 1,
        writers: 1,
        queue: 64,
        clock: base::Clock::standing_at(demo::EVENING),
        seed: Seed::System,
        keys: Arc::new(keys),
        durable: true,
    };
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
        place.jingcun(&["restore", "--copy", "@/copy", "--data", "@/data", "--keys", keys])
    };
    folder::open_keys(&place.at("other"), &place.at("copy"), Lang::En).unwrap();
    assert!(!put("@/other").status.success() && !place.at("data").exists());
    let restored = put("@/keys");
    assert!(restored.status.success(), "{restored:?}");
    let again = open(&place, "data", "keys");
    assert_eq!((matters(&again), telephones(&again)), (standing, known));
    assert!(folder::id_of(&place.at("data")).is_some());
}

#[test]
fn a_station_moves_to_a_server_and_back_and_is_the_same() {
    let Ok(server) = std::env::var("JINGCUN_TEST_POSTGRES") else {
        eprintln!("SKIPPED: no PostgreSQL (JINGCUN_TEST_POSTGRES is not set)");
        return;
    };
    let place = Place::new("move");
    let db = station(&place);
    let (standing, known) = (matters(&db), telephones(&db));
    drop(db);
    let kept = db::testing::empty_schema(&server).unwrap();
    let url = kept.url.clone();
    let go = |from: &str, to: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jingcun"));
        command.args(["move", "--from", from, "--to", to]).env("LANG", "C").output().unwrap()
    };
    let at = |name: &str| place.at(name).display().to_string();
    let there = go(&at("data"), &url);
    assert!(there.status.success(), "{there:?}");
    assert!(!place.at("data/station.db").exists() && place.at("data/station.db.moved").exists());
    // Nothing is moved onto what stands.
    let other = Place::new("move-other");
    drop(station(&other));
    let refused = go(&other.at("data").display().to_string(), &url);
    assert!(!refused.status.success() && other.at("data/station.db").exists());
    let back = go(&url, &at("again"));
    assert!(back.status.success(), "{back:?}");
    let number = |output: &Output| {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.split('(').nth(1).unwrap().split(')').next().unwrap().to_owned()
    };
    assert_eq!(number(&there), number(&back));
    let again = open(&place, "again", "keys");
    assert_eq!((matters(&again), telephones(&again)), (standing, known));
    let whole = again.read_now(1, |tx| journal::verify(tx, &[])).unwrap();
    assert!(whole.unwrap().lines > 100);
}
