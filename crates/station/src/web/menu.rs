//! The menu of each role, and the page each role starts from.

use crate::words::{Words, words};
use base::{Actor, Role};
use ui::NavItem;

type Item = (&'static str, fn(Words) -> &'static str, &'static str, &'static [Role]);

const POLICE: &[Role] = &[Role::Leader, Role::Chief, Role::Desk, Role::Officer];
/// Everybody who has to do with matters.
const EVERYBODY: &[Role] = &[
    Role::Leader,
    Role::Chief,
    Role::Desk,
    Role::Officer,
    Role::Auxiliary,
    Role::Assistant,
    Role::Village,
    Role::Street,
];
/// Everybody whom the house tells something.
const TOLD: &[Role] = &[
    Role::Leader,
    Role::Chief,
    Role::Desk,
    Role::Officer,
    Role::Auxiliary,
    Role::Assistant,
    Role::Village,
    Role::Street,
    Role::SystemAdmin,
    Role::SecurityAdmin,
    Role::Auditor,
];
const COMMAND: &[Role] = &[Role::Leader, Role::Chief, Role::Desk];
const COMMAND_AND_STREET: &[Role] = &[Role::Leader, Role::Chief, Role::Desk, Role::Street];
const LEADING: &[Role] = &[Role::Leader, Role::Chief];

/// Whoever confirms what another proposed.
const DECIDING: &[Role] =
    &[Role::Leader, Role::Chief, Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor];

const ITEMS: &[Item] = &[
    ("/board", |w| w.board(), "g b", COMMAND),
    ("/orders", |w| w.orders(), "g o", &[Role::Officer, Role::Auxiliary, Role::Assistant]),
    (
        "/village-night",
        |w| w.village_night(),
        "g x",
        &[Role::Officer, Role::Assistant, Role::Village],
    ),
    ("/incidents", |w| w.incidents(), "g j", EVERYBODY),
    ("/morning", |w| w.morning(), "g e", POLICE),
    ("/messages", |w| w.messages(), "g m", TOLD),
    ("/handovers", |w| w.handovers(), "g h", POLICE),
    ("/revisits", |w| w.revisits(), "g v", POLICE),
    (
        "/hints",
        |w| w.hints(),
        "g t",
        &[Role::Leader, Role::Chief, Role::Desk, Role::Officer, Role::Auxiliary, Role::Assistant],
    ),
    ("/causes", |w| w.causes(), "g y", COMMAND),
    (
        "/reports",
        |w| w.reports(),
        "g f",
        &[Role::Leader, Role::Chief, Role::Desk, Role::Officer, Role::Street],
    ),
    ("/obstacles", |w| w.obstacles(), "g n", COMMAND_AND_STREET),
    ("/night-print", |w| w.night_print(), "g w", COMMAND),
    ("/plans", |w| w.plans(), "g p", LEADING),
    ("/people", |w| w.people(), "g z", LEADING),
    (
        "/roster",
        |w| w.roster(),
        "g i",
        &[Role::Leader, Role::Chief, Role::Desk, Role::Officer, Role::Auxiliary, Role::Assistant],
    ),
    ("/telephones", |w| w.telephones(), "g l", LEADING),
    ("/walls", |w| w.walls(), "g d", LEADING),
    ("/proposals", |w| w.proposals(), "g q", DECIDING),
    (
        "/appointments",
        |w| w.terms(),
        "g a",
        &[Role::Leader, Role::Chief, Role::SystemAdmin, Role::SecurityAdmin, Role::Village],
    ),
    ("/accounts", |w| w.accounts(), "g c", &[Role::SystemAdmin, Role::SecurityAdmin, Role::Chief]),
    ("/calendar", |w| w.calendar(), "g 7", &[Role::SystemAdmin, Role::Leader, Role::Chief]),
    ("/premises", |w| w.register(), "g k", &[Role::SystemAdmin, Role::Leader, Role::Chief]),
    (
        "/units",
        |w| w.units(),
        "g u",
        &[Role::SystemAdmin, Role::SecurityAdmin, Role::Leader, Role::Chief],
    ),
    ("/devices", |w| w.devices(), "g 9", &[Role::Leader, Role::Chief, Role::SecurityAdmin]),
    ("/settings", |w| w.settings(), "g 0", &[Role::SystemAdmin, Role::SecurityAdmin]),
    ("/rules", |w| w.rules(), "g 6", &[Role::SystemAdmin, Role::Leader, Role::Chief]),
    (
        "/emergencies",
        |w| w.emergencies(),
        "g 4",
        &[Role::Chief, Role::Leader, Role::SecurityAdmin, Role::Auditor],
    ),
    ("/disposals", |w| w.disposals(), "g 5", &[Role::SystemAdmin, Role::Chief, Role::Auditor]),
    ("/diagnosis", |w| w.diagnosis(), "g 8", &[Role::SystemAdmin, Role::Chief]),
    ("/journal", |w| w.journal(), "g r", &[Role::Auditor]),
];

/// The menu of `actor`; the entry that leads to `path` is marked.
pub(crate) fn menu(actor: &Actor, path: &str) -> Vec<NavItem> {
    let shown = ITEMS.iter().filter(|(_, _, _, roles)| roles.iter().any(|role| actor.is(*role)));
    let at = path.split('?').next().unwrap_or_default();
    let current =
        |href: &str| at.strip_prefix(href).is_some_and(|r| r.is_empty() || r.starts_with('/'));
    shown
        .map(|(href, label, keys, _)| NavItem {
            href,
            label: label(words(actor.lang)),
            keys,
            current: current(href),
        })
        .collect()
}

/// Where `actor` starts.
pub(crate) fn home_of(actor: &Actor) -> &'static str {
    let any = |roles: &[Role]| roles.iter().any(|role| actor.is(*role));
    if any(&[Role::Leader, Role::Chief, Role::Desk]) {
        "/board"
    } else if any(&[Role::Officer, Role::Auxiliary, Role::Assistant]) {
        "/orders"
    } else if any(&[Role::Village, Role::Street]) {
        "/incidents"
    } else if actor.is(Role::SystemAdmin) {
        "/units"
    } else if actor.is(Role::SecurityAdmin) {
        "/proposals"
    } else if actor.is(Role::Auditor) {
        "/journal"
    } else {
        "/account"
    }
}
