//! What was shown to whom before they judged it.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// Somebody was shown something, as it stood then.
    pub(crate) struct ShowingRow {
        /// Which.
        pub(crate) id: Id,
        /// To whom.
        pub(crate) account_id: Id,
        /// A digest of what stood there, sealed.
        pub(crate) mark_sealed: Vec<u8>,
        /// When.
        pub(crate) at: Time,
    }
}

pub(crate) fn insert_showing(
    tx: &mut Tx<'_>,
    row: &ShowingRow,
    (kind, target): (&str, &str),
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO showings (station_id, id, account_id, kind, target, mark_sealed, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, row.id, row.account_id, kind, target, row.mark_sealed, row.at],
    )
}

/// What somebody was shown last of this.
pub(crate) fn find_showing(
    tx: &mut Tx<'_>,
    account: Id,
    (kind, target): (&str, &str),
) -> Result<Option<ShowingRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, account_id, mark_sealed, at FROM showings
         WHERE station_id = $1 AND kind = $2 AND target = $3 AND account_id = $4
         ORDER BY at DESC, id DESC LIMIT 1",
        args![station, kind, target, account],
    )
}

/// Every showing of this, the oldest first.
pub(crate) fn list_showings(
    tx: &mut Tx<'_>,
    (kind, target): (&str, &str),
) -> Result<Vec<ShowingRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, account_id, mark_sealed, at FROM showings
         WHERE station_id = $1 AND kind = $2 AND target = $3 ORDER BY at, id",
        args![station, kind, target],
    )
}

db::dispose! {
    /// Removes at most so many showings before a moment; how many.
    pub(crate) dispose_showings: "showings", "id", "at", "at";
}
