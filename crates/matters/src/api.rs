//! The acts and views of this room.

mod rule_tables;
mod terms;

pub use rule_tables::RULE_TABLES;
pub use terms::ACTS as TERM_ACTS;

use crate::actions::{
    self, EDIT_OFFICES, EXTEND, NOTE, READ_OBSTACLES, REPORT_OBSTACLE, TAKE_POST, URGE,
};
use crate::pages;
use crate::rules::{Obstacle, UrgeLevel};
use crate::sql;
use crate::words::{obstacle_label, urge_label, words};
use base::{Actor, Fault, Id, Lang};
use db::Tx;
use people::Seat;
use serde_json::{Value, json};
use ui::{Act, Ask, Done, Field, Given, Json, Kind, Retained, View, Visit};

/// What this room keeps for so long.
pub static RETAINED: &[Retained] = &[Retained {
    code: "matter-reads",
    label: |lang| words(lang).kept_reads(),
    days: 1_095,
    least_days: 180,
    source: |lang| words(lang).kept_as_log(),
    dispose: sql::dispose_reads,
}];

fn seat_code_label(lang: Lang, code: &str) -> &'static str {
    Seat::from_code(code).map_or("", |seat| people::seat_label(lang, seat))
}

/// The levels that people choose; a call back is sent by its own act.
const SENT_LEVELS: &[&str] = &["urge", "supervise", "yellow", "red"];

fn level_label(lang: Lang, code: &str) -> &'static str {
    UrgeLevel::from_code(code).map_or("", |level| urge_label(lang, level))
}

/// Places in [`ACTS`].
pub mod ids {
    /// Notes.
    pub const NOTE: usize = 0;
    /// Urging.
    pub const URGE: usize = 1;
    /// Answering an urge.
    pub const ANSWER: usize = 2;
    pub(crate) const LEAVE: usize = 3;
    pub(crate) const RETURN: usize = 4;
    pub(crate) const CANCEL: usize = 5;
    pub(crate) const TAKE: usize = 6;
    /// Putting a limit off.
    pub const EXTEND: usize = 7;
    /// Saying what stands in the way.
    pub const OBSTACLE: usize = 8;
    pub(crate) const GIVE: usize = 9;
}

