//! Who acts: one account with its standings, and where the order came from.

use crate::{Id, Lang, Role, Scope, Time};

crate::codes! {
    /// How a fact came to be written: by whose hand.
    pub enum Hand {
        /// The system itself, by rule.
        System = "system",
        /// The person whom it concerns.
        Own = "own",
        /// Somebody at the desk for that person (代录).
        Desk = "desk",
        /// A device.
        Device = "device",
        /// A body without an account, by the link of a hand-over.
        Link = "link",
        /// An import of older records.
        Import = "import",
    }
}

/// One standing: a role, for one village or for the whole station.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The role.
    pub role: Role,
    /// The village it is bound to, if any.
    pub village: Option<Id>,
}

/// What the sender said of its own moment: every act accepts it, most ignore it.
#[derive(Clone, Default, Debug)]
pub struct Origin {
    /// When the device recorded the act, if it was recorded before it was sent.
    pub device_at: Option<Time>,
    /// Which device.
    pub device: Option<String>,
    /// The version of the matter that the sender had before its eyes.
    pub seen: Option<i64>,
    /// Who proposed it, where it took two people.
    pub proposed_by: Option<Id>,
}

/// Who acts, with which standings, from where.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The station in whose transaction the act runs.
    pub station: i64,
    /// The account.
    pub account: Id,
    /// The name on screen. Never enters a log.
    pub name: String,
    /// Standings in force at this request.
    pub standings: Vec<Standing>,
    /// Whose hand writes: a person's own, the system, a device, an import.
    pub hand: Hand,
    /// What the sender said of its moment.
    pub origin: Origin,
    /// The language to answer in.
    pub lang: Lang,
}

impl Actor {
    /// The station acting by rule: timers and jobs.
    pub fn system(station: i64, account: Id) -> Actor {
        Actor {
            station,
            account,
            name: String::new(),
            standings: vec![Standing { role: Role::System, village: None }],
            hand: Hand::System,
            origin: Origin::default(),
            lang: Lang::Zh,
        }
    }

    /// Whether one of the standings is this role.
    pub fn is(&self, role: Role) -> bool {
        self.standings.iter().any(|s| s.role == role)
    }

    /// Whether both halves of an act of two people are the same person's, as in an emergency.
    pub fn is_alone(&self) -> bool {
        self.origin.proposed_by == Some(self.account)
    }

    /// Whether a standing is a police officer's.
    pub fn is_police(&self) -> bool {
        self.standings.iter().any(|s| s.role.is_police())
    }

    /// The village to which the actor is bound, if any.
    pub fn village(&self) -> Option<Id> {
        self.standings.iter().find_map(|s| s.village)
    }
}

/// The answer to "may this actor?": in which capacity and how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leave {
    /// The capacity in which the actor acts; the journal names it.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// The village to which the standing is bound.
    pub village: Option<Id>,
}
