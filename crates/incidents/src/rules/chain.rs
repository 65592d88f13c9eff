//! The chain of one order: sent → reached → signed → set out → arrived → cleared. Steps may be
//! skipped; a later stamp implies no earlier one; none is invented.

use base::{Id, Time};

base::codes! {
    /// On whose side a receiver works.
    pub(crate) enum Side {
        /// Officers and auxiliaries: their stamps move the incident.
        Police = "police",
        /// A village's assistant.
        Assistant = "assistant",
    }
}

base::codes! {
    /// A step of an order.
    pub(crate) enum StampKind {
        /// 系统到达: the order is on the receiver's screen.
        Reached = "reached",
        /// 签收.
        Signed = "signed",
        /// 出警.
        SetOut = "set_out",
        /// 到场.
        Arrived = "arrived",
        /// 处置完毕.
        Cleared = "cleared",
        /// 电话处置: dealt with by telephone, nobody went.
        ByTelephone = "by_telephone",
    }
}

/// One order with its stamps in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Chain {
    pub(crate) side: Side,
    pub(crate) account: Option<Id>,
    pub(crate) sent: Time,
    pub(crate) reached: Option<Time>,
    pub(crate) signed: Option<Time>,
    pub(crate) set_out: Option<Time>,
    pub(crate) arrived: Option<Time>,
    /// Done at the scene, or by telephone.
    pub(crate) cleared: Option<Time>,
    /// Given back by its receiver 退单.
    pub(crate) returned: Option<Time>,
    /// Ended with the incident 随警情办结收回: nobody gave it back.
    pub(crate) recalled: Option<Time>,
}

/// Why a stamp is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum StampRefusal {
    /// The order was returned, or is done.
    OrderEnded,
    /// This step has its stamp; a correction keeps both.
    AlreadyThere,
    /// Before the order was sent.
    BeforeSent,
    /// Later than now.
    InTheFuture,
    /// Before an earlier step or after a later one.
    OutOfOrder,
}

impl Chain {
    /// An order just sent.
    pub(crate) const fn sent(side: Side, account: Option<Id>, at: Time) -> Chain {
        Chain {
            side,
            account,
            sent: at,
            reached: None,
            signed: None,
            set_out: None,
            arrived: None,
            cleared: None,
            returned: None,
            recalled: None,
        }
    }

    /// Whether its receiver has nothing to do with it any more: given back, or ended with the incident.
    pub(crate) const fn is_taken_back(&self) -> bool {
        self.returned.is_some() || self.recalled.is_some()
    }

    /// The stamp of a step.
    pub(crate) const fn stamp(&self, kind: StampKind) -> Option<Time> {
        match kind {
            StampKind::Reached => self.reached,
            StampKind::Signed => self.signed,
            StampKind::SetOut => self.set_out,
            StampKind::Arrived => self.arrived,
            StampKind::Cleared | StampKind::ByTelephone => self.cleared,
        }
    }

    /// The same order with one more stamp.
    #[must_use]
    pub(crate) const fn with(self, kind: StampKind, at: Time) -> Chain {
        let at = Some(at);
        match kind {
            StampKind::Reached => Chain { reached: at, ..self },
            StampKind::Signed => Chain { signed: at, ..self },
            StampKind::SetOut => Chain { set_out: at, ..self },
            StampKind::Arrived => Chain { arrived: at, ..self },
            StampKind::Cleared | StampKind::ByTelephone => Chain { cleared: at, ..self },
        }
    }

    /// The next step a receiver is offered; `None` when there is nothing left to stamp.
    pub(crate) const fn next(&self) -> Option<StampKind> {
        if self.is_taken_back() || self.cleared.is_some() {
            return None;
        }
        Some(match (self.signed, self.set_out, self.arrived) {
            (_, _, Some(_)) => StampKind::Cleared,
            (_, Some(_), None) => StampKind::Arrived,
            // A villager is around the corner: nobody asks when he set out.
            (Some(_), None, None) if matches!(self.side, Side::Assistant) => StampKind::Arrived,
            (Some(_), None, None) => StampKind::SetOut,
            (None, None, None) => StampKind::Signed,
        })
    }

