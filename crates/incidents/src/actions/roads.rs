//! The road of the law that a call took 去向: whether one has to be said, and what it must say.

use crate::actions::dispatch::allow;
use crate::actions::facts::{load_facts, open_words, proceed};
use crate::actions::log::known;
use crate::actions::review::{not_the_handler, review_whole};
use crate::actions::{CLASSIFY, REVIEW, REVIEW_ROAD};
use crate::rules::{
    Ending, Flag, Ground, KindClass, Verb, class_of, ground, has_mark, may_end, needs_leader,
};
use crate::sql::{self, Code, FlagChange, IncidentRow, RoadRow};
use crate::words::{flag_label, words};
use base::{Actor, Fault, Id, Lang, SealPlace};
use db::Tx;
use matters::{Matter, Turn, secrecy};
use serde_json::{Value, json};

/// The road an officer says that a call took.
#[derive(Clone, Debug)]
pub struct Road {
    /// Its code in the station's table.
    pub code: String,
    /// The number of the case or the paper, where the road has one.
    pub number: Option<String>,
    /// Why, or to whom, where the road has none.
    pub why: Option<String>,
}

/// The table of roads.
pub(crate) const ROADS: &str = "roads";
/// The table of kinds.
const KINDS: &str = "incident-kinds";

/// What is known of the kinds and flags of a call, for one that has to end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(crate) class: KindClass,
    pub(crate) ground: Option<Ground>,
}

/// What binds a matter's ending, with `kind` as the kind it is to have from now on.
pub(crate) fn bound(
    tx: &mut Tx<'_>,
    matter: &Matter,
    row: &IncidentRow,
    kind: &str,
) -> Result<Bound, Fault> {
    let mut had = sql::list_kinds_had(tx, matter.id)?;
    had.extend([row.kind_first.clone(), matter.topic.clone()]);
    had.extend(row.kind_final.clone());
    had.retain(|code| code != kind);
    had.sort();
    had.dedup();
    let class = class_now(tx, kind)?;
    let had = had.iter().map(|code| class_now(tx, code)).collect::<Result<Vec<_>, Fault>>()?;
    Ok(Bound { class, ground: ground(class, &had, &Flag::list(&row.flags)) })
}

/// What binds it as it stands.
pub(crate) fn bound_now(
    tx: &mut Tx<'_>,
    matter: &Matter,
    row: &IncidentRow,
) -> Result<Bound, Fault> {
    bound(tx, matter, row, &matter.topic)
}

/// The class of a kind as the table stands.
fn class_now(tx: &mut Tx<'_>, code: &str) -> Result<KindClass, Fault> {
    let Some(kind) = sql::find_code(tx, KINDS, code)? else { return Ok(KindClass::Other) };
    let group = match &kind.parent {
        Some(parent) => sql::find_code(tx, KINDS, parent)?,
        None => None,
    };
    Ok(class_of(&kind.mark, group.as_ref().map_or("", |group| group.mark.as_str())))
}

fn class_in(kinds: &[Code], code: &str) -> KindClass {
    let find = |code: &str| kinds.iter().find(|kind| kind.code == code);
    let Some(kind) = find(code) else { return KindClass::Other };
    let group = kind.parent.as_deref().and_then(find);
    class_of(&kind.mark, group.map_or("", |group| group.mark.as_str()))
}

/// The kinds that are offences, each between blanks.
pub(crate) fn offences(tx: &mut Tx<'_>) -> Result<String, Fault> {
    let kinds = sql::list_codes(tx, KINDS)?;
    let codes = kinds.iter().filter(|kind| class_in(&kinds, &kind.code) == KindClass::Offence);
    Ok(codes.fold(" ".to_owned(), |list, kind| list + &kind.code + " "))
}

