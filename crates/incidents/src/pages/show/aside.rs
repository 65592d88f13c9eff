//! What stands beside: facts, caller, clocks with their sources, other matters of the place.

use super::dispatch::plan_line;
use crate::actions::{self, Loaded, UNCOVER};
use crate::pages::parts::{ClockView, Folded, fold, may};
use crate::rules::{mask_name, mask_phone};
use crate::sql;
use crate::words::words;
use base::Fault;
use db::Tx;
use matters::Matter;
use ui::{Ask, Visit};

/// How long an uncovered caller stays uncovered.
const UNCOVERED_S: i64 = 600;
/// How far back the same place is looked at.
const NEAR_S: i64 = 30 * 86_400;
/// A headline and rows of number and text.
pub(super) type Links = (String, Vec<(String, String)>);

pub(super) fn facts(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    loaded: &Loaded,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let source = sql::find_code(tx, "sources", &loaded.row.source)?;
    let source = source.map_or(String::new(), |code| code.label(lang).to_owned());
    let outer = loaded.row.outer_number.clone().unwrap_or_default();
    let flags = crate::rules::Flag::list(&loaded.row.flags);
    let flags: Vec<&str> = flags.iter().map(|flag| crate::words::flag_label(lang, *flag)).collect();
    let mut facts = vec![
        (w.matter_number(), matter.number.clone()),
        (w.field_source(), format!("{source} {outer}").trim().to_owned()),
        (w.reported_at(), dates.full(loaded.row.reported_at)),
        (w.received_at(), dates.full(loaded.row.received_at)),
    ];
    if let Some(at) = loaded.row.entered_at {
        facts.push((w.entered_later(), dates.full(at)));
    }
    if let Some(at) = loaded.row.station_signed_at {
        facts.push((w.station_signed(), dates.full(at)));
    }
    if !flags.is_empty() {
        facts.push((w.field_flags(), flags.join(w.list_join())));
    }
    if let (Some(kind), Some(level), Some(version)) =
        (&loaded.row.plan_kind, loaded.row.plan_level, loaded.row.plan_version)
    {
        facts.push((w.plan(), plan_line(tx, lang, kind, level, version)?));
    }
    Ok(facts)
}

/// Where a hint about the place of this matter is written, for who may.
pub(super) fn hint_link(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Option<String>, Fault> {
    if premises::HINT.ask(&visit.actor).is_err() {
        return Ok(None);
    }
    let Some(village) = matter.village_id else { return Ok(None) };
    let place = match matter.premises_id {
        Some(id) => premises::find_place(tx, id)?,
        None => None,
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("village", &village.to_string());
    if let Some(place) = place {
        query.append_pair("lane", &place.lane).append_pair("house", &place.house);
    }
    Ok(Some(format!("/hints?{}", query.finish())))
}

/// Name and number, masked unless uncovered within the last ten minutes.
pub(super) fn caller(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    part: bool,
) -> Result<Option<(String, Option<Folded>)>, Fault> {
    let Some(row) = sql::find_caller(tx, matter.id)? else { return Ok(None) };
    let w = words(visit.lang());
    let open = |column, sealed: &Option<Vec<u8>>| -> Result<Option<String>, Fault> {
        let opened =
            sealed.as_ref().map(|s| actions::open_words(tx, "callers", column, matter.id, s));
        opened.transpose()
    };
    let name = open("name_sealed", &row.name_sealed)?;
    let phone = open("phone_sealed", &row.phone_sealed)?;
    let since = visit.now.plus_seconds(-UNCOVERED_S);
    let uncovered = sql::has_caller_view(tx, matter.id, visit.actor.account, since)?;
    let shown = |text: Option<String>, mask: &dyn Fn(&str) -> String| match text {
        Some(text) if uncovered || text == db::unopened() => text,
        Some(text) => mask(&text),
        None => String::new(),
    };
    let name = shown(name, &|text| mask_name(text, w.caller_rest()));
    let line = format!("{name} {}", shown(phone, &mask_phone)).trim().to_owned();
    let fold = if !uncovered && may(visit, &UNCOVER, matter, part) {
        Some(fold(tx, visit, ask, "incidents.uncover_caller", &matter.number)?)
    } else {
        None
    };
    Ok(Some((line, fold)))
}

pub(super) fn clocks(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Vec<(String, String, Option<ClockView>)>, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let timers = matters::list_timers(tx, matter.id)?;
    let line = |t: matters::PendingTimer| {
        let rule = matters::clock_label(lang, &t.rule);
        let view = ClockView {
            due_ms: ui::Dates::millis(t.due_at),
            span_ms: ui::Dates::millis(t.due_at) - ui::Dates::millis(t.from_at),
            text: dates.remaining(t.due_at),
            over: dates.is_over(t.due_at),
        };
        (
            rule.to_owned(),
            w.clock_line(rule, matters::effect_label(lang, t.effect), &t.source, t.rule_version),
            Some(view),
        )
    };
    Ok(timers.into_iter().map(line).collect())
}

/// Other matters at the same place in the last thirty days.
pub(super) fn links(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Option<Links>, Fault> {
    let Some(premises) = matter.premises_id else { return Ok(None) };
    let since = visit.now.plus_seconds(-NEAR_S);
    let reach = matters::Reach::of(&visit.actor);
    let near = matters::list_at_place(tx, &reach, premises, since)?;
    let others = near.iter().filter(|other| other.id != matter.id);
    let line = |m: &Matter| {
        let text = format!("{} {}", visit.dates().near(m.opened_at), m.title(visit.lang()));
        (m.number.clone(), text)
    };
    let rows: Vec<_> = others.map(line).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    Ok(Some((words(visit.lang()).links_place(rows.len()), rows)))
}
