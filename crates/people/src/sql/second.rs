//! Passwords and second factors of accounts, and what sessions owe of them.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// The second factor of an account.
    pub(crate) struct SecondRow {
        pub(crate) second_sealed: Option<Vec<u8>>,
        pub(crate) second_drift: i64,
        pub(crate) second_try: i64,
    }
}

pub(crate) fn find_second(tx: &mut Tx<'_>, account: Id) -> Result<Option<SecondRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT second_sealed, second_drift, second_try FROM accounts
         WHERE station_id = $1 AND id = $2",
        args![station, account],
    )
}

pub(crate) fn set_second(
    tx: &mut Tx<'_>,
    account: Id,
    sealed: &[u8],
    step: i64,
    drift: i64,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE accounts SET second_sealed = $3, second_step = $4, second_drift = $5
         WHERE station_id = $1 AND id = $2",
        args![station, account, sealed, step, drift],
    )
}

/// Spends a step, unless it or a later one was spent.
pub(crate) fn set_second_step(tx: &mut Tx<'_>, account: Id, step: i64) -> Result<u64, Fault> {
    let station = tx.station();
    tx.exec(
        "UPDATE accounts SET second_step = $3
         WHERE station_id = $1 AND id = $2 AND second_step < $3",
        args![station, account, step],
    )
}

/// Takes password and second factor away; the next secret to be enrolled is another one.
pub(crate) fn remove_keys(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE accounts SET password_hash = NULL, password_set_at = NULL, second_sealed = NULL,
             second_try = second_try + 1
         WHERE station_id = $1 AND id = $2",
        args![station, account],
    )
}

/// When the password was set; `None` where there is none.
pub(crate) fn find_password_age(
    tx: &mut Tx<'_>,
    account: Id,
) -> Result<(bool, Option<Time>), Fault> {
    let station = tx.station();
    let row: Option<(bool, Option<Time>)> = tx.opt(
        "SELECT password_hash IS NOT NULL, password_set_at FROM accounts
         WHERE station_id = $1 AND id = $2",
        args![station, account],
    )?;
    Ok(row.unwrap_or((false, None)))
}

pub(crate) fn set_owes(tx: &mut Tx<'_>, session: Id, owes: &str) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE sessions SET owes = $3 WHERE station_id = $1 AND id = $2",
        args![station, session, owes],
    )
}

/// No session of an account owes a second factor any more.
pub(crate) fn set_owes_nothing(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE sessions SET owes = 'nothing'
         WHERE station_id = $1 AND account_id = $2 AND owes = 'second'",
        args![station, account],
    )
}

pub(crate) fn set_sessions_ended(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE sessions SET ended_at = $3
         WHERE station_id = $1 AND account_id = $2 AND ended_at IS NULL AND kind = 'browser'",
        args![station, account, now],
    )
}
