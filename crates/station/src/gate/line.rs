//! One connection: what happens on it is noted as it happens, and it can be cut from outside.

use super::Gate;
use super::rules::{HEAD_BYTES, Seen};
use base::Id;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What is known of a connection. Times are milliseconds since the gate was opened.
#[derive(Debug)]
pub struct Line {
    gate: Gate,
    number: u64,
    accepted: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Requests being answered.
    busy: u32,
    session: Option<Id>,
    streams: bool,
    /// When a byte last came or went.
    moved: u64,
    head_since: Option<u64>,
    head_bytes: usize,
    blocked_since: Option<u64>,
    is_cut: bool,
    wakers: [Option<Waker>; 2],
}

/// A request under way on a connection, until it is dropped.
#[derive(Debug)]
pub(crate) struct Busy(Arc<Line>);

impl Line {
    pub(super) fn new(gate: Gate, number: u64) -> Line {
        let accepted = gate.now();
        let state = Mutex::new(State { moved: accepted, ..State::default() });
        Line { gate, number, accepted, state }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn seen(&self, now: u64) -> Seen {
        let state = self.lock();
        let ago = |then: u64| now.saturating_sub(then);
        Seen {
            busy: state.busy > 0,
            known: state.session.is_some(),
            streams: state.streams,
            age_ms: ago(self.accepted),
            quiet_ms: ago(state.moved),
            head_ms: state.head_since.map(ago),
            blocked_ms: state.blocked_since.map(ago),
        }
    }

    pub(super) fn session(&self) -> Option<Id> {
        self.lock().session
    }

    /// Cuts it: whatever waits to read or write fails at once.
    pub(super) fn cut(&self) {
        let mut state = self.lock();
        state.is_cut = true;
        let wakers = std::mem::take(&mut state.wakers);
        drop(state);
        wakers.into_iter().flatten().for_each(Waker::wake);
    }

    /// A head has come: its request is answered until what is given is dropped.
    pub(crate) fn begin(self: &Arc<Line>) -> Busy {
        let mut state = self.lock();
        state.busy += 1;
        state.head_since = None;
        state.head_bytes = 0;
        Busy(Arc::clone(self))
    }

    /// Notes who was recognised; `false` where they hold too many connections already.
    pub(crate) fn belongs(&self, session: Id) -> bool {
        if self.session() == Some(session) {
            return true;
        }
        if !self.gate.has_room_for(session) {
            return false;
        }
        self.lock().session = Some(session);
        true
    }

    /// Notes that it carries a live stream.
    pub(crate) fn keeps_open(&self) {
        self.lock().streams = true;
    }

    /// Before anything is read (0) or written (1): whether it was cut, or what is sent as a head has no end.
    fn enter(&self, side: usize, cx: &Context<'_>) -> io::Result<()> {
        let mut state = self.lock();
        if state.is_cut || (side == 0 && state.head_bytes > HEAD_BYTES) {
            state.is_cut = true;
            return Err(io::ErrorKind::TimedOut.into());
        }
        match &mut state.wakers[side] {
            Some(waker) => waker.clone_from(cx.waker()),
            none => *none = Some(cx.waker().clone()),
        }
        Ok(())
    }

    fn came(&self, bytes: usize) {
        let now = self.gate.now();
        let mut state = self.lock();
        if bytes == 0 {
            return;
        }
        state.moved = now;
        if state.busy == 0 {
            state.head_since.get_or_insert(now);
            state.head_bytes += bytes;
        }
    }

    fn went(&self, is_blocked: bool) {
        let now = self.gate.now();
        let mut state = self.lock();
        if is_blocked {
            state.blocked_since.get_or_insert(now);
        } else {
            state.blocked_since = None;
            state.moved = now;
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let now = self.0.gate.now();
        let mut state = self.0.lock();
        state.busy -= 1;
        state.moved = now;
        state.head_since = None;
        state.head_bytes = 0;
    }
}

/// A socket that keeps its line's book.
#[derive(Debug)]
pub struct Gated {
    socket: TcpStream,
    line: Arc<Line>,
}

impl Gated {
    pub(super) fn new(socket: TcpStream, line: Arc<Line>) -> Gated {
        Gated { socket, line }
    }

    pub(crate) fn line(&self) -> &Arc<Line> {
        &self.line
    }
}

impl Drop for Gated {
    fn drop(&mut self) {
        self.line.gate.forget(self.line.number);
        if self.line.lock().is_cut {
            // What nobody takes is not kept for them by the kernel either.
            drop(self.socket.set_zero_linger());
        }
    }
}

impl AsyncRead for Gated {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.line.enter(0, cx)?;
        let before = buf.filled().len();
        let read = Pin::new(&mut self.socket).poll_read(cx, buf);
        self.line.came(buf.filled().len() - before);
        read
    }
}

impl AsyncWrite for Gated {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.line.enter(1, cx)?;
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.line.went(written.is_pending());
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.line.enter(1, cx)?;
        let written = Pin::new(&mut self.socket).poll_write_vectored(cx, parts);
        self.line.went(written.is_pending());
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
