//! The duty roster: shifts one by one or by paste, swaps that both sides sign, gaps before they happen.

use crate::actions::{EDIT_ROSTER, NewShift, note};
use crate::rules::{Cover, Gap, ShiftKind, Span, Want, gaps};
use crate::sql::{self, CoverRule, ShiftRow, Swap};
use crate::words::words;
use base::{Actor, Fault, Id, Lang, Permission, Role, Scope, Time};
use calendar::Period;
use db::Tx;
use serde_json::json;

/// Looking at the roster and swapping one's own shifts: everybody who has shifts.
pub static OWN_SHIFTS: Permission = Permission {
    code: "people.own_shifts",
    label: |lang| words(lang).roster_title(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Station),
        (Role::Auxiliary, Scope::Station),
        (Role::Assistant, Scope::Village),
    ],
};

const DAY_S: i64 = 86_400;
const HOUR_S: i64 = 3_600;

/// What a station wants covered at first: somebody who leads, the desk and an officer at any hour, an
/// assistant in each village in the evening.
const FIRST_COVER: [Cover; 4] = [
    ROUND_THE_CLOCK,
    Cover { role: Role::Desk, ..ROUND_THE_CLOCK },
    Cover { role: Role::Officer, ..ROUND_THE_CLOCK },
    Cover {
        role: Role::Assistant,
        is_per_village: true,
        from_s: 18 * HOUR_S,
        until_s: 23 * HOUR_S,
        least: 1,
    },
];
const ROUND_THE_CLOCK: Cover =
    Cover { role: Role::Leader, is_per_village: false, from_s: 0, until_s: DAY_S, least: 1 };

/// Writes the first rules of what is to be covered.
///
/// # Errors
/// Those of the engine.
pub(crate) fn first_cover(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let (source, now) = (words(Lang::Zh).default_of_product(), tx.now());
    for cover in FIRST_COVER {
        sql::insert_cover_rule(tx, cover, 1, source, now)?;
    }
    Ok(())
}

/// The gaps between `from` and `until`, the soonest first.
///
/// # Errors
/// Those of the engine.
pub fn list_gaps(tx: &mut Tx<'_>, from: Time, until: Time) -> Result<Vec<Gap>, Fault> {
    let zone = sql::find_zone(tx)?;
    let duty = duty_between(tx, from, until)?;
    let away: Vec<Span> = sql::list_absences(tx, from, until)?
        .into_iter()
        .map(|leave| Span {
            account: leave.account_id,
            role: None,
            village: None,
            from: leave.starts_at,
            until: leave.ends_at,
        })
        .collect();
    let villages: Vec<Id> = sql::list_villages(tx)?.into_iter().map(|v| v.id).collect();
    let mut found = Vec::new();
    let versions = sql::list_cover_versions(tx)?;
    for rule in &versions {
        let places: Vec<Option<Id>> = match rule.is_per_village {
            true => villages.iter().copied().map(Some).collect(),
            false => vec![None],
        };
        for village in places {
            for window in windows(rule, &zone, from, until) {
                // Each stretch has the version that holds when it begins.
                let holds =
                    |other: &&CoverRule| other.role == rule.role && other.valid_from <= window.0;
                let newest = versions.iter().filter(holds).map(|other| other.version).max();
                if newest != Some(rule.version) {
                    continue;
                }
                let (role, least) = (rule.role, rule.least);
                let want = Want { role, village, from: window.0, until: window.1, least };
                found.extend(gaps(want, &duty, &away));
            }
        }
    }
    found.sort_by_key(|gap| (gap.want.from, gap.want.role, gap.want.village));
    Ok(joined(found))
}

