//! The roster of a week: who is on duty as what, where nobody is, swaps that wait, and the forms.

use crate::actions::{NewShift, OWN_SHIFTS, list_gaps, may_edit, shifts_of};
use crate::api::ROSTER_ACTS;
use crate::pages::villages::{Villages, villages};
use crate::rules::{Gap, ShiftKind};
use crate::sql::{self, ShiftRow, Swap};
use crate::words::{Words, role_label, shift_label, words};
use askama::Template;
use base::{Fault, Id, Role, Time};
use calendar::Period;
use db::Tx;
use std::collections::BTreeMap;
use ui::{Act, Ask, Form, Html, Options, Page, Visit, act_of, frame, readable, rows};

const DAYS: usize = 7;

struct CellView {
    /// The day, for screens too narrow for a table.
    day: String,
    /// Who, when, what, and the forms for whoever may change it.
    shifts: Vec<(String, Option<Html>)>,
    /// Stretches with nobody, or too few.
    gaps: Vec<String>,
}

struct RowView {
    title: String,
    days: Vec<CellView>,
}

#[derive(Template)]
#[template(path = "people/roster.html")]
struct RosterTemplate {
    w: Words,
    days: Vec<String>,
    rows: Vec<RowView>,
    before: String,
    after: String,
    /// How many gaps the week has.
    gaps: usize,
    /// The visitor's own shifts of the next two weeks.
    mine: Vec<(String, Option<Html>)>,
    swaps: Vec<(String, Vec<Html>)>,
    preview: Vec<String>,
    forms: Vec<(&'static str, Html)>,
}

struct Drawing<'a> {
    visit: &'a Visit,
    ask: &'a Ask,
    names: BTreeMap<Id, String>,
    villages: Villages,
    /// The days of the week with their bounds.
    days: Vec<(Time, Time)>,
    shifts: Vec<ShiftRow>,
    gaps: Vec<Gap>,
    colleagues: Vec<(Id, Role, Option<Id>)>,
    edits: bool,
}

/// The page.
pub(crate) fn roster(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    OWN_SHIFTS.ask(&visit.actor)?;
    let w = words(visit.lang());
    let zone = &visit.station.zone;
    let asked = ask.query.day("week").unwrap_or(visit.now);
    let monday = Period::week_of(zone, asked).bounds(zone).0;
    let mut days = vec![Period::day_of(zone, monday).bounds(zone)];
    while let (Some((_, next)), true) = (days.last().copied(), days.len() < DAYS) {
        days.push(Period::day_of(zone, next).bounds(zone));
    }
    let (from, until) = (monday, days.last().map_or(monday, |(_, end)| *end));
    let drawing = Drawing {
        visit,
        ask,
        names: sql::list_people(tx)?.into_iter().map(|p| (p.id, p.name)).collect(),
        villages: villages(tx)?,
        shifts: sql::list_shifts_between(tx, from, until)?,
        gaps: list_gaps(tx, from.max(visit.now), until)?,
        colleagues: colleagues(tx)?,
        edits: may_edit(&visit.actor),
        days,
    };
    let swaps = sql::list_swaps(tx)?;
    let week = |at: Time| format!("/roster?week={}", visit.dates().day_field(at));
    let template = RosterTemplate {
        w,
        days: drawing.days.iter().map(|(day, _)| drawing.day_title(*day)).collect(),
        rows: drawing.rows()?,
        before: week(from.plus_seconds(-DAY_S)),
        after: week(until),
        gaps: drawing.gaps.len(),
        mine: drawing.mine(tx)?,
        swaps: drawing.swaps(tx, &swaps)?,
        preview: drawing.preview(tx)?,
        forms: drawing.forms()?,
    };
    let body = Html::of(&template)?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.roster_title(), class: "page", body, draft })
}

const DAY_S: i64 = 86_400;
/// So far ahead one's own shifts are listed.
const AHEAD_S: i64 = 14 * DAY_S;

fn act(name: &str) -> &'static Act {
    act_of(ROSTER_ACTS, name)
}

fn colleagues(tx: &mut Tx<'_>) -> Result<Vec<(Id, Role, Option<Id>)>, Fault> {
    let incumbents = sql::list_incumbents(tx)?;
    Ok(incumbents.into_iter().map(|p| (p.account, p.role, p.village)).collect())
}

