//! Arrival hints, and the words that make a line one about people.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A hint 到场提示 for whoever is on the way.
    pub(crate) struct HintRow {
        pub(crate) id: Id,
        pub(crate) village_id: Id,
        pub(crate) lane: Option<String>,
        pub(crate) house: Option<String>,
        pub(crate) words_sealed: Vec<u8>,
        pub(crate) at: Time,
        pub(crate) by_id: Id,
        pub(crate) valid_until: Time,
        pub(crate) reviewed_at: Option<Time>,
    }
}

macro_rules! hints {
    ($which:literal) => {
        concat!(
            "SELECT id, village_id, lane, house, words_sealed, at, by_id, valid_until, reviewed_at
             FROM hints WHERE station_id = $1 AND struck_at IS NULL AND ",
            $which
        )
    };
}

pub(crate) fn insert_hint(tx: &mut Tx<'_>, row: &HintRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO hints (station_id, id, village_id, lane, house, words_sealed, at, by_id, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, row.id, row.village_id, row.lane, row.house, row.words_sealed, row.at,
            row.by_id, row.valid_until
        ],
    )
}

/// Hints in force, of one village or of all; unreviewed ones first.
pub(crate) fn list_hints(tx: &mut Tx<'_>, village: Option<Id>) -> Result<Vec<HintRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        hints!(
            "valid_until > $2 AND (CAST($3 AS BYTEA) IS NULL OR village_id = $3)
             ORDER BY CASE WHEN reviewed_at IS NULL THEN 0 ELSE 1 END, at DESC, id"
        ),
        args![station, now, village],
    )
}

pub(crate) fn find_hint(tx: &mut Tx<'_>, id: Id) -> Result<Option<HintRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(hints!("id = $2 AND valid_until > $3"), args![station, id, now])
}

pub(crate) fn set_reviewed(tx: &mut Tx<'_>, id: Id, by: Id, until: Time) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE hints SET reviewed_at = $3, reviewed_by = $4, valid_until = $5
         WHERE station_id = $1 AND id = $2",
        args![station, id, now, by, until],
    )
}

pub(crate) fn set_struck(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE hints SET struck_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, now],
    )
}

pub(crate) fn insert_people_word(tx: &mut Tx<'_>, word: &str) -> Result<(), Fault> {
    let station = tx.station();
    tx.put("INSERT INTO people_words (station_id, word) VALUES ($1, $2)", args![station, word])
}

pub(crate) fn list_people_words(tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
    let station = tx.station();
    let sql = "SELECT word FROM people_words WHERE station_id = $1 ORDER BY word";
    Ok(tx.all::<(String,)>(sql, args![station])?.into_iter().map(|(word,)| word).collect())
}
