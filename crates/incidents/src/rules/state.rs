//! The state of an incident, derived from its orders, feedback and reviews.

use crate::rules::chain::{Chain, Side};
use base::{Id, Time};

base::codes! {
    /// The name of a state, as tables and filters know it.
    pub enum Stage {
        /// 待派: nobody of the police is on it.
        Waiting = "waiting",
        /// 已派: sent, not signed for.
        Dispatched = "dispatched",
        /// 已签收: somebody signed.
        Signed = "signed",
        /// 已出警: somebody set out.
        EnRoute = "en_route",
        /// 已到场: somebody arrived.
        OnScene = "on_scene",
        /// 处置完毕: the last one is done at the scene.
        Cleared = "cleared",
        /// 待审核: final feedback is in.
        Reported = "reported",
        /// 退回补正: sent back to the handler.
        Returned = "returned",
        /// 已结: closed by another officer.
        Closed = "closed",
        /// 已录入: imported, ended elsewhere.
        Recorded = "recorded",
        /// 移交中: another body has it; the station stays responsible.
        Referred = "referred",
        /// 撤警待确认: the desk withdrew it, a leader confirms by morning.
        Withdrawing = "withdrawing",
        /// 已撤警.
        Withdrawn = "withdrawn",
        /// 已合并: another incident stands for it.
        Merged = "merged",
    }
}

base::codes! {
    /// What can be done to an incident.
    pub enum Verb {
        /// Send people: first, again, or more of them.
        Dispatch = "dispatch",
        /// Stamp a step of an order.
        Stamp = "stamp",
        /// Return an order.
        GiveBack = "give_back",
        /// Say that the scene is safe.
        DeclareSafe = "declare_safe",
        /// First feedback, from the scene.
        Progress = "progress",
        /// Final feedback or settlement at the scene.
        Outcome = "outcome",
        /// Close.
        Close = "close",
        /// Send back for correction.
        SendBack = "send_back",
        /// Change kind, level or place.
        Classify = "classify",
        /// Answer the caller where nobody need go.
        Explain = "explain",
        /// Merge into another incident.
        Merge = "merge",
        /// Part it from the one it was merged into.
        Part = "part",
        /// Hand it over to another body.
        Refer = "refer",
        /// Withdraw.
        Withdraw = "withdraw",
        /// Confirm or refuse a withdrawal.
        Confirm = "confirm",
        /// Handle it again after its end.
        Reopen = "reopen",
    }
}

/// A final feedback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Final {
    pub(crate) at: Time,
    pub(crate) author: Id,
}

/// A review, in the order they were made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Review {
    pub(crate) at: Time,
    pub(crate) closed: bool,
}

/// A withdrawal that was not refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Withdrawal {
    /// From when the clock of its confirmation counts: the start of the day whose morning is next.
    pub(crate) clock_from: Time,
    pub(crate) confirmed: Option<Time>,
}

/// What the hand-overs of this opening come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Handed {
    /// Somebody over there has it, or is to take it.
    Pending { since: Time },
    /// The last one was done.
    Done { at: Time },
    /// The last one came back.
    Back { at: Time },
}

/// Everything the state follows from. Feedback, reviews, withdrawals and hand-overs are those of
/// the present opening; orders are all there, and those sent before `reopened` count no longer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Facts {
    pub(crate) opened: Time,
    pub(crate) reopened: Option<Time>,
    pub(crate) recorded: bool,
    pub(crate) merged: bool,
    pub(crate) withdrawal: Option<Withdrawal>,
    /// When it last came back: a leader refused its withdrawal, or it was parted from another. It
    /// waits since then.
    pub(crate) put_back: Option<Time>,
    pub(crate) handed: Option<Handed>,
    /// Whether somebody of the police has to go before anything else is tried.
    pub(crate) urgent: bool,
    pub(crate) orders: Vec<Chain>,
    pub(crate) first_progress: Option<Time>,
    pub(crate) last_final: Option<Final>,
    pub(crate) last_review: Option<Review>,
}

/// An incident in one state, with what is true in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Incident {
    Waiting { since: Time },
    Dispatched { sent: Time },
    Signed { signed: Time },
    EnRoute { set_out: Time },
    OnScene { arrived: Time, first_word: Option<Time> },
    Cleared { cleared: Time },
    Reported { last: Final },
    Returned { at: Time },
    Closed { at: Time },
    Recorded,
    Referred { since: Time },
    Withdrawing { clock_from: Time },
    Withdrawn { at: Time },
    Merged,
}

