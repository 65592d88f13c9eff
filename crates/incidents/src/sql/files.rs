//! Feedback and reviews: facts with author and time.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A feedback 反馈单.
    pub(crate) struct FeedbackRow {
        pub(crate) id: Id,
        pub(crate) author_id: Id,
        pub(crate) at: Time,
        pub(crate) is_final: bool,
        pub(crate) kind: Option<String>,
        pub(crate) result: Option<String>,
        pub(crate) village_id: Option<Id>,
        pub(crate) present: String,
        pub(crate) words_sealed: Vec<u8>,
        pub(crate) settled_sealed: Option<Vec<u8>>,
        pub(crate) no_settlement_sealed: Option<Vec<u8>>,
    }
    /// A review 审核.
    pub(crate) struct ReviewRow {
        pub(crate) id: Id,
        pub(crate) opening: i64,
        pub(crate) reviewer_id: Id,
        pub(crate) at: Time,
        pub(crate) is_closed: bool,
        pub(crate) kind: Option<String>,
        pub(crate) result: Option<String>,
    }
}

pub(crate) fn insert_feedback(tx: &mut Tx<'_>, matter: Id, row: &FeedbackRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO feedbacks (station_id, id, matter_id, author_id, at, is_final, kind, result, village_id,
             present, words_sealed, settled_sealed, no_settlement_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            station, row.id, matter, row.author_id, row.at, row.is_final, row.kind, row.result,
            row.village_id, row.present, row.words_sealed, row.settled_sealed,
            row.no_settlement_sealed
        ],
    )
}

/// Every feedback of a matter, oldest first.
pub(crate) fn list_feedbacks(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<FeedbackRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, author_id, at, is_final, kind, result, village_id, present, words_sealed, settled_sealed,
                no_settlement_sealed
         FROM feedbacks WHERE station_id = $1 AND matter_id = $2 ORDER BY at, id",
        args![station, matter],
    )
}

pub(crate) fn find_last_final(tx: &mut Tx<'_>, matter: Id) -> Result<Option<FeedbackRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, author_id, at, is_final, kind, result, village_id, present, words_sealed, settled_sealed,
                no_settlement_sealed
         FROM feedbacks WHERE station_id = $1 AND matter_id = $2 AND is_final
         ORDER BY at DESC, id DESC LIMIT 1",
        args![station, matter],
    )
}

pub(crate) fn insert_review(tx: &mut Tx<'_>, matter: Id, row: &ReviewRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO reviews (station_id, id, matter_id, opening, reviewer_id, at, is_closed, kind, result)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, row.id, matter, row.opening, row.reviewer_id, row.at, row.is_closed, row.kind,
            row.result
        ],
    )
}

pub(crate) fn find_last_review(tx: &mut Tx<'_>, matter: Id) -> Result<Option<ReviewRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, opening, reviewer_id, at, is_closed, kind, result FROM reviews
         WHERE station_id = $1 AND matter_id = $2 ORDER BY at DESC, id DESC LIMIT 1",
        args![station, matter],
    )
}
