//! Identifiers: UUIDv7 (RFC 9562), made from the injected clock and chance.

use crate::{Chance, Time};
use std::fmt;
use std::str::FromStr;

/// A UUIDv7. Sorts by the time it was made; shown as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; 16]);

impl Id {
    /// A new id for something that comes into being at `at`.
    pub fn new(at: Time, chance: &mut Chance) -> Id {
        let mut bytes = [0; 16];
        chance.fill(&mut bytes[6..]);
        let ms = (at.micros() / 1000).max(0).to_be_bytes();
        bytes[..6].copy_from_slice(&ms[2..]);
        // The 12 bits after the version hold the sub-millisecond part, so ids of one act sort.
        let fraction = (at.micros().rem_euclid(1000) * 4096 / 1000).to_be_bytes();
        bytes[6] = 0x70 | (fraction[6] & 0x0f);
        bytes[7] = fraction[7];
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Id(bytes)
    }

    /// The id with these bytes; `None` unless there are sixteen.
    pub fn from_slice(bytes: &[u8]) -> Option<Id> {
        bytes.try_into().ok().map(Id)
    }

    /// An id that stands for a number: rows whose key is a position.
    pub fn from_number(number: i64) -> Id {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&number.to_be_bytes());
        Id(bytes)
    }

    /// When it was made, to the millisecond.
    pub fn made_at(&self) -> Time {
        let mut ms = [0; 8];
        ms[2..].copy_from_slice(&self.0[..6]);
        Time::from_micros(i64::from_be_bytes(ms) * 1000)
    }

    /// The sixteen bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = ();
    fn from_str(text: &str) -> Result<Id, ()> {
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(());
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| ())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ())?;
        }
        Ok(Id(bytes))
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_read_back() {
        let mut chance = Chance::seeded(7);
        let early = Id::new(Time::from_micros(1_700_000_000_000_000), &mut chance);
        let late = Id::new(Time::from_micros(1_700_000_000_000_900), &mut chance);
        assert!(early < late);
        assert_eq!(late.made_at(), Time::from_micros(1_700_000_000_000_000));
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!(early.to_string().chars().nth(12), Some('7'));
        assert!("xyz".parse::<Id>().is_err());
    }
}
