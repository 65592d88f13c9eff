//! Intake: a call becomes an incident with number, seats and clock in one act.

use crate::actions::checklists::plan_for;
use crate::actions::facts::{load_facts, proceed, summary_place};
use crate::actions::{DISPATCH, LOG, UNCOVER};
use crate::rules::{Flag, Stage, UNDECIDED, terms_in};
use crate::sql::{self, CallerRow, Code, IncidentRow};
use crate::words::words;
use base::{Actor, Fault, Hand, Id, SealPlace, Time};
use db::Tx;
use matters::{ClockStart, Matter, Obstacle, Opening, Step, Turn, secrecy};
use people::Village;
use premises::Place;
use serde_json::json;

/// The source of an order handed down by the branch.
pub(crate) const BRANCH: &str = "110";

/// Where it is: in the register, or as it was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Where {
    /// A place of the register.
    Premises(Id),
    /// Words; the village if it is known.
    Text(String, Option<Id>),
}

/// A call to be logged.
#[derive(Clone, Debug)]
pub struct Log {
    /// What was said.
    pub summary: String,
    /// Where.
    pub place: Where,
    /// The kind; without one 待定.
    pub kind: Option<String>,
    /// The level, 1 to 4; without one 3.
    pub level: Option<i64>,
    /// The source.
    pub source: String,
    /// The branch's number, for orders handed down.
    pub outer_number: Option<String>,
    /// When it was reported, if earlier than now.
    pub reported_at: Option<Time>,
    /// When it was received on paper 补录, where it is entered later than that.
    pub received_at: Option<Time>,
    /// What the desk ticked: codes of weapon, injury, drink, domestic_violence, minor, secret.
    pub flags: Vec<String>,
    /// The caller's name.
    pub caller_name: Option<String>,
    /// The caller's number.
    pub caller_phone: Option<String>,
    /// The known cause 已知事由 it comes from.
    pub cause: Option<Id>,
}

/// Logs a call.
///
/// # Errors
/// Refused at the field: unknown place, kind or source, times in the future, a branch number
/// that is there already.
pub fn log(tx: &mut Tx<'_>, actor: &Actor, order: &Log) -> Result<Matter, Fault> {
    let leave = LOG.ask(actor)?;
    let kind = known_kind(tx, order.kind.as_deref().unwrap_or(UNDECIDED))?;
    known(tx, "sources", &order.source, "source")?;
    let from_branch = order.source == BRANCH;
    check_outer(tx, order, from_branch)?;
    let now = tx.now();
    let (reported, received) = times(order, now)?;
    let flags: Vec<Flag> = order.flags.iter().filter_map(|flag| Flag::from_code(flag)).collect();
    let opening = opening(tx, order, &kind, &flags)?;
    let plan = plan_for(tx, &kind.code, opening.level)?;
    let turn = Turn::open(tx, actor, leave, opening)?;
    let sealed = tx.seal(summary_place(turn.matter.id), &order.summary);
    // Typing it at the desk is signing for it; what a device hands in waits for somebody to sign.
    let signed = (actor.hand != Hand::Device).then_some(received);
    let row = IncidentRow {
        matter_id: turn.matter.id,
        kind_first: kind.code.clone(),
        kind_final: None,
        source: order.source.clone(),
        outer_number: order.outer_number.clone(),
        flags: flags.iter().map(|flag| flag.code()).collect::<Vec<_>>().join(" "),
        summary_sealed: sealed,
        reported_at: reported,
        received_at: received,
        station_signed_at: signed,
        safe_at: None,
        silenced_at: None,
        plan_kind: Some(plan.kind),
        plan_level: Some(plan.level),
        plan_version: Some(plan.version),
        is_recorded: false,
        cause_id: order.cause,
        withdrawn_at: None,
        confirmed_at: None,
        put_back_at: None,
        entered_at: order.received_at.map(|_| now),
    };
    sql::insert_incident(tx, &row)?;
    if from_branch && signed.is_none() {
        let clock = ClockStart { rule: "station_sign", from: received };
        matters::start_clock(tx, &turn.matter, clock, Some(turn.matter.id))?;
    }
    if turn.matter.premises_id.is_none() && order.cause.is_none() {
        matters::note_obstacle(tx, &turn.matter, Obstacle::UnknownPlace)?;
    }
    write_caller(tx, turn.matter.id, order)?;
    sql::remove_draft(tx, actor.account)?;
    let particulars = json!({
        "kind": kind.code, "level": turn.matter.level, "source": order.source,
        "place": turn.matter.place_text, "outer_number": order.outer_number, "signed": signed,
        "received": order.received_at,
    });
    let clock = None;
    let step = Step { act: "incidents.log", reason: None, particulars, state: "", clock };
    turn.opened(tx, actor, step)
}

