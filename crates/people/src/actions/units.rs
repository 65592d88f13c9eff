//! Units of the two trees and the villages that hang in both.

use crate::actions::note;
use crate::rules::{UnitKind, is_unit_code};
use crate::sql::{self, Unit, Village};
use crate::words::words;
use base::{Actor, Fault, Id, Lang, Permission, Role, Scope};
use db::Tx;
use serde_json::json;
use ui::{Row, RowFaults, below_head};

/// Changing the trees of units and the villages.
pub static EDIT_UNITS: Permission = Permission {
    code: "people.edit_units",
    label: |lang| words(lang).units_title(),
    grants: &[(Role::SystemAdmin, Scope::Station)],
};

/// Looking at them.
pub static READ_UNITS: Permission = Permission {
    code: "people.read_units",
    label: |lang| words(lang).units_title(),
    grants: &[
        (Role::SystemAdmin, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Leader, Scope::Station),
    ],
};

/// A unit to be opened.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// What it is.
    pub kind: UnitKind,
    /// What stands above it.
    pub parent_id: Option<Id>,
    /// Its name.
    pub name: String,
    /// Its code of 12 digits, or empty.
    pub code: String,
}

impl NewUnit {
    /// A unit without a code.
    pub(crate) fn named(kind: UnitKind, parent_id: Option<Id>, name: &str) -> NewUnit {
        NewUnit { kind, parent_id, name: name.to_owned(), code: String::new() }
    }
}

/// A village to be opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewVillage {
    /// Its name.
    pub name: String,
    /// The police room 警务室 it belongs to; empty: one of its own.
    pub room: String,
    /// Its code of 12 digits, or empty.
    pub code: String,
}

/// Reads villages from pasted rows: name, police room, code.
///
/// # Errors
/// Every row that cannot stand, with its line.
pub fn villages_of(rows: &[Row], standing: &[Village]) -> Result<Vec<NewVillage>, Fault> {
    // A station may be made before it has its villages.
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (mut villages, mut faults): (Vec<NewVillage>, _) = (Vec::new(), RowFaults::at("villages"));
    for row in below_head(rows, |l| vec![words(l).village(), words(l).village_name()]) {
        let village = NewVillage {
            name: row.cell(0).to_owned(),
            room: row.cell(1).to_owned(),
            code: row.cell(2).to_owned(),
        };
        let twice = villages.iter().any(|other| other.name == village.name)
            || standing.iter().any(|other| other.name == village.name);
        let length = village.name.chars().count();
        if length == 0 || length > 40 || village.room.chars().count() > 40 {
            faults.refuse(row.line, |lang| words(lang).row_name());
        } else if twice {
            faults.refuse(row.line, |lang| words(lang).row_twice());
        } else if !is_unit_code(&village.code) {
            faults.refuse(row.line, |lang| words(lang).row_code());
        } else {
            villages.push(village);
        }
    }
    faults.end(villages)
}

/// Opens a unit at the end of its neighbours.
pub(crate) fn open_unit(tx: &mut Tx<'_>, new: &NewUnit) -> Result<Unit, Fault> {
    let units = sql::list_units(tx)?;
    let row = Unit {
        id: tx.new_id(),
        kind: new.kind,
        parent_id: new.parent_id,
        name: new.name.clone(),
        code: new.code.clone(),
        position: units.iter().map(|unit| unit.position).max().unwrap_or(0) + 1,
    };
    sql::insert_unit(tx, &row)?;
    Ok(row)
}

/// Opens a village below its police room and its street; a room of a new name is opened too.
pub(crate) fn open_village(
    tx: &mut Tx<'_>,
    new: &NewVillage,
    station: Id,
    street: &Unit,
) -> Result<Id, Fault> {
    let name = match new.room.is_empty() {
        true => words(Lang::Zh).room_of(&new.name),
        false => new.room.clone(),
    };
    let rooms = sql::list_units(tx)?;
    let known = rooms.into_iter().find(|unit| unit.kind == UnitKind::Room && unit.name == name);
    let room = match known {
        Some(room) => room,
        None => open_unit(tx, &NewUnit::named(UnitKind::Room, Some(station), &name))?,
    };
    let id = tx.new_id();
    let position = sql::last_village_position(tx)? + 1;
    sql::insert_village(tx, id, position, &new.name, "")?;
    sql::set_village_code(tx, id, &new.name, &new.code)?;
    sql::set_village_unit(tx, id, &room)?;
    sql::set_village_unit(tx, id, street)?;
    Ok(id)
}

/// Opens the heads of both trees; gives the station and the street, below which villages hang.
pub(crate) fn open_trees(
    tx: &mut Tx<'_>,
    (branch, station, street): (&str, &str, &str),
) -> Result<(Unit, Unit), Fault> {
    let branch = open_unit(tx, &NewUnit::named(UnitKind::Branch, None, branch))?;
    let station = open_unit(tx, &NewUnit::named(UnitKind::Station, Some(branch.id), station))?;
    let street = open_unit(tx, &NewUnit::named(UnitKind::Street, None, street))?;
    Ok((station, street))
}

