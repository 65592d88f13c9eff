//! The change of shift on paper: the outgoing holder writes what to look at and signs; the incoming
//! one signs by taking the post over.

use crate::actions::offices::TAKE_POST;
use crate::sql::{self, Handover, Matter, SheetRow};
use crate::words::words;
use base::{Actor, Fault, Id, Role, SealPlace, Time};
use db::Tx;
use journal::{Line, Subject};
use people::Seat;
use serde_json::json;

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

/// What stands on a sheet from the side of whoever goes.
pub(crate) enum Outgoing {
    /// Written and signed.
    Signed(Id),
    /// Nobody signed; why, in the words of whoever takes over.
    Absent(String),
}

/// What the outgoing holder left: a signed sheet, or the reason why there is none.
///
/// # Errors
/// Refused where there is neither: a shift is signed for by both.
pub(crate) fn outgoing(
    tx: &mut Tx<'_>,
    seat: Seat,
    holder: Id,
    absent: Option<&str>,
) -> Result<Outgoing, Fault> {
    if let Some((sheet, _)) = waiting_sheet(tx, seat, holder)? {
        return Ok(Outgoing::Signed(sheet.id));
    }
    let why = absent.map(str::trim).filter(|why| !why.is_empty());
    let unsigned = || Fault::at("absent", "not_signed", |lang| words(lang).not_signed());
    Ok(Outgoing::Absent(why.ok_or_else(unsigned)?.to_owned()))
}

/// Keeps what moved with a hand-over as it stood, and what the outgoing side left.
pub(crate) fn keep_sheet(
    tx: &mut Tx<'_>,
    handover: &Handover,
    moved: &[Matter],
    outgoing: Outgoing,
) -> Result<(), Fault> {
    for matter in moved {
        sql::insert_handed(tx, handover.id, matter)?;
    }
    let sheet = match outgoing {
        Outgoing::Signed(sheet) => sheet,
        Outgoing::Absent(why) => {
            let id = tx.new_id();
            let row = SheetRow {
                id,
                seat: handover.seat,
                from_id: handover.to_id,
                given_at: handover.at,
                note_sealed: tx.seal(place(id), &why),
                handover_id: None,
            };
            sql::insert_sheet(tx, &row)?;
            id
        }
    };
    sql::set_sheet_taken(tx, sheet, handover.id)
}

/// The sheet that the holder of `seat` signed since they took it over, with its words.
pub(crate) fn waiting_sheet(
    tx: &mut Tx<'_>,
    seat: Seat,
    holder: Id,
) -> Result<Option<(SheetRow, String)>, Fault> {
    let since = sql::find_taken_at(tx, seat, holder)?.unwrap_or(Time::from_micros(0));
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
