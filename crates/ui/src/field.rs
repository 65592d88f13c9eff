//! Fields: what an act accepts, declared once for form, JSON, document and tests.

use base::Lang;

/// The label of one code in one language.
pub type CodeLabel = fn(Lang, &str) -> &'static str;

/// What may stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One line of at most so many characters.
    Line(usize),
    /// Several lines of at most so many characters together.
    Text(usize),
    /// Rows pasted from a spreadsheet, at most so many: cells between tabs or commas.
    Rows(usize),
    /// A secret line; never shown again.
    Secret(usize),
    /// One of a closed list.
    Code(&'static [&'static str], CodeLabel),
    /// Any of a closed list.
    Codes(&'static [&'static str], CodeLabel),
    /// One of a list that the station's own tables hold.
    Choice,
    /// Any of such a list.
    Choices,
    /// Yes or nothing.
    Flag,
    /// A whole number between two.
    Whole(i64, i64),
    /// The id of a row.
    Key,
    /// A moment: RFC 3339, or the station's wall clock without an offset.
    Moment,
    /// A day of the station's calendar.
    Day,
}

/// One field of an act or a query.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name; a dot is a level in JSON.
    pub name: &'static str,
    /// What it is called on screen.
    pub label: fn(Lang) -> &'static str,
    /// What may stand in it.
    pub kind: Kind,
    /// Whether it must be given.
    pub required: bool,
}

impl Field {
    /// A field that may be left out.
    pub const fn new(name: &'static str, label: fn(Lang) -> &'static str, kind: Kind) -> Field {
        Field { name, label, kind, required: false }
    }

    /// The same field, but it must be given.
    pub const fn required(self) -> Field {
        Field { required: true, ..self }
    }

    /// Whether several values may be given.
    pub fn is_many(&self) -> bool {
        matches!(self.kind, Kind::Codes(..) | Kind::Choices)
    }
}