/// Why a road is asked for, in words.
pub(crate) fn ground_label(lang: Lang, ground: Ground) -> &'static str {
    let w = words(lang);
    match ground {
        Ground::Flagged(flag) => flag_label(lang, flag),
        Ground::Offence => w.ground_offence(),
        Ground::WasOffence => w.ground_was_offence(),
    }
}

/// Refuses an end that leaves the road open.
pub(crate) fn may_leave(
    tx: &mut Tx<'_>,
    matter: &Matter,
    row: &IncidentRow,
    ending: Ending,
) -> Result<(), Fault> {
    let bound = bound_now(tx, matter, row)?;
    match bound.ground {
        Some(ground) if !may_end(ending, bound.class, bound.ground) => {
            Err(Fault::refused("road_first", |lang| {
                words(lang).road_first(ground_label(lang, ground))
            }))
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses a final feedback that ends as it may not: settled where that is not offered, or without the
/// road, its number or its reason.
pub(crate) fn check_end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    bound: Bound,
    settled: bool,
    road: Option<&Road>,
) -> Result<(), Fault> {
    let ending = match (settled, road) {
        (true, _) => Ending::Settled,
        (false, Some(_)) => Ending::Road,
        (false, None) => Ending::Result,
    };
    if !may_end(ending, bound.class, bound.ground) {
        return Err(match bound.ground {
            Some(ground) if settled => Fault::refused("settlement_not_offered", |lang| {
                words(lang).settlement_not_offered(ground_label(lang, ground))
            }),
            Some(ground) => Fault::at("road", "road_needed", |lang| {
                words(lang).road_needed(ground_label(lang, ground))
            }),
            None => Fault::at("kind", "settlement_of_disputes", |lang| {
                words(lang).settlement_of_disputes()
            }),
        });
    }
    let Some(road) = road else { return Ok(()) };
    if REVIEW.ask(actor).is_err() {
        return Err(Fault::at("road", "road_by_officer", |lang| words(lang).road_by_officer()));
    }
    let code = known(tx, ROADS, &road.code, "road")?;
    if has_mark(&code.mark, "number") && road.number.is_none() {
        return Err(Fault::at("road_number", "road_number", |lang| words(lang).road_number()));
    }
    if has_mark(&code.mark, "why") && road.why.is_none() {
        return Err(Fault::at("road_why", "road_why", |lang| words(lang).road_why()));
    }
    Ok(())
}

/// Writes the road beside the feedback that says it; what the journal keeps of it.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    actor: &Actor,
    matter: &Matter,
    feedback: Id,
    road: Option<&Road>,
) -> Result<Value, Fault> {
    let Some(road) = road else { return Ok(Value::Null) };
    let id = tx.new_id();
    let row = RoadRow {
        id,
        feedback_id: feedback,
        author_id: actor.account,
        at: tx.now(),
        road: road.code.clone(),
        number: road.number.clone(),
        why_sealed: road.why.as_ref().map(|why| tx.seal(why_place("roads", id), why)),
    };
    sql::insert_road(tx, (matter.id, matter.opening), &row)?;
    Ok(json!({ "code": road.code, "number": road.number, "why": road.why }))
}

fn why_place(table: &'static str, row: Id) -> SealPlace {
    SealPlace { table, column: "why_sealed", row }
}

/// The road of the last final feedback of this opening, with its reason.
pub(crate) fn find_said(tx: &mut Tx<'_>, matter: &Matter) -> Result<Option<Road>, Fault> {
    let last = sql::find_last_final(tx, matter.id)?;
    let last = last.filter(|row| matter.reopened_at.is_none_or(|since| row.at >= since));
    let Some(last) = last else { return Ok(None) };
    let Some(row) = sql::find_road(tx, matter.id, last.id)? else { return Ok(None) };
    let why = match &row.why_sealed {
        Some(sealed) => Some(open_words(tx, "roads", "why_sealed", row.id, sealed)?),
        None => None,
    };
    Ok(Some(Road { code: row.road, number: row.number, why }))
}

/// Whether only a leader reviews it as it stands, or with `kind`.
pub(crate) fn is_for_leader(
    tx: &mut Tx<'_>,
    matter: &Matter,
    row: &IncidentRow,
    kind: &str,
) -> Result<bool, Fault> {
    let ground = bound(tx, matter, row, kind)?.ground;
    Ok(needs_leader(ground, find_said(tx, matter)?.is_some()))
}

/// Refuses a review that is a leader's, by anybody else; and a closure whose road was not said.
pub(crate) fn check_review(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    row: &IncidentRow,
    closing: Option<&str>,
) -> Result<(), Fault> {
    let kind = closing.unwrap_or(&turn.matter.topic);
    let (bound, said) = (bound(tx, &turn.matter, row, kind)?, find_said(tx, &turn.matter)?);
    if needs_leader(bound.ground, said.is_some()) && REVIEW_ROAD.ask(actor).is_err() {
        return Err(Fault::refused("road_needs_leader", |lang| words(lang).road_needs_leader()));
    }
    match bound.ground {
        Some(ground) if closing.is_some() && said.is_none() => {
            Err(Fault::refused("road_missing", |lang| {
                words(lang).road_missing(ground_label(lang, ground))
            }))
        }
        Some(_) | None => Ok(()),
    }
}

/// Says what is so about a call: at the scene as well as at the desk. A danger that was not known ends the
/// safety of the scene.
///
/// # Errors
/// Refused after the end, and where it stands already.
pub fn flag(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    flag: &str,
    why: &str,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &CLASSIFY, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Classify)?;
    let flag = Flag::from_code(flag).ok_or(Fault::NotFound)?;
    let mut flags = Flag::list(&loaded.row.flags);
    if flags.contains(&flag) {
        return Err(Fault::at("flag", "flag_stands", |lang| words(lang).flag_stands()));
    }
    flags.push(flag);
    if flag.restricts() {
        turn.matter.secrecy = turn.matter.secrecy.max(secrecy::RESTRICTED);
    }
    change_flags(tx, actor, &turn, (flag, true), &flags, why)?;
    let particulars = json!({ "flag": flag.code() });
    proceed(turn, tx, actor, "incidents.flag", Some(why), particulars)
}

