//! The migrations: one history for both engines, the station first in every key.

use std::collections::BTreeMap;

use super::Tree;
use super::schema::{self, Migration, Schema, Step};
use super::tree::crate_of;

const ENGINE_WORDS: [&str; 14] = [
    "AUTOINCREMENT", "AUTO_INCREMENT", "SERIAL", "BIGSERIAL", "TRIGGER", "SEQUENCE", "JSON", "JSONB", "ROWID",
    "STRICT", "NOW", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME",
];

/// A key, unique set, foreign key or index, with the columns it begins with.
struct Key<'a> {
    what: &'static str,
    columns: Vec<&'a str>,
    /// For a foreign key: the table it points at and the columns there.
    target: Option<(&'a str, Vec<&'a str>)>,
}

pub fn numbers(tree: &Tree) -> Vec<String> {
    let mut taken: BTreeMap<u32, &str> = BTreeMap::new();
    let mut complaints = Vec::new();
    for Migration { path, number, .. } in schema::migrations(tree) {
        match number {
            None => complaints.push(format!("{path}: name it NNNN_room_what.sql")),
            Some(number) => match taken.insert(number, path) {
                Some(other) => complaints.push(format!("{path}: number {number} is taken by {other}")),
                None if number as usize != taken.len() => {
                    complaints.push(format!("{path}: number {number} where {} comes next", taken.len()));
                }
                None => {}
            },
        }
        let room = crate_of(path).unwrap_or_default();
        if !path.contains(&format!("_{room}")) {
            complaints.push(format!("{path}: the name must say its room: NNNN_{room}_what.sql"));
        }
    }
    complaints
}

pub fn engine_words(tree: &Tree) -> Vec<String> {
    let refused = |tokens: &[&str]| {
        let words = tokens.iter().map(|token| token.to_uppercase());
        words.filter(|word| ENGINE_WORDS.contains(&word.as_str())).collect::<Vec<_>>()
    };
    each_step(tree, |path, step| {
        let place = format!("{path}:{}", step.line);
        refused(&step.tokens).iter().map(|word| format!("{place}: `{word}` is not common to both engines")).collect()
    })
}

pub fn keys_without_station(tree: &Tree) -> Vec<String> {
    let schema = Schema::read(tree);
    each_step(tree, |path, step| {
        let tenant = table(&step.tokens).is_some_and(|table| defines_station(step) || schema.is_tenant(table));
        let keys = if tenant { keys(&step.tokens) } else { Vec::new() };
        let bad = keys.iter().filter(|key| !begins_with_station(&schema, key));
        bad.map(|key| {
            let columns = key.columns.join(", ");
            format!("{path}:{}: {} ({columns}) of `{}` must begin with station_id", step.line, key.what, table(&step.tokens).unwrap_or_default())
        })
        .collect()
    })
}

pub fn constraint_names(tree: &Tree) -> Vec<String> {
    each_step(tree, |path, step| {
        let place = format!("{path}:{}", step.line);
        let named = |index: usize| index >= 2 && step.tokens[index - 2] == "CONSTRAINT";
        let complain = |(index, token): (usize, &&str)| match *token {
            "CHECK" if !named(index) => Some(format!("{place}: an unnamed CHECK: write CONSTRAINT its_name CHECK (…)")),
            "UNIQUE" if named(index) => Some(format!("{place}: a named UNIQUE: engines report it by its columns")),
            _ => None,
        };
        step.tokens.iter().enumerate().filter_map(complain).collect()
    })
}

fn each_step(tree: &Tree, check: impl Fn(&str, &Step<'_>) -> Vec<String>) -> Vec<String> {
    let migrations = schema::migrations(tree);
    migrations.iter().flat_map(|migration| schema::steps(migration.text).iter().flat_map(|step| check(migration.path, step)).collect::<Vec<_>>()).collect()
}

/// The table a statement makes, changes or indexes.
fn table<'a>(tokens: &[&'a str]) -> Option<&'a str> {
    match schema::words(tokens).as_slice() {
        ["CREATE" | "ALTER", "TABLE", name, ..] | ["CREATE", "INDEX", _, "ON", name, ..] => Some(*name),
        _ => None,
    }
}

fn defines_station(step: &Step<'_>) -> bool {
    schema::parts(&step.tokens).iter().any(|part| part.first() == Some(&"station_id"))
}

fn keys<'a>(tokens: &[&'a str]) -> Vec<Key<'a>> {
    match schema::words(tokens).as_slice() {
        ["CREATE", "INDEX", ..] => vec![Key { what: "index", columns: list(tokens), target: None }],
        ["CREATE", "TABLE", ..] => schema::parts(tokens).iter().flat_map(|part| keys_of(part)).collect(),
        ["ALTER", "TABLE", _, "ADD", "COLUMN", ..] => keys_of(&schema::words(tokens)[5..]),
        ["ALTER", "TABLE", _, "ADD", ..] => keys_of(&schema::words(tokens)[4..]),
        _ => Vec::new(),
    }
}

