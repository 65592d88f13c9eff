//! What a limit counts, and how the law counts it.

base::codes! {
    /// What a limit counts. The general rules are those of the Civil Code (民法典 第200–204条); special
    /// laws go before it (第204条) and are told by the clock rule that carries the limit.
    pub enum Unit {
        /// Elapsed seconds: hours and minutes run from the very moment (民法典 第201条第2款) and
        /// never wait for a working day.
        Second = "s",
        /// Days of the calendar. The day of the start is not counted (民法典 第201条第1款;
        /// 公安机关办理行政案件程序规定 第35条; 刑事诉讼法 第105条).
        Day = "day",
        /// Working days: statutory holidays and weekends are not counted, make-up days are
        /// (行政处罚法 第85条). The day of the start is not counted.
        WorkingDay = "workday",
        /// Months: up to the day of the same number, or the last day of a month that has none
        /// (民法典 第202条).
        Month = "month",
        /// Years, by the same rule as months: a year from 29 February ends on 28 February.
        Year = "year",
    }
}

/// A limit as a clock rule sets it. All but seconds end at 24:00 of their last day (民法典 第203条第2款).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What is counted.
    pub unit: Unit,
    /// How many of them. None at all means the end of the very day; for seconds, the very moment.
    pub count: u32,
    /// Whether a last day on a holiday or weekend moves to the next working day (民法典 第203条第1款).
    /// Not so where somebody is held: custody ends on its day (行政案件程序规定 第35条; 刑事诉讼法
    /// 第105条). Seconds never move; working days end on one anyway.
    pub rolls: bool,
}
