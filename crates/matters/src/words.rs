//! What every matter says, in both languages.

use crate::rules::{Effect, MergeKind, Obstacle, ReferralStage, UrgeLevel};
use base::Lang;
use calendar::{Unit, Why};
use journal::Entry;

include!("../../base/src/words_macro.rs");

mod deciding;

/// What a step of a clock does.
pub fn effect_label(lang: Lang, effect: Effect) -> &'static str {
    let w = words(lang);
    match effect {
        Effect::Warn => w.effect_warn(),
        Effect::Remind => w.effect_remind(),
        Effect::Alarm => w.effect_alarm(),
        Effect::Leader => w.effect_leader(),
        Effect::Chief => w.effect_chief(),
        Effect::Heads => w.effect_heads(),
    }
}

/// What a clock rule is called; the code itself where it is not one of ours.
pub fn clock_label(lang: Lang, rule: &str) -> &str {
    let w = words(lang);
    match rule {
        "dispatch" => w.clock_dispatch(),
        "station_sign" => w.clock_station_sign(),
        "first_sign" => w.clock_first_sign(),
        "officer_sign" => w.clock_officer_sign(),
        "assistant_sign" => w.clock_assistant_sign(),
        "set_out" => w.clock_set_out(),
        "arrive" => w.clock_arrive(),
        "process_feedback" => w.clock_process_feedback(),
        "final_feedback" => w.clock_final_feedback(),
        "review" => w.clock_review(),
        "correct" => w.clock_correct(),
        "answer" => w.clock_answer(),
        "answer_callback" => w.clock_answer_callback(),
        "stall" => w.clock_stall(),
        "referral_accept" => w.clock_referral_accept(),
        "referral_finish" => w.clock_referral_finish(),
        "referral_follow" => w.clock_referral_follow(),
        "confirm_withdrawal" => w.clock_confirm_withdrawal(),
        other => other,
    }
}

/// So many of a unit, in words.
pub(crate) fn unit_words(lang: Lang, unit: Unit, count: i64) -> String {
    let w = words(lang);
    match unit {
        Unit::Second if count % 86_400 == 0 && count > 0 => w.so_many_days(count / 86_400),
        Unit::Second if count % 3_600 == 0 && count > 0 => w.so_many_hours(count / 3_600),
        Unit::Second if count % 60 == 0 && count > 0 => w.so_many_minutes(count / 60),
        Unit::Second => w.so_many_seconds(count),
        Unit::Day => w.so_many_days(count),
        Unit::WorkingDay => w.so_many_workdays(count),
        Unit::Month => w.so_many_months(count),
        Unit::Year => w.so_many_years(count),
    }
}

/// Why a day is counted, or is not.
pub(crate) fn why_words(lang: Lang, why: &Why) -> String {
    let w = words(lang);
    match why {
        Why::Start => w.why_start().to_owned(),
        Why::Counted => w.why_is_counted().to_owned(),
        Why::Weekend => w.why_weekend().to_owned(),
        Why::Holiday(name) => w.why_holiday(name),
        Why::MakeUp(name) => w.why_make_up(name),
        Why::Paused(label) => w.why_paused(label),
        Why::RolledOver(Some(name)) => w.why_rolled(name),
        Why::RolledOver(None) => w.why_rolled_weekend().to_owned(),
        Why::Last => w.why_last().to_owned(),
        Why::Folded => w.why_folded().to_owned(),
    }
}

/// How far a hand-over to another body is.
pub fn referral_label(lang: Lang, state: ReferralStage) -> &'static str {
    let w = words(lang);
    match state {
        ReferralStage::Pushed { .. } => w.referral_pushed(),
        ReferralStage::Accepted { .. } => w.referral_accepted(),
        ReferralStage::Returned { .. } => w.referral_returned(),
        ReferralStage::Done { .. } => w.referral_done(),
        ReferralStage::Recalled { .. } => w.referral_recalled(),
    }
}

