//! The phones that are bound and the sessions that are open, and ending them.

use crate::actions::END_DEVICES;
use crate::api::DEVICE_ACTS;
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use ui::{Ask, Form, Html, Options, Page, Visit, act_of, frame};

struct DeviceView {
    name: String,
    device: String,
    since: String,
    last: String,
}

#[derive(Template)]
#[template(path = "people/devices.html")]
struct DevicesTemplate {
    w: Words,
    phones: Vec<DeviceView>,
    sessions: Vec<DeviceView>,
    end: Html,
}

/// The page.
pub(crate) fn devices(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    END_DEVICES.ask(&visit.actor)?;
    let (w, dates) = (words(visit.lang()), visit.dates());
    let phone = |row: sql::Phone| DeviceView {
        name: row.name,
        device: row.device,
        since: dates.near(row.bound_at),
        last: row.used_at.map_or(String::new(), |at| dates.near(at)),
    };
    let session = |row: sql::SessionRow| DeviceView {
        name: row.name,
        device: row.device,
        since: dates.near(row.opened_at),
        last: dates.near(row.expires_at),
    };
    let everybody: Options = sql::list_people(tx)?
        .into_iter()
        .filter(|person| person.login != "system")
        .map(|person| (person.id.to_string(), person.name))
        .collect();
    let end = Form::new(act_of(DEVICE_ACTS, "people.end_devices"), visit, "", &ask.draft)
        .options("account", everybody)
        .look("", "btn btn-primary");
    let template = DevicesTemplate {
        w,
        phones: sql::list_phones(tx)?.into_iter().map(phone).collect(),
        sessions: sql::list_open_sessions(tx)?.into_iter().map(session).collect(),
        end: end.html()?,
    };
    let body = Html::of(&template)?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.devices_title(), class: "page", body, draft })
}
