//! The acts and views of this room: form, JSON and matrix are drawn from these lists.

mod accounts;
mod cover;
mod days;
mod devices;
mod retained;
mod roster;
mod settings;
mod terms;
mod units;

pub(crate) use accounts::appointee_of;
pub use accounts::{ACTS as ACCOUNT_ACTS, VIEWS as ACCOUNT_VIEWS};
pub use cover::RULE_TABLES;
pub use days::{ACTS as DAY_ACTS, VIEWS as DAY_VIEWS};
pub use devices::{ACTS as DEVICE_ACTS, VIEWS as DEVICE_VIEWS};
pub use retained::RETAINED;
pub use roster::{ACTS as ROSTER_ACTS, VIEWS as ROSTER_VIEWS};
pub use settings::{ACTS as SETTING_ACTS, VIEWS as SETTING_VIEWS};
pub use terms::{ACTS as TERM_ACTS, VIEWS as TERM_VIEWS};
pub use units::{ACTS as UNIT_ACTS, VIEWS as UNIT_VIEWS};

use crate::actions::{self, EDIT_ROSTER};
use crate::pages;
use crate::rules::Seat;
use crate::sql;
use crate::words::words;
use base::{Actor, Fault, Lang, Permission, Role, Scope, Theme};
use db::Tx;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use ui::{Act, Ask, Done, Field, Given, Json, Kind, View, Visit};

/// Using one's own account: everybody.
pub(crate) static OWN_ACCOUNT: Permission = Permission {
    code: "people.own_account",
    label: |lang| words(lang).sign_in_right(),
    grants: &[
        (Role::Leader, Scope::Own),
        (Role::Chief, Scope::Own),
        (Role::Desk, Scope::Own),
        (Role::Officer, Scope::Own),
        (Role::Auxiliary, Scope::Own),
        (Role::Assistant, Scope::Own),
        (Role::Village, Scope::Own),
        (Role::Street, Scope::Own),
        (Role::SystemAdmin, Scope::Own),
        (Role::SecurityAdmin, Scope::Own),
        (Role::Auditor, Scope::Own),
    ],
};

fn theme_label(lang: Lang, code: &str) -> &'static str {
    let w = words(lang);
    match Theme::from_code(code) {
        Some(Theme::Light) => w.theme_light(),
        Some(Theme::Dark) => w.theme_dark(),
        Some(Theme::Auto) | None => w.theme_auto(),
    }
}

fn lang_label(_: Lang, code: &str) -> &'static str {
    if code == Lang::En.code() { "English" } else { "\u{4e2d}\u{6587}" }
}

