//! Who someone is here: station, villages, accounts, appointments 聘书, duty roster, posts,
//! sessions. People exist only as staff; there is no register of anybody else.

mod actions;
mod api;
mod pages;
mod rules;
mod sign_in;
mod sql;
mod words;

pub use actions::{
    AGREE_FOR_VILLAGE, Activation, Appointee, BREAK_GLASS, EDIT_DAYS, EDIT_ROSTER, EDIT_SETTINGS,
    EDIT_UNITS, END_DEVICES, GIVE_RIGHTS, NOMINATE, NewAccount, NewShift, NewUnit, NewVillage,
    Nominee, OWN_SHIFTS, Opened, READ_EMERGENCIES, READ_TERMS, READ_UNITS, REVIEW_EMERGENCY,
    SETTLE_CLOCK, SHOW_WALL, SetUp, Station, UNOPENED, add_account, add_appointment, add_shift,
    add_telephone, add_village, ask_judged, ask_reviewable, ask_second, ask_shown, ask_waiting,
    asks_code, begin_emergency, begin_leave, begin_term, bind_phone, check_login, check_password,
    check_pin, clock_at_start, clock_leap, close_account, confirm_proposal, days, days_at, dispose,
    end_disposal, end_emergency, end_leave, end_office, enter_office, find_activation, find_line,
    find_phone, give_up_phone, has_second, is_disposal_due, is_in_emergency, is_last_administrator,
    is_roster_warning_due, is_showing_new, is_signed, issue_activation, issue_link, keep_changes,
    lines_of, list_gaps, list_reminders, list_shown, may_set_password, network_zone,
    note_overdue_review, note_reminder, note_roster_warning, note_showing, open_by_phone,
    open_changes, open_emergency, open_proposal, open_station, open_verdict, parse_secret,
    password_rule, pending_secret, plant_trees, propose, raise_clock_alarm, recognise_wall,
    recover, refuse_proposal, retention_at, review_emergency, review_line, set_password_hash,
    set_posts, set_term, set_up, setting, settle_clock, sign_secret, spend_code, suspend, take_on,
    take_try, use_link, villages_of,
};
pub use api::{
    ACCOUNT_ACTS, ACCOUNT_VIEWS, ACTS, DAY_ACTS, DAY_VIEWS, DEVICE_ACTS, DEVICE_VIEWS, RETAINED,
    ROSTER_ACTS, ROSTER_VIEWS, RULE_TABLES, SETTING_ACTS, SETTING_VIEWS, TERM_ACTS, TERM_VIEWS,
    UNIT_ACTS, UNIT_VIEWS, VIEWS,
};

pub use pages::{Villages, face, show_way_in, villages};
pub use rules::{
    ClockFault, Gap, Incumbent, NetworkZone, PasswordPolicy, Posts, Seat, Setting, ShiftKind, Tree,
    UnitKind, Weakness, check_password_strength, choose, is_unit_code, ladder, may_stand_in,
};
pub use sign_in::{
    Owes, Recognised, Token, TokenKind, WayIn, close_session, hash_token, issue_token,
    open_session, password_of, recognise,
};
pub use sql::{
    Appointment, ClockAlarm, Disposal, Emergency, HOUSE, HouseRow, LeaveRow, OnDuty, Person, Phone,
    ProposalRow, RetentionRule, ShiftRow, StationRow, Telephone, Unit, Verdict, Village, Wall,
    find_account, find_appointment, find_clock_alarm, find_emergency, find_house, find_leave,
    find_leave_of, find_posts, find_proposal, find_station, find_zone, insert_house,
    insert_retention, list_appointments, list_beginning, list_confirmed, list_disposals,
    list_emergencies, list_ending, list_expired, list_incumbents, list_leaves, list_leaving,
    list_on_duty, list_overdue_reviews, list_people, list_planned_leaves, list_proposals,
    list_retention, list_returning, list_shifts, list_stations, list_telephones, list_units,
    list_verdicts, list_villages, list_waiting, look_for_house, look_for_stations, name_of,
    note_move, put_house, remove_station, set_proof,
};
pub use words::{role_label, seat_label, weakness_words};

