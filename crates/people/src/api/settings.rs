//! Acts and views of what a station sets for itself.

use crate::actions::{EDIT_SETTINGS, set_setting};
use crate::pages;
use crate::rules::Setting;
use crate::sql;
use crate::words::{setting_label, setting_read, words};
use base::{Fault, Lang};
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, Done, Field, Json, Kind, View, Visit};

fn label(lang: Lang, code: &str) -> &'static str {
    Setting::from_code(code).map_or("", |setting| setting_label(lang, setting))
}

/// What can be done with settings.
pub static ACTS: &[Act] = &[Act::new(
    "people.set_setting",
    "/settings",
    |lang| words(lang).set_setting(),
    &EDIT_SETTINGS,
    &[
        Field::new("setting", |l| words(l).setting(), Kind::Code(Setting::CODES, label)).required(),
        Field::new("value", |l| words(l).setting_value(), Kind::Line(100)).required(),
        Field::new("source", |l| words(l).setting_from(), Kind::Line(200)).required(),
    ],
    |tx, actor, _, given| {
        EDIT_SETTINGS.ask(actor)?;
        let setting = Setting::from_code(given.text("setting")).ok_or(Fault::NotFound)?;
        let value = setting_read(setting, given.text("value"));
        set_setting(tx, actor, setting, &value, given.text("source"))?;
        Ok(Done::changed("/settings", json!({})))
    },
    pages::settings,
)
.by_two(pages::setting_changes, |_, given| Ok(vec![given.text("setting").to_owned()]))];

/// What can be looked at of settings.
pub static VIEWS: &[View] = &[View {
    path: "/settings",
    permission: Some(&EDIT_SETTINGS),
    query: &[],
    page: Some(pages::settings),
    data: Some(data),
    receipt: None,
}];

fn data(tx: &mut Tx<'_>, _: &Visit, _: &Ask) -> Result<Json, Fault> {
    let mut items: Vec<Value> = Vec::new();
    for setting in Setting::ALL {
        let versions = sql::list_setting(tx, setting.code())?;
        let version = |row: &sql::SettingRow| {
            json!({
                "version": row.version, "value": row.value, "source": row.source,
                "set_at": row.set_at, "set_by": row.set_by,
            })
        };
        let versions: Vec<Value> = versions.iter().map(version).collect();
        items.push(json!({ "setting": setting.code(), "versions": versions }));
    }
    Json::of(&json!({ "items": items }))
}
