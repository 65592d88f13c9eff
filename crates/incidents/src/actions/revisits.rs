//! Asking afterwards 回访, and thanks. Sent, delivered, replied and what was said are facts of their
//! own; who is not satisfied is a task for somebody who did not handle it.

use crate::actions::facts::load_facts;
use crate::actions::review::is_handler;
use crate::actions::{REVISIT, THANK};
use crate::rules::{Channel, Score, Stage, ThanksKind, needs_callback};
use crate::sql::{self, RevisitRow, ThanksRow};
use crate::words::words;
use base::{Actor, Fault, Id, SealPlace};
use db::Tx;
use matters::{Matter, Turn, UrgeLevel};
use serde_json::json;
use std::collections::BTreeSet;

/// What was said when somebody was asked.
#[derive(Clone, Debug)]
pub struct RevisitReply {
    pub(crate) score: Score,
    /// Whether it is really solved.
    pub solved: bool,
    /// In the caller's words.
    pub words: Option<String>,
}

impl RevisitReply {
    /// A reply with the code of its score.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for an unknown code.
    pub fn new(score: &str, solved: bool, words: Option<String>) -> Result<RevisitReply, Fault> {
        let score = Score::from_code(score).ok_or(Fault::NotFound)?;
        Ok(RevisitReply { score, solved, words })
    }
}

/// Draws a closed incident for a revisit by the station's rule: chance decides, not a person.
pub(crate) fn draw_by_rule(tx: &mut Tx<'_>, matter: &Matter) -> Result<bool, Fault> {
    let parent = matter.topic.split('-').next().unwrap_or_default().to_owned();
    let rule = sql::find_revisit_rule(tx, &matter.topic, &parent, matter.level)?;
    let Some(rule) = rule else { return Ok(false) };
    let drawn = tx.chance().below(100) < rule.per_cent as u64;
    if drawn {
        insert(tx, matter, true, rule.within_s)?;
    }
    Ok(drawn)
}

fn insert(tx: &mut Tx<'_>, matter: &Matter, by_rule: bool, within_s: i64) -> Result<Id, Fault> {
    let row = RevisitRow {
        id: tx.new_id(),
        matter_id: matter.id,
        opening: matter.opening,
        drawn_at: tx.now(),
        is_by_rule: by_rule,
        due_at: tx.now().plus_seconds(within_s),
        channel: None,
        sent_at: None,
        delivered_at: None,
        replied_at: None,
        score: None,
        is_solved: None,
        words_sealed: None,
        by_id: None,
    };
    sql::insert_revisit(tx, &row)?;
    Ok(row.id)
}

/// Draws an ended incident by hand.
///
/// # Errors
/// Refused for what has not ended here, and where one waits for its reply already.
pub fn draw(tx: &mut Tx<'_>, actor: &Actor, number: &str) -> Result<Id, Fault> {
    let turn = Turn::take(tx, actor, &REVISIT, number)?;
    let stage = load_facts(tx, &turn.matter)?.facts.incident().stage();
    if stage != Stage::Closed {
        return Err(Fault::refused("not_closed", |lang| words(lang).not_closed()));
    }
    let waits = |row: &RevisitRow| row.replied_at.is_none();
    if sql::list_revisits(tx, turn.matter.id)?.iter().any(waits) {
        return Err(Fault::refused("drawn_already", |lang| words(lang).drawn_already()));
    }
    let parent = turn.matter.topic.split('-').next().unwrap_or_default().to_owned();
    let rule = sql::find_revisit_rule(tx, &turn.matter.topic, &parent, turn.matter.level)?;
    let within_s = rule.map_or(0, |rule| rule.within_s);
    let id = insert(tx, &turn.matter, false, within_s)?;
    turn.keep(tx, actor, "incidents.draw_revisit", None, json!({ "revisit": id }))?;
    Ok(id)
}

/// The revisits of an incident that wait for a reply.
///
/// # Errors
/// Those of [`matters::load_for`].
pub fn list_waiting_revisits(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
) -> Result<Vec<Id>, Fault> {
    let (matter, ..) = matters::load_for(tx, actor, &REVISIT, number)?;
    let rows = sql::list_revisits(tx, matter.id)?;
    Ok(rows.into_iter().filter(|row| row.replied_at.is_none()).map(|row| row.id).collect())
}

struct Taken {
    turn: Turn,
    row: RevisitRow,
}

