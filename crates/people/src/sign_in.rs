//! Sessions, tokens and sign-in links: a secret of which only the digest is kept.

use crate::actions::{binds_phone, has_second, held, setting};
use crate::rules::{PasswordPolicy, Setting, days_of, limit_for};
use crate::sql;
use base::{Actor, Fault, Hand, Id, Origin, Role, Standing, Theme, Time};
use db::Tx;
use sha2::{Digest, Sha256};

base::codes! {
    /// What a secret opens.
    pub enum TokenKind {
        /// A browser's session.
        Browser = "browser",
        /// A program's token: reads and acts.
        Full = "full",
        /// A program's token: reads only.
        Read = "read",
    }
}

base::codes! {
    /// By what a session was opened.
    pub enum WayIn {
        /// A link that the station handed over.
        Link = "link",
        /// A password, with a code where there is a second factor.
        Password = "password",
        /// The PIN of a bound phone.
        Pin = "pin",
        /// A program's token is no browser's session.
        Token = "token",
    }
}

base::codes! {
    /// What somebody has to do before anything else.
    pub enum Owes {
        /// Nothing.
        Nothing = "nothing",
        /// To set a password: there is none, or it is too old.
        Password = "password",
        /// To enrol a second factor.
        Second = "second",
        /// To bind the phone at hand and set its PIN.
        Pin = "pin",
    }
}

/// A secret as it is handed out, once: `station.secret`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token(pub String);

/// What holds where a setting can no longer be read: the shortest there is.
const SHORTEST_H: i64 = 1;
const SHORTEST_MIN: i64 = 5;
/// How long a program's token lasts.
const TOKEN_S: i64 = 365 * 86_400;

/// Somebody recognised by a secret.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// Who, with the standings in force at this moment.
    pub actor: Actor,
    /// The session.
    pub session: Id,
    /// What the secret opens.
    pub kind: TokenKind,
    /// How pages are lit.
    pub theme: Theme,
    /// Whether single keys act.
    pub single_keys: bool,
    /// When it ends at the latest.
    pub expires: Time,
    /// When it began.
    pub opened: Time,
    /// After how many seconds without use it ends; 0: never.
    pub idle_s: i64,
    /// What it owes before anything else.
    pub owes: Owes,
    /// By what it was opened.
    pub opened_by: WayIn,
}

impl Token {
    /// The station and the digest of a secret as it was sent; `None` where it is none.
    pub fn parse(text: &str) -> Option<(i64, [u8; 32])> {
        let (station, _) = text.split_once('.')?;
        Some((station.parse().ok()?, hash_token(text)))
    }
}

