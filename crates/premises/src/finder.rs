//! The place finder: every place of the station in memory, found while the officer types.
//!
//! One buffer holds one line a place, scanned with `memmem`; it costs no index to keep current,
//! it is built anew when places change:
//!
//! `\n` MARK name SEP aliases SEP house { MARK or SEP reading } …
//!
//! A reading is an unbroken stretch of characters in pinyin (`shilipucun`) or in initials
//! (`slpc`), once for each way its polyphones can be said; MARK stands before readings that begin
//! the name. A bit a byte tells where a match may begin: everywhere in text except inside a number,
//! and at syllables in pinyin. Lines are sorted as equal matches are shown, shorter names first.

use base::Id;
use memchr::memmem;
use pinyin::ToPinyinMulti;

const SEP: char = '\u{1f}';
const MARK: char = '\u{2}';
/// How many ways to say one stretch are kept, those with the fewest rarer readings first.
const WAYS: usize = 8;
/// Characters nearly every name holds, said one way in names of places: the dictionary's other
/// ways (号 xiao, 市 fu, 服 bi) would more than double the buffer and find nothing anyone seeks.
const SAID_ONE_WAY: &str = "号服路市房园沙超汽车捷幼儿吧区巷厂大石南合女烟药";

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

/// How well a place matches, best first. The order is part of the finder's promise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The query is the name.
    Exact,
    /// The name begins with the query.
    Prefix,
    /// The name begins with the query's first part: in characters, pinyin or initials.
    Start,
    Elsewhere,
}

