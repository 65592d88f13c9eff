//! What each drawer of a room may not mention. SQL texts are the matter of `statements`.

use super::Tree;
use super::source::Source;
use super::tree::{crate_of, drawer_of};

/// Words that a drawer's code may not contain, and why.
const FORBIDDEN: [(&str, &[&str], &str); 3] = [
    (
        "rules",
        &["axum", "askama", "fs", "Clock", "SystemTime", "Instant"],
        "rules are pure: no web, no files, no clock",
    ),
    ("sql", &["axum", "askama", "ui"], "sql knows no web"),
    ("actions", &["axum", "askama", "async", "await"], "actions are synchronous and know no web"),
];

pub fn forbidden_words(tree: &Tree) -> Vec<String> {
    rooms(tree).flat_map(|(path, text)| forbidden_in(path, text)).collect()
}

/// A room's SQL may use another room's types and the texts `matters` exports as macros, never
/// another room's functions.
pub fn calls_from_sql(tree: &Tree) -> Vec<String> {
    let drawers = rooms(tree).filter(|(path, _)| drawer_of(path) == Some("sql"));
    drawers.flat_map(|(path, text)| calls_in(tree, path, text)).collect()
}

fn rooms(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.rust().filter(|(path, _)| crate_of(path).is_some_and(|name| tree.is_room(name)))
}

fn forbidden_in(path: &str, text: &str) -> Vec<String> {
    let Some((drawer, words, why)) =
        FORBIDDEN.iter().find(|(drawer, ..)| drawer_of(path) == Some(drawer))
    else {
        return Vec::new();
    };
    let source = Source::read(text);
    let found = source.words().filter(|(_, word)| words.contains(word));
    found
        .map(|(at, word)| format!("{path}:{}: `{word}` in `{drawer}`: {why}", source.line(at)))
        .collect()
}

fn calls_in(tree: &Tree, path: &str, text: &str) -> Vec<String> {
    let source = Source::read(text);
    let foreign = |name: &str| Some(name) != crate_of(path) && tree.is_room(name);
    let begins = source
        .words()
        .filter(|(at, word)| foreign(word) && source.code[at + word.len()..].starts_with("::"));
    let found =
        begins.filter_map(|(at, word)| Some((at, function(&source.code[at + word.len()..])?)));
    found
        .map(|(at, name)| format!("{path}:{}: `{name}` of another room in `sql`", source.line(at)))
        .collect()
}

/// The first small-written name a path or group of paths ends in; macros and types do not count.
fn function(path: &str) -> Option<&str> {
    let inside = |c: char| c.is_alphanumeric() || "_:{}, ".contains(c);
    let end = path.find(|c| !inside(c)).unwrap_or(path.len());
    let grouped = path[..end].contains('{');
    let end = if grouped { end } else { path[..end].find([',', '}', ' ']).unwrap_or(end) };
    let is_macro = path[end..].starts_with('!');
    let mut names =
        path[..end].split([',', '{', '}', ' ']).map(|name| name.trim().trim_start_matches(':'));
    let last = |name: &'_ str| -> bool {
        name.rsplit("::")
            .next()
            .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    names.find(|name| !is_macro && last(name)).filter(|name| !name.ends_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(path: &str, text: &str) -> Tree {
        Tree::of(&[
            ("crates/incidents/src/rules.rs", "//! x"),
            ("crates/people/src/rules.rs", "//! x"),
            ("crates/matters/src/rules.rs", "//! x"),
            (path, text),
        ])
    }

    #[test]
    fn a_clock_in_rules_is_refused_with_its_line() {
        let said = forbidden_words(&tree(
            "crates/incidents/src/rules.rs",
            "//! Clock\nuse base::Clock;\n",
        ));
        assert_eq!(
            said,
            [
                "crates/incidents/src/rules.rs:2: `Clock` in `rules`: rules are pure: no web, no files, no clock"
            ]
        );
    }

    #[test]
    fn web_files_and_async_are_refused_in_their_drawers() {
        for (path, text) in [
            ("crates/incidents/src/rules/states.rs", "use std::{fs, io};"),
            ("crates/incidents/src/sql.rs", "fn a() -> ui::Table { x }"),
            ("crates/incidents/src/actions/close.rs", "async fn close() {}"),
            ("crates/incidents/src/actions.rs", "use axum::Router;"),
        ] {
            assert_eq!(forbidden_words(&tree(path, text)).len(), 1, "{path}");
        }
        assert_eq!(
            forbidden_words(&tree(
                "crates/incidents/src/pages.rs",
                "use axum::Router; async fn a() {}"
            )),
            [""; 0]
        );
        assert_eq!(
            forbidden_words(&tree(
                "crates/incidents/src/rules.rs",
                "#[cfg(test)]\nmod tests { use base::Clock; }"
            )),
            [""; 0]
        );
    }

    #[test]
    fn sql_may_use_types_and_texts_of_others_but_not_call_them() {
        let path = "crates/incidents/src/sql.rs";
        for good in [
            "use people::{Account, seats::Seat};",
            "concat!(matters::visible!(\"m\"));",
            "fn a(b: people::Account) {}",
            "people_count::x();",
        ] {
            assert_eq!(calls_from_sql(&tree(path, good)), [""; 0], "{good}");
        }
        for bad in [
            "people::find_account(tx)",
            "use people::{Account, find_account};",
            "use people::find_account;",
            "matters::seats::list(tx)",
        ] {
            assert_eq!(calls_from_sql(&tree(path, bad)).len(), 1, "{bad}");
        }
    }
}
