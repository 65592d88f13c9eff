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
        /// For how many minutes the chief may do alone what takes two.
        EmergencyMinutes = "emergency_minutes",
        /// Within how many hours the auditor looks at what was done then.
        ReviewHours = "review_hours",
        /// From which time of the day what is no longer kept is removed: `02:00`.
        DisposeAt = "dispose_at",
        /// At which time of the day backup and restore are tried: `03:00`.
        DrillAt = "drill_at",
        /// After how many days without a backup it is said.
        BackupDays = "backup_days",
        /// After so many returns of a matter the two leaders decide whose duty it is.
        ReturnsToLeaders = "returns_to_leaders",
        /// Below how many percent of free disk it is said.
        DiskFreePercent = "disk_free_percent",
        /// For how many minutes after a call one like it is proposed as the same.
        RepeatMinutes = "repeat_minutes",
        /// For how many hours after a call it is shown beside one like it.
        RepeatHours = "repeat_hours",
        /// Within how many metres two calls can be the same.
        RepeatMetres = "repeat_metres",
        /// By how many minutes the clock may leap, or be off from another, before it is not believed.
        ClockLeapMinutes = "clock_leap_minutes",
        /// After how many hours without a line a start waits for somebody to look at the clock.
        ClockGapHours = "clock_gap_hours",
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
            Setting::EmergencyMinutes => "60",
            Setting::ReviewHours => "24",
            Setting::DisposeAt => "02:00",
            Setting::DrillAt => "03:00",
            Setting::BackupDays => "7",
            Setting::ReturnsToLeaders => "3",
            Setting::DiskFreePercent => "20",
            Setting::RepeatMinutes => "60",
            Setting::RepeatHours => "72",
            Setting::RepeatMetres => "200",
            Setting::ClockLeapMinutes => "10",
            Setting::ClockGapHours => "72",
        }
    }

    /// Whether `value` can be one of this setting.
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Setting::NetworkZone => NetworkZone::from_code(value).is_some(),
            // A page cannot be read in less; a day without use is no use.
            Setting::IdleMinutes => is_limits(value, 5..=1_440),
            Setting::SessionHours => is_limits(value, 1..=168),
            Setting::PasswordPolicy => PasswordPolicy::from_code(value).is_some(),
            Setting::PasswordDays | Setting::BackupDays => days_of(value).len() == 1,
            Setting::DrillAt | Setting::DisposeAt => is_time_of_day(value),
            Setting::EmergencyMinutes => value.parse().is_ok_and(|m: u8| (5..=60).contains(&m)),
            Setting::ReviewHours => value.parse().is_ok_and(|h: u8| (1..=24).contains(&h)),
            Setting::ReturnsToLeaders => value.parse().is_ok_and(|n: u8| (1..=9).contains(&n)),
            Setting::DiskFreePercent => value.parse().is_ok_and(|p: u8| (1..=90).contains(&p)),
            Setting::RepeatMinutes => value.parse().is_ok_and(|m: u16| (5..=1_440).contains(&m)),
            Setting::RepeatHours => value.parse().is_ok_and(|h: u8| (1..=168).contains(&h)),
            Setting::RepeatMetres => value.parse().is_ok_and(|m: u16| (10..=2_000).contains(&m)),
            Setting::ClockLeapMinutes => value.parse().is_ok_and(|m: u16| (1..=720).contains(&m)),
            Setting::ClockGapHours => value.parse().is_ok_and(|h: u16| (1..=720).contains(&h)),
            Setting::TermReminderDays => {
                let days = days_of(value);
                !days.is_empty() && days.len() == value.split(',').count()
            }
        }
    }
}

/// Whether `value` is a time of the day, as `03:00`.
fn is_time_of_day(value: &str) -> bool {
    let below = |text: &str, end: u8| text.len() == 2 && text.parse().is_ok_and(|n: u8| n < end);
    value.split_once(':').is_some_and(|(hour, minute)| below(hour, 24) && below(minute, 60))
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
        assert!(Setting::DrillAt.accepts("23:59") && !Setting::DrillAt.accepts("24:00"));
        assert!(!Setting::DrillAt.accepts("3:00") && !Setting::DiskFreePercent.accepts("0"));
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
