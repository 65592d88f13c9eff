//! Reads a table of days that somebody pasted or imported.

use crate::words::{DATE_MARKS, FULL_COMMA, OFF, WORKING};
use crate::{DayKind, Exceptional};
use jiff::civil::Date;
use std::collections::HashMap;

/// A line that cannot be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RowFault {
    /// Which line, from one.
    pub line: usize,
    /// What is wrong with it.
    pub what: RowFaultKind,
}

/// What is wrong with a line. Of several faults the first in this order is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowFaultKind {
    /// The first cell is no day of the calendar.
    Date,
    /// The second cell says neither that the day is off nor that it is a working day.
    Kind,
    /// The third cell is empty or missing, or holds what no name may.
    Name,
    /// The fourth cell holds what no text may.
    Source,
    /// An earlier line, of this number, has the same day.
    Repeated(usize),
}

/// Reads lines of four cells: date (`2027-01-01`, `2027/1/1`, `2027年1月1日`), kind (`休` or `off`,
/// `班` or `working`), name, and a source that may be missing. Cells stand apart by tabs, or by commas
/// where a line has no tab; the source may contain commas. Empty lines and those that begin with `#`
/// are passed over.
///
/// # Errors
/// Every line that cannot be taken, in their order; then nothing is taken.
pub fn parse_rows(text: &str) -> Result<Vec<Exceptional>, Vec<RowFault>> {
    let (mut rows, mut faults, mut seen) = (Vec::new(), Vec::new(), HashMap::new());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, content) in text.lines().enumerate() {
        let (line, content) = (index + 1, content.trim_matches(' '));
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        match row(content) {
            Ok(row) => match seen.get(&row.date) {
                Some(first) => {
                    faults.push(RowFault { line, what: RowFaultKind::Repeated(*first) });
                }
                None => {
                    seen.insert(row.date, line);
                    rows.push(row);
                }
            },
            Err(what) => faults.push(RowFault { line, what }),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn row(line: &str) -> Result<Exceptional, RowFaultKind> {
    let tabbed = line.contains('\t');
    let apart = |c: char| if tabbed { c == '\t' } else { c == ',' || c == FULL_COMMA };
    let mut cells = line.splitn(4, apart).map(str::trim);
    let date = date(cells.next().unwrap_or_default()).ok_or(RowFaultKind::Date)?;
    let kind = kind(cells.next().unwrap_or_default()).ok_or(RowFaultKind::Kind)?;
    let clean = |cell: &str, fault| base::clean_line(cell).map_err(|_| fault);
    let name = clean(cells.next().unwrap_or_default(), RowFaultKind::Name)?;
    if name.is_empty() {
        return Err(RowFaultKind::Name);
    }
    let source = clean(cells.next().unwrap_or_default(), RowFaultKind::Source)?;
    Ok(Exceptional { date, kind, name, source })
}

fn date(cell: &str) -> Option<Date> {
    DATE_MARKS.iter().find_map(|[after_year, after_month, after_day]| {
        let (year, rest) = cell.split_once(after_year)?;
        let (month, rest) = rest.split_once(after_month)?;
        let day = rest.strip_suffix(after_day)?;
        let (month, day) = (number(month, 1..=2)?, number(day, 1..=2)?);
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(number(year, 4..=4)?, month, day).ok()
    })
}

fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let plain = lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

fn kind(cell: &str) -> Option<DayKind> {
    let one_of = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    match () {
        () if one_of(&OFF) => Some(DayKind::Off),
        () if one_of(&WORKING) => Some(DayKind::Working),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_kinds_are_read_as_people_write_them() {
        let text = "\u{feff}# 2027\n2027-01-01,休,元旦,通知,附件\n\n2027/1/2\toff\t元旦\n\
                    2027年1月3日，班，元旦\r\n2027-02-06\tWorking\t春节\t\t\n";
        let rows = parse_rows(text).unwrap();
        let read: Vec<_> =
            rows.iter().map(|r| (r.date, r.kind, r.name.as_str(), r.source.as_str())).collect();
        assert_eq!(
            read,
            [
                (date(2027, 1, 1), DayKind::Off, "元旦", "通知,附件"),
                (date(2027, 1, 2), DayKind::Off, "元旦", ""),
                (date(2027, 1, 3), DayKind::Working, "元旦", ""),
                (date(2027, 2, 6), DayKind::Working, "春节", ""),
            ]
        );
        assert_eq!(parse_rows(""), Ok(Vec::new()));
    }

    #[test]
    fn every_bad_line_is_named() {
        let text = "2027-02-30,休,x\n27-1-1,休,x\n2027-1/1,休,x\n2027-01-01,假,x\n2027-01-01,休\n\
                    2027-01-01,休, \n2027-01-01,休,\u{202e}x\n2027-01-01,休,x,\u{1}\n+027-01-01,休,x\n\
                    2027年1月1,休,x\nx\n";
        let said = parse_rows(text).unwrap_err();
        use RowFaultKind::{Date, Kind, Name, Source};
        let expected = [Date, Date, Date, Kind, Name, Name, Name, Source, Date, Date, Date];
        assert_eq!(said.iter().map(|f| f.what).collect::<Vec<_>>(), expected);
        assert!(said.iter().zip(1..).all(|(fault, line)| fault.line == line));
    }

    #[test]
    fn a_day_stands_once_however_it_is_written() {
        let said = parse_rows("2027-01-01,休,x\n2027-01-02,休,x\n2027/1/1,班,y\n").unwrap_err();
        assert_eq!(said, [RowFault { line: 3, what: RowFaultKind::Repeated(1) }]);
    }
}
