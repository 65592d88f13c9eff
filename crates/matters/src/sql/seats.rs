//! Seats, hand-overs, urges and the alarm of a seat nobody can fill.

use crate::matter_columns;
use crate::rules::UrgeLevel;
use crate::sql::Matter;
use base::{Fault, Id, Time};
use db::{Tx, args};
use people::Seat;

db::stored_codes!(UrgeLevel);

db::row! {
    /// A hand-over that was signed.
    pub struct Handover {
        /// Which.
        pub id: Id,
        /// Of which post.
        pub seat: Seat,
        /// From whom.
        pub from_id: Id,
        /// To whom.
        pub to_id: Id,
        /// When it was signed.
        pub at: Time,
        /// How many open matters went with it.
        pub open_matters: i64,
    }
    /// An urge 催办 of one of its levels: a question that needs an answer.
    pub struct Urge {
        /// Which.
        pub id: Id,
        /// On which matter.
        pub matter_id: Id,
        /// Who asks.
        pub from_id: Id,
        /// Who must answer.
        pub to_id: Id,
        /// When it was sent.
        pub sent_at: Time,
        /// How strong it is.
        pub level: UrgeLevel,
        /// By when it wants its answer.
        pub due_at: Option<Time>,
        /// When it was answered.
        pub answered_at: Option<Time>,
    }
}

/// The seats of a matter while it was open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeldSeats {
    pub(crate) watcher: Id,
    pub(crate) manager: Id,
    pub(crate) pusher: Id,
}

/// Who sat where when an opening ended; one that was merged and parted ends once more.
pub(crate) fn insert_held(tx: &mut Tx<'_>, matter: &Matter, seats: HeldSeats) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO seats_held (station_id, matter_id, opening, watcher_id, manager_id, pusher_id, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (station_id, matter_id, opening) DO UPDATE SET watcher_id = excluded.watcher_id,
             manager_id = excluded.manager_id, pusher_id = excluded.pusher_id, ended_at = excluded.ended_at",
        args![station, matter.id, matter.opening, seats.watcher, seats.manager, seats.pusher, now],
    )
}

/// The seats of a matter when it ended last; none where it ended elsewhere.
pub(crate) fn find_held(tx: &mut Tx<'_>, matter: Id) -> Result<Option<HeldSeats>, Fault> {
    let station = tx.station();
    let found: Option<(Id, Id, Id)> = tx.opt(
        "SELECT watcher_id, manager_id, pusher_id FROM seats_held
         WHERE station_id = $1 AND matter_id = $2 ORDER BY opening DESC LIMIT 1",
        args![station, matter],
    )?;
    Ok(found.map(|(watcher, manager, pusher)| HeldSeats { watcher, manager, pusher }))
}

/// Who managed a matter when it ended last.
///
/// # Errors
/// Those of the engine.
pub fn find_last_manager(tx: &mut Tx<'_>, matter: Id) -> Result<Option<Id>, Fault> {
    Ok(find_held(tx, matter)?.map(|held| held.manager))
}

/// Every open matter in which `account` holds a seat.
pub(crate) fn list_held_by(tx: &mut Tx<'_>, account: Id) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT ",
            matter_columns!(),
            " FROM matters m WHERE m.station_id = $1 AND m.is_open = TRUE
             AND (m.watcher_id = $2 OR m.manager_id = $2 OR m.pusher_id = $2)
             ORDER BY m.opened_at, m.id"
        ),
        args![station, account],
    )
}

pub(crate) fn insert_handover(tx: &mut Tx<'_>, row: &Handover) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO handovers (station_id, id, seat, from_id, to_id, at, open_matters)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, row.id, row.seat, row.from_id, row.to_id, row.at, row.open_matters],
    )
}

/// The last hand-overs.
///
/// # Errors
/// Those of the engine.
pub fn list_handovers(tx: &mut Tx<'_>) -> Result<Vec<Handover>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, seat, from_id, to_id, at, open_matters FROM handovers
         WHERE station_id = $1 ORDER BY at DESC, id LIMIT 10",
        args![station],
    )
}

pub(crate) fn insert_urge(tx: &mut Tx<'_>, urge: &Urge, words: &[u8]) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO urges (station_id, id, matter_id, from_id, to_id, sent_at, level, due_at, words_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, urge.id, urge.matter_id, urge.from_id, urge.to_id, urge.sent_at, urge.level,
            urge.due_at, words
        ],
    )
}

