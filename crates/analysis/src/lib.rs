//! 综合研判: what the station's incidents come to, counted in periods, compared, frozen with the
//! position of the journal, and opened again down to each incident.

mod actions;
mod api;
mod pages;
mod rules;
mod sql;
mod words;

pub use actions::{FREEZE, READ, add_defaults, freeze, list_due};
pub use api::{ACTS, RULE_TABLES, VIEWS};

use base::Permission;
use db::{Migration, Table, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[Migration {
    number: 17,
    name: "analysis",
    sql: include_str!("../migrations/0017_analysis.sql"),
}];

/// This room's tables.
pub const TABLES: &[Table] = &[tenant("report_rules"), tenant("reports")];

/// The permissions of this room.
pub const PERMISSIONS: &[&Permission] = &[&READ, &FREEZE];