impl Facts {
    /// The state that follows: first signature, first departure, first arrival, last clearance
    /// of the police orders. Assistants' stamps never move it.
    pub(crate) fn incident(&self) -> Incident {
        if self.recorded {
            return Incident::Recorded;
        }
        if self.merged {
            return Incident::Merged;
        }
        match self.withdrawal {
            Some(Withdrawal { confirmed: Some(at), .. }) => return Incident::Withdrawn { at },
            Some(Withdrawal { clock_from, confirmed: None, .. }) => {
                return Incident::Withdrawing { clock_from };
            }
            None => {}
        }
        match (self.last_review, self.last_final) {
            (Some(review), _) if review.closed => return Incident::Closed { at: review.at },
            (Some(review), Some(last)) if review.at >= last.at => {
                return Incident::Returned { at: review.at };
            }
            (_, Some(last)) => return Incident::Reported { last },
            (_, None) => {}
        }
        let live: Vec<&Chain> = self.police().filter(|order| !order.is_taken_back()).collect();
        if live.is_empty() {
            return self.nobody_there();
        }
        if let Some(cleared) = last_if_all(live.iter().map(|order| order.cleared)) {
            return Incident::Cleared { cleared };
        }
        let first = |step: fn(&Chain) -> Option<Time>| live.iter().filter_map(|o| step(o)).min();
        if let Some(arrived) = first(|order| order.arrived.or(order.cleared)) {
            return Incident::OnScene { arrived, first_word: self.first_progress };
        }
        if let Some(set_out) = first(|order| order.set_out) {
            return Incident::EnRoute { set_out };
        }
        if let Some(signed) = first(|order| order.signed) {
            return Incident::Signed { signed };
        }
        let sent = live.iter().map(|order| order.sent).min().unwrap_or(self.opened);
        Incident::Dispatched { sent }
    }

    /// The police orders of the present opening.
    pub(crate) fn police(&self) -> impl Iterator<Item = &Chain> {
        let counts = |order: &&Chain| {
            order.side == Side::Police && self.reopened.is_none_or(|since| order.sent >= since)
        };
        self.orders.iter().filter(counts)
    }

    /// The state while no police order runs: another body has it, or everybody came back. Where
    /// lives are at stake it waits for police, whoever else was told.
    fn nobody_there(&self) -> Incident {
        let returned = self.police().filter_map(|order| order.returned).max();
        let back = match self.handed {
            Some(Handed::Pending { since }) if self.urgent => Some(since),
            Some(Handed::Pending { since }) => return Incident::Referred { since },
            Some(Handed::Done { at }) => return Incident::Cleared { cleared: at },
            Some(Handed::Back { at }) => Some(at),
            None => None,
        };
        let since = [self.reopened, self.put_back, returned, back].into_iter().flatten().max();
        Incident::Waiting { since: since.unwrap_or(self.opened) }
    }

    /// How many police orders are still at work: none may be when the file is closed.
    pub(crate) fn unfinished(&self) -> usize {
        self.police().filter(|o| !o.is_taken_back() && o.cleared.is_none()).count()
    }

    /// How many police orders were neither returned nor ended with the incident.
    pub(crate) fn live(&self) -> usize {
        self.police().filter(|order| !order.is_taken_back()).count()
    }

    /// Whether `account` is a handler: a receiver, or an author of feedback. The manager is one
    /// too, which the caller knows.
    pub(crate) fn is_receiver(&self, account: Id) -> bool {
        self.orders.iter().any(|order| order.account == Some(account))
    }
}

fn last_if_all(times: impl Iterator<Item = Option<Time>>) -> Option<Time> {
    times.collect::<Option<Vec<Time>>>()?.into_iter().max()
}

impl Incident {
    /// The name of this state.
    pub(crate) const fn stage(&self) -> Stage {
        match self {
            Incident::Waiting { .. } => Stage::Waiting,
            Incident::Dispatched { .. } => Stage::Dispatched,
            Incident::Signed { .. } => Stage::Signed,
            Incident::EnRoute { .. } => Stage::EnRoute,
            Incident::OnScene { .. } => Stage::OnScene,
            Incident::Cleared { .. } => Stage::Cleared,
            Incident::Reported { .. } => Stage::Reported,
            Incident::Returned { .. } => Stage::Returned,
            Incident::Closed { .. } => Stage::Closed,
            Incident::Recorded => Stage::Recorded,
            Incident::Referred { .. } => Stage::Referred,
            Incident::Withdrawing { .. } => Stage::Withdrawing,
            Incident::Withdrawn { .. } => Stage::Withdrawn,
            Incident::Merged => Stage::Merged,
        }
    }
}

