//! Import of past incidents: one call with many units becomes one recorded incident with many
//! orders, in a station of its own. What columns mean stands in a mapping. A run that was killed
//! is run again: what is there already is left alone.

mod bar;
mod convert;
mod defects;
mod error;
mod lines;
mod mapping;
mod report;
mod rows;
mod times;
mod words;
mod write;

pub use bar::Bar;
pub use defects::{Defect, Defects};
pub use error::ImportError;
pub use lines::Stray;
pub use report::{Progress, Report};

use base::{Actor, Time};
use db::Db;
use incidents::Recorded;
use mapping::{Flaw, Mapping};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many calls one transaction carries: whoever waits at a running server waits for no more.
const BATCH: usize = 100;

/// What is to be imported. The server resolves no paths: they are absolute.
#[derive(Clone, Serialize, Deserialize, Debug)]
pub struct Job {
    /// The records: CSV, plain or packed with zstd.
    pub file: PathBuf,
    /// What their columns mean.
    pub mapping: PathBuf,
    /// Whether to look only.
    pub dry_run: bool,
}

/// Imports the records of `job`; `progress` hears how far it is.
///
/// # Errors
/// Where file or mapping cannot be read or do not fit, before anything is written; later only
/// what the database refuses.
pub fn run(db: &Db, job: &Job, progress: &mut dyn FnMut(&Progress)) -> Result<Report, ImportError> {
    let started = db.clock().now();
    progress(&Progress::default());
    let (mapping, zone) = mapping::read(&job.mapping)?;
    let content = rows::read(&job.file, &job.mapping, &mapping)?;
    let mut defects = content.defects;
    let origin = job.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
    let converter = convert::Converter { mapping: &mapping, zone: &zone, origin: &origin };
    let past = converter.all(&content.calls, &mut defects);
    drop(content.calls);
    let found = write::find_station(db, &mapping.station)?;
    check_kinds(db, job, &mapping)?;
    let mut report = Report {
        station: mapping.station.number,
        code: mapping.station.code.clone(),
        account: None,
        lines: content.lines,
        rows: content.rows,
        calls: past.len() as u64,
        units: past.iter().map(|call| call.orders.len() as u64).sum(),
        most_units: past.iter().map(|call| call.orders.len() as u64).max().unwrap_or_default(),
        added: 0,
        already: 0,
        dry_run: job.dry_run,
        digest: content.digest,
        defects,
        seconds: 0.0,
    };
    let actor = match found {
        None if !job.dry_run => Some(write::open_station(db, &mapping.station)?),
        found => found,
    };
    report.account = actor.as_ref().map(|actor| actor.account);
    match &actor {
        None => report.added = report.calls,
        Some(actor) => all(db, actor, past, &mut report, progress)?,
    }
    report.seconds = seconds(db, started);
    if let (Some(actor), false) = (&actor, job.dry_run) {
        write::note(db, actor, particulars(&report, &origin, &job.mapping))?;
    }
    Ok(report)
}

/// Every code of the mapping must be known before the first record is written.
fn check_kinds(db: &Db, job: &Job, mapping: &Mapping) -> Result<(), ImportError> {
    let unknown =
        write::try_kinds(db, &mapping.station, mapping.kind_codes(), &mapping.call.source)?;
    match unknown {
        None => Ok(()),
        Some(code) => Err(ImportError::mapping(&job.mapping, Flaw::Kind(code))),
    }
}

/// Batch after batch, each in one transaction.
fn all(
    db: &Db,
    actor: &Actor,
    mut past: Vec<Recorded>,
    report: &mut Report,
    progress: &mut dyn FnMut(&Progress),
) -> Result<(), ImportError> {
    let started = db.clock().now();
    let tell = |done: u64, progress: &mut dyn FnMut(&Progress)| {
        let took = seconds(db, started);
        let rate = if took > 0.0 { done as f64 / took } else { 0.0 };
        let left = report.calls - done;
        let left_s = if rate > 0.0 { left as f64 / rate } else { 0.0 };
        progress(&Progress { done, all: report.calls, rate, left_s });
    };
    let (mut added, mut already) = (0, 0);
    past.reverse();
    while !past.is_empty() {
        let mut batch = past.split_off(past.len().saturating_sub(BATCH));
        batch.reverse();
        let batch: Arc<[Recorded]> = batch.into();
        let written = match report.dry_run {
            true => write::look(db, actor, batch)?,
            false => write::record(db, actor, batch)?,
        };
        added += written.added;
        already += written.already;
        tell(added + already, progress);
    }
    (report.added, report.already) = (added, already);
    Ok(())
}

fn seconds(db: &Db, since: Time) -> f64 {
    (db.clock().now().micros() - since.micros()) as f64 / 1e6
}

fn particulars(report: &Report, origin: &str, mapping: &Path) -> serde_json::Value {
    let counts = report.defects.iter().map(|(kind, defect)| (kind.clone(), defect.count.into()));
    serde_json::json!({
        "file": origin,
        "sha256": report.digest,
        "mapping": mapping.file_name().map(|name| name.to_string_lossy()),
        "lines": report.lines,
        "rows": report.rows,
        "calls": report.calls,
        "units": report.units,
        "added": report.added,
        "already": report.already,
        "defects": counts.collect::<serde_json::Map<_, _>>(),
    })
}
