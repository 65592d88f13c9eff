//! Notes, and urging 催办 in its levels: a question to one seat, by a named sender, that needs an
//! answer. It carries no score.

use crate::actions::clocks::{start_clock, steps_from, stop_clock};
use crate::actions::turn::{ClockStart, Step, Turn};
use crate::rules::{UrgeLevel, limit};
use crate::sql::{self, Urge};
use crate::words::words;
use base::{Actor, Fault, Id, Permission, Role, Scope, SealPlace};
use db::Tx;
use people::Seat;
use serde_json::json;

/// Urging a seat of a matter.
pub static URGE: Permission = Permission {
    code: "matters.urge",
    label: |lang| words(lang).urge(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Desk, Scope::Station),
    ],
};

/// Writing a note on a matter, and answering when urged.
pub static NOTE: Permission = Permission {
    code: "matters.note",
    label: |lang| words(lang).note(),
    grants: &[
        (Role::Leader, Scope::Station),
        (Role::Chief, Scope::Station),
        (Role::Desk, Scope::Station),
        (Role::Officer, Scope::Village),
        (Role::Auxiliary, Scope::Own),
        (Role::Assistant, Scope::Own),
    ],
};

/// Adds a note to a matter.
///
/// # Errors
/// Those of [`Turn::take`].
pub fn add_note(tx: &mut Tx<'_>, actor: &Actor, number: &str, text: &str) -> Result<(), Fault> {
    let turn = Turn::take(tx, actor, &NOTE, number)?;
    turn.work(tx, actor, "matters.note", Some(text), json!({}))
}

/// Asks whoever sits in `seat` how the matter stands.
///
/// # Errors
/// Refused on a matter that has ended, and for a level above the sender's role.
pub fn urge(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    (seat, level): (Seat, UrgeLevel),
    text: &str,
) -> Result<Id, Fault> {
    let turn = Turn::take(tx, actor, &URGE, number)?;
    if !level.may_send(turn.leave.role) {
        return Err(Fault::at("level", "level_too_high", |lang| words(lang).level_too_high()));
    }
    let ended = || Fault::refused("matter_ended", |lang| words(lang).matter_ended());
    let to_id = turn.seat(seat).ok_or_else(ended)?;
    let id = assign(tx, actor, &turn, to_id, level, text)?;
    let particulars =
        json!({ "urge": id, "seat": seat.code(), "to": to_id, "level": level.code() });
    turn.keep(tx, actor, "matters.urge", Some(text), particulars)?;
    Ok(id)
}

/// Asks `to` for an answer about the matter in hand; the room that does it ends the turn. On an
/// open matter a clock runs until it is answered; of one that has ended only its limit is kept.
///
/// # Errors
/// Those of the engine.
pub fn assign(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    to: Id,
    level: UrgeLevel,
    text: &str,
) -> Result<Id, Fault> {
    let id = tx.new_id();
    let clock = ClockStart { rule: level.clock(), from: tx.now() };
    let due_at = match turn.matter.is_open {
        true => start_clock(tx, &turn.matter, clock, Some(id))?,
        false => limit(&steps_from(tx, clock, turn.matter.level)?, clock.from),
    };
    let urge = Urge {
        id,
        matter_id: turn.matter.id,
        from_id: actor.account,
        to_id: to,
        sent_at: tx.now(),
        level,
        due_at,
        answered_at: None,
    };
    let sealed = tx.seal(place("words_sealed", id), text);
    sql::insert_urge(tx, &urge, &sealed)?;
    sql::insert_participant(tx, turn.matter.id, to)?;
    notify::send(tx, to, "matters.urge", urge.matter_id)?;
    Ok(id)
}

/// What an urge asks.
///
/// # Errors
/// An internal fault where it was damaged.
pub fn urge_words(tx: &mut Tx<'_>, urge: Id) -> Result<String, Fault> {
    let sealed = sql::find_urge_words(tx, urge)?.ok_or(Fault::NotFound)?;
    tx.unseal(place("words_sealed", urge), &sealed)
}

/// Answers an urge; only whoever was asked can.
///
/// # Errors
/// [`Fault::NotFound`] where it is not the actor's to answer; refused where it was answered.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, urge: Id, text: &str) -> Result<String, Fault> {
    let urge = sql::find_urge(tx, urge)?.ok_or(Fault::NotFound)?;
    if urge.to_id != actor.account {
        return Err(Fault::NotFound);
    }
    let number = sql::find_number(tx, urge.matter_id)?.ok_or(Fault::NotFound)?;
    let turn = Turn::take(tx, actor, &NOTE, &number)?;
    let sealed = tx.seal(place("answer_sealed", urge.id), text);
    if sql::set_answer(tx, urge.id, &sealed)? == 0 {
        return Err(Fault::refused("urge_answered", |lang| words(lang).urge_answered()));
    }
    stop_clock(tx, &turn.matter, urge.id)?;
    notify::send(tx, urge.from_id, "matters.answer", urge.matter_id)?;
    turn.work(tx, actor, "matters.answer", Some(text), json!({ "urge": urge.id }))?;
    Ok(number)
}

fn place(column: &'static str, row: Id) -> SealPlace {
    SealPlace { table: "urges", column, row }
}

impl Turn {
    /// Ends an act that is work on the matter and leaves its state as it is.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn work(
        mut self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        act: &'static str,
        reason: Option<&str>,
        particulars: serde_json::Value,
    ) -> Result<(), Fault> {
        self.move_on(tx);
        self.keep(tx, actor, act, reason, particulars)
    }

    /// Ends an act beside the work: it asks, looks, puts off or tells, and whoever waits for a
    /// movement goes on waiting. The more a matter is asked about, the sooner it goes up the ladder.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn keep(
        self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        act: &'static str,
        reason: Option<&str>,
        particulars: serde_json::Value,
    ) -> Result<(), Fault> {
        self.stay(tx, actor, Step { act, reason, particulars, state: "", clock: None })
    }
}
