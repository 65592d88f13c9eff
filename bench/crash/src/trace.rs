//! Whether the disk has the log before the answer leaves, read from the system calls of one act.

use std::collections::BTreeSet;

/// What the system calls of one act say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Seen {
    /// Writes to the log.
    pub(crate) writes: usize,
    /// Finished syncs of the log.
    pub(crate) syncs: usize,
    /// Calls of the writer that a kill can hit, before the answer.
    pub(crate) calls: usize,
    /// Answers that left, and those that left before the disk had everything.
    pub(crate) answers: usize,
    pub(crate) early: usize,
}

/// Reads the lines of a tracer: `pid call(fd<path>, …) = result`, a call that waits on two lines.
pub(crate) fn read(lines: &[String]) -> Seen {
    let (mut seen, mut dirty) = (Seen::default(), false);
    // Threads in the middle of a sync of the log.
    let mut syncing = BTreeSet::new();
    for line in lines {
        let Some((pid, call)) = line.trim_start().split_once(char::is_whitespace) else { continue };
        let call = call.trim_start();
        let name = call.split('(').next().unwrap_or_default();
        let of_log = call.contains("-wal>");
        let ours = matches!(name, "pwrite64" | "write" | "fdatasync" | "fsync" | "ftruncate");
        seen.calls += usize::from(ours && seen.answers == 0);
        if name.starts_with("pwrite") && of_log {
            (dirty, seen.writes) = (true, seen.writes + 1);
        }
        let is_sync = matches!(name, "fdatasync" | "fsync") && of_log;
        if is_sync && call.contains("unfinished") {
            syncing.insert(pid.to_owned());
        }
        let resumed = call.starts_with("<... f") && call.contains("sync resumed");
        let finished =
            call.trim_end().ends_with("= 0") && (is_sync || resumed && syncing.remove(pid));
        if finished {
            (dirty, seen.syncs) = (false, seen.syncs + 1);
        }
        if call.contains("\"HTTP/1.1 2") && !call.starts_with("recv") {
            seen.answers += 1;
            seen.early += usize::from(dirty || seen.writes == 0);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lines: &[&str]) -> Seen {
        read(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    }

    const WRITE: &str = r#"7 pwrite64(9</d/station.db-wal>, "\1"..., 4096, 32) = 4096"#;
    const SYNC: &str = "7 fdatasync(9</d/station.db-wal>) = 0";
    const ANSWER: &str =
        r#"8 sendto(12<socket:[3]>, "HTTP/1.1 201 Created"..., 90, 0, NULL, 0) = 90"#;

    #[test]
    fn an_answer_after_the_sync_is_well() {
        let seen = said(&[WRITE, WRITE, SYNC, ANSWER]);
        assert_eq!(seen, Seen { writes: 2, syncs: 1, calls: 3, answers: 1, early: 0 });
    }

    #[test]
    fn an_answer_without_or_during_the_sync_is_early() {
        assert_eq!(said(&[WRITE, ANSWER, SYNC]).early, 1);
        assert_eq!(said(&[WRITE, SYNC, WRITE, ANSWER]).early, 1);
        assert_eq!(said(&[ANSWER]).early, 1);
        let begun = "7 fdatasync(9</d/station.db-wal> <unfinished ...>";
        let ended = "7 <... fdatasync resumed>) = 0";
        assert_eq!(said(&[WRITE, begun, ANSWER, ended]).early, 1);
        assert_eq!(said(&[WRITE, begun, ended, ANSWER]).early, 0);
        let other = "7 fdatasync(8</d/station.db>) = 0";
        assert_eq!(said(&[WRITE, other, ANSWER]).early, 1);
        let failed = "7 fdatasync(9</d/station.db-wal>) = -1 EIO (Input/output error)";
        assert_eq!(said(&[WRITE, failed, ANSWER]).early, 1);
    }
}
