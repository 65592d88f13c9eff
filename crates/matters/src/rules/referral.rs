//! Handing a matter over 移交 to another body: a process beside the matter, never its end. Whoever
//! pushed it stays responsible until it is accepted, and the matter stays open until it is done.

use base::{Role, Time};

base::codes! {
    /// Why somebody may not say whose duty a matter is.
    pub enum NotDecider {
        /// It came back too often: the two leaders decide, and nobody else.
        Leaders = "leaders_decide",
        /// It did not come back often enough: the street is not asked yet.
        TooEarly = "too_early",
        /// It never came back: there is nothing to agree on.
        NoReturn = "no_return",
    }
}

/// Whether somebody in this capacity may say whose duty it is, after so many returns of so many that bring it
/// before the two leaders (station chief and street leader together). Before that the station keeps the record
/// of what the bodies agreed among them.
///
/// # Errors
/// Why not.
pub const fn ask_decider(role: Role, returns: usize, limit: usize) -> Result<(), NotDecider> {
    let is_leader = matches!(role, Role::Chief | Role::Street);
    if returns >= limit {
        return if is_leader { Ok(()) } else { Err(NotDecider::Leaders) };
    }
    if matches!(role, Role::Street) {
        return Err(NotDecider::TooEarly);
    }
    if returns == 0 { Err(NotDecider::NoReturn) } else { Ok(()) }
}

/// How far a hand-over is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferralStage {
    /// 已推送: nobody over there has it yet.
    Pushed {
        /// Since when.
        since: Time,
    },
    /// 已受理: theirs to do.
    Accepted {
        /// Since when.
        since: Time,
    },
    /// 已退回, with a reason.
    Returned {
        /// When.
        at: Time,
    },
    /// 已办结.
    Done {
        /// When.
        at: Time,
    },
    /// 已收回: by the station itself.
    Recalled {
        /// When.
        at: Time,
    },
}

base::codes! {
    /// What can be done to a hand-over.
    pub enum ReferralVerb {
        /// 受理.
        Accept = "accept",
        /// 退回.
        GiveBack = "give_back",
        /// 办结.
        Finish = "finish",
        /// 收回.
        Recall = "recall",
    }
}

impl ReferralStage {
    /// The state that follows from the moments written down.
    pub fn of(
        pushed: Time,
        accepted: Option<Time>,
        (returned, done, recalled): (Option<Time>, Option<Time>, Option<Time>),
    ) -> ReferralStage {
        match (recalled, done, returned, accepted) {
            (Some(at), ..) => ReferralStage::Recalled { at },
            (None, Some(at), ..) => ReferralStage::Done { at },
            (None, None, Some(at), _) => ReferralStage::Returned { at },
            (None, None, None, Some(since)) => ReferralStage::Accepted { since },
            (None, None, None, None) => ReferralStage::Pushed { since: pushed },
        }
    }

    /// Whether `verb` is possible now.
    pub const fn allows(self, verb: ReferralVerb) -> bool {
        match self {
            ReferralStage::Pushed { .. } => !matches!(verb, ReferralVerb::Finish),
            ReferralStage::Accepted { .. } => !matches!(verb, ReferralVerb::Accept),
            ReferralStage::Returned { .. }
            | ReferralStage::Done { .. }
            | ReferralStage::Recalled { .. } => false,
        }
    }

    /// Whether somebody over there still has to do something.
    pub const fn is_pending(self) -> bool {
        matches!(self, ReferralStage::Pushed { .. } | ReferralStage::Accepted { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Time {
        Time::from_micros(0).plus_seconds(second)
    }

    #[test]
    fn the_last_word_is_the_state() {
        let state = |accepted, ends| ReferralStage::of(at(1), accepted, ends);
        let none = (None, None, None);
        assert_eq!(state(None, none), ReferralStage::Pushed { since: at(1) });
        assert_eq!(state(Some(at(2)), none), ReferralStage::Accepted { since: at(2) });
        let back = (Some(at(3)), None, None);
        assert_eq!(state(Some(at(2)), back), ReferralStage::Returned { at: at(3) });
        let done = (None, Some(at(4)), None);
        assert_eq!(state(Some(at(2)), done), ReferralStage::Done { at: at(4) });
        let recalled = (None, None, Some(at(5)));
        assert_eq!(state(None, recalled), ReferralStage::Recalled { at: at(5) });
    }

    #[test]
    fn two_leaders_decide_and_nobody_before_them_or_beside_them() {
        use NotDecider::{Leaders, NoReturn, TooEarly};
        let table = [
            (Role::Desk, [Err(NoReturn), Ok(()), Err(Leaders), Err(Leaders)]),
            (Role::Leader, [Err(NoReturn), Ok(()), Err(Leaders), Err(Leaders)]),
            (Role::Chief, [Err(NoReturn), Ok(()), Ok(()), Ok(())]),
            (Role::Street, [Err(TooEarly), Err(TooEarly), Ok(()), Ok(())]),
        ];
        for (role, allowed) in table {
            let found = [0, 1, 2, 3].map(|returns| ask_decider(role, returns, 2));
            assert_eq!(found, allowed, "{role:?}");
        }
    }

    #[test]
    fn nothing_is_done_that_nobody_took() {
        use ReferralVerb::{Accept, Finish, GiveBack, Recall};
        let since = at(1);
        let table = [
            (ReferralStage::Pushed { since }, [true, true, false, true]),
            (ReferralStage::Accepted { since }, [false, true, true, true]),
            (ReferralStage::Returned { at: since }, [false; 4]),
            (ReferralStage::Done { at: since }, [false; 4]),
            (ReferralStage::Recalled { at: since }, [false; 4]),
        ];
        for (state, allowed) in table {
            let found = [Accept, GiveBack, Finish, Recall].map(|verb| state.allows(verb));
            assert_eq!(found, allowed, "{state:?}");
        }
    }
}