impl Finder {
    /// The finder over these places.
    pub fn build(entries: impl IntoIterator<Item = Entry>) -> Finder {
        let keyed = entries.into_iter().map(|entry| (fold(&entry.name), entry));
        let mut sorted: Vec<_> = keyed.map(|(key, entry)| (key.chars().count(), key, entry)).collect();
        sorted.sort_unstable();
        let mut finder = Finder { places: Vec::with_capacity(sorted.len()), ..Finder::default() };
        sorted.iter().for_each(|(_, key, entry)| finder.add(key, entry));
        finder.lines.shrink_to_fit();
        finder.starts.shrink_to_fit();
        finder.names.shrink_to_fit();
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

    /// The first `limit` lines of each bucket: two a rank, whole numbers before merely begun ones.
    fn scan(&self, query: &Query, limit: usize) -> [Vec<usize>; 8] {
        let mut best: [Vec<usize>; 8] = Default::default();
        // With numbers, or several parts, more than the place of the first match decides.
        let narrows = matches!(&query.parts[..], [part] if !is_number(part.needle()));
        let (mut stage, mut from, mut line) = (0, 0, 0);
        while let Some(hit) = self.next(&query.stages[stage], from, stage) {
            while self.places.get(line + 1).is_some_and(|next| next.line <= hit) {
                line += 1;
            }
            let start = self.places[line].line;
            from = self.places.get(line + 1).map_or(self.lines.len(), |next| next.line);
            let Some((rank, begun)) = self.rank(query, start, from) else { continue };
            let bucket = &mut best[rank as usize * 2 + usize::from(begun)];
            if bucket.len() < limit {
                bucket.push(line);
            }
            // What is kept can only be displaced by better ranks: from here on look for those alone.
            let full = |rank: Rank| best[..=rank as usize * 2 + 1].iter().map(Vec::len).sum::<usize>() >= limit;
            stage = match narrows {
                true if full(Rank::Prefix) => break,
                true if full(Rank::Start) => 2,
                true if full(Rank::Elsewhere) => 1,
                _ => 0,
            };
        }
        best
    }

    /// Where `needle` next occurs at a permitted start; `skip` bytes of it come before that start.
    fn next(&self, needle: &Needle, mut from: usize, skip: usize) -> Option<usize> {
        loop {
            let hit = from + needle.find(self.lines.get(from..)?)?;
            if self.may_start(hit + skip) {
                return Some(hit);
            }
            from = hit + 1;
        }
    }

    /// How a line matches, and whether some number of the query is only the beginning of one in it.
    fn rank(&self, query: &Query, start: usize, end: usize) -> Option<(Rank, bool)> {
        let line = &self.lines[start..end];
        let mut begun = false;
        for part in &query.parts {
            let hits = part.find_iter(line).filter(|hit| self.may_start(start + hit));
            let mut ends = hits.map(|hit| line.get(hit + part.needle().len()).is_some_and(u8::is_ascii_digit));
            begun |= ends.next()? && is_number(part.needle()) && ends.all(|more| more);
        }
        let rest = query.whole.iter().filter_map(|whole| line[2..].strip_prefix(whole.as_bytes()));
        let rank = match rest.map(|rest| rest.first() == Some(&(SEP as u8))).max() {
            Some(true) => Rank::Exact,
            Some(false) => Rank::Prefix,
            None if query.opening.find(line).is_some() => Rank::Start,
            None => Rank::Elsewhere,
        };
        Some((rank, begun))
    }

    fn may_start(&self, at: usize) -> bool {
        self.starts.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn found(&self, line: usize) -> Option<Found<'_>> {
        let place = self.places.get(line)?;
        let end = self.places.get(line + 1).map_or(self.names.len(), |next| next.name);
        let key = self.lines.get(place.line + 2..)?.split(|&byte| byte == SEP as u8).next()?;
        let shown = self.names.get(place.name..end).filter(|shown| !shown.is_empty());
        let name = shown.or_else(|| std::str::from_utf8(key).ok())?;
        Some(Found { id: place.id, name, village: place.village })
    }

    fn add(&mut self, key: &str, entry: &Entry) {
        let (line, name) = (self.lines.len(), self.names.len());
        self.places.push(Place { id: entry.id, village: entry.village, line, name });
        self.names.push_str(if key == entry.name { "" } else { &entry.name });
        let house = fold(&entry.house);
        let mut aliases = fold(&entry.aliases);
        aliases = aliases.split_whitespace().filter(|word| !key.contains(word)).collect::<Vec<_>>().join(" ");
        let unit = if house.ends_with(|c: char| c.is_ascii_digit()) { "号" } else { "" };
        let mut before = 0;
        for byte in format!("\n{MARK}{key}{SEP}{aliases}{SEP}{house}{unit}").bytes() {
            self.push(byte, !(u8::is_ascii_digit(&before) && byte.is_ascii_digit()));
            before = byte;
        }
        for run in runs(key).chain(runs(&aliases)) {
            self.readings(run, if key.starts_with(run) { MARK } else { SEP });
        }
    }

    /// The ways to say a stretch: in initials, which are sooner looked through, then in full.
    fn readings(&mut self, run: &str, before: char) {
        let full: Vec<_> = run.chars().map(sounds).collect();
        let initials = full.iter().map(|ways| distinct(ways.iter().map(|way| &way[..1]))).collect();
        // The initial of a single character begins its pinyin, and is found there.
        for sounds in [initials, full].iter().skip(usize::from(run.chars().nth(1).is_none())) {
            for choice in choices(sounds) {
                self.push(before as u8, false);
                for (ways, chosen) in sounds.iter().zip(choice) {
                    let letters = ways[chosen].chars().map(|c| if c == 'ü' { b'v' } else { c as u8 });
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

struct Query {
    parts: Vec<Needle>,
    /// The words as they stand and run together: what a name is compared with.
    whole: [String; 2],
    /// The first part, where it begins a name or its reading.
    opening: Needle,
    /// What is scanned for: a part; that part beginning a name or its reading; beginning a name.
    stages: [Needle; 3],
}

impl Query {
    fn new(query: &str) -> Option<Query> {
        let folded = fold(query);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let parts: Vec<String> = words.iter().flat_map(|word| split(word)).collect();
        let needle = |text: &str| memmem::Finder::new(text).into_owned();
        // The part that is likely in the fewest lines: a number of some length, else the longest.
        let rarest = parts.iter().max_by_key(|part| (part.len() > 1 && is_number(part.as_bytes()), part.len()))?;
        Some(Query {
            opening: needle(&format!("{MARK}{}", parts.first()?)),
            stages: [needle(rarest), needle(&format!("{MARK}{rarest}")), needle(&format!("\n{MARK}{rarest}"))],
            parts: parts.iter().map(|part| needle(part)).collect(),
            whole: [words.join(" "), words.concat()],
        })
    }
}

fn is_number(part: &[u8]) -> bool {
    part.first().is_some_and(u8::is_ascii_digit)
}

/// A word cut where letters, numbers and other characters meet. A number keeps its inner `-` and
/// its 号; apostrophes, which only part syllables, are dropped.
fn split(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut chars = word.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let kind = match c {
            '\'' | '’' => ' ',
            'a'..='z' => 'a',
            '0'..='9' => '0',
            '-' if last == '0' && chars.peek().is_some_and(char::is_ascii_digit) => '0',
            '号' if last == '0' => '0',
            _ => '#',
        };
        match parts.last_mut() {
            _ if kind == ' ' => {}
            Some(part) if kind == last => part.push(c),
            _ => parts.push(c.to_string()),
        }
        last = if c == '号' { ' ' } else { kind };
    }
    parts
}

/// Text as it is compared: lower case, full-width ASCII made plain, ü as the v it is typed with,
/// and a space for every control character, so that none can pass for the format's own.
fn fold(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_control() => ' ',
        c => c,
    });
    plain.flat_map(char::to_lowercase).map(|c| if c == 'ü' { 'v' } else { c }).collect()
}

/// The stretches of `text` that are said in one go: Chinese characters, with letters among them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let stretches = text.split(|c: char| !c.is_ascii_lowercase() && sounds(c).is_empty());
    stretches.filter(|run| !run.is_ascii())
}

/// The ways to say a character, the most common first; a letter says itself.
fn sounds(c: char) -> Vec<&'static str> {
    let own = "abcdefghijklmnopqrstuvwxyz".split_inclusive(|_| true).find(|own| own.starts_with(c));
    let ways = c.to_pinyin_multi().into_iter().flatten().map(|way| way.plain());
    let ways = own.into_iter().chain(ways).filter(|way| way.starts_with(|c: char| c.is_ascii_lowercase()));
    distinct(ways.take(if SAID_ONE_WAY.contains(c) { 1 } else { usize::MAX }))
}

fn distinct(ways: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut seen = Vec::new();
    for way in ways {
        if !seen.contains(&way) {
            seen.push(way);
        }
    }
    seen
}

/// Up to [`WAYS`] choices of one way to say each character, the more common ways first.
fn choices(sounds: &[Vec<&str>]) -> Vec<Vec<usize>> {
    let mut made = vec![vec![0; sounds.len()]];
    let mut next = 0;
    while let Some(choice) = made.get(next).cloned() {
        let last = choice.iter().rposition(|&way| way > 0).unwrap_or(0);
        let rarer = (last..sounds.len()).filter(|&at| choice[at] + 1 < sounds[at].len());
        for at in rarer.take(WAYS - made.len()) {
            let mut other = choice.clone();
            other[at] += 1;
            made.push(other);
        }
        next += 1;
    }
    made
}
