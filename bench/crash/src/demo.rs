//! The demo as a process of its own: built once, copied, started, killed, started again.

use crate::http::Client;
use crate::{Outcome, clock};
use serde_json::Value;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Building a day takes a debug build some seconds; a start must take less than two.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where a demo lives.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    binary: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) keys: PathBuf,
    /// Ready file, log and ledger: never in the data folder.
    pub(crate) aside: PathBuf,
}

impl Ground {
    /// A place for a demo in `folder`; its data in `data`, where that lies elsewhere.
    pub(crate) fn new(binary: &Path, folder: &Path, data: Option<&Path>) -> Outcome<Ground> {
        fs::create_dir_all(folder)?;
        Ok(Ground {
            binary: binary.to_owned(),
            data: data.map_or_else(|| folder.join("data"), Path::to_owned),
            keys: folder.join("keys"),
            aside: folder.to_owned(),
        })
    }

    /// The database file.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.join("station.db")
    }

    /// Puts a copy of what `from` holds here; nobody may be serving it.
    pub(crate) fn copy_of(&self, from: &Ground) -> Outcome<()> {
        copy_folder(&from.data, &self.data)?;
        copy_folder(&from.keys, &self.keys)
    }

    /// Starts the demo and waits until it answers.
    pub(crate) fn start(&self) -> Outcome<Demo> {
        let (ready, log) = (self.aside.join("ready.json"), self.aside.join("log"));
        drop(fs::remove_file(&ready));
        let log = fs::OpenOptions::new().create(true).append(true).open(log)?;
        let began = clock::now();
        let mut command = self.command(&["demo", "--days", "1", "--listen", "127.0.0.1:0"]);
        command.arg("--ready-file").arg(&ready).stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = command.env("JINGCUN_LOG", "warn").stderr(log).spawn()?;
        while !ready.exists() {
            if let Some(status) = child.try_wait()? {
                return Err(format!("the demo did not start: {status}; {}", self.last_log()).into());
            }
            if began.elapsed() > PATIENCE {
                drop(child.kill());
                return Err("the demo did not become ready".into());
            }
            sleep(Duration::from_millis(2));
        }
        let said: Value = serde_json::from_slice(&fs::read(&ready)?)?;
        let url = said["url"].as_str().unwrap_or_default();
        let address = url.trim_start_matches("http://").parse()?;
        let mut demo =
            Demo { child, address, view: View { tokens: said["tokens"].clone() }, took: PATIENCE };
        // A page that reads the database: `/ready` alone says little of it.
        let (mut client, token) = (Client::open(address)?, demo.view.token("desk"));
        for path in ["/ready", "/api/incidents?limit=1"] {
            let answer = client.get(&token, path)?;
            if answer.status != 200 {
                return Err(format!("{path} was answered {}", answer.told()).into());
            }
        }
        demo.took = began.elapsed();
        Ok(demo)
    }

    /// A command of the product on this folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(args).arg("--data").arg(&self.data).arg("--keys").arg(&self.keys);
        command
    }

    /// The last lines of the server's log.
    pub(crate) fn last_log(&self) -> String {
        let log = fs::read_to_string(self.aside.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(5).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join(" | ")
    }
}

/// The tokens of a running demo: what a client needs of it.
#[derive(Clone, Debug)]
pub(crate) struct View {
    tokens: Value,
}

impl View {
    /// The token of this role.
    pub(crate) fn token(&self, role: &str) -> String {
        self.tokens[role].as_str().unwrap_or_default().to_owned()
    }
}

/// A running demo; it is killed where it is dropped.
#[derive(Debug)]
pub(crate) struct Demo {
    child: Child,
    pub(crate) address: SocketAddr,
    view: View,
    /// From the start of the process to the first page.
    pub(crate) took: Duration,
}

impl Demo {
    /// What its clients need.
    pub(crate) fn view(&self) -> &View {
        &self.view
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`, and gone.
    pub(crate) fn kill(&mut self) {
        // It may have been killed already; either way it is waited for.
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Waits until something else has killed it; whether that came to pass.
    pub(crate) fn has_died(&mut self, patience: Duration) -> bool {
        let began = clock::now();
        while began.elapsed() < patience {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return true;
            }
            sleep(Duration::from_millis(2));
        }
        false
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Copies the files of a folder; sockets are left behind, as every start makes its own.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
