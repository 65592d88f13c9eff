//! The answer to "why this date?".

use crate::{at, fixed, reckoned, rolling, shanghai};
use calendar::Unit::{Day, Month, Second, WorkingDay, Year};
use calendar::{Days, Limit, Pause, Reckoning, Step, Why, built_in, reckon};

/// `06-07 1 Counted`, one step a line; of a run both ends.
fn told(reckoning: &Reckoning) -> Vec<String> {
    let day = |step: &Step| match (&step.from.to_string()[5..], &step.to.to_string()[5..]) {
        (from, to) if from == to => from.to_owned(),
        (from, to) => format!("{from}..{to}"),
    };
    let number = |step: &Step| step.counted.map_or(String::new(), |n| format!(" {n}"));
    reckoning.steps.iter().map(|s| format!("{}{} {:?}", day(s), number(s), s.why)).collect()
}

#[test]
fn working_days_over_a_holiday() {
    assert_eq!(
        told(&reckoned("2024-06-06T10:00", rolling(WorkingDay, 3), &[], 0)),
        [
            "06-06 Start",
            "06-07 1 Counted",
            "06-08 Weekend",
            "06-09 Weekend",
            "06-10 Holiday(\"端午节\")",
            "06-11 2 Counted",
            "06-12 3 Counted",
            "06-12 Last",
        ]
    );
    assert_eq!(
        told(&reckoned("2024-05-09T10:00", rolling(WorkingDay, 2), &[], 0)),
        ["05-09 Start", "05-10 1 Counted", "05-11 2 MakeUp(\"劳动节\")", "05-11 Last"]
    );
}

#[test]
fn a_last_day_that_moves_says_over_what() {
    let steps = told(&reckoned("2024-05-10T10:00", rolling(Day, 30), &[], 0));
    assert_eq!((steps.len(), steps[29].as_str()), (33, "06-08 29 Counted"));
    assert_eq!(
        steps[30..],
        ["06-09 30 RolledOver(None)", "06-10 RolledOver(Some(\"端午节\"))", "06-11 Last"]
    );
}

#[test]
fn long_limits_are_told_in_runs() {
    assert_eq!(
        told(&reckoned("2024-05-12T10:00", rolling(Year, 1), &[], 0)),
        ["05-12 Start", "05-13..05-12 365 Counted", "05-12 Last"]
    );
    assert_eq!(
        told(&reckoned("2025-09-03T10:00", rolling(Month, 1), &[], 0)),
        [
            "09-03 Start",
            "09-04..10-02 29 Counted",
            "10-03 30 RolledOver(Some(\"国庆节\"))",
            "10-04..10-05 RolledOver(Some(\"国庆节\"))",
            "10-06 RolledOver(Some(\"中秋节\"))",
            "10-07..10-08 RolledOver(Some(\"国庆节\"))",
            "10-09 Last",
        ]
    );
    assert_eq!(reckoned("2024-05-12T10:00", fixed(Day, 62), &[], 0).steps.len(), 64);
    assert_eq!(reckoned("2024-05-12T10:00", fixed(Day, 63), &[], 0).steps.len(), 3);
}

#[test]
fn seconds_tell_little() {
    let said = reckoned("2024-05-12T23:50", fixed(Second, 86_400), &[], 0);
    assert_eq!(told(&said), ["05-12 Start", "05-13 Last"]);
}

/// A whole life of counting stays short and quick.
#[test]
fn whatever_is_counted_the_trace_stays_short() {
    let pauses: Vec<_> = (0..200)
        .map(|n| {
            let from = at("2024-05-12T10:00").plus_seconds(n * 3 * 86_400);
            Pause { from, until: Some(from.plus_seconds(60)), label: n.to_string() }
        })
        .collect();
    let days = Days::new(built_in());
    for unit in [Day, WorkingDay, Month, Year, Second] {
        for count in [60, 62, 63, 400, 3_650, u32::MAX] {
            let limit = Limit { unit, count, rolls: true };
            let said = reckon(at("2024-05-12T10:00"), limit, &shanghai(), &days, &pauses, 0);
            assert!(said.due.is_some() && said.steps.len() <= Reckoning::MOST_STEPS, "{limit:?}");
            assert_eq!(said.steps.last().map(|step| &step.why), Some(&Why::Last));
        }
    }
}
