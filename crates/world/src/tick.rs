//! What happens because time passes, as the station's own job does it: clocks that run out, terms
//! that end, leave that is over, matters that do not move, reports whose cut-off has passed.

use base::{Actor, Fault, Id};
use db::{Db, Tx};

/// So many clocks are looked at in one go.
const MOST: i64 = 200;

#[derive(Debug)]
struct Due {
    timers: Vec<Id>,
    expired: Vec<Id>,
    /// Who is not relieved of an alarm, though nothing is stuck any more.
    relieved: Vec<Id>,
    returning: Vec<Id>,
    leaving: Vec<people::LeaveRow>,
    reviews: Vec<Id>,
    stalled: Vec<Id>,
    reports: Vec<String>,
}

fn due(tx: &mut Tx<'_>) -> Result<Due, Fault> {
    let (expired, leaving) = (people::list_expired(tx)?, people::list_leaving(tx)?);
    let alarmed = matters::list_alarms(tx)?;
    // A seat nobody can take stays stuck until the roster changes: told once.
    let tried = |leave: &people::LeaveRow| !alarmed.contains(&leave.account_id);
    let leaving = leaving.iter().filter(|leave| tried(leave)).cloned().collect();
    Ok(Due {
        timers: matters::list_due(tx, MOST)?.into_iter().map(|timer| timer.id).collect(),
        expired,
        relieved: matters::list_relieved(tx)?,
        leaving,
        reviews: people::list_overdue_reviews(tx)?,
        returning: people::list_returning(tx)?.into_iter().map(|leave| leave.id).collect(),
        stalled: matters::list_stalled(tx)?,
        reports: analysis::list_due(tx)?,
    })
}

/// Does everything that is due now. Each act runs in a transaction of its
/// own, and `watch` hears of each.
pub(crate) fn tick(
    db: &Db,
    system: &Actor,
    watch: &mut dyn FnMut(&'static str),
) -> Result<(), Fault> {
    let station = system.station;
    loop {
        let due = db.read_now(station, due)?;
        for timer in &due.timers {
            let (timer, system) = (*timer, system.clone());
            db.write_now(station, move |tx| matters::fire(tx, &system, timer))?;
            watch("fire");
        }
        for account in &due.expired {
            let (account, system) = (*account, system.clone());
            db.write_now(station, move |tx| matters::expire(tx, &system, account))?;
            watch("expire");
        }
        for leave in &due.returning {
            let (leave, system) = (*leave, system.clone());
            db.write_now(station, move |tx| matters::return_from_leave(tx, &system, leave))?;
            watch("return");
        }
        for leave in &due.leaving {
            let (leave, system) = (leave.clone(), system.clone());
            db.write_now(station, move |tx| matters::begin_planned_leave(tx, &system, &leave))?;
            watch("leave");
        }
        for account in &due.relieved {
            let (account, system) = (*account, system.clone());
            db.write_now(station, move |tx| matters::relieve(tx, &system, account))?;
            watch("relief");
        }
        for review in &due.reviews {
            let (review, system) = (*review, system.clone());
            let note = move |tx: &mut Tx<'_>| people::note_overdue_review(tx, &system, review);
            db.write_now(station, note)?;
            watch("review");
        }
        for matter in &due.stalled {
            let (matter, system) = (*matter, system.clone());
            db.write_now(station, move |tx| matters::tell_of_stall(tx, &system, matter))?;
            watch("stall");
        }
        for report in due.reports {
            let system = system.clone();
            db.write_now(station, move |tx| analysis::freeze(tx, &system, &report))?;
            watch("freeze");
        }
        // Whoever comes back from leave may have lost the term meanwhile: one more look.
        if due.timers.len() < MOST as usize && due.returning.is_empty() {
            return Ok(());
        }
    }
}
