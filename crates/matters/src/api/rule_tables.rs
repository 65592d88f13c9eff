//! Clocks, and how far they may be put off, as tables that the station changes.

use crate::rules::{SpeltStep, spell, spell_steps, unspell, unspell_steps};
use crate::sql::{self, ExtensionCap, KeptStep, RuleRow};
use crate::words::{clock_label, words};
use base::{Fault, Lang, Time};
use calendar::Unit;
use db::Tx;
use std::collections::BTreeSet;
use ui::{NewRule, NewVersions, Row, RuleTable, RuleVersion, group, read_rules, say};

/// The tables of rules of this room.
pub static RULE_TABLES: &[RuleTable] = &[
    RuleTable {
        code: "clocks",
        title: |lang| words(lang).rule_clocks(),
        hint: |lang| words(lang).rule_clocks_hint(),
        heads: clock_heads,
        list: |_, tx, lang| Ok(clock_versions(lang, sql::list_rules(tx)?)),
        read: |_, tx, lang, rows| {
            let new = |(ladder, source): (Ladder, String)| NewRule {
                key: ladder.key(),
                cells: ladder.cells(lang),
                source,
            };
            Ok(ladders(&sql::list_rules(tx)?, rows)?.into_iter().map(new).collect())
        },
        write: |_, tx, new| write_clocks(tx, new),
    },
    RuleTable {
        code: "extensions",
        title: |lang| words(lang).rule_extensions(),
        hint: |lang| words(lang).rule_extensions_hint(),
        heads: extension_heads,
        list: |_, tx, lang| {
            let version = |rule: ExtensionCap| RuleVersion {
                key: rule.code.clone(),
                version: rule.version,
                from: rule.valid_from,
                cells: extension_cells(lang, &rule.code, rule.most_s),
                source: rule.source,
            };
            Ok(sql::list_extension_rules(tx)?.into_iter().map(version).collect())
        },
        read: |_, tx, lang, rows| {
            let new = |((code, most_s), source): (Most, String)| NewRule {
                cells: extension_cells(lang, &code, most_s),
                key: code,
                source,
            };
            Ok(extensions(&sql::list_extension_rules(tx)?, rows)?.into_iter().map(new).collect())
        },
        write: |_, tx, new| {
            let (kept, valid_from) = (sql::list_extension_rules(tx)?, new.from);
            for ((code, most_s), source) in extensions(&kept, new.rows)? {
                let version = new.next(&code);
                let rule = ExtensionCap { code, version, most_s, source, valid_from };
                sql::insert_extension_rule(tx, &rule)?;
            }
            Ok(())
        },
    },
];

fn clock_heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.rule_clock(), w.rule_level(), w.rule_steps()]
}

fn extension_heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.rule_clock(), w.rule_most()]
}

/// The steps of one clock at one level.
struct Ladder {
    code: String,
    /// 0: every level without a row of its own.
    level: i64,
    unit: Unit,
    steps: Vec<SpeltStep>,
}

impl Ladder {
    /// The levels of a clock are versioned together.
    fn key(&self) -> String {
        format!("{}/{}", self.code, self.level)
    }

    fn cells(&self, lang: Lang) -> Vec<String> {
        let level = match self.level {
            0 => words(lang).rule_every_level().to_owned(),
            level => level.to_string(),
        };
        let steps = spell_steps(lang, self.unit, &self.steps);
        vec![clock_label(lang, &self.code).to_owned(), level, steps]
    }
}

fn ladder(kept: &[KeptStep]) -> Option<Ladder> {
    let first = kept.first()?;
    let unit = Unit::from_code(&first.unit).unwrap_or(Unit::Second);
    let step = |step: &KeptStep| {
        let count = if unit == Unit::Second { step.after_s } else { step.units };
        (count, step.effect, step.is_limit)
    };
    let steps = kept.iter().map(step).collect();
    Some(Ladder { code: first.code.clone(), level: first.level, unit, steps })
}

fn clock_versions(lang: Lang, kept: Vec<KeptStep>) -> Vec<RuleVersion> {
    let alike =
        |a: &KeptStep, b: &KeptStep| (&a.code, a.version, a.level) == (&b.code, b.version, b.level);
    let version = |steps: &[KeptStep]| {
        let (ladder, first) = (ladder(steps)?, steps.first()?);
        Some(RuleVersion {
            key: ladder.key(),
            version: first.version,
            from: first.valid_from,
            cells: ladder.cells(lang),
            source: first.source.clone(),
        })
    };
    let mut versions: Vec<RuleVersion> = kept.chunk_by(alike).filter_map(version).collect();
    // In the order in which they run: after the call, at the scene, back at the desk, elsewhere.
    let place = |one: &RuleVersion| {
        let code = group(&one.key);
        CLOCKS.iter().position(|clock| *clock == code).unwrap_or(CLOCKS.len())
    };
    versions.sort_by_key(place);
    versions
}

