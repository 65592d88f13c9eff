//! The command line: what is asked, and in which language it is answered.

mod backup;
mod demo;
mod import;
mod journal;
mod moving;
mod recover;
mod rotate;
mod serve;
mod simulate;
mod station;

pub(crate) use demo::open;
pub(crate) use import::{NAME as IMPORT, serve as serve_import};
pub(crate) use rotate::{NAME as ROTATE, serve as serve_rotation};

use crate::folder;
use base::Lang;
use clap::{Args, Parser, Subcommand};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a command ends with; the text is for whoever typed it.
pub(crate) type Outcome = Result<ExitCode, Box<dyn std::error::Error + Send + Sync>>;

/// The console of a police station and its villages.
#[derive(Parser, Debug)]
#[command(name = "jingcun", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serves a demo station whose people and events are all invented.
    Demo(DemoArgs),
    /// Serves a station of one's own; the first start prints the code that sets it up.
    Serve(ServeArgs),
    /// Writes a sealed backup while the station runs.
    Backup(BackupArgs),
    /// Puts a backup in place where nothing is, after all of it was verified.
    Restore(RestoreArgs),
    /// Backs up and restores to a place of its own, and says how long it took.
    Drill(DrillArgs),
    /// Gives an administrator a new way in, while nothing is served.
    Recover(RecoverArgs),
    /// Moves everything between a data folder and a database server, and compares it.
    Move(MoveArgs),
    /// Draws a new master key and seals everything anew by it, while the station works.
    RotateKeys(RotateArgs),
    /// Checks a station's journal, or signs its present end.
    Journal {
        /// What to do with it.
        #[command(subcommand)]
        command: JournalCommand,
    },
    /// Reads records of another system into a station of their own.
    Import {
        /// What to read.
        #[command(subcommand)]
        command: ImportCommand,
    },
    /// Plays a station's evening through the acts, checking the house after each.
    Simulate(SimulateArgs),
}

