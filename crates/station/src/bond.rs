//! What binds the keys, the data folder and the database of a house: a mark in the database that only its
//! own keys open, and a line in both folders that says which house they serve and where it stands. All of
//! it is looked at before anything is opened, made or changed (ADR 0035).

mod marks;
mod words;

pub use marks::{MARKS, Mark, Stage, note_moved, shown};

use crate::backup::Source;
use crate::folder;
use base::{Clock, Fault, Id, Keys, Lang, SealPlace};
use db::{Db, Tx};
use people::{HOUSE, HouseRow};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use words::{Words, words};

/// Why a place is not opened, for whoever typed the command.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What somebody means to open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Want {
    /// A station of one's own; a new one where there never was any.
    Station,
    /// The demo; a new one where there never was any.
    Demo,
    /// Whatever it is; a new station where there never was any: imports.
    Either,
    /// Whatever it is, and nothing new.
    Standing,
}

/// A place that may be opened.
#[derive(Debug)]
pub struct Entered {
    /// Its keys.
    pub keys: Arc<Keys>,
    /// What it will be marked as.
    mark: Mark,
    keys_at: std::path::PathBuf,
    lang: Lang,
}

/// What the mark of a house is sealed to.
fn place() -> SealPlace {
    SealPlace { table: "house", column: "proof", row: Id::from_number(HOUSE) }
}

/// Whether `at` may be opened as what is wanted, with which keys; what is refused leaves all as it was.
/// A new house is noted in both folders before its keys are made.
///
/// # Errors
/// Where it is something else, its keys are missing or another's, or a house that stood here is gone.
pub fn enter(at: Source<'_>, want: Want, lang: Lang) -> Result<Entered, Error> {
    let w = words(lang);
    let mut mark = Mark::of(at, marks::draw(), want == Want::Demo);
    let found = people::look_for_house(at.url)?;
    if let Some(row) = found {
        if let Some(to) = &row.moved_to {
            return Err(w.moved_away(mark.place(), to).into());
        }
        right_kind(&mark, row.is_demo, want, w)?;
        let keys = standing_keys(at, &mark, lang)?;
        if !opens(&keys, &row) {
            return Err(w.other_keys(at.keys.display(), mark.place()).into());
        }
        (mark.house, mark.is_demo) = (row.id, row.is_demo);
        return Ok(Entered { keys, mark, keys_at: at.keys.to_owned(), lang });
    }
    let stations = people::look_for_stations(at.url)?;
    let has_schema = stations.is_some();
    let stations = stations.unwrap_or_default();
    if !stations.is_empty() {
        // Of a program before the marks.
        mark.is_demo = stations.iter().any(|(_, is_demo)| *is_demo);
        right_kind(&mark, mark.is_demo, want, w)?;
        let keys = standing_keys(at, &mark, lang)?;
        return Ok(Entered { keys, mark, keys_at: at.keys.to_owned(), lang });
    }
    begin(at, mark, want, has_schema, lang)
}

fn right_kind(mark: &Mark, is_demo: bool, want: Want, w: Words) -> Result<(), Error> {
    match (want, is_demo) {
        (Want::Station, true) => Err(w.is_the_demos(mark.place()).into()),
        (Want::Demo, false) => Err(w.not_the_demos(mark.place()).into()),
        _ => Ok(()),
    }
}

/// The keys that must be there: next to a house that stands none are ever made.
fn standing_keys(at: Source<'_>, mark: &Mark, lang: Lang) -> Result<Arc<Keys>, Error> {
    let (keys, w) = (folder::find_keys(at.keys)?, words(lang));
    let keys = keys.ok_or_else(|| w.keys_missing(at.keys.display(), mark.place()))?;
    folder::are_apart(at.keys, at.data, lang)?;
    Ok(Arc::new(keys))
}