/// A leader who did not handle it takes away what was said wrongly; who, when and why stay. Whom it kept
/// the matter from is kept from it still.
///
/// # Errors
/// Refused after the end, for a handler, and where it does not stand.
pub fn unflag(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    flag: &str,
    why: &str,
) -> Result<Matter, Fault> {
    let turn = Turn::take(tx, actor, &REVIEW_ROAD, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Classify)?;
    not_the_handler(tx, actor, &turn, &loaded)?;
    review_whole(tx, actor, &turn)?;
    let flag = Flag::from_code(flag).ok_or(Fault::NotFound)?;
    let mut flags = Flag::list(&loaded.row.flags);
    if !flags.contains(&flag) {
        return Err(Fault::at("flag", "flag_not_there", |lang| words(lang).flag_not_there()));
    }
    flags.retain(|one| *one != flag);
    change_flags(tx, actor, &turn, (flag, false), &flags, why)?;
    let particulars = json!({ "flag": flag.code() });
    proceed(turn, tx, actor, "incidents.unflag", Some(why), particulars)
}

fn change_flags(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    (flag, is_set): (Flag, bool),
    flags: &[Flag],
    why: &str,
) -> Result<(), Fault> {
    let id = tx.new_id();
    let why_sealed = tx.seal(why_place("flag_changes", id), why);
    let row = FlagChange { id, by: actor.account, flag: flag.code(), is_set, why_sealed };
    sql::insert_flag_change(tx, turn.matter.id, &row)?;
    let flags: Vec<&str> = flags.iter().map(|flag| flag.code()).collect();
    let is_safe = !(is_set && flag.is_danger());
    sql::set_flags(tx, turn.matter.id, &flags.join(" "), is_safe)
}
