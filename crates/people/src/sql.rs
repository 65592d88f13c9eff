//! Every statement on the tables of people.

mod proposals;
mod roster;
mod settings;
mod staff;
mod stations;
mod telephones;
mod units;
mod walls;

pub use proposals::{ProposalRow, find_proposal, list_proposals};
pub(crate) use proposals::{insert_proposal, set_decided};
pub use roster::{
    LeaveRow, OnDuty, ShiftRow, find_leave, find_posts, list_incumbents, list_leaves, list_on_duty,
    list_returning, list_shifts,
};
pub(crate) use roster::{
    insert_incumbent, insert_leave, insert_shift, remove_incumbent, set_posts, set_returned,
    set_shift_cancelled,
};
pub(crate) use settings::{SettingRow, insert_setting, list_setting};
pub use staff::{
    Appointment, Person, find_account, find_appointment, list_appointments, list_expired,
    list_people, name_of,
};
pub(crate) use staff::{
    SessionRow, find_link, find_password, find_session, insert_account, insert_appointment,
    insert_link, insert_session, list_links, list_sessions, list_standings, set_link_used,
    set_links_used, set_others_ended,
    set_password, set_preferences, set_session_ended, set_valid_until,
};
pub use stations::{
    StationRow, Village, find_station, find_zone, list_stations, list_villages, remove_station,
};
pub(crate) use stations::{
    insert_station, insert_village, last_village_position, set_village_code,
};
pub use telephones::{Telephone, list_telephones};
pub(crate) use telephones::{insert_telephone, set_telephone_removed};
pub use units::{Unit, list_units};
pub(crate) use units::{VillageUnit, 
    insert_unit, list_village_units, set_unit, set_unit_closed, set_village_unit,
};
pub use walls::Wall;
pub(crate) use walls::{find_wall, insert_wall, list_walls, set_wall_ended};
