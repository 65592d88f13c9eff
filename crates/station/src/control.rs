//! The control socket: commands that act go through the running server. One JSON object a line:
//! an order in, progress and one last answer out.

use crate::Site;
use crate::folder::CONTROL;
use base::Fault;
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader as StdReader, Write};
use std::path::{Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;

/// The longest order.
const LONGEST: u64 = 1024 * 1024;

/// Tells how far a command is.
pub type Tell<'a> = &'a mut dyn FnMut(Value);

/// A command the server takes from its own machine.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Runs it on a thread that may wait; progress goes to the last argument.
    pub run: fn(&Site, &Value, Tell<'_>) -> Result<Value, Fault>,
}

/// Every command.
pub static COMMANDS: &[Command] = &[
    Command { name: "status", run: status },
    Command { name: crate::cli::IMPORT, run: crate::cli::serve_import },
    Command { name: crate::cli::ROTATE, run: crate::cli::serve_rotation },
];

fn status(site: &Site, _: &Value, _: Tell<'_>) -> Result<Value, Fault> {
    let stations = site.db().read_now(0, people::list_stations)?;
    let codes: Vec<String> = stations.into_iter().map(|station| station.code).collect();
    Ok(json!({ "stations": codes, "streams": site.hub().streams() }))
}

/// Takes orders until the house closes. The socket is the owner's alone.
///
/// # Errors
/// Where the socket cannot be made.
pub async fn serve(site: Site, folder: PathBuf) -> io::Result<()> {
    let path = folder.join(CONTROL);
    // Left by a process that was killed: we hold the folder's lock.
    drop(std::fs::remove_file(&path));
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let mut stopping = site.stopping();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        let (stream, _) = accepted?;
        tokio::spawn(converse(site.clone(), stream));
    }
    drop(std::fs::remove_file(&path));
    Ok(())
}

async fn converse(site: Site, stream: UnixStream) {
    if let Err(error) = take_order(site, stream).await {
        tracing::debug!(%error, "a control connection ended");
    }
}

async fn take_order(site: Site, stream: UnixStream) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    BufReader::new(read.take(LONGEST)).read_line(&mut line).await?;
    let (out, mut lines) = mpsc::channel::<Value>(64);
    let work = tokio::task::spawn_blocking(move || {
        let last = obey(&site, &line, &mut |progress| drop(out.blocking_send(progress)));
        drop(out.blocking_send(last));
    });
    while let Some(line) = lines.recv().await {
        write.write_all(format!("{line}\n").as_bytes()).await?;
    }
    work.await.map_err(io::Error::other)
}

/// Runs the order and words its end: `{"done": …}` or `{"fault": …}`.
fn obey(site: &Site, line: &str, tell: Tell<'_>) -> Value {
    let order: Value = serde_json::from_str(line).unwrap_or_default();
    let name = order["command"].as_str().unwrap_or_default();
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return json!({ "fault": "unknown command" });
    };
    match (command.run)(site, &order, &mut |progress| tell(json!({ "progress": progress }))) {
        Ok(done) => json!({ "done": done }),
        Err(fault) => {
            tracing::error!(%fault, command = name, "a command failed");
            json!({ "fault": fault.to_string() })
        }
    }
}

/// Gives `order` to the server of the folder at `folder`; `None` where none runs. Progress goes
/// to `on_line`, the last line is returned.
///
/// # Errors
/// Where the connection breaks.
pub fn call(
    folder: &Path,
    order: &Value,
    on_line: &mut dyn FnMut(&Value),
) -> io::Result<Option<Value>> {
    let stream = match std::os::unix::net::UnixStream::connect(folder.join(CONTROL)) {
        Ok(stream) => stream,
        Err(error) => {
            let nobody = [io::ErrorKind::NotFound, io::ErrorKind::ConnectionRefused];
            return if nobody.contains(&error.kind()) { Ok(None) } else { Err(error) };
        }
    };
    (&stream).write_all(format!("{order}\n").as_bytes())?;
    for line in StdReader::new(&stream).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        match line.get("progress") {
            Some(progress) => on_line(progress),
            None => return Ok(Some(line)),
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}
