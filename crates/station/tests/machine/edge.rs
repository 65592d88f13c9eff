//! Whoever has no account holds up nobody who has: half heads, stalled bodies, idle and unread
//! connections, on real sockets.

use crate::command;
use db::testing::TestFolder;
use serde_json::Value;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A demo that serves, with so many descriptors.
struct Served {
    _place: TestFolder,
    process: Child,
    ready: Value,
}

impl Drop for Served {
    fn drop(&mut self) {
        Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        self.process.wait().unwrap();
    }
}

impl Served {
    fn with(name: &str, descriptors: u32) -> Served {
        let place = TestFolder::new(name);
        let args = ["demo", "--data", "@/data", "--keys", "@/keys", "--days", "1"];
        let at = ["--listen", "127.0.0.1:0", "--ready-file", "@/ready.json"];
        let inner = command(&place, &[&args[..], &at].concat());
        let mut limited = Command::new("sh");
        limited.arg("-c").arg(format!("ulimit -n {descriptors}; exec \"$0\" \"$@\""));
        limited.arg(inner.get_program()).args(inner.get_args()).env("LANG", "C");
        let process = limited.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut served = Served { _place: place, process, ready: Value::Null };
        let path = served._place.at("ready.json");
        let began = now();
        while !path.exists() {
            assert!(began.elapsed() < Duration::from_secs(120), "it did not begin to serve");
            std::thread::sleep(Duration::from_millis(50));
        }
        served.ready = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        served
    }

    fn connect(&self) -> TcpStream {
        let url = self.ready["url"].as_str().unwrap();
        let stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
        stream
    }

    fn ask(&self, path: &str) -> String {
        let token = self.ready["tokens"]["desk"].as_str().unwrap();
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n")
    }

    /// Asks as somebody known; how long it took.
    fn is_served(&self, on: &mut TcpStream) -> Duration {
        let began = now();
        on.write_all(self.ask("/api/me").as_bytes()).unwrap();
        let answer = status(on);
        assert_eq!(answer, 200);
        began.elapsed()
    }

    /// Resident memory, in KiB.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "sockets are cut by the time on the wall")]
fn now() -> Instant {
    Instant::now()
}

/// The status of one short answer, all of which is read.
fn status(stream: &mut TcpStream) -> u16 {
    let mut bytes = [0; 16 * 1024];
    let read = stream.read(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes[..read]);
    text.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

/// Whether the other end has closed, or cut, a connection.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let mut rest = [0; 4096];
    loop {
        match stream.read(&mut rest) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(fault) => {
                return !matches!(fault.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
            }
        }
    }
}

fn wait_until(from: Instant, seconds: u64) {
    let until = Duration::from_secs(seconds);
    std::thread::sleep(until.saturating_sub(from.elapsed()));
}

#[test]
fn three_hundred_idle_connections_lock_nobody_out() {
    let served = Served::with("idle", 256);
    let mut before = served.connect();
    served.is_served(&mut before);
    let _strangers: Vec<TcpStream> = (0..300).map(|_| served.connect()).collect();
    // On the connection that was there, on a new one, and many times over.
    for _ in 0..20 {
        assert!(served.is_served(&mut before) < Duration::from_secs(2));
        assert!(served.is_served(&mut served.connect()) < Duration::from_secs(2));
    }
}

#[test]
fn whoever_stalls_is_cut_and_costs_little_meanwhile() {
    let served = Served::with("stall", 4096);
    served.is_served(&mut served.connect());
    let (began, memory) = (now(), served.memory());
    let open = |text: &str| {
        let mut stream = served.connect();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let mut heads: Vec<_> = (0..500).map(|_| open("GET / HTTP/1.1\r\nHost: local")).collect();
    let post = |path: &str, bytes: usize| {
        let kind = "application/x-www-form-urlencoded";
        format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nContent-Length: {bytes}\r\n\r\n"
        )
    };
    let some = "a".repeat(60_000);
    let stalled = |_| open(&(post("/sign-in", 64_000) + &some));
    let mut bodies: Vec<_> = (0..120).map(stalled).collect();
    // Whoever nobody knows is told so before a long body is read.
    let mut long = open(&post("/accounts/rows", 4_000_000));
    assert_eq!(status(&mut long), 303);
    // Asks for more than the kernel keeps, and reads nothing.
    let mut unread = served.connect();
    let many = served.ask("/board").repeat(400);
    drop(unread.write_all(many.as_bytes()));
    assert!(served.is_served(&mut served.connect()) < Duration::from_secs(2));
    let grown = served.memory().saturating_sub(memory);
    assert!(grown < 32 * 1024, "{grown} KiB more");
    wait_until(began, 14);
    assert!(heads.iter_mut().all(is_closed), "a head is there within ten seconds");
    let slow = bodies.iter_mut().map(status).filter(|status| *status == 408).count();
    assert_eq!(slow, 120, "a body comes on within ten seconds");
    wait_until(began, 26);
    let rest = unread.write_all(served.ask("/board").as_bytes());
    assert!(
        rest.is_err() || is_closed(&mut unread),
        "who takes nothing for twenty seconds has gone"
    );
    assert!(served.is_served(&mut served.connect()) < Duration::from_secs(2));
}
