//! Runs of the acts on orders and drafts.

use crate::actions::{self, Stamp};
use crate::api::acts::done;
use base::{Actor, Fault, Id};
use db::Tx;
use matters::Matter;
use serde_json::{Value, json};
use ui::{Done, Given};

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|()| Fault::NotFound)
}

/// After an act on an order its own page is the next to look at.
fn order_done(matter: &Matter, order: &str) -> Done {
    Done { see: format!("/orders/{order}"), ..done(matter) }
}

fn stamp(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
    stamp: Stamp,
) -> Result<Done, Fault> {
    let matter = actions::stamp(tx, actor, id_of(order)?, stamp.at(given.moment("at")))?;
    Ok(order_done(&matter, order))
}

pub(crate) fn sign(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    stamp(tx, actor, order, given, Stamp::SIGNED)
}

pub(crate) fn set_out(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    stamp(tx, actor, order, given, Stamp::SET_OUT)
}

pub(crate) fn arrive(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    stamp(tx, actor, order, given, Stamp::ARRIVED)
}

pub(crate) fn clear(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    stamp(tx, actor, order, given, Stamp::CLEARED)
}

pub(crate) fn by_telephone(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    stamp(tx, actor, order, given, Stamp::BY_TELEPHONE)
}

pub(crate) fn correct(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    let at = given.moment("at").ok_or(Fault::NotFound)?;
    let (step, why) = (given.text("step"), given.text("reason"));
    let matter = actions::correct(tx, actor, id_of(order)?, step, at, why)?;
    Ok(order_done(&matter, order))
}

pub(crate) fn give_back(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    let (code, why) = (given.text("code"), given.text("reason"));
    let matter = actions::give_back(tx, actor, id_of(order)?, code, why)?;
    Ok(Done { see: "/orders".to_owned(), ..done(&matter) })
}

pub(crate) fn answer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    Ok(done(&actions::answer_by_telephone(tx, actor, id_of(order)?, given.text("answer"))?))
}

pub(crate) fn bring(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    given: &Given,
) -> Result<Done, Fault> {
    let roles = ["P2", "A2", "A3", "A4"].into_iter();
    let heads = |role: &str| Some((role.to_owned(), given.whole(&format!("crew.{role}"))?));
    let crew: Vec<(String, i64)> = roles.filter_map(heads).collect();
    let matter = actions::bring(tx, actor, id_of(order)?, &crew)?;
    Ok(order_done(&matter, order))
}

pub(crate) fn silence(
    tx: &mut Tx<'_>,
    actor: &Actor,
    order: &str,
    _: &Given,
) -> Result<Done, Fault> {
    actions::silence_order(tx, actor, id_of(order)?)?;
    Ok(Done::changed("/orders", json!({})))
}

/// Keeps what stands in the intake form, as it was typed.
pub(crate) fn save_draft(
    tx: &mut Tx<'_>,
    actor: &Actor,
    _: &str,
    given: &Given,
) -> Result<Done, Fault> {
    let values: Value =
        given.pairs().map(|(name, values)| (name.to_owned(), json!(values))).collect();
    actions::save_draft(tx, actor, &values.to_string())?;
    Ok(Done::changed("/incidents/new", json!({})))
}

pub(crate) fn discard_draft(
    tx: &mut Tx<'_>,
    actor: &Actor,
    _: &str,
    _: &Given,
) -> Result<Done, Fault> {
    actions::discard_draft(tx, actor)?;
    Ok(Done::changed("/incidents/new", json!({})))
}
