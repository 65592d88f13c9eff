//! The mapping: which column of a file is what here. Read from TOML; what it does not know it
//! refuses.

use crate::import::ImportError;
use crate::import::words::Words;
use base::Zone;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// A mapping as it is written.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapping {
    pub(super) station: StationPart,
    pub(super) call: CallPart,
    pub(super) unit: UnitPart,
    pub(super) stamps: Vec<StampPart>,
    pub(super) kinds: Codes<String>,
    pub(super) levels: Codes<i64>,
}

/// The station the records go to.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct StationPart {
    pub(super) number: i64,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) zone: String,
}

/// What belongs to the call.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct CallPart {
    pub(super) number: String,
    /// Whether numbers are given as calls come in.
    #[serde(default)]
    pub(super) numbers_in_order: bool,
    pub(super) place: Vec<String>,
    pub(super) summary: Vec<String>,
    pub(super) source: String,
}

/// What belongs to the unit.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitPart {
    pub(super) receiver: String,
    pub(super) many: usize,
}

/// One stamp of a row.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct StampPart {
    pub(super) column: String,
    pub(super) means: Option<Means>,
}

/// What a stamp is here.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Means {
    Received,
    Sent,
    Signed,
    SetOut,
    Arrived,
    Cleared,
}

impl Means {
    const ALL: [Means; 6] = [
        Means::Received,
        Means::Sent,
        Means::Signed,
        Means::SetOut,
        Means::Arrived,
        Means::Cleared,
    ];

    const fn code(self) -> &'static str {
        match self {
            Means::Received => "received",
            Means::Sent => "sent",
            Means::Signed => "signed",
            Means::SetOut => "set_out",
            Means::Arrived => "arrived",
            Means::Cleared => "cleared",
        }
    }

    /// Without these there is no incident or no order.
    const fn is_needed(self) -> bool {
        matches!(self, Means::Received | Means::Sent)
    }
}

/// Values of columns and their code here; the first column whose value has one decides.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Codes<T> {
    pub(super) default: T,
    #[serde(default = "Vec::new")]
    pub(super) by: Vec<ByColumn<T>>,
}

/// The codes of one column's values.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct ByColumn<T> {
    pub(super) column: String,
    pub(super) codes: BTreeMap<String, T>,
}

impl<T> Codes<T> {
    fn all(&self) -> impl Iterator<Item = &T> {
        let listed = self.by.iter().flat_map(|by| by.codes.values());
        std::iter::once(&self.default).chain(listed)
    }
}

/// Why a mapping is refused.
#[derive(Debug)]
pub(super) enum Flaw {
    Zone(String),
    Level(i64),
    StationNumber,
    Needed(Means),
    Twice(Means),
    ColumnTwice(String),
    Column(String),
    HeaderTwice(String),
    Kind(String),
    Toml(String),
}

impl Flaw {
    pub(super) fn text(&self, w: Words) -> String {
        match self {
            Flaw::Zone(zone) => w.unknown_zone(zone),
            Flaw::Level(level) => w.unknown_level(level),
            Flaw::StationNumber => w.wrong_number().to_owned(),
            Flaw::Needed(means) => w.stamp_needed(means),
            Flaw::Twice(means) => w.stamp_twice(means),
            Flaw::ColumnTwice(column) => w.column_twice(column),
            Flaw::Column(column) => w.unknown_column(column),
            Flaw::HeaderTwice(column) => w.header_twice(column),
            Flaw::Kind(code) => w.unknown_kind(code),
            Flaw::Toml(error) => error.clone(),
        }
    }
}

impl fmt::Display for Means {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Reads the mapping at `path`, and the zone it names.
pub(super) fn read(path: &Path) -> Result<(Mapping, Zone), ImportError> {
    let text = std::fs::read_to_string(path).map_err(|e| ImportError::file(path, &e))?;
    let parsed = toml::from_str(&text).map_err(|e| Flaw::Toml(e.to_string()));
    let checked = parsed.and_then(|mapping: Mapping| {
        let zone = mapping.check()?;
        Ok((mapping, zone))
    });
    checked.map_err(|flaw| ImportError::mapping(path, flaw))
}

impl Mapping {
    /// Every kind it may give.
    pub(super) fn kind_codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.kinds.all().cloned().collect();
        codes.sort();
        codes.dedup();
        codes
    }

    fn check(&self) -> Result<Zone, Flaw> {
        let unknown = || Flaw::Zone(self.station.zone.clone());
        let zone = Zone::named(&self.station.zone).ok_or_else(unknown)?;
        if self.station.number < 1 {
            return Err(Flaw::StationNumber);
        }
        if let Some(level) = self.levels.all().find(|level| !(1..=4).contains(*level)) {
            return Err(Flaw::Level(*level));
        }
        for means in Means::ALL {
            let count = self.stamps.iter().filter(|stamp| stamp.means == Some(means)).count();
            match count {
                0 if means.is_needed() => return Err(Flaw::Needed(means)),
                0 | 1 => {}
                _ => return Err(Flaw::Twice(means)),
            }
        }
        let mut seen = Vec::new();
        for stamp in &self.stamps {
            if seen.contains(&&stamp.column) {
                return Err(Flaw::ColumnTwice(stamp.column.clone()));
            }
            seen.push(&stamp.column);
        }
        Ok(zone)
    }

    /// Where this file keeps each column.
    pub(super) fn places(&self, header: &csv::StringRecord) -> Result<Places, Flaw> {
        let at = |column: &String| {
            let named = |(_, name): &(usize, &str)| name.trim_start_matches('\u{feff}') == column;
            let mut found = header.iter().enumerate().filter(named).map(|(place, _)| place);
            match (found.next(), found.next()) {
                (Some(_), Some(_)) => Err(Flaw::HeaderTwice(column.clone())),
                (place, _) => place.ok_or_else(|| Flaw::Column(column.clone())),
            }
        };
        let each = |columns: &[String]| columns.iter().map(at).collect::<Result<Vec<_>, _>>();
        let stamps: Vec<String> = self.stamps.iter().map(|stamp| stamp.column.clone()).collect();
        let received = self.stamps.iter().position(|s| s.means == Some(Means::Received));
        let kinds: Vec<String> = self.kinds.by.iter().map(|by| by.column.clone()).collect();
        let levels: Vec<String> = self.levels.by.iter().map(|by| by.column.clone()).collect();
        Ok(Places {
            number: at(&self.call.number)?,
            place: each(&self.call.place)?,
            summary: each(&self.call.summary)?,
            receiver: at(&self.unit.receiver)?,
            stamps: each(&stamps)?,
            received: received.ok_or(Flaw::Needed(Means::Received))?,
            kinds: each(&kinds)?,
            levels: each(&levels)?,
        })
    }
}

/// Positions of the columns in one file.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) number: usize,
    pub(super) place: Vec<usize>,
    pub(super) summary: Vec<usize>,
    pub(super) receiver: usize,
    pub(super) stamps: Vec<usize>,
    /// Which of the stamps is the call's own.
    pub(super) received: usize,
    pub(super) kinds: Vec<usize>,
    pub(super) levels: Vec<usize>,
}
