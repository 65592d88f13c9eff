//! A clock that is not believed (ADR 0036): noticed at a start and while the house runs, told to whoever can
//! set it, and open until one of them has compared it with another clock. Until then nothing is disposed of,
//! frozen or ended; intake, dispatch and signing go on.

use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Id, Lang, Role, Time};
use db::{Db, Tx};
use people::{ClockAlarm, ClockFault, SETTLE_CLOCK, StationRow};
use serde_json::json;
use ui::{Act, Ask, Done, Field, Form, Html, Json, Kind, Page, View, Visit, act_of, frame};

/// What can be done here.
pub static ACTS: &[Act] = &[Act::new(
    "people.settle_clock",
    "/clock/settlement",
    |lang| words(lang).clock_settle(),
    &SETTLE_CLOCK,
    &[
        Field::new("watch", |l| words(l).clock_watch(), Kind::Moment).required(),
        Field::new("reason", |l| words(l).clock_reason(), Kind::Line(200)).required(),
    ],
    |tx, actor, _, given| {
        let watch = given.moment("watch").ok_or(Fault::NotFound)?;
        people::settle_clock(tx, actor, watch, given.text("reason"))?;
        Ok(Done::changed("/clock", json!({})))
    },
    page,
)];

/// What can be looked at here.
pub static VIEWS: &[View] = &[View {
    path: "/clock",
    permission: Some(&SETTLE_CLOCK),
    query: &[],
    page: Some(page),
    data: Some(data),
    receipt: None,
}];

/// Looks at the clock before anything is served: whether the newest lines bear it out.
///
/// # Errors
/// Those of the engine.
pub fn at_start(db: &Db) -> Result<(), Fault> {
    for station in db.read_now(0, people::list_stations)? {
        let found = db.read_now(station.station_id, people::clock_at_start)?;
        if let Some((fault, known)) = found {
            raise(db, &station, fault, known)?;
        }
    }
    Ok(())
}

/// Looks whether the clock was set since the last look.
///
/// # Errors
/// Those of the engine; then it is looked at again.
pub(crate) fn look(db: &Db, station: &StationRow) -> Result<(), Fault> {
    let (number, leap) = (station.station_id, db.watch().leap(station.station_id));
    if leap == 0 {
        return Ok(());
    }
    if let Some(fault) = db.read_now(number, move |tx| people::clock_leap(tx, leap / 1_000_000))? {
        let known = Time::from_micros(db.clock().now().micros() - leap);
        raise(db, station, fault, known)?;
    }
    db.watch().hear(number, leap);
    Ok(())
}

fn raise(db: &Db, station: &StationRow, fault: ClockFault, known: Time) -> Result<(), Fault> {
    tracing::warn!(fault = fault.code(), %known, "the clock is not believed until somebody settles it");
    let system = Actor::system(station.station_id, station.system_id);
    db.write_now(station.station_id, move |tx| {
        let Some(id) = people::raise_clock_alarm(tx, &system, fault, known)? else { return Ok(()) };
        tell(tx, id)
    })
}

/// Whoever can set the clock, or can have it set.
fn tell(tx: &mut Tx<'_>, about: Id) -> Result<(), Fault> {
    for person in people::list_incumbents(tx)? {
        if matches!(person.role, Role::SystemAdmin | Role::Chief) {
            notify::send(tx, person.account, "people.clock_alarm", about)?;
        }
    }
    Ok(())
}

/// What a clock did, in words.
pub(crate) fn said(visit: &Visit, alarm: &ClockAlarm) -> String {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let (shown, known) = (dates.full(alarm.noticed_at), dates.full(alarm.known_at));
    match ClockFault::from_code(&alarm.kind) {
        Some(ClockFault::Ahead) => w.clock_ahead(shown, known),
        Some(ClockFault::Back) => w.clock_back(shown, known),
        Some(ClockFault::Gap) | None => w.clock_gap(shown, known),
    }
}

#[derive(Template)]
#[template(path = "station/clock_notice.html")]
struct NoticeTemplate {
    w: Words,
    text: String,
}

/// What stands above every page of whoever can settle it, until it is settled.
pub(crate) fn notice(tx: &mut Tx<'_>, visit: &Visit) -> Result<Html, Fault> {
    if SETTLE_CLOCK.ask(&visit.actor).is_err() {
        return Ok(Html::default());
    }
    match people::find_clock_alarm(tx)? {
        Some(alarm) => {
            let text = said(visit, &alarm);
            Html::of(&NoticeTemplate { w: words(visit.lang()), text })
        }
        None => Ok(Html::default()),
    }
}

#[derive(Template)]
#[template(path = "station/clock.html")]
struct ClockTemplate {
    w: Words,
    now: String,
    alarm: Option<(String, Html)>,
}

fn page(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    SETTLE_CLOCK.ask(&visit.actor)?;
    let w = words(visit.lang());
    let alarm = people::find_clock_alarm(tx)?;
    let form = |alarm: ClockAlarm| {
        let act = act_of(ACTS, "people.settle_clock");
        let form = Form::new(act, visit, "", &ask.draft).look("", "btn btn-primary").html()?;
        Ok::<_, Fault>((said(visit, &alarm), form))
    };
    let alarm = alarm.map(form).transpose()?;
    let body = Html::of(&ClockTemplate { w, now: visit.dates().full(visit.now), alarm })?;
    let (title, draft) = (w.clock(), Some(&ask.draft));
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    SETTLE_CLOCK.ask(&visit.actor)?;
    let alarm = people::find_clock_alarm(tx)?.map(|alarm| {
        json!({
            "alarm": alarm.id, "kind": alarm.kind, "noticed_at": alarm.noticed_at,
            "known_at": alarm.known_at,
        })
    });
    Json::of(&json!({ "now": visit.now, "alarm": alarm }))
}

/// What a message about it says.
pub(crate) fn message(lang: Lang) -> &'static str {
    words(lang).message_clock()
}
