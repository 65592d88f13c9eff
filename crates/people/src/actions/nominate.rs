//! The 聘书 of a village's assistant: nominated 拟聘, agreed to by the station and by the village,
//! appointed 已聘 with a number and a term, renewed 续聘. The certificate is the authority.

use crate::actions::appoint::{Known, Unfit, ask_open, held, is_live, known};
use crate::actions::{NewAccount, add_account, add_appointment, check_login, note};
use crate::rules::{certificate_prefix, may_combine, next_certificate};
use crate::sql::{self, Appointment, Nomination};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, Time};
use db::Tx;
use serde_json::json;

/// Nominating, agreeing for the station, entering a village's paper, renewing.
pub static NOMINATE: Permission = Permission {
    code: "people.nominate",
    label: |lang| words(lang).nominate(),
    grants: &[(Role::Leader, Scope::Station), (Role::Chief, Scope::Station)],
};

/// Agreeing for one's village.
pub static AGREE_FOR_VILLAGE: Permission = Permission {
    code: "people.agree_for_village",
    label: |lang| words(lang).agree_for_village(),
    grants: &[(Role::Village, Scope::Village)],
};

/// Looking at certificates and nominations.
pub static READ_TERMS: Permission = Permission {
    code: "people.read_terms",
    label: |lang| words(lang).terms_title(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::SystemAdmin, Scope::Station),
        (Role::SecurityAdmin, Scope::Station),
        (Role::Village, Scope::Village),
    ],
};

/// Somebody to be nominated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nominee {
    /// The name on screen.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// For which village.
    pub village: Id,
    /// Whether as deputy.
    pub is_deputy: bool,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

/// Who agrees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side<'a> {
    /// The station; `true`: also to a second assistant beside one in office.
    Station(bool),
    /// The village, by its own secretary.
    Village,
    /// The village, on this paper, entered at the station.
    Paper(&'a str),
}

/// Whether the one of these names can be an assistant as well as what they are already.
pub(crate) fn can_assist(tx: &mut Tx<'_>, one: &Nominee) -> Result<Result<(), Unfit>, Fault> {
    if check_login("login", &one.login).is_err() {
        return Ok(Err(Unfit::Login));
    }
    Ok(match known(tx, &one.login, &one.name)? {
        Known::Another => Err(Unfit::Taken),
        Known::Closed => Err(Unfit::Closed),
        Known::Account(account) if !may_combine(&held(tx, account)?, Role::Assistant) => {
            Err(Unfit::Combined)
        }
        Known::Account(_) | Known::Nobody => Ok(()),
    })
}

/// Nominates somebody; an account is opened where there is none, without any right.
///
/// # Errors
/// Refused at the field.
pub(crate) fn nominate(tx: &mut Tx<'_>, actor: &Actor, one: &Nominee) -> Result<Id, Fault> {
    NOMINATE.ask(actor)?;
    check_login("login", &one.login)?;
    if one.until <= one.from || one.until <= tx.now() {
        return Err(Fault::at("until", "ends_before_start", |lang| {
            words(lang).ends_before_start()
        }));
    }
    if !sql::list_villages(tx)?.iter().any(|village| village.id == one.village) {
        return Err(Fault::at("village", "no_village", |lang| words(lang).no_village()));
    }
    let account_id = match known(tx, &one.login, &one.name)? {
        Known::Another => {
            return Err(Fault::at("login", "login_taken", |lang| words(lang).row_login_taken()));
        }
        Known::Closed => {
            return Err(Fault::at("login", "closed", |lang| words(lang).account_closed()));
        }
        Known::Account(account) if !may_combine(&held(tx, account)?, Role::Assistant) => {
            return Err(Fault::at("login", "cannot_combine", |lang| words(lang).cannot_combine()));
        }
        Known::Account(account) => account,
        Known::Nobody => {
            let new = NewAccount { login: one.login.clone(), name: one.name.clone() };
            add_account(tx, actor, &new)?
        }
    };
    let row = Nomination {
        id: tx.new_id(),
        account_id,
        village_id: one.village,
        is_deputy: one.is_deputy,
        valid_from: one.from,
        valid_until: one.until,
        nominated_at: tx.now(),
        nominated_by: actor.account,
        station_at: None,
        station_by: None,
        village_at: None,
        village_by: None,
        village_paper: None,
        second_lead: false,
        appointment_id: None,
    };
    sql::insert_nomination(tx, &row)?;
    let particulars =
        json!({ "nomination": row.id, "village": row.village_id, "deputy": row.is_deputy });
    note(tx, actor, "people.nominate", account_id, particulars)?;
    Ok(row.id)
}

