//! The villages of the station in their order, as pages name them and offer them.

use crate::sql;
use base::{Fault, Id};
use db::Tx;
use ui::Options;

/// Id and name of every village, in the station's order.
#[derive(Debug)]
pub struct Villages(Vec<(Id, String)>);

/// Reads them.
///
/// # Errors
/// Those of the engine.
pub fn villages(tx: &mut Tx<'_>) -> Result<Villages, Fault> {
    Ok(Villages(sql::list_villages(tx)?.into_iter().map(|v| (v.id, v.name)).collect()))
}

impl Villages {
    /// What a village is called; nothing where there is no such village.
    pub fn name(&self, id: Id) -> &str {
        self.0.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name)
    }

    /// Where a village stands in the order; those unknown stand last.
    pub fn place(&self, id: Id) -> usize {
        self.0.iter().position(|(known, _)| *known == id).unwrap_or(self.0.len())
    }

    /// The choices of a field.
    pub fn options(&self) -> Options {
        self.0.iter().map(|(id, name)| (id.to_string(), name.clone())).collect()
    }

    /// The same without those of others; every one where `own` is nothing.
    #[must_use]
    pub fn only(self, own: Option<Id>) -> Villages {
        Villages(self.0.into_iter().filter(|(id, _)| own.is_none_or(|own| own == *id)).collect())
    }
}
