//! Append-only: who did what to what, in which capacity, when and why. Hash-chained per station
//! over ciphertext, so that verifying needs no key and a payload can be erased lawfully.

mod actions;
mod chain;
mod outcomes;
mod rules;
mod sql;
mod verify;

pub use actions::{Change, Line, Subject, begin, erase, note_attempt, record};
pub use outcomes::{is_answered, once};
pub use sql::{
    Entry, dispose_attempts, dispose_outcomes, entries_by, entries_of, last_at, list_entries,
    position_at,
};
pub use verify::{Break, Head, HeadError, Report, export_head, opens, verify};

use db::{Migration, Sealed, Table, append, sealed, tenant};

/// This room's steps of the schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "journal", sql: include_str!("../migrations/0001_journal.sql") },
    Migration {
        number: 33,
        name: "journal_times",
        sql: include_str!("../migrations/0033_journal_times.sql"),
    },
];

/// This room's tables.
pub const TABLES: &[Table] = &[
    tenant("changes"),
    append("journal_lines"),
    tenant("journal_keys"),
    tenant("outcomes"),
    tenant("attempts"),
];

/// Its columns that hold what is sealed.
pub const SEALED: &[Sealed] = &[
    sealed!("journal_keys", "key_sealed", numbered "position", ("journal_lines", "payload_sealed")),
];
