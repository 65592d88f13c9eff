//! The running copy on a second disk: it stands in for a lost one, and commands beside a station whose log
//! is followed leave the log alone.

use crate::{
    OF, back_up, jingcun, matters, open, restore, said, settings, station, telephones, write,
};
use base::{Clock, Lang};
use db::testing::TestFolder;
use db::{Db, Follower};
use station::folder::{self, Folder};
use station::rooms;
use std::fs;

/// A station whose log is followed to `copy`.
fn followed(place: &TestFolder) -> (Db, Follower) {
    drop(station(place));
    let url = folder::database_url(&place.at("data"));
    let settings = settings(&url, &place.at("keys"));
    let db = Db::open_followed(settings, &rooms::migrations(), &rooms::tables()).unwrap();
    let follower = Follower::start(&url, &place.at("copy")).unwrap();
    folder::copy_marks(&place.at("data"), &place.at("copy")).unwrap();
    (db, follower)
}

/// Waits until the copy holds what was written until now: a second or so.
fn even(follower: &Follower) {
    let before = Clock::System.now();
    while follower.state().even_at.is_none_or(|at| at <= before) {
        assert_eq!(follower.state().fault, None);
        let waited = Clock::System.now().seconds_since(before);
        assert!(waited < 20, "{:?}", follower.state());
        std::thread::yield_now();
    }
}

#[test]
fn a_command_beside_a_followed_station_leaves_its_log_alone() {
    let place = TestFolder::new("beside");
    let (db, follower) = followed(&place);
    (0..5).for_each(|_| write(&db));
    even(&follower);
    let backup = ["backup", "--to", "@/b", "--key", "@/key", "--new-key"];
    for command in [&backup[..], &["drill"], &["journal", "verify"]] {
        let done = jingcun(&place, &[command, &OF]);
        assert!(done.status.success(), "{done:?}");
    }
    // One that would fold the log on closing, were it alone, finds that it is not.
    let other = jingcun(&place, &[&["recover", "--login", "nobody"], &OF]);
    assert!(!other.status.success() && place.at("data/station.db-wal").exists());
    (0..5).for_each(|_| write(&db));
    even(&follower);
    let known = telephones(&db);
    // The machine goes down here: what stands on the disk is all there is.
    fs::create_dir_all(place.at("left")).unwrap();
    for name in ["id", "station.db", "station.db-wal"] {
        fs::copy(place.at("data").join(name), place.at("left").join(name)).unwrap();
    }
    assert_eq!(telephones(&open(&place, "left", "keys")), known);
    assert!(restore(&place, &["--copy", "@/copy"], "@/last", "@/keys").status.success());
    assert_eq!(telephones(&open(&place, "last", "keys")), known);
}

#[test]
fn a_restored_backup_does_not_take_the_place_of_a_newer_copy() {
    let place = TestFolder::new("aside");
    let (db, follower) = followed(&place);
    write(&db);
    even(&follower);
    assert!(back_up(&place).status.success());
    (0..5).for_each(|_| write(&db));
    let newest = telephones(&db);
    even(&follower);
    drop((db, follower));
    fs::remove_dir_all(place.at("data")).unwrap();
    let back = restore(&place, &["--from", "@/b", "--key", "@/key"], "@/data", "@/keys");
    assert!(back.status.success(), "{back:?}");
    assert_ne!(telephones(&open(&place, "data", "keys")), newest);
    // Served again, and again, it is copied anew (and then refused: its data are invented); what was
    // copied before can still be had.
    for is_first in [true, false] {
        let at = ["serve", "--listen", "127.0.0.1:0", "--copy-to", "@/copy"];
        let served = jingcun(&place, &[&at, &OF]);
        let told = String::from_utf8_lossy(&served.stdout);
        assert_eq!(told.contains("before-restore-1"), is_first, "{served:?}");
    }
    assert!(!place.at("copy/before-restore-2").exists());
    let last = restore(&place, &["--copy", "@/copy/before-restore-1"], "@/last", "@/keys");
    assert!(last.status.success(), "{last:?}");
    assert_eq!(telephones(&open(&place, "last", "keys")), newest);
}

#[test]
fn the_running_copy_stands_in_for_a_lost_disk() {
    let place = TestFolder::new("running");
    let (db, follower) = followed(&place);
    (0..40).for_each(|_| write(&db));
    let (standing, known) = (matters(&db), telephones(&db));
    even(&follower);
    // Then the disk is gone.
    drop((db, follower));
    fs::remove_dir_all(place.at("data")).unwrap();
    let put = |data: &str, keys: &str| restore(&place, &["--copy", "@/copy"], data, keys);
    folder::open_keys(&place.at("other"), &place.at("copy"), Lang::En).unwrap();
    assert!(!put("@/data", "@/other").status.success() && !place.at("data").exists());
    let restored = put("@/data", "@/keys");
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
        let refused = jingcun(&place, &[&["serve", "--data", data], &listen]);
        let why = said(&refused);
        assert!(!refused.status.success() && why.contains("not written over"), "{why}");
    }
    // What those starts left is no obstacle; whoever holds the folder is.
    let last = || put("@/fresh", "@/keys").status.success();
    let held = Folder::open(&place.at("fresh"), Lang::En).unwrap();
    assert!(!last() && !place.at("fresh/station.db").exists());
    drop(held);
    assert!(last());
    let again = open(&place, "fresh", "keys");
    assert_eq!(telephones(&again), known);
    assert_eq!(folder::id_of(&place.at("fresh")), folder::id_of(&place.at("copy")));
}
