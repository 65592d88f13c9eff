//! What changes people: accounts, appointments, shifts, who is in office. Each act that can
//! end somebody's standing is composed in `matters`, where the seats are moved first.

mod accounts;
mod activation;
mod appoint;
mod clock_alarms;
mod days;
mod emergencies;
mod nominate;
mod pasted;
mod phones;
mod proposals;
mod reminders;
mod retention;
mod roster;
mod second;
mod set_up;
mod settings;
mod showings;
mod telephones;
mod units;
mod walls;
mod ways;

pub use accounts::{
    add_account, check_login, check_password, close_account, may_set_password, password_rule,
    set_password_hash,
};
pub(crate) use accounts::{end_session, note_link, set_preferences};
pub use activation::{
    Activation, Opened, asks_code, find_activation, issue_activation, issue_link, recover, use_link,
};
pub use appoint::{Appointee, GIVE_RIGHTS, begin_term, is_last_administrator, suspend};
pub(crate) use appoint::{appoint, fits, held, resume};
pub use clock_alarms::{SETTLE_CLOCK, clock_at_start, clock_leap, raise_clock_alarm, settle_clock};
pub use days::{EDIT_DAYS, days, days_at};
pub(crate) use days::{days_of, set_days};
pub use emergencies::{
    BREAK_GLASS, READ_EMERGENCIES, REVIEW_EMERGENCY, ask_judged, ask_reviewable, begin_emergency,
    end_emergency, find_line, is_in_emergency, lines_of, note_overdue_review, open_emergency,
    open_verdict, review_emergency, review_line,
};
pub use nominate::{AGREE_FOR_VILLAGE, NOMINATE, Nominee, READ_TERMS};
pub(crate) use nominate::{Side, agree, has_lead, nominate, renew, withdraw_nomination};
pub(crate) use pasted::{appointees_of, end_of_day, nominees_of, says, shifts_of};
pub use phones::{
    END_DEVICES, bind_phone, check_pin, find_phone, give_up_phone, open_by_phone, take_try,
};
pub(crate) use phones::{binds_phone, end_devices};
pub use proposals::{
    UNOPENED, ask_second, ask_waiting, confirm_proposal, keep_changes, open_changes, open_proposal,
    propose, refuse_proposal,
};
pub use reminders::{list_reminders, note_reminder};
pub use retention::{dispose, end_disposal, is_disposal_due, retention_at};
pub use roster::{OWN_SHIFTS, is_roster_warning_due, list_gaps, note_roster_warning};
pub(crate) use roster::{answer_swap, ask_swap, import_shifts, may_edit};
pub(crate) use second::{enrol_second, forget_keys};
pub use second::{has_second, pending_secret, spend_code};
pub use set_up::{SetUp, set_up};
pub(crate) use settings::set_setting;
pub use settings::{EDIT_SETTINGS, network_zone, setting};
pub use showings::{ask_shown, is_showing_new, list_shown, note_showing};
pub use telephones::add_telephone;
pub(crate) use telephones::remove_telephone;
pub use units::{EDIT_UNITS, NewUnit, NewVillage, READ_UNITS, plant_trees, villages_of};
pub(crate) use units::{add_unit, close_unit, import_villages, move_village, rename_unit};
pub use walls::{SHOW_WALL, is_signed, parse_secret, recognise_wall, sign_secret};
pub(crate) use walls::{end_wall, open_wall, wall_secret};
pub(crate) use ways::{hands_over, has_entered, make_way_in, show_parts, take_code};

use crate::actions::roster::first_cover;
use crate::actions::settings::first_settings;
use crate::rules::{Incumbent, NetworkZone, Posts, Seat, ShiftKind, choose, ladder};
use crate::sql::{self, Appointment, LeaveRow, ShiftRow, StationRow};
use crate::words::{role_label, words};
use base::{Actor, Fault, Id, Lang, Permission, Role, Scope, Standing, Time};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;

/// Changing the roster: shifts, leave, terms.
pub static EDIT_ROSTER: Permission = Permission {
    code: "people.edit_roster",
    label: |lang| words(lang).edit_roster(),
    grants: &[(Role::Leader, Scope::Station), (Role::Chief, Scope::Station)],
};

/// A station to be opened.
#[derive(Clone, Debug)]
pub struct Station {
    /// Its short code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its IANA zone.
    pub zone: String,
    /// Whether its data are invented.
    pub demo: bool,
    /// On which network it runs.
    pub network: NetworkZone,
}

/// An account to be opened.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name to sign in with.
    pub login: String,
    /// The name on screen.
    pub name: String,
}

