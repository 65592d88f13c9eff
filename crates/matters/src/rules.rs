//! Who may see a matter and as what, which clock steps a rule gives, what merges, how a hand-over
//! goes. Pure.

mod merging;
mod pushing;
mod referral;
mod sight;
mod urging;

pub use merging::{MergeKind, MergeRefusal, check_merge};
pub use pushing::{Extension, ExtensionRefusal, Obstacle, check_extension, stall_step};
pub use referral::{RETURNS_TO_LEADERS, ReferralStage, ReferralVerb};
pub(crate) use sight::put_off;
pub use sight::{ClockStep, Effect, Reach, Sight, limit, secrecy, sight};
pub use urging::UrgeLevel;
