//! What the station did with each incident that the generator drew: who signed when, what came
//! of it, who looked at it afterwards.

use crate::coding;
use crate::ground::Ground;
use crate::play::{By, Script, Step, Who};
use crate::year::{Category, Planned, Settlement, Source};
use base::{Chance, Id, Time, Zone};
use incidents::{Log, Outcome, Stamp, Where};
use std::collections::BTreeMap;

/// What every script needs.
pub(crate) struct Scribe<'a> {
    pub(crate) ground: &'a Ground,
    pub(crate) villages: &'a [Id],
    pub(crate) places: &'a [Id],
    pub(crate) zone: &'a Zone,
    pub(crate) chance: &'a mut Chance,
    /// By when every file is closed.
    pub(crate) closed_by: Time,
    /// Of each incident that was handled: its script, and when its file is closed.
    pub(crate) handled: BTreeMap<usize, (usize, Time)>,
}

/// A script under way: seconds count from the report.
struct Draft<'a> {
    planned: &'a Planned,
    script: Script,
}

impl Draft<'_> {
    fn at(&mut self, second: i64, step: Step) {
        self.script.push((self.planned.at.plus_seconds(second), step));
    }
}

/// A withdrawn one needs so many seconds until its leader has confirmed it.
const WITHDRAWN_S: i64 = 40_000;
const TELEPHONED: [Category; 3] = [Category::LostProperty, Category::Other, Category::Help];
const NOTES: [&str; 5] = [
    "报警人补充：现场在二楼楼梯口",
    "已联系报警人，电话畅通",
    "现场照片已存所内电脑，编号同警情编号",
    "村里反映此处晚上常有车辆堵门",
    "当事双方都愿意等民警到场",
];
const WRONG: [&str; 4] =
    ["问题第二天又出现了", "来得太慢", "处理结果没有告诉我", "对方答应的事没有做到"];
const WORDS: [&str; 4] = [
    "民警到场核实情况，按规定处理",
    "现场登记情况，已告知后续流程",
    "查看监控并走访，已登记，继续跟进",
    "到场处理完毕，当事人无异议",
];