/// Whoever asks has not handled it.
fn take(tx: &mut Tx<'_>, actor: &Actor, revisit: Id) -> Result<Taken, Fault> {
    let row = sql::find_revisit(tx, revisit)?.ok_or(Fault::NotFound)?;
    let number = matters::find_number(tx, row.matter_id)?.ok_or(Fault::NotFound)?;
    let turn = Turn::take(tx, actor, &REVISIT, &number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    if is_handler(tx, actor.account, &turn.matter, &loaded)? {
        return Err(Fault::refused("revisit_needs_another", |lang| {
            words(lang).revisit_needs_another()
        }));
    }
    if row.replied_at.is_some() {
        return Err(Fault::refused("replied_already", |lang| words(lang).replied_already()));
    }
    Ok(Taken { turn, row })
}

/// Writes that somebody was asked, and by which way.
///
/// # Errors
/// Refused for a handler, and after the reply.
pub fn send_revisit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    revisit: Id,
    channel: &str,
) -> Result<String, Fault> {
    let channel = Channel::from_code(channel).ok_or(Fault::NotFound)?;
    let Taken { turn, mut row } = take(tx, actor, revisit)?;
    row.channel = Some(channel);
    row.sent_at = Some(tx.now());
    row.delivered_at = None;
    row.by_id = Some(actor.account);
    sql::store_revisit(tx, &row)?;
    let number = turn.matter.number.clone();
    let particulars = json!({ "revisit": revisit, "channel": channel.code() });
    turn.keep(tx, actor, "incidents.send_revisit", None, particulars)?;
    Ok(number)
}

/// Writes that the question arrived.
///
/// # Errors
/// Refused where it was not sent.
pub fn deliver_revisit(tx: &mut Tx<'_>, actor: &Actor, revisit: Id) -> Result<String, Fault> {
    let Taken { turn, mut row } = take(tx, actor, revisit)?;
    if row.sent_at.is_none() {
        return Err(Fault::refused("not_sent", |lang| words(lang).not_sent()));
    }
    row.delivered_at = Some(tx.now());
    sql::store_revisit(tx, &row)?;
    let number = turn.matter.number.clone();
    turn.keep(tx, actor, "incidents.deliver_revisit", None, json!({ "revisit": revisit }))?;
    Ok(number)
}

/// Writes the reply. Who is not satisfied, or not helped, becomes a task for somebody who did not
/// handle it: the leader on duty, or the next who can.
///
/// # Errors
/// Refused where nobody was asked.
pub fn reply_revisit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    revisit: Id,
    reply: &RevisitReply,
) -> Result<String, Fault> {
    let Taken { turn, mut row } = take(tx, actor, revisit)?;
    if row.sent_at.is_none() {
        return Err(Fault::refused("not_sent", |lang| words(lang).not_sent()));
    }
    row.delivered_at = row.delivered_at.or(Some(tx.now()));
    row.replied_at = Some(tx.now());
    row.score = Some(reply.score);
    row.is_solved = Some(reply.solved);
    let place = SealPlace { table: "revisits", column: "words_sealed", row: row.id };
    row.words_sealed = reply.words.as_ref().map(|said| tx.seal(place, said));
    row.by_id = Some(actor.account);
    sql::store_revisit(tx, &row)?;
    let number = turn.matter.number.clone();
    let mut task = None;
    if needs_callback(reply.score, reply.solved) {
        let to = somebody_else(tx, &turn.matter)?;
        let (w, score) = (words(actor.lang), crate::words::score_label(actor.lang, reply.score));
        let asks = match &reply.words {
            Some(said) => w.callback_asks(score, said),
            None => w.callback(score),
        };
        task = Some(matters::assign(tx, actor, &turn, to, UrgeLevel::Callback, &asks)?);
    }
    let particulars = json!({
        "revisit": revisit, "score": reply.score.code(), "solved": reply.solved, "task": task,
    });
    turn.keep(tx, actor, "incidents.reply_revisit", reply.words.as_deref(), particulars)?;
    Ok(number)
}

/// The leader on duty, or the next of the leaders in office, who did not handle this matter.
fn somebody_else(tx: &mut Tx<'_>, matter: &Matter) -> Result<Id, Fault> {
    let loaded = load_facts(tx, matter)?;
    let post = people::find_posts(tx)?.map(|posts| posts.pusher);
    let incumbents = people::list_incumbents(tx)?;
    for account in people::ladder(people::Seat::Pusher, post, None, &incumbents) {
        if !is_handler(tx, account, matter, &loaded)? {
            return Ok(account);
        }
    }
    Err(Fault::refused("nobody_else", |lang| words(lang).nobody_else()))
}

/// Writes thanks down; they reach everyone who was there.
///
/// # Errors
/// Those of [`Turn::take`].
pub fn thank(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    kind: &str,
    said: &str,
) -> Result<Id, Fault> {
    let kind = ThanksKind::from_code(kind).ok_or(Fault::NotFound)?;
    let turn = Turn::take(tx, actor, &THANK, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    let id = tx.new_id();
    let place = SealPlace { table: "thanks", column: "words_sealed", row: id };
    let row = ThanksRow { id, kind, at: tx.now(), words_sealed: tx.seal(place, said) };
    sql::insert_thanks(tx, turn.matter.id, &row, actor.account)?;
    let there = loaded.orders.iter().filter(|order| !order.is_taken_back());
    let mut reached: BTreeSet<Id> = there.filter_map(|order| order.account_id).collect();
    reached.extend(sql::list_feedbacks(tx, turn.matter.id)?.iter().map(|row| row.author_id));
    for account in &reached {
        notify::send(tx, *account, "incidents.thanked", turn.matter.id)?;
    }
    let particulars = json!({ "thanks": id, "kind": kind.code(), "reached": reached.len() });
    turn.keep(tx, actor, "incidents.thank", Some(said), particulars)?;
    Ok(id)
}