/// Why two matters are one.
pub fn merge_label(lang: Lang, kind: MergeKind) -> &'static str {
    let w = words(lang);
    match kind {
        MergeKind::Repeat => w.merge_repeat(),
        MergeKind::Chasing => w.merge_chasing(),
        MergeKind::OfficerCall => w.merge_officer_call(),
        MergeKind::Nuisance => w.merge_nuisance(),
    }
}

/// What a level of urging is called.
pub fn urge_label(lang: Lang, level: UrgeLevel) -> &'static str {
    let w = words(lang);
    match level {
        UrgeLevel::Urge => w.level_urge(),
        UrgeLevel::Supervise => w.level_supervise(),
        UrgeLevel::Yellow => w.level_yellow(),
        UrgeLevel::Red => w.level_red(),
        UrgeLevel::Callback => w.level_callback(),
    }
}

/// What stood in the way.
pub fn obstacle_label(lang: Lang, kind: Obstacle) -> &'static str {
    let w = words(lang);
    match kind {
        Obstacle::NoAssistant => w.obstacle_no_assistant(),
        Obstacle::NoOfficer => w.obstacle_no_officer(),
        Obstacle::UnknownPlace => w.obstacle_unknown_place(),
        Obstacle::SlowBody => w.obstacle_slow_body(),
        Obstacle::UnclearDuty => w.obstacle_unclear_duty(),
        Obstacle::NoMeans => w.obstacle_no_means(),
        Obstacle::Other => w.obstacle_other(),
    }
}

/// What an act of this room or of a clock did, as one sentence; `None` for acts of other rooms.
pub fn sentence(lang: Lang, entry: &Entry, name: impl Fn(&str) -> String) -> Option<String> {
    let w = words(lang);
    let text = |field: &str| entry.particulars[field].as_str().unwrap_or_default().to_owned();
    let rule = text("rule");
    let clock = clock_label(lang, &rule);
    let seat = people::Seat::from_code(&text("seat"));
    let seat = seat.map_or("", |seat| people::seat_label(lang, seat));
    Some(match entry.act.as_str() {
        "clocks.warn" => w.did_warn(clock),
        "clocks.chief" | "clocks.heads" => w.did_tell_leader(clock),
        "matters.stalled" => w.did_stall(&entry.particulars["days"]),
        "matters.extend" => w.did_extend(clock, &entry.particulars["minutes"]),
        "matters.obstacle" => {
            let kind = Obstacle::from_code(&text("kind"));
            w.did_obstacle(kind.map_or("", |kind| obstacle_label(lang, kind)))
        }
        "clocks.remind" => w.did_remind(clock),
        "clocks.alarm" => w.did_alarm(clock),
        "clocks.leader" => w.did_tell_leader(clock),
        "matters.reseat" => w.did_reseat(seat, name(&text("from")), name(&text("to"))),
        "matters.note" => w.did_note().to_owned(),
        "matters.urge" => {
            let level = UrgeLevel::from_code(&text("level")).unwrap_or(UrgeLevel::Urge);
            w.did_urge(urge_label(lang, level), seat, name(&text("to")))
        }
        "matters.answer" => w.did_answer().to_owned(),
        "matters.joined" => {
            let kind = MergeKind::from_code(&text("kind"));
            w.did_join(text("from"), kind.map_or("", |kind| merge_label(lang, kind)))
        }
        "matters.parted" => w.did_part(text("from")),
        _ => return None,
    })
}

