//! Files that show what the house says; `JINGCUN_ACCEPT=1` writes them anew.

use std::path::PathBuf;

/// Compares `text` with the file of this name under `tests/`.
#[track_caller]
pub fn compare(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    if std::env::var_os("JINGCUN_ACCEPT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept == text {
        return;
    }
    let line = kept.lines().zip(text.lines()).position(|(one, other)| one != other);
    let line = line.unwrap_or_else(|| kept.lines().count().min(text.lines().count()));
    let at = |text: &str| {
        text.lines().nth(line).unwrap_or("(end)").chars().take(300).collect::<String>()
    };
    panic!(
        "{name} line {}:\n- {}\n+ {}\nJINGCUN_ACCEPT=1 writes it anew",
        line + 1,
        at(&kept),
        at(text)
    );
}
