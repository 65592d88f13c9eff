//! Vendored files are what their lock says: `sha256  file  name version licence`, one a line.

use std::collections::BTreeSet;

use super::{Tree, sha256};

const FOLDER: &str = "crates/ui/vendor/";
const LOCK: &str = "crates/ui/vendor/vendor.lock";
const PAPERS: [&str; 2] = [LOCK, "crates/ui/vendor/README.md"];

pub fn lock(tree: &Tree) -> Vec<String> {
    let mut listed = BTreeSet::new();
    let mut complaints = Vec::new();
    for (index, line) in tree.text(LOCK).unwrap_or_default().lines().enumerate() {
        let fields: Vec<_> =
            line.split('#').next().unwrap_or_default().split_whitespace().collect();
        let fault = match fields.as_slice() {
            [] => None,
            [hash, file, _name, _version, _licence, ..] => {
                listed.insert(format!("{FOLDER}{file}"));
                difference(tree, &format!("{FOLDER}{file}"), hash)
            }
            _ => Some("write `sha256  file  name version licence`".to_owned()),
        };
        complaints.extend(fault.map(|fault| format!("{LOCK}:{}: {fault}", index + 1)));
    }
    let present = tree.paths().filter(|path| path.starts_with(FOLDER) && !PAPERS.contains(path));
    let unlisted = present.filter(|path| !listed.contains(*path));
    complaints.extend(unlisted.map(|path| format!("{path}:1: vendored, but not in {LOCK}")));
    complaints
}

fn difference(tree: &Tree, path: &str, hash: &str) -> Option<String> {
    let Some(bytes) = tree.bytes(path) else {
        return Some(format!("there is no {path}"));
    };
    let found = sha256::hex(bytes);
    (found != hash).then(|| format!("{path} has sha256 {found}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn said(lock: &str, files: &[&str]) -> usize {
        let mut tree = vec![(LOCK, lock)];
        tree.extend(files.iter().map(|path| (*path, "abc")));
        super::lock(&Tree::of(&tree)).len()
    }

    #[test]
    fn a_changed_missing_or_unlisted_file_is_refused() {
        let line = format!("# ours\n{ABC}  js/a.js  a 1.0 MIT\n");
        assert_eq!(said(&line, &["crates/ui/vendor/js/a.js"]), 0);
        assert_eq!(said(&line.replace("ba", "ab"), &["crates/ui/vendor/js/a.js"]), 1);
        assert_eq!(said(&line, &[]), 1);
        assert_eq!(said("", &["crates/ui/vendor/js/a.js"]), 1);
        assert_eq!(said(&format!("{ABC} a.js\n"), &[]), 1);
    }
}
