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
        fields_sealed: tx.seal(place("fields_sealed", id), fields),
        proposed_at: tx.now(),
        proposed_by: actor.account,
        valid_until: tx.now().plus_seconds(VALID_S),
        decided_at: None,
        decided_by: None,
        is_confirmed: None,
        changes_sealed: None,
    };
    sql::insert_proposal(tx, &row)?;
    note(tx, actor, "people.propose", id, json!({ "act": act, "target": target }))?;
    Ok(id)
}

/// Asks whether a proposal can still be decided.
///
/// # Errors
/// Refused where it was decided or is over.
pub fn ask_waiting(tx: &Tx<'_>, row: &ProposalRow) -> Result<(), Fault> {
    if row.decided_at.is_some() {
        return Err(Fault::refused("proposal_decided", |lang| words(lang).proposal_decided()));
    }
    if row.valid_until <= tx.now() {
        return Err(Fault::refused("proposal_over", |lang| words(lang).proposal_over()));
    }
    Ok(())
}

/// Asks whether `actor` can be the second person of a proposal.
///
/// # Errors
/// Refused for whoever proposed it, unless it `may_be_alone` and this is their emergency.
pub fn ask_second(
    tx: &mut Tx<'_>,
    actor: &Actor,
    row: &ProposalRow,
    may_be_alone: bool,
) -> Result<(), Fault> {
    let own = row.proposed_by == actor.account;
    if own && !(may_be_alone && is_in_emergency(tx, actor.account)?) {
        return Err(Fault::refused("second_person", |lang| words(lang).second_person()));
    }
    Ok(())
}

/// Confirms a proposal: the caller runs its act next, in the same transaction.
///
/// # Errors
/// As [`ask_second`] and [`ask_waiting`].
pub fn confirm_proposal(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Id,
    may_be_alone: bool,
) -> Result<ProposalRow, Fault> {
    let row = sql::find_proposal(tx, id)?.ok_or(Fault::NotFound)?;
    ask_second(tx, actor, &row, may_be_alone)?;
    ask_waiting(tx, &row)?;
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

/// Keeps what a proposal would change, as it stands now: what was decided can be read afterwards.
///
/// # Errors
/// Those of the engine.
pub fn keep_changes(tx: &mut Tx<'_>, id: Id, changes: &str) -> Result<(), Fault> {
    let sealed = tx.seal(place("changes_sealed", id), changes);
    sql::set_changes(tx, id, &sealed)
}

/// What was kept so; `None` for one from before it was kept.
///
/// # Errors
/// Refused under [`UNOPENED`] where no key opens it.
pub fn open_changes(tx: &Tx<'_>, row: &ProposalRow) -> Result<Option<String>, Fault> {
    let open = |sealed: &Vec<u8>| {
        let opened = tx.unseal_whole(place("changes_sealed", row.id), sealed);
        opened.map_err(|_| Fault::refused(UNOPENED, |lang| words(lang).proposal_unopened()))
    };
    row.changes_sealed.as_ref().map(open).transpose()
}

/// The rule by which a proposal is refused that no key opens: it can only be refused, and made again.
pub const UNOPENED: &str = "proposal_unopened";

/// What was given with a proposal.
///
/// # Errors
/// Refused under [`UNOPENED`] where no key opens it.
pub fn open_proposal(tx: &Tx<'_>, row: &ProposalRow) -> Result<String, Fault> {
    let opened = tx.unseal_whole(place("fields_sealed", row.id), &row.fields_sealed);
    opened.map_err(|_| Fault::refused(UNOPENED, |lang| words(lang).proposal_unopened()))
}

fn decide(tx: &mut Tx<'_>, actor: &Actor, id: Id, confirmed: bool) -> Result<(), Fault> {
    if sql::set_decided(tx, id, actor.account, confirmed)? == 0 {
        return Err(Fault::refused("proposal_decided", |lang| words(lang).proposal_decided()));
    }
    Ok(())
}

fn place(column: &'static str, id: Id) -> SealPlace {
    SealPlace { table: "proposals", column, row: id }
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
