//! When a clock is not believed: it leapt, or it shows something that what is known does not bear out.

use base::Time;

base::codes! {
    /// What a clock did.
    pub enum ClockFault {
        /// It went ahead while the program ran.
        Ahead = "ahead",
        /// It went back: while the program ran, or behind the newest line of the journal at a start.
        Back = "back",
        /// At a start the newest line is so old that a clock set wrongly cannot be told from a machine that was off.
        Gap = "gap",
    }
}

/// What a clock that went on by `leap_s` seconds of its own did, where so many minutes are too many.
pub(crate) fn leapt(leap_s: i64, minutes: i64) -> Option<ClockFault> {
    match leap_s {
        ahead if ahead > minutes * 60 => Some(ClockFault::Ahead),
        back if back < -minutes * 60 => Some(ClockFault::Back),
        _ => None,
    }
}

/// What a clock that shows `now` at a start did since the newest line, where so many minutes back and so many
/// hours ahead are too many. Off over a weekend is no fault.
pub(crate) fn started(last: Time, now: Time, minutes: i64, hours: i64) -> Option<ClockFault> {
    match now.seconds_since(last) {
        back if back < -minutes * 60 => Some(ClockFault::Back),
        gap if gap > hours * 3_600 => Some(ClockFault::Gap),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekend_is_no_fault_and_a_leap_is() {
        for (leap, fault) in [
            (0, None),
            (600, None),
            (-600, None),
            (601, Some(ClockFault::Ahead)),
            (-601, Some(ClockFault::Back)),
        ] {
            assert_eq!(leapt(leap, 10), fault, "{leap}");
        }
        let last = Time::from_micros(0);
        for (hours, fault) in [
            (0, None),
            (63, None),
            (72, None),
            (73, Some(ClockFault::Gap)),
            (365 * 24, Some(ClockFault::Gap)),
            (-8, Some(ClockFault::Back)),
        ] {
            assert_eq!(started(last, last.plus_seconds(hours * 3_600), 10, 72), fault, "{hours}");
        }
    }
}
