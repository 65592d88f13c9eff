//! When the village's assistant is called, and when never: no villager is put in danger.

use crate::rules::intake::Flag;

/// What makes a scene dangerous for a villager.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Danger {
    Weapon,
    Injury,
    Drink,
    DomesticViolence,
}

/// Whether an assistant goes along.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HelpRule {
    /// Never before an officer reports the scene safe.
    Blocked(Danger),
    /// Police only by default; no reason asked (family, sexual matters, minors, secrecy).
    NotWanted,
    /// A dispute: sending police alone asks for a reason.
    Expected,
    /// As the plan says.
    AsPlanned,
}

/// The rule for a kind with these marks (`dispute`, `private`) and these flags.
pub(crate) fn help_rule(marks: &str, flags: &[Flag], safe: bool) -> HelpRule {
    let danger = flags.iter().find_map(|flag| match flag {
        Flag::Weapon => Some(Danger::Weapon),
        Flag::Injury => Some(Danger::Injury),
        Flag::Drink => Some(Danger::Drink),
        Flag::DomesticViolence => Some(Danger::DomesticViolence),
        Flag::Minor | Flag::Secret => None,
    });
    if let (Some(danger), false) = (danger, safe) {
        return HelpRule::Blocked(danger);
    }
    let quiet = |flag: &Flag| matches!(flag, Flag::Minor | Flag::Secret | Flag::DomesticViolence);
    if has_mark(marks, "private") || flags.iter().any(quiet) {
        return HelpRule::NotWanted;
    }
    if has_mark(marks, "dispute") { HelpRule::Expected } else { HelpRule::AsPlanned }
}

/// Whether a code carries a mark.
pub(crate) fn has_mark(marks: &str, mark: &str) -> bool {
    marks.split(' ').any(|one| one == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_blocks_until_the_scene_is_safe() {
        for (flag, danger) in [
            (Flag::Weapon, Danger::Weapon),
            (Flag::Injury, Danger::Injury),
            (Flag::Drink, Danger::Drink),
            (Flag::DomesticViolence, Danger::DomesticViolence),
        ] {
            assert_eq!(help_rule("dispute", &[flag], false), HelpRule::Blocked(danger));
        }
        assert_eq!(help_rule("dispute", &[Flag::Drink], true), HelpRule::Expected);
        assert_eq!(help_rule("dispute", &[Flag::DomesticViolence], true), HelpRule::NotWanted);
    }

    #[test]
    fn family_minors_and_secrecy_are_police_only_without_asking() {
        assert_eq!(help_rule("dispute private", &[], false), HelpRule::NotWanted);
        assert_eq!(help_rule("dispute", &[Flag::Minor], false), HelpRule::NotWanted);
        assert_eq!(help_rule("", &[Flag::Secret], false), HelpRule::NotWanted);
        assert_eq!(help_rule("dispute", &[], false), HelpRule::Expected);
        assert_eq!(help_rule("", &[], false), HelpRule::AsPlanned);
    }
}
