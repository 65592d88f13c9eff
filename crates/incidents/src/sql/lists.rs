//! The list of incidents: keyset pages, newest first. One text for each index that can lead.

use base::{Fault, Id, Time};
use db::Tx;
use matters::{Matter, Reach};

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) state: Option<String>,
    pub(crate) open: bool,
    /// A kind or, where it has kinds below it, all of them.
    pub(crate) kind: Option<String>,
    pub(crate) kind_is_leaf: bool,
    pub(crate) village: Option<Id>,
    pub(crate) level: Option<i64>,
    pub(crate) from: Option<Time>,
    /// Before this moment.
    pub(crate) to: Option<Time>,
    pub(crate) after: Option<(Time, Id)>,
    pub(crate) limit: i64,
}

/// Every variant has the same parameters; `$6` to `$14` are the filter. What leads stands beside the time
/// as one row, compared from both ends: no other index can serve that, so that it cannot be taken for one
/// that walks through the rest of the year. Flags are compared because SQLite uses no index for a bare one.
macro_rules! list {
    ($lead:literal, $value:literal) => {
        list!(@ concat!("(", $lead, ", m.opened_at) >= (", $value, ", $11)
               AND (", $lead, ", m.opened_at, m.id) < (", $value, ", $12, $13)"),
            concat!($lead, " DESC, m.opened_at DESC, m.id DESC"))
    };
    () => {
        list!(@ "m.opened_at >= $11 AND (m.opened_at, m.id) < ($12, $13)",
            "m.opened_at DESC, m.id DESC")
    };
    (@ $span:expr, $order:expr) => {
        concat!(
            "SELECT ",
            matters::matter_columns!(),
            " FROM matters m
             WHERE m.station_id = $1 AND m.kind = 'incident' AND ",
            matters::visible!(),
            " AND ",
            $span,
            "
               AND (CAST($6 AS TEXT) IS NULL OR m.state = $6)
               AND (NOT CAST($7 AS BOOLEAN) OR m.is_open = TRUE)
               AND (CAST($8 AS TEXT) IS NULL OR m.topic = $8 OR m.topic LIKE $8 || '-%')
               AND (CAST($9 AS BYTEA) IS NULL OR m.village_id = $9)
               AND (CAST($10 AS BIGINT) IS NULL OR m.level = $10)
             ORDER BY ",
            $order,
            " LIMIT $14"
        )
    };
}

/// One page of incidents that `reach` sees, newest first.
pub(crate) fn list_matters(
    tx: &mut Tx<'_>,
    reach: &Reach,
    filter: &Filter,
) -> Result<Vec<Matter>, Fault> {
    let sql = if filter.kind.is_some() && filter.kind_is_leaf {
        list!("m.topic", "$8")
    } else if filter.state.is_some() {
        list!("m.state", "$6")
    } else if filter.open {
        list!("m.is_open", "TRUE")
    } else if filter.village.is_some() {
        list!("m.village_id", "$9")
    } else if filter.level.is_some() {
        list!("m.level", "$10")
    } else {
        list!()
    };
    let station = tx.station();
    let (start, end) = (Time::from_micros(i64::MIN), Time::from_micros(i64::MAX));
    // Of what lies at the very end only that counts which stands after the cursor.
    let (end, below) = match (filter.to.unwrap_or(end), filter.after) {
        (to, Some((at, id))) if at < to => (at, Some(id)),
        (to, _) => (to, None),
    };
    let none: &[u8] = &[];
    let below = below.as_ref().map_or(none, |id| id.as_bytes());
    tx.all(
        sql,
        matters::seen_by![
            station,
            reach,
            filter.state,
            filter.open,
            filter.kind,
            filter.village,
            filter.level,
            filter.from.unwrap_or(start),
            end,
            below,
            filter.limit
        ],
    )
}
