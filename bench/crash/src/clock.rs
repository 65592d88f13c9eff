//! The one place of this program that reads the machine's clock.

use std::time::Instant;

/// This moment.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
