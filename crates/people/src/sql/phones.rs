//! Phones that villagers bound, each with the digest of its secret and of its PIN.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A phone that is bound to an account.
    pub struct Phone {
        /// Which.
        pub id: Id,
        /// Whose.
        pub account_id: Id,
        /// The name on screen.
        pub name: String,
        /// Which browser, in two words.
        pub device: String,
        /// Since when.
        pub bound_at: Time,
        /// When it last let somebody in.
        pub used_at: Option<Time>,
    }
}

pub(crate) fn insert_phone(
    tx: &mut Tx<'_>,
    account: Id,
    token: &[u8; 32],
    pin_hash: &str,
    device: &str,
) -> Result<Id, Fault> {
    let (station, now, id) = (tx.station(), tx.now(), tx.new_id());
    tx.put(
        "INSERT INTO phones (station_id, id, account_id, token_hash, pin_hash, device, bound_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, id, account, token, pin_hash, device, now],
    )?;
    Ok(id)
}

/// The bound phone with this secret, of an account that is open.
pub(crate) fn find_phone(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<Phone>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT p.id, p.account_id, a.name, p.device, p.bound_at, p.used_at
         FROM phones p JOIN accounts a ON a.station_id = p.station_id AND a.id = p.account_id
         WHERE p.station_id = $1 AND p.token_hash = $2 AND p.ended_at IS NULL AND a.ended_at IS NULL",
        args![station, token],
    )
}

/// Whether a phone is bound to an account.
pub(crate) fn has_phone(tx: &mut Tx<'_>, account: Id) -> Result<bool, Fault> {
    let station = tx.station();
    let row = tx.opt::<(Id,)>(
        "SELECT id FROM phones
         WHERE station_id = $1 AND account_id = $2 AND ended_at IS NULL LIMIT 1",
        args![station, account],
    )?;
    Ok(row.is_some())
}

/// Every bound phone, the newest first.
pub(crate) fn list_phones(tx: &mut Tx<'_>) -> Result<Vec<Phone>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT p.id, p.account_id, a.name, p.device, p.bound_at, p.used_at
         FROM phones p JOIN accounts a ON a.station_id = p.station_id AND a.id = p.account_id
         WHERE p.station_id = $1 AND p.ended_at IS NULL AND a.ended_at IS NULL
         ORDER BY p.bound_at DESC, p.id",
        args![station],
    )
}

/// Counts a try before it is looked at, so that many at once are no more than one after another;
/// `None` where there were too many already.
pub(crate) fn count_try(tx: &mut Tx<'_>, id: Id, most: i64) -> Result<Option<String>, Fault> {
    let station = tx.station();
    let row = tx.opt::<(String,)>(
        "UPDATE phones SET wrong = wrong + 1
         WHERE station_id = $1 AND id = $2 AND ended_at IS NULL AND wrong < $3 RETURNING pin_hash",
        args![station, id, most],
    )?;
    Ok(row.map(|(hash,)| hash))
}

pub(crate) fn set_phone_used(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE phones SET wrong = 0, used_at = $3
         WHERE station_id = $1 AND id = $2 AND ended_at IS NULL",
        args![station, id, now],
    )
}

/// Ends a phone that had too many tries; whether it did.
pub(crate) fn set_phone_tried_out(tx: &mut Tx<'_>, id: Id, most: i64) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE phones SET ended_at = $3
         WHERE station_id = $1 AND id = $2 AND ended_at IS NULL AND wrong >= $4",
        args![station, id, now, most],
    )
}

/// Ends every phone of an account, and what its PIN has opened; how many phones.
pub(crate) fn set_phones_ended(tx: &mut Tx<'_>, account: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE sessions SET ended_at = $4
         WHERE station_id = $1 AND account_id = $2 AND opened_by = $3 AND ended_at IS NULL",
        args![station, account, "pin", now],
    )?;
    tx.exec(
        "UPDATE phones SET ended_at = $3
         WHERE station_id = $1 AND account_id = $2 AND ended_at IS NULL",
        args![station, account, now],
    )
}
