//! Code tables, plans and words a new station starts with: data with their sources,
//! each version 1; a station changes them as data.

use crate::rules::Manner;
use base::Role;

/// Code, parent, Chinese, English, marks.
pub(crate) type CodeRow = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Level-1 names follow the county 110 lists of 2025; the letters are our own, mapped on import. What
/// the group of a kind is marked as, the kind is too: `offence` is criminal or against public order. Noise
/// is `persuasion`: the law has it persuaded, mediated, dealt with before it is an offence.
pub(crate) const KINDS: &[CodeRow] = &[
    ("WD", "", "待定", "Undecided", ""),
    ("XS", "", "刑事警情", "Criminal", "offence"),
    ("XS-01", "XS", "盗窃（刑事）", "Theft (criminal)", ""),
    ("XS-02", "XS", "接触式诈骗", "Fraud in person", ""),
    ("XS-03", "XS", "电信网络诈骗", "Telecom fraud", "fraud"),
    ("XS-04", "XS", "故意伤害", "Injury", ""),
    ("XS-05", "XS", "抢劫抢夺", "Robbery", ""),
    ("XS-06", "XS", "性侵害", "Sexual offence", "private"),
    ("XS-99", "XS", "其他刑事", "Other criminal", ""),
    ("ZA", "", "治安警情", "Public order", "offence"),
    ("ZA-01", "ZA", "殴打他人", "Assault", ""),
    ("ZA-02", "ZA", "盗窃", "Theft", ""),
    ("ZA-03", "ZA", "损毁财物", "Damage to property", ""),
    ("ZA-04", "ZA", "扰乱秩序", "Disorder", ""),
    ("ZA-05", "ZA", "噪声扰民", "Noise", "persuasion"),
    ("ZA-06", "ZA", "赌博", "Gambling", ""),
    ("ZA-07", "ZA", "犬只", "Dogs", ""),
    ("ZA-99", "ZA", "其他治安", "Other public order", ""),
    ("JF", "", "矛盾纠纷", "Dispute", "dispute"),
    ("JF-01", "JF", "邻里纠纷", "Neighbour dispute", "dispute"),
    ("JF-02", "JF", "婚姻家庭纠纷", "Family dispute", "dispute private"),
    ("JF-03", "JF", "消费纠纷", "Consumer dispute", "dispute"),
    ("JF-04", "JF", "租赁纠纷", "Tenancy dispute", "dispute"),
    ("JF-05", "JF", "劳资纠纷", "Wage dispute", "dispute"),
    ("JF-06", "JF", "债务纠纷", "Debt dispute", "dispute"),
    ("JF-07", "JF", "土地宅基地纠纷", "Land dispute", "dispute"),
    ("JF-08", "JF", "物业纠纷", "Property management dispute", "dispute"),
    ("JF-09", "JF", "噪声纠纷", "Noise dispute", "dispute"),
    ("JF-10", "JF", "停车充电位纠纷", "Parking or charging dispute", "dispute"),
    ("JF-11", "JF", "损害赔偿纠纷", "Damages dispute", "dispute"),
    ("JF-99", "JF", "其他纠纷", "Other dispute", "dispute"),
    ("JT", "", "交通警情", "Traffic", ""),
    ("JT-01", "JT", "交通事故", "Traffic accident", ""),
    ("JT-02", "JT", "违停", "Illegal parking", ""),
    ("JT-03", "JT", "交通堵塞", "Traffic jam", ""),
    ("HZ", "", "火灾事故", "Fire", ""),
    ("HZ-01", "HZ", "住宅火情", "House fire", ""),
    ("HZ-02", "HZ", "电动车火情", "E-bike fire", ""),
    ("HZ-03", "HZ", "电气隐患", "Electrical hazard", ""),
    ("HZ-04", "HZ", "燃气泄漏", "Gas leak", ""),
    ("QZ", "", "群众求助", "Request for help", ""),
    ("QZ-01", "QZ", "遗失物品", "Lost property", ""),
    ("QZ-02", "QZ", "走失寻人", "Missing person", ""),
    ("QZ-03", "QZ", "开锁求助", "Locked out", ""),
    ("QZ-04", "QZ", "危难救助", "Rescue", ""),
    ("QZ-05", "QZ", "公共设施险情", "Public facility danger", ""),
    ("QZ-99", "QZ", "其他求助", "Other help", ""),
    ("JB", "", "举报", "Tip-off", ""),
    ("TS", "", "投诉监督", "Complaint", ""),
    ("ZX", "", "咨询", "Enquiry", ""),
    ("FJ", "", "社会联动", "For other services", ""),
    ("QT", "", "其他警情", "Other", ""),
    ("WX", "", "无效警情", "Invalid", ""),
];

