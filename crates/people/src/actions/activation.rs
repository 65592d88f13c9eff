//! The first way in for an account: a link, and a code that is handed over by another way. Each is signed
//! by the station and shown once; only the link's digest is kept. Together they open once.

use crate::actions::ways::note_refused;
use crate::actions::{forget_keys, note, note_link, sign_secret};
use crate::sign_in::{Token, WayIn, hash_token, new_token, open_session, recognise};
use crate::sql::{self, LinkRow};
use crate::words::words;
use base::{Actor, Fault, Id, Lang, Time};
use db::Tx;
use serde_json::json;
use sha2::{Digest, Sha256};

const PURPOSE: &str = "activation";
/// How long a way in is good: a working week.
const ACTIVATION_S: i64 = 7 * 86_400;
/// How long the page of a new station shows what was made for its administrators: an answer may be lost.
const PAGE_S: i64 = 3_600;
/// So many wrong codes end a link: with eight digits one guess in twenty million is right.
const TRIES: i64 = 5;
/// Eight digits.
const CODES: u64 = 100_000_000;

/// A way in as whoever hands it over sees it.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The secret part of the link.
    pub secret: String,
    /// The code that is handed over by another way.
    pub code: String,
    /// Until when it is good.
    pub until: Time,
}

/// What came of opening a link.
#[derive(Clone, Debug)]
pub enum Opened {
    /// A session.
    In(Token),
    /// The code was wrong, and may be tried again.
    WrongCode,
    /// It was wrong once too often: the link is over.
    Over,
}

/// Gives `account` a fresh way in; an older one opens nothing any more.
pub(crate) fn make_link(
    tx: &mut Tx<'_>,
    account: Id,
    made_by: Id,
    code_by: Option<Id>,
) -> Result<LinkRow, Fault> {
    sql::set_links_used(tx, account)?;
    let now = tx.now();
    let row = LinkRow {
        id: Some(tx.new_id()),
        account_id: account,
        expires_at: now.plus_seconds(ACTIVATION_S),
        made_by: Some(made_by),
        made_at: Some(now),
        link_shown_at: None,
        code_by,
        code_shown_at: None,
    };
    let token = hash_token(&reveal(tx, &row)?.secret);
    sql::insert_link(tx, &token, &row)?;
    Ok(row)
}

/// Gives `account` a way in on the machine itself, to whoever holds it.
///
/// # Errors
/// Those of the engine.
pub fn issue_activation(tx: &mut Tx<'_>, account: Id) -> Result<Activation, Fault> {
    let system = sql::find_station(tx)?.system_id;
    let row = make_link(tx, account, system, Some(system))?;
    reveal(tx, &row)
}

/// Issues a link that signs `account` in by one click, on a station of invented people; on any other it
/// opens nothing.
///
/// # Errors
/// Those of the engine.
pub fn issue_link(tx: &mut Tx<'_>, account: Id) -> Result<Token, Fault> {
    let token = new_token(tx);
    let row = LinkRow {
        id: None,
        account_id: account,
        expires_at: tx.now().plus_seconds(ACTIVATION_S),
        made_by: None,
        made_at: None,
        link_shown_at: None,
        code_by: None,
        code_shown_at: None,
    };
    sql::insert_link(tx, &hash_token(&token.0), &row)?;
    Ok(token)
}

/// Gives an administrator a new way in from the machine itself, where nobody is left who could give or
/// hand over one: their password and second factor are gone.
///
/// # Errors
/// Refused where `login` is no administrator's in office: those give everybody else theirs.
pub fn recover(tx: &mut Tx<'_>, system: &Actor, login: &str) -> Result<Activation, Fault> {
    let account = sql::find_login(tx, login)?.filter(|(.., open)| *open).map(|(id, ..)| id);
    let held = match account {
        Some(account) => sql::list_standings(tx, account)?,
        None => Vec::new(),
    };
    let administers = held.iter().any(|(role, _)| role.is_administrator());
    let Some(account) = account.filter(|_| administers) else {
        return Err(Fault::refused("no_administrator", |lang| words(lang).no_administrator()));
    };
    forget_keys(tx, account)?;
    note_link(tx, system, account, words(Lang::Zh).issued_on_machine())?;
    issue_activation(tx, account)
}

