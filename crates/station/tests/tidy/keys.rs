//! The keys of a station's tables: the station comes first in each.

use super::Tree;
use super::schema::{self, Schema, Step};

/// A key, unique set, foreign key or index, with the columns it begins with.
struct Key<'a> {
    what: &'static str,
    columns: Vec<&'a str>,
    /// For a foreign key: the table it points at and the columns there.
    target: Option<(&'a str, Vec<&'a str>)>,
}

pub fn without_station(tree: &Tree) -> Vec<String> {
    let schema = Schema::read(tree);
    schema::each_step(tree, |path, step| {
        let Some(table) = table(&step.tokens) else {
            return Vec::new();
        };
        let tenant = schema.is_tenant(table) || (defines_station(step) && table != "stations");
        let keys = if tenant { keys(&step.tokens) } else { Vec::new() };
        let bad = keys.iter().filter(|key| !begins_with_station(&schema, key));
        bad.map(|Key { what, columns, .. }| {
            let line = step.line(columns.first().unwrap_or(&table));
            format!(
                "{path}:{line}: {what} ({}) of `{table}` must begin with station_id",
                columns.join(", ")
            )
        })
        .collect()
    })
}

/// The table a statement makes, changes or indexes.
fn table<'a>(tokens: &[&'a str]) -> Option<&'a str> {
    match schema::words(tokens).as_slice() {
        ["CREATE" | "ALTER", "TABLE", name, ..] | ["CREATE", "INDEX", _, "ON", name, ..] => {
            Some(*name)
        }
        _ => None,
    }
}

fn defines_station(step: &Step<'_>) -> bool {
    schema::parts(&step.tokens).iter().any(|part| part.first() == Some(&"station_id"))
}

fn keys<'a>(tokens: &[&'a str]) -> Vec<Key<'a>> {
    match schema::words(tokens).as_slice() {
        ["CREATE", "INDEX", ..] => vec![Key { what: "index", columns: list(tokens), target: None }],
        ["CREATE", "TABLE", ..] => {
            schema::parts(tokens).iter().flat_map(|part| keys_of(part)).collect()
        }
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
    let plain = plain.into_iter().filter_map(|(word, what)| {
        Some(Key { what, columns: columns(position(word)?), target: None })
    });
    let foreign = position("REFERENCES").map(|at| Key {
        what: "foreign key",
        columns: columns(0),
        target: part.get(at + 1).map(|table| (*table, list(&part[at..]))),
    });
    plain.chain(foreign).collect()
}

/// The first bracketed list after the start of `tokens`.
fn list<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let inside =
        tokens.iter().skip_while(|token| **token != "(").skip(1).take_while(|token| **token != ")");
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
            (
                "crates/people/migrations/0001_people_first.sql",
                "CREATE TABLE posts (station_id BIGINT, id TEXT, PRIMARY KEY (station_id, id));\nCREATE TABLE zones (code TEXT PRIMARY KEY);",
            ),
            ("crates/people/migrations/0002_people_next.sql", text),
        ])
    }

    #[test]
    fn keys_of_a_stations_table_begin_with_the_station() {
        let columns = "station_id BIGINT, id TEXT, post TEXT, zone TEXT REFERENCES zones (code)";
        let good = "PRIMARY KEY (station_id, id), UNIQUE (station_id, post), FOREIGN KEY (station_id, post) REFERENCES posts (station_id, id)";
        assert_eq!(
            without_station(&one(&format!(
                "CREATE TABLE a ({columns}, {good});\nCREATE UNIQUE INDEX a_post ON a (station_id, post);"
            ))),
            [""; 0]
        );
        for bad in [
            "PRIMARY KEY (id)",
            "UNIQUE (post, station_id)",
            "FOREIGN KEY (post) REFERENCES posts (id)",
            "FOREIGN KEY (station_id, post) REFERENCES posts (id, station_id)",
            "key TEXT PRIMARY KEY",
            "key TEXT NOT NULL UNIQUE",
            "key TEXT REFERENCES posts (id)",
        ] {
            assert_eq!(
                without_station(&one(&format!("CREATE TABLE a ({columns}, {bad});"))).len(),
                1,
                "{bad}"
            );
        }
        assert_eq!(without_station(&one("CREATE INDEX posts_id ON posts (id);")).len(), 1);
        assert_eq!(
            without_station(&one("ALTER TABLE posts ADD COLUMN boss TEXT REFERENCES posts (id);"))
                .len(),
            1
        );
    }
}
