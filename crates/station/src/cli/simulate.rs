//! `simulate`: plays a station's evening through the acts and checks the house after each.

use crate::cli::{Outcome, SimulateArgs};
use crate::words::words;
use base::{Chance, Clock, Keys, Seed};
use db::{Db, Settings};
use std::process::ExitCode;
use std::sync::Arc;

/// Plays; a failure names its act and how to see it again.
pub(crate) fn run(args: &SimulateArgs) -> Outcome {
    let w = words(crate::cli::lang());
    let folder = std::env::temp_dir().join(format!("jingcun-simulate-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = crate::folder::database_url(&folder);
    let clock = Clock::standing_at(crate::demo::EVENING);
    let settings = Settings {
        url: args.database.clone().unwrap_or(file),
        readers: 1,
        writers: 1,
        queue: 64,
        clock: clock.clone(),
        seed: Seed::fixed(args.seed),
        keys: Arc::new(Keys::generate(&mut Chance::seeded(args.seed))),
        durable: false,
    };
    let db = Db::open(settings, &crate::rooms::migrations(), &crate::rooms::tables())?;
    let played = world::simulate(&db, &clock, args.seed, args.acts, world::CheckLevel::Touched);
    drop(db);
    std::fs::remove_dir_all(&folder)?;
    match played {
        Ok(report) => {
            println!("{}", w.simulated(report.acts, report.done, report.refused));
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            eprintln!("{failure}");
            Ok(ExitCode::FAILURE)
        }
    }
}
