//! What an installation has beside its database: its folders, and the copy that follows it.

use db::Follower;
use std::path::PathBuf;

/// The folders of an installation.
#[derive(Debug)]
pub struct House {
    /// The data folder.
    pub data: PathBuf,
    /// The folder of its keys.
    pub keys: PathBuf,
    /// Whether its database is a file of the data folder.
    pub on_file: bool,
    /// What copies every write to a second folder.
    pub follower: Option<Follower>,
}
