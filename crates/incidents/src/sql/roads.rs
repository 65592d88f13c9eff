//! Which road of the law a call took 去向, and what a call was before: its kinds and flags.

use base::{Fault, Id, Time};
use db::{Tx, args};
use matters::{Matter, Reach};

db::row! {
    /// The road said with a final feedback.
    pub(crate) struct RoadRow {
        pub(crate) id: Id,
        pub(crate) feedback_id: Id,
        pub(crate) author_id: Id,
        pub(crate) at: Time,
        pub(crate) road: String,
        /// The number of the paper made elsewhere.
        pub(crate) number: Option<String>,
        pub(crate) why_sealed: Option<Vec<u8>>,
    }
}

pub(crate) fn insert_road(
    tx: &mut Tx<'_>,
    (matter, opening): (Id, i64),
    row: &RoadRow,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO roads (station_id, id, matter_id, opening, feedback_id, author_id, at, road, number, why_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            station, row.id, matter, opening, row.feedback_id, row.author_id, row.at, row.road,
            row.number, row.why_sealed
        ],
    )
}

/// The road that was said with this feedback.
pub(crate) fn find_road(
    tx: &mut Tx<'_>,
    matter: Id,
    feedback: Id,
) -> Result<Option<RoadRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, feedback_id, author_id, at, road, number, why_sealed FROM roads
         WHERE station_id = $1 AND matter_id = $2 AND feedback_id = $3",
        args![station, matter, feedback],
    )
}

/// Writes that a matter had this kind until now.
pub(crate) fn insert_kind_change(
    tx: &mut Tx<'_>,
    matter: Id,
    by: Id,
    (before, after): (&str, &str),
) -> Result<(), Fault> {
    let (station, id, now) = (tx.station(), tx.new_id(), tx.now());
    tx.put(
        "INSERT INTO kind_changes (station_id, id, matter_id, at, by_id, kind_before, kind_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, id, matter, now, by, before, after],
    )
}

/// Every kind a matter ever had before the one it has.
pub(crate) fn list_kinds_had(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<String>, Fault> {
    let station = tx.station();
    let rows: Vec<(String,)> = tx.all(
        "SELECT DISTINCT kind_before FROM kind_changes WHERE station_id = $1 AND matter_id = $2
         ORDER BY kind_before",
        args![station, matter],
    )?;
    Ok(rows.into_iter().map(|(kind,)| kind).collect())
}

/// One flag set or taken away.
pub(crate) struct FlagChange<'a> {
    pub(crate) id: Id,
    pub(crate) by: Id,
    pub(crate) flag: &'a str,
    pub(crate) is_set: bool,
    pub(crate) why_sealed: Vec<u8>,
}

pub(crate) fn insert_flag_change(
    tx: &mut Tx<'_>,
    matter: Id,
    row: &FlagChange<'_>,
) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO flag_changes (station_id, id, matter_id, at, by_id, flag, is_set, why_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![station, row.id, matter, now, row.by, row.flag, row.is_set, row.why_sealed],
    )
}

/// Sets the flags of an incident; `is_safe` says whether the scene still counts as safe.
pub(crate) fn set_flags(
    tx: &mut Tx<'_>,
    matter: Id,
    flags: &str,
    is_safe: bool,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE incidents SET flags = $3, safe_at = CASE WHEN $4 THEN safe_at ELSE NULL END
         WHERE station_id = $1 AND matter_id = $2",
        args![station, matter, flags, is_safe],
    )
}

/// When the station's table of roads began to hold: what ended before was not asked.
pub(crate) fn roads_since(tx: &mut Tx<'_>) -> Result<Option<Time>, Fault> {
    let station = tx.station();
    let sql = "SELECT min(valid_from) FROM codes WHERE station_id = $1 AND code_table = 'roads'";
    Ok(tx.one::<(Option<Time>,)>(sql, args![station])?.0)
}

/// When the kinds of incidents were last changed, at most now; `None` while they are as they began.
pub(crate) fn kinds_changed(tx: &mut Tx<'_>) -> Result<Option<Time>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let sql = "SELECT max(valid_from) FROM codes
               WHERE station_id = $1 AND code_table = 'incident-kinds' AND version > 1 AND valid_from <= $2";
    Ok(tx.one::<(Option<Time>,)>(sql, args![station, now])?.0)
}

/// What ended, or is about to, with no road to the last result of this opening, where a flag, or one of
/// the offences (`$7`, codes between blanks), may ask for one. Recorded history was not asked.
macro_rules! without_road {
    ($which:literal) => {
        concat!(
            "SELECT ",
            matters::matter_columns!(),
            " FROM matters m
             JOIN incidents i ON i.station_id = m.station_id AND i.matter_id = m.id
             WHERE ",
            matters::visible!(),
            " AND m.station_id = $1 AND ",
            $which,
            " AND i.is_recorded = FALSE
             AND (i.flags LIKE '%domestic_violence%' OR i.flags LIKE '%injury%'
                  OR i.flags LIKE '%weapon%' OR i.flags LIKE '%minor%'
                  OR $7 LIKE '% ' || m.topic || ' %' OR $7 LIKE '% ' || i.kind_first || ' %'
                  OR EXISTS (SELECT 1 FROM kind_changes k WHERE k.station_id = m.station_id
                             AND k.matter_id = m.id AND $7 LIKE '% ' || k.kind_before || ' %'))
             AND NOT EXISTS (
                 SELECT 1 FROM roads r WHERE r.station_id = m.station_id AND r.matter_id = m.id
                    AND r.opening = m.opening AND r.at = (
                        SELECT max(f.at) FROM feedbacks f WHERE f.station_id = m.station_id
                           AND f.matter_id = m.id AND f.is_final = TRUE))
             ORDER BY m.opened_at, m.id LIMIT 500"
        )
    };
}

/// Open matters without their road, opened since `since`: as many as wait for a review are looked at.
pub(crate) fn list_open_without_road(
    tx: &mut Tx<'_>,
    reach: &Reach,
    since: Time,
    offences: &str,
) -> Result<Vec<Matter>, Fault> {
    let sql = without_road!(
        "m.is_open = TRUE AND m.opened_at >= $6 AND m.state IN ('reported', 'withdrawing')"
    );
    list_roadless(tx, sql, reach, since, offences)
}

/// Ended ones. None ends so by an act; a kind may have become an offence since.
pub(crate) fn list_ended_without_road(
    tx: &mut Tx<'_>,
    reach: &Reach,
    since: Time,
    offences: &str,
) -> Result<Vec<Matter>, Fault> {
    let sql = without_road!("m.opened_at >= $6 AND m.state IN ('withdrawn', 'closed')");
    list_roadless(tx, sql, reach, since, offences)
}

fn list_roadless(
    tx: &mut Tx<'_>,
    sql: &'static str,
    reach: &Reach,
    since: Time,
    offences: &str,
) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(sql, matters::seen_by![station, reach, since, offences])
}
