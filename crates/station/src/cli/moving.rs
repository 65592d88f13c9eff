//! `move`: from one engine to the other, while nothing is served from either.

use crate::bond;
use crate::cli::{MoveArgs, Outcome, lang};
use crate::folder::{self, Folder};
use crate::rooms;
use crate::words::{Words, words};
use base::Lang;
use std::path::Path;
use std::process::ExitCode;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// One end: a data folder, held while it lasts, or the address of a server.
struct End {
    folder: Option<Folder>,
    url: String,
}

/// Moves everything, and sets the file aside that is no longer served from.
pub(crate) fn run(args: &MoveArgs) -> Outcome {
    let lang = lang();
    let w = words(lang);
    let from = open(&args.from, true, w, lang)?;
    let to = open(&args.to, false, w, lang)?;
    let house = bond::before_move(&from.url, &to.url, lang)?;
    let moved = db::move_rows(&from.url, &to.url, &rooms::migrations(), &rooms::tables());
    if moved.is_err()
        && let Some(folder) = &to.folder
    {
        folder.clear_half_built()?;
    }
    let moved = moved?;
    let server = to.folder.is_none().then_some(to.url.as_str());
    if let Some(folder) = from.folder.as_ref().or(to.folder.as_ref()) {
        folder.set_built(server)?;
    }
    let ends =
        [&from, &to].map(|end| (end.url.as_str(), end.folder.as_ref().map(|f| f.path.as_path())));
    bond::after_move(&house, ends)?;
    if let Some(folder) = &from.folder {
        folder.set_aside()?;
    }
    println!("{}", w.moved(moved.rows, moved.digest));
    Ok(ExitCode::SUCCESS)
}

fn open(place: &str, stands: bool, w: Words, lang: Lang) -> Result<End, Error> {
    if place.contains("://") {
        return Ok(End { folder: None, url: place.to_owned() });
    }
    let path = Path::new(place);
    if folder::has_database(path) != stands {
        let text = if stands { w.no_data(path.display()) } else { w.not_empty(path.display()) };
        return Err(text.into());
    }
    let folder = Folder::open(path, lang)?;
    let url = folder::database_url(&folder.path);
    Ok(End { folder: Some(folder), url })
}
