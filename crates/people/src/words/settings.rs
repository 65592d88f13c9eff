//! What settings are called, and how they are written.

use super::{Words, role_label, words};
use crate::rules::{NetworkZone, PasswordPolicy, Setting, days_of, entries};
use base::Lang;

/// What a setting is called.
pub(crate) fn setting_label(lang: Lang, setting: Setting) -> &'static str {
    let w = words(lang);
    match setting {
        Setting::NetworkZone => w.label_network_zone(),
        Setting::TermReminderDays => w.label_reminder_days(),
        Setting::IdleMinutes => w.label_idle_minutes(),
        Setting::SessionHours => w.label_session_hours(),
        Setting::PasswordPolicy => w.label_password_policy(),
        Setting::PasswordDays => w.label_password_days(),
        Setting::EmergencyMinutes => w.label_emergency_minutes(),
        Setting::ReviewHours => w.label_review_hours(),
        Setting::DisposeAt => w.label_dispose_at(),
        Setting::DrillAt => w.label_drill_at(),
        Setting::BackupDays => w.label_backup_days(),
        Setting::ReturnsToLeaders => w.label_returns(),
        Setting::DiskFreePercent => w.label_disk_free(),
        Setting::RepeatMinutes => w.label_repeat_minutes(),
        Setting::RepeatHours => w.label_repeat_hours(),
        Setting::RepeatMetres => w.label_repeat_metres(),
        Setting::ClockLeapMinutes => w.label_clock_leap(),
        Setting::ClockGapHours => w.label_clock_gap(),
    }
}

/// How the value of a setting is written.
pub(crate) fn setting_form(lang: Lang, setting: Setting) -> &'static str {
    let w = words(lang);
    match setting {
        Setting::NetworkZone => w.form_network_zone(),
        Setting::TermReminderDays => w.form_day_list(),
        Setting::IdleMinutes => w.form_idle_minutes(),
        Setting::SessionHours => w.form_session_hours(),
        Setting::PasswordPolicy => w.form_password_policy(),
        Setting::PasswordDays | Setting::BackupDays => w.form_days(),
        Setting::DrillAt | Setting::DisposeAt => w.form_time_of_day(),
        Setting::EmergencyMinutes => w.form_emergency_minutes(),
        Setting::ReviewHours => w.form_review_hours(),
        Setting::ReturnsToLeaders => w.form_returns(),
        Setting::DiskFreePercent => w.form_percent(),
        Setting::RepeatMinutes => w.form_repeat_minutes(),
        Setting::RepeatHours => w.form_repeat_hours(),
        Setting::RepeatMetres => w.form_repeat_metres(),
        Setting::ClockLeapMinutes => w.form_clock_leap(),
        Setting::ClockGapHours => w.form_clock_gap(),
    }
}

/// What a value of a setting means; as it is written where that says it, or where it cannot be read.
pub(crate) fn setting_said(lang: Lang, setting: Setting, value: &str) -> String {
    let w = words(lang);
    match setting {
        Setting::NetworkZone => match NetworkZone::from_code(value) {
            Some(NetworkZone::Police) => w.said_police().to_owned(),
            Some(NetworkZone::Shared) => w.said_shared().to_owned(),
            None => value.to_owned(),
        },
        Setting::PasswordPolicy => match PasswordPolicy::from_code(value) {
            Some(PasswordPolicy::Graded) => w.said_graded().to_owned(),
            Some(PasswordPolicy::Asvs) => w.said_asvs().to_owned(),
            None => value.to_owned(),
        },
        Setting::TermReminderDays | Setting::PasswordDays | Setting::BackupDays => {
            let days: Vec<_> = days_of(value).into_iter().map(|days| w.said_days(days)).collect();
            days.join(w.said_join())
        }
        Setting::IdleMinutes => limits_said(lang, value, |number| w.said_minutes(number)),
        Setting::SessionHours => limits_said(lang, value, |number| w.said_hours(number)),
        Setting::EmergencyMinutes | Setting::RepeatMinutes | Setting::ClockLeapMinutes => {
            w.said_minutes(value)
        }
        Setting::ReviewHours | Setting::RepeatHours | Setting::ClockGapHours => w.said_hours(value),
        Setting::RepeatMetres => w.said_metres(value),
        Setting::ReturnsToLeaders => w.said_times(value),
        Setting::DiskFreePercent => w.said_percent(value),
        Setting::DisposeAt | Setting::DrillAt => value.to_owned(),
    }
}

/// Limits role by role, those that are named first.
fn limits_said(lang: Lang, value: &str, said: impl Fn(i64) -> String) -> String {
    let w = words(lang);
    let Some(mut list) = entries(value) else { return value.to_owned() };
    list.sort_by_key(|(role, _)| role.is_none());
    let rest = if list.len() == 1 { w.said_everybody() } else { w.said_others() };
    let one = |(role, number): &(Option<base::Role>, i64)| {
        w.said_of(role.map_or(rest, |role| role_label(lang, role)), said(*number))
    };
    list.iter().map(one).collect::<Vec<_>>().join(w.said_join())
}

/// Where the first value of a setting comes from.
pub(crate) fn setting_source(setting: Setting) -> &'static str {
    match setting {
        Setting::NetworkZone => words(Lang::Zh).set_at_start(),
        Setting::TermReminderDays
        | Setting::EmergencyMinutes
        | Setting::ReviewHours
        | Setting::DisposeAt
        | Setting::DrillAt
        | Setting::BackupDays
        | Setting::ClockGapHours
        | Setting::ClockLeapMinutes
        | Setting::ReturnsToLeaders
        | Setting::DiskFreePercent
        | Setting::RepeatMinutes
        | Setting::RepeatHours
        | Setting::RepeatMetres => words(Lang::Zh).default_of_product(),
        Setting::IdleMinutes | Setting::SessionHours => words(Lang::Zh).default_of_sessions(),
        Setting::PasswordPolicy | Setting::PasswordDays => words(Lang::Zh).default_of_passwords(),
    }
}