impl Drawing<'_> {
    fn name(&self, id: Id) -> &str {
        self.names.get(&id).map_or("", String::as_str)
    }

    fn day_title(&self, day: Time) -> String {
        let w = words(self.visit.lang());
        let civil = self.visit.station.zone.civil(day);
        let names = [
            w.monday(),
            w.tuesday(),
            w.wednesday(),
            w.thursday(),
            w.friday(),
            w.saturday(),
            w.sunday(),
        ];
        let weekday = usize::from(civil.weekday().to_monday_zero_offset().unsigned_abs());
        format!("{} {}/{}", names[weekday.min(DAYS - 1)], civil.month(), civil.day())
    }

    /// One row for each role that has shifts or wants any; assistants by village.
    fn rows(&self) -> Result<Vec<RowView>, Fault> {
        let mut keys: Vec<(Role, Option<Id>)> = Vec::new();
        let split =
            |role: Role, village: Option<Id>| (role, village.filter(|_| role == Role::Assistant));
        keys.extend(self.shifts.iter().map(|shift| split(shift.role, shift.village_id)));
        keys.extend(self.gaps.iter().map(|gap| split(gap.want.role, gap.want.village)));
        keys.sort_by_key(|(role, village)| (*role, village.map(|id| self.villages.place(id))));
        keys.dedup();
        keys.into_iter().map(|key| self.row(key)).collect()
    }

    fn row(&self, key: (Role, Option<Id>)) -> Result<RowView, Fault> {
        let village = key.1.map_or("", |id| self.villages.name(id));
        let title = format!("{} {village}", role_label(self.visit.lang(), key.0)).trim().to_owned();
        let days = self.days.iter().map(|day| self.cell(key, *day));
        Ok(RowView { title, days: days.collect::<Result<_, _>>()? })
    }

    fn cell(&self, key: (Role, Option<Id>), day: (Time, Time)) -> Result<CellView, Fault> {
        let (dates, w) = (self.visit.dates(), words(self.visit.lang()));
        let of = |role: Role, village: Option<Id>| {
            role == key.0 && (key.1.is_none() || village == key.1)
        };
        // A shift stands on the day on which it begins, and on Monday if it began before the week.
        let begins = |shift: &&ShiftRow| {
            let first = self.days.first().is_some_and(|first| *first == day);
            let before = first && shift.starts_at < day.0;
            before || (day.0 <= shift.starts_at && shift.starts_at < day.1)
        };
        let here = self.shifts.iter().filter(|s| of(s.role, s.village_id)).filter(begins);
        let shifts = here.map(|shift| {
            let until = if shift.ends_at == day.1 {
                w.midnight().to_owned()
            } else {
                dates.clock(shift.ends_at)
            };
            let from = dates.clock(shift.starts_at);
            let kind = if shift.kind == ShiftKind::Duty {
                ""
            } else {
                shift_label(self.visit.lang(), shift.kind)
            };
            let line = format!("{} {from}–{until} {kind}", self.name(shift.account_id));
            Ok((line.trim().to_owned(), self.shift_form(shift)?))
        });
        let shifts = shifts.collect::<Result<_, Fault>>()?;
        let gaps = self.gaps.iter().filter(|gap| of(gap.want.role, gap.want.village));
        let gaps = gaps.filter(|gap| gap.want.from < day.1 && day.0 < gap.want.until);
        let gaps = gaps.map(|gap| {
            let (from, until) = (gap.want.from.max(day.0), gap.want.until.min(day.1));
            let until = if until == day.1 { w.midnight().to_owned() } else { dates.clock(until) };
            w.gap(dates.clock(from), until, gap.there, gap.want.least)
        });
        Ok(CellView { day: self.day_title(day.0), shifts, gaps: gaps.collect() })
    }

    /// Cancelling for whoever changes the roster, a swap for whoever has the shift.
    fn shift_form(&self, shift: &ShiftRow) -> Result<Option<Html>, Fault> {
        let (visit, draft, id) = (self.visit, &self.ask.draft, shift.id.to_string());
        if shift.account_id == visit.actor.account && shift.starts_at > visit.now {
            let others = self.colleagues.iter().filter(|(account, role, village)| {
                let near = shift.village_id.is_none() || *village == shift.village_id;
                *account != shift.account_id && *role == shift.role && near
            });
            let option = |(account, ..): &(Id, Role, Option<Id>)| {
                (account.to_string(), self.name(*account).to_owned())
            };
            let options: Options = others.map(option).collect();
            let form = Form::new(act("people.ask_swap"), visit, id, draft).options("to", options);
            return form.html().map(Some);
        }
        if self.edits && shift.ends_at > visit.now {
            return Form::new(act("people.cancel_shift"), visit, id, draft).html().map(Some);
        }
        Ok(None)
    }

    fn mine(&self, tx: &mut Tx<'_>) -> Result<Vec<(String, Option<Html>)>, Fault> {
        let (visit, dates) = (self.visit, self.visit.dates());
        let until = visit.now.plus_seconds(AHEAD_S);
        let own = sql::list_shifts_between(tx, visit.now, until)?;
        let own = own.iter().filter(|shift| shift.account_id == visit.actor.account);
        let line = |shift: &ShiftRow| {
            let (from, until) = (dates.minute(shift.starts_at), dates.minute(shift.ends_at));
            let kind = shift_label(visit.lang(), shift.kind);
            Ok((format!("{from} – {until} {kind}"), self.shift_form(shift)?))
        };
        own.map(line).collect()
    }

    /// The swaps that concern the visitor.
    fn swaps(&self, tx: &mut Tx<'_>, swaps: &[Swap]) -> Result<Vec<(String, Vec<Html>)>, Fault> {
        let (w, dates) = (words(self.visit.lang()), self.visit.dates());
        let mut views = Vec::new();
        for swap in swaps {
            let own = swap.asked_by == self.visit.actor.account;
            if !own && swap.to_id != self.visit.actor.account {
                continue;
            }
            let Some(shift) = sql::find_shift(tx, swap.shift_id)? else { continue };
            let (from, until) = (dates.minute(shift.starts_at), dates.minute(shift.ends_at));
            let line = w.swap_line(self.name(swap.asked_by), self.name(swap.to_id), from, until);
            let names: &[&str] = if own {
                &["people.refuse_swap"]
            } else {
                &["people.accept_swap", "people.refuse_swap"]
            };
            let form = |name: &&str| {
                Form::new(act(name), self.visit, swap.id.to_string(), &self.ask.draft).html()
            };
            views.push((line, names.iter().map(form).collect::<Result<_, _>>()?));
        }
        Ok(views)
    }

    fn forms(&self) -> Result<Vec<(&'static str, Html)>, Fault> {
        if !self.edits {
            return Ok(Vec::new());
        }
        let (w, visit, draft) = (words(self.visit.lang()), self.visit, &self.ask.draft);
        let add = Form::new(act("people.add_shift"), visit, "", draft)
            .options("account", self.in_office())
            .value("kind", ShiftKind::Duty.code());
        let paste =
            Form::new(act("people.import_shifts"), visit, "", draft).look("", "btn btn-primary");
        Ok(vec![(w.import_shifts(), paste.html()?), (w.add_shift(), add.html()?)])
    }

    /// Whoever can have a shift, role by role and village by village.
    fn in_office(&self) -> Options {
        let mut people = self.colleagues.clone();
        let village = |id: Option<Id>| id.map(|id| self.villages.place(id));
        people.sort_by_key(|(id, role, of)| (*role, village(*of), self.name(*id).to_owned()));
        let mut options = Options::new();
        for (id, role, of) in people {
            let id_text = id.to_string();
            let village = of.map_or("", |id| self.villages.name(id));
            let role = role_label(self.visit.lang(), role);
            let office = format!("{role} {village}");
            let label = words(self.visit.lang()).in_office(self.name(id), office.trim());
            if options.iter().all(|(known, _)| *known != id_text) {
                options.push((id_text, label));
            }
        }
        options
    }

    fn preview(&self, tx: &mut Tx<'_>) -> Result<Vec<String>, Fault> {
        let Some(draft) = self.ask.draft.of(act("people.import_shifts")) else {
            return Ok(Vec::new());
        };
        let dates = self.visit.dates();
        let shifts = readable(shifts_of(tx, &rows(draft.typed("rows").unwrap_or_default())))?;
        let line = |shift: &NewShift| {
            let (from, until) = (dates.minute(shift.starts), dates.minute(shift.ends));
            let role = role_label(self.visit.lang(), shift.role);
            let kind = shift_label(self.visit.lang(), shift.kind);
            format!("{} {role} {kind} {from}–{until}", self.name(shift.account))
        };
        Ok(shifts.iter().map(line).collect())
    }
}
