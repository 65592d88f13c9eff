//! What happens to an incident besides being handled: repeats, hand-overs, withdrawal, reopening,
//! revisits, thanks, known causes.

use crate::actions::{
    self, CAUSES, CLASSIFY, CONFIRM, DECIDE_DUTY, EXPLAIN, Explanation, MERGE, NewCause, REFER,
    REOPEN, REVIEW_ROAD, REVISIT, Refer, RevisitReply, THANK, WITHDRAW,
};
use crate::api::acts::{done, numbered, road_of};
use crate::api::fields::{FLAG, REASON, ROAD, ROAD_NUMBER, ROAD_WHY};
use crate::api::log::village_of;
use crate::pages;
use crate::rules::{Channel, Score, ThanksKind};
use crate::words::{channel_label, score_label, thanks_label, words};
use base::{Actor, Fault, Id, Lang};
use db::Tx;
use matters::{MergeKind, Reply};
use serde_json::json;
use ui::{Act, Done, Field, Given, Kind};

fn merge_code_label(lang: Lang, code: &str) -> &'static str {
    MergeKind::from_code(code).map_or("", |kind| matters::merge_label(lang, kind))
}

fn channel_code_label(lang: Lang, code: &str) -> &'static str {
    Channel::from_code(code).map_or("", |channel| channel_label(lang, channel))
}

fn score_code_label(lang: Lang, code: &str) -> &'static str {
    Score::from_code(code).map_or("", |score| score_label(lang, score))
}

fn thanks_code_label(lang: Lang, code: &str) -> &'static str {
    ThanksKind::from_code(code).map_or("", |kind| thanks_label(lang, kind))
}

fn solved_code_label(lang: Lang, code: &str) -> &'static str {
    if code == "yes" { words(lang).solved_yes() } else { words(lang).not_solved() }
}

const BODY: Field = Field::new("body", |l| words(l).field_body(), Kind::Choice).required();

