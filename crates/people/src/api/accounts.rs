//! Acts and views of accounts and rights. What gives a right waits for a second person.

use crate::actions::{
    Appointee, GIVE_RIGHTS, appoint, appointees_of, end_of_day, fits, forget_keys, make_way_in,
    note_link, resume, says, take_code,
};
use crate::pages;
use crate::sql;
use crate::words::{role_label, words};
use base::{Fault, Lang, Role};
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, CHECKED, Done, Field, Given, Json, Kind, View, Visit, look_first};

/// So many people are pasted at once.
const MOST_PEOPLE: usize = 200;

/// The roles that are given to people of the station; assistants are nominated.
const GIVEN: &[&str] = &[
    "officer",
    "auxiliary",
    "desk",
    "leader",
    "chief",
    "village",
    "street",
    "system_admin",
    "security_admin",
    "auditor",
    "gateway",
];

fn given_label(lang: Lang, code: &str) -> &'static str {
    Role::from_code(code).map_or("", |role| role_label(lang, role))
}

/// What can be done with accounts.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.appoint",
        "/accounts",
        |lang| words(lang).appoint(),
        &GIVE_RIGHTS,
        &[
            Field::new("name", |l| words(l).person_name(), Kind::Line(20)).required(),
            Field::new("login", |l| words(l).login(), Kind::Line(32)).required(),
            Field::new("role", |l| words(l).as_what(), Kind::Code(GIVEN, given_label)).required(),
            Field::new("village", |l| words(l).village(), Kind::Choice),
            Field::new("until", |l| words(l).last_day(), Kind::Day),
        ],
        |tx, actor, _, given| {
            GIVE_RIGHTS.ask(actor)?;
            let one = appointee_of(tx, given)?;
            if let Err(unfit) = fits(tx, &one)? {
                return Err(Fault::at("login", "unfit", |lang| says(unfit)(words(lang))));
            }
            appoint(tx, actor, &[one])?;
            Ok(Done::created("/accounts", json!({})))
        },
        pages::accounts,
    )
    .by_two(pages::appoint_changes, |_, given| Ok(vec![given.text("login").to_owned()])),
    Act::new(
        "people.import_staff",
        "/accounts/rows",
        |lang| words(lang).import_staff(),
        &GIVE_RIGHTS,
        &[
            Field::new("rows", |l| words(l).staff_rows(), Kind::Rows(MOST_PEOPLE)).required(),
            CHECKED,
        ],
        |tx, actor, _, given| {
            GIVE_RIGHTS.ask(actor)?;
            let people = appointees_of(tx, &given.rows("rows"))?;
            look_first(given, |lang| words(lang).rows_read(people.len()))?;
            appoint(tx, actor, &people)?;
            Ok(Done::created("/accounts", json!({ "people": people.len() })))
        },
        pages::accounts,
    )
    .by_two(pages::staff_changes, |tx, given| {
        let people = appointees_of(tx, &given.rows("rows"))?;
        Ok(people.into_iter().map(|one| one.login).collect())
    }),
    Act::new(
        "people.issue_link",
        "/accounts/links",
        |lang| words(lang).issue_link(),
        &GIVE_RIGHTS,
        &[
            Field::new("account", |l| words(l).who(), Kind::Choice).required(),
            Field::new("reason", |l| words(l).reason(), Kind::Line(200)).required(),
        ],
        |tx, actor, _, given| {
            GIVE_RIGHTS.ask(actor)?;
            let account = given.key("account").ok_or(Fault::NotFound)?;
            let person = sql::find_account(tx, account)?;
            // The station's own jobs sign in nowhere.
            person.filter(|person| person.login != "system").ok_or(Fault::NotFound)?;
            forget_keys(tx, account)?;
            sql::set_links_used(tx, account)?;
            note_link(tx, actor, account, given.text("reason"))?;
            Ok(Done::created("/accounts", json!({})))
        },
        pages::accounts,
    )
    .by_two(pages::account_changes, |_, given| Ok(vec![given.text("account").to_owned()])),
    Act::new(
        "people.resume",
        "/accounts/resumptions",
        |lang| words(lang).resume(),
        &GIVE_RIGHTS,
        &[
            Field::new("appointment", |l| words(l).term(), Kind::Choice).required(),
            Field::new("reason", |l| words(l).reason(), Kind::Line(200)).required(),
        ],
        |tx, actor, _, given| {
            GIVE_RIGHTS.ask(actor)?;
            let appointment = given.key("appointment").ok_or(Fault::NotFound)?;
            resume(tx, actor, appointment, given.text("reason"))?;
            Ok(Done::changed("/accounts", json!({})))
        },
        pages::accounts,
    )
    .by_two(pages::resume_changes, |_, given| Ok(vec![given.text("appointment").to_owned()])),
    Act::new(
        "people.make_way_in",
        "/accounts/{account}/way-in",
        |lang| words(lang).make_way_in(),
        &GIVE_RIGHTS,
        &[],
        |tx, actor, target, _| {
            make_way_in(tx, actor, target.parse().map_err(|()| Fault::NotFound)?)?;
            Ok(Done::created(format!("/accounts/{target}/way-in"), json!({})))
        },
        pages::accounts,
    ),
    Act::new(
        "people.take_code",
        "/accounts/{account}/code",
        |lang| words(lang).take_code(),
        &GIVE_RIGHTS,
        &[],
        |tx, actor, target, _| {
            take_code(tx, actor, target.parse().map_err(|()| Fault::NotFound)?)?;
            Ok(Done::created(format!("/accounts/{target}/way-in"), json!({})))
        },
        pages::accounts,
    ),
];

/// What can be looked at of accounts.
pub static VIEWS: &[View] = &[View {
    path: "/accounts",
    permission: Some(&GIVE_RIGHTS),
    query: &[],
    page: Some(pages::accounts),
    data: Some(data),
    receipt: None,
}];

/// Whoever a form names.
pub(crate) fn appointee_of(tx: &mut Tx<'_>, given: &Given) -> Result<Appointee, Fault> {
    let zone = sql::find_zone(tx)?;
    Ok(Appointee {
        name: given.text("name").to_owned(),
        login: given.text("login").to_owned(),
        role: Role::from_code(given.text("role")).ok_or(Fault::NotFound)?,
        village: given.key("village"),
        until: given.day("until").map(|day| end_of_day(&zone, day)),
    })
}

fn data(tx: &mut Tx<'_>, _: &Visit, _: &Ask) -> Result<Json, Fault> {
    let appointed = sql::list_appointments(tx)?;
    let account = |person: sql::Person| {
        let own = appointed.iter().filter(|row| row.account_id == person.id);
        let terms: Vec<Value> = own
            .map(|row| {
                json!({
                    "appointment": row.id, "role": row.role.code(), "village": row.village_id,
                    "from": row.valid_from, "until": row.valid_until,
                    "suspended": row.suspended_at,
                })
            })
            .collect();
        json!({ "account": person.id, "login": person.login, "name": person.name, "terms": terms })
    };
    let people = sql::list_people(tx)?.into_iter().filter(|person| person.login != "system");
    Json::of(&json!({ "items": people.map(account).collect::<Vec<_>>() }))
}