use db::{Migration, Sealed, Table, control, sealed, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 2, name: "people", sql: include_str!("../migrations/0002_people.sql") },
    Migration {
        number: 9,
        name: "people_proposals",
        sql: include_str!("../migrations/0009_people_proposals.sql"),
    },
    Migration {
        number: 15,
        name: "people_telephones",
        sql: include_str!("../migrations/0015_people_telephones.sql"),
    },
    Migration {
        number: 16,
        name: "people_walls",
        sql: include_str!("../migrations/0016_people_walls.sql"),
    },
    Migration {
        number: 20,
        name: "people_units",
        sql: include_str!("../migrations/0020_people_units.sql"),
    },
    Migration {
        number: 21,
        name: "people_offices",
        sql: include_str!("../migrations/0021_people_offices.sql"),
    },
    Migration {
        number: 23,
        name: "people_roster",
        sql: include_str!("../migrations/0023_people_roster.sql"),
    },
    Migration {
        number: 25,
        name: "people_days",
        sql: include_str!("../migrations/0025_people_days.sql"),
    },
    Migration {
        number: 26,
        name: "people_idle",
        sql: include_str!("../migrations/0026_people_idle.sql"),
    },
    Migration {
        number: 27,
        name: "people_keys",
        sql: include_str!("../migrations/0027_people_keys.sql"),
    },
    Migration {
        number: 28,
        name: "people_phones",
        sql: include_str!("../migrations/0028_people_phones.sql"),
    },
    Migration {
        number: 30,
        name: "people_ways_in",
        sql: include_str!("../migrations/0030_people_ways_in.sql"),
    },
    Migration {
        number: 32,
        name: "people_retention",
        sql: include_str!("../migrations/0032_people_retention.sql"),
    },
    Migration {
        number: 37,
        name: "people_emergencies",
        sql: include_str!("../migrations/0037_people_emergencies.sql"),
    },
    Migration {
        number: 39,
        name: "people_house",
        sql: include_str!("../migrations/0039_people_house.sql"),
    },
    Migration {
        number: 40,
        name: "people_clock_alarms",
        sql: include_str!("../migrations/0040_people_clock_alarms.sql"),
    },
    Migration {
        number: 41,
        name: "people_links",
        sql: include_str!("../migrations/0041_people_links.sql"),
    },
    Migration {
        number: 46,
        name: "people_showings",
        sql: include_str!("../migrations/0046_people_showings.sql"),
    },
    Migration {
        number: 47,
        name: "people_verdicts",
        sql: include_str!("../migrations/0047_people_verdicts.sql"),
    },
];

/// This room's tables.
pub const TABLES: &[Table] = &[
    control("stations"),
    control("house"),
    tenant("villages"),
    tenant("accounts"),
    tenant("appointments"),
    tenant("incumbents"),
    tenant("leaves"),
    tenant("shifts"),
    tenant("posts"),
    tenant("sessions"),
    tenant("links"),
    tenant("proposals"),
    tenant("showings"),
    tenant("emergency_verdicts"),
    tenant("telephones"),
    tenant("walls"),
    tenant("units"),
    tenant("village_units"),
    tenant("settings"),
    tenant("nominations"),
    tenant("term_reminders"),
    tenant("swaps"),
    tenant("cover_rules"),
    tenant("roster_warnings"),
    tenant("calendar_days"),
    tenant("phones"),
    tenant("retention_rules"),
    tenant("disposals"),
    tenant("disposal_days"),
    tenant("emergencies"),
    tenant("clock_alarms"),
];

/// The permissions of this room.
pub const PERMISSIONS: &[&base::Permission] = &[
    &EDIT_ROSTER,
    &EDIT_UNITS,
    &READ_UNITS,
    &GIVE_RIGHTS,
    &NOMINATE,
    &AGREE_FOR_VILLAGE,
    &READ_TERMS,
    &OWN_SHIFTS,
    &EDIT_DAYS,
    &END_DEVICES,
    &EDIT_SETTINGS,
    &SETTLE_CLOCK,
];

/// Its columns that hold what is sealed.
pub const SEALED: &[Sealed] = &[
    sealed!("accounts", "second_sealed", "id"),
    sealed!("emergencies", "reason_sealed", "id"),
    sealed!("emergencies", "words_sealed", "id"),
    sealed!("emergency_verdicts", "words_sealed", "id"),
    sealed!("proposals", "changes_sealed", "id"),
    sealed!("proposals", "fields_sealed", "id"),
    sealed!("showings", "mark_sealed", "id"),
];
