//! Code tables and the rules of revisits as tables that the station changes.

mod kind_words;
mod ring;

use crate::sql::{self, Code, CodeVersion, RevisitRule, RevisitVersion};
use crate::words::words;
use base::{Fault, Lang};
use db::Tx;
use std::collections::BTreeMap;
use ui::{NewRule, Row, RowFaults, RuleTable, RuleVersion, Say, below_head, read_rules, say};

const fn code_table(
    code: &'static str,
    title: fn(Lang) -> &'static str,
    hint: fn(Lang) -> &'static str,
) -> RuleTable {
    RuleTable {
        code,
        title,
        hint,
        heads: code_heads,
        list: list_codes,
        read: |table, tx, lang, rows| {
            let new = |(code, source): (Code, String)| NewRule {
                key: code.code.clone(),
                cells: code_cells(lang, table.code, &code),
                source,
            };
            Ok(codes(tx, table.code, rows)?.into_iter().map(new).collect())
        },
        write: |table, tx, new| {
            let kept = sql::list_code_versions(tx, table.code)?;
            let mut last = kept.iter().map(|row| row.position).max().unwrap_or(0);
            for (code, source) in codes(tx, table.code, new.rows)? {
                let before = kept.iter().find(|row| row.code == code.code);
                let position = before.map_or(last + 1, |row| row.position);
                last = last.max(position);
                let place = (new.next(&code.code), position);
                sql::insert_code(tx, table.code, &code, place, (&source, new.from))?;
            }
            Ok(())
        },
    }
}

/// The tables of rules of this room.
pub static RULE_TABLES: &[RuleTable] = &[
    code_table("incident-kinds", |l| words(l).rule_kinds(), |l| words(l).rule_kinds_hint()),
    code_table("sources", |l| words(l).rule_sources(), |l| words(l).rule_codes_hint()),
    code_table("roads", |l| words(l).rule_roads(), |l| words(l).rule_roads_hint()),
    code_table("results", |l| words(l).rule_results(), |l| words(l).rule_codes_hint()),
    code_table("return-reasons", |l| words(l).rule_returns(), |l| words(l).rule_codes_hint()),
    code_table("presence-roles", |l| words(l).rule_presence(), |l| words(l).rule_codes_hint()),
    code_table("bodies", |l| words(l).rule_bodies(), |l| words(l).rule_bodies_hint()),
    code_table("causes", |l| words(l).rule_causes(), |l| words(l).rule_causes_hint()),
    kind_words::TABLE,
    ring::TABLE,
    RuleTable {
        code: "revisits",
        title: |l| words(l).rule_revisits(),
        hint: |l| words(l).rule_revisits_hint(),
        heads: revisit_heads,
        list: |_, tx, lang| {
            let kinds = labels(tx, lang)?;
            let version = |row: RevisitVersion| RuleVersion {
                key: revisit_key(&row.kind, row.level),
                version: row.version,
                from: row.valid_from,
                cells: revisit_cells(lang, &kinds, (&row.kind, row.level), &row.rule()),
                source: row.source,
            };
            Ok(sql::list_revisit_versions(tx)?.into_iter().map(version).collect())
        },
        read: |_, tx, lang, rows| {
            let kinds = labels(tx, lang)?;
            let new = |(one, source): (Revisits, String)| NewRule {
                key: revisit_key(&one.kind, one.level),
                cells: revisit_cells(lang, &kinds, (&one.kind, one.level), &one.rule),
                source,
            };
            Ok(revisits(tx, rows)?.into_iter().map(new).collect())
        },
        write: |_, tx, new| {
            for (one, source) in revisits(tx, new.rows)? {
                let version = new.next(&revisit_key(&one.kind, one.level));
                let key = (one.kind.as_str(), one.level, version);
                sql::insert_revisit_rule(tx, key, &one.rule, (&source, new.from))?;
            }
            Ok(())
        },
    },
];

/// What the house itself asks for, and so may not be taken out of use.
const LASTING: &[(&str, &[&str])] = &[
    ("incident-kinds", &["WD", "WX", "JF"]),
    ("roads", &["LA", "BG", "YS"]),
    ("sources", &["110"]),
    ("presence-roles", &["P1", "P2", "A1", "A2", "A3", "A4"]),
];

/// What a kind of incident may carry.
const MARKS: [&str; 5] = ["dispute", "private", "fraud", "offence", "persuasion"];
/// What has to be typed with a road.
const ROAD_MARKS: [&str; 2] = ["number", "why"];

fn code_heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.rule_code(), w.rule_parent(), w.rule_zh(), w.rule_en(), w.rule_mark(), w.rule_use()]
}

