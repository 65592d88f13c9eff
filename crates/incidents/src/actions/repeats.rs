//! The same thing called in again: merging, parting, and causes that are known already. A person
//! decides; nothing merges itself.

use crate::actions::dispatch::allow;
use crate::actions::facts::{load_facts, no_pending, proceed};
use crate::actions::log::known;
use crate::actions::referrals::is_urgent;
use crate::actions::roads::{Bound, bound_now, may_leave};
use crate::actions::{CAUSES, MERGE, READ};
use crate::rules::{Ending, Verb, may_end};
use crate::sql::{self, CauseRow};
use crate::words::words;
use base::{Actor, Fault, Id, Time};
use db::Tx;
use matters::{Matter, MergeKind, Turn};
use serde_json::json;

/// A cause that will make people call.
#[derive(Clone, Debug)]
pub struct NewCause {
    /// The code of what it is.
    pub kind: String,
    /// What to tell callers, in one line.
    pub line: String,
    /// The village.
    pub village: Id,
    /// The lane, where it is not the whole village.
    pub lane: Option<String>,
    /// From when.
    pub starts: Time,
    /// Until when.
    pub ends: Time,
}

/// Merges an incident into another: it ends, both numbers stay, statistics count the other once.
///
/// # Errors
/// Refused while police orders or hand-overs of it run, where danger or the road it has to say would be out of
/// sight in the other, and as [`matters::merge`].
pub fn merge(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    into: &str,
    kind: MergeKind,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &MERGE, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Merge)?;
    let unfinished = loaded.facts.unfinished();
    if unfinished > 0 {
        return Err(Fault::refused("orders_unfinished", |lang| {
            words(lang).merge_orders_run(unfinished)
        }));
    }
    no_pending(tx, &turn.matter)?;
    let unknown = || Fault::at("master", "unknown_number", |lang| words(lang).unknown_number());
    let (master, ..) = match matters::load_for(tx, actor, &READ, into) {
        Err(Fault::NotFound) => return Err(unknown()),
        found => found?,
    };
    if master.kind != turn.matter.kind {
        return Err(unknown());
    }
    if loaded.facts.live() == 0 && outweighs(tx, &turn.matter, &loaded.row.flags, &master)? {
        return Err(Fault::refused("life_safety_alone", |lang| words(lang).life_safety_alone()));
    }
    if bound_to_be_lost(tx, &turn.matter, &master)? {
        return Err(Fault::at("master", "road_alone", |lang| words(lang).road_alone()));
    }
    let particulars = json!({ "into": master.number, "kind": kind.code() });
    matters::merge(tx, actor, &mut turn, master, kind)?;
    proceed(turn, tx, actor, "incidents.merge", None, particulars)
}

/// Whether danger told in the one would be out of sight in the other.
fn outweighs(
    tx: &mut Tx<'_>,
    matter: &Matter,
    flags: &str,
    master: &Matter,
) -> Result<bool, Fault> {
    let other = sql::find_incident(tx, master)?.ok_or(Fault::NotFound)?;
    Ok(is_urgent(matter, flags) && !is_urgent(master, &other.flags))
}

/// Whether the one has to say a road, and would end in one that has not.
fn bound_to_be_lost(tx: &mut Tx<'_>, matter: &Matter, master: &Matter) -> Result<bool, Fault> {
    let mut bound = |matter: &Matter| -> Result<Bound, Fault> {
        let row = sql::find_incident(tx, matter)?.ok_or(Fault::NotFound)?;
        bound_now(tx, matter, &row)
    };
    let (one, other) = (bound(matter)?, bound(master)?);
    Ok(other.ground.is_none() && !may_end(Ending::MergedAway, one.class, one.ground))
}

