//! What happens to a matter whatever its kind: one file for each family of verbs.

mod clocks;
mod offices;
mod turn;
mod urging;

pub use clocks::{ClockRule, add_rules, fire, start_clock, stop_clock};
pub use offices::{EDIT_OFFICES, TAKE_POST, expire, leave, return_from_leave, set_term, take_post};
pub use turn::{ClockStart, Opening, Step, Turn, add_participant, import, load_for};
pub use urging::{NOTE, URGE, add_note, answer, urge};
