//! The lines in the data folder and the folder of keys that say which house they serve.

use crate::backup::Source;
use crate::folder;
use base::Chance;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;

/// The file, in either folder: a line of JSON for each house.
pub const MARKS: &str = "house.marks";

/// How far a house had come when it was noted.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Its making began; a start that was killed goes on.
    Begun,
    /// It stands, and is never begun over.
    Stands,
    /// It went elsewhere.
    Moved,
}

/// One house, as a folder knows it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Which.
    pub house: String,
    /// Whether it is the demo's.
    #[serde(rename = "demo")]
    pub is_demo: bool,
    /// How far it had come.
    pub stage: Stage,
    /// Its data folder.
    pub data: String,
    /// Its database, where that is on a server; without name and password.
    pub database: Option<String>,
}

impl Mark {
    /// A house at `at`.
    pub fn of(at: Source<'_>, house: String, is_demo: bool) -> Mark {
        let data = at.data.canonicalize().unwrap_or_else(|_| at.data.to_owned());
        let database = (!db::is_file(at.url)).then(|| shown(at.url));
        let data = data.display().to_string();
        Mark { house, is_demo, stage: Stage::Begun, data, database }
    }

    /// Where it is, as somebody reads it.
    pub fn place(&self) -> &str {
        self.database.as_deref().unwrap_or(&self.data)
    }
}

/// The id of a new house.
pub fn draw() -> String {
    Chance::System.secret()[..32].to_owned()
}

/// The address of a database as it may be read by anybody: without name, password and options.
pub fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let rest = rest.split('?').next().unwrap_or_default();
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{host}")
}

/// What the folder at `folder` knows of; a line that cannot be read is none.
pub fn read(folder: &Path) -> Vec<Mark> {
    let text = fs::read_to_string(folder.join(MARKS)).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Notes a house in the folder at `folder`, in place of what was known of it.
///
/// # Errors
/// Where it cannot be written.
pub fn note(folder: &Path, mark: &Mark) -> io::Result<()> {
    let mut marks = read(folder);
    // What was begun and never stood is forgotten.
    marks.retain(|known| known.house != mark.house && known.stage != Stage::Begun);
    marks.push(mark.clone());
    let line = |mark: &Mark| serde_json::to_string(mark);
    let lines = marks.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    folder::replace(&folder.join(MARKS), format!("{}\n", lines.join("\n")).as_bytes())
}

/// Notes in the folder at `folder`, whatever stood there, that it went to `to`.
///
/// # Errors
/// Where it cannot be written.
pub fn note_moved(folder: &Path, house: &str, is_demo: bool, to: &impl Display) -> io::Result<()> {
    let (house, to) = (house.to_owned(), to.to_string());
    let mark = Mark { house, is_demo, stage: Stage::Moved, data: to, database: None };
    note(folder, &mark)
}

/// What the usual folders of keys know of the data folder of `at`: a disk that is not mounted takes the id
/// of the folder with it, and so the way to its keys.
pub fn beside(at: Source<'_>) -> Vec<Mark> {
    let here = Mark::of(at, String::new(), false);
    let usual = folder::default_keys("");
    let folders = fs::read_dir(usual).into_iter().flatten().flatten().map(|entry| entry.path());
    let all = folders.filter(|path| path != at.keys).flat_map(|path| read(&path));
    all.filter(|mark| mark.data == here.data && mark.stage == Stage::Stands && !mark.is_demo)
        .collect()
}
