//! A new master key while everybody works, cut off half-way and gone on with: nothing is lost, and the
//! old key opens nothing any more.

use crate::{OF, build, jingcun, open_at};
use base::{Actor, Id, Keys, Lang, SealPlace};
use db::testing::{TestFolder, empty_schema};
use db::{Db, SealedRow, Tx};
use station::folder::{self, Folder};
use station::rooms;
use station::rotation::{Rotated, rotate};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

type Values = BTreeMap<(&'static str, &'static str, Id, usize), Vec<u8>>;

/// Every sealed value as it stands.
fn sealed(db: &Db) -> Values {
    let mut values = Values::new();
    for column in rooms::sealed() {
        let list = move |tx: &mut Tx<'_>| db::list_sealed(tx, column, SealedRow::first(), i64::MAX);
        for (place, (row, bytes)) in db.read_now(1, list).unwrap().into_iter().enumerate() {
            values.insert((column.bound.0, column.column, row.place(column).row, place), bytes);
        }
    }
    values
}

/// Opens them; the key of a line of the journal is bound to its payload.
fn opened(db: &Db, values: &Values) -> Values {
    let open = |(key, bytes): (&(&'static str, &'static str, Id, usize), &Vec<u8>)| {
        let (table, column, row, _) = *key;
        let column = if column == "key_sealed" { "payload_sealed" } else { column };
        let plain = db.keys().open(1, SealPlace { table, column, row }, bytes).unwrap();
        (*key, plain)
    };
    values.iter().map(open).collect()
}

/// Somebody who writes what is sealed, all the time.
fn writer(db: &Db, stop: &Arc<AtomicBool>, written: &Arc<AtomicUsize>) -> JoinHandle<()> {
    let (db, stop, written) = (db.clone(), Arc::clone(stop), Arc::clone(written));
    std::thread::spawn(move || {
        let system = db.read_now(1, people::find_station).unwrap().system_id;
        while !stop.load(Ordering::SeqCst) {
            let actor = Actor::system(1, system);
            let act =
                move |tx: &mut Tx<'_>| people::propose(tx, &actor, "nothing", "", "{}").map(|_| ());
            db.write_now(1, act).unwrap();
            written.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    })
}

/// The whole story on the database at `url`; the folder has its keys in `keys`.
fn story(place: &TestFolder, url: &str) {
    let keys = place.at("keys");
    build(place, url);
    let db = open_at(url, &keys);
    let before = sealed(&db);
    let plain = opened(&db, &before);
    let old = db.keys().newest();
    assert!(before.len() > 500 && before.values().all(|bytes| bytes[1] == old));

    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let busy = writer(&db, &stop, &written);
    // The machine goes down after some of it.
    let mut acts = 0;
    let cut = rotate(&db, &keys, &mut |_| {
        acts += 1;
        acts < 4
    });
    let Rotated::CutOff(count) = cut.unwrap() else { panic!("it came to the end") };
    assert!(count > 0 && count < before.len() as u64 && db.keys().is_rotating());
    // Two at once never.
    let held = db.keys().take_rotation().unwrap();
    assert!(rotate(&db, &keys, &mut |_| true).is_err());
    drop(held);
    stop.store(true, Ordering::SeqCst);
    busy.join().unwrap();
    drop(db);

    let db = open_at(url, &keys);
    assert!(db.keys().is_rotating(), "the next start knows");
    let half = sealed(&db);
    assert!(
        half.values().any(|bytes| bytes[1] == old) && half.values().any(|bytes| bytes[1] != old)
    );
    stop.store(false, Ordering::SeqCst);
    let busy = writer(&db, &stop, &written);
    let begun = written.load(Ordering::SeqCst);
    while written.load(Ordering::SeqCst) < begun + 3 {
        std::thread::yield_now();
    }
    let done = rotate(&db, &keys, &mut |_| true).unwrap();
    let meanwhile = written.load(Ordering::SeqCst) - begun;
    assert!(matches!(done, Rotated::Done(count) if count > 0));
    stop.store(true, Ordering::SeqCst);
    busy.join().unwrap();
    assert!(meanwhile > 5, "they wrote meanwhile: {meanwhile}");

    let after = sealed(&db);
    let new = db.keys().newest();
    assert!(new != old && after.values().all(|bytes| bytes[1] == new));
    let opened = opened(&db, &after);
    for (key, text) in &plain {
        assert_eq!(opened.get(key), Some(text), "{key:?}");
    }
    // What the old key sealed, kept elsewhere, opens nowhere.
    let ((table, column, row, _), bytes) =
        before.iter().find(|(key, _)| key.0 == "callers").unwrap();
    let place = SealPlace { table, column, row: *row };
    assert!(db.keys().open(1, place, bytes).is_err());
    assert!(Keys::load_or_make(&keys).unwrap().open(1, place, bytes).is_err());
    let verified = db.read_now(1, |tx| journal::verify(tx, &[])).unwrap();
    assert!(verified.unwrap().lines > 100);
    let last = db.read_now(1, |tx| journal::list_entries(tx, i64::MAX, 50)).unwrap();
    assert!(last.iter().any(|line| line.act == "station.rotate_keys"));
}

#[test]
fn everything_is_sealed_anew_in_a_file_while_somebody_writes() {
    let place = TestFolder::new("rotate");
    let folder = Folder::open(&place.at("data"), Lang::En).unwrap();
    let url = folder::database_url(&folder.path);
    story(&place, &url);
    // A backup made now opens with the keys in it.
    drop(folder);
    let drill = jingcun(&place, &[&["drill"], &OF]);
    assert!(drill.status.success(), "{drill:?}");
    // By hand, where nobody serves.
    let again = jingcun(&place, &[&["rotate-keys"], &OF]);
    assert!(again.status.success(), "{again:?}");
    assert_eq!(Keys::load_or_make(&place.at("keys")).unwrap().newest(), 3);
    let drill = jingcun(&place, &[&["drill"], &OF]);
    assert!(drill.status.success(), "{drill:?}");
}

#[test]
fn everything_is_sealed_anew_on_a_server_while_somebody_writes() {
    let Some(kept) = empty_schema().unwrap() else { return };
    let place = TestFolder::new("rotate-server");
    std::fs::create_dir_all(place.at("data")).unwrap();
    story(&place, &kept.url);
}
