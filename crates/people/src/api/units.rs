//! Acts and views of the trees of units and of the villages.

use crate::actions::{
    EDIT_UNITS, NewUnit, READ_UNITS, add_unit, close_unit, import_villages, move_village,
    rename_unit, villages_of,
};
use crate::pages;
use crate::rules::UnitKind;
use crate::sql;
use crate::words::{unit_label, words};
use base::{Actor, Fault, Id, Lang};
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, CHECKED, Done, Field, Given, Json, Kind, View, Visit, look_first};

/// So many villages are pasted at once.
const MOST_VILLAGES: usize = 200;

fn kind_label(lang: Lang, code: &str) -> &'static str {
    UnitKind::from_code(code).map_or("", |kind| unit_label(lang, kind))
}

const NAME: Field = Field::new("name", |l| words(l).name(), Kind::Line(40)).required();
const CODE: Field = Field::new("code", |l| words(l).unit_code(), Kind::Line(12));

/// What can be done with units and villages.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.add_unit",
        "/units",
        |lang| words(lang).add_unit(),
        &EDIT_UNITS,
        &[
            Field::new("kind", |l| words(l).unit_kind(), Kind::Code(UnitKind::CODES, kind_label))
                .required(),
            Field::new("parent", |l| words(l).unit_parent(), Kind::Choice),
            NAME,
            CODE,
        ],
        |tx, actor, _, given| {
            let new = NewUnit {
                kind: UnitKind::from_code(given.text("kind")).ok_or(Fault::NotFound)?,
                parent_id: given.key("parent"),
                name: given.text("name").to_owned(),
                code: given.text("code").to_owned(),
            };
            let id = add_unit(tx, actor, &new)?;
            Ok(Done::created("/units", json!({ "unit": id })))
        },
        pages::units,
    ),
    Act::new(
        "people.rename_unit",
        "/units/{unit}/name",
        |lang| words(lang).rename_unit(),
        &EDIT_UNITS,
        &[NAME, CODE],
        |tx, actor, unit, given| {
            EDIT_UNITS.ask(actor)?;
            rename_unit(tx, actor, id_of(unit)?, given.text("name"), given.text("code"))?;
            Ok(Done::changed("/units", json!({})))
        },
        pages::units,
    ),
    Act::new(
        "people.close_unit",
        "/units/{unit}/closure",
        |lang| words(lang).close_unit(),
        &EDIT_UNITS,
        &[],
        |tx, actor, unit, _| {
            EDIT_UNITS.ask(actor)?;
            close_unit(tx, actor, id_of(unit)?)?;
            Ok(Done::changed("/units", json!({})))
        },
        pages::units,
    ),
    Act::new(
        "people.import_villages",
        "/villages",
        |lang| words(lang).import_villages(),
        &EDIT_UNITS,
        &[
            Field::new("villages", |l| words(l).village_rows(), Kind::Rows(MOST_VILLAGES))
                .required(),
            CHECKED,
        ],
        import,
        pages::units,
    ),
    Act::new(
        "people.move_village",
        "/villages/{village}/units",
        |lang| words(lang).move_village(),
        &EDIT_UNITS,
        &[
            NAME,
            CODE,
            Field::new("room", |l| words(l).unit_room(), Kind::Choice).required(),
            Field::new("street", |l| words(l).unit_street(), Kind::Choice).required(),
        ],
        |tx, actor, village, given| {
            EDIT_UNITS.ask(actor)?;
            let below: Vec<Id> =
                ["room", "street"].iter().filter_map(|field| given.key(field)).collect();
            let named = (given.text("name"), given.text("code"));
            move_village(tx, actor, id_of(village)?, named, &below)?;
            Ok(Done::changed("/units", json!({})))
        },
        pages::units,
    ),
];

/// What can be looked at of them.
pub static VIEWS: &[View] = &[View {
    path: "/units",
    permission: Some(&READ_UNITS),
    query: &[],
    page: Some(pages::units),
    data: Some(data),
    receipt: None,
}];

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|()| Fault::NotFound)
}

/// Rows are shown as they were read before anything is written: the first sending looks, the
/// second, with the tick, does.
fn import(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    EDIT_UNITS.ask(actor)?;
    let standing = sql::list_villages(tx)?;
    let villages = villages_of(&given.rows("villages"), &standing)?;
    look_first(given, |lang| words(lang).rows_read(villages.len()))?;
    import_villages(tx, actor, &villages)?;
    Ok(Done::created("/units", json!({ "villages": villages.len() })))
}

fn data(tx: &mut Tx<'_>, _: &Visit, _: &Ask) -> Result<Json, Fault> {
    let unit = |row: sql::Unit| {
        json!({
            "unit": row.id, "kind": row.kind.code(), "tree": row.kind.tree().code(),
            "parent": row.parent_id, "name": row.name, "code": row.code,
        })
    };
    let units: Vec<Value> = sql::list_units(tx)?.into_iter().map(unit).collect();
    let hung = sql::list_village_units(tx)?;
    let village = |row: sql::Village| {
        let below = hung.iter().filter(|other| other.village_id == row.id);
        let below: Vec<Value> = below
            .map(|other| json!({ "tree": other.tree.code(), "unit": other.unit_id }))
            .collect();
        json!({ "village": row.id, "name": row.name, "code": row.code, "units": below })
    };
    let villages: Vec<Value> = sql::list_villages(tx)?.into_iter().map(village).collect();
    Json::of(&json!({ "units": units, "villages": villages }))
}
