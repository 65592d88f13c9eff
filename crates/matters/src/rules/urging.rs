//! The levels of urging: who may send which. Each is a question with a named sender and a required
//! answer; none carries points.

use base::Role;

base::codes! {
    /// How strong an urge is.
    pub enum UrgeLevel {
        /// 催办.
        Urge = "urge",
        /// 督办.
        Supervise = "supervise",
        /// 黄牌督办.
        Yellow = "yellow",
        /// 红牌督办.
        Red = "red",
        /// 回访整改: somebody was not satisfied, or not helped.
        Callback = "callback",
    }
}

impl UrgeLevel {
    /// Whether `role` may send it: the desk urges, a leader supervises, the chief shows red.
    pub const fn may_send(self, role: Role) -> bool {
        match self {
            UrgeLevel::Urge => true,
            UrgeLevel::Supervise | UrgeLevel::Yellow => matches!(role, Role::Leader | Role::Chief),
            UrgeLevel::Red => matches!(role, Role::Chief),
            UrgeLevel::Callback => false,
        }
    }

    /// The clock until its answer.
    pub const fn clock(self) -> &'static str {
        match self {
            UrgeLevel::Callback => "answer_callback",
            UrgeLevel::Urge | UrgeLevel::Supervise | UrgeLevel::Yellow | UrgeLevel::Red => "answer",
        }
    }

    /// Whether an end has to wait for its answer.
    pub const fn holds_the_end(self) -> bool {
        matches!(self, UrgeLevel::Supervise | UrgeLevel::Yellow | UrgeLevel::Red)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_its_levels() {
        let sends = |role| UrgeLevel::ALL.iter().filter(move |level| level.may_send(role)).count();
        assert_eq!(sends(Role::Desk), 1);
        assert_eq!(sends(Role::Leader), 3);
        assert_eq!(sends(Role::Chief), 4);
        assert!(!UrgeLevel::Urge.holds_the_end());
        assert!(UrgeLevel::Red.holds_the_end());
    }
}
