//! What this room keeps for so long.

use crate::sql;
use crate::words::words;
use ui::Retained;

/// What is kept for so long.
pub static RETAINED: &[Retained] = &[
    Retained {
        code: "callers",
        label: |lang| words(lang).kept_callers(),
        days: 1_095,
        least_days: 180,
        source: |lang| words(lang).kept_short(),
        dispose: sql::dispose_callers,
    },
    Retained {
        code: "caller-views",
        label: |lang| words(lang).kept_views(),
        days: 1_095,
        least_days: 180,
        source: |lang| words(lang).kept_as_log(),
        dispose: sql::dispose_views,
    },
    Retained {
        code: "drafts",
        label: |lang| words(lang).kept_drafts(),
        days: 30,
        least_days: 1,
        source: |lang| words(lang).kept_short(),
        dispose: sql::dispose_drafts,
    },
];
