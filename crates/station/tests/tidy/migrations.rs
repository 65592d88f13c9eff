//! The migrations: one numbered history, in the SQL that both engines share.

use std::collections::BTreeMap;

use super::Tree;
use super::schema::{self, Migration};
use super::tree::crate_of;

const ENGINE_WORDS: [&str; 12] = [
    "AUTOINCREMENT",
    "BIGSERIAL",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "JSONB",
    "NOW",
    "PRAGMA",
    "ROWID",
    "SERIAL",
    "STRICT",
    "TRIGGER",
];

pub fn numbers(tree: &Tree) -> Vec<String> {
    let mut taken: BTreeMap<u32, &str> = BTreeMap::new();
    let mut complaints = Vec::new();
    for Migration { path, number, .. } in schema::migrations(tree) {
        match number {
            None => complaints.push(format!("{path}: name it NNNN_room_what.sql")),
            Some(number) => match taken.insert(number, path) {
                Some(other) => {
                    complaints.push(format!("{path}: number {number} is taken by {other}"))
                }
                None if number as usize != taken.len() => {
                    complaints
                        .push(format!("{path}: number {number} where {} comes next", taken.len()));
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
    schema::each_step(tree, |path, step| {
        let refused = step
            .tokens
            .iter()
            .filter(|token| ENGINE_WORDS.contains(&token.to_uppercase().as_str()));
        let complain =
            |token| format!("{path}:{}: `{token}` is not common to both engines", step.line(token));
        refused.map(|token| complain(*token)).collect()
    })
}

pub fn constraint_names(tree: &Tree) -> Vec<String> {
    schema::each_step(tree, |path, step| {
        let named = |index: usize| index >= 2 && step.tokens[index - 2] == "CONSTRAINT";
        let fault = |(index, token): (usize, &&str)| match *token {
            "CHECK" if !named(index) => {
                Some((index, "an unnamed CHECK: write CONSTRAINT its_name CHECK (…)"))
            }
            "UNIQUE" if named(index) => {
                Some((index, "a named UNIQUE: engines report it by its columns"))
            }
            _ => None,
        };
        let faults = step.tokens.iter().enumerate().filter_map(fault);
        faults
            .map(|(index, fault)| format!("{path}:{}: {fault}", step.line(step.tokens[index])))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Tree {
        Tree::of(&[("crates/people/migrations/0001_people_first.sql", text)])
    }

    #[test]
    fn numbers_have_no_gap_and_no_twin() {
        let of = |paths: &[&str]| {
            numbers(&Tree::of(&paths.iter().map(|path| (*path, "")).collect::<Vec<_>>())).len()
        };
        assert_eq!(of(&["crates/a/migrations/0001_a_x.sql", "crates/b/migrations/0002_b.sql"]), 0);
        assert_eq!(
            of(&["crates/a/migrations/0001_a_x.sql", "crates/b/migrations/0001_b_y.sql"]),
            1
        );
        assert_eq!(
            of(&["crates/a/migrations/0001_a_x.sql", "crates/b/migrations/0003_b_y.sql"]),
            1
        );
        assert_eq!(of(&["crates/a/migrations/0001_x.sql"]), 1);
        assert_eq!(of(&["crates/a/migrations/first_a.sql"]), 1);
    }

    #[test]
    fn a_word_of_one_engine_is_refused() {
        assert_eq!(
            engine_words(&one("-- no TRIGGER here\nCREATE TABLE a (x TEXT DEFAULT 'now()');")),
            [""; 0]
        );
        for bad in [
            "x SERIAL",
            "x TIMESTAMP DEFAULT now()",
            "x jsonb",
            "x INTEGER PRIMARY KEY AUTOINCREMENT",
        ] {
            assert_eq!(engine_words(&one(&format!("CREATE TABLE a ({bad});"))).len(), 1, "{bad}");
        }
        assert_eq!(engine_words(&one("CREATE TABLE a (x TEXT) WITHOUT ROWID;")).len(), 1);
    }

    #[test]
    fn checks_are_named_and_unique_sets_are_not() {
        assert_eq!(
            constraint_names(&one(
                "CREATE TABLE a (x BIGINT CONSTRAINT a_x CHECK (x > 0), UNIQUE (x));"
            )),
            [""; 0]
        );
        assert_eq!(constraint_names(&one("CREATE TABLE a (x BIGINT CHECK (x > 0));")).len(), 1);
        assert_eq!(constraint_names(&one("CREATE TABLE a (x BIGINT, CHECK (x > 0));")).len(), 1);
        assert_eq!(
            constraint_names(&one("CREATE TABLE a (x BIGINT, CONSTRAINT a_x UNIQUE (x));")).len(),
            1
        );
    }
}
