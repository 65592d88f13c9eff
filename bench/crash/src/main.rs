//! The crash harness: kills the demo under load and at the system calls of its acts, keeps what was
//! acknowledged outside, and looks after each start whether all of it is there.

mod audit;
mod clock;
mod demo;
mod disk;
mod house;
mod http;
mod ledger;
mod mount;
mod proof;
mod rounds;
mod strace;
mod tally;
mod trace;
mod work;

use base::Chance;
use clap::Parser;
use demo::Ground;
use rounds::Run;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tally::Tally;
use work::Verb;

/// How everything here ends.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Kills of the long form at chance; those at every call of each act are added.
const LONG: usize = 300;
/// So many kills meet the same folder, and all that was acknowledged in it.
const FOLDER: usize = 30;

#[derive(Parser)]
#[command(about = "Kills the demo and looks whether anything acknowledged was lost")]
struct Args {
    /// The binary [default: jingcun beside this one].
    #[arg(long)]
    binary: Option<PathBuf>,
    /// So many kills.
    #[arg(long, default_value_t = 20)]
    kills: usize,
    /// Three hundred kills at chance, and one at every system call of each act.
    #[arg(long)]
    long: bool,
    /// The same seed plans the same kills [default: drawn].
    #[arg(long)]
    seed: Option<u64>,
    /// Leaves folders and logs behind.
    #[arg(long)]
    keep: bool,
}

fn main() -> ExitCode {
    let (args, mut tally) = (Args::parse(), Tally::default());
    let folder = std::env::temp_dir().join(format!("jingcun-crash-{}", std::process::id()));
    if let Err(error) = run(&args, &folder, &mut tally) {
        tally.note("the harness", vec![error.to_string()]);
    }
    if args.keep || tally.failed > 0 {
        println!("left behind: {}", folder.display());
    } else if let Err(error) = fs::remove_dir_all(&folder) {
        println!("{} was not removed: {error}", folder.display());
    }
    let Tally { passed, failed, skipped } = tally;
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(args: &Args, folder: &Path, tally: &mut Tally) -> Outcome<()> {
    let binary = match &args.binary {
        Some(binary) => binary.canonicalize()?,
        None => std::env::current_exe()?.with_file_name("jingcun"),
    };
    let kills = if args.long { LONG } else { args.kills };
    let seed = args.seed.unwrap_or_else(|| Chance::System.below(1 << 32));
    println!("{kills} kills, --seed {seed}, {}", binary.display());
    let place = |name: &str| Ground::new(&binary, &folder.join(name), None);
    let built = place("built")?;
    // Built once; every part begins on a copy of it.
    built.start()?.kill();
    let calls = look_at_syncs(&mut Run::new(place("trace")?, &built, "trace")?, tally)?;
    let deaths = rounds::plan(kills, args.long, &calls, &mut Chance::seeded(seed));
    let (mut acked, mut slowest) = (0, Duration::ZERO);
    for (index, some) in deaths.chunks(FOLDER).enumerate() {
        let mut run = Run::new(place(&format!("kills-{index}"))?, &built, "kill")?;
        let took = rounds::kill(&mut run, (index * FOLDER, some), tally)?;
        (acked, slowest) = (acked + run.ledger.len(), slowest.max(took));
    }
    let (kills, slowest) = (deaths.len(), slowest.as_secs_f64());
    println!("{kills} kills, {acked} orders acknowledged, the slowest start took {slowest:.2} s");
    disk::full(&binary, folder, &built, tally)?;
    disk::read_only(&binary, folder, &built, tally)?;
    proof::prove(&place, &built, tally)
}

/// One act of each kind under the tracer; how many calls a kill can hit in each.
fn look_at_syncs(run: &mut Run, tally: &mut Tally) -> Outcome<Vec<(Verb, usize)>> {
    if !strace::is_here() {
        tally.skip(
            "the log is synced before each answer",
            "there is no strace, or it may not trace",
        );
        tally.skip("kills at system calls", "without strace all are at moments of chance");
        return Ok(Vec::new());
    }
    let (demo, mut calls) = (run.ground.start()?, Vec::new());
    for verb in Verb::ALL {
        let seen = run.watch(&demo, verb)?;
        let well = seen.answers == 1 && seen.early == 0 && seen.syncs > 0;
        let wrong = if well { vec![] } else { vec![format!("{seen:?}")] };
        let name = format!(
            "{verb:?}: the log is synced before the answer ({} writes, {} syncs, {} calls)",
            seen.writes, seen.syncs, seen.calls
        );
        tally.note(&name, wrong);
        calls.push((verb, seen.calls));
    }
    Ok(calls)
}
