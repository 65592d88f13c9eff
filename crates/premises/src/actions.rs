//! Arrival hints 到场提示: which gate, locked at night, no car, hydrant. They expire, say nothing about
//! people, and lapse in a day unless a second person has looked at them.

mod register;

pub use register::EDIT_PLACES;
pub(crate) use register::{
    RowEffect, close_place, households_in, import_households, import_places, places_of,
};

use crate::rules::{AboutPeople, about_people, applies};
use crate::sql::{self, HintRow};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, SealPlace, Time};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;

/// Writing a hint down: whoever has been there.
pub static HINT: Permission = Permission {
    code: "premises.hint",
    label: |lang| words(lang).hints_title(),
    grants: &[
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Station),
        (Role::Auxiliary, Scope::Station),
        (Role::Assistant, Scope::Village),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// Looking at what others wrote: police, never the author.
pub static REVIEW_HINT: Permission = Permission {
    code: "premises.review_hint",
    label: |lang| words(lang).review_hints(),
    grants: &[
        (Role::Officer, Scope::Station),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// How long a hint lasts that nobody has looked at, and the longest that one may last.
const UNREVIEWED_S: i64 = 86_400;
const LONGEST_S: i64 = 183 * 86_400;

/// A hint to be written.
#[derive(Clone, Debug)]
pub struct NewHint {
    /// The village.
    pub village: Id,
    /// The lane; none for the whole village.
    pub lane: Option<String>,
    /// The house; none for the whole lane.
    pub house: Option<String>,
    /// What to know.
    pub words: String,
    /// Until when.
    pub until: Time,
}

/// A hint for somebody on the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// What to know.
    pub words: String,
    /// Whether a second person has looked at it.
    pub reviewed: bool,
}

/// The words that make a line one about people: data of the station.
///
/// # Errors
/// Those of the engine.
pub fn add_defaults(tx: &mut Tx<'_>) -> Result<(), Fault> {
    crate::words::PEOPLE_WORDS.iter().try_for_each(|word| sql::insert_people_word(tx, word))
}

/// Refuses a line that speaks of people.
///
/// # Errors
/// Refused at `field`.
pub fn refuse_people(tx: &mut Tx<'_>, field: &'static str, line: &str) -> Result<(), Fault> {
    let list = sql::list_people_words(tx)?;
    match about_people(line, list.iter().map(String::as_str)) {
        None => Ok(()),
        Some(AboutPeople::Word(word)) => {
            Err(Fault::at(field, "about_people", |lang| words(lang).about_people(&word)))
        }
        Some(AboutPeople::Number) => {
            Err(Fault::at(field, "long_number", |lang| words(lang).long_number()))
        }
    }
}

/// Writes a hint down; until somebody has looked at it, it lasts a day.
///
/// # Errors
/// Refused where it speaks of people, is over already or would last too long, and for another village.
pub fn add_hint(tx: &mut Tx<'_>, actor: &Actor, hint: &NewHint) -> Result<Id, Fault> {
    let leave = HINT.ask(actor)?;
    if leave.scope != Scope::Station && leave.village != Some(hint.village) {
        return Err(Fault::Forbidden { permission: HINT.code });
    }
    refuse_people(tx, "words", &hint.words)?;
    let now = tx.now();
    if hint.until <= now || hint.until > now.plus_seconds(LONGEST_S) {
        return Err(Fault::at("until", "hint_until", |lang| words(lang).hint_until()));
    }
    let id = tx.new_id();
    let row = HintRow {
        id,
        village_id: hint.village,
        lane: hint.lane.clone(),
        house: hint.house.clone(),
        words_sealed: tx.seal(place(id), &hint.words),
        at: now,
        by_id: actor.account,
        valid_until: hint.until,
        reviewed_at: None,
    };
    sql::insert_hint(tx, &row)?;
    note(tx, actor, leave.role, "premises.add_hint", id, json!({ "words": hint.words }))?;
    Ok(id)
}

/// Accepts a hint, or strikes it.
///
/// # Errors
/// Refused for its author; [`Fault::NotFound`] where it is over.
pub fn review_hint(tx: &mut Tx<'_>, actor: &Actor, id: Id, keep: bool) -> Result<(), Fault> {
    let leave = REVIEW_HINT.ask(actor)?;
    let row = sql::find_hint(tx, id)?.ok_or(Fault::NotFound)?;
    if row.by_id == actor.account && keep {
        return Err(Fault::refused("hint_needs_another", |lang| words(lang).hint_needs_another()));
    }
    if keep {
        sql::set_reviewed(tx, id, actor.account, row.valid_until)?;
    } else {
        sql::set_struck(tx, id)?;
    }
    let act = if keep { "premises.keep_hint" } else { "premises.strike_hint" };
    note(tx, actor, leave.role, act, id, json!({}))
}

/// The hints for whoever is on the way to a place: by the register, or by the words it was said in.
///
/// # Errors
/// Those of the engine.
pub fn hints_for(
    tx: &mut Tx<'_>,
    village: Option<Id>,
    premises: Option<Id>,
    said: &str,
) -> Result<Vec<Hint>, Fault> {
    let Some(village) = village else { return Ok(Vec::new()) };
    let found = match premises {
        Some(id) => sql::find_place(tx, id)?,
        None => None,
    };
    let at = found.as_ref().map_or((said, said), |place| (&place.lane, &place.house));
    let mut hints = Vec::new();
    for row in sql::list_hints(tx, Some(village))? {
        let lapsed = row.reviewed_at.is_none() && row.at.plus_seconds(UNREVIEWED_S) <= tx.now();
        if !lapsed && applies(row.lane.as_deref(), row.house.as_deref(), at) {
            let words = open_hint(tx, &row)?;
            hints.push(Hint { words, reviewed: row.reviewed_at.is_some() });
        }
    }
    Ok(hints)
}

pub(crate) fn open_hint(tx: &Tx<'_>, row: &HintRow) -> Result<String, Fault> {
    tx.unseal(place(row.id), &row.words_sealed)
}

fn place(id: Id) -> SealPlace {
    SealPlace { table: "hints", column: "words_sealed", row: id }
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    capacity: Role,
    act: &'static str,
    id: Id,
    particulars: serde_json::Value,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let line =
        Line { act, subject: Subject { kind: "hint", id }, capacity, reason: None, particulars };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}
