//! The register of proposals: acts that take two people.

use base::{Fault, Id, Time};
use db::{Tx, args};

db::row! {
    /// An act that one person proposed and another has to confirm.
    pub struct ProposalRow {
        /// Which.
        pub id: Id,
        /// The name of the act.
        pub act: String,
        /// Its target.
        pub target: String,
        /// What was given, sealed.
        pub fields_sealed: Vec<u8>,
        /// When it was proposed.
        pub proposed_at: Time,
        /// By whom.
        pub proposed_by: Id,
        /// Until when it can be confirmed.
        pub valid_until: Time,
        /// When somebody decided.
        pub decided_at: Option<Time>,
        /// Who decided.
        pub decided_by: Option<Id>,
        /// Whether it was confirmed.
        pub is_confirmed: Option<bool>,
        /// What it would change or has changed, as it stood when last somebody did something with it; sealed.
        pub changes_sealed: Option<Vec<u8>>,
    }
}

macro_rules! proposals {
    ($which:literal) => {
        concat!(
            "SELECT id, act, target, fields_sealed, proposed_at, proposed_by, valid_until, decided_at,
                    decided_by, is_confirmed, changes_sealed
             FROM proposals WHERE station_id = $1 AND ",
            $which
        )
    };
}

pub(crate) fn insert_proposal(tx: &mut Tx<'_>, row: &ProposalRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO proposals (station_id, id, act, target, fields_sealed, proposed_at, proposed_by, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            station, row.id, row.act, row.target, row.fields_sealed, row.proposed_at,
            row.proposed_by, row.valid_until
        ],
    )
}

/// The proposal of this id.
///
/// # Errors
/// Those of the engine.
pub fn find_proposal(tx: &mut Tx<'_>, id: Id) -> Result<Option<ProposalRow>, Fault> {
    let station = tx.station();
    tx.opt(proposals!("id = $2"), args![station, id])
}

/// The last proposals, newest first.
///
/// # Errors
/// Those of the engine.
pub fn list_proposals(tx: &mut Tx<'_>) -> Result<Vec<ProposalRow>, Fault> {
    let station = tx.station();
    tx.all(proposals!("TRUE ORDER BY proposed_at DESC, id DESC LIMIT 50"), args![station])
}

/// Keeps what a proposal would change, as it stands now.
pub(crate) fn set_changes(tx: &mut Tx<'_>, id: Id, sealed: &[u8]) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE proposals SET changes_sealed = $3 WHERE station_id = $1 AND id = $2",
        args![station, id, sealed],
    )
}

/// Those that nobody has decided and that are not over, the oldest first.
///
/// # Errors
/// Those of the engine.
pub fn list_waiting(tx: &mut Tx<'_>) -> Result<Vec<ProposalRow>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.all(
        proposals!("valid_until > $2 AND decided_at IS NULL ORDER BY proposed_at, id /* all */"),
        args![station, now],
    )
}

/// Those that were confirmed after a moment.
///
/// # Errors
/// Those of the engine.
pub fn list_confirmed(tx: &mut Tx<'_>, after: Time) -> Result<Vec<ProposalRow>, Fault> {
    let station = tx.station();
    tx.all(
        proposals!("decided_at > $2 AND is_confirmed ORDER BY decided_at, id /* all */"),
        args![station, after],
    )
}

/// Writes a decision once; how many rows that was.
pub(crate) fn set_decided(tx: &mut Tx<'_>, id: Id, by: Id, confirmed: bool) -> Result<u64, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.exec(
        "UPDATE proposals SET decided_at = $3, decided_by = $4, is_confirmed = $5
         WHERE station_id = $1 AND id = $2 AND decided_at IS NULL",
        args![station, id, now, by, confirmed],
    )
}
