//! Handing over the first way in. Whoever answers for others' keys makes it and is shown it once. For an
//! account that leads or administers the code goes to another administrator: neither of the two can
//! open it alone (ADR 0037).

use crate::actions::activation::{make_link, reveal};
use crate::actions::{Activation, GIVE_RIGHTS, binds_phone, held, note};
use crate::sql::{self, LinkRow};
use crate::words::words;
use base::{Actor, Fault, Id, Role};
use db::Tx;
use serde_json::json;

/// What of a way in somebody is shown, for the only time.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    /// Whose it is.
    pub(crate) row: LinkRow,
    pub(crate) made: Activation,
    pub(crate) link: bool,
    pub(crate) code: bool,
    /// Whether the code is for another administrator to hand over.
    pub(crate) is_shared: bool,
}

/// Whether the two parts of a way in for somebody with these roles go by two administrators.
pub(crate) fn by_two(held: &[Role]) -> bool {
    let leads = |role: &Role| matches!(role, Role::Leader | Role::Chief) || role.is_administrator();
    held.iter().any(leads)
}

/// Whether `actor` hands `account` a link: the security administrator does, and to one of those the chief.
pub(crate) fn hands_over(actor: &Actor, account: Id, held: &[Role]) -> bool {
    let is_for = held.contains(&Role::SecurityAdmin);
    actor.account != account && (actor.is(Role::SecurityAdmin) || (actor.is(Role::Chief) && is_for))
}

/// Whether somebody has come in already: by a password, or by a bound phone.
pub(crate) fn has_entered(tx: &mut Tx<'_>, account: Id) -> Result<bool, Fault> {
    let (password, _) = sql::find_password_age(tx, account)?;
    let by_phone = binds_phone(&held(tx, account)?);
    Ok((password && !by_phone) || sql::has_phone(tx, account)?)
}

/// Makes a way in for `account`; an older one that waits opens nothing any more.
///
/// # Errors
/// Refused where somebody else hands it over, and where its holder has come in already.
pub(crate) fn make_way_in(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    GIVE_RIGHTS.ask(actor)?;
    ask_person(tx, account)?;
    let held = held(tx, account)?;
    if !hands_over(actor, account, &held) {
        return Err(Fault::refused("hands_over", |lang| words(lang).hands_over()));
    }
    if has_entered(tx, account)? {
        return Err(Fault::refused("has_way_in", |lang| words(lang).has_way_in()));
    }
    let shared = by_two(&held);
    let row = make_link(tx, account, actor.account, (!shared).then_some(actor.account))?;
    let particulars = json!({ "link": row.id, "until": row.expires_at, "by_two": shared });
    note(tx, actor, "people.make_way_in", account, particulars)
}

/// Takes the code of a way in that another administrator made, to hand it over.
///
/// # Errors
/// Refused to whoever made the link and to its holder, and where no code waits.
pub(crate) fn take_code(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<(), Fault> {
    GIVE_RIGHTS.ask(actor)?;
    ask_person(tx, account)?;
    let row = sql::find_waiting(tx, account)?.filter(|row| row.code_by.is_none());
    let row = row.ok_or_else(|| Fault::refused("no_code", |lang| words(lang).no_code_waits()))?;
    let own = row.made_by == Some(actor.account) || account == actor.account;
    if own || sql::set_code_by(tx, account, actor.account)? == 0 {
        return Err(Fault::refused("second_person", |lang| words(lang).code_by_another()));
    }
    note(tx, actor, "people.take_code", account, json!({ "link": row.id }))
}

/// What `actor` may be shown of the way in that waits for `account`: each part once.
///
/// # Errors
/// [`Fault::NotFound`] where none waits that is theirs to hand over.
pub(crate) fn show_parts(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Result<Parts, Fault> {
    GIVE_RIGHTS.ask(actor)?;
    let row = sql::find_waiting(tx, account)?.ok_or(Fault::NotFound)?;
    let me = Some(actor.account);
    if row.made_by != me && row.code_by != me {
        return Err(Fault::NotFound);
    }
    let link = sql::set_link_shown(tx, account, actor.account)? == 1;
    let code = sql::set_code_shown(tx, account, actor.account)? == 1;
    let (made, is_shared) = (reveal(tx, &row)?, row.code_by != row.made_by);
    Ok(Parts { row, made, link, code, is_shared })
}

/// The station's own jobs sign in nowhere, nor does who has left.
fn ask_person(tx: &mut Tx<'_>, account: Id) -> Result<(), Fault> {
    let person = sql::find_account(tx, account)?.filter(|person| person.login != "system");
    person.ok_or(Fault::NotFound)?;
    crate::actions::appoint::ask_open(tx, account)
}

/// Writes down that somebody with the link had no right code.
pub(crate) fn note_refused(
    tx: &mut Tx<'_>,
    row: &LinkRow,
    (device, from): (&str, &str),
    over: bool,
) -> Result<(), Fault> {
    let system = Actor::system(tx.station(), sql::find_station(tx)?.system_id);
    let act = if over { "people.lock_link" } else { "people.refuse_code" };
    let particulars = json!({ "link": row.id, "device": device, "from": from });
    note(tx, &system, act, row.account_id, particulars)
}
