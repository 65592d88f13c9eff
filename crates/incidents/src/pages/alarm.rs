//! What calls for somebody on every page: the counters of whoever has a board, and the own orders of
//! whoever is sent, as far as they wait to be signed for.

use crate::actions::{DISPATCH, WATCH};
use crate::pages::parts::form;
use crate::rules::{Manner, RingRule, Side, Stage, Tone, Verb, manner_of};
use crate::sql::{self, UnsignedRow, WatchedRow};
use crate::words::{Words, words};
use askama::Template;
use base::{Actor, Fault, Role};
use db::Tx;
use matters::Reach;
use serde_json::{Value, json};
use ui::{Alarm, Ask, Html, Visit};

/// Whoever is sent.
const SENT: [Role; 3] = [Role::Officer, Role::Auxiliary, Role::Assistant];

/// How many are open, wait to be sent to, and are over their time.
#[derive(Clone, Copy, Default)]
struct Counts {
    open: i64,
    waiting: i64,
    overdue: i64,
}

/// The loudest of what rings on boards.
struct Loudest {
    tone: Tone,
    /// The first that rings so.
    number: String,
    text: String,
    /// How many ring, in whatever way.
    ringing: i64,
}

#[derive(Template)]
#[template(path = "incidents/counters.html")]
struct CountersTemplate {
    w: Words,
    counts: Counts,
    loudest: Option<Loudest>,
}

#[derive(Template)]
#[template(path = "incidents/sound.html")]
struct SoundTemplate {
    w: Words,
    board: bool,
    sent: bool,
}

/// One own order that rings.
struct Ring {
    order: String,
    tone: Tone,
    once: bool,
}

#[derive(Template)]
#[template(path = "incidents/own_orders.html")]
struct OwnTemplate {
    w: Words,
    unsigned: usize,
    href: String,
    rings: Vec<Ring>,
    silence: Option<Html>,
    /// What must be the same for nothing to be put in place anew.
    state: String,
}

/// What stands in the frame of every page of this reader: one narrow statement for whoever has a
/// board, one for whoever is sent, none for others.
///
/// # Errors
/// Those of the engine.
pub fn alarm(tx: &mut Tx<'_>, visit: &Visit) -> Result<Alarm, Fault> {
    // Whoever sends people is called on every page; who may look on has counters beside the board itself.
    let sends = DISPATCH.ask(&visit.actor).is_ok();
    let on_board = visit.path.split('?').next() == Some("/board");
    let board = sends || (on_board && WATCH.ask(&visit.actor).is_ok());
    let sent = SENT.iter().any(|role| visit.actor.is(*role));
    let mut alarm = Alarm::default();
    if board {
        let rows = sql::list_watched(tx, &Reach::of(&visit.actor))?;
        let loudest = loudest(visit, &rows);
        if sends {
            alarm.waiting.push(("/board", loudest.as_ref().map_or(0, |one| one.ringing)));
        }
        let (w, counts) = (words(visit.lang()), count(visit, &rows));
        alarm.counters = Html::of(&CountersTemplate { w, counts, loudest })?;
    }
    if sent {
        let own = own(tx, visit)?;
        alarm.waiting.push(("/orders", own.unsigned as i64));
        alarm.orders = Html::of(&own)?;
    }
    if board || sent {
        alarm.sound = Html::of(&SoundTemplate { w: words(visit.lang()), board, sent })?;
    }
    Ok(alarm)
}

/// The counts of a board by name, for the live stream.
///
/// # Errors
/// Those of the engine.
pub fn counts(tx: &mut Tx<'_>, visit: &Visit) -> Result<Value, Fault> {
    let rows = sql::list_watched(tx, &Reach::of(&visit.actor))?;
    let Counts { open, waiting, overdue } = count(visit, &rows);
    Ok(json!({ "open": open, "waiting": waiting, "overdue": overdue }))
}

fn is_over(visit: &Visit, row: &WatchedRow) -> bool {
    row.due_at.is_some_and(|due| visit.dates().is_over(due))
}

fn count(visit: &Visit, rows: &[WatchedRow]) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        counts.open += 1;
        counts.waiting += i64::from(row.stage() == Stage::Waiting);
        counts.overdue += i64::from(is_over(visit, row));
    }
    counts
}

fn loudest(visit: &Visit, rows: &[WatchedRow]) -> Option<Loudest> {
    let rings =
        |row: &WatchedRow| Some((row.watched(is_over(visit, row)).rings()?, row.number.clone()));
    let ringing: Vec<(Tone, String)> = rows.iter().filter_map(rings).collect();
    // Of those that ring alike the one that has rung longest.
    let (tone, number) = ringing.iter().min()?.clone();
    let alike = ringing.iter().filter(|(other, _)| *other == tone).count();
    let w = words(visit.lang());
    let text = match tone {
        Tone::Urgent => w.count_urgent(alike),
        Tone::Overdue => w.count_late(alike),
        Tone::New => w.count_branch(alike),
    };
    Some(Loudest { tone, number, text, ringing: ringing.len() as i64 })
}

/// My orders that wait to be signed for, and how each rings here.
fn own(tx: &mut Tx<'_>, visit: &Visit) -> Result<OwnTemplate, Fault> {
    let mut orders = sql::list_own_unsigned(tx, visit.actor.account)?;
    orders
        .retain(|row| Stage::from_code(&row.state).is_some_and(|stage| stage.allows(Verb::Stamp)));
    let mut rings = Vec::new();
    if !orders.is_empty() {
        let rules = sql::list_ring_rules(tx)?;
        let on_duty = people::list_on_duty(tx)?;
        let on_duty = on_duty.iter().any(|one| one.account_id == visit.actor.account);
        rings = orders.iter().filter_map(|row| ring(visit, &rules, on_duty, row)).collect();
    }
    // The oldest that rings is the one that one tap silences.
    let silence = match rings.first() {
        Some(Ring { order, .. }) => Some(
            form(tx, visit, &Ask::default(), "orders.silence", order)?.look("", "btn").html()?,
        ),
        None => None,
    };
    let state = rings.iter().map(|ring| format!("{}{}", ring.order, ring.once));
    Ok(OwnTemplate {
        w: words(visit.lang()),
        unsigned: orders.len(),
        href: match orders.as_slice() {
            [one] => format!("/orders/{}", one.id),
            _ => "/orders".to_owned(),
        },
        state: format!("{} {}", orders.len(), state.collect::<Vec<_>>().join(" ")),
        rings,
        silence,
    })
}

fn ring(visit: &Visit, rules: &[RingRule], on_duty: bool, row: &UnsignedRow) -> Option<Ring> {
    let role = receiver_role(&visit.actor, row.side);
    let manner = manner_of(rules, role, on_duty, minute_of(visit));
    if row.silenced_at.is_some() || manner == Manner::Silent {
        return None;
    }
    let tone = if row.level == 1 { Tone::Urgent } else { Tone::New };
    Some(Ring { order: row.id.to_string(), tone, once: manner == Manner::Once })
}

/// As what somebody carries an order out.
fn receiver_role(actor: &Actor, side: Side) -> Role {
    match side {
        Side::Assistant => Role::Assistant,
        Side::Police if actor.is(Role::Officer) => Role::Officer,
        Side::Police => Role::Auxiliary,
    }
}

/// The minute of the station's day.
pub(crate) fn minute_of(visit: &Visit) -> i64 {
    let local = visit.station.zone.civil(visit.now);
    i64::from(local.hour()) * 60 + i64::from(local.minute())
}
