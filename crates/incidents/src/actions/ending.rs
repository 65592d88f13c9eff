//! Other ends than closing, and beginning again: 撤警, 说明告知, 重新处置.

use crate::actions::dispatch::allow;
use crate::actions::facts::{Loaded, load_facts, no_pending, proceed, reclassify};
use crate::actions::log::{known, known_kind};
use crate::actions::referrals::is_urgent;
use crate::actions::review::review_whole;
use crate::actions::roads::{self, Road, bound, check_end, may_leave};
use crate::actions::{CONFIRM, EXPLAIN, REOPEN, WITHDRAW};
use crate::rules::{Ending, Stage, Verb, has_mark};
use crate::sql::{self, FeedbackRow, WithdrawalRow};
use crate::words::words;
use base::{Actor, Fault, SealPlace};
use db::Tx;
use matters::{Matter, Turn};
use serde_json::json;

/// The result of a call that was answered in words.
const EXPLAINED: &str = "R10";

/// What a caller was told, where nobody need go.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// What was said.
    pub words: String,
    /// The kind as it turned out; `None` keeps the first.
    pub kind: Option<String>,
    /// The result; `None`: explained.
    pub result: Option<String>,
    /// The road of the law it took, where one has to be said.
    pub road: Option<Road>,
}

impl Explanation {
    /// An explanation in words.
    pub fn of(words: String) -> Explanation {
        Explanation { words, kind: None, result: None, road: None }
    }
}

/// Answers a caller where nobody need go 说明告知: an enquiry, a known cause, a hand-over that was
/// done. It goes to review like any other end.
///
/// # Errors
/// Refused while police orders run, for an urgent or dangerous call nobody was sent to, and without the
/// road where one has to be said; an officer says it.
pub fn explain(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    order: &Explanation,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &EXPLAIN, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Explain)?;
    if loaded.facts.live() > 0 {
        return Err(Fault::refused("somebody_was_sent", |lang| words(lang).somebody_was_sent()));
    }
    let waits = loaded.facts.incident().stage() == Stage::Waiting;
    if waits && is_urgent(&turn.matter, &loaded.row.flags) {
        return Err(Fault::refused("life_safety_first", |lang| words(lang).life_safety_first()));
    }
    let code = order.kind.clone().unwrap_or_else(|| turn.matter.topic.clone());
    let kind = known_kind(tx, &code)?;
    let result = order.result.clone().unwrap_or_else(|| EXPLAINED.to_owned());
    known(tx, "results", &result, "result")?;
    let bound = bound(tx, &turn.matter, &loaded.row, &kind.code)?;
    check_end(tx, actor, bound, false, order.road.as_ref())?;
    let id = tx.new_id();
    let mut seal =
        |column| tx.seal(SealPlace { table: "feedbacks", column, row: id }, &order.words);
    let words_sealed = seal("words_sealed");
    let why = has_mark(&kind.mark, "dispute").then(|| seal("no_settlement_sealed"));
    let row = FeedbackRow {
        id,
        author_id: actor.account,
        at: tx.now(),
        is_final: true,
        kind: Some(kind.code.clone()),
        result: Some(result.clone()),
        village_id: turn.matter.village_id,
        present: String::new(),
        words_sealed,
        settled_sealed: None,
        no_settlement_sealed: why,
    };
    sql::insert_feedback(tx, turn.matter.id, &row)?;
    let road = roads::write(tx, actor, &turn.matter, id, order.road.as_ref())?;
    let particulars = json!({
        "feedback": id, "kind": kind.code, "result": result, "words": order.words, "road": road,
    });
    let level = turn.matter.level;
    reclassify(tx, actor, &mut turn.matter, kind, level)?;
    proceed(turn, tx, actor, "incidents.explain", None, particulars)
}

