//! What is done to incidents: one file for each family of verbs.

mod defaults;
mod dispatch;
mod facts;
mod feedback;
mod log;
mod orders;
mod record;
mod review;

pub use defaults::add_defaults;
pub(crate) use dispatch::is_blocked;
pub use dispatch::{Dispatch, Proposal, Proposed, call_assistant, declare_safe, dispatch, propose};
pub(crate) use facts::{Loaded, load_facts, open_words};
pub use facts::{derived_state, receivers};
pub(crate) use feedback::DONE_AT_SCENE;
pub use feedback::{Outcome, Progress, outcome, progress};
pub(crate) use log::{BRANCH, discard_draft, draft_place, save_draft};
pub use log::{Log, Where, log, sign_for_station, uncover_caller};
pub use orders::{
    Stamp, answer_by_telephone, bring, correct, give_back, has_unreached, reach_all, silence,
    silence_order, stamp,
};
pub use record::{Recorded, RecordedOrder, record};
pub use review::{classify, close, send_back};

use crate::words::words;
use base::{Permission, Role, Scope};

/// Rows of a grant: every matter of the station.
const ALL: Scope = Scope::Station;

/// Logging a call.
pub static LOG: Permission = Permission {
    code: "incidents.log",
    label: |lang| words(lang).log(),
    grants: &[
        (Role::Desk, ALL),
        (Role::Officer, ALL),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
        (Role::Gateway, ALL),
    ],
};

/// Reading incidents; how much of them follows from the sight.
pub static READ: Permission = Permission {
    code: "incidents.read",
    label: |lang| words(lang).read(),
    grants: &[
        (Role::Desk, ALL),
        (Role::Officer, ALL),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
        (Role::Street, ALL),
        (Role::Assistant, Scope::Village),
        (Role::Village, Scope::Village),
        (Role::Auxiliary, Scope::Own),
    ],
};

/// The board of the command room.
pub static WATCH: Permission = Permission {
    code: "incidents.watch",
    label: |lang| words(lang).watch(),
    grants: &[(Role::Desk, ALL), (Role::Officer, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Sending people, signing for the station, silencing, telephone answers.
pub static DISPATCH: Permission = Permission {
    code: "incidents.dispatch",
    label: |lang| words(lang).dispatch(),
    grants: &[(Role::Desk, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Calling the village's assistant, and saying that the scene is safe.
pub static CALL_HELP: Permission = Permission {
    code: "incidents.call_help",
    label: |lang| words(lang).call_assistant(),
    grants: &[
        (Role::Officer, Scope::Own),
        (Role::Desk, ALL),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
    ],
};

/// Reporting that a scene is safe: an officer who is there.
pub static DECLARE_SAFE: Permission = Permission {
    code: "incidents.declare_safe",
    label: |lang| words(lang).declare_safe(),
    grants: &[(Role::Officer, Scope::Own), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Working on one's own order; the desk enters stamps for others.
pub static CARRY_OUT: Permission = Permission {
    code: "incidents.carry_out",
    label: |lang| words(lang).carry_out(),
    grants: &[
        (Role::Officer, Scope::Own),
        (Role::Auxiliary, Scope::Own),
        (Role::Assistant, Scope::Own),
        (Role::Desk, ALL),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
    ],
};

/// Feeding back: an officer who was sent.
pub static FEED_BACK: Permission = Permission {
    code: "incidents.feed_back",
    label: |lang| words(lang).feed_back(),
    grants: &[(Role::Officer, Scope::Own), (Role::Leader, Scope::Own), (Role::Chief, Scope::Own)],
};

/// Reviewing and closing: police officers only, never the handler.
pub static REVIEW: Permission = Permission {
    code: "incidents.review",
    label: |lang| words(lang).review(),
    grants: &[(Role::Officer, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Changing kind and level.
pub static CLASSIFY: Permission = Permission {
    code: "incidents.classify",
    label: |lang| words(lang).classify(),
    grants: &[
        (Role::Desk, ALL),
        (Role::Officer, Scope::Own),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
    ],
};

/// Uncovering the caller's number.
pub static UNCOVER: Permission = Permission {
    code: "incidents.uncover_caller",
    label: |lang| words(lang).uncover(),
    grants: &[
        (Role::Desk, ALL),
        (Role::Officer, Scope::Own),
        (Role::Auxiliary, Scope::Own),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
    ],
};

/// Every permission of this room.
pub const PERMISSIONS: &[&Permission] = &[
    &LOG,
    &READ,
    &WATCH,
    &DISPATCH,
    &CALL_HELP,
    &DECLARE_SAFE,
    &CARRY_OUT,
    &FEED_BACK,
    &REVIEW,
    &CLASSIFY,
    &UNCOVER,
];
