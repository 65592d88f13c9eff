//! Starts, rules and due days.

use crate::{at, fixed, last_day, local, reckoned, rolling};
use calendar::Unit::{Day, Month, Second, WorkingDay, Year};
use calendar::{Limit, Reading, read};

fn check(cases: &[(&str, Limit, u32, &str)]) {
    for (start, limit, extended, expected) in cases {
        let said = last_day(&reckoned(start, *limit, &[], *extended));
        assert_eq!(said, *expected, "{start} {limit:?} +{extended}");
    }
}

/// The vectors of the domain report for the legal clocks (annex B7).
#[test]
fn the_legal_clocks_of_2024() {
    check(&[
        ("2024-05-12T10:00", rolling(WorkingDay, 7), 0, "2024-05-21"),
        ("2024-05-09T10:00", rolling(WorkingDay, 7), 0, "2024-05-17"),
        ("2024-06-06T10:00", rolling(WorkingDay, 3), 0, "2024-06-12"),
        ("2024-05-12T10:00", rolling(Day, 30), 0, "2024-06-11"),
        ("2024-05-10T10:00", rolling(Day, 30), 0, "2024-06-11"),
        ("2024-05-05T10:00", rolling(Day, 30), 0, "2024-06-04"),
        ("2024-05-12T10:00", rolling(Year, 1), 0, "2025-05-12"),
    ]);
    let day_s = fixed(Second, 24 * 3_600);
    let hours = |start| local(reckoned(start, day_s, &[], 0).due.unwrap());
    assert_eq!(hours("2024-05-12T23:50"), "2024-05-13T23:50:00");
    // Hours do not wait for the end of a holiday.
    assert_eq!(hours("2024-05-01T23:50"), "2024-05-02T23:50:00");
}

#[test]
fn the_hour_of_the_start_does_not_matter_to_days() {
    check(&[
        ("2024-05-12T00:00", fixed(Day, 1), 0, "2024-05-13"),
        ("2024-05-12T23:59:59", fixed(Day, 1), 0, "2024-05-13"),
        ("2024-05-12T12:00", fixed(Day, 0), 0, "2024-05-12"),
    ]);
}

#[test]
fn years_end_and_begin_in_the_middle_of_a_count() {
    check(&[
        // 31 December, then the make-up Sunday 4 January, then Monday.
        ("2025-12-30T10:00", rolling(WorkingDay, 3), 0, "2026-01-05"),
        // 31 December 2018 was a holiday of 2019, 29 December made up for it.
        ("2018-12-28T10:00", rolling(WorkingDay, 2), 0, "2019-01-02"),
        ("2018-12-01T10:00", rolling(Day, 30), 0, "2019-01-02"),
        ("2023-12-31T23:00", fixed(Day, 366), 0, "2024-12-31"),
    ]);
}

#[test]
fn months_and_years_end_on_the_same_number_or_the_last_day() {
    check(&[
        ("2024-01-31T10:00", fixed(Month, 1), 0, "2024-02-29"),
        ("2023-01-31T10:00", fixed(Month, 1), 0, "2023-02-28"),
        ("2024-05-31T10:00", fixed(Month, 1), 0, "2024-06-30"),
        ("2024-02-29T10:00", fixed(Month, 1), 0, "2024-03-29"),
        ("2024-02-29T10:00", fixed(Year, 1), 0, "2025-02-28"),
        ("2024-02-29T10:00", fixed(Year, 4), 0, "2028-02-29"),
        ("2024-08-31T10:00", fixed(Month, 6), 0, "2025-02-28"),
        // An extension counts on from the limit, not from its shortened last day.
        ("2024-01-31T10:00", fixed(Month, 1), 1, "2024-03-31"),
        ("2024-06-30T10:00", rolling(Month, 0), 0, "2024-07-01"),
    ]);
}

#[test]
fn a_last_day_off_moves_to_the_next_working_day() {
    check(&[
        // 1–8 October 2025.
        ("2025-09-01T10:00", rolling(Day, 30), 0, "2025-10-09"),
        // 1 February 2020 was to be a make-up day, until the holiday was made longer.
        ("2020-01-02T10:00", rolling(Day, 30), 0, "2020-02-03"),
        ("2026-01-15T10:00", rolling(Month, 1), 0, "2026-02-24"),
        // A make-up Saturday is a working day: nothing moves.
        ("2024-04-11T10:00", rolling(Day, 30), 0, "2024-05-11"),
        // The Sunday after it is none.
        ("2024-04-12T10:00", rolling(Day, 30), 0, "2024-05-13"),
        // Custody ends on its day.
        ("2024-05-10T10:00", fixed(Day, 30), 0, "2024-06-09"),
        // Working days end on one, told to roll or not.
        ("2024-06-08T10:00", fixed(WorkingDay, 0), 0, "2024-06-11"),
    ]);
}

#[test]
fn a_make_up_day_may_be_the_last() {
    check(&[
        ("2024-05-09T10:00", rolling(WorkingDay, 2), 0, "2024-05-11"),
        ("2024-05-11T10:00", rolling(WorkingDay, 1), 0, "2024-05-13"),
    ]);
}

#[test]
fn an_extension_counts_on() {
    check(&[
        ("2024-05-12T10:00", rolling(Day, 30), 30, "2024-07-11"),
        // From the 30th day itself, Sunday 9 June, not from Tuesday, to which it moved.
        ("2024-05-10T10:00", rolling(Day, 30), 30, "2024-07-09"),
        ("2024-05-12T10:00", rolling(WorkingDay, 7), 7, "2024-05-30"),
    ]);
    let due = reckoned("2024-05-12T10:00", fixed(Second, 60), &[], 30).due.unwrap();
    assert_eq!(local(due), "2024-05-12T10:01:30");
}

#[test]
fn the_last_second_is_in_time_and_midnight_is_not() {
    let due = reckoned("2024-05-12T10:00", fixed(Day, 1), &[], 0).due.unwrap();
    assert_eq!(read(due, at("2024-05-13T23:59:59")), Reading::Left(0));
    assert_eq!(read(due, at("2024-05-14T00:00")), Reading::Over(1));
}

#[test]
fn years_without_a_table_make_an_answer_provisional() {
    let from = |start, limit| reckoned(start, limit, &[], 0).provisional_from;
    assert_eq!(from("2026-12-20T10:00", rolling(WorkingDay, 6)), None);
    // 29 December may yet become a day of the New Year's holiday.
    assert_eq!(from("2026-12-20T10:00", rolling(WorkingDay, 7)), Some(2027));
    assert_eq!(from("2026-12-20T10:00", rolling(WorkingDay, 20)), Some(2027));
    assert_eq!(from("2026-12-20T10:00", rolling(WorkingDay, 300)), Some(2027));
    assert_eq!(from("2014-12-20T10:00", rolling(WorkingDay, 20)), Some(2014));
    assert_eq!(from("2026-12-20T10:00", rolling(Day, 30)), Some(2027));
    // What never moves never asks.
    assert_eq!(from("2026-12-20T10:00", fixed(Day, 30)), None);
    assert_eq!(from("2026-12-20T10:00", fixed(Month, 30)), None);
    assert_eq!(from("2026-12-20T10:00", rolling(Second, 9_000_000)), None);
    // Nor does a count from one known year to another ask about those between.
    assert_eq!(from("2013-05-12T10:00", rolling(Year, 11)), None);
}