/// The digest under which a secret is kept.
pub fn hash_token(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

pub(crate) fn new_token(tx: &mut Tx<'_>) -> Token {
    let station = tx.station();
    Token(format!("{station}.{}", tx.chance().secret()))
}

/// Opens a browser's session for `account`.
///
/// # Errors
/// Those of the engine.
pub fn open_session(tx: &mut Tx<'_>, account: Id, device: &str, by: WayIn) -> Result<Token, Fault> {
    let (token, id) = (new_token(tx), tx.new_id());
    let roles: Vec<Role> =
        sql::list_standings(tx, account)?.into_iter().map(|(role, _)| role).collect();
    let hours = limit_for(&setting(tx, Setting::SessionHours)?, &roles).unwrap_or(SHORTEST_H);
    let minutes = limit_for(&setting(tx, Setting::IdleMinutes)?, &roles).unwrap_or(SHORTEST_MIN);
    let owes = owes(tx, account)?;
    let limits = (tx.now().plus_seconds(hours * 3_600), minutes * 60, owes.code());
    let kind = (TokenKind::Browser.code(), device, by.code());
    sql::insert_session(tx, id, &hash_token(&token.0), account, kind, limits)?;
    Ok(token)
}

/// What an account owes. A station of invented people asks nothing: its links are the way in.
fn owes(tx: &mut Tx<'_>, account: Id) -> Result<Owes, Fault> {
    if sql::find_station(tx)?.demo {
        return Ok(Owes::Nothing);
    }
    // A right that begins tomorrow wants its keys today; without any there is nothing to guard.
    let held = held(tx, account)?;
    if held.is_empty() {
        return Ok(Owes::Nothing);
    }
    // Villagers have a phone and a PIN, no password and no second factor (correction 16 of the domain).
    if binds_phone(&held) {
        let bound = sql::has_phone(tx, account)?;
        return Ok(if bound { Owes::Nothing } else { Owes::Pin });
    }
    let (stands, set_at) = sql::find_password_age(tx, account)?;
    let graded = setting(tx, Setting::PasswordPolicy)? == PasswordPolicy::Graded.code();
    let days = days_of(&setting(tx, Setting::PasswordDays)?).first().copied().unwrap_or(1);
    let oldest = tx.now().plus_seconds(-days * 86_400);
    let too_old = graded && set_at.is_none_or(|at| at < oldest);
    if !stands || too_old {
        return Ok(Owes::Password);
    }
    let staff = held.iter().any(|role| *role != Role::Gateway);
    Ok(if staff && !has_second(tx, account)? { Owes::Second } else { Owes::Nothing })
}

/// Looks again at what a session owes, after something was set.
///
/// # Errors
/// Those of the engine.
pub(crate) fn settle(tx: &mut Tx<'_>, who: &Recognised) -> Result<(), Fault> {
    let owes = owes(tx, who.actor.account)?;
    sql::set_owes(tx, who.session, owes.code())
}

/// Issues a token for a program that acts as `account`.
///
/// # Errors
/// Those of the engine.
pub fn issue_token(
    tx: &mut Tx<'_>,
    account: Id,
    kind: TokenKind,
    name: &str,
) -> Result<Token, Fault> {
    let (token, id) = (new_token(tx), tx.new_id());
    let limits = (tx.now().plus_seconds(TOKEN_S), 0, Owes::Nothing.code());
    sql::insert_session(
        tx,
        id,
        &hash_token(&token.0),
        account,
        (kind.code(), name, WayIn::Token.code()),
        limits,
    )?;
    Ok(token)
}

/// Who this secret belongs to, with the standings in force now: a term that has ended has ended
/// at this very request.
///
/// # Errors
/// Those of the engine.
pub fn recognise(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<Recognised>, Fault> {
    let Some(row) = sql::find_session(tx, token)? else {
        return Ok(None);
    };
    let standings = sql::list_standings(tx, row.account_id)?;
    let standings: Vec<Standing> =
        standings.into_iter().map(|(role, village)| Standing { role, village }).collect();
    let device = standings.iter().any(|standing| standing.role == Role::Gateway);
    let actor = Actor {
        station: tx.station(),
        account: row.account_id,
        name: row.name,
        standings,
        hand: if device { Hand::Device } else { Hand::Own },
        origin: Origin::default(),
        lang: row.lang,
    };
    Ok(Some(Recognised {
        actor,
        session: row.id,
        kind: TokenKind::from_code(&row.kind).unwrap_or(TokenKind::Read),
        theme: row.theme,
        single_keys: row.single_keys,
        expires: row.expires_at,
        opened: row.opened_at,
        idle_s: row.idle_s,
        owes: Owes::from_code(&row.owes).unwrap_or(Owes::Password),
        opened_by: WayIn::from_code(&row.opened_by).unwrap_or(WayIn::Password),
    }))
}

/// Ends a session of `account`.
///
/// # Errors
/// [`Fault::NotFound`] where it is not theirs or has ended.
pub fn close_session(tx: &mut Tx<'_>, account: Id, session: Id) -> Result<(), Fault> {
    if sql::set_session_ended(tx, session, account)? == 0 {
        return Err(Fault::NotFound);
    }
    Ok(())
}

/// Account and password digest behind a login name.
///
/// # Errors
/// Those of the engine.
pub fn password_of(tx: &mut Tx<'_>, login: &str) -> Result<Option<(Id, Option<String>)>, Fault> {
    sql::find_password(tx, login)
}