/// Nothing stands there. Whether something ever did is what the two folders say.
fn begin(
    at: Source<'_>,
    mut mark: Mark,
    want: Want,
    has_schema: bool,
    lang: Lang,
) -> Result<Entered, Error> {
    let w = words(lang);
    if want == Want::Standing {
        return Err(w.nothing_here(mark.place()).into());
    }
    let (of_data, of_keys) = (marks::read(at.data), marks::read(at.keys));
    for known in of_data.iter().chain(&of_keys).chain(&marks::beside(at)) {
        if known.is_demo && want == Want::Demo {
            mark.house.clone_from(&known.house);
            continue;
        }
        match known.stage {
            Stage::Begun if known.is_demo == mark.is_demo => mark.house.clone_from(&known.house),
            Stage::Begun => right_kind(known, known.is_demo, want, w)?,
            Stage::Stands if known.is_demo && want == Want::Station => {
                return Err(w.is_the_demos(known.place()).into());
            }
            Stage::Stands => return Err(w.gone(mark.place(), known.place()).into()),
            Stage::Moved => return Err(w.moved_away(mark.place(), known.place()).into()),
        }
    }
    let is_noted = !of_data.is_empty() || !of_keys.is_empty();
    // A program before the marks left what it left: a file set aside, a server's folder, keys.
    if !is_noted && folder::held_a_station(at.data, db::is_file(at.url)) {
        return Err(w.gone(mark.place(), mark.place()).into());
    }
    let has_keys = folder::find_keys(at.keys)?.is_some();
    if has_keys && !is_noted && !has_schema {
        return Err(w.keys_of_another(at.keys.display(), mark.place()).into());
    }
    // A database that somebody began, and not as a demo, is not taken for one.
    if want == Want::Demo && has_schema && !of_data.iter().any(|known| known.is_demo) {
        return Err(w.not_the_demos(mark.place()).into());
    }
    folder::make_private(at.keys)?;
    folder::are_apart(at.keys, at.data, lang)?;
    mark.stage = Stage::Begun;
    marks::note(at.data, &mark)?;
    marks::note(at.keys, &mark)?;
    let keys = Arc::new(folder::open_keys(at.keys, at.data, lang)?);
    Ok(Entered { keys, mark, keys_at: at.keys.to_owned(), lang })
}

impl Entered {
    /// Puts the mark into a database that has none, and notes in both folders that the house stands. In a
    /// database of an earlier program the keys have to open what is sealed there first.
    ///
    /// # Errors
    /// Where they do not, or something cannot be written.
    pub fn bind(&self, db: &Db, data: &Path) -> Result<(), Error> {
        if db.read_now(HOUSE, people::find_house)?.is_none() {
            if !is_opened(db)? {
                let w = words(self.lang);
                return Err(w.other_keys(self.keys_at.display(), self.mark.place()).into());
            }
            put(db, &self.mark.house, self.mark.is_demo)?;
        }
        base::make_private_folder(&self.keys_at)?;
        let mark = Mark { stage: Stage::Stands, ..self.mark.clone() };
        marks::note(data, &mark)?;
        Ok(marks::note(&self.keys_at, &mark)?)
    }

    /// Which house it is.
    pub fn house(&self) -> &str {
        &self.mark.house
    }
}

/// Enters, opens and binds in one go: for commands that are alone with a house.
///
/// # Errors
/// As [`enter`], and those of the engine.
pub fn open(at: Source<'_>, want: Want, clock: Clock, lang: Lang) -> Result<Db, Error> {
    let entered = enter(at, want, lang)?;
    let db = crate::cli::open(at.url.to_owned(), &entered.keys, clock)?;
    entered.bind(&db, at.data)?;
    Ok(db)
}

/// Marks a database as this house's.
///
/// # Errors
/// Those of the engine.
pub fn put(db: &Db, house: &str, is_demo: bool) -> Result<(), Fault> {
    let (house, keys) = (house.to_owned(), Arc::clone(db.keys()));
    db.write_now(HOUSE, move |tx| {
        let proof = keys.seal(HOUSE, place(), house.as_bytes(), tx.chance());
        let row = HouseRow { id: house.clone(), is_demo, proof, moved_to: None, moved_at: None };
        people::insert_house(tx, &row)
    })?;
    db.settle()
}

/// Seals the mark by the newest key: before the older one goes.
///
/// # Errors
/// Those of the engine.
pub fn reseal(db: &Db) -> Result<(), Fault> {
    let keys = Arc::clone(db.keys());
    db.write_now(HOUSE, move |tx| {
        let Some(row) = people::find_house(tx)? else { return Ok(()) };
        let proof = keys.seal(HOUSE, place(), row.id.as_bytes(), tx.chance());
        people::set_proof(tx, &proof)
    })
}

fn opens(keys: &Keys, row: &HouseRow) -> bool {
    keys.open(HOUSE, place(), &row.proof).is_ok_and(|id| id == row.id.as_bytes())
}

/// Whether the keys of a transaction are those of its house: they open its mark, or, where an earlier
/// program left none, the newest line of the station's journal.
///
/// # Errors
/// Those of the engine.
pub fn is_ours(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    match people::find_house(tx)? {
        Some(row) => Ok(opens(tx.keys(), &row)),
        None => journal::opens(tx),
    }
}

