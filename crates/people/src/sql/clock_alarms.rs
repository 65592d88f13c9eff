//! Times at which the machine's clock could not be believed, until somebody settled it.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// A clock that is not believed.
    pub struct ClockAlarm {
        /// Which.
        pub id: Id,
        /// What it did: a code of [`crate::ClockFault`].
        pub kind: String,
        /// What the clock showed when it was noticed.
        pub noticed_at: Time,
        /// What was known of the time until then: the newest line, or what a clock that nobody sets made of it.
        pub known_at: Time,
    }
}

pub(crate) fn insert_clock_alarm(tx: &mut Tx<'_>, row: &ClockAlarm) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO clock_alarms (station_id, id, kind, is_open, noticed_at, known_at)
         VALUES ($1, $2, $3, TRUE, $4, $5)",
        args![station, row.id, row.kind, row.noticed_at, row.known_at],
    )
}

/// The one that nobody settled yet.
///
/// # Errors
/// Those of the engine.
pub fn find_clock_alarm(tx: &mut Tx<'_>) -> Result<Option<ClockAlarm>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, kind, noticed_at, known_at FROM clock_alarms
         WHERE station_id = $1 AND is_open = TRUE LIMIT 1",
        args![station],
    )
}

/// Settles it; how many were open.
pub(crate) fn set_clock_settled(tx: &mut Tx<'_>, id: Id, by: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE clock_alarms SET is_open = FALSE, settled_at = $3, settled_by = $4
         WHERE station_id = $1 AND id = $2 AND is_open = TRUE",
        args![station, id, now, by],
    )
}
