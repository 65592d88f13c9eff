//! Why an import could not be done.

use crate::import::lines::Stray;
use crate::import::mapping::Flaw;
use crate::import::words::words;
use base::{Fault, Lang};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why an import stopped. What was written before stands: run again, it goes on.
#[derive(Debug)]
pub enum ImportError {
    /// A file cannot be read.
    #[non_exhaustive]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// The file is no table.
    #[non_exhaustive]
    Table {
        /// Which.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// The records are not what the lines of the file say.
    #[non_exhaustive]
    Stray {
        /// Which.
        path: PathBuf,
        /// Where, and how.
        stray: Stray,
    },
    /// The mapping is wrong, or does not fit the file.
    #[non_exhaustive]
    Mapping {
        /// Which.
        path: PathBuf,
        /// Why, in both languages.
        error: base::Both,
    },
    /// The mapping's station is another one here.
    #[non_exhaustive]
    Taken {
        /// The number asked for.
        number: i64,
        /// The code asked for.
        code: String,
    },
    /// The database said no.
    Fault(Fault),
}

impl ImportError {
    pub(super) fn file(path: &Path, error: &io::Error) -> ImportError {
        ImportError::File { path: path.to_owned(), error: error.to_string() }
    }

    pub(super) fn table(path: &Path, error: &csv::Error) -> ImportError {
        ImportError::Table { path: path.to_owned(), error: error.to_string() }
    }

    pub(super) fn stray(path: &Path, stray: Stray) -> ImportError {
        ImportError::Stray { path: path.to_owned(), stray }
    }

    pub(super) fn mapping(path: &Path, flaw: Flaw) -> ImportError {
        let error = base::Both::of(|lang| flaw.text(words(lang)));
        ImportError::Mapping { path: path.to_owned(), error }
    }

    /// What to tell whoever asked.
    pub fn text(&self, lang: Lang) -> String {
        let w = words(lang);
        match self {
            ImportError::File { path, error } => w.no_file(path.display(), error),
            ImportError::Table { path, error } => w.no_table(path.display(), error),
            ImportError::Stray { path, stray } => w.no_table(path.display(), stray.text(w)),
            ImportError::Mapping { path, error } => {
                w.no_mapping(path.display(), error.in_lang(lang))
            }
            ImportError::Taken { number, code } => w.station_taken(number, code),
            ImportError::Fault(fault) => fault.to_string(),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for ImportError {}

impl From<Fault> for ImportError {
    fn from(fault: Fault) -> ImportError {
        ImportError::Fault(fault)
    }
}
