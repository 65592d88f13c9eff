//! Counting a period, and freezing what was counted.

use crate::rules::{Body, Class, Fact, Name, Tally, Timing};
use crate::sql::{self, ReportRow, RuleRow};
use crate::words::{RULES, words};
use base::{Actor, Fault, Id, Permission, Role, Scope, Zone};
use calendar::Period;
use db::Tx;
use incidents::{Counted, Moments, Stage};
use journal::{Line, Subject};
use serde_json::json;
use std::collections::BTreeMap;

/// Reading reports: whoever commands, the officers, and the street's leader of the joint team.
pub static READ: Permission = Permission {
    code: "analysis.read",
    label: |lang| words(lang).may_read(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Station),
        (Role::Street, Scope::Station),
    ],
};

/// Freezing a report 定稿. The station's own job does it too, at the cut-off.
pub static FREEZE: Permission = Permission {
    code: "analysis.freeze",
    label: |lang| words(lang).act_freeze(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Desk, Scope::Station),
        (Role::System, Scope::Station),
    ],
};

/// A base below this is called small. Source: the station's own convention on statistics.
pub(crate) const SMALL_BASE: &str = "small_base";
/// So many seconds after its end a day, a week is frozen by itself.
pub(crate) const CUT_OFF: [&str; 2] = ["day_cut_off", "week_cut_off"];

/// Writes the rules of reports with which a station begins.
///
/// # Errors
/// Those of the engine.
pub fn add_defaults(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let now = tx.now();
    RULES.iter().try_for_each(|(code, value, source)| {
        let (code, source) = ((*code).to_owned(), (*source).to_owned());
        sql::insert_rule(tx, &RuleRow { code, version: 1, value: *value, source, valid_from: now })
    })
}

/// Counts a period as it stands now.
pub(crate) fn count(tx: &mut Tx<'_>, period: Period) -> Result<Body, Fault> {
    let zone = people::find_zone(tx)?;
    let facts = list_facts(tx, period, &zone)?;
    let (_, end) = period.bounds(&zone);
    let open = incidents::list_counted_open(tx, end)?;
    let year = match period.year_before() {
        Some(year) => Some(tally(tx, year, &zone)?),
        None => None,
    };
    Ok(Body {
        facts,
        before: tally(tx, period.before(), &zone)?,
        year,
        unfinished: open.iter().map(|row| fact(row, None, &zone)).collect(),
        small_base: sql::find_rule(tx, SMALL_BASE)?.unwrap_or_default(),
    })
}

/// The incidents of a period, as they count now.
pub(crate) fn list_facts(tx: &mut Tx<'_>, period: Period, zone: &Zone) -> Result<Vec<Fact>, Fault> {
    let (from, to) = period.bounds(zone);
    let moments = incidents::list_moments(tx, from, to)?;
    let moments: BTreeMap<Id, Moments> = moments.into_iter().map(|m| (m.matter_id, m)).collect();
    let rows = incidents::list_counted(tx, from, to)?;
    Ok(rows.iter().map(|row| fact(row, moments.get(&row.matter_id), zone)).collect())
}

fn tally(tx: &mut Tx<'_>, period: Period, zone: &Zone) -> Result<Tally, Fault> {
    let (from, to) = period.bounds(zone);
    let mut tally = Tally::default();
    for row in incidents::list_counted(tx, from, to)? {
        let village = row.village_id.map(|id| id.to_string());
        tally.add(class_of(&row), first_level(&row.topic), village.as_deref());
    }
    Ok(tally)
}

fn first_level(kind: &str) -> &str {
    kind.split('-').next().unwrap_or(kind)
}

fn class_of(row: &Counted) -> Class {
    let is_withdrawn = row.state == Stage::Withdrawn.code();
    Class::of(row.master_id.is_some(), is_withdrawn, first_level(&row.topic))
}

