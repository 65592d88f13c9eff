//! Reading the file: one row a unit, the rows of one number a call. Times stay as the wall clock
//! showed them.

use crate::import::ImportError;
use crate::import::defects::{Defects, note};
use crate::import::lines::{Lines, stray};
use crate::import::mapping::{Codes, Mapping, Places};
use csv::{ByteRecord, StringRecord};
use jiff::civil::DateTime;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

/// The first bytes of what zstd packed.
const PACKED: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// One call of the file.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) number: String,
    /// Its first row.
    pub(super) row: u64,
    pub(super) place: String,
    pub(super) summary: String,
    pub(super) kind: String,
    pub(super) level: i64,
    pub(super) received: Option<DateTime>,
    pub(super) units: Vec<Unit>,
}

/// One row of the file.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) row: u64,
    pub(super) receiver: String,
    /// In the order of the mapping.
    pub(super) stamps: Vec<Option<DateTime>>,
    fingerprint: u64,
}

/// The whole file.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) calls: Vec<Call>,
    pub(super) lines: u64,
    pub(super) rows: u64,
    pub(super) digest: String,
    pub(super) defects: Defects,
}

/// Reads the file at `path`.
pub(super) fn read(
    path: &Path,
    mapping_path: &Path,
    mapping: &Mapping,
) -> Result<Content, ImportError> {
    let mut file = File::open(path).map_err(|e| ImportError::file(path, &e))?;
    let digest = digest(&mut file).map_err(|e| ImportError::file(path, &e))?;
    let plain = unpacked(file).map_err(|e| ImportError::file(path, &e))?;
    let (plain, lines) = Lines::over(plain);
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(plain);
    let broken = |error: csv::Error| ImportError::table(path, &error);
    let header = table.headers().map_err(broken)?.clone();
    let places =
        mapping.places(&header).map_err(|flaw| ImportError::mapping(mapping_path, flaw))?;
    let mut reader = Reader {
        mapping,
        places,
        width: header.len(),
        calls: Vec::new(),
        known: HashMap::new(),
        defects: Defects::new(),
    };
    let (mut rows, mut record) = (0, ByteRecord::new());
    while table.read_byte_record(&mut record).map_err(broken)? {
        let row = record.position().map_or(0, csv::Position::line);
        if let Some(stray) = stray(&record, row, &header, reader.places.number) {
            return Err(ImportError::stray(path, stray));
        }
        // One row of wrong bytes is the row's own; a broken stream is everybody's.
        match StringRecord::from_byte_record(record.clone()) {
            Ok(record) => reader.take(row, &record),
            Err(_) => note(&mut reader.defects, "bad_row".to_owned(), row),
        }
        rows += 1;
    }
    let lines = lines.get();
    Ok(Content { calls: reader.calls, lines, rows, digest, defects: reader.defects })
}

/// The SHA-256 of the file as it lies there.
fn digest(file: &mut File) -> io::Result<String> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            count => hash.update(&buffer[..count]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn unpacked(mut file: File) -> io::Result<Box<dyn Read>> {
    file.rewind()?;
    let mut first = Vec::new();
    file.by_ref().take(PACKED.len() as u64).read_to_end(&mut first)?;
    file.rewind()?;
    if first == PACKED {
        return Ok(Box::new(zstd::Decoder::new(file)?));
    }
    Ok(Box::new(BufReader::new(file)))
}

struct Reader<'a> {
    mapping: &'a Mapping,
    places: Places,
    width: usize,
    calls: Vec<Call>,
    known: HashMap<String, usize>,
    defects: Defects,
}

