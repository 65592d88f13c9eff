//! One reader's stream. Who reads, and what they may see, is asked again at every change.

#[cfg(test)]
mod tests;

use crate::live::{Hub, PAGE, Place, Signal};
use crate::web::{Call, Stop};
use crate::{Site, feed};
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use base::{Fault, Id};
use db::Tx;
use matters::Reach;
use people::TokenKind;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::MissedTickBehavior;
use ui::Visit;

/// Changes that are looked at together.
const BATCH: usize = 64;
/// A reader that takes nothing for so long is dropped; it comes back and catches up.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often an idle stream asks whether its session still holds, and beats: its reader takes two and a
/// half times this long without a word for an end.
const CHECK: Duration = Duration::from_secs(5);

/// How often it is asked anew what calls for the reader: a shift ends, a quiet hour begins, a limit passes
/// without anybody doing anything.
const AGAIN: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 60_000 });

/// Where forms that a stream draws come back to.
const HOME: &str = "/orders";

/// One thing to be sent.
struct Fact {
    name: &'static str,
    position: i64,
    data: String,
}

/// Why a stream ends: its reader has gone, is signed out, or will do better to come back.
struct Over;

/// What a stream does next.
enum Turn {
    /// Something happened.
    Take(Result<Signal, broadcast::error::RecvError>),
    /// Whether the session still holds.
    Check,
    /// What calls for the reader may be another thing by now.
    Again,
}

struct Stream {
    site: Site,
    call: Arc<Call>,
    station: i64,
    session: Id,
    position: i64,
    signals: broadcast::Receiver<Signal>,
    out: mpsc::Sender<Event>,
    place: Place,
    /// What was told last of what calls for the reader.
    told: String,
}

/// `GET /stream?after=N`.
pub(crate) async fn open(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let station = call.station()?;
    let signals = site.hub().listen();
    let asked = Arc::clone(call);
    let look = move |tx: &mut Tx<'_>| {
        let Some(who) = asked.recognise(tx)? else {
            return Ok(None);
        };
        let whose = (who.actor.station, who.actor.account);
        let is_browser = who.kind == TokenKind::Browser;
        Ok(Some((who.session, whose, is_browser, notify::last_position(tx)?)))
    };
    let found = site.db().read(station, look).await?.ok_or(Stop::SignedOut)?;
    let (session, whose, is_browser, last) = found;
    let place = site.hub().admit(session, whose, is_browser).ok_or(Stop::TooMany(5))?;
    call.keeps_open();
    let (out, facts) = mpsc::channel(BATCH);
    let (site, call) = (site.clone(), Arc::clone(call));
    let after = after(&call);
    let position = after.unwrap_or(last);
    let told = String::new();
    let stream = Stream { site, call, station, session, position, signals, out, place, told };
    tokio::spawn(stream.run(after, last));
    let facts = futures_util::stream::unfold(facts, |mut facts| async {
        facts.recv().await.map(|event| (Ok::<_, Infallible>(event), facts))
    });
    // A proxy that gathers an answer before it passes it on would hold a call back for half a minute.
    let unheld = [("x-accel-buffering", "no"), ("cache-control", "no-store, no-transform")];
    Ok((unheld, Sse::new(facts)).into_response())
}

/// `POST /stream?stream=N&rings=1`: what the page behind a stream says of itself. It is a state of the
/// connection and ends with it.
pub(crate) async fn report(site: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    let (station, asked) = (call.station()?, Arc::clone(call));
    let who = site.db().read(station, move |tx| asked.recognise(tx)).await?;
    let session = who.ok_or(Stop::SignedOut)?.session;
    let stream = said(call, "stream=").and_then(|number| number.parse().ok());
    let known = stream.is_some_and(|stream| {
        site.hub().report(session, stream, said(call, "rings=") == Some("1"))
    });
    if known { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(Fault::NotFound.into()) }
}

/// What the query says under this name.
fn said<'c>(call: &'c Call, name: &str) -> Option<&'c str> {
    call.query.split('&').find_map(|pair| pair.strip_prefix(name))
}

/// The last event the reader has: from the header on its own reconnections, else from the query.
fn after(call: &Call) -> Option<i64> {
    call.header("last-event-id").or_else(|| said(call, "after="))?.parse().ok()
}

impl Stream {
    async fn run(mut self, after: Option<i64>, last: i64) {
        // However it ends, the reader sees the end of the stream and comes back.
        drop(self.serve(after, last).await);
    }