fn fact(row: &Counted, moments: Option<&Moments>, zone: &Zone) -> Fact {
    let class = class_of(row);
    let counts = class == Class::Effective;
    let timing = |of: &dyn Fn(&Moments) -> Timing| moments.map_or(Timing::NotDue, of);
    Fact {
        number: row.number.clone(),
        at: row.opened_at.micros(),
        hour: i64::from(zone.civil(row.opened_at).hour()),
        kind: first_level(&row.topic).to_owned(),
        village: row.village_id.map(|id| id.to_string()),
        class,
        state: row.state.clone(),
        open: row.is_open,
        sign: timing(&|m| {
            let due = m.outer_number.is_some() && class != Class::Merged;
            Timing::of(due, m.station_signed_at.map(|at| at.seconds_since(m.received_at)))
        }),
        set_out: timing(&|m| {
            let due = counts && m.sent_at.is_some() && m.by_telephone_at.is_none();
            let sent = m.sent_at.unwrap_or(m.received_at);
            Timing::of(due, m.set_out_at.map(|at| at.seconds_since(sent)))
        }),
        feedback: timing(&|m| {
            Timing::of(counts, m.fed_back_at.map(|at| at.seconds_since(m.received_at)))
        }),
    }
}

/// A report as it is frozen, or as it would be.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) name: Name,
    pub(crate) frozen: Option<ReportRow>,
    pub(crate) body: Body,
}

/// The report of this number.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such period yet.
pub(crate) fn load(tx: &mut Tx<'_>, number: &str) -> Result<Report, Fault> {
    let name = Name::parse(number).ok_or(Fault::NotFound)?;
    if let Some(row) = sql::find_report(tx, number)? {
        let body = sql::load_body(tx, row.id)?;
        let body = serde_json::from_str(&body).map_err(Fault::internal)?;
        return Ok(Report { name, frozen: Some(row), body });
    }
    if name.0.bounds(&people::find_zone(tx)?).0 > tx.now() {
        return Err(Fault::NotFound);
    }
    Ok(Report { name, frozen: None, body: count(tx, name.0)? })
}

/// Freezes the report of this number: what was counted is kept with the position of the journal.
///
/// # Errors
/// Refused before its period is over, and where it is frozen already.
pub fn freeze(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Id, Fault> {
    let leave = FREEZE.ask(actor)?;
    let mut change = journal::begin(tx)?;
    let name = Name::parse(number).ok_or(Fault::NotFound)?;
    let (starts_at, ends_at) = name.0.bounds(&people::find_zone(tx)?);
    if starts_at > tx.now() {
        return Err(Fault::NotFound);
    }
    if ends_at > tx.now() {
        return Err(Fault::refused("not_over_yet", |lang| words(lang).not_over_yet()));
    }
    if sql::find_report(tx, number)?.is_some() {
        return Err(Fault::refused("already_frozen", |lang| words(lang).already_frozen()));
    }
    let body = count(tx, name.0)?;
    let row = ReportRow {
        id: tx.new_id(),
        number: number.to_owned(),
        position: change.number() - 1,
        frozen_at: tx.now(),
        frozen_by: actor.account,
        starts_at,
        ends_at,
    };
    sql::insert_report(tx, &row, &serde_json::to_string(&body).map_err(Fault::internal)?)?;
    let line = Line {
        act: "analysis.freeze",
        subject: Subject { kind: "report", id: row.id },
        capacity: leave.role,
        reason: None,
        particulars: json!({ "number": number, "received": body.facts.len(), "to": row.position }),
    };
    journal::record(tx, &mut change, actor, line)?;
    Ok(row.id)
}

/// The reports whose cut-off has passed and that nobody has frozen: the last day and the last week,
/// but none that was over before the station kept reports.
///
/// # Errors
/// Those of the engine.
pub fn list_due(tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
    let (zone, now) = (people::find_zone(tx)?, tx.now());
    let last = [Period::day_of(&zone, now).before(), Period::week_of(&zone, now).before()];
    let mut due = Vec::new();
    for (period, rule) in last.into_iter().zip(CUT_OFF) {
        let Some(after_s) = sql::find_rule(tx, rule)? else { continue };
        let number = Name(period).to_string();
        let end = period.bounds(&zone).1;
        if end.plus_seconds(after_s) <= now
            && sql::find_report(tx, &number)?.is_none()
            && sql::rule_since(tx, rule)?.is_some_and(|since| since < end)
        {
            due.push(number);
        }
    }
    Ok(due)
}
