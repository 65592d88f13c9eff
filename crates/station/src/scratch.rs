//! Folders that live for one piece of work, and what a cut-off one left.

use base::Chance;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const PREFIX: &str = ".jingcun-";
const DIGITS: usize = 12;
/// What is older than this was left by work that was cut off.
const STALE: Duration = Duration::from_secs(86_400);

/// A folder of its own, readable by its owner alone, removed with everything in it.
pub(crate) struct Scratch {
    pub(crate) path: PathBuf,
}

impl Scratch {
    /// Inside `folder`; what lies there since yesterday is swept away first.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub(crate) fn inside(folder: &Path) -> io::Result<Scratch> {
        sweep(folder)?;
        let path = folder.join(format!("{PREFIX}{}", &Chance::System.secret()[..DIGITS]));
        make(&path)?;
        Ok(Scratch { path })
    }

    /// A further folder inside this one.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub(crate) fn folder(&self, name: &str) -> io::Result<PathBuf> {
        let path = self.path.join(name);
        make(&path)?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now is swept later.
        drop(fs::remove_dir_all(&self.path));
    }
}

fn make(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Whether it is exactly a name as we give them: others have hidden folders, too.
fn is_ours(name: &str) -> bool {
    let digits = name.strip_prefix(PREFIX).unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let ours = is_ours(&entry.file_name().to_string_lossy()) && entry.file_type()?.is_dir();
        let stale = |at: SystemTime| at.elapsed().is_ok_and(|age| age > STALE);
        if ours && entry.metadata()?.modified().is_ok_and(stale) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::testing::TestFolder;

    #[test]
    fn what_was_left_yesterday_is_swept_and_todays_is_not() {
        let place = TestFolder::new("scratch");
        let named = |name: &str| {
            let path = place.at(name);
            fs::create_dir(&path).unwrap();
            path
        };
        let (old, new) = (named(".jingcun-0123456789ab"), named(".jingcun-ba9876543210"));
        let theirs = named(".jingcun-notes");
        let now = fs::metadata(&new).unwrap().modified().unwrap();
        let yesterday = now - STALE - Duration::from_secs(60);
        for path in [&old, &theirs] {
            fs::File::open(path).unwrap().set_modified(yesterday).unwrap();
        }
        let scratch = Scratch::inside(&place.path).unwrap();
        assert!(!old.exists() && new.exists() && theirs.exists());
        assert!(scratch.folder("data").unwrap().is_dir());
        let path = scratch.path.clone();
        drop(scratch);
        assert!(!path.exists());
    }
}