words! {
    edit_offices: "改请假和聘期" | "Edit leave and terms";
    take_post: "接班" | "Take over a post";
    urge: "催办" | "Urge";
    note: "加备注" | "Add a note";
    clock_dispatch: "派警时限" | "Time to dispatch";
    clock_station_sign: "所签收时限" | "Station's time to sign for";
    clock_first_sign: "首签时限" | "Time to the first signature";
    clock_officer_sign: "民警签收时限" | "Officer's time to sign for";
    clock_assistant_sign: "助理签收时限" | "Assistant's time to sign for";
    clock_set_out: "出警时限" | "Time to set out";
    clock_arrive: "到场时限" | "Time to arrive";
    clock_process_feedback: "过程反馈时限" | "Time to first feedback";
    clock_final_feedback: "结果反馈时限" | "Time to final feedback";
    clock_review: "审核时限" | "Time to review";
    clock_correct: "补正时限" | "Time to correct";
    clock_referral_accept: "受理时限" | "Time to accept the hand-over";
    clock_referral_finish: "移交办结时限" | "Time to finish the hand-over";
    clock_referral_follow: "移交跟进" | "Follow the hand-over up";
    clock_confirm_withdrawal: "撤警确认时限" | "Time to confirm the withdrawal";
    answer_referral: "答复移交" | "Answer a hand-over";
    referral_pushed: "已推送" | "Pushed";
    referral_accepted: "已受理" | "Accepted";
    referral_returned: "已退回" | "Returned";
    referral_done: "已办结" | "Done";
    referral_recalled: "已收回" | "Taken back";
    referral_state(state): "这次移交现在是“{state}”，不能这样做" | "Not possible: the hand-over is “{state}”";
    already_pushed: "已经移交给这个单位，正在等它" | "This body has it already";
    merge_repeat: "重复报警" | "Called in again";
    merge_chasing: "警情催办" | "Caller chases it";
    merge_officer_call: "民警反馈" | "Officer calls in";
    merge_nuisance: "多次骚扰" | "Nuisance calls";
    merge_itself: "不能并入自己" | "Cannot be merged into itself";
    merge_ended: "要并入的警情已经结束，请重新选" | "The other one has ended; please choose again";
    merge_has_repeats: "有别的警情并入了这一件，请先拆开" | "Others were merged into this one; please part them first";
    did_join(from, kind): "{from} 并入本件：{kind}" | "{from} merged into this one: {kind}";
    did_part(from): "{from} 从本件拆开" | "{from} parted from this one";
    act_give: "写交接、签字" | "Write and sign";
    give_title(seat): "交{seat}的班" | "Hand over as {seat}";
    not_your_post: "这个岗现在不是你" | "You do not hold this post";
    sheet_title: "交接班记录" | "Shift sheet";
    sheet_look: "要注意什么" | "What to look at";
    sheet_absent(why): "交班人没有签字：{why}" | "Not signed by the outgoing holder: {why}";
    sheet_mine: "你已签字，等接班的人签字：" | "You have signed; whoever takes over signs next:";
    absent: "交班人不能签字的原因" | "Why the outgoing holder cannot sign";
    not_signed: "交班的人还没有签字；确实不能签的，写明原因" | "The outgoing holder has not signed; if they cannot, say why";
    sheet_open(n): "在办 {n} 件" | "{n} open";
    sheet_from: "交班：" | "Outgoing:";
    sheet_to: "接班：" | "Incoming:";
    sheet_waiting: "交班的人已签字：" | "Written and signed by the outgoing holder:";
    print: "打印" | "Print";
    printed_at(time): "打印时间 {time}" | "Printed {time}";
    act_extend: "延期" | "Put the limit off";
    act_obstacle: "报难点" | "Say what stands in the way";
    extend_minutes: "延多少分钟" | "By how many minutes";
    extend_never: "这个时限不能延" | "This limit cannot be put off";
    extend_late: "已经超时，不能再延" | "The limit has passed";
    extend_higher: "再次延期要上一级领导批" | "A further extension needs a higher role";
    extend_cap(left): "最多还能延 {left} 分钟" | "At most {left} more minutes";
    no_clock: "现在没有时限在走" | "No limit runs now";
    obstacles_title: "难点清单" | "Obstacles";
    obstacles_note: "只列难在哪里、哪个村，不列人。" | "What stood in the way, and where; never who.";
    obstacles_empty: "这个月没有记到难点。" | "Nothing stood in the way this month.";
    obstacle_kind: "难在哪里" | "What stands in the way";
    obstacle_text: "说明" | "In words";
    obstacle_no_assistant: "没有值班助理" | "No assistant on duty";
    obstacle_no_officer: "值班民警不够" | "Not enough officers on duty";
    obstacle_unknown_place: "登记里没有这个地点" | "Place not in the register";
    obstacle_slow_body: "其他部门慢" | "Another body slow";
    obstacle_unclear_duty: "职责不清" | "Unclear duty";
    obstacle_no_means: "车辆装备不够" | "Vehicles or equipment lacking";
    obstacle_other: "其他难点" | "Other";
    month: "月份" | "Month";
    previous_month: "上个月" | "Previous month";
    next_month: "下个月" | "Next month";
    village_unknown: "村不明" | "Village unknown";
    total: "合计" | "Total";
    did_warn(clock): "时限过了七成：{clock}" | "Seven tenths gone: {clock}";
    did_stall(days): "{days} 天没有进展，已报督办和所长" | "No movement for {days} days, told up the ladder";
    did_extend(clock, minutes): "{clock}延期 {minutes} 分钟" | "{clock} put off by {minutes} min";
    did_obstacle(kind): "难点：{kind}" | "Obstacle: {kind}";
    did_remind(clock): "到点提醒：{clock}" | "Reminder: {clock}";
    did_alarm(clock): "超时报警：{clock}" | "Alarm, over time: {clock}";
    did_tell_leader(clock): "超时，已报带班所领导：{clock}" | "Over time, leader on duty told: {clock}";
    did_reseat(seat, from, to): "{seat}由{from}换成{to}" | "{seat} changed from {from} to {to}";
    did_note: "备注" | "Note";
    did_urge(level, seat, to): "{level}{seat} {to}" | "{level} to the {seat} {to}";
    level_urge: "催办" | "Urge";
    level_supervise: "督办" | "Supervision";
    level_yellow: "黄牌督办" | "Yellow card";
    level_red: "红牌督办" | "Red card";
    level_callback: "回访整改" | "Call back";
    effect_warn: "预警" | "warning";
    effect_remind: "提醒" | "reminder";
    effect_alarm: "超时报警" | "alarm";
    effect_leader: "报带班所领导" | "to the leader on duty";
    effect_chief: "报所长" | "to the chief";
    effect_heads: "报所长和街道组长" | "to the two leaders";
    level_too_high: "你的身份只能发较低的级别，请重新选" | "Your role sends lower levels only; please choose again";
    urge_level: "哪一级" | "Level";
    clock_answer: "回复时限" | "Time to answer";
    clock_answer_callback: "回电回复时限" | "Time to answer a call-back";
    clock_stall: "没有进展" | "No movement";
    kept_reads: "查阅记录，从查阅起" | "Who read what, from then on";
    kept_as_log: "网络安全法第21条：日志不少于六个月；本系统默认三年" | "Cybersecurity Law art. 21: logs for six months at least; three years by our own default";
    spelt_seconds: "秒" | "s";
    spelt_min: "分" | "min";
    spelt_minutes: "分钟" | "minutes";
    spelt_hours: "小时" | "h";
    spelt_days: "日" | "days";
    spelt_workdays: "个工作日" | "working days";
    spelt_months: "个月" | "months";
    spelt_years: "年" | "years";
    spelt_limit: "（时限）" | " (limit)";
    spelt_join: "；" | "; ";
    rule_clocks: "时限" | "Clocks";
    rule_clocks_hint: "一行一级：哪个时限，哪一级（各级、1、2、3、4），提醒和时限，依据。例：派警时限　各级　1分 提醒；2分 超时报警（时限）；5分 报带班所领导　本所规定。数字后写秒、分、小时，或日、个工作日；一行用一种。撤警确认从零点算起：8小时就是早八点。正在走的时限不变。" | "A row for each level: which clock, which level (every, 1, 2, 3, 4), the steps, where it comes from. For instance: Time to dispatch, every, 1 min reminder; 2 min alarm (limit), the station's own. Write s, min, h, or days, working days; one kind in a row. Withdrawals are confirmed by a time of the day: 8 h is eight in the morning. What runs already keeps its limit.";
    rule_clock: "哪个时限" | "Clock";
    rule_level: "哪一级" | "Level";
    rule_every_level: "各级" | "every";
    rule_steps: "提醒和时限" | "Steps";
    rule_extensions: "最多延期" | "Extensions";
    rule_extensions_hint: "一行一个：哪个时限，一共最多延多久，依据。" | "A row each: which clock, by how much at most in all, where it comes from.";
    rule_most: "最多延" | "At most";
    row_clock: "没有这个时限" | "There is no such clock";
    row_level: "级别写各级、1、2、3 或 4" | "The level is every, 1, 2, 3 or 4";
    row_steps: "提醒和时限看不懂：数字、单位、做什么，后一步要晚于前一步，只有一个时限，最多八步" | "The steps cannot be read: number, unit, what happens; each later than the one before, one limit, at most eight";
    row_hours: "这个时限只能写秒、分、小时" | "This clock is written in s, min or h";
    row_time_of_day: "撤警确认从零点算起，写到几点为止，最多 24 小时" | "The withdrawal is confirmed by a time of the day, counted from midnight: 24 h at most";
    row_most: "写数字和秒、分或小时" | "Write a number and s, min or h";
    did_answer: "回复催办" | "Answered the urge";
    no_posts: "还没有排好盯办、主办、督办三个岗，请先排班" | "The three posts have not been filled yet; please fill the roster first";
    ends_in_the_past: "结束时间已经过了" | "The end has already passed";
    cannot_stand_in: "接替的人要是同样身份，或者能坐他坐的席位的人" | "The substitute has the same office, or may hold every seat that theirs may";
    substitute_out_of_office: "接替的人现在不在岗，请换一个" | "The substitute is not in office; please choose another";
    substitute_needed: "手上还有在办的事，要写谁接替" | "There are open matters in hand; please name a substitute";
    roster_too_thin: "这样就凑不齐盯办、主办、督办三个人，不能请假" | "Three different people could no longer fill the seats; leave is refused";
    cannot_sit: "你的身份不能接这个岗" | "Your role cannot take this post";
    already_there: "这个岗现在就是你" | "You hold this post already";
    matter_ended: "这件事已经办结" | "This matter has ended";
    urge_answered: "这次催办已经回复过" | "This urge has been answered";
    must_read: "请先看清在办的事，再打勾签字" | "Please look through the open matters and tick to sign";
    note_text: "备注内容" | "Note";
    urge_seat: "催谁" | "Whom";
    urge_text: "问什么" | "What to ask";
    answer: "回复" | "Answer";
    answer_text: "怎么样了" | "How it stands";
    start_leave: "请假" | "Begin leave";
    end_leave: "销假" | "End leave";
    substitute: "谁接替" | "Substitute";
    until: "到什么时候" | "Until";
    set_term: "改聘期" | "Change term";
    reason: "原因" | "Reason";
    seat: "哪个岗" | "Which post";
    have_read: "在办的事我看清了，从现在起由我负责" | "I have looked through the open matters; from now on they are mine";
    people_title: "人员和排班" | "People and roster";
    on_leave_until(time): "请假到 {time}" | "on leave until {time}";
    out_of_office: "不在岗" | "not in office";
    in_office: "在岗" | "in office";
    valid_until(time): "到 {time}" | "until {time}";
    no_end: "长期" | "no end";
    staff_title: "人员" | "People";
    who: "姓名" | "Name";
    standing: "身份和聘期" | "Role and term";
    status: "现在" | "Now";
    alarms_title: "有岗位没人能接" | "A seat nobody can take";
    alarm_line(name): "{name}的聘期已到，手上的岗没人能接，请尽快补人" | "{name}'s term has ended and nobody can take the seat; please appoint somebody";
    handovers_title: "交接班" | "Hand-over of shifts";
    post_line(name, count): "{name}，在办 {count} 件" | "{name}, {count} open";
    take_title(seat): "接{seat}的班" | "Take over as {seat}";
    open_title: "在办的事" | "Open matters";
    past_title: "最近的交接" | "Recent hand-overs";
    past_line(seat, from, to, count): "{seat}：{from} 交给 {to}，{count} 件" | "{seat}: {from} to {to}, {count} matters";
    none_yet: "还没有。" | "None yet.";
    number: "编号" | "Number";
    matter: "事项" | "Matter";
    due: "时限" | "Limit";
    take_rights: "停用权限和账号" | "Suspend rights, close accounts";
    suspend: "暂停" | "Suspend";
    suspended: "暂停" | "suspended";
    close_account: "销号" | "Close the account";
    term: "谁的哪个身份" | "Whose term";
    prolong_term: "延长聘期" | "Prolong a term";
    renew_instead: "聘书到期要续聘，请到“聘书”里办" | "A certificate is renewed; do that under Certificates";
    propose: "提交，等另一个人确认" | "Propose; another person confirms";
    last_administrator: "这是最后一位这样的管理员，先任命接任的人" | "This is the last administrator of the kind; appoint a successor first";
    administrators_term: "管理员的任期不在这里改：由安全管理员暂停或者销号，至少留一位" | "An administrator’s term is not changed here: the security administrator suspends them or closes the account, and one stays";
    cancel_leave: "取消请假" | "Cancel the leave";
    readers_title: "谁看过" | "Who opened it";
    readers_note: "同一个人一小时记一次。经办的三个人和所领导能看到这张表。" | "Once an hour for each person. The three who answer for the matter and the leaders see this list.";
    no_readers: "还没有人看过。" | "Nobody has opened it yet.";
    read_at: "什么时候" | "When";
    own_account: "不能销自己的账号" | "One cannot close one’s own account";
    leave_from: "从什么时候起（空着就是现在）" | "From (empty: now)";
    ends_before_it_begins: "结束要晚于开始" | "It must end after it begins";
    leave_planned(from, until): "{from} 至 {until} 请假" | "on leave {from} to {until}";
    to_roster: "看排班" | "To the roster";
    why_title: "为什么是这天" | "Why this date";
    why_due: "到期" | "Due";
    why_rule: "依据" | "Rule";
    why_from: "起算" | "From";
    why_limit: "期限" | "Limit";
    why_extended: "延过" | "Put off by";
    why_who: "谁能延" | "Who may put it off";
    why_day: "日期" | "Day";
    why_counted: "第几天" | "Count";
    why_why: "算不算" | "Counted or not";
    rule_source(source, version): "{source}（第 {version} 版）" | "{source} (version {version})";
    stands_still: "中止中，不计时" | "Paused; it does not run";
    may_extend(cap): "第一次由经办人延，第二次由带班所领导或所长，再延只能所长；合计最多 {cap}" | "The first by whoever handles it, the second by the leader on duty or the chief, further only by the chief; at most {cap} in all";
    may_not_extend: "这个期限不能延" | "This limit cannot be put off";
    provisional(year): "{year} 年的放假通知还没有录入，这个日期是暂定的。" | "The notice for {year} has not been entered; this date is provisional.";
    days_from_to(from, to): "{from} 至 {to}" | "{from} to {to}";
    counted(number): "{number}" | "{number}";
    so_many_seconds(count): "{count} 秒" | "{count} s";
    so_many_minutes(count): "{count} 分钟" | "{count} min";
    so_many_hours(count): "{count} 小时" | "{count} h";
    so_many_days(count): "{count} 天" | "{count} days";
    so_many_workdays(count): "{count} 个工作日" | "{count} working days";
    so_many_months(count): "{count} 个月" | "{count} months";
    so_many_years(count): "{count} 年" | "{count} years";
    why_start: "起算，当天不算" | "start; the day itself is not counted";
    why_is_counted: "算" | "counted";
    why_weekend: "周末，不算" | "weekend, not counted";
    why_holiday(name): "{name}，不算" | "{name}, not counted";
    why_make_up(name): "{name}调休上班，算" | "make-up day for {name}, counted";
    why_paused(label): "中止：{label}，不算" | "paused: {label}, not counted";
    why_rolled(name): "最后一天逢{name}，顺延" | "the last day falls on {name} and moves on";
    why_rolled_weekend: "最后一天逢周末，顺延" | "the last day falls on a weekend and moves on";
    why_last: "最后一天" | "last day";
    why_folded: "中间略" | "left out here";
}