/// The source codes of a county 110 system (2025), and `110` for orders handed down live.
pub(crate) const SOURCES: &[CodeRow] = &[
    ("110", "", "110派警", "Dispatched by 110", ""),
    ("0199", "", "自接电话", "Own telephone", ""),
    ("0201", "", "亲临到所", "At the counter", ""),
    ("0101", "", "110电话", "110 call", ""),
    ("0102", "", "122电话", "122 call", ""),
    ("0103", "", "5G视频", "5G video", ""),
    ("0202", "", "扭送现行", "Brought in", ""),
    ("0299", "", "其他亲临", "Other in person", ""),
    ("0401", "", "物联终端", "Connected terminal", ""),
    ("0402", "", "技防设施", "Alarm system", ""),
    ("0403", "", "校园报警", "School alarm", ""),
    ("0404", "", "公交报警", "Bus alarm", ""),
    ("0405", "", "地铁报警", "Metro alarm", ""),
    ("0499", "", "其他物联", "Other connected", ""),
    ("0500", "", "短信报警", "Text message", ""),
    ("0601", "", "网络视频", "Web video", ""),
    ("0602", "", "网络语音", "Web voice", ""),
    ("0603", "", "网络自助", "Web self-service", ""),
    ("0604", "", "其他网络", "Other web", ""),
    ("0801", "", "省内转警", "From the province", ""),
    ("0802", "", "省外转警", "From another province", ""),
    ("0901", "", "12345转办", "From 12345", ""),
    ("0902", "", "119转警", "From 119", ""),
    ("0903", "", "120转警", "From 120", ""),
    ("0904", "", "心理关爱热线", "Counselling line", ""),
    ("0999", "", "其他部门移送", "From another body", ""),
    ("9900", "", "其他来源", "Other", ""),
];

/// Four levels: no national list was found; our default.
pub(crate) const LEVELS: &[CodeRow] = &[
    ("1", "", "一级警情", "Level 1", ""),
    ("2", "", "二级警情", "Level 2", ""),
    ("3", "", "三级警情", "Level 3", ""),
    ("4", "", "四级警情", "Level 4", ""),
];

/// Results after GA/T 2000.152-2015, whose values were not seen; our default.
pub(crate) const RESULTS: &[CodeRow] = &[
    ("R01", "", "现场处理完毕", "Dealt with at the scene", ""),
    ("R02", "", "移交人民调解", "Handed to people's mediation", ""),
    ("R03", "", "治安立案", "Public-order case filed", ""),
    ("R04", "", "刑事立案或移送", "Criminal case filed or handed on", ""),
    ("R05", "", "救助完毕", "Help given", ""),
    ("R06", "", "移交其他部门", "Handed to another body", ""),
    ("R07", "", "无违法事实", "No offence found", ""),
    ("R08", "", "未发现或虚警", "Nothing found, false alarm", ""),
    ("R09", "", "报警人撤回", "Withdrawn by the caller", ""),
    ("R10", "", "说明告知", "Explained to the caller", ""),
    ("R99", "", "其他结果", "Other", ""),
];

