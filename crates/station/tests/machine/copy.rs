//! Commands beside a station whose log is followed.

use crate::{jingcun, open, station, telephones};
use db::testing::TestFolder;
use db::{Db, Settings};
use station::{demo, folder};
use std::fs;
use std::sync::Arc;

#[test]
fn a_command_beside_a_followed_station_leaves_its_log_alone() {
    let place = TestFolder::new("beside");
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
    let even = || {
        let before = base::Clock::System.now();
        while follower.state().even_at.is_none_or(|at| at <= before) {
            assert_eq!(follower.state().fault, None);
            let waited = base::Clock::System.now().seconds_since(before);
            assert!(waited < 20, "{:?}", follower.state());
            std::thread::yield_now();
        }
    };
    (0..5).for_each(|_| db.write_now(1, add).unwrap());
    even();
    let of = ["--data", "@/data", "--keys", "@/keys"];
    let to = ["--to", "@/b", "--key", "@/key", "--new-key"];
    for command in [
        &[&["backup"][..], &of, &to].concat()[..],
        &[&["drill"][..], &of].concat(),
        &[&["journal", "verify"][..], &of].concat(),
    ] {
        let done = jingcun(&place, command);
        assert!(done.status.success(), "{done:?}");
    }
    // One that would fold the log on closing, were it alone, finds that it is not.
    let other = jingcun(&place, &[&["recover", "--login", "nobody"][..], &of].concat());
    assert!(!other.status.success() && place.at("data/station.db-wal").exists());
    (0..5).for_each(|_| db.write_now(1, add).unwrap());
    even();
    let known = telephones(&db);
    // The machine goes down here: what stands on the disk is all there is.
    fs::create_dir_all(place.at("left")).unwrap();
    for name in ["id", "station.db", "station.db-wal"] {
        fs::copy(place.at("data").join(name), place.at("left").join(name)).unwrap();
    }
    assert_eq!(telephones(&open(&place, "left", "keys")), known);
    let last = ["restore", "--copy", "@/copy", "--data", "@/last", "--keys", "@/keys"];
    assert!(jingcun(&place, &last).status.success());
    assert_eq!(telephones(&open(&place, "last", "keys")), known);
}
