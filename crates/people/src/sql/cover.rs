//! What the station wants covered, swaps that were asked for, and whether today's gaps were told.

use crate::rules::Cover;
use base::{Fault, Id, Role, Time};
use db::{Tx, args};

db::row! {
    /// How many of a role are wanted, and between which times of the day.
    pub struct CoverRule {
        /// Of which role.
        pub role: Role,
        /// The version.
        pub version: i64,
        /// Whether in every village.
        pub is_per_village: bool,
        /// Seconds after midnight.
        pub from_s: i64,
        /// Seconds after midnight.
        pub until_s: i64,
        /// At least so many.
        pub least: i64,
        /// Where the rule comes from.
        pub source: String,
        /// From when it holds.
        pub valid_from: Time,
    }
    /// A swap of a shift that was asked for.
    pub struct Swap {
        /// Which.
        pub id: Id,
        /// Of which shift.
        pub shift_id: Id,
        /// Who is to take it.
        pub to_id: Id,
        /// When it was asked.
        pub asked_at: Time,
        /// By whom.
        pub asked_by: Id,
    }
}

impl CoverRule {
    /// What it asks for.
    pub(crate) fn cover(&self) -> Cover {
        let CoverRule { role, is_per_village, from_s, until_s, least, .. } = *self;
        Cover { role, is_per_village, from_s, until_s, least }
    }
}

pub(crate) fn insert_cover_rule(
    tx: &mut Tx<'_>,
    cover: Cover,
    version: i64,
    source: &str,
    valid_from: Time,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO cover_rules (station_id, role, version, is_per_village, from_s, until_s, least, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, cover.role, version, cover.is_per_village, cover.from_s, cover.until_s,
            cover.least, source, valid_from
        ],
    )
}

/// Every version of every rule, the newest of each role first.
pub(crate) fn list_cover_versions(tx: &mut Tx<'_>) -> Result<Vec<CoverRule>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT role, version, is_per_village, from_s, until_s, least, source, valid_from
         FROM cover_rules WHERE station_id = $1 ORDER BY role, version DESC",
        args![station],
    )
}

pub(crate) fn insert_swap(tx: &mut Tx<'_>, row: &Swap) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO swaps (station_id, id, shift_id, to_id, asked_at, asked_by)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, row.id, row.shift_id, row.to_id, row.asked_at, row.asked_by],
    )
}

/// Swaps that wait for an answer.
pub(crate) fn list_swaps(tx: &mut Tx<'_>) -> Result<Vec<Swap>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, shift_id, to_id, asked_at, asked_by FROM swaps
         WHERE station_id = $1 AND answered_at IS NULL ORDER BY asked_at, id",
        args![station],
    )
}

pub(crate) fn set_swap_answered(tx: &mut Tx<'_>, id: Id, accepted: bool) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE swaps SET answered_at = $3, is_accepted = $4
         WHERE station_id = $1 AND id = $2 AND answered_at IS NULL",
        args![station, id, now, accepted],
    )
}

/// Whether the gaps were told on this day.
pub(crate) fn has_roster_warning(tx: &mut Tx<'_>, day: &str) -> Result<bool, Fault> {
    let station = tx.station();
    let sql = "SELECT sent_at FROM roster_warnings WHERE station_id = $1 AND day = $2";
    Ok(tx.opt::<(Time,)>(sql, args![station, day])?.is_some())
}

pub(crate) fn insert_roster_warning(tx: &mut Tx<'_>, day: &str) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO roster_warnings (station_id, day, sent_at) VALUES ($1, $2, $3)
         ON CONFLICT (station_id, day) DO NOTHING",
        args![station, day, now],
    )
}
