//! Where live stream and doors ask the rooms about one matter, whatever its kind.

use crate::clock_room;
use base::{Fault, Id};
use db::Tx;
use serde_json::Value;
use ui::Visit;

/// What a list shows of a matter that changed. The caller has asked whether it may be seen.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub fn live_row(tx: &mut Tx<'_>, visit: &Visit, id: Id) -> Result<Value, Fault> {
    incidents::live_row(tx, visit, id)
}

/// Whether this reader has a board in front of them.
pub fn watches(visit: &Visit) -> bool {
    incidents::WATCH.ask(&visit.actor).is_ok()
}

/// Whether this reader sends people, and so hears whose phone can ring.
pub fn sends(visit: &Visit) -> bool {
    incidents::DISPATCH.ask(&visit.actor).is_ok()
}

/// What calls for this reader on every page.
///
/// # Errors
/// Those of the engine.
pub fn alarm(tx: &mut Tx<'_>, visit: &Visit) -> Result<ui::Alarm, Fault> {
    let notice = clock_room::notice(tx, visit)?;
    Ok(ui::Alarm { notice, ..incidents::alarm(tx, visit)? })
}

/// The counts a board shows, by name.
///
/// # Errors
/// Those of the engine.
pub fn counts(tx: &mut Tx<'_>, visit: &Visit) -> Result<Value, Fault> {
    incidents::counts(tx, visit)
}

/// The room whose matters carry the letters of this series.
pub fn room_of(series: &str) -> Option<&'static str> {
    match series {
        "JQ" => Some("incidents"),
        _ => None,
    }
}
