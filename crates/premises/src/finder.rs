//! The place finder: every place of the station in memory, found while the officer types.
//!
//! One buffer, scanned with `memmem` and built anew when places change, holds one line a place:
//!
//! `\n` MARK name SEP aliases SEP house { MARK or SEP reading } …
//!
//! A reading is an unbroken stretch of characters in pinyin (`shilipucun`) or initials (`slpc`), once
//! for each way its polyphones can be said; those that begin the name follow MARK. A bit a byte tells
//! where a match may begin: in text anywhere except inside a number, in pinyin where a syllable does.
//! Lines are sorted as equal matches are shown, shorter names first.

use base::Id;
use memchr::memmem;
use pinyin::ToPinyinMulti;

const SEP: char = '\u{1f}';
const MARK: char = '\u{2}';
/// How many ways to say one stretch are kept, the more common first.
const WAYS: usize = 8;
/// Characters nearly every name holds, said one way in names of places: the dictionary's other
/// ways (号 xiao, 市 fu, 服 bi) would more than double the buffer and find nothing anyone seeks.
const SAID_ONE_WAY: &str =
    "号服路市房园沙超汽车捷幼儿吧区巷厂大石南合女烟药示例苑租宅幸吃棋容校广司地";
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

/// How well a place matches, best first: the query is its name; begins it; the query's first part
/// begins it in characters, pinyin or initials; anything else.
#[derive(Clone, Copy)]
enum Rank {
    Exact,
    Prefix,
    Start,
    Elsewhere,
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
    fn scan(&self, query: &Query, limit: usize) -> [Vec<usize>; 8] {
        let mut best: [Vec<usize>; 8] = Default::default();
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
            stage = usize::from(narrows && full(Rank::Elsewhere))
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
        let mut begun = false;
        for part in &query.parts {
            let hits = part.find_iter(line).filter(|hit| self.may_start(start + hit));
            let mut ends =
                hits.map(|hit| line.get(hit + part.needle().len()).is_some_and(u8::is_ascii_digit));
            begun |= ends.next()? && part.needle()[0].is_ascii_digit() && ends.all(|more| more);
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
        Some(Found {
            id: place.id,
            name: shown.or(std::str::from_utf8(key).ok())?,
            village: place.village,
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
        let unit = if house.ends_with(|c: char| c.is_ascii_digit()) { "号" } else { "" };
        format!("\n{MARK}{key}{SEP}{aliases}{SEP}{house}{unit}").bytes().fold(
            0,
            |before: u8, byte| {
                self.push(byte, !(before.is_ascii_digit() && byte.is_ascii_digit()));
                byte
            },
        );
        for run in runs(key).chain(runs(&aliases)) {
            self.readings(run, if key.starts_with(run) { MARK } else { SEP });
        }
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
        let parts = cut(&folded);
        let parts: Vec<&str> = parts.split_whitespace().collect();
        let needle = |text: &str| memmem::Finder::new(text).into_owned();
        // The part that is likely in the fewest lines: a number of some length, else the longest.
        let rarest = parts.iter().max_by_key(|part| {
            (part.len() > 1 && part.as_bytes()[0].is_ascii_digit(), part.len())
        })?;
        Some(Query {
            opening: needle(&format!("{MARK}{}", parts.first()?)),
            stages: [
                needle(rarest),
                needle(&format!("{MARK}{rarest}")),
                needle(&format!("\n{MARK}{rarest}")),
            ],
            parts: parts.iter().map(|part| needle(part)).collect(),
            whole: [words.join(" "), words.concat()],
        })
    }
}

/// The query with a space wherever letters, numbers and other characters meet. A number keeps its
/// inner `-` and its 号; apostrophes, which only part syllables, become spaces.
fn cut(query: &str) -> String {
    let (mut cut, mut last) = (String::new(), ' ');
    let mut chars = query.chars().peekable();
    while let Some(c) = chars.next() {
        let (kind, c) = match c {
            '\'' | '’' => (' ', ' '),
            'a'..='z' => ('a', c),
            '0'..='9' => ('0', c),
            '-' | '号'
                if last == '0' && (c == '号' || chars.peek().is_some_and(char::is_ascii_digit)) =>
            {
                ('0', c)
            }
            _ => ('#', c),
        };
        cut.extend((kind != last).then_some(' '));
        cut.push(c);
        last = if (kind, c) == ('0', '号') { ' ' } else { kind };
    }
    cut
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

/// The stretches of `text` that are said in one go: Chinese characters, with letters among them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| sounds(c).is_empty()).filter(|run| !run.is_ascii())
}

/// The ways to say a character, the most common first; a letter says itself.
fn sounds(c: char) -> Vec<&'static str> {
    let own = "abcdefghijklmnopqrstuvwxyz".split_inclusive(|_| true).find(|own| own.starts_with(c));
    let ways = c.to_pinyin_multi().into_iter().flatten().map(|way| way.plain());
    let ways =
        own.into_iter().chain(ways).filter(|way| way.starts_with(|c: char| c.is_ascii_lowercase()));
    distinct(&ways.take(if SAID_ONE_WAY.contains(c) { 1 } else { usize::MAX }).collect::<Vec<_>>())
}

fn distinct(ways: &[&'static str]) -> Vec<&'static str> {
    (0..ways.len()).filter(|&i| !ways[..i].contains(&ways[i])).map(|i| ways[i]).collect()
}

/// Up to [`WAYS`] choices of one way to say each character, the more common ways first.
fn choices(sounds: &[Vec<&str>]) -> Vec<Vec<usize>> {
    let mut made = vec![vec![0; sounds.len()]];
    for next in 0..WAYS {
        let Some(choice) = made.get(next).cloned() else {
            break;
        };
        let last = choice.iter().rposition(|&way| way > 0).unwrap_or(0);
        let rarer = (last..sounds.len()).filter(|&at| choice[at] + 1 < sounds[at].len());
        for at in rarer.take(WAYS - made.len()) {
            made.push(
                choice.iter().enumerate().map(|(i, &way)| way + usize::from(i == at)).collect(),
            );
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Chance, Time};

    fn finder(places: &[(&str, &str, &str)]) -> Finder {
        let mut chance = Chance::seeded(1);
        Finder::build(places.iter().map(|&(name, aliases, house)| Entry {
            id: Id::new(Time::from_micros(1_700_000_000_000_000), &mut chance),
            name: name.into(),
            aliases: aliases.into(),
            house: house.into(),
            village: None,
        }))
    }

    fn town() -> Finder {
        finder(&[
            ("十里铺村二组58号院", "十里铺村", "2-58"),
            ("十里铺村二组580号院", "十里铺村", "2-580"),
            ("十里铺村十二组5号院", "十里铺村", "12-5"),
            ("悦衣坊服装店", "十里铺村 东巷 服装", "58"),
            ("重庆路小学", "学校", "1"),
            ("长沙米粉", "餐饮 绿地", "158"),
            ("KFC炸鸡Blue Cafe", "餐饮", "B12"),
            ("西安大药房", "药店", ""),
            ("𠮷野家𬭚记", "㛃宝巷", "7"),
        ])
    }

    fn names<'a>(finder: &'a Finder, query: &str) -> Vec<&'a str> {
        finder.find(query, 20).iter().map(|found| found.name).collect()
    }

    /// Each query finds this place, and none finds everything.
    fn hits(name: &str, queries: &[&str]) {
        let town = town();
        for query in queries {
            let found = names(&town, query);
            assert!(found.contains(&name), "{query}: {found:?}");
            assert!(found.len() < town.len(), "{query} finds everything");
        }
    }

    fn finds_nothing(queries: &[&str]) {
        queries.iter().for_each(|query| assert_eq!(names(&town(), query), [""; 0], "{query}"));
    }

    #[test]
    fn characters_are_found_in_names_and_aliases() {
        hits(
            "悦衣坊服装店",
            &["服装", "衣坊", "悦衣坊服装店", "东巷", "十里铺 服装", "服装 十里铺", "服"],
        );
        hits("十里铺村二组58号院", &["十里", "二组", "十里铺村二组58号院", "村二"]);
        finds_nothing(&["服装 重庆"]);
        finds_nothing(&["里十"]);
    }

    #[test]
    fn pinyin_is_found_where_a_syllable_begins() {
        hits(
            "十里铺村二组58号院",
            &["shilipu", "shilipucun", "SHILIPU", "pucun", "shilip", "shi li pu", "shi'li'pu"],
        );
        hits("悦衣坊服装店", &["fuzhuangdian", "fuzhuang", "dongxiang", "dian"]);
        hits("西安大药房", &["xian", "xi'an", "xiandayaofang", "dayaofang"]);
        finds_nothing(&["hilipu", "uzhuang", "ipucun", "i"]);
    }

    #[test]
    fn every_reading_of_a_polyphone_counts() {
        hits(
            "重庆路小学",
            &["chongqinglu", "zhongqinglu", "cql", "zql", "chongqing", "chongqingluxiaoxue"],
        );
        hits(
            "长沙米粉",
            &["changsha", "zhangsha", "changshamifen", "csmf", "zsmf", "lvdi", "lüdi", "ludi"],
        );
    }

    #[test]
    fn initials_are_found_where_they_begin() {
        hits("十里铺村二组58号院", &["slp", "slpc", "lpc", "slpcez"]);
        hits("悦衣坊服装店", &["fzd", "yyf", "yyffzd", "dx", "slp fz"]);
        finds_nothing(&["slc"]);
    }

    #[test]
    fn house_numbers_match_from_their_first_digit_whole_ones_first() {
        let town = town();
        hits(
            "十里铺村二组58号院",
            &[
                "58",
                "58号",
                "2-58",
                "slp58",
                "十里铺58",
                "58slp",
                "二组58",
                "5",
                "2-5",
                "58号院",
                "号院",
                "slp2z58h",
            ],
        );
        hits("悦衣坊服装店", &["58", "58号", "slp58", "服装58号", "fz 58"]);
        assert_eq!(names(&town, "8"), [""; 0]);
        assert!(!names(&town, "58").contains(&"长沙米粉"));
        assert!(!names(&town, "58号").contains(&"十里铺村二组580号院"));
        assert_eq!(
            names(&town, "58"),
            ["悦衣坊服装店", "十里铺村二组58号院", "十里铺村二组580号院"]
        );
        assert_eq!(names(&town, "十里铺5")[0], "十里铺村十二组5号院");
    }

    #[test]
    fn latin_names_match_in_any_case() {
        hits(
            "KFC炸鸡Blue Cafe",
            &["kfc", "KFC", "blue cafe", "Cafe", "kfczj", "kfczhaji", "炸鸡blue", "ＫＦＣ", "b12"],
        );
    }

    #[test]
    fn order_is_exact_prefix_sound_elsewhere_then_length_then_name() {
        let places = [
            "老东巷",
            "东巷",
            "东巷口",
            "东巷乙",
            "DX",
            "大西店",
            "东巷丁",
            "小东巷二",
            "dx网吧",
            "西DX",
        ];
        let places = places.map(|name| (name, "", ""));
        let found = ["东巷", "东巷丁", "东巷乙", "东巷口", "老东巷", "小东巷二"];
        assert_eq!(names(&finder(&places), "东巷"), found);
        let by_sound = [
            "DX",
            "dx网吧",
            "东巷",
            "东巷丁",
            "东巷乙",
            "东巷口",
            "大西店",
            "老东巷",
            "西DX",
            "小东巷二",
        ];
        assert_eq!(names(&finder(&places), "dx"), by_sound);
        let mut turned = places;
        turned.reverse();
        for limit in 0..=places.len() {
            let finder = finder(&turned);
            let found: Vec<_> = finder.find("dx", limit).iter().map(|found| found.name).collect();
            assert_eq!(found, by_sound[..limit], "a limit cuts, and changes nothing else");
        }
    }

    #[test]
    fn rare_characters_survive() {
        hits("𠮷野家𬭚记", &["𠮷", "𠮷野", "㛃", "㛃宝", "𬭚", "𬭚记", "野家", "yejia"]);
        assert_eq!(names(&town(), "𠮷"), ["𠮷野家𬭚记"]);
    }

    #[test]
    fn nothing_is_found_by_nothing() {
        finds_nothing(&["", "  ", "\u{3000}", "\t\n", "'", "\u{1f}"]);
        assert_eq!(town().find("slp", 0), []);
        assert_eq!(names(&Finder::build([]), "slp"), [""; 0]);
        assert!(Finder::build([]).is_empty());
    }

    #[test]
    fn control_characters_cannot_pass_for_the_format() {
        let town = town();
        for control in ["\n", "\u{2}", "\u{1f}", "\n\u{2}", "\u{1f}\u{2}\0"] {
            finds_nothing(&[control]);
            assert_eq!(names(&town, &format!("{control}slp{control}58")), names(&town, "slp 58"));
        }
        let odd = finder(&[("甲\n\u{2}乙\u{1f}丙", "丁\n戊", "1\n"), ("己", "", "")]);
        assert_eq!(odd.len(), 2);
        assert_eq!(names(&odd, "乙 戊"), ["甲\n\u{2}乙\u{1f}丙"]);
        assert_eq!(names(&odd, "己"), ["己"]);
    }

    #[test]
    fn the_ways_to_say_a_name_are_bounded_rarer_ones_last() {
        let ways =
            |counts: &[usize]| choices(&counts.iter().map(|&n| vec![""; n]).collect::<Vec<_>>());
        assert_eq!(ways(&[2, 1, 2]), [[0, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 1]]);
        assert_eq!(ways(&[3; 30]).len(), WAYS);
        let long = "重长行乐都会".repeat(50);
        let finder = finder(&[(&long, "", "")]);
        assert_eq!(finder.find(&long, 1).len(), 1);
        assert!(finder.lines.len() < 100_000);
    }
}
