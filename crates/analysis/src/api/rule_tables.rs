//! The rules of reports 口径, as a table that the station changes.

use crate::actions::{CUT_OFF, SMALL_BASE};
use crate::sql::{self, RuleRow};
use crate::words::words;
use base::{Fault, Lang};
use ui::{NewRule, Row, RuleTable, RuleVersion, read_rules, say, time_cell};

/// The tables of rules of this room.
pub static RULE_TABLES: &[RuleTable] = &[RuleTable {
    code: "report-rules",
    title: |l| words(l).rule_reports(),
    hint: |l| words(l).rule_reports_hint(),
    heads,
    list: |_, tx, lang| {
        let version = |row: RuleRow| RuleVersion {
            key: row.code.clone(),
            version: row.version,
            from: row.valid_from,
            cells: cells(lang, &(row.code, row.value)),
            source: row.source,
        };
        Ok(sql::list_rules(tx)?.into_iter().map(version).collect())
    },
    read: |_, _, lang, rows| {
        let new = |(rule, source): (Rule, String)| NewRule {
            key: rule.0.clone(),
            cells: cells(lang, &rule),
            source,
        };
        Ok(rules(rows)?.into_iter().map(new).collect())
    },
    write: |_, tx, new| {
        for ((code, value), source) in rules(new.rows)? {
            let (version, valid_from) = (new.next(&code), new.from);
            sql::insert_rule(tx, &RuleRow { code, version, value, source, valid_from })?;
        }
        Ok(())
    },
}];

/// Code and value.
type Rule = (String, i64);

const CODES: [&str; 3] = [SMALL_BASE, CUT_OFF[0], CUT_OFF[1]];
/// A base that is larger is small nowhere.
const LARGEST_BASE: i64 = 1_000;

fn heads(lang: Lang) -> Vec<&'static str> {
    vec![words(lang).rule_report(), words(lang).rule_value()]
}

fn label(lang: Lang, code: &str) -> &'static str {
    let w = words(lang);
    if code == SMALL_BASE {
        w.rule_small_base()
    } else if code == CUT_OFF[0] {
        w.rule_day_cut_off()
    } else {
        w.rule_week_cut_off()
    }
}

fn cells(lang: Lang, (code, value): &Rule) -> Vec<String> {
    let said = match code.as_str() {
        SMALL_BASE => value.to_string(),
        _ => time_cell(*value),
    };
    vec![label(lang, code).to_owned(), said]
}

fn rules(rows: &[Row]) -> Result<Vec<(Rule, String)>, Fault> {
    let key = |(code, _): &Rule| code.clone();
    read_rules(rows, heads, key, |row| {
        let is_called = |code: &&str| Lang::ALL.iter().any(|l| label(*l, code) == row.cell(0));
        let code = CODES.into_iter().find(is_called).ok_or(say(|l| words(l).row_report()))?;
        let value = if code == SMALL_BASE {
            let base = row.cell(1).parse().ok().filter(|base| (1..=LARGEST_BASE).contains(base));
            base.ok_or(say(|l| words(l).row_base()))?
        } else {
            row.seconds(1).ok_or(say(|l| words(l).row_cut_off()))?
        };
        Ok((code.to_owned(), value))
    })
}