    async fn serve(&mut self, after: Option<i64>, last: i64) -> Result<(), Over> {
        self.beat().await?;
        if let Some(after) = after {
            self.catch_up(after, last).await?;
        }
        self.alarm().await?;
        let mut stopping = self.site.stopping();
        let mut check = tokio::time::interval(CHECK);
        let mut again = tokio::time::interval(AGAIN);
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let turn = tokio::select! {
                signal = self.signals.recv() => Turn::Take(signal),
                _ = check.tick() => Turn::Check,
                _ = again.tick() => Turn::Again,
                () = self.out.closed() => return Err(Over),
                _ = stopping.wait_for(|stop| *stop) => return Err(Over),
            };
            match turn {
                Turn::Take(signal) => self.take(signal).await?,
                Turn::Again => self.alarm().await?,
                Turn::Check => {
                    self.recheck().await?;
                    self.place.doubt();
                    self.beat().await?;
                }
            }
        }
    }

    /// Sends what happened after `after`; where that is too much, tells the reader to start again.
    async fn catch_up(&mut self, after: i64, last: i64) -> Result<(), Over> {
        let look = move |tx: &mut Tx<'_>| notify::list_changes(tx, after, PAGE + 1);
        let changes = self.site.db().read(self.station, look).await.map_err(|_| Over)?;
        if changes.len() > PAGE as usize || after > last {
            return self.reset().await;
        }
        let found = changes.last().map_or(after, |change| change.position);
        let matter =
            |c: &notify::Change| (c.topic == "matter").then_some((c.position, c.subject_id));
        let matters: Vec<(i64, Id)> = changes.iter().filter_map(matter).collect();
        for batch in latest(matters).chunks(BATCH) {
            self.tell(batch.to_vec(), found).await?;
        }
        self.position = found;
        Ok(())
    }

    async fn take(
        &mut self,
        first: Result<Signal, broadcast::error::RecvError>,
    ) -> Result<(), Over> {
        let mut next = Some(first);
        let (mut matters, mut last) = (Vec::new(), self.position);
        let mut bells = Vec::new();
        while let Some(signal) = next {
            match signal {
                Ok(Signal::Closed(session)) if session == self.session => return Err(Over),
                Ok(Signal::Change { station, position, matter })
                    if station == self.station && position > self.position =>
                {
                    last = last.max(position);
                    matters.extend(matter.map(|matter| (position, matter)));
                }
                Ok(Signal::Bell { station, account }) if station == self.station => {
                    bells.push(account);
                }
                Ok(Signal::Closed(_) | Signal::Change { .. } | Signal::Bell { .. }) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return self.reset().await,
                Err(broadcast::error::RecvError::Closed) => return Err(Over),
            }
            next = if matters.len() + bells.len() < BATCH { self.waiting() } else { None };
        }
        if last > self.position {
            self.tell(latest(matters), last).await?;
            self.position = last;
        }
        if bells.is_empty() { Ok(()) } else { self.tell_bells(&bells).await }
    }

    /// The next signal, if one is waiting already.
    fn waiting(&mut self) -> Option<Result<Signal, broadcast::error::RecvError>> {
        match self.signals.try_recv() {
            Ok(signal) => Some(Ok(signal)),
            Err(broadcast::error::TryRecvError::Lagged(n)) => {
                Some(Err(broadcast::error::RecvError::Lagged(n)))
            }
            Err(broadcast::error::TryRecvError::Empty) => None,
            Err(broadcast::error::TryRecvError::Closed) => {
                Some(Err(broadcast::error::RecvError::Closed))
            }
        }
    }

    /// Tells the reader to start again, and goes on from the present position.
    async fn reset(&mut self) -> Result<(), Over> {
        let station = self.station;
        let last = self.site.db().read(station, notify::last_position).await.map_err(|_| Over)?;
        self.position = last;
        self.send(Fact { name: "reset", position: last, data: "null".to_owned() }).await?;
        self.alarm().await
    }

    /// Tells what calls for the reader on every page, where that is not what was told last.
    async fn alarm(&mut self) -> Result<(), Over> {
        let call = Arc::clone(&self.call);
        let look = move |tx: &mut Tx<'_>| match call.enter(tx, HOME)? {
            Some(visit) => feed::alarm(tx, &visit).map(Some),
            None => Ok(None),
        };
        let alarm = self.site.db().read(self.station, look).await.map_err(|_| Over)?.ok_or(Over)?;
        let told = alarm.told().to_string();
        if told != self.told {
            self.told = told;
            self.send(alarm_fact(&alarm, self.position)).await?;
        }
        Ok(())
    }

    /// Tells whoever sends people whose phones can ring; nobody else learns who has a page open.
    async fn tell_bells(&self, accounts: &[Id]) -> Result<(), Over> {
        let call = Arc::clone(&self.call);
        let look =
            move |tx: &mut Tx<'_>| Ok(call.enter(tx, HOME)?.map(|visit| feed::sends(&visit)));
        if !self.site.db().read(self.station, look).await.map_err(|_| Over)?.ok_or(Over)? {
            return Ok(());
        }
        for account in accounts {
            let bell = self.site.hub().bells().of(self.station, *account);
            let data = json!({ "account": account, "bell": bell.code() }).to_string();
            self.send(Fact { name: "bell", position: self.position, data }).await?;
        }
        Ok(())
    }

    async fn tell(&self, matters: Vec<(i64, Id)>, last: i64) -> Result<(), Over> {
        let (call, hub) = (Arc::clone(&self.call), Arc::clone(self.site.hub()));
        let look = move |tx: &mut Tx<'_>| {
            let Some(visit) = call.enter(tx, HOME)? else {
                return Ok(None);
            };
            facts(tx, &hub, &visit, &matters, last).map(Some)
        };
        let facts = self.site.db().read(self.station, look).await.map_err(|_| Over)?;
        for fact in facts.ok_or(Over)? {
            self.send(fact).await?;
        }
        Ok(())
    }

    /// Whether the session still holds.
    async fn recheck(&self) -> Result<(), Over> {
        let call = Arc::clone(&self.call);
        let who = self.site.db().read(self.station, move |tx| call.recognise(tx)).await;
        who.map_err(|_| Over)?.map(|_| ()).ok_or(Over)
    }

    async fn beat(&self) -> Result<(), Over> {
        let now = ui::Dates::millis(self.site.db().clock().now());
        let every = CHECK.as_millis() as u64;
        let data = json!({ "now": now, "every": every, "stream": self.place.number });
        let data = data.to_string();
        self.send(Fact { name: "beat", position: self.position, data }).await
    }

    async fn send(&self, fact: Fact) -> Result<(), Over> {
        let event = Event::default().event(fact.name).id(fact.position.to_string()).data(fact.data);
        self.out.send_timeout(event, PATIENCE).await.map_err(|_| Over)
    }
}

