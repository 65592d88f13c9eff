//! Who is in office, on leave, on duty, and who holds the posts.

use crate::rules::{Incumbent, Posts, ShiftKind};
use base::{Fault, Id, Role, Time};
use db::{Tx, args};

db::stored_codes!(crate::rules::Seat, ShiftKind);

db::row! {
    /// Somebody on duty now.
    pub struct OnDuty {
        /// Who.
        pub account_id: Id,
        /// The name on screen.
        pub name: String,
        /// On duty as what.
        pub role: Role,
        /// For which village, if for one.
        pub village_id: Option<Id>,
    }
    /// A shift of the roster.
    pub struct ShiftRow {
        /// Which.
        pub id: Id,
        /// Whose.
        pub account_id: Id,
        /// As what.
        pub role: Role,
        /// For which village, if for one.
        pub village_id: Option<Id>,
        /// From when.
        pub starts_at: Time,
        /// Until when.
        pub ends_at: Time,
        /// What it is.
        pub kind: ShiftKind,
    }
    /// A leave that has begun and not ended.
    pub struct LeaveRow {
        /// Which.
        pub id: Id,
        /// Whose.
        pub account_id: Id,
        /// Who took over.
        pub substitute_id: Option<Id>,
        /// From when.
        pub starts_at: Time,
        /// Until when it is planned.
        pub ends_at: Time,
    }
    struct IncumbentRow {
        account_id: Id,
        role: Role,
        village_id: Option<Id>,
        on_duty: bool,
    }
    struct PostsRow {
        watcher_id: Id,
        manager_id: Id,
        pusher_id: Id,
    }
}

/// Everybody in office with each role in force, and whether they are on duty now.
///
/// # Errors
/// Those of the engine.
pub fn list_incumbents(tx: &mut Tx<'_>) -> Result<Vec<Incumbent>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let rows: Vec<IncumbentRow> = tx.all(
        "SELECT i.account_id, p.role, p.village_id, EXISTS (
             SELECT 1 FROM shifts s
             WHERE s.station_id = i.station_id AND s.account_id = i.account_id
               AND s.cancelled_at IS NULL AND s.starts_at <= $2 AND s.ends_at > $2
               AND s.kind IN ('lead', 'duty')) AS on_duty
         FROM incumbents i
         JOIN appointments p ON p.station_id = i.station_id AND p.account_id = i.account_id
         JOIN accounts a ON a.station_id = i.station_id AND a.id = i.account_id
         WHERE i.station_id = $1 AND a.ended_at IS NULL AND p.valid_from <= $2
           AND (p.valid_until IS NULL OR p.valid_until > $2)
           AND p.suspended_at IS NULL
         ORDER BY i.account_id, p.id",
        args![station, now],
    )?;
    let incumbent = |row: IncumbentRow| Incumbent {
        account: row.account_id,
        role: row.role,
        village: row.village_id,
        on_duty: row.on_duty,
    };
    Ok(rows.into_iter().map(incumbent).collect())
}

pub(crate) fn insert_incumbent(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO incumbents (station_id, account_id, since) VALUES ($1, $2, $3)
         ON CONFLICT (station_id, account_id) DO NOTHING",
        args![station, account, now],
    )
}

pub(crate) fn remove_incumbent(tx: &mut Tx<'_>, account: Id) -> Result<u64, Fault> {
    let station = tx.station();
    tx.exec(
        "DELETE FROM incumbents WHERE station_id = $1 AND account_id = $2",
        args![station, account],
    )
}

/// Who holds the posts; `None` before the station has any.
///
/// # Errors
/// Those of the engine.
pub fn find_posts(tx: &mut Tx<'_>) -> Result<Option<Posts>, Fault> {
    let station = tx.station();
    let row = tx.opt::<PostsRow>(
        "SELECT watcher_id, manager_id, pusher_id FROM posts WHERE station_id = $1",
        args![station],
    )?;
    Ok(row.map(|row| Posts {
        watcher: row.watcher_id,
        manager: row.manager_id,
        pusher: row.pusher_id,
    }))
}

pub(crate) fn set_posts(tx: &mut Tx<'_>, posts: Posts) -> Result<u64, Fault> {
    let station = tx.station();
    tx.exec(
        "INSERT INTO posts (station_id, watcher_id, manager_id, pusher_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (station_id) DO UPDATE SET watcher_id = EXCLUDED.watcher_id,
             manager_id = EXCLUDED.manager_id, pusher_id = EXCLUDED.pusher_id",
        args![station, posts.watcher, posts.manager, posts.pusher],
    )
}

pub(crate) fn insert_shift(tx: &mut Tx<'_>, shift: &ShiftRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO shifts (station_id, id, account_id, role, village_id, starts_at, ends_at, kind)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station,
            shift.id,
            shift.account_id,
            shift.role,
            shift.village_id,
            shift.starts_at,
            shift.ends_at,
            shift.kind
        ],
    )
}

pub(crate) fn set_shift_cancelled(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE shifts SET cancelled_at = $3
         WHERE station_id = $1 AND id = $2 AND cancelled_at IS NULL",
        args![station, id, now],
    )
}

/// Shifts that have not ended, soonest first.
///
/// # Errors
/// Those of the engine.
pub fn list_shifts(tx: &mut Tx<'_>) -> Result<Vec<ShiftRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT id, account_id, role, village_id, starts_at, ends_at, kind FROM shifts
         WHERE station_id = $1 AND ends_at > $2 AND cancelled_at IS NULL
         ORDER BY starts_at, ends_at, id LIMIT 200",
        args![station, now],
    )
}

