//! What holds of every reckoning, over seeded draws.

use crate::{at, shanghai};
use base::{Chance, Time, Zone};
use calendar::{Date, Days, Limit, Pause, Reckoning, Unit, Why, built_in, reckon};

const DRAWS: usize = 3_000;

struct Draw {
    start: Time,
    limit: Limit,
    pauses: Vec<Pause>,
    extended: u32,
}

fn below(chance: &mut Chance, end: u32) -> u32 {
    chance.below(end.into()).try_into().unwrap()
}

fn draw(chance: &mut Chance) -> Draw {
    let start = at("2015-01-01T00:00").plus_seconds(below(chance, 11 * 365 * 86_400).into());
    let unit = *chance.pick(Unit::ALL).unwrap();
    let most = match unit {
        Unit::Second => 40 * 86_400,
        Unit::Day | Unit::WorkingDay => 90,
        Unit::Month => 14,
        Unit::Year => 3,
    };
    let limit = Limit { unit, count: below(chance, most), rolls: chance.happens(0.5) };
    let pauses = (0..chance.below(4)).map(|n| pause(chance, start, n)).collect();
    Draw { start, limit, pauses, extended: below(chance, most / 3 + 1) }
}

fn pause(chance: &mut Chance, start: Time, n: u64) -> Pause {
    let from = start.plus_seconds(i64::from(below(chance, 60 * 86_400)) - 5 * 86_400);
    let long = if chance.happens(0.5) { 86_400 } else { 20 * 86_400 };
    let until = from.plus_seconds(below(chance, long).into());
    Pause { from, until: Some(until), label: n.to_string() }
}

fn each(seed: u64, check: impl Fn(&Draw, &Days)) {
    let (mut chance, days) = (Chance::seeded(seed), Days::new(built_in()));
    for _ in 0..DRAWS {
        check(&draw(&mut chance), &days);
    }
}

impl Draw {
    fn reckoned(&self, days: &Days) -> Reckoning {
        reckon(self.start, self.limit, &shanghai(), days, &self.pauses, self.extended)
    }

    fn due(&self, days: &Days) -> Time {
        self.reckoned(days).due.unwrap()
    }

    fn told(&self) -> String {
        let local = shanghai().civil(self.start);
        format!("{local} {:?} +{} {:?}", self.limit, self.extended, self.pauses)
    }
}

fn day_of(at: Time) -> Date {
    shanghai().civil(at).date()
}

#[test]
fn more_is_never_due_earlier() {
    each(1, |draw, days| {
        let more = Limit { count: draw.limit.count + 1, ..draw.limit };
        let more = Draw { limit: more, pauses: draw.pauses.clone(), ..*draw };
        assert!(draw.due(days) <= more.due(days), "{}", draw.told());
        assert!(draw.start <= draw.due(days), "{}", draw.told());
    });
}

#[test]
fn a_last_day_that_must_be_a_working_day_is_one() {
    each(2, |draw, days| {
        let must = draw.limit.rolls && draw.limit.unit != Unit::Second;
        if must || draw.limit.unit == Unit::WorkingDay {
            assert!(days.is_working(day_of(draw.due(days))), "{}", draw.told());
        }
    });
}

#[test]
fn as_many_are_counted_as_were_to_be() {
    each(3, |draw, days| {
        let said = draw.reckoned(days);
        let counted: Vec<_> = said.steps.iter().filter_map(|step| step.counted).collect();
        let total = draw.limit.count + draw.extended;
        if matches!(draw.limit.unit, Unit::Day | Unit::WorkingDay) {
            assert_eq!(counted.last().copied().unwrap_or_default(), total, "{}", draw.told());
            if total <= 40 && said.steps.iter().all(|step| step.from == step.to) {
                assert_eq!(counted, (1..=total).collect::<Vec<_>>(), "{}", draw.told());
            }
        }
    });
}

/// The same, counted a second time by nothing but the calendar.
#[test]
fn between_start_and_last_day_lie_as_many_working_days() {
    each(4, |draw, days| {
        let limit =
            Limit { unit: Unit::WorkingDay, count: draw.limit.count % 90 + 1, ..draw.limit };
        let draw = Draw { limit, pauses: Vec::new(), extended: 0, ..*draw };
        let (mut day, last) = (day_of(draw.start), day_of(draw.due(days)));
        let mut working = 0;
        while day < last {
            day = day.tomorrow().unwrap();
            working += u32::from(days.is_working(day));
        }
        assert_eq!(working, limit.count, "{}", draw.told());
    });
}

#[test]
fn pausing_and_extending_never_make_it_earlier() {
    each(5, |draw, days| {
        let unpaused = Draw { pauses: Vec::new(), ..*draw };
        assert!(unpaused.due(days) <= draw.due(days), "{}", draw.told());
        let short = Draw { pauses: draw.pauses.clone(), extended: 0, ..*draw };
        assert!(short.due(days) <= draw.due(days), "{}", draw.told());
    });
}

#[test]
fn a_trace_runs_from_the_start_to_the_last_day_without_a_gap() {
    each(6, |draw, days| {
        let said = draw.reckoned(days);
        let (first, last) = (said.steps.first().unwrap(), said.steps.last().unwrap());
        assert_eq!((first.from, &first.why), (day_of(draw.start), &Why::Start));
        assert_eq!((last.to, &last.why), (day_of(said.due.unwrap()), &Why::Last));
        assert!(said.steps.len() <= Reckoning::MOST_STEPS, "{}", draw.told());
        if draw.limit.unit != Unit::Second {
            for two in said.steps.windows(2) {
                let next = two[0].to.tomorrow().unwrap();
                let ends_here = two[1].why == Why::Last && two[1].from == two[0].to;
                assert!(two[1].from == next || ends_here, "{} {two:?}", draw.told());
            }
        }
    });
}

/// Nights without a midnight, days of 23 and 25 hours: a day ends where the next begins. (Apia left
/// out a whole day at the end of 2011; that day has no last second.)
#[test]
fn any_zone_has_a_last_second() {
    let days = Days::new(built_in());
    for name in
        ["America/New_York", "America/Santiago", "Asia/Beirut", "America/Havana", "Pacific/Apia"]
    {
        let zone = Zone::named(name).unwrap();
        let begin = Time::parse("2012-01-01T00:00:00Z").unwrap();
        for hour in (0..3 * 365 * 24).step_by(7) {
            let start = begin.plus_seconds(hour * 3_600);
            let limit = Limit { unit: Unit::Day, count: 1, rolls: false };
            let due = reckon(start, limit, &zone, &days, &[], 0).due.unwrap();
            let day = |at| zone.civil(at).date();
            assert!(day(start) < day(due), "{name} {start}");
            assert!(day(due) < day(due.plus_seconds(1)), "{name} {start}");
        }
    }
}
