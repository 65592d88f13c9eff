//! What whoever supervises the house asks: whether it lives, whether requests should be sent to it, and
//! its figures. None of it says anything about anybody.

use crate::{Site, folder, restore};
use axum::http::StatusCode;
use base::{Clock, Fault, Time};
use db::Class;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often the house tries itself.
const BEAT: Duration = Duration::from_secs(1);
/// A try that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many tries in a row turn it: one that fails is no outage, one that succeeds no recovery.
const TO_BAD: u32 = 3;
const TO_GOOD: u32 = 2;

/// The rule under which a try is taken back.
const TRIED: &str = "tried";

/// How the house is.
#[derive(Debug, Default)]
pub struct Health {
    tries: Mutex<Tries>,
    /// Answers by the first digit of their status.
    answers: [AtomicU64; 6],
    /// How many stations do not believe the clock, as of the last round of jobs.
    pub(crate) clock_alarms: AtomicU64,
}

/// What the last tries came to.
#[derive(Debug)]
struct Tries {
    ready: bool,
    in_a_row: u32,
    closing: bool,
}

impl Default for Tries {
    fn default() -> Tries {
        Tries { ready: true, in_a_row: 0, closing: false }
    }
}

impl Tries {
    /// Notes a try; turns only after several that say the other thing.
    fn note(&mut self, good: bool) {
        if good == self.ready {
            self.in_a_row = 0;
            return;
        }
        self.in_a_row += 1;
        if self.in_a_row >= if good { TO_GOOD } else { TO_BAD } {
            (self.ready, self.in_a_row) = (good, 0);
        }
    }
}

impl Health {
    /// Whether requests should be sent here.
    pub fn is_ready(&self) -> bool {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.ready && !tries.closing
    }

    /// No further requests, please: those under way are answered.
    pub fn close(&self) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).closing = true;
    }

    /// Counts an answer.
    pub fn count(&self, status: StatusCode) {
        if let Some(class) = self.answers.get(usize::from(status.as_u16() / 100)) {
            class.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn note(&self, good: bool) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).note(good);
    }
}

/// Tries the house itself until it closes: the writer has to answer, and the disk has to take writes.
pub async fn run(site: Site) {
    let mut stopping = site.stopping();
    loop {
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        let writable = is_writable(&site);
        // Taken back, so that it is no commit for whoever counts or waits for them.
        let tried = site.db().write(Class::Urgent, 0, |_| -> Result<(), Fault> {
            Err(Fault::refused(TRIED, |_| String::new()))
        });
        let both = async { (writable.await, tried.await) };
        let good = match tokio::time::timeout(PATIENCE, both).await {
            Ok((writable, Err(fault))) => writable && fault.is_rule(TRIED),
            Ok((_, Ok(()))) | Err(_) => false,
        };
        site.health().note(good);
    }
}

/// Whether the disk of the data folder takes writes: a try that is taken back writes nothing. A full one
/// does; it keeps a reserve.
async fn is_writable(site: &Site) -> bool {
    let Some(house) = site.house().cloned() else { return true };
    let look = tokio::task::spawn_blocking(move || folder::is_writable(&house.data));
    look.await.unwrap_or(false)
}

/// The figures, as Prometheus reads them (text format 0.0.4).
pub(crate) fn figures(site: &Site) -> String {
    let health = site.health();
    let mut lines = vec![
        line("jingcun_ready", "gauge", number(health.is_ready())),
        line("jingcun_commits_total", "counter", *site.db().commits().borrow() as f64),
        line("jingcun_waiting_writes", "gauge", site.db().waiting() as f64),
        line("jingcun_unopened_values", "gauge", site.db().keys().unopened() as f64),
        line(
            "jingcun_clock_alarms",
            "gauge",
            site.health().clock_alarms.load(Ordering::Relaxed) as f64,
        ),
        line("jingcun_streams", "gauge", site.hub().streams() as f64),
        "# TYPE jingcun_answers_total counter\n".to_owned(),
    ];
    for (class, count) in (0..).zip(&health.answers).skip(1) {
        let count = count.load(Ordering::Relaxed);
        lines.push(format!("jingcun_answers_total{{status=\"{class}xx\"}} {count}\n"));
    }
    if let Some(house) = site.house() {
        let age = |at: Time| Clock::System.now().seconds_since(at) as f64;
        if let Some(drill) = restore::last_drill(&house.data) {
            lines.push(line("jingcun_drill_failed", "gauge", number(drill.fault.is_some())));
            lines.push(line("jingcun_drill_seconds", "gauge", drill.seconds));
            let since = Time::parse(&drill.at).map(age);
            lines.extend(since.map(|since| line("jingcun_drill_age_seconds", "gauge", since)));
        }
        let even = house.follower.as_ref().and_then(|follower| follower.state().even_at);
        lines.extend(even.map(|at| line("jingcun_copy_behind_seconds", "gauge", age(at))));
    }
    lines.concat()
}

fn line(name: &str, kind: &str, value: f64) -> String {
    format!("# TYPE {name} {kind}\n{name} {value}\n")
}

fn number(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_try_turns_nothing() {
        let mut tries = Tries::default();
        let mut after = |list: &[bool]| {
            list.iter().for_each(|good| tries.note(*good));
            tries.ready
        };
        assert!(after(&[false, false, true, false, false]));
        assert!(!after(&[false]));
        assert!(!after(&[true, false, true]));
        assert!(after(&[true]));
    }

    #[test]
    fn a_house_that_closes_takes_nothing_more() {
        let health = Health::default();
        assert!(health.is_ready());
        health.close();
        assert!(!health.is_ready());
    }
}
