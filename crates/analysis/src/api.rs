//! The acts and views of this room.

mod rule_tables;

pub use rule_tables::RULE_TABLES;

use crate::actions::{self, FREEZE, READ};
use crate::pages;
use crate::rules::Part;
use crate::words::words;
use base::Lang;
use serde_json::json;
use ui::{Act, Done, Field, Kind, View};

fn part_label(lang: Lang, _: &str) -> &'static str {
    words(lang).field_part()
}

/// What can be done here.
pub static ACTS: &[Act] = &[Act::new(
    "analysis.freeze",
    "/reports/{report}/freezing",
    |lang| words(lang).act_freeze(),
    &FREEZE,
    &[],
    |tx, actor, report, _| {
        actions::freeze(tx, actor, report)?;
        Ok(Done::created(format!("/reports/{report}"), json!({ "report": report })))
    },
    pages::report,
)];

/// What can be looked at here.
pub static VIEWS: &[View] = &[
    View {
        path: "/reports",
        permission: Some(&READ),
        query: &[Field::new("before", |l| words(l).field_before(), Kind::Day)],
        page: Some(pages::reports),
        data: Some(pages::reports_data),
        receipt: None,
    },
    View {
        path: "/reports/day",
        permission: Some(&READ),
        query: &[Field::new("date", |l| words(l).open_day(), Kind::Day).required()],
        page: Some(pages::of_day),
        data: None,
        receipt: None,
    },
    View {
        path: "/reports/{report}",
        permission: Some(&READ),
        query: &[],
        page: Some(pages::report),
        data: Some(pages::report_data),
        receipt: None,
    },
    View {
        path: "/reports/{report}/print",
        permission: Some(&READ),
        query: &[],
        page: Some(pages::print),
        data: None,
        receipt: None,
    },
    View {
        path: "/reports/{report}/incidents",
        permission: Some(&READ),
        query: &[
            Field::new("part", |l| words(l).field_part(), Kind::Code(Part::CODES, part_label)),
            Field::new("of", |l| words(l).field_of(), Kind::Line(80)),
        ],
        page: Some(pages::behind),
        data: Some(pages::behind_data),
        receipt: None,
    },
];
