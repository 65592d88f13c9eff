//! Extensions, matters that do not move, and what stood in the way.

use crate::matter_columns;
use crate::rules::Obstacle;
use crate::sql::Matter;
use base::{Fault, Id, Time};
use db::{Tx, args};

db::stored_codes!(Obstacle);

db::row! {
    /// How often something stood in the way in a village.
    pub struct ObstacleCount {
        /// What.
        pub kind: Obstacle,
        /// The village; none where it was not known.
        pub village_id: Option<Id>,
        /// How often.
        pub count: i64,
    }
    /// A matter in whose way something stood.
    pub struct ObstacleRow {
        /// What.
        pub kind: Obstacle,
        /// When.
        pub at: Time,
        /// Which matter.
        pub matter_id: Id,
    }
    /// By how many seconds a clock may be put off in all, in one version.
    pub(crate) struct ExtensionCap {
        pub(crate) code: String,
        pub(crate) version: i64,
        pub(crate) most_s: i64,
        pub(crate) source: String,
        pub(crate) valid_from: Time,
    }
    struct ExtensionSum {
        count: i64,
        seconds: Option<i64>,
    }
}

pub(crate) fn insert_extension_rule(tx: &mut Tx<'_>, rule: &ExtensionCap) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO extension_rules (station_id, code, version, most_s, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![station, rule.code, rule.version, rule.most_s, rule.source, rule.valid_from],
    )
}

/// Every version of every rule.
pub(crate) fn list_extension_rules(tx: &mut Tx<'_>) -> Result<Vec<ExtensionCap>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT code, version, most_s, source, valid_from FROM extension_rules
         WHERE station_id = $1 ORDER BY code, version",
        args![station],
    )
}

/// How many seconds a clock may be extended in all; none where it may not.
pub(crate) fn find_extension_cap(tx: &mut Tx<'_>, code: &str) -> Result<Option<i64>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let found: Option<(i64,)> = tx.opt(
        "SELECT most_s FROM extension_rules
         WHERE station_id = $1 AND code = $2 AND valid_from <= $3 ORDER BY version DESC LIMIT 1",
        args![station, code, now],
    )?;
    Ok(found.map(|(most_s,)| most_s))
}

/// How often, and by how many seconds, the clock of a stay was extended.
pub(crate) fn sum_extensions(
    tx: &mut Tx<'_>,
    matter: Id,
    rule: &str,
    stay: i64,
) -> Result<(i64, i64), Fault> {
    let station = tx.station();
    // A sum of whole numbers is of another type on PostgreSQL.
    let sum: ExtensionSum = tx.one(
        "SELECT count(*) AS count, CAST(sum(seconds) AS BIGINT) AS seconds FROM extensions
         WHERE station_id = $1 AND matter_id = $2 AND rule = $3 AND stay = $4",
        args![station, matter, rule, stay],
    )?;
    Ok((sum.count, sum.seconds.unwrap_or(0)))
}

/// An extension to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewExtension<'a> {
    pub(crate) id: Id,
    pub(crate) rule: &'a str,
    pub(crate) stay: i64,
    pub(crate) seconds: i64,
    pub(crate) by: Id,
    pub(crate) why_sealed: &'a [u8],
}

pub(crate) fn insert_extension(
    tx: &mut Tx<'_>,
    matter: &Matter,
    row: NewExtension<'_>,
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO extensions (station_id, id, matter_id, opening, rule, stay, seconds, at, by_id, why_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            station, row.id, matter.id, matter.opening, row.rule, row.stay, row.seconds, now,
            row.by, row.why_sealed
        ],
    )
}

/// The stay of a matter in the state whose clock runs now.
pub(crate) fn find_stay(tx: &mut Tx<'_>, matter: Id, rule: &str) -> Result<Option<i64>, Fault> {
    let station = tx.station();
    let found: (Option<i64>,) = tx.one(
        "SELECT max(stay) FROM timers
         WHERE station_id = $1 AND matter_id = $2 AND rule = $3 AND subject_id IS NULL",
        args![station, matter, rule],
    )?;
    Ok(found.0)
}

/// Open matters in which nobody has done anything since `since`, and which have steps of the
/// ladder left.
pub(crate) fn list_still(
    tx: &mut Tx<'_>,
    since: Time,
    last_step: i64,
) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT ",
            matter_columns!(),
            " FROM matters m WHERE m.station_id = $1 AND m.is_open = TRUE
             AND COALESCE(m.moved_at, m.opened_at) <= $2 AND m.stall_step < $3
             ORDER BY m.opened_at, m.id LIMIT 200"
        ),
        args![station, since, last_step],
    )
}

/// Writes once that something stood in the way of a matter.
pub(crate) fn insert_obstacle(
    tx: &mut Tx<'_>,
    matter: &Matter,
    kind: Obstacle,
    words: Option<&[u8]>,
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO obstacles (station_id, matter_id, kind, at, village_id, words_sealed)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (station_id, matter_id, kind) DO NOTHING",
        args![station, matter.id, kind, now, matter.village_id, words],
    )
}

/// What stood in the way from `from` until before `to`, by village.
///
/// # Errors
/// Those of the engine.
pub fn count_obstacles(tx: &mut Tx<'_>, from: Time, to: Time) -> Result<Vec<ObstacleCount>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT kind, village_id, count(*) AS count FROM obstacles
         WHERE station_id = $1 AND at >= $2 AND at < $3
         GROUP BY kind, village_id ORDER BY kind, village_id",
        args![station, from, to],
    )
}

/// The matters in whose way something stood, newest first.
///
/// # Errors
/// Those of the engine.
pub fn list_obstacles(tx: &mut Tx<'_>, from: Time, to: Time) -> Result<Vec<ObstacleRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT kind, at, matter_id FROM obstacles
         WHERE station_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC, matter_id, kind LIMIT 500",
        args![station, from, to],
    )
}
