//! What is asked after each kill: everything acknowledged is there as it was acknowledged, what was
//! not answered is done once or not at all, and nothing stands half done.

use crate::demo::{Demo, Ground, View};
use crate::house;
use crate::http::Client;
use crate::ledger::{Acked, Ledger, digest};
use crate::work::{Worker, send};
use crate::{Outcome, clock};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Ready again by itself within so long.
pub(crate) const READY: Duration = Duration::from_secs(2);
/// Of the acknowledgements of earlier rounds so many are asked again after each kill; all at the end.
const EARLIER: usize = 25;
/// How a matter goes on.
const STATES: [&str; 7] =
    ["waiting", "dispatched", "signed", "en_route", "on_scene", "reported", "closed"];

/// What is carried from one look to the next.
#[derive(Debug)]
pub(crate) struct Audit {
    /// So many acknowledgements were looked at in earlier rounds.
    pub(crate) seen: usize,
    /// Up to here the journal was looked at.
    position: i64,
}

/// What one look found.
#[derive(Debug, Default)]
pub(crate) struct Look {
    pub(crate) wrong: Vec<String>,
    /// Unknown orders, and how many of them had been done.
    pub(crate) unknown: usize,
    pub(crate) done: usize,
    /// Acknowledged orders that were asked again.
    pub(crate) asked: usize,
    pub(crate) ready: Duration,
    pub(crate) took: Duration,
}

impl Audit {
    /// Begins where the journal ends: a world is built in the order of its parts, not of its hours.
    pub(crate) fn new(ground: &Ground) -> Outcome<Audit> {
        Ok(Audit { seen: 0, position: house::end(ground)? })
    }

    /// Looks at everything of the last round, and at a part of what was before; or at all of it.
    pub(crate) fn look(
        &mut self,
        (ground, demo): (&Ground, &Demo),
        ledger: &Ledger,
        workers: &mut [Worker],
        all: bool,
    ) -> Outcome<Look> {
        let (began, mut look) = (clock::now(), Look { ready: demo.took, ..Look::default() });
        let mut client = Client::open(demo.address)?;
        if demo.took > READY {
            look.wrong.push(format!("ready after {:.2} s", demo.took.as_secs_f64()));
        }
        for worker in workers {
            settle(worker, demo.view(), &mut client, ledger, &mut look)?;
        }
        let mut acked = ledger.since(if all { 0 } else { self.seen });
        if !all {
            let every = (self.seen / EARLIER).max(1);
            let earlier = ledger.since(0).into_iter().take(self.seen);
            acked.extend(earlier.skip(self.seen % every).step_by(every));
        }
        for acked in &acked {
            replay(acked, demo.view(), &mut client, &mut look)?;
        }
        matters(&acked, demo.view(), &mut client, &mut look)?;
        look.asked = acked.len();
        self.position = house::check(ground, &acked, (self.position, all), &mut look.wrong)?;
        self.seen = ledger.len();
        look.took = began.elapsed();
        Ok(look)
    }
}

/// An order without an answer is sent again under its key, twice: done once, and the same answer
/// both times.
fn settle(
    worker: &mut Worker,
    demo: &View,
    client: &mut Client,
    ledger: &Ledger,
    look: &mut Look,
) -> Outcome<()> {
    let Some(order) = worker.unknown.clone() else { return Ok(()) };
    let first = send(demo, client, &order)?;
    look.unknown += 1;
    look.done += usize::from(first.replayed);
    if let Err(wrong) = worker.answered(&order, &first, ledger) {
        look.wrong.push(format!("unknown {}: {wrong}", order.key));
        return Ok(());
    }
    let second = send(demo, client, &order)?;
    if !second.replayed || second.body != first.body {
        look.wrong.push(format!("{} twice: {}, {}", order.key, first.told(), second.told()));
    }
    Ok(())
}

/// The same order under the same key is answered with the same bytes, and says so.
fn replay(acked: &Acked, demo: &View, client: &mut Client, look: &mut Look) -> Outcome<()> {
    let answer = send(demo, client, &acked.order)?;
    let alike = answer.status == acked.status && digest(&answer.body) == acked.digest;
    if !alike || !answer.replayed {
        let (key, said) = (&acked.order.key, &acked.said);
        look.wrong.push(format!("{key} was acknowledged as {said}, now {}", answer.told()));
    }
    Ok(())
}

/// Every matter that was acknowledged is there, in that state or a later one, as it was typed.
fn matters(acked: &[Arc<Acked>], demo: &View, client: &mut Client, look: &mut Look) -> Outcome<()> {
    let mut last: BTreeMap<&str, &Acked> = BTreeMap::new();
    for acked in acked {
        let Some(number) = acked.said["number"].as_str() else { continue };
        let before = last.insert(number, acked);
        if before.is_some_and(|before| version(before) > version(acked)) {
            last.extend(before.map(|before| (number, before)));
        }
    }
    for (number, acked) in last {
        let found = client.get(&demo.token("desk"), &format!("/api/incidents/{number}"))?;
        let (now, tag) = (found.json(), &acked.order.tag);
        let reached = rank(&now["state"]) >= rank(&acked.said["state"]);
        let newer = now["version"].as_i64() >= Some(version(acked));
        let typed = now["place"] == tag.as_str()
            && now["summary"].as_str().is_some_and(|text| text.contains(tag.as_str()));
        if found.status != 200 || !reached || !newer || !typed {
            look.wrong.push(format!("{number} was {}, is {}", acked.said, found.told()));
        }
    }
    Ok(())
}

fn version(acked: &Acked) -> i64 {
    acked.said["version"].as_i64().unwrap_or_default()
}

fn rank(state: &serde_json::Value) -> Option<usize> {
    STATES.iter().position(|known| *state == *known)
}
