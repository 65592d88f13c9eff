//! A row that no key opens takes no page down: the field says so, the rest stands, the house tells.

use super::log;
use crate::harness::{House, open};
use base::{Chance, Keys};
use db::Tx;

db::engine_tests!(what_no_key_opens_is_said_and_nothing_falls_over);

const SAID: &str = "这一项打不开（密钥不对）";

/// Seals by keys that are nobody's what stands in these columns.
fn spoil(house: &House) {
    for column in station::rooms::sealed() {
        let list =
            move |tx: &mut Tx<'_>| db::list_sealed(tx, column, db::SealedRow::first(), 5_000);
        let values = house.test.db.read_now(1, list).unwrap();
        let foreign = Keys::generate(&mut Chance::seeded(99));
        let act = move |tx: &mut Tx<'_>| {
            for (row, sealed) in &values {
                let mut chance = Chance::seeded(1);
                let spoilt = foreign.seal(1, row.place(column), b"x", &mut chance);
                let (id, station) = (row.id(), 1_i64);
                match row.number() {
                    Some(number) => {
                        tx.put(column.update, db::args![station, number, spoilt, sealed])?
                    }
                    None => tx.put(column.update, db::args![station, id, spoilt, sealed])?,
                }
            }
            Ok(())
        };
        house.test.db.write_now(1, act).unwrap();
    }
}

fn what_no_key_opens_is_said_and_nothing_falls_over(house: &House) {
    let desk = house.person("desk");
    let number = log(&desk, &[("caller.name", "欧阳无名"), ("caller.phone", "13800001234")]);
    let officer = house.person("officer").account.to_string();
    let form = [("receivers", officer.as_str())];
    desk.post(&format!("/incidents/{number}/dispatch"), &form).is(303);
    house
        .person("system_admin")
        .post("/settings", &[("setting", "backup_days"), ("value", "9"), ("source", "市局通知")]);
    let pages: &[(&str, &[&str])] = &[
        (
            "desk",
            &[
                "/board",
                "/incidents",
                "/revisits",
                "/handovers",
                "/messages",
                "/causes",
                "/incidents/new",
            ],
        ),
        ("officer", &["/orders", "/board", "/messages"]),
        (
            "leader",
            &["/board", "/incidents", "/reports", "/obstacles", "/emergencies", "/proposals"],
        ),
        ("chief", &["/board", "/emergencies", "/proposals", "/clock", "/diagnosis"]),
        ("auditor", &["/journal", "/emergencies", "/disposals"]),
        ("security_admin", &["/proposals", "/emergencies", "/accounts"]),
        ("assistant", &["/orders"]),
    ];
    // Whatever one may look at before one may look at after.
    let look = || -> Vec<(String, u16)> {
        let mut found = Vec::new();
        for (who, paths) in pages {
            let person = house.person(who);
            for path in *paths {
                found.push((format!("{who} {path}"), person.get(path).status.as_u16()));
            }
        }
        let own = format!("/incidents/{number}");
        found.push((own.clone(), house.person("desk").get(&own).status.as_u16()));
        found.push((own.clone(), house.person("desk").ask(&own).status.as_u16()));
        found
    };
    let before = look();
    assert!(before.iter().all(|(_, status)| [200, 403].contains(status)), "{before:?}");
    spoil(house);
    assert_eq!(look(), before);
    let shown = house.person("desk").get(&format!("/incidents/{number}")).is(200).text;
    assert!(shown.contains(SAID) && !shown.contains("欧阳无名"));
    let line = house.person("auditor").get("/journal").is(200).text;
    assert!(line.contains(SAID));
    // What was proposed and cannot be read is refused, not confirmed.
    let page = house.person("security_admin").get("/proposals").is(200).text;
    assert!(
        page.contains(SAID)
            && page.contains(">不同意</button>")
            && !page.contains("确认，立即生效")
    );
    // Work goes on, and the house tells.
    log(&house.person("desk"), &[]);
    let checks = house.person("chief").ask("/diagnosis").is(200).json();
    let keys =
        checks["items"].as_array().unwrap().iter().find(|one| one["check"] == "keys").unwrap();
    assert_eq!(keys["state"], "bad");
    assert!(keys["found"].as_str().unwrap().contains("项打不开"), "{keys}");
    assert!(house.test.db.keys().unopened() > 0);
    house.look_away();
    house.test.db.read_now(1, |tx| journal::verify(tx, &[])).unwrap().unwrap();
}
