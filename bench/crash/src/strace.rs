//! The tracer of system calls: seeing them, and dying in the middle of them.

use crate::{Outcome, clock};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// The calls by which the writer reaches the disk, and wakes whoever waits for it.
pub(crate) const TO_DISK: &str = "pwrite64,write,fdatasync,fsync,ftruncate";
/// The calls by which an answer leaves.
pub(crate) const TO_NET: &str = "sendto,writev,sendmsg";
const PATIENCE: Duration = Duration::from_secs(20);

/// A tracer on every thread of one process.
#[derive(Debug)]
pub(crate) struct Strace {
    child: Child,
    seen: PathBuf,
}

/// Whether there is one.
pub(crate) fn is_here() -> bool {
    let mut asked = Command::new("strace");
    asked
        .arg("-V")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

impl Strace {
    /// Kills the process when one of its threads enters its `n`-th of these calls.
    pub(crate) fn kill_at(pid: u32, aside: &Path, calls: &str, n: usize) -> Outcome<Strace> {
        let inject = format!("inject={calls}:signal=KILL:when={n}");
        Strace::attach(pid, aside, &["-e", &format!("trace={calls}"), "-e", &inject])
    }

    /// Writes down every call by which something leaves the process.
    pub(crate) fn watch(pid: u32, aside: &Path) -> Outcome<Strace> {
        let trace = format!("trace={TO_DISK},{TO_NET},pwritev,recvfrom");
        Strace::attach(pid, aside, &["-y", "-s", "32", "-e", &trace])
    }

    fn attach(pid: u32, aside: &Path, args: &[&str]) -> Outcome<Strace> {
        let (seen, said) = (aside.join("strace"), aside.join("strace.said"));
        let mut command = Command::new("strace");
        command.arg("-f").arg("-o").arg(&seen).args(args).arg("-p").arg(pid.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(fs::File::create(&said)?);
        let strace = Strace { child: command.spawn()?, seen };
        let began = clock::now();
        while !fs::read_to_string(&said)?.contains("attached") {
            if began.elapsed() > PATIENCE {
                return Err(format!("strace: {}", fs::read_to_string(&said)?).into());
            }
            sleep(Duration::from_millis(2));
        }
        Ok(strace)
    }

    /// Lets go of the process; what was seen, in the order in which it happened.
    pub(crate) fn end(mut self) -> Outcome<Vec<String>> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-INT", &pid]).status()?;
        self.child.wait()?;
        Ok(fs::read_to_string(&self.seen)?.lines().map(str::to_owned).collect())
    }
}

impl Drop for Strace {
    fn drop(&mut self) {
        // Gone with the process it followed, mostly.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