macro_rules! urges {
    ($which:literal) => {
        concat!(
            "SELECT id, matter_id, from_id, to_id, sent_at, level, due_at, answered_at FROM urges
             WHERE station_id = $1 AND ",
            $which
        )
    };
}

pub(crate) fn find_urge(tx: &mut Tx<'_>, id: Id) -> Result<Option<Urge>, Fault> {
    let station = tx.station();
    tx.opt(urges!("id = $2"), args![station, id])
}

/// The urges that wait for an answer of `account`, the most urgent first.
///
/// # Errors
/// Those of the engine.
pub fn list_urges_of(tx: &mut Tx<'_>, account: Id) -> Result<Vec<Urge>, Fault> {
    let station = tx.station();
    tx.all(
        urges!("to_id = $2 AND answered_at IS NULL ORDER BY due_at, sent_at, id LIMIT 100"),
        args![station, account],
    )
}

/// The words of an urge, sealed.
pub(crate) fn find_urge_words(tx: &mut Tx<'_>, id: Id) -> Result<Option<Vec<u8>>, Fault> {
    let station = tx.station();
    let sql = "SELECT words_sealed FROM urges WHERE station_id = $1 AND id = $2";
    Ok(tx.opt::<(Vec<u8>,)>(sql, args![station, id])?.map(|(words,)| words))
}

/// Every unanswered urge of a level, the most urgent first.
///
/// # Errors
/// Those of the engine.
pub fn list_open_urges(tx: &mut Tx<'_>, level: UrgeLevel) -> Result<Vec<Urge>, Fault> {
    let station = tx.station();
    tx.all(
        urges!("level = $2 AND answered_at IS NULL ORDER BY due_at, sent_at, id LIMIT 200"),
        args![station, level],
    )
}

/// Every unanswered urge put to `account`.
pub(crate) fn list_unanswered(tx: &mut Tx<'_>, account: Id) -> Result<Vec<Urge>, Fault> {
    let station = tx.station();
    tx.all(
        urges!("to_id = $2 AND answered_at IS NULL ORDER BY sent_at, id"),
        args![station, account],
    )
}

pub(crate) fn set_urge_receiver(tx: &mut Tx<'_>, urge: Id, to: Id) -> Result<(), Fault> {
    let station = tx.station();
    let sql = "UPDATE urges SET to_id = $3 WHERE station_id = $1 AND id = $2";
    tx.put(sql, args![station, urge, to])
}

pub(crate) fn set_answer(tx: &mut Tx<'_>, id: Id, answer: &[u8]) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE urges SET answered_at = $3, answer_sealed = $4
         WHERE station_id = $1 AND id = $2 AND answered_at IS NULL",
        args![station, id, now, answer],
    )
}

/// The urges of a matter that wait for an answer.
///
/// # Errors
/// Those of the engine.
pub fn list_urges(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<Urge>, Fault> {
    let station = tx.station();
    tx.all(
        urges!("matter_id = $2 AND answered_at IS NULL ORDER BY sent_at, id"),
        args![station, matter],
    )
}

pub(crate) fn has_alarm(tx: &mut Tx<'_>, account: Id) -> Result<bool, Fault> {
    Ok(list_alarms(tx)?.contains(&account))
}

/// People whose term has ended while nobody could take their seat.
///
/// # Errors
/// Those of the engine.
pub fn list_alarms(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let station = tx.station();
    let sql = "SELECT account_id FROM seat_alarms WHERE station_id = $1 AND cleared_at IS NULL ORDER BY id";
    Ok(tx.all::<(Id,)>(sql, args![station])?.into_iter().map(|(id,)| id).collect())
}

pub(crate) fn insert_alarm(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let (station, id, now) = (tx.station(), tx.new_id(), tx.now());
    tx.put(
        "INSERT INTO seat_alarms (station_id, id, account_id, raised_at) VALUES ($1, $2, $3, $4)",
        args![station, id, account, now],
    )
}

pub(crate) fn clear_alarm(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE seat_alarms SET cleared_at = $3
         WHERE station_id = $1 AND account_id = $2 AND cleared_at IS NULL",
        args![station, account, now],
    )
}
