//! What whoever agrees to a nomination reads before: who, for which village, from when until when, by whom,
//! and what the other side has said.

use super::villages::villages;
use crate::actions::{AGREE_FOR_VILLAGE, NOMINATE};
use crate::sql::{self, Nomination};
use crate::words::words;
use base::{Fault, Id, Time};
use db::Tx;
use ui::{About, Change, Visit};

/// A nomination, for the station.
pub(crate) static FOR_STATION: About = About {
    kind: "nomination",
    tell: |tx, visit, target| {
        NOMINATE.ask(&visit.actor)?;
        let row = load(tx, target)?;
        told(tx, visit, &row)
    },
};

/// The same, for the village it is about.
pub(crate) static FOR_VILLAGE: About = About {
    kind: "nomination",
    tell: |tx, visit, target| {
        let leave = AGREE_FOR_VILLAGE.ask(&visit.actor)?;
        let row = load(tx, target)?;
        if leave.village != Some(row.village_id) {
            return Err(Fault::NotFound);
        }
        told(tx, visit, &row)
    },
};

fn load(tx: &mut Tx<'_>, target: &str) -> Result<Nomination, Fault> {
    let id: Id = target.parse().map_err(|()| Fault::NotFound)?;
    sql::find_nomination(tx, id)?.ok_or(Fault::NotFound)
}

fn told(tx: &mut Tx<'_>, visit: &Visit, row: &Nomination) -> Result<Vec<Change>, Fault> {
    // Who cannot be the second person learns that before anything else.
    if [Some(row.nominated_by), row.station_by, row.village_by].contains(&Some(visit.actor.account))
    {
        return Err(Fault::refused("second_person", |lang| words(lang).second_person()));
    }
    let (w, dates) = (words(visit.lang()), visit.dates());
    let names = villages(tx)?;
    let deputy = if row.is_deputy { w.deputy() } else { "" };
    let name = format!("{} {deputy}", sql::name_of(tx, row.account_id)?);
    let span = w.term_span(dates.day_field(row.valid_from), dates.last_day(row.valid_until));
    let by = w.nominated_by(sql::name_of(tx, row.nominated_by)?, dates.full(row.nominated_at));
    let mut agreed = |at: Option<Time>, by: Option<Id>| -> Result<Option<String>, Fault> {
        let (Some(at), Some(by)) = (at, by) else { return Ok(None) };
        Ok(Some(w.agreed_by(sql::name_of(tx, by)?, dates.full(at))))
    };
    let sides = [agreed(row.station_at, row.station_by)?, agreed(row.village_at, row.village_by)?];
    let mut lines = vec![
        Change::said(w.who(), name.trim()),
        Change::said(w.village(), names.name(row.village_id)),
        Change::said(w.term(), span),
        Change::said(w.nominate(), by),
    ];
    lines.extend(sides.into_iter().flatten().map(|text| Change::said(w.certificates(), text)));
    Ok(lines)
}
