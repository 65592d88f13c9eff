//! What repeats, hand-overs, withdrawals, reopenings, revisits and thanks say in the timeline.

use crate::rules::{Channel, Flag, Score, ThanksKind};
use crate::words::{channel_label, flag_label, score_label, thanks_label, words};
use base::Lang;
use journal::Entry;
use matters::MergeKind;

/// The sentence of such an act; `None` for other acts. `body` says what a body is called.
pub(super) fn sentence(
    lang: Lang,
    entry: &Entry,
    readable: bool,
    body: impl Fn(&str) -> String,
) -> Option<String> {
    let w = words(lang);
    let text = |field: &str| entry.particulars[field].as_str().unwrap_or_default().to_owned();
    let body = || body(&text("body"));
    Some(match entry.act.as_str() {
        "incidents.check" if entry.particulars["done"] == true => w.did_check(text("line")),
        "incidents.check" => w.did_uncheck(text("line")),
        "incidents.enter" => w.did_enter().to_owned(),
        "incidents.merge" => {
            let kind = MergeKind::from_code(&text("kind"));
            w.did_merge(text("into"), kind.map_or("", |kind| matters::merge_label(lang, kind)))
        }
        "incidents.flag" | "incidents.unflag" => {
            let flag = Flag::from_code(&text("flag")).filter(|_| readable);
            let label = flag.map_or("", |flag| flag_label(lang, flag));
            if entry.act == "incidents.flag" { w.did_flag(label) } else { w.did_unflag(label) }
        }
        "incidents.part" => w.did_part().to_owned(),
        "incidents.refer" => w.did_refer(body()),
        "incidents.referral_accepted" => w.did_referral_accepted(body()),
        "incidents.referral_returned" => w.did_referral_returned(body()),
        "incidents.referral_done" => w.did_referral_done(body()),
        "incidents.referral_recalled" => w.did_referral_recalled(body()),
        "incidents.decide_duty" => w.did_decide(body()),
        "incidents.explain" => w.did_explain(if readable { text("words") } else { String::new() }),
        "incidents.withdraw" => w.did_withdraw().to_owned(),
        "incidents.confirm_withdrawal" => w.did_confirm().to_owned(),
        "incidents.refuse_withdrawal" => w.did_refuse().to_owned(),
        "incidents.reopen" => w.did_reopen().to_owned(),
        "incidents.draw_revisit" => w.did_draw().to_owned(),
        "incidents.send_revisit" => {
            let channel = Channel::from_code(&text("channel"));
            w.did_send_revisit(channel.map_or("", |channel| channel_label(lang, channel)))
        }
        "incidents.deliver_revisit" => w.did_deliver().to_owned(),
        "incidents.reply_revisit" => {
            let score = Score::from_code(&text("score"));
            w.did_reply_revisit(score.map_or("", |score| score_label(lang, score)))
        }
        "incidents.thank" => {
            let kind = ThanksKind::from_code(&text("kind"));
            w.did_thank(kind.map_or("", |kind| thanks_label(lang, kind)))
        }
        _ => return None,
    })
}
