//! What a new station starts with: code tables, plans, clocks, words, all as data.

use crate::rules::RingRule;
use crate::sql::{self, Code, KindWordVersion, Plan, PlanItem, PlanKey, RevisitRule};
use crate::words::codes::{self, CodeRow};
use crate::words::{checklists, clocks};
use base::Fault;
use db::Tx;

/// Writes the defaults of a new station.
///
/// # Errors
/// Those of the engine.
pub fn add_defaults(tx: &mut Tx<'_>) -> Result<(), Fault> {
    add_codes(tx, "incident-kinds", codes::KINDS, codes::KIND_SOURCE)?;
    add_codes(tx, "sources", codes::SOURCES, codes::SOURCE_SOURCE)?;
    add_codes(tx, "levels", codes::LEVELS, codes::LEVEL_SOURCE)?;
    add_codes(tx, "results", codes::RESULTS, codes::RESULT_SOURCE)?;
    add_codes(tx, "return-reasons", codes::RETURN_REASONS, codes::OTHER_SOURCE)?;
    add_codes(tx, "presence-roles", codes::PRESENCE, codes::OTHER_SOURCE)?;
    add_codes(tx, "bodies", codes::BODIES, codes::BODY_SOURCE)?;
    add_codes(tx, "feedback-draft", codes::DRAFT, codes::OTHER_SOURCE)?;
    add_codes(tx, "causes", codes::CAUSES, codes::OTHER_SOURCE)?;
    add_roads(tx)?;
    for (kind, level, per_cent, within_s, source) in codes::REVISITS {
        let rule = RevisitRule { per_cent: *per_cent, within_s: *within_s };
        let from = tx.now();
        sql::insert_revisit_rule(tx, (kind, *level, 1), &rule, (source, from))?;
    }
    for &(role, on_duty, manner, quiet_from_min, quiet_until_min) in codes::RINGS {
        let rule = RingRule { role, on_duty, manner, quiet_from_min, quiet_until_min };
        let from = tx.now();
        sql::insert_ring_rule(tx, &rule, 1, (codes::RING_SOURCE, from))?;
    }
    add_kind_words(tx)?;
    for (kind, level, officers, auxiliaries, assistants) in codes::PLANS {
        let plan = Plan {
            kind: (*kind).to_owned(),
            level: *level,
            version: 1,
            officers: *officers,
            auxiliaries: *auxiliaries,
            assistants: *assistants,
            source: codes::PLAN_SOURCE.to_owned(),
        };
        sql::insert_plan(tx, &plan)?;
    }
    for (kind, level, items) in checklists::CHECKLISTS {
        let plan = PlanKey { kind, level: *level, version: 1 };
        for (position, (line, minutes, is_required)) in (1..).zip(*items) {
            let item = PlanItem {
                position,
                line: (*line).to_owned(),
                within_s: (*minutes > 0).then_some(minutes * 60),
                is_required: *is_required,
            };
            sql::insert_plan_item(tx, plan, &item)?;
        }
    }
    premises::add_defaults(tx)?;
    matters::add_extension_rules(tx, clocks::EXTENSIONS)?;
    matters::add_rules(tx, clocks::CLOCKS)
}

/// The words that suggest a kind.
fn add_kind_words(tx: &mut Tx<'_>) -> Result<(), Fault> {
    for (word, kind, level) in codes::KIND_WORDS {
        let word = KindWordVersion {
            word: (*word).to_owned(),
            version: 1,
            kind: (*kind).to_owned(),
            level: *level,
            is_over: false,
            source: codes::WORD_SOURCE.to_owned(),
            valid_from: tx.now(),
        };
        sql::insert_kind_word(tx, &word)?;
    }
    Ok(())
}

/// The roads of the law, each with its own source.
fn add_roads(tx: &mut Tx<'_>) -> Result<(), Fault> {
    for (position, (code, zh, en, mark, source)) in (1..).zip(codes::ROADS) {
        let row = Code {
            code: (*code).to_owned(),
            parent: None,
            zh: (*zh).to_owned(),
            en: (*en).to_owned(),
            mark: (*mark).to_owned(),
            is_over: false,
        };
        let from = tx.now();
        sql::insert_code(tx, "roads", &row, (1, position), (source, from))?;
    }
    Ok(())
}

fn add_codes(tx: &mut Tx<'_>, table: &str, rows: &[CodeRow], source: &str) -> Result<(), Fault> {
    for (position, (code, parent, zh, en, mark)) in (1..).zip(rows) {
        let row = Code {
            code: (*code).to_owned(),
            parent: (!parent.is_empty()).then(|| (*parent).to_owned()),
            zh: (*zh).to_owned(),
            en: (*en).to_owned(),
            mark: (*mark).to_owned(),
            is_over: false,
        };
        let from = tx.now();
        sql::insert_code(tx, table, &row, (1, position), (source, from))?;
    }
    Ok(())
}
