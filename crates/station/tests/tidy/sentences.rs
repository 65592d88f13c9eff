//! Sentences stand in `words.rs` or `words/`, in both languages; logic and templates hold none.
//!
//! In Rust a literal is a sentence when it has a Chinese character, or begins with one capital
//! and has three words; texts for the log and for faults are written small. Not looked at:
//! attributes, and what a programmer reads when the house falls down (`expect`, `panic!`, `assert!`).

use super::Tree;
use super::allowed::{Finding, judge};
use super::source::{Literal, Source};

const FOR_PROGRAMMERS: [&str; 9] = [
    "expect(",
    "expect_err(",
    "panic!(",
    "assert!(",
    "assert_eq!(",
    "assert_ne!(",
    "unreachable!(",
    "debug_assert!(",
    "debug_assert_eq!(",
];
/// What in a template is no text: expressions, remarks, other languages, names of keys.
const SILENT: [(&str, &str); 7] = [
    ("{#", "#}"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("<!--", "-->"),
    ("<style", "</style>"),
    ("<script", "</script>"),
    ("<kbd", "</kbd>"),
];
const SPOKEN_ATTRIBUTES: [&str; 5] =
    [" title=\"", " alt=\"", " placeholder=\"", " aria-label=\"", " label=\""];
const HALF_WIDTH: &str = ",:;?!()";

pub fn outside_words(tree: &Tree) -> Vec<String> {
    let files = tree.rust().filter(|(path, _)| !is_words(path));
    let findings: Vec<_> =
        files.flat_map(|(path, text)| sentences_in(path, &Source::read(text))).collect();
    judge(tree, &["words"], &findings)
}

pub fn in_templates(tree: &Tree) -> Vec<String> {
    let templates = tree
        .texts()
        .filter(|(path, _)| path.starts_with("crates/") && path.contains("/templates/"));
    templates.flat_map(|(path, text)| texts_in(path, text)).collect()
}

pub fn half_width(tree: &Tree) -> Vec<String> {
    let files = tree.rust().filter(|(path, _)| is_words(path));
    files.flat_map(|(path, text)| half_width_in(path, &Source::read(text))).collect()
}

fn is_words(path: &str) -> bool {
    path.ends_with("/words.rs") || path.contains("/words/")
}

fn sentences_in(path: &str, source: &Source) -> Vec<Finding> {
    let spoken = source
        .literals
        .iter()
        .filter(|literal| is_chinese(&literal.text) || is_sentence(source, literal));
    let spoken = spoken.filter(|literal| !literal.in_attribute);
    spoken
        .map(|Literal { line, text, .. }| Finding {
            kind: "words",
            key: path.to_owned(),
            message: format!(
                "{path}:{line}: \"{}\" belongs in words.rs",
                text.chars().take(40).collect::<String>()
            ),
        })
        .collect()
}

fn is_sentence(source: &Source, literal: &Literal) -> bool {
    let mut letters = literal.text.chars();
    let capital = letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.next().is_some_and(|c| c.is_lowercase() || c == ' ');
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
    let before = source.before(literal.at);
    let for_programmers = FOR_PROGRAMMERS.iter().any(|call| before.ends_with(call));
    capital && literal.text.split(' ').filter(is_word).count() >= 3 && !for_programmers
}

/// Chinese anywhere, and any word of a text or spoken attribute that is no expression.
fn texts_in(path: &str, text: &str) -> Vec<String> {
    let bare = SILENT.iter().fold(text.to_owned(), |text, (open, close)| cut(&text, open, close));
    let spoken =
        SPOKEN_ATTRIBUTES.iter().fold(bare, |text, attribute| bare_attribute(&text, attribute));
    let mut complaints = Vec::new();
    let mut in_tag = false;
    for (index, line) in spoken.lines().enumerate() {
        let outside: String = line.chars().filter(|c| outside_tags(&mut in_tag, *c)).collect();
        if is_chinese(line) || is_spoken(&outside) {
            complaints.push(format!(
                "{path}:{}: text in a template: `{}`",
                index + 1,
                text.lines().nth(index).unwrap_or_default().trim()
            ));
        }
    }
    complaints
}

fn outside_tags(in_tag: &mut bool, c: char) -> bool {
    let was = *in_tag;
    match c {
        '<' => *in_tag = true,
        '>' => *in_tag = false,
        _ => {}
    }
    !was && !*in_tag
}

/// Two letters in a row, entities such as `&nbsp;` apart.
fn is_spoken(text: &str) -> bool {
    let without_entities =
        text.split('&').map(|part| part.split_once(';').map_or(part, |(_, after)| after));
    without_entities
        .collect::<Vec<_>>()
        .join(" ")
        .as_bytes()
        .windows(2)
        .any(|two| two.iter().all(u8::is_ascii_alphabetic))
}

/// The text with every span from `open` to `close` blanked, lines kept.
fn cut(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let (inside, after) = after.split_once(close).unwrap_or((after, ""));
        kept += before;
        kept.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    kept + rest
}

/// The text with the inside of an attribute put outside its tag.
fn bare_attribute(text: &str, attribute: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(attribute) {
        let (inside, after) = after.split_once('"').unwrap_or((after, ""));
        bare += &format!("{before}>{inside}<");
        rest = after;
    }
    bare + rest
}

fn half_width_in(path: &str, source: &Source) -> Vec<String> {
    let english = |literal: &&Literal| {
        !["|", "one", "other"].iter().any(|sign| source.before(literal.at).ends_with(sign))
    };
    let bad = source
        .literals
        .iter()
        .filter(english)
        .filter_map(|literal| Some((literal, beside_chinese(&literal.text)?)));
    bad.map(|(Literal { line, text, .. }, mark)| {
        format!("{path}:{line}: half-width `{mark}` beside Chinese: \"{text}\"")
    })
    .collect()
}

fn beside_chinese(text: &str) -> Option<char> {
    let characters: Vec<_> = text.chars().collect();
    let chinese = |index: Option<usize>| {
        index.and_then(|index| characters.get(index)).is_some_and(|c| is_han(*c))
    };
    let beside = |(index, c): (usize, &char)| {
        let touches = chinese(index.checked_sub(1)) || chinese(Some(index + 1));
        (HALF_WIDTH.contains(*c) && touches).then_some(*c)
    };
    characters.iter().enumerate().find_map(beside)
}

fn is_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| is_han(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}'))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(path: &str, text: &str) -> Tree {
        Tree::of(&[(path, text)])
    }

    #[test]
    fn a_sentence_in_logic_is_refused() {
        let path = "crates/a/src/pages.rs";
        for bad in ["\"已办结\"", "'号'", "\"Save the draft\"", "\"The matter {n} is closed.\""]
        {
            let said =
                outside_words(&rust(path, &format!("//! 说明\n// 注释\nfn a() {{ say({bad}) }}")));
            assert_eq!(said.len(), 1, "{bad}");
            assert!(said[0].starts_with("crates/a/src/pages.rs:3:"), "{said:?}");
        }
        for good in [
            "\"key file is not readable\"",
            "\"GET\"",
            "\"Content-Type\"",
            "\"SELECT a FROM b WHERE c\"",
            "x.expect(\"The lock is never poisoned\")",
        ] {
            assert_eq!(
                outside_words(&rust(
                    path,
                    &format!("#[expect(x, reason = \"It is so here\")]\nfn a() {{ {good} }}")
                )),
                [""; 0],
                "{good}"
            );
        }
        assert_eq!(outside_words(&rust("crates/a/src/words/lists.rs", "\"已办结\"")), [""; 0]);
    }

    #[test]
    fn a_folder_of_invented_data_may_be_allowed() {
        let list = ("crates/station/tests/tidy/allowed.txt", "words crates/world/src/");
        assert_eq!(
            outside_words(&Tree::of(&[("crates/world/src/names.rs", "fn a() { \"柳湾\" }"), list])),
            [""; 0]
        );
        assert_eq!(outside_words(&Tree::of(&[list])).len(), 1);
    }

    #[test]
    fn text_in_a_template_is_refused() {
        let path = "crates/a/templates/a/show.html";
        let good = "{# 说明 #}\n<p class=\"big red\"\n data-x=\"y\">{{ w.title() }} &nbsp;·&nbsp; {% if a %}1{% endif %}</p><img alt=\"{{ a }}\" class=\"big\"><kbd>Enter</kbd>\n<style>a { b: c }</style>\n";
        assert_eq!(in_templates(&rust(path, good)), [""; 0]);
        for bad in [
            "<p>\nSave</p>",
            "<p>{{ a }}\n件</p>",
            "<img\n alt=\"Map\">",
            "<input title=\"{{ a }}\"\n placeholder=\"ok {{ b }}\">",
        ] {
            let said = in_templates(&rust(path, bad));
            assert_eq!(said.len(), 1, "{bad}");
            assert!(said[0].starts_with("crates/a/templates/a/show.html:2:"), "{said:?}");
        }
    }

    #[test]
    fn a_half_width_mark_beside_chinese_is_refused() {
        let path = "crates/a/src/words.rs";
        let good = "words! { a(n): \"共 {n} 条：好（{n}）\" | \"{n} rows (all), 盯: fine\"; }";
        assert_eq!(half_width(&rust(path, good)), [""; 0]);
        for bad in ["\"时间:三点\"", "\"好(\"", "\"好,\"", "\"{n},好\"", "\"好?\""] {
            assert_eq!(
                half_width(&rust(path, &format!("words! {{ a: {bad} | \"x\"; }}"))).len(),
                1,
                "{bad}"
            );
        }
        assert_eq!(half_width(&rust("crates/a/src/rules.rs", "\"时间:\"")), [""; 0]);
    }
}