impl Reader<'_> {
    fn take(&mut self, row: u64, record: &StringRecord) {
        if record.len() != self.width {
            return note(&mut self.defects, "bad_row".to_owned(), row);
        }
        let number = record[self.places.number].trim();
        if !is_number(number) {
            let kind = format!("bad_number:{}", self.mapping.call.number);
            return note(&mut self.defects, kind, row);
        }
        let call = self.call(row, number, record);
        let unit = self.unit(row, record);
        match self.known.get(number) {
            None => {
                self.known.insert(number.to_owned(), self.calls.len());
                self.calls.push(Call { units: vec![unit], ..call });
            }
            Some(index) => self.join(*index, call, unit),
        }
    }

    fn call(&mut self, row: u64, number: &str, record: &StringRecord) -> Call {
        let (mapping, places, defects) = (self.mapping, &self.places, &mut self.defects);
        let line = Row { row, record };
        Call {
            number: number.to_owned(),
            row,
            place: line.text(&places.place, &mapping.call.place, defects),
            summary: line.text(&places.summary, &mapping.call.summary, defects),
            kind: line.code(&places.kinds, &mapping.kinds, defects),
            level: line.code(&places.levels, &mapping.levels, defects),
            received: line.stamp(places.stamps[places.received]),
            units: Vec::new(),
        }
    }

    fn unit(&mut self, row: u64, record: &StringRecord) -> Unit {
        let (mapping, places, defects) = (self.mapping, &self.places, &mut self.defects);
        let line = Row { row, record };
        let stamps: Vec<_> = places.stamps.iter().map(|place| line.stamp(*place)).collect();
        for ((stamp, place), part) in stamps.iter().zip(&places.stamps).zip(&mapping.stamps) {
            if stamp.is_none() && !record[*place].trim().is_empty() {
                note(defects, format!("unreadable:{}", part.column), row);
            }
        }
        let mut hasher = DefaultHasher::new();
        record.iter().for_each(|cell| cell.hash(&mut hasher));
        let column = std::slice::from_ref(&mapping.unit.receiver);
        let receiver = line.text(&[places.receiver], column, defects);
        Unit { row, receiver, stamps, fingerprint: hasher.finish() }
    }

    /// One more row of a call that is known.
    fn join(&mut self, index: usize, again: Call, unit: Unit) {
        let is_last = index + 1 == self.calls.len();
        let call = &mut self.calls[index];
        let mut say = |kind: String| note(&mut self.defects, kind, unit.row);
        if call.units.iter().any(|known| known.fingerprint == unit.fingerprint) {
            return say("repeated_row".to_owned());
        }
        if !is_last {
            say("scattered".to_owned());
        }
        if call.units.iter().any(|known| known.receiver == unit.receiver) {
            say("repeated_unit".to_owned());
        }
        let received = self.mapping.stamps[self.places.received].column.as_str();
        for (differs, what) in [
            (call.place != again.place, self.mapping.call.place.join("+")),
            (call.summary != again.summary, self.mapping.call.summary.join("+")),
            (call.kind != again.kind, "kind".to_owned()),
            (call.level != again.level, "level".to_owned()),
            (call.received != again.received, received.to_owned()),
        ] {
            if differs {
                say(format!("differs:{what}"));
            }
        }
        call.received = call.received.or(again.received);
        call.units.push(unit);
    }
}

/// One row before it is anything.
struct Row<'a> {
    row: u64,
    record: &'a StringRecord,
}

impl Row<'_> {
    fn stamp(&self, place: usize) -> Option<DateTime> {
        self.record[place].trim().parse().ok()
    }

    /// The cells of these columns, the empty ones left out.
    fn text(&self, places: &[usize], columns: &[String], defects: &mut Defects) -> String {
        let mut cells = Vec::new();
        for (place, column) in places.iter().zip(columns) {
            let cell = &self.record[*place];
            let cell = base::clean_line(cell).unwrap_or_else(|_| {
                note(defects, format!("blemished:{column}"), self.row);
                let plain = |c: &char| c.is_alphanumeric() || c.is_ascii_graphic() || *c == ' ';
                cell.chars().filter(plain).collect()
            });
            if !cell.is_empty() {
                cells.push(cell);
            }
        }
        cells.join(" · ")
    }

    fn code<T: Clone>(&self, places: &[usize], codes: &Codes<T>, defects: &mut Defects) -> T {
        let mut listed = codes.by.iter().zip(places);
        let found = listed.find_map(|(by, place)| by.codes.get(self.record[*place].trim()));
        if let Some(code) = found {
            return code.clone();
        }
        if let Some(by) = codes.by.first() {
            note(defects, format!("unmapped:{}", by.column), self.row);
        }
        codes.default.clone()
    }
}

/// A number goes into addresses: letters, digits and few signs.
pub(super) fn is_number(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (1..=64).contains(&text.len()) && text.chars().all(plain)
}
