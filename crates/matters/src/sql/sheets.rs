//! Shift sheets 交接单: what the outgoing holder of a post wrote and signed, and what was open when
//! the incoming one signed.

use crate::sql::{Handover, Matter};
use base::{Fault, Id, Time};
use db::{Tx, args};
use people::Seat;

db::row! {
    /// What the outgoing holder wrote.
    pub(crate) struct SheetRow {
        pub(crate) id: Id,
        pub(crate) seat: Seat,
        pub(crate) from_id: Id,
        pub(crate) given_at: Time,
        pub(crate) note_sealed: Vec<u8>,
        pub(crate) handover_id: Option<Id>,
    }
    /// A matter that went with a hand-over, as it stood then.
    pub(crate) struct HandedRow {
        pub(crate) matter_id: Id,
        pub(crate) clock: Option<String>,
        pub(crate) due_at: Option<Time>,
    }
}

macro_rules! sheets {
    ($which:literal) => {
        concat!(
            "SELECT id, seat, from_id, given_at, note_sealed, handover_id FROM shift_sheets
             WHERE station_id = $1 AND ",
            $which
        )
    };
}

pub(crate) fn insert_sheet(tx: &mut Tx<'_>, row: &SheetRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO shift_sheets (station_id, id, seat, from_id, given_at, note_sealed)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, row.id, row.seat, row.from_id, row.given_at, row.note_sealed],
    )
}

/// The last sheet of a holder for a post that nobody has taken over yet.
pub(crate) fn find_waiting_sheet(
    tx: &mut Tx<'_>,
    seat: Seat,
    from: Id,
    since: Time,
) -> Result<Option<SheetRow>, Fault> {
    let station = tx.station();
    tx.opt(
        sheets!(
            "seat = $2 AND from_id = $3 AND given_at >= $4 AND handover_id IS NULL
             ORDER BY given_at DESC, id DESC LIMIT 1"
        ),
        args![station, seat, from, since],
    )
}

/// When `account` last took `seat` over.
pub(crate) fn find_taken_at(
    tx: &mut Tx<'_>,
    seat: Seat,
    account: Id,
) -> Result<Option<Time>, Fault> {
    let station = tx.station();
    let found: Option<(Time,)> = tx.opt(
        "SELECT at FROM handovers WHERE station_id = $1 AND seat = $2 AND to_id = $3
         ORDER BY at DESC LIMIT 1",
        args![station, seat, account],
    )?;
    Ok(found.map(|(at,)| at))
}

pub(crate) fn find_sheet_of(tx: &mut Tx<'_>, handover: Id) -> Result<Option<SheetRow>, Fault> {
    let station = tx.station();
    tx.opt(sheets!("handover_id = $2"), args![station, handover])
}

pub(crate) fn set_sheet_taken(tx: &mut Tx<'_>, id: Id, handover: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE shift_sheets SET handover_id = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, handover],
    )
}

pub(crate) fn insert_handed(tx: &mut Tx<'_>, handover: Id, m: &Matter) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO handover_matters (station_id, handover_id, matter_id, clock, due_at)
         VALUES ($1, $2, $3, $4, $5)",
        args![station, handover, m.id, m.clock, m.due_at],
    )
}

pub(crate) fn list_handed(tx: &mut Tx<'_>, handover: Id) -> Result<Vec<HandedRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT matter_id, clock, due_at FROM handover_matters
         WHERE station_id = $1 AND handover_id = $2 ORDER BY matter_id",
        args![station, handover],
    )
}

pub(crate) fn find_handover(tx: &mut Tx<'_>, id: Id) -> Result<Option<Handover>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, seat, from_id, to_id, at, open_matters FROM handovers
         WHERE station_id = $1 AND id = $2",
        args![station, id],
    )
}
