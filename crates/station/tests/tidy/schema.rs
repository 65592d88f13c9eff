//! The tables that the migrations make, in the order of their numbers.

use std::collections::BTreeMap;

use super::tree::crate_of;
use super::{Tree, sql};

#[derive(Default)]
pub struct Schema {
    pub tables: BTreeMap<String, Table>,
}

/// A table or view as the last migration leaves it.
pub struct Table {
    pub owner: String,
    pub columns: Vec<String>,
}

/// One migration file.
pub struct Migration<'a> {
    pub path: &'a str,
    pub text: &'a str,
    pub number: Option<u32>,
}

/// One statement of a migration as tokens.
pub struct Step<'a> {
    pub tokens: Vec<&'a str>,
    text: &'a str,
}

impl Step<'_> {
    /// The line of one of its tokens.
    pub fn line(&self, token: &str) -> usize {
        let at = token.as_ptr() as usize - self.text.as_ptr() as usize;
        1 + self.text[..at].matches('\n').count()
    }
}

impl Schema {
    pub fn read(tree: &Tree) -> Schema {
        let mut schema = Schema::default();
        for migration in migrations(tree) {
            for step in steps(migration.text) {
                schema.apply(crate_of(migration.path).unwrap_or_default(), &step.tokens);
            }
        }
        schema
    }

    /// Whether a table's rows belong to stations; the list of the stations itself does not.
    pub fn is_tenant(&self, table: &str) -> bool {
        let has_station = |table: &Table| table.columns.iter().any(|column| column == "station_id");
        table != "stations" && self.tables.get(table).is_some_and(has_station)
    }

    fn apply(&mut self, owner: &str, tokens: &[&str]) {
        match words(tokens).as_slice() {
            ["CREATE", "TABLE" | "VIEW", name, ..] => {
                let columns = parts(tokens).iter().filter_map(|part| column(part)).collect();
                self.tables.insert(name.to_lowercase(), Table { owner: owner.to_owned(), columns });
            }
            ["DROP", "TABLE" | "VIEW", name, ..] => drop(self.tables.remove(*name)),
            ["ALTER", "TABLE", old, "RENAME", "TO", new, ..] => {
                if let Some(table) = self.tables.remove(*old) {
                    self.tables.insert((*new).to_owned(), table);
                }
            }
            ["ALTER", "TABLE", name, "ADD", "COLUMN", column, ..] => {
                let table = self.tables.get_mut(*name);
                table.into_iter().for_each(|table| table.columns.push((*column).to_owned()));
            }
            ["ALTER", "TABLE", name, "DROP", "COLUMN", column, ..] => {
                let table = self.tables.get_mut(*name);
                table.into_iter().for_each(|table| table.columns.retain(|kept| kept != column));
            }
            _ => {}
        }
    }
}

/// Every migration, by number.
pub fn migrations(tree: &Tree) -> Vec<Migration<'_>> {
    let files =
        tree.texts().filter(|(path, _)| path.contains("/migrations/") && path.ends_with(".sql"));
    let files = files.filter(|(path, _)| {
        crate_of(path).is_some_and(|name| path.starts_with(&format!("crates/{name}/migrations/")))
    });
    let mut migrations: Vec<_> =
        files.map(|(path, text)| Migration { path, text, number: number(path) }).collect();
    migrations.sort_by_key(|migration| migration.number);
    migrations
}

/// The statements of a migration.
pub fn steps(text: &str) -> Vec<Step<'_>> {
    let tokens = sql::tokens(text);
    let statements = tokens.split(|token| *token == ";").filter(|tokens| !tokens.is_empty());
    statements.map(|tokens| Step { tokens: tokens.to_vec(), text }).collect()
}

/// What a check says of each statement of each migration, given with its path.
pub fn each_step(tree: &Tree, check: impl Fn(&str, &Step<'_>) -> Vec<String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for migration in migrations(tree) {
        for step in steps(migration.text) {
            complaints.extend(check(migration.path, &step));
        }
    }
    complaints
}

/// A statement without `UNIQUE` and `IF NOT EXISTS` at its head.
pub fn words<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let noise = |index: usize, token: &str| match token {
        "UNIQUE" => index == 1,
        "IF" | "NOT" | "EXISTS" => (2..6).contains(&index),
        _ => false,
    };
    tokens
        .iter()
        .enumerate()
        .filter(|(index, token)| !noise(*index, token))
        .map(|(_, token)| *token)
        .collect()
}

/// What stands between the commas of the first brackets: columns and constraints of a table.
pub fn parts<'a>(tokens: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut depth = 0;
    let mut parts = vec![Vec::new()];
    for token in tokens.iter().skip_while(|token| **token != "(") {
        match *token {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        match (*token, depth) {
            (")", 0) => break,
            ("(", 1) => {}
            (",", 1) => parts.push(Vec::new()),
            _ => parts.last_mut().into_iter().for_each(|part| part.push(*token)),
        }
    }
    parts
}

/// The name of the column a part defines, unless it is a constraint.
pub fn column(part: &[&str]) -> Option<String> {
    let constraints = ["PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"];
    part.first().filter(|word| !constraints.contains(word)).map(|word| (*word).to_owned())
}

fn number(path: &str) -> Option<u32> {
    let name = path.rsplit('/').next()?;
    name.split_once('_').and_then(|(digits, _)| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_follow_the_migrations() {
        let tree = Tree::of(&[
            (
                "crates/a/migrations/0001_a_first.sql",
                "-- first; really\nCREATE TABLE old (station_id BIGINT NOT NULL, n BIGINT CONSTRAINT small CHECK (n IN (1, 2)), PRIMARY KEY (station_id, n));\nCREATE TABLE gone (x TEXT);",
            ),
            (
                "crates/b/migrations/0002_b_next.sql",
                "ALTER TABLE old RENAME TO new; ALTER TABLE new ADD COLUMN z TEXT; DROP TABLE gone;",
            ),
        ]);
        let schema = Schema::read(&tree);
        assert_eq!(schema.tables.keys().collect::<Vec<_>>(), ["new"]);
        assert_eq!(schema.tables["new"].columns, ["station_id", "n", "z"]);
        assert!(schema.is_tenant("new") && schema.tables["new"].owner == "a");
    }

    #[test]
    fn steps_know_their_lines() {
        let steps = steps("-- a\nSELECT 1;\n\nSELECT ';';\n");
        assert_eq!(steps.iter().map(|step| step.line(step.tokens[0])).collect::<Vec<_>>(), [2, 4]);
    }
}
