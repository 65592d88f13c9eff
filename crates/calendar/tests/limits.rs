//! Limits as the law counts them: the vectors of the legal clocks, traces, pauses, properties that
//! always hold, and the table of days against a second source.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may fall")]

#[path = "limits/oracle.rs"]
mod oracle;
#[path = "limits/pauses.rs"]
mod pauses;
#[path = "limits/properties.rs"]
mod properties;
#[path = "limits/traces.rs"]
mod traces;
#[path = "limits/vectors.rs"]
mod vectors;

use base::{Time, Zone};
use calendar::{Days, Limit, Pause, Reckoning, Unit, built_in, reckon};

fn shanghai() -> Zone {
    Zone::named("Asia/Shanghai").unwrap()
}

fn at(text: &str) -> Time {
    shanghai().parse_local(text).unwrap()
}

/// The wall clock in Shanghai.
fn local(at: Time) -> String {
    shanghai().civil(at).to_string()
}

fn rolling(unit: Unit, count: u32) -> Limit {
    Limit { unit, count, rolls: true }
}

fn fixed(unit: Unit, count: u32) -> Limit {
    Limit { unit, count, rolls: false }
}

fn reckoned(start: &str, limit: Limit, pauses: &[Pause], extended: u32) -> Reckoning {
    reckon(at(start), limit, &shanghai(), &Days::new(built_in()), pauses, extended)
}

/// The last day of a limit, which must end with its last second.
fn last_day(reckoning: &Reckoning) -> String {
    let due = local(reckoning.due.unwrap());
    due.strip_suffix("T23:59:59").unwrap_or_else(|| panic!("{due}")).to_owned()
}
