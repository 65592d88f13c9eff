//! Handing a matter over to another body 移交: pushed, accepted, returned, done. The room that keeps
//! the matter takes the turn and ends it; here are the facts of the hand-over itself.

use crate::actions::clocks::{start_clock, stop_clock};
use crate::actions::turn::{ClockStart, Turn};
use crate::rules::{RETURNS_TO_LEADERS, ReferralStage, ReferralVerb};
use crate::sql::{self, DutyDecision, Referral};
use crate::words::words;
use base::{Actor, Fault, Hand, Id, Role, SealPlace};
use db::Tx;
use people::Seat;

/// How long the link of a hand-over opens: 30 days.
const LINK_S: i64 = 30 * 86_400;
/// The body that stands for the station itself.
pub const OURSELVES: &str = "self";

/// Pushes the matter in hand to `body`. The station stays responsible until it is accepted.
///
/// # Errors
/// Refused while the same body has it already, and after three returns until both leaders have
/// decided for this body.
pub fn push(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    body: &str,
    asked: &str,
) -> Result<Referral, Fault> {
    let before = sql::list_referrals(tx, turn.matter.id)?;
    if before.iter().any(|row| row.body == body && row.state().is_pending()) {
        return Err(Fault::at("body", "already_pushed", |lang| words(lang).already_pushed()));
    }
    if returns(turn, &before) >= RETURNS_TO_LEADERS && !leaders_agree(tx, turn, body)? {
        return Err(Fault::at("body", "leaders_decide", |lang| words(lang).leaders_decide()));
    }
    let id = tx.new_id();
    let row = Referral {
        id,
        matter_id: turn.matter.id,
        position: before.len() as i64 + 1,
        opening: turn.matter.opening,
        body: body.to_owned(),
        asked_sealed: tx.seal(place("asked_sealed", id), asked),
        pushed_at: tx.now(),
        link_until: tx.now().plus_seconds(LINK_S),
        accepted_at: None,
        accepted_hand: None,
        returned_at: None,
        return_sealed: None,
        done_at: None,
        done_sealed: None,
        recalled_at: None,
    };
    sql::insert_referral(tx, &row, actor.account)?;
    let clock = ClockStart { rule: "referral_accept", from: row.pushed_at };
    start_clock(tx, &turn.matter, clock, Some(id))?;
    Ok(row)
}

/// What is done to a hand-over, with the words it needs.
#[derive(Clone, Copy, Debug)]
pub enum Reply<'a> {
    /// 受理.
    Accept,
    /// 退回, and why.
    GiveBack(&'a str),
    /// 办结, and what was done.
    Finish(&'a str),
    /// 收回, by the station.
    Recall,
}

impl Reply<'_> {
    const fn verb(&self) -> ReferralVerb {
        match self {
            Reply::Accept => ReferralVerb::Accept,
            Reply::GiveBack(_) => ReferralVerb::GiveBack,
            Reply::Finish(_) => ReferralVerb::Finish,
            Reply::Recall => ReferralVerb::Recall,
        }
    }
}

/// Writes what the body answered, by its own hand or by the desk's. A third return goes to the
/// station chief and the street's leader.
///
/// # Errors
/// Refused where the hand-over is not in a state for it.
pub fn reply(
    tx: &mut Tx<'_>,
    turn: &Turn,
    row: &Referral,
    reply: Reply<'_>,
    hand: Hand,
) -> Result<(), Fault> {
    if !row.state().allows(reply.verb()) {
        return Err(Fault::refused("referral_state", |lang| {
            words(lang).referral_state(crate::words::referral_label(lang, row.state()))
        }));
    }
    stop_clock(tx, &turn.matter, row.id)?;
    match reply {
        Reply::Accept => {
            sql::set_accepted(tx, row.id, hand)?;
            let clock = ClockStart { rule: "referral_finish", from: tx.now() };
            start_clock(tx, &turn.matter, clock, Some(row.id))?;
        }
        Reply::GiveBack(why) => {
            let sealed = tx.seal(place("return_sealed", row.id), why);
            sql::set_returned(tx, row.id, hand, &sealed)?;
            tell_of_return(tx, turn)?;
        }
        Reply::Finish(what) => {
            let sealed = tx.seal(place("done_sealed", row.id), what);
            sql::set_done(tx, row.id, hand, &sealed)?;
            tell_seats(tx, turn, "matters.referral_done")?;
        }
        Reply::Recall => sql::set_recalled(tx, row.id)?,
    }
    Ok(())
}