    /// Whether it still waits to be signed for.
    pub(crate) const fn is_unsigned(&self) -> bool {
        !self.is_taken_back()
            && self.signed.is_none()
            && self.set_out.is_none()
            && self.arrived.is_none()
            && self.cleared.is_none()
    }
}

/// Whether `kind` may be stamped at `at`, known at `now`. `corrects`: the step has a stamp that
/// this one replaces.
pub(crate) fn check_stamp(
    chain: &Chain,
    kind: StampKind,
    at: Time,
    now: Time,
    corrects: bool,
) -> Result<(), StampRefusal> {
    if chain.is_taken_back() || (chain.cleared.is_some() && !corrects && kind > StampKind::Cleared)
    {
        return Err(StampRefusal::OrderEnded);
    }
    if chain.stamp(kind).is_some() != corrects {
        return Err(if corrects { StampRefusal::OrderEnded } else { StampRefusal::AlreadyThere });
    }
    if at < chain.sent {
        return Err(StampRefusal::BeforeSent);
    }
    if at > now {
        return Err(StampRefusal::InTheFuture);
    }
    let steps = [StampKind::Signed, StampKind::SetOut, StampKind::Arrived, StampKind::Cleared];
    let rank = |k: StampKind| if k == StampKind::ByTelephone { StampKind::Cleared } else { k };
    if kind == StampKind::Reached {
        return Ok(());
    }
    for step in steps.into_iter().filter(|step| *step != rank(kind)) {
        match chain.stamp(step) {
            Some(other) if step < rank(kind) && other > at => return Err(StampRefusal::OutOfOrder),
            Some(other) if step > rank(kind) && other < at => return Err(StampRefusal::OutOfOrder),
            Some(_) | None => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Time {
        Time::from_micros(0).plus_seconds(second)
    }

    fn sent() -> Chain {
        Chain::sent(Side::Police, None, at(10))
    }

    #[test]
    fn steps_may_be_skipped_but_not_swapped() {
        let arrived = sent().with(StampKind::Arrived, at(100));
        assert_eq!(arrived.signed, None);
        let check = |kind, second| check_stamp(&arrived, kind, at(second), at(200), false);
        assert_eq!(check(StampKind::Signed, 50), Ok(()));
        assert_eq!(check(StampKind::Signed, 150), Err(StampRefusal::OutOfOrder));
        assert_eq!(check(StampKind::Cleared, 90), Err(StampRefusal::OutOfOrder));
        assert_eq!(check(StampKind::Cleared, 150), Ok(()));
        assert_eq!(check(StampKind::Arrived, 120), Err(StampRefusal::AlreadyThere));
        assert_eq!(arrived.next(), Some(StampKind::Cleared));
    }

    #[test]
    fn times_lie_between_sending_and_now() {
        let check = |second| check_stamp(&sent(), StampKind::Signed, at(second), at(60), false);
        assert_eq!(check(9), Err(StampRefusal::BeforeSent));
        assert_eq!(check(61), Err(StampRefusal::InTheFuture));
        assert_eq!(check(10), Ok(()));
    }

    #[test]
    fn a_correction_needs_something_to_correct() {
        let signed = sent().with(StampKind::Signed, at(20));
        let check = |chain: &Chain| check_stamp(chain, StampKind::Signed, at(15), at(60), true);
        assert_eq!(check(&signed), Ok(()));
        assert_eq!(check(&sent()), Err(StampRefusal::OrderEnded));
    }

    #[test]
    fn a_returned_order_takes_no_stamps() {
        let back = Chain { returned: Some(at(30)), ..sent() };
        let refused = check_stamp(&back, StampKind::Arrived, at(40), at(60), false);
        assert_eq!(refused, Err(StampRefusal::OrderEnded));
        assert_eq!(back.next(), None);
        assert!(!back.is_unsigned());
    }

    #[test]
    fn an_order_that_ended_with_the_incident_takes_none_and_was_not_given_back() {
        let over = Chain { recalled: Some(at(30)), ..sent() };
        let refused = check_stamp(&over, StampKind::Signed, at(40), at(60), false);
        assert_eq!(refused, Err(StampRefusal::OrderEnded));
        assert_eq!((over.next(), over.is_unsigned(), over.returned), (None, false, None));
    }
}