/// What can be done here.
pub static ACTS: &[Act] = &[
    Act::new(
        "matters.note",
        "/matters/{number}/notes",
        |lang| words(lang).note(),
        &NOTE,
        &[Field::new("text", |l| words(l).note_text(), Kind::Text(500)).required()],
        |tx, actor, number, given| {
            actions::add_note(tx, actor, number, given.text("text"))?;
            Ok(matter_done(number))
        },
        pages::elsewhere,
    ),
    Act::new(
        "matters.urge",
        "/matters/{number}/urges",
        |lang| words(lang).urge(),
        &URGE,
        &[
            Field::new("seat", |l| words(l).urge_seat(), Kind::Code(Seat::CODES, seat_code_label))
                .required(),
            Field::new("level", |l| words(l).urge_level(), Kind::Code(SENT_LEVELS, level_label)),
            Field::new("text", |l| words(l).urge_text(), Kind::Text(300)).required(),
        ],
        |tx, actor, number, given| {
            let seat = Seat::from_code(given.text("seat")).unwrap_or(Seat::Manager);
            let level = given.maybe("level").and_then(UrgeLevel::from_code);
            let how = (seat, level.unwrap_or(UrgeLevel::Urge));
            let urge = actions::urge(tx, actor, number, how, given.text("text"))?;
            let body = json!({ "number": number, "urge": urge });
            Ok(Done::created(format!("/matters/{number}"), body))
        },
        pages::elsewhere,
    ),
    Act::new(
        "matters.answer",
        "/urges/{urge}/answer",
        |lang| words(lang).answer(),
        &NOTE,
        &[Field::new("text", |l| words(l).answer_text(), Kind::Text(300)).required()],
        |tx, actor, urge, given| {
            let number = actions::answer(tx, actor, id_of(urge)?, given.text("text"))?;
            Ok(matter_done(&number))
        },
        pages::elsewhere,
    ),
    Act::new(
        "matters.leave",
        "/people/{account}/leave",
        |lang| words(lang).start_leave(),
        &EDIT_OFFICES,
        &[
            Field::new("substitute", |l| words(l).substitute(), Kind::Choice),
            Field::new("starts", |l| words(l).leave_from(), Kind::Moment),
            Field::new("ends", |l| words(l).until(), Kind::Moment).required(),
        ],
        leave,
        pages::people,
    ),
    Act::new(
        "matters.return",
        "/people/{account}/return",
        |lang| words(lang).end_leave(),
        &EDIT_OFFICES,
        &[],
        |tx, actor, account, _| {
            EDIT_OFFICES.ask(actor)?;
            let leave = people::find_leave(tx, id_of(account)?)?.ok_or(Fault::NotFound)?;
            actions::return_from_leave(tx, actor, leave.id)?;
            Ok(Done::changed("/people", json!({})))
        },
        pages::people,
    ),
    Act::new(
        "matters.cancel_leave",
        "/leaves/{leave}/cancellation",
        |lang| words(lang).cancel_leave(),
        &EDIT_OFFICES,
        &[],
        |tx, actor, leave, _| {
            EDIT_OFFICES.ask(actor)?;
            actions::cancel_leave(tx, actor, id_of(leave)?)?;
            Ok(Done::changed("/people", json!({})))
        },
        pages::people,
    ),
    Act::new(
        "matters.take_post",
        "/handovers",
        |lang| words(lang).take_post(),
        &TAKE_POST,
        &[
            Field::new("seat", |l| words(l).seat(), Kind::Code(Seat::CODES, seat_code_label))
                .required(),
            Field::new("absent", |l| words(l).absent(), Kind::Line(200)),
            Field::new("have_read", |l| words(l).have_read(), Kind::Flag),
        ],
        take_post,
        pages::handovers,
    ),
    Act::new(
        "matters.extend",
        "/matters/{number}/extensions",
        |lang| words(lang).act_extend(),
        &EXTEND,
        &[
            Field::new("minutes", |l| words(l).extend_minutes(), Kind::Whole(1, 20_160)).required(),
            Field::new("reason", |l| words(l).reason(), Kind::Line(200)).required(),
        ],
        |tx, actor, number, given| {
            let minutes = given.whole("minutes").unwrap_or_default();
            actions::extend(tx, actor, number, minutes, given.text("reason"))?;
            Ok(matter_done(number))
        },
        pages::elsewhere,
    ),
    Act::new(
        "matters.obstacle",
        "/matters/{number}/obstacles",
        |lang| words(lang).act_obstacle(),
        &REPORT_OBSTACLE,
        &[
            Field::new(
                "kind",
                |l| words(l).obstacle_kind(),
                Kind::Code(Obstacle::CODES, obstacle_code_label),
            )
            .required(),
            Field::new("text", |l| words(l).obstacle_text(), Kind::Line(200)).required(),
        ],
        |tx, actor, number, given| {
            let kind = Obstacle::from_code(given.text("kind")).ok_or(Fault::NotFound)?;
            actions::report_obstacle(tx, actor, number, kind, given.text("text"))?;
            Ok(matter_done(number))
        },
        pages::elsewhere,
    ),
    Act::new(
        "matters.give_post",
        "/shift-sheets",
        |lang| words(lang).act_give(),
        &TAKE_POST,
        &[
            Field::new("seat", |l| words(l).seat(), Kind::Code(Seat::CODES, seat_code_label))
                .required(),
            Field::new("text", |l| words(l).sheet_look(), Kind::Text(2000)).required(),
        ],
        give_post,
        pages::handovers,
    ),
];

fn give_post(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let seat = Seat::from_code(given.text("seat")).ok_or(Fault::NotFound)?;
    let sheet = actions::give_post(tx, actor, seat, given.text("text"))?;
    Ok(Done::created("/handovers", json!({ "sheet": sheet })))
}

