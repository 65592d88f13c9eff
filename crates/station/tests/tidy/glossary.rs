//! Public types, tables and routes are made of words from `GLOSSARY.md` (third column of its
//! tables) and the short list `technical.txt`.

use std::collections::BTreeSet;

use super::Tree;
use super::schema::Schema;
use super::source::{Literal, Source};
use super::tree::crate_of;

const GLOSSARY: &str = "GLOSSARY.md";
const TECHNICAL: &str = "crates/station/tests/tidy/technical.txt";

/// A name in the code and the words it is made of.
struct Name {
    place: String,
    name: String,
    words: Vec<String>,
}

pub fn unknown_words(tree: &Tree) -> Vec<String> {
    let known: BTreeSet<_> = glossary(tree).union(&technical(tree)).cloned().collect();
    let unknown = |name: &Name| {
        name.words.iter().find(|word| !forms(word).iter().any(|form| known.contains(form))).cloned()
    };
    let bad = names(tree).into_iter().filter_map(|name| Some((unknown(&name)?, name)));
    bad.map(|(word, Name { place, name, .. })| {
        format!("{place}: `{word}` in `{name}` is neither in {GLOSSARY} nor in technical.txt")
    })
    .collect()
}

pub fn idle_words(tree: &Tree) -> Vec<String> {
    let (glossary, names) = (glossary(tree), names(tree));
    let used: BTreeSet<_> =
        names.iter().flat_map(|name| &name.words).flat_map(|word| forms(word)).collect();
    let technical = technical(tree).into_iter();
    technical
        .filter_map(|word| match () {
            () if glossary.contains(&word) => {
                Some(format!("{TECHNICAL}: `{word}` stands in {GLOSSARY} already"))
            }
            () if !used.contains(&word) => {
                Some(format!("{TECHNICAL}: `{word}` is used by no name: remove it"))
            }
            () => None,
        })
        .collect()
}

fn names(tree: &Tree) -> Vec<Name> {
    let schema = Schema::read(tree);
    let tables = schema.tables.iter().map(|(name, table)| Name {
        place: format!("crates/{}/migrations", table.owner),
        name: name.clone(),
        words: name.split('_').filter_map(word).collect(),
    });
    let crates = tree.rust().filter(|(path, _)| crate_of(path).is_some());
    let rust = crates.flat_map(|(path, text)| {
        let source = Source::read(text);
        let mut names = types(path, &source);
        names.extend(routes(path, &source));
        names
    });
    tables.chain(rust).collect()
}

/// `pub struct`, `enum`, `trait` and `type` names.
fn types(path: &str, source: &Source) -> Vec<Name> {
    let words: Vec<_> = source.words().collect();
    let declared = words.windows(3).filter(|three| {
        three[0].1 == "pub" && matches!(three[1].1, "struct" | "enum" | "trait" | "type")
    });
    declared
        .map(|three| Name {
            place: format!("{path}:{}", source.line(three[2].0)),
            name: three[2].1.to_owned(),
            words: split_camel(three[2].1),
        })
        .collect()
}

/// Literals that are a path of the site: `/incidents/{n}/closure`; pieces of a `concat!` are none.
fn routes(path: &str, source: &Source) -> Vec<Name> {
    let joined = source.macro_calls("concat");
    let is_piece = |literal: &Literal| joined.iter().any(|call| call.contains(&literal.at));
    let literals = source.literals.iter().filter(|literal| !literal.in_attribute);
    let paths = literals.filter(|literal| is_route(&literal.text) && !is_piece(literal));
    paths
        .map(|literal| {
            let route = literal.text.split(['?', '#']).next().unwrap_or_default();
            let segments = route.split('/').filter(|segment| !segment.contains(['{', '*', ':']));
            let words = segments
                .flat_map(|segment| segment.split(['-', '_', '.']))
                .filter_map(word)
                .collect();
            Name { place: format!("{path}:{}", literal.line), name: literal.text.clone(), words }
        })
        .collect()
}

