//! Loading the facts from which a state follows, and ending an act on them.

use crate::actions::READ;
use crate::actions::checklists::choose_plan;
use crate::actions::referrals::is_urgent;
use crate::rules::{Chain, Facts, Final, Handed, Review, Withdrawal, clock_of, has_mark};
use crate::sql::{self, Code, IncidentRow, OrderRow};
use crate::words::words;
use base::{Actor, Fault, Id, SealPlace, Time};
use db::Tx;
use matters::{ClockStart, Matter, Referral, ReferralStage, Step, Turn, secrecy};
use serde_json::Value;

/// An incident in the hand of one act.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) row: IncidentRow,
    pub(crate) orders: Vec<OrderRow>,
    pub(crate) facts: Facts,
}

impl Loaded {
    /// The orders of the present opening.
    pub(crate) fn current(&self) -> impl Iterator<Item = &OrderRow> {
        let since = self.facts.reopened;
        self.orders.iter().filter(move |row| since.is_none_or(|since| row.sent_at >= since))
    }
}

/// Loads an incident with everything its state follows from.
pub(crate) fn load_facts(tx: &mut Tx<'_>, matter: &Matter) -> Result<Loaded, Fault> {
    let row = sql::find_incident(tx, matter)?.ok_or(Fault::NotFound)?;
    let orders = sql::list_orders(tx, matter.id)?;
    let chains = load_chains(tx, matter, &orders)?;
    let since = matter.reopened_at;
    let mut feedbacks = sql::list_feedbacks(tx, matter.id)?;
    feedbacks.retain(|feedback| since.is_none_or(|since| feedback.at >= since));
    let last_final = feedbacks.iter().rfind(|feedback| feedback.is_final);
    // Nothing is reviewed before it is fed back.
    let review = match last_final {
        Some(_) => sql::find_last_review(tx, matter.id)?,
        None => None,
    };
    let review = review.filter(|review| review.opening == matter.opening);
    let withdrawal = match row.withdrawn_at {
        Some(at) => Some(Withdrawal {
            clock_from: morning_clock(tx, matter, at)?,
            confirmed: row.confirmed_at,
        }),
        None => None,
    };
    let mut facts = Facts {
        opened: matter.opened_at,
        reopened: since,
        recorded: row.is_recorded,
        merged: matter.master_id.is_some(),
        withdrawal,
        put_back: row.put_back_at,
        handed: None,
        urgent: is_urgent(matter, &row.flags),
        orders: chains,
        first_progress: feedbacks.first().map(|feedback| feedback.at),
        last_final: last_final.map(|f| Final { at: f.at, author: f.author_id }),
        last_review: review.map(|review| Review { at: review.at, closed: review.is_closed }),
    };
    load_unattended(tx, matter, &mut facts)?;
    Ok(Loaded { row, orders, facts })
}

/// The rule counts from midnight to the hour of the morning, so that the station can change it.
fn morning_clock(tx: &mut Tx<'_>, matter: &Matter, at: Time) -> Result<Time, Fault> {
    let of_day_s = matters::limit_of(tx, "confirm_withdrawal", matter.level)?.unwrap_or_default();
    let zone = people::find_zone(tx)?;
    Ok(calendar::next_at(&zone, at, of_day_s).plus_seconds(-of_day_s))
}

/// Every order with its current stamps.
fn load_chains(tx: &mut Tx<'_>, matter: &Matter, orders: &[OrderRow]) -> Result<Vec<Chain>, Fault> {
    let mut chains: Vec<Chain> = orders.iter().map(chain_of).collect();
    for stamp in sql::list_stamps(tx, matter.id)?.iter().filter(|stamp| stamp.is_current) {
        if let Some(index) = orders.iter().position(|order| order.id == stamp.order_id) {
            chains[index] = chains[index].with(stamp.kind, stamp.at);
        }
    }
    Ok(chains)
}

/// Hand-overs and partings move the state only while no police order runs.
fn load_unattended(tx: &mut Tx<'_>, matter: &Matter, facts: &mut Facts) -> Result<(), Fault> {
    if facts.live() > 0 || facts.recorded {
        facts.handed = None;
        return Ok(());
    }
    facts.handed = handed(&matters::list_referrals(tx, matter.id)?, matter.opening);
    facts.put_back = facts.put_back.max(matters::find_parted_at(tx, matter.id)?);
    Ok(())
}

/// What the hand-overs of this opening come to: one under way counts before the last that ended.
fn handed(referrals: &[Referral], opening: i64) -> Option<Handed> {
    let mut last = None;
    for row in referrals.iter().filter(|row| row.opening == opening) {
        last = Some(match (row.state(), last) {
            (ReferralStage::Pushed { since } | ReferralStage::Accepted { since }, _) => {
                Handed::Pending { since }
            }
            (_, Some(pending @ Handed::Pending { .. })) => pending,
            (ReferralStage::Done { at }, _) => Handed::Done { at },
            (ReferralStage::Returned { at } | ReferralStage::Recalled { at }, _) => {
                Handed::Back { at }
            }
        });
    }
    last
}

