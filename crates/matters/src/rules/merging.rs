//! Merging 并案: several calls about one thing. Nothing is deleted; a merge can be undone.

use base::Id;

base::codes! {
    /// Why two matters are one. The four kinds of the 110 systems (关联类型 1 to 4).
    pub enum MergeKind {
        /// 重复报警: the same thing called in again.
        Repeat = "repeat",
        /// 警情催办: the caller asks where help stays.
        Chasing = "chasing",
        /// 民警反馈: an officer calls in about it.
        OfficerCall = "officer_call",
        /// 多次骚扰: calls that harass.
        Nuisance = "nuisance",
    }
}

/// Why a merge is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MergeRefusal {
    /// Into itself.
    Itself,
    /// The master has ended, or was merged itself.
    MasterEnded,
    /// Others were merged into this one.
    HasRepeats,
}

/// Whether a matter may be merged into `master`.
///
/// # Errors
/// Why not.
pub fn check_merge(
    matter: Id,
    repeats: i64,
    master: Id,
    master_open: bool,
) -> Result<(), MergeRefusal> {
    if matter == master {
        return Err(MergeRefusal::Itself);
    }
    if !master_open {
        return Err(MergeRefusal::MasterEnded);
    }
    if repeats > 0 { Err(MergeRefusal::HasRepeats) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_into_another_open_matter() {
        let [one, two] = [1, 2].map(Id::from_number);
        assert_eq!(check_merge(one, 0, one, true), Err(MergeRefusal::Itself));
        assert_eq!(check_merge(one, 0, two, false), Err(MergeRefusal::MasterEnded));
        assert_eq!(check_merge(one, 1, two, true), Err(MergeRefusal::HasRepeats));
        assert_eq!(check_merge(one, 0, two, true), Ok(()));
    }
}
