//! A station is never lost by a start: the demo touches nothing but its own, keys and database know each
//! other before anything is written, and a place that held a station never opens an empty one. Each refusal
//! is met in words, on both engines, and leaves every file as it was.

use crate::power_cut::{IMPORT, put_records};
use crate::{OF, back_up, command, jingcun, open, restore, said};
use db::testing::{TestFolder, empty_schema};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::time::Duration;

/// A station that is nobody's demo, by an import; `on` names where its database is.
fn fill(place: &TestFolder, on: &[&str]) {
    put_records(place, 2);
    fs::create_dir_all(place.at("data")).unwrap();
    let done = jingcun(place, &[&IMPORT, &OF, on]);
    assert!(done.status.success(), "{done:?}");
}

/// Every file under the test's folder with what is in it, but the locks.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        let is_of_look = name.ends_with("-shm") || name.ends_with("-wal") || name.ends_with("lock");
        match path.is_dir() {
            true => found.extend(files(&path)),
            false if is_of_look => {}
            false => drop(found.insert(name, fs::read(&path).unwrap())),
        }
    }
    found
}

/// A command that has to end by itself, in words, and to leave everything as it was.
fn refused(place: &TestFolder, args: &[&[&str]], words: &str) {
    let before = files(&place.path);
    let mut begun = command(place, &args.concat());
    let mut child = begun.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut patience = 3_000;
    while child.try_wait().unwrap().is_none() {
        patience -= 1;
        if patience == 0 {
            child.kill().unwrap();
            panic!("{args:?} goes on");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let ended = child.wait_with_output().unwrap();
    assert!(!ended.status.success() && said(&ended).contains(words), "{args:?}: {ended:?}");
    assert!(!said(&ended).contains("internal"), "{ended:?}");
    let after = files(&place.path);
    // A folder that is looked at has a lock and an id.
    let changed = after.iter().filter(|(name, text)| before.get(*name) != Some(*text));
    let changed: Vec<_> = changed.map(|(name, _)| name).filter(|n| !n.ends_with("/id")).collect();
    assert!(
        changed.is_empty() && before.keys().all(|name| after.contains_key(name)),
        "{changed:?}"
    );
}

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];
const DEMO: [&str; 5] = ["demo", "--listen", "127.0.0.1:0", "--days", "1"];

/// Serves until it answers; whoever stops it lets it close.
fn serve(place: &TestFolder, args: &[&[&str]]) -> Child {
    let ready = place.at("ready");
    drop(fs::remove_file(&ready));
    let mut begun = command(place, &[&args.concat()[..], &["--ready-file", "@/ready"]].concat());
    let mut child = begun.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut patience = 6_000;
    while !ready.exists() {
        patience -= 1;
        if child.try_wait().unwrap().is_some() || patience == 0 {
            drop(child.kill());
            panic!("{:?}", child.wait_with_output().unwrap());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

fn stop(mut child: Child) {
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(child.wait().unwrap().success());
}

fn away(place: &TestFolder, name: &str) {
    fs::rename(place.at(name), place.at(&format!("{name}-away"))).unwrap();
}

fn back(place: &TestFolder, name: &str) {
    drop(fs::remove_dir_all(place.at(name)));
    fs::rename(place.at(&format!("{name}-away")), place.at(name)).unwrap();
}

fn succeeded(output: &Output) {
    assert!(output.status.success(), "{output:?}");
}

/// A1, in a file and on a server.
#[test]
fn the_demo_touches_nothing_but_its_own() {
    let place = TestFolder::new("marks-demo");
    fill(&place, &[]);
    for demo in [&DEMO[..], &["demo", "remove"]] {
        refused(&place, &[demo, &OF], "cannot be shown to be the demo's");
    }
    // Restored, it is as little the demo's; nor is it where the mark of the folder was lost.
    succeeded(&back_up(&place));
    let put = restore(&place, &["--from", "@/b", "--key", "@/key"], "@/new", "@/newkeys");
    succeeded(&put);
    fs::remove_file(place.at("new/house.marks")).unwrap();
    for demo in [&DEMO[..], &["demo", "remove"]] {
        let at = ["--data", "@/new", "--keys", "@/newkeys"];
        refused(&place, &[demo, &at], "cannot be shown to be the demo's");
    }
    let db = open(&place, "new", "newkeys");
    let sql = "SELECT COUNT(*) FROM incidents WHERE station_id = $1 /* all */";
    let calls = db.read_now(77, move |tx| tx.one::<(i64,)>(sql, db::args![77_i64])).unwrap().0;
    assert_eq!(calls, 2);
    let Some(kept) = empty_schema().unwrap() else { return };
    let other = TestFolder::new("marks-demo-server");
    fill(&other, &["--database", &kept.url]);
    let at = ["--data", "@/demo", "--keys", "@/demokeys", "--database", &kept.url];
    refused(&other, &[&DEMO, &at], "cannot be shown to be the demo's");
}

/// The other way round, and what was cut off.
#[test]
fn a_demo_is_no_station_and_one_half_built_is_its_own() {
    let place = TestFolder::new("marks-own");
    stop(serve(&place, &[&DEMO, &OF]));
    refused(&place, &[&SERVE, &OF], "holds the demo's data");
    // Half built: its mark stands in the database, and it is built again.
    fs::remove_file(place.at("data/built")).unwrap();
    stop(serve(&place, &[&DEMO, &OF]));
    assert!(place.at("data/built").exists());
    let made = restore(&place, &["--from", "@/none", "--key", "@/none"], "@/data", "@/keys");
    assert!(!made.status.success());
    succeeded(&jingcun(&place, &[&["demo", "remove"], &OF]));
    assert!(!place.at("data").exists() && !place.at("keys").exists());
    let Some(kept) = empty_schema().unwrap() else { return };
    let other = TestFolder::new("marks-own-server");
    let on = ["--database", &kept.url];
    stop(serve(&other, &[&DEMO, &OF, &on]));
    for entry in fs::read_dir(other.at("data")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with("built-") {
            fs::remove_file(path).unwrap();
        }
    }
    refused(&other, &[&DEMO, &OF, &on], "was cut off while it was built");
    refused(&other, &[&SERVE, &OF, &on], "holds the demo's data");
}

/// D1: wrong keys, and none, before anything is written.
#[test]
fn keys_and_database_know_each_other_before_anything_is_written() {
    let (place, other) = (TestFolder::new("marks-keys"), TestFolder::new("marks-other"));
    fill(&place, &[]);
    fill(&other, &[]);
    stop(serve(&place, &[&SERVE, &OF]));
    away(&place, "keys");
    let recover = ["recover", "--login", "imported"];
    let export = ["journal", "export-head"];
    for act in [&SERVE[..], &["rotate-keys"], &recover, &IMPORT] {
        refused(&place, &[act, &OF], "holds no keys");
    }
    fs::create_dir(place.at("keys")).unwrap();
    refused(&place, &[&SERVE, &OF], "holds no keys");
    fs::copy(other.at("keys/station.keys"), place.at("keys/station.keys")).unwrap();
    for act in [&SERVE[..], &["rotate-keys"], &recover, &IMPORT] {
        refused(&place, &[act, &OF], "do not open the data of");
    }
    refused(&place, &[&export, &OF], "do not open the data of");
    let to = ["--to", "@/b", "--key", "@/key", "--new-key"];
    for act in [&["drill"][..], &[&["backup"][..], &to].concat()] {
        let ended = jingcun(&place, &[act, &OF]);
        assert!(said(&ended).contains("do not open the data of"), "{ended:?}");
    }
    back(&place, "keys");
    stop(serve(&place, &[&SERVE, &OF]));
    // Keys from before they were changed are not the station's any more.
    fs::create_dir(place.at("old")).unwrap();
    fs::copy(place.at("keys/station.keys"), place.at("old/station.keys")).unwrap();
    succeeded(&jingcun(&place, &[&["rotate-keys"], &OF]));
    let old = ["--data", "@/data", "--keys", "@/old"];
    refused(&place, &[&SERVE, &old], "older than the last change of keys");
    stop(serve(&place, &[&SERVE, &OF]));
    let Some(kept) = empty_schema().unwrap() else { return };
    let server = TestFolder::new("marks-keys-server");
    let on = ["--database", &kept.url];
    fill(&server, &on);
    away(&server, "keys");
    refused(&server, &[&SERVE, &OF, &on], "holds no keys");
    fs::create_dir(server.at("keys")).unwrap();
    fs::copy(other.at("keys/station.keys"), server.at("keys/station.keys")).unwrap();
    refused(&server, &[&SERVE, &OF, &on], "do not open the data of");
}

/// I1: a disk that is not mounted, whichever half is gone.
#[test]
fn a_place_that_held_a_station_opens_no_empty_one() {
    let place = TestFolder::new("marks-place");
    fill(&place, &[]);
    succeeded(&back_up(&place));
    away(&place, "data");
    fs::create_dir(place.at("data")).unwrap();
    refused(&place, &[&SERVE, &OF], "A station stood here");
    refused(&place, &[&IMPORT, &OF], "A station stood here");
    refused(&place, &[&DEMO, &OF], "A station stood here");
    // The file alone is gone, and the keys with it.
    back(&place, "data");
    away(&place, "keys");
    fs::rename(place.at("data/station.db"), place.at("aside")).unwrap();
    refused(&place, &[&SERVE, &OF], "A station stood here");
    back(&place, "keys");
    // Keys of a program before the marks are as good a sign.
    fs::rename(place.at("keys/house.marks"), place.at("marks")).unwrap();
    let empty = ["--data", "@/empty", "--keys", "@/keys"];
    refused(&place, &[&SERVE, &empty], "holds keys already");
    // What it says to do helps.
    let put = restore(&place, &["--from", "@/b", "--key", "@/key"], "@/again", "@/keys");
    succeeded(&put);
    stop(serve(&place, &[&SERVE, &["--data", "@/again", "--keys", "@/keys"]]));
    let fresh = ["--data", "@/fresh", "--keys", "@/freshkeys"];
    stop(serve(&place, &[&SERVE, &fresh]));
    stop(serve(&place, &[&SERVE, &fresh]));
}

/// I1: the keys lie where they lie unless told otherwise, and the folder's id was on the disk.
#[test]
fn a_disk_that_is_not_mounted_is_known_by_the_usual_keys() {
    let place = TestFolder::new("marks-usual");
    fill(&place, &[]);
    let usual = |args: &[&str]| {
        let mut made = command(&place, args);
        made.env("XDG_CONFIG_HOME", place.at("config"));
        made.output().unwrap()
    };
    let data = ["--data", "@/usual"];
    fs::create_dir(place.at("usual")).unwrap();
    succeeded(&usual(&[&IMPORT[..], &data].concat()));
    fs::remove_dir_all(place.at("usual")).unwrap();
    let again = usual(&[&SERVE[..], &data].concat());
    assert!(said(&again).contains("A station stood here"), "{again:?}");
}

/// I1: moved to a server and back, the unchanged unit says where it went.
#[test]
fn what_was_moved_away_says_where_it_went() {
    let Some(kept) = empty_schema().unwrap() else { return };
    let place = TestFolder::new("marks-moved");
    fill(&place, &[]);
    let url = kept.url.as_str();
    let moving = |from: &str, to: &str| jingcun(&place, &[&["move", "--from", from, "--to", to]]);
    succeeded(&moving("@/data", url));
    refused(&place, &[&SERVE, &OF], "was moved to postgres://");
    let on = ["--database", url];
    stop(serve(&place, &[&SERVE, &OF, &on]));
    refused(&place, &[&SERVE, &OF], "A station stood here (at postgres://");
    let marks = fs::read_to_string(place.at("keys/house.marks")).unwrap();
    assert!(!marks.contains('?') && !marks.contains('@'), "no password: {marks}");
    // Nothing is moved onto it, in words.
    let other = TestFolder::new("marks-moved-other");
    fill(&other, &[]);
    refused(&other, &[&["move", "--from", "@/data", "--to", url]], "holds data already");
    succeeded(&moving(url, "@/home"));
    refused(&place, &[&SERVE, &OF, &on], "was moved to");
    refused(&place, &[&["move", "--from", url, "--to", "@/twice"]], "was moved to");
    stop(serve(&place, &[&SERVE, &["--data", "@/home", "--keys", "@/keys"]]));
    // Once more onto a server that knows nothing of it.
    let again = empty_schema().unwrap().unwrap();
    succeeded(&moving("@/home", &again.url));
    let here = ["--data", "@/home", "--keys", "@/keys", "--database", &again.url];
    stop(serve(&place, &[&SERVE, &here]));
    // And back into the folder it was moved from.
    succeeded(&moving(&again.url, "@/home"));
    stop(serve(&place, &[&SERVE, &["--data", "@/home", "--keys", "@/keys"]]));
}

/// A database of a program before the marks takes its mark at the first start by the right keys alone.
#[test]
fn an_earlier_database_takes_its_mark_by_the_keys_that_open_it() {
    let (place, other) = (TestFolder::new("marks-earlier"), TestFolder::new("marks-earlier-b"));
    for one in [&place, &other] {
        fill(one, &[]);
        let db = open(one, "data", "keys");
        let forget = |tx: &mut db::Tx<'_>| {
            tx.exec("DELETE FROM house WHERE station_id = $1", db::args![0_i64]).map(|_| ())
        };
        db.write_now(0, forget).unwrap();
        fs::remove_file(one.at("data/house.marks")).unwrap();
        fs::remove_file(one.at("keys/house.marks")).unwrap();
    }
    away(&place, "keys");
    refused(&place, &[&SERVE, &OF], "holds no keys");
    fs::create_dir(place.at("keys")).unwrap();
    fs::copy(other.at("keys/station.keys"), place.at("keys/station.keys")).unwrap();
    let wrong = jingcun(&place, &[&SERVE, &OF]);
    assert!(said(&wrong).contains("do not open the data of"), "{wrong:?}");
    back(&place, "keys");
    stop(serve(&place, &[&SERVE, &OF]));
    let row = people::look_for_house(&station::folder::database_url(&place.at("data"))).unwrap();
    assert!(row.is_some_and(|row| !row.is_demo));
}
