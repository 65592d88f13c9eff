//! The file of keys on the disk: readable by its owner alone, and written whole.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The keys.
pub(crate) const FILE: &str = "station.keys";
/// The same while it is written.
pub(crate) const FRESH: &str = "station.keys.new";

/// Makes the folder where there is none, and leaves it to its owner alone.
///
/// # Errors
/// Where it cannot be made or changed.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Writes a file beside the keys, whole and on the disk: what takes their place must never be a part.
pub(crate) fn write_fresh(folder: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let path = folder.join(FRESH);
    // What a start left that was killed here.
    if path.exists() {
        fs::remove_file(&path)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(path)
}
