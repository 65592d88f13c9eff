//! What happens to a matter whatever its kind: one file for each family of verbs.

mod clocks;
mod link;
mod merging;
mod offices;
mod pushing;
mod reads;
mod referring;
mod sheets;
mod terms;
mod turn;
mod urging;

pub use clocks::{ClockRule, add_rules, fire, limit_of, start_clock, stop_clock};
pub use link::{ANSWER_REFERRAL, body_actor, find_by_secret, link_secret};
pub use merging::{merge, unmerge};
pub(crate) use offices::cancel_leave;
pub use offices::{
    EDIT_OFFICES, TAKE_POST, begin_planned_leave, expire, leave, list_relieved, plan_leave,
    relieve, return_from_leave, set_term, take_post,
};
pub use pushing::{
    EXTEND, READ_OBSTACLES, REPORT_OBSTACLE, add_extension_rules, extend, list_stalled,
    note_obstacle, report_obstacle, tell_of_stall,
};
pub(crate) use reads::readers;
pub use reads::{is_read_due, may_see_readers, note_read};
pub use referring::{
    OURSELVES, Reply, ask_decider, decide, list_standing_decisions, open_decision, open_referral,
    push, reply, returns_of,
};
pub use sheets::give_post;
pub(crate) use sheets::{may_read, open_sheet, waiting_sheet};
pub use terms::{TAKE_RIGHTS, close_account, remind_of_end, suspend, warn_of_gaps};
pub(crate) use terms::{TermChange, term_change};
pub use turn::{ClockStart, Opening, Step, Turn, add_participant, import, load_for};
pub use urging::{NOTE, URGE, add_note, answer, assign, urge, urge_words};
