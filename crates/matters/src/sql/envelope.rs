//! The envelope itself: number, place, state, seats, who takes part, who may see it.

use crate::rules::Reach;
use base::{Fault, Id, Time};
use db::{Tx, args};
use people::Seat;

/// The one visibility predicate, over `matters m`. Parameters: `$1` station, `$2` the actor,
/// `$3` station cap, `$4` the actor's village, `$5` village cap.
#[macro_export]
macro_rules! visible {
    () => {
        "m.station_id = $1 AND (m.secrecy <= $3 OR (m.village_id = $4 AND m.secrecy <= $5)
          OR EXISTS (SELECT 1 FROM participants p WHERE p.station_id = m.station_id
                     AND p.matter_id = m.id AND p.account_id = $2))"
    };
}

/// The arguments of a statement that asks [`visible!`]: its five, then those of the statement from `$6` on.
#[macro_export]
macro_rules! seen_by {
    ($station:expr, $reach:expr $(, $more:expr)* $(,)?) => {
        db::args![
            $station, $reach.me, $reach.station_cap, $reach.village, $reach.village_cap $(, $more)*
        ]
    };
}

/// The columns of a [`Matter`], over `matters m`.
#[macro_export]
macro_rules! matter_columns {
    () => {
        "m.id, m.number, m.kind, m.topic, m.title_zh, m.title_en, m.place_text, m.premises_id,
         m.village_id, m.x_m, m.y_m, m.level, m.secrecy, m.state, m.is_open, m.opening, m.opened_at,
         m.due_at, m.clock, m.version, m.watcher_id, m.manager_id, m.pusher_id, m.master_id,
         m.reopened_at, m.moved_at, m.stall_step"
    };
}

db::row! {
    /// A matter 事项, whatever its kind.
    pub struct Matter {
        /// Which.
        pub id: Id,
        /// Its number.
        pub number: String,
        /// Which room keeps it.
        pub kind: String,
        /// The code of what it is about, in the room's own table.
        pub topic: String,
        /// What it is about, in Chinese.
        pub title_zh: String,
        /// What it is about, in English.
        pub title_en: String,
        /// Where.
        pub place_text: String,
        /// The place in the register, if it is there.
        pub premises_id: Option<Id>,
        /// In which village, if that is known.
        pub village_id: Option<Id>,
        /// Metres east.
        pub x_m: Option<i64>,
        /// Metres north.
        pub y_m: Option<i64>,
        /// Level, 1 the most urgent.
        pub level: i64,
        /// How secret.
        pub secrecy: i64,
        /// The room's own state.
        pub state: String,
        /// Whether somebody still has to do something.
        pub is_open: bool,
        /// Counts its openings; timers belong to one.
        pub opening: i64,
        /// When it began.
        pub opened_at: Time,
        /// When its present clock is due.
        pub due_at: Option<Time>,
        /// The rule of that clock.
        pub clock: Option<String>,
        /// The journal position of its last act.
        pub version: i64,
        /// 盯办, while open.
        pub watcher_id: Option<Id>,
        /// 主办, while open.
        pub manager_id: Option<Id>,
        /// 督办, while open.
        pub pusher_id: Option<Id>,
        /// The matter into which this one was merged 并入.
        pub master_id: Option<Id>,
        /// When its present opening began, where it is not the first.
        pub reopened_at: Option<Time>,
        /// When somebody last did something about it; nothing since it was opened where empty.
        pub moved_at: Option<Time>,
        /// The step of the stall ladder that has been told since then.
        pub stall_step: i64,
    }
    /// How many matters a village has open.
    pub struct VillageCount {
        /// The village.
        pub village_id: Option<Id>,
        /// How many.
        pub open: i64,
    }
}

impl Matter {
    /// Who sits in `seat`; nobody once it has ended.
    pub fn holder(&self, seat: Seat) -> Option<Id> {
        match seat {
            Seat::Watcher => self.watcher_id,
            Seat::Manager => self.manager_id,
            Seat::Pusher => self.pusher_id,
        }
    }

    /// What it is about.
    pub fn title(&self, lang: base::Lang) -> &str {
        match lang {
            base::Lang::Zh => &self.title_zh,
            base::Lang::En => &self.title_en,
        }
    }
}

pub(crate) fn next_number(tx: &mut Tx<'_>, series: &str) -> Result<i64, Fault> {
    let station = tx.station();
    let (number,) = tx.one(
        "INSERT INTO matter_numbers (station_id, series, last) VALUES ($1, $2, 1)
         ON CONFLICT (station_id, series) DO UPDATE SET last = matter_numbers.last + 1 RETURNING last",
        args![station, series],
    )?;
    Ok(number)
}

