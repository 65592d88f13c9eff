//! Where live stream and doors ask the rooms about one matter, whatever its kind.

use base::{Fault, Id};
use db::Tx;
use serde_json::{Value, json};
use ui::Visit;

/// What a list shows of a matter that changed. The caller has asked whether it may be seen.
///
/// # Errors
/// [`Fault::NotFound`] where there is none.
pub fn live_row(tx: &mut Tx<'_>, _: &Visit, id: Id) -> Result<Value, Fault> {
    let matter = matters::find_matter(tx, id)?.ok_or(Fault::NotFound)?;
    let (number, version, open) = (matter.number, matter.version, matter.is_open);
    Ok(json!({ "id": id, "number": number, "version": version, "open": open }))
}

/// The counts a board shows, by name.
///
/// # Errors
/// Those of the engine.
pub fn counts(_: &mut Tx<'_>, _: &Visit) -> Result<Value, Fault> {
    Ok(json!({}))
}

/// The room whose matters carry the letters of this series.
pub fn room_of(series: &str) -> Option<&'static str> {
    match series {
        "JQ" => Some("incidents"),
        _ => None,
    }
}
