//! Handing a matter over to another body 移交: pushed, accepted, returned, done. The room that keeps
//! the matter takes the turn and ends it; here are the facts of the hand-over itself.

use crate::actions::clocks::{start_clock, stop_clock};
use crate::actions::turn::{ClockStart, Turn};
use crate::rules::{self, NotDecider, ReferralVerb};
use crate::sql::{self, DutyDecision, Matter, Referral};
use crate::words::words;
use base::{Actor, Fault, Hand, Id, Role, SealPlace, Time};
use db::Tx;
use people::Seat;

/// How long the link of a hand-over opens: 30 days.
const LINK_S: i64 = 30 * 86_400;
/// The body that stands for the station itself.
pub const OURSELVES: &str = "self";

/// Pushes the matter in hand to `body`. The station stays responsible until it is accepted.
///
/// # Errors
/// Refused while the same body has it already, and after too many returns until both leaders have
/// decided for this body since the last.
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
    let (returns, limit) = returns_of(tx, &turn.matter)?;
    if returns >= limit && leaders_agree(tx, &turn.matter)?.as_deref() != Some(body) {
        return Err(Fault::at("body", "leaders_decide", |l| words(l).leaders_decide(returns)));
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

/// Writes what the body answered, by its own hand or by the desk's. A return too many goes to the
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

/// How often the matter came back in its present opening, and how often brings it before the two leaders.
///
/// # Errors
/// Those of the engine.
pub fn returns_of(tx: &mut Tx<'_>, matter: &Matter) -> Result<(usize, usize), Fault> {
    let limit = people::setting(tx, people::Setting::ReturnsToLeaders)?;
    Ok((returned(tx, matter)?.len(), limit.parse().unwrap_or(1)))
}

/// When it came back in its present opening.
fn returned(tx: &mut Tx<'_>, matter: &Matter) -> Result<Vec<Time>, Fault> {
    let rows = sql::list_referrals(tx, matter.id)?.into_iter();
    Ok(rows.filter(|row| row.opening == matter.opening).filter_map(|row| row.returned_at).collect())
}

/// Asks whether somebody in this capacity may say whose duty the matter is now.
///
/// # Errors
/// Refused by the name of what stands in the way.
pub fn ask_decider(tx: &mut Tx<'_>, matter: &Matter, role: Role) -> Result<(), Fault> {
    let (returns, limit) = returns_of(tx, matter)?;
    rules::ask_decider(role, returns, limit).map_err(|why| {
        Fault::refused(why.code(), |lang| {
            let w = words(lang);
            match why {
                NotDecider::Leaders => w.leaders_decide(returns),
                NotDecider::TooEarly => w.leaders_too_early(returns, limit),
                NotDecider::NoReturn => w.leaders_no_return().to_owned(),
            }
        })
    })
}

/// What was said about whose duty it is since it last came back, the oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_standing_decisions(
    tx: &mut Tx<'_>,
    matter: &Matter,
) -> Result<Vec<DutyDecision>, Fault> {
    let last = returned(tx, matter)?.into_iter().max();
    let mut rows = sql::list_decisions(tx, matter.id, matter.opening)?;
    rows.retain(|row| last.is_none_or(|last| row.at >= last));
    Ok(rows)
}

/// Writes whose duty a matter is: the record of what bodies agreed, or the word of one of the two leaders.
/// Theirs holds once both have named the same body.
///
/// # Errors
/// As [`ask_decider`].
pub fn decide(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    body: &str,
    agreed: &str,
) -> Result<Id, Fault> {
    ask_decider(tx, &turn.matter, turn.leave.role)?;
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
    let (returns, limit) = returns_of(tx, &turn.matter)?;
    if returns < limit || leaders_agree(tx, &turn.matter)?.is_some() {
        tell_seats(tx, turn, "matters.duty_decided")?;
    }
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

/// The body that the last words of the chief and of the street's leader both name, since it last came back.
fn leaders_agree(tx: &mut Tx<'_>, matter: &Matter) -> Result<Option<String>, Fault> {
    let decisions = list_standing_decisions(tx, matter)?;
    let says = |role: Role| {
        let last = decisions.iter().rfind(|decision| decision.capacity == role);
        last.map(|decision| decision.body.clone())
    };
    Ok(says(Role::Chief).filter(|body| says(Role::Street).as_ref() == Some(body)))
}

fn tell_of_return(tx: &mut Tx<'_>, turn: &Turn) -> Result<(), Fault> {
    tell_seats(tx, turn, "matters.referral_returned")?;
    let (returns, limit) = returns_of(tx, &turn.matter)?;
    if returns < limit {
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
