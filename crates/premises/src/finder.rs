//! The place finder: every place of the station in memory, found while the officer types.
//!
//! One buffer, scanned with `memmem` and built anew when places change, holds one line a place:
//!
//! `\n` MARK name SEP aliases SEP house { MARK, SEP or BESIDE reading } …
//!
//! A reading is an unbroken stretch of characters in pinyin (`shilipucun`) or initials (`slpc`), once
//! for each way its polyphones can be said; those that begin the name follow MARK, those of other parts
//! of it SEP, those of aliases BESIDE. A bit a byte tells
//! where a match may begin: in text anywhere except inside a number, in pinyin where a syllable does.
//! Lines are sorted as equal matches are shown, shorter names first.

mod query;
mod readings;
#[cfg(test)]
mod tests;
mod writing;

use base::Id;
use memchr::memmem;
use query::Query;
use readings::{choices, distinct, runs, sounds};
use writing::NUMBER;

const SEP: char = '\u{1f}';
const MARK: char = '\u{2}';
const BESIDE: char = '\u{3}';
type Needle = memmem::Finder<'static>;

/// A place as the finder takes it in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    /// The place.
    pub id: Id,
    /// Its name as shown: 十里铺村二组58号院, 悦衣坊服装店.
    pub name: String,
    /// Other words it is found by: lane, kind of shop, name of the village.
    pub aliases: String,
    /// The house number in short: 58, 2-58. May be empty.
    pub house: String,
    /// The village it belongs to.
    pub village: Option<Id>,
}

/// A place that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found<'a> {
    /// The place.
    pub id: Id,
    /// Its name as shown.
    pub name: &'a str,
    /// The village it belongs to.
    pub village: Option<Id>,
    /// The words beside its name: lane, kind of shop, village; may be empty.
    pub beside: &'a str,
}

/// All places, ready to be searched.
#[derive(Default)]
pub struct Finder {
    lines: Vec<u8>,
    /// A bit for each byte of `lines`: a match may begin here.
    starts: Vec<u64>,
    /// The names as shown, one after the other, where they differ from those in `lines`.
    names: String,
    places: Vec<Place>,
}

struct Place {
    id: Id,
    village: Option<Id>,
    line: usize,
    name: usize,
}

/// How well a place matches, best first: the query is its name; begins it; the query's first part
/// begins it in characters, pinyin or initials; every part occurs in the name or its reading; or only
/// among the words beside it, as the lane of a shop does.
#[derive(Clone, Copy)]
enum Rank {
    Exact,
    Prefix,
    Start,
    Within,
    Beside,
}

impl Finder {
    /// The finder over these places.
    pub fn build(entries: impl IntoIterator<Item = Entry>) -> Finder {
        let keyed = entries.into_iter().map(|entry| (fold(&entry.name), entry));
        let mut sorted: Vec<_> =
            keyed.map(|(key, entry)| (key.chars().count(), key, entry)).collect();
        sorted.sort_unstable();
        let mut finder = Finder { places: Vec::with_capacity(sorted.len()), ..Finder::default() };
        sorted.iter().for_each(|(_, key, entry)| finder.add(key, entry));
        finder.lines.shrink_to_fit();
        finder.starts.shrink_to_fit();
        finder
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The best `limit` places in which every part of `query` occurs; none for an empty query.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found<'_>> {
        let best = Query::new(query).map(|query| self.scan(&query, limit)).unwrap_or_default();
        best.into_iter().flatten().take(limit).filter_map(|line| self.found(line)).collect()
    }

    /// The lines that can be among the best `limit`, by bucket: two a rank, whole numbers before merely begun ones.
    fn scan(&self, query: &Query, limit: usize) -> [Vec<usize>; 10] {
        let mut best: [Vec<usize>; 10] = Default::default();
        // With numbers, or several parts, more than the place of the first match decides.
        let narrows = matches!(&query.parts[..], [part] if !part.needle()[0].is_ascii_digit());
        let (mut stage, mut from, mut line) = (0, 0, 0);
        while let Some(hit) = self.next(&query.stages[stage], from, stage) {
            line += self.places[line + 1..].iter().take_while(|next| next.line <= hit).count();
            from = self.places.get(line + 1).map_or(self.lines.len(), |next| next.line);
            let Some((rank, begun)) = self.rank(query, self.places[line].line, from) else {
                continue;
            };
            best[rank as usize * 2 + usize::from(begun)].push(line);
            // What is kept can only be displaced by better ranks: from here on look for those alone.
            let full = |rank: Rank| {
                best[..=rank as usize * 2 + 1].iter().map(Vec::len).sum::<usize>() >= limit
            };
            if narrows && full(Rank::Prefix) {
                break;
            }
            stage = usize::from(narrows && full(Rank::Within))
                + usize::from(narrows && full(Rank::Start));
        }
        best
    }

    /// Where `needle` next occurs at a permitted start; `skip` bytes of it come before that start.
    fn next(&self, needle: &Needle, mut from: usize, skip: usize) -> Option<usize> {
        let mut hits = std::iter::from_fn(|| {
            let hit = from + needle.find(self.lines.get(from..)?)?;
            from = hit + 1;
            Some(hit)
        });
        hits.find(|hit| self.may_start(hit + skip))
    }