words! { more for Words:
    default_of_sessions: "产品默认；GB/T 22239-2019 三级 8.1.4.1 要求空闲自动退出" | "Default of the product; GB/T 22239-2019 level 3, 8.1.4.1 asks for an idle exit";
    default_of_passwords: "GB/T 22239-2019 三级 8.1.4.1：口令要复杂、定期换；可改为 OWASP ASVS 5.0" | "GB/T 22239-2019 level 3, 8.1.4.1: complex, changed from time to time; OWASP ASVS 5.0 may be chosen instead";
    said_police: "公安端" | "The network of the police";
    said_shared: "共治端" | "The network shared with the villages";
    said_graded: "等保三级" | "GB/T 22239 level 3";
    said_asvs: "OWASP ASVS 5.0" | "OWASP ASVS 5.0";
    said_minutes(n): "{n}分钟" | "{n} min";
    said_hours(n): "{n}小时" | "{n} h";
    said_days(n): "{n}天" | "{n} d";
    said_times(n): "{n}次" | "{n} times";
    said_percent(n): "{n}%" | "{n} %";
    said_metres(n): "{n}米" | "{n} m";
    label_repeat_minutes: "多少分钟内的同类来电提示并入" | "Minutes in which a call like it is proposed as the same";
    label_repeat_hours: "多少小时内的同类来电列出来" | "Hours in which a call like it is shown";
    label_repeat_metres: "相距多少米算同一处" | "Metres within which two calls can be the same";
    form_repeat_minutes: "分钟数，5 到 1440" | "minutes, 5 to 1440";
    form_repeat_hours: "小时数，1 到 168" | "hours, 1 to 168";
    form_repeat_metres: "米数，10 到 2000" | "metres, 10 to 2000";
    said_of(who, limit): "{who}{limit}" | "{who} {limit}";
    said_everybody: "所有身份" | "Everybody";
    said_others: "其余身份" | "Everybody else";
    said_join: "，" | ", ";
    set_at_start: "建站时选定" | "Chosen when the station was made";
    label_network_zone: "在哪个网上运行" | "Network";
    label_reminder_days: "聘书到期前几天提醒" | "Days before a certificate ends";
    label_idle_minutes: "多少分钟不用就退出" | "Minutes without use";
    label_session_hours: "登录最长几小时" | "Hours a session lasts";
    label_password_policy: "口令标准" | "Password standard";
    label_password_days: "口令几天一换" | "Days a password lasts";
    label_drill_at: "每天几点演练恢复" | "Time of the restore drill";
    label_backup_days: "几天没备份就提醒" | "Days without a backup";
    label_returns: "移交退回几次交两位组长定" | "Returns until two leaders decide";
    label_clock_leap: "时钟跳多少就告警" | "A leap of the clock above";
    label_clock_gap: "停机多久以后要人看时钟" | "Off for so long, somebody looks at the clock";
    form_clock_leap: "分钟，1 到 720" | "minutes, 1 to 720";
    form_clock_gap: "小时，1 到 720" | "hours, 1 to 720";
    proposal_unopened: "这条提议的内容打不开（密钥不对），只能不同意，再重新提出" | "What was proposed cannot be opened (the key does not fit): refuse it, and propose it again";
    settle_clock: "看过时钟，解除告警" | "Settle an alarm of the clock";
    clock_apart: "和机器的时钟对不上：先校准服务器时间，再来解除" | "This and the machine’s clock do not agree: set the server’s time first, then settle it";
    label_disk_free: "磁盘剩多少就提醒" | "Free disk below";
    form_network_zone: "公安端（可记报警人）或 共治端（不记报警人）" | "“The network of the police” (a caller may be written down) or “The network shared with the villages” (none is)";
    form_day_list: "天数，用逗号隔开，如 30天，7天" | "days, with commas: 30 d, 7 d";
    form_idle_minutes: "如 指挥室720分钟，其余身份30分钟；5 到 1440 分钟" | "as: Command room 720 min, Everybody else 30 min; 5 to 1440 minutes";
    form_session_hours: "如 所有身份12小时，或 指挥室24小时，其余身份12小时；1 到 168 小时" | "as: Everybody 12 h, or: Command room 24 h, Everybody else 12 h; 1 to 168 hours";
    form_password_policy: "等保三级 或 OWASP ASVS 5.0" | "GB/T 22239 level 3, or OWASP ASVS 5.0";
    form_days: "天数，1 到 366" | "days, 1 to 366";
    form_time_of_day: "几点几分，如 03:00" | "a time of the day: 03:00";
    form_returns: "1 到 9 的整数" | "A whole number from 1 to 9";
    form_percent: "百分数，1 到 90" | "percent, 1 to 90";
    label_dispose_at: "几点起清理到期数据" | "From when what is no longer kept is removed";
    label_emergency_minutes: "紧急权限最长几分钟" | "Minutes of break-glass at most";
    label_review_hours: "紧急权限几小时内复核" | "Hours until break-glass is reviewed";
    form_emergency_minutes: "5 到 60 的整数" | "A whole number from 5 to 60";
    form_review_hours: "1 到 24 的整数" | "A whole number from 1 to 24";
    emergency: "启用紧急权限" | "Break the glass";
    emergencies: "紧急权限" | "Break-glass";
    review_emergency: "复核紧急权限" | "Review break-glass";
    emergency_goes_on: "紧急权限还在用，先结束" | "It still goes on; end it first";
    emergency_reviewed: "已经复核过" | "It was reviewed already";
}
