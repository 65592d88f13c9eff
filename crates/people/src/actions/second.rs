//! The second factor: time-based codes (RFC 6238, SHA-1, six digits, thirty seconds), each taken once.
//! A device's clock may be off; how far is learnt when it is enrolled, so that later only one code is
//! right at a time (OWASP ASVS 5.0, V6.5.5).

use crate::actions::{binds_phone, held, note};
use crate::sql;
use crate::words::words;
use base::{Actor, Fault, Hand, Id, SealPlace, Time};
use db::Tx;
use serde_json::json;
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Secret, Totp};

const STEP_S: i64 = 30;
/// So many bytes has a secret (RFC 4226 asks for 20).
const SECRET: usize = 20;
/// So many steps a device may be off when it is enrolled.
const OFF: i64 = 4;
/// A device that seems off by this much is not: its code was typed across a change.
const TYPED: i64 = 1;

/// The secret that waits to be enrolled: made again from the station's key until it is.
fn pending(tx: &mut Tx<'_>, account: Id) -> Result<Secret, Fault> {
    let round = sql::find_second(tx, account)?.map_or(0, |row| row.second_try);
    let message = format!("second factor {} {account} {round}", tx.station());
    let digest = Sha256::digest(tx.sign(message.as_bytes()));
    Ok(Secret::from(&digest[..SECRET]))
}

/// The secret to be enrolled, for a person to type: base32 (RFC 4648).
///
/// # Errors
/// Those of the engine.
pub fn pending_secret(tx: &mut Tx<'_>, account: Id) -> Result<String, Fault> {
    Ok(pending(tx, account)?.to_base32())
}

/// Whether `account` has a second factor.
///
/// # Errors
/// Those of the engine.
pub fn has_second(tx: &mut Tx<'_>, account: Id) -> Result<bool, Fault> {
    Ok(sql::find_second(tx, account)?.is_some_and(|row| row.second_sealed.is_some()))
}

/// Enrols the device that shows `code` now.
///
/// # Errors
/// Refused where the code is not one of the pending secret.
pub(crate) fn enrol_second(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<(), Fault> {
    let account = actor.account;
    // Villagers have a phone and a PIN, programs a token: neither leaves a factor behind.
    if actor.hand != Hand::Own || binds_phone(&held(tx, account)?) {
        return Err(Fault::refused("no_second_here", |lang| words(lang).no_password_here()));
    }
    if has_second(tx, account)? {
        return Err(Fault::refused("enrolled", |lang| words(lang).second_stands()));
    }
    let (secret, now) = (pending(tx, account)?, step_of(tx.now()));
    let found = (-OFF..=OFF).find(|off| code_at(&secret, now + off).as_deref() == Some(code));
    let off =
        found.ok_or_else(|| Fault::at("code", "wrong_code", |lang| words(lang).second_wrong()))?;
    let drift = if off.abs() <= TYPED { 0 } else { off };
    let sealed = tx.seal(place(account), &secret.to_base32());
    sql::set_second(tx, account, &sealed, now + off, drift)?;
    sql::set_owes_nothing(tx, account)?;
    note(tx, actor, "people.enrol_second", account, json!({ "drift": drift }))
}

/// Spends `code`: right for this moment, and not spent before.
///
/// # Errors
/// Those of the engine.
pub fn spend_code(tx: &mut Tx<'_>, account: Id, code: &str) -> Result<bool, Fault> {
    let Some(row) = sql::find_second(tx, account)? else { return Ok(false) };
    let Some(sealed) = row.second_sealed else { return Ok(false) };
    // One that no key opens lets nobody in; whoever it is begins anew by a link.
    let Ok(secret) = tx.unseal_whole(place(account), &sealed) else { return Ok(false) };
    let secret = Secret::try_from_base32(secret);
    let secret = secret.map_err(|error| Fault::internal(error.to_string()))?;
    let step = step_of(tx.now()) + row.second_drift;
    // Looked at in the database, so that of many at once exactly one is let in.
    Ok(code_at(&secret, step).as_deref() == Some(code)
        && sql::set_second_step(tx, account, step)? == 1)
}

/// Takes password and second factor away, and every session: whoever lost one begins anew by a link.
///
/// # Errors
/// Those of the engine.
pub(crate) fn forget_keys(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    sql::remove_keys(tx, account)?;
    sql::set_phones_ended(tx, account)?;
    sql::set_sessions_ended(tx, account)
}

fn step_of(at: Time) -> i64 {
    at.micros() / 1_000_000 / STEP_S
}

fn code_at(secret: &Secret, step: i64) -> Option<String> {
    let totp: Totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(0)
        .with_step_duration(STEP_S.unsigned_abs())
        .with_secret(secret.clone())
        .build()
        .ok()?;
    Some(totp.generate(u64::try_from(step * STEP_S).ok()?).to_string())
}

fn place(account: Id) -> SealPlace {
    SealPlace { table: "accounts", column: "second_sealed", row: account }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1, cut to six digits.
        let secret = Secret::from(b"12345678901234567890".as_slice());
        for (at, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000_i64, "353130")]
        {
            assert_eq!(code_at(&secret, at / STEP_S).as_deref(), Some(code));
        }
    }
}
