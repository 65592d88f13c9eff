//! The ordered list of crates in `ARCHITECTURE.md`, and the edges that Cargo knows.

use super::Tree;

const PAPER: &str = "ARCHITECTURE.md";
const MOST_LINES: usize = 250;
const ENGINES: [&str; 4] = ["rusqlite", "libsqlite3-sys", "tokio-postgres", "postgres"];

/// One line under `[dependencies]`.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    place: String,
}

pub fn upward_edges(tree: &Tree) -> Vec<String> {
    let order = order(tree);
    let rank = |name: &str| order.iter().position(|listed| *listed == name);
    let upward = |edge: &Edge| matches!((rank(edge.from), rank(edge.to)), (Some(from), Some(to)) if from <= to);
    let say = |Edge { from, to, place }| {
        format!("{place}: {from} -> {to}: `{to}` does not stand above `{from}` in {PAPER}")
    };
    edges(tree).into_iter().filter(upward).map(say).collect()
}

pub fn missing_or_extra(tree: &Tree) -> Vec<String> {
    let (order, crates) = (order(tree), crates(tree));
    let missing = crates.iter().filter(|name| !order.contains(name));
    let missing =
        missing.map(|name| format!("{PAPER}: crate `{name}` is missing from the numbered list"));
    let extra = order.iter().filter(|name| !crates.contains(name) && **name != "bench");
    let extra = extra.map(|name| {
        format!("{PAPER}: `{name}` is on the numbered list, but there is no crates/{name}")
    });
    missing.chain(extra).collect()
}

pub fn too_long(tree: &Tree) -> Vec<String> {
    let Some(text) = tree.text(PAPER) else {
        return vec![format!("{PAPER}: missing")];
    };
    let lines = text.lines().count();
    if lines > MOST_LINES {
        vec![format!("{PAPER}:{lines}: at most {MOST_LINES} lines")]
    } else {
        Vec::new()
    }
}

pub fn engine_dependencies(tree: &Tree) -> Vec<String> {
    let stray =
        edges(tree).into_iter().filter(|edge| edge.from != "db" && ENGINES.contains(&edge.to));
    stray
        .map(|Edge { from, to, place }| {
            format!("{place}: {from} -> {to}: only `db` may know an engine")
        })
        .collect()
}

/// The names of the numbered list: items ``3. `db` …`` whose numbers go on from one. Headings may
/// stand between them; numbered lists of other things are left alone.
fn order(tree: &Tree) -> Vec<&str> {
    let mut names = Vec::new();
    for line in tree.text(PAPER).unwrap_or_default().lines() {
        let next = format!("{}. `", names.len() + 1);
        if let Some((name, _)) =
            line.trim_start().strip_prefix(&next).and_then(|rest| rest.split_once('`'))
        {
            names.push(name);
        }
    }
    names
}

fn crates(tree: &Tree) -> Vec<&str> {
    let manifest = |path: &'_ str| -> bool { path.split('/').count() == 3 };
    let folders = tree.paths().filter(|path| manifest(path));
    folders.filter_map(|path| path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")).collect()
}

fn edges(tree: &Tree) -> Vec<Edge<'_>> {
    crates(tree).into_iter().flat_map(|name| edges_of(tree, name)).collect()
}

fn edges_of<'a>(tree: &'a Tree, from: &'a str) -> Vec<Edge<'a>> {
    let path = format!("crates/{from}/Cargo.toml");
    let mut section = "";
    let mut edges = Vec::new();
    for (index, line) in tree.text(&path).unwrap_or_default().lines().enumerate() {
        let line = line.trim();
        let place = format!("{path}:{}", index + 1);
        if let Some(heading) = line.strip_prefix('[') {
            section = heading.trim_end_matches(']');
            if let Some(to) = section.strip_prefix("dependencies.") {
                edges.push(Edge { from, to, place });
            }
        } else if is_dependencies(section) && !line.is_empty() && !line.starts_with('#') {
            edges.push(Edge { from, to: key(line), place });
        }
    }
    edges
}

fn is_dependencies(section: &str) -> bool {
    section == "dependencies"
        || (section.starts_with("target.") && section.ends_with(".dependencies"))
}

fn key(line: &str) -> &str {
    line.split(['.', '=', ' ']).next().unwrap_or(line).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# Map\n\n1. `base` words\n2. `db` engine\n\n### Rooms\n\n3. `disputes` talk\n4. `incidents` calls\n\n1. `log` is a step\n";

    fn tree(disputes: &str) -> Tree {
        Tree::of(&[
            (PAPER, LIST),
            ("crates/base/Cargo.toml", "[package]\nname = \"base\"\n"),
            ("crates/db/Cargo.toml", "[dependencies]\nbase.workspace = true\nrusqlite = \"1\"\n"),
            ("crates/disputes/Cargo.toml", disputes),
            ("crates/incidents/Cargo.toml", "[dependencies]\ndisputes.workspace = true\n"),
        ])
    }

    #[test]
    fn an_upward_edge_is_named_with_its_line() {
        let good = tree(
            "[dependencies]\ndb.workspace = true\n[dev-dependencies]\nincidents.workspace = true\n",
        );
        assert_eq!(upward_edges(&good), [""; 0]);
        for bad in [
            "[dependencies]\nincidents.workspace = true\n",
            "\n[dependencies.incidents]\npath = \"..\"\n",
        ] {
            let said = upward_edges(&tree(bad));
            assert_eq!(said.len(), 1);
            assert!(
                said[0].starts_with("crates/disputes/Cargo.toml:2: disputes -> incidents"),
                "{said:?}"
            );
        }
    }

    #[test]
    fn the_list_and_the_folders_agree() {
        assert_eq!(missing_or_extra(&tree("")), [""; 0]);
        let said = missing_or_extra(&Tree::of(&[(PAPER, LIST), ("crates/ui/Cargo.toml", "")]));
        assert!(
            said[0].contains("`ui` is missing")
                && said[1].contains("`base` is on the numbered list"),
            "{said:?}"
        );
        assert_eq!(said.len(), 5);
    }

    #[test]
    fn a_long_or_missing_document_is_refused() {
        assert_eq!(too_long(&Tree::of(&[])).len(), 1);
        assert_eq!(too_long(&Tree::of(&[(PAPER, &"x\n".repeat(250))])), [""; 0]);
        assert_eq!(too_long(&Tree::of(&[(PAPER, &"x\n".repeat(251))])).len(), 1);
    }

    #[test]
    fn an_engine_outside_db_is_refused() {
        assert_eq!(engine_dependencies(&tree("")), [""; 0]);
        assert_eq!(
            engine_dependencies(&tree("[dependencies]\ntokio-postgres.workspace = true\n")).len(),
            1
        );
    }
}
