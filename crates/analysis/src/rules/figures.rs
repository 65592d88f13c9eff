//! From the incidents of a period to its figures. What is frozen is one line for each incident;
//! every figure is counted from these lines, so that it can be counted again.

use crate::rules::{Compared, Histogram, Measure, Timing, compare};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first level of a kind that is no police matter at all 无效警情.
const INVALID: &str = "WX";

/// As what an incident is counted. Each is counted once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Class {
    /// 有效警情 (I01).
    Effective,
    /// 并入: another incident stands for it.
    Merged,
    /// 撤警, confirmed.
    Withdrawn,
    /// 无效.
    Invalid,
}

impl Class {
    /// As what an incident of this kind counts.
    pub(crate) fn of(is_merged: bool, is_withdrawn: bool, kind: &str) -> Class {
        match (is_merged, is_withdrawn) {
            (true, _) => Class::Merged,
            (false, true) => Class::Withdrawn,
            (false, false) if kind == INVALID => Class::Invalid,
            (false, false) => Class::Effective,
        }
    }
}

/// One incident as a report counts it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Fact {
    pub(crate) number: String,
    /// When it was reported, in microseconds.
    pub(crate) at: i64,
    /// The hour of the station's wall clock, 0 to 23.
    pub(crate) hour: i64,
    /// The first level of its kind.
    pub(crate) kind: String,
    /// Its village, if that is known.
    pub(crate) village: Option<String>,
    pub(crate) class: Class,
    /// Its state when it was counted.
    pub(crate) state: String,
    pub(crate) open: bool,
    pub(crate) sign: Timing,
    pub(crate) set_out: Timing,
    pub(crate) feedback: Timing,
}

impl Fact {
    pub(crate) fn timing(&self, measure: Measure) -> Timing {
        match measure {
            Measure::Sign => self.sign,
            Measure::SetOut => self.set_out,
            Measure::Feedback => self.feedback,
        }
    }
}

/// The counts of a period with which another one is compared.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) received: i64,
    pub(crate) effective: i64,
    /// Effective ones, by kind.
    pub(crate) kinds: BTreeMap<String, i64>,
    /// Effective ones, by village; an empty key where it is unknown.
    pub(crate) villages: BTreeMap<String, i64>,
}

impl Tally {
    pub(crate) fn add(&mut self, class: Class, kind: &str, village: Option<&str>) {
        self.received += 1;
        if class == Class::Effective {
            self.effective += 1;
            *self.kinds.entry(kind.to_owned()).or_default() += 1;
            *self.villages.entry(village.unwrap_or_default().to_owned()).or_default() += 1;
        }
    }

    fn of(facts: &[Fact]) -> Tally {
        let mut tally = Tally::default();
        for fact in facts {
            tally.add(fact.class, &fact.kind, fact.village.as_deref());
        }
        tally
    }
}

/// What a report is counted from: all that is frozen.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Body {
    /// The incidents of the period, oldest first.
    pub(crate) facts: Vec<Fact>,
    /// The period before.
    pub(crate) before: Tally,
    /// The same period of the year before; none where there is no such day.
    pub(crate) year: Option<Tally>,
    /// What was open at the end, opened in the period or earlier.
    pub(crate) unfinished: Vec<Fact>,
    /// A base below this is called small.
    pub(crate) small_base: i64,
}

/// A count with its two comparisons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    pub(crate) key: String,
    pub(crate) now: i64,
    pub(crate) before: Compared,
    pub(crate) year: Option<Compared>,
}

/// The figures of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Figures {
    pub(crate) received: i64,
    pub(crate) merged: i64,
    pub(crate) withdrawn: i64,
    pub(crate) invalid: i64,
    pub(crate) open: i64,
    /// Effective incidents.
    pub(crate) total: Line,
    /// By kind, only those that occur in one of the three periods.
    pub(crate) kinds: Vec<Line>,
    /// By village, likewise; an empty key where it is unknown.
    pub(crate) villages: Vec<Line>,
    /// Effective ones by hour.
    pub(crate) hours: [i64; 24],
    pub(crate) times: [(Measure, Histogram); 3],
}

