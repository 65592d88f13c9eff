//! What may happen to an incident, and when: its state follows from facts alone. Pure.

mod chain;
mod help;
mod intake;
mod revisit;
mod ring;
mod road;
mod state;

pub(crate) use chain::{Chain, Side, StampKind, StampRefusal, check_stamp};
pub(crate) use help::{Danger, HelpRule, has_mark, help_rule};
pub(crate) use intake::{
    Flag, UNDECIDED, can_mean, is_same_kind, mask_name, mask_phone, priority, terms_in,
};
pub(crate) use revisit::{Channel, Score, ThanksKind, needs_callback};
pub(crate) use ring::{DAY_MIN, Manner, RingRule, Tone, Watched, manner_of};
pub(crate) use road::{Ending, Ground, KindClass, class_of, ground, may_end, needs_leader};
pub(crate) use state::{Facts, Final, Handed, Review, Withdrawal, clock_of};
pub use state::{Stage, Verb};
