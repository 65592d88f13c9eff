//! The signed link of a hand-over: it opens one matter for one purpose until it expires, for a body
//! that has no account. Nothing is kept of it; the signature is made again and compared.

use crate::rules::ReferralStage;
use crate::sql::{self, Referral};
use base::{Actor, Fault, Hand, Id, Lang, Origin, Permission, Role, Scope, Standing};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use db::Tx;
use sha2::{Digest, Sha256};

/// Answering a hand-over by its link.
pub static ANSWER_REFERRAL: Permission = Permission {
    code: "matters.answer_referral",
    label: |lang| crate::words::words(lang).answer_referral(),
    grants: &[(Role::Body, Scope::Own)],
};

/// The secret part of the link: station, hand-over, signature over both and the expiry.
pub fn link_secret(tx: &Tx<'_>, row: &Referral) -> String {
    let signature = BASE64_URL_SAFE_NO_PAD.encode(tx.sign(&message(tx.station(), row)));
    format!("{}.{}.{signature}", tx.station(), row.id)
}

/// The station that a secret says it is of.
pub fn station_of(secret: &str) -> Option<i64> {
    secret.split('.').next()?.parse().ok()
}

/// The hand-over that `secret` opens; none where it was never ours, or has expired.
///
/// # Errors
/// Those of the engine.
pub fn find_by_secret(tx: &mut Tx<'_>, secret: &str) -> Result<Option<Referral>, Fault> {
    let id: Option<Id> = secret.split('.').nth(1).and_then(|text| text.parse().ok());
    let Some(id) = id else { return Ok(None) };
    let Some(row) = sql::find_referral(tx, id)? else { return Ok(None) };
    // Compared as digests: how long a comparison takes tells nothing of the signature.
    let same = Sha256::digest(link_secret(tx, &row)) == Sha256::digest(secret);
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

fn message(station: i64, row: &Referral) -> Vec<u8> {
    format!("referral {station} {} {}", row.id, row.link_until.micros()).into_bytes()
}