impl Figures {
    /// Counts `body`.
    pub(crate) fn of(body: &Body) -> Figures {
        let now = Tally::of(&body.facts);
        let small = body.small_base;
        let year = body.year.as_ref();
        let line = |key: &str, now: i64, before: i64, year: Option<i64>| Line {
            key: key.to_owned(),
            now,
            before: compare(now, before, small),
            year: year.map(|year| compare(now, year, small)),
        };
        let lines = |of: fn(&Tally) -> &BTreeMap<String, i64>| {
            let before = of(&body.before);
            let mut keys: Vec<&String> = of(&now).keys().chain(before.keys()).collect();
            keys.extend(year.map(of).into_iter().flat_map(BTreeMap::keys));
            keys.sort();
            keys.dedup();
            let count = |map: &BTreeMap<String, i64>, key: &str| map.get(key).copied().unwrap_or(0);
            let one = |key: &String| {
                let year = year.map(|year| count(of(year), key));
                line(key, count(of(&now), key), count(before, key), year)
            };
            keys.into_iter().map(one).collect::<Vec<_>>()
        };
        let of_class = |class: Class| body.facts.iter().filter(|f| f.class == class).count() as i64;
        let mut hours = [0; 24];
        for fact in body.facts.iter().filter(|fact| fact.class == Class::Effective) {
            hours[fact.hour.clamp(0, 23) as usize] += 1;
        }
        let times = [Measure::Sign, Measure::SetOut, Measure::Feedback].map(|measure| {
            let mut histogram = Histogram::default();
            body.facts.iter().for_each(|fact| histogram.add(measure, fact.timing(measure)));
            (measure, histogram)
        });
        Figures {
            received: now.received,
            merged: of_class(Class::Merged),
            withdrawn: of_class(Class::Withdrawn),
            invalid: of_class(Class::Invalid),
            open: body.facts.iter().filter(|fact| fact.open).count() as i64,
            total: line("", now.effective, body.before.effective, year.map(|y| y.effective)),
            kinds: lines(|tally| &tally.kinds),
            villages: lines(|tally| &tally.villages),
            hours,
            times,
        }
    }
}

base::codes! {
    /// A figure of a report, to be opened.
    pub(crate) enum Part {
        /// Everything that came in.
        Received = "received",
        /// What counts.
        Effective = "effective",
        /// Merged into another.
        Merged = "merged",
        /// Withdrawn.
        Withdrawn = "withdrawn",
        /// Invalid.
        Invalid = "invalid",
        /// Still open.
        Open = "open",
        /// Effective ones of a kind.
        Kind = "kind",
        /// Effective ones of a village.
        Village = "village",
        /// Effective ones of an hour.
        Hour = "hour",
        /// A bucket of the times to sign.
        Sign = "sign",
        /// A bucket of the times to set out.
        SetOut = "set_out",
        /// A bucket of the times to feedback.
        Feedback = "feedback",
    }
}

impl Part {
    /// Whether the figure `self` of `of` counts this incident.
    pub(crate) fn counts(self, of: &str, fact: &Fact) -> bool {
        let effective = fact.class == Class::Effective;
        match self {
            Part::Received => true,
            Part::Effective => effective,
            Part::Merged => fact.class == Class::Merged,
            Part::Withdrawn => fact.class == Class::Withdrawn,
            Part::Invalid => fact.class == Class::Invalid,
            Part::Open => fact.open,
            Part::Kind => effective && fact.kind == of,
            Part::Village => effective && fact.village.as_deref().unwrap_or_default() == of,
            Part::Hour => effective && of.parse() == Ok(fact.hour),
            Part::Sign => in_bucket(Measure::Sign, of, fact),
            Part::SetOut => in_bucket(Measure::SetOut, of, fact),
            Part::Feedback => in_bucket(Measure::Feedback, of, fact),
        }
    }
}

