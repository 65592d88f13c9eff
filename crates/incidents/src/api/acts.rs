//! What can be done to incidents.

use crate::actions::{
    self, CALL_HELP, CARRY_OUT, CLASSIFY, DECLARE_SAFE, DISPATCH, Dispatch, FEED_BACK, LOG,
    Outcome, Progress, RELOCATE, REVIEW, Road, UNCOVER,
};
use crate::api::fields::{
    ANSWER, AT, CREW, INTAKE, KIND, LEVEL, PLACE, PREMISES, REASON, ROAD, ROAD_NUMBER, ROAD_WHY,
    STEP, VILLAGE,
};
use crate::api::log::{log, village_of};
use crate::api::orders;
use crate::pages;
use crate::words::words;
use base::{Actor, Fault};
use db::Tx;
use matters::Matter;
use serde_json::json;
use ui::{Act, Done, Field, Given, Kind};

const PRESENT: Field = Field::new("present", |l| words(l).field_present(), Kind::Choices);
const RESULT: Field = Field::new("result", |l| words(l).field_result(), Kind::Choice);

/// What can be done here.
pub(crate) static HANDLING: &[Act] = &[
    Act::new(
        "incidents.log",
        "/incidents",
        |l| words(l).act_log_dispatch(),
        &LOG,
        INTAKE,
        log,
        pages::intake,
    )
    .urgent(),
    Act::new(
        "incidents.save_draft",
        "/drafts",
        |l| words(l).act_draft(),
        &LOG,
        INTAKE,
        orders::save_draft,
        pages::show,
    )
    .overwriting(),
    Act::new(
        "incidents.discard_draft",
        "/drafts/removal",
        |l| words(l).act_discard(),
        &LOG,
        &[],
        orders::discard_draft,
        pages::show,
    ),
    Act::new(
        "incidents.dispatch",
        "/incidents/{number}/dispatch",
        |l| words(l).dispatch(),
        &DISPATCH,
        &[
            Field::new("receivers", |l| words(l).field_receivers(), Kind::Choices),
            Field::new("police_only", |l| words(l).field_police_only(), Kind::Line(200)),
            AT,
        ],
        dispatch,
        pages::show,
    )
    .urgent(),
    Act::new(
        "incidents.sign_for_station",
        "/incidents/{number}/station-signature",
        |l| words(l).act_sign_station(),
        &DISPATCH,
        &[],
        |tx, actor, number, _| Ok(done(&actions::sign_for_station(tx, actor, number)?)),
        pages::show,
    )
    .urgent(),
    Act::new(
        "incidents.call_assistant",
        "/incidents/{number}/assistant-call",
        |l| words(l).call_assistant(),
        &CALL_HELP,
        &[],
        |tx, actor, number, _| Ok(done(&actions::call_assistant(tx, actor, number)?)),
        pages::show,
    )
    .urgent(),
    Act::new(
        "incidents.declare_safe",
        "/incidents/{number}/safety",
        |l| words(l).declare_safe(),
        &DECLARE_SAFE,
        &[Field::new("order", |l| words(l).field_safe_by(), Kind::Choice)],
        |tx, actor, number, given| {
            let order = given.maybe("order").map(str::parse).transpose();
            let unknown = |()| Fault::at("order", "unknown_code", |l| words(l).unknown_code());
            let order = order.map_err(unknown)?;
            Ok(done(&actions::declare_safe(tx, actor, number, order)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.progress",
        "/incidents/{number}/progress",
        |l| words(l).act_progress(),
        &FEED_BACK,
        &[Field::new("words", |l| words(l).field_progress(), Kind::Text(2000)).required()],
        |tx, actor, number, given| {
            let order = Progress { words: given.text("words").to_owned() };
            Ok(done(&actions::progress(tx, actor, number, &order)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.settle",
        "/incidents/{number}/settlement",
        |l| words(l).act_settle(),
        &FEED_BACK,
        &[
            Field::new("settled", |l| words(l).field_settled(), Kind::Line(200)).required(),
            PRESENT,
            Field::new("kind", |l| words(l).field_kind_final(), Kind::Choice),
        ],
        settle,
        pages::show,
    ),
    Act::new(
        "incidents.outcome",
        "/incidents/{number}/outcome",
        |l| words(l).act_outcome(),
        &FEED_BACK,
        &[
            Field::new("words", |l| words(l).field_words(), Kind::Text(4000)).required(),
            Field::new("kind", |l| words(l).field_kind_final(), Kind::Choice),
            RESULT.required(),
            ROAD,
            ROAD_NUMBER,
            ROAD_WHY,
            Field::new("no_settlement", |l| words(l).field_no_settlement(), Kind::Line(200)),
            PRESENT,
            Field::new("village", |l| words(l).field_feedback_village(), Kind::Choice),
        ],
        outcome,
        pages::show,
    ),
    Act::new(
        "incidents.close",
        "/incidents/{number}/closure",
        |l| words(l).act_close(),
        &REVIEW,
        &[KIND.required(), RESULT.required()],
        |tx, actor, number, given| {
            let (kind, result) = (given.text("kind"), given.text("result"));
            Ok(done(&actions::close(tx, actor, number, kind, result)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.send_back",
        "/incidents/{number}/correction",
        |l| words(l).act_send_back(),
        &REVIEW,
        &[REASON],
        |tx, actor, number, given| {
            Ok(done(&actions::send_back(tx, actor, number, given.text("reason"))?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.classify",
        "/incidents/{number}/classification",
        |l| words(l).classify(),
        &CLASSIFY,
        &[KIND.required(), LEVEL.required(), REASON],
        |tx, actor, number, given| {
            let level = given.whole("level").unwrap_or(3);
            let (kind, why) = (given.text("kind"), given.text("reason"));
            Ok(done(&actions::classify(tx, actor, number, kind, level, why)?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.relocate",
        "/incidents/{number}/place",
        |l| words(l).relocate(),
        &RELOCATE,
        &[PLACE.required(), PREMISES, VILLAGE, REASON],
        |tx, actor, number, given| {
            let place = super::log::place_of(tx, given)?;
            Ok(done(&actions::relocate(tx, actor, number, &place, given.text("reason"))?))
        },
        pages::show,
    ),
    Act::new(
        "incidents.uncover_caller",
        "/incidents/{number}/caller-view",
        |l| words(l).act_uncover(),
        &UNCOVER,
        &[REASON],
        |tx, actor, number, given| {
            actions::uncover_caller(tx, actor, number, given.text("reason"))?;
            Ok(numbered(number))
        },
        pages::show,
    ),
    Act::new(
        "incidents.silence",
        "/incidents/{number}/silence",
        |l| words(l).act_silence(),
        &DISPATCH,
        &[],
        |tx, actor, number, _| {
            actions::silence(tx, actor, number)?;
            Ok(numbered(number))
        },
        pages::show,
    )
    .urgent(),
    Act::new(
        "orders.sign",
        "/orders/{order}/signature",
        |l| words(l).act_sign(),
        &CARRY_OUT,
        &[AT],
        orders::sign,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.set_out",
        "/orders/{order}/departure",
        |l| words(l).act_set_out(),
        &CARRY_OUT,
        &[AT],
        orders::set_out,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.arrive",
        "/orders/{order}/arrival",
        |l| words(l).act_arrive(),
        &CARRY_OUT,
        &[AT],
        orders::arrive,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.clear",
        "/orders/{order}/clearance",
        |l| words(l).act_clear(),
        &CARRY_OUT,
        &[AT],
        orders::clear,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.by_telephone",
        "/orders/{order}/telephone-handling",
        |l| words(l).act_by_telephone(),
        &CARRY_OUT,
        &[AT],
        orders::by_telephone,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.correct",
        "/orders/{order}/corrections",
        |l| words(l).act_correct(),
        &CARRY_OUT,
        &[STEP.required(), AT.required(), REASON],
        orders::correct,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.give_back",
        "/orders/{order}/return",
        |l| words(l).act_give_back(),
        &CARRY_OUT,
        &[Field::new("code", |l| words(l).field_return_code(), Kind::Choice).required(), REASON],
        orders::give_back,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.answer",
        "/orders/{order}/telephone-answer",
        |l| words(l).act_answer(),
        &DISPATCH,
        &[ANSWER.required()],
        orders::answer,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.bring",
        "/orders/{order}/crew",
        |l| words(l).act_bring(),
        &CARRY_OUT,
        CREW,
        orders::bring,
        pages::order,
    )
    .urgent(),
    Act::new(
        "orders.silence",
        "/orders/{order}/silence",
        |l| words(l).act_silence(),
        &CARRY_OUT,
        &[],
        orders::silence,
        pages::order,
    )
    .urgent(),
];

pub(crate) fn done(matter: &Matter) -> Done {
    let body = json!({ "number": matter.number, "state": matter.state, "version": matter.version });
    Done::changed(format!("/incidents/{}", matter.number), body)
}

pub(crate) fn numbered(number: &str) -> Done {
    Done::changed(format!("/incidents/{number}"), json!({ "number": number }))
}

fn dispatch(tx: &mut Tx<'_>, actor: &Actor, number: &str, given: &Given) -> Result<Done, Fault> {
    let order = Dispatch {
        receivers: given.keys("receivers"),
        police_only: given.maybe("police_only").map(str::to_owned),
        at: given.moment("at"),
    };
    Ok(done(&actions::dispatch(tx, actor, number, &order)?))
}

fn settle(tx: &mut Tx<'_>, actor: &Actor, number: &str, given: &Given) -> Result<Done, Fault> {
    let order = Outcome {
        words: String::new(),
        kind: given.maybe("kind").map(str::to_owned),
        result: actions::DONE_AT_SCENE.to_owned(),
        settled: given.maybe("settled").map(str::to_owned),
        no_settlement: None,
        present: given.many("present").to_vec(),
        village: None,
        road: None,
    };
    Ok(done(&actions::outcome(tx, actor, number, &order)?))
}

fn outcome(tx: &mut Tx<'_>, actor: &Actor, number: &str, given: &Given) -> Result<Done, Fault> {
    let order = Outcome {
        words: given.text("words").to_owned(),
        kind: given.maybe("kind").map(str::to_owned),
        result: given.text("result").to_owned(),
        settled: None,
        no_settlement: given.maybe("no_settlement").map(str::to_owned),
        present: given.many("present").to_vec(),
        village: village_of(tx, given, "village")?,
        road: road_of(given),
    };
    Ok(done(&actions::outcome(tx, actor, number, &order)?))
}

/// The road as it was typed; none where none was chosen.
pub(crate) fn road_of(given: &Given) -> Option<Road> {
    let text = |field: &str| given.maybe(field).map(str::to_owned);
    let code = text("road")?;
    Some(Road { code, number: text("road_number"), why: text("road_why") })
}
