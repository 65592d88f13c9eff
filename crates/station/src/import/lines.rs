//! The lines of a file beside its records: a quote that was never closed takes line after line into one cell,
//! and whatever reads only records never hears of them.

use crate::import::words::Words;
use csv::ByteRecord;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// The longest cell, in bytes: what a desk types has 4,000 letters at most, of three bytes each.
const LONGEST: usize = 12_000;

/// Why a file is not what its records say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stray {
    /// A quote in the first line took the lines after it, as far as the second, into one cell.
    Swallowed(u64, u64),
    /// A record goes over several lines and has not as many cells as the header.
    Torn(u64, u64),
    /// A cell of this record is longer than any text that is typed: so many bytes, in this column.
    Long(u64, String, usize),
}

impl Stray {
    pub(super) fn text(&self, w: Words) -> String {
        match self {
            Stray::Swallowed(from, to) => w.stray_swallowed(from, to),
            Stray::Torn(from, to) => w.stray_torn(from, to),
            Stray::Long(line, column, bytes) => w.stray_long(line, column, bytes),
        }
    }
}

/// Reads lines one by one: every end of line is the same, whoever saved the file, and they are counted.
pub(super) struct Lines<R> {
    from: BufReader<R>,
    line: Vec<u8>,
    at: usize,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Lines<R> {
    /// Over `from`; the second half of what is given counts the lines read.
    pub(super) fn over(from: R) -> (Lines<R>, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        let lines = Lines { from: BufReader::new(from), line: Vec::new(), at: 0, count };
        let count = Rc::clone(&lines.count);
        (lines, count)
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.line.len() {
            (self.at, self.line) = (0, std::mem::take(&mut self.line));
            self.line.clear();
            if self.from.read_until(b'\n', &mut self.line)? == 0 {
                return Ok(0);
            }
            self.count.set(self.count.get() + 1);
            if self.line.ends_with(b"\r\n") {
                self.line.truncate(self.line.len() - 2);
                self.line.push(b'\n');
            }
        }
        let taken = into.len().min(self.line.len() - self.at);
        into[..taken].copy_from_slice(&self.line[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// What is wrong with how `record` stands in the file, from `line` on: under `header`, with the number of a call
/// in this column.
pub(super) fn stray(
    record: &ByteRecord,
    line: u64,
    header: &csv::StringRecord,
    number: usize,
) -> Option<Stray> {
    if let Some((place, cell)) = record.iter().enumerate().find(|(_, cell)| cell.len() > LONGEST)
        && breaks(cell) == 0
    {
        let column = header.get(place).unwrap_or_default().to_owned();
        return Some(Stray::Long(line, column, cell.len()));
    }
    let last = line + record.iter().map(breaks).sum::<u64>();
    if last == line {
        return None;
    }
    if record.iter().any(|cell| holds_a_record(cell, header.len(), number)) {
        return Some(Stray::Swallowed(line, last));
    }
    if record.len() != header.len() {
        return Some(Stray::Torn(line, last));
    }
    let long = record.iter().enumerate().find(|(_, cell)| cell.len() > LONGEST);
    long.map(|(place, cell)| {
        Stray::Long(line, header.get(place).unwrap_or_default().to_owned(), cell.len())
    })
}

/// How many further lines a cell begins: at the end of the file a quote that is not closed begins none.
fn breaks(cell: &[u8]) -> u64 {
    cell.strip_suffix(b"\n").unwrap_or(cell).iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Whether a cell of several lines holds as many commas as a record, and one of its further lines has the number
/// of a call where a record has it.
fn holds_a_record(cell: &[u8], width: usize, number: usize) -> bool {
    let commas = cell.iter().filter(|byte| **byte == b',').count();
    let numbered = |line: &[u8]| {
        let piece = line.split(|byte| *byte == b',').nth(number);
        piece.is_some_and(|piece| {
            std::str::from_utf8(piece).is_ok_and(|text| super::rows::is_number(text.trim()))
        })
    };
    commas + 1 >= width && cell.split(|byte| *byte == b'\n').skip(1).any(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Stray> {
        let (lines, _) = Lines::over(text.as_bytes());
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(lines);
        let header = table.headers().unwrap().clone();
        let records = table.byte_records().map(|record| record.unwrap());
        let mut strays = Vec::new();
        for record in records {
            let line = record.position().unwrap().line();
            strays.extend(stray(&record, line, &header, 0));
        }
        strays
    }

    #[test]
    fn a_quote_that_takes_lines_is_told_from_a_text_of_several_lines() {
        for (text, expected) in [
            ("n,a,b\n1,x,y\n2,x,y\n", vec![]),
            ("n,a,b\n1,\"two\nlines, of text\",y\n2,x,y\n", vec![]),
            ("n,a,b\r\n1,\"two\r\nlines\",y\r\n2,x,y\r\n", vec![]),
            ("n,a,b\n1,\"x,y\n2,x,y\n3,x,y\n", vec![Stray::Swallowed(2, 4)]),
            ("n,a,b\n1,x,\"y\n2,x,\"y\"\n3,x,y\n", vec![Stray::Swallowed(2, 3)]),
            ("n,a,b\n1,\"x,y\n2,x,\"y\"\n3,x,y\n", vec![Stray::Swallowed(2, 3)]),
            ("n,a,b\n1,\"x\nno\"\n3,x,y\n", vec![Stray::Torn(2, 3)]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        let long = "长".repeat(LONGEST);
        let text = format!("n,a,b\n1,x,y\n2,{long},y\n");
        assert_eq!(found(&text), [Stray::Long(3, "a".to_owned(), 3 * LONGEST)]);
    }

    #[test]
    fn lines_are_counted_whoever_saved_the_file() {
        for (text, lines) in [("a\nb\n", 2), ("a\r\nb\r\n", 2), ("a\r\nb", 2), ("", 0), ("\n\n", 2)]
        {
            let (mut reader, count) = Lines::over(text.as_bytes());
            let mut read = String::new();
            reader.read_to_string(&mut read).unwrap();
            assert_eq!((count.get(), read), (lines, text.replace("\r\n", "\n")), "{text:?}");
        }
    }
}
