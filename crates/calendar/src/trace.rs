//! Gathers the steps of a reckoning, and keeps them few enough to be read.

use crate::{Reckoning, Step, Why};
use jiff::ToSpan;
use jiff::civil::Date;

#[derive(Debug)]
pub(crate) struct Trace {
    steps: Vec<Step>,
    /// Whether neighbours of which the same is to be said become one.
    joins: bool,
}

impl Trace {
    pub fn new(joins: bool) -> Trace {
        Trace { steps: Vec::new(), joins }
    }

    pub fn push(&mut self, step: Step) {
        match self.steps.last_mut() {
            Some(last) if self.joins && last.is_like(&step) => {
                (last.to, last.counted) = (step.to, step.counted);
            }
            _ => self.steps.push(step),
        }
    }

    pub fn say(&mut self, day: Date, counted: Option<u32>, why: Why) {
        self.push(Step { from: day, to: day, counted, why });
    }

    /// The steps: joined where they are too many, and with the middle of them folded into one where
    /// they still are. Beginning and end stay: there lie the questions.
    pub fn finish(self) -> Vec<Step> {
        const MOST: usize = Reckoning::MOST_STEPS;
        let mut steps = if self.steps.len() > MOST { joined(self.steps) } else { self.steps };
        if steps.len() > MOST {
            let (first, last) = (MOST / 2, steps.len() - (MOST / 2 - 1));
            let middle = &steps[first..last];
            let (from, to) = (middle[0].from, middle[middle.len() - 1].to);
            let counted = middle.iter().rev().find_map(|step| step.counted);
            steps.splice(first..last, [Step { from, to, counted, why: Why::Folded }]);
        }
        steps
    }
}

impl Step {
    fn is_like(&self, next: &Step) -> bool {
        let adjoins = next.from <= self.to.saturating_add(1.day());
        adjoins && self.why == next.why && self.counted.is_some() == next.counted.is_some()
    }
}

fn joined(steps: Vec<Step>) -> Vec<Step> {
    let mut trace = Trace::new(true);
    steps.into_iter().for_each(|step| trace.push(step));
    trace.steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(n: u32) -> Date {
        date(2024, 1, 1) + i64::from(n).days()
    }

    #[test]
    fn neighbours_are_joined_where_they_are_too_many() {
        let mut trace = Trace::new(false);
        (0..80).for_each(|n| trace.say(day(n), Some(n), Why::Counted));
        assert_eq!(trace.finish().len(), 80);
        let mut trace = Trace::new(false);
        (0..81).for_each(|n| trace.say(day(n), Some(n), Why::Counted));
        trace.say(day(80), None, Why::Last);
        let steps = trace.finish();
        let whole = Step { from: day(0), to: day(80), counted: Some(80), why: Why::Counted };
        assert_eq!((steps.len(), &steps[0]), (2, &whole));
    }

    #[test]
    fn what_lies_apart_is_not_joined() {
        let mut trace = Trace::new(true);
        [0, 1, 3].iter().for_each(|n| trace.say(day(*n), None, Why::Weekend));
        let days: Vec<_> = trace.finish().iter().map(|step| (step.from, step.to)).collect();
        assert_eq!(days, [(day(0), day(1)), (day(3), day(3))]);
    }

    #[test]
    fn the_middle_is_folded_and_nothing_is_lost_from_view() {
        let mut trace = Trace::new(true);
        for n in 0..500 {
            let why = if n % 2 == 0 { Why::Counted } else { Why::Weekend };
            trace.say(day(n), (n % 2 == 0).then_some(n / 2), why);
        }
        let steps = trace.finish();
        assert_eq!(steps.len(), Reckoning::MOST_STEPS);
        assert!(steps.windows(2).all(|two| two[0].to + 1.day() == two[1].from));
        assert_eq!((steps[0].from, steps[79].to), (day(0), day(499)));
        assert_eq!((&steps[40].why, steps[40].counted), (&Why::Folded, Some(230)));
    }
}
