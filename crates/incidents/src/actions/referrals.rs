//! Handing an incident over to another body: 12345, 119, 120, power, gas, water, another station.
//! Never an end, and life-safety never waits for it.

use crate::actions::dispatch::allow;
use crate::actions::facts::{load_facts, proceed};
use crate::actions::log::known;
use crate::actions::{DECIDE_DUTY, REFER};
use crate::rules::{Flag, Verb};
use crate::words::words;
use base::{Actor, Fault, Hand, Id};
use db::Tx;
use matters::{ANSWER_REFERRAL, Matter, OURSELVES, Obstacle, Referral, Reply, Turn};
use serde_json::{Value, json};

/// What to hand over to whom.
#[derive(Clone, Debug)]
pub struct Refer {
    /// The code of the body.
    pub body: String,
    /// What it is asked to do; it reads these words, and nothing else of the call.
    pub asked: String,
}

/// Hands an incident over 推送.
///
/// # Errors
/// Refused for an unknown body, for an urgent or dangerous call to which nobody of the police was
/// sent, and as [`matters::push`].
pub fn refer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    order: &Refer,
) -> Result<Referral, Fault> {
    let turn = Turn::take(tx, actor, &REFER, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Refer)?;
    known(tx, "bodies", &order.body, "body")?;
    if loaded.facts.live() == 0 && is_urgent(&turn.matter, &loaded.row.flags) {
        return Err(Fault::refused("life_safety_first", |lang| words(lang).life_safety_first()));
    }
    let row = matters::push(tx, actor, &turn, &order.body, &order.asked)?;
    let particulars = json!({ "referral": row.id, "body": row.body, "asked": order.asked });
    proceed(turn, tx, actor, "incidents.refer", None, particulars)?;
    Ok(row)
}

/// Whether somebody of the police has to go before anything else is tried.
pub(crate) fn is_urgent(matter: &Matter, flags: &str) -> bool {
    let danger = |flag: &Flag| !matches!(flag, Flag::Minor | Flag::Secret);
    matter.level <= 2 || Flag::list(flags).iter().any(danger)
}

/// Writes what the body answered on the telephone, or takes the hand-over back.
///
/// # Errors
/// As [`matters::reply`].
pub fn answer_for_body(
    tx: &mut Tx<'_>,
    actor: &Actor,
    referral: Id,
    reply: Reply<'_>,
) -> Result<Matter, Fault> {
    let row = matters::find_referral(tx, referral)?.ok_or(Fault::NotFound)?;
    let number = matters::find_number(tx, row.matter_id)?.ok_or(Fault::NotFound)?;
    let turn = Turn::take(tx, actor, &REFER, &number)?;
    finish(tx, actor, turn, &row, reply, Hand::Desk)
}

/// The body itself answers by its link.
///
/// # Errors
/// [`Fault::NotFound`] where the link opens nothing; as [`matters::reply`].
pub fn answer_by_link(
    tx: &mut Tx<'_>,
    actor: &Actor,
    secret: &str,
    reply: Reply<'_>,
) -> Result<Referral, Fault> {
    ANSWER_REFERRAL.ask(actor)?;
    let row = matters::find_by_secret(tx, secret)?.ok_or(Fault::NotFound)?;
    let turn = Turn::by_link(tx, actor, &ANSWER_REFERRAL, row.matter_id)?;
    finish(tx, actor, turn, &row, reply, Hand::Link)?;
    Ok(row)
}

fn finish(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: Turn,
    row: &Referral,
    reply: Reply<'_>,
    hand: Hand,
) -> Result<Matter, Fault> {
    matters::reply(tx, &turn, row, reply, hand)?;
    let (act, said): (_, Option<&str>) = match reply {
        Reply::Accept => ("incidents.referral_accepted", None),
        Reply::GiveBack(why) => ("incidents.referral_returned", Some(why)),
        Reply::Finish(what) => ("incidents.referral_done", Some(what)),
        Reply::Recall => ("incidents.referral_recalled", None),
    };
    let particulars: Value = json!({ "referral": row.id, "body": row.body, "hand": hand.code() });
    proceed(turn, tx, actor, act, said, particulars)
}

/// Writes whose duty an incident is, as it was agreed among three: the station, the body that sent
/// it back, and whoever mediates between them.
///
/// # Errors
/// Refused for an unknown body, and where nothing was handed over.
pub fn decide_duty(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    body: &str,
    agreed: &str,
) -> Result<Matter, Fault> {
    let turn = Turn::take(tx, actor, &DECIDE_DUTY, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Refer)?;
    if body != OURSELVES {
        known(tx, "bodies", body, "body")?;
    }
    if matters::list_referrals(tx, turn.matter.id)?.is_empty() {
        return Err(Fault::refused("nothing_referred", |lang| words(lang).nothing_referred()));
    }
    let decision = matters::decide(tx, actor, &turn, body, agreed)?;
    matters::note_obstacle(tx, &turn.matter, Obstacle::UnclearDuty)?;
    let particulars = json!({ "decision": decision, "body": body });
    proceed(turn, tx, actor, "incidents.decide_duty", Some(agreed), particulars)
}
