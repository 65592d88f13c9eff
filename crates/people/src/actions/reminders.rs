//! Reminders before a term ends by itself: how many days before is a setting.

use crate::actions::setting;
use crate::rules::{Setting, days_of};
use crate::sql;
use base::{Fault, Id};
use db::Tx;

const DAY_S: i64 = 86_400;

/// Reminders that are due: the appointment, and how many days before its end. Of several that fall
/// due at once only the latest is sent.
///
/// # Errors
/// Those of the engine.
pub fn list_reminders(tx: &mut Tx<'_>) -> Result<Vec<(Id, i64)>, Fault> {
    let steps = days_of(&setting(tx, Setting::TermReminderDays)?);
    let Some(longest) = steps.iter().max().copied() else { return Ok(Vec::new()) };
    let now = tx.now();
    let mut due = Vec::new();
    for row in sql::list_ending(tx, now.plus_seconds(longest * DAY_S))? {
        let Some(left) = row.valid_until.map(|until| until.seconds_since(now)) else { continue };
        let step = steps.iter().filter(|days| left <= *days * DAY_S).min().copied();
        if let Some(step) = step
            && !sql::has_reminder(tx, row.id, step)?
            && !is_renewed(tx, &row)?
        {
            due.push((row.id, step));
        }
    }
    Ok(due)
}

/// Nobody is reminded of a certificate that another one follows.
fn is_renewed(tx: &mut Tx<'_>, row: &sql::Appointment) -> Result<bool, Fault> {
    let follows = |other: &sql::Appointment| {
        other.account_id == row.account_id
            && other.role == row.role
            && other.valid_from > row.valid_from
    };
    Ok(sql::list_appointments(tx)?.iter().any(follows))
}

/// Notes that a reminder was sent.
///
/// # Errors
/// Those of the engine.
pub fn note_reminder(tx: &mut Tx<'_>, appointment: Id, days: i64) -> Result<(), Fault> {
    sql::insert_reminder(tx, appointment, days)
}
