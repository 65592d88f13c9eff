//! What is read from the database itself: pages, references, the journal's chain, what follows from
//! what, and that nothing was done twice.

use crate::Outcome;
use crate::demo::Ground;
use crate::ledger::Acked;
use base::Clock;
use rusqlite::{Connection, OpenFlags};
use std::sync::Arc;
use std::time::Duration;
use world::CheckLevel;

const STATION: i64 = 1;
/// Twice what may be done once. The places of our matters begin alike.
const TWICE: [(&str, &str); 4] = [
    (
        "two matters of one call",
        "SELECT place_text FROM matters WHERE place_text LIKE '村口%-%' GROUP BY 1 HAVING count(*) > 1",
    ),
    (
        "an act twice",
        "SELECT l.act FROM journal_lines l JOIN matters m ON m.station_id = l.station_id AND m.id = l.subject_id
         WHERE m.place_text LIKE '村口%-%' AND l.act IN ('incidents.log', 'incidents.dispatch',
             'incidents.outcome', 'incidents.close') GROUP BY l.subject_id, l.act HAVING count(*) > 1",
    ),
    (
        "a stamp twice",
        "SELECT kind FROM stamps WHERE is_current GROUP BY order_id, kind HAVING count(*) > 1",
    ),
    (
        "a sheet taken twice",
        "SELECT hex(handover_id) FROM shift_sheets WHERE handover_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1",
    ),
];
/// What never stands alone.
const HALF: [(&str, &str); 6] = [
    (
        "an incident without its matter",
        "SELECT hex(i.matter_id) FROM incidents i LEFT JOIN matters m
         ON m.station_id = i.station_id AND m.id = i.matter_id WHERE m.id IS NULL",
    ),
    (
        "a matter whose version is not its last line",
        "SELECT m.number FROM matters m WHERE m.version <> (SELECT max(l.position) FROM journal_lines l
         WHERE l.station_id = m.station_id AND l.subject_id = m.id)",
    ),
    (
        "a matter without incident or line",
        "SELECT m.number FROM matters m WHERE NOT EXISTS (SELECT 1 FROM incidents i
             WHERE i.station_id = m.station_id AND i.matter_id = m.id)
         OR NOT EXISTS (SELECT 1 FROM journal_lines l
             WHERE l.station_id = m.station_id AND l.subject_id = m.id)",
    ),
    (
        "an order of ours without a clock",
        "SELECT m.number FROM orders o JOIN matters m ON m.station_id = o.station_id AND m.id = o.matter_id
         WHERE m.place_text LIKE '村口%-%' AND NOT EXISTS (SELECT 1 FROM timers t
             WHERE t.station_id = o.station_id AND t.subject_id = o.id)",
    ),
    (
        "the counter is not the last line",
        "SELECT c.last FROM changes c WHERE c.last <> (SELECT max(l.position) FROM journal_lines l
         WHERE l.station_id = c.station_id)",
    ),
    (
        "an outcome without its line",
        "SELECT o.key FROM outcomes o WHERE json_extract(o.answer, '$.body.version') IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM journal_lines l WHERE l.station_id = o.station_id
             AND l.position = json_extract(o.answer, '$.body.version'))",
    ),
];

/// Looks at the house after `after`; gives where its journal ends now.
pub(crate) fn check(
    ground: &Ground,
    acked: &[Arc<Acked>],
    (after, all): (i64, bool),
    wrong: &mut Vec<String>,
) -> Outcome<i64> {
    if !db::is_whole(&ground.database())? {
        wrong.push("pages are not where they belong".to_owned());
    }
    let verified = ground.command(&["journal", "verify"]).output()?;
    if !verified.status.success() {
        wrong.push(format!("the journal: {}", String::from_utf8_lossy(&verified.stderr).trim()));
    }
    let connection = read(ground)?;
    let mut broken = connection.prepare("PRAGMA foreign_key_check")?;
    if let Some(row) = broken.query([])?.next()? {
        wrong.push(format!("{} refers to what is not there", row.get::<_, String>(0)?));
    }
    for (what, sql) in TWICE.iter().chain(&HALF) {
        let mut statement = connection.prepare(sql)?;
        if let Some(row) = statement.query([])?.next()? {
            wrong.push(format!("{what}: {:?}", row.get::<_, rusqlite::types::Value>(0)?));
        }
    }
    backwards(&connection, after, wrong)?;
    lines(&connection, acked, wrong)?;
    let level = if all { CheckLevel::Whole } else { CheckLevel::Touched };
    let db = open(ground)?;
    match world::check_house(&db, STATION, after, level) {
        Ok(position) => Ok(position),
        Err(why) => {
            wrong.push(format!("the house: {why}"));
            Ok(after)
        }
    }
}

/// Where the journal ends.
pub(crate) fn end(ground: &Ground) -> Outcome<i64> {
    let sql = "SELECT max(position) FROM journal_lines WHERE station_id = ?1";
    Ok(read(ground)?.query_row(sql, [STATION], |row| row.get(0))?)
}

/// Time does not run backwards over a kill: clocks that the law sets are counted on it.
fn backwards(connection: &Connection, after: i64, wrong: &mut Vec<String>) -> Outcome<()> {
    let sql = "SELECT b.position, a.at - b.at FROM journal_lines a
               JOIN journal_lines b ON b.station_id = a.station_id AND b.position = a.position + 1
               WHERE a.station_id = ?1 AND a.position >= ?2 AND b.at < a.at";
    let mut statement = connection.prepare(sql)?;
    if let Some(row) = statement.query([STATION, after])?.next()? {
        let (position, by): (i64, i64) = (row.get(0)?, row.get(1)?);
        wrong.push(format!("line {position} is {by} µs before the line before it"));
    }
    Ok(())
}

/// Each acknowledgement names a line of its own, about its own matter.
fn lines(connection: &Connection, acked: &[Arc<Acked>], wrong: &mut Vec<String>) -> Outcome<()> {
    let sql = "SELECT count(*) FROM journal_lines l
               JOIN matters m ON m.station_id = l.station_id AND m.id = l.subject_id
               WHERE l.station_id = ?1 AND l.position = ?2 AND m.number = ?3";
    let mut statement = connection.prepare(sql)?;
    for acked in acked {
        let (number, version) = (acked.said["number"].as_str(), acked.said["version"].as_i64());
        let Some((number, version)) = number.zip(version) else { continue };
        let found: i64 = statement.query_row((STATION, version, number), |row| row.get(0))?;
        if found != 1 {
            wrong.push(format!("{}: no line {version} about {number}", acked.order.key));
        }
    }
    Ok(())
}

/// The database as a reader beside the server.
fn read(ground: &Ground) -> Outcome<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(ground.database(), flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    Ok(connection)
}

fn open(ground: &Ground) -> Outcome<db::Db> {
    let keys = station::folder::find_keys(&ground.keys)?.ok_or("there are no keys")?;
    let url = station::folder::database_url(&ground.data);
    let settings = db::Settings::alone(url, Clock::System, Arc::new(keys));
    Ok(station::rooms::open(settings)?)
}
