//! Steps of a clock: when they are due, what they do, what an extension moves.

use base::{Time, Zone};
use calendar::{Days, Limit, Unit};

base::codes! {
    /// What a clock does when it runs out.
    pub enum Effect {
        /// Warns the manager that most of the time is gone.
        Warn = "warn",
        /// Reminds the watcher.
        Remind = "remind",
        /// Alarms watcher and manager.
        Alarm = "alarm",
        /// Tells the leader on duty.
        Leader = "leader",
        /// Tells the station chief.
        Chief = "chief",
        /// Tells the two leaders: station chief and street.
        Heads = "heads",
    }
}

/// One step of a clock rule of the station.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockStep {
    /// Which version of the rule.
    pub version: i64,
    /// Its place on the ladder.
    pub step: i64,
    /// After how many seconds; for a limit of days only once it is known from when it counts.
    pub after_s: i64,
    /// What it counts in.
    pub unit: Unit,
    /// How many of that unit, where it is not seconds.
    pub units: i64,
    /// What happens then.
    pub effect: Effect,
    /// Whether this step is the limit that people see counting.
    pub is_limit: bool,
}

impl ClockStep {
    /// What is counted.
    pub fn limit(&self) -> Limit {
        let count = match self.unit {
            Unit::Second => self.after_s,
            Unit::Day | Unit::WorkingDay | Unit::Month | Unit::Year => self.units,
        };
        // A last day that is off moves to the next working day 民法典 203; hours never do.
        let rolls = self.unit != Unit::Second;
        Limit { unit: self.unit, count: u32::try_from(count).unwrap_or(u32::MAX), rolls }
    }

    /// Counts a step of days from `from`, made longer by so many of them.
    pub(crate) fn count_from(&mut self, from: Time, zone: &Zone, days: &Days, extended: u32) {
        let due = calendar::reckon(from, self.limit(), zone, days, &[], extended).due;
        self.after_s = due.map_or(self.after_s, |due| due.seconds_since(from));
    }
}

/// When the limit of a clock that started at `from` is due.
pub fn limit(steps: &[ClockStep], from: Time) -> Option<Time> {
    let step = steps.iter().find(|step| step.is_limit)?;
    Some(calendar::Elapsed { from, limit_s: step.after_s }.due())
}

/// Puts the limit of a clock off: what comes before it keeps its share, so that a warning at 70 %
/// stays one; what comes after it stays where it is, for a last day is a last day, but never before
/// the limit.
pub(crate) fn put_off(steps: &mut [ClockStep], extended_s: i64) {
    let Some(old) = steps.iter().find(|step| step.is_limit).map(|step| step.after_s) else {
        return;
    };
    let new = old + extended_s;
    for step in steps {
        step.after_s = match step.after_s {
            before if before < old => before * new / old,
            after if after > old => after.max(new),
            _ => new,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(step: i64, after_s: i64, is_limit: bool) -> ClockStep {
        ClockStep {
            version: 1,
            step,
            after_s,
            unit: Unit::Second,
            units: 0,
            effect: Effect::Remind,
            is_limit,
        }
    }

    #[test]
    fn an_extension_keeps_the_warning_and_the_last_day() {
        let hours = |h: i64| h * 3_600;
        let mut steps =
            [step(1, 10_080, false), step(2, hours(4), true), step(3, hours(24), false)];
        put_off(&mut steps, hours(6));
        assert_eq!(steps.clone().map(|step| step.after_s), [hours(7), hours(10), hours(24)]);
        put_off(&mut steps, hours(20));
        assert_eq!(steps.map(|step| step.after_s), [hours(21), hours(30), hours(30)]);
    }

    #[test]
    fn working_days_are_counted_from_the_start() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let days = Days::new(calendar::built_in());
        let from = zone.parse_local("2024-06-06T10:00").unwrap();
        let mut three = ClockStep { unit: Unit::WorkingDay, units: 3, ..step(1, 0, true) };
        three.count_from(from, &zone, &days, 0);
        // 8 to 10 June were the Dragon Boat holiday: 7, 11 and 12 June are counted.
        let end = zone.parse_local("2024-06-13T00:00").unwrap();
        assert!(
            from.plus_seconds(three.after_s) < end && from.plus_seconds(three.after_s + 2) > end
        );
        three.count_from(from, &zone, &days, 1);
        assert!(from.plus_seconds(three.after_s) > end);
    }

    #[test]
    fn the_limit_is_the_step_people_see() {
        let steps = [step(1, 30, false), step(2, 60, true), step(3, 180, false)];
        assert_eq!(limit(&steps, Time::from_micros(0)), Some(Time::from_micros(60_000_000)));
        assert_eq!(limit(&[], Time::from_micros(0)), None);
    }
}
