//! Every statement on the journal's tables.

use crate::actions::place;
use crate::chain::Link;
use crate::rules::ATTEMPT_WINDOW_S;
use base::{Fault, Hand, Id, Role, Time};
use db::{Tx, args};
use serde_json::{Value, json};

db::row! {
    /// One line as it is stored.
    pub(crate) struct LineRow {
        pub(crate) position: i64,
        pub(crate) at: Time,
        pub(crate) device_at: Option<Time>,
        pub(crate) device: Option<String>,
        pub(crate) hand: Hand,
        pub(crate) account_id: Id,
        pub(crate) capacity: Role,
        pub(crate) act: String,
        pub(crate) subject: String,
        pub(crate) subject_id: Id,
        pub(crate) erases: Option<i64>,
        pub(crate) payload_sealed: Vec<u8>,
        pub(crate) hash: Vec<u8>,
        pub(crate) key_sealed: Option<Vec<u8>>,
    }
    /// What an act answered under its idempotency key.
    pub(crate) struct OutcomeRow {
        pub(crate) account_id: Id,
        pub(crate) fingerprint: Vec<u8>,
        pub(crate) answer: String,
    }
}

/// One line as it is read: with its payload opened, if it still can be.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the station's journal.
    pub position: i64,
    /// When the server wrote it.
    pub at: Time,
    /// When the device recorded it, if it was recorded before.
    pub device_at: Option<Time>,
    /// By whose hand.
    pub hand: Hand,
    /// Who acted.
    pub account: Id,
    /// In which capacity.
    pub capacity: Role,
    /// Room and verb.
    pub act: String,
    /// What kind of thing it is about.
    pub subject: String,
    /// Which one.
    pub subject_id: Id,
    /// Why, if a reason was given and has not been erased.
    pub reason: Option<String>,
    /// The rest; null once erased.
    pub particulars: Value,
}

pub(crate) fn take_counter(tx: &mut Tx<'_>) -> Result<Option<(i64, Vec<u8>)>, Fault> {
    let station = tx.station();
    tx.opt(
        "UPDATE changes SET last = last WHERE station_id = $1 RETURNING last, head",
        args![station],
    )
}

pub(crate) fn insert_counter(tx: &mut Tx<'_>, head: &[u8; 32]) -> Result<(), Fault> {
    let station = tx.station();
    let sql = "INSERT INTO changes (station_id, last, head) VALUES ($1, 0, $2)";
    tx.exec(sql, args![station, head]).map(|_| ())
}

pub(crate) fn set_counter(tx: &mut Tx<'_>, last: i64, head: &[u8; 32]) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE changes SET last = $2, head = $3 WHERE station_id = $1",
        args![station, last, head],
    )
}

pub(crate) fn find_counter(tx: &mut Tx<'_>) -> Result<Option<(i64, Vec<u8>)>, Fault> {
    let station = tx.station();
    tx.opt("SELECT last, head FROM changes WHERE station_id = $1", args![station])
}

pub(crate) fn insert_line(tx: &mut Tx<'_>, link: &Link<'_>, hash: &[u8; 32]) -> Result<(), Fault> {
    tx.put(
        "INSERT INTO journal_lines (station_id, position, at, device_at, device, hand, account_id,
             capacity, act, subject, subject_id, erases, payload_sealed, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            link.station,
            link.position,
            link.at,
            link.device_at,
            link.device,
            link.hand,
            link.account,
            link.capacity,
            link.act,
            link.subject,
            link.subject_id,
            link.erases,
            link.payload,
            hash
        ],
    )
}

pub(crate) fn insert_key(tx: &mut Tx<'_>, position: i64, key: &[u8]) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO journal_keys (station_id, position, key_sealed) VALUES ($1, $2, $3)",
        args![station, position, key],
    )
}

pub(crate) fn remove_key(tx: &mut Tx<'_>, position: i64) -> Result<u64, Fault> {
    let station = tx.station();
    let sql = "DELETE FROM journal_keys WHERE station_id = $1 AND position = $2";
    tx.exec(sql, args![station, position])
}

pub(crate) fn subject_of(tx: &mut Tx<'_>, position: i64) -> Result<Option<Id>, Fault> {
    let station = tx.station();
    let sql = "SELECT subject_id FROM journal_lines WHERE station_id = $1 AND position = $2";
    Ok(tx.opt::<(Id,)>(sql, args![station, position])?.map(|(id,)| id))
}

/// Lines with their keys, those that follow from the condition and the order.
macro_rules! lines {
    ($which:literal) => {
        concat!(
            "SELECT l.position, l.at, l.device_at, l.device, l.hand, l.account_id, l.capacity,
                    l.act, l.subject, l.subject_id, l.erases, l.payload_sealed, l.hash, k.key_sealed
             FROM journal_lines l
             LEFT JOIN journal_keys k ON k.station_id = l.station_id AND k.position = l.position ",
            $which
        )
    };
}

/// Up to `limit` lines after `after`, in order, as they are stored.
pub(crate) fn list_lines(tx: &mut Tx<'_>, after: i64, limit: i64) -> Result<Vec<LineRow>, Fault> {
    let station = tx.station();
    tx.all(
        lines!("WHERE l.station_id = $1 AND l.position > $2 ORDER BY l.position LIMIT $3"),
        args![station, after, limit],
    )
}

/// The newest line whose payload was not erased.
pub(crate) fn find_newest(tx: &mut Tx<'_>) -> Result<Option<LineRow>, Fault> {
    let station = tx.station();
    tx.opt(
        lines!(
            "WHERE l.station_id = $1 AND k.key_sealed IS NOT NULL ORDER BY l.position DESC LIMIT 1"
        ),
        args![station],
    )
}

