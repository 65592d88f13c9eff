//! Times in which the chief did alone what takes two, and what the auditor found.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A time in which somebody may do alone what takes two.
    pub struct Emergency {
        /// Which.
        pub id: Id,
        /// Who.
        pub account_id: Id,
        /// Why, sealed.
        pub reason_sealed: Vec<u8>,
        /// From when.
        pub began_at: Time,
        /// Until when at the latest.
        pub until_at: Time,
        /// When it was ended before that.
        pub ended_at: Option<Time>,
        /// The journal's line with which it began.
        pub first_position: i64,
        /// Until when the auditor has looked at it.
        pub review_by_at: Time,
        /// When the auditor did.
        pub reviewed_at: Option<Time>,
        /// Who that was.
        pub reviewed_by: Option<Id>,
        /// Whether what was done was right.
        pub is_right: Option<bool>,
        /// What the auditor said, sealed.
        pub words_sealed: Option<Vec<u8>>,
    }
}

db::row! {
    /// What the auditor found of one line of it.
    pub struct Verdict {
        /// Which.
        pub id: Id,
        /// Of which emergency.
        pub emergency_id: Id,
        /// Of which line of the journal.
        pub position: i64,
        /// When.
        pub at: Time,
        /// By whom.
        pub by_id: Id,
        /// Whether it was right.
        pub is_right: bool,
        /// What was said, sealed; always of what was wrong.
        pub words_sealed: Option<Vec<u8>>,
    }
}

impl Emergency {
    /// When it ended, or will.
    pub fn end(&self) -> Time {
        self.ended_at.unwrap_or(self.until_at).min(self.until_at)
    }

    /// Whether it goes on at `now`.
    pub fn is_on(&self, now: Time) -> bool {
        now < self.end()
    }
}

macro_rules! emergencies {
    ($which:literal) => {
        concat!(
            "SELECT id, account_id, reason_sealed, began_at, until_at, ended_at, first_position,
                    review_by_at, reviewed_at, reviewed_by, is_right, words_sealed
             FROM emergencies WHERE station_id = $1 ",
            $which
        )
    };
}

pub(crate) fn insert_emergency(tx: &mut Tx<'_>, row: &Emergency) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO emergencies (station_id, id, account_id, reason_sealed, began_at, until_at, first_position, review_by_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station, row.id, row.account_id, row.reason_sealed, row.began_at, row.until_at,
            row.first_position, row.review_by_at
        ],
    )
}

pub(crate) fn insert_verdict(tx: &mut Tx<'_>, row: &Verdict) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO emergency_verdicts (station_id, id, emergency_id, position, at, by_id, is_right, words_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station, row.id, row.emergency_id, row.position, row.at, row.by_id, row.is_right,
            row.words_sealed
        ],
    )
}

/// What was found of the lines of an emergency, in their order.
///
/// # Errors
/// Those of the engine.
pub fn list_verdicts(tx: &mut Tx<'_>, emergency: Id) -> Result<Vec<Verdict>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, emergency_id, position, at, by_id, is_right, words_sealed FROM emergency_verdicts
         WHERE station_id = $1 AND emergency_id = $2 ORDER BY position",
        args![station, emergency],
    )
}

/// The one of this id.
///
/// # Errors
/// Those of the engine.
pub fn find_emergency(tx: &mut Tx<'_>, id: Id) -> Result<Option<Emergency>, Fault> {
    let station = tx.station();
    tx.opt(emergencies!("AND id = $2"), args![station, id])
}

/// Those that nobody looked at, and the newest fifty of the others; the newest first.
///
/// # Errors
/// Those of the engine.
pub fn list_emergencies(tx: &mut Tx<'_>) -> Result<Vec<Emergency>, Fault> {
    let station = tx.station();
    let mut all: Vec<Emergency> =
        tx.all(emergencies!("AND reviewed_at IS NULL ORDER BY began_at DESC, id"), args![station])?;
    let looked_at = emergencies!("AND reviewed_at IS NOT NULL ORDER BY began_at DESC, id LIMIT 50");
    all.extend(tx.all::<Emergency>(looked_at, args![station])?);
    all.sort_by_key(|one| std::cmp::Reverse(one.began_at));
    Ok(all)
}

/// Those whose review is overdue and that nobody was told of.
///
/// # Errors
/// Those of the engine.
pub fn list_overdue_reviews(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let rows: Vec<(Id,)> = tx.all(
        "SELECT id FROM emergencies WHERE station_id = $1 AND reviewed_at IS NULL
             AND overdue_told_at IS NULL AND review_by_at <= $2 ORDER BY began_at",
        args![station, now],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(crate) fn set_emergency_ended(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE emergencies SET ended_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, now],
    )
}

pub(crate) fn set_emergency_reviewed(
    tx: &mut Tx<'_>,
    id: Id,
    by: Id,
    is_right: bool,
    words: &[u8],
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE emergencies SET reviewed_at = $3, reviewed_by = $4, is_right = $5, words_sealed = $6
         WHERE station_id = $1 AND id = $2",
        args![station, id, now, by, is_right, words],
    )
}

/// Notes that the missing review was told.
pub(crate) fn set_overdue_told(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE emergencies SET overdue_told_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, now],
    )
}