pub(crate) fn insert_matter(tx: &mut Tx<'_>, m: &Matter, terms: &str) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO matters (station_id, id, number, kind, topic, title_zh, title_en, terms, place_text,
             premises_id, village_id, x_m, y_m, level, secrecy, state, is_open, opening, opened_at,
             due_at, clock, version, watcher_id, manager_id, pusher_id, stall_step)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
             $20, $21, $22, $23, $24, $25, 0)",
        args![
            station, m.id, m.number, m.kind, m.topic, m.title_zh, m.title_en, terms, m.place_text,
            m.premises_id, m.village_id, m.x_m, m.y_m, m.level, m.secrecy, m.state, m.is_open,
            m.opening, m.opened_at, m.due_at, m.clock, m.version, m.watcher_id, m.manager_id,
            m.pusher_id
        ],
    )
}

/// Writes that a matter moved on: state, clock, version. Most acts change no more, and naming an
/// indexed column makes SQLite write its index anew.
pub(crate) fn store_moved(tx: &mut Tx<'_>, m: &Matter) -> Result<(), Fault> {
    let station = tx.station();
    tx.exec(
        "UPDATE matters SET state = $3, due_at = $4, clock = $5, version = $6, moved_at = $7,
             stall_step = $8
         WHERE station_id = $1 AND id = $2",
        args![station, m.id, m.state, m.due_at, m.clock, m.version, m.moved_at, m.stall_step],
    )
    .map(|_| ())
}

/// Writes what an act changed since `before`.
pub(crate) fn store_since(tx: &mut Tx<'_>, before: &Matter, m: &Matter) -> Result<(), Fault> {
    let standing =
        |m: &Matter| (m.level, m.secrecy, m.is_open, m.opening, m.reopened_at, m.master_id);
    let seats = |m: &Matter| (m.watcher_id, m.manager_id, m.pusher_id);
    let is_moved_only = before.topic == m.topic
        && before.title_zh == m.title_zh
        && before.title_en == m.title_en
        && standing(before) == standing(m)
        && seats(before) == seats(m);
    let place = |m: &Matter| (m.place_text.clone(), m.premises_id, m.village_id, m.x_m, m.y_m);
    if place(before) != place(m) {
        store_place(tx, m)?;
    }
    if is_moved_only { store_moved(tx, m) } else { store(tx, m) }
}

/// Writes where it is: an act that corrects the place changes nothing else of it.
fn store_place(tx: &mut Tx<'_>, m: &Matter) -> Result<(), Fault> {
    let station = tx.station();
    tx.exec(
        "UPDATE matters SET place_text = $3, premises_id = $4, village_id = $5, x_m = $6, y_m = $7
         WHERE station_id = $1 AND id = $2",
        args![station, m.id, m.place_text, m.premises_id, m.village_id, m.x_m, m.y_m],
    )
    .map(|_| ())
}

/// Writes everything else of a matter that an act may change.
pub(crate) fn store(tx: &mut Tx<'_>, m: &Matter) -> Result<(), Fault> {
    let station = tx.station();
    tx.exec(
        "UPDATE matters SET topic = $3, title_zh = $4, title_en = $5, level = $6, secrecy = $7,
             state = $8, is_open = $9, opening = $10, due_at = $11, clock = $12, version = $13,
             watcher_id = $14, manager_id = $15, pusher_id = $16, master_id = $17,
             reopened_at = $18, moved_at = $19, stall_step = $20
         WHERE station_id = $1 AND id = $2",
        args![
            station,
            m.id,
            m.topic,
            m.title_zh,
            m.title_en,
            m.level,
            m.secrecy,
            m.state,
            m.is_open,
            m.opening,
            m.due_at,
            m.clock,
            m.version,
            m.watcher_id,
            m.manager_id,
            m.pusher_id,
            m.master_id,
            m.reopened_at,
            m.moved_at,
            m.stall_step
        ],
    )
    .map(|_| ())
}

/// The matter of this number, if `reach` sees it.
///
/// # Errors
/// Those of the engine.
pub fn find_visible(tx: &mut Tx<'_>, reach: &Reach, number: &str) -> Result<Option<Matter>, Fault> {
    let station = tx.station();
    tx.opt(
        concat!(
            "SELECT ",
            matter_columns!(),
            " FROM matters m WHERE ",
            visible!(),
            " AND m.number = $6 AND m.station_id = $1"
        ),
        crate::seen_by![station, reach, number],
    )
}

