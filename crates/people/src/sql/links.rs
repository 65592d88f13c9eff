//! Links that open once, of which only the digest is kept, and what was shown of them to whom.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A way in that was made for somebody: a link and, unless its station is invented, a code.
    pub struct LinkRow {
        /// Which; none for the one-click links of invented stations.
        pub id: Option<Id>,
        /// Whose.
        pub account_id: Id,
        /// Until when it opens.
        pub expires_at: Time,
        /// Who made it, and was or will be shown the link.
        pub made_by: Option<Id>,
        /// When.
        pub made_at: Option<Time>,
        /// When the link was shown, for the only time.
        pub link_shown_at: Option<Time>,
        /// Who was or will be shown the code; nobody yet where another administrator hands it over.
        pub code_by: Option<Id>,
        /// When the code was shown, for the only time.
        pub code_shown_at: Option<Time>,
    }
}

macro_rules! link {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, expires_at, made_by, made_at, link_shown_at, code_by, code_shown_at
             FROM links WHERE station_id = $1 AND used_at IS NULL AND ",
            $rest
        )
    };
}

pub(crate) fn insert_link(tx: &mut Tx<'_>, token: &[u8; 32], row: &LinkRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO links (station_id, token_hash, account_id, expires_at, id, made_by, made_at, code_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station, token, row.account_id, row.expires_at, row.id, row.made_by, row.made_at, row.code_by
        ],
    )
}

/// The link with this digest, while it opens.
pub(crate) fn find_link(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<LinkRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(link!("token_hash = $2 AND expires_at > $3"), args![station, token, now])
}

/// The way in that waits for an account, if one does.
pub(crate) fn find_waiting(tx: &mut Tx<'_>, account: Id) -> Result<Option<LinkRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let sql = link!("account_id = $2 AND expires_at > $3 AND id IS NOT NULL LIMIT 1");
    tx.opt(sql, args![station, account, now])
}

/// Counts a wrong code; how many there were.
pub(crate) fn count_link_try(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<i64, Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE links SET tries = tries + 1 WHERE station_id = $1 AND token_hash = $2",
        args![station, token],
    )?;
    let sql = "SELECT tries FROM links WHERE station_id = $1 AND token_hash = $2";
    Ok(tx.one::<(i64,)>(sql, args![station, token])?.0)
}

pub(crate) fn set_link_used(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE links SET used_at = $3
         WHERE station_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3",
        args![station, token, now],
    )
}

/// Spends every link of an account.
pub(crate) fn set_links_used(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE links SET used_at = $3
         WHERE station_id = $1 AND account_id = $2 AND used_at IS NULL",
        args![station, account, now],
    )
}

/// Notes that the link was shown; 0 where it was before.
pub(crate) fn set_link_shown(tx: &mut Tx<'_>, account: Id, by: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE links SET link_shown_at = $4
         WHERE station_id = $1 AND account_id = $2 AND made_by = $3 AND link_shown_at IS NULL
           AND used_at IS NULL AND expires_at > $4",
        args![station, account, by, now],
    )
}

/// Notes that the code was shown; 0 where it was before.
pub(crate) fn set_code_shown(tx: &mut Tx<'_>, account: Id, by: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE links SET code_shown_at = $4
         WHERE station_id = $1 AND account_id = $2 AND code_by = $3 AND code_shown_at IS NULL
           AND used_at IS NULL AND expires_at > $4",
        args![station, account, by, now],
    )
}

/// Gives the code to somebody to hand over; 0 where somebody has it already, or made the link themselves.
pub(crate) fn set_code_by(tx: &mut Tx<'_>, account: Id, by: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE links SET code_by = $3
         WHERE station_id = $1 AND account_id = $2 AND code_by IS NULL AND made_by <> $3
           AND used_at IS NULL AND expires_at > $4",
        args![station, account, by, now],
    )
}
