//! A lost disk: a backup taken while the station writes, put in place on a blank machine, and what is
//! refused before anything is touched.

use crate::{OF, back_up, jingcun, matters, open, restore, said, station, telephones, write};
use base::Lang;
use db::Settings;
use db::testing::TestFolder;
use station::folder::{self, Folder};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[test]
fn what_was_backed_up_while_writing_stands_again_on_a_blank_machine() {
    let place = TestFolder::new("backup");
    let db = station(&place);
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writer = {
        let (db, stop, written) = (db.clone(), Arc::clone(&stop), Arc::clone(&written));
        std::thread::spawn(move || {
            while !stop.load(Ordering::SeqCst) {
                write(&db);
                written.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    while written.load(Ordering::SeqCst) < 20 {
        std::thread::yield_now();
    }
    let (before, standing) = (written.load(Ordering::SeqCst), matters(&db));
    let made = back_up(&place);
    assert!(made.status.success(), "{made:?}");
    stop.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    drop(db);
    // Nothing of it stands in clear.
    let bytes = fs::read(place.at("b")).unwrap();
    assert!(!bytes.windows(15).any(|part| part == b"SQLite format 3"));
    fs::remove_dir_all(place.at("data")).unwrap();
    fs::remove_dir_all(place.at("keys")).unwrap();
    let back = || restore(&place, &["--from", "@/b", "--key", "@/key"], "@/new", "@/newkeys");
    let restored = back();
    assert!(restored.status.success(), "{restored:?}");
    let db = open(&place, "new", "newkeys");
    assert_eq!(matters(&db), standing);
    assert!(telephones(&db) >= 12 + before, "what was answered before the backup is in it");
    // A folder with something in it is not written over.
    assert!(!back().status.success());
}

#[test]
fn another_key_or_one_bent_bit_touches_nothing() {
    let place = TestFolder::new("bent");
    drop(station(&place));
    assert!(back_up(&place).status.success());
    let restore = |from: &str, key: &str| {
        restore(&place, &["--from", from, "--key", key], "@/new", "@/newkeys")
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
    let drill = jingcun(&place, &[&["drill"], &OF]);
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
        let of = ["--data", "@/data", "--keys", keys];
        jingcun(&place, &[&["backup", "--to", "@/b", "--key", "@/key"], &of])
    };
    // A key is made when that is asked for, and not because a disk is not there.
    let keyless = backup("@/keys");
    assert!(said(&keyless).contains("--new-key"), "{keyless:?}");
    assert!(!keyless.status.success() && !place.at("key").exists() && !place.at("b").exists());
    fs::write(place.at("key"), "0123456789abcdef".repeat(4)).unwrap();
    // None there; another station's.
    fs::create_dir_all(place.at("none")).unwrap();
    let other = place.at("other");
    folder::open_keys(&other, &place.at("data"), Lang::En).unwrap();
    for (keys, why) in [("@/none", "holds no station's keys"), ("@/other", "do not open")] {
        let made = backup(keys);
        assert!(!made.status.success() && !place.at("b").exists());
        assert!(said(&made).contains(why), "{made:?}");
    }
    assert!(backup("@/keys").status.success());
    // An empty folder that stands, as a mounted disk does, is filled; a half of it that was put in
    // place before the machine stopped is no obstacle, anything else is.
    fs::create_dir_all(place.at("disk")).unwrap();
    fs::create_dir_all(place.at("newkeys")).unwrap();
    fs::write(place.at("newkeys/station.keys"), "something else").unwrap();
    let back = || restore(&place, &["--from", "@/b", "--key", "@/key"], "@/disk", "@/newkeys");
    let refused = back();
    assert!(!refused.status.success() && leftovers(&place.at("disk")).is_empty());
    assert!(fs::read_dir(place.at("disk")).unwrap().next().is_none());
    fs::copy(place.at("keys/station.keys"), place.at("newkeys/station.keys")).unwrap();
    let restored = back();
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
    let recover = |login: &str| jingcun(&place, &[&["recover", "--login", login], &OF]);
    // Not while it is served.
    let taken = recover("sec");
    assert!(said(&taken).contains("is using the data folder"), "{taken:?}");
    drop(folder);
    for nobody in ["desk", "system", "who"] {
        assert!(!recover(nobody).status.success());
    }
    let made = recover("sec");
    let told = String::from_utf8_lossy(&made.stdout).into_owned();
    let secret = told.trim().rsplit("/sign-in/link/").next().unwrap().to_owned();
    let code = told.split("the code ").nth(1).unwrap().split(':').next().unwrap().to_owned();
    let (_, digest) = people::Token::parse(&secret).unwrap();
    let opened = db.clone();
    let open = move |code: String| {
        opened.write_now(1, move |tx| people::use_link(tx, &digest, &code, ("test", "-"))).unwrap()
    };
    assert!(matches!(open(String::new()), people::Opened::WrongCode));
    let people::Opened::In(token) = open(code) else { panic!("the code that was printed opens") };
    let (_, digest) = people::Token::parse(&token.0).unwrap();
    let who = db.read_now(1, move |tx| people::recognise(tx, &digest)).unwrap().unwrap();
    assert!(who.actor.is(base::Role::SecurityAdmin));
    let lines = db.read_now(1, |tx| journal::list_entries(tx, i64::MAX, 3)).unwrap();
    let acts: Vec<&str> = lines.iter().map(|line| line.act.as_str()).collect();
    assert_eq!(acts, ["people.use_link", "people.refuse_code", "people.issue_link"]);
}

#[test]
fn an_older_or_newer_program_beside_one_that_serves_changes_nothing() {
    let place = TestFolder::new("versions");
    let db = station(&place);
    let schema = |sql: &'static str| db.write_now(0, move |tx| tx.put(sql, db::args![])).unwrap();
    // As if the newest step had not been taken yet by the one that serves.
    schema("CREATE TABLE kept AS SELECT * FROM schema_steps ORDER BY number DESC LIMIT 1");
    schema("DELETE FROM schema_steps WHERE number = (SELECT number FROM kept)");
    let verify = jingcun(&place, &[&["journal", "verify"], &OF]);
    for refused in [back_up(&place), verify] {
        let why = said(&refused);
        assert!(!refused.status.success() && why.contains("another version"), "{why}");
        fs::remove_file(place.at("key")).ok();
    }
    schema("INSERT INTO schema_steps SELECT * FROM kept");
    schema("INSERT INTO schema_steps (number, name, checksum) VALUES (9999, 'later', 1)");
    let refused = back_up(&place);
    let why = said(&refused);
    assert!(!refused.status.success() && why.contains("later program"), "{why}");
    let refused = jingcun(&place, &[&["serve", "--listen", "127.0.0.1:0"], &OF]);
    assert!(!refused.status.success(), "nor does it start on it");
}