/// The roads of the law: code, Chinese, English, what has to be typed with it, source. Which article holds is
/// for the station's legal officer to confirm.
pub(crate) const ROADS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "LA",
        "立案",
        "Case filed",
        "number",
        "刑事诉讼法第112条、公安机关办理行政案件程序规定（待法制员核对）",
    ),
    (
        "TJ",
        "治安调解",
        "Public-order mediation",
        "number",
        "治安管理处罚法关于调解处理的条文、公安机关治安调解工作规范（待法制员核对）",
    ),
    ("GJ", "告诫书", "Written admonition", "number", "反家庭暴力法第16条（待法制员核对）"),
    ("BG", "不构成违法", "No offence", "why", "公安机关办理行政案件程序规定（待法制员核对）"),
    (
        "YS",
        "移送",
        "Handed on",
        "why",
        "公安机关办理行政案件程序规定关于移送的条文（待法制员核对）",
    ),
];

/// Why an order is returned.
pub(crate) const RETURN_REASONS: &[CodeRow] = &[
    ("1", "", "非本辖区", "Not our area", ""),
    ("2", "", "非本单位职责", "Not our duty", ""),
    ("3", "", "重复", "Repeated", ""),
    ("4", "", "力量不足，请求增援", "Not enough people, asks for more", ""),
    ("5", "", "其他，来不了", "Other, cannot come", ""),
    ("6", "", "报警人撤警", "Withdrawn by the caller", ""),
    ("7", "", "警情已结束", "The incident has ended", ""),
];

/// Other bodies, with the kinds that are theirs: after the connection of 110 and 12345 (国办发〔2022〕12号)
/// and the boundary lists published for it; a station changes them as data.
pub(crate) const BODIES: &[CodeRow] = &[
    ("12345", "", "12345热线", "12345 hotline", "FJ ZX TS"),
    ("119", "", "119消防", "119 fire brigade", "HZ"),
    ("120", "", "120急救", "120 ambulance", ""),
    ("122", "", "122交警", "122 traffic police", "JT"),
    ("power", "", "供电", "Power", "QZ-05"),
    ("gas", "", "燃气", "Gas", "HZ-04"),
    ("water", "", "供水", "Water", ""),
    ("street", "", "街道办", "Subdistrict", ""),
    ("department", "", "其他部门", "Another department", ""),
    ("station", "", "其他派出所", "Another station", ""),
];

/// The fields of a feedback in the order in which the branch's system asks for them.
pub(crate) const DRAFT: &[CodeRow] = &[
    ("number", "", "接警单编号", "Order number", ""),
    ("kind", "", "反馈类别", "Kind as it turned out", ""),
    ("sent", "", "派警时间", "Sent", ""),
    ("signed", "", "签收时间", "Signed for", ""),
    ("set_out", "", "出警时间", "Set out", ""),
    ("arrived", "", "到场时间", "Arrived", ""),
    ("cleared", "", "处置完毕时间", "Done", ""),
    ("heads", "", "出动警力", "Sent in all", ""),
    ("words", "", "处置情况", "What was done", ""),
    ("result", "", "处理结果", "Result", ""),
    ("village", "", "属地村社", "Village", ""),
];

/// What makes many people call at once, and the kind such a call is of.
pub(crate) const CAUSES: &[CodeRow] = &[
    ("power", "", "停电", "Power cut", "FJ"),
    ("water", "", "停水", "Water cut", "FJ"),
    ("works", "", "施工", "Works", "ZA-05"),
    ("fair", "", "庙会集市", "Fair", "JT-03"),
    ("event", "", "活动演出", "Event", "ZA-05"),
    ("other", "", "其他事由", "Other", "ZX"),
];

/// Kind (or its first letters, or `*`), level (0: every), per cent of the closed, within so many
/// seconds, source.
pub(crate) const REVISITS: &[(&str, i64, i64, i64, &str)] = &[
    ("*", 0, 20, 259_200, "本系统默认：一至三级抽两成，72小时内"),
    ("*", 4, 5, 259_200, "本系统默认：四级抽百分之五"),
    ("JF", 0, 100, 259_200, "公安移交矛盾纠纷中心的公开做法：纠纷全部回访"),
];

