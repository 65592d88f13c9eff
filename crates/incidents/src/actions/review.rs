//! Review: another officer closes, or sends back with a reason; kind and level are set.

use crate::actions::checklists::all_done;
use crate::actions::dispatch::allow;
use crate::actions::facts::{Loaded, load_facts, no_pending, proceed, reclassify};
use crate::actions::log::{Where, find_where, known, known_kind};
use crate::actions::revisits::draw_by_rule;
use crate::actions::roads::check_review;
use crate::actions::{CLASSIFY, RELOCATE, REVIEW};
use crate::rules::{UNDECIDED, Verb};
use crate::sql::{self, ReviewRow};
use crate::words::words;
use base::{Actor, Fault, Id};
use db::Tx;
use matters::{Matter, Sight, Turn};
use serde_json::json;

/// Closes an incident with its final kind and result.
///
/// # Errors
/// Refused for the handler (the manager, every receiver, every author of feedback), for whoever does not see
/// the whole, for anybody but a leader where a road has to be said or was, without it, while police orders are
/// unfinished, and while the kind is undecided.
pub fn close(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    kind: &str,
    result: &str,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &REVIEW, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Close)?;
    not_the_handler(tx, actor, &turn, &loaded)?;
    review_whole(tx, actor, &turn)?;
    let unfinished = loaded.facts.unfinished();
    if unfinished > 0 {
        return Err(Fault::refused("orders_unfinished", |lang| {
            words(lang).orders_unfinished(unfinished)
        }));
    }
    let kind = known_kind(tx, kind)?;
    if kind.code == UNDECIDED {
        return Err(Fault::at("kind", "kind_undecided", |lang| words(lang).kind_undecided()));
    }
    known(tx, "results", result, "result")?;
    check_review(tx, actor, &turn, &loaded.row, Some(&kind.code))?;
    turn.fresh(actor, "kind", &kind.code, &turn.matter.topic)?;
    no_pending(tx, &turn.matter)?;
    let (code, level) = (kind.code.clone(), turn.matter.level);
    reclassify(tx, actor, &mut turn.matter, kind, level)?;
    all_done(tx, &turn.matter)?;
    if matters::list_urges(tx, turn.matter.id)?.iter().any(|urge| urge.level.holds_the_end()) {
        return Err(Fault::refused("urge_unanswered", |lang| words(lang).urge_unanswered()));
    }
    write(tx, actor, &turn, true, Some((&code, result)))?;
    sql::set_final_kind(tx, turn.matter.id, &code)?;
    let revisit = draw_by_rule(tx, &turn.matter)?;
    let particulars =
        json!({ "kind": code, "result": result, "revisit": revisit, "seen": actor.origin.seen });
    proceed(turn, tx, actor, "incidents.close", None, particulars)
}

/// Sends an incident back for correction, with a reason.
///
/// # Errors
/// As [`close`].
pub fn send_back(tx: &mut Tx<'_>, actor: &Actor, number: &str, why: &str) -> Result<Matter, Fault> {
    let turn = Turn::take(tx, actor, &REVIEW, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::SendBack)?;
    not_the_handler(tx, actor, &turn, &loaded)?;
    review_whole(tx, actor, &turn)?;
    check_review(tx, actor, &turn, &loaded.row, None)?;
    write(tx, actor, &turn, false, None)?;
    proceed(turn, tx, actor, "incidents.send_back", Some(why), json!({}))
}

/// Changes kind and level of an open incident, with a reason.
///
/// # Errors
/// Refused after the end; a conflict where somebody changed it since the sender looked.
pub fn classify(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    kind: &str,
    level: i64,
    why: &str,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &CLASSIFY, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Classify)?;
    let kind = known_kind(tx, kind)?;
    turn.fresh(actor, "kind", &kind.code, &turn.matter.topic)?;
    let particulars = json!({
        "kind": kind.code, "level": level, "from": [turn.matter.topic, turn.matter.level.to_string()],
    });
    reclassify(tx, actor, &mut turn.matter, kind, level)?;
    proceed(turn, tx, actor, "incidents.classify", Some(why), particulars)
}

