//! What callers report and how it ended, in the words of a desk officer; never a person's name.
//!
//! A pair is the report and its end at the scene, empty where it goes on elsewhere.
//! `{a|b}` takes one of its choices.

use super::{Category, DisputeType};
use base::Chance;

/// A told incident.
#[derive(Debug)]
pub(super) struct Story {
    pub summary: String,
    pub settled: Option<String>,
}

type Pair = (&'static str, &'static str);

/// A dispute at the place of this name.
pub(super) fn dispute(kind: DisputeType, place: &str, chance: &mut Chance) -> Story {
    let pairs = match kind {
        DisputeType::Neighbour => NEIGHBOUR,
        DisputeType::Consumer if place.ends_with("服装店") => CLOTHES,
        DisputeType::Consumer => CONSUMER,
        DisputeType::Tenancy => TENANCY,
        DisputeType::Family => FAMILY,
        DisputeType::Wages => WAGES,
        DisputeType::Parking => PARKING,
        DisputeType::Noise => NOISE_QUARREL,
        DisputeType::Damage => DAMAGE,
    };
    tell(pairs, chance)
}

/// An incident of any other category.
pub(super) fn story(category: Category, theft: bool, chance: &mut Chance) -> Story {
    let pairs = match category {
        Category::Dispute => NEIGHBOUR,
        Category::Help => HELP,
        Category::Traffic => TRAFFIC,
        Category::Noise => NOISE,
        Category::PublicOrder if theft => PETTY_THEFT,
        Category::PublicOrder => PUBLIC_ORDER,
        Category::Criminal if theft => THEFT,
        Category::Criminal => CRIMINAL,
        Category::TelecomFraud => TELECOM_FRAUD,
        Category::LostProperty => LOST_PROPERTY,
        Category::MissingPerson => MISSING_PERSON,
        Category::FireHazard => FIRE_HAZARD,
        Category::Complaint => COMPLAINT,
        Category::Other => OTHER,
    };
    tell(pairs, chance)
}

/// A second report of something already known.
pub(super) fn repeated(chance: &mut Chance) -> Story {
    tell(REPEATED, chance)
}

fn tell(pairs: &[Pair], chance: &mut Chance) -> Story {
    let (summary, settled) = chance.pick(pairs).copied().unwrap_or_default();
    let summary = chosen(summary, chance);
    let settled = (!settled.is_empty()).then(|| chosen(settled, chance));
    Story { summary, settled }
}

/// The text with every `{a|b}` replaced by one of its choices.
fn chosen(text: &str, chance: &mut Chance) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (choices, tail) = after.split_once('}').unwrap_or((after, ""));
        let choices: Vec<&str> = choices.split('|').collect();
        told.push_str(before);
        told.push_str(chance.pick(&choices).copied().unwrap_or_default());
        rest = tail;
    }
    told.push_str(rest);
    told
}

const NEIGHBOUR: &[Pair] = &[
    ("两户邻居因{楼道堆放杂物|门口堆放废品|晾晒衣物滴水}发生争吵", "当场清理，双方互相致歉"),
    ("邻居间因{楼上漏水|排水管堵塞|空调外机滴水}互相指责，要求民警到场", "约定三日内修好，双方无异议"),
    ("邻里因{孩子打闹|宠物狗扑人|公用厨房使用}起口角，情绪激动", "经劝解双方和解，各自回家"),
    ("报警人称邻居{占用公共过道|私拉晾衣绳|把垃圾放在自家门前}，双方争执", "占用一方当场移走，事情了结"),
    ("同院租户因{共用水表分摊|公用厕所打扫|水电费平摊}问题争吵", "按表核算清楚，双方认可"),
];

const CLOTHES: &[Pair] = &[
    ("顾客称所购{外套|连衣裙|羽绒服}有质量问题，店方不同意退货，双方争执", "店方同意换货，顾客接受"),
    ("顾客要求退{裤子|毛衣|童装}，店方称吊牌已剪不予退款，发生口角", "双方协商退还部分货款"),
    ("顾客试衣时{弄脏衣物|拉坏拉链}，与店方就赔偿发生争吵", "顾客按进价赔付，双方和解"),
];

const CONSUMER: &[Pair] = &[
    ("顾客要求退货被拒，与店家在店内争吵", "店家同意换货，顾客接受"),
    ("顾客称{商品有质量问题|商品与介绍不符|标价与结账不一致}，店方不认可，双方争执", "店家退还差价，双方和解"),
    ("顾客与店家因{充值卡余额|会员卡退费|定金退还}发生纠纷", "双方协商退还余额，当场结清"),
    ("顾客{结账时少付款|对找零有异议}，与店主发生口角", "核对收款记录后补清差额"),
    ("顾客反映{维修后又坏|更换的配件不对}，要求店家退钱，双方僵持", "店家免费返修，顾客同意"),
];

