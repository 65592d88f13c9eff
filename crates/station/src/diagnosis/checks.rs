//! The checks, each with its remedy.

use crate::diagnosis::words::{Words, words};
use crate::restore;
use crate::site::House;
use crate::{bond, clock_room};
use base::{DiskLeft, Fault, Time};
use db::Tx;
use people::{Setting, setting};
use std::path::Path;
use ui::Visit;

base::codes! {
    /// How a check came out.
    pub(crate) enum CheckState {
        /// In order.
        Good = "good",
        /// To be seen to soon.
        Warning = "warning",
        /// To be seen to at once.
        Bad = "bad",
        /// Not in use here.
        Absent = "absent",
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub(crate) code: &'static str,
    pub(crate) title: &'static str,
    pub(crate) state: CheckState,
    pub(crate) found: String,
    /// What to do; empty where all is in order.
    pub(crate) remedy: &'static str,
}

impl Check {
    /// Where something is done about it here.
    pub(crate) fn see(&self) -> Option<&'static str> {
        (self.code == "clock" && self.state != CheckState::Good).then_some("/clock")
    }
}

impl CheckState {
    /// What it is called.
    pub(crate) fn label(self, w: Words) -> &'static str {
        match self {
            CheckState::Good => w.good(),
            CheckState::Warning => w.warning(),
            CheckState::Bad => w.bad(),
            CheckState::Absent => w.absent(),
        }
    }
}

/// A drill is done each night; one that is older than this was left out.
const DRILL_OLD_S: i64 = 26 * 3_600;
/// A copy that is behind by more than this is late, by more than that it has stopped.
const COPY_LATE_S: i64 = 10;
const COPY_STOPPED_S: i64 = 60;
/// A clock may be off by so much between two writes.
const CLOCK_OFF_S: i64 = 2;
/// From this month on the next year's holidays are expected.
const HOLIDAYS_FROM: i8 = 12;

/// What all checks look at.
struct Look<'a> {
    visit: &'a Visit,
    w: Words,
    house: Option<&'a House>,
}

/// Every check, in the order in which a lost one hurts.
pub(crate) fn all(
    tx: &mut Tx<'_>,
    visit: &Visit,
    house: Option<&House>,
) -> Result<Vec<Check>, Fault> {
    let look = Look { visit, w: words(visit.lang()), house };
    let (backup_days, free) =
        (number(tx, Setting::BackupDays)?, number(tx, Setting::DiskFreePercent)?);
    Ok(vec![
        look.drill(),
        look.backup(backup_days),
        look.copy(),
        look.disk(free),
        look.keys(bond::is_ours(tx)?, tx.keys().unopened()),
        look.clock(tx)?,
        look.seats(matters::list_alarms(tx)?.len()),
        look.reviews(tx)?,
        look.holidays(tx)?,
    ])
}

fn number(tx: &mut Tx<'_>, of: Setting) -> Result<i64, Fault> {
    let value = setting(tx, of)?;
    Ok(value.parse().or_else(|_| of.first().parse()).unwrap_or_default())
}

