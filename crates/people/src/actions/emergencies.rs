//! Break-glass: the chief alone does some of what takes two (ADR 0034), for an hour at most, with a reason; it is told at
//! once, and the auditor looks at it within a day (GB/T 35273, PIS 7.1).

use crate::rules::Setting;
use crate::sql::{self, Emergency, Verdict};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, SealPlace};
use db::Tx;
use journal::{Entry, Line, Subject};
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
/// Refused while one goes on, and while nobody has reviewed the last.
pub fn begin_emergency(tx: &mut Tx<'_>, actor: &Actor, reason: &str) -> Result<Id, Fault> {
    let may = BREAK_GLASS.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let now = tx.now();
    let all = sql::list_emergencies(tx)?;
    if all.iter().any(|one| one.is_on(now)) {
        return Err(Fault::refused("goes_on", |lang| words(lang).emergency_goes_on()));
    }
    if all.iter().any(|one| one.reviewed_at.is_none()) {
        return Err(Fault::refused("unreviewed", |lang| words(lang).emergency_unreviewed()));
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

/// What its owner did from the first line of an emergency until it ended, begin and end besides: those two
/// are what the verdict on the whole is about.
///
/// # Errors
/// Those of the engine.
pub fn lines_of(tx: &mut Tx<'_>, one: &Emergency) -> Result<Vec<Entry>, Fault> {
    let end = journal::position_at(tx, one.end().plus_seconds(1))?;
    let mut lines = journal::entries_by(tx, one.account_id, one.first_position, end)?;
    lines.retain(|line| !matches!(&*line.act, "people.begin_emergency" | "people.end_emergency"));
    Ok(lines)
}

/// The emergency whose line stands at this position of the journal, and that line.
///
/// # Errors
/// Those of the engine.
pub fn find_line(tx: &mut Tx<'_>, position: i64) -> Result<Option<(Emergency, Entry)>, Fault> {
    for one in sql::list_emergencies(tx)? {
        if one.first_position <= position {
            let line = lines_of(tx, &one)?.into_iter().find(|line| line.position == position);
            if let Some(line) = line {
                return Ok(Some((one, line)));
            }
        }
    }
    Ok(None)
}

/// Asks whether `actor` may say anything about an emergency yet.
///
/// # Errors
/// Refused for whoever used it, while it goes on, and once it was reviewed.
pub fn ask_reviewable(tx: &Tx<'_>, actor: &Actor, row: &Emergency) -> Result<(), Fault> {
    if row.account_id == actor.account {
        return Err(Fault::refused("own_emergency", |lang| words(lang).own_emergency()));
    }
    if row.is_on(tx.now()) {
        return Err(Fault::refused("goes_on", |lang| words(lang).emergency_goes_on()));
    }
    if row.reviewed_at.is_some() {
        return Err(Fault::refused("reviewed", |lang| words(lang).emergency_reviewed()));
    }
    Ok(())
}

/// Says of one line of an emergency whether it was right.
///
/// # Errors
/// As [`ask_reviewable`]; refused where it was said already, and at the words where it was wrong and nobody
/// says why.
pub fn review_line(
    tx: &mut Tx<'_>,
    actor: &Actor,
    position: i64,
    is_right: bool,
    said: Option<&str>,
) -> Result<(), Fault> {
    let may = REVIEW_EMERGENCY.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let (row, _) = find_line(tx, position)?.ok_or(Fault::NotFound)?;
    ask_reviewable(tx, actor, &row)?;
    if sql::list_verdicts(tx, row.id)?.iter().any(|one| one.position == position) {
        return Err(Fault::refused("line_reviewed", |lang| words(lang).line_reviewed()));
    }
    if !is_right && said.is_none() {
        return Err(Fault::at("words", "line_words", |lang| words(lang).line_words()));
    }
    let id = tx.new_id();
    let verdict = Verdict {
        id,
        emergency_id: row.id,
        position,
        at: tx.now(),
        by_id: actor.account,
        is_right,
        words_sealed: said.map(|said| tx.seal(verdict_place(id), said)),
    };
    sql::insert_verdict(tx, &verdict)?;
    let line = Line {
        act: "people.review_line",
        subject: Subject { kind: "account", id: row.account_id },
        capacity: may.role,
        reason: said,
        particulars: json!({ "right": is_right, "line": position }),
    };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}

fn verdict_place(id: Id) -> SealPlace {
    SealPlace { table: "emergency_verdicts", column: "words_sealed", row: id }
}

/// What was said of a line.
///
/// # Errors
/// Where it does not open.
pub fn open_verdict(tx: &Tx<'_>, row: &Verdict) -> Result<Option<String>, Fault> {
    let open = |sealed: &Vec<u8>| tx.unseal(verdict_place(row.id), sealed);
    row.words_sealed.as_ref().map(open).transpose()
}

/// Asks whether each line of an emergency was judged.
///
/// # Errors
/// Refused where one was not.
pub fn ask_judged(tx: &mut Tx<'_>, row: &Emergency) -> Result<(), Fault> {
    let judged = sql::list_verdicts(tx, row.id)?;
    let is_open = |line: &&Entry| !judged.iter().any(|one| one.position == line.position);
    let left = lines_of(tx, row)?.iter().filter(is_open).count();
    if left > 0 {
        return Err(Fault::refused("lines_left", |lang| words(lang).lines_left(left)));
    }
    Ok(())
}

/// Says whether what was done was right, once each line of it was judged; whose emergency it was.
///
/// # Errors
/// As [`ask_reviewable`]; refused while a line has no verdict.
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
    ask_reviewable(tx, actor, &row)?;
    ask_judged(tx, &row)?;
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
