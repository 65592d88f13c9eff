//! Feedback: a first word from the scene, and the final one. Settling at the scene 现场化解 is the
//! final one in a single act.

use crate::actions::FEED_BACK;
use crate::actions::dispatch::allow;
use crate::actions::ending::{CalledBack, call_back};
use crate::actions::facts::{load_facts, proceed, reclassify};
use crate::actions::log::{known, known_kind};
use crate::actions::roads::{self, Road, bound, check_end};
use crate::rules::{StampKind, Verb, has_mark};
use crate::sql::{self, FeedbackRow, StampRow};
use crate::words::words;
use base::{Actor, Fault, Id, SealPlace};
use db::Tx;
use matters::{Matter, Turn};
use serde_json::json;

/// A first word from the scene.
#[derive(Clone, Debug)]
pub struct Progress {
    /// What is known so far.
    pub words: String,
}

/// The final feedback.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was done; may be empty when settled.
    pub words: String,
    /// The kind as it turned out 反馈类别; `None` keeps the first.
    pub kind: Option<String>,
    /// The result.
    pub result: String,
    /// What was agreed at the scene, in one line.
    pub settled: Option<String>,
    /// Why a dispute was not settled at the scene.
    pub no_settlement: Option<String>,
    /// Who was there: codes of presence roles.
    pub present: Vec<String>,
    /// The village it belongs to 属地村社.
    pub village: Option<Id>,
    /// The road of the law it took, where one has to be said or was taken.
    pub road: Option<Road>,
}

/// The result that stands for settled or done at the scene.
pub(crate) const DONE_AT_SCENE: &str = "R01";

/// Files a first word from the scene 过程反馈.
///
/// # Errors
/// Refused before anybody signed and after final feedback.
pub fn progress(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    order: &Progress,
) -> Result<Matter, Fault> {
    let turn = Turn::take(tx, actor, &FEED_BACK, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Progress)?;
    let id = tx.new_id();
    let row = FeedbackRow {
        id,
        author_id: actor.account,
        at: tx.now(),
        is_final: false,
        kind: None,
        result: None,
        village_id: None,
        present: String::new(),
        words_sealed: tx.seal(place("words_sealed", id), &order.words),
        settled_sealed: None,
        no_settlement_sealed: None,
    };
    sql::insert_feedback(tx, turn.matter.id, &row)?;
    let particulars = json!({ "feedback": id, "words": order.words });
    proceed(turn, tx, actor, "incidents.progress", None, particulars)
}

/// Files the final feedback 结果反馈. A dispute is settled at the scene or says why not. The
/// author's own order is cleared with it, if it was not: he says that he is done.
///
/// # Errors
/// Refused as said, for unknown codes, and where it may not end so: settled though it is no dispute or
/// somebody was hurt, or without the road that it took.
pub fn outcome(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    order: &Outcome,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &FEED_BACK, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Outcome)?;
    let code = order.kind.clone().unwrap_or_else(|| turn.matter.topic.clone());
    let kind = known_kind(tx, &code)?;
    known(tx, "results", &order.result, "result")?;
    for role in &order.present {
        known(tx, "presence-roles", role, "present")?;
    }
    let bound = bound(tx, &turn.matter, &loaded.row, &kind.code)?;
    check_end(tx, actor, bound, order.settled.is_some(), order.road.as_ref())?;
    // Where it is not offered nobody is asked why it was not done.
    let dispute = has_mark(&kind.mark, "dispute") && bound.ground.is_none();
    if dispute && order.road.is_none() && order.settled.is_none() && order.no_settlement.is_none() {
        return Err(Fault::at("no_settlement", "settled_or_why_not", |lang| {
            words(lang).settled_or_why_not()
        }));
    }
    if order.words.is_empty() && order.settled.is_none() {
        return Err(Fault::at("words", "required", |lang| words(lang).feedback_needed()));
    }
    let row = feedback(tx, actor, order, &kind.code, turn.matter.village_id);
    sql::insert_feedback(tx, turn.matter.id, &row)?;
    let road = roads::write(tx, actor, &turn.matter, row.id, order.road.as_ref())?;
    clear_own(tx, actor, &turn, &loaded)?;
    call_back(tx, &turn, &loaded, CalledBack::NotNeeded)?;
    let act = if order.settled.is_some() { "incidents.settle" } else { "incidents.outcome" };
    let particulars = json!({
        "feedback": row.id, "kind": kind.code, "result": order.result, "present": order.present,
        "words": order.words, "settled": order.settled, "road": road,
    });
    let level = turn.matter.level;
    reclassify(tx, actor, &mut turn.matter, kind, level)?;
    proceed(turn, tx, actor, act, order.no_settlement.as_deref(), particulars)
}

fn feedback(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &Outcome,
    kind: &str,
    village: Option<Id>,
) -> FeedbackRow {
    let id = tx.new_id();
    let mut seal = |column, text: &str| tx.seal(place(column, id), text);
    let words_sealed = seal("words_sealed", &order.words);
    let settled_sealed = order.settled.as_ref().map(|text| seal("settled_sealed", text));
    let no_settlement_sealed =
        order.no_settlement.as_ref().map(|text| seal("no_settlement_sealed", text));
    FeedbackRow {
        id,
        author_id: actor.account,
        at: tx.now(),
        is_final: true,
        kind: Some(kind.to_owned()),
        result: Some(order.result.clone()),
        village_id: order.village.or(village),
        present: order.present.join(" "),
        words_sealed,
        settled_sealed,
        no_settlement_sealed,
    }
}

/// Whoever files the final feedback and has arrived is done: his own clearance, by his own hand.
fn clear_own(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    loaded: &crate::actions::facts::Loaded,
) -> Result<(), Fault> {
    let own = loaded.orders.iter().zip(&loaded.facts.orders).find(|(row, chain)| {
        row.account_id == Some(actor.account)
            && !chain.is_taken_back()
            && chain.cleared.is_none()
            && chain.arrived.is_some()
    });
    let Some((row, _)) = own else { return Ok(()) };
    let stamp = StampRow {
        id: tx.new_id(),
        order_id: row.id,
        kind: StampKind::Cleared,
        at: tx.now(),
        hand: actor.hand,
        author_id: actor.account,
        recorded_at: tx.now(),
        is_current: true,
    };
    sql::insert_stamp(tx, turn.matter.id, &stamp, None)
}

fn place(column: &'static str, row: Id) -> SealPlace {
    SealPlace { table: "feedbacks", column, row }
}
