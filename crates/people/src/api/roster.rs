//! Acts and views of the duty roster.

use crate::actions::{
    self, EDIT_ROSTER, NewShift, OWN_SHIFTS, answer_swap, ask_swap, import_shifts, list_gaps,
    shifts_of,
};
use crate::pages;
use crate::rules::ShiftKind;
use crate::sql;
use crate::words::{role_label, shift_label, words};
use base::{Actor, Fault, Id, Lang, Role};
use db::Tx;
use serde_json::{Value, json};
use ui::{Act, Ask, CHECKED, Done, Field, Given, Json, Kind, View, Visit, look_first};

/// So many shifts are pasted at once: a month of a station.
const MOST_SHIFTS: usize = 1_000;
/// So far ahead gaps are listed for programs: a week.
const AHEAD_S: i64 = 7 * 86_400;

const SHIFT_ROLES: &[&str] = &["desk", "leader", "officer", "auxiliary", "assistant"];

fn role_code_label(lang: Lang, code: &str) -> &'static str {
    Role::from_code(code).map_or("", |role| role_label(lang, role))
}

fn kind_code_label(lang: Lang, code: &str) -> &'static str {
    ShiftKind::from_code(code).map_or("", |kind| shift_label(lang, kind))
}

/// What can be done with the roster.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.add_shift",
        "/shifts",
        |lang| words(lang).add_shift(),
        &EDIT_ROSTER,
        &[
            Field::new("account", |l| words(l).who(), Kind::Choice).required(),
            Field::new("role", |l| words(l).as_what(), Kind::Code(SHIFT_ROLES, role_code_label))
                .required(),
            Field::new(
                "kind",
                |l| words(l).shift_kind(),
                Kind::Code(ShiftKind::CODES, kind_code_label),
            ),
            Field::new("starts", |l| words(l).starts(), Kind::Moment).required(),
            Field::new("ends", |l| words(l).ends(), Kind::Moment).required(),
        ],
        add_shift,
        pages::roster,
    ),
    Act::new(
        "people.cancel_shift",
        "/shifts/{shift}/cancellation",
        |lang| words(lang).cancel_shift(),
        &EDIT_ROSTER,
        &[],
        |tx, actor, target, _| {
            EDIT_ROSTER.ask(actor)?;
            actions::cancel_shift(tx, actor, id_of(target)?)?;
            Ok(done())
        },
        pages::roster,
    ),
    Act::new(
        "people.import_shifts",
        "/shifts/rows",
        |lang| words(lang).import_shifts(),
        &EDIT_ROSTER,
        &[
            Field::new("rows", |l| words(l).shift_rows(), Kind::Rows(MOST_SHIFTS)).required(),
            CHECKED,
        ],
        |tx, actor, _, given| {
            EDIT_ROSTER.ask(actor)?;
            let shifts = shifts_of(tx, &given.rows("rows"))?;
            look_first(given, |lang| words(lang).rows_read(shifts.len()))?;
            import_shifts(tx, actor, &shifts)?;
            Ok(Done::created("/roster", json!({ "shifts": shifts.len() })))
        },
        pages::roster,
    ),
    Act::new(
        "people.ask_swap",
        "/shifts/{shift}/swaps",
        |lang| words(lang).ask_swap(),
        &OWN_SHIFTS,
        &[Field::new("to", |l| words(l).swap_to(), Kind::Choice).required()],
        |tx, actor, shift, given| {
            OWN_SHIFTS.ask(actor)?;
            let swap = ask_swap(tx, actor, id_of(shift)?, given.key("to"))?;
            Ok(Done::created("/roster", json!({ "swap": swap })))
        },
        pages::roster,
    ),
    Act::new(
        "people.accept_swap",
        "/swaps/{swap}/acceptance",
        |lang| words(lang).accept_swap(),
        &OWN_SHIFTS,
        &[],
        |tx, actor, swap, _| {
            OWN_SHIFTS.ask(actor)?;
            answer_swap(tx, actor, id_of(swap)?, true)?;
            Ok(done())
        },
        pages::roster,
    ),
    Act::new(
        "people.refuse_swap",
        "/swaps/{swap}/refusal",
        |lang| words(lang).refuse_swap(),
        &OWN_SHIFTS,
        &[],
        |tx, actor, swap, _| {
            OWN_SHIFTS.ask(actor)?;
            answer_swap(tx, actor, id_of(swap)?, false)?;
            Ok(done())
        },
        pages::roster,
    ),
];

/// What can be looked at of the roster.
pub static VIEWS: &[View] = &[View {
    path: "/roster",
    permission: Some(&OWN_SHIFTS),
    query: &[Field::new("week", |l| words(l).week(), Kind::Day)],
    page: Some(pages::roster),
    data: Some(data),
    receipt: None,
}];

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|()| Fault::NotFound)
}

fn done() -> Done {
    Done::changed("/roster", json!({}))
}

fn add_shift(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let unknown = || Fault::at("account", "unknown_code", |lang| words(lang).no_such_standing());
    let shift = NewShift {
        account: given.key("account").ok_or_else(unknown)?,
        role: Role::from_code(given.text("role")).ok_or_else(unknown)?,
        village: None,
        starts: given.moment("starts").ok_or_else(unknown)?,
        ends: given.moment("ends").ok_or_else(unknown)?,
        kind: given.maybe("kind").and_then(ShiftKind::from_code).unwrap_or(ShiftKind::Duty),
    };
    let id = actions::add_shift(tx, actor, &shift)?;
    Ok(Done::created("/roster", json!({ "shift": id })))
}

fn data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let until = visit.now.plus_seconds(AHEAD_S);
    let shift = |row: sql::ShiftRow| {
        json!({
            "shift": row.id, "account": row.account_id, "role": row.role.code(),
            "village": row.village_id, "kind": row.kind.code(), "starts": row.starts_at,
            "ends": row.ends_at,
        })
    };
    let shifts: Vec<Value> =
        sql::list_shifts_between(tx, visit.now, until)?.into_iter().map(shift).collect();
    let gap = |gap: crate::rules::Gap| {
        json!({
            "role": gap.want.role.code(), "village": gap.want.village, "from": gap.want.from,
            "until": gap.want.until, "wanted": gap.want.least, "there": gap.there,
        })
    };
    let gaps: Vec<Value> = list_gaps(tx, visit.now, until)?.into_iter().map(gap).collect();
    let mine = sql::list_swaps(tx)?
        .into_iter()
        .filter(|swap| swap.to_id == visit.actor.account || swap.asked_by == visit.actor.account);
    let swaps: Vec<Value> = mine
        .map(|swap| json!({ "swap": swap.id, "shift": swap.shift_id, "to": swap.to_id }))
        .collect();
    Json::of(&json!({ "items": shifts, "gaps": gaps, "swaps": swaps }))
}
