//! Every statement on the tables of people.

mod clock_alarms;
mod cover;
mod days;
mod emergencies;
mod house;
mod links;
mod nominations;
mod phones;
mod proposals;
mod retention;
mod roster;
mod second;
mod settings;
mod showings;
mod staff;
mod stations;
mod telephones;
mod terms;
mod units;
mod walls;

pub use clock_alarms::{ClockAlarm, find_clock_alarm};
pub(crate) use clock_alarms::{insert_clock_alarm, set_clock_settled};
pub use cover::{CoverRule, Swap};
pub(crate) use cover::{
    has_roster_warning, insert_cover_rule, insert_roster_warning, insert_swap, list_cover_versions,
    list_swaps, set_swap_answered,
};
pub(crate) use days::{DayRow, insert_day, list_days};
pub use emergencies::{
    Emergency, Verdict, find_emergency, list_emergencies, list_overdue_reviews, list_verdicts,
};
pub(crate) use emergencies::{
    insert_emergency, insert_verdict, set_emergency_ended, set_emergency_reviewed, set_overdue_told,
};
pub use house::{
    HOUSE, HouseRow, find_house, insert_house, look_for_house, look_for_stations, note_move,
    put_house, set_proof,
};
pub(crate) use links::{
    LinkRow, count_link_try, find_link, find_waiting, insert_link, set_code_by, set_code_shown,
    set_link_shown, set_link_used, set_links_used,
};
pub use nominations::Nomination;
pub(crate) use nominations::{
    find_nomination, insert_nomination, list_nominations, set_nomination, set_withdrawn,
};
pub use phones::Phone;
pub(crate) use phones::{
    count_try, find_phone, has_phone, insert_phone, list_phones, set_phone_tried_out,
    set_phone_used, set_phones_ended,
};
pub use proposals::{ProposalRow, find_proposal, list_confirmed, list_proposals, list_waiting};
pub(crate) use proposals::{insert_proposal, set_changes, set_decided};
pub use retention::{Disposal, RetentionRule, insert_retention, list_disposals, list_retention};
pub(crate) use retention::{
    add_to_disposal, dispose_links, dispose_phones, dispose_proposals, dispose_sessions,
    find_disposal, has_disposal_day, insert_disposal, insert_disposal_day,
};
pub use roster::{
    LeaveRow, OnDuty, ShiftRow, find_leave, find_leave_of, find_posts, list_incumbents,
    list_leaves, list_leaving, list_on_duty, list_planned_leaves, list_returning, list_shifts,
};
pub(crate) use roster::{
    find_shift, insert_incumbent, insert_leave, insert_shift, list_absences, list_shifts_between,
    remove_incumbent, set_posts, set_returned, set_shift_cancelled,
};
pub(crate) use second::{
    find_password_age, find_second, remove_keys, set_owes, set_owes_nothing, set_second,
    set_second_step, set_sessions_ended,
};
pub(crate) use settings::{SettingRow, insert_setting, list_setting};
pub(crate) use showings::{
    ShowingRow, dispose_showings, find_showing, insert_showing, list_showings,
};
pub use staff::{Person, find_account, list_people, name_of};
pub(crate) use staff::{
    SessionRow, find_login, find_password, find_session, insert_account, insert_session, is_open,
    list_names, list_open_sessions, list_sessions, set_account_ended, set_others_ended,
    set_password, set_preferences, set_session_ended,
};
pub use stations::{
    StationRow, Village, find_station, find_zone, list_stations, list_villages, remove_station,
};
pub(crate) use stations::{
    insert_station, insert_village, last_village_position, set_village_code,
};
pub use telephones::{Telephone, list_telephones};
pub(crate) use telephones::{insert_telephone, set_telephone_removed};
pub use terms::{
    Appointment, find_appointment, list_appointments, list_beginning, list_ending, list_expired,
};
pub(crate) use terms::{
    has_reminder, insert_appointment, insert_reminder, last_certificate, list_standings,
    set_suspended, set_terms_ended, set_valid_until,
};
pub use units::{Unit, list_units};
pub(crate) use units::{
    VillageUnit, insert_unit, list_village_units, set_unit, set_unit_closed, set_village_unit,
};
pub use walls::Wall;
pub(crate) use walls::{find_wall, insert_wall, list_walls, set_wall_ended};
