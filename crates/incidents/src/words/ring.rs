//! What is said of ringing: on phones, on the board, in the table of its rules.

use super::{Words, words};
use crate::rules::Manner;
use base::Lang;
use ui::Bell;

words! { more for Words:
    count_urgent(n): "一级待派 {n}" | "{n} of level 1 waiting";
    count_late(n): "超时没人接 {n}" | "{n} over time, not taken";
    count_branch(n): "分局派警没签收 {n}" | "{n} from the branch, not signed";
    to_sign: "去签收" | "Sign for it";
    notice_text(n): "有 {n} 件派警没签收" | "{n} orders not signed for";
    said_urgent(t): "新的一级警情：{t}" | "New level 1 call: {t}";
    said_orders(n): "有新派警，{n} 件没签收" | "New orders, {n} not signed for";
    phone_on: "本页开着时才会响" | "It rings only while this page is open";
    phone_off: "点一下，本机才会响" | "Tap once, and this phone will ring";
    phone_blocked: "声音被浏览器拦住，点一下" | "Sound is blocked by the browser; tap here";
    notice_ask: "允许通知" | "Allow notices";
    notice_refused: "这个浏览器不给通知" | "This browser gives no notices";
    phone_rings: "手机能响" | "phone can ring";
    phone_mute: "手机响不了" | "phone cannot ring";
    phone_absent: "没打开页面" | "no page open";
    phone_mute_call: "手机响不了，请打电话" | "phone cannot ring: telephone";
    phone_absent_call: "没打开页面，请打电话" | "no page open: telephone";
    phone_once: "手机只响一声，请打电话" | "phone sounds once: telephone";
    phone_silent: "手机不响，请打电话" | "phone stays silent: telephone";
    silenced_by(who, time): "{who} {time} 静音" | "silenced by {who} {time}";
    rule_rings: "派警响铃" | "How phones ring";
    rule_rings_hint: "一行一条：民警、辅警或警务助理，当班或不在班的，一直响、响一声或不响，几点起不响，到几点（例 22:00、07:00，可都空），依据。响不响，值班室都看得到。" | "A row each: officer, auxiliary or assistant, on duty or not on duty, keeps ringing, rings once or silent, quiet from, until (such as 22:00 and 07:00, or neither), where it comes from. The desk sees whether a phone can ring.";
    rule_who: "谁" | "Who";
    rule_duty: "当班" | "Duty";
    rule_manner: "怎么响" | "How it rings";
    rule_quiet_from: "几点起不响" | "Quiet from";
    rule_quiet_until: "到几点" | "Until";
    on_duty: "当班" | "On duty";
    rings_on: "一直响" | "keeps ringing";
    rings_once: "响一声" | "rings once";
    rings_not: "不响" | "silent";
    row_who: "写民警、辅警或警务助理" | "Write officer, auxiliary or assistant as the table does";
    row_duty: "写当班或不在班的" | "Write on duty or not on duty as the table does";
    row_manner: "写一直响、响一声或不响" | "Write keeps ringing, rings once or silent";
    row_quiet: "不响的钟点写成 22:00、07:00，两格都写或都空" | "Write quiet hours as 22:00 and 07:00, both or neither";
}

/// What a way of ringing is called.
pub(crate) fn manner_label(lang: Lang, manner: Manner) -> &'static str {
    let w = words(lang);
    match manner {
        Manner::Repeats => w.rings_on(),
        Manner::Once => w.rings_once(),
        Manner::Silent => w.rings_not(),
    }
}

/// What is said of somebody's phone; `calls`: with what the desk does about it.
pub(crate) fn bell_label(lang: Lang, bell: Bell, calls: bool) -> &'static str {
    let w = words(lang);
    match (bell, calls) {
        (Bell::Rings, _) => w.phone_rings(),
        (Bell::Mute, false) => w.phone_mute(),
        (Bell::Mute, true) => w.phone_mute_call(),
        (Bell::Absent, false) => w.phone_absent(),
        (Bell::Absent, true) => w.phone_absent_call(),
    }
}
