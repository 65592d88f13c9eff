//! The ways a name is said, in pinyin.

use super::writing::SAID_ONE_WAY;
use pinyin::ToPinyinMulti;

/// How many ways to say one stretch are kept, the more common first.
pub(super) const WAYS: usize = 8;
/// The stretches of `text` that are said in one go: Chinese characters, with letters among them.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| sounds(c).is_empty()).filter(|run| !run.is_ascii())
}

/// The ways to say a character, the most common first; a letter says itself.
pub(super) fn sounds(c: char) -> Vec<&'static str> {
    let own = "abcdefghijklmnopqrstuvwxyz".split_inclusive(|_| true).find(|own| own.starts_with(c));
    let ways = c.to_pinyin_multi().into_iter().flatten().map(|way| way.plain());
    let ways =
        own.into_iter().chain(ways).filter(|way| way.starts_with(|c: char| c.is_ascii_lowercase()));
    distinct(&ways.take(if SAID_ONE_WAY.contains(c) { 1 } else { usize::MAX }).collect::<Vec<_>>())
}

pub(super) fn distinct(ways: &[&'static str]) -> Vec<&'static str> {
    (0..ways.len()).filter(|&i| !ways[..i].contains(&ways[i])).map(|i| ways[i]).collect()
}

/// Up to [`WAYS`] choices of one way to say each character, the more common ways first.
pub(super) fn choices(sounds: &[Vec<&str>]) -> Vec<Vec<usize>> {
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
