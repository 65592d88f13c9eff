//! What the working day asks: what is still unsigned, not entered elsewhere, what happened last night.

use crate::rules::Side;
use base::{Fault, Id, Time};
use db::{Tx, args};
use matters::{Matter, Reach};

db::row! {
    /// An order of an open matter that nobody has signed for.
    pub(crate) struct UnsignedRow {
        pub(crate) number: String,
        pub(crate) side: Side,
        pub(crate) receiver: String,
        pub(crate) sent_at: Time,
    }
}

/// Orders of open matters that nobody has signed for, oldest first.
pub(crate) fn list_unsigned(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<UnsignedRow>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT m.number, o.side, o.receiver, o.sent_at FROM matters m CROSS JOIN orders o
             WHERE o.station_id = m.station_id AND o.matter_id = m.id AND ",
            matters::visible!(),
            " AND m.station_id = $1 AND m.is_open = TRUE AND o.returned_at IS NULL
             AND o.recalled_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM stamps s WHERE s.station_id = o.station_id
                             AND s.matter_id = o.matter_id AND s.order_id = o.id
                             AND s.is_current = TRUE AND s.kind <> 'reached')
             ORDER BY o.sent_at, o.id LIMIT 200"
        ),
        matters::seen_by![station, reach],
    )
}

/// Incidents handed down by the branch since `since` that were fed back here and not entered there.
pub(crate) fn list_unentered(
    tx: &mut Tx<'_>,
    reach: &Reach,
    since: Time,
) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT ",
            matters::matter_columns!(),
            " FROM matters m
             JOIN incidents i ON i.station_id = m.station_id AND i.matter_id = m.id
             WHERE ",
            matters::visible!(),
            " AND m.station_id = $1 AND m.opened_at >= $6 AND i.outer_number IS NOT NULL
             AND i.is_recorded = FALSE AND m.state IN ('reported', 'closed')
             AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.station_id = m.station_id
                             AND e.matter_id = m.id
                             AND NOT EXISTS (SELECT 1 FROM feedbacks f WHERE f.station_id = m.station_id
                                             AND f.matter_id = m.id AND f.is_final = TRUE AND f.at > e.at))
             ORDER BY m.opened_at, m.id LIMIT 500"
        ),
        matters::seen_by![station, reach, since],
    )
}

/// Writes that the feedback was entered elsewhere; how many rows that was: none where the last
/// final feedback is entered already.
pub(crate) fn insert_entry(tx: &mut Tx<'_>, matter: Id, by: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "INSERT INTO entries (station_id, matter_id, at, by_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, matter_id) DO UPDATE SET at = excluded.at, by_id = excluded.by_id
         WHERE entries.at < (SELECT max(f.at) FROM feedbacks f
                             WHERE f.station_id = $1 AND f.matter_id = $2 AND f.is_final = TRUE)",
        args![station, matter, now, by],
    )
}

/// When the last final feedback was entered elsewhere.
pub(crate) fn find_entry(tx: &mut Tx<'_>, matter: Id) -> Result<Option<Time>, Fault> {
    let station = tx.station();
    let sql = "SELECT e.at FROM entries e WHERE e.station_id = $1 AND e.matter_id = $2
               AND NOT EXISTS (SELECT 1 FROM feedbacks f WHERE f.station_id = $1 AND f.matter_id = $2
                               AND f.is_final = TRUE AND f.at > e.at)";
    Ok(tx.opt::<(Time,)>(sql, args![station, matter])?.map(|(at,)| at))
}

/// What was reported in a village since `since`, oldest first.
pub(crate) fn list_since(
    tx: &mut Tx<'_>,
    reach: &Reach,
    village: Id,
    since: Time,
) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT ",
            matters::matter_columns!(),
            " FROM matters m WHERE ",
            matters::visible!(),
            " AND m.station_id = $1 AND m.kind = 'incident' AND m.village_id = $6
             AND m.opened_at >= $7 AND m.master_id IS NULL ORDER BY m.opened_at, m.id LIMIT 200"
        ),
        matters::seen_by![station, reach, village, since],
    )
}
