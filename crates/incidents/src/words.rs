//! What the room of incidents says, in both languages.

pub(crate) mod checklists;
pub(crate) mod clocks;
pub(crate) mod codes;

use crate::rules::{Channel, Danger, Flag, Score, Stage, StampKind, ThanksKind};
use base::Lang;

include!("../../base/src/words_macro.rs");

mod life;
mod rule_tables;

/// What a state is called.
pub fn stage_label(lang: Lang, stage: Stage) -> &'static str {
    let w = words(lang);
    match stage {
        Stage::Waiting => w.waiting(),
        Stage::Dispatched => w.dispatched(),
        Stage::Signed => w.signed(),
        Stage::EnRoute => w.en_route(),
        Stage::OnScene => w.on_scene(),
        Stage::Cleared => w.cleared(),
        Stage::Reported => w.reported(),
        Stage::Returned => w.returned(),
        Stage::Closed => w.closed(),
        Stage::Recorded => w.recorded(),
        Stage::Referred => w.referred(),
        Stage::Withdrawing => w.withdrawing(),
        Stage::Withdrawn => w.withdrawn(),
        Stage::Merged => w.merged(),
    }
}

/// What the step of an order with this code is called; nothing where there is none.
pub fn step_label(lang: Lang, code: &str) -> &'static str {
    StampKind::from_code(code).map_or("", |kind| stamp_label(lang, kind))
}

/// What a step of an order is called.
pub(crate) fn stamp_label(lang: Lang, kind: StampKind) -> &'static str {
    let w = words(lang);
    match kind {
        StampKind::Reached => w.step_reached(),
        StampKind::Signed => w.step_signed(),
        StampKind::SetOut => w.step_set_out(),
        StampKind::Arrived => w.step_arrived(),
        StampKind::Cleared => w.step_cleared(),
        StampKind::ByTelephone => w.step_by_telephone(),
    }
}

/// What a danger is called.
pub(crate) fn danger_label(lang: Lang, danger: Danger) -> &'static str {
    let w = words(lang);
    match danger {
        Danger::Weapon => w.flag_weapon(),
        Danger::Injury => w.flag_injury(),
        Danger::Drink => w.flag_drink(),
        Danger::DomesticViolence => w.flag_domestic(),
    }
}

/// What a tick of the desk is called.
pub(crate) fn flag_label(lang: Lang, flag: Flag) -> &'static str {
    let w = words(lang);
    match flag {
        Flag::Weapon => w.flag_weapon(),
        Flag::Injury => w.flag_injury(),
        Flag::Drink => w.flag_drink(),
        Flag::DomesticViolence => w.flag_domestic(),
        Flag::Minor => w.flag_minor(),
        Flag::Secret => w.flag_secret(),
    }
}

/// What the caller thinks of it.
pub(crate) fn score_label(lang: Lang, score: Score) -> &'static str {
    let w = words(lang);
    match score {
        Score::Satisfied => w.score_satisfied(),
        Score::Fair => w.score_fair(),
        Score::Dissatisfied => w.score_dissatisfied(),
    }
}

/// By which way somebody is asked.
pub(crate) fn channel_label(lang: Lang, channel: Channel) -> &'static str {
    let w = words(lang);
    match channel {
        Channel::Telephone => w.channel_telephone(),
        Channel::Text => w.channel_text(),
        Channel::Visit => w.channel_visit(),
    }
}

/// How somebody says thanks.
pub(crate) fn thanks_label(lang: Lang, kind: ThanksKind) -> &'static str {
    let w = words(lang);
    match kind {
        ThanksKind::Praise => w.thanks_praise(),
        ThanksKind::Banner => w.thanks_banner(),
    }
}

/// 一 二 三 四, or the digit.
pub(crate) fn level_mark(lang: Lang, level: i64) -> &'static str {
    let w = words(lang);
    match level {
        1 => w.mark_1(),
        2 => w.mark_2(),
        3 => w.mark_3(),
        _ => w.mark_4(),
    }
}