/// Plants both trees over villages that stand: branch, station, street, and a police room each.
///
/// # Errors
/// Those of the engine.
pub fn plant_trees(
    tx: &mut Tx<'_>,
    (branch, station, street): (&str, &str, &str),
) -> Result<(), Fault> {
    let (station, street) = open_trees(tx, (branch, station, street))?;
    for village in sql::list_villages(tx)? {
        let name = words(Lang::Zh).room_of(&village.name);
        let room = open_unit(tx, &NewUnit::named(UnitKind::Room, Some(station.id), &name))?;
        sql::set_village_unit(tx, village.id, &room)?;
        sql::set_village_unit(tx, village.id, &street)?;
    }
    Ok(())
}

/// Adds a unit below another, or a head of its tree.
///
/// # Errors
/// Refused where it cannot stand there.
pub(crate) fn add_unit(tx: &mut Tx<'_>, actor: &Actor, new: &NewUnit) -> Result<Id, Fault> {
    EDIT_UNITS.ask(actor)?;
    let units = sql::list_units(tx)?;
    let parent = units.iter().find(|unit| Some(unit.id) == new.parent_id).map(|unit| unit.kind);
    if parent != new.kind.above() && !(parent.is_none() && new.parent_id.is_none()) {
        return Err(Fault::at("parent", "wrong_parent", |lang| words(lang).wrong_parent()));
    }
    check_code(&new.code)?;
    let row = open_unit(tx, new)?;
    note(
        tx,
        actor,
        "people.add_unit",
        row.id,
        json!({ "kind": row.kind.code(), "name": row.name }),
    )?;
    Ok(row.id)
}

/// Renames a unit.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub(crate) fn rename_unit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Id,
    name: &str,
    code: &str,
) -> Result<(), Fault> {
    EDIT_UNITS.ask(actor)?;
    if !sql::list_units(tx)?.iter().any(|unit| unit.id == id) {
        return Err(Fault::NotFound);
    }
    check_code(code)?;
    sql::set_unit(tx, id, name, code)?;
    note(tx, actor, "people.rename_unit", id, json!({ "name": name, "code": code }))
}

/// Closes a unit below which nothing stands.
///
/// # Errors
/// Refused while units or villages hang below it.
pub(crate) fn close_unit(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Result<(), Fault> {
    EDIT_UNITS.ask(actor)?;
    let below = sql::list_units(tx)?.iter().any(|unit| unit.parent_id == Some(id))
        || sql::list_village_units(tx)?.iter().any(|row| row.unit_id == id);
    if below {
        return Err(Fault::refused("unit_in_use", |lang| words(lang).unit_in_use()));
    }
    if sql::set_unit_closed(tx, id)? == 0 {
        return Err(Fault::NotFound);
    }
    note(tx, actor, "people.close_unit", id, json!({}))
}

/// Opens the villages of pasted rows below the station and the first street.
///
/// # Errors
/// As [`villages_of`]; refused where the station or the street is missing from the trees.
pub(crate) fn import_villages(
    tx: &mut Tx<'_>,
    actor: &Actor,
    villages: &[NewVillage],
) -> Result<(), Fault> {
    EDIT_UNITS.ask(actor)?;
    let units = sql::list_units(tx)?;
    let of = |kind: UnitKind| units.iter().find(|unit| unit.kind == kind);
    let (Some(station), Some(street)) = (of(UnitKind::Station), of(UnitKind::Street)) else {
        return Err(Fault::refused("no_trees", |lang| words(lang).no_trees()));
    };
    for village in villages {
        let id = open_village(tx, village, station.id, street)?;
        note(tx, actor, "people.add_village", id, json!({ "name": village.name }))?;
    }
    Ok(())
}

/// Hangs a village below another room or street, and sets its name and code.
///
/// # Errors
/// Refused at the field where a unit holds no villages.
pub(crate) fn move_village(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Id,
    (name, code): (&str, &str),
    below: &[Id],
) -> Result<(), Fault> {
    EDIT_UNITS.ask(actor)?;
    let villages = sql::list_villages(tx)?;
    if !villages.iter().any(|village| village.id == id) {
        return Err(Fault::NotFound);
    }
    check_code(code)?;
    if villages.iter().any(|village| village.id != id && village.name == name) {
        return Err(Fault::at("name", "village_twice", |lang| words(lang).row_twice()));
    }
    let units = sql::list_units(tx)?;
    for unit in below {
        let found = units.iter().find(|row| row.id == *unit && row.kind.holds_villages());
        let row = found
            .ok_or_else(|| Fault::at("room", "wrong_parent", |lang| words(lang).wrong_parent()))?;
        sql::set_village_unit(tx, id, row)?;
    }
    sql::set_village_code(tx, id, name, code)?;
    note(
        tx,
        actor,
        "people.move_village",
        id,
        json!({ "name": name, "code": code, "below": below }),
    )
}

fn check_code(code: &str) -> Result<(), Fault> {
    match is_unit_code(code) {
        true => Ok(()),
        false => Err(Fault::at("code", "unit_code", |lang| words(lang).row_code())),
    }
}
