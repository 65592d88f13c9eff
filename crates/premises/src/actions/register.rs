//! The register of places and households: entered by pasted rows, read before they are written.
//! A row with a name that stands already corrects that place.

use crate::rules::{Wrong, households_of, kind_of, metres_of, name_of};
use crate::sql::{self, Place};
use crate::words::{Words, kind_label, words};
use crate::{PlaceKind, add_place};
use base::{Actor, Fault, Id, Lang, Permission, Role, Scope};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;
use std::collections::BTreeMap;
use ui::{Row, RowFaults, below_head};

/// Changing the register.
pub static EDIT_PLACES: Permission = Permission {
    code: "premises.edit",
    label: |lang| words(lang).register_title(),
    grants: &[
        (Role::SystemAdmin, Scope::Station),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// What a pasted row would do.
#[derive(Clone, Debug)]
pub(crate) enum RowEffect {
    /// A new place.
    New(Place),
    /// A place that stands, corrected.
    Changed(Place),
    /// Nothing: it stands like this.
    Same,
}

/// A household that a pasted row would open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NewHousehold {
    pub(crate) premises: Id,
    pub(crate) label: String,
}

struct Reader {
    villages: BTreeMap<String, Id>,
    places: BTreeMap<String, Place>,
    /// Places taken off the register, which a row opens again.
    closed: BTreeMap<String, Id>,
    faults: RowFaults,
}

/// Places of pasted rows: village, name, kind, lane, house, tenant households, metres east and north.
///
/// # Errors
/// Every row that cannot stand.
pub(crate) fn places_of(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Vec<RowEffect>, Fault> {
    let mut reader = Reader::open(tx)?;
    let (mut effects, mut seen): (Vec<RowEffect>, Vec<String>) = (Vec::new(), Vec::new());
    for row in below_head(rows, heads) {
        let Some(place) = reader.place(tx, row) else { continue };
        if seen.contains(&place.name) {
            reader.refuse(row, |w| w.row_twice());
            continue;
        }
        seen.push(place.name.clone());
        effects.push(match reader.places.get(&place.name) {
            None if reader.closed.contains_key(&place.name) => RowEffect::Changed(place),
            None => RowEffect::New(place),
            Some(standing) if is_same(standing, &place) => RowEffect::Same,
            Some(_) => RowEffect::Changed(place),
        });
    }
    reader.faults.end(effects)
}

/// Whether a row says nothing new of a place that stands under its name.
fn is_same(standing: &Place, row: &Place) -> bool {
    let facts = |place: &Place| {
        let at = (place.x_m, place.y_m, place.tenant_households);
        (place.village_id, place.kind, place.lane.clone(), place.house.clone(), at)
    };
    facts(standing) == facts(row)
}

/// Households of pasted rows: the courtyard's name, the door.
///
/// # Errors
/// Every row that cannot stand.
pub(crate) fn households_in(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Vec<NewHousehold>, Fault> {
    let mut reader = Reader::open(tx)?;
    let mut households: Vec<NewHousehold> = Vec::new();
    for row in below_head(rows, heads) {
        let premises = reader.places.get(row.cell(0)).map(|place| place.id);
        let (Some(premises), Ok(label)) = (premises, name_of(row.cell(1))) else {
            match premises {
                None => reader.refuse(row, |w| w.row_no_place()),
                Some(_) => reader.refuse(row, |w| w.row_name()),
            }
            continue;
        };
        let one = NewHousehold { premises, label };
        if households.contains(&one) {
            reader.refuse(row, |w| w.row_twice());
        } else {
            households.push(one);
        }
    }
    reader.faults.end(households)
}

/// Writes what rows of places do; how many were new and how many were corrected.
///
/// # Errors
/// Those of the engine.
pub(crate) fn import_places(
    tx: &mut Tx<'_>,
    actor: &Actor,
    effects: &[RowEffect],
) -> Result<(usize, usize), Fault> {
    let leave = EDIT_PLACES.ask(actor)?;
    let (mut fresh, mut changed) = (0, 0);
    for effect in effects {
        match effect {
            RowEffect::New(place) => {
                add_place(tx, place)?;
                fresh += 1;
            }
            RowEffect::Changed(place) => {
                sql::set_place(tx, place)?;
                changed += 1;
            }
            RowEffect::Same => {}
        }
    }
    let particulars = json!({ "new": fresh, "changed": changed });
    note(tx, actor, leave.role, "premises.import_places", None, particulars)?;
    Ok((fresh, changed))
}

/// Opens households; how many were new.
///
/// # Errors
/// Those of the engine.
pub(crate) fn import_households(
    tx: &mut Tx<'_>,
    actor: &Actor,
    households: &[NewHousehold],
) -> Result<usize, Fault> {
    let leave = EDIT_PLACES.ask(actor)?;
    let mut fresh = 0;
    for one in households {
        let id = tx.new_id();
        fresh += usize::from(sql::insert_household(tx, id, one.premises, &one.label)?);
    }
    note(tx, actor, leave.role, "premises.import_households", None, json!({ "new": fresh }))?;
    Ok(fresh)
}

/// Takes a place off the register; what happened there keeps its name.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub(crate) fn close_place(
    tx: &mut Tx<'_>,
    actor: &Actor,
    place: Id,
    reason: &str,
) -> Result<(), Fault> {
    let leave = EDIT_PLACES.ask(actor)?;
    if sql::set_place_closed(tx, place)? == 0 {
        return Err(Fault::NotFound);
    }
    note(tx, actor, leave.role, "premises.close_place", Some((place, reason)), json!({}))
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    capacity: Role,
    act: &'static str,
    about: Option<(Id, &str)>,
    particulars: serde_json::Value,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let subject = match about {
        Some((id, _)) => Subject { kind: "place", id },
        None => Subject { kind: "account", id: actor.account },
    };
    let reason = about.map(|(_, reason)| reason);
    let line = Line { act, subject, capacity, reason, particulars };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}

fn heads(lang: Lang) -> Vec<&'static str> {
    vec![words(lang).village_cell(), words(lang).place_cell()]
}

impl Reader {
    fn open(tx: &mut Tx<'_>) -> Result<Reader, Fault> {
        let villages = people::list_villages(tx)?.into_iter().map(|v| (v.name, v.id)).collect();
        let places = sql::list_places(tx)?.into_iter().map(|p| (p.name.clone(), p)).collect();
        let closed = sql::list_closed_places(tx)?.into_iter().map(|p| (p.name, p.id)).collect();
        Ok(Reader { villages, places, closed, faults: RowFaults::at("rows") })
    }

    fn place(&mut self, tx: &mut Tx<'_>, row: &Row) -> Option<Place> {
        let names: Vec<(PlaceKind, &str)> = Lang::ALL
            .iter()
            .flat_map(|lang| PlaceKind::ALL.iter().map(|kind| (*kind, kind_label(*lang, *kind))))
            .collect();
        let village = self.villages.get(row.cell(0)).copied();
        let kind = kind_of(row.cell(2), &names);
        let (Some(village_id), Some(kind)) = (village, kind) else {
            match village {
                None => self.refuse(row, |w| w.unknown_village()),
                Some(_) => self.refuse(row, |w| w.row_kind()),
            }
            return None;
        };
        let numbers = (households_of(row.cell(5)), metres_of(row.cell(6)), metres_of(row.cell(7)));
        let (name, (Ok(tenant_households), Ok(x_m), Ok(y_m))) = (name_of(row.cell(1)), numbers)
        else {
            self.refuse(row, |w| w.row_number());
            return None;
        };
        match name {
            Ok(name) => Some(Place {
                id: self.id_of(&name).unwrap_or_else(|| tx.new_id()),
                village_id,
                kind,
                name,
                lane: row.cell(3).to_owned(),
                house: row.cell(4).to_owned(),
                x_m,
                y_m,
                tenant_households,
            }),
            Err(Wrong::Name | Wrong::Number) => {
                self.refuse(row, |w| w.row_name());
                None
            }
        }
    }

    fn id_of(&self, name: &str) -> Option<Id> {
        let standing = self.places.get(name).map(|place| place.id);
        standing.or_else(|| self.closed.get(name).copied())
    }

    fn refuse(&mut self, row: &Row, say: fn(Words) -> &'static str) {
        self.faults.refuse(row.line, |lang| say(words(lang)));
    }
}
