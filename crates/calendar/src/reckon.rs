//! Counts a limit: from its start to the last second that is in time.

use crate::pause::{Standstill, merged};
use crate::trace::Trace;
use crate::walk::Walk;
use crate::{Days, Limit, Pause, Reckoning, Step, Unit, Why};
use base::{Time, Zone};

/// When `limit`, started at `start` and made longer by `extended` of its units, is due in `zone`.
///
/// - Seconds run from the moment; what pauses overlap is added, each moment once.
/// - Days, months and years end at the last second of their last day (the house reads that second as
///   in time). The day of the start is not counted. An extension is counted on from the limit itself,
///   not from a last day that had moved: one month from 31 January and one more is 31 March.
/// - A day that a pause touches, wholly or in part, is not counted; a month is then as many days longer.
///   Nor is it a last day.
/// - `rolls` moves a last day that is off to the next working day.
///
/// A limit of days ends within a hundred years of its start, pauses included. That is a bound for the
/// counting, not a rule of law.
pub fn reckon(
    start: Time,
    limit: Limit,
    zone: &Zone,
    days: &Days,
    pauses: &[Pause],
    extended: u32,
) -> Reckoning {
    let total = limit.count.saturating_add(extended);
    let stills = merged(pauses, start);
    match limit.unit {
        Unit::Second => seconds(start, total, zone, &stills),
        Unit::Day | Unit::WorkingDay | Unit::Month | Unit::Year => {
            let limit = Limit { count: total, ..limit };
            Walk::new(zone.civil(start).date(), limit, days, zone, &stills).finish(zone)
        }
    }
}

fn seconds(start: Time, total: u32, zone: &Zone, stills: &[Standstill<'_>]) -> Reckoning {
    let mut trace = Trace::new(false);
    trace.say(zone.civil(start).date(), None, Why::Start);
    let (mut due, mut paused_micros) = (Some(start.plus_seconds(total.into())), 0);
    for still in stills {
        let Some(end) = due.filter(|due| still.from < *due) else { break };
        let (from, to) = (still.first(zone), still.last(zone));
        let why = Why::Paused(still.label.to_owned());
        trace.push(Step { from, to: to.unwrap_or(from), counted: None, why });
        let micros = still.until.map(|until| until.micros() - still.from.micros());
        paused_micros += micros.unwrap_or_default();
        due = micros.map(|micros| Time::from_micros(end.micros().saturating_add(micros)));
    }
    if let Some(due) = due {
        trace.say(zone.civil(due).date(), None, Why::Last);
    }
    let steps = trace.finish();
    Reckoning { due, steps, paused_s: paused_micros / 1_000_000, provisional_from: None }
}