/// The keys one part of a table defines: a constraint names its columns, a column is its own key.
fn keys_of<'a>(part: &[&'a str]) -> Vec<Key<'a>> {
    let own = schema::column(part).map(|_| vec![part[0]]);
    let position = |word: &str| part.iter().position(|token| *token == word);
    let columns = |at: usize| own.clone().unwrap_or_else(|| list(&part[at..]));
    let plain = [("PRIMARY", "primary key"), ("UNIQUE", "unique")];
    let plain = plain.into_iter().filter_map(|(word, what)| Some(Key { what, columns: columns(position(word)?), target: None }));
    let foreign = position("REFERENCES").map(|at| Key {
        what: "foreign key",
        columns: columns(0),
        target: part.get(at + 1).map(|table| (*table, list(&part[at..]))),
    });
    plain.chain(foreign).collect()
}

/// The first bracketed list after the start of `tokens`.
fn list<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let inside = tokens.iter().skip_while(|token| **token != "(").skip(1).take_while(|token| **token != ")");
    inside.filter(|token| **token != ",").copied().collect()
}

/// A key that points at a table without stations (a catalogue) cannot carry one.
fn begins_with_station(schema: &Schema, key: &Key<'_>) -> bool {
    let first = |columns: &[&str]| columns.first() == Some(&"station_id");
    match &key.target {
        Some((table, _)) if !schema.is_tenant(table) => true,
        Some((_, there)) => first(&key.columns) && first(there),
        None => first(&key.columns),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Tree {
        Tree::of(&[
            ("crates/people/migrations/0001_people_first.sql", "CREATE TABLE posts (station_id BIGINT, id TEXT, PRIMARY KEY (station_id, id));\nCREATE TABLE zones (code TEXT PRIMARY KEY);"),
            ("crates/people/migrations/0002_people_next.sql", text),
        ])
    }

    #[test]
    fn numbers_have_no_gap_and_no_twin() {
        let of = |paths: &[&str]| numbers(&Tree::of(&paths.iter().map(|path| (*path, "")).collect::<Vec<_>>())).len();
        assert_eq!(of(&["crates/a/migrations/0001_a_x.sql", "crates/b/migrations/0002_b.sql"]), 0);
        assert_eq!(of(&["crates/a/migrations/0001_a_x.sql", "crates/b/migrations/0001_b_y.sql"]), 1);
        assert_eq!(of(&["crates/a/migrations/0001_a_x.sql", "crates/b/migrations/0003_b_y.sql"]), 1);
        assert_eq!(of(&["crates/a/migrations/0001_x.sql"]), 1);
        assert_eq!(of(&["crates/a/migrations/first_a.sql"]), 1);
    }

    #[test]
    fn a_word_of_one_engine_is_refused() {
        assert_eq!(engine_words(&one("-- no TRIGGER here\nCREATE TABLE a (x TEXT DEFAULT 'now()');")), [""; 0]);
        for bad in ["x SERIAL", "x TIMESTAMP DEFAULT now()", "x jsonb", "x INTEGER PRIMARY KEY AUTOINCREMENT"] {
            assert_eq!(engine_words(&one(&format!("CREATE TABLE a ({bad});"))).len(), 1, "{bad}");
        }
        assert_eq!(engine_words(&one("CREATE TABLE a (x TEXT) WITHOUT ROWID;")).len(), 1);
    }

    #[test]
    fn keys_of_a_stations_table_begin_with_the_station() {
        let columns = "station_id BIGINT, id TEXT, post TEXT, zone TEXT REFERENCES zones (code)";
        let good = "PRIMARY KEY (station_id, id), UNIQUE (station_id, post), FOREIGN KEY (station_id, post) REFERENCES posts (station_id, id)";
        assert_eq!(keys_without_station(&one(&format!("CREATE TABLE a ({columns}, {good});\nCREATE UNIQUE INDEX a_post ON a (station_id, post);"))), [""; 0]);
        for bad in [
            "PRIMARY KEY (id)",
            "UNIQUE (post, station_id)",
            "FOREIGN KEY (post) REFERENCES posts (id)",
            "FOREIGN KEY (station_id, post) REFERENCES posts (id, station_id)",
            "key TEXT PRIMARY KEY",
            "key TEXT NOT NULL UNIQUE",
            "key TEXT REFERENCES posts (id)",
        ] {
            assert_eq!(keys_without_station(&one(&format!("CREATE TABLE a ({columns}, {bad});"))).len(), 1, "{bad}");
        }
        assert_eq!(keys_without_station(&one("CREATE INDEX posts_id ON posts (id);")).len(), 1);
        assert_eq!(keys_without_station(&one("ALTER TABLE posts ADD COLUMN boss TEXT REFERENCES posts (id);")).len(), 1);
    }

    #[test]
    fn checks_are_named_and_unique_sets_are_not() {
        assert_eq!(constraint_names(&one("CREATE TABLE a (x BIGINT CONSTRAINT a_x CHECK (x > 0), UNIQUE (x));")), [""; 0]);
        assert_eq!(constraint_names(&one("CREATE TABLE a (x BIGINT CHECK (x > 0));")).len(), 1);
        assert_eq!(constraint_names(&one("CREATE TABLE a (x BIGINT, CHECK (x > 0));")).len(), 1);
        assert_eq!(constraint_names(&one("CREATE TABLE a (x BIGINT, CONSTRAINT a_x UNIQUE (x));")).len(), 1);
    }
}