fn is_route(text: &str) -> bool {
    let inside =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "/{}_-.*:?=&#".contains(c);
    text.len() > 2
        && text.strip_prefix('/').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_lowercase()) && rest.chars().all(inside)
        })
}

fn split_camel(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c.is_uppercase() {
            words.push(String::new());
        }
        words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
    }
    words.iter().filter_map(|text| word(text)).collect()
}

/// A word without digits; single letters are no words.
fn word(text: &str) -> Option<String> {
    let word: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    (word.len() > 1).then_some(word)
}

/// A word as written, and as the singular it may be the plural of.
fn forms(word: &str) -> Vec<String> {
    let singular = [("ies", "y"), ("es", ""), ("s", "")]
        .into_iter()
        .filter_map(|(end, with)| Some(format!("{}{with}", word.strip_suffix(end)?)));
    std::iter::once(word.to_owned()).chain(singular).collect()
}

fn glossary(tree: &Tree) -> BTreeSet<String> {
    let rows = tree
        .text(GLOSSARY)
        .unwrap_or_default()
        .lines()
        .filter(|line| line.trim_start().starts_with('|'));
    let third = rows.filter_map(|row| row.split('|').nth(3));
    third
        .flat_map(|cell| cell.split(|c: char| !c.is_ascii_alphabetic()))
        .flat_map(split_camel)
        .flat_map(|word| forms(&word))
        .collect()
}

fn technical(tree: &Tree) -> BTreeSet<String> {
    let lines =
        tree.text(TECHNICAL).unwrap_or_default().lines().filter_map(|line| line.split('#').next());
    lines.flat_map(str::split_whitespace).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(rust: &str, technical: &str) -> Tree {
        Tree::of(&[
            (
                GLOSSARY,
                "# Words\n\n| 中文 | English | code |\n|---|---|---|\n| 警情 | incident | `incidents`, `Incident` |\n| 办结 | closed | closure |\n| 类别 | category | category |\n",
            ),
            (TECHNICAL, technical),
            ("crates/incidents/src/pages.rs", rust),
            (
                "crates/incidents/migrations/0001_incidents.sql",
                "CREATE TABLE incident_categories (id TEXT);",
            ),
        ])
    }

    #[test]
    fn names_of_known_words_are_accepted() {
        let rust = "pub struct IncidentClosure2;\npub(crate) struct Whatever;\nfn a() { r(\"/incidents/{n}/closure?x=1\"); s(\"/\"); t(\"/etc/X\"); u(concat!(env!(\"D\"), \"/list.rs\")) }\n";
        assert_eq!(unknown_words(&tree(rust, "")), [""; 0]);
        assert_eq!(unknown_words(&tree("pub struct IncidentPage;", "page # a screen")), [""; 0]);
    }

    #[test]
    fn an_unknown_word_is_named_with_its_place() {
        let said = unknown_words(&tree(
            "//! x\npub enum IncidentBlob { A }\nfn a() { r(\"/incidents/{n}/close\") }\n",
            "",
        ));
        assert_eq!(said.len(), 2);
        assert!(
            said[0].starts_with("crates/incidents/src/pages.rs:2: `blob` in `IncidentBlob`"),
            "{said:?}"
        );
        assert!(said[1].starts_with("crates/incidents/src/pages.rs:3: `close`"), "{said:?}");
        let table =
            Tree::of(&[("crates/a/migrations/0001_a.sql", "CREATE TABLE blobs (id TEXT);")]);
        assert_eq!(unknown_words(&table).len(), 1);
    }

    #[test]
    fn a_technical_word_must_be_used_and_not_be_in_the_glossary() {
        assert_eq!(idle_words(&tree("pub struct IncidentPage;", "page")), [""; 0]);
        assert_eq!(idle_words(&tree("pub struct IncidentPage;", "page blob incident")).len(), 2);
    }
}