impl Look<'_> {
    fn check(
        &self,
        (code, title): (&'static str, &'static str),
        state: CheckState,
        found: String,
        remedy: &'static str,
    ) -> Check {
        let remedy = if state == CheckState::Good { "" } else { remedy };
        Check { code, title, state, found, remedy }
    }

    /// The data folder.
    fn data(&self) -> Option<&Path> {
        self.house.map(|house| house.data.as_path())
    }

    /// What needs a folder, where a house has none: in tests.
    fn elsewhere(&self, name: (&'static str, &'static str)) -> Check {
        self.check(name, CheckState::Absent, String::new(), "")
    }

    fn age_s(&self, at: &str) -> i64 {
        Time::parse(at).map_or(i64::MAX, |at| self.visit.now.seconds_since(at))
    }

    fn at(&self, at: &str) -> String {
        Time::parse(at).map_or_else(|| at.to_owned(), |at| self.visit.dates().full(at))
    }

    fn drill(&self) -> Check {
        let (w, name) = (self.w, ("drill", self.w.drill()));
        let Some(data) = self.data() else { return self.elsewhere(name) };
        let (state, found) = match restore::last_drill(data) {
            None => (CheckState::Warning, w.no_drill().to_owned()),
            Some(drill) => match &drill.fault {
                Some(fault) => (CheckState::Bad, w.drill_failed(self.at(&drill.at), fault)),
                None => {
                    let old = self.age_s(&drill.at) > DRILL_OLD_S;
                    let state = if old { CheckState::Bad } else { CheckState::Good };
                    let seconds = format!("{:.1}", drill.seconds);
                    (state, w.drilled(self.at(&drill.at), seconds, drill.lines))
                }
            },
        };
        self.check(name, state, found, w.drill_remedy())
    }

    fn backup(&self, days: i64) -> Check {
        let (w, name) = (self.w, ("backup", self.w.backup()));
        let Some(data) = self.data() else { return self.elsewhere(name) };
        let (state, found) = match restore::last_backup(data) {
            None => (CheckState::Bad, w.no_backup().to_owned()),
            Some(made) => {
                if self.house.is_some_and(|house| !made.opens_with(&house.keys)) {
                    let found = w.backup_of_old_keys(self.at(&made.at));
                    return self.check(name, CheckState::Bad, found, w.backup_remedy());
                }
                let state = match self.age_s(&made.at) / 86_400 {
                    old if old >= 2 * days => CheckState::Bad,
                    old if old >= days => CheckState::Warning,
                    _ => CheckState::Good,
                };
                (state, w.backed_up(self.at(&made.at), made.bytes / 1_000_000))
            }
        };
        self.check(name, state, found, w.backup_remedy())
    }

    fn copy(&self) -> Check {
        let (w, name) = (self.w, ("copy", self.w.copy()));
        if self.house.is_some_and(|house| !db::is_file(&house.url)) {
            let (found, remedy) = (w.on_server().to_owned(), w.server_remedy());
            return self.check(name, CheckState::Absent, found, remedy);
        }
        let Some(follower) = self.house.and_then(|house| house.follower.as_ref()) else {
            return self.check(name, CheckState::Absent, w.no_copy().to_owned(), w.copy_remedy());
        };
        let followed = follower.state();
        let (state, found) = match (followed.fault, followed.even_at) {
            (Some(fault), _) => (CheckState::Bad, w.copy_stopped(fault)),
            (None, None) => (CheckState::Warning, w.no_drill().to_owned()),
            (None, Some(at)) => {
                let behind = base::Clock::System.now().seconds_since(at).max(0) + 1;
                let state = match behind {
                    late if late > COPY_STOPPED_S => CheckState::Bad,
                    late if late > COPY_LATE_S => CheckState::Warning,
                    _ if follower.is_on_one_disk() => CheckState::Warning,
                    _ => CheckState::Good,
                };
                let mut found = w.copied(self.visit.dates().full(at), behind);
                if follower.is_on_one_disk() {
                    found.push_str(w.on_one_disk());
                }
                (state, found)
            }
        };
        self.check(name, state, found, w.copy_remedy())
    }

    fn disk(&self, least: i64) -> Check {
        let (w, name) = (self.w, ("disk", self.w.disk()));
        let Some(house) = self.house else { return self.elsewhere(name) };
        let (state, found) = match DiskLeft::of(&house.data) {
            Err(error) => (CheckState::Bad, error.to_string()),
            Ok(left) => {
                let gigabytes = left.bytes as f64 / 1e9;
                let percent = i64::try_from(left.percent).unwrap_or(100);
                let state = match percent {
                    percent if percent * 2 < least => CheckState::Bad,
                    percent if percent < least => CheckState::Warning,
                    _ => CheckState::Good,
                };
                (state, w.free(percent, format!("{gigabytes:.1}")))
            }
        };
        self.check(name, state, found, w.disk_remedy())
    }

    fn keys(&self, opens: bool, unopened: usize) -> Check {
        let (w, name) = (self.w, ("keys", self.w.keys()));
        let is_open = self.house.is_some_and(|house| is_open(&house.keys));
        let (state, found) = match (opens, is_open, unopened) {
            (false, ..) => (CheckState::Bad, w.keys_wrong().to_owned()),
            (true, true, _) => (CheckState::Bad, w.keys_open().to_owned()),
            (true, false, 0) => (CheckState::Good, w.keys_fit().to_owned()),
            (true, false, some) => {
                let found = w.keys_some(some);
                return self.check(name, CheckState::Bad, found, w.keys_some_remedy());
            }
        };
        self.check(name, state, found, w.keys_remedy())
    }

    /// An alarm stays until somebody settled it, whatever was written since.
    fn clock(&self, tx: &mut Tx<'_>) -> Result<Check, Fault> {
        let w = self.w;
        let behind = journal::last_at(tx)?.map_or(0, |last| last.seconds_since(self.visit.now));
        let (state, found) = match people::find_clock_alarm(tx)? {
            Some(alarm) => (CheckState::Bad, clock_room::said(self.visit, &alarm)),
            None if behind > CLOCK_OFF_S => (CheckState::Bad, w.clock_back(behind)),
            None => (CheckState::Good, w.clock_right().to_owned()),
        };
        Ok(self.check(("clock", w.clock()), state, found, w.clock_remedy()))
    }

    fn seats(&self, stuck: usize) -> Check {
        let w = self.w;
        let (state, found) = match stuck {
            0 => (CheckState::Good, w.seats_filled().to_owned()),
            stuck => (CheckState::Bad, w.seats_stuck(stuck)),
        };
        self.check(("seats", w.seats()), state, found, w.seats_remedy())
    }

    fn reviews(&self, tx: &mut Tx<'_>) -> Result<Check, Fault> {
        let (w, now) = (self.w, self.visit.now);
        let all = people::list_emergencies(tx)?;
        let open = all.iter().filter(|one| one.reviewed_at.is_none());
        let late = open.filter(|one| one.review_by_at <= now).count();
        let (state, found) = match late {
            0 => (CheckState::Good, w.reviews_done().to_owned()),
            late => (CheckState::Bad, w.reviews_late(late)),
        };
        Ok(self.check(("reviews", w.reviews()), state, found, w.reviews_remedy()))
    }

    fn holidays(&self, tx: &mut Tx<'_>) -> Result<Check, Fault> {
        let w = self.w;
        let today = self.visit.station.zone.civil(self.visit.now).date();
        let year = today.year() + i16::from(today.month() >= HOLIDAYS_FROM);
        let (state, found) = match people::days(tx)?.covers(year) {
            true => (CheckState::Good, w.holidays_stand(year)),
            false => (CheckState::Warning, w.no_holidays(year)),
        };
        Ok(self.check(("holidays", w.holidays()), state, found, w.holidays_remedy()))
    }
}

/// Whether anybody but its owner may look into a folder.
#[cfg(unix)]
fn is_open(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(folder).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}
