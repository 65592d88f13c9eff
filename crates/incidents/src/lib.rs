//! 警情: intake, dispatch, two clocks, outcome, review. An incident is a matter with orders,
//! stamps, feedback and reviews; its state follows from them.

mod actions;
mod api;
mod pages;
mod rules;
mod sql;
mod words;

pub use actions::{
    Dispatch, Log, Outcome, PERMISSIONS, Progress, Proposal, Proposed, READ, Recorded,
    RecordedOrder, Stamp, WATCH, Where, add_defaults, answer_by_telephone, bring, call_assistant,
    classify, close, correct, declare_safe, derived_state, dispatch, give_back, log, outcome,
    progress, propose, reach_all, receivers, record, send_back, sign_for_station, silence,
    silence_order, stamp, uncover_caller,
};
pub use api::{ACTS, VIEWS};
pub use pages::{counts, live_row};
pub use rules::{Stage, Verb};

use db::{Migration, Table, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[Migration {
    number: 6,
    name: "incidents",
    sql: include_str!("../migrations/0006_incidents.sql"),
}];

/// This room's tables.
pub const TABLES: &[Table] = &[
    tenant("codes"),
    tenant("kind_words"),
    tenant("plans"),
    tenant("incidents"),
    tenant("callers"),
    tenant("caller_views"),
    tenant("orders"),
    tenant("stamps"),
    tenant("crews"),
    tenant("feedbacks"),
    tenant("reviews"),
    tenant("drafts"),
    tenant("source_stamps"),
];