/// Corrects where an open incident is: found in the register, or told anew. Who sees it follows from
/// its village at the next look; who was sent stays sent, until the desk calls them back.
///
/// # Errors
/// Refused for an unknown place and after the end; a conflict where somebody changed it since the
/// sender looked.
pub fn relocate(
    tx: &mut Tx<'_>,
    actor: &Actor,
    number: &str,
    place: &Where,
    why: &str,
) -> Result<Matter, Fault> {
    let mut turn = Turn::take(tx, actor, &RELOCATE, number)?;
    let loaded = load_facts(tx, &turn.matter)?;
    allow(&loaded, Verb::Classify)?;
    let found = find_where(tx, place)?;
    turn.fresh(actor, "place.text", &found.text, &turn.matter.place_text)?;
    let matter = &mut turn.matter;
    // Words that name no village are about the one it is in.
    let village = found.village.or(matter.village_id);
    let particulars = json!({
        "place": found.text, "from": matter.place_text, "premises": found.premises,
        "village": village, "from_village": matter.village_id,
    });
    (matter.place_text, matter.premises_id) = (found.text, found.premises);
    matter.village_id = village;
    (matter.x_m, matter.y_m) = found.point.unzip();
    proceed(turn, tx, actor, "incidents.relocate", Some(why), particulars)
}

/// Whoever reviews sees the whole, as it stands now, and the log of readers says so: nobody signs what is
/// masked for him, or what was fed back anew since he looked.
pub(crate) fn review_whole(tx: &mut Tx<'_>, actor: &Actor, turn: &Turn) -> Result<(), Fault> {
    if turn.sight != Sight::Full {
        return Err(Fault::refused("review_unseen", |lang| words(lang).review_unseen()));
    }
    if let Some(seen) = actor.origin.seen {
        let entries = journal::entries_of(tx, turn.matter.id)?;
        let told = |entry: &&journal::Entry| TOLD.contains(&entry.act.as_str());
        if entries.iter().rfind(told).is_some_and(|entry| entry.position > seen) {
            return Err(Fault::refused("review_stale", |lang| words(lang).review_stale()));
        }
    }
    matters::note_read(tx, actor, &turn.matter.number)
}

/// The acts that say how it came out.
const TOLD: [&str; 4] =
    ["incidents.outcome", "incidents.settle", "incidents.explain", "incidents.withdraw"];

pub(crate) fn not_the_handler(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    loaded: &Loaded,
) -> Result<(), Fault> {
    if is_handler(tx, actor.account, &turn.matter, loaded)? {
        return Err(Fault::refused("closing_needs_another_officer", |lang| {
            words(lang).closing_needs_another_officer()
        }));
    }
    Ok(())
}

/// Whether `account` handled it: as its manager, as a receiver, or by feedback.
pub(crate) fn is_handler(
    tx: &mut Tx<'_>,
    account: Id,
    matter: &Matter,
    loaded: &Loaded,
) -> Result<bool, Fault> {
    let author = |f: &sql::FeedbackRow| f.author_id == account;
    let manager = match matter.is_open {
        true => matter.manager_id,
        false => matters::find_last_manager(tx, matter.id)?,
    };
    Ok(manager == Some(account)
        || loaded.facts.is_receiver(account)
        || sql::list_feedbacks(tx, matter.id)?.iter().any(author))
}

fn write(
    tx: &mut Tx<'_>,
    actor: &Actor,
    turn: &Turn,
    is_closed: bool,
    codes: Option<(&str, &str)>,
) -> Result<(), Fault> {
    let row = ReviewRow {
        id: tx.new_id(),
        opening: turn.matter.opening,
        reviewer_id: actor.account,
        at: tx.now(),
        is_closed,
        kind: codes.map(|(kind, _)| kind.to_owned()),
        result: codes.map(|(_, result)| result.to_owned()),
    };
    sql::insert_review(tx, turn.matter.id, &row)
}
