//! What leaves the transaction: changes for whoever watches, messages for one person.
//! Both hold references only; whoever reads them asks again what may be seen.

mod sql;

pub use sql::{
    Change, Message, dispose_messages, last_position, list_changes, list_messages, post, see,
    see_all, send,
};

use db::{Migration, Table, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 4, name: "notify", sql: include_str!("../migrations/0004_notify.sql") },
    Migration {
        number: 34,
        name: "notify_times",
        sql: include_str!("../migrations/0034_notify_times.sql"),
    },
];

/// This room's tables.
pub const TABLES: &[Table] = &[tenant("outbox"), tenant("messages")];