fn mark_label(lang: Lang, mark: &str) -> &str {
    let w = words(lang);
    match mark {
        "dispute" => w.mark_dispute(),
        "private" => w.mark_private(),
        "fraud" => w.mark_fraud(),
        "offence" => w.mark_offence(),
        "persuasion" => w.mark_persuasion(),
        "number" => w.mark_number(),
        "why" => w.mark_why(),
        other => other,
    }
}

fn use_label(lang: Lang, is_over: bool) -> &'static str {
    if is_over { words(lang).rule_over() } else { words(lang).rule_in_use() }
}

/// Whether a cell says that a rule is over.
fn use_of(cell: &str) -> Option<bool> {
    let says = |is_over: &bool| Lang::ALL.iter().any(|lang| use_label(*lang, *is_over) == cell);
    [false, true].into_iter().find(says)
}

fn code_cells(lang: Lang, table: &str, code: &Code) -> Vec<String> {
    let mark = match table {
        "incident-kinds" | "roads" => {
            code.mark.split(' ').map(|mark| mark_label(lang, mark)).collect::<Vec<_>>().join(" ")
        }
        _ => code.mark.clone(),
    };
    let parent = code.parent.clone().unwrap_or_default();
    let is_in_use = use_label(lang, code.is_over).to_owned();
    vec![code.code.clone(), parent, code.zh.clone(), code.en.clone(), mark, is_in_use]
}

fn list_codes(table: &RuleTable, tx: &mut Tx<'_>, lang: Lang) -> Result<Vec<RuleVersion>, Fault> {
    let version = |row: CodeVersion| RuleVersion {
        key: row.code.clone(),
        version: row.version,
        from: row.valid_from,
        source: row.source.clone(),
        cells: code_cells(lang, table.code, &row.into_code()),
    };
    Ok(sql::list_code_versions(tx, table.code)?.into_iter().map(version).collect())
}

fn codes(tx: &mut Tx<'_>, table: &str, rows: &[Row]) -> Result<Vec<(Code, String)>, Fault> {
    let kinds = sql::list_codes(tx, "incident-kinds")?;
    let read = read_rules(
        rows,
        code_heads,
        |code: &Code| code.code.clone(),
        |row| code_of(table, row, &kinds),
    )?;
    // The newest versions, begun or not, with these rows over them: the table as it will be.
    let mut table_to_be: BTreeMap<String, Code> = BTreeMap::new();
    for version in sql::list_code_versions(tx, table)? {
        table_to_be.insert(version.code.clone(), version.into_code());
    }
    for (code, _) in &read {
        table_to_be.insert(code.code.clone(), code.clone());
    }
    let mut faults = RowFaults::at("rows");
    for (row, (code, _)) in below_head(rows, code_heads).zip(&read) {
        if let Some(say) = misplaced(table, code, &table_to_be) {
            faults.refuse(row.line, say);
        }
    }
    faults.end(read)
}

/// Why a code cannot stand so in its table, if it cannot.
fn misplaced(table: &str, code: &Code, all: &BTreeMap<String, Code>) -> Option<Say> {
    let children = all.values().filter(|other| other.parent.as_deref() == Some(&code.code));
    let (mut any, mut in_use) = (false, false);
    for child in children {
        (any, in_use) = (true, in_use || !child.is_over);
    }
    let lasting =
        LASTING.iter().any(|(of, list)| *of == table && list.contains(&code.code.as_str()));
    if code.is_over && (lasting || in_use) {
        return Some(|l| words(l).row_lasting());
    }
    let parent = code.parent.as_ref()?;
    let is_root = |parent: &&Code| parent.parent.is_none() && (code.is_over || !parent.is_over);
    let fits = table == "incident-kinds" && all.get(parent).filter(is_root).is_some();
    (lasting || any || !fits || *parent == code.code).then_some(|l| words(l).row_parent())
}

fn code_of(table: &str, row: &Row, kinds: &[Code]) -> Result<Code, Say> {
    let code = row.cell(0);
    let fits = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if code.is_empty() || code.len() > 16 || !fits {
        return Err(|l| words(l).row_code());
    }
    let (zh, en) = (row.cell(2), row.cell(3));
    if zh.is_empty() || en.is_empty() || zh.chars().count() > 20 || en.chars().count() > 40 {
        return Err(|l| words(l).row_label());
    }
    let Some(mark) = mark_of(table, row.cell(4), kinds) else {
        return Err(|l| words(l).row_mark());
    };
    let is_over = use_of(row.cell(5)).ok_or(say(|l| words(l).row_use()))?;
    Ok(Code {
        code: code.to_owned(),
        parent: Some(row.cell(1)).filter(|parent| !parent.is_empty()).map(str::to_owned),
        zh: zh.to_owned(),
        en: en.to_owned(),
        mark,
        is_over,
    })
}

