//! 修订: what counts otherwise now than it did when the report was frozen, incident by incident.

use crate::rules::{Class, Fact, Measure, Timing};
use std::collections::HashMap;

/// An incident that counts otherwise now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Revision<'a> {
    pub(crate) number: &'a str,
    /// As it was frozen; none where it was entered later.
    pub(crate) was: Option<&'a Fact>,
    /// As it counts now; none where it belongs to another period now.
    pub(crate) now: Option<&'a Fact>,
}

impl Fact {
    /// Whether this, as frozen, was finished and is being handled again 重新处置.
    pub(crate) fn is_reopened(&self, now: &Fact) -> bool {
        !self.open && now.open
    }

    /// `now` with what is mere progress since this was frozen left out.
    pub(crate) fn revised_to(&self, now: &Fact) -> Fact {
        let kept = |was, is| if was == Timing::Missing { was } else { is };
        Fact {
            open: self.open || now.open,
            sign: kept(self.sign, now.sign),
            set_out: kept(self.set_out, now.set_out),
            feedback: kept(self.feedback, now.feedback),
            ..now.clone()
        }
    }

    /// The handling times that were frozen and are others now. One that came in since is progress.
    pub(crate) fn corrected<'a>(&'a self, now: &'a Fact) -> impl Iterator<Item = Measure> + 'a {
        [Measure::Sign, Measure::SetOut, Measure::Feedback].into_iter().filter(|measure| {
            let (was, is) = (self.timing(*measure), now.timing(*measure));
            matches!(was, Timing::Took(_)) && was != is
        })
    }
}

/// What of `frozen` counts otherwise in `now`. That something was finished since is no revision;
/// that it was reopened, or a time corrected, is one.
pub(crate) fn revisions<'a>(frozen: &'a [Fact], now: &'a [Fact]) -> Vec<Revision<'a>> {
    let counted = |fact: &'a Fact| -> (&'a str, Class, i64, Option<&'a str>) {
        (&fact.kind, fact.class, fact.hour, fact.village.as_deref())
    };
    let mut by_number: HashMap<&str, &Fact> =
        now.iter().map(|fact| (fact.number.as_str(), fact)).collect();
    let mut found = Vec::new();
    for was in frozen {
        let now = by_number.remove(was.number.as_str());
        let changed = |now: &Fact| was.is_reopened(now) || was.corrected(now).next().is_some();
        if now.map(counted) != Some(counted(was)) || now.is_some_and(changed) {
            found.push(Revision { number: &was.number, was: Some(was), now });
        }
    }
    let added = now.iter().filter(|fact| by_number.contains_key(fact.number.as_str()));
    found.extend(added.map(|now| Revision { number: &now.number, was: None, now: Some(now) }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Timing;

    fn fact(number: &str, kind: &str) -> Fact {
        Fact {
            number: number.to_owned(),
            at: 0,
            hour: 9,
            kind: kind.to_owned(),
            village: None,
            class: Class::Effective,
            state: "reported".to_owned(),
            open: true,
            sign: Timing::NotDue,
            set_out: Timing::NotDue,
            feedback: Timing::Missing,
        }
    }

    #[test]
    fn reopened_files_and_corrected_times_are_revisions() {
        let done = Fact { open: false, set_out: Timing::Took(200), ..fact("a", "JF") };
        let changed = |now: Fact| revisions(std::slice::from_ref(&done), &[now]).len();
        assert_eq!(changed(done.clone()), 0);
        assert_eq!(changed(Fact { feedback: Timing::Took(900), ..done.clone() }), 0);
        assert_eq!(changed(Fact { open: true, ..done.clone() }), 1);
        assert_eq!(changed(Fact { set_out: Timing::Took(840), ..done.clone() }), 1);
        assert_eq!(changed(Fact { set_out: Timing::Missing, ..done.clone() }), 1);
    }

    #[test]
    fn only_what_counts_otherwise_is_a_revision() {
        let frozen = [fact("a", "JF"), fact("b", "JF"), fact("c", "ZA")];
        let finished = Fact { open: false, feedback: Timing::Took(60), ..fact("a", "JF") };
        let now = [finished, fact("b", "ZA"), fact("d", "QZ")];
        let found: Vec<_> = revisions(&frozen, &now)
            .iter()
            .map(|r| (r.number.to_owned(), r.was.is_some(), r.now.is_some()))
            .collect();
        let expected = [
            ("b".to_owned(), true, true),
            ("c".to_owned(), true, false),
            ("d".to_owned(), false, true),
        ];
        assert_eq!(found, expected);
    }
}
