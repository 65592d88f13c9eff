//! Small rules of intake and display: flags, masks, search terms, the order of the board.

use crate::rules::state::Stage;
use base::{Id, Time};

/// The kind that stands until review: 待定.
pub(crate) const UNDECIDED: &str = "WD";

base::codes! {
    /// What the desk ticks about a call.
    pub(crate) enum Flag {
        /// 有凶器.
        Weapon = "weapon",
        /// 有人受伤.
        Injury = "injury",
        /// 有人喝了酒.
        Drink = "drink",
        /// 家庭暴力.
        DomesticViolence = "domestic_violence",
        /// 涉未成年人.
        Minor = "minor",
        /// 要求保密.
        Secret = "secret",
    }
}

impl Flag {
    /// Reads the stored list.
    pub(crate) fn list(text: &str) -> Vec<Flag> {
        text.split(' ').filter_map(Flag::from_code).collect()
    }

    /// Whether it makes a scene dangerous for a villager.
    pub(crate) const fn is_danger(self) -> bool {
        match self {
            Flag::Weapon | Flag::Injury | Flag::Drink | Flag::DomesticViolence => true,
            Flag::Minor | Flag::Secret => false,
        }
    }

    /// Whether it keeps a matter from everybody but those who take part, the desk and leaders.
    pub(crate) const fn restricts(self) -> bool {
        matches!(self, Flag::DomesticViolence | Flag::Minor | Flag::Secret)
    }
}

/// `13812345678` → `138****5678`; shorter numbers lose their middle too.
pub(crate) fn mask_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.chars().collect();
    let shown = if chars.len() >= 11 { (3, 4) } else { (0, chars.len().min(2)) };
    let head: String = chars[..shown.0].iter().collect();
    let tail: String = chars[chars.len() - shown.1..].iter().collect();
    format!("{head}****{tail}")
}

/// The first character and `placeholder` for the rest: 郭某.
pub(crate) fn mask_name(name: &str, placeholder: &str) -> String {
    name.chars().take(1).collect::<String>() + placeholder
}

/// Whether two kinds belong together: two callers tell the same thing in two words.
pub(crate) fn is_same_kind(one: &str, other: &str) -> bool {
    let first = |code: &str| code.split('-').next().unwrap_or_default().to_owned();
    first(one) == first(other)
}

/// Whether a call can come from a known cause: nothing told so far speaks against its kind and its village.
pub(crate) fn can_mean(cause: (&str, Id), kind: Option<&str>, village: Option<Id>) -> bool {
    kind.is_none_or(|kind| kind == UNDECIDED || is_same_kind(cause.0, kind))
        && village.is_none_or(|village| village == cause.1)
}

/// The words of `text` that stand in the station's list, once each: what may be searched for.
/// Names are in no such list, so they cannot be found.
pub(crate) fn terms_in<'a>(text: &str, list: impl Iterator<Item = &'a str>) -> String {
    let found: Vec<&str> = list.filter(|word| text.contains(word)).collect();
    found.join(" ")
}

/// Where a row stands on the board: what needs a hand first. Ascending text order.
pub(crate) fn priority(
    stage: Stage,
    level: i64,
    over: bool,
    due: Option<Time>,
    opened: Time,
) -> String {
    let group = match (stage, over) {
        (Stage::Waiting, _) if level == 1 => 0,
        (Stage::Waiting, true) => 1,
        (Stage::Waiting, false) => 2,
        (_, true) if level <= 2 => 3,
        (Stage::Dispatched, false) => 4,
        (_, true) => 5,
        (Stage::Returned, false) => 6,
        (Stage::Signed | Stage::EnRoute | Stage::OnScene, false) => 7,
        (Stage::Cleared, false) => 8,
        (Stage::Reported, false) => 9,
        (Stage::Referred, false) => 8,
        (Stage::Withdrawing, false) => 9,
        (Stage::Closed | Stage::Recorded | Stage::Withdrawn | Stage::Merged, false) => 9,
    };
    let due = due.unwrap_or(opened).micros() / 1000;
    format!("{group}{level}-{due:014}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_leave_enough_to_recognise_and_no_more() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_phone("110"), "****10");
        assert_eq!(mask_phone(""), "****");
        assert_eq!(mask_name("𠮷小明", "某"), "𠮷某");
    }

    #[test]
    fn only_listed_words_become_terms() {
        let list = ["手机", "电瓶", "漏水"];
        assert_eq!(terms_in("郭小明的手机和电瓶丢了，手机是黑色", list.into_iter()), "手机 电瓶");
    }

    #[test]
    fn what_needs_a_hand_comes_first() {
        let now = Time::from_micros(0);
        let rank = |stage, level, over| priority(stage, level, over, Some(now), now);
        let order = [
            rank(Stage::Waiting, 1, false),
            rank(Stage::Waiting, 3, true),
            rank(Stage::Waiting, 3, false),
            rank(Stage::OnScene, 1, true),
            rank(Stage::Dispatched, 3, false),
            rank(Stage::OnScene, 3, true),
            rank(Stage::OnScene, 3, false),
            rank(Stage::Reported, 3, false),
        ];
        assert!(order.is_sorted(), "{order:?}");
    }
}
