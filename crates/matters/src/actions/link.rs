//! The signed link of a hand-over: it opens one matter for one purpose until it expires, for a body
//! that has no account.

use crate::rules::ReferralStage;
use crate::sql::{self, Referral};
use base::{Actor, Fault, Hand, Lang, Origin, Permission, Role, Scope, Standing};
use db::Tx;

/// Answering a hand-over by its link.
pub static ANSWER_REFERRAL: Permission = Permission {
    code: "matters.answer_referral",
    label: |lang| crate::words::words(lang).answer_referral(),
    grants: &[(Role::Body, Scope::Own)],
};

/// The secret part of the link of a hand-over.
pub fn link_secret(tx: &Tx<'_>, row: &Referral) -> String {
    people::sign_secret(tx, "referral", row.id, row.link_until)
}

/// The hand-over that `secret` opens; none where it was never ours, or has expired.
///
/// # Errors
/// Those of the engine.
pub fn find_by_secret(tx: &mut Tx<'_>, secret: &str) -> Result<Option<Referral>, Fault> {
    let Some((_, id)) = people::parse_secret(secret) else { return Ok(None) };
    let Some(row) = sql::find_referral(tx, id)? else { return Ok(None) };
    let same = people::is_signed(tx, "referral", id, row.link_until, secret);
    let open = row.link_until > tx.now() && !matches!(row.state(), ReferralStage::Recalled { .. });
    Ok((same && open).then_some(row))
}

/// Who acts through a link: the body itself, in the name of the station's own jobs, because it has
/// no account.
///
/// # Errors
/// Those of the engine.
pub fn body_actor(tx: &mut Tx<'_>, lang: Lang) -> Result<Actor, Fault> {
    let station = people::find_station(tx)?;
    Ok(Actor {
        station: tx.station(),
        account: station.system_id,
        name: String::new(),
        standings: vec![Standing { role: Role::Body, village: None }],
        hand: Hand::Link,
        origin: Origin::default(),
        lang,
    })
}
