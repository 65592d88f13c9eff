//! C15: the power is cut in the middle of an import, again and again; the machine comes back, the import
//! goes on, a spare box takes the backup. No half record, a whole journal, the same totals to the digit,
//! and a second import that changes nothing.

use crate::{OF, back_up, command, jingcun, open, restore};
use base::Chance;
use db::testing::TestFolder;
use db::{Db, args};
use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

/// How many records, and how often the power goes.
const RECORDS: u32 = 2_000;
const CUTS: usize = 8;

const MAPPING: &str = r#"
[station]
number = 77
code = "past"
name = "往年"
zone = "Asia/Shanghai"
[call]
number = "call"
numbers_in_order = true
place = ["place"]
summary = ["type"]
source = "9900"
[unit]
receiver = "unit"
many = 3
[[stamps]]
column = "received"
means = "received"
[[stamps]]
column = "sent"
means = "sent"
[[stamps]]
column = "done"
means = "cleared"
[kinds]
default = "QT"
[[kinds.by]]
column = "type"
codes = { "噪声" = "ZA-05", "纠纷" = "JF-01" }
[levels]
default = 3
"#;

fn records(count: u32) -> String {
    let mut text = "call,unit,received,sent,done,type,place\n".to_owned();
    for number in 0..count {
        let (day, hour, minute) = (1 + number / 200, number / 60 % 24, number % 60);
        let kind = ["噪声", "纠纷", "其他"][number as usize % 3];
        let at = |plus: u32| format!("2023-03-{day:02}T{hour:02}:{:02}:{plus:02}", minute);
        text +=
            &format!("{number},一组,{},{},{},{kind},{}号\n", at(0), at(20), at(50), number % 90);
    }
    text
}

/// So many records and what is known of their columns, for [`IMPORT`].
pub fn put_records(place: &TestFolder, count: u32) {
    fs::write(place.at("records.csv"), records(count)).unwrap();
    fs::write(place.at("mapping.toml"), MAPPING).unwrap();
}

pub const IMPORT: [&str; 5] =
    ["import", "incidents", "@/records.csv", "--mapping", "@/mapping.toml"];

/// Where a backup lies, and the key of all of them.
fn to(file: &str) -> [&str; 4] {
    ["--key", "@/key", "--to", file]
}

