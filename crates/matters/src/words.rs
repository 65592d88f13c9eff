//! What every matter says, in both languages.

use base::Lang;
use journal::Entry;

include!("../../base/src/words_macro.rs");

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
        other => other,
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
        "clocks.remind" => w.did_remind(clock),
        "clocks.alarm" => w.did_alarm(clock),
        "clocks.leader" => w.did_tell_leader(clock),
        "matters.reseat" => w.did_reseat(seat, name(&text("from")), name(&text("to"))),
        "matters.note" => w.did_note().to_owned(),
        "matters.urge" => w.did_urge(seat, name(&text("to"))),
        "matters.answer" => w.did_answer().to_owned(),
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
    did_remind(clock): "到点提醒：{clock}" | "Reminder: {clock}";
    did_alarm(clock): "超时报警：{clock}" | "Alarm, over time: {clock}";
    did_tell_leader(clock): "超时，已报带班所领导：{clock}" | "Over time, leader on duty told: {clock}";
    did_reseat(seat, from, to): "{seat}由{from}换成{to}" | "{seat} changed from {from} to {to}";
    did_note: "备注" | "Note";
    did_urge(seat, to): "催办{seat} {to}" | "Urged the {seat} {to}";
    did_answer: "回复催办" | "Answered the urge";
    no_posts: "还没有排好盯办、主办、督办三个岗，请先排班" | "The three posts have not been filled yet; please fill the roster first";
    ends_in_the_past: "结束时间已经过了" | "The end has already passed";
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
    shifts_title: "接下来的班" | "Coming shifts";
    shift_line(role, from, to): "{role}，{from} 到 {to}" | "{role}, {from} to {to}";
    shift_add_title: "排一个班" | "Add a shift";
    staff_title: "人员" | "People";
    who: "姓名" | "Name";
    standing: "身份和聘期" | "Role and term";
    status: "现在" | "Now";
    alarms_title: "有岗位没人能接" | "A seat nobody can take";
    alarm_line(name): "{name}的聘期已到，手上的岗没人能接，请尽快补人" | "{name}'s term has ended and nobody can take the seat; please appoint somebody";
    handovers_title: "交接班" | "Hand-over of shifts";
    posts_title: "现在谁在岗" | "Who holds the posts";
    post_line(name, count): "{name}，在办 {count} 件" | "{name}, {count} open";
    take_title(seat): "接{seat}的班" | "Take over as {seat}";
    open_title: "在办的事" | "Open matters";
    none_open: "现在没有在办的事。" | "Nothing is open now.";
    past_title: "最近的交接" | "Recent hand-overs";
    past_line(seat, from, to, count): "{seat}：{from} 交给 {to}，{count} 件" | "{seat}: {from} to {to}, {count} matters";
    none_yet: "还没有。" | "None yet.";
    number: "编号" | "Number";
    matter: "事项" | "Matter";
    due: "时限" | "Limit";
}