/// When it was reported and received: in that order, and not later than now.
fn times(order: &Log, now: Time) -> Result<(Time, Time), Fault> {
    let received = order.received_at.unwrap_or(now);
    let reported = order.reported_at.unwrap_or(received);
    let late = |field| Fault::at(field, "in_the_future", |lang| words(lang).in_the_future());
    if received > now {
        return Err(late("received_at"));
    }
    if reported > received { Err(late("reported_at")) } else { Ok((reported, received)) }
}

fn check_outer(tx: &mut Tx<'_>, order: &Log, from_branch: bool) -> Result<(), Fault> {
    match (&order.outer_number, from_branch) {
        (None, true) => Err(Fault::at("outer_number", "outer_number_needed", |lang| {
            words(lang).outer_number_needed()
        })),
        (Some(outer), _) => match sql::find_outer(tx, outer)? {
            Some(matter) => {
                let number = matters::find_number(tx, matter)?.unwrap_or_default();
                Err(Fault::at("outer_number", "outer_number_known", |lang| {
                    words(lang).outer_number_known(&number)
                }))
            }
            None => Ok(()),
        },
        (None, false) if order.summary.is_empty() => {
            Err(Fault::at("summary", "required", |lang| words(lang).summary_needed()))
        }
        (None, false) => Ok(()),
    }
}

fn opening(tx: &mut Tx<'_>, order: &Log, kind: &Code, flags: &[Flag]) -> Result<Opening, Fault> {
    let list = sql::list_kind_words(tx)?;
    let terms = terms_in(&order.summary, list.iter().map(|row| row.word.as_str()));
    let place = find_where(tx, &order.place)?;
    let private = crate::rules::has_mark(&kind.mark, "private");
    let restricted = private || flags.iter().any(|flag| flag.restricts());
    let at = order.reported_at.or(order.received_at).unwrap_or(tx.now());
    let received = tx.now();
    Ok(Opening {
        kind: "incident",
        series: "JQ",
        topic: (kind.code.clone(), kind.zh.clone(), kind.en.clone()),
        terms,
        place_text: place.text,
        premises: place.premises,
        village: place.village,
        point: place.point,
        level: order.level.unwrap_or(3),
        secrecy: if restricted { secrecy::RESTRICTED } else { secrecy::INTERNAL },
        state: Stage::Waiting.code(),
        at,
        clock: Some(ClockStart { rule: "dispatch", from: received }),
    })
}

pub(crate) struct Found {
    pub(crate) text: String,
    pub(crate) premises: Option<Id>,
    pub(crate) village: Option<Id>,
    pub(crate) point: Option<(i64, i64)>,
}

pub(crate) fn find_where(tx: &mut Tx<'_>, place: &Where) -> Result<Found, Fault> {
    match place {
        Where::Premises(id) => {
            let unknown =
                || Fault::at("place.premises", "unknown_place", |lang| words(lang).unknown_place());
            let place = premises::find_place(tx, *id)?.ok_or_else(unknown)?;
            let villages = people::list_villages(tx)?;
            Ok(registered(place, &villages))
        }
        Where::Text(text, village) => {
            let villages = people::list_villages(tx)?;
            let known = find_told(tx, text, &villages)?;
            match known.filter(|place| village.is_none_or(|village| village == place.village_id)) {
                Some(place) => Ok(registered(place, &villages)),
                None => {
                    let village = village.or_else(|| told_village(text, &villages));
                    Ok(Found { text: text.clone(), premises: None, village, point: None })
                }
            }
        }
    }
}

/// The village of a place that was told, where it is known.
pub(crate) fn village_told(tx: &mut Tx<'_>, told: &Where) -> Result<Option<Id>, Fault> {
    Ok(find_where(tx, told)?.village)
}

/// A place of the register, told with its village: every village may have a house of this number.
fn registered(place: Place, villages: &[Village]) -> Found {
    let point = place.point();
    let village = villages.iter().find(|village| village.id == place.village_id);
    let village = village.map_or("", |village| village.name.as_str());
    let is_told = place.name.contains(village.trim_end_matches(VILLAGE));
    let text = if is_told { place.name } else { format!("{village}{}", place.name) };
    Found { text, premises: Some(place.id), village: Some(place.village_id), point }
}

