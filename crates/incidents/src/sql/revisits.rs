//! Revisits 回访 and thanks.

use crate::rules::{Channel, Score, ThanksKind};
use base::{Fault, Id, Time};
use db::{Tx, args};

db::stored_codes!(Channel, Score, ThanksKind);

db::row! {
    /// How many closed incidents are revisited, of a kind and level.
    pub(crate) struct RevisitRule {
        pub(crate) per_cent: i64,
        pub(crate) within_s: i64,
    }
    /// One version of such a rule.
    pub(crate) struct RevisitVersion {
        pub(crate) kind: String,
        pub(crate) level: i64,
        pub(crate) version: i64,
        pub(crate) per_cent: i64,
        pub(crate) within_s: i64,
        pub(crate) source: String,
        pub(crate) valid_from: Time,
    }
    /// One revisit.
    pub(crate) struct RevisitRow {
        pub(crate) id: Id,
        pub(crate) matter_id: Id,
        pub(crate) opening: i64,
        pub(crate) drawn_at: Time,
        pub(crate) is_by_rule: bool,
        pub(crate) due_at: Time,
        pub(crate) channel: Option<Channel>,
        pub(crate) sent_at: Option<Time>,
        pub(crate) delivered_at: Option<Time>,
        pub(crate) replied_at: Option<Time>,
        pub(crate) score: Option<Score>,
        pub(crate) is_solved: Option<bool>,
        pub(crate) words_sealed: Option<Vec<u8>>,
        pub(crate) by_id: Option<Id>,
    }
    /// Thanks 表扬、锦旗.
    pub(crate) struct ThanksRow {
        pub(crate) id: Id,
        pub(crate) kind: ThanksKind,
        pub(crate) at: Time,
        pub(crate) words_sealed: Vec<u8>,
    }
    /// What the revisits of a time came to.
    pub(crate) struct RevisitCounts {
        pub(crate) drawn: i64,
        pub(crate) sent: i64,
        pub(crate) delivered: i64,
        pub(crate) replied: i64,
        pub(crate) satisfied: i64,
        pub(crate) solved: i64,
    }
}

impl RevisitVersion {
    pub(crate) fn rule(&self) -> RevisitRule {
        RevisitRule { per_cent: self.per_cent, within_s: self.within_s }
    }
}

pub(crate) fn insert_revisit_rule(
    tx: &mut Tx<'_>,
    (kind, level, version): (&str, i64, i64),
    rule: &RevisitRule,
    (source, from): (&str, Time),
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO revisit_rules (station_id, kind, level, version, per_cent, within_s, source, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![station, kind, level, version, rule.per_cent, rule.within_s, source, from],
    )
}

/// Every version of every rule.
pub(crate) fn list_revisit_versions(tx: &mut Tx<'_>) -> Result<Vec<RevisitVersion>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT kind, level, version, per_cent, within_s, source, valid_from FROM revisit_rules
         WHERE station_id = $1 ORDER BY kind, level, version",
        args![station],
    )
}

/// The rule for a kind and level: its own, its parent's, or the one for everything (`*`).
pub(crate) fn find_revisit_rule(
    tx: &mut Tx<'_>,
    kind: &str,
    parent: &str,
    level: i64,
) -> Result<Option<RevisitRule>, Fault> {
    let (station, now) = (tx.station(), tx.now());
    tx.opt(
        "SELECT per_cent, within_s FROM revisit_rules
         WHERE station_id = $1 AND kind IN ($2, $3, '*') AND level IN ($4, 0) AND valid_from <= $5
         ORDER BY CASE kind WHEN $2 THEN 0 WHEN $3 THEN 1 ELSE 2 END, level DESC, version DESC
         LIMIT 1",
        args![station, kind, parent, level, now],
    )
}

pub(crate) fn insert_revisit(tx: &mut Tx<'_>, row: &RevisitRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO revisits (station_id, id, matter_id, opening, drawn_at, is_by_rule, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            station,
            row.id,
            row.matter_id,
            row.opening,
            row.drawn_at,
            row.is_by_rule,
            row.due_at
        ],
    )
}