const TENANCY: &[Pair] = &[
    ("租客退房，房东{不退押金|扣除部分押金|以损坏家具为由扣押金}，双方争执", "房东退还大部分押金，当场结清"),
    ("房东要求租客{提前搬离|补交房租|限期腾房}，租客不同意，双方争吵", "约定宽限十日，双方签字"),
    ("租客反映房东{擅自换锁|停水停电|进屋未打招呼}，要求处理", "房东恢复原状并致歉"),
    ("租客与房东因{电费单价|水费分摊|暖气费}计算方式发生纠纷", "按实际表数重新计算，双方认可"),
    ("租客称屋内{漏雨|热水器坏|门锁坏}房东不修，拒交房租引发争吵", "房东答应当周修好，租客交清房租"),
];

const FAMILY: &[Pair] = &[
    ("夫妻因{家庭琐事|孩子上学|生活开支}争吵，邻居听见后报警", "经劝说双方冷静，保证不再争吵"),
    ("报警人称与{恋人|前任}发生争执，对方在门口不肯离开", "对方离开，双方约定不再纠缠"),
    ("一家人因{老人赡养|彩礼返还|房屋分配}问题在家中争吵", "经调解家人达成一致意见"),
    ("夫妻吵架后一方{摔东西|把另一方锁在门外|要带孩子走}，请民警到场", "经劝解双方和好，开门进屋"),
    ("父母与子女因{上网|工作|早归晚归}发生激烈争吵", "民警劝导后双方情绪平稳"),
];

const WAGES: &[Pair] = &[
    ("工人称老板拖欠{一个月|两个月|半个月}工资，到场讨要发生争执", "老板当场支付部分，余款写明日期"),
    ("员工离职后店方{扣押工资|不结工钱|克扣提成}，双方争吵", "核对考勤后当场结清工资"),
    ("装修工人与雇主因{工钱结算|工程质量|返工费用}发生纠纷", "双方重新算账，付清工钱"),
    ("数名{零工|快递工|保洁工}因日结工资未付围在门口理论", "经协调工资当日付清，人员散去"),
];

const PARKING: &[Pair] = &[
    ("车辆{堵住院门|堵住巷口|停在店门前}，双方因挪车发生争吵", "车主到场挪车，双方和解"),
    ("两名车主因{争抢车位|错车互不相让|倒车让路}发生口角", "双方各退一步，驾车离开"),
    ("电动三轮车占道{卸货|摆摊|停放}，与过路住户争执", "车辆当场移走，道路恢复通畅"),
    ("住户因{私装地锁|摆放路桩|用杂物占车位}与他人发生争执", "占位物品当场清除"),
];

const NOISE_QUARREL: &[Pair] = &[
    ("楼上楼下因{深夜脚步声|半夜洗衣|拖动桌椅}发生争吵", "楼上住户答应夜间注意，双方和解"),
    ("住户嫌隔壁{打牌声音大|放音乐|装修敲打}，上门理论引发争执", "对方调低声音并致歉"),
    ("店铺{音响外放|夜间卸货|排烟机响}，住户上门交涉双方争吵", "店方关停音响，承诺夜间不扰民"),
];

const DAMAGE: &[Pair] = &[
    ("报警人称{车门被划|后视镜被碰坏|车窗被砸}，与对方就赔偿争执", "对方当场赔付，双方互不追究"),
    ("孩子玩耍打坏{玻璃|手机屏幕|电动车灯}，双方家长谈不拢赔偿", "家长按修理价赔偿，双方和解"),
    ("搬家时碰坏{墙面|门框|楼道灯}，房主要求赔偿引发争吵", "双方商定赔偿金额并付清"),
    ("宠物狗咬伤路人{小腿|手指}，双方就医药费发生纠纷", "狗主人承担医药费，双方认可"),
];

