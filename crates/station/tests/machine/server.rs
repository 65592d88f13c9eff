//! A station on a database server: backed up, drilled, moved there and back.

use crate::{jingcun, matters, open, station, telephones};
use base::Lang;
use db::Settings;
use db::testing::TestFolder;
use station::demo::{self, BuildSettings};
use station::folder::{self, Folder};
use std::process::{Command, Output};
use std::sync::Arc;

#[test]
fn a_station_on_a_server_is_backed_up_and_drilled_like_any_other() {
    let Ok(server) = std::env::var("JINGCUN_TEST_POSTGRES") else {
        eprintln!("SKIPPED: no PostgreSQL (JINGCUN_TEST_POSTGRES is not set)");
        return;
    };
    let place = TestFolder::new("server");
    let kept = db::testing::empty_schema(&server).unwrap();
    let folder = Folder::open(&place.at("data"), Lang::En).unwrap();
    let keys = Arc::new(folder::open_keys(&place.at("keys"), &folder.path, Lang::En).unwrap());
    let settings = BuildSettings { url: kept.url.clone(), keys: Arc::clone(&keys), days: Some(1) };
    demo::build(&settings, &mut |_, _| {}).unwrap();
    let clock = base::Clock::standing_at(demo::EVENING);
    let there = station::rooms::open(Settings::alone(kept.url.clone(), clock, keys)).unwrap();
    let of = ["--data", "@/data", "--keys", "@/keys", "--database", &kept.url];
    let drill = jingcun(&place, &[&["drill"][..], &of].concat());
    assert!(drill.status.success(), "{drill:?}");
    let to = ["--to", "@/b", "--key", "@/key", "--new-key"];
    let made = jingcun(&place, &[&["backup"][..], &of, &to].concat());
    assert!(made.status.success(), "{made:?}");
    let back =
        ["restore", "--from", "@/b", "--key", "@/key", "--data", "@/new", "--keys", "@/newkeys"];
    let restored = jingcun(&place, &back);
    assert!(restored.status.success(), "{restored:?}");
    let here = open(&place, "new", "newkeys");
    assert_eq!((matters(&here), telephones(&here)), (matters(&there), telephones(&there)));
    // It stands in a file now, and can go to a server again.
    drop(here);
    let again = db::testing::empty_schema(&server).unwrap();
    let moved = jingcun(&place, &["move", "--from", "@/new", "--to", &again.url]);
    assert!(moved.status.success(), "{moved:?}");
}

#[test]
fn a_station_moves_to_a_server_and_back_and_is_the_same() {
    let Ok(server) = std::env::var("JINGCUN_TEST_POSTGRES") else {
        eprintln!("SKIPPED: no PostgreSQL (JINGCUN_TEST_POSTGRES is not set)");
        return;
    };
    let place = TestFolder::new("move");
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
    let other = TestFolder::new("move-other");
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
