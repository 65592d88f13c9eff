//! Every statement on the tables of matters.

mod clocks;
mod envelope;
mod seats;

pub use clocks::{PendingTimer, Timer, list_due, list_timers};
pub(crate) use clocks::{
    RuleRow, find_timer, insert_rule, insert_timer, list_stay, list_steps, remove_waiting,
    set_timer_done, stop_all_timers, stop_timers,
};
pub use envelope::{
    Matter, VillageCount, count_by_village, find_matter, find_number, is_visible, list_nearby,
    list_open,
};
pub(crate) use envelope::{insert_matter, insert_participant, load, next_number, store};
pub use seats::{Handover, Urge, list_alarms, list_handovers, list_urges};
pub(crate) use seats::{
    HeldSeats, clear_alarm, find_held, find_urge, has_alarm, insert_alarm, insert_handover,
    insert_held, insert_urge, list_held_by, set_answer,
};
