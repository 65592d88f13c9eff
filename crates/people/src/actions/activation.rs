//! The first way in for an account: a link signed by the station, so that a page can show it again
//! while it is good, though only its digest is kept. It opens once.

use crate::actions::{forget_keys, note_link, sign_secret};
use crate::sign_in::hash_token;
use crate::sql;
use crate::words::words;
use base::{Actor, Fault, Id, Lang, Time};
use db::Tx;

const PURPOSE: &str = "activation";
/// How long an activation link is good: a working week.
const ACTIVATION_S: i64 = 7 * 86_400;

/// A link that waits to be used.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The secret part of the link.
    pub secret: String,
    /// Until when it is good.
    pub until: Time,
}

/// Gives `account` a fresh activation link; an older one opens nothing any more.
///
/// # Errors
/// Those of the engine.
pub fn issue_activation(tx: &mut Tx<'_>, account: Id) -> Result<Activation, Fault> {
    sql::set_links_used(tx, account)?;
    let until = tx.now().plus_seconds(ACTIVATION_S);
    let secret = secret_of(tx, account, until)?;
    sql::insert_link(tx, &hash_token(&secret), account, until)?;
    Ok(Activation { secret, until })
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

/// Whoever begins anew gets another secret, whatever the time.
fn secret_of(tx: &mut Tx<'_>, account: Id, until: Time) -> Result<String, Fault> {
    let round = sql::find_second(tx, account)?.map_or(0, |row| row.second_try);
    Ok(sign_secret(tx, &format!("{PURPOSE} {round}"), account, until))
}

/// The activation link of `account` that waits to be used, if there is one.
///
/// # Errors
/// Those of the engine.
pub fn find_activation(tx: &mut Tx<'_>, account: Id) -> Result<Option<Activation>, Fault> {
    for (token_hash, until) in sql::list_links(tx, account)? {
        let secret = secret_of(tx, account, until)?;
        // Links of another kind, as the demo prints them, cannot be made again.
        if hash_token(&secret).as_slice() == token_hash {
            return Ok(Some(Activation { secret, until }));
        }
    }
    Ok(None)
}