macro_rules! revisits {
    ($which:literal) => {
        concat!(
            "SELECT id, matter_id, opening, drawn_at, is_by_rule, due_at, channel, sent_at,
                    delivered_at, replied_at, score, is_solved, words_sealed, by_id
             FROM revisits WHERE station_id = $1 AND ",
            $which
        )
    };
}

pub(crate) fn find_revisit(tx: &mut Tx<'_>, id: Id) -> Result<Option<RevisitRow>, Fault> {
    let station = tx.station();
    tx.opt(revisits!("id = $2"), args![station, id])
}

/// The revisits of a matter, oldest first.
pub(crate) fn list_revisits(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<RevisitRow>, Fault> {
    let station = tx.station();
    tx.all(revisits!("matter_id = $2 ORDER BY drawn_at, id"), args![station, matter])
}

/// So many revisits without a reply that were drawn since `since`, what is due last first; those that
/// stand after `after`. What was drawn since then is not due before.
pub(crate) fn list_unanswered(
    tx: &mut Tx<'_>,
    since: Time,
    after: Option<(Time, Id)>,
    limit: i64,
) -> Result<Vec<RevisitRow>, Fault> {
    let station = tx.station();
    let (at, id) = after.map_or((Time::from_micros(i64::MAX), None), |(at, id)| (at, Some(id)));
    let none: &[u8] = &[];
    let id = id.as_ref().map_or(none, |id| id.as_bytes());
    tx.all(
        revisits!(
            "replied_at IS NULL AND due_at >= $2 AND due_at <= $3 AND (due_at < $3 OR id < $4)
             AND drawn_at >= $2 ORDER BY due_at DESC, id DESC LIMIT $5"
        ),
        args![station, since, at, id, limit],
    )
}

/// Writes everything of a revisit that an act may change.
pub(crate) fn store_revisit(tx: &mut Tx<'_>, row: &RevisitRow) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "UPDATE revisits SET channel = $3, sent_at = $4, delivered_at = $5, replied_at = $6, score = $7,
             is_solved = $8, words_sealed = $9, by_id = $10
         WHERE station_id = $1 AND id = $2",
        args![
            station, row.id, row.channel, row.sent_at, row.delivered_at, row.replied_at, row.score,
            row.is_solved, row.words_sealed, row.by_id
        ],
    )
}

/// What the revisits drawn from `from` until before `to` came to.
pub(crate) fn count_revisits(
    tx: &mut Tx<'_>,
    from: Time,
    to: Time,
) -> Result<RevisitCounts, Fault> {
    let station = tx.station();
    tx.one(
        "SELECT count(*) AS drawn, count(sent_at) AS sent, count(delivered_at) AS delivered,
                count(replied_at) AS replied,
                count(CASE WHEN score IN ('satisfied', 'fair') THEN 1 END) AS satisfied,
                count(CASE WHEN is_solved = TRUE THEN 1 END) AS solved
         FROM revisits WHERE station_id = $1 AND drawn_at >= $2 AND drawn_at < $3",
        args![station, from, to],
    )
}

pub(crate) fn insert_thanks(
    tx: &mut Tx<'_>,
    matter: Id,
    row: &ThanksRow,
    by: Id,
) -> Result<(), Fault> {
    let station = tx.station();
    tx.put(
        "INSERT INTO thanks (station_id, id, matter_id, kind, at, by_id, words_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![station, row.id, matter, row.kind, row.at, by, row.words_sealed],
    )
}

/// The thanks for a matter, oldest first.
pub(crate) fn list_thanks(tx: &mut Tx<'_>, matter: Id) -> Result<Vec<ThanksRow>, Fault> {
    let station = tx.station();
    tx.all(
        "SELECT id, kind, at, words_sealed FROM thanks
         WHERE station_id = $1 AND matter_id = $2 ORDER BY at, id",
        args![station, matter],
    )
}
