//! The journal alone: what verifying finds, and what it accepts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use base::{Actor, Chance, Fault, Id, Role};
use db::testing::{Engine, TestDb};
use db::{Tx, args};
use journal::{Break, Line, Report, Subject};
use serde_json::json;

fn open(engine: Engine) -> Option<TestDb> {
    db::testing::open(engine, journal::MIGRATIONS, journal::TABLES, 1).unwrap()
}

db::engine_tests!(
    a_whole_journal_verifies,
    every_kind_of_damage_is_named,
    a_lawful_erasure_is_accepted,
    truncation_shows_against_an_exported_head,
    a_key_is_answered_once,
);

fn someone() -> Actor {
    Actor::system(1, Id::new(base::Time::default(), &mut Chance::seeded(5)))
}

fn write(tx: &mut Tx<'_>, count: usize) -> Result<(), Fault> {
    let actor = someone();
    let mut change = journal::begin(tx)?;
    for number in 0..count {
        let line = Line {
            act: "test.write",
            subject: Subject { kind: "matter", id: actor.account },
            capacity: Role::System,
            reason: Some("因为"),
            particulars: json!({ "number": number }),
        };
        journal::record(tx, &mut change, &actor, line)?;
    }
    Ok(())
}

fn verdict(test: &TestDb) -> Result<Report, Break> {
    test.db.read_now(1, |tx| journal::verify(tx, &[])).unwrap()
}

/// Damages the tables as somebody with the file in hand would.
fn damage(test: &TestDb, sql: &'static str) {
    test.db.write_now(1, move |tx| tx.exec(sql, args![]).map(|_| ())).unwrap();
}

fn a_whole_journal_verifies(test: &TestDb) {
    test.db.write_now(1, |tx| write(tx, 20)).unwrap();
    assert_eq!(verdict(test), Ok(Report { lines: 20, erased: 0 }));
    let id = someone().account;
    let entries = test.db.read_now(1, move |tx| journal::entries_of(tx, id)).unwrap();
    assert_eq!(entries.len(), 20);
    assert_eq!(entries[3].particulars["number"], 3);
    assert_eq!(entries[3].reason.as_deref(), Some("因为"));
}

fn every_kind_of_damage_is_named(test: &TestDb) {
    if test.url.starts_with("postgres") {
        // The serving role cannot even try.
        let sql = "UPDATE journal_lines SET act = 'x' WHERE station_id = 1 /* all */";
        assert!(test.db.write_now(1, |tx| tx.exec(sql, args![])).is_err());
        return;
    }
    let swapped: &[&'static str] = &[
        "UPDATE journal_lines SET position = position - 100 WHERE position IN (7, 8) /* all */",
        "UPDATE journal_lines SET position = CASE position WHEN -93 THEN 8 ELSE 7 END WHERE position < 0 /* all */",
    ];
    let cases: [(&[&'static str], Break); 4] = [
        (
            &["UPDATE journal_lines SET act = 'other' WHERE position = 7 /* all */"],
            Break::Changed(7),
        ),
        (&["DELETE FROM journal_lines WHERE position = 7 /* all */"], Break::Missing(7)),
        (&["DELETE FROM journal_keys WHERE position = 7 /* all */"], Break::Blanked(7)),
        (swapped, Break::Changed(7)),
    ];
    for (statements, found) in cases {
        let fresh = open(Engine::Sqlite).unwrap();
        fresh.db.write_now(1, |tx| write(tx, 20)).unwrap();
        statements.iter().for_each(|sql| damage(&fresh, sql));
        assert_eq!(verdict(&fresh), Err(found));
    }
}

fn a_lawful_erasure_is_accepted(test: &TestDb) {
    let erase = |test: &TestDb| {
        test.db.write_now(1, |tx| journal::erase(tx, &someone(), Role::Chief, 3, "到期"))
    };
    test.db.write_now(1, |tx| write(tx, 5)).unwrap();
    erase(test).unwrap();
    assert_eq!(verdict(test), Ok(Report { lines: 6, erased: 1 }));
    assert!(matches!(erase(test), Err(Fault::NotFound)));
}

fn truncation_shows_against_an_exported_head(test: &TestDb) {
    test.db.write_now(1, |tx| write(tx, 10)).unwrap();
    let keys = test.db.keys().clone();
    let head = test.db.read_now(1, move |tx| journal::export_head(tx, &keys)).unwrap();
    assert_eq!(head.check(test.db.keys(), 1), Ok(()));
    assert_eq!(head.check(test.db.keys(), 2), Err(journal::HeadError::OtherStation));
    if test.url.starts_with("postgres") {
        return;
    }
    // Cut the end and make the counter agree with what is left.
    damage(test, "DELETE FROM journal_lines WHERE position > 8 /* all */");
    damage(
        test,
        "UPDATE changes SET last = 8, head = (SELECT hash FROM journal_lines WHERE position = 8) /* all */",
    );
    assert_eq!(verdict(test), Ok(Report { lines: 8, erased: 0 }));
    let found =
        test.db.read_now(1, move |tx| journal::verify(tx, std::slice::from_ref(&head))).unwrap();
    assert_eq!(found, Err(Break::Truncated(8)));
}

fn a_key_is_answered_once(test: &TestDb) {
    let ask = |what: &'static [u8], answer: &'static str| {
        test.db.write_now(1, move |tx| {
            journal::once(tx, &someone(), "k1", what, |_| Ok(answer.to_owned()))
        })
    };
    assert_eq!(ask(b"a", "first").unwrap(), "first");
    assert_eq!(ask(b"a", "second").unwrap(), "first");
    assert!(matches!(ask(b"b", "third"), Err(Fault::Conflict(_))));
}