/// Acts on one incident.
pub(crate) static LIFE: &[Act] = &[
    Act::new(
        "incidents.merge",
        "/incidents/{number}/merger",
        |l| words(l).act_merge(),
        &MERGE,
        &[
            Field::new("master", |l| words(l).field_master(), Kind::Line(40)).required(),
            Field::new(
                "kind",
                |l| words(l).field_merge_kind(),
                Kind::Code(MergeKind::CODES, merge_code_label),
            )
            .required(),
        ],
        |tx, actor, number, given| {
            let kind = MergeKind::from_code(given.text("kind")).ok_or(Fault::NotFound)?;
            Ok(done(&actions::merge(tx, actor, number, given.text("master"), kind)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.part",
        "/incidents/{number}/parting",
        |l| words(l).act_part(),
        &MERGE,
        &[REASON],
        |tx, actor, number, given| {
            Ok(done(&actions::part(tx, actor, number, given.text("reason"))?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.refer",
        "/incidents/{number}/referrals",
        |l| words(l).act_refer(),
        &REFER,
        &[BODY, Field::new("asked", |l| words(l).field_asked(), Kind::Text(500)).required()],
        refer,
        pages::show,
    ),
    Act::new(
        "incidents.decide_duty",
        "/incidents/{number}/duty-decisions",
        |l| words(l).act_decide(),
        &DECIDE_DUTY,
        &[BODY, Field::new("agreed", |l| words(l).field_agreed(), Kind::Text(500)).required()],
        |tx, actor, number, given| {
            let (body, agreed) = (given.text("body"), given.text("agreed"));
            Ok(done(&actions::decide_duty(tx, actor, number, body, agreed)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.explain",
        "/incidents/{number}/explanation",
        |l| words(l).act_explain(),
        &EXPLAIN,
        &[
            Field::new("words", |l| words(l).field_told(), Kind::Text(2000)).required(),
            Field::new("kind", |l| words(l).field_kind_final(), Kind::Choice),
            Field::new("result", |l| words(l).field_result(), Kind::Choice),
            ROAD,
            ROAD_NUMBER,
            ROAD_WHY,
        ],
        |tx, actor, number, given| {
            let order = Explanation {
                words: given.text("words").to_owned(),
                kind: given.maybe("kind").map(str::to_owned),
                result: given.maybe("result").map(str::to_owned),
                road: road_of(given),
            };
            Ok(done(&actions::explain(tx, actor, number, &order)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.flag",
        "/incidents/{number}/flags",
        |l| words(l).act_flag(),
        &CLASSIFY,
        &[FLAG.required(), REASON],
        |tx, actor, number, given| {
            let (flag, why) = (given.text("flag"), given.text("reason"));
            Ok(done(&actions::flag(tx, actor, number, flag, why)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.unflag",
        "/incidents/{number}/flags/removal",
        |l| words(l).act_unflag(),
        &REVIEW_ROAD,
        &[FLAG.required(), REASON],
        |tx, actor, number, given| {
            let (flag, why) = (given.text("flag"), given.text("reason"));
            Ok(done(&actions::unflag(tx, actor, number, flag, why)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.withdraw",
        "/incidents/{number}/withdrawal",
        |l| words(l).act_withdraw(),
        &WITHDRAW,
        &[REASON],
        |tx, actor, number, given| {
            Ok(done(&actions::withdraw(tx, actor, number, given.text("reason"))?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.confirm_withdrawal",
        "/incidents/{number}/withdrawal-confirmation",
        |l| words(l).act_confirm(),
        &CONFIRM,
        &[],
        |tx, actor, number, _| Ok(done(&actions::confirm(tx, actor, number)?)),
        pages::show,
    ),
    Act::new(
        "incidents.refuse_withdrawal",
        "/incidents/{number}/withdrawal-refusal",
        |l| words(l).act_refuse(),
        &CONFIRM,
        &[REASON],
        |tx, actor, number, given| {
            Ok(done(&actions::refuse(tx, actor, number, given.text("reason"))?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.reopen",
        "/incidents/{number}/reopening",
        |l| words(l).act_reopen(),
        &REOPEN,
        &[REASON],
        |tx, actor, number, given| {
            Ok(done(&actions::reopen(tx, actor, number, given.text("reason"))?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.draw_revisit",
        "/incidents/{number}/revisits",
        |l| words(l).act_draw(),
        &REVISIT,
        &[],
        |tx, actor, number, _| {
            let revisit = actions::draw(tx, actor, number)?;
            let body = json!({ "number": number, "revisit": revisit });
            Ok(Done::created(format!("/incidents/{number}"), body))
        },
        pages::show,
    ),
    Act::new(
        "incidents.thank",
        "/incidents/{number}/thanks",
        |l| words(l).act_thank(),
        &THANK,
        &[
            Field::new(
                "kind",
                |l| words(l).field_thanks_kind(),
                Kind::Code(ThanksKind::CODES, thanks_code_label),
            )
            .required(),
            Field::new("words", |l| words(l).field_thanks(), Kind::Text(500)).required(),
        ],
        |tx, actor, number, given| {
            actions::thank(tx, actor, number, given.text("kind"), given.text("words"))?;
            Ok(numbered(number))
        },
        pages::show,
    ),
    Act::new(
        "revisits.send",
        "/revisits/{revisit}/sending",
        |l| words(l).act_send_revisit(),
        &REVISIT,
        &[Field::new(
            "channel",
            |l| words(l).field_channel(),
            Kind::Code(Channel::CODES, channel_code_label),
        )
        .required()],
        |tx, actor, revisit, given| {
            let channel = given.text("channel");
            revisited(actions::send_revisit(tx, actor, id_of(revisit)?, channel)?)
        },
        pages::revisits,
    ),
    Act::new(
        "revisits.deliver",
        "/revisits/{revisit}/delivery",
        |l| words(l).act_deliver(),
        &REVISIT,
        &[],
        |tx, actor, revisit, _| revisited(actions::deliver_revisit(tx, actor, id_of(revisit)?)?),
        pages::revisits,
    ),
    Act::new(
        "revisits.reply",
        "/revisits/{revisit}/reply",
        |l| words(l).act_reply_revisit(),
        &REVISIT,
        &[
            Field::new(
                "score",
                |l| words(l).field_score(),
                Kind::Code(Score::CODES, score_code_label),
            )
            .required(),
            Field::new(
                "solved",
                |l| words(l).field_solved(),
                Kind::Code(&["yes", "no"], solved_code_label),
            )
            .required(),
            Field::new("words", |l| words(l).field_said(), Kind::Text(500)),
        ],
        reply_revisit,
        pages::revisits,
    ),
    Act::new(
        "referrals.accept",
        "/referrals/{referral}/acceptance",
        |l| words(l).act_referral_accepted(),
        &REFER,
        &[],
        |tx, actor, referral, _| answered(tx, actor, referral, Reply::Accept),
        pages::referral,
    ),
    Act::new(
        "referrals.give_back",
        "/referrals/{referral}/return",
        |l| words(l).act_referral_returned(),
        &REFER,
        &[REASON],
        |tx, actor, referral, given| {
            answered(tx, actor, referral, Reply::GiveBack(given.text("reason")))
        },
        pages::referral,
    ),
    Act::new(
        "referrals.finish",
        "/referrals/{referral}/completion",
        |l| words(l).act_referral_done(),
        &REFER,
        &[WHAT],
        |tx, actor, referral, given| {
            answered(tx, actor, referral, Reply::Finish(given.text("words")))
        },
        pages::referral,
    ),
    Act::new(
        "referrals.recall",
        "/referrals/{referral}/recall",
        |l| words(l).act_referral_recalled(),
        &REFER,
        &[],
        |tx, actor, referral, _| answered(tx, actor, referral, Reply::Recall),
        pages::referral,
    ),
    Act::new(
        "incidents.add_cause",
        "/causes",
        |l| words(l).act_add_cause(),
        &CAUSES,
        &[
            Field::new("kind", |l| words(l).field_cause(), Kind::Choice).required(),
            Field::new("village", |l| words(l).field_village(), Kind::Choice).required(),
            Field::new("lane", |l| words(l).field_lane(), Kind::Line(40)),
            Field::new("starts", |l| words(l).field_starts(), Kind::Moment).required(),
            Field::new("ends", |l| words(l).field_ends(), Kind::Moment).required(),
            Field::new("line", |l| words(l).field_cause_line(), Kind::Line(80)).required(),
        ],
        add_cause,
        pages::causes,
    ),
    Act::new(
        "incidents.end_cause",
        "/causes/{cause}/ending",
        |l| words(l).act_end_cause(),
        &CAUSES,
        &[],
        |tx, actor, cause, _| {
            actions::end_cause(tx, actor, id_of(cause)?)?;
            Ok(Done::changed("/causes", json!({})))
        },
        pages::causes,
    ),
];

/// What the body did.
pub(crate) const WHAT: Field =
    Field::new("words", |l| words(l).field_done(), Kind::Text(500)).required();

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|()| Fault::NotFound)
}

fn answered(
    tx: &mut Tx<'_>,
    actor: &Actor,
    referral: &str,
    reply: Reply<'_>,
) -> Result<Done, Fault> {
    Ok(done(&actions::answer_for_body(tx, actor, id_of(referral)?, reply)?))
}

fn refer(tx: &mut Tx<'_>, actor: &Actor, number: &str, given: &Given) -> Result<Done, Fault> {
    let order =
        Refer { body: given.text("body").to_owned(), asked: given.text("asked").to_owned() };
    let row = actions::refer(tx, actor, number, &order)?;
    let body = json!({ "number": number, "referral": row.id });
    Ok(Done::created(format!("/incidents/{number}"), body))
}

fn revisited(number: String) -> Result<Done, Fault> {
    Ok(Done::changed("/revisits", json!({ "number": number })))
}

fn reply_revisit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    revisit: &str,
    given: &Given,
) -> Result<Done, Fault> {
    let words = given.maybe("words").map(str::to_owned);
    let reply = RevisitReply::new(given.text("score"), given.text("solved") == "yes", words)?;
    revisited(actions::reply_revisit(tx, actor, id_of(revisit)?, &reply)?)
}

fn add_cause(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let village = village_of(tx, given, "village")?.ok_or(Fault::NotFound)?;
    let cause = NewCause {
        kind: given.text("kind").to_owned(),
        line: given.text("line").to_owned(),
        village,
        lane: given.maybe("lane").map(str::to_owned),
        starts: given.moment("starts").ok_or(Fault::NotFound)?,
        ends: given.moment("ends").ok_or(Fault::NotFound)?,
    };
    let id = actions::add_cause(tx, actor, &cause)?;
    Ok(Done::created("/causes", json!({ "cause": id })))
}