/// Writes whose duty a matter is, as it was agreed; by each of the two leaders after three returns.
///
/// # Errors
/// Those of the engine.
pub fn decide(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    body: &str,
    agreed: &str,
) -> Result<Id, Fault> {
    let id = tx.new_id();
    let place = SealPlace { table: "duty_decisions", column: "agreed_sealed", row: id };
    let row = DutyDecision {
        id,
        at: tx.now(),
        by_id: actor.account,
        capacity: turn.leave.role,
        body: body.to_owned(),
        agreed_sealed: tx.seal(place, agreed),
    };
    sql::insert_decision(tx, turn.matter.id, turn.matter.opening, &row)?;
    tell_seats(tx, turn, "matters.duty_decided")?;
    Ok(id)
}

/// Opens the words of a hand-over.
///
/// # Errors
/// An internal fault where they were damaged.
pub fn open_referral(
    tx: &Tx<'_>,
    row: &Referral,
    column: &'static str,
    sealed: &[u8],
) -> Result<String, Fault> {
    tx.unseal(place(column, row.id), sealed)
}

/// Opens who agreed to a decision.
///
/// # Errors
/// An internal fault where it was damaged.
pub fn open_decision(tx: &Tx<'_>, row: &DutyDecision) -> Result<String, Fault> {
    let place = SealPlace { table: "duty_decisions", column: "agreed_sealed", row: row.id };
    tx.unseal(place, &row.agreed_sealed)
}

fn place(column: &'static str, row: Id) -> SealPlace {
    SealPlace { table: "referrals", column, row }
}

fn returns(turn: &Turn, before: &[Referral]) -> usize {
    let back = |row: &&Referral| {
        row.opening == turn.matter.opening && matches!(row.state(), ReferralStage::Returned { .. })
    };
    before.iter().filter(back).count()
}

/// Whether the last word of the chief and the last word of the street's leader name this body.
fn leaders_agree(tx: &mut Tx<'_>, turn: &Turn, body: &str) -> Result<bool, Fault> {
    let decisions = sql::list_decisions(tx, turn.matter.id, turn.matter.opening)?;
    let says = |role: Role| {
        let last = decisions.iter().rfind(|decision| decision.capacity == role);
        last.is_some_and(|decision| decision.body == body)
    };
    Ok(says(Role::Chief) && says(Role::Street))
}

fn tell_of_return(tx: &mut Tx<'_>, turn: &Turn) -> Result<(), Fault> {
    tell_seats(tx, turn, "matters.referral_returned")?;
    let rows = sql::list_referrals(tx, turn.matter.id)?;
    if returns(turn, &rows) < RETURNS_TO_LEADERS {
        return Ok(());
    }
    for person in people::list_incumbents(tx)? {
        if matches!(person.role, Role::Chief | Role::Street) {
            // Who has to decide must be able to open it, whatever it is about.
            sql::insert_participant(tx, turn.matter.id, person.account)?;
            notify::send(tx, person.account, "matters.two_leaders", turn.matter.id)?;
        }
    }
    Ok(())
}

fn tell_seats(tx: &mut Tx<'_>, turn: &Turn, topic: &str) -> Result<(), Fault> {
    for seat in [Seat::Watcher, Seat::Manager] {
        if let Some(account) = turn.seat(seat) {
            notify::send(tx, account, topic, turn.matter.id)?;
        }
    }
    Ok(())
}
