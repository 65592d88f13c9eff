//! Acts that take two people: proposed by one, confirmed by another who is allowed the same act
//! and is not the first, before a time. Confirming runs the act with both names in its line.

use crate::actions::is_in_emergency;
use crate::sql::{self, ProposalRow};
use crate::words::words;
use base::{Actor, Fault, Id, Role, SealPlace};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;

/// How long a proposal can be confirmed.
const VALID_S: i64 = 7 * 86_400;

/// Writes down what somebody proposes; nothing else changes.
///
/// # Errors
/// Those of the engine.
pub fn propose(
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &str,
    target: &str,
    fields: &str,
) -> Result<Id, Fault> {
    let id = tx.new_id();
    let row = ProposalRow {
        id,
        act: act.to_owned(),
        target: target.to_owned(),
        fields_sealed: tx.seal(place(id), fields),
        proposed_at: tx.now(),
        proposed_by: actor.account,
        valid_until: tx.now().plus_seconds(VALID_S),
        decided_at: None,
        decided_by: None,
        is_confirmed: None,
    };
    sql::insert_proposal(tx, &row)?;
    note(tx, actor, "people.propose", id, json!({ "act": act, "target": target }))?;
    Ok(id)
}

/// Confirms a proposal: the caller runs its act next, in the same transaction.
///
/// # Errors
/// Refused for whoever proposed it, unless it `may_be_alone` and this is their emergency; and where it was
/// decided or is over.
pub fn confirm_proposal(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Id,
    may_be_alone: bool,
) -> Result<ProposalRow, Fault> {
    let row = sql::find_proposal(tx, id)?.ok_or(Fault::NotFound)?;
    let own = row.proposed_by == actor.account;
    if own && !(may_be_alone && is_in_emergency(tx, actor.account)?) {
        return Err(Fault::refused("second_person", |lang| words(lang).second_person()));
    }
    if row.valid_until <= tx.now() {
        return Err(Fault::refused("proposal_over", |lang| words(lang).proposal_over()));
    }
    decide(tx, actor, id, true)?;
    Ok(row)
}

/// Refuses a proposal, or takes one's own back.
///
/// # Errors
/// Refused where it was decided.
pub fn refuse_proposal(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Result<(), Fault> {
    sql::find_proposal(tx, id)?.ok_or(Fault::NotFound)?;
    decide(tx, actor, id, false)?;
    note(tx, actor, "people.refuse_proposal", id, json!({}))
}

/// The rule by which a proposal is refused that no key opens: it can only be refused, and made again.
pub const UNOPENED: &str = "proposal_unopened";

/// What was given with a proposal.
///
/// # Errors
/// Refused under [`UNOPENED`] where no key opens it.
pub fn open_proposal(tx: &Tx<'_>, row: &ProposalRow) -> Result<String, Fault> {
    let opened = tx.unseal_whole(place(row.id), &row.fields_sealed);
    opened.map_err(|_| Fault::refused(UNOPENED, |lang| words(lang).proposal_unopened()))
}

fn decide(tx: &mut Tx<'_>, actor: &Actor, id: Id, confirmed: bool) -> Result<(), Fault> {
    if sql::set_decided(tx, id, actor.account, confirmed)? == 0 {
        return Err(Fault::refused("proposal_decided", |lang| words(lang).proposal_decided()));
    }
    Ok(())
}

fn place(id: Id) -> SealPlace {
    SealPlace { table: "proposals", column: "fields_sealed", row: id }
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &'static str,
    id: Id,
    particulars: serde_json::Value,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let capacity = actor.standings.first().map_or(Role::System, |standing| standing.role);
    let subject = Subject { kind: "proposal", id };
    let line = Line { act, subject, capacity, reason: None, particulars };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}
