//! Live updates: one relay reads the outbox after each commit and tells every stream.

mod stream;

pub(crate) use stream::{open, report};

use crate::Site;
use base::{Fault, Id};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::time::Instant;
use ui::{Bell, Bells};

/// So many changes may wait for a slow stream.
const CAPACITY: usize = 1024;
/// So many changes are read at once.
const PAGE: i64 = 500;
/// So many drawn rows are kept.
const ROWS: usize = 4096;
/// So many streams one session may hold open.
const STREAMS: usize = 12;
/// So many the sessions of one account may hold together.
const STREAMS_OF_ONE: usize = 48;

/// What streams are told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Signal {
    /// A change of a station, and the matter it is about, if it is about one.
    Change { station: i64, position: i64, matter: Option<Id> },
    /// A session has ended.
    Closed(Id),
    /// What happens where an account is called may have changed: a page opened, closed, or found its voice.
    Bell { station: i64, account: Id },
}

/// Under what a drawn row is kept: position, station, matter, and who sees it alike.
pub(crate) type RowKey = (i64, i64, Id, String);

/// A page that said it rings is believed for so long.
const BELIEVED: Duration = Duration::from_secs(45);
/// From page to page a stream ends and another begins: so long passes before the desk is told.
const BETWEEN_PAGES: Duration = Duration::from_secs(3);

/// One open stream: whose, and when its page last said that it rings.
#[derive(Debug)]
struct Open {
    session: Id,
    is_browser: bool,
    who: (i64, Id),
    rang: Option<Instant>,
}

/// Where the live streams hang.
#[derive(Debug)]
pub struct Hub {
    signals: broadcast::Sender<Signal>,
    rows: Mutex<BTreeMap<RowKey, Arc<str>>>,
    streams: Mutex<HashMap<u64, Open>>,
    numbers: AtomicU64,
    bells: Bells,
}

impl Hub {
    pub(crate) fn new() -> Hub {
        Hub {
            signals: broadcast::Sender::new(CAPACITY),
            rows: Mutex::default(),
            streams: Mutex::default(),
            numbers: AtomicU64::new(1),
            bells: Bells::default(),
        }
    }

    /// Ends the streams of a session.
    pub fn close(&self, session: Id) {
        self.tell(Signal::Closed(session));
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        lock(&self.streams).len()
    }

    /// Whose open pages can ring.
    pub fn bells(&self) -> &Bells {
        &self.bells
    }

    /// What the page behind a stream of `session` says of itself; whether there is such a stream.
    pub(crate) fn report(&self, session: Id, stream: u64, rings: bool) -> bool {
        let mut streams = lock(&self.streams);
        let Some(open) = streams.get_mut(&stream).filter(|open| open.session == session) else {
            return false;
        };
        open.rang = rings.then(Instant::now);
        self.note(open.who, stream, if rings { Bell::Rings } else { Bell::Mute });
        true
    }

    /// Ceases to believe a page that has not said for long that it rings: its phone may lie in a cellar.
    fn doubt(&self, stream: u64) {
        let mut streams = lock(&self.streams);
        let Some(open) = streams.get_mut(&stream) else { return };
        if open.rang.is_some_and(|rang| rang.elapsed() > BELIEVED) {
            open.rang = None;
            self.note(open.who, stream, Bell::Mute);
        }
    }

    /// Tells what is true once the next page had time to open.
    fn tell_soon(self: &Arc<Hub>, (station, account): (i64, Id)) {
        // Outside a runtime nobody listens.
        if let Ok(handle) = tokio::runtime::Handle::try_current() {
            let hub = Arc::clone(self);
            handle.spawn(async move {
                tokio::time::sleep(BETWEEN_PAGES).await;
                hub.tell(Signal::Bell { station, account });
            });
        }
    }

    fn note(&self, who: (i64, Id), stream: u64, bell: Bell) {
        if self.bells.set(who, stream, bell) {
            self.tell(Signal::Bell { station: who.0, account: who.1 });
        }
    }

    fn tell(&self, signal: Signal) {
        // An error says that nobody listens.
        drop(self.signals.send(signal));
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Signal> {
        self.signals.subscribe()
    }

    pub(crate) fn row(&self, key: &RowKey) -> Option<Arc<str>> {
        lock(&self.rows).get(key).cloned()
    }

    pub(crate) fn keep(&self, key: RowKey, row: Arc<str>) {
        let mut rows = lock(&self.rows);
        rows.insert(key, row);
        while rows.len() > ROWS {
            rows.pop_first();
        }
    }

    /// Counts a stream of `session`, which `who` of a station has; `None` where it holds too many, or its
    /// account does in browsers: programs hold a token for each stream.
    pub(crate) fn admit(
        self: &Arc<Hub>,
        session: Id,
        who: (i64, Id),
        is_browser: bool,
    ) -> Option<Place> {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let mut streams = lock(&self.streams);
        let held = |is: &dyn Fn(&Open) -> bool| streams.values().filter(|open| is(open)).count();
        let of_one = held(&|open| is_browser && open.is_browser && open.who == who);
        if held(&|open| open.session == session) >= STREAMS || of_one >= STREAMS_OF_ONE {
            return None;
        }
        streams.insert(number, Open { session, who, is_browser, rang: None });
        if self.bells.set(who, number, Bell::Mute) {
            self.tell_soon(who);
        }
        Some(Place { hub: Arc::clone(self), who, number })
    }
}

/// The place of one stream; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    hub: Arc<Hub>,
    who: (i64, Id),
    pub(crate) number: u64,
}

impl Place {
    pub(crate) fn doubt(&self) {
        self.hub.doubt(self.number);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.hub.streams).remove(&self.number);
        if self.hub.bells.forget(self.who, self.number) {
            self.hub.tell_soon(self.who);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Relays changes to the streams until the house closes.
pub async fn relay(site: Site) {
    let mut commits = site.db().commits();
    let mut stopping = site.stopping();
    let mut read: BTreeMap<i64, i64> = BTreeMap::new();
    loop {
        if let Err(fault) = pass(&site, &mut read).await {
            tracing::warn!(%fault, "the outbox could not be read and will be tried again");
        }
        let woken = tokio::select! {
            changed = commits.changed() => changed.is_ok().then_some(false),
            () = tokio::time::sleep(Duration::from_secs(1)) => Some(true),
            _ = stopping.wait_for(|stop| *stop) => None,
        };
        match woken {
            None => return,
            Some(false) => {}
            // A station may have been opened by another hand: an import, another process.
            Some(true) => {
                if let Err(fault) = site.stations().await {
                    tracing::warn!(%fault, "the stations could not be read, to be tried again");
                }
            }
        }
    }
}

async fn pass(site: &Site, read: &mut BTreeMap<i64, i64>) -> Result<(), Fault> {
    for station in site.known_stations().await? {
        let Some(last) = read.get_mut(&station) else {
            read.insert(station, site.db().read(station, notify::last_position).await?);
            continue;
        };
        loop {
            let after = *last;
            let changes = site.db().read(station, move |tx| notify::list_changes(tx, after, PAGE));
            let changes = changes.await?;
            for change in &changes {
                let matter = (change.topic == "matter").then_some(change.subject_id);
                site.hub().tell(Signal::Change { station, position: change.position, matter });
                *last = change.position;
            }
            if changes.len() < PAGE as usize {
                break;
            }
        }
    }
    Ok(())
}
