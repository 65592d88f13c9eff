//! Every statement on outbox and messages.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// Something changed.
    pub struct Change {
        /// The station's change number: event of the live stream.
        pub position: i64,
        /// What kind of thing.
        pub topic: String,
        /// Which one.
        pub subject_id: Id,
    }
    /// Something one person should know.
    pub struct Message {
        /// Which.
        pub id: Id,
        /// What it is about: the code of a sentence.
        pub topic: String,
        /// Which matter.
        pub subject_id: Id,
        /// When it was sent.
        pub sent_at: Time,
    }
}

/// Posts a change under its journal position.
///
/// # Errors
/// Those of the engine.
pub fn post(tx: &mut Tx<'_>, position: i64, topic: &str, subject: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO outbox (station_id, position, topic, subject_id) VALUES ($1, $2, $3, $4)",
        args![station, position, topic, subject],
    )
}

/// Up to `limit` changes after `after`, in order.
///
/// # Errors
/// Those of the engine.
pub fn list_changes(tx: &mut Tx<'_>, after: i64, limit: i64) -> Result<Vec<Change>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT position, topic, subject_id FROM outbox
         WHERE station_id = $1 AND position > $2 ORDER BY position LIMIT $3",
        args![station, after, limit],
    )
}

/// The position of the last change.
///
/// # Errors
/// Those of the engine.
pub fn last_position(tx: &mut Tx<'_>) -> Result<i64, Fault> {
    let station = tx.station();
    let sql = "SELECT max(position) FROM outbox WHERE station_id = $1";
    Ok(tx.one::<(Option<i64>,)>(sql, args![station])?.0.unwrap_or(0))
}

/// Sends a message to one person.
///
/// # Errors
/// Those of the engine.
pub fn send(tx: &mut Tx<'_>, account: Id, topic: &str, subject: Id) -> Result<(), Fault> {
    let (station, id, now) = (tx.station(), tx.new_id(), tx.now());
    tx.put(
        "INSERT INTO messages (station_id, id, account_id, topic, subject_id, sent_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, id, account, topic, subject, now],
    )
}

/// The messages an account has not seen, newest first.
///
/// # Errors
/// Those of the engine.
pub fn list_messages(tx: &mut Tx<'_>, account: Id) -> Result<Vec<Message>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, topic, subject_id, sent_at FROM messages
         WHERE station_id = $1 AND account_id = $2 AND seen_at IS NULL
         ORDER BY sent_at DESC, id LIMIT 200",
        args![station, account],
    )
}

/// Marks every message of a receiver as seen.
///
/// # Errors
/// Those of the engine.
pub fn see_all(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE messages SET seen_at = $3
         WHERE station_id = $1 AND account_id = $2 AND seen_at IS NULL",
        args![station, account, now],
    )
}

/// Marks a message as seen by its receiver.
///
/// # Errors
/// [`Fault::NotFound`] where it is not theirs.
pub fn see(tx: &mut Tx<'_>, account: Id, message: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    let rows = tx.exec(
        "UPDATE messages SET seen_at = $4 WHERE station_id = $1 AND id = $2 AND account_id = $3",
        args![station, message, account, now],
    )?;
    if rows == 0 { Err(Fault::NotFound) } else { Ok(()) }
}

db::dispose! {
    /// Removes at most so many messages that were sent before a moment; how many.
    ///
    /// # Errors
    /// Those of the engine.
    pub dispose_messages: "messages", "id", "sent_at", "sent_at";
}
