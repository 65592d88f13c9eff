//! Terms: who may hold what beside what, in which state a 聘书 is, and its number. Pure.

use base::{Role, Time};

/// In which state an appointment is at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TermState {
    /// 未到期: its term begins later.
    Coming,
    /// 在聘, with so many days left where it ends by itself.
    InForce(Option<i64>),
    /// 暂停.
    Suspended,
    /// 到期 or 解聘: over.
    Ended,
}

/// The state at `now` of a term from `from` until `until`.
pub fn term_state(from: Time, until: Option<Time>, suspended: bool, now: Time) -> TermState {
    if until.is_some_and(|until| until <= now) {
        TermState::Ended
    } else if suspended {
        TermState::Suspended
    } else if from > now {
        TermState::Coming
    } else {
        TermState::InForce(until.map(|until| until.seconds_since(now) / 86_400))
    }
}

/// Whether `role` may be given to somebody who holds `held`: an administrator holds nothing else
/// (GB/T 22239-2019 level 3, 8.1.5), whoever confirms rights least of all.
pub fn may_combine(held: &[Role], role: Role) -> bool {
    let administers = |role: &Role| role.is_administrator();
    held.iter().all(|other| other != &role && !administers(other) && !role.is_administrator())
}

/// Whether the station's own people may appoint to `role`: devices, bodies and walls are none.
pub const fn is_appointed(role: Role) -> bool {
    !matches!(role, Role::Body | Role::Wall | Role::System)
}

/// What every certificate of a year begins with: `JWZL-2024-`.
pub fn certificate_prefix(year: i16) -> String {
    format!("JWZL-{year}-")
}

/// The number after `last`, of the same year: three digits, more when they run out.
pub fn next_certificate(year: i16, last: Option<&str>) -> String {
    let prefix = certificate_prefix(year);
    let number = last.and_then(|last| last.strip_prefix(&*prefix)?.parse::<u32>().ok());
    format!("{prefix}{:03}", number.unwrap_or(0) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_over_at_its_last_moment_whatever_else_it_is() {
        let at = |seconds: i64| Time::from_micros(seconds * 1_000_000);
        let state = |suspended, now| term_state(at(100), Some(at(200)), suspended, at(now));
        assert_eq!(state(false, 99), TermState::Coming);
        assert_eq!(state(false, 100), TermState::InForce(Some(0)));
        assert_eq!(state(true, 199), TermState::Suspended);
        assert_eq!(state(true, 200), TermState::Ended);
        assert_eq!(term_state(at(0), None, false, at(9)), TermState::InForce(None));
    }

    #[test]
    fn an_administrator_holds_nothing_else() {
        assert!(may_combine(&[Role::Officer], Role::Leader));
        assert!(!may_combine(&[Role::Officer], Role::Officer));
        for admin in [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor] {
            assert!(may_combine(&[], admin));
            assert!(!may_combine(&[admin], Role::Desk) && !may_combine(&[Role::Desk], admin));
            assert!(!may_combine(&[Role::SystemAdmin], admin));
        }
    }

    #[test]
    fn certificates_count_from_one_each_year_and_pass_999() {
        assert_eq!(next_certificate(2024, None), "JWZL-2024-001");
        assert_eq!(next_certificate(2024, Some("JWZL-2024-009")), "JWZL-2024-010");
        assert_eq!(next_certificate(2024, Some("JWZL-2024-999")), "JWZL-2024-1000");
        assert_eq!(next_certificate(2025, Some("JWZL-2024-005")), "JWZL-2025-001");
    }
}
