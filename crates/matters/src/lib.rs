//! The envelope 事项 of every matter: number, place, the three seats, clocks, visibility,
//! urging, hand-over of posts. It never learns the name of a kind; kinds look at it.

mod actions;
mod api;
mod pages;
mod rules;
mod sql;
mod words;

pub use actions::{
    ClockRule, ClockStart, EDIT_OFFICES, NOTE, Opening, Step, TAKE_POST, Turn, URGE, add_note,
    add_participant, add_rules, answer, expire, fire, import, leave, load_for, return_from_leave,
    set_term, start_clock, stop_clock, take_post, urge,
};
pub use api::{ACTS, VIEWS, ids};
pub use pages::{SeatView, seats};
pub use rules::{ClockStep, Effect, Reach, Sight, secrecy, sight};
pub use sql::{
    Handover, Matter, PendingTimer, Timer, Urge, VillageCount, count_by_village, find_matter,
    find_number, is_visible, list_alarms, list_due, list_handovers, list_nearby, list_open,
    list_timers, list_urges,
};
pub use words::{clock_label, sentence};

use base::Permission;
use db::{Migration, Table, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[Migration {
    number: 5,
    name: "matters",
    sql: include_str!("../migrations/0005_matters.sql"),
}];

/// This room's tables.
pub const TABLES: &[Table] = &[
    tenant("matters"),
    tenant("matter_numbers"),
    tenant("participants"),
    tenant("seats_held"),
    tenant("clock_rules"),
    tenant("timers"),
    tenant("urges"),
    tenant("handovers"),
    tenant("seat_alarms"),
];

/// The permissions of this room.
pub const PERMISSIONS: &[&Permission] = &[&EDIT_OFFICES, &TAKE_POST, &URGE, &NOTE];
