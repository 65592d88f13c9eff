//! What a station sets for itself, with the value it begins with and where that comes from. A value
//! is changed by a new version, never by code. Pure.

use crate::rules::limits::is_limits;
use crate::rules::password::PasswordPolicy;

base::codes! {
    /// One thing a station sets.
    pub enum Setting {
        /// On which network it runs: decides whether a caller's name and number are taken at all.
        NetworkZone = "network_zone",
        /// How many days before its end somebody is reminded of a certificate: `30,7`.
        TermReminderDays = "term_reminder_days",
        /// After how many minutes without use a session ends, role by role.
        IdleMinutes = "idle_minutes",
        /// After how many hours a session ends whatever its use, role by role.
        SessionHours = "session_hours",
        /// Which standard passwords follow.
        PasswordPolicy = "password_policy",
        /// After how many days a password is changed, under the standard that asks for it.
        PasswordDays = "password_days",
    }
}

base::codes! {
    /// The network a station runs on.
    pub enum NetworkZone {
        /// 公安端: the police's own network; a caller may be written down, sealed.
        Police = "police",
        /// 共治端: a network shared with the villages; no caller is taken.
        Shared = "shared",
    }
}

impl Setting {
    /// The value a station begins with.
    pub const fn first(self) -> &'static str {
        match self {
            Setting::NetworkZone => NetworkZone::Police.code(),
            Setting::TermReminderDays => "30,7",
            Setting::IdleMinutes => "*=30,desk=720",
            Setting::SessionHours => "*=12",
            Setting::PasswordPolicy => PasswordPolicy::Graded.code(),
            Setting::PasswordDays => "90",
        }
    }

    /// Whether `value` can be one of this setting.
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Setting::NetworkZone => NetworkZone::from_code(value).is_some(),
            Setting::IdleMinutes | Setting::SessionHours => is_limits(value),
            Setting::PasswordPolicy => PasswordPolicy::from_code(value).is_some(),
            Setting::PasswordDays => days_of(value).len() == 1,
            Setting::TermReminderDays => {
                let days = days_of(value);
                !days.is_empty() && days.len() == value.split(',').count()
            }
        }
    }
}

/// The numbers of days in a list such as `30,7`: between one day and a year each.
pub fn days_of(list: &str) -> Vec<i64> {
    let day = |text: &str| text.trim().parse().ok().filter(|days| (1..=366).contains(days));
    list.split(',').filter_map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_a_list_of_numbers() {
        assert_eq!(days_of("30, 7"), [30, 7]);
        assert!(
            !Setting::TermReminderDays.accepts("30,x") && !Setting::TermReminderDays.accepts("0")
        );
    }

    #[test]
    fn every_first_value_is_accepted() {
        for setting in Setting::ALL {
            assert!(setting.accepts(setting.first()) && !setting.accepts(""));
        }
    }
}
