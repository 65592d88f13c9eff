//! Values on their way into and out of statements: a closed set, the same on both engines.

use crate::Broken;
use base::{Fault, Id, Time};
use tokio_postgres::types as pg;

/// A parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Arg<'a> {
    /// NULL, whatever the type.
    Null,
    /// A 64-bit integer.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What can be a parameter.
pub trait ToArg {
    /// The parameter.
    fn to_arg(&self) -> Arg<'_>;
}

/// Lists parameters: `args![station, id, "text"]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::ToArg::to_arg(&$value)),*] };
}

macro_rules! to_arg {
    ($($type:ty: $value:ident => $arg:expr;)+) => {
        $(impl ToArg for $type { fn to_arg(&self) -> Arg<'_> { let $value = self; $arg } })+
    };
}

to_arg! {
    i64: v => Arg::Int(*v);
    i32: v => Arg::Int(i64::from(*v));
    u32: v => Arg::Int(i64::from(*v));
    bool: v => Arg::Bool(*v);
    String: v => Arg::Text(v);
    str: v => Arg::Text(v);
    Vec<u8>: v => Arg::Bytes(v);
    [u8]: v => Arg::Bytes(v);
    [u8; 32]: v => Arg::Bytes(v);
    Id: v => Arg::Bytes(v.as_bytes());
    Time: v => Arg::Int(v.micros());
}

impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self) -> Arg<'_> {
        (**self).to_arg()
    }
}

impl<T: ToArg> ToArg for Option<T> {
    fn to_arg(&self) -> Arg<'_> {
        self.as_ref().map_or(Arg::Null, ToArg::to_arg)
    }
}

/// One row of an answer.
#[derive(Clone, Copy)]
pub enum Row<'r> {
    #[doc(hidden)]
    Sqlite(&'r rusqlite::Row<'r>),
    #[doc(hidden)]
    Postgres(&'r tokio_postgres::Row),
}

impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row")
    }
}

/// What can be read from a column.
pub trait Column: Sized {
    /// Reads column `index` of `row`.
    ///
    /// # Errors
    /// Where the column is of another type: our mistake.
    fn read(row: &Row<'_>, index: usize) -> Result<Self, Fault>;
}

/// What can be read from a whole row; made by [`row!`](crate::row).
pub trait FromRow: Sized {
    /// The names of its columns, in order; empty where only positions count.
    const NAMES: &'static [&'static str];
    /// Reads `row`.
    ///
    /// # Errors
    /// As [`Column::read`].
    fn from_row(row: &Row<'_>) -> Result<Self, Fault>;
}

/// Declares a row type whose fields are the statement's columns, in order.
/// Debug builds compare the names.
#[macro_export]
macro_rules! row {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty,)+ })+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $type,)+ }
        impl $crate::FromRow for $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];
            fn from_row(row: &$crate::Row<'_>) -> Result<$name, base::Fault> {
                let mut column = 0..;
                Ok($name { $($field: $crate::Column::read(row, column.next().unwrap_or_default())?),+ })
            }
        }
    )+ };
}

/// Lets enums made by `base::codes!` stand in rows and parameters.
#[macro_export]
macro_rules! stored_codes {
    ($($type:ty),+ $(,)?) => { $(
        impl $crate::Column for $type {
            fn read(row: &$crate::Row<'_>, index: usize) -> Result<$type, base::Fault> {
                let code = <String as $crate::Column>::read(row, index)?;
                <$type>::from_code(&code).ok_or_else(|| base::Fault::internal(format!("unknown code {code}")))
            }
        }
        impl $crate::ToArg for $type {
            fn to_arg(&self) -> $crate::Arg<'_> { $crate::Arg::Text(self.code()) }
        }
    )+ };
}

stored_codes!(base::Role, base::Scope, base::Hand, base::Lang, base::Theme);

macro_rules! tuple_rows {
    ($($($name:ident),+;)+) => { $(
        impl<$($name: Column),+> FromRow for ($($name,)+) {
            const NAMES: &'static [&'static str] = &[];
            fn from_row(row: &Row<'_>) -> Result<Self, Fault> {
                let mut column = 0..;
                Ok(($($name::read(row, column.next().unwrap_or_default())?,)+))
            }
        }
    )+ };
}

tuple_rows! { A; A, B; A, B, C; A, B, C, D; A, B, C, D, E; }

fn wrong(index: usize, wanted: &str) -> Fault {
    Fault::internal(Broken::Other(format!("column {index} is not {wanted}")))
}

macro_rules! column {
    ($type:ty, $wanted:literal, $sqlite:pat => $value:expr, $raw:ty, $back:expr) => {
        impl Column for $type {
            fn read(row: &Row<'_>, index: usize) -> Result<$type, Fault> {
                match row {
                    Row::Sqlite(row) => match row.get_ref(index) {
                        Ok($sqlite) => $value.ok_or_else(|| wrong(index, $wanted)),
                        Ok(_) | Err(_) => Err(wrong(index, $wanted)),
                    },
                    Row::Postgres(row) => {
                        let raw: $raw = row.try_get(index).map_err(|_| wrong(index, $wanted))?;
                        $back(raw).ok_or_else(|| wrong(index, $wanted))
                    }
                }
            }
        }
    };
}