/// Agrees for one side; when both have agreed the appointment stands.
///
/// # Errors
/// Refused for whoever nominated, and for a second assistant that nobody agreed to.
pub(crate) fn agree(tx: &mut Tx<'_>, actor: &Actor, id: Id, side: Side<'_>) -> Result<(), Fault> {
    let may = match side {
        Side::Station(_) | Side::Paper(_) => NOMINATE.ask(actor)?,
        Side::Village => AGREE_FOR_VILLAGE.ask(actor)?,
    };
    let mut row = sql::find_nomination(tx, id)?.ok_or(Fault::NotFound)?;
    if may.scope == Scope::Village && may.village != Some(row.village_id) {
        return Err(Fault::NotFound);
    }
    if row.appointment_id.is_some() {
        return Err(Fault::refused("appointed", |lang| words(lang).already_appointed()));
    }
    let other_side = match side {
        Side::Station(_) => row.village_by,
        Side::Village | Side::Paper(_) => row.station_by,
    };
    if row.nominated_by == actor.account || other_side == Some(actor.account) {
        return Err(Fault::refused("second_person", |lang| words(lang).second_person()));
    }
    let (now, by) = (tx.now(), Some(actor.account));
    let act = match side {
        Side::Station(second_lead) => {
            row.second_lead = second_lead;
            (row.station_at, row.station_by) = (Some(now), by);
            "people.agree_for_station"
        }
        Side::Village => {
            (row.village_at, row.village_by) = (Some(now), by);
            "people.agree_for_village"
        }
        Side::Paper(paper) => {
            (row.village_at, row.village_by) = (Some(now), by);
            row.village_paper = Some(paper.to_owned());
            "people.enter_village_paper"
        }
    };
    if row.station_at.is_some() {
        one_lead(tx, &row)?;
    }
    let particulars =
        json!({ "nomination": row.id, "paper": row.village_paper, "second": row.second_lead });
    note(tx, actor, act, row.account_id, particulars)?;
    if row.station_at.is_some() && row.village_at.is_some() {
        row.appointment_id = Some(appoint_nominee(tx, actor, &row)?);
    }
    sql::set_nomination(tx, &row)
}

/// Whether somebody else is the assistant of that village in the term of this nomination; a deputy beside
/// one is no second.
pub(crate) fn has_lead(held: &[Appointment], row: &Nomination, now: Time) -> bool {
    let leads = |a: &Appointment| {
        let overlaps = a.valid_until.is_none_or(|until| until > row.valid_from);
        a.role == Role::Assistant
            && a.village_id == Some(row.village_id)
            && a.account_id != row.account_id
            && !a.is_deputy
            && overlaps
            && is_live(a, now)
    };
    !row.is_deputy && held.iter().any(leads)
}

/// A village has one assistant in office, and deputies; a second one only where the station says so.
fn one_lead(tx: &mut Tx<'_>, row: &Nomination) -> Result<(), Fault> {
    let held = sql::list_appointments(tx)?;
    if row.second_lead || !has_lead(&held, row, tx.now()) {
        return Ok(());
    }
    Err(Fault::at("second_lead", "second_lead", |lang| words(lang).second_lead_asked()))
}

fn appoint_nominee(tx: &mut Tx<'_>, actor: &Actor, row: &Nomination) -> Result<Id, Fault> {
    // What they hold may have changed since they were nominated.
    if !may_combine(&held(tx, row.account_id)?, Role::Assistant) {
        return Err(Fault::refused("cannot_combine", |lang| words(lang).cannot_combine()));
    }
    ask_open(tx, row.account_id)?;
    let village = Some(row.village_id);
    let term = Appointment {
        certificate: Some(next_number(tx, row.valid_from)?),
        valid_from: row.valid_from,
        valid_until: Some(row.valid_until),
        is_deputy: row.is_deputy,
        ..Appointment::from_now(tx, row.account_id, Role::Assistant, village)
    };
    add_appointment(tx, actor, &term)?;
    Ok(term.id)
}

/// The next certificate of the year in which a term begins.
fn next_number(tx: &mut Tx<'_>, from: Time) -> Result<String, Fault> {
    let year = sql::find_zone(tx)?.civil(from).year();
    let last = sql::last_certificate(tx, &certificate_prefix(year))?;
    Ok(next_certificate(year, last.as_deref()))
}

/// Takes a nomination back.
///
/// # Errors
/// [`Fault::NotFound`] where it has become an appointment.
pub(crate) fn withdraw_nomination(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Result<(), Fault> {
    NOMINATE.ask(actor)?;
    let row = sql::find_nomination(tx, id)?.ok_or(Fault::NotFound)?;
    if sql::set_withdrawn(tx, id, actor.account)? == 0 {
        return Err(Fault::NotFound);
    }
    note(tx, actor, "people.withdraw_nomination", row.account_id, json!({ "nomination": id }))
}

/// Renews certificates: each gets a new one that follows the old without a gap, or begins now where
/// the old one is over.
///
/// # Errors
/// Refused where one of them is no certificate, or has been renewed.
pub(crate) fn renew(
    tx: &mut Tx<'_>,
    actor: &Actor,
    certificates: &[Id],
    until: Time,
) -> Result<usize, Fault> {
    NOMINATE.ask(actor)?;
    let all = sql::list_appointments(tx)?;
    for id in certificates {
        let old = all.iter().find(|row| row.id == *id && row.certificate.is_some());
        let old = old.ok_or_else(|| {
            Fault::at("certificates", "no_certificate", |lang| words(lang).no_certificate())
        })?;
        if !sql::is_open(tx, old.account_id)? {
            return Err(Fault::at("certificates", "closed", |lang| words(lang).account_closed()));
        }
        if old.suspended_at.is_some() {
            return Err(Fault::at("certificates", "suspended", |lang| words(lang).resume_first()));
        }
        let valid_from = old.valid_until.unwrap_or(tx.now()).max(tx.now());
        let followed = |row: &Appointment| row.is_chained(old) && row.valid_from > old.valid_from;
        if all.iter().any(followed) {
            return Err(Fault::at("certificates", "renewed", |lang| words(lang).already_renewed()));
        }
        if until <= valid_from {
            return Err(Fault::at("until", "ends_before_start", |lang| {
                words(lang).ends_before_start()
            }));
        }
        let row = Appointment {
            id: tx.new_id(),
            certificate: Some(next_number(tx, valid_from)?),
            valid_from,
            valid_until: Some(until),
            ..old.clone()
        };
        add_appointment(tx, actor, &row)?;
    }
    Ok(certificates.len())
}
