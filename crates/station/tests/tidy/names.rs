//! Names that say nothing: a file or crate is called after its matter.

use super::Tree;

const VAGUE: [&str; 10] = [
    "common", "helper", "helpers", "impl", "impls", "misc", "service", "services", "util", "utils",
];

pub fn vague(tree: &Tree) -> Vec<String> {
    let ours =
        tree.paths().filter(|path| path.starts_with("crates/") && !path.contains("/vendor/"));
    let bad = ours.filter(|path| {
        path.split('/').any(|part| VAGUE.contains(&part.split('.').next().unwrap_or(part)))
    });
    bad.map(|path| format!("{path}:1: name it after what it does")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utils_are_refused_wherever_they_stand() {
        assert_eq!(
            vague(&Tree::of(&[
                ("crates/a/src/utility_bills.rs", ""),
                ("crates/ui/vendor/util.js", "")
            ])),
            [""; 0]
        );
        for bad in
            ["crates/a/src/utils.rs", "crates/a/src/common/mod.rs", "crates/helpers/Cargo.toml"]
        {
            assert_eq!(vague(&Tree::of(&[(bad, "")])).len(), 1, "{bad}");
        }
    }
}