/// Buckets are named `0` to `4`; `missing` is what has no time.
fn in_bucket(measure: Measure, of: &str, fact: &Fact) -> bool {
    match fact.timing(measure) {
        Timing::NotDue => false,
        Timing::Missing => of == "missing",
        Timing::Took(seconds) => of.parse() == Ok(measure.bucket(seconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Change;

    fn fact(number: usize, kind: &str, hour: i64, class: Class) -> Fact {
        Fact {
            number: format!("JQ-{number}"),
            at: 0,
            hour,
            kind: kind.to_owned(),
            village: number.is_multiple_of(2).then(|| "v".to_owned()),
            class,
            state: "closed".to_owned(),
            open: number == 3,
            sign: Timing::Took(20),
            set_out: Timing::Missing,
            feedback: Timing::NotDue,
        }
    }

    fn body() -> Body {
        Body {
            facts: vec![
                fact(1, "JF", 20, Class::Effective),
                fact(2, "JF", 20, Class::Effective),
                fact(3, "QZ", 7, Class::Effective),
                fact(4, "JF", 20, Class::Merged),
                fact(5, "WX", 3, Class::Invalid),
                fact(6, "QZ", 7, Class::Withdrawn),
            ],
            before: Tally {
                received: 4,
                effective: 4,
                kinds: [("ZA".to_owned(), 4)].into(),
                villages: BTreeMap::new(),
            },
            year: None,
            unfinished: Vec::new(),
            small_base: 30,
        }
    }

    #[test]
    fn a_merged_incident_counts_once_and_an_invalid_one_not_at_all() {
        let figures = Figures::of(&body());
        assert_eq!((figures.received, figures.total.now), (6, 3));
        assert_eq!((figures.merged, figures.withdrawn, figures.invalid), (1, 1, 1));
        assert_eq!((figures.hours[20], figures.hours[7], figures.open), (2, 1, 1));
        let kinds: Vec<_> =
            figures.kinds.iter().map(|line| (line.key.as_str(), line.now)).collect();
        assert_eq!(kinds, [("JF", 2), ("QZ", 1), ("ZA", 0)]);
        assert_eq!(figures.kinds[0].before.change, Change::NoBase);
        assert_eq!(figures.kinds[2].before.change, Change::Down(1000));
        assert_eq!(figures.total.before.change, Change::Down(250));
        assert_eq!(figures.total.year, None);
        assert_eq!(figures.times[1].1.missing, 6);
    }

    /// Every figure opens exactly the incidents it counts.
    #[test]
    fn a_figure_opens_what_it_counts() {
        let (body, figures) = (body(), Figures::of(&body()));
        let behind =
            |part: Part, of: &str| body.facts.iter().filter(|f| part.counts(of, f)).count() as i64;
        assert_eq!(behind(Part::Received, ""), figures.received);
        assert_eq!(behind(Part::Effective, ""), figures.total.now);
        assert_eq!(behind(Part::Merged, ""), figures.merged);
        assert_eq!(behind(Part::Open, ""), figures.open);
        for line in &figures.kinds {
            assert_eq!(behind(Part::Kind, &line.key), line.now);
        }
        for line in &figures.villages {
            assert_eq!(behind(Part::Village, &line.key), line.now);
        }
        for (hour, count) in figures.hours.iter().enumerate() {
            assert_eq!(behind(Part::Hour, &hour.to_string()), *count);
        }
        for (part, index) in [(Part::Sign, 0), (Part::SetOut, 1), (Part::Feedback, 2)] {
            let histogram = figures.times[index].1;
            for (bucket, count) in histogram.buckets.iter().enumerate() {
                assert_eq!(behind(part, &bucket.to_string()), *count);
            }
            assert_eq!(behind(part, "missing"), histogram.missing);
        }
    }
}
