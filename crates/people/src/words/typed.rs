//! Settings as people type them: the words the page shows are taken as well as the way they are kept.

use super::{role_label, setting_said, words};
use crate::rules::{NetworkZone, PasswordPolicy, Setting};
use base::{Lang, Role};

/// What is kept where `typed` says a value in words of either language; `typed` itself where it does not.
pub(crate) fn setting_read(setting: Setting, typed: &str) -> String {
    let typed = typed.trim().replace('：', ":");
    let read = match setting {
        Setting::NetworkZone => coded(setting, &typed, NetworkZone::CODES),
        Setting::PasswordPolicy => coded(setting, &typed, PasswordPolicy::CODES),
        Setting::IdleMinutes | Setting::SessionHours => listed(&typed, |part| limit(setting, part)),
        Setting::TermReminderDays => listed(&typed, |part| number(setting, part)),
        Setting::DisposeAt | Setting::DrillAt => None,
        Setting::PasswordDays
        | Setting::EmergencyMinutes
        | Setting::ReviewHours
        | Setting::BackupDays
        | Setting::ClockGapHours
        | Setting::ClockLeapMinutes
        | Setting::ReturnsToLeaders
        | Setting::DiskFreePercent
        | Setting::RepeatMinutes
        | Setting::RepeatHours
        | Setting::RepeatMetres => number(setting, &typed),
    };
    read.unwrap_or(typed)
}

fn coded(setting: Setting, typed: &str, codes: &[&str]) -> Option<String> {
    let says = |code: &&&str| Lang::ALL.iter().any(|l| setting_said(*l, setting, code) == typed);
    codes.iter().find(says).map(|code| (*code).to_owned())
}

fn listed(typed: &str, one: impl Fn(&str) -> Option<String>) -> Option<String> {
    let parts = typed.split([',', '，', '、']).map(|part| one(part.trim()));
    parts.collect::<Option<Vec<_>>>().map(|parts| parts.join(","))
}

/// A number, with its unit or without.
fn number(setting: Setting, typed: &str) -> Option<String> {
    let end = typed.find(|c: char| !c.is_ascii_digit()).unwrap_or(typed.len());
    let (digits, unit) = typed.split_at(end);
    let is_unit = |lang: &Lang| match setting {
        Setting::IdleMinutes => words(*lang).said_minutes(digits) == typed,
        Setting::SessionHours => words(*lang).said_hours(digits) == typed,
        _ => setting_said(*lang, setting, digits) == typed,
    };
    let fits = unit.is_empty() || Lang::ALL.iter().any(is_unit);
    (!digits.is_empty() && fits).then(|| digits.to_owned())
}

/// The limit of one role or of everybody else: `指挥室720分钟` is `desk=720`.
fn limit(setting: Setting, typed: &str) -> Option<String> {
    let (who, rest) = typed.split_at(typed.find(|c: char| c.is_ascii_digit())?);
    let who = who.trim_end_matches(['=', ' ']);
    let rest = number(setting, rest)?;
    let is_role = |role: &&Role| {
        role.code() == who || Lang::ALL.iter().any(|lang| role_label(*lang, **role) == who)
    };
    let is_rest =
        |lang: &Lang| [words(*lang).said_everybody(), words(*lang).said_others()].contains(&who);
    let who = match Role::ALL.iter().find(is_role) {
        Some(role) => role.code(),
        None if matches!(who, "" | "*") || Lang::ALL.iter().any(is_rest) => "*",
        None => return None,
    };
    Some(format!("{who}={rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_typed() {
        for setting in Setting::ALL {
            let more = match setting {
                Setting::IdleMinutes => "desk=720,leader=120,*=30",
                Setting::NetworkZone => NetworkZone::Shared.code(),
                Setting::PasswordPolicy => PasswordPolicy::Asvs.code(),
                _ => setting.first(),
            };
            for value in [setting.first(), more] {
                assert_eq!(setting_read(*setting, value), value);
                for lang in Lang::ALL {
                    let read = setting_read(*setting, &setting_said(*lang, *setting, value));
                    let sorted = |list: &str| {
                        let mut parts: Vec<_> = list.split(',').map(str::to_owned).collect();
                        parts.sort();
                        parts
                    };
                    assert_eq!(sorted(&read), sorted(value), "{setting:?} {lang:?}");
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_stays_as_typed() {
        let left = |setting: Setting, typed: &str| setting_read(setting, typed) == typed;
        assert!(left(Setting::IdleMinutes, "谁都30分钟") && left(Setting::IdleMinutes, "30小时"));
        assert!(left(Setting::BackupDays, "七天") && left(Setting::NetworkZone, "互联网"));
        assert_eq!(setting_read(Setting::IdleMinutes, "30"), "*=30");
        assert_eq!(setting_read(Setting::DrillAt, " 04：30"), "04:30");
    }
}
