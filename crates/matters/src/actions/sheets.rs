//! The change of shift on paper: the outgoing holder writes what to look at and signs; the incoming
//! one signs by taking the post over.

use crate::actions::offices::TAKE_POST;
use crate::sql::{self, Handover, Matter, SheetRow};
use crate::words::words;
use base::{Actor, Fault, Id, Role, SealPlace};
use db::Tx;
use journal::{Line, Subject};
use people::Seat;
use serde_json::json;

/// So long a signed sheet waits for whoever takes over.
const WAITS_S: i64 = 4 * 3600;

/// Writes and signs what whoever comes next should look at.
///
/// # Errors
/// Refused for anybody but the holder of the post.
pub fn give_post(tx: &mut Tx<'_>, actor: &Actor, seat: Seat, note: &str) -> Result<Id, Fault> {
    let leave = TAKE_POST.ask(actor)?;
    let posts = people::find_posts(tx)?.ok_or(Fault::NotFound)?;
    if posts.holder(seat) != actor.account {
        return Err(Fault::at("seat", "not_your_post", |lang| words(lang).not_your_post()));
    }
    let id = tx.new_id();
    let row = SheetRow {
        id,
        seat,
        from_id: actor.account,
        given_at: tx.now(),
        note_sealed: tx.seal(place(id), note),
        handover_id: None,
    };
    sql::insert_sheet(tx, &row)?;
    let mut change = journal::begin(tx)?;
    let line = Line {
        act: "matters.give_post",
        subject: Subject { kind: "account", id: actor.account },
        capacity: leave.role,
        reason: Some(note),
        particulars: json!({ "seat": seat.code(), "sheet": id }),
    };
    journal::record(tx, &mut change, actor, line)?;
    Ok(id)
}

/// Keeps what was open at a hand-over, and joins the sheet that the outgoing holder signed.
pub(crate) fn keep_sheet(
    tx: &mut Tx<'_>,
    handover: &Handover,
    open: &[Matter],
) -> Result<(), Fault> {
    for matter in open {
        sql::insert_handed(tx, handover.id, matter)?;
    }
    let since = tx.now().plus_seconds(-WAITS_S);
    match sql::find_waiting_sheet(tx, handover.seat, handover.from_id, since)? {
        Some(sheet) => sql::set_sheet_taken(tx, sheet.id, handover.id),
        None => Ok(()),
    }
}

/// The sheet that waits for whoever takes `seat` over from `holder`, with its words.
pub(crate) fn waiting_sheet(
    tx: &mut Tx<'_>,
    seat: Seat,
    holder: Id,
) -> Result<Option<(SheetRow, String)>, Fault> {
    let since = tx.now().plus_seconds(-WAITS_S);
    let Some(row) = sql::find_waiting_sheet(tx, seat, holder, since)? else { return Ok(None) };
    let text = open_sheet(tx, &row)?;
    Ok(Some((row, text)))
}

pub(crate) fn open_sheet(tx: &Tx<'_>, row: &SheetRow) -> Result<String, Fault> {
    tx.unseal(place(row.id), &row.note_sealed)
}

/// Who may look at a sheet: whoever may take a post.
pub(crate) fn may_read(actor: &Actor) -> Result<Role, Fault> {
    Ok(TAKE_POST.ask(actor)?.role)
}

fn place(id: Id) -> SealPlace {
    SealPlace { table: "shift_sheets", column: "note_sealed", row: id }
}