/// Each matter once, at its latest position, in the order of positions.
fn latest(mut matters: Vec<(i64, Id)>) -> Vec<(i64, Id)> {
    let mut seen = std::collections::BTreeSet::new();
    matters.reverse();
    matters.retain(|(_, matter)| seen.insert(*matter));
    matters.reverse();
    matters
}

fn facts(
    tx: &mut Tx<'_>,
    hub: &Hub,
    visit: &Visit,
    matters: &[(i64, Id)],
    last: i64,
) -> Result<Vec<Fact>, Fault> {
    let mut facts = Vec::new();
    let watches = feed::watches(visit);
    for (position, id) in matters {
        let data = match matters::is_visible(tx, &Reach::of(&visit.actor), *id)? {
            None => None,
            Some(takes_part) => row(tx, hub, visit, (*position, *id), takes_part)?,
        };
        let position = *position;
        match data {
            Some(data) => facts.push(Fact { name: "row", position, data: data.to_string() }),
            // Whoever has no board has nothing to take away, and must not learn that somewhere
            // something happened.
            None if !watches => {}
            None => {
                facts.push(Fact { name: "gone", position, data: json!({ "id": id }).to_string() })
            }
        }
    }
    // Whoever has no board is told only beside what they see, for the same reason.
    if watches || facts.iter().any(|fact| fact.name == "row") {
        let alarm = feed::alarm(tx, visit)?;
        if alarm.watches() || alarm.receives() {
            facts.push(alarm_fact(&alarm, last));
        }
    }
    if watches {
        let data = feed::counts(tx, visit)?.to_string();
        facts.push(Fact { name: "counts", position: last, data });
    }
    Ok(facts)
}

fn alarm_fact(alarm: &ui::Alarm, position: i64) -> Fact {
    Fact { name: "alarm", position, data: alarm.told().to_string() }
}

/// The row as everybody with the same standings sees it, drawn once.
fn row(
    tx: &mut Tx<'_>,
    hub: &Hub,
    visit: &Visit,
    (position, id): (i64, Id),
    takes_part: bool,
) -> Result<Option<Arc<str>>, Fault> {
    let standing = |s: &base::Standing| {
        format!("{} {}", s.role, s.village.map_or(String::new(), |village| village.to_string()))
    };
    let standings: Vec<String> = visit.actor.standings.iter().map(standing).collect();
    let alike = format!("{} {takes_part} {}", visit.lang(), standings.join(","));
    let key = (position, tx.station(), id, alike);
    if let Some(row) = hub.row(&key) {
        return Ok(Some(row));
    }
    match feed::live_row(tx, visit, id) {
        Ok(value) => {
            let row: Arc<str> = value.to_string().into();
            hub.keep(key, Arc::clone(&row));
            Ok(Some(row))
        }
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}
