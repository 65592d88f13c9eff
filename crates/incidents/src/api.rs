//! The acts and views of this room: form, JSON, matrix and document are drawn from these lists.

mod acts;
mod data;
mod fields;
mod life;
mod links;
mod log;
mod orders;
mod plans;
mod retained;
mod rule_tables;

pub(crate) use plans::{ITEMS, plan_of};
pub use retained::RETAINED;
pub use rule_tables::RULE_TABLES;

use crate::actions::{self, CARRY_OUT, CAUSES, EDIT_PLANS, LOG, READ, REVISIT, WATCH};
use crate::pages;
use crate::rules::Stage;
use crate::words::{stage_label, words};
use base::Lang;
use ui::{Field, Kind, Receipt, View};

/// What can be done here: handling an incident, the rest of its life, and what other bodies do.
pub static ACTS: &[&[ui::Act]] = &[acts::HANDLING, life::LIFE, plans::PLANS, links::LINKS];

/// The act of this name in this room.
///
/// # Panics
/// If the room has no such act: a name is misspelt.
pub(crate) fn act(name: &str) -> &'static ui::Act {
    let found = ACTS.iter().copied().flatten().find(|act| act.name == name);
    found.unwrap_or_else(|| unreachable!("no act {name}"))
}

fn stage_code_label(lang: Lang, code: &str) -> &'static str {
    Stage::from_code(code).map_or("", |stage| stage_label(lang, stage))
}

const FILTER: &[Field] = &[
    Field::new("state", |l| words(l).field_state(), Kind::Code(Stage::CODES, stage_code_label)),
    Field::new("open", |l| words(l).field_open(), Kind::Flag),
    Field::new("kind", |l| words(l).field_kind(), Kind::Choice),
    Field::new("village", |l| words(l).field_village(), Kind::Choice),
    Field::new("level", |l| words(l).field_level(), Kind::Whole(1, 4)),
    Field::new("from", |l| words(l).field_from(), Kind::Day),
    Field::new("to", |l| words(l).field_to(), Kind::Day),
    Field::new("after", |l| words(l).field_after(), Kind::Line(80)),
    Field::new("limit", |l| words(l).field_limit(), Kind::Whole(1, 200)),
];

/// Whoever is shown a matter has read it, whichever page shows it.
const READ_BY_NUMBER: Receipt = Receipt {
    even_quiet: false,
    is_due: |tx, actor, ask| matters::is_read_due(tx, actor, &ask.target),
    write: |tx, actor, ask| matters::note_read(tx, actor, &ask.target),
};
const READ_BY_ORDER: Receipt = Receipt {
    even_quiet: false,
    is_due: |tx, actor, ask| match actions::number_of_order(tx, &ask.target)? {
        Some(number) => matters::is_read_due(tx, actor, &number),
        None => Ok(false),
    },
    write: |tx, actor, ask| match actions::number_of_order(tx, &ask.target)? {
        Some(number) => matters::note_read(tx, actor, &number),
        None => Ok(()),
    },
};
/// The board shows one matter beside its list.
const READ_BESIDE: Receipt = Receipt {
    even_quiet: false,
    is_due: |tx, actor, ask| matters::is_read_due(tx, actor, ask.query.text("selected")),
    write: |tx, actor, ask| matters::note_read(tx, actor, ask.query.text("selected")),
};

