//! What happens to an incident besides being handled: withdrawals, known causes.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A withdrawal 撤警 nobody has looked at yet.
    pub(crate) struct WithdrawalRow {
        pub(crate) id: Id,
        pub(crate) at: Time,
        pub(crate) by_id: Id,
        pub(crate) why_sealed: Vec<u8>,
    }
    /// A known cause 已知事由: power cut, works, fair.
    pub(crate) struct CauseRow {
        pub(crate) id: Id,
        pub(crate) kind: String,
        pub(crate) line: String,
        pub(crate) village_id: Id,
        pub(crate) lane: Option<String>,
        pub(crate) starts_at: Time,
        pub(crate) ends_at: Time,
    }
}

pub(crate) fn insert_withdrawal(
    tx: &mut Tx<'_>,
    matter: (Id, i64),
    row: &WithdrawalRow,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO withdrawals (station_id, id, matter_id, opening, at, by_id, why_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, row.id, matter.0, matter.1, row.at, row.by_id, row.why_sealed],
    )
}

/// The withdrawal of a matter that a leader has still to look at.
pub(crate) fn find_unconfirmed(
    tx: &mut Tx<'_>,
    matter: Id,
) -> Result<Option<WithdrawalRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, at, by_id, why_sealed FROM withdrawals
         WHERE station_id = $1 AND matter_id = $2 AND confirmed_at IS NULL AND refused_at IS NULL
         ORDER BY at DESC, id DESC LIMIT 1",
        args![station, matter],
    )
}

pub(crate) fn set_withdrawal_confirmed(tx: &mut Tx<'_>, id: Id, by: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE withdrawals SET confirmed_at = $3, confirmed_by = $4 WHERE station_id = $1 AND id = $2",
        args![station, id, now, by],
    )
}

pub(crate) fn set_withdrawal_refused(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE withdrawals SET refused_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, now],
    )
}

pub(crate) fn insert_cause(tx: &mut Tx<'_>, row: &CauseRow, by: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO causes (station_id, id, kind, line, village_id, lane, starts_at, ends_at, by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, row.id, row.kind, row.line, row.village_id, row.lane, row.starts_at,
            row.ends_at, by
        ],
    )
}

macro_rules! causes {
    ($which:literal) => {
        concat!(
            "SELECT id, kind, line, village_id, lane, starts_at, ends_at FROM causes
             WHERE station_id = $1 AND ended_at IS NULL AND ",
            $which
        )
    };
}

/// Causes that hold now or will, soonest first.
pub(crate) fn list_causes(tx: &mut Tx<'_>) -> Result<Vec<CauseRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(causes!("ends_at > $2 ORDER BY starts_at, id"), args![station, now])
}

/// A cause that holds now.
pub(crate) fn find_cause(tx: &mut Tx<'_>, id: Id) -> Result<Option<CauseRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(causes!("id = $2 AND starts_at <= $3 AND ends_at > $3"), args![station, id, now])
}

pub(crate) fn set_cause_ended(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE causes SET ended_at = $3 WHERE station_id = $1 AND id = $2 AND ended_at IS NULL",
        args![station, id, now],
    )
}

/// How many calls came from a cause.
pub(crate) fn count_by_cause(tx: &mut Tx<'_>, cause: Id) -> Result<i64, Fault> {
    let station = tx.station();
    let sql = "SELECT count(*) FROM incidents WHERE station_id = $1 AND cause_id = $2";
    Ok(tx.one::<(i64,)>(sql, args![station, cause])?.0)
}

/// The open matter that stands for a cause: the first of its calls that was not merged.
pub(crate) fn find_cause_master(tx: &mut Tx<'_>, cause: Id) -> Result<Option<Id>, Fault> {
    let station = tx.station();
    let found: Option<(Id,)> = tx.opt(
        "SELECT m.id FROM incidents i
         JOIN matters m ON m.station_id = i.station_id AND m.id = i.matter_id
         WHERE i.station_id = $1 AND i.cause_id = $2 AND m.is_open = TRUE
         ORDER BY m.opened_at, m.id LIMIT 1",
        args![station, cause],
    )?;
    Ok(found.map(|(id,)| id))
}
