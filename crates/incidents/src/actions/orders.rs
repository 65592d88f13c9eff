//! Carrying an order out: stamps by one's own hand or by the desk's, corrections that keep the
//! old value, returns, who came along, and the telephone that counts.

use crate::actions::facts::{Loaded, load_facts, proceed, proceed_stamped};
use crate::actions::log::{known, mark_signed};
use crate::actions::{CARRY_OUT, DISPATCH};
use crate::rules::{Chain, Side, StampKind, StampRefusal, Verb, check_stamp};
use crate::sql::{self, OrderRow, StampRow};
use crate::words::{stamp_label, words};
use base::{Actor, Fault, Hand, Id, Time};
use db::Tx;
use matters::{Matter, Turn};
use serde_json::json;

/// A step of an order to be stamped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    pub(crate) kind: StampKind,
    /// When it happened; now where it is not said. Only the desk says another time.
    pub at: Option<Time>,
}

impl Stamp {
    /// Signing for an order.
    pub const SIGNED: Stamp = Stamp { kind: StampKind::Signed, at: None };
    /// Setting out.
    pub const SET_OUT: Stamp = Stamp { kind: StampKind::SetOut, at: None };
    /// Arriving.
    pub const ARRIVED: Stamp = Stamp { kind: StampKind::Arrived, at: None };
    /// Done at the scene.
    pub const CLEARED: Stamp = Stamp { kind: StampKind::Cleared, at: None };
    /// Dealt with by telephone: ends without arrival.
    pub const BY_TELEPHONE: Stamp = Stamp { kind: StampKind::ByTelephone, at: None };

    /// The same step at another time.
    #[must_use]
    pub const fn at(self, at: Option<Time>) -> Stamp {
        Stamp { at, ..self }
    }
}

/// An order in the hand of one act.
struct Taken {
    turn: Turn,
    loaded: Loaded,
    order: OrderRow,
    chain: Chain,
    own: bool,
}

fn take(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: Id,
    permission: &base::Permission,
) -> Result<Taken, Fault> {
    let order = sql::find_order(tx, order)?.ok_or(Fault::NotFound)?;
    let number = matters::find_number(tx, order.matter_id)?.ok_or(Fault::NotFound)?;
    let turn = Turn::take(tx, actor, permission, &number)?;
    let own = order.account_id == Some(actor.account);
    if !own && turn.leave.scope != base::Scope::Station {
        return Err(Fault::Forbidden { permission: permission.code });
    }
    let loaded = load_facts(tx, &turn.matter)?;
    let index = loaded.orders.iter().position(|row| row.id == order.id).ok_or(Fault::NotFound)?;
    let chain = loaded.facts.orders[index];
    let order = loaded.orders[index].clone();
    Ok(Taken { turn, loaded, order, chain, own })
}

/// Stamps a step: by the receiver now, or by the desk for the receiver (代录).
///
/// # Errors
/// Refused where the step is there already, the order has ended, or the time cannot be.
pub fn stamp(tx: &mut Tx<'_>, actor: &Actor, order: Id, stamp: Stamp) -> Result<Matter, Fault> {
    let taken = take(tx, actor, order, &CARRY_OUT)?;
    super::dispatch::allow(&taken.loaded, Verb::Stamp)?;
    // What happens now comes after what it follows, even where the clock was set back meanwhile (ADR 0036).
    let now = tx.now().max(taken.chain.before(stamp.kind));
    let at = match (taken.own, stamp.at) {
        (false, Some(at)) => at,
        (true, _) | (false, None) => now,
    };
    check(&taken.chain, stamp.kind, at, now, false)?;
    let hand = if taken.own { actor.hand } else { Hand::Desk };
    write(tx, actor, &taken, stamp.kind, at, hand, None)?;
    if stamp.kind != StampKind::Reached && taken.chain.is_unsigned() {
        matters::stop_clock(tx, &taken.turn.matter, taken.order.id)?;
    }
    if taken.order.side == Side::Police && taken.loaded.row.station_signed_at.is_none() {
        mark_signed(tx, &taken.turn.matter)?;
    }
    let particulars = json!({
        "step": stamp.kind.code(), "at": at, "receiver": taken.order.receiver, "hand": hand.code(),
    });
    proceed_stamped(taken.turn, taken.loaded, tx, actor, "incidents.stamp", particulars)
}

