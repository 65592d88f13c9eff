//! How people write a row of the table of days. Marks to be read, nothing that is shown.

/// A separator of cells as a Chinese keyboard types it.
pub(crate) const FULL_COMMA: char = '，';
/// The marks around the numbers of a date: after the year, after the month, after the day.
pub(crate) const DATE_MARKS: [[&str; 3]; 3] = [["-", "-", ""], ["/", "/", ""], ["年", "月", "日"]];
/// A day without work.
pub(crate) const OFF: [&str; 4] = ["off", "休", "休息", "放假"];
/// A day with work.
pub(crate) const WORKING: [&str; 4] = ["working", "班", "上班", "补班"];
