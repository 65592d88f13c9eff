//! What the house finds when it looks at itself, and what it says to do.

use crate::harness::{open, open_behind, open_with_folders};
use db::testing::{Engine, TestFolder};
use station::demo::BuildSettings;
use station::folder::{self, Folder};
use station::restore::{Drill, note_backup, note_drill};
use station::site::House;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;

#[test]
fn supervisors_are_answered_and_strangers_get_no_figures() {
    let Some(house) = open(Engine::Sqlite) else { return };
    assert_eq!(house.stranger_get("/live").is(200).text, "live");
    assert_eq!(house.stranger_get("/ready").is(200).text, "ready");
    // Nobody's address is known here, so it is not this machine's.
    house.stranger_get("/metrics").is(404);
}

#[test]
fn behind_a_proxy_only_the_proxy_and_who_supervises_are_answered() {
    let proxy = std::net::IpAddr::from([10, 1, 0, 5]);
    let Some(house) = open_behind(Engine::Sqlite, proxy) else { return };
    let ask = |path: &str, from: [u8; 4]| house.get_from(path, from.into()).status.as_u16();
    for path in ["/sign-in", "/ready", "/live"] {
        assert_eq!((ask(path, [10, 1, 0, 5]), ask(path, [10, 1, 0, 6])), (200, 403), "{path}");
    }
    assert_eq!((ask("/ready", [127, 0, 0, 1]), ask("/live", [127, 0, 0, 1])), (200, 200));
    assert_eq!((ask("/sign-in", [127, 0, 0, 1]), ask("/metrics", [127, 0, 0, 1])), (403, 200));
    assert_eq!((ask("/metrics", [10, 1, 0, 5]), ask("/metrics", [10, 1, 0, 6])), (404, 403));
    // What a proxy on this machine passes on may come from anywhere.
    let Some(house) = open_behind(Engine::Sqlite, [127, 0, 0, 1].into()) else { return };
    let ask = |path: &str| house.get_from(path, [127, 0, 0, 1].into()).status.as_u16();
    assert_eq!((ask("/sign-in"), ask("/metrics")), (200, 404));
}

#[test]
fn at_its_hour_the_house_drills_once() {
    let place = TestFolder::new("nightly");
    let folder = Folder::open(&place.at("data"), base::Lang::En).unwrap();
    let keys = folder::open_keys(&place.at("keys"), &folder.path, base::Lang::En).unwrap();
    let (keys, url) = (std::sync::Arc::new(keys), folder::database_url(&folder.path));
    let settings = BuildSettings {
        url: url.clone(),
        keys: keys.clone(),
        house: "00".repeat(16),
        days: Some(1),
    };
    station::demo::build(&settings, &mut |_, _| {}).unwrap();
    let clock = base::Clock::standing_at(station::demo::EVENING);
    let settings = db::Settings::alone(url.clone(), clock.clone(), keys);
    let db = station::rooms::open(settings).unwrap();
    let house = House { data: folder.path.clone(), keys: place.at("keys"), url, follower: None };
    let site = station::Site::new(station::SiteSettings {
        db,
        seed: base::Seed::fixed(5),
        folder_id: folder.id.clone(),
        doorway: station::site::Doorway::default(),
        house: Some(house),
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let opened = clock.now();
    let look = || {
        runtime.block_on(station::nightly::look(&site, opened)).unwrap();
        station::restore::last_drill(&folder.path)
    };
    assert_eq!(look(), None, "its hour has not come since the start");
    clock.set(base::Time::parse("2024-05-12T19:00:30Z").unwrap());
    let first = look().unwrap();
    assert!(first.fault.is_none() && first.lines > 100, "{first:?}");
    clock.advance(3_600);
    assert_eq!(look().unwrap(), first, "once a night");
    // The next night the keys are gone: it failed, and says so.
    std::fs::rename(place.at("keys"), place.at("moved")).unwrap();
    clock.advance(86_400);
    let second = look().unwrap();
    assert!(second.fault.is_some() && second.at > first.at, "{second:?}");
}

#[test]
fn each_check_says_what_it_found_and_what_to_do() {
    let place = TestFolder::new("look");
    let (data, keys) = (place.at("data"), place.at("keys"));
    std::fs::create_dir_all(&data).unwrap();
    std::fs::create_dir_all(&keys).unwrap();
    std::fs::set_permissions(&keys, PermissionsExt::from_mode(0o700)).unwrap();
    let url = folder::database_url(&data);
    let folders = House { data: data.clone(), keys: keys.clone(), url, follower: None };
    let house = open_with_folders(Engine::Sqlite, folders).unwrap();
    let states = || -> BTreeMap<String, String> {
        let list = house.person("system_admin").ask("/diagnosis").is(200).json();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let items = list["items"].as_array().unwrap().clone();
        for item in &items {
            // What is in order needs nothing; what is not says what to do.
            assert_eq!(item["state"] == "good", item["remedy"] == "", "{item}");
        }
        items.iter().map(|item| (text(&item["check"]), text(&item["state"]))).collect()
    };
    let now = |check: &str| states()[check].clone();
    assert_eq!((now("drill"), now("backup")), ("warning".into(), "bad".into()));
    assert_eq!((now("copy"), now("keys")), ("absent".into(), "good".into()));
    assert_eq!(
        (now("seats"), now("holidays"), now("clock")),
        ("good".into(), "good".into(), "good".into())
    );
    // A drill of last night; one of the night before; one that failed.
    let drill = |hours: i64, fault: Option<&str>| {
        let at = house.test.clock.now().plus_seconds(-hours * 3_600).to_string();
        let fault = fault.map(str::to_owned);
        note_drill(&data, &Drill { at, seconds: 14.6, lines: 284, fault }).unwrap();
        now("drill")
    };
    assert_eq!((drill(17, None), drill(41, None)), ("good".into(), "bad".into()));
    let page = house.person("system_admin").get("/diagnosis").is(200).text;
    assert!(page.contains("用时 14.6 秒") && page.contains("jingcun drill"));
    assert_eq!(drill(1, Some("盘写满了")), "bad");
    assert!(house.person("chief").get("/diagnosis").is(200).text.contains("失败：盘写满了"));
    // The note of a backup carries the machine's own time, which a test's clock is behind.
    note_backup(&data, &keys, 272_000_000).unwrap();
    assert_eq!(now("backup"), "good");
    // Keys that were changed since are not in it: what the running copy holds would not open.
    let own = base::Keys::load_or_make(&keys).unwrap();
    let mut chance = base::Chance::seeded(4);
    own.begin_rotation(&keys, &mut chance).unwrap();
    own.end_rotation(&keys).unwrap();
    assert_eq!(now("backup"), "bad");
    note_backup(&data, &keys, 272_000_000).unwrap();
    assert_eq!(now("backup"), "good");
    std::fs::set_permissions(&keys, PermissionsExt::from_mode(0o755)).unwrap();
    assert_eq!(now("keys"), "bad");
    // In December the next year's holidays are expected, and a clock that goes back is told.
    house.test.clock.set(base::Time::parse("2026-12-02T02:00:00Z").unwrap());
    assert_eq!(now("holidays"), "warning");
    house.test.clock.set(db::testing::EVENING);
    house.person("chief").post("/telephones", &[("label", "供电"), ("number", "95598")]).is(303);
    house.test.clock.set(base::Time::parse("2024-05-12T11:00:00Z").unwrap());
    assert_eq!(now("clock"), "bad");
    for nobody in ["officer", "desk", "security_admin"] {
        house.person(nobody).get("/diagnosis").is(403);
    }
    house.look_away();
}
