//! The licences of what is linked in: a short list, read from Cargo's own list.

use std::process::Command;

const ACCEPTED: [&str; 10] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// `name vX.Y.Z|licence`, one package a line, as Cargo tells it for this kind of machine. What it
/// reads was downloaded for the build, so that nothing leaves the machine here.
pub fn listing() -> String {
    let arguments = ["tree", "--workspace", "--locked", "--prefix=none", "--format={p}|{l}"];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    let output = output.expect("cargo can be run");
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn refused(listing: &str) -> Vec<String> {
    let lines = listing.lines().map(|line| line.trim_end_matches(" (*)"));
    let mut lines: Vec<_> = lines.filter_map(|line| line.split_once('|')).collect();
    lines.sort_unstable();
    lines.dedup();
    let bad = lines.into_iter().filter(|(_, licence)| !is_accepted(licence));
    bad.map(|(package, licence)| {
        format!("{package}: licence `{licence}` is not on the list in licences.rs")
    })
    .collect()
}

/// An SPDX expression: `AND` binds closer than `OR`; the old `/` means `OR`.
fn is_accepted(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<_> = spaced.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    any(&mut rest) && rest.is_empty()
}

fn any(rest: &mut &[&str]) -> bool {
    let mut accepted = all(rest);
    while take(rest, "OR") {
        accepted |= all(rest);
    }
    accepted
}

fn all(rest: &mut &[&str]) -> bool {
    let mut accepted = one(rest);
    while take(rest, "AND") {
        accepted &= one(rest);
    }
    accepted
}

fn one(rest: &mut &[&str]) -> bool {
    if take(rest, "(") {
        let accepted = any(rest);
        return take(rest, ")") && accepted;
    }
    let Some((name, after)) = rest.split_first() else {
        return false;
    };
    *rest = after;
    if take(rest, "WITH") {
        *rest = rest.get(1..).unwrap_or_default();
    }
    ACCEPTED.contains(name)
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    let found = rest.first() == Some(&word);
    if found {
        *rest = &rest[1..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_understood() {
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
            "MIT OR Apache-2.0 AND X",
        ] {
            assert!(is_accepted(good), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT)", "MIT AND (X OR Y)", "mit"] {
            assert!(!is_accepted(bad), "{bad}");
        }
    }

    #[test]
    fn a_refused_licence_is_named_once() {
        let said =
            refused("a v1|MIT\nb v2|GPL-3.0\nb v2|GPL-3.0 (*)\nours v0 (path)|Apache-2.0\nc v3|\n");
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("b v2: licence `GPL-3.0`"), "{said:?}");
    }
}
