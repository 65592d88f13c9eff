//! Appointments 聘书: terms, certificates, reminders before they end.

use base::{Fault, Id, Role, Time};
use db::{Tx, args};

db::row! {
    /// An appointment 聘书: a role for a term.
    pub struct Appointment {
        /// Which.
        pub id: Id,
        /// Whose.
        pub account_id: Id,
        /// As what.
        pub role: Role,
        /// For which village, if for one.
        pub village_id: Option<Id>,
        /// The certificate's number.
        pub certificate: Option<String>,
        /// From when.
        pub valid_from: Time,
        /// Until when, if it ends by itself.
        pub valid_until: Option<Time>,
        /// Whether as deputy 副职 beside the village's assistant.
        pub is_deputy: bool,
        /// Since when it is suspended 暂停.
        pub suspended_at: Option<Time>,
    }
}

impl Appointment {
    /// A role from now on, without a certificate and without an end.
    pub fn from_now(
        tx: &mut Tx<'_>,
        account_id: Id,
        role: Role,
        village_id: Option<Id>,
    ) -> Appointment {
        Appointment {
            id: tx.new_id(),
            account_id,
            role,
            village_id,
            certificate: None,
            valid_from: tx.now(),
            valid_until: None,
            is_deputy: false,
            suspended_at: None,
        }
    }

    /// Whether it is in force at `at`.
    pub fn holds_at(&self, at: Time) -> bool {
        let begun = self.valid_from <= at && self.valid_until.is_none_or(|until| until > at);
        begun && self.suspended_at.is_none()
    }

    /// Whether `other` is of the same right: the one that it follows, or that follows it.
    pub fn is_chained(&self, other: &Appointment) -> bool {
        (self.account_id, self.role, self.village_id)
            == (other.account_id, other.role, other.village_id)
    }
}

pub(crate) fn insert_appointment(tx: &mut Tx<'_>, row: &Appointment) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO appointments (station_id, id, account_id, role, village_id, certificate, valid_from, valid_until, is_deputy)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station,
            row.id,
            row.account_id,
            row.role,
            row.village_id,
            row.certificate,
            row.valid_from,
            row.valid_until,
            row.is_deputy
        ],
    )
}

pub(crate) fn set_valid_until(tx: &mut Tx<'_>, id: Id, until: Time) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE appointments SET valid_until = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, until],
    )
}

/// The appointment of this id.
///
/// # Errors
/// Those of the engine.
pub fn find_appointment(tx: &mut Tx<'_>, id: Id) -> Result<Option<Appointment>, Fault> {
    let station = tx.station();
    tx.opt(
        "SELECT id, account_id, role, village_id, certificate, valid_from, valid_until, is_deputy, suspended_at
         FROM appointments WHERE station_id = $1 AND id = $2",
        args![station, id],
    )
}

/// Every appointment, past ones too.
///
/// # Errors
/// Those of the engine.
pub fn list_appointments(tx: &mut Tx<'_>) -> Result<Vec<Appointment>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, account_id, role, village_id, certificate, valid_from, valid_until, is_deputy, suspended_at
         FROM appointments WHERE station_id = $1 ORDER BY valid_from, id",
        args![station],
    )
}

/// People still in office though no term of theirs is valid any more.
///
/// # Errors
/// Those of the engine.
pub fn list_expired(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let rows: Vec<(Id,)> = tx.all(
        "SELECT i.account_id FROM incumbents i
         WHERE i.station_id = $1 AND NOT EXISTS (
             SELECT 1 FROM appointments p
             WHERE p.station_id = i.station_id AND p.account_id = i.account_id
               AND p.valid_from <= $2 AND (p.valid_until IS NULL OR p.valid_until > $2)
               AND p.suspended_at IS NULL)
         ORDER BY i.account_id",
        args![station, now],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Roles and villages in force now.
pub(crate) fn list_standings(
    tx: &mut Tx<'_>,
    account: Id,
) -> Result<Vec<(Role, Option<Id>)>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT p.role, p.village_id FROM appointments p
         JOIN accounts a ON a.station_id = p.station_id AND a.id = p.account_id
         WHERE p.station_id = $1 AND p.account_id = $2 AND p.valid_from <= $3
           AND (p.valid_until IS NULL OR p.valid_until > $3) AND p.suspended_at IS NULL
           AND a.ended_at IS NULL
         ORDER BY p.id",
        args![station, account, now],
    )
}

/// People with a standing in force who are neither in office nor on leave: a term that begins, or
/// goes on after it was suspended.
///
/// # Errors
/// Those of the engine.
pub fn list_beginning(tx: &mut Tx<'_>) -> Result<Vec<Id>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    let rows: Vec<(Id,)> = tx.all(
        "SELECT DISTINCT p.account_id FROM appointments p
         JOIN accounts a ON a.station_id = p.station_id AND a.id = p.account_id
         WHERE p.station_id = $1 AND p.valid_from <= $2
           AND (p.valid_until IS NULL OR p.valid_until > $2) AND p.suspended_at IS NULL
           AND a.ended_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM incumbents i
                           WHERE i.station_id = p.station_id AND i.account_id = p.account_id)
           AND NOT EXISTS (SELECT 1 FROM leaves l
                           WHERE l.station_id = p.station_id AND l.account_id = p.account_id
                             AND l.starts_at <= $2 AND l.returned_at IS NULL)
         ORDER BY p.account_id",
        args![station, now],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Ends every term of an account now.
pub(crate) fn set_terms_ended(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE appointments SET valid_until = $3
         WHERE station_id = $1 AND account_id = $2 AND (valid_until IS NULL OR valid_until > $3)",
        args![station, account, now],
    )
}

/// Suspends an appointment, or lets it go on.
pub(crate) fn set_suspended(tx: &mut Tx<'_>, id: Id, since: Option<Time>) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE appointments SET suspended_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, since],
    )
}

/// The last certificate whose number begins with `prefix`: longer numbers come after shorter ones.
pub(crate) fn last_certificate(tx: &mut Tx<'_>, prefix: &str) -> Result<Option<String>, Fault> {
    let (station, end) = (tx.station(), format!("{prefix}~"));
    let row = tx.opt::<(String,)>(
        "SELECT certificate FROM appointments
         WHERE station_id = $1 AND certificate > $2 AND certificate < $3
         ORDER BY length(certificate) DESC, certificate DESC LIMIT 1",
        args![station, prefix, end],
    )?;
    Ok(row.map(|(certificate,)| certificate))
}

/// Appointments whose term ends by itself before `until`, the soonest first.
///
/// # Errors
/// Those of the engine.
pub fn list_ending(tx: &mut Tx<'_>, until: Time) -> Result<Vec<Appointment>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT id, account_id, role, village_id, certificate, valid_from, valid_until, is_deputy, suspended_at
         FROM appointments
         WHERE station_id = $1 AND valid_until > $2 AND valid_until <= $3 ORDER BY valid_until, id",
        args![station, now, until],
    )
}

pub(crate) fn has_reminder(tx: &mut Tx<'_>, appointment: Id, days: i64) -> Result<bool, Fault> {
    let station = tx.station();
    let row = tx.opt::<(i64,)>(
        "SELECT days FROM term_reminders
         WHERE station_id = $1 AND appointment_id = $2 AND days = $3",
        args![station, appointment, days],
    )?;
    Ok(row.is_some())
}

pub(crate) fn insert_reminder(tx: &mut Tx<'_>, appointment: Id, days: i64) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO term_reminders (station_id, appointment_id, days, sent_at)
         VALUES ($1, $2, $3, $4)",
        args![station, appointment, days, now],
    )
}
