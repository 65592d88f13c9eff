//! Every room of the house, in the order of the list: what it can do, show, ask and keep.

use crate::{
    clock_room, emergency_room, journal_room, messages_room, proposals_room, retention_room,
    rules_room,
};
use base::{Fault, Permission};
use db::{Db, Migration, Sealed, Settings, Table};
use ui::{Act, Retained, RuleTable, View};

/// One room.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Its crate.
    pub name: &'static str,
    /// What can be done there, list by list.
    pub acts: &'static [&'static [Act]],
    /// What can be looked at there.
    pub views: &'static [&'static [View]],
    /// What it asks.
    pub permissions: &'static [&'static Permission],
    /// Its steps of the schema.
    pub migrations: &'static [Migration],
    /// Its tables.
    pub tables: &'static [Table],
    /// The rules it keeps as data that the station changes.
    pub rule_tables: &'static [&'static [RuleTable]],
    /// What it keeps for so long.
    pub retained: &'static [Retained],
    /// Its columns that hold what is sealed.
    pub sealed: &'static [Sealed],
}

/// The rooms.
static ROOMS: [Room; 7] = [
    Room {
        name: "journal",
        acts: &[journal_room::ACTS],
        views: &[journal_room::VIEWS],
        permissions: journal_room::PERMISSIONS,
        migrations: journal::MIGRATIONS,
        tables: journal::TABLES,
        rule_tables: &[],
        retained: journal_room::RETAINED,
        sealed: journal::SEALED,
    },
    Room {
        name: "people",
        acts: &[
            people::ACTS,
            people::UNIT_ACTS,
            people::ACCOUNT_ACTS,
            people::TERM_ACTS,
            people::ROSTER_ACTS,
            people::DAY_ACTS,
            people::DEVICE_ACTS,
            people::SETTING_ACTS,
            rules_room::ACTS,
            emergency_room::ACTS,
            clock_room::ACTS,
            proposals_room::ACTS,
        ],
        views: &[
            people::VIEWS,
            people::UNIT_VIEWS,
            people::ACCOUNT_VIEWS,
            people::TERM_VIEWS,
            people::ROSTER_VIEWS,
            people::DAY_VIEWS,
            people::DEVICE_VIEWS,
            people::SETTING_VIEWS,
            rules_room::VIEWS,
            retention_room::VIEWS,
            emergency_room::VIEWS,
            clock_room::VIEWS,
            proposals_room::VIEWS,
        ],
        permissions: proposals_room::PERMISSIONS,
        migrations: people::MIGRATIONS,
        tables: people::TABLES,
        rule_tables: &[people::RULE_TABLES, retention_room::RULE_TABLES],
        retained: people::RETAINED,
        sealed: people::SEALED,
    },
    Room {
        name: "premises",
        acts: &[premises::ACTS, premises::REGISTER_ACTS],
        views: &[premises::VIEWS, premises::REGISTER_VIEWS],
        permissions: crate::web::PERMISSIONS,
        migrations: premises::MIGRATIONS,
        tables: premises::TABLES,
        rule_tables: &[],
        retained: &[],
        sealed: premises::SEALED,
    },
    Room {
        name: "notify",
        acts: &[messages_room::ACTS],
        views: &[messages_room::VIEWS],
        permissions: messages_room::PERMISSIONS,
        migrations: notify::MIGRATIONS,
        tables: notify::TABLES,
        rule_tables: &[],
        retained: messages_room::RETAINED,
        sealed: &[],
    },
    Room {
        name: "matters",
        acts: &[matters::ACTS, matters::TERM_ACTS],
        views: &[matters::VIEWS],
        permissions: matters::PERMISSIONS,
        migrations: matters::MIGRATIONS,
        tables: matters::TABLES,
        rule_tables: &[matters::RULE_TABLES],
        retained: matters::RETAINED,
        sealed: matters::SEALED,
    },
    Room {
        name: "incidents",
        acts: incidents::ACTS,
        views: &[incidents::VIEWS],
        permissions: incidents::PERMISSIONS,
        migrations: incidents::MIGRATIONS,
        tables: incidents::TABLES,
        rule_tables: &[incidents::RULE_TABLES],
        retained: incidents::RETAINED,
        sealed: incidents::SEALED,
    },
    Room {
        name: "analysis",
        acts: &[analysis::ACTS],
        views: &[analysis::VIEWS],
        permissions: analysis::PERMISSIONS,
        migrations: analysis::MIGRATIONS,
        tables: analysis::TABLES,
        rule_tables: &[analysis::RULE_TABLES],
        retained: &[],
        sealed: &[],
    },
];

/// The rooms.
pub fn rooms() -> [Room; 7] {
    ROOMS
}

/// Every act of the house.
pub fn acts() -> Vec<&'static Act> {
    rooms().into_iter().flat_map(|room| room.acts.iter().copied().flatten()).collect()
}

/// Whether `act` changes what the finder of places has read.
pub fn moves_places(act: &Act) -> bool {
    let lists = [premises::REGISTER_ACTS, people::UNIT_ACTS];
    lists.into_iter().flatten().any(|other| other.name == act.name)
}

/// Every view of the house.
pub fn views() -> Vec<&'static View> {
    rooms().into_iter().flat_map(|room| room.views.iter().copied().flatten()).collect()
}

/// Every permission of the house, once: those the rooms list and those their acts and views ask.
pub fn permissions() -> Vec<&'static Permission> {
    let mut all: Vec<&'static Permission> = Vec::new();
    for room in rooms() {
        let acts = || room.acts.iter().copied().flatten();
        let asked = acts().map(|act| act.permission).chain(acts().map(Act::second));
        let read = room.views.iter().copied().flatten().filter_map(|view| view.permission);
        for permission in room.permissions.iter().copied().chain(asked).chain(read) {
            if all.iter().all(|known| known.code != permission.code) {
                all.push(permission);
            }
        }
    }
    all
}

/// The history of the schema.
pub fn migrations() -> Vec<Migration> {
    rooms().into_iter().flat_map(|room| room.migrations.iter().copied()).collect()
}

/// Opens a database with the tables of every room.
///
/// # Errors
/// As [`Db::open`].
pub fn open(settings: Settings) -> Result<Db, Fault> {
    Db::open(settings, &migrations(), &tables())
}

/// Every table of rules of the house.
pub fn rule_tables() -> impl Iterator<Item = &'static RuleTable> {
    rooms().into_iter().flat_map(|room| room.rule_tables.iter().copied().flatten())
}

/// Everything that is kept for so long.
pub fn retained() -> impl Iterator<Item = &'static Retained> {
    rooms().into_iter().flat_map(|room| room.retained)
}

/// Every column that holds what is sealed.
pub fn sealed() -> impl Iterator<Item = &'static Sealed> {
    rooms().into_iter().flat_map(|room| room.sealed)
}

/// Opens a database that somebody else may be serving, for looking at it: its log is left to them.
///
/// # Errors
/// As [`Db::open_followed`].
pub fn open_beside(settings: Settings) -> Result<Db, Fault> {
    Db::open_followed(settings, &migrations(), &tables())
}

/// The manifest of tables.
pub fn tables() -> Vec<Table> {
    rooms().into_iter().flat_map(|room| room.tables.iter().copied()).collect()
}
