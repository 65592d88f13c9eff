//! Reading an intake: which place, which source, what a call must have.

use crate::actions::{self, Log, Where};
use crate::pages;
use crate::rules::can_mean;
use crate::sql;
use crate::words::words;
use base::{Actor, Fault, Id};
use db::Tx;

use serde_json::json;
use ui::{Done, Given};

pub(crate) fn log(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let source = source_of(given)?;
    let cause = cause_of(tx, given)?;
    if source != actions::BRANCH && cause.is_none() {
        pages::require_kind_and_level(tx, given)?;
    }
    let known = cause.as_ref();
    let told = match known {
        Some(cause)
            if ["place.text", "place.premises"].iter().all(|f| given.maybe(f).is_none()) =>
        {
            cause.place.clone()
        }
        Some(_) | None => place_of(tx, given)?,
    };
    if let Some(cause) = known {
        must_mean(tx, cause, given, &told)?;
    }
    let order = Log {
        summary: text_or(given.maybe("summary"), known.map(|cause| cause.line.as_str())),
        place: told,
        kind: given.maybe("kind").map(str::to_owned).or(known.map(|cause| cause.kind.clone())),
        level: given.whole("level").or(known.map(|_| LEAST_URGENT)),
        source,
        outer_number: given.maybe("outer_number").map(str::to_owned),
        reported_at: given.moment("reported_at"),
        received_at: given.moment("received_at"),
        flags: given.many("flags").to_vec(),
        caller_name: given.maybe("caller.name").map(str::to_owned),
        caller_phone: given.maybe("caller.phone").map(str::to_owned),
        cause: known.map(|cause| cause.id),
    };
    let mut matter = actions::log(tx, actor, &order)?;
    if known.is_some() {
        matter = actions::settle_by_cause(tx, actor, matter)?;
    } else if let Some(into) = given.maybe("merge_into") {
        let refused_at = |fault| at_field(fault, "master", "merge_into");
        matter = actions::merge_new(tx, actor, matter, into).map_err(refused_at)?;
    }
    let body = json!({ "number": matter.number, "state": matter.state, "version": matter.version });
    // A call that was merged is dead: what is looked at next is the one it went into.
    let master = match matter.master_id {
        Some(master) => matters::find_number(tx, master)?,
        None => None,
    };
    let board = match master {
        Some(master) => format!("/board?selected={master}&merged={}", matter.number),
        None => format!("/board?selected={}", matter.number),
    };
    Ok(Done::created(format!("/incidents/{}", matter.number), body).look_at(board))
}

/// A call about a known cause is of the last level unless somebody says otherwise.
const LEAST_URGENT: i64 = 4;

/// What a known cause says of a call by itself.
struct Known {
    id: Id,
    kind: String,
    line: String,
    village: Id,
    place: Where,
}

fn cause_of(tx: &mut Tx<'_>, given: &Given) -> Result<Option<Known>, Fault> {
    let Some(id) = given.key("cause") else { return Ok(None) };
    let over = || Fault::at("cause", "cause_over", |lang| words(lang).cause_over());
    let row = sql::find_cause(tx, id)?.ok_or_else(over)?;
    let code = sql::find_code(tx, "causes", &row.kind)?;
    let villages = people::list_villages(tx)?;
    let village = villages.into_iter().find(|village| village.id == row.village_id);
    let village = village.map_or(String::new(), |village| village.name);
    let place = format!("{village}{}", row.lane.unwrap_or_default());
    Ok(Some(Known {
        id,
        kind: code.map_or(String::new(), |code| code.mark),
        line: row.line,
        village: row.village_id,
        place: Where::Text(place, Some(row.village_id)),
    }))
}

/// A cause is meant by no call of another kind or another village: pressed too fast, it would hide the call.
fn must_mean(tx: &mut Tx<'_>, cause: &Known, given: &Given, told: &Where) -> Result<(), Fault> {
    let village = match village_of(tx, given, "place.village")? {
        Some(village) => Some(village),
        None => actions::village_told(tx, told)?,
    };
    if can_mean((&cause.kind, cause.village), given.maybe("kind"), village) {
        return Ok(());
    }
    Err(Fault::at("cause", "other_cause", |lang| words(lang).other_cause()))
}

fn text_or(given: Option<&str>, other: Option<&str>) -> String {
    given.or(other).unwrap_or_default().to_owned()
}

/// The same refusal at the field of this form that stands for the act's own.
fn at_field(fault: Fault, from: &str, to: &'static str) -> Fault {
    match fault {
        Fault::Refused(mut refusals) => {
            for refusal in refusals.iter_mut().filter(|r| r.field.as_deref() == Some(from)) {
                refusal.field = Some(std::borrow::Cow::Borrowed(to));
            }
            Fault::Refused(refusals)
        }
        other => other,
    }
}

/// The source that was chosen; a number of the branch says it by itself.
fn source_of(given: &Given) -> Result<String, Fault> {
    match (given.maybe("source"), given.maybe("outer_number")) {
        (Some(source), _) => Ok(source.to_owned()),
        (None, Some(_)) => Ok(actions::BRANCH.to_owned()),
        (None, None) => Err(Fault::at("source", "required", |lang| words(lang).source_needed())),
    }
}

pub(crate) fn place_of(tx: &mut Tx<'_>, given: &Given) -> Result<Where, Fault> {
    if let Some(premises) = given.key("place.premises") {
        return Ok(Where::Premises(premises));
    }
    let needed = || Fault::at("place.text", "place_needed", |lang| words(lang).place_needed());
    let text = given.maybe("place.text").ok_or_else(needed)?.to_owned();
    let village = village_of(tx, given, "place.village")?;
    Ok(Where::Text(text, village))
}

pub(crate) fn village_of(
    tx: &mut Tx<'_>,
    given: &Given,
    field: &'static str,
) -> Result<Option<Id>, Fault> {
    let Some(text) = given.maybe(field) else { return Ok(None) };
    let known =
        people::list_villages(tx)?.into_iter().find(|village| village.id.to_string() == text);
    let unknown = || Fault::at(field, "unknown_code", |lang| words(lang).unknown_code());
    known.map(|village| Some(village.id)).ok_or_else(unknown)
}
