//! Accounts, appointments, sessions and sign-in links.

use base::{Fault, Id, Lang, Theme, Time};
use db::{Tx, args};

db::row! {
    /// An account as others see it.
    pub struct Person {
        /// Which.
        pub id: Id,
        /// The name on screen.
        pub name: String,
        /// The name to sign in with.
        pub login: String,
        /// Whether in office now.
        pub in_office: bool,
    }
    pub(crate) struct SessionRow {
        pub(crate) id: Id,
        pub(crate) account_id: Id,
        pub(crate) kind: String,
        pub(crate) device: String,
        pub(crate) opened_at: Time,
        pub(crate) expires_at: Time,
        pub(crate) idle_s: i64,
        pub(crate) owes: String,
        pub(crate) opened_by: String,
        pub(crate) name: String,
        pub(crate) lang: Lang,
        pub(crate) theme: Theme,
        pub(crate) single_keys: bool,
    }
}

pub(crate) fn insert_account(
    tx: &mut Tx<'_>,
    id: Id,
    login: &str,
    name: &str,
    password_hash: Option<&str>,
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO accounts (station_id, id, login, name, password_hash, lang, theme, single_keys, opened_at)
         VALUES ($1, $2, $3, $4, $5, 'zh-CN', 'auto', TRUE, $6)",
        args![station, id, login, name, password_hash, now],
    )
}

/// The account of this id.
///
/// # Errors
/// Those of the engine.
pub fn find_account(tx: &mut Tx<'_>, id: Id) -> Result<Option<Person>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT a.id, a.name, a.login, i.account_id IS NOT NULL AS in_office
         FROM accounts a
         LEFT JOIN incumbents i ON i.station_id = a.station_id AND i.account_id = a.id
         WHERE a.station_id = $1 AND a.id = $2",
        args![station, id],
    )
}

/// The name of an account; empty where there is none.
///
/// # Errors
/// Those of the engine.
pub fn name_of(tx: &mut Tx<'_>, id: Id) -> Result<String, Fault> {
    Ok(find_account(tx, id)?.map_or(String::new(), |person| person.name))
}

/// The name of every account, closed ones too: what they did keeps their name.
pub(crate) fn list_names(tx: &mut Tx<'_>) -> Result<Vec<(Id, String)>, Fault> {
    let station = tx.station();
    tx.all("SELECT id, name FROM accounts WHERE station_id = $1", args![station])
}

/// Everybody with an open account, the oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_people(tx: &mut Tx<'_>) -> Result<Vec<Person>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT a.id, a.name, a.login, i.account_id IS NOT NULL AS in_office
         FROM accounts a
         LEFT JOIN incumbents i ON i.station_id = a.station_id AND i.account_id = a.id
         WHERE a.station_id = $1 AND a.ended_at IS NULL ORDER BY a.opened_at, a.id",
        args![station],
    )
}

pub(crate) fn set_preferences(
    tx: &mut Tx<'_>,
    id: Id,
    lang: Lang,
    theme: Theme,
    single_keys: bool,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE accounts SET lang = $3, theme = $4, single_keys = $5 WHERE station_id = $1 AND id = $2",
        args![station, id, lang, theme, single_keys],
    )
}

pub(crate) fn set_account_ended(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE accounts SET ended_at = $3
         WHERE station_id = $1 AND id = $2 AND ended_at IS NULL",
        args![station, id, now],
    )
}

pub(crate) fn set_password(tx: &mut Tx<'_>, id: Id, hash: &str) -> Result<(), Fault> {
    let station = tx.station();
    let now = tx.now();
    tx.put(
        "UPDATE accounts SET password_hash = $3, password_set_at = $4
         WHERE station_id = $1 AND id = $2",
        args![station, id, hash, now],
    )
}

