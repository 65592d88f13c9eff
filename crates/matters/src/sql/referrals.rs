//! Hand-overs to other bodies, and who decided whose duty it is.

use crate::rules::ReferralStage;
use base::{Fault, Hand, Id, Role, Time};
use db::{Tx, args};

db::row! {
    /// A hand-over to another body.
    pub struct Referral {
        /// Which.
        pub id: Id,
        /// Of which matter.
        pub matter_id: Id,
        /// Its place among those of the matter.
        pub position: i64,
        /// In which of its openings.
        pub opening: i64,
        /// The code of the body.
        pub body: String,
        /// What it is asked, sealed.
        pub asked_sealed: Vec<u8>,
        /// When it was pushed.
        pub pushed_at: Time,
        /// Until when its link opens.
        pub link_until: Time,
        /// When it was accepted, and by whose hand that was written.
        pub accepted_at: Option<Time>,
        /// Whose hand: the body's own by its link, or the desk's.
        pub accepted_hand: Option<Hand>,
        /// When it was returned.
        pub returned_at: Option<Time>,
        /// Why, sealed.
        pub return_sealed: Option<Vec<u8>>,
        /// When it was done.
        pub done_at: Option<Time>,
        /// What was done, sealed.
        pub done_sealed: Option<Vec<u8>>,
        /// When the station took it back.
        pub recalled_at: Option<Time>,
    }
    /// Who decided whose duty a matter is.
    pub struct DutyDecision {
        /// Which.
        pub id: Id,
        /// When.
        pub at: Time,
        /// By whom.
        pub by_id: Id,
        /// In which capacity.
        pub capacity: Role,
        /// The body; `self` for the station.
        pub body: String,
        /// Who agreed, and how; sealed.
        pub agreed_sealed: Vec<u8>,
    }
}

impl Referral {
    /// How far it is.
    pub fn state(&self) -> ReferralStage {
        let ends = (self.returned_at, self.done_at, self.recalled_at);
        ReferralStage::of(self.pushed_at, self.accepted_at, ends)
    }
}

pub(crate) fn insert_referral(tx: &mut Tx<'_>, row: &Referral, by: Id) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO referrals (station_id, id, matter_id, position, opening, body, asked_sealed, pushed_at,
             pushed_by, link_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            station, row.id, row.matter_id, row.position, row.opening, row.body, row.asked_sealed,
            row.pushed_at, by, row.link_until
        ],
    )
}

macro_rules! referrals {
    ($which:literal) => {
        concat!(
            "SELECT id, matter_id, position, opening, body, asked_sealed, pushed_at, link_until,
                    accepted_at, accepted_hand, returned_at, return_sealed, done_at, done_sealed,
                    recalled_at
             FROM referrals WHERE station_id = $1 AND ",
            $which
        )
    };
}

/// The hand-over of this id.
///
/// # Errors
/// Those of the engine.
pub fn find_referral(tx: &mut Tx<'_>, id: Id) -> Result<Option<Referral>, Fault> {
    let station = tx.station();
    tx.opt(referrals!("id = $2"), args![station, id])
}

/// Every hand-over of a matter, in order.
///
/// # Errors
/// Those of the engine.
pub fn list_referrals(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<Referral>, Fault> {
    let station = tx.station();
    tx.all(referrals!("matter_id = $2 ORDER BY position"), args![station, matter])
}

pub(crate) fn set_accepted(tx: &mut Tx<'_>, id: Id, hand: Hand) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE referrals SET accepted_at = $3, accepted_hand = $4 WHERE station_id = $1 AND id = $2",
        args![station, id, now, hand],
    )
}

pub(crate) fn set_returned(tx: &mut Tx<'_>, id: Id, hand: Hand, why: &[u8]) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE referrals SET returned_at = $3, returned_hand = $4, return_sealed = $5
         WHERE station_id = $1 AND id = $2",
        args![station, id, now, hand, why],
    )
}

pub(crate) fn set_done(tx: &mut Tx<'_>, id: Id, hand: Hand, what: &[u8]) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE referrals SET done_at = $3, done_hand = $4, done_sealed = $5
         WHERE station_id = $1 AND id = $2",
        args![station, id, now, hand, what],
    )
}

pub(crate) fn set_recalled(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.put(
        "UPDATE referrals SET recalled_at = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, now],
    )
}

pub(crate) fn insert_decision(
    tx: &mut Tx<'_>,
    matter: Id,
    opening: i64,
    row: &DutyDecision,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO duty_decisions (station_id, id, matter_id, opening, at, by_id, capacity, body, agreed_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station, row.id, matter, opening, row.at, row.by_id, row.capacity, row.body,
            row.agreed_sealed
        ],
    )
}

/// The decisions about a matter in its present opening, oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_decisions(
    tx: &mut Tx<'_>,
    matter: Id,
    opening: i64,
) -> Result<Vec<DutyDecision>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, at, by_id, capacity, body, agreed_sealed FROM duty_decisions
         WHERE station_id = $1 AND matter_id = $2 AND opening = $3 ORDER BY at, id",
        args![station, matter, opening],
    )
}
