//! The list of incidents: keyset pages, newest first. One text for each index that can lead.

use base::{Fault, Id, Time};
use db::{Tx, args};
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
    pub(crate) to: Option<Time>,
    pub(crate) after: Option<(Time, Id)>,
    pub(crate) limit: i64,
}

/// Every variant has the same parameters; `$6` to `$15` are the filter. What leads stands bare; the
/// plus before the lower bound keeps SQLite from letting it lead, and flags are compared because
/// SQLite uses no index for a bare one.
macro_rules! list {
    ($lead:literal) => {
        concat!(
            "SELECT ",
            matters::matter_columns!(),
            " FROM matters m
             WHERE m.station_id = $1 AND m.kind = 'incident' AND ",
            matters::visible!(),
            " AND ",
            $lead,
            "
               AND (CAST($6 AS TEXT) IS NULL OR m.state = $6)
               AND (NOT CAST($7 AS BOOLEAN) OR m.is_open)
               AND (CAST($8 AS TEXT) IS NULL OR m.topic = $8 OR m.topic LIKE $8 || '-%')
               AND (CAST($9 AS BYTEA) IS NULL OR m.village_id = $9)
               AND (CAST($10 AS BIGINT) IS NULL OR m.level = $10)
               AND +m.opened_at >= $11 AND m.opened_at < $12
               AND (m.opened_at < $13 OR (m.opened_at = $13 AND m.id < $14))
             ORDER BY m.opened_at DESC, m.id DESC LIMIT $15"
        )
    };
}

/// One page of incidents that `reach` sees, newest first.
pub(crate) fn list_matters(
    tx: &mut Tx<'_>,
    reach: &Reach,
    filter: &Filter,
) -> Result<Vec<Matter>, Fault> {
    let sql = if filter.from.is_some() {
        list!("m.opened_at >= $11")
    } else if filter.kind.is_some() && filter.kind_is_leaf {
        list!("m.topic = $8")
    } else if filter.state.is_some() {
        list!("m.state = $6")
    } else if filter.open {
        list!("m.is_open = TRUE")
    } else if filter.village.is_some() {
        list!("m.village_id = $9")
    } else {
        list!("m.opened_at < $12")
    };
    let station = tx.station();
    let end = Time::from_micros(i64::MAX);
    let (after, after_id) = filter.after.map_or((end, None), |(at, id)| (at, Some(id)));
    let none: &[u8] = &[];
    let after_id = after_id.as_ref().map_or(none, |id| id.as_bytes());
    let start = Time::from_micros(i64::MIN);
    tx.all(
        sql,
        args![
            station,
            reach.me,
            reach.station_cap,
            reach.village,
            reach.village_cap,
            filter.state,
            filter.open,
            filter.kind,
            filter.village,
            filter.level,
            filter.from.unwrap_or(start),
            filter.to.unwrap_or(end),
            after,
            after_id,
            filter.limit
        ],
    )
}
