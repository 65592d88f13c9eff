//! The gate: every connection passes it before a byte is read, and is cut where it holds up the house.
//! Fewer are held than there are descriptors, a share of them kept for those who were recognised.

mod line;
pub(crate) mod rules;

pub use line::{Gated, Line};

use base::Id;
use rustix::net::sockopt;
use rustix::process::{Resource, getrlimit};
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::Instant;

/// How often every connection is looked at.
const SWEEP: Duration = Duration::from_secs(1);
/// After a failure to accept (no descriptor left) it waits this long.
const PAUSE: Duration = Duration::from_millis(100);
/// So much of an answer the kernel keeps for one reader, twice over.
const UNSENT: usize = 256 * 1024;
/// What was sent and not acknowledged for so long ends a connection.
const UNACKNOWLEDGED_MS: u32 = 30_000;
/// A connection that is silent for so long is asked whether the other end still stands.
const SILENT: Duration = Duration::from_secs(60);

/// Every connection of one process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    opened: Instant,
    most: usize,
    next: AtomicU64,
    lines: Mutex<BTreeMap<u64, Arc<Line>>>,
}

impl Gate {
    /// A gate as wide as the descriptors of this process allow.
    pub(crate) fn new() -> Gate {
        Gate::of(rules::most(getrlimit(Resource::Nofile).current))
    }

    fn of(most: usize) -> Gate {
        let (opened, next, lines) = (Instant::now(), AtomicU64::default(), Mutex::default());
        Gate(Arc::new(Inner { opened, most, next, lines }))
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn lines(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Line>>> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more connection, made where there is none by cutting another; none where
    /// everybody is known and asks.
    fn admit(&self) -> Option<Arc<Line>> {
        let mut lines = self.lines();
        let unknown = lines.values().filter(|line| line.session().is_none()).count();
        if lines.len() >= self.0.most || unknown >= rules::most_unknown(self.0.most) {
            let now = self.now();
            let rank = |line: &Arc<Line>| Some((rules::gives_way(&line.seen(now))?, line.clone()));
            let (_, first) =
                lines.values().rev().filter_map(rank).max_by_key(|(order, _)| *order)?;
            lines.retain(|_, line| !Arc::ptr_eq(line, &first));
            first.cut();
        }
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        let line = Arc::new(Line::new(self.clone(), number));
        lines.insert(number, Arc::clone(&line));
        Some(line)
    }

    fn forget(&self, number: u64) {
        self.lines().remove(&number);
    }

    /// Whether this session may hold one more; its longest idle connection makes room where it can.
    fn has_room_for(&self, session: Id) -> bool {
        let lines = self.lines();
        let own: Vec<_> = lines.values().filter(|line| line.session() == Some(session)).collect();
        if own.len() < rules::OF_ONE {
            return true;
        }
        let now = self.now();
        let idle = own.into_iter().filter_map(|line| {
            let seen = line.seen(now);
            (!seen.busy && !seen.streams).then_some((seen.quiet_ms, line))
        });
        match idle.max_by_key(|(quiet_ms, _)| *quiet_ms) {
            Some((_, line)) => line.cut(),
            None => return false,
        }
        true
    }

    /// Cuts what is over, until the house closes.
    pub(crate) async fn sweep(self, mut stopping: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(SWEEP) => {}
                _ = stopping.wait_for(|stop| *stop) => return,
            }
            let now = self.now();
            let over: Vec<_> = {
                let lines = self.lines();
                lines.values().filter(|line| rules::is_over(&line.seen(now))).cloned().collect()
            };
            over.iter().for_each(|line| line.cut());
        }
    }
}

/// A listener whose connections have passed the gate.
#[derive(Debug)]
pub struct GatedListener {
    listener: TcpListener,
    gate: Gate,
}

impl GatedListener {
    /// Over a listener that is bound.
    ///
    /// # Errors
    /// Where the kernel refuses a limit of its sockets.
    pub fn over(listener: TcpListener, gate: Gate) -> io::Result<GatedListener> {
        // Every connection takes these over from the socket that it came by.
        let socket = listener.as_fd();
        sockopt::set_socket_send_buffer_size(socket, UNSENT)?;
        sockopt::set_socket_keepalive(socket, true)?;
        #[cfg(target_os = "linux")]
        {
            sockopt::set_tcp_keepidle(socket, SILENT)?;
            sockopt::set_tcp_user_timeout(socket, UNACKNOWLEDGED_MS)?;
        }
        Ok(GatedListener { listener, gate })
    }

    /// The next connection that there is a place for.
    pub(crate) async fn next(&mut self) -> (Gated, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((socket, from)) => {
                    if let Some(gated) = self.pass(socket) {
                        return (gated, from);
                    }
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    fn pass(&self, socket: TcpStream) -> Option<Gated> {
        self.gate.admit().map(|line| Gated::new(socket, line))
    }
}

impl axum::serve::Listener for GatedListener {
    type Io = Gated;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Gated, SocketAddr) {
        self.next().await
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(number: i64) -> Id {
        Id::from_number(number)
    }

    #[tokio::test]
    async fn strangers_push_out_one_another_and_nobody_who_is_known() {
        let gate = Gate::of(16);
        let known: Vec<_> = (1..=4).map(|one| (one, gate.admit().unwrap())).collect();
        assert!(known.iter().all(|(one, line)| line.belongs(session(*one))));
        let strangers: Vec<_> = (0..100).map(|_| gate.admit().unwrap()).collect();
        let lines = gate.lines().len();
        assert!(lines <= 16, "{lines}");
        let holds = |line: &Arc<Line>| gate.lines().values().any(|one| Arc::ptr_eq(one, line));
        assert!(known.iter().all(|(_, line)| holds(line)));
        assert!(strangers.last().is_some_and(holds) && !holds(&strangers[0]));
        // Whoever is let in last and recognised is in, though all the others are known and ask.
        let asking: Vec<_> = known.iter().map(|(_, line)| line.begin()).collect();
        let late = gate.admit().unwrap();
        assert!(late.belongs(session(9)));
        drop(asking);
    }

    #[tokio::test]
    async fn one_session_holds_so_many_connections_and_no_more() {
        let gate = Gate::of(4_096);
        let own: Vec<_> = (0..rules::OF_ONE).map(|_| gate.admit().unwrap()).collect();
        assert!(own.iter().all(|line| line.belongs(session(1))));
        // One more takes the place of an idle one.
        let more = gate.admit().unwrap();
        assert!(more.belongs(session(1)));
        // Where all of them ask, it is refused, and another session is not.
        let _asking: Vec<_> = own.iter().chain([&more]).map(Line::begin).collect();
        let late = gate.admit().unwrap();
        assert!(!late.belongs(session(1)) && late.belongs(session(2)));
    }
}