/// Who is on duty when: the stretches of shifts for which their people are appointed.
fn duty_between(tx: &mut Tx<'_>, from: Time, until: Time) -> Result<Vec<Span>, Fault> {
    let open: Vec<Id> = sql::list_people(tx)?.into_iter().map(|person| person.id).collect();
    let appointed = sql::list_appointments(tx)?;
    let mut duty = Vec::new();
    for shift in sql::list_shifts_between(tx, from, until)? {
        let stands = appointed.iter().filter(|a| {
            let theirs = a.account_id == shift.account_id && a.role == shift.role;
            theirs && a.suspended_at.is_none() && open.contains(&a.account_id)
        });
        duty.extend(stands.filter(|_| shift.kind.is_on_duty()).map(|a| Span {
            account: shift.account_id,
            role: Some(shift.role),
            village: shift.village_id,
            from: shift.starts_at.max(a.valid_from),
            until: a.valid_until.map_or(shift.ends_at, |end| shift.ends_at.min(end)),
        }));
    }
    duty.retain(|span| span.from < span.until);
    Ok(duty)
}

/// The windows of a rule, day by day, cut to what is asked.
fn windows(rule: &CoverRule, zone: &base::Zone, from: Time, until: Time) -> Vec<(Time, Time)> {
    let (mut day, mut windows) = (Period::day_of(zone, from), Vec::new());
    loop {
        let (midnight, next) = day.bounds(zone);
        if midnight >= until {
            return windows;
        }
        // A day of 23 or 25 hours ends with its own midnight.
        let end = if rule.until_s >= DAY_S { next } else { midnight.plus_seconds(rule.until_s) };
        let window = (midnight.plus_seconds(rule.from_s).max(from), end.min(until));
        if window.0 < window.1 {
            windows.push(window);
        }
        day = Period::day_of(zone, next);
    }
}

/// Gaps that go on over midnight are one.
fn joined(found: Vec<Gap>) -> Vec<Gap> {
    let mut whole: Vec<Gap> = Vec::new();
    for gap in found {
        let goes_on = |last: &&mut Gap| {
            last.want.until == gap.want.from
                && last.there == gap.there
                && (last.want.role, last.want.village) == (gap.want.role, gap.want.village)
        };
        match whole.iter_mut().find(goes_on) {
            Some(last) => last.want.until = gap.want.until,
            None => whole.push(gap),
        }
    }
    whole
}

/// Whether gaps of the next day and a half are to be told now: once a day, from four in the afternoon.
///
/// # Errors
/// Those of the engine.
pub fn is_roster_warning_due(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    let (now, zone) = (tx.now(), sql::find_zone(tx)?);
    let today = zone.civil(now);
    if today.hour() < WARNED_AT_H || sql::has_roster_warning(tx, &today.date().to_string())? {
        return Ok(false);
    }
    Ok(!list_gaps(tx, now, now.plus_seconds(AHEAD_S))?.is_empty())
}

/// At this hour of the day gaps are told.
const WARNED_AT_H: i8 = 16;
/// So far ahead: the coming night and the day after it.
const AHEAD_S: i64 = 36 * HOUR_S;

/// Notes that today's gaps were told.
///
/// # Errors
/// Those of the engine.
pub fn note_roster_warning(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let day = sql::find_zone(tx)?.civil(tx.now()).date().to_string();
    sql::insert_roster_warning(tx, &day)
}

/// Adds the shifts of pasted rows.
///
/// # Errors
/// As [`crate::add_shift`].
pub(crate) fn import_shifts(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shifts: &[NewShift],
) -> Result<(), Fault> {
    shifts.iter().try_for_each(|shift| crate::actions::add_shift(tx, actor, shift).map(|_| ()))
}

