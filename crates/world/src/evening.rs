//! The evening on which the demo begins: a dozen files in every open state, written by hand, and
//! two that are closed already. The officer of the story has his hands free.

use crate::ground::PlaceKind;
use crate::history::Scribe;
use crate::play::{By, Script, Step, Who};
use base::Time;
use incidents::{Log, Outcome, Stamp, Where};

const SIGNED: Stamp = Stamp::SIGNED;
const SET_OUT: Stamp = Stamp::SET_OUT;
const ARRIVED: Stamp = Stamp::ARRIVED;
const CLEARED: Stamp = Stamp::CLEARED;

/// What was reported: kind, level, source, village, kind of place and its place in the list.
type Call = (&'static str, i64, &'static str, usize, PlaceKind, usize, &'static str);

/// Writes scenes: seconds count back from the evening.
struct Writer<'s, 'g> {
    evening: Time,
    scribe: &'s Scribe<'g>,
    scripts: Vec<Script>,
}

/// The scripts of the evening.
pub(crate) fn scripts(evening: Time, scribe: &Scribe<'_>) -> Vec<Script> {
    let mut writer = Writer { evening, scribe, scripts: Vec::new() };
    writer.closed();
    writer.waiting();
    writer.on_their_way();
    writer.at_the_scene();
    writer.done_there();
    writer.reported();
    writer.scripts
}

impl Writer<'_, '_> {
    fn scene(&mut self, ago: i64, call: Call, steps: &[(i64, Step)]) {
        let mut log = self.log(call);
        if call.2 == "110" {
            let serial = 90_001 + self.scripts.len();
            let day = self.scribe.zone.civil(self.evening).date();
            log.outer_number =
                Some(format!("{}{:02}{:02}{serial}", day.year(), day.month(), day.day()));
        } else if self.scripts.len().is_multiple_of(3) {
            // Numbers that begin with 100 belong to nobody.
            log.caller_name = Some("周女士".to_owned());
            log.caller_phone = Some(format!("1000000{:04}", 1234 + self.scripts.len()));
        }
        let at = |ago: i64| self.evening.plus_seconds(-ago);
        let mut script = vec![(at(ago), Step::Log(Box::new(log)))];
        script.extend(steps.iter().map(|(ago, step)| (at(*ago), step.clone())));
        self.scripts.push(script);
    }

    fn log(&self, (kind, level, source, village, place, nth, summary): Call) -> Log {
        let all = self.scribe.ground.places.iter().zip(self.scribe.places);
        let here = all.filter(|(p, _)| p.village == village && p.kind == place);
        let found = here.map(|(_, id)| *id).nth(nth);
        let village = self.scribe.villages.get(village).copied();
        let said = || Where::Text("村口附近".to_owned(), village);
        let flag = |word: &str, flag: &str| summary.contains(word).then(|| flag.to_owned());
        Log {
            summary: summary.to_owned(),
            place: found.map_or_else(said, Where::Premises),
            kind: Some(kind.to_owned()),
            level: Some(level),
            source: source.to_owned(),
            outer_number: None,
            reported_at: None,
            flags: [flag("酒后", "drink"), flag("受伤", "injury")].into_iter().flatten().collect(),
            caller_name: None,
            caller_phone: None,
            received_at: None,
            cause: None,
        }
    }

    fn closed(&mut self) {
        let call = ("QZ-01", 4, "0201", 0, PlaceKind::Public, 3, "报警人称手机落在公交站座椅上");
        let steps = [
            (5_960, Step::Dispatch(&["officer_4"], None)),
            (5_930, Step::Stamp(Who::Lead, SIGNED)),
            (5_600, Step::Stamp(Who::Lead, Stamp::BY_TELEPHONE)),
            (5_500, told("已联系公交公司，手机找到，失主领回", "R05", None)),
            (3_000, Step::Close("QZ-01", "R05")),
        ];
        self.scene(6_000, call, &steps);
        let call = ("ZA-05", 4, "110", 4, PlaceKind::Shop, 2, "群众反映店铺音响外放扰民");
        let steps = [
            (5_188, Step::SignForStation),
            (5_150, Step::Dispatch(&["officer_6", "assistant_5"], None)),
            (5_100, Step::Stamp(Who::Lead, SIGNED)),
            (5_090, Step::Stamp(Who::Assistant, SIGNED)),
            (4_980, Step::Stamp(Who::Lead, SET_OUT)),
            (4_900, Step::Stamp(Who::Assistant, ARRIVED)),
            (4_640, Step::Stamp(Who::Lead, ARRIVED)),
            (4_150, Step::Stamp(Who::Assistant, CLEARED)),
            (4_140, Step::Stamp(Who::Lead, CLEARED)),
            (4_000, told("责令调低音量，当场改正", "R01", None)),
            (2_400, Step::Close("ZA-05", "R01")),
        ];
        self.scene(5_200, call, &steps);
        let call = ("ZA-04", 3, "110", 0, PlaceKind::Shop, 30, "有人酒后闹事，拦住行人，请求制止");
        let steps = [
            (6_280, Step::Silence),
            (6_272, Step::SignForStation),
            (6_240, Step::Dispatch(&["officer_4", "auxiliary_3"], None)),
            (6_215, Step::Stamp(Who::Lead, SIGNED)),
            (6_205, Step::Stamp(Who::Auxiliary, SIGNED)),
            (6_160, Step::Stamp(Who::Lead, SET_OUT)),
            (5_905, Step::Stamp(Who::Lead, ARRIVED)),
            (5_890, Step::Stamp(Who::Auxiliary, ARRIVED)),
            // Nobody of the village comes before an officer says that it is safe.
            (5_700, Step::DeclareSafe),
            (5_680, Step::CallAssistant),
            (5_610, Step::Stamp(Who::Assistant, SIGNED)),
            (5_420, Step::Stamp(Who::Assistant, ARRIVED)),
            (4_700, Step::Stamp(Who::Assistant, CLEARED)),
            (4_620, Step::Stamp(Who::Auxiliary, CLEARED)),
            (4_600, Step::Stamp(Who::Lead, CLEARED)),
            (
                4_300,
                ended(
                    "约束至酒醒，接受批评教育",
                    "R07",
                    ("BG", "情节轻微，约束至酒醒，已批评教育"),
                ),
            ),
            (2_900, Step::Note(By::Leader, "明天请社区民警再走访一次")),
            (1_900, Step::Close("ZA-04", "R01")),
        ];
        self.scene(6_290, call, &steps);
    }

    fn waiting(&mut self) {
        let call = ("JF-10", 3, "0199", 1, PlaceKind::Shop, 4, "两名车主因倒车让路发生口角");
        self.scene(75, call, &[]);
        let call =
            ("ZA-05", 4, "110", 3, PlaceKind::Courtyard, 21, "住户反映隔壁打牌喧哗，影响休息");
        self.scene(20, call, &[]);
    }

    fn on_their_way(&mut self) {
        let call =
            ("QZ-05", 3, "0199", 4, PlaceKind::Lane, 1, "住户反映巷口井盖缺失，怕有人掉下去");
        let steps = [
            (115, Step::Dispatch(&["officer_2", "assistant_5"], None)),
            (60, Step::Stamp(Who::Assistant, SIGNED)),
        ];
        self.scene(150, call, &steps);
        let call = ("JT-01", 3, "110", 0, PlaceKind::Lane, 6, "两辆电动车转弯时相撞，人员无大碍");
        let steps = [
            (287, Step::SignForStation),
            (262, Step::Dispatch(&["officer_3", "auxiliary_2"], None)),
            (215, Step::Stamp(Who::Lead, SIGNED)),
            (190, Step::Stamp(Who::Auxiliary, SIGNED)),
        ];
        self.scene(300, call, &steps);
        let call =
            ("JF-04", 3, "110", 2, PlaceKind::Courtyard, 40, "租客退房，房东扣押金，双方争执");
        let steps = [
            (852, Step::SignForStation),
            (820, Step::Dispatch(&["officer_6", "auxiliary_3"], None)),
            (770, Step::Stamp(Who::Lead, SIGNED)),
            (750, Step::Stamp(Who::Auxiliary, SIGNED)),
            (690, Step::Stamp(Who::Lead, SET_OUT)),
            (685, Step::Stamp(Who::Auxiliary, SET_OUT)),
            (300, Step::Note(By::Desk, "本村助理今晚没有排班，民警先到")),
        ];
        self.scene(865, call, &steps);
    }

    fn at_the_scene(&mut self) {
        let call =
            ("JF-01", 3, "0199", 1, PlaceKind::Courtyard, 57, "两户邻居因楼道堆放杂物发生争吵");
        let steps = [
            (1_465, Step::Dispatch(&["officer_5", "assistant_2"], None)),
            (1_420, Step::Stamp(Who::Lead, SIGNED)),
            (1_400, Step::Stamp(Who::Assistant, SIGNED)),
            (1_380, Step::Stamp(Who::Lead, SET_OUT)),
            (1_230, Step::Stamp(Who::Assistant, ARRIVED)),
            (1_020, Step::Stamp(Who::Lead, ARRIVED)),
            (900, Step::Bring("A3", 1)),
        ];
        self.scene(1_500, call, &steps);
        let call =
            ("ZA-01", 2, "110", 0, PlaceKind::Shop, 9, "多人因酒后口角推搡打架，有人轻微受伤");
        let steps = [
            (1_252, Step::SignForStation),
            (1_228, Step::Dispatch(&["officer_2", "auxiliary"], None)),
            (1_195, Step::Stamp(Who::Lead, SIGNED)),
            (1_180, Step::Stamp(Who::Auxiliary, SIGNED)),
            (1_120, Step::Stamp(Who::Lead, SET_OUT)),
            (1_118, Step::Stamp(Who::Auxiliary, SET_OUT)),
            (845, Step::Stamp(Who::Auxiliary, ARRIVED)),
            (800, Step::Enter(Who::Lead, ARRIVED, 40)),
        ];
        self.scene(1_260, call, &steps);
        let call =
            ("QZ-02", 2, "110", 0, PlaceKind::Courtyard, 133, "家属称老人出门散步未归，手机打不通");
        let steps = [
            (4_190, Step::SignForStation),
            (4_150, Step::Dispatch(&["officer_3", "auxiliary_2", "assistant"], None)),
            (4_110, Step::Stamp(Who::Lead, SIGNED)),
            (4_100, Step::Stamp(Who::Auxiliary, SIGNED)),
            (4_010, Step::Stamp(Who::Lead, SET_OUT)),
            (3_990, Step::Telephone("accepted")),
            (3_700, Step::Stamp(Who::Assistant, ARRIVED)),
            (3_480, Step::Stamp(Who::Lead, ARRIVED)),
            (3_450, Step::Stamp(Who::Auxiliary, ARRIVED)),
            (2_400, Step::Progress("已调看村口监控，老人往北走，正分头找")),
        ];
        self.scene(4_200, call, &steps);
    }

    fn done_there(&mut self) {
        let call = ("HZ-03", 2, "110", 3, PlaceKind::Courtyard, 88, "住户反映电表箱冒烟，有焦味");
        let steps = [
            (3_290, Step::SignForStation),
            (3_262, Step::Dispatch(&["officer_6", "auxiliary_3", "assistant_4"], None)),
            (3_230, Step::Stamp(Who::Lead, SIGNED)),
            (3_222, Step::Stamp(Who::Assistant, SIGNED)),
            (3_215, Step::Stamp(Who::Auxiliary, SIGNED)),
            (3_180, Step::Stamp(Who::Lead, SET_OUT)),
            (3_100, Step::Stamp(Who::Assistant, ARRIVED)),
            (2_900, Step::Stamp(Who::Lead, ARRIVED)),
            (2_890, Step::Stamp(Who::Auxiliary, ARRIVED)),
            (2_300, Step::Progress("已断电，物业电工正在检查，无人受伤")),
            (1_400, Step::Stamp(Who::Assistant, CLEARED)),
            (1_345, Step::Stamp(Who::Auxiliary, CLEARED)),
            (1_320, Step::Stamp(Who::Lead, CLEARED)),
        ];
        self.scene(3_300, call, &steps);
    }

    fn reported(&mut self) {
        let call =
            ("JF-11", 3, "0199", 1, PlaceKind::Lane, 3, "搬家时碰坏门框，房主要求赔偿引发争吵");
        let steps = [
            (5_360, Step::Dispatch(&["officer_5"], Some("助理正在处置另一起警情"))),
            (5_310, Step::Stamp(Who::Lead, SIGNED)),
            (5_270, Step::Stamp(Who::Lead, SET_OUT)),
            (4_890, Step::Stamp(Who::Lead, ARRIVED)),
            (2_700, Step::Stamp(Who::Lead, CLEARED)),
            (2_520, told("", "R01", Some("双方商定赔偿金额并付清"))),
        ];
        self.scene(5_400, call, &steps);
        let call = ("XS-03", 2, "110", 4, PlaceKind::Courtyard, 12, "报警人称刷单返利被骗八千余元");
        let steps = [
            (6_590, Step::SignForStation),
            (6_560, Step::Dispatch(&["officer_6", "auxiliary_3"], None)),
            (6_520, Step::Stamp(Who::Lead, SIGNED)),
            (6_510, Step::Stamp(Who::Auxiliary, SIGNED)),
            (6_450, Step::Note(By::Desk, "已先报反诈中心止付")),
            (6_400, Step::Stamp(Who::Lead, SET_OUT)),
            (5_950, Step::Stamp(Who::Lead, ARRIVED)),
            (5_900, Step::Stamp(Who::Auxiliary, ARRIVED)),
            (5_260, Step::Stamp(Who::Auxiliary, CLEARED)),
            (5_250, Step::Stamp(Who::Lead, CLEARED)),
            (
                4_560,
                ended(
                    "已上报止付，制作笔录，移交刑侦",
                    "R04",
                    ("LA", "示公（刑）立字〔2024〕512号"),
                ),
            ),
        ];
        self.scene(6_600, call, &steps);
        let call = (
            "ZA-03",
            3,
            "0201",
            0,
            PlaceKind::Courtyard,
            210,
            "报警人称车辆被人故意划伤，请求调查",
        );
        let steps = [
            (9_560, Step::Dispatch(&["officer_5", "auxiliary_3"], None)),
            (9_500, Step::Stamp(Who::Lead, SIGNED)),
            (9_490, Step::Stamp(Who::Auxiliary, SIGNED)),
            (9_400, Step::Stamp(Who::Lead, SET_OUT)),
            (9_100, Step::Stamp(Who::Lead, ARRIVED)),
            (9_090, Step::Stamp(Who::Auxiliary, ARRIVED)),
            (8_010, Step::Stamp(Who::Auxiliary, CLEARED)),
            (8_000, Step::Stamp(Who::Lead, CLEARED)),
            (7_500, ended("已登记，周边监控待调取", "R03", ("LA", "示公（治）立字〔2024〕507号"))),
            (2_700, Step::SendBack("没有写是否看过监控，补充")),
        ];
        self.scene(9_600, call, &steps);
    }
}

/// Told with the road it took: the number of a case, or why there is none.
fn ended(words: &str, result: &str, (road, text): (&str, &str)) -> Step {
    let Step::Outcome(mut outcome) = told(words, result, None) else {
        unreachable!("what is told is an outcome")
    };
    outcome.road = Some(crate::coding::road(road, text.to_owned()));
    Step::Outcome(outcome)
}

fn told(words: &str, result: &str, settled: Option<&str>) -> Step {
    Step::Outcome(Box::new(Outcome {
        words: words.to_owned(),
        kind: None,
        result: result.to_owned(),
        settled: settled.map(str::to_owned),
        no_settlement: None,
        present: vec!["P1".to_owned()],
        village: None,
        road: None,
    }))
}
