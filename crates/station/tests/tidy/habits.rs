//! Small habits of every file: it says its duty, takes no shortcuts and names no engine.

use super::Tree;
use super::allowed::{Finding, judge};
use super::source::Source;

const SHORTCUTS: [(&str, &str); 6] = [
    (".unwrap()", "say what must hold with `expect`, or return the fault"),
    ("todo!", "finish it"),
    ("unimplemented!", "finish it"),
    ("dbg!", "remove it"),
    ("#[allow(", "use #[expect(…, reason = …)]"),
    ("#![allow(", "use #![expect(…, reason = …)]"),
];
const ENGINES: [&str; 3] = ["sqlite", "postgres", "pragma"];

pub fn without_duty(tree: &Tree) -> Vec<String> {
    let rust = tree.texts().filter(|(path, _)| path.ends_with(".rs"));
    let silent = rust.filter(|(_, text)| !text.starts_with("//! "));
    let findings: Vec<_> = silent
        .map(|(path, _)| Finding {
            kind: "duty",
            key: path.to_owned(),
            message: format!("{path}:1: begin with `//! ` and the module's duty"),
        })
        .collect();
    judge(tree, &["duty"], &findings)
}

pub fn shortcuts(tree: &Tree) -> Vec<String> {
    tree.rust().flat_map(|(path, text)| shortcuts_in(path, &Source::read(text))).collect()
}

/// Engines are named in `db`, which hides them, and in `bench`, which compares them.
pub fn engine_words(tree: &Tree) -> Vec<String> {
    let files = tree
        .rust()
        .filter(|(path, _)| !path.starts_with("crates/db/") && !path.starts_with("bench/"));
    let findings: Vec<_> =
        files.flat_map(|(path, text)| engines_in(path, &Source::read(text))).collect();
    judge(tree, &["engine"], &findings)
}

fn shortcuts_in(path: &str, source: &Source) -> Vec<String> {
    let found = SHORTCUTS.iter().flat_map(|(sign, advice)| {
        source.code.match_indices(sign).map(move |(at, _)| (at, sign, advice))
    });
    found
        .map(|(at, sign, advice)| format!("{path}:{}: `{sign}`: {advice}", source.line(at)))
        .collect()
}

fn engines_in(path: &str, source: &Source) -> Vec<Finding> {
    let words = source.words().map(|(at, word)| (source.line(at), word));
    let literals = source.literals.iter().map(|literal| (literal.line, literal.text.as_str()));
    let named = words.chain(literals).filter_map(|(line, text)| Some((line, engine(text)?)));
    named
        .map(|(line, engine)| Finding {
            kind: "engine",
            key: path.to_owned(),
            message: format!("{path}:{line}: `{engine}`: only `db` names an engine"),
        })
        .collect()
}

fn engine(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    ENGINES.into_iter().find(|engine| text.contains(engine))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_duty_is_refused() {
        let tree = Tree::of(&[
            ("crates/a/src/b.rs", "//! Does b.\n"),
            ("crates/a/src/c.rs", "// no\n"),
            ("crates/a/tests/d.rs", ""),
        ]);
        assert_eq!(without_duty(&tree).len(), 2);
    }

    #[test]
    fn shortcuts_are_refused_outside_tests() {
        let bad = "//! x\nfn a() {\n  b().unwrap();\n}\n#[allow(dead_code)]\nfn c() { dbg!(1) }\n";
        let said = shortcuts(&Tree::of(&[("crates/a/src/b.rs", bad)]));
        assert_eq!(said.len(), 3);
        assert!(said[0].starts_with("crates/a/src/b.rs:3: `.unwrap()`"), "{said:?}");
        let good = "// .unwrap()\nfn a() { \".unwrap()\" }\n#[cfg(test)]\nmod tests { fn a() { b().unwrap() } }";
        assert_eq!(shortcuts(&Tree::of(&[("crates/a/src/b.rs", good)])), [""; 0]);
        assert_eq!(shortcuts(&Tree::of(&[("crates/a/tests/b.rs", bad)])), [""; 0]);
    }

    #[test]
    fn an_engine_outside_db_is_refused_unless_allowed() {
        let text = "// SQLite in a comment\nfn a() { open(\"postgres://\"); x(Engine::SqLite) }\n";
        assert_eq!(engine_words(&Tree::of(&[("crates/db/src/b.rs", text)])), [""; 0]);
        let said = engine_words(&Tree::of(&[("crates/a/src/b.rs", text)]));
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("crates/a/src/b.rs:2:"), "{said:?}");
        let excused = ("crates/station/tests/tidy/allowed.txt", "engine crates/a/src/b.rs");
        assert_eq!(engine_words(&Tree::of(&[("crates/a/src/b.rs", text), excused])), [""; 0]);
    }
}