#[derive(Args, Clone, Debug)]
pub(crate) struct BackupArgs {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Where the station's keys lie.
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// The backup to be written.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// The key that opens it. Keep it elsewhere.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// Makes the key first; refused where there is one.
    #[arg(long)]
    pub(crate) new_key: bool,
    /// A database server used in place of a file.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct RestoreArgs {
    /// The backup.
    #[arg(long, value_name = "FILE", required_unless_present = "copy", requires = "key")]
    pub(crate) from: Option<PathBuf>,
    /// The key that opens it.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// The folder of a running copy, in place of a backup; its keys are in --keys.
    #[arg(long, value_name = "DIR", conflicts_with = "from", requires = "keys")]
    pub(crate) copy: Option<PathBuf>,
    /// The data folder to be made.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Where the station's keys are to lie.
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// Puts nothing but the keys of the backup in place: for a running copy, which has none.
    #[arg(long, requires = "from", requires = "keys", conflicts_with = "copy")]
    pub(crate) only_keys: bool,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct DrillArgs {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Where the station's keys lie.
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// A database server used in place of a file.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct MoveArgs {
    /// The data folder, or the address of a database server, that holds the station.
    #[arg(long, value_name = "DIR or URL")]
    pub(crate) from: String,
    /// The data folder to be made, or the address of a server whose database holds nothing.
    #[arg(long, value_name = "DIR or URL")]
    pub(crate) to: String,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct RotateArgs {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Where the keys lie, where no server runs [default: the user's configuration folder].
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// A database server used in place of a file, where no server runs.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct RecoverArgs {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The administrator's name to sign in with.
    #[arg(long, value_name = "NAME")]
    pub(crate) login: String,
    /// Where the keys lie [default: the user's configuration folder].
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// A database server used in place of a file.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct ServeArgs {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Where to listen. Plain HTTP only on this machine or behind a proxy.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
    /// What browsers call this machine: a name or an address; may be given again.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// A certificate chain of the station's own, PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    /// The key of that certificate, PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate_key: Option<PathBuf>,
    /// TLS by the station's own authority even on this machine alone.
    #[arg(long)]
    pub(crate) tls: bool,
    /// The address of the proxy in front, which speaks TLS; nobody else is answered.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["certificate", "certificate_key", "tls"])]
    pub(crate) behind: Option<IpAddr>,
    /// The address browsers use, where it is not that of this machine: behind a proxy.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Where the keys lie [default: the user's configuration folder].
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// A database server to use in place of a file: postgres://…
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// A folder on a second disk to which every write is copied within a second.
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    pub(crate) copy_to: Option<PathBuf>,
    /// Written once it answers: its address, and the way to set it up.
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
}

#[derive(Subcommand, Clone, Debug)]
enum ImportCommand {
    /// Calls with their orders and stamps, from CSV or CSV under zstd.
    Incidents(ImportArgs),
}

#[derive(Args, Clone, Debug)]
pub(crate) struct ImportArgs {
    /// The file.
    pub(crate) file: PathBuf,
    /// How its columns are to be read.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: PathBuf,
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Reads and reports, writes nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// A database server used in place of a file.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Where the keys lie.
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct SimulateArgs {
    /// The same seed plays the same evening.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many acts.
    #[arg(long, default_value_t = 20_000)]
    pub(crate) acts: usize,
    /// A database server to use in place of a file.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct DemoArgs {
    #[command(subcommand)]
    pub(crate) command: Option<DemoCommand>,
    /// The data folder [default: the user's data folder].
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data: Option<PathBuf>,
    /// Where to listen; only this machine [default: 127.0.0.1:8080, or a free port].
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// Written once the demo answers: address, sign-in links, tokens.
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    /// A database server to use in place of a file: postgres://…
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Where the keys lie [default: the user's configuration folder].
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) keys: Option<PathBuf>,
    /// So many days of history lie behind the evening when it is built [default: 377].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) days: Option<u32>,
}

#[derive(Subcommand, Clone, Copy, Debug)]
pub(crate) enum DemoCommand {
    /// Removes the data folder of the demo and its keys.
    Remove,
}

#[derive(Subcommand, Clone, Debug)]
enum JournalCommand {
    /// Reads the whole chain and names the first broken line.
    Verify(JournalArgs),
    /// Signs the present end of the chain, to be kept elsewhere.
    ExportHead(JournalArgs),
}

#[derive(Args, Clone, Debug)]
pub(crate) struct JournalArgs {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A signed head: read by verify, written by export-head.
    #[arg(long, value_name = "FILE")]
    pub(crate) head: Vec<PathBuf>,
    /// Which station [default: every one, or the only one].
    #[arg(long, value_name = "N")]
    pub(crate) station: Option<i64>,
    /// A database server used in place of a file.
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Where the keys lie.
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    // What it writes is for whoever runs it, whatever the folder it is told to write to.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let outcome = match Cli::parse().command {
        Command::Demo(args) => match args.command {
            Some(DemoCommand::Remove) => demo::remove(&args),
            None => demo::run(&args),
        },
        Command::Serve(args) => station::run(&args),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Drill(args) => backup::drill(&args),
        Command::Recover(args) => recover::run(&args),
        Command::RotateKeys(args) => rotate::run(&args),
        Command::Move(args) => moving::run(&args),
        Command::Journal { command: JournalCommand::Verify(args) } => journal::verify(&args),
        Command::Journal { command: JournalCommand::ExportHead(args) } => {
            journal::export_head(&args)
        }
        Command::Import { command: ImportCommand::Incidents(args) } => import::run(&args),
        Command::Simulate(args) => simulate::run(&args),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("jingcun: {error}");
        ExitCode::FAILURE
    })
}

/// The language of the terminal.
pub(crate) fn lang() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|v| std::env::var(v).ok());
    let chosen = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    if chosen.starts_with("zh") { Lang::Zh } else { Lang::En }
}

pub(crate) fn data_of(data: Option<&Path>) -> PathBuf {
    data.map_or_else(folder::default_data, Path::to_path_buf)
}
