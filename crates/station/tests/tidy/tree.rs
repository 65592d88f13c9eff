//! The repository as paths and contents, and what a path says about the file behind it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// Files by their path from the root, with `/` between folders.
#[derive(Default)]
pub struct Tree(BTreeMap<String, Vec<u8>>);

const SKIPPED: [&str; 3] = ["target", "node_modules", ".git"];

impl Tree {
    /// This repository, read once.
    pub fn repository() -> &'static Tree {
        static TREE: OnceLock<Tree> = OnceLock::new();
        TREE.get_or_init(|| {
            let mut tree = Tree::default();
            tree.read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."), "");
            tree
        })
    }

    /// A small tree for a test.
    pub fn of(files: &[(&str, &str)]) -> Tree {
        Tree(
            files.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect(),
        )
    }

    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// The file as text; `None` when there is no such file or it is not text.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.0.get(path)?).ok()
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Every text file.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.paths().filter_map(|path| Some((path, self.text(path)?)))
    }

    /// Every Rust file that is built into something: no tests.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts()
            .filter(|(path, _)| path.ends_with(".rs") && path.contains("/src/") && !is_test(path))
    }

    /// The crates that have a state of their own to rule over: those with `rules` or `actions`.
    pub fn is_room(&self, name: &str) -> bool {
        let drawers = ["rules", "actions"].map(|drawer| format!("crates/{name}/src/{drawer}"));
        self.paths().any(|path| {
            drawers
                .iter()
                .filter_map(|drawer| path.strip_prefix(drawer.as_str()))
                .any(|rest| rest.starts_with(['.', '/']))
        })
    }

    fn read(&mut self, folder: &Path, prefix: &str) {
        for entry in fs::read_dir(folder).expect("the repository can be read").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().expect("an entry has a type");
            if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
                self.read(&entry.path(), &format!("{path}/"));
            } else if kind.is_file()
                && let Ok(contents) = fs::read(entry.path())
            {
                self.0.insert(path, contents);
            }
        }
    }
}

/// The crate a file belongs to: `crates/incidents/src/sql.rs` → `incidents`.
pub fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split_once('/').map(|(name, _)| name)
}

/// The drawer a file lies in: `crates/incidents/src/actions/close.rs` → `actions`.
pub fn drawer_of(path: &str) -> Option<&str> {
    let (_, inside) = path.strip_prefix("crates/")?.split_once("/src/")?;
    inside.split(['/', '.']).next()
}

/// Whether a file holds tests only.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains("/benches/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_crate_and_drawer() {
        let path = "crates/incidents/src/actions/close.rs";
        assert_eq!((crate_of(path), drawer_of(path)), (Some("incidents"), Some("actions")));
        assert_eq!(drawer_of("crates/incidents/src/sql.rs"), Some("sql"));
        assert!(is_test("crates/incidents/src/rules/tests.rs") && !is_test(path));
    }

    #[test]
    fn a_room_is_a_crate_with_rules_or_actions() {
        let tree = Tree::of(&[
            ("crates/incidents/src/actions/close.rs", ""),
            ("crates/ui/src/rulesets.rs", ""),
        ]);
        assert!(tree.is_room("incidents") && !tree.is_room("ui"));
    }

    #[test]
    fn the_repository_is_found() {
        assert!(
            Tree::repository().text("Cargo.toml").is_some_and(|text| text.contains("[workspace]"))
        );
    }
}