/// The matter of this id, whoever asks: for acts that have been allowed, and for jobs.
///
/// # Errors
/// Those of the engine.
pub fn find_matter(tx: &mut Tx<'_>, id: Id) -> Result<Option<Matter>, Fault> {
    let station = tx.station();
    tx.opt(
        concat!(
            "SELECT ",
            matter_columns!(),
            " FROM matters m WHERE m.station_id = $1 AND m.id = $2"
        ),
        args![station, id],
    )
}

/// The number of a matter.
///
/// # Errors
/// Those of the engine.
pub fn find_number(tx: &mut Tx<'_>, id: Id) -> Result<Option<String>, Fault> {
    let station = tx.station();
    let sql = "SELECT number FROM matters WHERE station_id = $1 AND id = $2";
    Ok(tx.opt::<(String,)>(sql, args![station, id])?.map(|(number,)| number))
}

/// Whether `reach` sees this matter, and whether its actor takes part in it.
///
/// # Errors
/// Those of the engine.
pub fn is_visible(tx: &mut Tx<'_>, reach: &Reach, id: Id) -> Result<Option<bool>, Fault> {
    let station = tx.station();
    let row = tx.opt::<(bool,)>(
        concat!(
            "SELECT EXISTS (SELECT 1 FROM participants q WHERE q.station_id = m.station_id
                 AND q.matter_id = m.id AND q.account_id = $2) AS takes_part
             FROM matters m WHERE ",
            visible!(),
            " AND m.id = $6 AND m.station_id = $1"
        ),
        crate::seen_by![station, reach, id],
    )?;
    Ok(row.map(|(takes_part,)| takes_part))
}

/// Every open matter that `reach` sees, oldest first; at most 500.
///
/// # Errors
/// Those of the engine.
pub fn list_open(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT ",
            matter_columns!(),
            " FROM matters m WHERE ",
            visible!(),
            " AND m.is_open = TRUE AND m.station_id = $1 ORDER BY m.opened_at, m.id LIMIT 500"
        ),
        crate::seen_by![station, reach],
    )
}

/// The last twenty matters since `since` at this place; newest first.
///
/// # Errors
/// Those of the engine.
pub fn list_at_place(
    tx: &mut Tx<'_>,
    reach: &Reach,
    premises: Id,
    since: Time,
) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT ",
            matter_columns!(),
            " FROM matters m WHERE ",
            visible!(),
            " AND m.station_id = $1 AND m.premises_id = $6 AND m.opened_at >= $7
             ORDER BY m.opened_at DESC, m.id DESC LIMIT 20"
        ),
        crate::seen_by![station, reach, premises, since],
    )
}

/// The last twenty matters since `since` at this place or within the given square around a point:
/// metres east and north, and how far from there; newest first. It goes through everything since
/// `since`, which is an hour ago and not a month: for one place alone there is [`list_at_place`].
///
/// # Errors
/// Those of the engine.
pub fn list_nearby(
    tx: &mut Tx<'_>,
    reach: &Reach,
    premises: Option<Id>,
    (x, y, metres): (i64, i64, i64),
    since: Time,
) -> Result<Vec<Matter>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT ",
            matter_columns!(),
            " FROM matters m WHERE ",
            visible!(),
            " AND m.station_id = $1 AND m.opened_at >= $6 AND (m.premises_id = $7
               OR (m.x_m BETWEEN $8 AND $9 AND m.y_m BETWEEN $10 AND $11))
             ORDER BY m.opened_at DESC, m.id DESC LIMIT 20"
        ),
        crate::seen_by![
            station,
            reach,
            since,
            premises,
            x - metres,
            x + metres,
            y - metres,
            y + metres
        ],
    )
}

/// How many matters each village has open.
///
/// # Errors
/// Those of the engine.
pub fn count_by_village(tx: &mut Tx<'_>) -> Result<Vec<VillageCount>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT village_id, count(*) AS open FROM matters
         WHERE station_id = $1 AND is_open = TRUE GROUP BY village_id ORDER BY village_id",
        args![station],
    )
}

pub(crate) fn insert_participant(tx: &mut Tx<'_>, matter: Id, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO participants (station_id, matter_id, account_id, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id, matter_id, account_id) DO NOTHING",
        args![station, matter, account, now],
    )
}
