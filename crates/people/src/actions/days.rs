//! The station's table of holidays and make-up days: the built-in ones of 2015–2026, and what the
//! station entered since. A later row for a day stands.

use crate::actions::note;
use crate::sql::{self, DayRow};
use crate::words::{Words, words};
use base::{Actor, Fault, Permission, Role, Scope, Time};
use calendar::{DayKind, Days, Exceptional, RowFaultKind};
use db::Tx;
use serde_json::json;
use ui::RowFaults;

/// Changing the table: every legal date of the station hangs on it.
pub static EDIT_DAYS: Permission = Permission {
    code: "people.edit_days",
    label: |lang| words(lang).days_title(),
    grants: &[
        (Role::SystemAdmin, Scope::Station),
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
    ],
};

/// The table by which days are counted.
///
/// # Errors
/// Those of the engine.
pub fn days(tx: &mut Tx<'_>) -> Result<Days, Fault> {
    let own = sql::list_days(tx)?;
    Ok(Days::new(calendar::built_in().into_iter().chain(own.iter().filter_map(exceptional))))
}

/// The table as it stood at `at`.
///
/// # Errors
/// Those of the engine.
pub fn days_at(tx: &mut Tx<'_>, at: Time) -> Result<Days, Fault> {
    let own = sql::list_days(tx)?;
    let then = own.iter().filter(|row| row.set_at <= at).filter_map(exceptional);
    Ok(Days::new(calendar::built_in().into_iter().chain(then)))
}

/// A stored row as the calendar reads it; none where the day can no longer be read.
fn exceptional(row: &DayRow) -> Option<Exceptional> {
    Some(Exceptional {
        date: row.day.parse().ok()?,
        kind: DayKind::from_code(&row.kind)?,
        name: row.name.clone(),
        source: row.source.clone(),
    })
}

/// Days of pasted rows.
///
/// # Errors
/// Every row that cannot stand, with its line.
pub(crate) fn days_of(text: &str) -> Result<Vec<Exceptional>, Fault> {
    let mut faults = RowFaults::at("rows");
    let read = calendar::parse_rows(text).unwrap_or_else(|wrong| {
        for fault in wrong {
            faults.refuse(fault.line, |lang| says(words(lang), fault.what));
        }
        Vec::new()
    });
    faults.end(read)
}

fn says(w: Words, what: RowFaultKind) -> &'static str {
    match what {
        RowFaultKind::Date => w.row_day(),
        RowFaultKind::Kind => w.row_day_kind(),
        RowFaultKind::Name => w.row_name(),
        RowFaultKind::Source => w.row_source(),
        RowFaultKind::Repeated(_) => w.row_day_twice(),
    }
}

/// Enters days as new versions; limits that run already keep the date they were given.
///
/// # Errors
/// Those of the engine.
pub(crate) fn set_days(tx: &mut Tx<'_>, actor: &Actor, rows: &[Exceptional]) -> Result<(), Fault> {
    EDIT_DAYS.ask(actor)?;
    let standing = sql::list_days(tx)?;
    for row in rows {
        let day = row.date.to_string();
        let before = standing.iter().filter(|other| other.day == day).map(|other| other.version);
        let version = before.max().unwrap_or(0) + 1;
        let stored = DayRow {
            day,
            version,
            kind: row.kind.code().to_owned(),
            name: row.name.clone(),
            source: row.source.clone(),
            set_at: tx.now(),
            set_by: actor.account,
        };
        sql::insert_day(tx, &stored)?;
    }
    let first = rows.first().map(|row| row.date.to_string());
    note(tx, actor, "people.set_days", actor.account, json!({ "days": rows.len(), "first": first }))
}
