//! A villager's phone: bound once, by the link that the station hands over, then opened by a PIN. Who has
//! the phone and knows the PIN is in; five wrong ones, or one word of the station, and it is bound no more.

use crate::actions::{held, note};
use crate::rules::{TRIES, is_pin};
use crate::sign_in::{Recognised, Token, WayIn, hash_token, new_token, open_session, settle};
use crate::sql::{self, Phone};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope};
use db::Tx;
use serde_json::json;

/// Ending the phones and sessions of others, and seeing which there are.
pub static END_DEVICES: Permission = Permission {
    code: "people.end_devices",
    label: |lang| words(lang).devices_title(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
    ],
};

/// Refuses what cannot be a PIN.
///
/// # Errors
/// Refused at the field.
pub fn check_pin(pin: &str) -> Result<(), Fault> {
    match is_pin(pin) {
        true => Ok(()),
        false => Err(Fault::at("pin", "pin", |lang| words(lang).pin_wrong())),
    }
}

/// Binds the browser at hand under the PIN behind `pin_hash`; a phone bound before is bound no more.
///
/// # Errors
/// Refused to whoever signs in by password and code, and in a session that no link opened.
pub fn bind_phone(
    tx: &mut Tx<'_>,
    who: &Recognised,
    pin_hash: &str,
    device: &str,
) -> Result<Token, Fault> {
    let actor = &who.actor;
    if !binds_phone(&held(tx, actor.account)?) {
        return Err(Fault::at("pin", "no_phone", |lang| words(lang).no_phone_here()));
    }
    // A session that a PIN opened may not, or an unlocked phone would bind another.
    if who.opened_by != WayIn::Link {
        return Err(Fault::at("pin", "by_link", |lang| words(lang).bound_by_link()));
    }
    sql::set_phones_ended(tx, actor.account)?;
    let token = new_token(tx);
    let id = sql::insert_phone(tx, actor.account, &hash_token(&token.0), pin_hash, device)?;
    settle(tx, who)?;
    note(tx, actor, "people.bind_phone", actor.account, json!({ "phone": id, "device": device }))?;
    Ok(token)
}

/// Whether whoever holds these roles signs in by phone and PIN: villagers, who use no authenticator.
pub(crate) fn binds_phone(held: &[Role]) -> bool {
    let villager = |role: &Role| matches!(role, Role::Assistant | Role::Village | Role::Street);
    !held.is_empty() && held.iter().all(villager)
}

/// The bound phone with this secret, while its holder signs in by phone: who became staff since then has
/// a password and codes.
///
/// # Errors
/// Those of the engine.
pub fn find_phone(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<Phone>, Fault> {
    let Some(phone) = sql::find_phone(tx, token)? else { return Ok(None) };
    Ok(binds_phone(&held(tx, phone.account_id)?).then_some(phone))
}

/// Takes one try at a phone's PIN; the digest to compare with, or none where there is no try left.
///
/// # Errors
/// Those of the engine.
pub fn take_try(tx: &mut Tx<'_>, phone: Id) -> Result<Option<String>, Fault> {
    sql::count_try(tx, phone, TRIES)
}

/// Opens a session on a phone whose PIN was right.
///
/// # Errors
/// [`Fault::NotFound`] where it is bound no more.
pub fn open_by_phone(tx: &mut Tx<'_>, phone: &Phone) -> Result<Token, Fault> {
    let stands = binds_phone(&held(tx, phone.account_id)?);
    if !stands || sql::set_phone_used(tx, phone.id)? == 0 {
        return Err(Fault::NotFound);
    }
    open_session(tx, phone.account_id, &phone.device, WayIn::Pin)
}

/// Ends a phone whose last try was wrong, and every session: it is in the wrong hands.
///
/// # Errors
/// Those of the engine.
pub fn give_up_phone(tx: &mut Tx<'_>, phone: &Phone) -> Result<bool, Fault> {
    if sql::set_phone_tried_out(tx, phone.id, TRIES)? == 0 {
        return Ok(false);
    }
    sql::set_sessions_ended(tx, phone.account_id)?;
    let system = sql::find_station(tx)?.system_id;
    let system = Actor::system(tx.station(), system);
    let particulars = json!({ "phone": phone.id, "tries": TRIES });
    note(tx, &system, "people.lock_phone", phone.account_id, particulars)?;
    Ok(true)
}

/// Ends every phone and session of somebody, at once.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such account.
pub(crate) fn end_devices(
    tx: &mut Tx<'_>,
    actor: &Actor,
    account: Id,
    reason: &str,
) -> Result<(), Fault> {
    END_DEVICES.ask(actor)?;
    sql::find_account(tx, account)?.ok_or(Fault::NotFound)?;
    let phones = sql::set_phones_ended(tx, account)?;
    sql::set_sessions_ended(tx, account)?;
    sql::set_links_used(tx, account)?;
    let particulars = json!({ "phones": phones, "reason": reason });
    note(tx, actor, "people.end_devices", account, particulars)
}
