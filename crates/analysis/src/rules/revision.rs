//! 修订: what counts otherwise now than it did when the report was frozen, incident by incident.

use crate::rules::{Class, Fact};
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

/// What of `frozen` counts otherwise in `now`. That something was finished since is no revision.
pub(crate) fn revisions<'a>(frozen: &'a [Fact], now: &'a [Fact]) -> Vec<Revision<'a>> {
    let counted = |fact: &'a Fact| -> (&'a str, Class, i64, Option<&'a str>) {
        (&fact.kind, fact.class, fact.hour, fact.village.as_deref())
    };
    let mut by_number: HashMap<&str, &Fact> =
        now.iter().map(|fact| (fact.number.as_str(), fact)).collect();
    let mut found = Vec::new();
    for was in frozen {
        let now = by_number.remove(was.number.as_str());
        if now.map(counted) != Some(counted(was)) {
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
