//! Acts and views of the register of places and households.

use crate::actions::{
    EDIT_PLACES, RowEffect, close_place, households_in, import_households, import_places, places_of,
};
use crate::pages;
use crate::sql;
use crate::words::words;
use base::Fault;
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, CHECKED, Done, Field, Json, Kind, View, Visit, look_first};

/// So many rows are pasted at once: a village's courtyards and more.
const MOST_ROWS: usize = 2_000;

const ROWS: Field = Field::new("rows", |l| words(l).rows(), Kind::Rows(MOST_ROWS)).required();

/// What can be done with the register.
pub static ACTS: &[Act] = &[
    Act::new(
        "premises.import_places",
        "/premises",
        |lang| words(lang).import_places(),
        &EDIT_PLACES,
        &[ROWS, CHECKED],
        |tx, actor, _, given| {
            EDIT_PLACES.ask(actor)?;
            let effects = places_of(tx, &given.rows("rows"))?;
            let (fresh, changed) = counts(&effects);
            look_first(given, |lang| {
                words(lang).places_read(fresh, changed, effects.len() - fresh - changed)
            })?;
            let (fresh, changed) = import_places(tx, actor, &effects)?;
            Ok(Done::created("/premises", json!({ "new": fresh, "changed": changed })))
        },
        pages::register,
    ),
    Act::new(
        "premises.import_households",
        "/households",
        |lang| words(lang).import_households(),
        &EDIT_PLACES,
        &[ROWS, CHECKED],
        |tx, actor, _, given| {
            EDIT_PLACES.ask(actor)?;
            let households = households_in(tx, &given.rows("rows"))?;
            look_first(given, |lang| words(lang).households_read(households.len()))?;
            let fresh = import_households(tx, actor, &households)?;
            Ok(Done::created("/premises", json!({ "new": fresh })))
        },
        pages::register,
    ),
    Act::new(
        "premises.close_place",
        "/premises/{place}/closure",
        |lang| words(lang).close_place(),
        &EDIT_PLACES,
        &[Field::new("reason", |l| words(l).reason(), Kind::Line(200)).required()],
        |tx, actor, place, given| {
            EDIT_PLACES.ask(actor)?;
            let id = place.parse().map_err(|()| Fault::NotFound)?;
            close_place(tx, actor, id, given.text("reason"))?;
            Ok(Done::changed("/premises", json!({})))
        },
        pages::register,
    ),
];

/// What can be looked at of the register.
pub static VIEWS: &[View] = &[View {
    path: "/premises",
    permission: Some(&EDIT_PLACES),
    query: &[
        Field::new("village", |l| words(l).village_cell(), Kind::Choice),
        Field::new("q", |l| words(l).name_holds(), Kind::Line(40)),
    ],
    page: Some(pages::register),
    data: Some(data),
    receipt: None,
}];

/// How many rows are new, and how many correct a place.
pub(crate) fn counts(effects: &[RowEffect]) -> (usize, usize) {
    let count = |is: fn(&RowEffect) -> bool| effects.iter().filter(|effect| is(effect)).count();
    (
        count(|effect| matches!(effect, RowEffect::New(_))),
        count(|effect| matches!(effect, RowEffect::Changed(_))),
    )
}

fn data(tx: &mut Tx<'_>, _: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let total = |row: sql::VillageTotal| json!({ "village": row.village_id, "kind": row.kind, "total": row.total });
    let totals: Vec<Value> = sql::list_totals(tx)?.into_iter().map(total).collect();
    let village = ask.query.key("village");
    let places = match village {
        Some(village) => {
            let mut places = sql::list_village_places(tx, village)?;
            places.retain(|place| place.name.contains(ask.query.text("q")));
            places
        }
        None => Vec::new(),
    };
    let place = |row: sql::Place| {
        json!({
            "place": row.id, "kind": row.kind.code(), "name": row.name, "lane": row.lane,
            "house": row.house, "tenant_households": row.tenant_households,
        })
    };
    let items: Vec<Value> = places.into_iter().map(place).collect();
    Json::of(&json!({ "totals": totals, "items": items }))
}
