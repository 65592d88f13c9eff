//! Pushing without scores: extending a limit, matters that do not move, and what stood in the way.

use crate::rules::ClockStep;
use base::{Role, Time};

base::codes! {
    /// What stood in the way of a matter: never somebody's name.
    pub enum Obstacle {
        /// 没有值班助理.
        NoAssistant = "no_assistant",
        /// 值班民警不够.
        NoOfficer = "no_officer",
        /// 登记里没有这个地点.
        UnknownPlace = "unknown_place",
        /// 其他部门慢.
        SlowBody = "slow_body",
        /// 职责不清.
        UnclearDuty = "unclear_duty",
        /// 设备、车辆不够.
        NoMeans = "no_means",
        /// 其他难点.
        Other = "other",
    }
}

/// Why an extension is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExtensionRefusal {
    /// This clock cannot be extended.
    NotThisClock,
    /// The limit has passed.
    TooLate,
    /// More than the cap of the rule, together with what was given before.
    OverTheCap {
        /// How many seconds are left to give.
        left_s: i64,
    },
    /// The second extension is a leader's, the third the chief's.
    HigherRole,
}

/// What was asked of a clock, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Extension {
    /// How many seconds more.
    pub seconds: i64,
    /// The cap of the rule; none where it cannot be extended.
    pub most_s: Option<i64>,
    /// How many extensions were given, and how many seconds together.
    pub before: (i64, i64),
    /// Whether the limit has passed.
    pub over: bool,
}

/// Whether `role` may extend.
///
/// # Errors
/// Why not.
pub fn check_extension(role: Role, asked: Extension) -> Result<(), ExtensionRefusal> {
    let Some(most_s) = asked.most_s else { return Err(ExtensionRefusal::NotThisClock) };
    if asked.over {
        return Err(ExtensionRefusal::TooLate);
    }
    let able = match asked.before.0 {
        0 => true,
        1 => matches!(role, Role::Leader | Role::Chief),
        _ => matches!(role, Role::Chief),
    };
    if !able {
        return Err(ExtensionRefusal::HigherRole);
    }
    let left_s = (most_s - asked.before.1).max(0);
    if asked.seconds > left_s { Err(ExtensionRefusal::OverTheCap { left_s }) } else { Ok(()) }
}

/// The step of the stall ladder that is to be told now: the last that is due and was not told since
/// somebody last did something.
pub fn stall_step(steps: &[ClockStep], moved: Time, told: i64, now: Time) -> Option<&ClockStep> {
    let still_s = now.seconds_since(moved);
    steps.iter().rev().find(|step| step.after_s <= still_s).filter(|step| step.step > told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Effect;

    fn asked(seconds: i64, before: (i64, i64)) -> Extension {
        Extension { seconds, most_s: Some(100), before, over: false }
    }

    #[test]
    fn the_second_extension_needs_a_higher_role() {
        assert_eq!(check_extension(Role::Officer, asked(50, (0, 0))), Ok(()));
        let again = check_extension(Role::Officer, asked(10, (1, 50)));
        assert_eq!(again, Err(ExtensionRefusal::HigherRole));
        assert_eq!(check_extension(Role::Leader, asked(10, (1, 50))), Ok(()));
        let third = check_extension(Role::Leader, asked(10, (2, 60)));
        assert_eq!(third, Err(ExtensionRefusal::HigherRole));
        assert_eq!(check_extension(Role::Chief, asked(10, (2, 60))), Ok(()));
    }

    #[test]
    fn a_cap_holds_over_all_of_them() {
        let over = check_extension(Role::Chief, asked(50, (1, 60)));
        assert_eq!(over, Err(ExtensionRefusal::OverTheCap { left_s: 40 }));
        let never = Extension { most_s: None, ..asked(1, (0, 0)) };
        assert_eq!(check_extension(Role::Chief, never), Err(ExtensionRefusal::NotThisClock));
        let late = Extension { over: true, ..asked(1, (0, 0)) };
        assert_eq!(check_extension(Role::Chief, late), Err(ExtensionRefusal::TooLate));
    }

    #[test]
    fn a_stall_is_told_once_for_each_step() {
        let step = |step, after_s| ClockStep {
            version: 1,
            step,
            after_s,
            unit: calendar::Unit::Second,
            units: 0,
            effect: Effect::Leader,
            is_limit: false,
        };
        let steps = [step(1, 30), step(2, 70)];
        let at = |second| Time::from_micros(0).plus_seconds(second);
        let told = |told, second| stall_step(&steps, at(0), told, at(second)).map(|s| s.step);
        assert_eq!(told(0, 29), None);
        assert_eq!(told(0, 30), Some(1));
        assert_eq!(told(1, 60), None);
        assert_eq!(told(1, 70), Some(2));
        assert_eq!(told(0, 99), Some(2));
        assert_eq!(told(2, 999), None);
    }
}