fn obstacle_code_label(lang: Lang, code: &str) -> &'static str {
    Obstacle::from_code(code).map_or("", |kind| obstacle_label(lang, kind))
}

/// What can be looked at here.
pub static VIEWS: &[View] = &[
    View {
        path: "/people",
        permission: Some(&EDIT_OFFICES),
        query: &[],
        page: Some(pages::people),
        data: Some(people_data),
        receipt: None,
    },
    View {
        path: "/handovers",
        permission: Some(&TAKE_POST),
        query: &[],
        page: Some(pages::handovers),
        data: None,
        receipt: None,
    },
    View {
        path: "/handovers/{handover}/print",
        permission: Some(&TAKE_POST),
        query: &[],
        page: Some(pages::sheet),
        data: None,
        receipt: None,
    },
    View {
        path: "/matters/{number}/clocks",
        permission: Some(&NOTE),
        query: &[],
        page: Some(pages::why),
        data: Some(pages::why_data),
        receipt: None,
    },
    View {
        path: "/matters/{number}/readers",
        permission: Some(&NOTE),
        query: &[],
        page: Some(pages::readers_page),
        data: Some(pages::readers_data),
        receipt: None,
    },
    View {
        path: "/obstacles",
        permission: Some(&READ_OBSTACLES),
        query: &[Field::new("month", |l| words(l).month(), Kind::Line(7))],
        page: Some(pages::obstacles),
        data: Some(pages::obstacles_data),
        receipt: None,
    },
];

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|()| Fault::NotFound)
}

fn matter_done(number: &str) -> Done {
    Done::changed(format!("/matters/{number}"), json!({ "number": number }))
}

fn leave(tx: &mut Tx<'_>, actor: &Actor, account: &str, given: &Given) -> Result<Done, Fault> {
    let ends = given.moment("ends").ok_or(Fault::NotFound)?;
    let substitute = given.key("substitute");
    if given.maybe("substitute").is_some() && substitute.is_none() {
        return Err(Fault::at("substitute", "substitute_out_of_office", |lang| {
            words(lang).substitute_out_of_office()
        }));
    }
    let account = id_of(account)?;
    match given.moment("starts").filter(|starts| *starts > tx.now()) {
        Some(starts) => actions::plan_leave(tx, actor, account, substitute, (starts, ends))?,
        None => actions::leave(tx, actor, account, substitute, ends)?,
    }
    Ok(Done::changed("/people", json!({})))
}

fn take_post(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    if !given.flag("have_read") {
        return Err(Fault::at("have_read", "must_read", |lang| words(lang).must_read()));
    }
    let seat = Seat::from_code(given.text("seat")).ok_or(Fault::NotFound)?;
    let row = actions::take_post(tx, actor, seat, given.maybe("absent"))?;
    Ok(Done::created("/handovers", json!({ "handover": row.id, "matters": row.open_matters })))
}

fn people_data(tx: &mut Tx<'_>, _: &Visit, _: &Ask) -> Result<Json, Fault> {
    let appointments = people::list_appointments(tx)?;
    let leaves = [people::list_leaves(tx)?, people::list_planned_leaves(tx)?].concat();
    let person = |p: people::Person| {
        let own = appointments.iter().filter(|a| a.account_id == p.id);
        let terms: Vec<Value> = own
            .map(|a| json!({ "appointment": a.id, "role": a.role.code(), "village": a.village_id, "until": a.valid_until }))
            .collect();
        let leaves: Vec<Value> = leaves
            .iter()
            .filter(|leave| leave.account_id == p.id)
            .map(|leave| json!({ "leave": leave.id, "from": leave.starts_at, "until": leave.ends_at }))
            .collect();
        json!({
            "account": p.id, "name": p.name, "in_office": p.in_office, "terms": terms,
            "leaves": leaves,
        })
    };
    let people: Vec<Value> = people::list_people(tx)?.into_iter().map(person).collect();
    let alarms = sql::list_alarms(tx)?;
    Json::of(&json!({ "items": people, "alarms": alarms }))
}