words! {
    waiting: "待派" | "Waiting";
    dispatched: "已派" | "Dispatched";
    signed: "已签收" | "Signed for";
    en_route: "已出警" | "On the way";
    on_scene: "已到场" | "At the scene";
    cleared: "处置完毕" | "Done at the scene";
    reported: "待审核" | "To review";
    returned: "退回补正" | "Sent back";
    closed: "已结" | "Closed";
    recorded: "已录入" | "Recorded";
    referred: "移交中" | "Handed over";
    withdrawing: "撤警待确认" | "Withdrawal to confirm";
    withdrawn: "已撤警" | "Withdrawn";
    merged: "已合并" | "Merged";
    step_sent: "派警" | "Sent";
    step_reached: "系统到达" | "Reached";
    step_signed: "签收" | "Signed for";
    step_set_out: "出警" | "Set out";
    step_arrived: "到场" | "Arrived";
    step_cleared: "处置完毕" | "Done";
    step_by_telephone: "电话处置" | "Dealt with by telephone";
    mark_1: "一" | "1";
    mark_2: "二" | "2";
    mark_3: "三" | "3";
    mark_4: "四" | "4";
    level_label(mark): "{mark}级警情" | "Level {mark}";
    flag_weapon: "有凶器" | "Weapon";
    flag_injury: "有人受伤" | "Injury";
    flag_drink: "有人喝了酒" | "Drink";
    flag_domestic: "家庭暴力" | "Domestic violence";
    flag_minor: "涉未成年人" | "Minors involved";
    flag_secret: "要求保密" | "Asks for secrecy";
    log: "接警" | "Intake";
    read: "看警情" | "Read incidents";
    watch: "看指挥台" | "Watch the board";
    dispatch: "派警" | "Dispatch";
    call_assistant: "通知助理" | "Call the assistant";
    declare_safe: "现场安全" | "Scene is safe";
    carry_out: "办理派警单" | "Carry out orders";
    feed_back: "反馈" | "Feed back";
    review: "审核结案" | "Review and close";
    classify: "改类别和级别" | "Change kind and level";
    uncover: "看报警人号码" | "Uncover the caller's number";
    unknown_code: "没有这个选项，请重新选" | "There is no such choice; please choose again";
    unknown_place: "登记里没有这个地点，请重新选或者直接写" | "This place is not in the register; please choose again or type it";
    place_needed: "要写地点" | "Please say where";
    source_needed: "请选来源" | "Please choose the source";
    summary_needed: "要写发生了什么" | "Please say what happened";
    kind_needed(label): "请确认类别，按描述像是“{label}”" | "Please confirm the kind; it sounds like “{label}”";
    kind_needed_plain: "请选类别" | "Please choose the kind";
    level_needed: "请选级别" | "Please choose the level";
    outer_number_needed: "110派警要写接警单编号" | "Orders of 110 need their number";
    outer_number_known(number): "这个接警单编号已经登记为 {number}" | "This number is already here as {number}";
    in_the_future: "时间在将来，请改" | "The time lies in the future; please correct it";
    before_sent: "时间早于派警，请改" | "The time lies before the order was sent; please correct it";
    out_of_order: "和前后步骤的时间对不上，请改" | "The time does not fit the steps before and after; please correct it";
    already_signed: "所里已经签收" | "The station has signed already";
    already_stamped(step): "“{step}”已经记过，时间不对请用更正" | "“{step}” is there already; use a correction if the time is wrong";
    nothing_to_correct: "这一步还没有记录，没有可更正的" | "This step has no stamp yet; there is nothing to correct";
    order_ended: "这张派警单已经结束" | "This order has ended";
    assistants_only: "只有警务助理的派警单才记电话答复" | "Only assistants' orders take telephone answers";
    not_in_this_state(state): "现在是“{state}”，不能这样做" | "Not possible in the state “{state}”";
    nobody_named: "请至少选一个人" | "Please choose at least one person";
    already_sent(name): "{name}已经派了" | "{name} has been sent already";
    not_on_duty: "选的人现在不在班，请重新选" | "Somebody chosen is not on duty; please choose again";
    police_only_needs_reason: "纠纷只派民警、不叫助理，请写原因" | "A dispute sent to police alone needs a reason";
    assistant_blocked(danger): "{danger}：民警报告现场安全之前不叫助理" | "{danger}: no assistant before an officer reports the scene safe";
    assistant_called: "值班助理已经通知过" | "The assistant on duty has been called already";
    no_assistant_on_duty: "这个村现在没有值班助理" | "No assistant is on duty in this village";
    no_danger: "这件警情没有需要解除的危险" | "This incident has no danger to lift";
    settled_or_why_not: "纠纷要现场化解，没化解请写原因" | "A dispute is settled at the scene, or says why not";
    feedback_needed: "请写处置情况" | "Please say what was done";
    closing_needs_another_officer: "经办人不能审核自己的警情，请别的民警审核" | "The handler cannot review; another officer must";
    orders_unfinished(n): "还有 {n} 张派警单没有处置完毕" | one "1 order is not finished" other "{n} orders are not finished";
    kind_undecided: "类别还是“待定”，请先定类别" | "The kind is still undecided; please decide it";
    field_summary: "发生了什么" | "What happened";
    field_place: "地点" | "Where";
    field_place_hint: "村、组、院号、店名，可打拼音首字母；说不清就写附近有什么" | "Village, lane, house, shop; pinyin or initials work; or just describe it";
    field_premises: "登记里的地点" | "Place in the register";
    field_village: "村" | "Village";
    field_kind: "类别" | "Kind";
    field_level: "级别" | "Level";
    field_source: "来源" | "Source";
    field_outer: "接警单编号" | "110 order number";
    field_reported: "报警时间" | "Reported at";
    field_flags: "情况" | "Circumstances";
    no_caller_here: "本站在共治端运行，不记报警人" | "This station runs on the shared network; no caller is taken";
    field_caller_name: "报警人" | "Caller";
    field_caller_phone: "电话" | "Telephone";
    field_receivers: "派给谁" | "Send whom";
    field_police_only: "只派民警的原因" | "Why police only";
    field_at: "时间" | "Time";
    field_step: "哪一步" | "Step";
    field_reason: "原因" | "Reason";
    field_return_code: "退单原因" | "Why it is returned";
    field_answer: "助理怎么答复" | "What the assistant answered";
    answer_accepted: "接了" | "Accepted";
    answer_none: "没接" | "No answer";
    answer_cannot: "来不了" | "Cannot come";
    field_words: "处置情况" | "What was done";
    field_progress: "现在什么情况" | "How it stands";
    field_kind_final: "反馈类别" | "Kind as it turned out";
    field_result: "处理结果" | "Result";
    field_settled: "说好了什么，一句话" | "What was agreed, in one line";
    outcome_title: "处理结果" | "How it came out";
    outcome_settled: "现场说好了" | "Agreed at the scene";
    outcome_final: "审核定为" | "Reviewed as";
    to_review: "去审核" | "Review";
    field_no_settlement: "没化解的原因" | "Why it was not settled";
    field_present: "谁在场" | "Who was there";
    field_feedback_village: "属地村社" | "Village it belongs to";
    field_crew_auxiliary: "辅警几人" | "Auxiliaries";
    field_crew_aide: "协理员几人" | "Security aides";
    field_crew_guard: "治保会几人" | "Security committee";
    field_crew_grid: "网格员几人" | "Grid workers";
    field_text: "文字" | "Text";
    field_state: "状态" | "State";
    field_open: "只看在办" | "Open only";
    field_from: "从哪天" | "From";
    field_to: "到哪天" | "To";
    field_after: "从哪一条往后" | "After";
    field_limit: "几条" | "How many";
    act_log_dispatch: "登记，去派警" | "Log, then send";
    act_draft: "存草稿" | "Save draft";
    act_discard: "清空" | "Clear";
    act_sign_station: "所里签收" | "Sign for the station";
    act_sign: "接了" | "I take it";
    act_set_out: "我出发了" | "I am on my way";
    act_arrive: "我到了" | "I am there";
    act_clear: "处置完了" | "Done here";
    act_by_telephone: "电话里处理好了" | "Settled by telephone";
    act_correct: "更正时间" | "Correct a time";
    act_give_back: "退单" | "Return the order";
    act_answer: "记电话答复" | "Write down the answer";
    act_bring: "带人" | "Who came along";
    act_silence: "静音" | "Silence";
    act_progress: "先报一句" | "First word";
    act_outcome: "结果反馈" | "Final feedback";
    act_settle: "现场化解" | "Settled at the scene";
    act_close: "结案" | "Close";
    act_send_back: "退回补正" | "Send back";
    act_uncover: "看号码" | "Show the number";
    did_log(place): "接警：{place}" | "Call logged: {place}";
    did_record(origin): "录入历史记录：{origin}" | "Past record entered: {origin}";
    did_sign_station: "所里签收" | "Signed for the station";
    did_dispatch(names): "派给{names}" | "Sent to {names}";
    did_dispatch_more(names): "增派{names}" | "Also sent {names}";
    did_call_assistant(names): "通知助理{names}" | "Called the assistant {names}";
    did_declare_safe: "报告现场安全" | "Reported the scene safe";
    did_stamp(receiver, step): "{receiver}：{step}" | "{receiver}: {step}";
    did_correct(receiver, step, from, to): "{receiver}：{step}由 {from} 更正为 {to}" | "{receiver}: {step} corrected from {from} to {to}";
    did_give_back(receiver): "{receiver}退单" | "{receiver} returned the order";
    did_answer(receiver, answer): "电话问{receiver}：{answer}" | "Telephoned {receiver}: {answer}";
    did_bring(receiver, crew): "{receiver}带{crew}" | "{receiver} brought {crew}";
    did_silence: "静音" | "Silenced";
    did_progress(words): "过程反馈：{words}" | "First feedback: {words}";
    did_outcome(words): "结果反馈：{words}" | "Final feedback: {words}";
    did_settle(words): "现场化解：{words}" | "Settled at the scene: {words}";
    did_close: "审核结案" | "Reviewed and closed";
    did_send_back: "退回补正" | "Sent back for correction";
    did_classify(kind, level): "改为{kind}，{level}级" | "Changed to {kind}, level {level}";
    did_uncover: "看了报警人号码" | "Uncovered the caller's number";
    by_link: "对方填写" | "By the body itself";
    field_body: "承办单位" | "Body";
    body_self: "本所自己办" | "The station itself";
    field_asked: "请对方办什么（对方只看到这些字）" | "What it is asked (it reads these words only)";
    field_agreed: "谁参加、怎么商定的" | "Who took part, and what was agreed";
    field_master: "并入哪一件（编号）" | "Into which (number)";
    field_merge_kind: "为什么是同一件" | "Why they are one";
    field_told: "怎么跟报警人说的" | "What the caller was told";
    field_done: "办得怎么样" | "What was done";
    field_thanks_kind: "表扬还是锦旗" | "Praise or banner";
    field_thanks: "写了什么" | "What it says";
    field_channel: "怎么问的" | "By which way";
    field_score: "是否满意" | "Satisfied?";
    field_solved: "问题解决了吗" | "Solved?";
    solved_yes: "解决了" | "solved";
    field_said: "他怎么说" | "In their words";
    field_cause: "什么事由" | "What it is";
    field_lane: "巷道（可不写，就是全村）" | "Lane (empty: the whole village)";
    field_starts: "从什么时候" | "From";
    field_ends: "到什么时候" | "Until";
    field_cause_line: "怎么跟报警人说，一句话" | "What to tell callers, in one line";
    did_other(act): "操作：{act}" | "Act: {act}";
    erased: "内容已依规删除" | "The content was erased lawfully";
    by_desk: "代录" | "Entered for them";
    by_device: "接口" | "By interface";
    by_import: "导入" | "Imported";
    board_title: "指挥台" | "Board";
    queue_title: "警情队列" | "Queue";
    queue_gone: "已离开队列" | "No longer here";
    queue_new: "有 {n} 条新警情" | "{n} new";
    queue_empty: "现在没有在办警情。新警情会自己出现在这里。" | "Nothing is open now. New calls appear here by themselves.";
    filter_open: "在办" | "Open";
    filter_waiting: "待派" | "Waiting";
    filter_review: "待审核" | "To review";
    filter_label: "筛选" | "Filter";
    count_label: "当前数量" | "Counts";
    count_open: "在办" | "open";
    count_waiting: "待派" | "waiting";
    count_overdue: "超时" | "over time";
    map_title: "地图" | "Map";
    map_note: "未接入底图，只显示村界和点位。" | "No base map; village outlines and points only.";
    detail_none: "从队列里选一条看详情。" | "Choose a row to see it here.";
    side_label: "详情和接警" | "Detail and intake";
    intake_new: "新接警" | "New call";
    intake_more: "报警人、时间、情况" | "Caller, time, circumstances";
    intake_suggested: "按描述选的，可改" | "From the words; change it if wrong";
    intake_level_hint: "不在输入框里时按 1–4" | "Keys 1–4 outside a field";
    draft_saved(time): "草稿已存 {time}" | "Draft saved {time}";
    draft_failed: "草稿没存上，内容还在" | "Draft not saved; the text is still here";
    places_found: "{n} 个地点" | "{n} places";
    undecided_hint: "110派警只写接警单编号和地点也行，类别先作待定。" | "For 110 orders number and place are enough; the kind stays undecided.";
    duplicates_title(n): "可能重复：{n} 件" | "Likely repeats: {n}";
    stale: "这件警情刚有变动，提交后会看到最新内容。" | "This changed just now; you will see the latest after submitting.";
    sound_on: "声音已开" | "Sound on";
    sound_blocked: "声音被浏览器拦住，点一下页面" | "Sound blocked by the browser; click the page";
    sound_off: "未开始值班" | "Shift not started";
    sound_start: "开始值班" | "Start shift";
    matter_number: "警情编号" | "Number";
    received_at: "接警时间" | "Received";
    reported_at: "报警时间" | "Reported";
    station_signed: "所签收" | "Station signed";
    caller: "报警人" | "Caller";
    caller_rest: "某" | "…";
    plan_line(kind, level, version): "{kind}，{level}（第 {version} 版）" | "{kind}, {level} (version {version})";
    plan_follows(plan): "预案：{plan}" | "Plan: {plan}";
    plan_every_kind: "各类警情" | "every kind";
    plan_every_level: "各级" | "every level";
    plan: "预案" | "Plan";
    show_all: "看全部" | "See all";
    steps_label: "进度" | "Progress";
    back_to_board: "返回指挥台" | "Back to the board";
    back_to_orders: "返回我的警单" | "Back to my orders";
    back_to_list: "返回列表" | "Back to the list";
    orders_title: "派警单" | "Orders";
    orders_none: "还没有派人。" | "Nobody has been sent yet.";
    dispatch_title: "派谁去" | "Whom to send";
    dispatch_in_hand(n): "手上 {n} 件" | "{n} in hand";
    dispatch_near: "本村" | "this village";
    dispatch_sent: "已派" | "sent";
    missing_officers(n): "值班民警还差 {n} 人" | "{n} more officers wanted";
    missing_auxiliaries(n): "值班辅警还差 {n} 人" | "{n} more auxiliaries wanted";
    missing_assistant(village): "{village}今晚没有值班助理" | "No assistant on duty in {village}";
    missing_assistant_nowhere: "村还不知道，不能通知助理" | "The village is not known, so no assistant can be called";
    help_not_wanted: "这类警情只派民警，不叫助理，不用写原因。" | "Police only for this kind; no reason needed.";
    who_opened_it: "谁看过" | "Who opened it";
    why_this_date: "为什么是这天" | "Why this date";
    clocks_title: "时限" | "Clocks";
    clock_line(rule, effect, source, version): "{effect} · {rule}：{source}（第 {version} 版）" | "{effect} · {rule}: {source} (version {version})";
    timeline_title: "时间线" | "Timeline";
    links_title: "关联" | "Links";
    links_place(n): "同地点近30天 {n} 件" | "{n} at this place in 30 days";
    facts_title: "基本情况" | "Facts";
    next_title: "下一步" | "Next";
    more_title: "其他操作" | "More";
    answer_urge_title: "有人催办，请回复" | "You were urged; please answer";
    print: "打印" | "Print";
    print_title: "接处警登记表" | "Incident record";
    printed_at(time): "打印时间 {time}" | "Printed {time}";
    list_title: "警情" | "Incidents";
    list_empty: "这个筛选下没有。" | "Nothing under this filter.";
    list_next: "下一页" | "Next page";
    list_filter: "筛选" | "Filter";
    list_reset: "看全部" | "See all";
    column_opened: "时间" | "Time";
    column_number: "编号" | "Number";
    column_kind: "类别" | "Kind";
    column_place: "地点" | "Place";
    column_state: "状态" | "State";
    column_level: "级别" | "Level";
    any: "全部" | "Any";
    my_orders: "我要办的" | "My orders";
    orders_unsigned(n): "有 {n} 件还没签收。" | one "1 order is not signed for." other "{n} orders are not signed for.";
    orders_empty: "现在没有要办的。有新派警会出现在这里。" | "Nothing to do now. New orders appear here.";
    orders_done: "最近办完的" | "Recently done";
    order_page: "派警单" | "Order";
    order_details: "写反馈和其他" | "Feedback and more";
    order_sent_at(time): "{time} 派给你" | "sent to you {time}";
    updated_at(time): "{time} 更新" | "as of {time}";
    task_note: "你看到的是要去哪、什么事；报警人和详细情况由民警掌握。" | "You see where and what; caller and details stay with the police.";
    stage_note: "这里只显示办到哪一步。" | "Only how far it is, is shown here.";
    heads(role, n): "{role} {n} 人" | "{role} {n}";
    list_join: "、" | ", ";
    no_text: "（没有写）" | "(nothing written)";
    source_stamps: "原记录的时间" | "Times of the original record";
}