const CLOCKS: [&str; 17] = [
    "dispatch",
    "station_sign",
    "first_sign",
    "officer_sign",
    "assistant_sign",
    "set_out",
    "arrive",
    "process_feedback",
    "final_feedback",
    "review",
    "correct",
    "confirm_withdrawal",
    "referral_accept",
    "referral_finish",
    "referral_follow",
    "answer",
    "answer_callback",
];

/// The code of a clock that the station has, by what it is called in either language.
fn clock_of<'c>(mut codes: impl Iterator<Item = &'c str>, cell: &str) -> Option<String> {
    let called = |code: &&str| {
        *code == cell || Lang::ALL.iter().any(|lang| clock_label(*lang, code) == cell)
    };
    codes.find(called).map(str::to_owned)
}

fn level_of(cell: &str) -> Option<i64> {
    if Lang::ALL.iter().any(|lang| words(*lang).rule_every_level() == cell) {
        return Some(0);
    }
    cell.parse().ok().filter(|level| (1..=4).contains(level))
}

fn ladders(kept: &[KeptStep], rows: &[Row]) -> Result<Vec<(Ladder, String)>, Fault> {
    read_rules(rows, clock_heads, Ladder::key, |row| {
        let codes = kept.iter().map(|step| step.code.as_str());
        let code = clock_of(codes, row.cell(0)).ok_or(say(|l| words(l).row_clock()))?;
        let level = level_of(row.cell(1)).ok_or(say(|l| words(l).row_level()))?;
        let (unit, steps) = unspell_steps(row.cell(2)).ok_or(say(|l| words(l).row_steps()))?;
        if unit != Unit::Second && IN_HOURS.contains(&code.as_str()) {
            return Err(say(|l| words(l).row_hours()));
        }
        let is_late = steps.iter().any(|(count, _, _)| *count > DAY_S);
        if code == OF_THE_DAY && is_late {
            return Err(say(|l| words(l).row_time_of_day()));
        }
        Ok(Ladder { code, level, unit, steps })
    })
}

/// Counts from midnight: its limit is a time of the day.
const OF_THE_DAY: &str = "confirm_withdrawal";
/// What is asked for in seconds, and has no beginning from which days could be counted.
const IN_HOURS: [&str; 2] = [OF_THE_DAY, "stall"];
const DAY_S: i64 = 86_400;

/// Writes ladders: the other levels of the same clock go on as they stand.
fn write_clocks(tx: &mut Tx<'_>, to: &NewVersions<'_>) -> Result<(), Fault> {
    let (kept, from) = (sql::list_rules(tx)?, to.from);
    let new = ladders(&kept, to.rows)?;
    let codes: BTreeSet<&str> = new.iter().map(|(ladder, _)| ladder.code.as_str()).collect();
    for code in codes {
        let of_code = || kept.iter().filter(move |step| step.code == code);
        let version = to.next(code);
        // A version that is still to come does not come any more: the other levels stay as they are then.
        let begun = of_code().filter(|step| step.valid_from <= from);
        let present = begun.map(|step| step.version).max().unwrap_or(0);
        let standing: Vec<KeptStep> =
            of_code().filter(|step| step.version == present).cloned().collect();
        let standing = standing
            .chunk_by(|a, b| a.level == b.level)
            .filter_map(|steps| Some((ladder(steps)?, steps.first()?.source.clone())));
        let changed = |level: i64| new.iter().any(|(l, _)| l.code == code && l.level == level);
        for (ladder, source) in standing.filter(|(ladder, _)| !changed(ladder.level)) {
            insert_ladder(tx, &ladder, version, &source, from)?;
        }
        for (ladder, source) in new.iter().filter(|(ladder, _)| ladder.code == code) {
            insert_ladder(tx, ladder, version, source, from)?;
        }
    }
    Ok(())
}

fn insert_ladder(
    tx: &mut Tx<'_>,
    ladder: &Ladder,
    version: i64,
    source: &str,
    from: Time,
) -> Result<(), Fault> {
    for (number, (count, effect, is_limit)) in (1..).zip(&ladder.steps) {
        let row = RuleRow {
            code: &ladder.code,
            version,
            level: ladder.level,
            step: (number, *count),
            unit: ladder.unit,
            effect: *effect,
            is_limit: *is_limit,
            source,
            from,
        };
        sql::insert_rule(tx, &row)?;
    }
    Ok(())
}

fn extension_cells(lang: Lang, code: &str, most_s: i64) -> Vec<String> {
    vec![clock_label(lang, code).to_owned(), spell(lang, Unit::Second, most_s)]
}

/// A clock, and by how many seconds it may be put off in all.
type Most = (String, i64);

fn extensions(kept: &[ExtensionCap], rows: &[Row]) -> Result<Vec<(Most, String)>, Fault> {
    read_rules(
        rows,
        extension_heads,
        |(code, _): &Most| code.clone(),
        |row| {
            let codes = kept.iter().map(|rule| rule.code.as_str());
            let code = clock_of(codes, row.cell(0)).ok_or(say(|l| words(l).row_clock()))?;
            match unspell(row.cell(1)) {
                Some((Unit::Second, most_s)) => Ok((code, most_s)),
                _ => Err(say(|l| words(l).row_most())),
            }
        },
    )
}
