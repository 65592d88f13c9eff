//! Who looks at a page, in which language, from which station, at which moment.

use crate::{Alarm, Bell, Bells, Dates, Showing};
use base::{Actor, Chance, Id, Lang, Theme, Time, Zone};
use std::cell::RefCell;

/// What a page shows of the station itself.
#[derive(Clone, Debug)]
pub struct StationFace {
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: Zone,
    /// Whether its data are invented; every page says so.
    pub demo: bool,
}

/// One look at a page.
#[derive(Debug)]
pub struct Visit {
    /// Who looks, with the standings in force.
    pub actor: Actor,
    /// The station.
    pub station: StationFace,
    /// The server's "now".
    pub now: Time,
    /// How the page is lit.
    pub theme: Theme,
    /// What the session owes before anything else: `nothing`, `password`, `second`, `pin`.
    pub owes: &'static str,
    /// Whether a link opened the session, which the station handed over.
    pub by_link: bool,
    /// Whether single keys act.
    pub single_keys: bool,
    /// Where the house is served, for codes that a bell scans; empty where nobody said.
    pub url: String,
    /// The path and query asked for.
    pub path: String,
    /// Which part of the page is wanted, if not all of it.
    pub part: Option<String>,
    /// The menu of this person, current entry marked.
    pub menu: Vec<crate::NavItem>,
    /// The station's change number at which the page was read.
    pub change: i64,
    /// What the tabs of one session have in common.
    pub channel: String,
    /// Whether the page listens for changes: somebody is signed in and owes nothing.
    pub listens: bool,
    /// What calls for this reader on every page.
    pub alarm: Alarm,
    /// Whose open pages can ring.
    pub bells: Bells,
    /// Chance for the keys of forms.
    pub chance: RefCell<Chance>,
    /// What the page showed that somebody will be asked to judge.
    pub shown: RefCell<Vec<Showing>>,
}

/// So many entries of the menu stand in the bar.
const BAR: usize = 6;

impl Visit {
    /// A look that draws no page: what is told to a reader is told again to be compared or kept.
    pub fn without_page(actor: Actor, station: StationFace, now: Time) -> Visit {
        Visit {
            actor,
            station,
            now,
            theme: Theme::Auto,
            owes: "nothing",
            by_link: false,
            single_keys: false,
            url: String::new(),
            path: String::new(),
            part: None,
            menu: Vec::new(),
            change: 0,
            channel: String::new(),
            listens: false,
            alarm: Alarm::default(),
            bells: Bells::default(),
            chance: RefCell::new(Chance::System),
            shown: RefCell::default(),
        }
    }

    /// The same reader in another language, without a page.
    #[must_use]
    pub fn read_in(&self, lang: Lang) -> Visit {
        let actor = Actor { lang, ..self.actor.clone() };
        Visit::without_page(actor, self.station.clone(), self.now)
    }

    /// The language of the page.
    pub fn lang(&self) -> Lang {
        self.actor.lang
    }

    /// Writes moments for this reader.
    pub fn dates(&self) -> Dates {
        Dates { now: self.now, zone: self.station.zone.clone(), lang: self.actor.lang }
    }

    /// What happens where this account is called now.
    pub fn bell(&self, account: Id) -> Bell {
        self.bells.of(self.actor.station, account)
    }

    /// The entries of the menu that have room at the foot of a bell.
    pub fn tabs(&self) -> &[crate::NavItem] {
        &self.menu[..self.menu.len().min(4)]
    }

    /// The entries that stand in the bar; the rest is folded behind them.
    pub fn bar(&self) -> &[crate::NavItem] {
        &self.menu[..self.menu.len().min(BAR)]
    }

    /// The folded entries.
    pub fn rest(&self) -> &[crate::NavItem] {
        &self.menu[self.menu.len().min(BAR)..]
    }

    /// The entries that a bell has no tab for.
    pub fn beyond_tabs(&self) -> &[crate::NavItem] {
        &self.menu[self.menu.len().min(4)..]
    }

    /// What the fold is called: the entry in it where we are.
    pub fn rest_current(&self) -> Option<&'static str> {
        self.rest().iter().find(|item| item.current).map(|item| item.label)
    }

    /// A fresh idempotency key for a form. It says whose form it is: of two people at one browser,
    /// one sends nothing that the other has typed.
    pub fn form_key(&self) -> String {
        let mut secret = self.chance.borrow_mut().secret();
        secret.truncate(32);
        format!("{}.{secret}", self.actor.account)
    }
}
