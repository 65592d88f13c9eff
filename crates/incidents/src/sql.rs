//! Every statement on the tables of incidents.

mod catalogue;
mod checklists;
mod day;
mod figures;
mod files;
mod intake;
mod life;
mod lists;
mod orders;
mod revisits;
mod ring;
mod roads;

pub(crate) use catalogue::{
    Code, CodeVersion, KindWord, KindWordVersion, Plan, find_code, find_plan, insert_code,
    insert_kind_word, insert_plan, list_code_versions, list_codes, list_kind_word_versions,
    list_kind_words,
};
pub(crate) use checklists::{
    CheckRow, PlanItem, PlanKey, insert_check, insert_plan_item, last_version, list_checks,
    list_plan_items, list_plans, load_plan, set_check_undone,
};
pub(crate) use day::{find_entry, insert_entry, list_since, list_unentered, list_unsigned};
pub use figures::{Counted, Moments, list_counted, list_counted_open, list_moments};
pub(crate) use files::{
    FeedbackRow, ReviewRow, find_last_final, find_last_review, insert_feedback, insert_review,
    list_feedbacks,
};
pub(crate) use intake::{
    CallerRow, IncidentRow, dispose_callers, dispose_drafts, dispose_views, find_caller,
    find_draft, find_incident, find_outer, has_caller_view, insert_caller, insert_caller_view,
    insert_incident, remove_draft, set_final_kind, set_plan, set_police_only, set_safe,
    set_silenced, set_station_signed, store_draft,
};
pub(crate) use life::{
    CauseRow, WithdrawalRow, count_by_cause, find_cause, find_cause_master, find_unconfirmed,
    insert_cause, insert_withdrawal, list_causes, set_cause_ended, set_withdrawal_confirmed,
    set_withdrawal_refused,
};
pub(crate) use lists::{Filter, list_matters};
pub(crate) use orders::{
    OrderRow, StampRow, find_order, insert_order, insert_source_stamp, insert_stamp, list_crews,
    list_held, list_in_hand, list_orders, list_orders_of, list_source_stamps, list_stamps,
    list_unreached, set_crew, set_order_recalled, set_order_returned, set_order_silenced,
    set_stamp_replaced,
};
pub(crate) use revisits::{
    RevisitCounts, RevisitRow, RevisitRule, RevisitVersion, ThanksRow, count_revisits,
    find_revisit, find_revisit_rule, insert_revisit, insert_revisit_rule, insert_thanks,
    list_revisit_versions, list_revisits, list_thanks, list_unanswered, store_revisit,
};
pub(crate) use ring::{
    RingVersion, UnsignedRow, WatchedRow, insert_ring_rule, list_own_unsigned, list_ring_rules,
    list_ring_versions, list_watched,
};
pub(crate) use roads::{
    FlagChange, RoadRow, find_road, insert_flag_change, insert_kind_change, insert_road,
    kinds_changed, list_ended_without_road, list_kinds_had, list_open_without_road, roads_since,
    set_flags,
};