use rusqlite::types::ValueRef;

column!(i64, "an integer", ValueRef::Integer(v) => Some(v), Whole, |w: Whole| Some(w.0));
column!(bool, "a truth value", ValueRef::Integer(v) => Some(v != 0), bool, Some);
column!(String, "text", ValueRef::Text(v) => std::str::from_utf8(v).ok().map(str::to_owned), String, Some);
column!(Vec<u8>, "bytes", ValueRef::Blob(v) => Some(v.to_vec()), Vec<u8>, Some);
column!(Id, "an id", ValueRef::Blob(v) => Id::from_slice(v), &[u8], Id::from_slice);
column!(Time, "an instant", ValueRef::Integer(v) => Some(Time::from_micros(v)), i64, |v| Some(Time::from_micros(v)));

impl<T: Column> Column for Option<T> {
    fn read(row: &Row<'_>, index: usize) -> Result<Option<T>, Fault> {
        let null = match row {
            Row::Sqlite(row) => matches!(row.get_ref(index), Ok(ValueRef::Null)),
            Row::Postgres(row) => matches!(row.try_get::<_, Option<Present>>(index), Ok(None)),
        };
        if null { Ok(None) } else { T::read(row, index).map(Some) }
    }
}

/// Any integer type of PostgreSQL.
struct Whole(i64);

impl<'a> pg::FromSql<'a> for Whole {
    fn from_sql(
        ty: &pg::Type,
        raw: &'a [u8],
    ) -> Result<Whole, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Whole(match *ty {
            pg::Type::INT2 => i64::from(i16::from_sql(ty, raw)?),
            pg::Type::INT4 => i64::from(i32::from_sql(ty, raw)?),
            _ => i64::from_sql(ty, raw)?,
        }))
    }
    fn accepts(ty: &pg::Type) -> bool {
        matches!(*ty, pg::Type::INT2 | pg::Type::INT4 | pg::Type::INT8)
    }
}

/// Whether a value is there, whatever its type.
struct Present;

impl<'a> pg::FromSql<'a> for Present {
    fn from_sql(
        _: &pg::Type,
        _: &'a [u8],
    ) -> Result<Present, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Present)
    }
    fn accepts(_: &pg::Type) -> bool {
        true
    }
}

impl rusqlite::ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::Borrowed(match *self {
            Arg::Null => ValueRef::Null,
            Arg::Int(v) => ValueRef::Integer(v),
            Arg::Bool(v) => ValueRef::Integer(i64::from(v)),
            Arg::Text(v) => ValueRef::Text(v.as_bytes()),
            Arg::Bytes(v) => ValueRef::Blob(v),
        }))
    }
}

type PgError = Box<dyn std::error::Error + Sync + Send>;

impl pg::ToSql for Arg<'_> {
    fn to_sql(&self, ty: &pg::Type, out: &mut bytes::BytesMut) -> Result<pg::IsNull, PgError> {
        match (self, ty) {
            (Arg::Null, _) => Ok(pg::IsNull::Yes),
            (Arg::Int(v), &pg::Type::INT8) => v.to_sql(ty, out),
            (Arg::Int(v), &pg::Type::INT4) => i32::try_from(*v)?.to_sql(ty, out),
            (Arg::Bool(v), &pg::Type::BOOL) => v.to_sql(ty, out),
            (Arg::Text(v), &pg::Type::TEXT | &pg::Type::VARCHAR) => v.to_sql(ty, out),
            (Arg::Bytes(v), &pg::Type::BYTEA) => v.to_sql(ty, out),
            (arg, ty) => Err(format!("{arg:?} is no {ty}").into()),
        }
    }
    fn accepts(_: &pg::Type) -> bool {
        true
    }
    pg::to_sql_checked!();
}

/// A parameter that outlives its statement: for answers that are awaited later.
#[derive(Clone, Debug)]
pub(crate) enum Kept {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

impl Kept {
    pub(crate) fn of(arg: Arg<'_>) -> Kept {
        match arg {
            Arg::Null => Kept::Null,
            Arg::Int(v) => Kept::Int(v),
            Arg::Bool(v) => Kept::Bool(v),
            Arg::Text(v) => Kept::Text(v.to_owned()),
            Arg::Bytes(v) => Kept::Bytes(v.to_vec()),
        }
    }

    pub(crate) fn arg(&self) -> Arg<'_> {
        match self {
            Kept::Null => Arg::Null,
            Kept::Int(v) => Arg::Int(*v),
            Kept::Bool(v) => Arg::Bool(*v),
            Kept::Text(v) => Arg::Text(v),
            Kept::Bytes(v) => Arg::Bytes(v),
        }
    }
}
