//! The envelope 事项 of every matter: number, place, the three seats, clocks, visibility,
//! urging, hand-over of posts. It never learns the name of a kind; kinds look at it.

mod actions;
mod api;
mod pages;
mod rules;
mod sql;
mod words;

pub use actions::{
    ANSWER_REFERRAL, ClockRule, ClockStart, EDIT_OFFICES, EXTEND, NOTE, OURSELVES, Opening,
    READ_OBSTACLES, REPORT_OBSTACLE, Reply, Step, TAKE_POST, TAKE_RIGHTS, Turn, URGE,
    add_extension_rules, add_note, add_participant, add_rules, answer, ask_decider, assign,
    begin_planned_leave, body_actor, close_account, decide, expire, extend, find_by_secret, fire,
    give_post, import, is_read_due, leave, limit_of, link_secret, list_relieved, list_stalled,
    list_standing_decisions, load_for, may_see_readers, merge, note_obstacle, note_read,
    open_decision, open_referral, plan_leave, push, relieve, remind_of_end, reply, report_obstacle,
    return_from_leave, returns_of, set_term, start_clock, stop_clock, suspend, take_post,
    tell_of_stall, unmerge, urge, urge_words, warn_of_gaps,
};
pub use api::{ACTS, RETAINED, RULE_TABLES, TERM_ACTS, VIEWS, ids};
pub use pages::{SeatView, seats};
pub use rules::{
    ClockStep, Effect, MergeKind, Obstacle, Reach, ReferralStage, ReferralVerb, Sight, UrgeLevel,
    secrecy, sight,
};
pub use sql::{
    DutyDecision, Handover, Matter, Merge, PendingTimer, Referral, Repeat, Timer, Urge,
    VillageCount, count_by_village, count_repeats, find_last_manager, find_matter, find_merge,
    find_number, find_parted_at, find_referral, find_visible, is_visible, list_alarms,
    list_at_place, list_decisions, list_due, list_due_since, list_handovers, list_nearby,
    list_open, list_open_urges, list_referrals, list_repeats, list_timers, list_urges,
    list_urges_of, next_due,
};
pub use words::{clock_label, effect_label, merge_label, referral_label, sentence, urge_label};

use base::Permission;
use db::{Migration, Sealed, Table, expiring, sealed, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 5, name: "matters", sql: include_str!("../migrations/0005_matters.sql") },
    Migration {
        number: 7,
        name: "matters_life",
        sql: include_str!("../migrations/0007_matters_life.sql"),
    },
    Migration {
        number: 12,
        name: "matters_pushing",
        sql: include_str!("../migrations/0012_matters_pushing.sql"),
    },
    Migration {
        number: 13,
        name: "matters_sheets",
        sql: include_str!("../migrations/0013_matters_sheets.sql"),
    },
    Migration {
        number: 24,
        name: "matters_units",
        sql: include_str!("../migrations/0024_matters_units.sql"),
    },
    Migration {
        number: 18,
        name: "matters_indexes",
        sql: include_str!("../migrations/0018_matters_indexes.sql"),
    },
    Migration {
        number: 19,
        name: "matters_pending",
        sql: include_str!("../migrations/0019_matters_pending.sql"),
    },
    Migration {
        number: 29,
        name: "matters_reads",
        sql: include_str!("../migrations/0029_matters_reads.sql"),
    },
    Migration {
        number: 35,
        name: "matters_reads_by_time",
        sql: include_str!("../migrations/0035_matters_reads_by_time.sql"),
    },
    Migration {
        number: 42,
        name: "matters_leads",
        sql: include_str!("../migrations/0042_matters_leads.sql"),
    },
];

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
    tenant("merges"),
    tenant("reopenings"),
    tenant("referrals"),
    tenant("duty_decisions"),
    tenant("extension_rules"),
    tenant("extensions"),
    tenant("obstacles"),
    tenant("shift_sheets"),
    tenant("handover_matters"),
    expiring("matter_reads"),
];

/// The permissions of this room.
pub const PERMISSIONS: &[&Permission] = &[&EDIT_OFFICES, &TAKE_POST, &URGE, &NOTE];

/// Its columns that hold what is sealed.
pub const SEALED: &[Sealed] = &[
    sealed!("duty_decisions", "agreed_sealed", "id"),
    sealed!("extensions", "why_sealed", "id"),
    sealed!("obstacles", "words_sealed", "matter_id"),
    sealed!("referrals", "asked_sealed", "id"),
    sealed!("referrals", "done_sealed", "id"),
    sealed!("referrals", "return_sealed", "id"),
    sealed!("shift_sheets", "note_sealed", "id"),
    sealed!("urges", "answer_sealed", "id"),
    sealed!("urges", "words_sealed", "id"),
];
