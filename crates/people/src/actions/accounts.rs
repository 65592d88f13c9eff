//! Accounts: opened, closed, their passwords, preferences and sessions.

use crate::actions::{NewAccount, binds_phone, held, note, setting};
use crate::rules::{PasswordPolicy, Setting, is_login};
use crate::sign_in::{Recognised, TokenKind, WayIn, settle};
use crate::sql;
use crate::words::words;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordVerifier};
use base::{Actor, Fault, Id, Lang, Theme};
use db::Tx;
use serde_json::json;

/// Opens an account; it has no standing until it is appointed.
///
/// # Errors
/// Those of the engine.
pub fn add_account(tx: &mut Tx<'_>, actor: &Actor, account: &NewAccount) -> Result<Id, Fault> {
    let id = tx.new_id();
    sql::insert_account(tx, id, &account.login, &account.name, None)?;
    note(tx, actor, "people.add_account", id, json!({ "login": account.login }))?;
    Ok(id)
}

/// Refuses what cannot be a name to sign in with.
///
/// # Errors
/// Refused at `field`.
pub fn check_login(field: &'static str, login: &str) -> Result<(), Fault> {
    if is_login(login) {
        return Ok(());
    }
    Err(Fault::at(field, "login", |lang| words(lang).login_wrong()))
}

/// Closes an account: its terms are over, no way in is left, open sessions end with the next request.
///
/// # Errors
/// [`Fault::NotFound`] where it is closed already.
pub fn close_account(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    if sql::set_account_ended(tx, account)? == 0 {
        return Err(Fault::NotFound);
    }
    sql::set_terms_ended(tx, account)?;
    sql::set_links_used(tx, account)
}

/// Refuses a password to a session that must not outlive itself: a phone's, whose holder has a PIN and
/// no password, and a program's.
///
/// # Errors
/// Refused to villagers, to whatever a PIN opened, and to tokens.
pub fn may_set_password(tx: &mut Tx<'_>, who: &Recognised) -> Result<(), Fault> {
    let weak = matches!(who.opened_by, WayIn::Pin | WayIn::Token);
    if weak || who.kind != TokenKind::Browser || binds_phone(&held(tx, who.actor.account)?) {
        return Err(Fault::refused("no_password_here", |lang| words(lang).no_password_here()));
    }
    Ok(())
}

/// Sets a password that was hashed outside the transaction. Every other browser of the account is
/// signed out: whoever changes it may do so because somebody else knows the old one.
///
/// # Errors
/// Refused as [`may_set_password`] says.
pub fn set_password_hash(tx: &mut Tx<'_>, who: &Recognised, hash: &str) -> Result<(), Fault> {
    may_set_password(tx, who)?;
    let account = who.actor.account;
    sql::set_password(tx, account, hash)?;
    settle(tx, who)?;
    let ended = sql::set_others_ended(tx, account, who.session, TokenKind::Browser.code())?;
    note(tx, &who.actor, "people.set_password", account, json!({ "signed_out": ended }))
}

/// Whether `password` is the one behind `hash` (Argon2id, RFC 9106). Slow on purpose: call it
/// outside transactions.
pub fn check_password(password: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
}

/// Notes that somebody was given a new way in, and why.
pub(crate) fn note_link(
    tx: &mut Tx<'_>,
    actor: &Actor,
    account: Id,
    reason: &str,
) -> Result<(), Fault> {
    note(tx, actor, "people.issue_link", account, json!({ "reason": reason }))
}

pub(crate) fn set_preferences(
    tx: &mut Tx<'_>,
    actor: &Actor,
    lang: Lang,
    theme: Theme,
    single_keys: bool,
) -> Result<(), Fault> {
    sql::set_preferences(tx, actor.account, lang, theme, single_keys)?;
    note(tx, actor, "people.set_preferences", actor.account, json!({}))
}

pub(crate) fn end_session(tx: &mut Tx<'_>, actor: &Actor, session: Id) -> Result<(), Fault> {
    crate::sign_in::close_session(tx, actor.account, session)?;
    note(tx, actor, "people.end_session", actor.account, json!({ "session": session }))
}

/// Which standard a person's password follows, and the words of this place it must not be.
///
/// # Errors
/// Those of the engine.
pub fn password_rule(
    tx: &mut Tx<'_>,
    person: &sql::Person,
) -> Result<(PasswordPolicy, Vec<String>), Fault> {
    let policy = setting(tx, Setting::PasswordPolicy)?;
    let policy = PasswordPolicy::from_code(&policy).unwrap_or(PasswordPolicy::Graded);
    let station = sql::find_station(tx)?;
    let mut local = vec![station.name, station.code, person.login.clone(), person.name.clone()];
    local.extend(sql::list_villages(tx)?.into_iter().map(|village| village.name));
    Ok((policy, local))
}