impl Scribe<'_> {
    /// The script of one incident, the `serial`-th of its period, as the `index`-th of all.
    pub(crate) fn script(&mut self, serial: usize, index: usize, planned: &Planned) -> Script {
        let mut draft = Draft { planned, script: Vec::new() };
        let room = self.closed_by.seconds_since(planned.at).max(3_000);
        let seen = self.taken_in(&mut draft, serial);
        if let Some(master) = self.master_of(planned) {
            draft.at(seen + 25, Step::Merge(master));
            return draft.script;
        }
        // What has to say its road is not withdrawn: somebody goes.
        let may = planned.duplicate_of.is_none() && planned.level >= 3 && room > WITHDRAWN_S;
        let may = may && !coding::asks_road(planned);
        if may && self.chance.happens(0.012) {
            draft.at(seen + 20, Step::Withdraw("报警人来电称双方已和好，不需要民警到场"));
            draft.at(seen + 1_800 + self.upto(30_000), Step::Confirm);
            return draft.script;
        }
        let mut sent = seen + 8 + self.upto(40);
        draft.at(sent, Step::Dispatch(&[], None));
        if self.chance.happens(0.03) && planned.level >= 3 {
            draft.at(sent + 40, Step::GiveBack("4", "手上还有警情，一时走不开"));
            sent += 75;
            draft.at(sent, Step::Dispatch(&[], None));
        }
        let signed = sent + 6 + self.upto(40);
        draft.at(signed, Step::Stamp(Who::Lead, Stamp::SIGNED));
        let by_telephone = planned.duplicate_of.is_some()
            || (planned.level == 4
                && TELEPHONED.contains(&planned.category)
                && self.chance.happens(0.3));
        let cleared = if by_telephone {
            let done = signed + 90 + self.upto(400);
            draft.at(done, Step::Stamp(Who::Lead, Stamp::BY_TELEPHONE));
            draft.at(done + 10, Step::Stamp(Who::Second, Stamp::BY_TELEPHONE));
            draft.at(done + 20, Step::Stamp(Who::Auxiliary, Stamp::BY_TELEPHONE));
            self.assistant_stays(&mut draft, sent, done);
            done + 30
        } else {
            self.on_the_road(&mut draft, sent, signed, room)
        };
        self.fed_back(&mut draft, serial, cleared, room);
        if self.chance.happens(0.08) {
            let text = self.chance.pick(&NOTES).copied().unwrap_or_default();
            let by = *self.chance.pick(&[By::Desk, By::Lead]).unwrap_or(&By::Desk);
            draft.at(signed + 30 + self.upto(120), Step::Note(by, text));
        }
        let closed = draft.script.iter().find(|(_, step)| matches!(step, Step::Close(..)));
        self.handled.extend(closed.map(|(at, _)| (serial, (index, *at))));
        draft.script
    }

    /// The script of the incident that was called in before, if its file is still open.
    fn master_of(&self, planned: &Planned) -> Option<usize> {
        let (index, closed) = self.handled.get(&planned.duplicate_of?)?;
        (*closed > planned.at.plus_seconds(600)).then_some(*index)
    }

    fn upto(&mut self, seconds: u64) -> i64 {
        self.chance.below(seconds) as i64
    }

    /// Logged and signed for: when that was.
    fn taken_in(&mut self, draft: &mut Draft<'_>, serial: usize) -> i64 {
        let planned = draft.planned;
        let log = Box::new(self.log(serial, planned));
        if planned.source == Source::Dispatch {
            draft.at(0, Step::Log(log));
            draft.at(planned.signed_s, Step::SignForStation);
            planned.signed_s
        } else {
            let typed = 15 + self.upto(50);
            draft.at(typed, Step::Log(log));
            typed
        }
    }

    fn log(&mut self, serial: usize, planned: &Planned) -> Log {
        let village = self.villages.get(planned.village).copied();
        let somewhere = |chance: &mut Chance| {
            let said = chance.pick(&["村口附近", "主街上", "菜市场一带", "村北头"]);
            Where::Text(said.copied().unwrap_or_default().to_owned(), village)
        };
        let known = planned.place.and_then(|index| self.places.get(index).copied());
        let place = known.map_or_else(|| somewhere(self.chance), Where::Premises);
        let undecided = self.chance.happens(0.04);
        let day = self.zone.civil(planned.at).date();
        let outer = format!("{}{:02}{:02}{serial:05}", day.year(), day.month(), day.day());
        let from_branch = planned.source == Source::Dispatch;
        Log {
            summary: planned.summary.clone(),
            place,
            kind: (!undecided).then(|| coding::kind(planned).to_owned()),
            level: Some(i64::from(planned.level)),
            source: coding::source(planned.source).to_owned(),
            outer_number: from_branch.then_some(outer),
            reported_at: (!from_branch).then_some(planned.at),
            flags: coding::flags(planned),
            caller_name: None,
            caller_phone: None,
            received_at: None,
            cause: None,
        }
    }

    /// From the signature to the clearance; everything that follows must fit into `room`.
    fn on_the_road(&mut self, draft: &mut Draft<'_>, sent: i64, signed: i64, room: i64) -> i64 {
        let planned = draft.planned;
        let wanted = planned.depart_s + planned.travel_s + planned.on_scene_s;
        let fit = ((room - signed - 1_800) as f64 / wanted.max(1) as f64).min(1.0);
        let fitted = |seconds: i64| (seconds as f64 * fit) as i64;
        let out = signed + fitted(planned.depart_s).max(3);
        let there = out + fitted(planned.travel_s).max(30);
        let done = there + fitted(planned.on_scene_s).max(120);
        draft.at(out, Step::Stamp(Who::Lead, Stamp::SET_OUT));
        if planned.arrived_missing {
            // Nobody stamped it; none is invented.
        } else if self.chance.happens(0.12) {
            let late = 20 + self.upto(60);
            draft.at(there + late, Step::Enter(Who::Lead, Stamp::ARRIVED, late));
        } else {
            draft.at(there, Step::Stamp(Who::Lead, Stamp::ARRIVED));
        }
        for who in [Who::Second, Who::Auxiliary] {
            draft.at(sent + 20 + self.upto(70), Step::Stamp(who, Stamp::SIGNED));

            // They ride with the first officer, who stamps the setting out.
            draft.at(there.max(sent + 96) + self.upto(90), Step::Stamp(who, Stamp::ARRIVED));
            draft.at(done.max(sent + 190) + 5 + self.upto(60), Step::Stamp(who, Stamp::CLEARED));
        }
        draft.at(done, Step::Stamp(Who::Lead, Stamp::CLEARED));
        self.assistant_comes(draft, sent, done);
        self.at_the_scene(draft, signed, (out, there, done));
        done.max(sent + 260)
    }

    /// What also happens now and then.
    fn at_the_scene(
        &mut self,
        draft: &mut Draft<'_>,
        signed: i64,
        (out, there, done): (i64, i64, i64),
    ) {
        if out - signed > 900 && self.chance.happens(0.4) {
            draft.at(signed + 620, Step::Urge("五分钟还没出警，什么情况？"));
            draft.at(signed + 690, Step::Answer("上一起警情刚处置完，马上出发"));
        }
        if done - there > 400 && !draft.planned.arrived_missing && self.chance.happens(0.05) {
            draft.at(there + 240, Step::Correct(Who::Lead, 15));
        }
        if done - there > 1_200 && self.chance.happens(0.5) {
            draft.at(there + 600, Step::Progress("现场已控制，正在了解情况"));
        }
        if done - there > 300 && self.chance.happens(0.08) {
            draft.at(there + 60, Step::Bring("A2", 1 + self.upto(2)));
        }
    }

    fn assistant_comes(&mut self, draft: &mut Draft<'_>, sent: i64, done: i64) {
        let stamps = |draft: &mut Draft<'_>, signed: i64, arrives: i64| {
            draft.at(signed.max(arrives), Step::Stamp(Who::Assistant, Stamp::ARRIVED));
            let cleared = done.max(signed.max(arrives) + 60);
            draft.at(cleared, Step::Stamp(Who::Assistant, Stamp::CLEARED));
        };
        let signed = sent + 30 + self.upto(150);
        // Whoever would come when it is over arrives with the last of it.
        match draft.planned.assistant.map(|arrives| (sent + arrives).min(done)) {
            Some(arrives) if self.chance.happens(0.85) => {
                draft.at(signed, Step::Stamp(Who::Assistant, Stamp::SIGNED));
                stamps(draft, signed + 1, arrives);
            }
            Some(arrives) => {
                draft.at(signed, Step::Telephone("accepted"));
                stamps(draft, signed + 1, arrives);
            }
            None => self.assistant_stays(draft, sent, done),
        }
    }

    /// He does not answer, and then cannot come.
    fn assistant_stays(&mut self, draft: &mut Draft<'_>, sent: i64, done: i64) {
        let asked = (sent + 300 + self.upto(60)).min(done - 30).max(sent + 5);
        draft.at(asked, Step::Telephone("no_answer"));
        draft.at(asked + 20, Step::Telephone("cannot_come"));
    }

    fn fed_back(&mut self, draft: &mut Draft<'_>, serial: usize, cleared: i64, room: i64) {
        let planned = draft.planned;
        let outcome = self.outcome(planned, serial);
        let (kind, result) = (coding::kind(planned), outcome.result.clone());
        let result = coding::RESULTS.iter().find(|code| **code == result).copied();
        let result = result.unwrap_or("R99");
        let told = cleared + planned.feedback_s.clamp(60, (room - cleared - 1_200).max(60));
        draft.at(told, Step::Outcome(Box::new(outcome.clone())));
        let mut last = told;
        if room - told > 4_000 && self.chance.happens(0.05) {
            draft.at(told + 900, Step::SendBack("经过写得太简单，补充处理结果"));
            let words = "补充：双方当事人已签字确认，情况属实".to_owned();
            last = told + 2_000 + self.upto(900);
            draft.at(last, Step::Outcome(Box::new(Outcome { words, ..outcome })));
        }
        let left = (room - last).max(300);
        let review = (600 + self.upto(5 * 3600)).min(left - self.upto(200));
        let closed = last + review.max(90);
        draft.at(closed, Step::Close(kind, result));
        self.afterwards(draft, closed);
    }

    /// Entered elsewhere where it came from there, and asked about within three days; a few days are
    /// always behind.
    fn afterwards(&mut self, draft: &mut Draft<'_>, closed: i64) {
        let room = self.closed_by.seconds_since(draft.planned.at);
        let entered = closed + 300 + self.upto(3_000);
        let enters = draft.planned.source == Source::Dispatch && self.chance.happens(0.97);
        if enters && entered < room {
            draft.at(entered, Step::Entry);
        }
        // Two of three answer the telephone; of those nearly all are content. Few are forgotten.
        if self.chance.happens(0.97) {
            let score = match self.chance.below(150) {
                0..88 => Some("satisfied"),
                88..97 => Some("fair"),
                97..100 => Some("dissatisfied"),
                _ => None,
            };
            let asked = closed + 40_000 + self.upto(120_000);
            let bad = score == Some("dissatisfied");
            let wrong = bad.then(|| self.chance.pick(&WRONG).copied()).flatten();
            if asked < room {
                draft.at(asked, Step::Revisit(score, wrong));
            }
            let answered = asked + 3_600 + self.upto(15 * 3_600);
            if bad && answered < room {
                draft.at(answered, Step::Answer("已上门说明处理结果，报警人认可"));
            }
        }
    }

    fn outcome(&mut self, planned: &Planned, serial: usize) -> Outcome {
        let mut outcome = Outcome {
            words: self.chance.pick(&WORDS).copied().unwrap_or_default().to_owned(),
            kind: Some(coding::kind(planned).to_owned()),
            result: String::new(),
            settled: None,
            no_settlement: None,
            present: vec!["P1".to_owned()],
            village: None,
            road: None,
        };
        if planned.assistant.is_some() {
            outcome.present.push("A1".to_owned());
        }
        let settled = planned.settled_line.clone();
        let result = match (planned.dispute_type, planned.settlement, settled) {
            (Some(_), None | Some(Settlement::AtScene), Some(line)) => {
                outcome.settled = Some(line);
                "R01"
            }
            (Some(_), settlement, line) => {
                let way = settlement.unwrap_or(Settlement::AtScene);
                let (why, result) = coding::elsewhere(way);
                outcome.no_settlement = Some(why.to_owned());
                outcome.words = line.unwrap_or(outcome.words);
                result
            }
            (None, _, line) => {
                let result = coding::result(planned.category, line.is_some());
                outcome.words = line.unwrap_or(outcome.words);
                result
            }
        };
        outcome.result = result.to_owned();
        if coding::asks_road(planned) {
            // It is no agreement at the scene then, whatever was said there.
            if let Some(line) = outcome.settled.take() {
                outcome.words = line;
            }
            outcome.road = Some(coding::road_of(result, serial));
        }
        outcome
    }
}
