//! Recording history: an incident that ended elsewhere, with every stamp its record has. It ends
//! in the state *recorded*; nobody has to do anything.

use crate::actions::LOG;
use crate::actions::facts::summary_place;
use crate::actions::log::{Where, find_where, known, known_kind};
use crate::rules::{Side, Stage, StampKind};
use crate::sql::{self, IncidentRow, OrderRow, StampRow};
use base::{Actor, Fault, Hand, Id, Time};
use db::Tx;
use matters::{Matter, Opening, Step, Turn, secrecy};
use serde_json::json;

/// A past incident with its orders.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The number it had; also the branch's number here.
    pub number: String,
    /// What it was.
    pub summary: String,
    /// The kind here.
    pub kind: String,
    /// The level, 1 to 4.
    pub level: i64,
    /// The source.
    pub source: String,
    /// Where.
    pub place: Where,
    /// When it was reported.
    pub reported_at: Time,
    /// One for each unit that was sent.
    pub orders: Vec<RecordedOrder>,
    /// Where the record comes from, for the journal.
    pub origin: String,
}

/// A past order.
#[derive(Clone, Debug)]
pub struct RecordedOrder {
    /// Who went.
    pub receiver: String,
    /// When it was sent.
    pub sent_at: Time,
    /// When it was signed for, if that is known.
    pub signed_at: Option<Time>,
    /// When it set out.
    pub set_out_at: Option<Time>,
    /// When it arrived.
    pub arrived_at: Option<Time>,
    /// When it was done.
    pub cleared_at: Option<Time>,
    /// Stamps without a counterpart here, by the name they had.
    pub others: Vec<(String, Time)>,
}

/// Records a past incident; `None` where its number is here already.
///
/// # Errors
/// Refused for unknown codes.
pub fn record(tx: &mut Tx<'_>, actor: &Actor, past: &Recorded) -> Result<Option<Matter>, Fault> {
    let leave = LOG.ask(actor)?;
    let kind = known_kind(tx, &past.kind)?;
    known(tx, "sources", &past.source, "source")?;
    if sql::find_outer(tx, &past.number)?.is_some() {
        return Ok(None);
    }
    let place = find_where(tx, &past.place)?;
    let opening = Opening {
        kind: "incident",
        series: "JQ",
        topic: (kind.code.clone(), kind.zh, kind.en),
        terms: String::new(),
        place_text: place.text,
        premises: place.premises,
        village: place.village,
        point: place.point,
        level: past.level,
        secrecy: secrecy::INTERNAL,
        state: Stage::Recorded.code(),
        at: past.reported_at,
        clock: None,
    };
    let turn = matters::import(tx, actor, leave, &opening, &past.number)?;
    let matter = turn.matter.id;
    let row = IncidentRow {
        matter_id: matter,
        kind_first: kind.code.clone(),
        kind_final: Some(kind.code),
        source: past.source.clone(),
        outer_number: Some(past.number.clone()),
        flags: String::new(),
        summary_sealed: tx.seal(summary_place(matter), &past.summary),
        reported_at: past.reported_at,
        received_at: past.reported_at,
        station_signed_at: None,
        safe_at: None,
        silenced_at: None,
        plan_kind: None,
        plan_level: None,
        plan_version: None,
        is_recorded: true,
        cause_id: None,
        withdrawn_at: None,
        confirmed_at: None,
        put_back_at: None,
        entered_at: None,
    };
    sql::insert_incident(tx, &row)?;
    for (position, order) in (1..).zip(&past.orders) {
        insert_order(tx, actor, matter, position, order)?;
    }
    let particulars = json!({ "origin": past.origin, "orders": past.orders.len() });
    close(turn, tx, actor, particulars).map(Some)
}

fn close(
    turn: Turn,
    tx: &mut Tx<'_>,
    actor: &Actor,
    particulars: serde_json::Value,
) -> Result<Matter, Fault> {
    let (act, state) = ("incidents.record", Stage::Recorded.code());
    turn.opened(tx, actor, Step { act, reason: None, particulars, state, clock: None })
}

fn insert_order(
    tx: &mut Tx<'_>,
    actor: &Actor,
    matter: Id,
    position: i64,
    past: &RecordedOrder,
) -> Result<(), Fault> {
    let order = OrderRow {
        id: tx.new_id(),
        matter_id: matter,
        position,
        side: Side::Police,
        account_id: None,
        receiver: past.receiver.clone(),
        sent_at: past.sent_at,
        returned_at: None,
        return_code: None,
        recalled_at: None,
        silenced_at: None,
        silenced_by: None,
    };
    sql::insert_order(tx, &order, actor.account)?;
    let steps = [
        (StampKind::Signed, past.signed_at),
        (StampKind::SetOut, past.set_out_at),
        (StampKind::Arrived, past.arrived_at),
        (StampKind::Cleared, past.cleared_at),
    ];
    for (kind, at) in steps {
        let Some(at) = at else { continue };
        let row = StampRow {
            id: tx.new_id(),
            order_id: order.id,
            kind,
            at,
            hand: Hand::Import,
            author_id: actor.account,
            recorded_at: tx.now(),
            is_current: true,
        };
        sql::insert_stamp(tx, matter, &row, None)?;
    }
    for (name, at) in &past.others {
        sql::insert_source_stamp(tx, order.id, name, *at)?;
    }
    Ok(())
}