/// Asks a colleague to take one of one's own shifts.
///
/// # Errors
/// Refused where the shift is not one's own or has begun, and where the colleague cannot take it.
pub(crate) fn ask_swap(
    tx: &mut Tx<'_>,
    actor: &Actor,
    shift: Id,
    to: Option<Id>,
) -> Result<Id, Fault> {
    OWN_SHIFTS.ask(actor)?;
    let row = sql::find_shift(tx, shift)?.filter(|row| row.account_id == actor.account);
    let row = row.ok_or(Fault::NotFound)?;
    let to = to.ok_or_else(|| Fault::at("to", "cannot_swap", |lang| words(lang).cannot_swap()))?;
    can_take(tx, &row, to)?;
    if sql::list_swaps(tx)?.iter().any(|swap| swap.shift_id == shift) {
        return Err(Fault::refused("swap_waits", |lang| words(lang).swap_waits()));
    }
    let swap = Swap {
        id: tx.new_id(),
        shift_id: shift,
        to_id: to,
        asked_at: tx.now(),
        asked_by: actor.account,
    };
    sql::insert_swap(tx, &swap)?;
    note(tx, actor, "people.ask_swap", actor.account, json!({ "shift": shift, "to": to }))?;
    Ok(swap.id)
}

/// Answers a swap: accepted, the shift is theirs from now on.
///
/// # Errors
/// [`Fault::NotFound`] where nobody asked; refused where they cannot take it any more.
pub(crate) fn answer_swap(
    tx: &mut Tx<'_>,
    actor: &Actor,
    swap: Id,
    accepts: bool,
) -> Result<(), Fault> {
    OWN_SHIFTS.ask(actor)?;
    let asked = sql::list_swaps(tx)?.into_iter().find(|row| row.id == swap);
    // Whoever asked may take it back.
    let mine =
        |row: &Swap| row.to_id == actor.account || (!accepts && row.asked_by == actor.account);
    let asked = asked.filter(mine).ok_or(Fault::NotFound)?;
    let row = sql::find_shift(tx, asked.shift_id)?.ok_or(Fault::NotFound)?;
    if accepts {
        can_take(tx, &row, actor.account)?;
        sql::set_shift_cancelled(tx, row.id)?;
        let taken = ShiftRow { id: tx.new_id(), account_id: actor.account, ..row.clone() };
        sql::insert_shift(tx, &taken)?;
    }
    sql::set_swap_answered(tx, swap, accepts)?;
    let act = if accepts { "people.accept_swap" } else { "people.refuse_swap" };
    let particulars = json!({ "shift": row.id, "from": row.account_id, "swap": swap });
    note(tx, actor, act, actor.account, particulars)
}

/// Whether `to` can take a shift that has not begun: appointed to the same role and village for all of
/// it, not away, nothing else at that time.
fn can_take(tx: &mut Tx<'_>, row: &ShiftRow, to: Id) -> Result<(), Fault> {
    if row.starts_at <= tx.now() {
        return Err(Fault::refused("shift_begun", |lang| words(lang).shift_begun()));
    }
    let appointed = sql::list_appointments(tx)?;
    let stands_at = |at: Time| {
        appointed.iter().any(|a| {
            let same_village = row.village_id.is_none() || a.village_id == row.village_id;
            a.account_id == to && a.role == row.role && same_village && a.holds_at(at)
        })
    };
    // A certificate that follows another without a gap carries them through the night.
    let last = Time::from_micros(row.ends_at.micros() - 1);
    let changes = appointed.iter().filter_map(|a| a.valid_until);
    let mut changes = changes.filter(|at| row.starts_at < *at && *at <= last);
    let fits = stands_at(row.starts_at) && stands_at(last) && changes.all(stands_at);
    let away = sql::list_absences(tx, row.starts_at, row.ends_at)?;
    let away = away.iter().any(|leave| leave.account_id == to);
    if !fits || away || to == row.account_id || !sql::is_open(tx, to)? {
        return Err(Fault::at("to", "cannot_swap", |lang| words(lang).cannot_swap()));
    }
    let busy = sql::list_shifts_between(tx, row.starts_at, row.ends_at)?;
    if busy.iter().any(|shift| shift.account_id == to && shift.kind != ShiftKind::Rest) {
        return Err(Fault::at("to", "busy", |lang| words(lang).already_on_shift()));
    }
    Ok(())
}

/// The permission under which the whole roster is changed.
pub(crate) fn may_edit(actor: &Actor) -> bool {
    EDIT_ROSTER.ask(actor).is_ok()
}
