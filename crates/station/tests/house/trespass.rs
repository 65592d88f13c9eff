//! Every route with every role and the identifiers of another village and another station: no
//! foreign byte, 404 out of sight, a line in the journal.

use crate::harness::{House, Person, open};
use base::Id;
use db::Tx;
use station::rooms;
use ui::{Act, Field, Kind};

db::engine_tests!(
    no_route_answers_for_another_station,
    another_village_is_out_of_sight,
    a_kind_that_turns_private_is_hidden_again,
);

/// Everybody there is, by the name of their role in the town.
pub const ROLES: [&str; 14] = [
    "leader",
    "chief",
    "desk",
    "officer",
    "officer_2",
    "auxiliary",
    "assistant",
    "assistant_2",
    "village",
    "street",
    "auditor",
    "system_admin",
    "security_admin",
    "gateway",
];

const MARKER: &str = "外所标记文字";
/// What a foreign station has: a number, an order, a person, a shift, an appointment.
struct Foreign {
    number: String,
    order: Id,
    account: Id,
    shift: Id,
    appointment: Id,
    village: Id,
    place: Id,
}

fn foreign(house: &House) -> Foreign {
    let clock = house.test.clock.clone();
    let now = clock.now();
    let plan = world::Plan::town(2, 23, db::testing::EVENING);
    let town = world::build(&house.test.db, &clock, &plan, &mut |_, _| {}).unwrap();
    clock.set(now);
    let (desk, officer) = (town.accounts["desk"], town.accounts["officer"]);
    let system = town.system.clone();
    house
        .test
        .db
        .write_now(2, move |tx| {
            let actor = as_desk(&system, desk);
            let mut number = String::new();
            for _ in 0..9 {
                let call = incidents::Log {
                    summary: MARKER.into(),
                    place: incidents::Where::Text(MARKER.into(), None),
                    kind: Some("ZX".into()),
                    level: Some(4),
                    source: "0199".into(),
                    outer_number: None,
                    reported_at: None,
                    flags: Vec::new(),
                    caller_name: None,
                    caller_phone: None,
                    received_at: None,
                    cause: None,
                };
                number = incidents::log(tx, &actor, &call)?.number;
            }
            let order =
                incidents::Dispatch { receivers: vec![officer], police_only: None, at: None };
            incidents::dispatch(tx, &actor, &number, &order)?;
            let sql = "SELECT id FROM orders WHERE station_id = 2 /* all */";
            let shift = people::list_shifts(tx)?[0].id;
            let appointment = people::list_appointments(tx)?[0].id;
            let order = tx.one::<(Id,)>(sql, db::args![])?.0;
            let village = people::list_villages(tx)?[0].id;
            let place = premises::list_places(tx)?[0].id;
            Ok(Foreign { number, order, account: officer, shift, appointment, village, place })
        })
        .unwrap()
}

fn as_desk(system: &base::Actor, account: Id) -> base::Actor {
    let standing = base::Standing { role: base::Role::Desk, village: None };
    base::Actor { account, standings: vec![standing], hand: base::Hand::Own, ..system.clone() }
}

impl Foreign {
    fn fill(&self, path: &str) -> String {
        let order = self.order.to_string();
        let pairs = [
            ("{number}", self.number.clone()),
            ("{order}", order.clone()),
            ("{urge}", order.clone()),
            ("{referral}", order.clone()),
            ("{revisit}", order.clone()),
            ("{cause}", order.clone()),
            ("{message}", order.clone()),
            ("{proposal}", order.clone()),
            ("{hint}", order.clone()),
            ("{wall}", order.clone()),
            ("{handover}", order.clone()),
            ("{telephone}", order.clone()),
            ("{secret}", format!("2.{order}.x")),
            ("{session}", order),
            ("{account}", self.account.to_string()),
            ("{shift}", self.shift.to_string()),
            ("{appointment}", self.appointment.to_string()),
            ("{position}", "999999".to_owned()),
            ("{table}", "none".to_owned()),
            ("{village}", self.village.to_string()),
            ("{place}", self.place.to_string()),
            ("{unit}", self.shift.to_string()),
            ("{nomination}", self.shift.to_string()),
            ("{swap}", self.shift.to_string()),
        ];
        pairs.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
    }

    /// Every id that stands in the foreign station, for places where another was meant.
    fn ids(&self) -> [Id; 6] {
        [self.order, self.account, self.shift, self.appointment, self.village, self.place]
    }

    /// The paths of a pattern: with what its parameter names, and with every other foreign id.
    fn paths(&self, pattern: &str) -> Vec<String> {
        let (head, rest) = pattern.split_once('{').unwrap_or((pattern, ""));
        let tail = rest.split_once('}').map_or("", |(_, tail)| tail);
        let mut paths = vec![self.fill(pattern)];
        paths.extend(self.ids().iter().map(|id| format!("{head}{id}{tail}")));
        paths
    }
}

/// Something that passes the checks of each field, so that what refuses is the target.
fn filled(fields: &[Field]) -> Vec<(&'static str, String)> {
    let value = |field: &Field| {
        let text = match field.kind {
            Kind::Line(_) | Kind::Text(_) | Kind::Rows(_) | Kind::Secret(_) => "甲",
            Kind::Code(codes, _) | Kind::Codes(codes, _) => codes[0],
            Kind::Choice | Kind::Choices => match field.name {
                "kind" => "ZX",
                "result" => "R01",
                "code" => "1",
                "present" => "P1",
                "body" => "12345",
                // The id of something somewhere.
                _ if field.required => "018f6caba7a07000911d3177bbdfea0c",
                _ => return None,
            },
            Kind::Flag => "true",
            Kind::Whole(..) => "1",
            Kind::Moment => "2024-05-12T20:00",
            Kind::Day => "2024-05-12",
            Kind::Key => return None,
        };
        Some((field.name, text.to_owned()))
    };
    fields.iter().filter_map(value).collect()
}

