//! How the phones of those who are sent ring, as a table that the station changes.

use crate::rules::{DAY_MIN, Manner, RingRule};
use crate::sql::{self, RingVersion};
use crate::words::{manner_label, words};
use base::{Fault, Lang, Role};
use ui::{NewRule, Row, RuleTable, RuleVersion, read_rules, say};

/// Whoever is sent.
const ROLES: [Role; 3] = [Role::Officer, Role::Auxiliary, Role::Assistant];

pub(super) const TABLE: RuleTable = RuleTable {
    code: "rings",
    title: |l| words(l).rule_rings(),
    hint: |l| words(l).rule_rings_hint(),
    heads,
    list: |_, tx, lang| {
        let version = |row: RingVersion| RuleVersion {
            key: key(&row.rule()),
            version: row.version,
            from: row.valid_from,
            cells: cells(lang, &row.rule()),
            source: row.source,
        };
        Ok(sql::list_ring_versions(tx)?.into_iter().map(version).collect())
    },
    read: |_, _, lang, rows| {
        let new = |(rule, source): (RingRule, String)| NewRule {
            key: key(&rule),
            cells: cells(lang, &rule),
            source,
        };
        Ok(rings(rows)?.into_iter().map(new).collect())
    },
    write: |_, tx, new| {
        for (rule, source) in rings(new.rows)? {
            sql::insert_ring_rule(tx, &rule, new.next(&key(&rule)), (&source, new.from))?;
        }
        Ok(())
    },
};

fn key(rule: &RingRule) -> String {
    format!("{} {}", rule.role, if rule.on_duty { "on" } else { "off" })
}

fn heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.rule_who(), w.rule_duty(), w.rule_manner(), w.rule_quiet_from(), w.rule_quiet_until()]
}

fn duty_label(lang: Lang, on_duty: bool) -> &'static str {
    if on_duty { words(lang).on_duty() } else { words(lang).dispatch_off_duty() }
}

fn cells(lang: Lang, rule: &RingRule) -> Vec<String> {
    let hours = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let (from, until) = match rule.quiet_from_min == rule.quiet_until_min {
        true => (String::new(), String::new()),
        false => (hours(rule.quiet_from_min), hours(rule.quiet_until_min)),
    };
    let role = people::role_label(lang, rule.role).to_owned();
    let manner = manner_label(lang, rule.manner).to_owned();
    vec![role, duty_label(lang, rule.on_duty).to_owned(), manner, from, until]
}

/// The value that is called so in either language.
fn called<T: Copy>(all: &[T], label: impl Fn(Lang, T) -> &'static str, cell: &str) -> Option<T> {
    all.iter().copied().find(|one| Lang::ALL.iter().any(|lang| label(*lang, *one) == cell))
}

/// `22:00` as a minute of the day.
fn minute(cell: &str) -> Option<i64> {
    let (hour, minute) = cell.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let fits = (0..60).contains(&minute) && (0..DAY_MIN).contains(&(hour * 60 + minute));
    fits.then_some(hour * 60 + minute)
}

fn rings(rows: &[Row]) -> Result<Vec<(RingRule, String)>, Fault> {
    read_rules(rows, heads, key, |row| {
        let role = called(&ROLES, people::role_label, row.cell(0));
        let role = role.ok_or(say(|l| words(l).row_who()))?;
        let on_duty = called(&[true, false], duty_label, row.cell(1));
        let on_duty = on_duty.ok_or(say(|l| words(l).row_duty()))?;
        let manner = called(Manner::ALL, manner_label, row.cell(2));
        let manner = manner.ok_or(say(|l| words(l).row_manner()))?;
        let quiet = match (row.cell(3), row.cell(4)) {
            ("", "") => Some((0, 0)),
            (from, until) => minute(from).zip(minute(until)),
        };
        let (quiet_from_min, quiet_until_min) = quiet.ok_or(say(|l| words(l).row_quiet()))?;
        Ok(RingRule { role, on_duty, manner, quiet_from_min, quiet_until_min })
    })
}