/// Role, whether on duty, how their phone rings, and its quiet hours in minutes of the day.
pub(crate) const RINGS: &[(Role, bool, Manner, i64, i64)] = &[
    (Role::Officer, true, Manner::Repeats, 0, 0),
    (Role::Officer, false, Manner::Silent, 0, 0),
    (Role::Auxiliary, true, Manner::Repeats, 0, 0),
    (Role::Auxiliary, false, Manner::Silent, 0, 0),
    (Role::Assistant, true, Manner::Once, 0, 0),
    (Role::Assistant, false, Manner::Once, 1_320, 420),
];

/// Where the rules of ringing come from.
pub(crate) const RING_SOURCE: &str =
    "本系统默认：当班的才响；助理由值班室打电话，手机只响一声，不当班的夜里不响";

/// Who may be at a scene.
pub(crate) const PRESENCE: &[CodeRow] = &[
    ("P1", "", "民警", "Officer", ""),
    ("P2", "", "辅警", "Auxiliary", ""),
    ("A1", "", "警务助理", "Police assistant", ""),
    ("A2", "", "治安协理员", "Security aide", ""),
    ("A3", "", "治保会", "Security committee", ""),
    ("A4", "", "网格员", "Grid worker", ""),
    ("M1", "", "调解员", "Mediator", ""),
    ("C1", "", "街道", "Subdistrict", ""),
    ("C2", "", "其他部门", "Other body", ""),
];

/// Where the words a station begins with come from.
pub(crate) const WORD_SOURCE: &str = "建站时的用语";

/// Words that suggest a kind and level, and may be searched for: things and events, never names.
pub(crate) const KIND_WORDS: &[(&str, &str, i64)] = &[
    ("手机", "QZ-01", 4),
    ("钱包", "QZ-01", 4),
    ("身份证", "QZ-01", 4),
    ("遗失", "QZ-01", 4),
    ("丢了", "QZ-01", 4),
    ("走失", "QZ-02", 2),
    ("走丢", "QZ-02", 2),
    ("没回家", "QZ-02", 2),
    ("钥匙", "QZ-03", 4),
    ("开锁", "QZ-03", 4),
    ("反锁", "QZ-03", 4),
    ("跳楼", "QZ-04", 1),
    ("落水", "QZ-04", 1),
    ("晕倒", "QZ-04", 1),
    ("电梯", "QZ-04", 2),
    ("井盖", "QZ-05", 3),
    ("电线掉", "QZ-05", 2),
    ("漏水", "QZ-05", 3),
    ("退货", "JF-03", 3),
    ("退款", "JF-03", 3),
    ("不给退", "JF-03", 3),
    ("缺斤", "JF-03", 3),
    ("充值", "JF-03", 3),
    ("押金", "JF-04", 3),
    ("房东", "JF-04", 3),
    ("房租", "JF-04", 3),
    ("租客", "JF-04", 3),
    ("工资", "JF-05", 3),
    ("欠薪", "JF-05", 3),
    ("工钱", "JF-05", 3),
    ("欠钱", "JF-06", 3),
    ("借条", "JF-06", 3),
    ("还钱", "JF-06", 3),
    ("宅基地", "JF-07", 3),
    ("物业", "JF-08", 3),
    ("邻居", "JF-01", 3),
    ("楼上", "JF-01", 3),
    ("夫妻", "JF-02", 3),
    ("离婚", "JF-02", 3),
    ("婆媳", "JF-02", 3),
    ("占车位", "JF-10", 3),
    ("充电位", "JF-10", 3),
    ("挡路", "JF-10", 3),
    ("碰坏", "JF-11", 3),
    ("噪音", "ZA-05", 4),
    ("噪声", "ZA-05", 4),
    ("太吵", "ZA-05", 4),
    ("唱歌", "ZA-05", 4),
    ("打人", "ZA-01", 2),
    ("打架", "ZA-01", 2),
    ("互殴", "ZA-01", 2),
    ("砸", "ZA-03", 3),
    ("电瓶", "ZA-02", 3),
    ("被偷", "ZA-02", 3),
    ("偷东西", "ZA-02", 3),
    ("电动车", "ZA-02", 3),
    ("赌博", "ZA-06", 3),
    ("打麻将", "ZA-06", 3),
    ("狗咬", "ZA-07", 3),
    ("没拴", "ZA-07", 4),
    ("遛狗", "ZA-07", 4),
    ("闹事", "ZA-04", 2),
    ("聚集", "ZA-04", 2),
    ("转账", "XS-03", 2),
    ("刷单", "XS-03", 2),
    ("诈骗", "XS-03", 2),
    ("冒充", "XS-03", 2),
    ("验证码", "XS-03", 2),
    ("抢劫", "XS-05", 1),
    ("抢走", "XS-05", 1),
    ("捅", "XS-04", 1),
    ("砍", "XS-04", 1),
    ("车祸", "JT-01", 2),
    ("追尾", "JT-01", 3),
    ("剐蹭", "JT-01", 4),
    ("撞了", "JT-01", 3),
    ("违停", "JT-02", 4),
    ("堵车", "JT-03", 4),
    ("堵死", "JT-03", 4),
    ("着火", "HZ-01", 1),
    ("电动车着火", "HZ-02", 1),
    ("电动车冒烟", "HZ-02", 1),
    ("电动自行车着火", "HZ-02", 1),
    ("充电着火", "HZ-02", 1),
    ("充电冒烟", "HZ-02", 1),
    ("冒烟", "HZ-01", 1),
    ("起火", "HZ-01", 1),
    ("飞线", "HZ-03", 3),
    ("焦味", "HZ-03", 2),
    ("打火", "HZ-03", 2),
    ("煤气", "HZ-04", 1),
    ("燃气", "HZ-04", 1),
    ("举报", "JB", 3),
    ("投诉", "TS", 4),
    ("咨询", "ZX", 4),
    ("怎么办证", "ZX", 4),
    ("居住证", "ZX", 4),
];

