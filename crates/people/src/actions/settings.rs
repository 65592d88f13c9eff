//! What the station sets for itself: read with the value it begins with where nothing was set.

use crate::actions::note;
use crate::rules::{NetworkZone, Setting};
use crate::sql::{self, SettingRow};
use crate::words::{setting_form, setting_source, words};
use base::{Actor, Fault, Permission, Role, Scope};
use db::Tx;
use serde_json::json;

/// The value of `setting` in force.
///
/// # Errors
/// Those of the engine.
pub fn setting(tx: &mut Tx<'_>, setting: Setting) -> Result<String, Fault> {
    let rows = sql::list_setting(tx, setting.code())?;
    let newest = rows.into_iter().next().map(|row| row.value);
    Ok(newest.unwrap_or_else(|| setting.first().to_owned()))
}

/// Looking at what the station sets for itself, and proposing or confirming another value.
pub static EDIT_SETTINGS: Permission = Permission {
    code: "people.edit_settings",
    label: |lang| words(lang).settings_title(),
    grants: &[(Role::SystemAdmin, Scope::Station), (Role::SecurityAdmin, Scope::Station)],
};

/// Sets a value as a new version, with where it comes from. What runs already keeps what it was given.
///
/// # Errors
/// Refused where it cannot be a value of this setting.
pub(crate) fn set_setting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    setting: Setting,
    value: &str,
    source: &str,
) -> Result<(), Fault> {
    EDIT_SETTINGS.ask(actor)?;
    if !setting.accepts(value) {
        return Err(Fault::at("value", "setting", |lang| {
            words(lang).setting_refused(setting_form(lang, setting))
        }));
    }
    let before = sql::list_setting(tx, setting.code())?;
    let row = SettingRow {
        version: before.first().map_or(1, |row| row.version + 1),
        value: value.to_owned(),
        source: source.to_owned(),
        set_at: tx.now(),
        set_by: actor.account,
    };
    sql::insert_setting(tx, setting.code(), &row)?;
    let particulars = json!({
        "setting": setting.code(), "value": value, "version": row.version, "source": source,
    });
    note(tx, actor, "people.set_setting", actor.account, particulars)
}

/// On which network the station runs.
///
/// # Errors
/// Those of the engine.
pub fn network_zone(tx: &mut Tx<'_>) -> Result<NetworkZone, Fault> {
    let value = setting(tx, Setting::NetworkZone)?;
    // A value that no longer reads takes the narrower network: nothing is written down by mistake.
    Ok(NetworkZone::from_code(&value).unwrap_or(NetworkZone::Shared))
}

/// The demo's sessions last as long without use as with it.
const DEMO_IDLE: &str = "*=720";

/// The first version of every setting, with its source.
pub(crate) fn first_settings(
    tx: &mut Tx<'_>,
    system: &Actor,
    network: NetworkZone,
    demo: bool,
) -> Result<(), Fault> {
    for setting in Setting::ALL {
        let value = match setting {
            Setting::NetworkZone => network.code(),
            // Whoever tries the demo out is not signed out over lunch.
            Setting::IdleMinutes if demo => DEMO_IDLE,
            Setting::TermReminderDays
            | Setting::IdleMinutes
            | Setting::SessionHours
            | Setting::PasswordPolicy
            | Setting::PasswordDays
            | Setting::EmergencyMinutes
            | Setting::ReviewHours
            | Setting::DisposeAt
            | Setting::DrillAt
            | Setting::BackupDays
            | Setting::ClockGapHours
            | Setting::ClockLeapMinutes
            | Setting::ReturnsToLeaders
            | Setting::DiskFreePercent
            | Setting::RepeatMinutes
            | Setting::RepeatHours
            | Setting::RepeatMetres => setting.first(),
        };
        let row = SettingRow {
            version: 1,
            value: value.to_owned(),
            source: setting_source(*setting).to_owned(),
            set_at: tx.now(),
            set_by: system.account,
        };
        sql::insert_setting(tx, setting.code(), &row)?;
    }
    Ok(())
}
