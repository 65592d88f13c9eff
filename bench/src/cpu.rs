//! CPU time and memory of processes, read from `/proc`.

use crate::Outcome;
use std::fs;
use std::path::Path;

/// `/proc/PID/stat` counts in these (USER_HZ is 100 on every Linux there is).
const TICK_MS: f64 = 10.0;

/// Milliseconds of CPU, user and system, that a process has used with all its threads.
pub(crate) fn of_process(pid: u32) -> Outcome<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name may hold anything, brackets too; what follows the last one is numbers.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<f64>().ok());
    let (user, system) = ticks(11).zip(ticks(12)).ok_or("no times in /proc/PID/stat")?;
    Ok((user + system) * TICK_MS)
}

/// The same of several processes; one that has gone counts nothing.
pub(crate) fn of_all(pids: &[u32]) -> f64 {
    pids.iter().filter_map(|pid| of_process(*pid).ok()).sum()
}

/// Milliseconds of CPU that this thread has used.
pub(crate) fn of_thread() -> Outcome<f64> {
    of_schedule("/proc/thread-self/schedstat".as_ref())
}

/// The same of all threads that a process has now: finer than [`of_process`] counts.
pub(crate) fn of_threads(pid: u32) -> Outcome<f64> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task"))?;
    tasks.map(|task| of_schedule(&task?.path().join("schedstat"))).sum()
}

fn of_schedule(path: &Path) -> Outcome<f64> {
    let stat = fs::read_to_string(path)?;
    let nanos: f64 = stat.split_whitespace().next().unwrap_or_default().parse()?;
    Ok(nanos / 1e6)
}

/// Proportional set size of a process in MB.
pub(crate) fn pss_mb(pid: u32) -> Outcome<f64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).ok_or("no Pss")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib * 1024.0 / 1e6)
}

/// The load of the machine over the last minute.
pub(crate) fn load() -> Outcome<String> {
    let text = fs::read_to_string("/proc/loadavg")?;
    Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
}
