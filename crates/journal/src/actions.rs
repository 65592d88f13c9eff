//! Writing lines: each act takes the station's counter first, then writes one line for every
//! matter it touched.

use crate::chain::{Link, ORIGIN};
use crate::rules::{ATTEMPT_WINDOW_S, ATTEMPTED, ERASED};
use crate::sql;
use base::{Actor, Fault, Id, Role, SealPlace};
use db::Tx;
use serde_json::{Value, json};

/// The station's counter, held by this transaction until it ends. Whoever holds it is alone:
/// what is read after [`begin`] is what will still be true when the act is written.
#[derive(Debug)]
pub struct Change {
    last: i64,
    head: Vec<u8>,
}

impl Change {
    /// The number of the next line: version of the matter, event of the live stream.
    pub fn number(&self) -> i64 {
        self.last + 1
    }
}

/// What a line is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subject {
    /// `matter`, `account`, `station`, …
    pub kind: &'static str,
    /// Which one.
    pub id: Id,
}

/// One line to be written.
#[derive(Debug)]
pub struct Line<'a> {
    /// Room and verb.
    pub act: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// In which capacity the actor acts.
    pub capacity: Role,
    /// Why, in the actor's words, where the act asks for it.
    pub reason: Option<&'a str>,
    /// The rest; sealed with a key of its own.
    pub particulars: Value,
}

/// Takes the station's counter: the first statement of every act.
///
/// # Errors
/// Those of the engine.
pub fn begin(tx: &mut Tx<'_>) -> Result<Change, Fault> {
    if let Some((last, head)) = sql::take_counter(tx)? {
        return Ok(Change { last, head });
    }
    sql::insert_counter(tx, &ORIGIN)?;
    Ok(Change { last: 0, head: ORIGIN.to_vec() })
}

/// Writes one line and gives its position.
///
/// # Errors
/// Those of the engine.
pub fn record(
    tx: &mut Tx<'_>,
    change: &mut Change,
    actor: &Actor,
    line: Line<'_>,
) -> Result<i64, Fault> {
    write(tx, change, actor, line, None)
}

/// Erases the payload of the line at `position`: its key goes, the chain stays whole, and the
/// erasure is a line itself.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such payload.
pub fn erase(
    tx: &mut Tx<'_>,
    actor: &Actor,
    capacity: Role,
    position: i64,
    reason: &str,
) -> Result<i64, Fault> {
    let mut change = begin(tx)?;
    let subject = sql::subject_of(tx, position)?.ok_or(Fault::NotFound)?;
    if sql::remove_key(tx, position)? == 0 {
        return Err(Fault::NotFound);
    }
    let subject = Subject { kind: "journal", id: subject };
    let particulars = json!({});
    let line = Line { act: ERASED, subject, capacity, reason: Some(reason), particulars };
    write(tx, &mut change, actor, line, Some(position))
}

/// Notes that somebody asked for what is not theirs, once per account, route and minute,
/// so that asking cannot seize the writer.
///
/// # Errors
/// Those of the engine.
pub fn note_attempt(
    tx: &mut Tx<'_>,
    actor: &Actor,
    route: &str,
    target: &str,
    refused: &str,
) -> Result<(), Fault> {
    let minute = tx.now().micros() / 1_000_000 / ATTEMPT_WINDOW_S;
    if !sql::insert_attempt(tx, actor.account, route, minute)? {
        return Ok(());
    }
    let mut change = begin(tx)?;
    let line = Line {
        act: ATTEMPTED,
        subject: Subject { kind: "account", id: actor.account },
        capacity: actor.standings.first().map_or(Role::System, |standing| standing.role),
        reason: None,
        particulars: json!({ "route": route, "target": target, "refused": refused }),
    };
    write(tx, &mut change, actor, line, None).map(|_| ())
}

fn write(
    tx: &mut Tx<'_>,
    change: &mut Change,
    actor: &Actor,
    line: Line<'_>,
    erases: Option<i64>,
) -> Result<i64, Fault> {
    let position = change.number();
    let mut payload = json!({ "particulars": line.particulars });
    if let Some(first) = actor.origin.proposed_by {
        payload["particulars"]["proposed_by"] = json!(first);
    }
    if let Some(reason) = line.reason {
        payload["reason"] = Value::from(reason);
    }
    let (payload, key) = tx.seal_alone(place(position), payload.to_string().as_bytes());
    let link = Link {
        station: tx.station(),
        position,
        at: tx.now(),
        device_at: actor.origin.device_at,
        device: actor.origin.device.as_deref(),
        hand: actor.hand.code(),
        account: actor.account,
        capacity: line.capacity.code(),
        act: line.act,
        subject: line.subject.kind,
        subject_id: line.subject.id,
        erases,
        payload: &payload,
    };
    let hash = link.hash(&change.head);
    sql::insert_line(tx, &link, &hash)?;
    sql::insert_key(tx, position, &key)?;
    sql::set_counter(tx, position, &hash)?;
    change.last = position;
    change.head = hash.to_vec();
    Ok(position)
}

/// Where the payload of a line stands: the row is its position.
pub(crate) fn place(position: i64) -> SealPlace {
    let row = Id::from_number(position);
    SealPlace { table: "journal_lines", column: "payload_sealed", row }
}