/// Whether the keys of `db` are those of the house in it.
///
/// # Errors
/// Those of the engine.
pub fn is_opened(db: &Db) -> Result<bool, Fault> {
    for station in db.read_now(0, people::list_stations)? {
        if !db.read_now(station.station_id, is_ours)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Marks what was just restored, verified and is not in place yet, where an earlier program left none.
///
/// # Errors
/// Those of the engine.
pub fn adopt(db: &Db) -> Result<(), Fault> {
    if db.read_now(HOUSE, people::find_house)?.is_some() {
        return Ok(());
    }
    let stations = db.read_now(0, people::list_stations)?;
    put(db, &marks::draw(), stations.iter().any(|station| station.demo))
}

/// Notes in both folders that the house whose database was just put at `at` stands there.
///
/// # Errors
/// Where it cannot be read or written.
pub fn note_standing(at: Source<'_>) -> Result<(), Error> {
    let Some(row) = people::look_for_house(at.url)? else { return Ok(()) };
    let mark = Mark { stage: Stage::Stands, ..Mark::of(at, row.id, row.is_demo) };
    marks::note(at.data, &mark)?;
    Ok(marks::note(at.keys, &mark)?)
}

/// Whether the folder at `data` is provably the demo's, and nothing but: its database says so, or it has
/// none and its own mark does.
///
/// # Errors
/// Where it is not, and where its database cannot be read.
pub fn is_demo_folder(data: &Path, lang: Lang) -> Result<(), Error> {
    let (url, w) = (folder::database_url(data), words(lang));
    let of_demo = match (people::look_for_house(&url)?, people::look_for_stations(&url)?) {
        (Some(row), _) => row.is_demo,
        (None, Some(stations)) if !stations.is_empty() => stations.iter().any(|(_, demo)| *demo),
        (None, _) => {
            let marks = marks::read(data);
            !marks.is_empty() && marks.iter().all(|mark| mark.is_demo)
        }
    };
    if of_demo { Ok(()) } else { Err(w.not_the_demos(data.display()).into()) }
}

/// Whether the keys in `keys` are provably the demo's in `data`, and no station's besides.
///
/// # Errors
/// Where the mark cannot be read.
pub fn are_demo_keys(data: &Path, keys: &Path) -> Result<bool, Error> {
    let marks = marks::read(keys);
    if !marks.is_empty() {
        return Ok(marks.iter().all(|mark| mark.is_demo));
    }
    // Of a program before the marks: they open what is there.
    let Some(found) = folder::find_keys(keys)? else { return Ok(true) };
    if !folder::has_database(data) {
        return Ok(false);
    }
    let db = crate::cli::open(folder::database_url(data), &Arc::new(found), Clock::System)?;
    Ok(is_opened(&db)?)
}

/// What is said of a demo on a server that was cut off while it was built.
pub(crate) fn half_a_demo(url: &str, lang: Lang) -> String {
    words(lang).half_a_demo(shown(url))
}

/// Takes the mark of a house away from a folder.
///
/// # Errors
/// Where it cannot be removed.
pub fn forget(folder: &Path) -> std::io::Result<()> {
    match fs::remove_file(folder.join(MARKS)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What is known of a house that is to be moved; refused where it has gone already, or where something
/// stands at the other end.
///
/// # Errors
/// Those two; where an end cannot be read.
pub fn before_move(from: &str, to: &str, lang: Lang) -> Result<Option<HouseRow>, Error> {
    let w = words(lang);
    let (house, there) = (people::look_for_house(from)?, people::look_for_stations(to)?);
    if let Some(gone) = house.as_ref().and_then(|row| row.moved_to.as_ref()) {
        return Err(w.moved_away(shown(from), gone).into());
    }
    if there.is_some_and(|stations| !stations.is_empty()) || people::look_for_house(to)?.is_some() {
        return Err(w.not_moved_onto(shown(to)).into());
    }
    Ok(house)
}

/// Takes the mark along and leaves word where the house went; each end is its address and its data folder.
///
/// # Errors
/// Where something cannot be written.
pub fn after_move(
    house: &Option<HouseRow>,
    [(from, from_data), (to, to_data)]: [(&str, Option<&Path>); 2],
) -> Result<(), Error> {
    let Some(house) = house else { return Ok(()) };
    people::put_house(to, house)?;
    let there = to_data.map_or_else(|| shown(to), |data| data.display().to_string());
    people::note_move(from, &there, Clock::System.now())?;
    if let Some(data) = from_data {
        note_moved(data, &house.id, house.is_demo, &there)?;
    }
    if let Some(data) = to_data {
        // Its keys are named at the next start.
        let at = Source { url: to, data, keys: data };
        marks::note(
            data,
            &Mark { stage: Stage::Stands, ..Mark::of(at, house.id.clone(), house.is_demo) },
        )?;
    }
    Ok(())
}

/// Notes in a folder of keys which house they belong to: the one whose database is at `url` for a moment.
///
/// # Errors
/// Where it cannot be read or written.
pub fn note_standing_keys(url: &str, keys: &Path) -> Result<(), Error> {
    let Some(row) = people::look_for_house(url)? else { return Ok(()) };
    let at = Source { url, data: Path::new(""), keys };
    let mark = Mark { stage: Stage::Stands, ..Mark::of(at, row.id, row.is_demo) };
    Ok(marks::note(keys, &mark)?)
}
