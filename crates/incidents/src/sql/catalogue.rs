//! Code tables, plans and the words that suggest a kind: versioned data of the station.

use base::{Fault, Time};
use db::{Tx, args};

db::row! {
    /// One code in its newest version.
    pub(crate) struct Code {
        pub(crate) code: String,
        pub(crate) parent: Option<String>,
        pub(crate) zh: String,
        pub(crate) en: String,
        pub(crate) mark: String,
        /// No longer chosen; what was chosen before keeps its name.
        pub(crate) is_over: bool,
    }
    /// One version of a code.
    pub(crate) struct CodeVersion {
        pub(crate) code: String,
        pub(crate) version: i64,
        pub(crate) parent: Option<String>,
        pub(crate) zh: String,
        pub(crate) en: String,
        pub(crate) mark: String,
        pub(crate) is_over: bool,
        pub(crate) position: i64,
        pub(crate) source: String,
        pub(crate) valid_from: Time,
    }
    /// Who goes, by plan.
    pub(crate) struct Plan {
        pub(crate) kind: String,
        pub(crate) level: i64,
        pub(crate) version: i64,
        pub(crate) officers: i64,
        pub(crate) auxiliaries: i64,
        pub(crate) assistants: i64,
        pub(crate) source: String,
    }
    /// A word that suggests a kind and level, in force now.
    pub(crate) struct KindWord {
        pub(crate) word: String,
        pub(crate) kind: String,
        pub(crate) level: i64,
    }
    /// One version of such a word.
    pub(crate) struct KindWordVersion {
        pub(crate) word: String,
        pub(crate) version: i64,
        pub(crate) kind: String,
        pub(crate) level: i64,
        pub(crate) is_over: bool,
        pub(crate) source: String,
        pub(crate) valid_from: Time,
    }
}

impl KindWordVersion {
    pub(crate) fn word(&self) -> KindWord {
        KindWord { word: self.word.clone(), kind: self.kind.clone(), level: self.level }
    }
}

impl Code {
    pub(crate) fn label(&self, lang: base::Lang) -> &str {
        match lang {
            base::Lang::Zh => &self.zh,
            base::Lang::En => &self.en,
        }
    }
}

impl CodeVersion {
    pub(crate) fn into_code(self) -> Code {
        let CodeVersion { code, parent, zh, en, mark, is_over, .. } = self;
        Code { code, parent, zh, en, mark, is_over }
    }
}

pub(crate) fn insert_code(
    tx: &mut Tx<'_>,
    table: &str,
    row: &Code,
    (version, position): (i64, i64),
    (source, from): (&str, Time),
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO codes (station_id, code_table, code, version, parent, zh, en, mark, is_over, position, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            station, table, row.code, version, row.parent, row.zh, row.en, row.mark, row.is_over,
            position, source, from
        ],
    )
}

/// Every version of every code of this table, in order.
pub(crate) fn list_code_versions(tx: &mut Tx<'_>, table: &str) -> Result<Vec<CodeVersion>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT code, version, parent, zh, en, mark, is_over, position, source, valid_from FROM codes
         WHERE station_id = $1 AND code_table = $2 ORDER BY position, code, version",
        args![station, table],
    )
}

/// The code of this table in force now.
pub(crate) fn find_code(tx: &mut Tx<'_>, table: &str, code: &str) -> Result<Option<Code>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(
        "SELECT code, parent, zh, en, mark, is_over FROM codes
         WHERE station_id = $1 AND code_table = $2 AND code = $3 AND valid_from <= $4
         ORDER BY version DESC LIMIT 1",
        args![station, table, code, now],
    )
}

/// Every code of this table in force now, in order, with those that are over.
pub(crate) fn list_codes(tx: &mut Tx<'_>, table: &str) -> Result<Vec<Code>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT code, parent, zh, en, mark, is_over FROM codes c
         WHERE station_id = $1 AND code_table = $2 AND version = (
             SELECT max(v.version) FROM codes v WHERE v.station_id = $1 AND v.code_table = $2
                AND v.code = c.code AND v.valid_from <= $3)
         ORDER BY position",
        args![station, table, now],
    )
}

pub(crate) fn insert_plan(tx: &mut Tx<'_>, plan: &Plan) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "INSERT INTO plans (station_id, kind, level, version, officers, auxiliaries, assistants, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, plan.kind, plan.level, plan.version, plan.officers, plan.auxiliaries,
            plan.assistants, plan.source, now
        ],
    )
}

/// The plan for a kind and level: its own, its parent's, or the one for everything (`*`); for its
/// level, or for every level (0).
pub(crate) fn find_plan(
    tx: &mut Tx<'_>,
    kind: &str,
    parent: &str,
    level: i64,
) -> Result<Option<Plan>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(
        "SELECT kind, level, version, officers, auxiliaries, assistants, source FROM plans
         WHERE station_id = $1 AND kind IN ($2, $3, '*') AND level IN ($4, 0) AND valid_from <= $5
         ORDER BY CASE kind WHEN $2 THEN 0 WHEN $3 THEN 1 ELSE 2 END, level DESC, version DESC
         LIMIT 1",
        args![station, kind, parent, level, now],
    )
}

pub(crate) fn insert_kind_word(tx: &mut Tx<'_>, row: &KindWordVersion) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO kind_words (station_id, word, version, kind, level, is_over, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station, row.word, row.version, row.kind, row.level, row.is_over, row.source,
            row.valid_from
        ],
    )
}

/// Every version of every word, in order.
pub(crate) fn list_kind_word_versions(tx: &mut Tx<'_>) -> Result<Vec<KindWordVersion>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT word, version, kind, level, is_over, source, valid_from FROM kind_words
         WHERE station_id = $1 ORDER BY kind, word, version",
        args![station],
    )
}

/// The words of the station's list: they suggest kinds and may be searched for.
pub(crate) fn list_kind_words(tx: &mut Tx<'_>) -> Result<Vec<KindWord>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        "SELECT word, kind, level FROM kind_words k
         WHERE station_id = $1 AND NOT is_over AND version = (
             SELECT max(v.version) FROM kind_words v WHERE v.station_id = $1 AND v.word = k.word
                AND v.valid_from <= $2)
         ORDER BY word",
        args![station, now],
    )
}
