//! What this room keeps for so long.

use crate::sql;
use crate::words::words;
use ui::Retained;

/// What is kept for so long.
pub static RETAINED: &[Retained] = &[
    Retained {
        code: "sessions",
        label: |lang| words(lang).kept_sessions(),
        days: 1_095,
        least_days: 180,
        source: |lang| words(lang).kept_as_log(),
        dispose: sql::dispose_sessions,
    },
    Retained {
        code: "links",
        label: |lang| words(lang).kept_links(),
        days: 90,
        least_days: 1,
        source: |lang| words(lang).default_of_product(),
        dispose: sql::dispose_links,
    },
    Retained {
        code: "phones",
        label: |lang| words(lang).kept_phones(),
        days: 1_095,
        least_days: 180,
        source: |lang| words(lang).kept_as_log(),
        dispose: sql::dispose_phones,
    },
    Retained {
        code: "proposals",
        label: |lang| words(lang).kept_proposals(),
        days: 1_095,
        least_days: 180,
        source: |lang| words(lang).kept_as_log(),
        dispose: sql::dispose_proposals,
    },
    Retained {
        code: "showings",
        label: |lang| words(lang).kept_showings(),
        days: 1_095,
        least_days: 180,
        source: |lang| words(lang).kept_as_log(),
        dispose: sql::dispose_showings,
    },
];