/// The marks of a cell, as they are kept; none where there is no such mark.
fn mark_of(table: &str, cell: &str, kinds: &[Code]) -> Option<String> {
    let kind = |code: &str| kinds.iter().any(|kind| kind.code == code);
    let parts: Vec<&str> = cell.split_whitespace().collect();
    let known = |part: &&str| {
        MARKS.into_iter().find(|mark| {
            mark == part || Lang::ALL.iter().any(|lang| mark_label(*lang, mark) == *part)
        })
    };
    match table {
        "incident-kinds" => {
            let marks: Vec<&str> = parts.iter().map(known).collect::<Option<_>>()?;
            Some(marks.join(" "))
        }
        "roads" => {
            let known = |part: &&str| {
                ROAD_MARKS.into_iter().find(|mark| {
                    mark == part || Lang::ALL.iter().any(|lang| mark_label(*lang, mark) == *part)
                })
            };
            known(parts.first()?).filter(|_| parts.len() == 1).map(str::to_owned)
        }
        "bodies" => parts.iter().all(|part| kind(part)).then(|| parts.join(" ")),
        "causes" => {
            parts.first().filter(|part| parts.len() == 1 && kind(part)).map(|p| (*p).to_owned())
        }
        _ => parts.is_empty().then(String::new),
    }
}

/// The rule of revisits for one kind and level.
struct Revisits {
    kind: String,
    level: i64,
    rule: RevisitRule,
}

const HOUR_S: i64 = 3_600;
const EVERY_KIND: &str = "*";

fn revisit_heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.field_kind(), w.field_level(), w.rule_per_cent(), w.rule_within()]
}

/// Each kind and level has versions of its own.
fn revisit_key(kind: &str, level: i64) -> String {
    format!("{kind} {level}")
}

/// The code of the kind that is called so in either language, or has this code.
fn kind_called(kinds: &[Code], cell: &str) -> Option<String> {
    let found =
        kinds.iter().find(|kind| [&kind.code, &kind.zh, &kind.en].iter().any(|n| *n == cell));
    found.map(|kind| kind.code.clone())
}

fn labels(tx: &mut Tx<'_>, lang: Lang) -> Result<BTreeMap<String, String>, Fault> {
    let codes = sql::list_codes(tx, "incident-kinds")?;
    Ok(codes.iter().map(|code| (code.code.clone(), code.label(lang).to_owned())).collect())
}

fn kind_label(kinds: &BTreeMap<String, String>, kind: &str) -> String {
    kinds.get(kind).map_or(kind, String::as_str).to_owned()
}

fn revisit_cells(
    lang: Lang,
    kinds: &BTreeMap<String, String>,
    (kind, level): (&str, i64),
    rule: &RevisitRule,
) -> Vec<String> {
    let w = words(lang);
    let label =
        if kind == EVERY_KIND { w.plan_every_kind().to_owned() } else { kind_label(kinds, kind) };
    let level = if level == 0 { w.plan_every_level().to_owned() } else { level.to_string() };
    let (per_cent, hours) = (rule.per_cent.to_string(), (rule.within_s / HOUR_S).to_string());
    vec![label, level, per_cent, hours]
}

fn revisits(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Vec<(Revisits, String)>, Fault> {
    let kinds = sql::list_codes(tx, "incident-kinds")?;
    let key = |one: &Revisits| revisit_key(&one.kind, one.level);
    read_rules(rows, revisit_heads, key, |row| {
        let every = |label: fn(Lang) -> &'static str, cell: &str| {
            Lang::ALL.iter().any(|lang| label(*lang) == cell)
        };
        let kind = match row.cell(0) {
            cell if every(|l| words(l).plan_every_kind(), cell) => Some(EVERY_KIND.to_owned()),
            cell => kind_called(&kinds, cell),
        };
        let kind = kind.ok_or(say(|l| words(l).unknown_code()))?;
        let level = match row.cell(1) {
            cell if every(|l| words(l).plan_every_level(), cell) => Some(0),
            cell => cell.parse().ok().filter(|level| (1..=4).contains(level)),
        };
        let level = level.ok_or(say(|l| words(l).row_level()))?;
        let whole = |cell: &str, most: i64| {
            cell.parse::<i64>().ok().filter(|number| (0..=most).contains(number))
        };
        let per_cent = whole(row.cell(2), 100).ok_or(say(|l| words(l).row_per_cent()))?;
        let hours = whole(row.cell(3), 720).filter(|hours| *hours > 0);
        let hours = hours.ok_or(say(|l| words(l).row_hours()))?;
        Ok(Revisits { kind, level, rule: RevisitRule { per_cent, within_s: hours * HOUR_S } })
    })
}
