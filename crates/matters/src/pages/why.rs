//! 为什么是这天: every limit that runs on a matter, with its rule and version, where it comes from, the
//! days counted one by one, what put it off and who may put it off further.

use crate::actions::{NOTE, load_for};
use crate::rules::{ClockStep, Sight};
use crate::sql::{self, PendingTimer};
use crate::words::{Words, clock_label, unit_words, why_words, words};
use askama::Template;
use base::{Fault, Time};
use calendar::{Days, Limit, Reckoning, Step, Unit};
use db::Tx;
use serde_json::{Value, json};
use ui::{Ask, Html, Json, Page, Visit, frame};

struct LineView {
    days: String,
    counted: String,
    why: String,
}

struct WhyView {
    title: String,
    source: String,
    from: String,
    limit: String,
    due: String,
    extended: Option<String>,
    may_extend: String,
    /// A notice of the year has not been published: the date may still move.
    provisional: Option<String>,
    /// Whether days are counted, and not minutes.
    counts: bool,
    lines: Vec<LineView>,
}

#[derive(Template)]
#[template(path = "matters/why.html")]
struct WhyTemplate {
    w: Words,
    number: String,
    clocks: Vec<WhyView>,
}

/// A limit as it was reckoned.
struct Reckoned {
    timer: PendingTimer,
    step: ClockStep,
    reckoning: Reckoning,
    extended_s: i64,
    cap_s: Option<i64>,
}

/// The limits that run on the matter, each once, with how they were counted.
fn reckoned(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<(String, Vec<Reckoned>), Fault> {
    let (matter, _, sight) = load_for(tx, &visit.actor, &NOTE, &ask.target)?;
    if sight > Sight::Masked {
        return Err(Fault::NotFound);
    }
    let zone = people::find_zone(tx)?;
    let mut found: Vec<Reckoned> = Vec::new();
    for timer in sql::list_timers(tx, matter.id)? {
        let twice = |other: &Reckoned| {
            other.timer.rule == timer.rule && other.timer.subject_id == timer.subject_id
        };
        if found.iter().any(twice) {
            continue;
        }
        let steps = sql::list_steps_of(tx, &timer.rule, timer.rule_version, matter.level)?;
        let limit = steps.iter().find(|step| step.is_limit).or(steps.last());
        let Some(step) = limit.cloned() else { continue };
        let extended_s = match sql::find_stay(tx, matter.id, &timer.rule)? {
            Some(stay) => sql::sum_extensions(tx, matter.id, &timer.rule, stay)?.1,
            None => 0,
        };
        let cap_s = sql::find_extension_cap(tx, &timer.rule)?;
        // As the table stood when the clock was set: a limit that runs keeps its date.
        let days = people::days_at(tx, timer.id.made_at())?;
        let reckoning = reckon(&step, timer.from_at, &zone, &days, extended_s);
        found.push(Reckoned { timer, step, reckoning, extended_s, cap_s });
    }
    Ok((matter.number, found))
}

/// How a limit was counted; what put it off is counted on in its own unit.
fn reckon(
    step: &ClockStep,
    from: Time,
    zone: &base::Zone,
    days: &Days,
    extended_s: i64,
) -> Reckoning {
    let limit = step.limit();
    let extended = match limit.unit {
        Unit::Second => extended_s,
        Unit::Day | Unit::WorkingDay | Unit::Month | Unit::Year => extended_s / 86_400,
    };
    calendar::reckon(from, limit, zone, days, &[], u32::try_from(extended).unwrap_or(u32::MAX))
}

/// The page.
pub(crate) fn why(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let w = words(visit.lang());
    let (number, found) = reckoned(tx, visit, ask)?;
    let clocks = found.iter().map(|one| view(visit, one)).collect();
    let body = Html::of(&WhyTemplate { w, number, clocks })?;
    let title = w.why_title();
    frame(visit, &Page { title, class: "page page-narrow", body, ..Page::default() })
}

fn view(visit: &Visit, one: &Reckoned) -> WhyView {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let Reckoned { timer, step, reckoning, .. } = one;
    let amount = |limit: Limit| unit_words(lang, limit.unit, limit.count.into());
    let line = |step: &Step| LineView {
        days: match step.from == step.to {
            true => step.from.to_string(),
            false => w.days_from_to(step.from, step.to),
        },
        counted: step.counted.map_or(String::new(), |number| w.counted(number)),
        why: why_words(lang, &step.why),
    };
    WhyView {
        title: clock_label(lang, &timer.rule).to_owned(),
        source: w.rule_source(&timer.source, timer.rule_version),
        from: dates.full(timer.from_at),
        limit: amount(step.limit()),
        due: reckoning.due.map_or(w.stands_still().to_owned(), |due| dates.full(due)),
        extended: (one.extended_s > 0).then(|| unit_words(lang, Unit::Second, one.extended_s)),
        may_extend: match one.cap_s {
            Some(cap) => w.may_extend(unit_words(lang, Unit::Second, cap)),
            None => w.may_not_extend().to_owned(),
        },
        provisional: reckoning.provisional_from.map(|year| w.provisional(year)),
        counts: reckoning.steps.iter().any(|step| step.counted.is_some()),
        lines: reckoning.steps.iter().map(line).collect(),
    }
}

/// The same in JSON.
pub(crate) fn why_data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let (number, found) = reckoned(tx, visit, ask)?;
    let step = |step: &Step| {
        json!({
            "from": step.from.to_string(), "to": step.to.to_string(), "counted": step.counted,
            "why": why_words(base::Lang::En, &step.why),
        })
    };
    let clock = |one: &Reckoned| {
        let limit = one.step.limit();
        json!({
            "rule": one.timer.rule, "version": one.timer.rule_version,
            "source": one.timer.source, "from": one.timer.from_at, "unit": limit.unit.code(),
            "count": limit.count, "extended_s": one.extended_s, "cap_s": one.cap_s,
            "due": one.reckoning.due, "provisional_from": one.reckoning.provisional_from,
            "steps": one.reckoning.steps.iter().map(step).collect::<Vec<Value>>(),
        })
    };
    let clocks: Vec<Value> = found.iter().map(clock).collect();
    Json::of(&json!({ "number": number, "clocks": clocks }))
}
