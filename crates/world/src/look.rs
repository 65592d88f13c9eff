//! Reads an incident as its own data view shows it: this crate has no other eyes.

use base::{Actor, Chance, Fault, Id, Theme, Zone};
use db::Tx;
use serde_json::Value;
use std::cell::RefCell;
use ui::{Ask, StationFace, Visit};

/// A receiver's name and order.
pub(crate) type Order = (String, Id);

/// The orders of an incident, in the order in which they were sent, as `actor` sees them.
pub(crate) fn orders(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Vec<Order>, Fault> {
    let body = show(tx, actor, number)?;
    let order = |value: &Value| {
        let id = value["order"].as_str()?.parse().ok()?;
        Some((value["receiver"].as_str()?.to_owned(), id))
    };
    Ok(body["orders"].as_array().into_iter().flatten().filter_map(order).collect())
}

fn show(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Value, Fault> {
    let view = incidents::VIEWS.iter().find(|view| view.path == "/incidents/{number}");
    let data = view.and_then(|view| view.data).ok_or(Fault::NotFound)?;
    let visit = Visit {
        actor: actor.clone(),
        station: StationFace { name: String::new(), zone: Zone::utc(), demo: true },
        now: tx.now(),
        theme: Theme::Auto,
        single_keys: false,
        path: String::new(),
        part: None,
        menu: Vec::new(),
        change: 0,
        channel: String::new(),
        chance: RefCell::new(Chance::seeded(0)),
    };
    data(tx, &visit, &Ask { target: number.to_owned(), ..Ask::default() })
}
