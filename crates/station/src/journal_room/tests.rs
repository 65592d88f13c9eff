//! Whatever a line of the journal may name can be said to the auditor.

use super::*;
use crate::messages_room;
use std::fs;
use std::path::Path;

/// Files of the folders of the server, which look as names of acts do.
const FILES: [&str; 3] = ["station.db", "station.keys", "station.lan"];

#[test]
fn every_act_that_is_written_has_words() {
    let mut names = Vec::new();
    collect(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap(), &mut names);
    assert!(names.len() > 300, "{} names", names.len());
    let permissions = rooms::permissions();
    let is_permission = |name: &str| permissions.iter().any(|permission| permission.code == name);
    let is_said = |lang: Lang, name: &str| {
        called(lang, name) != name || messages_room::sentence(lang, name) != name
    };
    for lang in [Lang::Zh, Lang::En] {
        let mut mute = names.clone();
        mute.retain(|name| !is_said(lang, name) && !is_permission(name));
        assert_eq!(mute, Vec::<String>::new(), "{lang:?}");
    }
}

/// The literals of all sources that look as names of acts do.
fn collect(folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "tests") {
            collect(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            names.extend(text.split('"').filter(|part| is_name(part)).map(str::to_owned));
        }
    }
}

fn is_name(text: &str) -> bool {
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let is_room = |room: &str| {
        ["clocks", "import", "station"].contains(&room)
            || rooms::rooms().iter().any(|known| known.name == room)
    };
    match text.split_once('.') {
        Some((room, word)) => {
            is_room(room) && is_word(word) && !word.is_empty() && !FILES.contains(&text)
        }
        None => false,
    }
}
