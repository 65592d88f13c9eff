//! Wall screens, and the signed links by which devices and bodies without an account come in: nothing
//! is kept of such a link, its signature is made again and compared.

use crate::actions::EDIT_ROSTER;
use crate::sql::{self, Wall};
use base::{Actor, Fault, Hand, Id, Lang, Origin, Permission, Role, Scope, Standing, Time};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use db::Tx;
use journal::{Line, Subject};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Showing the wall: a device, never a person.
pub static SHOW_WALL: Permission = Permission {
    code: "people.show_wall",
    label: |lang| crate::words::words(lang).walls_title(),
    grants: &[(Role::Wall, Scope::Station)],
};

/// How long the link of a wall screen opens: a year.
const WALL_S: i64 = 365 * 86_400;

/// A signed link for one purpose: station, row, signature over both and the moment it expires.
pub fn sign_secret(tx: &Tx<'_>, purpose: &str, id: Id, until: Time) -> String {
    let message = format!("{purpose} {} {id} {}", tx.station(), until.micros());
    let signature = BASE64_URL_SAFE_NO_PAD.encode(tx.sign(message.as_bytes()));
    format!("{}.{id}.{signature}", tx.station())
}

/// The station and the row that a secret says it is of.
pub fn parse_secret(secret: &str) -> Option<(i64, Id)> {
    let mut parts = secret.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Whether `secret` is the one this station signed. Compared as digests: how long a comparison takes
/// tells nothing of the signature.
pub fn is_signed(tx: &Tx<'_>, purpose: &str, id: Id, until: Time, secret: &str) -> bool {
    Sha256::digest(sign_secret(tx, purpose, id, until)) == Sha256::digest(secret)
}

/// The secret part of a wall screen's link.
pub(crate) fn wall_secret(tx: &Tx<'_>, wall: &Wall) -> String {
    sign_secret(tx, "wall", wall.id, wall.valid_until)
}

/// The wall screen that `secret` opens, and who acts there: nobody, looking.
///
/// # Errors
/// Those of the engine.
pub fn recognise_wall(
    tx: &mut Tx<'_>,
    secret: &str,
    lang: Lang,
) -> Result<Option<(Actor, Wall)>, Fault> {
    let Some((_, id)) = parse_secret(secret) else { return Ok(None) };
    let Some(wall) = sql::find_wall(tx, id)? else { return Ok(None) };
    if !is_signed(tx, "wall", id, wall.valid_until, secret) {
        return Ok(None);
    }
    let station = sql::find_station(tx)?;
    let actor = Actor {
        station: tx.station(),
        account: station.system_id,
        name: String::new(),
        standings: vec![Standing { role: Role::Wall, village: None }],
        hand: Hand::Device,
        origin: Origin::default(),
        lang,
    };
    Ok(Some((actor, wall)))
}

/// Hangs a wall screen.
///
/// # Errors
/// Those of the engine.
pub(crate) fn open_wall(tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<Id, Fault> {
    let leave = EDIT_ROSTER.ask(actor)?;
    let now = tx.now();
    let row = Wall {
        id: tx.new_id(),
        name: name.to_owned(),
        opened_at: now,
        valid_until: now.plus_seconds(WALL_S),
    };
    sql::insert_wall(tx, &row, actor.account)?;
    note(tx, actor, leave.role, "people.open_wall", row.id)?;
    Ok(row.id)
}

/// Takes a wall screen down: its link opens nothing from now on.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub(crate) fn end_wall(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Result<(), Fault> {
    let leave = EDIT_ROSTER.ask(actor)?;
    if sql::set_wall_ended(tx, id)? == 0 {
        return Err(Fault::NotFound);
    }
    note(tx, actor, leave.role, "people.end_wall", id)
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    capacity: Role,
    act: &'static str,
    id: Id,
) -> Result<(), Fault> {
    let mut change = journal::begin(tx)?;
    let subject = Subject { kind: "station", id };
    let line = Line { act, subject, capacity, reason: None, particulars: json!({}) };
    journal::record(tx, &mut change, actor, line).map(|_| ())
}
