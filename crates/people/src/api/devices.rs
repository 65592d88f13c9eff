//! Acts and views of the phones and sessions of others.

use crate::actions::{END_DEVICES, end_devices};
use crate::pages;
use crate::sql;
use crate::words::words;
use base::Fault;
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, Done, Field, Json, Kind, View, Visit};

/// What can be done with devices.
pub static ACTS: &[Act] = &[Act::new(
    "people.end_devices",
    "/devices/ending",
    |lang| words(lang).end_devices(),
    &END_DEVICES,
    &[
        Field::new("account", |l| words(l).who(), Kind::Choice).required(),
        Field::new("reason", |l| words(l).reason(), Kind::Line(200)).required(),
    ],
    |tx, actor, _, given| {
        END_DEVICES.ask(actor)?;
        let account = given.key("account").ok_or(Fault::NotFound)?;
        end_devices(tx, actor, account, given.text("reason"))?;
        Ok(Done::changed("/devices", json!({})))
    },
    pages::devices,
)
.urgent()];

/// What can be looked at of devices.
pub static VIEWS: &[View] = &[View {
    path: "/devices",
    permission: Some(&END_DEVICES),
    query: &[],
    page: Some(pages::devices),
    data: Some(data),
    receipt: None,
}];

fn data(tx: &mut Tx<'_>, _: &Visit, _: &Ask) -> Result<Json, Fault> {
    let phone = |row: sql::Phone| {
        json!({
            "account": row.account_id, "device": row.device, "bound": row.bound_at,
            "used": row.used_at,
        })
    };
    let phones: Vec<Value> = sql::list_phones(tx)?.into_iter().map(phone).collect();
    let session = |row: sql::SessionRow| {
        json!({
            "account": row.account_id, "device": row.device, "opened": row.opened_at,
            "until": row.expires_at,
        })
    };
    let sessions: Vec<Value> = sql::list_open_sessions(tx)?.into_iter().map(session).collect();
    Json::of(&json!({ "phones": phones, "sessions": sessions }))
}
