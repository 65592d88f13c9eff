//! Whether the roster covers what the station wants covered: gaps are found before they happen. Pure.

use base::{Id, Role, Time};

base::codes! {
    /// What a shift is.
    pub enum ShiftKind {
        /// 带班: leads the shift.
        Lead = "lead",
        /// 值班: on duty.
        Duty = "duty",
        /// 备勤: on call, not on duty.
        Standby = "standby",
        /// 轮休: a day of rest, written down so that nobody plans on it.
        Rest = "rest",
    }
}

impl ShiftKind {
    /// Whether whoever has it is on duty.
    pub const fn is_on_duty(self) -> bool {
        matches!(self, ShiftKind::Lead | ShiftKind::Duty)
    }
}

/// So many of a role between two times of the day; none at all where `least` is 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cover {
    /// Of which role.
    pub(crate) role: Role,
    /// Whether in every village.
    pub(crate) is_per_village: bool,
    /// Seconds after midnight.
    pub(crate) from_s: i64,
    /// Seconds after midnight.
    pub(crate) until_s: i64,
    /// At least so many.
    pub(crate) least: i64,
}

/// A stretch of time in which somebody is on duty, or away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Who.
    pub account: Id,
    /// As what; nothing for an absence.
    pub role: Option<Role>,
    /// For which village, if for one.
    pub village: Option<Id>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

/// At least so many of a role are wanted in a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Want {
    /// Of which role.
    pub role: Role,
    /// For which village, where each needs its own.
    pub village: Option<Id>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// At least so many.
    pub least: i64,
}

/// A stretch with fewer people than wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    /// What was wanted, cut to the stretch.
    pub want: Want,
    /// How many there are.
    pub there: i64,
}

/// The gaps of one want: `duty` are shifts on duty, `away` are leaves. Neighbouring stretches with as
/// few people are one gap.
pub fn gaps(want: Want, duty: &[Span], away: &[Span]) -> Vec<Gap> {
    let mut edges = vec![want.from, want.until];
    for span in duty.iter().chain(away) {
        edges.extend(
            [span.from, span.until].into_iter().filter(|at| want.from < *at && *at < want.until),
        );
    }
    edges.sort_unstable();
    edges.dedup();
    let mut found: Vec<Gap> = Vec::new();
    for pair in edges.windows(2) {
        let (from, until) = (pair[0], pair[1]);
        let there = present(want, duty, away, from);
        if there >= want.least {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.want.until == from && last.there == there => last.want.until = until,
            Some(_) | None => found.push(Gap { want: Want { from, until, ..want }, there }),
        }
    }
    found
}

/// How many different people are there at `at`: one with two shifts counts once.
fn present(want: Want, duty: &[Span], away: &[Span], at: Time) -> i64 {
    let covers = |span: &&Span| span.from <= at && at < span.until;
    let fits = |span: &&Span| {
        span.role == Some(want.role) && (want.village.is_none() || span.village == want.village)
    };
    let gone = |account: Id| away.iter().filter(covers).any(|span| span.account == account);
    let mut people: Vec<Id> =
        duty.iter().filter(covers).filter(fits).map(|span| span.account).collect();
    people.sort_unstable();
    people.dedup();
    people.retain(|account| !gone(*account));
    i64::try_from(people.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Time {
        Time::from_micros(hour * 3_600_000_000)
    }

    fn span(account: i64, from: i64, until: i64) -> Span {
        let account = Id::from_number(account);
        Span { account, role: Some(Role::Desk), village: None, from: at(from), until: at(until) }
    }

    fn found(least: i64, duty: &[Span], away: &[Span]) -> Vec<(i64, i64, i64)> {
        let want = Want { role: Role::Desk, village: None, from: at(0), until: at(24), least };
        let hour = |time: Time| time.micros() / 3_600_000_000;
        let told = |gap: &Gap| (hour(gap.want.from), hour(gap.want.until), gap.there);
        gaps(want, duty, away).iter().map(told).collect()
    }

    #[test]
    fn a_day_is_covered_or_its_gaps_are_named() {
        assert_eq!(found(1, &[span(1, 0, 8), span(2, 8, 24)], &[]), []);
        assert_eq!(found(1, &[span(1, -4, 8), span(2, 10, 30)], &[]), [(8, 10, 0)]);
        assert_eq!(found(2, &[span(1, 0, 24), span(2, 8, 16)], &[]), [(0, 8, 1), (16, 24, 1)]);
        assert_eq!(found(1, &[], &[]), [(0, 24, 0)]);
    }

    #[test]
    fn the_same_person_counts_once_and_not_while_away() {
        assert_eq!(found(2, &[span(1, 0, 24), span(1, 6, 12)], &[]), [(0, 24, 1)]);
        let leave = Span { role: None, ..span(1, 20, 48) };
        assert_eq!(found(1, &[span(1, 0, 24)], &[leave]), [(20, 24, 0)]);
    }

    #[test]
    fn each_village_needs_its_own() {
        let (one, other) = (Some(Id::from_number(7)), Some(Id::from_number(8)));
        let duty = [Span { village: one, ..span(1, 0, 24) }];
        let want =
            |village| Want { role: Role::Desk, village, from: at(0), until: at(24), least: 1 };
        assert!(gaps(want(one), &duty, &[]).is_empty());
        assert_eq!(gaps(want(other), &duty, &[]).len(), 1);
    }
}
