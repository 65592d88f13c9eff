//! What happens because time passes: clocks that run out, terms that end, leave that is over,
//! matters that do not move, reports whose cut-off has passed, what is no longer kept.
//! Each through the ordinary act, in a transaction of its own.

use crate::{Site, clock_room, emergency_room, retention_room};
use base::{Actor, Fault, Id};
use db::{Class, Db, Tx};
use people::StationRow;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// So many clocks are looked at in one go.
const MOST: i64 = 200;

/// What is due in one station now.
#[derive(Default)]
struct Due {
    timers: Vec<Id>,
    expired: Vec<Id>,
    alarmed: Vec<Id>,
    relieved: Vec<Id>,
    returning: Vec<Id>,
    beginning: Vec<Id>,
    leaving: Vec<people::LeaveRow>,
    roster: bool,
    reminders: Vec<(Id, i64)>,
    stalled: Vec<Id>,
    reports: Vec<String>,
    disposal: bool,
    reviews: Vec<Id>,
}

/// Does everything that is due in `station`; how much that was. For a thread that may wait.
///
/// # Errors
/// The first fault; what else was due has been tried all the same.
pub fn tick(db: &Db, station: &StationRow) -> Result<usize, Fault> {
    let number = station.station_id;
    let system = Actor::system(number, station.system_id);
    clock_room::look(db, station)?;
    let due = db.read_now(number, due)?;
    let mut work = Work { db, system: &system, done: 0, fault: None };
    for timer in due.timers {
        // That nobody signs is as urgent as the call itself.
        work.run_as(Class::Urgent, true, move |tx, system| matters::fire(tx, system, timer));
    }
    for account in due.expired {
        // A seat nobody can take stays stuck until the roster changes: tried again, not counted.
        let counts = !due.alarmed.contains(&account);
        work.run(counts, move |tx, system| matters::expire(tx, system, account));
    }
    for leave in due.returning {
        work.run(true, move |tx, system| matters::return_from_leave(tx, system, leave));
    }
    for leave in due.leaving {
        let counts = !due.alarmed.contains(&leave.account_id);
        work.run(counts, move |tx, system| matters::begin_planned_leave(tx, system, &leave));
    }
    for account in due.relieved {
        work.run(true, move |tx, system| matters::relieve(tx, system, account));
    }
    if due.roster {
        work.run(true, matters::warn_of_gaps);
    }
    for account in due.beginning {
        work.run(true, move |tx, system| people::begin_term(tx, system, account));
    }
    for (appointment, days) in due.reminders {
        work.run(true, move |tx, system| matters::remind_of_end(tx, system, appointment, days));
    }
    for matter in due.stalled {
        work.run(true, move |tx, system| matters::tell_of_stall(tx, system, matter));
    }
    for report in due.reports {
        work.run(true, move |tx, system| analysis::freeze(tx, system, &report).map(|_| ()));
    }
    for review in due.reviews {
        work.run(true, move |tx, system| emergency_room::tell_overdue(tx, system, review));
    }
    if due.disposal
        && let Err(fault) = retention_room::run(db, &system)
    {
        work.fault = work.fault.or(Some(fault));
    }
    work.fault.map_or(Ok(work.done), Err)
}

/// What is due. While the clock is not believed that is what began since it was noticed, and nothing that
/// disposes, freezes or ends: what is not due at all would be done for good.
fn due(tx: &mut Tx<'_>) -> Result<Due, Fault> {
    if let Some(alarm) = people::find_clock_alarm(tx)? {
        let timers = matters::list_due_since(tx, alarm.noticed_at, MOST)?;
        let timers = timers.into_iter().map(|timer| timer.id).collect();
        return Ok(Due { timers, relieved: matters::list_relieved(tx)?, ..Due::default() });
    }
    let (expired, leaving) = (people::list_expired(tx)?, people::list_leaving(tx)?);
    Ok(Due {
        timers: matters::list_due(tx, MOST)?.into_iter().map(|timer| timer.id).collect(),
        expired,
        alarmed: matters::list_alarms(tx)?,
        relieved: matters::list_relieved(tx)?,
        returning: people::list_returning(tx)?.into_iter().map(|leave| leave.id).collect(),
        beginning: people::list_beginning(tx)?,
        leaving,
        roster: people::is_roster_warning_due(tx)?,
        reminders: people::list_reminders(tx)?,
        stalled: matters::list_stalled(tx)?,
        reports: analysis::list_due(tx)?,
        disposal: people::is_disposal_due(tx)?,
        reviews: people::list_overdue_reviews(tx)?,
    })
}

struct Work<'a> {
    db: &'a Db,
    system: &'a Actor,
    done: usize,
    fault: Option<Fault>,
}

impl Work<'_> {
    /// What can wait for the next round waits for people.
    fn run<F>(&mut self, counts: bool, act: F)
    where
        F: Fn(&mut Tx<'_>, &Actor) -> Result<(), Fault> + Send + 'static,
    {
        self.run_as(Class::Ordinary, counts, act);
    }

    fn run_as<F>(&mut self, class: Class, counts: bool, act: F)
    where
        F: Fn(&mut Tx<'_>, &Actor) -> Result<(), Fault> + Send + 'static,
    {
        let system = self.system.clone();
        match self.db.write_waiting(class, system.station, move |tx| act(tx, &system)) {
            Ok(()) => self.done += usize::from(counts),
            Err(fault) => self.fault = self.fault.take().or(Some(fault)),
        }
    }
}

/// Ticks every station once a second until the house closes.
pub async fn run(site: Site) {
    let mut stopping = site.stopping();
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = second.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        if let Err(fault) = round(&site).await {
            tracing::warn!(%fault, "a job failed and will be tried again");
        }
    }
}

async fn round(site: &Site) -> Result<(), Fault> {
    let mut alarms = 0;
    for station in site.stations().await? {
        let db = site.db().clone();
        let number = station.row.station_id;
        let work = tokio::task::spawn_blocking(move || tick(&db, &station.row));
        work.await.map_err(Fault::internal)??;
        let open = site.db().read(number, people::find_clock_alarm).await?;
        alarms += u64::from(open.is_some());
    }
    site.health().clock_alarms.store(alarms, Ordering::Relaxed);
    Ok(())
}
