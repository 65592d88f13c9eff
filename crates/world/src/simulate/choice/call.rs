//! Draws a call.

use super::{Draw, FLAGS, KINDS};
use incidents::{Log, Where};

impl Draw<'_> {
    pub(super) fn place(&mut self) -> Where {
        let place = self.chance.pick(&self.town.places).copied();
        let village = self.chance.pick(&self.town.villages).copied();
        match place {
            Some(place) if self.chance.happens(0.8) => Where::Premises(place),
            _ => Where::Text("村口附近".to_owned(), village),
        }
    }

    pub(super) fn log(&mut self) -> Log {
        let from_branch = self.chance.happens(0.4);
        let place = self.place();
        let flag = self.chance.happens(0.25).then(|| self.one(&FLAGS).to_owned());
        let known = self.chance.happens(0.9);
        let kind = self.one(&KINDS).to_owned();
        let late_s = self.chance.below(400) as i64;
        // Now and then a time that has not come yet: refused.
        let reported_at = match self.chance.below(10) {
            0 => Some(self.clock.now().plus_seconds(60)),
            1..6 => Some(self.clock.now().plus_seconds(-late_s)),
            _ => None,
        };
        Log {
            summary: "店里退货起争执".to_owned(),
            place,
            kind: known.then_some(kind),
            level: Some(1 + self.chance.below(4) as i64),
            source: if from_branch { "110" } else { "0199" }.to_owned(),
            // Few numbers: the same one comes twice, and is refused.
            outer_number: from_branch.then(|| format!("{}", self.chance.below(40_000))),
            reported_at,
            flags: flag.into_iter().collect(),
            caller_name: self.chance.happens(0.3).then(|| "周女士".to_owned()),
            caller_phone: None,
            received_at: None,
            cause: None,
        }
    }
}