pub(crate) fn find_password(
    tx: &mut Tx<'_>,
    login: &str,
) -> Result<Option<(Id, Option<String>)>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, password_hash FROM accounts
         WHERE station_id = $1 AND login = $2 AND ended_at IS NULL",
        args![station, login],
    )
}

/// Whose a name to sign in with is: account, name, and whether the account is open.
pub(crate) fn find_login(
    tx: &mut Tx<'_>,
    login: &str,
) -> Result<Option<(Id, String, bool)>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, name, ended_at IS NULL FROM accounts WHERE station_id = $1 AND login = $2",
        args![station, login],
    )
}

/// Whether an account is there and open.
pub(crate) fn is_open(tx: &mut Tx<'_>, id: Id) -> Result<bool, Fault> {
    let station = tx.station();
    let row = tx.opt::<(Id,)>(
        "SELECT id FROM accounts WHERE station_id = $1 AND id = $2 AND ended_at IS NULL",
        args![station, id],
    )?;
    Ok(row.is_some())
}

pub(crate) fn insert_session(
    tx: &mut Tx<'_>,
    id: Id,
    token: &[u8; 32],
    account: Id,
    kind: (&str, &str, &str),
    (expires, idle_s, owes): (Time, i64, &str),
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO sessions (station_id, id, token_hash, account_id, kind, device, opened_at, expires_at, idle_s, owes, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            station, id, token, account, kind.0, kind.1, now, expires, idle_s, owes, kind.2
        ],
    )
}

pub(crate) fn find_session(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<SessionRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(
        "SELECT s.id, s.account_id, s.kind, s.device, s.opened_at, s.expires_at, s.idle_s, s.owes, s.opened_by, a.name, a.lang, a.theme, a.single_keys
         FROM sessions s JOIN accounts a ON a.station_id = s.station_id AND a.id = s.account_id
         WHERE s.station_id = $1 AND s.token_hash = $2 AND s.ended_at IS NULL AND s.expires_at > $3
           AND a.ended_at IS NULL",
        args![station, token, now],
    )
}

pub(crate) fn list_sessions(tx: &mut Tx<'_>, account: Id) -> Result<Vec<SessionRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT s.id, s.account_id, s.kind, s.device, s.opened_at, s.expires_at, s.idle_s, s.owes, s.opened_by, a.name, a.lang, a.theme, a.single_keys
         FROM sessions s JOIN accounts a ON a.station_id = s.station_id AND a.id = s.account_id
         WHERE s.station_id = $1 AND s.account_id = $2 AND s.ended_at IS NULL AND s.expires_at > $3
         ORDER BY s.opened_at DESC",
        args![station, account, now],
    )
}

/// The open sessions of browsers, of everybody, the newest first.
pub(crate) fn list_open_sessions(tx: &mut Tx<'_>) -> Result<Vec<SessionRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT s.id, s.account_id, s.kind, s.device, s.opened_at, s.expires_at, s.idle_s, s.owes, s.opened_by, a.name, a.lang, a.theme, a.single_keys
         FROM sessions s JOIN accounts a ON a.station_id = s.station_id AND a.id = s.account_id
         WHERE s.station_id = $1 AND s.kind = 'browser' AND s.ended_at IS NULL AND s.expires_at > $2
         ORDER BY s.opened_at DESC, s.id",
        args![station, now],
    )
}

pub(crate) fn set_session_ended(tx: &mut Tx<'_>, id: Id, account: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE sessions SET ended_at = $4
         WHERE station_id = $1 AND id = $2 AND account_id = $3 AND ended_at IS NULL",
        args![station, id, account, now],
    )
}

/// Ends the sessions of this kind that an account has beside `keep`.
pub(crate) fn set_others_ended(
    tx: &mut Tx<'_>,
    account: Id,
    keep: Id,
    kind: &str,
) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE sessions SET ended_at = $5
         WHERE station_id = $1 AND account_id = $2 AND id <> $3 AND kind = $4 AND ended_at IS NULL",
        args![station, account, keep, kind, now],
    )
}
