//! What time brings by itself: clocks that run out, the roster of the week, certificates, the change
//! of shift; and all tasks in one order.

use super::{Play, Script, TICK_S, Task};
use crate::tick::tick;
use base::{Fault, Role, Time};
use people::Seat;

impl Play<'_> {
    /// Lets the time pass until `at`: the station's job looks at every full minute at which a clock
    /// has run out.
    pub(super) fn pass(&self, from: Time, at: Time) -> Result<(), Fault> {
        let mut looked = 0;
        while let Some(due) = self.due.get() {
            let minute = due.seconds_since(from).div_euclid(TICK_S) + 1;
            let minute = minute.max(looked + 1);
            let then = from.plus_seconds(minute * TICK_S);
            if then >= at {
                break;
            }
            self.clock.set(then);
            self.look()?;
            looked = minute;
        }
        self.clock.set(at);
        Ok(())
    }

    pub(super) fn look(&self) -> Result<(), Fault> {
        tick(self.db, &self.staff.system, &mut |_| {})?;
        self.due.set(self.db.read_now(self.staff.system.station, matters::next_due)?);
        Ok(())
    }

    pub(super) fn write_roster(&self, from: Time) -> Result<(), Fault> {
        let (roster, staff) = (self.roster, self.staff.clone());
        self.db.write_now(self.staff.system.station, move |tx| roster.write(tx, &staff, from))
    }

    pub(super) fn renew(&self, until: Time) -> Result<(), Fault> {
        let chief = self.staff.actor("chief")?;
        let all = self.db.read_now(chief.station, people::list_appointments)?;
        for row in all.into_iter().filter(|row| row.role == Role::Assistant) {
            let why = "聘期将满，考核合格，续聘一年";
            self.act(chief, move |tx, actor| matters::set_term(tx, actor, row.id, until, why))?;
        }
        Ok(())
    }

    pub(super) fn tasks(&self, scripts: Vec<Script>, from: Time) -> Vec<(Time, Task)> {
        let mut tasks = Vec::new();
        for (case, script) in scripts.into_iter().enumerate() {
            tasks.extend(script.into_iter().map(|(at, step)| (at, Task::Step(case, step))));
        }
        for change in self.roster.changes(from) {
            // Posts are handed over a few minutes before the shift begins.
            let at = change.plus_seconds(-240);
            let posts = self.roster.posts(change).into_iter();
            tasks.extend(posts.map(|(seat, login)| (at, Task::TakePost(seat, login))));
            tasks.push((change, Task::Tick));
        }
        tasks.extend(self.roster.weeks(from).map(|(at, week)| (at, Task::Roster(week))));
        let renewals = self.staff.renewals(self.roster.evening);
        tasks.extend(renewals.map(|(at, until)| (at, Task::Renew(until))));
        tasks.sort_by_key(|(at, _)| *at);
        tasks
    }

    pub(super) fn take_post(&self, seat: Seat, login: &str) -> Result<(), Fault> {
        let actor = self.staff.actor(login)?;
        let holder = self.db.read_now(actor.station, people::find_posts)?;
        if holder.is_some_and(|posts| posts.holder(seat) == actor.account) {
            return Ok(());
        }
        if let Some(posts) = holder {
            let going = self.staff.login(|actor| actor.account == posts.holder(seat))?;
            self.act(self.staff.actor(going)?, move |tx, actor| {
                matters::give_post(tx, actor, seat, "在办的都在表上，没有特别要交代的").map(|_| ())
            })?;
        }
        self.act(actor, move |tx, actor| matters::take_post(tx, actor, seat, None).map(|_| ()))
    }
}
