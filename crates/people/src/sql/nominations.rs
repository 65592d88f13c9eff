//! Nominations 拟聘: who is to be appointed, and who has agreed.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// Somebody nominated as a village's assistant.
    pub struct Nomination {
        /// Which.
        pub id: Id,
        /// Who.
        pub account_id: Id,
        /// For which village.
        pub village_id: Id,
        /// Whether as deputy.
        pub is_deputy: bool,
        /// From when.
        pub valid_from: Time,
        /// Until when.
        pub valid_until: Time,
        /// When it was made.
        pub nominated_at: Time,
        /// By whom.
        pub nominated_by: Id,
        /// When the station agreed.
        pub station_at: Option<Time>,
        /// Who for the station.
        pub station_by: Option<Id>,
        /// When the village agreed.
        pub village_at: Option<Time>,
        /// Who for the village, or who entered its paper.
        pub village_by: Option<Id>,
        /// The paper on which the village agreed.
        pub village_paper: Option<String>,
        /// Whether the station agreed to a second assistant of the village.
        pub second_lead: bool,
        /// What became of it.
        pub appointment_id: Option<Id>,
    }
}

macro_rules! nominations {
    ($which:literal) => {
        concat!(
            "SELECT id, account_id, village_id, is_deputy, valid_from, valid_until, nominated_at,
                    nominated_by, station_at, station_by, village_at, village_by, village_paper,
                    second_lead, appointment_id
             FROM nominations WHERE station_id = $1 AND withdrawn_at IS NULL AND ",
            $which
        )
    };
}

pub(crate) fn insert_nomination(tx: &mut Tx<'_>, row: &Nomination) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO nominations (station_id, id, account_id, village_id, is_deputy, valid_from,
             valid_until, nominated_at, nominated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station,
            row.id,
            row.account_id,
            row.village_id,
            row.is_deputy,
            row.valid_from,
            row.valid_until,
            row.nominated_at,
            row.nominated_by
        ],
    )
}

pub(crate) fn find_nomination(tx: &mut Tx<'_>, id: Id) -> Result<Option<Nomination>, Fault> {
    let station = tx.station();
    tx.opt(nominations!("id = $2"), args![station, id])
}

/// Nominations that nothing has come of yet, the oldest first.
pub(crate) fn list_nominations(tx: &mut Tx<'_>) -> Result<Vec<Nomination>, Fault> {
    let station = tx.station();
    tx.all(nominations!("appointment_id IS NULL ORDER BY nominated_at, id"), args![station])
}

/// Writes who has agreed and what became of it.
pub(crate) fn set_nomination(tx: &mut Tx<'_>, row: &Nomination) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE nominations SET station_at = $3, station_by = $4, village_at = $5, village_by = $6,
             village_paper = $7, second_lead = $8, appointment_id = $9
         WHERE station_id = $1 AND id = $2",
        args![
            station,
            row.id,
            row.station_at,
            row.station_by,
            row.village_at,
            row.village_by,
            row.village_paper,
            row.second_lead,
            row.appointment_id
        ],
    )
}

pub(crate) fn set_withdrawn(tx: &mut Tx<'_>, id: Id, by: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE nominations SET withdrawn_at = $3, withdrawn_by = $4
         WHERE station_id = $1 AND id = $2 AND appointment_id IS NULL AND withdrawn_at IS NULL",
        args![station, id, now, by],
    )
}