/// What can be done here.
pub static ACTS: &[Act] = &[
    Act::new(
        "people.set_preferences",
        "/account/preferences",
        |lang| words(lang).preferences(),
        &OWN_ACCOUNT,
        &[
            Field::new("lang", |l| words(l).language(), Kind::Code(Lang::CODES, lang_label))
                .required(),
            Field::new("theme", |l| words(l).theme(), Kind::Code(Theme::CODES, theme_label))
                .required(),
            Field::new("single_keys", |l| words(l).single_keys(), Kind::Flag),
        ],
        set_preferences,
        pages::account,
    ),
    Act::new(
        "people.enrol_second",
        "/account/second-factor",
        |lang| words(lang).enrol_second(),
        &OWN_ACCOUNT,
        &[Field::new("code", |l| words(l).second_code(), Kind::Line(6)).required()],
        |tx, actor, _, given| {
            OWN_ACCOUNT.ask(actor)?;
            actions::enrol_second(tx, actor, given.text("code"))?;
            Ok(Done::changed("/", json!({})))
        },
        pages::account,
    )
    .urgent(),
    Act::new(
        "people.end_session",
        "/sessions/{session}/ending",
        |lang| words(lang).end_session(),
        &OWN_ACCOUNT,
        &[],
        |tx, actor, target, _| {
            OWN_ACCOUNT.ask(actor)?;
            actions::end_session(tx, actor, target.parse().map_err(|()| Fault::NotFound)?)?;
            Ok(Done::changed("/account", json!({})))
        },
        pages::account,
    ),
    Act::new(
        "people.add_telephone",
        "/telephones",
        |lang| words(lang).add_telephone(),
        &EDIT_ROSTER,
        &[
            Field::new("label", |l| words(l).telephone_label(), Kind::Line(40)).required(),
            Field::new("number", |l| words(l).telephone_number(), Kind::Line(30)).required(),
        ],
        |tx, actor, _, given| {
            let id = actions::add_telephone(tx, actor, given.text("label"), given.text("number"))?;
            Ok(Done::created("/telephones", json!({ "telephone": id })))
        },
        pages::telephones,
    ),
    Act::new(
        "people.remove_telephone",
        "/telephones/{telephone}/removal",
        |lang| words(lang).remove_telephone(),
        &EDIT_ROSTER,
        &[],
        |tx, actor, telephone, _| {
            EDIT_ROSTER.ask(actor)?;
            let id = telephone.parse().map_err(|()| Fault::NotFound)?;
            actions::remove_telephone(tx, actor, id)?;
            Ok(Done::changed("/telephones", json!({})))
        },
        pages::telephones,
    ),
    Act::new(
        "people.open_wall",
        "/walls",
        |lang| words(lang).open_wall(),
        &EDIT_ROSTER,
        &[Field::new("name", |l| words(l).wall_name(), Kind::Line(40)).required()],
        |tx, actor, _, given| {
            let id = actions::open_wall(tx, actor, given.text("name"))?;
            Ok(Done::created("/walls", json!({ "wall": id })))
        },
        pages::walls,
    ),
    Act::new(
        "people.end_wall",
        "/walls/{wall}/ending",
        |lang| words(lang).end_wall(),
        &EDIT_ROSTER,
        &[],
        |tx, actor, wall, _| {
            EDIT_ROSTER.ask(actor)?;
            actions::end_wall(tx, actor, wall.parse().map_err(|()| Fault::NotFound)?)?;
            Ok(Done::changed("/walls", json!({})))
        },
        pages::walls,
    ),
];

/// What can be looked at here.
pub static VIEWS: &[View] = &[
    View {
        path: "/account",
        permission: Some(&OWN_ACCOUNT),
        query: &[],
        page: Some(pages::account),
        data: None,
        receipt: None,
    },
    View {
        path: "/walls",
        permission: Some(&EDIT_ROSTER),
        query: &[],
        page: Some(pages::walls),
        data: None,
        receipt: None,
    },
    View {
        path: "/telephones",
        permission: Some(&EDIT_ROSTER),
        query: &[],
        page: Some(pages::telephones),
        data: None,
        receipt: None,
    },
    View { path: "/me", permission: None, query: &[], page: None, data: Some(me), receipt: None },
    View {
        path: "/posts",
        permission: Some(&EDIT_ROSTER),
        query: &[],
        page: None,
        data: Some(posts),
        receipt: None,
    },
];

fn set_preferences(tx: &mut Tx<'_>, actor: &Actor, _: &str, given: &Given) -> Result<Done, Fault> {
    OWN_ACCOUNT.ask(actor)?;
    let lang = Lang::from_code(given.text("lang")).unwrap_or(Lang::Zh);
    let theme = Theme::from_code(given.text("theme")).unwrap_or(Theme::Auto);
    actions::set_preferences(tx, actor, lang, theme, given.flag("single_keys"))?;
    Ok(Done::changed("/account", json!({})))
}

fn me(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let station = sql::find_station(tx)?;
    let standing = |s: &base::Standing| json!({ "role": s.role.code(), "village": s.village });
    let standings: Vec<Value> = visit.actor.standings.iter().map(standing).collect();
    Json::of(&json!({
        "account": visit.actor.account,
        "name": visit.actor.name,
        "station": station.name,
        "standings": standings,
    }))
}

fn posts(tx: &mut Tx<'_>, _: &Visit, _: &Ask) -> Result<Json, Fault> {
    let posts = sql::find_posts(tx)?.ok_or(Fault::NotFound)?;
    let holder = |seat: &Seat| (seat.code(), posts.holder(*seat));
    Json::of(&Seat::ALL.iter().map(holder).collect::<BTreeMap<_, _>>())
}