const HELP: &[Pair] = &[
    ("报警人称{钥匙锁在屋内|门锁损坏进不去|智能锁没电}，请求协助开门", "核实身份后联系开锁师傅打开"),
    ("老人在家中{摔倒|身体不适}无人照看，家属来电请求帮助", "民警协助送医，家属已到医院"),
    ("报警人来电请求{挪车|联系车主移车}，车辆堵住通道", "联系车主到场移走"),
    ("群众反映路边有人{醉酒躺卧|迷路徘徊}，请求救助", "联系家属接回，平安到家"),
    ("住户反映{水管爆裂|井盖缺失|电线垂落}，请求联系处理", "通知有关单位到场处理"),
    ("群众反映院内有{蛇|马蜂窝|流浪狗}，请求帮助", "会同专业人员妥善处理"),
    ("报警人称手机没电{找不到同伴|付不了车费}，到所求助", "提供充电并联系上同伴"),
    ("外地来人寻亲，{地址不清|电话打不通}，请求帮助查找住处", "经村里协助找到住处"),
    ("孩子被{反锁在屋内|卡在护栏处}，家长来电求助", "孩子平安脱困，未受伤"),
];

const TRAFFIC: &[Pair] = &[
    ("两辆电动车在{巷口|路口|转弯处}相撞，人员{无大碍|轻微擦伤}", "双方自行协商解决，道路恢复"),
    ("小轿车与{电动车|三轮车}发生刮擦，双方等候处理", "维持现场，移交交警处理"),
    ("报警人称停放的车辆被{刮蹭|碰撞}，对方车辆驶离", "登记车辆情况，移交交警处理"),
    ("路口{货车掉头|红绿灯故障|多车抢行}造成拥堵，请求疏导", "现场疏导后恢复通行"),
    ("倒车时撞上{路边护栏|院墙|门口石墩}，无人受伤", "车主与产权方协商赔偿"),
    ("外卖骑手{雨天路滑|避让行人}摔倒，车辆受损", "骑手无大碍，自行离开"),
];

const NOISE: &[Pair] = &[
    ("群众反映附近{深夜唱歌|打牌喧哗|聚会吵闹}，影响休息", "现场劝止，声音停下"),
    ("住户反映{工地夜间施工|店铺音响外放|广场舞音乐过大}扰民", "责令调低音量，当场改正"),
    ("报警人称{隔壁|楼上|对面院里}半夜吵闹，无法入睡", "上门提醒，住户答应安静"),
    ("群众反映巷内{狗叫不停|摩托车轰油门|叫卖喇叭}扰民", "找到当事人，当场制止并告诫"),
];

const PETTY_THEFT: &[Pair] = &[
    ("报警人称停在院内的电动车{电瓶|坐垫|充电器}被盗", ""),
    ("报警人发现放在门口的{快递|鞋子|工具箱}不见，疑被偷", ""),
    ("店主称店内{香烟|饮料|零钱}被人顺手拿走，有监控", ""),
    ("住户称晾在外面的{衣物|被子}丢失，怀疑被人拿走", ""),
];

const PUBLIC_ORDER: &[Pair] = &[
    ("多人在{烧烤摊|棋牌室|路边}发生推搡打架，有人轻微受伤", ""),
    ("报警人称被人{推打|辱骂并追赶|扔东西砸}，请求出警", ""),
    ("群众举报有人在{出租屋|棋牌室|店铺里间}聚众打牌赌钱", ""),
    ("男子酒后在{店内|巷口|院门口}闹事，摔打物品", "约束至酒醒，接受批评教育"),
    ("报警人称有人{敲门滋扰|尾随|偷看窗内}，心里害怕", ""),
    ("报警人称车辆被人{故意划伤|扎破轮胎}，请求调查", ""),
];

const THEFT: &[Pair] = &[
    ("住户回家发现{门锁被撬|窗户被撬}，屋内{现金|首饰|电脑}被盗", ""),
    ("报警人停放在{楼下|巷口|院内}的电动车整车被盗", ""),
    ("店主早晨开门发现店内被盗，丢失{现金|香烟|手机}一批", ""),
    ("报警人称在{车站|市场|超市}被扒窃手机一部", ""),
];

const CRIMINAL: &[Pair] = &[
    ("报警人称被多人殴打致{头部|手臂}受伤，已送医", ""),
    ("报警人称在{网上交易|租房交定金|介绍工作}时被人骗走现金", ""),
    ("有人在巷内{抢走手机|抢走挎包}后逃跑，请求追查", ""),
    ("店主来电称遭人{威胁索要钱财|上门强收费用}", ""),
];

const TELECOM_FRAUD: &[Pair] = &[
    ("报警人称刷单返利被骗{三千余元|八千余元|两万余元}", ""),
    ("报警人接到冒充{客服|银行|公检法}电话，已转账{五千余元|一万余元}", "已上报止付，告知后续流程"),
    ("报警人称网上{贷款|买游戏装备|租房}先交费用后被拉黑", ""),
    ("报警人正与疑似骗子通话，家属请求{劝阻|上门提醒}", "劝阻成功，未造成损失"),
    ("报警人称被冒充{熟人|领导|老师}借钱，转账后发现被骗", ""),
    ("群众收到{退款|积分兑换|医保停用}短信，点开链接后钱被转走", ""),
];

