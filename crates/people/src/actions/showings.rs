//! Nobody signs blind: who was shown what they judge, and whether it still stands as it was shown.

use crate::sql::{self, ShowingRow};
use crate::words::words;
use base::{Actor, Fault, Id, SealPlace, Time};
use db::Tx;
use sha2::{Digest, Sha256};
use ui::Showing;

/// What a showing keeps of the words shown: enough to know them again, nothing to read.
fn mark(showing: &Showing) -> String {
    Sha256::digest(showing.said.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place(id: Id) -> SealPlace {
    SealPlace { table: "showings", column: "mark_sealed", row: id }
}

/// Whether somebody was shown this last as it stands now; `None` where they were never shown it.
fn stands(tx: &mut Tx<'_>, account: Id, showing: &Showing) -> Result<Option<bool>, Fault> {
    let Some(row) = sql::find_showing(tx, account, (showing.kind, &showing.target))? else {
        return Ok(None);
    };
    Ok(Some(tx.unseal(place(row.id), &row.mark_sealed)? == mark(showing)))
}

/// Whether this showing is still to be noted.
///
/// # Errors
/// Those of the engine.
pub fn is_showing_new(tx: &mut Tx<'_>, account: Id, showing: &Showing) -> Result<bool, Fault> {
    Ok(stands(tx, account, showing)? != Some(true))
}

/// Notes that somebody was shown something.
///
/// # Errors
/// Those of the engine.
pub fn note_showing(tx: &mut Tx<'_>, account: Id, showing: &Showing) -> Result<(), Fault> {
    let id = tx.new_id();
    let mark_sealed = tx.seal(place(id), &mark(showing));
    let row = ShowingRow { id, account_id: account, mark_sealed, at: tx.now() };
    sql::insert_showing(tx, &row, (showing.kind, &showing.target))
}

/// Asks whether `actor` was shown what they judge, as it stands.
///
/// # Errors
/// Refused as `unseen` where they were not, and as `changed_since` where it stands otherwise now.
pub fn ask_shown(tx: &mut Tx<'_>, actor: &Actor, showing: &Showing) -> Result<(), Fault> {
    match stands(tx, actor.account, showing)? {
        Some(true) => Ok(()),
        Some(false) => Err(Fault::refused("changed_since", |lang| words(lang).changed_since())),
        None => Err(Fault::refused("unseen", |lang| words(lang).unseen())),
    }
}

/// Who was shown this and when, the oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_shown(tx: &mut Tx<'_>, kind: &str, target: &str) -> Result<Vec<(Id, Time)>, Fault> {
    let rows = sql::list_showings(tx, (kind, target))?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.at)).collect())
}
