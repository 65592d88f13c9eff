//! When a connection is cut, and whose goes first where there are too many. Pure: numbers in, a verdict
//! out. What each limit is against stands in SECURITY.md.

/// A head that has begun is there within this.
pub(crate) const HEAD_MS: u64 = 10_000;
/// No head is longer.
pub(crate) const HEAD_BYTES: usize = 64 * 1024;
/// How long nobody in particular may hold a connection without asking for anything.
pub(crate) const IDLE_MS: u64 = 30_000;
/// How long somebody who was recognised may.
pub(crate) const KNOWN_IDLE_MS: u64 = 120_000;
/// A reader that takes nothing for so long has gone.
pub(crate) const BLOCKED_MS: u64 = 20_000;
/// No connection is older once it does nothing: sessions last no longer either.
pub(crate) const AGE_MS: u64 = 12 * 3_600_000;
/// So many connections one session or token may hold.
pub(crate) const OF_ONE: usize = 128;
/// More connections than this are never held.
const MOST: u64 = 4_096;
/// So many descriptors are left to database, log and files, or an eighth of all.
const KEPT: u64 = 96;

/// A connection as the rules see it; times are for how long it has been so.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Seen {
    /// Whether a request is being answered.
    pub(crate) busy: bool,
    /// Whether somebody was recognised on it.
    pub(crate) known: bool,
    /// Whether it carries a live stream.
    pub(crate) streams: bool,
    pub(crate) age_ms: u64,
    /// Since a byte came or went.
    pub(crate) quiet_ms: u64,
    /// Since the first byte of a head that is not there yet.
    pub(crate) head_ms: Option<u64>,
    /// Since the other end takes nothing of what is sent.
    pub(crate) blocked_ms: Option<u64>,
}

/// Whether it is cut.
pub(crate) fn is_over(line: &Seen) -> bool {
    if line.blocked_ms.is_some_and(|ms| ms >= BLOCKED_MS) {
        return true;
    }
    if line.busy {
        return false;
    }
    let idle_ms = if line.known { KNOWN_IDLE_MS } else { IDLE_MS };
    line.head_ms.is_some_and(|ms| ms >= HEAD_MS)
        || line.quiet_ms >= idle_ms
        || line.age_ms >= AGE_MS
}

/// Who gives way where there is no room: the higher, the sooner. Nobody in particular before the known,
/// who does nothing before who asks, and the longest quiet first. The known who ask never do.
pub(crate) fn gives_way(line: &Seen) -> Option<(u8, u64)> {
    let order = match (line.known, line.busy, line.streams) {
        (false, false, _) => 3,
        (false, true, _) => 2,
        (true, false, false) => 1,
        (true, false, true) => 0,
        (true, true, _) => return None,
    };
    // A stalled head or body is as quiet as it is old: bytes that drip make nobody younger.
    Some((order, if line.known { line.quiet_ms } else { line.age_ms }))
}

/// How many connections are held where a process may have so many descriptors.
pub(crate) fn most(descriptors: Option<u64>) -> usize {
    let room = descriptors.map_or(MOST, |all| all.saturating_sub(KEPT.max(all / 8)));
    usize::try_from(room.clamp(16, MOST)).unwrap_or(16)
}

/// How many of `most` may be nobody's in particular: a quarter is kept for the known.
pub(crate) const fn most_unknown(most: usize) -> usize {
    most - most / 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_cuts_and_only_where_it_holds() {
        let idle = Seen::default();
        let known = Seen { known: true, ..idle };
        let busy = Seen { busy: true, ..idle };
        for (line, over) in [
            (idle, false),
            (Seen { quiet_ms: IDLE_MS, ..idle }, true),
            (Seen { quiet_ms: IDLE_MS, ..known }, false),
            (Seen { quiet_ms: KNOWN_IDLE_MS, ..known }, true),
            (Seen { head_ms: Some(HEAD_MS - 1), ..idle }, false),
            (Seen { head_ms: Some(HEAD_MS), ..idle }, true),
            (Seen { head_ms: Some(HEAD_MS), ..known }, true),
            (Seen { age_ms: AGE_MS, ..known }, true),
            // An answer under way is waited for, unless nobody takes it.
            (Seen { age_ms: AGE_MS, quiet_ms: AGE_MS, ..busy }, false),
            (Seen { blocked_ms: Some(BLOCKED_MS), ..busy }, true),
            (Seen { blocked_ms: Some(BLOCKED_MS - 1), ..busy }, false),
        ] {
            assert_eq!(is_over(&line), over, "{line:?}");
        }
    }

    #[test]
    fn strangers_give_way_first_and_the_known_who_ask_never() {
        let one = |known, busy, streams, ms| Seen {
            known,
            busy,
            streams,
            quiet_ms: ms,
            age_ms: ms,
            ..Seen::default()
        };
        let order = [
            one(false, false, false, 9),
            one(false, false, false, 1),
            one(false, true, false, 99),
            one(true, false, false, 99),
            one(true, false, true, 99),
        ];
        assert!(order.windows(2).all(|pair| gives_way(&pair[0]) > gives_way(&pair[1])));
        assert_eq!(gives_way(&one(true, true, false, 99)), None);
    }

    #[test]
    fn there_is_room_for_the_database_below_every_limit_of_descriptors() {
        for (descriptors, held) in [
            (Some(64), 16),
            (Some(256), 160),
            (Some(1_024), 896),
            (Some(1 << 20), 4_096),
            (None, 4_096),
        ] {
            assert_eq!(most(descriptors), held);
        }
        assert_eq!(most_unknown(160), 120);
    }
}
