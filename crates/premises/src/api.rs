//! The acts and views of this room.

mod register;

pub use register::{ACTS as REGISTER_ACTS, VIEWS as REGISTER_VIEWS};

use crate::actions::{self, HINT, NewHint, REVIEW_HINT};
use crate::pages;
use crate::words::words;
use base::{Actor, Fault, Id};
use db::Tx;
use serde_json::json;
use ui::{Act, Done, Field, Given, Kind, View};

/// What can be done here.
pub static ACTS: &[Act] = &[
    Act::new(
        "premises.add_hint",
        "/hints",
        |lang| words(lang).add_hint(),
        &HINT,
        &[
            Field::new("village", |l| words(l).village(), Kind::Choice).required(),
            Field::new("lane", |l| words(l).lane(), Kind::Line(40)),
            Field::new("house", |l| words(l).house(), Kind::Line(20)),
            Field::new("words", |l| words(l).hint_words(), Kind::Line(80)).required(),
            Field::new("until", |l| words(l).until(), Kind::Moment).required(),
        ],
        add_hint,
        pages::hints,
    ),
    Act::new(
        "premises.keep_hint",
        "/hints/{hint}/review",
        |lang| words(lang).keep_hint(),
        &REVIEW_HINT,
        &[],
        |tx, actor, hint, _| reviewed(tx, actor, hint, true),
        pages::hints,
    )
    .judging(&pages::KEPT),
    Act::new(
        "premises.strike_hint",
        "/hints/{hint}/removal",
        |lang| words(lang).strike_hint(),
        &REVIEW_HINT,
        &[],
        |tx, actor, hint, _| reviewed(tx, actor, hint, false),
        pages::hints,
    )
    .judging(&pages::STRUCK),
];

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/hints",
    permission: Some(&HINT),
    query: &[
        Field::new("village", |l| words(l).village(), Kind::Choice),
        Field::new("lane", |l| words(l).lane(), Kind::Line(40)),
        Field::new("house", |l| words(l).house(), Kind::Line(20)),
    ],
    page: Some(pages::hints),
    data: None,
    receipt: None,
}];

fn reviewed(tx: &mut Tx<'_>, actor: &Actor, hint: &str, keep: bool) -> Result<Done, Fault> {
    REVIEW_HINT.ask(actor)?;
    let id: Id = hint.parse().map_err(|()| Fault::NotFound)?;
    actions::review_hint(tx, actor, id, keep)?;
    Ok(Done::changed("/hints", json!({})))
}

fn add_hint(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let text = given.text("village");
    let known = people::list_villages(tx)?.into_iter().find(|v| v.id.to_string() == text);
    let unknown = || Fault::at("village", "unknown_code", |lang| words(lang).unknown_village());
    let hint = NewHint {
        village: known.ok_or_else(unknown)?.id,
        lane: given.maybe("lane").map(str::to_owned),
        house: given.maybe("house").map(str::to_owned),
        words: given.text("words").to_owned(),
        until: given.moment("until").ok_or(Fault::NotFound)?,
    };
    let id = actions::add_hint(tx, actor, &hint)?;
    Ok(Done::created("/hints", json!({ "hint": id })))
}