/// What can be looked at here.
pub static VIEWS: &[View] = &[
    View {
        path: "/board",
        permission: Some(&WATCH),
        query: &[
            Field::new(
                "show",
                |l| words(l).filter_label(),
                Kind::Code(pages::SHOWS, pages::show_label),
            ),
            Field::new("selected", |l| words(l).matter_number(), Kind::Line(40)),
            Field::new("merged", |l| words(l).matter_number(), Kind::Line(40)),
        ],
        page: Some(pages::board),
        data: None,
        receipt: Some(READ_BESIDE),
    },
    View {
        path: "/incidents",
        permission: Some(&READ),
        query: FILTER,
        page: Some(pages::list),
        data: Some(data::list),
        receipt: None,
    },
    View {
        path: "/incidents/new",
        permission: Some(&LOG),
        query: &[],
        page: Some(pages::intake),
        data: None,
        receipt: None,
    },
    View {
        path: "/incidents/duplicates",
        permission: Some(&LOG),
        query: &[
            Field::new("kind", |l| words(l).field_kind(), Kind::Choice),
            Field::new("premises", |l| words(l).field_premises(), Kind::Choice),
            Field::new("village", |l| words(l).field_village(), Kind::Choice),
        ],
        page: Some(pages::duplicates),
        data: None,
        receipt: None,
    },
    View {
        path: "/incidents/{number}",
        permission: Some(&READ),
        query: &[],
        page: Some(pages::show),
        data: Some(data::show),
        receipt: Some(READ_BY_NUMBER),
    },
    View {
        path: "/incidents/{number}/print",
        permission: Some(&READ),
        query: &[],
        page: Some(pages::print),
        data: None,
        receipt: Some(READ_BY_NUMBER),
    },
    View {
        path: "/morning",
        permission: Some(&WATCH),
        query: &[],
        page: Some(pages::morning),
        data: Some(pages::morning_data),
        receipt: None,
    },
    View {
        path: "/village-night",
        permission: Some(&READ),
        query: &[Field::new("village", |l| words(l).field_village(), Kind::Key)],
        page: Some(pages::night),
        data: None,
        receipt: None,
    },
    View {
        path: "/night-print",
        permission: Some(&WATCH),
        query: &[],
        page: Some(pages::night_print),
        data: None,
        receipt: None,
    },
    View {
        path: "/revisits",
        permission: Some(&REVISIT),
        query: &[Field::new("after", |l| words(l).field_after(), Kind::Line(80))],
        page: Some(pages::revisits),
        data: Some(pages::revisits_data),
        receipt: None,
    },
    View {
        path: "/plans",
        permission: Some(&EDIT_PLANS),
        query: &[
            Field::new("kind", |l| words(l).field_kind(), Kind::Choice),
            Field::new("level", |l| words(l).field_level(), Kind::Whole(0, 4)),
        ],
        page: Some(pages::plans),
        data: None,
        receipt: None,
    },
    View {
        path: "/causes",
        permission: Some(&CAUSES),
        query: &[],
        page: Some(pages::causes),
        data: None,
        receipt: None,
    },
    View {
        path: "/wall/{secret}",
        permission: Some(&people::SHOW_WALL),
        query: &[],
        page: Some(pages::wall),
        data: None,
        receipt: None,
    },
    View {
        path: "/referred/{secret}",
        permission: Some(&matters::ANSWER_REFERRAL),
        query: &[],
        page: Some(pages::referred),
        data: None,
        receipt: None,
    },
    View {
        path: "/orders",
        permission: Some(&CARRY_OUT),
        query: &[],
        page: Some(pages::orders),
        data: Some(data::orders),
        receipt: Some(Receipt {
            even_quiet: true,
            is_due: |tx, actor, _| actions::has_unreached(tx, actor),
            write: |tx, actor, _| actions::reach_all(tx, actor),
        }),
    },
    View {
        path: "/orders/{order}",
        permission: Some(&CARRY_OUT),
        query: &[],
        page: Some(pages::order),
        data: None,
        receipt: Some(READ_BY_ORDER),
    },
    View {
        path: "/kind-suggestions",
        permission: Some(&LOG),
        query: &[Field::new("text", |l| words(l).field_text(), Kind::Text(4000))],
        page: None,
        data: Some(data::suggest),
        receipt: None,
    },
    View {
        path: "/code-tables/{table}",
        permission: None,
        query: &[],
        page: None,
        data: Some(data::codes),
        receipt: None,
    },
];
