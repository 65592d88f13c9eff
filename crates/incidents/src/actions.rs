//! What is done to incidents: one file for each family of verbs.

mod checklists;
mod day;
mod defaults;
mod dispatch;
mod ending;
mod facts;
mod feedback;
mod log;
mod orders;
mod record;
mod referrals;
mod repeats;
mod review;
mod revisits;
mod roads;

pub(crate) use checklists::{EVERY_KIND, Item, checklist};
pub use checklists::{NewPlan, check, list_open_items, set_plan};
pub use day::enter;
pub use defaults::add_defaults;
pub use dispatch::{Dispatch, Proposal, Proposed, call_assistant, declare_safe, dispatch, propose};
pub(crate) use dispatch::{is_blocked, officers_there};
pub use ending::{Explanation, confirm, explain, refuse, reopen, withdraw};
pub(crate) use facts::{Loaded, load_facts, open_words};
pub use facts::{derived_state, receivers};
pub(crate) use feedback::DONE_AT_SCENE;
pub use feedback::{Outcome, Progress, outcome, progress};
pub(crate) use log::{BRANCH, discard_draft, draft_place, save_draft};
pub use log::{Log, Where, log, sign_for_station, uncover_caller};
pub(crate) use orders::number_of_order;
pub use orders::{
    Stamp, answer_by_telephone, bring, correct, give_back, has_unreached, reach_all, silence,
    silence_order, stamp,
};
pub use record::{Recorded, RecordedOrder, record};
pub use referrals::{Refer, answer_by_link, answer_for_body, decide_duty, refer};
pub use repeats::{NewCause, add_cause, end_cause, merge, merge_new, part, settle_by_cause};
pub use review::{classify, close, relocate, send_back};
pub use revisits::{
    RevisitReply, deliver_revisit, draw, list_waiting_revisits, reply_revisit, send_revisit, thank,
};
pub(crate) use roads::{Bound, ROADS, bound_now, find_said, ground_label, is_for_leader, offences};
pub use roads::{Road, flag, unflag};

use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope};
use db::Tx;
use journal::{Line, Subject};

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

/// Reporting that a scene is safe: an officer who is there; the desk writes it down for one.
pub static DECLARE_SAFE: Permission = Permission {
    code: "incidents.declare_safe",
    label: |lang| words(lang).declare_safe(),
    grants: &[
        (Role::Officer, Scope::Own),
        (Role::Desk, ALL),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
    ],
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

/// Reviewing what ended by a road of the law, and taking away what asked for one: leaders.
pub static REVIEW_ROAD: Permission = Permission {
    code: "incidents.review_road",
    label: |lang| words(lang).review_road(),
    grants: &[(Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Changing kind and level, and what is so about it.
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

/// Correcting where it is.
pub static RELOCATE: Permission = Permission {
    code: "incidents.relocate",
    label: |lang| words(lang).relocate(),
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

/// Merging repeats, and parting them.
pub static MERGE: Permission = Permission {
    code: "incidents.merge",
    label: |lang| words(lang).act_merge(),
    grants: &[(Role::Desk, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Writing down known causes.
pub static CAUSES: Permission = Permission {
    code: "incidents.causes",
    label: |lang| words(lang).causes_title(),
    grants: &[(Role::Desk, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Ticking the checklist of a plan.
pub static CHECK: Permission = Permission {
    code: "incidents.check",
    label: |lang| words(lang).act_check(),
    grants: &[
        (Role::Desk, ALL),
        (Role::Officer, Scope::Own),
        (Role::Auxiliary, Scope::Own),
        (Role::Leader, ALL),
        (Role::Chief, ALL),
    ],
};

/// Ticking that the feedback was entered in the branch's system.
pub static ENTER: Permission = Permission {
    code: "incidents.enter",
    label: |lang| words(lang).act_enter(),
    grants: &[(Role::Desk, ALL), (Role::Officer, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Changing plans; it takes two.
pub static EDIT_PLANS: Permission = Permission {
    code: "incidents.edit_plans",
    label: |lang| words(lang).plans_title(),
    grants: &[(Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Handing over to another body, and writing its answers down.
pub static REFER: Permission = Permission {
    code: "incidents.refer",
    label: |lang| words(lang).act_refer(),
    grants: &[(Role::Desk, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Deciding whose duty it is; the street's leader is one of the two.
pub static DECIDE_DUTY: Permission = Permission {
    code: "incidents.decide_duty",
    label: |lang| words(lang).act_decide(),
    grants: &[(Role::Desk, ALL), (Role::Leader, ALL), (Role::Chief, ALL), (Role::Street, ALL)],
};

/// Answering a caller where nobody need go.
pub static EXPLAIN: Permission = Permission {
    code: "incidents.explain",
    label: |lang| words(lang).act_explain(),
    grants: &[(Role::Desk, ALL), (Role::Officer, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Withdrawing a call.
pub static WITHDRAW: Permission = Permission {
    code: "incidents.withdraw",
    label: |lang| words(lang).act_withdraw(),
    grants: &[(Role::Desk, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Confirming or refusing a withdrawal: leaders.
pub static CONFIRM: Permission = Permission {
    code: "incidents.confirm_withdrawal",
    label: |lang| words(lang).act_confirm(),
    grants: &[(Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Handling an ended incident again: leaders.
pub static REOPEN: Permission = Permission {
    code: "incidents.reopen",
    label: |lang| words(lang).act_reopen(),
    grants: &[(Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Asking afterwards.
pub static REVISIT: Permission = Permission {
    code: "incidents.revisit",
    label: |lang| words(lang).revisits_title(),
    grants: &[(Role::Desk, ALL), (Role::Officer, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// Writing thanks down.
pub static THANK: Permission = Permission {
    code: "incidents.thank",
    label: |lang| words(lang).act_thank(),
    grants: &[(Role::Desk, ALL), (Role::Officer, ALL), (Role::Leader, ALL), (Role::Chief, ALL)],
};

/// One line about something of the station that belongs to no matter.
fn note_of_station(
    tx: &mut Tx<'_>,
    actor: &Actor,
    capacity: Role,
    act: &'static str,
    id: Id,
    particulars: serde_json::Value,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let subject = Subject { kind: "station", id };
    let line = Line { act, subject, capacity, reason: None, particulars };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}

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
    &REVIEW_ROAD,
    &CLASSIFY,
    &RELOCATE,
    &UNCOVER,
    &MERGE,
    &CAUSES,
    &CHECK,
    &ENTER,
    &EDIT_PLANS,
    &REFER,
    &DECIDE_DUTY,
    &EXPLAIN,
    &WITHDRAW,
    &CONFIRM,
    &REOPEN,
    &REVISIT,
    &THANK,
];