/// The clock that runs in a state, and since when.
pub(crate) const fn clock_of(incident: &Incident) -> Option<(&'static str, Time)> {
    match incident {
        Incident::Waiting { since } => Some(("dispatch", *since)),
        Incident::Dispatched { sent } => Some(("first_sign", *sent)),
        Incident::Signed { signed } => Some(("set_out", *signed)),
        Incident::EnRoute { set_out } => Some(("arrive", *set_out)),
        Incident::OnScene { arrived, first_word: None } => Some(("process_feedback", *arrived)),
        Incident::OnScene { arrived, first_word: Some(_) } => Some(("final_feedback", *arrived)),
        Incident::Cleared { cleared } => Some(("final_feedback", *cleared)),
        Incident::Reported { last } => Some(("review", last.at)),
        Incident::Returned { at } => Some(("correct", *at)),
        Incident::Referred { since } => Some(("referral_follow", *since)),
        Incident::Withdrawing { clock_from } => Some(("confirm_withdrawal", *clock_from)),
        Incident::Closed { .. }
        | Incident::Recorded
        | Incident::Withdrawn { .. }
        | Incident::Merged => None,
    }
}

impl Stage {
    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        !matches!(self, Stage::Closed | Stage::Recorded | Stage::Withdrawn | Stage::Merged)
    }

    /// Whether `verb` is possible in this state. The room's README prints this table.
    pub const fn allows(self, verb: Verb) -> bool {
        match verb {
            Verb::Dispatch => self.is_before_feedback() || matches!(self, Stage::Returned),
            // While an incident waits for police again, the assistant may be on the way.
            Verb::Stamp => {
                self.is_before_feedback() || matches!(self, Stage::Reported | Stage::Returned)
            }
            // Whoever was sent and is no longer needed ends his order after the feedback of another.
            Verb::GiveBack => {
                let fed_back = matches!(self, Stage::Reported | Stage::Returned);
                fed_back || (self.is_at_work() && !matches!(self, Stage::Cleared))
            }
            Verb::DeclareSafe => self.is_at_work() || matches!(self, Stage::Returned),
            Verb::Progress => self.is_at_work() && !matches!(self, Stage::Dispatched),
            Verb::Outcome => {
                let taken = self.is_at_work() && !matches!(self, Stage::Dispatched);
                taken || matches!(self, Stage::Returned)
            }
            Verb::Close | Verb::SendBack => matches!(self, Stage::Reported),
            Verb::Classify => self.is_open(),
            // A withdrawal ends by a leader's word only.
            Verb::Merge => self.is_open() && !matches!(self, Stage::Withdrawing),
            Verb::Explain => matches!(self, Stage::Waiting | Stage::Cleared | Stage::Returned),
            Verb::Part => matches!(self, Stage::Merged),
            Verb::Refer => {
                self.is_before_feedback() || matches!(self, Stage::Reported | Stage::Returned)
            }
            Verb::Withdraw => {
                matches!(self, Stage::Waiting | Stage::Dispatched | Stage::Signed | Stage::EnRoute)
            }
            Verb::Confirm => matches!(self, Stage::Withdrawing),
            Verb::Reopen => matches!(self, Stage::Closed | Stage::Withdrawn),
        }
    }

    /// Whether police are on it and no final feedback is in.
    const fn is_at_work(self) -> bool {
        match self {
            Stage::Dispatched
            | Stage::Signed
            | Stage::EnRoute
            | Stage::OnScene
            | Stage::Cleared => true,
            Stage::Waiting
            | Stage::Reported
            | Stage::Returned
            | Stage::Closed
            | Stage::Recorded
            | Stage::Referred
            | Stage::Withdrawing
            | Stage::Withdrawn
            | Stage::Merged => false,
        }
    }

    const fn is_before_feedback(self) -> bool {
        self.is_at_work() || matches!(self, Stage::Waiting | Stage::Referred)
    }
}

#[cfg(test)]
mod tests;
