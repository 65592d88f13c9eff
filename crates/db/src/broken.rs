//! Errors of the engines, told alike: which kind, and which constraint.

use base::Fault;
use std::fmt;

/// What the engine refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Broken {
    /// A unique constraint, by the name PostgreSQL gives it (`table_column_key`, `table_pkey`).
    Unique(String),
    /// A named CHECK.
    Check(String),
    /// A reference to a row that is not there, or that is still needed.
    ForeignKey,
    /// A mandatory value that is missing.
    Null,
    /// Worth running again: serialisation, deadlock, lost connection.
    Transient(String),
    /// The disk is full; what is urgent still goes on in the reserve.
    Full,
    /// The disk is full, and the reserve is used up.
    Spent,
    /// The disk takes no writes: mounted read-only, failing, or a server's that is full.
    Unwritable(String),
    /// Anything else.
    Other(String),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Broken {}

/// What the engine refused, if that is why the act failed.
pub fn broken(fault: &Fault) -> Option<&Broken> {
    match fault {
        Fault::Internal(cause) => cause.downcast_ref(),
        Fault::NotFound
        | Fault::Forbidden { .. }
        | Fault::Refused(_)
        | Fault::Conflict(_)
        | Fault::Overloaded => None,
    }
}

impl Broken {
    /// Whether it is the disk's doing, whatever the act was.
    pub(crate) fn is_of_disk(&self) -> bool {
        matches!(self, Broken::Full | Broken::Unwritable(_))
    }

    pub(crate) fn from_sqlite(error: &rusqlite::Error) -> Broken {
        use rusqlite::ffi;
        let rusqlite::Error::SqliteFailure(code, message) = error else {
            return Broken::Other(error.to_string());
        };
        let message = message.clone().unwrap_or_default();
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                Broken::Unique(format!("{}_pkey", table_of(&message)))
            }
            ffi::SQLITE_CONSTRAINT_UNIQUE => Broken::Unique(postgres_name(&message)),
            ffi::SQLITE_CONSTRAINT_CHECK => Broken::Check(after_colon(&message).to_owned()),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY | ffi::SQLITE_CONSTRAINT_TRIGGER => {
                Broken::ForeignKey
            }
            ffi::SQLITE_CONSTRAINT_NOTNULL => Broken::Null,
            // The index of the log is a file, too, and is made longer at the same time.
            ffi::SQLITE_FULL | ffi::SQLITE_IOERR_SHMSIZE => Broken::Full,
            ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_FSYNC
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_DIR_FSYNC => Broken::Unwritable(message),
            _ if code.code == rusqlite::ErrorCode::ReadOnly => Broken::Unwritable(message),
            _ if code.code == rusqlite::ErrorCode::DatabaseBusy => Broken::Transient(message),
            _ => Broken::Other(message),
        }
    }

    pub(crate) fn from_postgres(error: &tokio_postgres::Error) -> Broken {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed() {
                Broken::Transient(error.to_string())
            } else {
                Broken::Other(error.to_string())
            };
        };
        let constraint = || db.constraint().unwrap_or_default().to_owned();
        match db.code().code() {
            "23505" => Broken::Unique(constraint()),
            "23514" => Broken::Check(constraint()),
            "23503" => Broken::ForeignKey,
            "23502" => Broken::Null,
            // There is no reserve on a server.
            "53100" | "25006" => Broken::Unwritable(db.message().to_owned()),
            "40001" | "40P01" | "57P01" => Broken::Transient(db.message().to_owned()),
            code => Broken::Other(format!("{code} {}", db.message())),
        }
    }
}

fn after_colon(message: &str) -> &str {
    message.rsplit(": ").next().unwrap_or(message)
}

fn table_of(message: &str) -> &str {
    after_colon(message).split('.').next().unwrap_or_default()
}

/// `… failed: t.a, t.b` → `t_a_b_key`, the name PostgreSQL makes for the same constraint.
fn postgres_name(message: &str) -> String {
    let columns = after_colon(message).split(", ").filter_map(|c| c.split('.').nth(1));
    let mut name = table_of(message).to_owned();
    for column in columns {
        name.push('_');
        name.push_str(column);
    }
    name + "_key"
}
