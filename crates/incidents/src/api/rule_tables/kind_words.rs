//! The words that suggest a kind to the desk, as a table that the station changes.

use super::{kind_called, kind_label, labels, use_label, use_of};
use crate::sql::{self, KindWord, KindWordVersion};
use crate::words::words;
use base::{Fault, Lang};
use db::Tx;
use std::collections::BTreeMap;
use ui::{NewRule, Row, RuleTable, RuleVersion, read_rules, say};

/// The longest word, in characters.
const LONGEST: usize = 12;

pub(super) const TABLE: RuleTable = RuleTable {
    code: "kind-words",
    title: |l| words(l).rule_words(),
    hint: |l| words(l).rule_words_hint(),
    heads,
    list: |_, tx, lang| {
        let kinds = labels(tx, lang)?;
        let version = |row: KindWordVersion| RuleVersion {
            key: row.word.clone(),
            version: row.version,
            from: row.valid_from,
            source: row.source.clone(),
            cells: cells(lang, &kinds, &(row.word(), row.is_over)),
        };
        Ok(sql::list_kind_word_versions(tx)?.into_iter().map(version).collect())
    },
    read: |_, tx, lang, rows| {
        let kinds = labels(tx, lang)?;
        let new = |(one, source): (Word, String)| NewRule {
            key: one.0.word.clone(),
            cells: cells(lang, &kinds, &one),
            source,
        };
        Ok(kind_words(tx, rows)?.into_iter().map(new).collect())
    },
    write: |_, tx, new| {
        for ((KindWord { word, kind, level }, is_over), source) in kind_words(tx, new.rows)? {
            let (version, valid_from) = (new.next(&word), new.from);
            let row = KindWordVersion { word, version, kind, level, is_over, source, valid_from };
            sql::insert_kind_word(tx, &row)?;
        }
        Ok(())
    },
};

/// A word, and whether it is over.
type Word = (KindWord, bool);

fn heads(lang: Lang) -> Vec<&'static str> {
    let w = words(lang);
    vec![w.rule_word(), w.field_kind(), w.field_level(), w.rule_use()]
}

fn cells(lang: Lang, kinds: &BTreeMap<String, String>, (word, is_over): &Word) -> Vec<String> {
    let kind = kind_label(kinds, &word.kind);
    let is_in_use = use_label(lang, *is_over).to_owned();
    vec![word.word.clone(), kind, word.level.to_string(), is_in_use]
}

fn kind_words(tx: &mut Tx<'_>, rows: &[Row]) -> Result<Vec<(Word, String)>, Fault> {
    let kinds = sql::list_codes(tx, "incident-kinds")?;
    let key = |(word, _): &Word| word.word.clone();
    read_rules(rows, heads, key, |row| {
        let word = row.cell(0).to_owned();
        let length = word.chars().count();
        if length == 0 || length > LONGEST || word.chars().any(char::is_whitespace) {
            return Err(say(|l| words(l).row_word()));
        }
        let kind = kind_called(&kinds, row.cell(1)).ok_or(say(|l| words(l).unknown_code()))?;
        let level = row.cell(2).parse().ok().filter(|level| (1..=4).contains(level));
        let level = level.ok_or(say(|l| words(l).row_one_level()))?;
        let is_over = use_of(row.cell(3)).ok_or(say(|l| words(l).row_use()))?;
        Ok((KindWord { word, kind, level }, is_over))
    })
}
