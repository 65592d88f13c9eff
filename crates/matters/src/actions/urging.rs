//! Notes, and urging 催办: a question to one seat that needs an answer. It carries no score.

use crate::actions::turn::{Step, Turn};
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
    turn.keep(tx, actor, "matters.note", Some(text), json!({}))
}

/// Asks whoever sits in `seat` how the matter stands.
///
/// # Errors
/// Refused on a matter that has ended.
pub fn urge(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    seat: Seat,
    text: &str,
) -> Result<Id, Fault> {
    let turn = Turn::take(tx, actor, &URGE, number)?;
    let ended = || Fault::refused("matter_ended", |lang| words(lang).matter_ended());
    let to_id = turn.seat(seat).ok_or_else(ended)?;
    let urge = Urge {
        id: tx.new_id(),
        matter_id: turn.matter.id,
        from_id: actor.account,
        to_id,
        sent_at: tx.now(),
        answered_at: None,
    };
    let sealed = tx.seal(place("words_sealed", urge.id), text);
    sql::insert_urge(tx, &urge, &sealed)?;
    notify::send(tx, to_id, "matters.urge", urge.matter_id)?;
    let particulars = json!({ "urge": urge.id, "seat": seat.code(), "to": to_id });
    turn.keep(tx, actor, "matters.urge", Some(text), particulars)?;
    Ok(urge.id)
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
    notify::send(tx, urge.from_id, "matters.answer", urge.matter_id)?;
    turn.keep(tx, actor, "matters.answer", Some(text), json!({ "urge": urge.id }))?;
    Ok(number)
}

fn place(column: &'static str, row: Id) -> SealPlace {
    SealPlace { table: "urges", column, row }
}

impl Turn {
    /// Ends an act that leaves state and clock as they are.
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
