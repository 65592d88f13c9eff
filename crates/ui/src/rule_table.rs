//! Rules that a station keeps as data, declared once by the room they are of: shown row by row with
//! every version, and changed by rows that two people agree on.

use crate::rows::{Row, RowFaults, below_head};
use crate::words::words;
use base::{Fault, Lang, Time};
use db::Tx;

/// What is wrong with a row, in one language.
pub type Say = fn(Lang) -> &'static str;

/// One table of rules.
#[derive(Debug)]
pub struct RuleTable {
    /// Its name in addresses, and in the tables of the room where that holds several.
    pub code: &'static str,
    /// What it is called.
    pub title: fn(Lang) -> &'static str,
    /// How a row is written.
    pub hint: fn(Lang) -> &'static str,
    /// What its cells are called; where a rule comes from follows them.
    pub heads: fn(Lang) -> Vec<&'static str>,
    /// Every version of every rule.
    pub list: ListRules,
    /// What rows say, as the table would show it; refused at the field `rows` where one cannot stand.
    pub read: ReadRules,
    /// Writes rows as new versions that hold from a moment on.
    pub write: WriteRules,
}

/// Lists the versions of a table in one language.
pub type ListRules = fn(&RuleTable, &mut Tx<'_>, Lang) -> Result<Vec<RuleVersion>, Fault>;
/// Reads rows of a table.
pub type ReadRules = fn(&RuleTable, &mut Tx<'_>, Lang, &[Row]) -> Result<Vec<NewRule>, Fault>;
/// Writes rows of a table as new versions.
pub type WriteRules = fn(&RuleTable, &mut Tx<'_>, &NewVersions<'_>) -> Result<(), Fault>;

/// Rows that become new versions.
#[derive(Clone, Copy, Debug)]
pub struct NewVersions<'n> {
    /// What is written.
    pub rows: &'n [Row],
    /// From when they hold.
    pub from: Time,
    /// Every version that stands.
    pub standing: &'n [RuleVersion],
}

impl NewVersions<'_> {
    /// The version that follows those of a rule.
    pub fn next(&self, key: &str) -> i64 {
        let alike = self.standing.iter().filter(|one| group(&one.key) == group(key));
        alike.map(|one| one.version).max().unwrap_or(0) + 1
    }
}

/// What is versioned together with the rule of this key: what stands before a `/`.
pub fn group(key: &str) -> &str {
    key.split('/').next().unwrap_or(key)
}

/// What is wrong with a row, where a closure alone would not say that it is this.
pub fn say(say: Say) -> Say {
    say
}

/// One rule in one version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleVersion {
    /// Which rule. What stands before a `/` is versioned together.
    pub key: String,
    /// The version, from 1.
    pub version: i64,
    /// From when it holds, until the next does.
    pub from: Time,
    /// Its cells.
    pub cells: Vec<String>,
    /// Where it comes from: a law, a standard, an order, or our own default.
    pub source: String,
}

/// A rule as rows say it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRule {
    /// Which rule.
    pub key: String,
    /// Its cells.
    pub cells: Vec<String>,
    /// Where it comes from.
    pub source: String,
}

/// The longest word on where a rule comes from.
const LONGEST_SOURCE: usize = 200;

/// Reads rows one by one, each with where it comes from.
///
/// # Errors
/// Every row that cannot stand, with its line; a rule that stands in two rows.
pub fn read_rules<T>(
    rows: &[Row],
    heads: fn(Lang) -> Vec<&'static str>,
    key: fn(&T) -> String,
    mut one: impl FnMut(&Row) -> Result<T, Say>,
) -> Result<Vec<(T, String)>, Fault> {
    let columns = heads(Lang::Zh).len();
    let (mut faults, mut read) = (RowFaults::at("rows"), Vec::<(T, String)>::new());
    for row in below_head(rows, heads) {
        let source = row.cell(columns);
        match one(row) {
            Err(say) => faults.refuse(row.line, say),
            Ok(_) if source.is_empty() || source.chars().count() > LONGEST_SOURCE => {
                faults.refuse(row.line, |lang| words(lang).row_source());
            }
            Ok(rule) if read.iter().any(|(other, _)| key(other) == key(&rule)) => {
                faults.refuse(row.line, |lang| words(lang).row_twice());
            }
            Ok(rule) => read.push((rule, source.to_owned())),
        }
    }
    faults.end(read)
}
