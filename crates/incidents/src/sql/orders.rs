//! Orders, their stamps, and who came along.

use crate::rules::{Side, StampKind};
use base::{Fault, Hand, Id, Time};
use db::{Tx, args};

db::stored_codes!(Side, StampKind);

db::row! {
    /// An order to one receiver.
    pub(crate) struct OrderRow {
        pub(crate) id: Id,
        pub(crate) matter_id: Id,
        pub(crate) position: i64,
        pub(crate) side: Side,
        pub(crate) account_id: Option<Id>,
        pub(crate) receiver: String,
        pub(crate) sent_at: Time,
        pub(crate) returned_at: Option<Time>,
        pub(crate) return_code: Option<String>,
        /// When it ended with the incident; nobody gave it back.
        pub(crate) recalled_at: Option<Time>,
        pub(crate) silenced_at: Option<Time>,
        pub(crate) silenced_by: Option<Id>,
    }
    /// A stamp, in force or replaced.
    pub(crate) struct StampRow {
        pub(crate) id: Id,
        pub(crate) order_id: Id,
        pub(crate) kind: StampKind,
        pub(crate) at: Time,
        pub(crate) hand: Hand,
        pub(crate) author_id: Id,
        pub(crate) recorded_at: Time,
        pub(crate) is_current: bool,
    }
    /// How many came along in a role.
    pub(crate) struct CrewRow {
        pub(crate) order_id: Id,
        pub(crate) role: String,
        pub(crate) heads: i64,
    }
    /// A stamp of an imported record that has no counterpart here.
    pub(crate) struct SourceStampRow {
        pub(crate) order_id: Id,
        pub(crate) name: String,
        pub(crate) at: Time,
    }
}

impl OrderRow {
    /// Whether its receiver has nothing to do with it any more.
    pub(crate) const fn is_taken_back(&self) -> bool {
        self.returned_at.is_some() || self.recalled_at.is_some()
    }
}

pub(crate) fn insert_order(tx: &mut Tx<'_>, row: &OrderRow, by: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO orders (station_id, id, matter_id, position, side, account_id, receiver, sent_at, sent_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, row.id, row.matter_id, row.position, row.side, row.account_id, row.receiver,
            row.sent_at, by
        ],
    )
}

pub(crate) fn find_order(tx: &mut Tx<'_>, id: Id) -> Result<Option<OrderRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, matter_id, position, side, account_id, receiver, sent_at, returned_at, return_code, recalled_at, silenced_at, silenced_by
         FROM orders WHERE station_id = $1 AND id = $2",
        args![station, id],
    )
}

pub(crate) fn list_orders(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<OrderRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, matter_id, position, side, account_id, receiver, sent_at, returned_at, return_code, recalled_at, silenced_at, silenced_by
         FROM orders WHERE station_id = $1 AND matter_id = $2 ORDER BY position, id",
        args![station, matter],
    )
}

/// The orders of an account on open matters, and those sent since `since`; newest first.
pub(crate) fn list_orders_of(
    tx: &mut Tx<'_>,
    account: Id,
    since: Time,
) -> Result<Vec<OrderRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT o.id, o.matter_id, o.position, o.side, o.account_id, o.receiver, o.sent_at, o.returned_at, o.return_code, o.recalled_at, o.silenced_at, o.silenced_by
         FROM orders o
         WHERE o.station_id = $1 AND o.account_id = $2 AND o.sent_at >= $3
         UNION
         SELECT p.id, p.matter_id, p.position, p.side, p.account_id, p.receiver, p.sent_at, p.returned_at, p.return_code, p.recalled_at, p.silenced_at, p.silenced_by
         FROM matters m CROSS JOIN orders p
         WHERE m.station_id = $1 AND m.is_open = TRUE AND p.station_id = m.station_id
           AND p.matter_id = m.id AND p.account_id = $2
         ORDER BY sent_at DESC, id DESC LIMIT 60",
        args![station, account, since],
    )
}

/// How many orders each account has in hand: on open matters, neither returned nor done. The cross
/// join makes SQLite begin with the few open matters; for the grouping it would read every order.
pub(crate) fn list_in_hand(tx: &mut Tx<'_>) -> Result<Vec<(Id, i64)>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT o.account_id, count(*) FROM matters m CROSS JOIN orders o
         WHERE o.station_id = m.station_id AND o.matter_id = m.id
           AND m.station_id = $1 AND m.is_open = TRUE AND o.returned_at IS NULL AND o.recalled_at IS NULL
           AND o.account_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM stamps s WHERE s.station_id = o.station_id
                           AND s.matter_id = o.matter_id AND s.order_id = o.id
                           AND s.is_current = TRUE AND s.kind IN ('cleared', 'by_telephone'))
         GROUP BY o.account_id",
        args![station],
    )
}

