//! 警情: intake, dispatch, two clocks, outcome, review. An incident is a matter with orders,
//! stamps, feedback and reviews; its state follows from them.

mod actions;
mod api;
mod pages;
mod rules;
mod sql;
mod words;

pub use actions::{
    DISPATCH, Dispatch, Explanation, Log, NewCause, NewPlan, Outcome, PERMISSIONS, Progress,
    Proposal, Proposed, READ, Recorded, RecordedOrder, Refer, RevisitReply, Road, Stamp, WATCH,
    Where, add_cause, add_defaults, answer_by_link, answer_by_telephone, answer_for_body, bring,
    call_assistant, check, classify, close, confirm, correct, decide_duty, declare_safe,
    deliver_revisit, derived_state, dispatch, draw, end_cause, enter, explain, flag, give_back,
    list_open_items, list_waiting_revisits, log, merge, outcome, part, progress, propose,
    reach_all, receivers, record, refer, refuse, relocate, reopen, reply_revisit, send_back,
    send_revisit, set_plan, settle_by_cause, sign_for_station, silence, silence_order, stamp,
    thank, uncover_caller, unflag, withdraw,
};
pub use api::{ACTS, RETAINED, RULE_TABLES, VIEWS};
pub use pages::{alarm, counts, kind_names, live_row};
pub use rules::{Stage, Verb};
pub use sql::{Counted, Moments, list_counted, list_counted_open, list_moments};
pub use words::{stage_label, step_label};

use db::{Migration, Sealed, Table, expiring, sealed, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 6,
        name: "incidents",
        sql: include_str!("../migrations/0006_incidents.sql"),
    },
    Migration {
        number: 8,
        name: "incidents_life",
        sql: include_str!("../migrations/0008_incidents_life.sql"),
    },
    Migration {
        number: 10,
        name: "incidents_checklists",
        sql: include_str!("../migrations/0010_incidents_checklists.sql"),
    },
    Migration {
        number: 14,
        name: "incidents_day",
        sql: include_str!("../migrations/0014_incidents_day.sql"),
    },
    Migration {
        number: 31,
        name: "incidents_codes",
        sql: include_str!("../migrations/0031_incidents_codes.sql"),
    },
    Migration {
        number: 36,
        name: "incidents_views_by_time",
        sql: include_str!("../migrations/0036_incidents_views_by_time.sql"),
    },
    Migration {
        number: 38,
        name: "incidents_kind_words",
        sql: include_str!("../migrations/0038_incidents_kind_words.sql"),
    },
    Migration {
        number: 43,
        name: "incidents_leads",
        sql: include_str!("../migrations/0043_incidents_leads.sql"),
    },
    Migration {
        number: 44,
        name: "incidents_roads",
        sql: include_str!("../migrations/0044_incidents_roads.sql"),
    },
    Migration {
        number: 45,
        name: "incidents_recalled",
        sql: include_str!("../migrations/0045_incidents_recalled.sql"),
    },
    Migration {
        number: 48,
        name: "incidents_ring_rules",
        sql: include_str!("../migrations/0048_incidents_ring_rules.sql"),
    },
    Migration {
        number: 49,
        name: "incidents_silenced_by",
        sql: include_str!("../migrations/0049_incidents_silenced_by.sql"),
    },
];

/// This room's tables.
pub const TABLES: &[Table] = &[
    tenant("codes"),
    tenant("kind_words"),
    tenant("plans"),
    tenant("incidents"),
    tenant("callers"),
    expiring("caller_views"),
    tenant("orders"),
    tenant("stamps"),
    tenant("crews"),
    tenant("feedbacks"),
    tenant("reviews"),
    tenant("drafts"),
    tenant("source_stamps"),
    tenant("withdrawals"),
    tenant("causes"),
    tenant("revisit_rules"),
    tenant("ring_rules"),
    tenant("revisits"),
    tenant("thanks"),
    tenant("plan_items"),
    tenant("checks"),
    tenant("entries"),
    tenant("roads"),
    tenant("kind_changes"),
    tenant("flag_changes"),
];

/// Its columns that hold what is sealed.
pub const SEALED: &[Sealed] = &[
    sealed!("callers", "name_sealed", "matter_id"),
    sealed!("callers", "phone_sealed", "matter_id"),
    sealed!("drafts", "body_sealed", "account_id"),
    sealed!("feedbacks", "no_settlement_sealed", "id"),
    sealed!("feedbacks", "settled_sealed", "id"),
    sealed!("feedbacks", "words_sealed", "id"),
    sealed!("flag_changes", "why_sealed", "id"),
    sealed!("incidents", "police_only_sealed", "matter_id"),
    sealed!("incidents", "summary_sealed", "matter_id"),
    sealed!("revisits", "words_sealed", "id"),
    sealed!("roads", "why_sealed", "id"),
    sealed!("thanks", "words_sealed", "id"),
    sealed!("withdrawals", "why_sealed", "id"),
];