/// The place of the register that was typed by its whole name, with or without its village.
fn find_told(tx: &mut Tx<'_>, text: &str, villages: &[Village]) -> Result<Option<Place>, Fault> {
    if let Some(place) = premises::find_named(tx, text)? {
        return Ok(Some(place));
    }
    for village in villages {
        let Some(name) = text.strip_prefix(&village.name) else { continue };
        let place = premises::find_named(tx, name)?;
        if let Some(place) = place.filter(|place| place.village_id == village.id) {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// The end of a village's name that people leave out.
const VILLAGE: char = '\u{6751}';

/// The one village that is named in what was typed; none where several could be meant.
fn told_village(text: &str, villages: &[Village]) -> Option<Id> {
    let named = |full: bool| {
        villages.iter().filter(move |village| {
            let short = village.name.trim_end_matches(VILLAGE);
            if full {
                text.contains(&village.name)
            } else {
                short.chars().count() > 1 && text.contains(short)
            }
        })
    };
    for full in [true, false] {
        let mut found = named(full);
        if let (Some(village), None) = (found.next(), found.next()) {
            return Some(village.id);
        }
    }
    None
}

pub(crate) fn known_kind(tx: &mut Tx<'_>, code: &str) -> Result<Code, Fault> {
    known(tx, "incident-kinds", code, "kind")
}

pub(crate) fn known(
    tx: &mut Tx<'_>,
    table: &str,
    code: &str,
    field: &'static str,
) -> Result<Code, Fault> {
    let found = sql::find_code(tx, table, code)?.filter(|code| !code.is_over);
    found.ok_or_else(|| Fault::at(field, "unknown_code", |lang| words(lang).unknown_code()))
}

fn write_caller(tx: &mut Tx<'_>, matter: Id, order: &Log) -> Result<(), Fault> {
    if order.caller_name.is_none() && order.caller_phone.is_none() {
        return Ok(());
    }
    if people::network_zone(tx)? == people::NetworkZone::Shared {
        return Err(Fault::at("caller.name", "no_caller_here", |lang| {
            words(lang).no_caller_here()
        }));
    }
    let mut seal = |column, text: &Option<String>| {
        let place = SealPlace { table: "callers", column, row: matter };
        text.as_ref().map(|text| tx.seal(place, text))
    };
    let row = CallerRow {
        name_sealed: seal("name_sealed", &order.caller_name),
        phone_sealed: seal("phone_sealed", &order.caller_phone),
    };
    sql::insert_caller(tx, matter, &row)
}

/// Signs for an order of the branch on behalf of the station 所签收; its clock stops.
///
/// # Errors
/// Refused where it was signed already.
pub fn sign_for_station(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Matter, Fault> {
    let turn = Turn::take(tx, actor, &DISPATCH, number)?;
    let row = sql::find_incident(tx, &turn.matter)?.ok_or(Fault::NotFound)?;
    super::dispatch::still_open(&load_facts(tx, &turn.matter)?)?;
    if row.station_signed_at.is_some() {
        return Err(Fault::refused("already_signed", |lang| words(lang).already_signed()));
    }
    mark_signed(tx, &turn.matter)?;
    proceed(turn, tx, actor, "incidents.sign_for_station", None, json!({}))
}

/// The station has seen it: by the desk, or by the first officer who signs.
pub(crate) fn mark_signed(tx: &mut Tx<'_>, matter: &Matter) -> Result<(), Fault> {
    let now = tx.now();
    sql::set_station_signed(tx, matter.id, now)?;
    matters::stop_clock(tx, matter, matter.id)
}

/// Uncovers name and number of the caller for ten minutes; the journal says to whom and why.
///
/// # Errors
/// [`Fault::NotFound`] where nobody is written down.
pub fn uncover_caller(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    why: &str,
) -> Result<(), Fault> {
    let turn = Turn::take(tx, actor, &UNCOVER, number)?;
    if turn.sight != matters::Sight::Full {
        return Err(Fault::Forbidden { permission: UNCOVER.code });
    }
    sql::find_caller(tx, turn.matter.id)?.ok_or(Fault::NotFound)?;
    sql::insert_caller_view(tx, turn.matter.id, actor.account)?;
    turn.keep(tx, actor, "incidents.uncover_caller", Some(why), json!({}))
}

/// Keeps what an account has typed and not sent; the last one wins. No matter is touched, so
/// there is no journal line.
pub(crate) fn save_draft(tx: &mut Tx<'_>, actor: &Actor, body: &str) -> Result<(), Fault> {
    LOG.ask(actor)?;
    let sealed = tx.seal(draft_place(actor.account), body);
    sql::store_draft(tx, actor.account, &sealed)
}

pub(crate) fn discard_draft(tx: &mut Tx<'_>, actor: &Actor) -> Result<(), Fault> {
    LOG.ask(actor)?;
    sql::remove_draft(tx, actor.account)
}

pub(crate) fn draft_place(account: Id) -> SealPlace {
    SealPlace { table: "drafts", column: "body_sealed", row: account }
}
