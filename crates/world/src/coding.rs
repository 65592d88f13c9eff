//! Which code of the station stands for what the generator drew.

use incidents::Road;

use crate::year::{Category, DisputeType, Planned, Settlement, Source};

/// A code and the words that speak for it; the first match decides.
type Rule = (&'static str, &'static [&'static str]);

const HELP: &[Rule] = &[
    ("QZ-03", &["开门", "钥匙", "门锁", "智能锁"]),
    ("QZ-04", &["摔倒", "身体不适", "反锁", "卡在", "躺卧"]),
    ("QZ-05", &["水管", "井盖", "电线"]),
];
const ORDER: &[Rule] = &[
    ("ZA-02", &["被盗", "偷", "不见", "拿走", "丢失"]),
    ("ZA-01", &["打架", "推打", "追赶", "砸"]),
    ("ZA-06", &["赌钱"]),
    ("ZA-03", &["划伤", "轮胎"]),
    ("ZA-04", &["闹事", "滋扰", "尾随"]),
];
const CRIMINAL: &[Rule] = &[
    ("XS-05", &["抢走"]),
    ("XS-04", &["殴打"]),
    ("XS-01", &["被盗", "扒窃", "撬"]),
    ("XS-02", &["骗走"]),
];
const FIRE: &[Rule] = &[
    ("HZ-04", &["燃气"]),
    ("HZ-03", &["飞线", "推车", "过道", "插座", "发烫", "电表", "配电线", "隐患"]),
    ("HZ-02", &["电动车"]),
];
const OTHER: &[Rule] = &[("ZX", &["咨询"]), ("FJ", &["路灯", "垃圾", "下水道"])];

/// The results that are given here.
pub(crate) const RESULTS: [&str; 6] = ["R01", "R02", "R03", "R04", "R05", "R06"];

/// The code of the kind.
pub(crate) fn kind(planned: &Planned) -> &'static str {
    if let Some(dispute) = planned.dispute_type {
        return dispute_kind(dispute);
    }
    let read = |rules: &[Rule], other| spoken(&planned.summary, rules).unwrap_or(other);
    match planned.category {
        Category::Dispute => "JF-99",
        Category::Help => read(HELP, "QZ-99"),
        Category::Traffic => read(&[("JT-03", &["拥堵", "疏导"])], "JT-01"),
        Category::Noise => "ZA-05",
        Category::PublicOrder => read(ORDER, "ZA-99"),
        Category::Criminal => read(CRIMINAL, "XS-99"),
        Category::TelecomFraud => "XS-03",
        Category::LostProperty => "QZ-01",
        Category::MissingPerson => "QZ-02",
        Category::FireHazard => read(FIRE, "HZ-01"),
        Category::Complaint => read(&[("TS", &["意见"])], "JB"),
        Category::Other => read(OTHER, "QT"),
    }
}

fn dispute_kind(dispute: DisputeType) -> &'static str {
    match dispute {
        DisputeType::Neighbour => "JF-01",
        DisputeType::Consumer => "JF-03",
        DisputeType::Tenancy => "JF-04",
        DisputeType::Family => "JF-02",
        DisputeType::Wages => "JF-05",
        DisputeType::Parking => "JF-10",
        DisputeType::Noise => "JF-09",
        DisputeType::Damage => "JF-11",
    }
}

fn spoken(text: &str, rules: &[Rule]) -> Option<&'static str> {
    let says = |rule: &&Rule| rule.1.iter().any(|word| text.contains(word));
    rules.iter().find(says).map(|rule| rule.0)
}

/// What the desk ticks.
pub(crate) fn flags(planned: &Planned) -> Vec<String> {
    let rules: [(&str, &[&str]); 3] = [
        ("drink", &["酒后", "醉酒"]),
        ("injury", &["轻微受伤", "殴打", "咬伤", "擦伤"]),
        ("minor", &["家长称孩子", "未成年人"]),
    ];
    let said = |words: &[&str]| words.iter().any(|word| planned.summary.contains(word));
    rules.iter().filter(|rule| said(rule.1)).map(|rule| rule.0.to_owned()).collect()
}

/// Whether an officer has to say which road of the law it took: what is criminal or against public order
/// (noise is persuaded first), and where somebody was hurt or is under age.
pub(crate) fn asks_road(planned: &Planned) -> bool {
    let kind = kind(planned);
    let offence = (kind.starts_with("XS") || kind.starts_with("ZA")) && kind != "ZA-05";
    offence || flags(planned).iter().any(|flag| flag != "drink")
}

/// A road of this code, with the number of its paper or the reason.
pub(crate) fn road(code: &str, text: String) -> Road {
    let is_numbered = matches!(code, "LA" | "TJ" | "GJ");
    let (number, why) = if is_numbered { (Some(text), None) } else { (None, Some(text)) };
    Road { code: code.to_owned(), number, why }
}

/// A road with number and reason both, whichever it needs.
pub(crate) fn road_of_both(code: &str) -> Road {
    let text = || Some("所里的第一号".to_owned());
    Road { code: code.to_owned(), number: text(), why: text() }
}

/// The road that goes with a result; numbers are the invented station's own.
pub(crate) fn road_of(result: &str, serial: usize) -> Road {
    match result {
        "R03" => road("LA", format!("示公（治）立字第{serial}号")),
        "R04" => road("LA", format!("示公（刑）立字第{serial}号")),
        "R06" => road("YS", "交警部门，当场交接".to_owned()),
        "R02" => road("TJ", format!("示公治调字第{serial}号")),
        _ => road("BG", "查明没有违法事实，已向双方说明".to_owned()),
    }
}

/// The code of the source.
pub(crate) fn source(source: Source) -> &'static str {
    match source {
        Source::Dispatch => "110",
        Source::WalkIn => "0201",
        Source::OwnLine => "0199",
    }
}

/// Why a dispute goes on elsewhere, and the result that says so.
pub(crate) fn elsewhere(settlement: Settlement) -> (&'static str, &'static str) {
    match settlement {
        Settlement::AtScene => ("双方情绪激动，当场谈不拢", "R02"),
        Settlement::VillageMediation => ("分歧较大，引导到村调解委员会", "R02"),
        Settlement::Judicial => ("数额较大，引导到司法所或者工会", "R06"),
        Settlement::PublicOrder => ("涉嫌违反治安管理，转治安案件", "R03"),
    }
}

/// The result of what is no dispute.
pub(crate) fn result(category: Category, settled: bool) -> &'static str {
    match category {
        Category::Help | Category::MissingPerson | Category::LostProperty => "R05",
        Category::Traffic => "R06",
        Category::Criminal | Category::TelecomFraud if !settled => "R04",
        Category::PublicOrder if !settled => "R03",
        Category::Dispute
        | Category::Noise
        | Category::PublicOrder
        | Category::Criminal
        | Category::TelecomFraud
        | Category::FireHazard
        | Category::Complaint
        | Category::Other => "R01",
    }
}