/// Withdraws a call 撤警: whoever was sent and has not arrived is called back; a leader confirms it by
/// morning.
///
/// # Errors
/// Refused once somebody has arrived, while another body has it, and where a road has to be said: whoever
/// was threatened may take a call back, the police may not.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, number: &str, why: &str) -> Result<Matter, Fault> {
    let turn = Turn::take(tx, actor, &WITHDRAW, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Withdraw)?;
    no_pending(tx, &turn.matter)?;
    may_leave(tx, &turn.matter, &loaded.row, Ending::Withdrawn)?;
    call_back(tx, &turn, &loaded, CalledBack::Withdrawn)?;
    let id = tx.new_id();
    let place = SealPlace { table: "withdrawals", column: "why_sealed", row: id };
    let why_sealed = tx.seal(place, why);
    let row = WithdrawalRow { id, at: tx.now(), by_id: actor.account, why_sealed };
    sql::insert_withdrawal(tx, (turn.matter.id, turn.matter.opening), &row)?;
    proceed(turn, tx, actor, "incidents.withdraw", Some(why), json!({ "withdrawal": id }))
}

/// Why the system itself ends orders.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CalledBack {
    /// The caller withdrew: everybody who is still on the way is told.
    Withdrawn,
    /// The incident has ended, or begins anew: whatever runs still ends with it.
    Ended,
    /// The result is in: whoever has not signed yet is needed no more, and must not be rung.
    NotNeeded,
}

/// Ends the orders that run with the incident 随警情办结收回, as far as `why` goes: nobody gave them back.
pub(crate) fn call_back(
    tx: &mut Tx<'_>,
    turn: &Turn,
    loaded: &Loaded,
    why: CalledBack,
) -> Result<(), Fault> {
    for (row, chain) in loaded.orders.iter().zip(&loaded.facts.orders) {
        let runs = !chain.is_taken_back() && chain.cleared.is_none();
        let signed = chain.signed.or(chain.set_out).or(chain.arrived).is_some();
        if !runs || (why == CalledBack::NotNeeded && signed) {
            continue;
        }
        sql::set_order_recalled(tx, row.id)?;
        matters::stop_clock(tx, &turn.matter, row.id)?;
        if let (Some(account), true) = (row.account_id, why != CalledBack::Ended) {
            notify::send(tx, account, "incidents.called_back", turn.matter.id)?;
        }
    }
    Ok(())
}

/// A leader confirms a withdrawal; somebody else than who withdrew.
///
/// # Errors
/// Refused for whoever withdrew it, and where it turned out since that a road has to be said.
pub fn confirm(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Matter, Fault> {
    let (turn, row) = take_withdrawal(tx, actor, number)?;
    let incident = sql::find_incident(tx, &turn.matter)?.ok_or(Fault::NotFound)?;
    may_leave(tx, &turn.matter, &incident, Ending::Withdrawn)?;
    review_whole(tx, actor, &turn)?;
    sql::set_withdrawal_confirmed(tx, row.id, actor.account)?;
    proceed(turn, tx, actor, "incidents.confirm_withdrawal", None, json!({}))
}

/// A leader refuses a withdrawal, with a reason: the incident waits again.
///
/// # Errors
/// As [`confirm`].
pub fn refuse(tx: &mut Tx<'_>, actor: &Actor, number: &str, why: &str) -> Result<Matter, Fault> {
    let (turn, row) = take_withdrawal(tx, actor, number)?;
    review_whole(tx, actor, &turn)?;
    sql::set_withdrawal_refused(tx, row.id)?;
    proceed(turn, tx, actor, "incidents.refuse_withdrawal", Some(why), json!({}))
}

fn take_withdrawal(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
) -> Result<(Turn, WithdrawalRow), Fault> {
    let turn = Turn::take(tx, actor, &CONFIRM, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Confirm)?;
    let row = sql::find_unconfirmed(tx, turn.matter.id)?.ok_or(Fault::NotFound)?;
    if row.by_id == actor.account {
        return Err(Fault::refused("confirming_needs_another", |lang| {
            words(lang).confirming_needs_another()
        }));
    }
    Ok((turn, row))
}

/// Handles an ended incident again 重新处置, with a reason: it waits with a clock of its own; what ran
/// before stays stopped, and figures that were frozen show as revised.
///
/// # Errors
/// Refused for what has not ended, was merged, or was recorded elsewhere.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, number: &str, why: &str) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &REOPEN, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Reopen)?;
    call_back(tx, &turn, &loaded, CalledBack::Ended)?;
    turn.reopen(tx, actor, "reopen")?;
    sql::set_silenced(tx, turn.matter.id, None)?;
    proceed(turn, tx, actor, "incidents.reopen", Some(why), json!({}))
}