/// Corrects a stamp; the old one stays, with the reason.
///
/// # Errors
/// Refused where there is nothing to correct or the time cannot be.
pub fn correct(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: Id,
    step: &str,
    at: Time,
    why: &str,
) -> Result<Matter, Fault> {
    let kind = StampKind::from_code(step).ok_or(Fault::NotFound)?;
    let taken = take(tx, actor, order, &CARRY_OUT)?;
    super::dispatch::allow(&taken.loaded, Verb::Stamp)?;
    let without = sql::list_stamps(tx, taken.turn.matter.id)?;
    let old = without
        .into_iter()
        .find(|s| s.order_id == taken.order.id && s.kind == kind && s.is_current)
        .ok_or_else(|| {
            Fault::at("step", "nothing_to_correct", |lang| words(lang).nothing_to_correct())
        })?;
    taken.turn.fresh(actor, "at", &at.to_string(), &old.at.to_string())?;
    check(&taken.chain, kind, at, tx.now(), true)?;
    sql::set_stamp_replaced(tx, old.id)?;
    let hand = if taken.own { actor.hand } else { Hand::Desk };
    write(tx, actor, &taken, kind, at, hand, Some(old.id))?;
    let particulars = json!({
        "step": kind.code(), "from": old.at, "at": at, "receiver": taken.order.receiver,
    });
    proceed(taken.turn, tx, actor, "incidents.correct", Some(why), particulars)
}

/// Returns an order 退单, with a reason from the list; it counts against nobody. When the last
/// police order comes back, the incident waits again.
///
/// # Errors
/// Refused after clearance, or where the order came back already.
pub fn give_back(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: Id,
    code: &str,
    why: &str,
) -> Result<Matter, Fault> {
    known(tx, "return-reasons", code, "code")?;
    let taken = take(tx, actor, order, &CARRY_OUT)?;
    match taken.order.side {
        Side::Police => super::dispatch::allow(&taken.loaded, Verb::GiveBack)?,
        Side::Assistant => super::dispatch::still_open(&taken.loaded)?,
    }
    if taken.chain.is_taken_back() || taken.chain.cleared.is_some() {
        return Err(Fault::refused("order_ended", |lang| words(lang).order_ended()));
    }
    end_order(tx, &taken, code)?;
    let particulars = json!({ "receiver": taken.order.receiver, "code": code });
    proceed(taken.turn, tx, actor, "incidents.give_back", Some(why), particulars)
}

fn end_order(tx: &mut Tx<'_>, taken: &Taken, code: &str) -> Result<(), Fault> {
    sql::set_order_returned(tx, taken.order.id, code)?;
    matters::stop_clock(tx, &taken.turn.matter, taken.order.id)
}

/// What an assistant answered on the telephone, entered by the desk: 接了 counts as signing,
/// 来不了 ends his order, 没接 is only written down.
///
/// # Errors
/// Refused for police orders, and for orders that have ended.
pub fn answer_by_telephone(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: Id,
    answer: &str,
) -> Result<Matter, Fault> {
    let taken = take(tx, actor, order, &DISPATCH)?;
    super::dispatch::still_open(&taken.loaded)?;
    if taken.order.side != Side::Assistant {
        return Err(Fault::refused("assistants_only", |lang| words(lang).assistants_only()));
    }
    match answer {
        "accepted" => {
            let now = tx.now().max(taken.chain.before(StampKind::Signed));
            check(&taken.chain, StampKind::Signed, now, now, false)?;
            write(tx, actor, &taken, StampKind::Signed, now, Hand::Desk, None)?;
            matters::stop_clock(tx, &taken.turn.matter, taken.order.id)?;
        }
        "cannot_come" if !taken.chain.is_taken_back() && taken.chain.cleared.is_none() => {
            end_order(tx, &taken, "5")?;
        }
        "cannot_come" => {
            return Err(Fault::refused("order_ended", |lang| words(lang).order_ended()));
        }
        _ => {}
    }
    let particulars = json!({ "receiver": taken.order.receiver, "answer": answer });
    proceed(taken.turn, tx, actor, "incidents.answer_by_telephone", None, particulars)
}

