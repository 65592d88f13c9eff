//! How long a session lasts, role by role: `*=30,desk=720` is half an hour for everybody and twelve
//! hours for the desk. Pure.

use base::Role;
use std::ops::RangeInclusive;

/// The longest that can be set, in either list: a month of minutes.
const MOST: i64 = 44_640;

/// The entries of a list; `None` where one of them cannot be read or nobody is named by `*`.
pub(crate) fn entries(list: &str) -> Option<Vec<(Option<Role>, i64)>> {
    let entry = |text: &str| {
        let (who, number) = text.trim().split_once('=')?;
        let number = number.parse().ok().filter(|number| (1..=MOST).contains(number))?;
        match who {
            "*" => Some((None, number)),
            role => Some((Some(Role::from_code(role)?), number)),
        }
    };
    let entries: Vec<_> = list.split(',').map(entry).collect::<Option<_>>()?;
    entries.iter().any(|(role, _)| role.is_none()).then_some(entries)
}

/// Whether a list can be read, and its numbers are within `range`.
pub(crate) fn is_limits(list: &str, range: RangeInclusive<i64>) -> bool {
    entries(list).is_some_and(|list| list.iter().all(|(_, number)| range.contains(number)))
}

/// The number for somebody with these roles: the largest of those named, else that of everybody.
pub(crate) fn limit_for(list: &str, roles: &[Role]) -> Option<i64> {
    let entries = entries(list)?;
    let named = entries.iter().filter(|(role, _)| role.is_some_and(|role| roles.contains(&role)));
    let everybody = entries.iter().find(|(role, _)| role.is_none()).map(|(_, number)| *number);
    named.map(|(_, number)| *number).max().or(everybody)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_its_own_limit_or_that_of_everybody() {
        let list = "*=30, desk=720,leader=120";
        assert_eq!(limit_for(list, &[Role::Officer]), Some(30));
        assert_eq!(limit_for(list, &[Role::Leader]), Some(120));
        assert_eq!(limit_for(list, &[Role::Leader, Role::Desk]), Some(720));
        for wrong in ["", "desk=720", "*=0", "*=30,nobody=1", "*=x", "*=99999"] {
            assert!(!is_limits(wrong, 1..=MOST), "{wrong}");
        }
    }
}