/// Shifts that overlap a stretch of time, soonest first.
pub(crate) fn list_shifts_between(
    tx: &mut Tx<'_>,
    from: Time,
    until: Time,
) -> Result<Vec<ShiftRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, account_id, role, village_id, starts_at, ends_at, kind FROM shifts
         WHERE station_id = $1 AND ends_at > $2 AND starts_at < $3 AND cancelled_at IS NULL
         ORDER BY starts_at, ends_at, id",
        args![station, from, until],
    )
}

pub(crate) fn find_shift(tx: &mut Tx<'_>, id: Id) -> Result<Option<ShiftRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, account_id, role, village_id, starts_at, ends_at, kind FROM shifts
         WHERE station_id = $1 AND id = $2 AND cancelled_at IS NULL",
        args![station, id],
    )
}

/// Who is on duty now and in office.
///
/// # Errors
/// Those of the engine.
pub fn list_on_duty(tx: &mut Tx<'_>) -> Result<Vec<OnDuty>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT s.account_id, a.name, s.role, s.village_id
         FROM shifts s
         JOIN accounts a ON a.station_id = s.station_id AND a.id = s.account_id
         JOIN incumbents i ON i.station_id = s.station_id AND i.account_id = s.account_id
         WHERE s.station_id = $1 AND s.cancelled_at IS NULL AND s.ends_at > $2 AND s.starts_at <= $2
           AND s.kind IN ('lead', 'duty')
         ORDER BY s.starts_at, s.id",
        args![station, now],
    )
}

pub(crate) fn insert_leave(tx: &mut Tx<'_>, leave: &LeaveRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO leaves (station_id, id, account_id, substitute_id, starts_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            station,
            leave.id,
            leave.account_id,
            leave.substitute_id,
            leave.starts_at,
            leave.ends_at
        ],
    )
}

pub(crate) fn set_returned(tx: &mut Tx<'_>, id: Id) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE leaves SET returned_at = $3
         WHERE station_id = $1 AND id = $2 AND returned_at IS NULL",
        args![station, id, now],
    )
}

/// The leave on which an account is now: of several, the one that ends first.
///
/// # Errors
/// Those of the engine.
pub fn find_leave(tx: &mut Tx<'_>, account: Id) -> Result<Option<LeaveRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(
        "SELECT id, account_id, substitute_id, starts_at, ends_at FROM leaves
         WHERE station_id = $1 AND account_id = $2 AND returned_at IS NULL AND starts_at <= $3
         ORDER BY ends_at, id LIMIT 1",
        args![station, account, now],
    )
}

/// The leave of this id, begun or planned, that is not over.
///
/// # Errors
/// Those of the engine.
pub fn find_leave_of(tx: &mut Tx<'_>, leave: Id) -> Result<Option<LeaveRow>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, account_id, substitute_id, starts_at, ends_at FROM leaves
         WHERE station_id = $1 AND id = $2 AND returned_at IS NULL",
        args![station, leave],
    )
}

/// Everybody on leave now.
///
/// # Errors
/// Those of the engine.
pub fn list_leaves(tx: &mut Tx<'_>) -> Result<Vec<LeaveRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT id, account_id, substitute_id, starts_at, ends_at FROM leaves
         WHERE station_id = $1 AND returned_at IS NULL AND starts_at <= $2 ORDER BY ends_at, id",
        args![station, now],
    )
}

/// Leaves that overlap a stretch of time, begun or planned.
pub(crate) fn list_absences(
    tx: &mut Tx<'_>,
    from: Time,
    until: Time,
) -> Result<Vec<LeaveRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, account_id, substitute_id, starts_at, ends_at FROM leaves
         WHERE station_id = $1 AND returned_at IS NULL AND ends_at > $2 AND starts_at < $3
         ORDER BY starts_at, id",
        args![station, from, until],
    )
}

/// Leaves that were planned and have not begun.
///
/// # Errors
/// Those of the engine.
pub fn list_planned_leaves(tx: &mut Tx<'_>) -> Result<Vec<LeaveRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT id, account_id, substitute_id, starts_at, ends_at FROM leaves
         WHERE station_id = $1 AND returned_at IS NULL AND starts_at > $2 ORDER BY starts_at, id",
        args![station, now],
    )
}

/// Leaves whose time has come while their people are still in office.
///
/// # Errors
/// Those of the engine.
pub fn list_leaving(tx: &mut Tx<'_>) -> Result<Vec<LeaveRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT l.id, l.account_id, l.substitute_id, l.starts_at, l.ends_at FROM leaves l
         JOIN incumbents i ON i.station_id = l.station_id AND i.account_id = l.account_id
         WHERE l.station_id = $1 AND l.returned_at IS NULL AND l.starts_at <= $2 AND l.ends_at > $2
         ORDER BY l.starts_at, l.id",
        args![station, now],
    )
}

/// Leaves whose planned end has passed.
///
/// # Errors
/// Those of the engine.
pub fn list_returning(tx: &mut Tx<'_>) -> Result<Vec<LeaveRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT id, account_id, substitute_id, starts_at, ends_at FROM leaves
         WHERE station_id = $1 AND returned_at IS NULL AND ends_at <= $2 ORDER BY ends_at, id",
        args![station, now],
    )
}