/// Link and code of `row`: made again from the station's key, as they were.
pub(crate) fn reveal(tx: &Tx<'_>, row: &LinkRow) -> Result<Activation, Fault> {
    let id = row.id.ok_or(Fault::NotFound)?;
    let secret = sign_secret(tx, &format!("{PURPOSE} {id}"), row.account_id, row.expires_at);
    let message = format!("{PURPOSE} code {} {} {id}", tx.station(), row.account_id);
    let digest = Sha256::digest(tx.sign(message.as_bytes()));
    let number = digest[..8].iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte)) % CODES;
    let code = format!("{:04} {:04}", number / 10_000, number % 10_000);
    Ok(Activation { secret, code, until: row.expires_at })
}

/// What was made for `account` when the station was, while its page shows it.
///
/// # Errors
/// Those of the engine.
pub fn find_activation(tx: &mut Tx<'_>, account: Id) -> Result<Option<Activation>, Fault> {
    let (system, now) = (sql::find_station(tx)?.system_id, tx.now());
    let fresh = |row: &LinkRow| {
        let made = row.made_at.is_some_and(|at| now < at.plus_seconds(PAGE_S));
        made && row.made_by == Some(system)
    };
    let row = sql::find_waiting(tx, account)?.filter(fresh);
    row.map(|row| reveal(tx, &row)).transpose()
}

/// Whether the link with this digest asks for a code; none where it opens nothing.
///
/// # Errors
/// Those of the engine.
pub fn asks_code(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<bool>, Fault> {
    let demo = sql::find_station(tx)?.demo;
    let row = sql::find_link(tx, token)?.filter(|row| row.id.is_some() || demo);
    Ok(row.map(|row| row.id.is_some()))
}

/// Spends a link and opens a session; who opened it, and whence, is a line of the journal, and so is a
/// wrong code. The fifth wrong one ends the link.
///
/// # Errors
/// [`Fault::NotFound`] where the link is unknown, spent or over.
pub fn use_link(
    tx: &mut Tx<'_>,
    token: &[u8; 32],
    code: &str,
    (device, from): (&str, &str),
) -> Result<Opened, Fault> {
    let needs = asks_code(tx, token)?.ok_or(Fault::NotFound)?;
    let row = sql::find_link(tx, token)?.ok_or(Fault::NotFound)?;
    if needs && digits(code) != digits(&reveal(tx, &row)?.code) {
        let over = sql::count_link_try(tx, token)? >= TRIES;
        if over {
            sql::set_link_used(tx, token)?;
        }
        note_refused(tx, &row, (device, from), over)?;
        return Ok(if over { Opened::Over } else { Opened::WrongCode });
    }
    if sql::set_link_used(tx, token)? == 0 {
        return Err(Fault::NotFound);
    }
    let session = open_session(tx, row.account_id, device, WayIn::Link)?;
    let who = recognise(tx, &hash_token(&session.0))?.ok_or(Fault::NotFound)?;
    let particulars =
        json!({ "device": device, "from": from, "made_by": row.made_by, "code_by": row.code_by });
    note(tx, &who.actor, "people.use_link", row.account_id, particulars)?;
    Ok(Opened::In(session))
}

/// The digits of what was typed, whatever stands between them, as a digest: how long a comparison takes
/// tells nothing.
fn digits(typed: &str) -> [u8; 32] {
    let plain = |c: char| match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xff10 + 0x30),
        _ => None,
    };
    hash_token(&typed.chars().filter_map(plain).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_code_is_read_as_it_is_typed() {
        for typed in ["1234 5678", "12345678", " 1234-5678 ", "１２３４５６７８"] {
            assert_eq!(digits(typed), digits("12345678"));
        }
        assert_ne!(digits(""), digits("12345678"));
    }
}
