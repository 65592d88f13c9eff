//! Live updates: one relay reads the outbox after each commit and tells every stream.

mod stream;

pub(crate) use stream::open;

use crate::Site;
use base::{Fault, Id};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast;

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
}

/// Under what a drawn row is kept: position, station, matter, and who sees it alike.
pub(crate) type RowKey = (i64, i64, Id, String);

/// Where the live streams hang.
#[derive(Debug)]
pub struct Hub {
    signals: broadcast::Sender<Signal>,
    rows: Mutex<BTreeMap<RowKey, Arc<str>>>,
    /// How many each session holds, and each account.
    streams: Mutex<[HashMap<Id, usize>; 2]>,
}

impl Hub {
    pub(crate) fn new() -> Hub {
        Hub {
            signals: broadcast::Sender::new(CAPACITY),
            rows: Mutex::default(),
            streams: Mutex::default(),
        }
    }

    /// Ends the streams of a session.
    pub fn close(&self, session: Id) {
        self.tell(Signal::Closed(session));
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        lock(&self.streams)[0].values().sum()
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

    /// Counts a stream of `session`, and of `account` where one is meant; `None` where either holds too many.
    pub(crate) fn admit(self: &Arc<Hub>, session: Id, account: Option<Id>) -> Option<Place> {
        let mut streams = lock(&self.streams);
        let ids = [Some(session), account];
        let is_full = |((held, id), most): ((&HashMap<Id, usize>, &Option<Id>), usize)| {
            id.and_then(|id| held.get(&id)).is_some_and(|count| *count >= most)
        };
        if streams.iter().zip(&ids).zip([STREAMS, STREAMS_OF_ONE]).any(is_full) {
            return None;
        }
        for (held, id) in streams.iter_mut().zip(&ids) {
            if let Some(id) = id {
                *held.entry(*id).or_default() += 1;
            }
        }
        Some(Place { hub: Arc::clone(self), ids })
    }
}

/// The place of one stream; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    hub: Arc<Hub>,
    /// Under what it is counted: the session, and its account.
    ids: [Option<Id>; 2],
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut streams = lock(&self.hub.streams);
        for (held, id) in streams.iter_mut().zip(&self.ids) {
            if let Some(id) = id
                && let Some(count) = held.get_mut(id)
            {
                *count -= 1;
                if *count == 0 {
                    held.remove(id);
                }
            }
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
