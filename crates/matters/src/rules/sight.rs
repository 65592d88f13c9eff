//! Who may see a matter and as what; which clock steps a rule gives.

use base::{Actor, Id, Role, Standing, Time};

/// How secret a matter is: stored as a number so that "at most" is one comparison.
pub mod secrecy {
    /// Within the joint team.
    pub const INTERNAL: i64 = 1;
    /// Holds what only police should read.
    pub const SENSITIVE: i64 = 2;
    /// Minors, domestic violence, a reporter who asks for secrecy: those who take part, the desk
    /// and the leaders.
    pub const RESTRICTED: i64 = 3;
}

base::codes! {
    /// As what somebody sees a matter.
    pub enum Sight {
        /// Everything.
        Full = "full",
        /// Kind, place, state, people at work; no text, no caller.
        Masked = "masked",
        /// A villager's task: kind in plain words and place.
        Task = "task",
        /// How far it is, by village.
        Stage = "stage",
    }
}

base::codes! {
    /// What a clock does when it runs out.
    pub enum Effect {
        /// Warns the manager that most of the time is gone.
        Warn = "warn",
        /// Reminds the watcher.
        Remind = "remind",
        /// Alarms watcher and manager.
        Alarm = "alarm",
        /// Tells the leader on duty.
        Leader = "leader",
        /// Tells the station chief.
        Chief = "chief",
        /// Tells the two leaders: station chief and street.
        Heads = "heads",
    }
}

/// What an actor may see, as the parameters of the one visibility predicate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reach {
    /// The actor: matters in which they take part are always seen.
    pub me: Id,
    /// Up to which secrecy every matter of the station is seen; -1: none.
    pub station_cap: i64,
    /// The village of the actor.
    pub village: Option<Id>,
    /// Up to which secrecy matters of that village are seen; -1: none.
    pub village_cap: i64,
}

impl Reach {
    /// What `actor` may see.
    pub fn of(actor: &Actor) -> Reach {
        let cap = |of: fn(&Standing) -> i64| actor.standings.iter().map(of).max().unwrap_or(-1);
        Reach {
            me: actor.account,
            station_cap: cap(|standing| station_cap(standing.role)),
            village: actor.village(),
            village_cap: cap(|standing| village_cap(standing.role)),
        }
    }
}

const fn station_cap(role: Role) -> i64 {
    match role {
        Role::Leader | Role::Chief | Role::Desk | Role::System => 4,
        Role::Officer => secrecy::SENSITIVE,
        Role::Street => secrecy::INTERNAL,
        Role::Auxiliary
        | Role::Assistant
        | Role::Village
        | Role::Auditor
        | Role::Gateway
        | Role::Body => -1,
        // What hangs in a hall shows nothing that is sensitive.
        Role::Wall => secrecy::INTERNAL,
    }
}

const fn village_cap(role: Role) -> i64 {
    match role {
        Role::Assistant | Role::Village => secrecy::INTERNAL,
        Role::Leader
        | Role::Chief
        | Role::Desk
        | Role::System
        | Role::Officer
        | Role::Street
        | Role::Auxiliary
        | Role::Auditor
        | Role::Gateway
        | Role::Body
        | Role::Wall => -1,
    }
}

/// As what `actor` sees a matter of `village` in which they do or do not take part.
/// The best of their standings counts.
pub fn sight(actor: &Actor, village: Option<Id>, takes_part: bool) -> Sight {
    let of = |standing: &Standing| match standing.role {
        Role::Leader | Role::Chief | Role::Desk | Role::System => Sight::Full,
        Role::Officer if takes_part || (village.is_some() && standing.village == village) => {
            Sight::Full
        }
        Role::Auxiliary if takes_part => Sight::Full,
        Role::Officer | Role::Auxiliary => Sight::Masked,
        Role::Assistant | Role::Village => Sight::Task,
        Role::Street | Role::Auditor | Role::Gateway | Role::Body | Role::Wall => Sight::Stage,
    };
    actor.standings.iter().map(of).min().unwrap_or(Sight::Stage)
}

