//! A value of a row that nobody knows the meaning of: the closed set of the schema.

use crate::value::Arg;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CellKind {
    Int,
    Bool,
    Text,
    Bytes,
}

impl CellKind {
    /// By the type that the history of the schema declares.
    pub(crate) fn declared(name: &str) -> CellKind {
        match name {
            "BIGINT" => CellKind::Int,
            "BOOLEAN" => CellKind::Bool,
            "BYTEA" => CellKind::Bytes,
            _ => CellKind::Text,
        }
    }
}

/// A value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    pub(crate) fn of_sqlite(
        row: &rusqlite::Row<'_>,
        index: usize,
        kind: CellKind,
    ) -> rusqlite::Result<Cell> {
        Ok(match kind {
            CellKind::Int => row.get::<_, Option<i64>>(index)?.map_or(Cell::Null, Cell::Int),
            CellKind::Bool => row.get::<_, Option<bool>>(index)?.map_or(Cell::Null, Cell::Bool),
            CellKind::Text => row.get::<_, Option<String>>(index)?.map_or(Cell::Null, Cell::Text),
            CellKind::Bytes => {
                row.get::<_, Option<Vec<u8>>>(index)?.map_or(Cell::Null, Cell::Bytes)
            }
        })
    }

    pub(crate) fn of_postgres(
        row: &tokio_postgres::Row,
        index: usize,
        kind: CellKind,
    ) -> Result<Cell, tokio_postgres::Error> {
        Ok(match kind {
            CellKind::Int => row.try_get::<_, Option<i64>>(index)?.map_or(Cell::Null, Cell::Int),
            CellKind::Bool => row.try_get::<_, Option<bool>>(index)?.map_or(Cell::Null, Cell::Bool),
            CellKind::Text => {
                row.try_get::<_, Option<String>>(index)?.map_or(Cell::Null, Cell::Text)
            }
            CellKind::Bytes => {
                row.try_get::<_, Option<Vec<u8>>>(index)?.map_or(Cell::Null, Cell::Bytes)
            }
        })
    }

    pub(crate) fn arg(&self) -> Arg<'_> {
        match self {
            Cell::Null => Arg::Null,
            Cell::Int(number) => Arg::Int(*number),
            Cell::Bool(is) => Arg::Bool(*is),
            Cell::Text(text) => Arg::Text(text),
            Cell::Bytes(bytes) => Arg::Bytes(bytes),
        }
    }

    /// Gives its bytes, marked so that no two different rows give the same ones.
    pub(crate) fn write_to(&self, write: &mut impl FnMut(&[u8])) {
        let mut long = |mark: u8, bytes: &[u8]| {
            write(&[mark]);
            write(&(bytes.len() as u64).to_be_bytes());
            write(bytes);
        };
        match self {
            Cell::Null => long(0, &[]),
            Cell::Int(number) => long(1, &number.to_be_bytes()),
            Cell::Bool(is) => long(2, &[u8::from(*is)]),
            Cell::Text(text) => long(3, text.as_bytes()),
            Cell::Bytes(bytes) => long(4, bytes),
        }
    }
}