/// A shift to be added.
#[derive(Clone, Debug)]
pub struct NewShift {
    /// Whose.
    pub account: Id,
    /// As what.
    pub role: Role,
    /// For which village, if for one.
    pub village: Option<Id>,
    /// From when.
    pub starts: Time,
    /// Until when.
    pub ends: Time,
    /// What it is.
    pub kind: ShiftKind,
}

/// Opens the station for which the transaction is open, with the account of its own jobs.
///
/// # Errors
/// Those of the engine.
pub fn open_station(tx: &mut Tx<'_>, station: &Station) -> Result<Actor, Fault> {
    let system_id = tx.new_id();
    sql::insert_station(
        tx,
        &StationRow {
            station_id: tx.station(),
            code: station.code.clone(),
            name: station.name.clone(),
            zone: station.zone.clone(),
            demo: station.demo,
            system_id,
        },
    )?;
    sql::insert_account(tx, system_id, "system", role_label(Lang::Zh, Role::System), None)?;
    let system = Actor::system(tx.station(), system_id);
    first_settings(tx, &system, station.network, station.demo)?;
    first_cover(tx)?;
    Ok(system)
}

/// Adds a village.
///
/// # Errors
/// Those of the engine.
pub fn add_village(tx: &mut Tx<'_>, position: i64, name: &str, outline: &str) -> Result<Id, Fault> {
    let id = tx.new_id();
    sql::insert_village(tx, id, position, name, outline)?;
    Ok(id)
}

/// Appoints an account: the certificate is the authority, for its term. Who has a standing in
/// force is in office.
///
/// # Errors
/// Those of the engine.
pub fn add_appointment(
    tx: &mut Tx<'_>,
    actor: &Actor,
    appointment: &Appointment,
) -> Result<(), Fault> {
    sql::insert_appointment(tx, appointment)?;
    // Whoever becomes staff has a password and codes from now on.
    if !binds_phone(&held(tx, appointment.account_id)?) {
        sql::set_phones_ended(tx, appointment.account_id)?;
    }
    // Whoever is on leave comes back with their leave.
    if sql::list_beginning(tx)?.contains(&appointment.account_id) {
        sql::insert_incumbent(tx, appointment.account_id)?;
        appoint::fill_posts(tx)?;
    }
    let particulars =
        json!({ "role": appointment.role.code(), "certificate": appointment.certificate });
    note(tx, actor, "people.appoint", appointment.account_id, particulars)
}

/// Opens an account and appoints it from now on, with no end and no certificate.
///
/// # Errors
/// Those of the engine.
pub fn take_on(
    tx: &mut Tx<'_>,
    actor: &Actor,
    account: &NewAccount,
    standing: &Standing,
) -> Result<Id, Fault> {
    let account_id = add_account(tx, actor, account)?;
    let appointment = Appointment::from_now(tx, account_id, standing.role, standing.village);
    add_appointment(tx, actor, &appointment)?;
    Ok(account_id)
}

/// Changes the term of an appointment: where it ends earlier, so does what would follow it. The
/// caller moves the seats of a term that ends.
///
/// # Errors
/// Refused where the account is closed.
pub fn set_term(tx: &mut Tx<'_>, row: &Appointment, until: Time) -> Result<(), Fault> {
    appoint::ask_open(tx, row.account_id)?;
    sql::set_valid_until(tx, row.id, until)?;
    if row.valid_until.is_some_and(|before| before <= until) {
        return Ok(());
    }
    let follows = |other: &Appointment| {
        let later = other.is_chained(row) && other.valid_from > row.valid_from;
        later && other.valid_until.is_none_or(|end| end > until)
    };
    for other in sql::list_appointments(tx)?.into_iter().filter(follows) {
        sql::set_valid_until(tx, other.id, until)?;
    }
    Ok(())
}

/// Adds a shift to the roster.
///
/// # Errors
/// Refused where it ends before it starts, or where the account has no such standing.
pub fn add_shift(tx: &mut Tx<'_>, actor: &Actor, shift: &NewShift) -> Result<Id, Fault> {
    EDIT_ROSTER.ask(actor)?;
    if shift.ends <= shift.starts {
        return Err(Fault::at("ends", "ends_before_start", |lang| words(lang).ends_before_start()));
    }
    let appointed = sql::list_appointments(tx)?;
    let who = (shift.account, shift.role);
    let Some(standing) = standing_for(&appointed, who, (shift.starts, shift.ends), tx.now()) else {
        return Err(Fault::at("role", "no_such_standing", |lang| words(lang).no_such_standing()));
    };
    let id = tx.new_id();
    let row = ShiftRow {
        id,
        account_id: shift.account,
        role: shift.role,
        village_id: shift.village.or(standing.village_id),
        starts_at: shift.starts,
        ends_at: shift.ends,
        kind: shift.kind,
    };
    sql::insert_shift(tx, &row)?;
    let particulars = json!({ "shift": id, "role": shift.role.code(), "starts": shift.starts, "ends": shift.ends });
    note(tx, actor, "people.add_shift", shift.account, particulars)?;
    Ok(id)
}

