//! What is typed, cut into the parts that every match must hold.

use super::writing::NUMBER;
use super::{MARK, Needle, fold};
use memchr::memmem;

pub(super) struct Query {
    pub(super) parts: Vec<Needle>,
    /// The words as they stand and run together: what a name is compared with.
    pub(super) whole: [String; 2],
    /// The first part, where it begins a name or its reading.
    pub(super) opening: Needle,
    /// What is scanned for: a part; that part beginning a name or its reading; beginning a name.
    pub(super) stages: [Needle; 3],
}

impl Query {
    pub(super) fn new(query: &str) -> Option<Query> {
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
            '-' | NUMBER
                if last == '0'
                    && (c == NUMBER || chars.peek().is_some_and(char::is_ascii_digit)) =>
            {
                ('0', c)
            }
            _ => ('#', c),
        };
        cut.extend((kind != last).then_some(' '));
        cut.push(c);
        last = if (kind, c) == ('0', NUMBER) { ' ' } else { kind };
    }
    cut
}
