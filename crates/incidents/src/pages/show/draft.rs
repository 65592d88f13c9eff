//! 反馈稿: the text of the feedback in the field order of the system that must be fed anyway.

use crate::actions::{ENTER, Loaded, open_words};
use crate::pages::parts::{code_options, form, may};
use crate::pages::show::road::road_line;
use crate::rules::{Side, Stage, StampKind};
use crate::sql;
use crate::words::words;
use base::{Fault, Time};
use db::Tx;
use matters::Matter;
use std::collections::{BTreeMap, BTreeSet};
use ui::{Ask, Html, Visit};

/// The table whose order is the order of the fields.
pub(crate) const FIELDS: &str = "feedback-draft";

/// The tick that it was entered, while it was not.
pub(super) fn entry_form(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<Option<Html>, Fault> {
    let stage = loaded.facts.incident().stage();
    let done = matches!(stage, Stage::Reported | Stage::Closed);
    let due = done && loaded.row.outer_number.is_some() && may(visit, &ENTER, matter, part);
    if !due || sql::find_entry(tx, matter.id)?.is_some() {
        return Ok(None);
    }
    form(tx, visit, ask, "incidents.enter", &matter.number)?.html().map(Some)
}

/// The draft: one line for each field, in the station's order; empty before the final feedback.
pub(super) fn draft(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    loaded: &Loaded,
) -> Result<Option<String>, Fault> {
    let last = sql::find_last_final(tx, matter.id)?;
    let current = |row: &sql::FeedbackRow| loaded.facts.reopened.is_none_or(|at| row.at >= at);
    let Some(last) = last.filter(current) else { return Ok(None) };
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let label = |table: &str, code: Option<&str>, tx: &mut Tx<'_>| -> Result<String, Fault> {
        let Some(code) = code else { return Ok(String::new()) };
        Ok(sql::find_code(tx, table, code)?.map_or(String::new(), |c| c.label(lang).to_owned()))
    };
    let said = open_words(tx, "feedbacks", "words_sealed", last.id, &last.words_sealed)?;
    let settled = match &last.settled_sealed {
        Some(sealed) => open_words(tx, "feedbacks", "settled_sealed", last.id, sealed)?,
        None => String::new(),
    };
    let villages = people::list_villages(tx)?;
    let village = last.village_id.or(matter.village_id);
    let village = villages.into_iter().find(|one| Some(one.id) == village);
    let moment = |at: Option<Time>| at.map_or(String::new(), |at| dates.full(at));
    let police = || loaded.facts.orders.iter().filter(|o| o.side == Side::Police);
    let first = |kind: StampKind| police().filter_map(|order| order.stamp(kind)).min();
    let went: BTreeSet<_> =
        police().filter(|o| o.arrived.or(o.cleared).is_some()).map(|o| o.account).collect();
    let heads = went.len();
    let result = label("results", last.result.as_deref(), tx)?;
    let result = match road_line(tx, lang, matter)? {
        Some(road) => w.result_by_road(result, road),
        None => result,
    };
    let values = BTreeMap::from([
        ("number", loaded.row.outer_number.clone().unwrap_or_default()),
        ("kind", label("incident-kinds", last.kind.as_deref(), tx)?),
        ("sent", moment(police().map(|order| order.sent).min())),
        ("signed", moment(first(StampKind::Signed))),
        ("set_out", moment(first(StampKind::SetOut))),
        ("arrived", moment(first(StampKind::Arrived))),
        ("cleared", moment(first(StampKind::Cleared))),
        ("heads", w.draft_heads(heads)),
        (
            "words",
            [settled, said].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n"),
        ),
        ("result", result),
        ("village", village.map_or(String::new(), |village| village.name)),
    ]);
    let line = |(code, label): &(String, String)| {
        let value = values.get(code.as_str())?;
        Some(w.draft_line(label, value))
    };
    let fields = code_options(tx, lang, FIELDS)?;
    Ok(Some(fields.iter().filter_map(line).collect::<Vec<_>>().join("\n")))
}
