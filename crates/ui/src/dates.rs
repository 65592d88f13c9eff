//! Moments as people read them: 24 hours, the station's wall clock, the server's "now".

use crate::words::words;
use base::{Lang, Time, Zone};
use calendar::Reading;

/// Writes moments for one reader.
#[derive(Clone, Debug)]
pub struct Dates {
    /// The server's "now".
    pub now: Time,
    /// The station's zone.
    pub zone: Zone,
    /// The reader's language.
    pub lang: Lang,
}

impl Dates {
    /// `20:14`.
    pub fn clock(&self, at: Time) -> String {
        let local = self.zone.civil(at);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// `20:14:09`.
    pub fn clock_seconds(&self, at: Time) -> String {
        format!("{}:{:02}", self.clock(at), self.zone.civil(at).second())
    }

    /// In lists: 刚刚, 5 分钟前, 3 小时前, 昨天 21:05, 6月1日 21:05.
    pub fn near(&self, at: Time) -> String {
        let w = words(self.lang);
        let (local, today) = (self.zone.civil(at), self.zone.civil(self.now).date());
        let ago = self.now.seconds_since(at);
        match ago {
            0..60 => w.just_now().to_owned(),
            60..3600 => w.minutes_ago(ago / 60),
            3600..86_400 if local.date() == today => w.hours_ago(ago / 3600),
            _ if today.yesterday().is_ok_and(|day| day == local.date()) => {
                w.yesterday(self.clock(at))
            }
            _ => format!("{} {}", w.day(local.month(), local.day()), self.clock(at)),
        }
    }

    /// On papers and in timelines: 2024年5月12日 20:14:09.
    pub fn full(&self, at: Time) -> String {
        let local = self.zone.civil(at);
        let day = match self.lang {
            Lang::Zh => words(self.lang).full_day(local.year(), local.month(), local.day()),
            Lang::En => local.date().to_string(),
        };
        format!("{day} {}", self.clock_seconds(at))
    }

    /// In timelines: 5月12日 20:14:09, with the year where it is not this one.
    pub fn moment(&self, at: Time) -> String {
        let local = self.zone.civil(at);
        if local.year() != self.zone.civil(self.now).year() {
            return self.full(at);
        }
        let day = words(self.lang).day(local.month(), local.day());
        format!("{day} {}", self.clock_seconds(at))
    }

    /// Of what was planned to the minute: 5月12日 18:00.
    pub fn minute(&self, at: Time) -> String {
        let local = self.zone.civil(at);
        format!("{} {}", words(self.lang).day(local.month(), local.day()), self.clock(at))
    }

    /// What a date-and-time field holds: `2024-05-12T20:14`.
    pub fn field(&self, at: Time) -> String {
        format!("{}T{}", self.zone.civil(at).date(), self.clock(at))
    }

    /// What a date field holds: `2024-05-12`.
    pub fn day_field(&self, at: Time) -> String {
        self.zone.civil(at).date().to_string()
    }

    /// The last day of what ends at `until`: that day still counts.
    pub fn last_day(&self, until: Time) -> String {
        self.day_field(until.plus_seconds(-1))
    }

    /// 剩 18 分, 剩 40 秒, 超时 12 分, 超时 3 天.
    pub fn remaining(&self, due: Time) -> String {
        /// Two days: from here on hours tell nobody anything.
        const DAYS: i64 = 2 * 86_400;
        let w = words(self.lang);
        match calendar::read(due, self.now) {
            Reading::Left(s @ 0..60) => w.left_seconds(s),
            Reading::Left(s @ 60..7200) => w.left_minutes(s / 60),
            Reading::Left(s @ 7200..DAYS) => w.left_hours(s / 3600),
            Reading::Left(s) => w.left_days(s / 86_400),
            Reading::Over(s @ 0..60) => w.over_seconds(s),
            Reading::Over(s @ 60..7200) => w.over_minutes(s / 60),
            Reading::Over(s @ 7200..DAYS) => w.over_hours(s / 3600),
            Reading::Over(s) => w.over_days(s / 86_400),
        }
    }

    /// Whether `due` has passed.
    pub fn is_over(&self, due: Time) -> bool {
        matches!(calendar::read(due, self.now), Reading::Over(_))
    }

    /// Milliseconds since 1970, for scripts that count.
    pub fn millis(at: Time) -> i64 {
        at.micros() / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_as_people_say_them() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let at = |text: &str| zone.parse_local(text).unwrap();
        let dates = Dates { now: at("2024-05-12T20:14"), zone: zone.clone(), lang: Lang::Zh };
        assert_eq!(dates.near(at("2024-05-12T20:13:30")), "刚刚");
        assert_eq!(dates.near(at("2024-05-12T20:09")), "5 分钟前");
        assert_eq!(dates.near(at("2024-05-12T17:00")), "3 小时前");
        assert_eq!(dates.near(at("2024-05-11T21:05")), "昨天 21:05");
        assert_eq!(dates.near(at("2024-05-01T21:05")), "5月1日 21:05");
        assert_eq!(dates.full(at("2024-05-12T20:14:09")), "2024年5月12日 20:14:09");
        assert_eq!(dates.moment(at("2024-05-12T20:14:09")), "5月12日 20:14:09");
        assert_eq!(dates.moment(at("2023-05-12T20:14:09")), "2023年5月12日 20:14:09");
        assert_eq!(dates.minute(at("2024-05-12T18:00")), "5月12日 18:00");
        assert_eq!(dates.remaining(at("2024-05-12T20:32")), "剩 18 分");
        assert_eq!(dates.remaining(at("2024-05-12T20:02")), "超时 12 分");
        assert_eq!(dates.remaining(at("2024-05-10T20:14:01")), "超时 47 小时");
        assert_eq!(dates.remaining(at("2024-05-10T20:14")), "超时 2 天");
        assert_eq!(dates.remaining(at("2024-05-16T20:14")), "剩 4 天");
        assert!(dates.is_over(at("2024-05-12T20:13:59")));
        assert!(!dates.is_over(at("2024-05-12T20:14")));
    }
}
