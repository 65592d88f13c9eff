//! Bad input in every field of every act: a clear answer, nothing half done, never a fault of ours.

use crate::harness::{House, Person, open};
use serde_json::{Map, Value, json};
use station::rooms;
use ui::{Act, Kind};

db::engine_tests!(bad_input_in_every_field_changes_nothing, a_new_password_signs_in_alone);

const UNKNOWN: &str = "unknown code";

/// What no field takes, and what it is called.
fn garbage(kind: Kind) -> Vec<(&'static str, Value)> {
    let mut list = vec![
        ("control character", json!("a\u{1}b")),
        ("bidi", json!("a\u{202E}b")),
        ("far too long", json!("长".repeat(5000))),
    ];
    match kind {
        Kind::Line(_) | Kind::Text(_) | Kind::Rows(_) | Kind::Secret(_) => {}
        Kind::Code(..) | Kind::Codes(..) | Kind::Choice | Kind::Choices => {
            list.push((UNKNOWN, json!("XX-404")));
        }
        Kind::Flag | Kind::Whole(..) | Kind::Key | Kind::Moment | Kind::Day => {
            list.push(("nonsense", json!("昨天")));
            list.push(("a list", json!(["1", "2"])));
        }
    }
    list
}

/// Number, order, and the secret of a link.
fn targets(house: &House) -> (String, String, String) {
    let desk = house.person("desk");
    let form = [
        ("place.text", "村口"),
        ("summary", "有人打架"),
        ("kind", "ZA-01"),
        ("level", "3"),
        ("source", "0199"),
    ];
    let number =
        desk.post("/incidents", &form).is(303).location.rsplit('=').next().unwrap().to_owned();
    let officer = house.person("officer").account.to_string();
    desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", &officer)]).is(303);
    let read = desk.ask(&format!("/incidents/{number}")).is(200).json();
    let asked = [("body", "12345"), ("asked", "请处理")];
    desk.post(&format!("/incidents/{number}/referrals"), &asked).is(303);
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let secret = page.split("href=\"/referred/").nth(1).unwrap().split('"').next().unwrap();
    house.look_away();
    (number, read["orders"][0]["order"].as_str().unwrap().to_owned(), secret.to_owned())
}

/// A shift of the desk that has not begun.
fn shift_to_come(house: &House) -> String {
    let desk = house.person("desk");
    let read = desk.ask("/roster").is(200).json();
    let own = desk.account.to_string();
    let coming =
        |row: &&Value| row["account"] == own && row["starts"].as_str() > Some("2024-05-12T13");
    let shifts = read["items"].as_array().unwrap();
    shifts.iter().find(coming).unwrap()["shift"].as_str().unwrap().to_owned()
}

/// Somebody who may do it.
fn doer<'h>(house: &'h House, act: &Act) -> Person<'h> {
    let roles =
        ["desk", "officer", "chief", "officer_2", "leader", "system_admin", "village", "auditor"];
    let may = |role: &&&str| {
        let named = base::Role::from_code(role.trim_end_matches("_2"));
        named.is_some_and(|named| act.permission.scope(named).is_some())
    };
    house.person(roles.iter().find(may).unwrap_or(&"chief"))
}

fn bad_input_in_every_field_changes_nothing(house: &House) {
    let (number, order, secret) = targets(house);
    let mut tried = 0;
    let shift = shift_to_come(house);
    for act in rooms::acts().into_iter().filter(|act| !act.overwrites) {
        let account = house.person("officer_2").account.to_string();
        let path = act
            .path
            .replace("{number}", &number)
            .replace("{order}", &order)
            .replace("{secret}", &secret)
            .replace("{shift}", &shift)
            .replace("{account}", &account);
        let person = doer(house, act);
        for field in act.fields {
            for (what, value) in garbage(field.kind) {
                let mut body = Map::new();
                body.insert(field.name.to_owned(), value);
                let answer = person.order(&path, &Value::Object(body));
                let said = format!("{} {}: {what}: {}", act.name, field.name, answer.text);
                assert_eq!(answer.status.as_u16(), 422, "{said}");
                // A station's own codes are asked for after the form's shape, so there a missing field speaks first.
                let at = format!("\"field\":\"{}\"", field.name);
                assert!(what == UNKNOWN || answer.text.contains(&at), "{said}");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
    house.happened_only(&["journal.attempt"]);
}

fn a_new_password_signs_in_alone(house: &House) {
    let (desk, elsewhere) = (house.person("desk"), house.person("desk"));
    elsewhere.get("/account").is(200);
    let set = desk.post("/account/password", &[("old", ""), ("new", "一条够长的口令 2024")]);
    assert!(matches!(set.status.as_u16(), 303 | 200), "{}", set.text);
    house.happened(&["people.set_password"]);
    desk.get("/account").is(200);
    assert!(elsewhere.get("/account").is(303).location.starts_with("/sign-in"));
    let sign_in = |password: &str| house.enter(&[("login", "desk"), ("password", password)]);
    assert_eq!(sign_in("一条够长的口令 2024").status.as_u16(), 303);
    assert_eq!(sign_in("不是这一条口令吧").status.as_u16(), 422);
}