/// The matters on which each account has an order in hand, as [`list_in_hand`] counts them.
pub(crate) fn list_held(tx: &mut Tx<'_>) -> Result<Vec<(Id, Id)>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT DISTINCT o.account_id, o.matter_id FROM matters m CROSS JOIN orders o
         WHERE o.station_id = m.station_id AND o.matter_id = m.id
           AND m.station_id = $1 AND m.is_open = TRUE AND o.returned_at IS NULL AND o.recalled_at IS NULL
           AND o.account_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM stamps s WHERE s.station_id = o.station_id
                           AND s.matter_id = o.matter_id AND s.order_id = o.id
                           AND s.is_current = TRUE AND s.kind IN ('cleared', 'by_telephone'))
         ORDER BY o.account_id, o.matter_id",
        args![station],
    )
}

/// Orders of an account on open matters that nobody has stamped in any way.
pub(crate) fn list_unreached(tx: &mut Tx<'_>, account: Id) -> Result<Vec<Id>, Fault> {
    let station = tx.station();
    let rows: Vec<(Id,)> = tx.all(
        "SELECT o.id FROM matters m CROSS JOIN orders o
         WHERE o.station_id = m.station_id AND o.matter_id = m.id AND m.station_id = $1
           AND o.account_id = $2 AND m.is_open = TRUE AND o.returned_at IS NULL AND o.recalled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM stamps s WHERE s.station_id = o.station_id
                           AND s.matter_id = o.matter_id AND s.order_id = o.id AND s.is_current)
         ORDER BY o.sent_at, o.id",
        args![station, account],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(crate) fn set_order_returned(tx: &mut Tx<'_>, id: Id, code: &str) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE orders SET returned_at = $3, return_code = $4 WHERE station_id = $1 AND id = $2",
        args![station, id, now, code],
    )
}

/// Writes that an order ended with the incident.
pub(crate) fn set_order_recalled(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE orders SET recalled_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, now],
    )
}

pub(crate) fn set_order_silenced(tx: &mut Tx<'_>, id: Id, by: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE orders SET silenced_at = $3, silenced_by = $4 WHERE station_id = $1 AND id = $2",
        args![station, id, now, by],
    )
}

pub(crate) fn insert_stamp(
    tx: &mut Tx<'_>,
    matter: Id,
    row: &StampRow,
    corrects: Option<Id>,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO stamps (station_id, id, order_id, matter_id, kind, at, hand, author_id, recorded_at, is_current, corrects_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            station, row.id, row.order_id, matter, row.kind, row.at, row.hand, row.author_id,
            row.recorded_at, row.is_current, corrects
        ],
    )
}

pub(crate) fn set_stamp_replaced(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE stamps SET is_current = FALSE WHERE station_id = $1 AND id = $2",
        args![station, id],
    )
}

/// Every stamp of a matter, replaced ones too, in the order recorded.
pub(crate) fn list_stamps(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<StampRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, order_id, kind, at, hand, author_id, recorded_at, is_current FROM stamps
         WHERE station_id = $1 AND matter_id = $2 ORDER BY recorded_at, id",
        args![station, matter],
    )
}

pub(crate) fn set_crew(tx: &mut Tx<'_>, order: Id, role: &str, heads: i64) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO crews (station_id, order_id, role, heads) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, order_id, role) DO UPDATE SET heads = EXCLUDED.heads",
        args![station, order, role, heads],
    )
}

pub(crate) fn list_crews(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<CrewRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT c.order_id, c.role, c.heads FROM orders o CROSS JOIN crews c
         WHERE c.station_id = o.station_id AND c.order_id = o.id
           AND o.station_id = $1 AND o.matter_id = $2 AND c.heads > 0 ORDER BY c.order_id, c.role",
        args![station, matter],
    )
}

pub(crate) fn insert_source_stamp(
    tx: &mut Tx<'_>,
    order: Id,
    name: &str,
    at: Time,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO source_stamps (station_id, order_id, name, at) VALUES ($1, $2, $3, $4)",
        args![station, order, name, at],
    )
}

pub(crate) fn list_source_stamps(
    tx: &mut Tx<'_>,
    matter: Id,
) -> Result<Vec<SourceStampRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT s.order_id, s.name, s.at FROM orders o CROSS JOIN source_stamps s
         WHERE s.station_id = o.station_id AND s.order_id = o.id
           AND o.station_id = $1 AND o.matter_id = $2 ORDER BY s.at, s.name",
        args![station, matter],
    )
}
