//! Acts and views of the certificates 聘书.

use crate::actions::{
    AGREE_FOR_VILLAGE, NOMINATE, Nominee, READ_TERMS, Side, agree, end_of_day, nominate,
    nominees_of, renew, withdraw_nomination,
};
use crate::pages;
use crate::rules::{TermState, term_state};
use crate::sql;
use crate::words::words;
use base::{Fault, Id};
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, CHECKED, Done, Field, Given, Json, Kind, View, Visit, look_first};

/// So many are nominated at once.
const MOST_NOMINEES: usize = 50;

/// What can be done with certificates.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.nominate",
        "/nominations",
        |lang| words(lang).nominate(),
        &NOMINATE,
        &[
            Field::new("village", |l| words(l).village(), Kind::Choice).required(),
            Field::new("name", |l| words(l).person_name(), Kind::Line(20)).required(),
            Field::new("login", |l| words(l).login(), Kind::Line(32)).required(),
            Field::new("deputy", |l| words(l).as_deputy(), Kind::Flag),
            Field::new("from", |l| words(l).first_day(), Kind::Day).required(),
            Field::new("until", |l| words(l).last_day(), Kind::Day).required(),
        ],
        |tx, actor, _, given| {
            let one = nominee_of(tx, given)?;
            let id = nominate(tx, actor, &one)?;
            Ok(Done::created("/appointments", json!({ "nomination": id })))
        },
        pages::terms,
    ),
    Act::new(
        "people.import_nominations",
        "/nominations/rows",
        |lang| words(lang).import_nominations(),
        &NOMINATE,
        &[
            Field::new("rows", |l| words(l).nominee_rows(), Kind::Rows(MOST_NOMINEES)).required(),
            CHECKED,
        ],
        |tx, actor, _, given| {
            NOMINATE.ask(actor)?;
            let people = nominees_of(tx, &given.rows("rows"))?;
            look_first(given, |lang| words(lang).rows_read(people.len()))?;
            for one in &people {
                nominate(tx, actor, one)?;
            }
            Ok(Done::created("/appointments", json!({ "nominated": people.len() })))
        },
        pages::terms,
    ),
    Act::new(
        "people.agree_for_station",
        "/nominations/{nomination}/station-review",
        |lang| words(lang).agree_for_station(),
        &NOMINATE,
        &[Field::new("second_lead", |l| words(l).second_lead(), Kind::Flag)],
        |tx, actor, nomination, given| {
            NOMINATE.ask(actor)?;
            agree(tx, actor, id_of(nomination)?, Side::Station(given.flag("second_lead")))?;
            Ok(done())
        },
        pages::terms,
    )
    .judging(&pages::FOR_STATION),
    Act::new(
        "people.agree_for_village",
        "/nominations/{nomination}/village-review",
        |lang| words(lang).agree_for_village(),
        &AGREE_FOR_VILLAGE,
        &[],
        |tx, actor, nomination, _| {
            AGREE_FOR_VILLAGE.ask(actor)?;
            agree(tx, actor, id_of(nomination)?, Side::Village)?;
            Ok(done())
        },
        pages::terms,
    )
    .judging(&pages::FOR_VILLAGE),
    Act::new(
        "people.enter_village_paper",
        "/nominations/{nomination}/village-paper",
        |lang| words(lang).enter_village_paper(),
        &NOMINATE,
        &[Field::new("paper", |l| words(l).village_paper(), Kind::Line(100)).required()],
        |tx, actor, nomination, given| {
            NOMINATE.ask(actor)?;
            agree(tx, actor, id_of(nomination)?, Side::Paper(given.text("paper")))?;
            Ok(done())
        },
        pages::terms,
    )
    .judging(&pages::FOR_STATION),
    Act::new(
        "people.withdraw_nomination",
        "/nominations/{nomination}/withdrawal",
        |lang| words(lang).withdraw_nomination(),
        &NOMINATE,
        &[],
        |tx, actor, nomination, _| {
            NOMINATE.ask(actor)?;
            withdraw_nomination(tx, actor, id_of(nomination)?)?;
            Ok(done())
        },
        pages::terms,
    ),
    Act::new(
        "people.renew",
        "/renewals",
        |lang| words(lang).renew(),
        &NOMINATE,
        &[
            Field::new("certificates", |l| words(l).certificates(), Kind::Choices).required(),
            Field::new("until", |l| words(l).last_day(), Kind::Day).required(),
        ],
        |tx, actor, _, given| {
            NOMINATE.ask(actor)?;
            let zone = sql::find_zone(tx)?;
            let until = given.day("until").ok_or(Fault::NotFound)?;
            let until = end_of_day(&zone, until);
            let renewed = renew(tx, actor, &given.keys("certificates"), until)?;
            Ok(Done::created("/appointments", json!({ "renewed": renewed })))
        },
        pages::terms,
    )
    .by_two(pages::renew_changes, |_, given| {
        Ok(given.keys("certificates").iter().map(ToString::to_string).collect())
    }),
];

/// What can be looked at of certificates.
pub static VIEWS: &[View] = &[View {
    path: "/appointments",
    permission: Some(&READ_TERMS),
    query: &[],
    page: Some(pages::terms),
    data: Some(data),
    receipt: None,
}];

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|()| Fault::NotFound)
}

fn done() -> Done {
    Done::changed("/appointments", json!({}))
}

fn nominee_of(tx: &mut Tx<'_>, given: &Given) -> Result<Nominee, Fault> {
    let zone = sql::find_zone(tx)?;
    let day = |name: &str| given.day(name).ok_or(Fault::NotFound);
    Ok(Nominee {
        name: given.text("name").to_owned(),
        login: given.text("login").to_owned(),
        village: given
            .key("village")
            .ok_or_else(|| Fault::at("village", "no_village", |lang| words(lang).no_village()))?,
        is_deputy: given.flag("deputy"),
        from: day("from")?,
        until: end_of_day(&zone, day("until")?),
    })
}

fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let village = READ_TERMS.ask(&visit.actor)?.village;
    let seen = |id: Option<Id>| village.is_none() || id == village;
    let term = |row: &sql::Appointment| {
        let state =
            term_state(row.valid_from, row.valid_until, row.suspended_at.is_some(), visit.now);
        let (state, days) = match state {
            TermState::Coming => ("coming", None),
            TermState::InForce(days) => ("in_force", days),
            TermState::Suspended => ("suspended", None),
            TermState::Ended => ("ended", None),
        };
        json!({
            "appointment": row.id, "account": row.account_id, "village": row.village_id,
            "certificate": row.certificate, "deputy": row.is_deputy, "from": row.valid_from,
            "until": row.valid_until, "state": state, "days_left": days,
        })
    };
    let certified = sql::list_appointments(tx)?;
    let certified =
        certified.iter().filter(|row| row.certificate.is_some() && seen(row.village_id));
    let terms: Vec<Value> = certified.map(term).collect();
    let waiting = sql::list_nominations(tx)?;
    for row in waiting.iter().filter(|row| seen(Some(row.village_id))) {
        for about in [&pages::FOR_STATION, &pages::FOR_VILLAGE] {
            about.told(tx, visit, &row.id.to_string())?;
        }
    }
    let nomination = |row: &sql::Nomination| {
        json!({
            "nomination": row.id, "account": row.account_id, "village": row.village_id,
            "station_agreed": row.station_at, "village_agreed": row.village_at,
        })
    };
    let nominations: Vec<Value> =
        waiting.iter().filter(|row| seen(Some(row.village_id))).map(nomination).collect();
    Json::of(&json!({ "items": terms, "nominations": nominations }))
}