/// Kind (or its first letters, or `*`), level (0: every), officers, auxiliaries, assistants.
pub(crate) const PLANS: &[(&str, i64, i64, i64, i64)] = &[
    ("*", 0, 1, 1, 0),
    ("*", 1, 2, 2, 0),
    ("*", 2, 2, 1, 0),
    ("*", 4, 1, 0, 0),
    ("JF", 0, 1, 1, 1),
    ("JF", 1, 2, 2, 1),
    ("JF-02", 0, 2, 0, 0),
    ("ZA-05", 0, 1, 1, 1),
    ("QZ", 0, 1, 0, 1),
    ("QZ-02", 0, 1, 1, 1),
    ("XS-03", 0, 1, 1, 0),
    ("XS-06", 0, 2, 0, 0),
    ("HZ", 0, 2, 2, 1),
    ("HZ-04", 0, 2, 2, 1),
    ("JT-01", 0, 1, 1, 0),
    ("ZX", 0, 1, 0, 0),
];

/// Where the plans come from.
pub(crate) const PLAN_SOURCE: &str = "本系统默认，可由本所修改";

/// Where the list of other bodies comes from.
pub(crate) const BODY_SOURCE: &str =
    "国办发〔2022〕12号及各地公开的110与12345对接清单，可由本所修改";
/// Where the code tables come from.
pub(crate) const KIND_SOURCE: &str = "本系统默认，名称取自2025年县级110系统一级类别";
pub(crate) const SOURCE_SOURCE: &str = "2025年县级110系统来源代码表";
pub(crate) const LEVEL_SOURCE: &str = "本系统默认，四级";
pub(crate) const RESULT_SOURCE: &str = "本系统默认，对应GA/T 2000.152-2015";
pub(crate) const OTHER_SOURCE: &str = "本系统默认";
