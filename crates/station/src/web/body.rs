//! Bodies: who it is comes before what is read. Nobody in particular is read 64 KiB, all of them together
//! no more than a fixed share of memory, and whoever stalls is not waited for.

use crate::Site;
use crate::web::call::{Call, Stop};
use axum::body::{Body, Bytes, HttpBody};
use base::Fault;
use db::Tx;
use futures_util::StreamExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

/// The largest body taken in, and all that is read of anybody who was not recognised.
pub(crate) const LIMIT: usize = 64 * 1024;
/// The largest body of an act that takes pasted rows: percent-encoding triples each byte.
pub(crate) const ROWS_LIMIT: usize = 4 * 1024 * 1024;
/// So many bytes of bodies are held for people who were not recognised.
const UNKNOWN: usize = 8 * 1024 * 1024;
/// So many bytes of bodies are held for all others.
const KNOWN: usize = 64 * 1024 * 1024;
/// A body whose next piece does not come for so long is given up.
const PIECE: Duration = Duration::from_secs(10);
/// So long a body may take in all.
const WHOLE: Duration = Duration::from_secs(30);
/// The same for one of more than 64 KiB, by a slow line.
const WHOLE_LARGE: Duration = Duration::from_secs(120);
/// So long a request waits for memory.
const WAIT: Duration = Duration::from_secs(2);

/// The memory there is for bodies.
#[derive(Debug)]
pub(crate) struct Room {
    unknown: Semaphore,
    known: Semaphore,
}

impl Default for Room {
    fn default() -> Room {
        Room { unknown: Semaphore::new(UNKNOWN), known: Semaphore::new(KNOWN) }
    }
}

/// Reads a body, as far as its sender may send one.
pub(crate) async fn take(site: &Site, call: &Arc<Call>, body: Body) -> Result<Bytes, Stop> {
    if call.reads {
        return Ok(Bytes::new());
    }
    let announced = body.size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
    if announced.is_some_and(|bytes| bytes > call.limit) {
        return Err(Stop::TooLarge);
    }
    let (room, small) = (site.bodies(), announced.unwrap_or(call.limit).min(LIMIT));
    if announced.unwrap_or(call.limit) <= LIMIT
        && let Ok(_held) = room.unknown.try_acquire_many(permits(small))
    {
        return read(body, small, WHOLE).await;
    }
    let known = is_known(site, call).await?;
    let (from, most) =
        if known { (&room.known, announced.unwrap_or(call.limit)) } else { (&room.unknown, small) };
    if !known && announced.is_some_and(|bytes| bytes > most) {
        return Err(Stop::SignedOut);
    }
    let held = timeout(WAIT, from.acquire_many(permits(most))).await;
    let _held = held.map_err(|_| Fault::Overloaded)?.map_err(Fault::internal)?;
    let whole = if most > LIMIT { WHOLE_LARGE } else { WHOLE };
    read(body, most, whole).await.map_err(|stop| match stop {
        // Whoever was not recognised learns that first.
        Stop::TooLarge if !known => Stop::SignedOut,
        stop => stop,
    })
}

fn permits(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Whether the secret that came with the request is somebody's.
async fn is_known(site: &Site, call: &Arc<Call>) -> Result<bool, Stop> {
    let Ok(station) = call.station() else { return Ok(false) };
    let asked = Arc::clone(call);
    match site.db().read(station, move |tx: &mut Tx<'_>| asked.recognise(tx)).await {
        Ok(who) => Ok(who.is_some()),
        // Whoever owes a password first is somebody, too.
        Err(Fault::Refused(_)) => Ok(true),
        Err(Fault::NotFound) => Ok(false),
        Err(fault) => Err(fault.into()),
    }
}

async fn read(body: Body, most: usize, whole: Duration) -> Result<Bytes, Stop> {
    let (until, mut pieces, mut bytes) =
        (Instant::now() + whole, body.into_data_stream(), Vec::new());
    loop {
        let next = timeout_at(until.min(Instant::now() + PIECE), pieces.next()).await;
        match next.map_err(|_| Stop::TooSlow)? {
            None => return Ok(bytes.into()),
            Some(Ok(piece)) if bytes.len() + piece.len() <= most => bytes.extend_from_slice(&piece),
            Some(Ok(_)) => return Err(Stop::TooLarge),
            Some(Err(_)) => return Err(Stop::TooSlow),
        }
    }
}