/// The appointment under which somebody does a shift: one that is in force when it starts, whatever
/// they held before. One that is under way is entered for what is left of it.
pub(crate) fn standing_for(
    appointed: &[Appointment],
    (account, role): (Id, Role),
    (starts, ends): (Time, Time),
    now: Time,
) -> Option<&Appointment> {
    let at = if starts < now && now < ends { now } else { starts };
    appointed.iter().find(|a| a.account_id == account && a.role == role && a.holds_at(at))
}

/// Takes a shift off the roster.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub(crate) fn cancel_shift(tx: &mut Tx<'_>, actor: &Actor, shift: Id) -> Result<(), Fault> {
    EDIT_ROSTER.ask(actor)?;
    if sql::set_shift_cancelled(tx, shift)? == 0 {
        return Err(Fault::NotFound);
    }
    note(tx, actor, "people.cancel_shift", shift, json!({}))
}

/// Puts an account in office.
///
/// # Errors
/// Those of the engine.
pub fn enter_office(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    sql::insert_incumbent(tx, account)
}

/// Takes an account out of office. The foreign keys of the seats refuse it while one is held.
///
/// # Errors
/// A foreign-key fault while the account still holds a seat or a post.
pub fn end_office(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    sql::remove_incumbent(tx, account).map(|_| ())
}

/// Writes a leave, begun or planned.
///
/// # Errors
/// Refused where another leave of theirs lies in the same time.
pub fn begin_leave(
    tx: &mut Tx<'_>,
    account: Id,
    substitute: Option<Id>,
    (starts, ends): (Time, Time),
) -> Result<Id, Fault> {
    if sql::list_absences(tx, starts, ends)?.iter().any(|leave| leave.account_id == account) {
        return Err(Fault::at("ends", "on_leave", |lang| words(lang).leaves_overlap()));
    }
    let id = tx.new_id();
    let leave = LeaveRow {
        id,
        account_id: account,
        substitute_id: substitute,
        starts_at: starts,
        ends_at: ends,
    };
    sql::insert_leave(tx, &leave)?;
    Ok(id)
}

/// Ends a leave; its person is back in office, unless the term has ended meanwhile.
///
/// # Errors
/// [`Fault::NotFound`] where the leave has ended already.
pub fn end_leave(tx: &mut Tx<'_>, leave: &LeaveRow) -> Result<(), Fault> {
    if sql::set_returned(tx, leave.id)? == 0 {
        return Err(Fault::NotFound);
    }
    if sql::list_beginning(tx)?.contains(&leave.account_id) {
        sql::insert_incumbent(tx, leave.account_id)?;
    }
    Ok(())
}

/// Sets who holds the posts, by name or, where `holder` is out of office, by the ladder.
///
/// # Errors
/// Refused where the roster cannot fill three posts with three people.
pub fn set_posts(tx: &mut Tx<'_>, posts: Posts) -> Result<(), Fault> {
    let people = [posts.watcher, posts.manager, posts.pusher];
    let distinct = people[0] != people[1] && people[1] != people[2] && people[0] != people[2];
    if !distinct {
        return Err(Fault::refused("three_people", |lang| words(lang).three_people()));
    }
    sql::set_posts(tx, posts).map(|_| ())
}

impl Posts {
    /// The same posts with `seat` given to the first on its ladder who holds no other post and
    /// is not `leaving`; `preferred` goes first.
    pub fn refilled(
        self,
        seat: Seat,
        leaving: Id,
        preferred: Option<Id>,
        incumbents: &[Incumbent],
    ) -> Option<Posts> {
        let order = ladder(seat, preferred, None, incumbents);
        let [first, second] = self.others(seat);
        choose(&order, &[first, second, leaving]).map(|holder| self.with(seat, holder))
    }
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &'static str,
    account: Id,
    particulars: serde_json::Value,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let capacity = actor.standings.first().map_or(Role::System, |standing| standing.role);
    let subject = Subject { kind: "account", id: account };
    let line = Line { act, subject, capacity, reason: None, particulars };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}
