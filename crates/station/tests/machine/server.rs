//! A station on a database server: backed up, drilled, moved there and back.

use crate::{OF, build, jingcun, matters, open, open_at, restore, said, station, telephones};
use base::Lang;
use db::testing::{TestFolder, empty_schema};
use station::folder::Folder;
use std::process::Output;

#[test]
fn a_station_on_a_server_is_backed_up_and_drilled_like_any_other() {
    let Some(kept) = empty_schema().unwrap() else { return };
    let place = TestFolder::new("server");
    let served = Folder::open(&place.at("data"), Lang::En).unwrap();
    build(&place, &kept.url);
    let there = open_at(&kept.url, &place.at("keys"));
    let on = ["--database", &kept.url];
    let nowhere = jingcun(&place, &[&["drill", "--data", "@/none", "--keys", "@/keys"], &on]);
    assert!(said(&nowhere).contains("There is no data here"), "{nowhere:?}");
    let drill = jingcun(&place, &[&["drill"], &OF, &on]);
    assert!(drill.status.success(), "{drill:?}");
    let to = ["--to", "@/b", "--key", "@/key", "--new-key"];
    let made = jingcun(&place, &[&["backup"], &OF, &on, &to]);
    assert!(made.status.success(), "{made:?}");
    let restored = restore(&place, &["--from", "@/b", "--key", "@/key"], "@/new", "@/newkeys");
    assert!(restored.status.success(), "{restored:?}");
    let here = open(&place, "new", "newkeys");
    assert_eq!((matters(&here), telephones(&here)), (matters(&there), telephones(&there)));
    // It stands in a file now, and can go to a server again.
    drop((here, served));
    let again = empty_schema().unwrap().unwrap();
    let moved = jingcun(&place, &[&["move", "--from", "@/new", "--to", &again.url]]);
    assert!(moved.status.success(), "{moved:?}");
}

#[test]
fn a_station_moves_to_a_server_and_back_and_is_the_same() {
    let Some(kept) = empty_schema().unwrap() else { return };
    let place = TestFolder::new("move");
    let db = station(&place);
    let (standing, known) = (matters(&db), telephones(&db));
    drop(db);
    let url = kept.url.clone();
    let go = |from: &str, to: &str| jingcun(&place, &[&["move", "--from", from, "--to", to]]);
    let there = go("@/data", &url);
    assert!(there.status.success(), "{there:?}");
    assert!(!place.at("data/station.db").exists() && place.at("data/station.db.moved").exists());
    // Nothing is moved onto what stands.
    let other = TestFolder::new("move-other");
    drop(station(&other));
    let refused = go(&other.at("data").display().to_string(), &url);
    assert!(!refused.status.success() && other.at("data/station.db").exists());
    let back = go(&url, "@/again");
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
