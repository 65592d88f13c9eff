//! The duty roster: day 08:00–20:00, night 20:00–08:00, and the evening peak from 17:00, when the
//! night crew is out already and the villages' assistants are on duty.

use crate::staff::Staff;
use base::{Actor, Fault, Role, Time};
use db::Tx;
use people::{NewShift, Posts, Seat};

const HOUR: i64 = 3600;
const SHIFT: i64 = 12 * HOUR;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// So many seconds before the evening the last week is written.
const LAST_S: i64 = 2 * HOUR;

/// Desks take turns, one each shift.
const DESKS: [&str; 3] = ["desk", "desk_2", "desk_3"];
/// Who has the night this week; the first of the officers holds the manager's post.
const NIGHT: Crew = Crew {
    leader: "leader",
    officers: ["officer", "officer_2", "officer_3"],
    auxiliaries: &["auxiliary", "auxiliary_2"],
};
/// Who has the day.
const DAYTIME: Crew = Crew {
    leader: "leader_2",
    officers: ["officer_4", "officer_5", "officer_6"],
    auxiliaries: &["auxiliary_3"],
};
const ASSISTANTS: [&str; 5] =
    ["assistant", "assistant_2", "assistant_3", "assistant_4", "assistant_5"];
/// The village that has nobody this evening: the shortfall is shown.
const WITHOUT_ASSISTANT: usize = 2;

struct Crew {
    leader: &'static str,
    officers: [&'static str; 3],
    auxiliaries: &'static [&'static str],
}

/// The roster around one evening, which begins with a night shift.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roster {
    /// When that night shift begins.
    pub(crate) evening: Time,
}

impl Roster {
    /// Shifts are counted from the evening's; the even ones are nights.
    fn shift(self, at: Time) -> i64 {
        at.seconds_since(self.evening).div_euclid(SHIFT)
    }

    fn crew(shift: i64) -> &'static Crew {
        if shift.rem_euclid(2) == 0 { &NIGHT } else { &DAYTIME }
    }

    /// Who sits at the desk.
    pub(crate) fn desk(self, at: Time) -> &'static str {
        DESKS[self.shift(at).rem_euclid(3) as usize]
    }

    /// The leader on duty.
    pub(crate) fn leader(self, at: Time) -> &'static str {
        Roster::crew(self.shift(at)).leader
    }

    /// Who holds the three posts.
    pub(crate) fn posts(self, at: Time) -> [(Seat, &'static str); 3] {
        [
            (Seat::Watcher, self.desk(at)),
            (Seat::Manager, Roster::crew(self.shift(at)).officers[0]),
            (Seat::Pusher, self.leader(at)),
        ]
    }

    /// Every change of shift after `from`, up to the evening itself.
    pub(crate) fn changes(self, from: Time) -> impl Iterator<Item = Time> {
        let first = self.shift(from) + 1;
        (first..=0).map(move |shift| self.evening.plus_seconds(shift * SHIFT))
    }

    /// The weeks after the first one until a week after the evening: when the roster of each is
    /// written, and when it begins.
    pub(crate) fn weeks(self, from: Time) -> impl Iterator<Item = (Time, Time)> {
        let last = self.evening.plus_seconds(-LAST_S);
        let week = move |number: i64| from.plus_seconds(number * WEEK);
        let needed = move |begin: &Time| *begin < self.evening.plus_seconds(WEEK);
        let begins = (1..).map(week).take_while(needed);
        begins.map(move |begin| (begin.plus_seconds(-DAY).min(last), begin))
    }

    /// Writes the roster of the week that begins at `from`.
    pub(crate) fn write(self, tx: &mut Tx<'_>, staff: &Staff, from: Time) -> Result<(), Fault> {
        let until = from.plus_seconds(WEEK);
        let mut writer = Writer { tx, staff, by: staff.actor("chief")?.clone() };
        for shift in self.shift(from)..self.shift(until) {
            let starts = self.evening.plus_seconds(shift * SHIFT);
            let crew = Roster::crew(shift);
            writer.add(self.desk(starts), starts, SHIFT)?;
            writer.add(crew.leader, starts, SHIFT)?;
            for login in crew.officers.iter().chain(crew.auxiliaries) {
                writer.add(login, starts, SHIFT)?;
                if shift % 2 == 0 {
                    writer.add(login, starts.plus_seconds(-3 * HOUR), 3 * HOUR)?;
                }
            }
        }
        for day in self.evening_of(from)..self.evening_of(until) {
            let starts = self.evening.plus_seconds(day * DAY - 3 * HOUR);
            for (village, login) in ASSISTANTS.into_iter().enumerate() {
                if (day, village) != (0, WITHOUT_ASSISTANT) {
                    writer.add(login, starts, 7 * HOUR)?;
                }
            }
        }
        Ok(())
    }

    fn evening_of(self, at: Time) -> i64 {
        at.seconds_since(self.evening).div_euclid(DAY)
    }

    /// Gives the posts to whoever has them at `at`.
    pub(crate) fn set_posts(self, tx: &mut Tx<'_>, staff: &Staff, at: Time) -> Result<(), Fault> {
        let [watcher, manager, pusher] = self.posts(at).map(|(_, login)| staff.actor(login));
        let posts =
            Posts { watcher: watcher?.account, manager: manager?.account, pusher: pusher?.account };
        people::set_posts(tx, posts)
    }
}

struct Writer<'t, 'c, 's> {
    tx: &'t mut Tx<'c>,
    staff: &'s Staff,
    by: Actor,
}

impl Writer<'_, '_, '_> {
    fn add(&mut self, login: &str, starts: Time, length_s: i64) -> Result<(), Fault> {
        let person = self.staff.actor(login)?;
        let standing = person.standings.first();
        let shift = NewShift {
            account: person.account,
            role: standing.map_or(Role::Officer, |standing| standing.role),
            village: standing.and_then(|standing| standing.village),
            starts,
            ends: starts.plus_seconds(length_s),
            kind: people::ShiftKind::Duty,
        };
        people::add_shift(self.tx, &self.by, &shift).map(|_| ())
    }
}
