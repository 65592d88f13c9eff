//! How many the roster needs, as a table that the station changes.

use crate::rules::Cover;
use crate::sql::{self, CoverRule};
use crate::words::{role_label, words};
use base::{Fault, Lang, Role};
use ui::{NewRule, Row, RuleTable, RuleVersion, read_rules, say, time_cell};

/// The tables of rules of this room.
pub static RULE_TABLES: &[RuleTable] = &[RuleTable {
    code: "cover",
    title: |lang| words(lang).rule_cover(),
    hint: |lang| words(lang).rule_cover_hint(),
    heads: cover_heads,
    list: |_, tx, lang| {
        let version = |row: CoverRule| RuleVersion {
            key: row.role.code().to_owned(),
            version: row.version,
            from: row.valid_from,
            cells: cells(row.cover(), lang),
            source: row.source,
        };
        Ok(sql::list_cover_versions(tx)?.into_iter().map(version).collect())
    },
    read: |_, _, lang, rows| {
        let new = |(cover, source): (Cover, String)| NewRule {
            key: cover.role.code().to_owned(),
            cells: cells(cover, lang),
            source,
        };
        Ok(covers(rows)?.into_iter().map(new).collect())
    },
    write: |_, tx, new| {
        for (cover, source) in covers(new.rows)? {
            let version = new.next(cover.role.code());
            sql::insert_cover_rule(tx, cover, version, &source, new.from)?;
        }
        Ok(())
    },
}];

/// Whom a roster can want.
const ROLES: [Role; 6] =
    [Role::Leader, Role::Desk, Role::Officer, Role::Auxiliary, Role::Assistant, Role::Village];
/// More than these a station has not got.
const MOST: i64 = 50;

fn cells(cover: Cover, lang: Lang) -> Vec<String> {
    let each = each_label(lang, cover.is_per_village).to_owned();
    let role = role_label(lang, cover.role).to_owned();
    vec![role, each, time_cell(cover.from_s), time_cell(cover.until_s), cover.least.to_string()]
}

fn cover_heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.rule_role(), w.rule_where(), w.rule_from(), w.rule_until(), w.rule_least()]
}

fn each_label(lang: Lang, is_per_village: bool) -> &'static str {
    if is_per_village { words(lang).rule_each_village() } else { words(lang).rule_station() }
}

fn covers(rows: &[Row]) -> Result<Vec<(Cover, String)>, Fault> {
    let key = |cover: &Cover| cover.role.code().to_owned();
    read_rules(rows, cover_heads, key, |row| {
        let called = |role: &Role| Lang::ALL.iter().any(|l| role_label(*l, *role) == row.cell(0));
        let role = ROLES.into_iter().find(called).ok_or(say(|l| words(l).row_cover_role()))?;
        let said = |each| Lang::ALL.iter().any(|l| each_label(*l, each) == row.cell(1));
        let is_per_village = match (said(true), said(false)) {
            (true, _) => true,
            (_, true) => false,
            _ => return Err(say(|l| words(l).row_where())),
        };
        let times = (row.seconds(2), row.seconds(3));
        let (Some(from_s), Some(until_s)) = times else {
            return Err(say(|l| words(l).row_cover_times()));
        };
        if from_s >= until_s {
            return Err(say(|l| words(l).row_cover_times()));
        }
        let least = row.cell(4).parse().ok().filter(|least| (0..=MOST).contains(least));
        let least = least.ok_or(say(|l| words(l).row_least()))?;
        Ok(Cover { role, is_per_village, from_s, until_s, least })
    })
}
