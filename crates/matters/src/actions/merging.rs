//! Merging a matter into another, and undoing it: both keep their numbers and their words.

use crate::actions::turn::Turn;
use crate::rules::{MergeKind, MergeRefusal, check_merge};
use crate::sql::{self, Matter, Merge};
use crate::words::words;
use base::{Actor, Fault};
use db::Tx;
use serde_json::json;

/// Merges the matter in hand into `master`: the room then ends its turn, and the state that follows
/// is one that has ended. The master learns of it by a line of its own, and rings for its watcher
/// where somebody chases it.
///
/// # Errors
/// Refused into itself, into what has ended, and for a matter that has repeats of its own.
pub fn merge(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &mut Turn,
    master: Matter,
    kind: MergeKind,
) -> Result<(), Fault> {
    let repeats = sql::count_repeats(tx, turn.matter.id)?;
    check_merge(turn.matter.id, repeats, master.id, master.is_open).map_err(|refusal| {
        Fault::at("master", "cannot_merge", |lang| match refusal {
            MergeRefusal::Itself => words(lang).merge_itself(),
            MergeRefusal::MasterEnded => words(lang).merge_ended(),
            MergeRefusal::HasRepeats => words(lang).merge_has_repeats(),
        })
    })?;
    let row = Merge {
        id: tx.new_id(),
        matter_id: turn.matter.id,
        master_id: master.id,
        kind,
        at: tx.now(),
        undone_at: None,
    };
    sql::insert_merge(tx, &row, actor.account)?;
    turn.matter.master_id = Some(master.id);
    if kind == MergeKind::Chasing {
        for account in [master.watcher_id, master.manager_id].into_iter().flatten() {
            notify::send(tx, account, "matters.chased", master.id)?;
        }
    }
    let particulars = json!({ "from": turn.matter.number, "kind": kind.code() });
    turn.also(tx, actor, master, "matters.joined", particulars)
}

/// Undoes the merge of the matter in hand: it is open again in the opening it had, as far as it had
/// come, with seats from the posts.
///
/// # Errors
/// [`Fault::NotFound`] where it was not merged.
pub fn unmerge(tx: &mut Tx<'_>, actor: &Actor, turn: &mut Turn) -> Result<(), Fault> {
    let merged = sql::find_merge(tx, turn.matter.id)?.ok_or(Fault::NotFound)?;
    sql::set_merge_undone(tx, turn.matter.id, actor.account)?;
    turn.matter.master_id = None;
    turn.sit(tx)?;
    let Some(master) = sql::find_matter(tx, merged.master_id)? else { return Ok(()) };
    let particulars = json!({ "from": turn.matter.number });
    turn.also(tx, actor, master, "matters.parted", particulars)
}
