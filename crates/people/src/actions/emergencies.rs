//! Break-glass: the chief alone does some of what takes two (ADR 0034), for an hour at most, with a reason; it is told at
//! once, and the auditor looks at it within a day (GB/T 35273, PIS 7.1).

use crate::rules::Setting;
use crate::sql::{self, Emergency};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, SealPlace};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;

/// Beginning and ending such a time.
pub static BREAK_GLASS: Permission = Permission {
    code: "people.break_glass",
    label: |lang| words(lang).emergency(),
    grants: &[(Role::Chief, Scope::Station)],
};

/// Looking at what was done then.
pub static READ_EMERGENCIES: Permission = Permission {
    code: "people.read_emergencies",
    label: |lang| words(lang).emergencies(),
    grants: &[
        (Role::Chief, Scope::Station),
        (Role::Leader, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
        (Role::Auditor, Scope::Station),
    ],
};

/// Saying whether it was right.
pub static REVIEW_EMERGENCY: Permission = Permission {
    code: "people.review_emergency",
    label: |lang| words(lang).review_emergency(),
    grants: &[(Role::Auditor, Scope::Station)],
};

const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 3_600;

fn place(column: &'static str, id: Id) -> SealPlace {
    SealPlace { table: "emergencies", column, row: id }
}

/// Why, or what was said of it.
///
/// # Errors
/// Where it does not open.
pub fn open_emergency(tx: &Tx<'_>, row: &Emergency) -> Result<(String, Option<String>), Fault> {
    let reason = tx.unseal(place("reason_sealed", row.id), &row.reason_sealed)?;
    let words = row.words_sealed.as_ref();
    let words = words.map(|sealed| tx.unseal(place("words_sealed", row.id), sealed)).transpose()?;
    Ok((reason, words))
}

/// Whether `account` may do alone what takes two, now.
///
/// # Errors
/// Those of the engine.
pub fn is_in_emergency(tx: &mut Tx<'_>, account: Id) -> Result<bool, Fault> {
    let now = tx.now();
    let all = sql::list_emergencies(tx)?;
    Ok(all.iter().any(|one| one.account_id == account && one.is_on(now)))
}

/// Begins one; which it is.
///
/// # Errors
/// Refused while one goes on.
pub fn begin_emergency(tx: &mut Tx<'_>, actor: &Actor, reason: &str) -> Result<Id, Fault> {
    let may = BREAK_GLASS.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let now = tx.now();
    if sql::list_emergencies(tx)?.iter().any(|one| one.is_on(now)) {
        return Err(Fault::refused("goes_on", |lang| words(lang).emergency_goes_on()));
    }
    let minutes = number(tx, Setting::EmergencyMinutes)?;
    let hours = number(tx, Setting::ReviewHours)?;
    let id = tx.new_id();
    let line = Line {
        act: "people.begin_emergency",
        subject: Subject { kind: "account", id: actor.account },
        capacity: may.role,
        reason: Some(reason),
        particulars: json!({ "minutes": minutes }),
    };
    let first_position = journal::record(tx, &mut change, actor, line)?;
    let row = Emergency {
        id,
        account_id: actor.account,
        reason_sealed: tx.seal(place("reason_sealed", id), reason),
        began_at: now,
        until_at: now.plus_seconds(minutes * MINUTE_S),
        ended_at: None,
        first_position,
        review_by_at: now.plus_seconds(hours * HOUR_S),
        reviewed_at: None,
        reviewed_by: None,
        is_right: None,
        words_sealed: None,
    };
    sql::insert_emergency(tx, &row)?;
    Ok(id)
}

fn number(tx: &mut Tx<'_>, of: Setting) -> Result<i64, Fault> {
    let value = crate::setting(tx, of)?;
    Ok(value.parse().or_else(|_| of.first().parse()).unwrap_or(1))
}

/// Ends one before its time.
///
/// # Errors
/// [`Fault::NotFound`] where none of one's own goes on.
pub fn end_emergency(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Result<(), Fault> {
    let may = BREAK_GLASS.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let row = sql::find_emergency(tx, id)?.filter(|row| row.account_id == actor.account);
    let now = tx.now();
    row.filter(|row| row.is_on(now)).ok_or(Fault::NotFound)?;
    sql::set_emergency_ended(tx, id)?;
    let line = Line {
        act: "people.end_emergency",
        subject: Subject { kind: "account", id: actor.account },
        capacity: may.role,
        reason: None,
        particulars: json!({}),
    };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}

/// Says whether what was done was right; whose emergency it was.
///
/// # Errors
/// Refused while it goes on, and where it was said already.
pub fn review_emergency(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Id,
    is_right: bool,
    said: &str,
) -> Result<Id, Fault> {
    let may = REVIEW_EMERGENCY.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let row = sql::find_emergency(tx, id)?.ok_or(Fault::NotFound)?;
    if row.is_on(tx.now()) {
        return Err(Fault::refused("goes_on", |lang| words(lang).emergency_goes_on()));
    }
    if row.reviewed_at.is_some() {
        return Err(Fault::refused("reviewed", |lang| words(lang).emergency_reviewed()));
    }
    let sealed = tx.seal(place("words_sealed", id), said);
    sql::set_emergency_reviewed(tx, id, actor.account, is_right, &sealed)?;
    let line = Line {
        act: "people.review_emergency",
        subject: Subject { kind: "account", id: row.account_id },
        capacity: may.role,
        reason: Some(said),
        particulars: json!({ "right": is_right }),
    };
    journal::record(tx, &mut change, actor, line)?;
    Ok(row.account_id)
}

/// Notes that a review is overdue, once; whose emergency it was.
///
/// # Errors
/// Those of the engine.
pub fn note_overdue_review(tx: &mut Tx<'_>, system: &Actor, id: Id) -> Result<Id, Fault> {
    let mut change = journal::begin(tx)?;
    let row = sql::find_emergency(tx, id)?.ok_or(Fault::NotFound)?;
    sql::set_overdue_told(tx, id)?;
    let line = Line {
        act: "people.overdue_review",
        subject: Subject { kind: "account", id: row.account_id },
        capacity: Role::System,
        reason: None,
        particulars: json!({ "due": row.review_by_at }),
    };
    journal::record(tx, &mut change, system, line)?;
    Ok(row.account_id)
}
