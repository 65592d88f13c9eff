//! Exceptions to the rules, in `allowed.txt`: `kind  path  detail`, one a line. The list may only
//! shrink: a line that excuses nothing any more is itself a complaint. A path that ends in `/`
//! excuses a whole folder.

use super::Tree;

const LIST: &str = "crates/station/tests/tidy/allowed.txt";
const KINDS: [&str; 6] = ["duty", "engine", "file", "function", "station", "words"];

/// One complaint and the words that would excuse it.
pub struct Finding {
    pub kind: &'static str,
    pub key: String,
    pub message: String,
}

struct Exception<'a> {
    line: usize,
    kind: &'a str,
    key: String,
}

impl Exception<'_> {
    fn excuses(&self, finding: &Finding) -> bool {
        let folder = self.key.ends_with('/') && finding.key.starts_with(&self.key);
        self.kind == finding.kind && (folder || self.key == finding.key)
    }
}

/// The messages of the findings that nothing excuses, and of the exceptions of these `kinds` that
/// excuse nothing.
pub fn judge(tree: &Tree, kinds: &[&str], findings: &[Finding]) -> Vec<String> {
    let exceptions: Vec<_> =
        exceptions(tree).into_iter().filter(|e| kinds.contains(&e.kind)).collect();
    let bad = findings
        .iter()
        .filter(|f| !exceptions.iter().any(|e| e.excuses(f)))
        .map(|f| f.message.clone());
    let idle = exceptions.iter().filter(|e| !findings.iter().any(|f| e.excuses(f)));
    let idle = idle.map(|e| {
        format!("{LIST}:{}: `{} {}` is no longer needed: remove it", e.line, e.kind, e.key)
    });
    bad.chain(idle).collect()
}

pub fn unknown_kinds(tree: &Tree) -> Vec<String> {
    let unknown = exceptions(tree).into_iter().filter(|e| !KINDS.contains(&e.kind));
    unknown
        .map(|e| format!("{LIST}:{}: `{}` is none of {}", e.line, e.kind, KINDS.join(", ")))
        .collect()
}

fn exceptions(tree: &Tree) -> Vec<Exception<'_>> {
    let lines = tree.text(LIST).unwrap_or_default().lines().enumerate();
    lines.filter_map(|(index, line)| exception(index + 1, line)).collect()
}

fn exception(line: usize, text: &str) -> Option<Exception<'_>> {
    let mut words = text.split('#').next()?.split_whitespace();
    let kind = words.next()?;
    Some(Exception { line, kind, key: words.collect::<Vec<_>>().join(" ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(key: &str) -> Finding {
        Finding { kind: "file", key: key.into(), message: format!("{key}: too long") }
    }

    #[test]
    fn an_exception_excuses_and_an_idle_one_complains() {
        let tree =
            Tree::of(&[(LIST, "# why\nfile  a.rs  412\nfile b.rs 500 # soon\nengine x.rs\n")]);
        let said = judge(&tree, &["file"], &[finding("a.rs 412"), finding("c.rs 401")]);
        assert_eq!(
            said,
            [
                "c.rs 401: too long",
                &format!("{LIST}:3: `file b.rs 500` is no longer needed: remove it")
            ]
        );
    }

    #[test]
    fn a_folder_excuses_what_lies_in_it() {
        let tree = Tree::of(&[(LIST, "file world/")]);
        assert!(judge(&tree, &["file"], &[finding("world/a.rs")]).is_empty());
    }

    #[test]
    fn an_unknown_kind_is_named() {
        let tree = Tree::of(&[(LIST, "anything a.rs\nfile b.rs 500\n")]);
        assert_eq!(unknown_kinds(&tree).len(), 1);
    }
}