    /// How a line matches, and whether some number of the query is only the beginning of one in it.
    fn rank(&self, query: &Query, start: usize, end: usize) -> Option<(Rank, bool)> {
        let line = &self.lines[start..end];
        let is_number = |part: &Needle| part.needle()[0].is_ascii_digit();
        let mut begun = false;
        for part in &query.parts {
            let hits = part.find_iter(line).filter(|hit| self.may_start(start + hit));
            let mut ends =
                hits.map(|hit| line.get(hit + part.needle().len()).is_some_and(u8::is_ascii_digit));
            begun |= ends.next()? && is_number(part) && ends.all(|more| more);
        }
        // A number is a house's wherever it stands.
        let in_name = |part: &Needle| {
            let mut hits = part.find_iter(line).filter(|hit| self.may_start(start + hit));
            is_number(part) || hits.any(|hit| is_of_name(line, hit))
        };
        let rest = query.whole.iter().filter_map(|whole| line[2..].strip_prefix(whole.as_bytes()));
        let rank = match rest.map(|rest| rest.first() == Some(&(SEP as u8))).max() {
            Some(true) => Rank::Exact,
            Some(false) => Rank::Prefix,
            None if query.opening.find(line).is_some() => Rank::Start,
            None if query.parts.iter().all(in_name) => Rank::Within,
            None => Rank::Beside,
        };
        Some((rank, begun))
    }

    fn may_start(&self, at: usize) -> bool {
        self.starts.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn found(&self, line: usize) -> Option<Found<'_>> {
        let place = self.places.get(line)?;
        let end = self.places.get(line + 1).map_or(self.names.len(), |next| next.name);
        let mut fields = self.lines.get(place.line + 2..)?.split(|&byte| byte == SEP as u8);
        let (key, beside) = (fields.next()?, fields.next()?);
        let shown = self.names.get(place.name..end).filter(|shown| !shown.is_empty());
        Some(Found {
            id: place.id,
            name: shown.or(std::str::from_utf8(key).ok())?,
            village: place.village,
            beside: std::str::from_utf8(beside).ok()?.trim_end(),
        })
    }

    fn add(&mut self, key: &str, entry: &Entry) {
        let (line, name) = (self.lines.len(), self.names.len());
        self.places.push(Place { id: entry.id, village: entry.village, line, name });
        self.names.push_str(if key == entry.name { "" } else { &entry.name });
        let (aliases, house) = (fold(&entry.aliases), fold(&entry.house));
        let aliases: String = aliases
            .split_whitespace()
            .filter(|w| !key.contains(w))
            .flat_map(|w| [w, " "])
            .collect();
        let unit = house.ends_with(|c: char| c.is_ascii_digit()).then_some(NUMBER);
        let unit = unit.map(String::from).unwrap_or_default();
        format!("\n{MARK}{key}{SEP}{aliases}{SEP}{house}{unit}").bytes().fold(
            0,
            |before: u8, byte| {
                self.push(byte, !(before.is_ascii_digit() && byte.is_ascii_digit()));
                byte
            },
        );
        for run in runs(key) {
            self.readings(run, if key.starts_with(run) { MARK } else { SEP });
        }
        runs(&aliases).for_each(|run| self.readings(run, BESIDE));
    }

    /// The ways to say a stretch: in initials, which are sooner looked through, then in full.
    fn readings(&mut self, run: &str, before: char) {
        let full: Vec<_> = run.chars().map(sounds).collect();
        let initial =
            |ways: &Vec<&'static str>| ways.iter().map(|way| &way[..1]).collect::<Vec<_>>();
        let initials = full.iter().map(|ways| distinct(&initial(ways))).collect();
        // The initial of a single character begins its pinyin, and is found there.
        for sounds in [initials, full].iter().skip(usize::from(run.chars().nth(1).is_none())) {
            for choice in choices(sounds) {
                self.push(before as u8, false);
                for (ways, chosen) in sounds.iter().zip(choice) {
                    let letters =
                        ways[chosen].chars().map(|c| if c == 'ü' { b'v' } else { c as u8 });
                    letters.enumerate().for_each(|(i, letter)| self.push(letter, i == 0));
                }
            }
        }
    }

    fn push(&mut self, byte: u8, may_start: bool) {
        let at = self.lines.len();
        self.starts.resize(at / 64 + 1, 0);
        self.starts[at / 64] |= u64::from(may_start) << (at % 64);
        self.lines.push(byte);
    }
}

/// Text as it is compared: lower case, full-width ASCII made plain, ü as the v it is typed with,
/// and a space for every control character, so that none can pass for the format's own.
fn fold(text: &str) -> String {
    let plain = |c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        'ü' | 'Ü' => 'v',
        c if c.is_control() => ' ',
        c => c,
    };
    text.chars().map(plain).flat_map(char::to_lowercase).collect()
}

/// Whether a match at `hit` is in the name, the house, or a reading of the name.
fn is_of_name(line: &[u8], hit: usize) -> bool {
    let before = &line[..hit];
    let opened = before.iter().rev().find(|byte| [SEP, MARK, BESIDE].contains(&char::from(**byte)));
    match opened.map(|byte| char::from(*byte)) {
        Some(BESIDE) => false,
        // Aliases follow the first separator; the house after the second is as good as a name.
        Some(SEP) => memchr::memchr_iter(SEP as u8, before).nth(1).is_some(),
        _ => true,
    }
}
