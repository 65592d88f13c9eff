//! What JSON answers.

use crate::actions::{bound_now, find_said, load_facts};
use crate::pages::{self, next_after};
use crate::rules::StampKind;
use crate::sql;
use base::{Fault, Id, Time};
use db::Tx;
use matters::{Matter, Sight};
use serde::Serialize;
use serde_json::json;
use ui::{Ask, Json, Visit};

/// What every reader of a matter gets.
#[derive(Serialize)]
struct Brief<'a> {
    #[serde(flatten)]
    stage: Stage<'a>,
    place: &'a str,
    due_at: Option<Time>,
    clock: Option<&'a str>,
}

/// How far it is, by village: all that the street reads.
#[derive(Serialize)]
struct Stage<'a> {
    number: &'a str,
    kind: &'a str,
    title: &'a str,
    title_en: &'a str,
    village: Option<Id>,
    level: i64,
    state: &'a str,
    open: bool,
    opened_at: Time,
    version: i64,
}

impl<'a> Stage<'a> {
    fn of(m: &'a Matter) -> Stage<'a> {
        Stage {
            number: &m.number,
            kind: &m.topic,
            title: &m.title_zh,
            title_en: &m.title_en,
            village: m.village_id,
            level: m.level,
            state: &m.state,
            open: m.is_open,
            opened_at: m.opened_at,
            version: m.version,
        }
    }
}

impl<'a> Brief<'a> {
    fn of(m: &'a Matter) -> Brief<'a> {
        let stage = Stage::of(m);
        Brief { stage, place: &m.place_text, due_at: m.due_at, clock: m.clock.as_deref() }
    }
}

#[derive(Serialize)]
struct Items<T> {
    items: Vec<T>,
    next: Option<String>,
}

pub(crate) fn list(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let found = pages::find(tx, visit, &ask.query)?;
    let (next, matters) = (next_after(&found), found.matters.iter());
    if matters::sight(&visit.actor, None, true) == Sight::Stage {
        return Json::of(&Items { items: matters.map(Stage::of).collect(), next });
    }
    Json::of(&Items { items: matters.map(Brief::of).collect(), next })
}

pub(crate) fn show(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let (matter, _, sight) =
        matters::load_for(tx, &visit.actor, &crate::actions::READ, &ask.target)?;
    let loaded = load_facts(tx, &matter)?;
    let mut body = match sight {
        Sight::Stage => return Json::of(&Stage::of(&matter)),
        Sight::Task => return Json::of(&Brief::of(&matter)),
        Sight::Full | Sight::Masked => json!(Brief::of(&matter)),
    };
    let orders = loaded.orders.iter().zip(&loaded.facts.orders).map(|(row, chain)| {
        let at = |kind| chain.stamp(kind);
        json!({
            "order": row.id, "side": row.side.code(), "receiver": row.receiver, "sent_at": row.sent_at,
            "reached_at": at(StampKind::Reached), "signed_at": at(StampKind::Signed),
            "set_out_at": at(StampKind::SetOut), "arrived_at": at(StampKind::Arrived),
            "cleared_at": at(StampKind::Cleared), "returned_at": row.returned_at,
            "recalled_at": row.recalled_at,
        })
    });
    body["orders"] = orders.collect();
    body["source"] = json!(loaded.row.source);
    body["reported_at"] = json!(loaded.row.reported_at);
    body["received_at"] = json!(loaded.row.received_at);
    body["station_signed_at"] = json!(loaded.row.station_signed_at);
    let seats = matters::seats(tx, visit.lang(), &matter)?;
    let seats = seats
        .iter()
        .zip(people::Seat::CODES)
        .map(|(view, code)| ((*code).to_owned(), json!(view.name)));
    body["seats"] = seats.collect();
    if sight == Sight::Full {
        let summary = pages::summary(tx, &loaded.row)?;
        body["summary"] = json!(summary);
        body["outer_number"] = json!(loaded.row.outer_number);
        body["flags"] = json!(loaded.row.flags.split_whitespace().collect::<Vec<_>>());
        body["asks_road"] = json!(bound_now(tx, &matter, &loaded.row)?.ground.is_some());
        let said = find_said(tx, &matter)?;
        body["road"] =
            json!(said.map(|said| {
                json!({ "code": said.code, "number": said.number, "why": said.why })
            }));
    }
    Json::of(&body)
}

pub(crate) fn orders(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let since = visit.now.plus_seconds(-86_400);
    let mut items = Vec::new();
    for order in sql::list_orders_of(tx, visit.actor.account, since)? {
        let Some(matter) = matters::find_matter(tx, order.matter_id)? else { continue };
        let loaded = load_facts(tx, &matter)?;
        let index = loaded.orders.iter().position(|row| row.id == order.id);
        let next = index.and_then(|index| loaded.facts.orders[index].next());
        items.push(json!({
            "order": order.id, "number": matter.number, "title": matter.title_zh, "place": matter.place_text,
            "level": matter.level, "sent_at": order.sent_at, "returned_at": order.returned_at,
            "recalled_at": order.recalled_at,
            "next": next.map(StampKind::code), "state": matter.state,
        }));
    }
    Json::of(&json!({ "items": items }))
}

/// The kind and level that the words suggest.
pub(crate) fn suggest(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let text = ask.query.maybe("text").unwrap_or_default();
    let Some((kind, level)) = pages::suggestion(tx, text)? else {
        return Json::of(&json!({ "kind": null }));
    };
    let code = sql::find_code(tx, "incident-kinds", &kind)?;
    let label = code.map_or(String::new(), |code| code.label(visit.lang()).to_owned());
    Json::of(&json!({ "kind": kind, "level": level, "label": label }))
}

pub(crate) fn codes(tx: &mut Tx<'_>, _: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let rows = sql::list_codes(tx, &ask.target)?;
    if rows.is_empty() {
        return Err(Fault::NotFound);
    }
    let item =
        |c: &sql::Code| json!({ "code": c.code, "zh": c.zh, "en": c.en, "parent": c.parent });
    Json::of(&json!({ "items": rows.iter().map(item).collect::<Vec<_>>() }))
}
