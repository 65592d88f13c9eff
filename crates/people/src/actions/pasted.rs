//! Rows pasted from a spreadsheet, read as people to be appointed or nominated: each row that cannot
//! stand is named with its line.

use crate::actions::appoint::{Appointee, Unfit, fits};
use crate::actions::nominate::{Nominee, can_assist};
use crate::actions::{NewShift, standing_for};
use crate::rules::ShiftKind;
use crate::sql;
use crate::words::{Words, role_label, shift_label, words};
use base::{Fault, Id, Lang, Role, Time, Zone};
use calendar::Period;
use db::Tx;
use std::collections::BTreeMap;
use ui::{Row, RowFaults, below_head};

/// What rows are read against.
struct Reader {
    zone: Zone,
    villages: BTreeMap<String, Id>,
    faults: RowFaults,
}

/// The moment at which a term ends whose last day is `day`: the end of that day.
pub(crate) fn end_of_day(zone: &Zone, day: Time) -> Time {
    Period::day_of(zone, day).bounds(zone).1
}

/// People to be appointed: name, sign-in name, role, village, last day.
///
/// # Errors
/// Every row that cannot stand.
pub(crate) fn appointees_of(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Vec<Appointee>, Fault> {
    let mut reader = Reader::open(tx)?;
    let mut people: Vec<Appointee> = Vec::new();
    for row in below_head(rows, |l| vec![words(l).person_name()]) {
        let Some(role) = role_of(row.cell(2)) else {
            reader.refuse(row, |w| w.row_role());
            continue;
        };
        let (Ok(village), Ok(until)) = (reader.village(row, 3), reader.last_day(row, 4)) else {
            continue;
        };
        let (name, login) = (row.cell(0).to_owned(), row.cell(1).to_owned());
        let one = Appointee { name, login, role, village, until };
        let twice = people.iter().any(|other| other.login == one.login);
        match fits(tx, &one)? {
            _ if one.name.is_empty() || one.name.chars().count() > 20 => {
                reader.refuse(row, |w| w.row_name());
            }
            _ if twice => reader.refuse(row, |w| w.row_login_twice()),
            Err(unfit) => reader.refuse(row, says(unfit)),
            Ok(()) => people.push(one),
        }
    }
    reader.faults.end(people)
}

/// People to be nominated: village, name, sign-in name, deputy, first day, last day.
///
/// # Errors
/// Every row that cannot stand.
pub(crate) fn nominees_of(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Vec<Nominee>, Fault> {
    let (mut reader, now) = (Reader::open(tx)?, tx.now());
    let mut people: Vec<Nominee> = Vec::new();
    for row in below_head(rows, |l| vec![words(l).village_name(), words(l).village()]) {
        let Ok(Some(village)) = reader.village(row, 0) else {
            if row.cell(0).is_empty() {
                reader.refuse(row, |w| w.no_village());
            }
            continue;
        };
        let (name, login) = (row.cell(1).to_owned(), row.cell(2).to_owned());
        let is_deputy = Lang::ALL.iter().any(|lang| row.cell(3) == words(*lang).deputy());
        let (from, until) = (reader.zone.start_of(&row.day(4)), reader.last_day(row, 5));
        match (from, until) {
            (Some(from), Ok(Some(until))) if !name.is_empty() && name.chars().count() <= 20 => {
                let one = Nominee { name, login, village, is_deputy, from, until };
                let twice = people.iter().any(|other| other.login == one.login);
                match can_assist(tx, &one)? {
                    _ if until <= from || until <= now => {
                        reader.refuse(row, |w| w.ends_before_start());
                    }
                    _ if twice => reader.refuse(row, |w| w.row_login_twice()),
                    Err(unfit) => reader.refuse(row, says(unfit)),
                    Ok(()) => people.push(one),
                }
            }
            (Some(_), Ok(Some(_))) => reader.refuse(row, |w| w.row_name()),
            (Some(_), Ok(None)) | (None, _) => reader.refuse(row, |w| w.row_day()),
            (Some(_), Err(())) => {}
        }
    }
    reader.faults.end(people)
}

/// Shifts of pasted rows: day, from, until, sign-in name, role, what it is. A shift that ends at or
/// before its beginning ends the next day.
///
/// # Errors
/// Every row that cannot stand.
pub(crate) fn shifts_of(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Vec<NewShift>, Fault> {
    let mut reader = Reader::open(tx)?;
    let (appointed, now) = (sql::list_appointments(tx)?, tx.now());
    let accounts: BTreeMap<String, Id> =
        sql::list_people(tx)?.into_iter().map(|p| (p.login, p.id)).collect();
    let mut shifts = Vec::new();
    for row in below_head(rows, |l| vec![words(l).day()]) {
        // The end of a day is the beginning of the next.
        let until = Some(row.time(2)).filter(|time| time != "24:00").unwrap_or("00:00".to_owned());
        let moment = |day: &str, time: &str| reader.zone.parse_local(&format!("{day}T{time}"));
        let bounds = (moment(&row.day(0), &row.time(1)), moment(&row.day(0), &until));
        let (Some(starts), Some(mut ends)) = bounds else {
            reader.refuse(row, |w| w.row_times());
            continue;
        };
        if ends <= starts {
            let next = end_of_day(&reader.zone, starts);
            let day = reader.zone.civil(next).date().to_string();
            ends = moment(&day, &until).unwrap_or(ends);
        }
        let kind = match row.cell(5) {
            "" => Some(ShiftKind::Duty),
            cell => kind_of(cell),
        };
        let (account, role) = (accounts.get(row.cell(3)).copied(), role_of(row.cell(4)));
        let span = (starts, ends);
        let who = account.zip(role);
        let stands = who.and_then(|who| standing_for(&appointed, who, span, now));
        match (stands, kind) {
            (Some(standing), Some(kind)) => shifts.push(NewShift {
                account: standing.account_id,
                role: standing.role,
                village: standing.village_id,
                starts,
                ends,
                kind,
            }),
            (None, _) => reader.refuse(row, |w| w.no_such_standing()),
            (Some(_), None) => reader.refuse(row, |w| w.row_shift_kind()),
        }
    }
    reader.faults.end(shifts)
}

/// What a shift is, by its code or by what it is called.
fn kind_of(cell: &str) -> Option<ShiftKind> {
    let called =
        |kind: &&ShiftKind| Lang::ALL.iter().any(|lang| shift_label(*lang, **kind) == cell);
    ShiftKind::from_code(cell).or_else(|| ShiftKind::ALL.iter().find(called).copied())
}

/// A role by its code or by what it is called.
fn role_of(cell: &str) -> Option<Role> {
    let called = |role: &&Role| Lang::ALL.iter().any(|lang| role_label(*lang, **role) == cell);
    Role::from_code(cell).or_else(|| Role::ALL.iter().find(called).copied())
}

/// What is wrong with somebody who cannot be appointed.
pub(crate) fn says(unfit: Unfit) -> fn(Words) -> &'static str {
    match unfit {
        Unfit::Login => |w| w.login_wrong(),
        Unfit::Taken => |w| w.row_login_taken(),
        Unfit::Closed => |w| w.account_closed(),
        Unfit::Role => |w| w.row_role(),
        Unfit::Assistant => |w| w.row_assistant(),
        Unfit::NoVillage => |w| w.no_village(),
        Unfit::Combined => |w| w.cannot_combine(),
        Unfit::Over => |w| w.row_over(),
    }
}

impl Reader {
    fn open(tx: &mut Tx<'_>) -> Result<Reader, Fault> {
        let villages = sql::list_villages(tx)?.into_iter().map(|v| (v.name, v.id)).collect();
        Ok(Reader { zone: sql::find_zone(tx)?, villages, faults: RowFaults::at("rows") })
    }

    fn refuse(&mut self, row: &Row, say: fn(Words) -> &'static str) {
        self.faults.refuse(row.line, |lang| say(words(lang)));
    }

    /// The village named in a cell; none where the cell is empty.
    fn village(&mut self, row: &Row, cell: usize) -> Result<Option<Id>, ()> {
        match (row.cell(cell), self.villages.get(row.cell(cell))) {
            ("", _) => Ok(None),
            (_, Some(village)) => Ok(Some(*village)),
            (_, None) => {
                self.refuse(row, |w| w.no_village());
                Err(())
            }
        }
    }

    /// The end of the day named in a cell; none where the cell is empty.
    fn last_day(&mut self, row: &Row, cell: usize) -> Result<Option<Time>, ()> {
        match (row.cell(cell), self.zone.start_of(&row.day(cell))) {
            ("", _) => Ok(None),
            (_, Some(day)) => Ok(Some(end_of_day(&self.zone, day))),
            (_, None) => {
                self.refuse(row, |w| w.row_day());
                Err(())
            }
        }
    }
}