/// Merges a call as it comes in. One that tells of danger the other does not know stays a call of
/// its own, and rings: nothing is lost by a key pressed too fast.
///
/// # Errors
/// Those of [`merge`].
pub fn merge_new(
    tx: &mut Tx<'_>,
    actor: &Actor,
    matter: Matter,
    into: &str,
) -> Result<Matter, Fault> {
    let row = sql::find_incident(tx, &matter)?.ok_or(Fault::NotFound)?;
    if let Ok((master, ..)) = matters::load_for(tx, actor, &READ, into)
        && master.kind == matter.kind
        && (outweighs(tx, &matter, &row.flags, &master)? || bound_to_be_lost(tx, &matter, &master)?)
    {
        return Ok(matter);
    }
    merge(tx, actor, &matter.number, into, MergeKind::Repeat)
}

/// Undoes a merge, with a reason: the incident waits again, with its own clock from now on.
///
/// # Errors
/// Refused where it was not merged.
pub fn part(tx: &mut Tx<'_>, actor: &Actor, number: &str, why: &str) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &MERGE, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Part)?;
    matters::unmerge(tx, actor, &mut turn)?;
    proceed(turn, tx, actor, "incidents.part", Some(why), json!({}))
}

/// Writes down a known cause; the intake shows it to whoever takes a call from there.
///
/// # Errors
/// Refused for an unknown kind or village, where it ends before it starts or has ended, and where
/// the line speaks of people.
pub fn add_cause(tx: &mut Tx<'_>, actor: &Actor, cause: &NewCause) -> Result<Id, Fault> {
    let leave = CAUSES.ask(actor)?;
    known(tx, "causes", &cause.kind, "kind")?;
    if cause.ends <= cause.starts || cause.ends <= tx.now() {
        return Err(Fault::at("ends", "ends_before_start", |lang| words(lang).ends_before_start()));
    }
    premises::refuse_people(tx, "line", &cause.line)?;
    let row = CauseRow {
        id: tx.new_id(),
        kind: cause.kind.clone(),
        line: cause.line.clone(),
        village_id: cause.village,
        lane: cause.lane.clone(),
        starts_at: cause.starts,
        ends_at: cause.ends,
    };
    sql::insert_cause(tx, &row, actor.account)?;
    let particulars = json!({ "kind": row.kind, "line": row.line, "until": row.ends_at });
    super::note_of_station(tx, actor, leave.role, "incidents.add_cause", row.id, particulars)?;
    Ok(row.id)
}

/// Ends a known cause before its time.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub fn end_cause(tx: &mut Tx<'_>, actor: &Actor, cause: Id) -> Result<(), Fault> {
    let leave = CAUSES.ask(actor)?;
    if sql::set_cause_ended(tx, cause)? == 0 {
        return Err(Fault::NotFound);
    }
    super::note_of_station(tx, actor, leave.role, "incidents.end_cause", cause, json!({}))
}

/// Ends a call that comes from its known cause: merged into the one that stands for the cause, or
/// itself the one from now on, its caller told. One that tells of danger, or has to
/// say its road, waits for police.
///
/// # Errors
/// Those of [`merge`] and [`super::explain`].
pub fn settle_by_cause(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<Matter, Fault> {
    let row = sql::find_incident(tx, &matter)?.ok_or(Fault::NotFound)?;
    if is_urgent(&matter, &row.flags) || may_leave(tx, &matter, &row, Ending::Cause).is_err() {
        return Ok(matter);
    }
    let cause = row.cause_id.ok_or(Fault::NotFound)?;
    let master = sql::find_cause_master(tx, cause)?.filter(|master| *master != matter.id);
    if let Some(master) = master {
        let master = matters::find_number(tx, master)?.ok_or(Fault::NotFound)?;
        return merge(tx, actor, &matter.number, &master, MergeKind::Repeat);
    }
    let cause = sql::find_cause(tx, cause)?.ok_or(Fault::NotFound)?;
    let told = words(actor.lang).told_of_cause(&cause.line);
    super::explain(tx, actor, &matter.number, &super::Explanation::of(told))
}
