//! What stands around every page that a request is answered with: what calls for its reader, and whose
//! pages can ring.

use crate::web::call::Door;
use crate::{Site, feed};
use base::Fault;
use db::Tx;
use std::sync::OnceLock;
use ui::{Alarm, Bells, Visit};

/// What stands around the pages of one request.
#[derive(Debug)]
pub(crate) struct Around {
    /// Drawn once; a page that says later what went wrong shows it too.
    alarm: OnceLock<Alarm>,
    bells: Bells,
    /// Whether a session asks: a wall and a link have no live stream.
    by_session: bool,
}

impl Around {
    pub(crate) fn of(site: &Site, by_session: bool) -> Around {
        Around { alarm: OnceLock::new(), bells: site.hub().bells().clone(), by_session }
    }

    /// Whether pages listen for changes: whoever owes a key first hears nothing yet.
    pub(crate) fn listens(&self, owes: people::Owes) -> bool {
        self.by_session && owes == people::Owes::Nothing
    }

    /// What calls for the reader, as far as it was drawn.
    pub(crate) fn alarm(&self) -> Alarm {
        self.alarm.get().cloned().unwrap_or_default()
    }

    pub(crate) fn bells(&self) -> Bells {
        self.bells.clone()
    }

    /// Draws what calls for the reader. Only a whole page has a frame: a part of it and data do not pay.
    pub(crate) fn draw(
        &self,
        tx: &mut Tx<'_>,
        visit: Option<Visit>,
        door: Door,
    ) -> Result<Option<Visit>, Fault> {
        let Some(mut visit) = visit else { return Ok(None) };
        if door == Door::Page && visit.part.is_none() && visit.listens {
            visit.alarm = feed::alarm(tx, &visit)?;
            // Set once.
            drop(self.alarm.set(visit.alarm.clone()));
        }
        Ok(Some(visit))
    }
}
