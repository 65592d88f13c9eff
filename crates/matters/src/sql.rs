//! Every statement on the tables of matters.

mod clocks;
mod envelope;
mod pushing;
mod reads;
mod referrals;
mod repeats;
mod seats;
mod sheets;

pub(crate) use clocks::{
    KeptStep, RuleRow, find_timer, insert_rule, insert_timer, list_rules, list_stay, list_steps,
    list_steps_of, remove_waiting, set_timer_done, stop_all_timers, stop_timers,
};
pub use clocks::{PendingTimer, Timer, list_due, list_due_since, list_timers, next_due};
pub use envelope::{
    Matter, VillageCount, count_by_village, find_matter, find_number, find_visible, is_visible,
    list_at_place, list_nearby, list_open,
};
pub(crate) use envelope::{
    insert_matter, insert_participant, next_number, store, store_moved, store_since,
};
pub(crate) use pushing::{
    ExtensionCap, NewExtension, find_extension_cap, find_stay, insert_extension,
    insert_extension_rule, insert_obstacle, list_extension_rules, list_still, sum_extensions,
};
pub use pushing::{ObstacleCount, ObstacleRow, count_obstacles, list_obstacles};
pub(crate) use reads::{ReadRow, dispose_reads, has_read, insert_read, list_reads};
pub use referrals::{DutyDecision, Referral, find_referral, list_decisions, list_referrals};
pub(crate) use referrals::{
    insert_decision, insert_referral, set_accepted, set_done, set_recalled, set_returned,
};
pub use repeats::{Merge, Repeat, count_repeats, find_merge, find_parted_at, list_repeats};
pub(crate) use repeats::{insert_merge, insert_reopening, set_merge_undone};
pub use seats::{
    Handover, Urge, find_last_manager, list_alarms, list_handovers, list_open_urges, list_urges,
    list_urges_of,
};
pub(crate) use seats::{
    HeldSeats, clear_alarm, find_held, find_urge, find_urge_words, has_alarm, insert_alarm,
    insert_handover, insert_held, insert_urge, list_held_by, list_unanswered, set_answer,
    set_urge_receiver,
};
pub(crate) use sheets::{
    SheetRow, find_handover, find_sheet_of, find_taken_at, find_waiting_sheet, insert_handed,
    insert_sheet, list_handed, set_sheet_taken,
};
