//! What is left of a disk.

use std::io;
use std::path::Path;

/// What is left of a disk for those who are not root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DiskLeft {
    /// Of a hundred.
    pub percent: u64,
    /// Bytes.
    pub bytes: u64,
}

impl DiskLeft {
    /// What is left of the disk on which `path` lies.
    ///
    /// # Errors
    /// Where it cannot be asked.
    pub fn of(path: &Path) -> io::Result<DiskLeft> {
        let disk = rustix::fs::statvfs(path)?;
        let percent = (disk.f_bavail * 100).checked_div(disk.f_blocks).unwrap_or(0);
        Ok(DiskLeft { percent, bytes: disk.f_bavail * disk.f_frsize })
    }
}