fn post(person: &Person<'_>, act: &Act, path: &str) -> crate::harness::Answer {
    let form = filled(act.fields);
    let form: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    person.post(path, &form)
}

/// Foreign ids in every field that names something: nothing is done with them.
fn foreign_choices(house: &House, person: &Person<'_>, role: &str, foreign: &Foreign) -> usize {
    let names = |field: &&Field| matches!(field.kind, Kind::Choice | Kind::Choices | Kind::Key);
    let mut attempts = 0;
    let acts = rooms::acts().into_iter().filter(|act| !act.path.contains('{') && !act.overwrites);
    for act in acts {
        for field in act.fields.iter().filter(names) {
            for id in foreign.ids() {
                let mut form = filled(act.fields);
                form.retain(|(name, _)| *name != field.name);
                form.push((field.name, id.to_string()));
                let form: Vec<(&str, &str)> =
                    form.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let before = notify_position(house);
                let answer = person.post(act.path, &form);
                let status = answer.status.as_u16();
                let said =
                    format!("{role} {} {} {id}: {status} {}", act.name, field.name, answer.text);
                assert!(matches!(status, 403 | 404 | 409 | 422), "{said}");
                assert!(!answer.text.contains(MARKER), "{said}");
                assert_eq!(notify_position(house), before, "{said}");
                attempts += 1;
            }
        }
    }
    attempts
}

fn notify_position(house: &House) -> i64 {
    house.test.db.read_now(1, notify::last_position).unwrap()
}

fn no_route_answers_for_another_station(house: &House) {
    let foreign = foreign(house);
    let mut attempts = 0;
    for role in ROLES {
        let person = house.person(role);
        for view in rooms::views().into_iter().filter(|view| view.path.contains('{')) {
            let pages = foreign.paths(view.path);
            let data: Vec<String> = pages.iter().map(|path| format!("/api{path}")).collect();
            for path in pages.into_iter().chain(data) {
                let answer = person.get(&path);
                let status = answer.status.as_u16();
                assert!(matches!(status, 403 | 404), "{role} GET {path}: {status}");
                assert!(!answer.text.contains(MARKER), "{role} GET {path} shows a foreign byte");
                attempts += 1;
            }
        }
        for act in rooms::acts().into_iter().filter(|act| act.path.contains('{')) {
            for path in foreign.paths(act.path) {
                let answer = post(&person, act, &path);
                let status = answer.status.as_u16();
                assert!(
                    matches!(status, 403 | 404),
                    "{role} POST {path}: {status} {}",
                    answer.text
                );
                assert!(!answer.text.contains(MARKER), "{role} POST {path} shows a foreign byte");
                attempts += 1;
            }
        }
        attempts += foreign_choices(house, &person, role, &foreign);
        for view in rooms::views().into_iter().filter(|view| !view.path.contains('{')) {
            for path in [view.path.to_owned(), format!("/api{}", view.path)] {
                assert!(!person.get(&path).text.contains(MARKER), "{role} GET {path}");
            }
        }
    }
    assert!(attempts >= 5_000, "{attempts}");
    let attempted =
        house.test.db.read_now(1, |tx: &mut Tx<'_>| journal::list_entries(tx, i64::MAX, 5000));
    let noted =
        attempted.unwrap().into_iter().filter(|entry| entry.act == "journal.attempt").count();
    assert!(noted > 100, "{noted} attempts are in the journal");
    house.look_away();
}

fn another_village_is_out_of_sight(house: &House) {
    let desk = house.person("desk");
    let found = desk.ask("/places?q=yyffzd").is(200).json();
    let shop = found["items"][0]["id"].as_str().unwrap();
    let form = [
        ("place.premises", shop),
        ("summary", MARKER),
        ("kind", "ZX"),
        ("level", "4"),
        ("source", "0199"),
    ];
    let number =
        desk.post("/incidents", &form).is(303).location.rsplit('=').next().unwrap().to_owned();
    let path = format!("/incidents/{number}");
    house.person("assistant_2").get(&path).is(404);
    house.person("auxiliary").get(&path).is(404);
    house.person("auditor").get(&path).is(403);
    for role in ["assistant", "village", "street"] {
        let page = house.person(role).get(&path).is(200);
        assert!(!page.text.contains(MARKER), "{role} reads the text");
    }
    let list = house.person("assistant_2").get("/incidents").is(200);
    assert!(!list.text.contains(&number));
    let other = house.person("street").ask("/incidents").is(200);
    assert!(
        other.text.contains(&number) && !other.text.contains("悦衣坊"),
        "the street reads no place"
    );
    house.look_away();
}

fn a_kind_that_turns_private_is_hidden_again(house: &House) {
    let desk = house.person("desk");
    let found = desk.ask("/places?q=yyffzd").is(200).json();
    let shop = found["items"][0]["id"].as_str().unwrap();
    let order =
        [("place.premises", shop), ("outer_number", "110-20240512-7001"), ("source", "110")];
    let number =
        desk.post("/incidents", &order).is(303).location.rsplit('=').next().unwrap().to_owned();
    let path = format!("/incidents/{number}");
    let villagers = ["assistant", "village", "street"];
    for role in villagers {
        house.person(role).get(&path).is(200);
    }
    let private = [("kind", "JF-02"), ("level", "3"), ("reason", "到场后是家里的事")];
    desk.post(&format!("{path}/classification"), &private).is(303);
    for role in villagers {
        house.person(role).get(&path).is(404);
        assert!(!house.person(role).get("/incidents").is(200).text.contains(&number), "{role}");
    }
    house.person("chief").get(&path).is(200);
    house.look_away();
}
