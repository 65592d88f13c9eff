//! The page of one's own account.

mod accounts;
mod calendar;
mod devices;
mod nominated;
mod roster;
mod settings;
mod telephones;
mod terms;
mod units;
mod villages;
mod walls;
mod ways;

pub(crate) use accounts::{
    account_changes, accounts, appoint_changes, resume_changes, staff_changes,
};
pub(crate) use calendar::{calendar, calendar_year, day_changes};
pub(crate) use devices::devices;
pub(crate) use nominated::{FOR_STATION, FOR_VILLAGE};
pub(crate) use roster::roster;
pub(crate) use settings::{setting_changes, settings};
pub(crate) use telephones::telephones;
pub(crate) use terms::{renew_changes, terms};
pub(crate) use units::units;
pub use villages::{Villages, villages};
pub(crate) use walls::walls;
pub use ways::show_way_in;

use crate::actions::{binds_phone, has_second, held, pending_secret};
use crate::api::ACTS;
use crate::sign_in::TokenKind;
use crate::sql::{self, SessionRow};
use crate::words::{Words, role_label, words};
use askama::Template;
use base::{Fault, Zone};
use db::Tx;
use ui::{Ask, Form, Html, Page, StationFace, Visit, act_of, frame, qr_svg};

/// What pages show of the station.
///
/// # Errors
/// Those of the engine.
pub fn face(tx: &mut Tx<'_>) -> Result<StationFace, Fault> {
    let row = sql::find_station(tx)?;
    let zone = Zone::named(&row.zone).unwrap_or_else(Zone::utc);
    Ok(StationFace { name: row.name, zone, demo: row.demo })
}

/// What is to be enrolled, for whoever has no second factor.
fn second(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
) -> Result<Option<(String, Html, Html)>, Fault> {
    let account = visit.actor.account;
    if has_second(tx, account)? {
        return Ok(None);
    }
    let secret = pending_secret(tx, account)?;
    let login = sql::find_account(tx, account)?.map_or(String::new(), |person| person.login);
    let url = format!("otpauth://totp/Jingcun:{login}?secret={secret}&issuer=Jingcun");
    let form = Form::new(act_of(ACTS, "people.enrol_second"), visit, "", &ask.draft)
        .look("", "btn btn-primary");
    Ok(Some((secret, qr_svg(&url)?, form.html()?)))
}

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountTemplate<'a> {
    w: Words,
    name: &'a str,
    standings: Vec<&'static str>,
    preferences: Html,
    form_key: String,
    /// Whether a phone and its PIN stand in for password and second factor.
    by_phone: bool,
    /// Whether this session may bind the browser it runs in.
    may_bind: bool,
    pin_wrong: Option<&'a str>,
    /// The secret to be enrolled, its code to scan, and the form; none once it is.
    second: Option<(String, Html, Html)>,
    /// What has to be done before anything else.
    owed: Option<&'static str>,
    wrong: Option<&'a str>,
    /// How one's links were opened, for whoever has just come in by one.
    openings: Vec<[String; 2]>,
    sessions: Vec<SessionView>,
}

struct SessionView {
    kind: &'static str,
    device: String,
    opened: String,
    until: String,
    end: Html,
}

/// One's own account: language, light, keys, password, sessions.
pub(crate) fn account(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let w = words(visit.lang());
    let sessions = sql::list_sessions(tx, visit.actor.account)?;
    let view = |row: SessionRow| -> Result<SessionView, Fault> {
        Ok(SessionView {
            kind: if row.kind == TokenKind::Browser.code() {
                w.session_browser()
            } else {
                w.session_token()
            },
            device: row.device,
            opened: visit.dates().near(row.opened_at),
            until: w.session_until(visit.dates().full(row.expires_at)),
            end: Form::new(
                act_of(ACTS, "people.end_session"),
                visit,
                row.id.to_string(),
                &ask.draft,
            )
            .html()?,
        })
    };
    let preferences = Form::new(&ACTS[0], visit, "", &ask.draft)
        .value("lang", visit.lang().code())
        .value("theme", visit.theme.code())
        .value("single_keys", if visit.single_keys { "true" } else { "" })
        .look("", "btn btn-primary");
    let body = Html::of(&AccountTemplate {
        w,
        name: &visit.actor.name,
        standings: visit.actor.standings.iter().map(|s| role_label(visit.lang(), s.role)).collect(),
        preferences: preferences.html()?,
        form_key: visit.form_key(),
        by_phone: binds_phone(&held(tx, visit.actor.account)?),
        may_bind: visit.by_link,
        pin_wrong: ask.draft.wrong("pin", visit.lang()),
        second: second(tx, visit, ask)?,
        owed: match visit.owes {
            "password" => Some(w.owes_password()),
            "second" => Some(w.owes_second()),
            "pin" => Some(w.owes_pin()),
            _ => None,
        },
        wrong: ask.draft.wrong("new", visit.lang()),
        openings: if visit.by_link { ways::openings(tx, visit)? } else { Vec::new() },
        sessions: sessions.into_iter().map(view).collect::<Result<_, _>>()?,
    })?;
    let page =
        Page { title: w.account_title(), class: "page page-narrow", body, draft: Some(&ask.draft) };
    frame(visit, &page)
}
