//! The orders of an incident with their times, and what the desk does for a receiver.

use crate::actions::{CARRY_OUT, DISPATCH, Loaded};
use crate::pages::bells::manners;
use crate::pages::parts::{Folded, fold, may};
use crate::rules::{Chain, Side, Verb};
use crate::sql::{self, OrderRow};
use crate::words::{stamp_label, words};
use base::{Fault, Role};
use db::Tx;
use matters::Matter;
use ui::{Ask, Html, Visit};

pub(super) struct OrderView {
    pub(super) id: String,
    pub(super) receiver: String,
    pub(super) side: &'static str,
    pub(super) times: Vec<(&'static str, String, Option<&'static str>)>,
    /// How it ended without being done, and when: given back, or with the incident.
    pub(super) returned: Option<(&'static str, String)>,
    pub(super) crew: String,
    pub(super) bell: Html,
    pub(super) forms: Vec<Folded>,
}

pub(super) fn orders(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<Vec<OrderView>, Fault> {
    let lang = visit.lang();
    let stamps = sql::list_stamps(tx, matter.id)?;
    let crews = sql::list_crews(tx, matter.id)?;
    let roles = sql::list_codes(tx, "presence-roles")?;
    let stage = loaded.facts.incident().stage();
    let works = may(visit, &CARRY_OUT, matter, part) && stage.allows(Verb::Stamp);
    let manners = manners(tx, visit, loaded)?;
    let mut views = Vec::new();
    for (row, chain) in loaded.orders.iter().zip(&loaded.facts.orders) {
        let mut forms = Vec::new();
        if works && DISPATCH.ask(&visit.actor).is_ok() && !chain.is_taken_back() {
            forms = desk_forms(tx, visit, ask, row, chain)?;
        }
        let crew = crews.iter().filter(|crew| crew.order_id == row.id).map(|crew| {
            let role = roles.iter().find(|role| role.code == crew.role);
            words(lang).heads(role.map_or("", |role| role.label(lang)), crew.heads)
        });
        let role = if row.side == Side::Assistant { Role::Assistant } else { Role::Officer };
        let bell = match &manners {
            Some(manners) => manners.of_order(tx, visit, row, chain)?,
            None => Html::default(),
        };
        views.push(OrderView {
            bell,
            id: row.id.to_string(),
            receiver: row.receiver.clone(),
            side: if row.side == Side::Assistant { people::role_label(lang, role) } else { "" },
            times: times(visit, row, &stamps),
            returned: taken_back(visit, row),
            crew: crew.collect::<Vec<_>>().join(words(lang).list_join()),
            forms,
        });
    }
    Ok(views)
}

fn taken_back(visit: &Visit, row: &OrderRow) -> Option<(&'static str, String)> {
    let w = words(visit.lang());
    let ends = [(w.act_give_back(), row.returned_at), (w.step_recalled(), row.recalled_at)];
    ends.into_iter().find_map(|(label, at)| Some((label, visit.dates().full(at?))))
}

/// What the desk does for a receiver: the next step, any step, corrections, the telephone.
fn desk_forms(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    row: &OrderRow,
    chain: &Chain,
) -> Result<Vec<Folded>, Fault> {
    let id = row.id.to_string();
    let steps = [
        ("orders.answer", row.side == Side::Assistant && chain.is_unsigned()),
        ("orders.sign", chain.signed.is_none() && chain.cleared.is_none()),
        ("orders.set_out", chain.set_out.is_none() && chain.cleared.is_none()),
        ("orders.arrive", chain.arrived.is_none() && chain.cleared.is_none()),
        ("orders.clear", chain.cleared.is_none()),
        ("orders.correct", !chain.is_unsigned()),
        ("orders.give_back", chain.cleared.is_none()),
    ];
    let mut forms = Vec::new();
    for (name, shown) in steps {
        if shown {
            forms.push(fold(tx, visit, ask, name, &id)?);
        }
    }
    Ok(forms)
}

/// The steps of an order with their times; whose hand wrote one that is not the receiver's own.
pub(crate) fn times(
    visit: &Visit,
    row: &OrderRow,
    stamps: &[sql::StampRow],
) -> Vec<(&'static str, String, Option<&'static str>)> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let hand = |hand: base::Hand| match hand {
        base::Hand::Desk => Some(w.by_desk()),
        base::Hand::Device => Some(w.by_device()),
        base::Hand::Import => Some(w.by_import()),
        base::Hand::Link => Some(w.by_link()),
        base::Hand::Own | base::Hand::System => None,
    };
    let mut times = vec![(w.step_sent(), dates.clock_seconds(row.sent_at), None)];
    let mut own: Vec<&sql::StampRow> =
        stamps.iter().filter(|s| s.order_id == row.id && s.is_current).collect();
    own.sort_by_key(|stamp| stamp.kind);
    let line = |s: &sql::StampRow| {
        (stamp_label(visit.lang(), s.kind), dates.clock_seconds(s.at), hand(s.hand))
    };
    times.extend(own.into_iter().map(line));
    times
}
