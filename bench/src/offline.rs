//! What runs without a server: verifying a journal, importing a year of records, the simulator.

use crate::ground::{STATION, open_db};
use crate::{Outcome, clock, cpu, figure};
use base::{Actor, Clock, Fault, Id, Role};
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;
use std::path::{Path, PathBuf};

const LINES: i64 = 100_000;
const VERIFY_GOAL_S: f64 = 1.0;
const BATCH: i64 = 5_000;
const ACTS: usize = 10_000;
const RECORDS: &str = "data/sffd_dispatch_2018.csv.zst";

/// A folder that is gone in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Outcome<Folder> {
        let path = std::env::temp_dir().join(format!("bench_{name}_{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }

    fn url(&self) -> String {
        format!("sqlite:{}/station.db", self.0.display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Writes 100,000 lines and verifies them.
pub(crate) fn verify() -> Outcome<()> {
    let folder = Folder::new("verify")?;
    let db = open_db(&folder.url(), Clock::System, false)?;
    let began = clock::now();
    for _ in 0..LINES / BATCH {
        db.write_now(STATION, |tx| (0..BATCH).try_for_each(|_| write(tx)))?;
    }
    let wrote = began.elapsed().as_secs_f64();
    let began = clock::now();
    let report = db.read_now(STATION, |tx| journal::verify(tx, &[]))?;
    let took = began.elapsed().as_secs_f64();
    let lines = report.map_err(|found| found.to_string())?.lines;
    figure::goal(&format!("verify a journal of {lines} lines"), took, "s", VERIFY_GOAL_S);
    figure::plain("write those lines", &format!("{wrote:.2} s"));
    Ok(())
}

fn write(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let actor = Actor::system(STATION, Id::from_number(1));
    let line = Line {
        act: "incidents.log",
        subject: Subject { kind: "matter", id: Id::from_number(change.number() / 10) },
        capacity: Role::Desk,
        reason: None,
        particulars: json!({
            "kind": "JF-03", "level": 3, "source": "0199", "place": "十里铺村二组58号院",
            "outer_number": null, "signed": tx.now(),
        }),
    };
    journal::record(tx, &mut change, &actor, line).map(|_| ())
}

/// Imports the San Francisco records, where they are on this machine.
pub(crate) fn import() -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = std::env::var_os("JINGCUN_SHARED").map(PathBuf::from);
    let file = shared.unwrap_or_else(|| root.join("../shared")).join(RECORDS);
    if !file.exists() {
        figure::skipped("import", &format!("{} is not here", file.display()));
        return Ok(());
    }
    let folder = Folder::new("import")?;
    let db = open_db(&folder.url(), Clock::System, true)?;
    let mapping = root.join("import/san-francisco.toml").canonicalize()?;
    let job = station::import::Job { file: file.canonicalize()?, mapping, dry_run: false };
    let began = clock::now();
    let report = station::import::run(&db, &job, &mut |_| ())?;
    let took = began.elapsed().as_secs_f64();
    let text = format!(
        "{took:.1} s: {} rows, {} calls, {:.0} rows/s",
        report.rows,
        report.calls,
        report.rows as f64 / took
    );
    figure::plain("import of the San Francisco records", &text);
    let began = clock::now();
    station::import::run(&db, &job, &mut |_| ())?;
    let again = format!("{:.1} s", began.elapsed().as_secs_f64());
    figure::plain("the same import again: nothing is added", &again);
    Ok(())
}

/// Plays random acts and says how many one second of CPU is worth, checks included.
pub(crate) fn simulate() -> Outcome<()> {
    let folder = Folder::new("simulate")?;
    let clock = Clock::standing_at(station::demo::EVENING);
    let db = open_db(&folder.url(), clock.clone(), false)?;
    let (pid, began) = (std::process::id(), clock::now());
    let before = cpu::of_process(pid)?;
    let level = world::CheckLevel::Touched;
    let report = world::simulate(&db, &clock, 1, ACTS, level).map_err(|f| f.to_string())?;
    let seconds = (cpu::of_process(pid)? - before) / 1e3;
    let text = format!(
        "{:.0} acts a CPU-second ({} acts, {} done, {:.1} s)",
        report.acts as f64 / seconds,
        report.acts,
        report.done,
        began.elapsed().as_secs_f64()
    );
    figure::plain("the simulator", &text);
    Ok(())
}
