//! What the views of this room show.

mod behind;
mod list;
mod report;
mod table;

pub(crate) use behind::{behind, behind_data};
pub(crate) use list::{reports, reports_data};
pub(crate) use report::{of_day, print, report, report_data};

use crate::rules::Fact;
use base::{Fault, Lang};
use db::Tx;
use matters::Reach;
use std::collections::BTreeMap;
use ui::{Options, Visit};

/// Names of what figures are broken down by.
pub(crate) struct Names {
    kinds: Options,
    villages: BTreeMap<String, String>,
    order: Vec<String>,
}

impl Names {
    pub(crate) fn read(tx: &mut Tx<'_>, lang: Lang) -> Result<Names, Fault> {
        let villages = people::list_villages(tx)?;
        Ok(Names {
            kinds: incidents::kind_names(tx, lang)?,
            order: villages.iter().map(|v| v.id.to_string()).collect(),
            villages: villages.into_iter().map(|v| (v.id.to_string(), v.name)).collect(),
        })
    }

    /// The kind's name; its code where the table no longer has it.
    pub(crate) fn kind(&self, code: &str) -> String {
        let found = self.kinds.iter().find(|(known, _)| known == code);
        found.map_or(code, |(_, name)| name).to_owned()
    }

    /// The village's name; nothing where it is unknown.
    pub(crate) fn village(&self, id: &str) -> Option<String> {
        self.villages.get(id).cloned()
    }

    /// Where a kind stands in its table.
    pub(crate) fn place_of_kind(&self, code: &str) -> usize {
        self.kinds.iter().position(|(known, _)| known == code).unwrap_or(usize::MAX)
    }

    /// Where a village stands in the station's list; the unknown one last.
    pub(crate) fn place_of_village(&self, id: &str) -> usize {
        self.order.iter().position(|known| known == id).unwrap_or(usize::MAX)
    }
}

/// The incidents among `facts` that this reader may see, and how many there are besides.
pub(crate) fn in_sight<'a>(
    tx: &mut Tx<'_>,
    visit: &Visit,
    facts: impl Iterator<Item = &'a Fact>,
) -> Result<(Vec<&'a Fact>, usize), Fault> {
    let reach = Reach::of(&visit.actor);
    let (mut seen, mut hidden) = (Vec::new(), 0);
    for fact in facts {
        if matters::find_visible(tx, &reach, &fact.number)?.is_some() {
            seen.push(fact);
        } else {
            hidden += 1;
        }
    }
    Ok((seen, hidden))
}
