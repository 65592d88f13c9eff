//! Rows pasted from a spreadsheet: lines of cells between tabs, or between commas where a line has
//! no tab; what is wrong with which; and that somebody looked at what was read before it is entered.

use crate::words::words;
use crate::{Field, Given, Kind};
use base::{Both, Fault, Lang, Refusal};
use std::borrow::Cow;

/// One pasted row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// On which line it stood, from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The cell at `index`; empty where the row is shorter.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }

    /// The day in a cell, as `2024-05-02`: spreadsheets write `2024/5/2`, people `2024年5月2日`. Anything
    /// else comes back as it stands.
    pub fn day(&self, index: usize) -> String {
        let cell = self.cell(index);
        let bare = cell.trim_end_matches('\u{65E5}');
        let parts: Vec<Option<u32>> = bare
            .split(['-', '/', '.', '\u{5E74}', '\u{6708}'])
            .map(|part| part.parse().ok())
            .collect();
        match parts[..] {
            [Some(year), Some(month), Some(day)] => format!("{year:04}-{month:02}-{day:02}"),
            _ => cell.to_owned(),
        }
    }

    /// The time of the day in a cell, as `08:00`: spreadsheets write `8:00`, and `8:00:00`.
    pub fn time(&self, index: usize) -> String {
        let cell = self.cell(index);
        let parts: Vec<Option<u32>> =
            cell.split([':', '\u{FF1A}']).map(|part| part.parse().ok()).collect();
        match parts[..] {
            [Some(hour), Some(minute)] | [Some(hour), Some(minute), Some(0)] => {
                format!("{hour:02}:{minute:02}")
            }
            _ => cell.to_owned(),
        }
    }

    /// The time of the day in a cell, in seconds after midnight; `24:00` is the end of the day.
    pub fn seconds(&self, index: usize) -> Option<i64> {
        let cell = self.time(index);
        let (hour, minute) = cell.split_once(':')?;
        let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
        let seconds = hour * 3_600 + minute * 60;
        let fits = (0..=24).contains(&hour) && (0..60).contains(&minute) && seconds <= 86_400;
        fits.then_some(seconds)
    }
}

/// A time of the day as a cell says it, of seconds after midnight.
pub fn time_cell(seconds: i64) -> String {
    format!("{:02}:{:02}", seconds / 3_600, seconds % 3_600 / 60)
}

/// The rows of `text`; empty lines are passed over, but counted.
pub fn rows(text: &str) -> Vec<Row> {
    let row = |(line, text): (usize, &str)| {
        let parts: Vec<&str> = match text.contains('\t') {
            true => text.split('\t').collect(),
            false => text.split([',', '\u{FF0C}']).collect(),
        };
        let cells: Vec<String> = parts.iter().map(|cell| unquoted(cell).to_owned()).collect();
        cells.iter().any(|cell| !cell.is_empty()).then_some(Row { line, cells })
    };
    (1..).zip(text.lines()).filter_map(row).collect()
}

/// The rows below a table's head, where the first line is one: its first cell is one of `heads`.
pub fn below_head(
    rows: &[Row],
    heads: fn(Lang) -> Vec<&'static str>,
) -> impl Iterator<Item = &Row> {
    let is_head = move |row: &&Row| {
        row.line == 1 && Lang::ALL.iter().any(|lang| heads(*lang).contains(&row.cell(0)))
    };
    rows.iter().filter(move |row| !is_head(row))
}

/// What is wrong with pasted rows, row by row.
#[derive(Debug)]
pub struct RowFaults {
    field: &'static str,
    refusals: Vec<Refusal>,
}

impl RowFaults {
    /// Nothing so far, at the field of this name.
    pub fn at(field: &'static str) -> RowFaults {
        RowFaults { field, refusals: Vec::new() }
    }

    /// The row on this line cannot stand.
    pub fn refuse(&mut self, line: usize, say: impl Fn(Lang) -> &'static str) {
        let text = Both::of(|lang| words(lang).at_row(line, say(lang)));
        self.refusals.push(Refusal { rule: "row", field: Some(Cow::Borrowed(self.field)), text });
    }

    /// What was read, if every row could be.
    ///
    /// # Errors
    /// Every row that cannot stand; refused where not a single one was read.
    pub fn end<T>(self, read: Vec<T>) -> Result<Vec<T>, Fault> {
        if !self.refusals.is_empty() {
            return Err(Fault::Refused(self.refusals));
        }
        if read.is_empty() {
            return Err(Fault::at(self.field, "no_rows", |lang| words(lang).no_rows()));
        }
        Ok(read)
    }
}

/// The rule under which it is asked for.
pub(crate) const LOOK_FIRST: &str = "look_first";

/// The tick that says so.
pub const CHECKED: Field = Field::new("checked", |lang| words(lang).rows_checked(), Kind::Flag);

/// What was read is shown before anything is done with it: refused until the field `checked` is
/// ticked, with `found` to say what was read.
///
/// # Errors
/// Refused as said.
pub fn look_first(given: &Given, found: impl Fn(Lang) -> String) -> Result<(), Fault> {
    if given.flag("checked") {
        return Ok(());
    }
    Err(Fault::at("checked", LOOK_FIRST, |lang| words(lang).look_first(found(lang))))
}

/// What is shown of pasted rows: nothing where they cannot stand, for what is wrong stands at the field.
///
/// # Errors
/// Those of the engine.
pub fn readable<T: Default>(read: Result<T, Fault>) -> Result<T, Fault> {
    match read {
        Err(Fault::Refused(_)) => Ok(T::default()),
        read => read,
    }
}

/// A cell without the quotes that spreadsheets put round what holds a comma.
fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    let inner = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn tabs_win_over_commas_and_lines_keep_their_number() {
        let read = rows("甲,乙，丙\n\n丁\t戊,己\n,,\n\"庚\"");
        let cells = |index: usize| -> Vec<&str> { (0..3).map(|i| read[index].cell(i)).collect() };
        assert_eq!(cells(0), ["甲", "乙", "丙"]);
        assert_eq!((read[1].line, cells(1)), (3, vec!["丁", "戊,己", ""]));
        assert_eq!((read.len(), read[2].line, read[2].cell(0)), (3, 5, "庚"));
    }

    #[test]
    fn days_and_times_are_read_as_spreadsheets_write_them() {
        let row = &rows("2026/11/3\t2026年1月30日\t2026-11-03\t下周\t8:00\t20：30\t8:00:00")[0];
        let days: Vec<String> = (0..4).map(|index| row.day(index)).collect();
        assert_eq!(days, ["2026-11-03", "2026-01-30", "2026-11-03", "下周"]);
        assert_eq!(
            (row.time(4), row.time(5), row.time(6)),
            ("08:00".into(), "20:30".into(), "08:00".into())
        );
    }
}
