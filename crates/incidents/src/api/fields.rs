//! The fields that several acts share.

use crate::rules::{Flag, StampKind};
use crate::words::{flag_label, stamp_label, words};
use base::Lang;
use ui::{Field, Kind};

fn flag_code_label(lang: Lang, code: &str) -> &'static str {
    Flag::from_code(code).map_or("", |flag| flag_label(lang, flag))
}

fn level_code_label(lang: Lang, code: &str) -> &'static str {
    let w = words(lang);
    match code {
        "1" => w.mark_1(),
        "2" => w.mark_2(),
        "3" => w.mark_3(),
        _ => w.mark_4(),
    }
}

fn step_code_label(lang: Lang, code: &str) -> &'static str {
    StampKind::from_code(code).map_or("", |kind| stamp_label(lang, kind))
}

fn answer_code_label(lang: Lang, code: &str) -> &'static str {
    let w = words(lang);
    match code {
        "accepted" => w.answer_accepted(),
        "cannot_come" => w.answer_cannot(),
        _ => w.answer_none(),
    }
}

pub(crate) const LEVEL: Field = Field::new(
    "level",
    |l| words(l).field_level(),
    Kind::Code(&["1", "2", "3", "4"], level_code_label),
);
pub(crate) const KIND: Field = Field::new("kind", |l| words(l).field_kind(), Kind::Choice);
pub(crate) const REASON: Field =
    Field::new("reason", |l| words(l).field_reason(), Kind::Line(200)).required();
pub(crate) const AT: Field = Field::new("at", |l| words(l).field_at(), Kind::Moment);

/// The road of the law a call took.
pub(crate) const ROAD: Field = Field::new("road", |l| words(l).field_road(), Kind::Choice);
pub(crate) const ROAD_NUMBER: Field =
    Field::new("road_number", |l| words(l).field_road_number(), Kind::Line(40));
pub(crate) const ROAD_WHY: Field =
    Field::new("road_why", |l| words(l).field_road_why(), Kind::Line(200));
pub(crate) const FLAG: Field =
    Field::new("flag", |l| words(l).field_flags(), Kind::Code(Flag::CODES, flag_code_label));

pub(crate) const PLACE: Field =
    Field::new("place.text", |l| words(l).field_place(), Kind::Line(80));
pub(crate) const PREMISES: Field =
    Field::new("place.premises", |l| words(l).field_premises(), Kind::Key);
pub(crate) const VILLAGE: Field =
    Field::new("place.village", |l| words(l).field_village(), Kind::Choice);

/// What an intake may hold; a draft holds the same, whatever is missing.
pub(crate) const INTAKE: &[Field] = &[
    PLACE,
    PREMISES,
    VILLAGE,
    Field::new("summary", |l| words(l).field_summary(), Kind::Text(4000)),
    KIND,
    LEVEL,
    Field::new("source", |l| words(l).field_source(), Kind::Choice),
    Field::new("outer_number", |l| words(l).field_outer(), Kind::Line(40)),
    Field::new("reported_at", |l| words(l).field_reported(), Kind::Moment),
    Field::new("received_at", |l| words(l).field_received(), Kind::Moment),
    Field::new("flags", |l| words(l).field_flags(), Kind::Codes(Flag::CODES, flag_code_label)),
    Field::new("caller.name", |l| words(l).field_caller_name(), Kind::Line(40)),
    Field::new("caller.phone", |l| words(l).field_caller_phone(), Kind::Line(30)),
    Field::new("merge_into", |l| words(l).field_master(), Kind::Line(40)),
    Field::new("cause", |l| words(l).causes_title(), Kind::Key),
];

pub(crate) const STEP: Field = Field::new(
    "step",
    |l| words(l).field_step(),
    Kind::Code(&["signed", "set_out", "arrived", "cleared"], step_code_label),
);

pub(crate) const ANSWER: Field = Field::new(
    "answer",
    |l| words(l).field_answer(),
    Kind::Code(&["accepted", "no_answer", "cannot_come"], answer_code_label),
);

pub(crate) const CREW: &[Field] = &[
    Field::new("crew.P2", |l| words(l).field_crew_auxiliary(), Kind::Whole(0, 50)),
    Field::new("crew.A2", |l| words(l).field_crew_aide(), Kind::Whole(0, 50)),
    Field::new("crew.A3", |l| words(l).field_crew_guard(), Kind::Whole(0, 50)),
    Field::new("crew.A4", |l| words(l).field_crew_grid(), Kind::Whole(0, 50)),
];
