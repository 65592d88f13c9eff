//! What no text of the repository may contain: folders of one machine, hosts of package registries.
//! Lock files and vendored files are others' words.

use super::Tree;

/// Written in halves, so that this file does not break its own rule.
const FOLDERS: [&str; 3] = ["work", "farm", "root"];
const HOSTS: [(&str, &str); 7] = [
    ("crates", ".io"),
    ("registry.npmjs", ".org"),
    ("npmjs", ".com"),
    ("pypi", ".org"),
    ("deb.debian", ".org"),
    ("proxy.golang", ".org"),
    ("static.rust-lang", ".org"),
];

pub fn machine_paths(tree: &Tree) -> Vec<String> {
    let found =
        lines(tree).filter_map(|(path, line, text)| Some((path, line, machine_path(text)?)));
    found
        .map(|(path, line, folder)| format!("{path}:{line}: `{folder}` is a path of one machine"))
        .collect()
}

pub fn registry_hosts(tree: &Tree) -> Vec<String> {
    let hosts: Vec<_> = HOSTS.iter().map(|(left, right)| format!("{left}{right}")).collect();
    let named = |text: &str| hosts.iter().find(|host| text.contains(host.as_str()));
    let found = lines(tree).filter_map(|(path, line, text)| Some((path, line, named(text)?)));
    found
        .map(|(path, line, host)| format!("{path}:{line}: `{host}`: name no registry's host"))
        .collect()
}

fn lines(tree: &Tree) -> impl Iterator<Item = (&str, usize, &str)> {
    let ours = |path: &str| {
        !path.contains("/vendor/")
            && !path.ends_with(".lock")
            && !path.ends_with("package-lock.json")
    };
    let files = tree.texts().filter(move |(path, _)| ours(path));
    files.flat_map(|(path, text)| {
        text.lines().enumerate().map(move |(index, line)| (path, index + 1, line))
    })
}

fn machine_path(text: &str) -> Option<String> {
    let begins =
        |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-/}*".contains(c));
    let folders = FOLDERS.iter().map(|folder| format!("/{folder}/"));
    folders.into_iter().find(|folder| text.match_indices(folder.as_str()).any(|(at, _)| begins(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_refused() {
        let bad = format!("ok\nsee `{}work/shared`\n", "/");
        let said = machine_paths(&Tree::of(&[("docs/a.md", &bad)]));
        assert!(said.len() == 1 && said[0].starts_with("docs/a.md:2:"), "{said:?}");
        assert_eq!(machine_paths(&Tree::of(&[("docs/a.md", "../work/x, net/work/x")])), [""; 0]);
    }

    #[test]
    fn a_registry_is_refused_but_not_in_a_lock() {
        let text = format!("source = \"https://{}{}\"\n", "crates", ".io");
        assert_eq!(registry_hosts(&Tree::of(&[("README.md", &text)])).len(), 1);
        assert_eq!(registry_hosts(&Tree::of(&[("Cargo.lock", &text)])), [""; 0]);
    }
}
