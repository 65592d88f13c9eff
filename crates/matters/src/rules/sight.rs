//! Who may see a matter and as what.

use base::{Actor, Id, Role, Standing};

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
        | Role::SystemAdmin
        | Role::SecurityAdmin
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
        | Role::SystemAdmin
        | Role::SecurityAdmin
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
        Role::Street
        | Role::SystemAdmin
        | Role::SecurityAdmin
        | Role::Auditor
        | Role::Gateway
        | Role::Body
        | Role::Wall => Sight::Stage,
    };
    actor.standings.iter().map(of).min().unwrap_or(Sight::Stage)
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
