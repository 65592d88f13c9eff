//! Files of at most 400 lines, tests among them, functions of at most 60.

use super::Tree;
use super::allowed::{Finding, judge};
use super::source::Source;

const MOST_LINES_IN_FILE: usize = 400;
const MOST_LINES_IN_FUNCTION: usize = 60;
const KINDS: [&str; 5] = [".rs", ".html", ".css", ".js", ".mjs"];

pub fn too_long(tree: &Tree) -> Vec<String> {
    // Pages as they were drawn are an output, not something anybody reads through.
    let ours = |path: &str| {
        KINDS.iter().any(|kind| path.ends_with(kind))
            && !path.contains("/vendor/")
            && !path.contains("/tests/pages/")
    };
    let files = tree.texts().filter(|(path, _)| ours(path));
    let files = files.filter_map(|(path, text)| long_file(path, text.lines().count()));
    let functions = tree.rust().flat_map(|(path, text)| long_functions(path, text));
    judge(tree, &["file", "function"], &functions.chain(files).collect::<Vec<_>>())
}

fn long_functions(path: &str, text: &str) -> Vec<Finding> {
    let source = Source::read(text);
    let functions = source.functions().into_iter().filter_map(|function| {
        let lines = function.last - function.first + 1;
        let name = function.name;
        (lines > MOST_LINES_IN_FUNCTION).then(|| Finding {
            kind: "function",
            key: format!("{path} {name} {lines}"),
            message: format!(
                "{path}:{}: `{name}` has {lines} lines, at most {MOST_LINES_IN_FUNCTION}",
                function.first
            ),
        })
    });
    functions.collect()
}

fn long_file(path: &str, lines: usize) -> Option<Finding> {
    (lines > MOST_LINES_IN_FILE).then(|| Finding {
        kind: "file",
        key: format!("{path} {lines}"),
        message: format!("{path}:{lines}: {lines} lines, at most {MOST_LINES_IN_FILE}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "crates/a/src/b.rs";

    fn said(text: &str, allowed: &str) -> Vec<String> {
        too_long(&Tree::of(&[(PATH, text), ("crates/station/tests/tidy/allowed.txt", allowed)]))
    }

    #[test]
    fn a_long_file_is_refused_and_its_tests_count() {
        assert_eq!(said(&"\n".repeat(400), ""), [""; 0]);
        let tests = format!("#[cfg(test)]\nmod tests {{{}}}\n", "\n".repeat(500));
        assert_eq!(said(&tests, ""), ["crates/a/src/b.rs:502: 502 lines, at most 400"]);
        assert_eq!(said(&"\n".repeat(401), ""), ["crates/a/src/b.rs:401: 401 lines, at most 400"]);
        assert_eq!(too_long(&Tree::of(&[("crates/ui/assets/a.css", &"\n".repeat(401))])).len(), 1);
        assert_eq!(too_long(&Tree::of(&[("crates/ui/vendor/a.js", &"\n".repeat(401))])), [""; 0]);
    }

    #[test]
    fn a_long_function_is_refused_with_its_line() {
        let of = |lines: usize| format!("//! x\nfn long() {{{}}}\n", "\n".repeat(lines - 1));
        assert_eq!(said(&of(60), ""), [""; 0]);
        assert_eq!(said(&of(61), ""), ["crates/a/src/b.rs:2: `long` has 61 lines, at most 60"]);
    }

    #[test]
    fn an_exception_names_the_very_size() {
        assert_eq!(said(&"\n".repeat(412), "file crates/a/src/b.rs 412"), [""; 0]);
        assert_eq!(said(&"\n".repeat(410), "file crates/a/src/b.rs 412").len(), 2);
        assert_eq!(said("", "file crates/a/src/b.rs 412").len(), 1);
    }
}
