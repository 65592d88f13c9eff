//! What is kept for so long and then removed: by a rule of the station, at night, with a certificate.

use crate::rules::Setting;
use crate::sql::{self, Disposal, RetentionRule};
use base::{Actor, Fault, Lang, Role, Time};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;
use ui::Retained;

/// So many rows are removed in one act: nobody waits long behind it.
const MOST: i64 = 500;
const DAY_S: i64 = 86_400;

/// For how long a class is kept at `at`: as the station says, or as the product does until then.
pub fn retention_at(rules: &[RetentionRule], class: &Retained, at: Time) -> RetentionRule {
    let of = rules.iter().filter(|rule| rule.class == class.code && rule.valid_from <= at);
    let own = || RetentionRule {
        class: class.code.to_owned(),
        version: 1,
        days: class.days,
        source: (class.source)(Lang::Zh).to_owned(),
        valid_from: Time::default(),
    };
    of.max_by_key(|rule| rule.version).cloned().unwrap_or_else(own)
}

/// Whether the night's removals are still to be done.
///
/// # Errors
/// Those of the engine.
pub fn is_disposal_due(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    let (now, due) = (sql::find_zone(tx)?.civil(tx.now()), crate::setting(tx, Setting::DisposeAt)?);
    let time = format!("{:02}:{:02}", now.hour(), now.minute());
    Ok(time >= due && !sql::has_disposal_day(tx, &now.date().to_string())?)
}

/// Notes that everything was looked through tonight.
///
/// # Errors
/// Those of the engine.
pub fn end_disposal(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let day = sql::find_zone(tx)?.civil(tx.now()).date().to_string();
    sql::insert_disposal_day(tx, &day)
}

/// Removes some of what is older than its rule; whether there may be more. The certificate of the night
/// counts it, and stands in the journal.
///
/// # Errors
/// Those of the engine.
pub fn dispose(tx: &mut Tx<'_>, system: &Actor, class: &Retained) -> Result<bool, Fault> {
    let mut change = journal::begin(tx)?;
    let (now, rules) = (tx.now(), sql::list_retention(tx)?);
    let rule = retention_at(&rules, class, now);
    let before_at = now.plus_seconds(-rule.days * DAY_S);
    let removed = i64::try_from((class.dispose)(tx, before_at, MOST)?).unwrap_or(i64::MAX);
    if removed == 0 {
        return Ok(false);
    }
    let day = sql::find_zone(tx)?.civil(now).date().to_string();
    let standing = sql::find_disposal(tx, &day, class.code)?;
    let number = match &standing {
        Some(row) => row.number,
        None => sql::list_disposals(tx, i64::MAX, 1)?.first().map_or(1, |row| row.number + 1),
    };
    let line = Line {
        act: "people.dispose",
        subject: Subject { kind: "account", id: system.account },
        capacity: Role::System,
        reason: None,
        particulars: json!({
            "certificate": number, "class": class.code, "before": before_at, "rows": removed,
            "days": rule.days, "version": rule.version,
            "total": removed + standing.as_ref().map_or(0, |row| row.row_count),
        }),
    };
    let position = journal::record(tx, &mut change, system, line)?;
    match standing {
        Some(row) => {
            let row_count = row.row_count + removed;
            sql::add_to_disposal(tx, &Disposal { row_count, at: now, position, ..row })?;
        }
        None => {
            let row = Disposal {
                number,
                day,
                class: class.code.to_owned(),
                before_at,
                row_count: removed,
                days: rule.days,
                rule_version: rule.version,
                source: rule.source,
                at: now,
                position,
            };
            sql::insert_disposal(tx, &row)?;
        }
    }
    Ok(removed == MOST)
}