const LOST_PROPERTY: &[Pair] = &[
    ("报警人称手机遗失在{公交车上|饭馆|市场附近}，请求查找", ""),
    ("报警人称{钱包|背包|身份证}在路上丢失，请求帮助", ""),
    ("报警人把{行李箱|手提袋|电脑包}忘在出租车上", "联系上司机，物品已送回"),
    ("群众捡到{手机|钱包|钥匙串}一件，送到派出所", "联系失主，核对后领回"),
    ("骑车途中掉落{快递包裹|工具包|头盔}，请求查看监控", "查看监控后找到，已领回"),
];

const MISSING_PERSON: &[Pair] = &[
    ("家属称老人{下午|早晨|晚饭后}出门未归，手机打不通", "在附近找到，平安送回"),
    ("家长称孩子放学后{一直未回家|与同学走散|不接电话}", "在同学家中找到，家长接回"),
    ("家属称家人{留下字条|争吵后}离家，担心出事", "联系上本人，平安无事"),
    ("群众发现一名{幼儿|老人}独自在路边，说不清住址", "查到家人，已当面接回"),
];

const FIRE_HAZARD: &[Pair] = &[
    ("住户反映院内{电动车充电处|电表箱|配电线}冒烟，有焦味", "及时断电，无人员受伤"),
    ("群众反映有人{飞线充电|推车上楼充电|在过道充电}，存在隐患", "当场拆除，教育当事人"),
    ("厨房{油锅起火|灶台起火}，住户请求救援", "明火已扑灭，无人员受伤"),
    ("群众反映巷内{垃圾堆|废纸箱|杂草}起火，烟雾较大", "用灭火器扑灭，未蔓延"),
    ("住户称屋内{燃气味很重|插座打火|线路发烫}，不敢入内", "关阀断电，通知专业人员检修"),
];

const COMPLAINT: &[Pair] = &[
    ("群众举报某出租房{未登记租客|私设群租隔断|留宿人员不登记}", "现场核查，责令补登记"),
    ("群众举报附近{店铺长期占道经营|网吧接纳未成年人|旅馆入住不登记}", "移交有关部门核查"),
    ("群众反映路边有人{发小广告|推销可疑药品|违规放鞭炮}", "现场制止并教育"),
    ("来电人对{办事等候时间|此前处理结果}有意见，要求答复", "已当面解释，来电人表示理解"),
];

const OTHER: &[Pair] = &[
    ("来电咨询{居住证办理|户口迁移|身份证补办}所需材料", "已告知所需材料和办理时间"),
    ("来电反映{路灯不亮|垃圾未清运|下水道堵塞}，请求转告", "已转村委会处理"),
    ("来电咨询{养犬登记|租房登记|无犯罪证明}怎样办理", "已告知办理流程"),
    ("来电人拨错电话，{未反映具体事情|称孩子误拨}，回访确认", "回访确认无警情"),
    ("群众请求到场{见证交接物品|协助核实情况}，不属于警情", "说明职责范围，当事人理解"),
];

const REPEATED: &[Pair] = &[
    ("另有群众来电反映同一处的同一件事", "与前一警情相同，合并处理"),
    ("同一报警人再次来电，询问民警何时到达", "告知民警已在途中，合并处理"),
    ("附近住户来电，所述情况与前一警情相同", "与前一警情相同，合并处理"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_taken() {
        let mut chance = Chance::seeded(1);
        let told = chosen("甲{乙|丙}丁", &mut chance);
        assert!(told == "甲乙丁" || told == "甲丙丁");
        assert_eq!(chosen("平安", &mut chance), "平安");
    }

    #[test]
    fn reports_have_a_readable_length() {
        let mut chance = Chance::seeded(2);
        let disputes = DisputeType::ALL.into_iter().map(|kind| (Some(kind), Category::Dispute));
        let others = Category::ALL.into_iter().map(|category| (None, category));
        for (kind, category) in disputes.chain(others) {
            for round in 0..300 {
                let shop = if round % 2 == 0 { "某服装店" } else { "" };
                let told = match kind {
                    Some(kind) => dispute(kind, shop, &mut chance),
                    None => story(category, round % 3 == 0, &mut chance),
                };
                let length = told.summary.chars().count();
                assert!((12..=40).contains(&length), "{length} {}", told.summary);
                assert!(!told.summary.contains(['{', '|', '}']));
            }
        }
    }
}
