//! Clocks that stand still for a while.

use crate::{at, fixed, last_day, local, reckoned, rolling};
use calendar::Unit::{Day, Month, Second, WorkingDay};
use calendar::{Pause, Why};

fn pause(from: &str, until: &str) -> Pause {
    let until = (!until.is_empty()).then(|| at(until));
    Pause { from: at(from), until, label: "鉴定".into() }
}

#[test]
fn seconds_are_added_once() {
    let pauses = [
        pause("2024-05-13T08:00", "2024-05-13T10:00"),
        pause("2024-05-13T09:00", "2024-05-13T10:30"),
        pause("2024-05-12T20:00", "2024-05-12T21:00"),
        pause("2024-05-20T08:00", "2024-05-21T08:00"),
    ];
    let said = reckoned("2024-05-12T23:50", fixed(Second, 86_400), &pauses, 0);
    assert_eq!(local(said.due.unwrap()), "2024-05-14T02:20:00");
    assert_eq!(said.paused_s, 9_000);
    let why: Vec<_> = said.steps.iter().map(|step| (step.from.day(), &step.why)).collect();
    assert_eq!(why, [(12, &Why::Start), (13, &Why::Paused("鉴定".into())), (14, &Why::Last)]);
}

/// A pause may move the end over a later one, which then counts too.
#[test]
fn a_pause_reached_only_because_of_another_counts() {
    let pauses = [
        pause("2024-05-13T00:00", "2024-05-13T02:00"),
        pause("2024-05-13T11:00", "2024-05-13T12:00"),
    ];
    let due = |pauses| reckoned("2024-05-12T10:00", fixed(Second, 86_400), pauses, 0).due.unwrap();
    assert_eq!(local(due(&pauses[..1])), "2024-05-13T12:00:00");
    assert_eq!(local(due(&pauses[1..])), "2024-05-13T10:00:00");
    assert_eq!(local(due(&pauses)), "2024-05-13T13:00:00");
}

#[test]
fn a_touched_day_is_not_counted() {
    // Friday to Monday: both days lost, the weekend would not have counted.
    let pauses = [pause("2024-05-17T10:00", "2024-05-20T09:00")];
    let said = reckoned("2024-05-16T10:00", rolling(WorkingDay, 3), &pauses, 0);
    assert_eq!(last_day(&said), "2024-05-23");
    let counted: Vec<_> = said.steps.iter().filter_map(|step| step.counted).collect();
    assert_eq!(counted, [1, 2, 3]);

    let pauses = [pause("2024-05-15T10:00", "2024-05-16T09:00")];
    assert_eq!(last_day(&reckoned("2024-05-13T10:00", fixed(Day, 5), &pauses, 0)), "2024-05-20");
    // Ten minutes of the last day are enough.
    let pauses = [pause("2024-05-18T10:00", "2024-05-18T10:10")];
    assert_eq!(last_day(&reckoned("2024-05-13T10:00", fixed(Day, 5), &pauses, 0)), "2024-05-19");
    // Of the day of the start nothing can be lost.
    let pauses = [pause("2024-05-13T11:00", "2024-05-14T00:00")];
    assert_eq!(last_day(&reckoned("2024-05-13T10:00", fixed(Day, 5), &pauses, 0)), "2024-05-18");
}

#[test]
fn a_month_is_longer_by_the_days_it_stood_still() {
    let pauses = [pause("2024-05-20T10:00", "2024-05-24T10:00")];
    let said = reckoned("2024-05-12T10:00", rolling(Month, 1), &pauses, 0);
    assert_eq!(last_day(&said), "2024-06-17");
    let runs: Vec<_> = said.steps.iter().map(|step| (step.from.day(), step.counted)).collect();
    assert_eq!(runs, [(12, None), (13, Some(7)), (20, None), (25, Some(31)), (17, None)]);
}

/// The 30th day is a Sunday, and the Tuesday to which it would move stands still.
#[test]
fn no_paused_day_is_a_last_day() {
    let pauses = [pause("2024-06-11T10:00", "2024-06-12T10:00")];
    let said = reckoned("2024-05-10T10:00", rolling(Day, 30), &pauses, 0);
    assert_eq!(last_day(&said), "2024-06-13");
    // A limit that ends on its very day: the rest of it stood still.
    let pauses = [pause("2024-05-13T11:00", "2024-05-13T12:00")];
    assert_eq!(last_day(&reckoned("2024-05-13T10:00", fixed(Day, 0), &pauses, 0)), "2024-05-14");
}

#[test]
fn an_open_pause_stands_still() {
    let pauses = [pause("2024-05-15T10:00", "")];
    for limit in [fixed(Day, 5), rolling(WorkingDay, 5), rolling(Month, 1), fixed(Second, 400_000)]
    {
        let said = reckoned("2024-05-13T10:00", limit, &pauses, 0);
        assert_eq!(said.due, None, "{limit:?}");
        let last = said.steps.last().unwrap();
        assert_eq!((&last.why, last.from.day()), (&Why::Paused("鉴定".into()), 15));
    }
    // It had come to its end before.
    for limit in [fixed(Day, 1), rolling(WorkingDay, 1), fixed(Second, 172_800)] {
        assert!(reckoned("2024-05-13T10:00", limit, &pauses, 0).due.is_some(), "{limit:?}");
    }
}
