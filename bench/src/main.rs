//! Loads and figures: what one request costs in CPU, how long it takes, and what the bare engine
//! needs for the same statements. The server is a process of its own, so the load is not counted.

mod client;
mod clock;
mod cpu;
mod create;
mod drive;
mod fanout;
mod figure;
mod ground;
mod limit;
mod list;
mod offline;
mod pages;
mod places;
mod process;
mod serve;
mod statements;

use clap::{Parser, Subcommand};
use ground::{Ground, Town};
use std::process::ExitCode;

/// How everything here ends.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
#[command(about = "Loads and figures")]
struct Args {
    /// `sqlite:PATH` or `postgres://…`; what is loaded there stays. Without one a temporary file;
    /// a server without `options=` gets a temporary schema.
    #[arg(long, global = true)]
    database: Option<String>,
    /// So many days of work lie behind the station: 377 bring 17,400 matters.
    #[arg(long, global = true, default_value_t = 377)]
    days: u32,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Clone, Copy, PartialEq, Eq)]
enum Command {
    /// Log incidents over HTTP at 1, 8 and 64 clients, and the same statements on the bare engine.
    Create,
    /// Lists of fifty, filtered, as JSON and as pages.
    List,
    /// Every page and every answer of the house.
    Pages,
    /// Sixty-four creates at once.
    Concurrent,
    /// Memory after the start and after load.
    Idle,
    /// From the start of the process to its first answer.
    ColdStart,
    /// Two hundred live streams and one act.
    Fanout,
    /// The finder over 100,000 places.
    Places,
    /// Verify a journal of 100,000 lines.
    Verify,
    /// Import the San Francisco records.
    Import,
    /// Acts of the simulator in a second of CPU.
    Simulate,
    /// Everything above.
    All,
    /// The server that is measured.
    #[command(hide = true)]
    Serve,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Outcome<()> {
    if args.command == Command::Serve {
        return serve::run(args.database.as_deref().ok_or("serve needs a database")?);
    }
    let wanted = |command| args.command == command || args.command == Command::All;
    if ONLINE.iter().any(|(command, _)| wanted(*command)) {
        let ground = Ground::open(args.database.as_deref())?;
        let town = ground::town(&ground, args.days)?;
        figure::head()?;
        for (_, run) in ONLINE.iter().filter(|(command, _)| wanted(*command)) {
            ground::tidy(&ground)?;
            run(&ground, &town)?;
        }
    }
    if OFFLINE.iter().any(|(command, _)| wanted(*command)) {
        figure::head()?;
    }
    for (_, run) in OFFLINE.iter().filter(|(command, _)| wanted(*command)) {
        run()?;
    }
    Ok(())
}

type Online = fn(&Ground, &Town) -> Outcome<()>;
type Offline = fn() -> Outcome<()>;

/// What needs the server, lists first: they are asked of what was loaded and nothing else.
const ONLINE: &[(Command, Online)] = &[
    (Command::List, list::run),
    (Command::Pages, pages::run),
    (Command::ColdStart, process::cold_start),
    (Command::Fanout, fanout::run),
    (Command::Concurrent, create::concurrent),
    (Command::Create, create::run),
    (Command::Idle, process::idle),
];

/// What runs in this process, on throw-away databases of its own.
const OFFLINE: &[(Command, Offline)] = &[
    (Command::Places, places::run),
    (Command::Verify, offline::verify),
    (Command::Import, offline::import),
    (Command::Simulate, offline::simulate),
];