/// Who came along 带 N 人, by role.
///
/// # Errors
/// Refused where the order has ended.
pub fn bring(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: Id,
    crew: &[(String, i64)],
) -> Result<Matter, Fault> {
    let taken = take(tx, actor, order, &CARRY_OUT)?;
    super::dispatch::allow(&taken.loaded, Verb::Stamp)?;
    if crew.is_empty() {
        return Err(Fault::at("crew.P2", "nobody_named", |lang| words(lang).nobody_named()));
    }
    for (role, heads) in crew {
        known(tx, "presence-roles", role, "crew.P2")?;
        sql::set_crew(tx, taken.order.id, role, *heads)?;
    }
    let particulars = json!({ "receiver": taken.order.receiver, "crew": crew });
    proceed(taken.turn, tx, actor, "incidents.bring", None, particulars)
}

/// Silences the ringing of an incident on the board.
///
/// # Errors
/// Those of [`Turn::take`].
pub fn silence(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<(), Fault> {
    let turn = Turn::take(tx, actor, &DISPATCH, number)?;
    super::dispatch::still_open(&load_facts(tx, &turn.matter)?)?;
    let now = tx.now();
    sql::set_silenced(tx, turn.matter.id, Some(now))?;
    turn.keep(tx, actor, "incidents.silence", None, json!({}))
}

/// Silences the ringing of one's own order.
///
/// # Errors
/// [`Fault::Forbidden`] for somebody else's.
pub fn silence_order(tx: &mut Tx<'_>, actor: &Actor, order: Id) -> Result<(), Fault> {
    let taken = take(tx, actor, order, &CARRY_OUT)?;
    super::dispatch::still_open(&taken.loaded)?;
    sql::set_order_silenced(tx, taken.order.id, actor.account)?;
    let particulars = json!({ "receiver": taken.order.receiver });
    taken.turn.keep(tx, actor, "incidents.silence", None, particulars)
}

/// The number of the matter that an order belongs to.
///
/// # Errors
/// Those of the engine.
pub(crate) fn number_of_order(tx: &mut Tx<'_>, order: &str) -> Result<Option<String>, Fault> {
    let Ok(id) = order.parse() else { return Ok(None) };
    match sql::find_order(tx, id)? {
        Some(order) => matters::find_number(tx, order.matter_id),
        None => Ok(None),
    }
}

/// Whether an order of the actor has not reached a screen yet.
///
/// # Errors
/// Those of the engine.
pub fn has_unreached(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool, Fault> {
    Ok(!sql::list_unreached(tx, actor.account)?.is_empty())
}

/// Marks every order of the actor that has not reached a screen as reached 系统到达: their page was
/// drawn just now.
///
/// # Errors
/// Those of the engine.
pub fn reach_all(tx: &mut Tx<'_>, actor: &Actor) -> Result<(), Fault> {
    let screen = Actor { hand: Hand::System, ..actor.clone() };
    for order in sql::list_unreached(tx, actor.account)? {
        stamp(tx, &screen, order, Stamp { kind: StampKind::Reached, at: None })?;
    }
    Ok(())
}

fn check(chain: &Chain, kind: StampKind, at: Time, now: Time, corrects: bool) -> Result<(), Fault> {
    check_stamp(chain, kind, at, now, corrects).map_err(|refusal| match refusal {
        StampRefusal::OrderEnded => Fault::refused("order_ended", |lang| words(lang).order_ended()),
        StampRefusal::AlreadyThere => Fault::refused("already_stamped", |lang| {
            words(lang).already_stamped(stamp_label(lang, kind))
        }),
        StampRefusal::BeforeSent => {
            Fault::at("at", "before_sent", |lang| words(lang).before_sent())
        }
        StampRefusal::InTheFuture => {
            Fault::at("at", "in_the_future", |lang| words(lang).in_the_future())
        }
        StampRefusal::OutOfOrder => {
            Fault::at("at", "out_of_order", |lang| words(lang).out_of_order())
        }
    })
}

fn write(
    tx: &mut Tx<'_>,
    actor: &Actor,
    taken: &Taken,
    kind: StampKind,
    at: Time,
    hand: Hand,
    corrects: Option<Id>,
) -> Result<(), Fault> {
    let row = StampRow {
        id: tx.new_id(),
        order_id: taken.order.id,
        kind,
        at,
        hand,
        author_id: actor.account,
        recorded_at: tx.now(),
        is_current: true,
    };
    sql::insert_stamp(tx, taken.turn.matter.id, &row, corrects)
}
