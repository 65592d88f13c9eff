//! What rings, on whose board and on whose phone, and how. Pure.

use crate::rules::state::Stage;
use base::Role;

base::codes! {
    /// How what rings sounds.
    pub(crate) enum Tone {
        /// Lives may hang on it.
        Urgent = "urgent",
        /// Somebody should have answered.
        Overdue = "overdue",
        /// It has just come.
        New = "new",
    }
}

base::codes! {
    /// How the phone of a receiver rings.
    pub(crate) enum Manner {
        /// Until it is signed for or silenced.
        Repeats = "repeats",
        /// One sound; the desk telephones.
        Once = "once",
        /// Not at all; the desk telephones.
        Silent = "silent",
    }
}

/// Minutes of a day.
pub(crate) const DAY_MIN: i64 = 1_440;

/// How the phones of a role ring, on duty or off it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RingRule {
    pub(crate) role: Role,
    pub(crate) on_duty: bool,
    pub(crate) manner: Manner,
    /// From which minute of the day it is silent; the same as the end: never.
    pub(crate) quiet_from_min: i64,
    /// Until which minute of the day, the next day where that is earlier.
    pub(crate) quiet_until_min: i64,
}

impl RingRule {
    /// Whether this minute of the day lies in its quiet hours.
    const fn is_quiet(&self, minute: i64) -> bool {
        let (from, until) = (self.quiet_from_min, self.quiet_until_min);
        if from <= until {
            from <= minute && minute < until
        } else {
            minute >= from || minute < until
        }
    }
}

/// How the phone of a receiver rings at a minute of the day. Where no rule says, it rings: a call that
/// nobody hears is worse than one too many.
pub(crate) fn manner_of(rules: &[RingRule], role: Role, on_duty: bool, minute: i64) -> Manner {
    match rules.iter().find(|rule| rule.role == role && rule.on_duty == on_duty) {
        Some(rule) if rule.is_quiet(minute) => Manner::Silent,
        Some(rule) => rule.manner,
        None => Manner::Repeats,
    }
}

/// What decides whether an open incident rings on boards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched {
    pub(crate) stage: Stage,
    pub(crate) level: i64,
    /// Whether its clock has run out.
    pub(crate) is_over: bool,
    pub(crate) is_silenced: bool,
    /// Whether the branch sent it and nobody at the station has signed.
    pub(crate) is_from_branch: bool,
}

impl Watched {
    /// How it rings; `None` where it does not, or no longer.
    pub(crate) const fn rings(&self) -> Option<Tone> {
        if self.is_silenced || !self.stage.is_open() {
            return None;
        }
        if self.is_from_branch {
            return Some(Tone::New);
        }
        match self.stage {
            Stage::Waiting if self.level == 1 => Some(Tone::Urgent),
            Stage::Waiting | Stage::Dispatched if self.is_over => Some(Tone::Overdue),
            Stage::Waiting
            | Stage::Dispatched
            | Stage::Signed
            | Stage::EnRoute
            | Stage::OnScene
            | Stage::Cleared
            | Stage::Reported
            | Stage::Returned
            | Stage::Closed
            | Stage::Recorded
            | Stage::Referred
            | Stage::Withdrawing
            | Stage::Withdrawn
            | Stage::Merged => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rule(role: Role, on_duty: bool, manner: Manner, quiet: (i64, i64)) -> RingRule {
        RingRule { role, on_duty, manner, quiet_from_min: quiet.0, quiet_until_min: quiet.1 }
    }

    const RULES: &[RingRule] = &[
        rule(Role::Officer, true, Manner::Repeats, (0, 0)),
        rule(Role::Officer, false, Manner::Silent, (0, 0)),
        rule(Role::Assistant, true, Manner::Once, (0, 0)),
        rule(Role::Assistant, false, Manner::Once, (1_320, 420)),
        rule(Role::Auxiliary, true, Manner::Repeats, (720, 840)),
    ];

    #[test]
    fn who_is_on_duty_rings_and_an_assistant_sleeps() {
        let manner = |role, on_duty, minute| manner_of(RULES, role, on_duty, minute);
        assert_eq!(manner(Role::Officer, true, 180), Manner::Repeats);
        assert_eq!(manner(Role::Officer, false, 600), Manner::Silent);
        assert_eq!(manner(Role::Assistant, true, 180), Manner::Once);
        for (minute, expected) in [
            (419, Manner::Silent),
            (420, Manner::Once),
            (1_319, Manner::Once),
            (1_320, Manner::Silent),
            (0, Manner::Silent),
        ] {
            assert_eq!(manner(Role::Assistant, false, minute), expected, "{minute}");
        }
        assert_eq!(manner(Role::Auxiliary, true, 719), Manner::Repeats);
        assert_eq!(manner(Role::Auxiliary, true, 720), Manner::Silent);
        assert_eq!(manner(Role::Auxiliary, true, 840), Manner::Repeats);
        assert_eq!(manner(Role::Auxiliary, false, 600), Manner::Repeats);
    }

    #[test]
    fn what_rings_on_a_board() {
        let calm = Watched {
            stage: Stage::Waiting,
            level: 3,
            is_over: false,
            is_silenced: false,
            is_from_branch: false,
        };
        let cases = [
            (calm, None),
            (Watched { level: 1, ..calm }, Some(Tone::Urgent)),
            (Watched { level: 1, is_silenced: true, ..calm }, None),
            (Watched { is_over: true, ..calm }, Some(Tone::Overdue)),
            (Watched { is_over: true, stage: Stage::Dispatched, ..calm }, Some(Tone::Overdue)),
            (Watched { is_over: true, stage: Stage::EnRoute, ..calm }, None),
            (Watched { is_from_branch: true, stage: Stage::EnRoute, ..calm }, Some(Tone::New)),
            (Watched { is_from_branch: true, stage: Stage::Merged, ..calm }, None),
        ];
        for (watched, expected) in cases {
            assert_eq!(watched.rings(), expected, "{watched:?}");
        }
    }
}
