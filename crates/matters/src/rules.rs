//! Who may see a matter and as what, which clock steps a rule gives, what merges, how a hand-over
//! goes. Pure.

mod clocks;
mod merging;
mod pushing;
mod referral;
mod sight;
mod spell;
mod urging;

pub(crate) use clocks::put_off;
pub use clocks::{ClockStep, Effect, limit};
pub use merging::{MergeKind, MergeRefusal, check_merge};
pub use pushing::{Extension, ExtensionRefusal, Obstacle, check_extension, stall_step};
pub use referral::{NotDecider, ReferralStage, ReferralVerb, ask_decider};
pub use sight::{Reach, Sight, secrecy, sight};
pub(crate) use spell::{SpeltStep, spell, spell_steps, unspell, unspell_steps};
pub use urging::UrgeLevel;