/// When the newest line was written.
///
/// # Errors
/// Those of the engine.
pub fn last_at(tx: &mut Tx<'_>) -> Result<Option<Time>, Fault> {
    let station = tx.station();
    let row = tx.opt::<(Time,)>(
        "SELECT at FROM journal_lines WHERE station_id = $1 ORDER BY position DESC LIMIT 1",
        args![station],
    )?;
    Ok(row.map(|(at,)| at))
}

/// Every line about `subject`, oldest first.
///
/// # Errors
/// Those of the engine.
pub fn entries_of(tx: &mut Tx<'_>, subject: Id) -> Result<Vec<Entry>, Fault> {
    let station = tx.station();
    let rows: Vec<LineRow> = tx.all(
        lines!("WHERE l.station_id = $1 AND l.subject_id = $2 ORDER BY l.position"),
        args![station, subject],
    )?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// Up to `limit` lines before `before`, newest first.
///
/// # Errors
/// Those of the engine.
pub fn list_entries(tx: &mut Tx<'_>, before: i64, limit: i64) -> Result<Vec<Entry>, Fault> {
    let station = tx.station();
    let rows: Vec<LineRow> = tx.all(
        lines!("WHERE l.station_id = $1 AND l.position < $2 ORDER BY l.position DESC LIMIT $3"),
        args![station, before, limit],
    )?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// The position of the first line written at or after `at`; one more than the last where there is none.
/// Positions have no gaps and times do not fall, so that some twenty looks are enough.
///
/// # Errors
/// Those of the engine.
pub fn position_at(tx: &mut Tx<'_>, at: Time) -> Result<i64, Fault> {
    let station = tx.station();
    let sql = "SELECT at FROM journal_lines WHERE station_id = $1 AND position = $2";
    let last = "SELECT max(position) FROM journal_lines WHERE station_id = $1";
    let last: (Option<i64>,) = tx.one(last, args![station])?;
    let (mut low, mut high) = (1, last.0.unwrap_or(0) + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let line: Option<(Time,)> = tx.opt(sql, args![station, middle])?;
        match line {
            Some((then,)) if then < at => low = middle + 1,
            Some(_) | None => high = middle,
        }
    }
    Ok(low)
}

/// What one account did from a position on, before another.
///
/// # Errors
/// Those of the engine.
pub fn entries_by(
    tx: &mut Tx<'_>,
    account: Id,
    from: i64,
    before: i64,
) -> Result<Vec<Entry>, Fault> {
    let station = tx.station();
    let rows: Vec<LineRow> = tx.all(
        lines!(
            "WHERE l.station_id = $1 AND l.position >= $2 AND l.position < $3 AND l.account_id = $4
             ORDER BY l.position"
        ),
        args![station, from, before, account],
    )?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

fn open(tx: &Tx<'_>, row: LineRow) -> Result<Entry, Fault> {
    let payload = match &row.key_sealed {
        Some(key) => match tx.unseal_alone(place(row.position), &row.payload_sealed, key) {
            Ok(plain) => serde_json::from_slice(&plain).map_err(Fault::internal)?,
            // The line stands and the chain holds; what it said is said to be out of reach.
            Err(_) => json!({ "reason": db::unopened(), "particulars": {} }),
        },
        None => Value::Null,
    };
    Ok(Entry {
        position: row.position,
        at: row.at,
        device_at: row.device_at,
        hand: row.hand,
        account: row.account_id,
        capacity: row.capacity,
        act: row.act,
        subject: row.subject,
        subject_id: row.subject_id,
        reason: payload["reason"].as_str().map(str::to_owned),
        particulars: payload["particulars"].clone(),
    })
}

pub(crate) fn find_outcome(tx: &mut Tx<'_>, key: &str) -> Result<Option<OutcomeRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT account_id, fingerprint, answer FROM outcomes WHERE station_id = $1 AND key = $2",
        args![station, key],
    )
}

pub(crate) fn insert_outcome(
    tx: &mut Tx<'_>,
    key: &str,
    account: Id,
    fingerprint: &[u8; 32],
    answer: &str,
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO outcomes (station_id, key, account_id, fingerprint, answer, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, key, account, fingerprint, answer, now],
    )
}

/// Whether this is the first attempt of its minute.
pub(crate) fn insert_attempt(
    tx: &mut Tx<'_>,
    account: Id,
    route: &str,
    minute: i64,
) -> Result<bool, Fault> {
    let station = tx.station();
    let rows = tx.exec(
        "INSERT INTO attempts (station_id, account_id, route, minute) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, account_id, route, minute) DO NOTHING",
        args![station, account, route, minute],
    )?;
    Ok(rows == 1)
}

db::dispose! {
    /// Removes at most so many outcomes that were answered before a moment; how many. A sending that comes
    /// again after that is taken for a new one.
    ///
    /// # Errors
    /// Those of the engine.
    pub dispose_outcomes: "outcomes", "key", "at", "at";
}

/// Removes at most so many marks of refused reads before a moment; how many. The journal's lines stay.
///
/// # Errors
/// Those of the engine.
pub fn dispose_attempts(tx: &mut Tx<'_>, before: Time, most: i64) -> Result<u64, Fault> {
    let (station, minute) = (tx.station(), before.micros() / 1_000_000 / ATTEMPT_WINDOW_S);
    tx.exec(
        "DELETE FROM attempts WHERE station_id = $1 AND (account_id, route, minute) IN (
             SELECT account_id, route, minute FROM attempts
             WHERE station_id = $1 AND minute < $2 ORDER BY minute LIMIT $3)",
        args![station, minute, most],
    )
}
