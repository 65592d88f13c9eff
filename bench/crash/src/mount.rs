//! Small file systems that can be filled, and broken as a dying disk breaks them.

use crate::Outcome;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mounted file system; it is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Mount {
    pub(crate) at: PathBuf,
    image: Option<PathBuf>,
}

impl Mount {
    /// So many megabytes of memory.
    pub(crate) fn memory(at: &Path, mb: u64) -> Outcome<Mount> {
        fs::create_dir_all(at)?;
        let size = format!("size={mb}m,mode=700");
        run(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "jingcun-crash"]).arg(at))?;
        Ok(Mount { at: at.to_owned(), image: None })
    }

    /// A file system in a file, which turns read-only at its first error.
    pub(crate) fn image(at: &Path, image: &Path, mb: u64) -> Outcome<Mount> {
        fs::create_dir_all(at)?;
        fs::File::create(image)?.set_len(mb << 20)?;
        run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(image))?;
        mount_image(at, image)?;
        Ok(Mount { at: at.to_owned(), image: Some(image.to_owned()) })
    }

    /// Lets the kernel meet an error on it, and make it read-only under whoever writes. `mount -o
    /// remount,ro` is refused as long as anybody has a file open for writing.
    pub(crate) fn break_it(&self) -> Outcome<()> {
        let found = Command::new("findmnt").args(["-no", "SOURCE"]).arg(&self.at).output()?;
        let device = String::from_utf8_lossy(&found.stdout).trim().replace("/dev/", "");
        Ok(fs::write(format!("/sys/fs/ext4/{device}/trigger_fs_error"), "crash story")?)
    }

    /// Waits until the disk has everything that was written.
    pub(crate) fn sync(&self) -> Outcome<()> {
        run(Command::new("sync").arg("-f").arg(&self.at))
    }

    /// What an administrator does about it; nobody may be using it.
    pub(crate) fn repair(&self) -> Outcome<()> {
        let Some(image) = &self.image else { return Ok(()) };
        run(Command::new("umount").arg(&self.at))?;
        // Its status says that something was repaired.
        Command::new("e2fsck").arg("-fy").arg(image).output()?;
        mount_image(&self.at, image)
    }

    /// Writes into a file until not a byte more goes in; that file.
    pub(crate) fn fill(&self, name: &str) -> Outcome<PathBuf> {
        let path = self.at.join(name);
        let mut file = fs::File::create(&path)?;
        let mut size = 1 << 20;
        while size > 0 {
            if file.write_all(&vec![1; size]).is_err() {
                size /= 4;
            }
        }
        Ok(path)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let quiet = Command::new("umount").arg(&self.at).output();
        if !quiet.is_ok_and(|output| output.status.success()) {
            println!("{} is still mounted", self.at.display());
        }
    }
}

fn mount_image(at: &Path, image: &Path) -> Outcome<()> {
    run(Command::new("mount").args(["-o", "loop,errors=remount-ro"]).arg(image).arg(at))
}

fn run(command: &mut Command) -> Outcome<()> {
    let program = command.get_program().to_owned();
    let output = command.output().map_err(|error| format!("{}: {error}", program.display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " ");
    Err(format!("{}: {said}", program.display()).into())
}
