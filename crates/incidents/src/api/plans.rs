//! Ticking a checklist, and changing a plan.

use crate::actions::{self, CHECK, EDIT_PLANS, ENTER, NewPlan};
use crate::api::acts::numbered;
use crate::pages;
use crate::words::words;
use base::{Actor, Fault, Lang};
use db::Tx;
use serde_json::json;
use ui::{Act, Done, Field, Given, Kind};

/// The levels a plan may be for.
const PLAN_LEVELS: &[&str] = &["0", "1", "2", "3", "4"];

fn plan_level_label(lang: Lang, code: &str) -> &'static str {
    match code {
        "0" => words(lang).plan_every_level(),
        code => crate::words::level_mark(lang, code.parse().unwrap_or(4)),
    }
}

/// What happened to an item.
const STATES: &[&str] = &["done", "open"];

fn check_label(lang: Lang, code: &str) -> &'static str {
    if code == "done" { words(lang).item_done() } else { words(lang).item_open() }
}

macro_rules! item {
    ($line:literal, $minutes:literal, $must:literal) => {
        [
            Field::new($line, |l| words(l).field_item(), Kind::Line(60)),
            Field::new($minutes, |l| words(l).field_minutes(), Kind::Whole(1, 1440)),
            Field::new($must, |l| words(l).field_must(), Kind::Flag),
        ]
    };
}

/// The names of the items of the form, in their order.
pub(crate) const ITEMS: [[&str; 3]; 8] = [
    ["item1", "minutes1", "must1"],
    ["item2", "minutes2", "must2"],
    ["item3", "minutes3", "must3"],
    ["item4", "minutes4", "must4"],
    ["item5", "minutes5", "must5"],
    ["item6", "minutes6", "must6"],
    ["item7", "minutes7", "must7"],
    ["item8", "minutes8", "must8"],
];

const ITEM_FIELDS: [[Field; 3]; 8] = [
    item!("item1", "minutes1", "must1"),
    item!("item2", "minutes2", "must2"),
    item!("item3", "minutes3", "must3"),
    item!("item4", "minutes4", "must4"),
    item!("item5", "minutes5", "must5"),
    item!("item6", "minutes6", "must6"),
    item!("item7", "minutes7", "must7"),
    item!("item8", "minutes8", "must8"),
];

const fn heads(name: &'static str, label: fn(Lang) -> &'static str) -> Field {
    Field::new(name, label, Kind::Whole(0, 20)).required()
}

/// The fields of a plan: whom, how many, then item by item.
static PLAN: &[Field] = {
    const HEAD: [Field; 6] = [
        Field::new("kind", |l| words(l).field_kind(), Kind::Choice).required(),
        Field::new("level", |l| words(l).field_level(), Kind::Code(PLAN_LEVELS, plan_level_label))
            .required(),
        heads("officers", |l| words(l).field_officers()),
        heads("auxiliaries", |l| words(l).field_crew_auxiliary()),
        heads("assistants", |l| words(l).field_assistants()),
        Field::new("source", |l| words(l).field_plan_source(), Kind::Line(80)).required(),
    ];
    const ALL: [Field; 30] = {
        let mut all = [HEAD[0]; 30];
        let mut at = 0;
        while at < 6 {
            all[at] = HEAD[at];
            at += 1;
        }
        while at < 30 {
            all[at] = ITEM_FIELDS[(at - 6) / 3][(at - 6) % 3];
            at += 1;
        }
        all
    };
    &ALL
};

/// Acts on plans, and the tick of what was entered elsewhere.
pub(crate) static PLANS: &[Act] = &[
    Act::new(
        "incidents.enter",
        "/incidents/{number}/entry",
        |l| words(l).act_enter(),
        &ENTER,
        &[],
        |tx, actor, number, _| {
            actions::enter(tx, actor, number)?;
            Ok(numbered(number))
        },
        pages::show,
    ),
    Act::new(
        "incidents.check",
        "/incidents/{number}/checks",
        |l| words(l).act_check(),
        &CHECK,
        &[
            Field::new("item", |l| words(l).field_item(), Kind::Whole(1, 20)).required(),
            Field::new("state", |l| words(l).field_state(), Kind::Code(STATES, check_label))
                .required(),
        ],
        |tx, actor, number, given| {
            let item = given.whole("item").unwrap_or_default();
            actions::check(tx, actor, number, item, given.text("state") == "done")?;
            Ok(numbered(number))
        },
        pages::show,
    ),
    Act::new(
        "incidents.set_plan",
        "/plans",
        |l| words(l).act_set_plan(),
        &EDIT_PLANS,
        PLAN,
        set_plan,
        pages::plans,
    )
    .by_two(pages::plan_changes, |_, given| {
        Ok(vec![format!("{} {}", given.text("kind"), given.text("level"))])
    })
    .alone_in_emergency(),
];

/// The plan that the fields describe.
pub(crate) fn plan_of(given: &Given) -> NewPlan {
    let heads = |name| given.whole(name).unwrap_or_default();
    let item = |[line, minutes, must]: &[&str; 3]| {
        Some((given.maybe(line)?.to_owned(), given.whole(minutes), given.flag(must)))
    };
    NewPlan {
        kind: given.text("kind").to_owned(),
        level: given.whole("level").unwrap_or_default(),
        heads: (heads("officers"), heads("auxiliaries"), heads("assistants")),
        items: ITEMS.iter().filter_map(item).collect(),
        source: given.text("source").to_owned(),
    }
}

fn set_plan(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    let plan = plan_of(given);
    let version = actions::set_plan(tx, actor, &plan)?;
    let body = json!({ "kind": plan.kind, "level": plan.level, "version": version });
    Ok(Done::created("/plans", body))
}
