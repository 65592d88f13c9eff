//! Reading a write-ahead log as SQLite writes it (the file format, section 4): header, frames, and the
//! checksums that tell a frame that is there from one that is still being written.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

const HEADER: usize = 32;
const FRAME: usize = 24;
/// The two magic numbers differ in their last bit: whether checksums read words from the big end.
const MAGIC: u32 = 0x377f_0682;

/// A place in a log up to which everything is committed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Position {
    /// Which log: another one has other salts.
    pub(crate) salts: [u8; 8],
    /// The byte after the last committed frame.
    pub(crate) offset: u64,
    sums: (u32, u32),
}

/// An open log.
pub(crate) struct Log {
    file: File,
    header: [u8; HEADER],
    page: usize,
    big: bool,
}

impl Log {
    /// Opens the log at `path`; none where it is not there, empty, or its header half written.
    pub(crate) fn open(path: &Path) -> io::Result<Option<Log>> {
        let mut file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let mut header = [0; HEADER];
        if read_all(&mut file, &mut header)? < HEADER {
            return Ok(None);
        }
        let (magic, page) = (word(&header, 0), word(&header, 8));
        let log = Log { file, header, page: page as usize, big: magic == MAGIC | 1 };
        let whole = log.sums_of((0, 0), &header[..24]) == (word(&header, 24), word(&header, 28));
        Ok((magic & !1 == MAGIC && whole).then_some(log))
    }

    /// Its first bytes.
    pub(crate) fn header(&self) -> &[u8] {
        &self.header
    }

    /// Where its first frame stands.
    pub(crate) fn start(&self) -> Position {
        let mut salts = [0; 8];
        salts.copy_from_slice(&self.header[16..24]);
        let sums = (word(&self.header, 24), word(&self.header, 28));
        Position { salts, offset: HEADER as u64, sums }
    }

    /// The frames that were committed after `from`, where they end, and whether that is all: `enough`
    /// bytes end it with the commit they fall into. What is being written, or was taken back, has no
    /// commit mark or a wrong sum, and is left for the next look.
    pub(crate) fn committed_after(
        &mut self,
        from: &Position,
        enough: usize,
    ) -> io::Result<(Vec<u8>, Position, bool)> {
        self.file.seek(SeekFrom::Start(from.offset))?;
        let (mut bytes, mut kept, mut at) = (Vec::new(), 0, from.clone());
        let (mut sums, mut frame) = (from.sums, vec![0; FRAME + self.page]);
        while read_all(&mut self.file, &mut frame)? == frame.len() {
            sums = self.sums_of(self.sums_of(sums, &frame[..8]), &frame[FRAME..]);
            if frame[8..16] != from.salts || sums != (word(&frame, 16), word(&frame, 20)) {
                break;
            }
            bytes.extend_from_slice(&frame);
            // Only the last frame of a commit says how large the database is after it.
            if word(&frame, 4) != 0 {
                kept = bytes.len();
                at = Position { salts: from.salts, offset: from.offset + kept as u64, sums };
                if kept >= enough {
                    return Ok((bytes, at, false));
                }
            }
        }
        bytes.truncate(kept);
        Ok((bytes, at, true))
    }

    fn sums_of(&self, (mut first, mut second): (u32, u32), bytes: &[u8]) -> (u32, u32) {
        let read = |four: &[u8]| {
            let four = four.try_into().unwrap_or_default();
            if self.big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
        };
        for eight in bytes.chunks_exact(8) {
            first = first.wrapping_add(read(&eight[..4])).wrapping_add(second);
            second = second.wrapping_add(read(&eight[4..])).wrapping_add(first);
        }
        (first, second)
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// Reads until `buffer` is full or the file ends; how much that was.
fn read_all(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
