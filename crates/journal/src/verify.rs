//! Verifying a station's chain, and heads that are signed and kept elsewhere.

use crate::actions::place;
use crate::chain::{Link, ORIGIN};
use crate::rules::ERASED;
use crate::sql::{self, LineRow};
use base::{Fault, Keys};
use db::Tx;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

const PAGE: i64 = 2000;

/// What a whole journal looks like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// How many lines it has.
    pub lines: i64,
    /// How many payloads were erased lawfully.
    pub erased: usize,
}

/// The first thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Break {
    /// A line was changed, or stands where another should.
    Changed(i64),
    /// A line is missing.
    Missing(i64),
    /// A payload can no longer be read, though no erasure says why.
    Blanked(i64),
    /// The journal ends before, or otherwise than, its counter or an exported head says.
    Truncated(i64),
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Break::Changed(position) => write!(f, "line {position} was changed or moved"),
            Break::Missing(position) => write!(f, "line {position} is missing"),
            Break::Blanked(position) => write!(f, "the payload of line {position} was blanked"),
            Break::Truncated(position) => write!(f, "the journal was cut after line {position}"),
        }
    }
}

/// The end of a station's journal, signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
pub struct Head {
    /// The station.
    pub station: i64,
    /// The last line.
    pub position: i64,
    /// Its hash, hexadecimal.
    pub hash: String,
    /// When it was exported (microseconds UTC).
    pub at: i64,
    /// The public key, hexadecimal.
    pub key: String,
    /// Ed25519 over the other fields, hexadecimal.
    pub signature: String,
}

/// Why an exported head cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeadError {
    /// It was not signed by this station's key.
    NotOurs,
    /// It is of another station.
    OtherStation,
}

impl fmt::Display for HeadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HeadError::NotOurs => "the head was not signed by this station's key",
            HeadError::OtherStation => "the head is of another station",
        })
    }
}

impl std::error::Error for HeadError {}

/// Signs the present end of the journal.
///
/// # Errors
/// Those of the engine.
pub fn export_head(tx: &mut Tx<'_>, keys: &Keys) -> Result<Head, Fault> {
    let (position, hash) = sql::find_counter(tx)?.unwrap_or((0, ORIGIN.to_vec()));
    let mut head = Head {
        station: tx.station(),
        position,
        hash: hex(&hash),
        at: tx.now().micros(),
        key: hex(&keys.verifying_key()),
        signature: String::new(),
    };
    head.signature = hex(&keys.sign(head.message().as_bytes()));
    Ok(head)
}

/// Whether the keys at hand are those that wrote this journal: its newest payload that was not erased
/// opens with them.
///
/// # Errors
/// Those of the engine.
pub fn opens(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    let Some(line) = sql::find_newest(tx)? else { return Ok(true) };
    let key = line.key_sealed.unwrap_or_default();
    Ok(tx.unseal_alone(place(line.position), &line.payload_sealed, &key).is_ok())
}

impl Head {
    fn message(&self) -> String {
        format!("jingcun head {} {} {} {}", self.station, self.position, self.hash, self.at)
    }

    /// Whether this head was signed by `keys` for `station`.
    ///
    /// # Errors
    /// Which of the two does not hold.
    pub fn check(&self, keys: &Keys, station: i64) -> Result<(), HeadError> {
        let key = VerifyingKey::from_bytes(&keys.verifying_key());
        let key = key.map_err(|_| HeadError::NotOurs)?;
        let signature = unhex(&self.signature).and_then(|s| s.try_into().ok());
        let signature = Signature::from_bytes(&signature.ok_or(HeadError::NotOurs)?);
        key.verify_strict(self.message().as_bytes(), &signature).map_err(|_| HeadError::NotOurs)?;
        if self.station == station { Ok(()) } else { Err(HeadError::OtherStation) }
    }
}

/// Reads the whole journal of the station and names the first broken line.
///
/// # Errors
/// Those of the engine; what is broken is in the inner result.
pub fn verify(tx: &mut Tx<'_>, exported: &[Head]) -> Result<Result<Report, Break>, Fault> {
    let mut walk = Walk { station: tx.station(), head: ORIGIN.to_vec(), ..Walk::default() };
    loop {
        let lines = sql::list_lines(tx, walk.position, PAGE)?;
        if lines.is_empty() {
            break;
        }
        for line in &lines {
            if let Err(found) = walk.step(line, exported) {
                return Ok(Err(found));
            }
        }
    }
    let counter = sql::find_counter(tx)?.unwrap_or((0, ORIGIN.to_vec()));
    Ok(walk.finish(&counter, exported))
}

#[derive(Default)]
struct Walk {
    station: i64,
    position: i64,
    head: Vec<u8>,
    unreadable: BTreeSet<i64>,
    erased: BTreeSet<i64>,
}

impl Walk {
    fn step(&mut self, line: &LineRow, exported: &[Head]) -> Result<(), Break> {
        if line.position != self.position + 1 {
            return Err(Break::Missing(self.position + 1));
        }
        let hash = link(self.station, line).hash(&self.head);
        let foreign = |head: &Head| head.position == line.position && head.hash != hex(&hash);
        if hash.as_slice() != line.hash || exported.iter().any(foreign) {
            return Err(Break::Changed(line.position));
        }
        if line.key_sealed.is_none() {
            self.unreadable.insert(line.position);
        }
        if line.act == ERASED {
            self.erased.extend(line.erases);
        }
        self.position = line.position;
        self.head = hash.to_vec();
        Ok(())
    }

    fn finish(self, counter: &(i64, Vec<u8>), exported: &[Head]) -> Result<Report, Break> {
        if let Some(position) = self.unreadable.difference(&self.erased).next() {
            return Err(Break::Blanked(*position));
        }
        let beyond = exported.iter().any(|head| head.position > self.position);
        if beyond || counter.0 != self.position || counter.1 != self.head {
            return Err(Break::Truncated(self.position));
        }
        Ok(Report { lines: self.position, erased: self.erased.len() })
    }
}

fn link(station: i64, line: &LineRow) -> Link<'_> {
    Link {
        station,
        position: line.position,
        at: line.at,
        device_at: line.device_at,
        device: line.device.as_deref(),
        hand: line.hand.code(),
        account: line.account_id,
        capacity: line.capacity.code(),
        act: &line.act,
        subject: &line.subject,
        subject_id: line.subject_id,
        erases: line.erases,
        payload: &line.payload_sealed,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    text.as_bytes().chunks(2).map(pair).collect()
}
