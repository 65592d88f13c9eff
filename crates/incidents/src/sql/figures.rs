//! What reports count: every incident of a period, whoever may see it, with the moments from which
//! its handling times follow.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// An incident as a report counts it.
    pub struct Counted {
        /// Which.
        pub matter_id: Id,
        /// Its number.
        pub number: String,
        /// When it was reported.
        pub opened_at: Time,
        /// The code of its kind, as it stands now.
        pub topic: String,
        /// Its village, if that is known.
        pub village_id: Option<Id>,
        /// Its state.
        pub state: String,
        /// Whether somebody still has to do something.
        pub is_open: bool,
        /// The incident that stands for it, if it was merged.
        pub master_id: Option<Id>,
    }
    /// The moments of an incident from which its handling times follow.
    pub struct Moments {
        /// Of which.
        pub matter_id: Id,
        /// Its number with the branch, if it was handed down.
        pub outer_number: Option<String>,
        /// When it reached the station.
        pub received_at: Time,
        /// When the station signed for it.
        pub station_signed_at: Option<Time>,
        /// When the first police order was sent.
        pub sent_at: Option<Time>,
        /// When the first of the police set out.
        pub set_out_at: Option<Time>,
        /// When it was settled by telephone.
        pub by_telephone_at: Option<Time>,
        /// When its first final feedback came in.
        pub fed_back_at: Option<Time>,
    }
}

/// Every incident reported from `from` until before `to`, oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_counted(tx: &mut Tx<'_>, from: Time, to: Time) -> Result<Vec<Counted>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT m.id AS matter_id, m.number, m.opened_at, m.topic, m.village_id, m.state, m.is_open,
                m.master_id
         FROM matters m
         WHERE m.station_id = $1 AND m.kind = 'incident' AND m.opened_at >= $2 AND m.opened_at < $3
         ORDER BY m.opened_at, m.number",
        args![station, from, to],
    )
}

/// Every incident reported before `to` that is open now, oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_counted_open(tx: &mut Tx<'_>, to: Time) -> Result<Vec<Counted>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT m.id AS matter_id, m.number, m.opened_at, m.topic, m.village_id, m.state, m.is_open,
                m.master_id
         FROM matters m
         WHERE m.station_id = $1 AND m.kind = 'incident' AND m.is_open = TRUE AND m.opened_at < $2
         ORDER BY m.opened_at, m.number",
        args![station, to],
    )
}

/// The moments of every incident reported from `from` until before `to`.
///
/// # Errors
/// Those of the engine.
pub fn list_moments(tx: &mut Tx<'_>, from: Time, to: Time) -> Result<Vec<Moments>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT i.matter_id, i.outer_number, i.received_at, i.station_signed_at,
                (SELECT min(o.sent_at) FROM orders o
                 WHERE o.station_id = m.station_id AND o.matter_id = m.id
                   AND o.side = 'police') AS sent_at,
                (SELECT min(s.at) FROM stamps s
                 JOIN orders p ON p.station_id = s.station_id AND p.id = s.order_id
                 WHERE s.station_id = m.station_id AND s.matter_id = m.id AND s.is_current = TRUE
                   AND s.kind = 'set_out' AND p.side = 'police') AS set_out_at,
                (SELECT min(t.at) FROM stamps t
                 WHERE t.station_id = m.station_id AND t.matter_id = m.id AND t.is_current = TRUE
                   AND t.kind = 'by_telephone') AS by_telephone_at,
                (SELECT min(f.at) FROM feedbacks f
                 WHERE f.station_id = m.station_id AND f.matter_id = m.id
                   AND f.is_final = TRUE) AS fed_back_at
         FROM matters m
         JOIN incidents i ON i.station_id = m.station_id AND i.matter_id = m.id
         WHERE m.station_id = $1 AND m.kind = 'incident' AND m.opened_at >= $2 AND m.opened_at < $3",
        args![station, from, to],
    )
}
