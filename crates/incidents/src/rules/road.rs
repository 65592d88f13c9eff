//! How a call may end, and who looks at it. A quarrel may be settled at the scene; whoever
//! was hurt, threatened or under age, and whatever was an offence, ends by a road of the law that a leader
//! reviews. Pure: kinds and flags in, endings out.

use crate::rules::help::has_mark;
use crate::rules::intake::Flag;

/// What the station's catalogue says of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KindClass {
    /// 矛盾纠纷.
    Dispute,
    /// 刑事或者治安.
    Offence,
    /// Help, traffic, fire, enquiries: they have their results.
    Other,
}

/// The mark of a group whose kinds are offences, and of the kind in it that is none before persuasion failed.
const OFFENCE: &str = "offence";
const PERSUASION: &str = "persuasion";

/// The class of a kind by its own marks and those of its group: a kind that is added to the group later
/// is an offence too.
pub(crate) fn class_of(marks: &str, of_group: &str) -> KindClass {
    let offence = has_mark(marks, OFFENCE) || has_mark(of_group, OFFENCE);
    if offence && !has_mark(marks, PERSUASION) {
        KindClass::Offence
    } else if has_mark(marks, "dispute") {
        KindClass::Dispute
    } else {
        KindClass::Other
    }
}

/// Why a road has to be said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ground {
    /// Somebody ticked it, at the desk or at the scene.
    Flagged(Flag),
    /// It is criminal or against public order.
    Offence,
    /// It was, under another kind.
    WasOffence,
}

/// Whether a flag asks for a road.
const fn asks_road(flag: Flag) -> bool {
    match flag {
        Flag::DomesticViolence | Flag::Injury | Flag::Weapon | Flag::Minor => true,
        Flag::Drink | Flag::Secret => false,
    }
}

/// Why this call has to say its road: its kind as it stands, the kinds it had, its flags.
pub(crate) fn ground(class: KindClass, had: &[KindClass], flags: &[Flag]) -> Option<Ground> {
    if let Some(flag) = flags.iter().find(|flag| asks_road(**flag)) {
        return Some(Ground::Flagged(*flag));
    }
    match class {
        KindClass::Offence => Some(Ground::Offence),
        KindClass::Dispute | KindClass::Other => {
            had.contains(&KindClass::Offence).then_some(Ground::WasOffence)
        }
    }
}

/// How a call may be ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// 现场化解.
    Settled,
    /// A result alone.
    Result,
    /// A result with the road that was taken.
    Road,
    /// 撤警.
    Withdrawn,
    /// Told of a known cause.
    Cause,
    /// Merged into one that asks for no road itself.
    MergedAway,
}

/// Whether a call of this class may end so.
pub(crate) const fn may_end(ending: Ending, class: KindClass, ground: Option<Ground>) -> bool {
    match ending {
        Ending::Settled => matches!(class, KindClass::Dispute) && ground.is_none(),
        Ending::Road => true,
        Ending::Result | Ending::Withdrawn | Ending::Cause | Ending::MergedAway => ground.is_none(),
    }
}

/// Whether a leader has to review it: where a road had to be said, and where one was said.
pub(crate) const fn needs_leader(ground: Option<Ground>, has_road: bool) -> bool {
    ground.is_some() || has_road
}

#[cfg(test)]
mod tests {
    use super::*;
    use KindClass::{Dispute, Offence, Other};

    const GRAVE: [Flag; 4] = [Flag::DomesticViolence, Flag::Injury, Flag::Weapon, Flag::Minor];
    const LIGHT: [Flag; 2] = [Flag::Drink, Flag::Secret];
    const ENDINGS: [Ending; 6] = [
        Ending::Settled,
        Ending::Result,
        Ending::Road,
        Ending::Withdrawn,
        Ending::Cause,
        Ending::MergedAway,
    ];

    #[test]
    fn a_kind_is_what_its_group_is() {
        assert_eq!(class_of("", "offence"), Offence, "added to the group by the station");
        assert_eq!(class_of("private", "offence"), Offence);
        assert_eq!(class_of("persuasion", "offence"), Other, "noise");
        assert_eq!(class_of("dispute private", "dispute"), Dispute);
        assert_eq!(class_of("dispute", "offence"), Offence, "the graver of two");
        assert_eq!(class_of("", ""), Other);
    }

    #[test]
    fn flags_and_offences_ask_for_a_road() {
        for class in [Dispute, Other] {
            for flag in GRAVE {
                assert_eq!(ground(class, &[], &[Flag::Drink, flag]), Some(Ground::Flagged(flag)));
            }
            assert_eq!(ground(class, &[], &LIGHT), None);
            assert_eq!(ground(class, &[Other, Dispute], &[]), None);
            assert_eq!(ground(class, &[Other, Offence], &[]), Some(Ground::WasOffence));
        }
        assert_eq!(ground(Offence, &[], &[]), Some(Ground::Offence));
    }

    /// Ending × class × what stands behind it.
    #[test]
    fn the_table_of_endings() {
        let grounds = [None, Some(Ground::Flagged(Flag::Injury)), Some(Ground::WasOffence)];
        let yes = |class, ground| {
            ENDINGS.into_iter().filter(|e| may_end(*e, class, ground)).collect::<Vec<_>>()
        };
        let free =
            [Ending::Result, Ending::Road, Ending::Withdrawn, Ending::Cause, Ending::MergedAway];
        assert_eq!(yes(Dispute, grounds[0]), ENDINGS);
        assert_eq!(yes(Other, grounds[0]), free, "settled at the scene is for disputes only");
        assert_eq!(yes(Offence, Some(Ground::Offence)), [Ending::Road]);
        for class in [Dispute, Other] {
            for ground in &grounds[1..] {
                assert_eq!(yes(class, *ground), [Ending::Road]);
            }
        }
    }

    #[test]
    fn a_road_is_reviewed_by_a_leader() {
        let injured = Some(Ground::Flagged(Flag::Injury));
        let table = [
            (None, false, false),
            (None, true, true),
            (injured, false, true),
            (injured, true, true),
        ];
        for (ground, said, leader) in table {
            assert_eq!(needs_leader(ground, said), leader);
        }
    }
}
