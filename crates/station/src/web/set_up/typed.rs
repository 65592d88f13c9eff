//! What is typed to make a station: its fields, their groups, and the order they make.

use crate::words::{Words, words};
use base::{Fault, Lang, Zone};
use people::{NetworkZone, NewAccount, SetUp, Station, villages_of};
use ui::{Draft, Field, Given, Html, Kind, Options, plain_control};

/// So many villages are pasted at once.
const MOST_VILLAGES: usize = 200;

fn network_label(lang: Lang, code: &str) -> &'static str {
    let w = words(lang);
    match NetworkZone::from_code(code) {
        Some(NetworkZone::Police) => w.network_police(),
        Some(NetworkZone::Shared) | None => w.network_shared(),
    }
}

/// The fields, in their order.
pub(super) const FIELDS: &[Field] = &[
    Field::new("code", |l| words(l).set_up_code(), Kind::Line(20)).required(),
    Field::new("name", |l| words(l).set_up_name(), Kind::Line(40)).required(),
    Field::new("short", |l| words(l).set_up_short(), Kind::Line(16)).required(),
    Field::new("branch", |l| words(l).set_up_branch(), Kind::Line(40)).required(),
    Field::new("street", |l| words(l).set_up_street(), Kind::Line(40)).required(),
    Field::new("zone", |l| words(l).set_up_zone(), Kind::Line(40)).required(),
    Field::new(
        "network",
        |l| words(l).set_up_network(),
        Kind::Code(NetworkZone::CODES, network_label),
    )
    .required(),
    Field::new("villages", |l| words(l).set_up_villages(), Kind::Rows(MOST_VILLAGES)),
    Field::new("system.name", |l| words(l).set_up_system(), Kind::Line(20)).required(),
    Field::new("system.login", |l| words(l).set_up_login(), Kind::Line(32)).required(),
    Field::new("security.name", |l| words(l).set_up_security(), Kind::Line(20)).required(),
    Field::new("security.login", |l| words(l).set_up_login(), Kind::Line(32)).required(),
    Field::new("audit.name", |l| words(l).set_up_audit(), Kind::Line(20)).required(),
    Field::new("audit.login", |l| words(l).set_up_login(), Kind::Line(32)).required(),
];

/// A group of fields: its title, what is said about it, and which.
type Group = (fn(Words) -> &'static str, fn(Words) -> &'static str, &'static [&'static str]);

/// A group as it is drawn: its title, what is said about it, its controls.
pub(super) type Drawn = (&'static str, &'static str, Vec<Html>);

const GROUPS: [Group; 4] = [
    (|w| w.set_up_code_title(), |w| w.set_up_code_note(), &["code"]),
    (
        |w| w.set_up_station_title(),
        |w| w.set_up_station_note(),
        &["name", "short", "branch", "street", "zone", "network"],
    ),
    (|w| w.set_up_villages_title(), |w| w.set_up_villages_note(), &["villages"]),
    (
        |w| w.set_up_people_title(),
        |w| w.set_up_people_note(),
        &[
            "system.name",
            "system.login",
            "security.name",
            "security.login",
            "audit.name",
            "audit.login",
        ],
    ),
];

/// What stands in a field before anything was typed.
fn first_value(name: &str) -> Option<&'static str> {
    match name {
        "zone" => Some("Asia/Shanghai"),
        "network" => Some(NetworkZone::Police.code()),
        _ => None,
    }
}

/// The controls, group by group.
pub(super) fn controls(lang: Lang, form: &str, draft: &Draft) -> Result<Vec<Drawn>, Fault> {
    let (w, none) = (words(lang), Options::new());
    let control = |name: &&str| {
        let field = FIELDS.iter().find(|field| field.name == *name).ok_or(Fault::NotFound)?;
        let typed = draft.typed(name).is_some() || !draft.refusals.is_empty();
        let value = if typed { None } else { first_value(name) };
        plain_control(lang, form, field, &none, typed.then_some(draft), value)
    };
    let group = |(title, note, names): &Group| {
        let fields = names.iter().map(control).collect::<Result<Vec<_>, _>>()?;
        Ok((title(w), note(w), fields))
    };
    GROUPS.iter().map(group).collect()
}

/// The station that was typed; everything that is wrong with it is told at once.
pub(super) fn order_of(given: &Given) -> Result<SetUp, Fault> {
    let account = |name: &str, login: &str| NewAccount {
        name: given.text(name).to_owned(),
        login: given.text(login).to_owned(),
    };
    let three = [
        ("system.login", account("system.name", "system.login")),
        ("security.login", account("security.name", "security.login")),
        ("audit.login", account("audit.name", "audit.login")),
    ];
    let (villages, listed) = match villages_of(&given.rows("villages"), &[]) {
        Ok(villages) => (villages, Ok(())),
        Err(fault) => (Vec::new(), Err(fault)),
    };
    let mut checks = vec![check_short(given), check_zone(given), listed];
    checks.extend((0..three.len()).map(|index| check_administrator(&three, index)));
    all(checks)?;
    Ok(SetUp {
        station: Station {
            code: given.text("short").to_owned(),
            name: given.text("name").to_owned(),
            zone: given.text("zone").to_owned(),
            demo: false,
            network: NetworkZone::from_code(given.text("network")).unwrap_or(NetworkZone::Shared),
        },
        branch: given.text("branch").to_owned(),
        street: given.text("street").to_owned(),
        villages,
        administrators: three.map(|(_, account)| account),
    })
}

fn check_short(given: &Given) -> Result<(), Fault> {
    let short = given.text("short");
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if short.len() >= 2 && short.chars().all(plain) {
        return Ok(());
    }
    Err(Fault::at("short", "short_code", |lang| words(lang).set_up_short_wrong()))
}

fn check_zone(given: &Given) -> Result<(), Fault> {
    match Zone::named(given.text("zone")) {
        Some(_) => Ok(()),
        None => Err(Fault::at("zone", "no_zone", |lang| words(lang).set_up_zone_wrong())),
    }
}

/// Three different people: the same login, or the same name, twice is refused.
fn check_administrator(three: &[(&'static str, NewAccount)], index: usize) -> Result<(), Fault> {
    let (field, account) = &three[index];
    people::check_login(field, &account.login)?;
    let is_same =
        |(_, other): &(_, NewAccount)| other.login == account.login || other.name == account.name;
    if three[..index].iter().any(is_same) {
        return Err(Fault::at(field, "three_people", |lang| words(lang).set_up_three()));
    }
    Ok(())
}

/// Every refusal of these checks together.
fn all(checks: Vec<Result<(), Fault>>) -> Result<(), Fault> {
    let mut refusals = Vec::new();
    for check in checks {
        match check {
            Ok(()) => {}
            Err(Fault::Refused(more)) => refusals.extend(more),
            Err(fault) => return Err(fault),
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(Fault::Refused(refusals)) }
}