/// The state that follows from the facts of a matter now: what its envelope should say.
///
/// # Errors
/// Those of the engine.
pub fn derived_state(
    tx: &mut Tx<'_>,
    matter: &Matter,
) -> Result<(&'static str, Option<&'static str>), Fault> {
    let incident = load_facts(tx, matter)?.facts.incident();
    Ok((incident.stage().code(), clock_of(&incident).map(|(rule, _)| rule)))
}

fn chain_of(order: &OrderRow) -> Chain {
    Chain {
        returned: order.returned_at,
        recalled: order.recalled_at,
        ..Chain::sent(order.side, order.account_id, order.sent_at)
    }
}

/// The orders of an incident with their receivers, in the order in which they were sent.
///
/// # Errors
/// Those of [`matters::load_for`].
pub fn receivers(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
) -> Result<Vec<(Id, Option<Id>)>, Fault> {
    let (matter, ..) = matters::load_for(tx, actor, &READ, number)?;
    let orders = sql::list_orders(tx, matter.id)?;
    Ok(orders.into_iter().map(|row| (row.id, row.account_id)).collect())
}

/// Ends an act: the state that now follows, its clock, one journal line.
pub(crate) fn proceed(
    turn: Turn,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &'static str,
    reason: Option<&str>,
    particulars: Value,
) -> Result<Matter, Fault> {
    let facts = load_facts(tx, &turn.matter)?.facts;
    proceed_on(turn, &facts, tx, actor, act, reason, particulars)
}

/// Ends an act that stamped and did nothing else: only the stamps are read again.
pub(crate) fn proceed_stamped(
    turn: Turn,
    loaded: Loaded,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &'static str,
    particulars: Value,
) -> Result<Matter, Fault> {
    let mut facts = loaded.facts;
    facts.orders = load_chains(tx, &turn.matter, &loaded.orders)?;
    load_unattended(tx, &turn.matter, &mut facts)?;
    proceed_on(turn, &facts, tx, actor, act, None, particulars)
}

fn proceed_on(
    turn: Turn,
    facts: &Facts,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &'static str,
    reason: Option<&str>,
    particulars: Value,
) -> Result<Matter, Fault> {
    let incident = facts.incident();
    let clock = clock_of(&incident).map(|(rule, from)| ClockStart { rule, from });
    let state = incident.stage().code();
    let step = Step { act, reason, particulars, state, clock };
    if incident.stage().is_open() {
        turn.proceed(tx, actor, step)
    } else {
        turn.close(tx, actor, step)
    }
}

/// Refuses an end while another body has still to answer.
pub(crate) fn no_pending(tx: &mut Tx<'_>, matter: &Matter) -> Result<(), Fault> {
    let pending = |row: &Referral| row.opening == matter.opening && row.state().is_pending();
    if matters::list_referrals(tx, matter.id)?.iter().any(pending) {
        return Err(Fault::refused("referral_pending", |lang| words(lang).referral_pending()));
    }
    Ok(())
}

/// Gives an incident its kind and level, and their plan where they changed: what it demands is
/// demanded however late they were found out. A kind that is private restricts the incident as if it
/// had been so when it was taken; one that is not lifts nothing, for what was told stays told.
pub(crate) fn reclassify(
    tx: &mut Tx<'_>,
    actor: &Actor,
    matter: &mut Matter,
    kind: Code,
    level: i64,
) -> Result<(), Fault> {
    if has_mark(&kind.mark, "private") {
        matter.secrecy = matter.secrecy.max(secrecy::RESTRICTED);
    }
    if matter.topic != kind.code {
        sql::insert_kind_change(tx, matter.id, actor.account, (&matter.topic, &kind.code))?;
    }
    let changed = matter.topic != kind.code || matter.level != level;
    matter.level = level;
    (matter.topic, matter.title_zh, matter.title_en) = (kind.code, kind.zh, kind.en);
    if changed { choose_plan(tx, matter).map(|_| ()) } else { Ok(()) }
}

/// Where the text of an incident stands.
pub(crate) fn summary_place(matter: Id) -> SealPlace {
    SealPlace { table: "incidents", column: "summary_sealed", row: matter }
}

/// Opens a sealed text of one of this room's tables.
pub(crate) fn open_words(
    tx: &Tx<'_>,
    table: &'static str,
    column: &'static str,
    row: Id,
    sealed: &[u8],
) -> Result<String, Fault> {
    tx.unseal(SealPlace { table, column, row }, sealed)
}