/// One step of a clock rule of the station.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockStep {
    /// Which version of the rule.
    pub version: i64,
    /// Its place on the ladder.
    pub step: i64,
    /// After how many seconds.
    pub after_s: i64,
    /// What happens then.
    pub effect: Effect,
    /// Whether this step is the limit that people see counting.
    pub is_limit: bool,
}

/// When the limit of a clock that started at `from` is due.
pub fn limit(steps: &[ClockStep], from: Time) -> Option<Time> {
    let step = steps.iter().find(|step| step.is_limit)?;
    Some(calendar::Elapsed { from, limit_s: step.after_s }.due())
}

/// Puts the limit of a clock off: what comes before it keeps its share, so that a warning at 70 %
/// stays one; what comes after it stays where it is, for a last day is a last day, but never before
/// the limit.
pub(crate) fn put_off(steps: &mut [ClockStep], extended_s: i64) {
    let Some(old) = steps.iter().find(|step| step.is_limit).map(|step| step.after_s) else {
        return;
    };
    let new = old + extended_s;
    for step in steps {
        step.after_s = match step.after_s {
            before if before < old => before * new / old,
            after if after > old => after.max(new),
            _ => new,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_keeps_the_warning_and_the_last_day() {
        let hours = |h: i64| h * 3_600;
        let step = |step, after_s, is_limit| ClockStep {
            version: 1,
            step,
            after_s,
            effect: Effect::Remind,
            is_limit,
        };
        let mut steps =
            [step(1, 10_080, false), step(2, hours(4), true), step(3, hours(24), false)];
        put_off(&mut steps, hours(6));
        assert_eq!(steps.clone().map(|step| step.after_s), [hours(7), hours(10), hours(24)]);
        put_off(&mut steps, hours(20));
        assert_eq!(steps.map(|step| step.after_s), [hours(21), hours(30), hours(30)]);
    }

    use base::{Hand, Lang, Origin};

    fn actor(standings: &[(Role, Option<i64>)]) -> Actor {
        let standing = |(role, village): &(Role, Option<i64>)| Standing {
            role: *role,
            village: village.map(Id::from_number),
        };
        Actor {
            station: 1,
            account: Id::from_number(1),
            name: String::new(),
            standings: standings.iter().map(standing).collect(),
            hand: Hand::Own,
            origin: Origin::default(),
            lang: Lang::Zh,
        }
    }

    #[test]
    fn an_assistant_never_sees_more_than_the_task() {
        let village = Some(Id::from_number(5));
        let assistant = actor(&[(Role::Assistant, Some(5))]);
        assert_eq!(sight(&assistant, village, true), Sight::Task);
        let reach = Reach::of(&assistant);
        assert_eq!((reach.station_cap, reach.village, reach.village_cap), (-1, village, 1));
    }

    #[test]
    fn an_officer_reads_the_text_of_what_is_his() {
        let village = Some(Id::from_number(5));
        let officer = actor(&[(Role::Officer, Some(5))]);
        assert_eq!(sight(&officer, village, false), Sight::Full);
        assert_eq!(sight(&officer, None, false), Sight::Masked);
        assert_eq!(sight(&officer, None, true), Sight::Full);
        assert_eq!(sight(&actor(&[]), None, true), Sight::Stage);
    }

    #[test]
    fn the_limit_is_the_step_people_see() {
        let step = |step, after_s, is_limit| ClockStep {
            version: 1,
            step,
            after_s,
            effect: Effect::Remind,
            is_limit,
        };
        let steps = [step(1, 30, false), step(2, 60, true), step(3, 180, false)];
        assert_eq!(limit(&steps, Time::from_micros(0)), Some(Time::from_micros(60_000_000)));
        assert_eq!(limit(&[], Time::from_micros(0)), None);
    }
}
