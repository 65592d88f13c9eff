//! The clocks a new station starts with: data with their sources, version 1.

use calendar::Unit;
use matters::{ClockRule, Effect};

const SECOND: Unit = Unit::Second;

/// Seven tenths of a limit: the share at which the systems of four-level platforms warn. A clock that
/// alarms warns before; one whose limit only reminds, or that reminds earlier, is a warning itself.
const WARN: Effect = Effect::Warn;
const REMIND: Effect = Effect::Remind;
const ALARM: Effect = Effect::Alarm;
const LEADER: Effect = Effect::Leader;

/// The clocks of a new station.
pub(crate) const CLOCKS: &[ClockRule] = &[
    ClockRule {
        code: "dispatch",
        level: 0,
        unit: SECOND,
        steps: &[(60, REMIND, false), (120, ALARM, true), (300, LEADER, false)],
        source: "本系统默认：两分钟内派出",
    },
    ClockRule {
        code: "station_sign",
        level: 0,
        unit: SECOND,
        steps: &[(30, REMIND, false), (60, ALARM, true), (180, LEADER, false)],
        source: "安康市公安局110警情通报（2015）签收分段，30/60/180秒",
    },
    ClockRule {
        code: "first_sign",
        level: 0,
        unit: SECOND,
        steps: &[(210, WARN, false), (300, ALARM, true)],
        source: "本系统默认：五分钟内有人签收",
    },
    ClockRule {
        code: "officer_sign",
        level: 0,
        unit: SECOND,
        steps: &[(180, REMIND, true), (600, LEADER, false)],
        source: "本系统默认：民警本人签收按分钟计",
    },
    ClockRule {
        code: "assistant_sign",
        level: 0,
        unit: SECOND,
        steps: &[(300, REMIND, true)],
        source: "本系统默认：助理五分钟未回，指挥室打电话，不报领导",
    },
    ClockRule {
        code: "set_out",
        level: 0,
        unit: SECOND,
        steps: &[(210, WARN, false), (300, ALARM, true)],
        source: "安康市公安局110警情通报（2015）出警分段，0至5分钟",
    },
    ClockRule {
        code: "set_out",
        level: 1,
        unit: SECOND,
        steps: &[(126, WARN, false), (180, ALARM, true), (300, LEADER, false)],
        source: "本系统默认：一、二级三分钟",
    },
    ClockRule {
        code: "set_out",
        level: 2,
        unit: SECOND,
        steps: &[(126, WARN, false), (180, ALARM, true)],
        source: "本系统默认：一、二级三分钟",
    },
    ClockRule {
        code: "arrive",
        level: 0,
        unit: SECOND,
        steps: &[(420, WARN, false), (600, ALARM, true)],
        source: "城乡结合部十分钟到场（110接处警工作规则的常见公开承诺）",
    },
    ClockRule {
        code: "arrive",
        level: 1,
        unit: SECOND,
        steps: &[(210, WARN, false), (300, ALARM, true), (600, LEADER, false)],
        source: "城区五分钟到场（110接处警工作规则的常见公开承诺）",
    },
    ClockRule {
        code: "process_feedback",
        level: 0,
        unit: SECOND,
        steps: &[(1260, WARN, false), (1800, REMIND, true)],
        source: "安康市公安局110警情通报（2015）反馈分段，0至30分钟",
    },
    ClockRule {
        code: "final_feedback",
        level: 0,
        unit: SECOND,
        steps: &[(10_080, WARN, false), (14_400, ALARM, true), (86_400, LEADER, false)],
        source: "安康市公安局110警情通报（2015）反馈分段，4小时；24小时为最后期限",
    },
    ClockRule {
        code: "review",
        level: 0,
        unit: SECOND,
        steps: &[(86_400, REMIND, true)],
        source: "本系统默认：次日审核",
    },
    ClockRule {
        code: "correct",
        level: 0,
        unit: SECOND,
        steps: &[(5040, WARN, false), (7200, ALARM, true)],
        source: "本系统默认：退回后两小时补正",
    },
    ClockRule {
        code: "referral_accept",
        level: 0,
        unit: SECOND,
        steps: &[(60_480, WARN, false), (86_400, ALARM, true), (172_800, LEADER, false)],
        source: "本系统默认：移交24小时内受理",
    },
    ClockRule {
        code: "referral_accept",
        level: 1,
        unit: SECOND,
        steps: &[(126, WARN, false), (180, ALARM, true), (600, LEADER, false)],
        source: "本系统默认：一级警情三分钟内受理",
    },
    ClockRule {
        code: "referral_accept",
        level: 2,
        unit: SECOND,
        steps: &[(420, WARN, false), (600, ALARM, true), (1800, LEADER, false)],
        source: "本系统默认：二级警情十分钟内受理",
    },
    ClockRule {
        code: "referral_finish",
        level: 0,
        unit: Unit::WorkingDay,
        steps: &[(3, WARN, false), (5, ALARM, true), (10, LEADER, false)],
        source: "政务热线和矛盾纠纷中心的常见公开承诺：五个工作日办结",
    },
    ClockRule {
        code: "referral_follow",
        level: 0,
        unit: SECOND,
        steps: &[(86_400, REMIND, true)],
        source: "本系统默认：盯办每天看一次",
    },
    ClockRule {
        code: "confirm_withdrawal",
        level: 0,
        unit: SECOND,
        steps: &[(28_800, LEADER, true)],
        source: "本系统默认：撤警在下一个早八点前由带班所领导确认（自零时起28800秒），早八点列在最前",
    },
    ClockRule {
        code: "answer",
        level: 0,
        unit: SECOND,
        steps: &[(60_480, WARN, false), (86_400, ALARM, true)],
        source: "本系统默认：催办一天内回复",
    },
    ClockRule {
        code: "answer_callback",
        level: 0,
        unit: SECOND,
        steps: &[(120_960, WARN, false), (172_800, ALARM, true)],
        source: "本系统默认：不满意的两天内回头办",
    },
    ClockRule {
        code: "stall",
        level: 0,
        unit: SECOND,
        steps: &[
            (259_200, LEADER, false),
            (604_800, Effect::Chief, false),
            (1_296_000, Effect::Heads, false),
        ],
        source: "本系统默认：三天报督办，七天报所长，十五天报所长和街道组长",
    },
];

/// How far each clock may be put off in all, in seconds, with its source.
pub(crate) const EXTENSIONS: &[(&str, i64, &str)] = &[
    ("process_feedback", 3600, "本系统默认：过程反馈最多延一小时"),
    ("final_feedback", 72_000, "24小时为最后期限（安康市公安局110警情通报，2015）"),
    ("review", 172_800, "本系统默认：审核最多延两天"),
    ("correct", 86_400, "本系统默认：补正最多延一天"),
    ("referral_follow", 604_800, "本系统默认：移交跟进最多延七天"),
];