/// Begins a command, to be cut off.
fn begin(place: &TestFolder, args: &[&[&str]]) -> std::process::Child {
    let mut begun = command(place, &args.concat());
    begun.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

db::row! {
    /// An incident, and how much it has.
    struct Total {
        number: String,
        topic: String,
        state: String,
        opened_at: i64,
        orders: i64,
        stamps: i64,
    }
}

/// Number, kind, state and time of every incident, and how many orders and stamps each has.
fn totals(db: &Db) -> Vec<(String, String, String, i64, i64, i64)> {
    let sql = "SELECT m.number, m.topic, m.state, m.opened_at,
                   (SELECT count(*) FROM orders o WHERE o.station_id = m.station_id AND o.matter_id = m.id) AS orders,
                   (SELECT count(*) FROM stamps s JOIN orders o ON o.station_id = s.station_id
                        AND o.id = s.order_id WHERE o.station_id = m.station_id AND o.matter_id = m.id) AS stamps
               FROM matters m WHERE m.station_id = $1 ORDER BY m.number /* all */";
    let rows: Vec<Total> = db.read_now(77, move |tx| tx.all(sql, args![77_i64])).unwrap();
    rows.into_iter()
        .map(|row| (row.number, row.topic, row.state, row.opened_at, row.orders, row.stamps))
        .collect()
}

fn verified(db: &Db) -> i64 {
    db.read_now(77, |tx| journal::verify(tx, &[])).unwrap().unwrap().lines
}

#[test]
fn a_power_cut_in_the_middle_of_an_import_costs_nothing() {
    let place = TestFolder::new("power");
    put_records(&place, RECORDS);
    fs::create_dir_all(place.at("data")).unwrap();
    // One that is left alone, to compare with.
    let calm = ["--data", "@/calm", "--keys", "@/calmkeys"];
    let whole = jingcun(&place, &[&IMPORT, &calm]);
    assert!(whole.status.success(), "{whole:?}");
    let calm = open(&place, "calm", "calmkeys");
    let expected = totals(&calm);
    let known: BTreeSet<_> = expected.iter().cloned().collect();
    assert_eq!(expected.len(), RECORDS as usize);

    let (mut chance, mut in_the_middle) = (Chance::seeded(15), 0);
    for _ in 0..CUTS {
        let mut running = begin(&place, &[&IMPORT, &OF]);
        // Once it has written so much, some moment later.
        let (log, wanted) = (place.at("data/station.db-wal"), 700_000 + chance.below(3_000_000));
        let mut patience = 2_000;
        while fs::metadata(&log).map_or(0, |about| about.len()) < wanted && patience > 0 {
            std::thread::sleep(Duration::from_millis(1));
            patience -= 1;
        }
        std::thread::sleep(Duration::from_micros(chance.below(20_000)));
        running.kill().unwrap();
        running.wait().unwrap();
        if place.at("data/station.db").exists() && place.at("keys/station.keys").exists() {
            let db = open(&place, "data", "keys");
            let stands = totals(&db);
            // A record is there with everything it has, or not at all.
            assert!(stands.iter().all(|one| known.contains(one)), "half a record");
            in_the_middle += usize::from(!stands.is_empty() && stands.len() < expected.len());
            if !stands.is_empty() {
                verified(&db);
            }
        }
    }
    println!("{in_the_middle} of {CUTS} cuts fell into the import");
    assert!(in_the_middle > 0, "no cut fell into it");
    assert!(jingcun(&place, &[&IMPORT, &OF]).status.success());
    let db = open(&place, "data", "keys");
    assert_eq!(totals(&db), expected);
    let lines = verified(&db);
    // The same package again is one line: that it was there.
    assert!(jingcun(&place, &[&IMPORT, &OF]).status.success());
    assert_eq!((totals(&db), verified(&db)), (expected.clone(), lines + 1));
    drop(db);

    // The spare box.
    let made = back_up(&place);
    assert!(made.status.success(), "{made:?}");
    let put = restore(&place, &["--from", "@/b", "--key", "@/key"], "@/spare", "@/sparekeys");
    assert!(put.status.success(), "{put:?}");
    let spare = open(&place, "spare", "sparekeys");
    assert_eq!((totals(&spare), verified(&spare)), (expected, lines + 1));
}

#[test]
fn a_backup_that_is_cut_off_is_none_and_is_made_again() {
    let place = TestFolder::new("cut-backup");
    put_records(&place, RECORDS);
    let filled = jingcun(&place, &[&IMPORT, &OF]);
    assert!(filled.status.success(), "{filled:?}");
    assert!(jingcun(&place, &[&["backup", "--new-key"], &OF, &to("@/first")]).status.success());
    let (mut none, mut whole) = (0, None);
    for round in 0..20 {
        let file = format!("@/b{round}");
        let mut running = begin(&place, &[&["backup"], &OF, &to(&file)]);
        std::thread::sleep(Duration::from_millis(2 * round));
        running.kill().unwrap();
        running.wait().unwrap();
        match place.at(&format!("b{round}")).exists() {
            true => whole = Some(file),
            false => none += 1,
        }
    }
    println!("{none} of 20 left none");
    assert!(none > 0, "no cut came early enough");
    // One that stands is whole, and the next is made as ever; another name is asked for what stands.
    assert!(!jingcun(&place, &[&["backup"], &OF, &to("@/first")]).status.success());
    assert!(jingcun(&place, &[&["backup"], &OF, &to("@/last")]).status.success());
    for (number, from) in
        ["@/first".to_owned(), "@/last".to_owned()].into_iter().chain(whole).enumerate()
    {
        let (data, keys) = (format!("@/one{number}"), format!("@/one{number}keys"));
        let restored = restore(&place, &["--from", &from, "--key", "@/key"], &data, &keys);
        assert!(restored.status.success(), "{restored:?}");
    }
    let only = ["restore", "--from", "@/first", "--key", "@/key", "--keys", "@/k", "--only-keys"];
    assert!(jingcun(&place, &[&only]).status.success());
    let keys = |name: &str| fs::read(place.at(name).join("station.keys")).unwrap();
    assert_eq!(keys("k"), keys("keys"));
}
