//! What the process says of itself, for programs that collect it.

use crate::command;
use db::testing::TestFolder;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn a_log_for_programs_is_one_object_a_line() {
    let place = TestFolder::new("log");
    // No socket can have so long a name: it is said, and it serves all the same.
    let (data, ready) = (format!("@/{}", "long".repeat(30)), place.at("ready.json"));
    let at = ["--data", &data, "--keys", "@/keys", "--ready-file", "@/ready.json"];
    let mut served = command(&place, &[&["serve", "--listen", "127.0.0.1:0"][..], &at].concat());
    served.env("JINGCUN_LOG_FORMAT", "json");
    let mut served = served.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    for _ in 0..600 {
        if ready.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let is_ready = ready.exists();
    Command::new("kill").arg(served.id().to_string()).status().unwrap();
    let stderr = served.stderr.take().unwrap();
    let said = std::io::read_to_string(stderr).unwrap();
    assert!(served.wait().unwrap().success() && is_ready, "{said}");
    // What is said to whoever started it does not stand in the log.
    let lines: Vec<serde_json::Value> =
        said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let socket =
        lines.iter().find(|line| line["fields"]["message"] == "no control socket").unwrap();
    assert_eq!(socket["level"], "WARN");
    assert!(socket["fields"]["error"].is_string() && socket["timestamp"].is_string(), "{socket}");
    // Nobody else on the machine reads its files, whatever the folder lets through.
    let written = fs::read_dir(place.at(&data[2..])).unwrap().map(|file| file.unwrap());
    let modes: Vec<u32> =
        written.map(|file| file.metadata().unwrap().permissions().mode() & 0o077).collect();
    assert!(modes.len() > 1 && modes.iter().all(|mode| *mode == 0), "{modes:?}");
}
