//! What rings now, and by which rules.

use crate::rules::{Manner, RingRule, Side, Stage, Watched};
use base::{Fault, Id, Role, Time};
use db::{Tx, args};
use matters::Reach;

db::stored_codes!(Manner);

db::row! {
    /// One version of a rule.
    pub(crate) struct RingVersion {
        pub(crate) role: Role,
        pub(crate) on_duty: bool,
        pub(crate) version: i64,
        pub(crate) manner: Manner,
        pub(crate) quiet_from_min: i64,
        pub(crate) quiet_until_min: i64,
        pub(crate) source: String,
        pub(crate) valid_from: Time,
    }
    /// An open incident as far as boards count it.
    pub(crate) struct WatchedRow {
        pub(crate) number: String,
        pub(crate) state: String,
        pub(crate) level: i64,
        pub(crate) due_at: Option<Time>,
        pub(crate) silenced_at: Option<Time>,
        pub(crate) source: String,
        pub(crate) station_signed_at: Option<Time>,
    }
    /// An order that its receiver has not signed for.
    pub(crate) struct UnsignedRow {
        pub(crate) id: Id,
        pub(crate) side: Side,
        pub(crate) state: String,
        pub(crate) level: i64,
        pub(crate) silenced_at: Option<Time>,
    }
}

impl RingVersion {
    pub(crate) fn rule(&self) -> RingRule {
        RingRule {
            role: self.role,
            on_duty: self.on_duty,
            manner: self.manner,
            quiet_from_min: self.quiet_from_min,
            quiet_until_min: self.quiet_until_min,
        }
    }
}

impl WatchedRow {
    pub(crate) fn stage(&self) -> Stage {
        Stage::from_code(&self.state).unwrap_or(Stage::Waiting)
    }

    /// What decides whether it rings.
    pub(crate) fn watched(&self, is_over: bool) -> Watched {
        Watched {
            stage: self.stage(),
            level: self.level,
            is_over,
            is_silenced: self.silenced_at.is_some(),
            is_from_branch: self.source == crate::actions::BRANCH
                && self.station_signed_at.is_none(),
        }
    }
}

pub(crate) fn insert_ring_rule(
    tx: &mut Tx<'_>,
    rule: &RingRule,
    version: i64,
    (source, from): (&str, Time),
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO ring_rules (station_id, role, on_duty, version, manner, quiet_from_min,
             quiet_until_min, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            station,
            rule.role,
            rule.on_duty,
            version,
            rule.manner,
            rule.quiet_from_min,
            rule.quiet_until_min,
            source,
            from
        ],
    )
}

/// Every version of every rule.
pub(crate) fn list_ring_versions(tx: &mut Tx<'_>) -> Result<Vec<RingVersion>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT role, on_duty, version, manner, quiet_from_min, quiet_until_min, source, valid_from
         FROM ring_rules WHERE station_id = $1 ORDER BY role, on_duty, version",
        args![station],
    )
}

/// The rules that hold now, the newest of each first.
pub(crate) fn list_ring_rules(tx: &mut Tx<'_>) -> Result<Vec<RingRule>, Fault> {
    let now = tx.now();
    let mut versions = list_ring_versions(tx)?;
    versions.retain(|row| row.valid_from <= now);
    Ok(versions.iter().rev().map(RingVersion::rule).collect())
}

/// The open incidents that `reach` sees, as far as boards count them: every page of whoever has a board
/// asks, so nothing sealed and nothing wide is read. In no order: an order asked for would let the index
/// of levels lead, over every matter there ever was.
pub(crate) fn list_watched(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<WatchedRow>, Fault> {
    let station = tx.station();
    tx.all(
        concat!(
            "SELECT m.number, m.state, m.level, m.due_at, i.silenced_at, i.source, i.station_signed_at
             FROM matters m CROSS JOIN incidents i
             WHERE m.is_open = TRUE AND i.station_id = m.station_id AND i.matter_id = m.id AND ",
            matters::visible!()
        ),
        matters::seen_by![station, reach],
    )
}

/// The orders of an account on open matters that nobody has signed for or gone on: the stamp of the
/// screen is none of theirs. Oldest first.
pub(crate) fn list_own_unsigned(tx: &mut Tx<'_>, account: Id) -> Result<Vec<UnsignedRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT o.id, o.side, m.state, m.level, o.silenced_at FROM matters m CROSS JOIN orders o
         WHERE o.station_id = m.station_id AND o.matter_id = m.id AND m.station_id = $1
           AND o.account_id = $2 AND m.is_open = TRUE AND o.returned_at IS NULL AND o.position >= 0
           AND NOT EXISTS (SELECT 1 FROM stamps s WHERE s.station_id = o.station_id
                           AND s.matter_id = o.matter_id AND s.order_id = o.id
                           AND s.is_current = TRUE AND s.kind <> 'reached')
         ORDER BY o.sent_at, o.id",
        args![station, account],
    )
}
