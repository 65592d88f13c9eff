//! Handling times in the fixed buckets in which commanders think: those of a published weekly
//! bulletin of a 110 centre. A missing stamp is listed, never dropped.

use serde::{Deserialize, Serialize};

/// One time of one incident, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Timing {
    /// Nothing was to be measured.
    NotDue,
    /// It should be there and is not.
    Missing,
    /// So many seconds.
    Took(i64),
}

impl Timing {
    /// From one moment to another, in seconds, where it was due.
    pub(crate) fn of(due: bool, seconds: Option<i64>) -> Timing {
        match (due, seconds) {
            (false, _) => Timing::NotDue,
            (true, None) => Timing::Missing,
            (true, Some(seconds)) => Timing::Took(seconds),
        }
    }
}

base::codes! {
    /// What is measured.
    pub(crate) enum Measure {
        /// 签收: handed down by the branch, signed for by the station.
        Sign = "sign",
        /// 出警: sent, set out.
        SetOut = "set_out",
        /// 反馈: received, fed back.
        Feedback = "feedback",
    }
}

impl Measure {
    /// The upper ends of the first four buckets, in seconds; the fifth is open.
    pub(crate) const fn bounds(self) -> [i64; 4] {
        match self {
            Measure::Sign => [30, 60, 120, 180],
            Measure::SetOut => [300, 600, 900, 1_800],
            Measure::Feedback => [1_800, 3_600, 7_200, 14_400],
        }
    }

    /// The bucket of so many seconds, 0 to 4.
    pub(crate) fn bucket(self, seconds: i64) -> usize {
        self.bounds().iter().position(|end| seconds <= *end).unwrap_or(4)
    }
}

/// How many fell into each bucket, and how many have no time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Histogram {
    pub(crate) buckets: [i64; 5],
    pub(crate) missing: i64,
}

impl Histogram {
    pub(crate) fn add(&mut self, measure: Measure, timing: Timing) {
        match timing {
            Timing::NotDue => {}
            Timing::Missing => self.missing += 1,
            Timing::Took(seconds) => self.buckets[measure.bucket(seconds)] += 1,
        }
    }

    /// How many were measured.
    pub(crate) fn measured(&self) -> i64 {
        self.buckets.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_bucket_belongs_to_it() {
        let cases =
            [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (120, 2), (121, 3), (180, 3), (181, 4)];
        for (seconds, bucket) in cases {
            assert_eq!(Measure::Sign.bucket(seconds), bucket, "{seconds} s");
        }
        assert_eq!((Measure::SetOut.bucket(300), Measure::SetOut.bucket(1_801)), (0, 4));
        assert_eq!((Measure::Feedback.bucket(7_200), Measure::Feedback.bucket(14_401)), (2, 4));
    }

    #[test]
    fn what_is_missing_is_counted_apart() {
        let mut histogram = Histogram::default();
        for timing in [Timing::Took(10), Timing::Missing, Timing::NotDue, Timing::Took(500)] {
            histogram.add(Measure::Sign, timing);
        }
        assert_eq!((histogram.buckets, histogram.missing), ([1, 0, 0, 0, 1], 1));
        assert_eq!(histogram.measured(), 2);
    }
}
