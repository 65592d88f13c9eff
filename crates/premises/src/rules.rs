//! What may be said about a place: nothing about people. A rule refuses the plain cases at once; what
//! it cannot know, a second person strikes. Pure.

mod rows;

pub(crate) use rows::{Wrong, households_of, kind_of, metres_of, name_of};

/// So many digits in a row are a telephone or identity number.
const NUMBER: usize = 6;

/// Why a line about a place is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum AboutPeople {
    /// It holds a word about people.
    Word(String),
    /// It holds a long number.
    Number,
}

/// Whether a line speaks of people, by the station's list of words.
pub(crate) fn about_people<'a>(
    line: &str,
    words: impl Iterator<Item = &'a str>,
) -> Option<AboutPeople> {
    for word in words {
        if line.contains(word) {
            return Some(AboutPeople::Word(word.to_owned()));
        }
    }
    let mut run = 0;
    for c in line.chars() {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        if run >= NUMBER {
            return Some(AboutPeople::Number);
        }
    }
    None
}

/// Whether a hint for `lane` and `house` is about a place with these; an empty half means all of it.
pub(crate) fn applies(lane: Option<&str>, house: Option<&str>, at: (&str, &str)) -> bool {
    let same = |wanted: Option<&str>, found: &str| wanted.is_none_or(|one| stands_in(found, one));
    same(lane, at.0) && same(house, at.1)
}

/// Whether `one` stands in `found` with its numbers whole: 3号 is not in 13号, nor 1 in 10号.
fn stands_in(found: &str, one: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    found.match_indices(one).any(|(start, _)| {
        let (before, after) = (found[..start].chars().next_back(), &found[start + one.len()..]);
        let cut_before = digit(one.chars().next()) && digit(before);
        let cut_after = digit(one.chars().next_back()) && digit(after.chars().next());
        !cut_before && !cut_after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_people_are_refused() {
        let words = ["精神", "前科", "老头"];
        let found = |line| about_people(line, words.into_iter());
        assert_eq!(found("东门夜里锁，走南门"), None);
        assert_eq!(found("消火栓在3号院门口，12层"), None);
        assert_eq!(found("里面的老头脾气大"), Some(AboutPeople::Word("老头".into())));
        assert_eq!(found("打13800000000叫门"), Some(AboutPeople::Number));
    }

    #[test]
    fn a_hint_holds_for_its_lane_or_its_house() {
        assert!(applies(None, None, ("前街", "3号")));
        assert!(applies(Some("前街"), None, ("前街", "3号")));
        assert!(applies(Some("前街"), Some("3号"), ("前街", "3号")));
        assert!(!applies(Some("前街"), Some("3号"), ("前街", "13号")));
        assert!(!applies(None, Some("1"), ("前街", "10号")));
        assert!(applies(None, Some("1"), ("前街", "1号院")));
        assert!(!applies(Some("后街"), None, ("前街", "3号")));
        assert!(!applies(Some("前街"), Some("5号"), ("前街", "3号")));
    }
}
