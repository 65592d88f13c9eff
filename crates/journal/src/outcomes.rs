//! Idempotency: the first outcome under a key is the only one, whoever asks again.

use crate::sql::{self, OutcomeRow};
use base::{Actor, Conflict, Fault};
use db::Tx;
use sha2::{Digest, Sha256};

/// Runs `act` unless its key has already been answered; then gives the first answer.
/// The answer holds references only, never what people typed.
///
/// # Errors
/// Those of the act; a conflict where the key was used for something else or by somebody else.
pub fn once(
    tx: &mut Tx<'_>,
    actor: &Actor,
    key: &str,
    asked: &[u8],
    act: impl FnOnce(&mut Tx<'_>) -> Result<String, Fault>,
) -> Result<String, Fault> {
    let fingerprint: [u8; 32] = Sha256::digest(asked).into();
    if let Some(first) = sql::find_outcome(tx, key)? {
        return replay(first, actor, &fingerprint);
    }
    match act(tx) {
        Ok(answer) => {
            sql::insert_outcome(tx, key, actor.account, &fingerprint, &answer)?;
            Ok(answer)
        }
        // The same click twice at once: what refuses this one may be what the other has done
        // meanwhile. Where the engine refused, nothing can be read here; then the edge asks again.
        Err(fault) => match sql::find_outcome(tx, key) {
            Ok(Some(first)) => replay(first, actor, &fingerprint),
            Ok(None) | Err(_) => Err(fault),
        },
    }
}

/// Whether something was answered under `key`: asking again gives that answer.
///
/// # Errors
/// Those of the engine.
pub fn is_answered(tx: &mut Tx<'_>, key: &str) -> Result<bool, Fault> {
    Ok(sql::find_outcome(tx, key)?.is_some())
}

fn replay(first: OutcomeRow, actor: &Actor, fingerprint: &[u8; 32]) -> Result<String, Fault> {
    if first.account_id == actor.account && first.fingerprint == fingerprint {
        return Ok(first.answer);
    }
    let (yours, theirs) = (String::new(), String::new());
    Err(Fault::Conflict(Box::new(Conflict { field: "idempotency_key", yours, theirs })))
}
