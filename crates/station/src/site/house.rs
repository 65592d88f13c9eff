//! What an installation has beside its database: its folders, and the copy that follows it.

use crate::backup::Source;
use db::Follower;
use std::path::PathBuf;

/// The folders of an installation.
#[derive(Debug)]
pub struct House {
    /// The data folder.
    pub data: PathBuf,
    /// The folder of its keys.
    pub keys: PathBuf,
    /// Where its database is: a file of the data folder, or on a server.
    pub url: String,
    /// What copies every write to a second folder.
    pub follower: Option<Follower>,
}

impl House {
    /// What a backup of it is made of.
    pub fn source(&self) -> Source<'_> {
        Source { url: &self.url, data: &self.data, keys: &self.keys }
    }
}
