//! From the calls of a file to recorded incidents; what makes sense is kept as it is.

use crate::import::defects::{Defects, note};
use crate::import::mapping::{Mapping, Means};
use crate::import::rows::{Call, Unit};
use crate::import::times::{self, Pass};
use base::{Time, Zone};
use incidents::{Recorded, RecordedOrder, Where};

/// What the conversion needs to know.
pub(super) struct Converter<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) zone: &'a Zone,
    /// How the file is called in the journal.
    pub(super) origin: &'a str,
}

impl Converter<'_> {
    /// Every call that can be recorded, in the order of the file.
    pub(super) fn all(&self, calls: &[Call], defects: &mut Defects) -> Vec<Recorded> {
        let received = self.received(calls);
        let mut list = Vec::with_capacity(calls.len());
        for (call, received) in calls.iter().zip(received) {
            match received {
                Some((at, pass)) => {
                    note_pass(defects, pass, call.row);
                    list.push(self.one(call, at, defects));
                }
                None => {
                    let column = self.column(Means::Received);
                    note(defects, format!("no_received:{column}"), call.row);
                }
            }
        }
        list
    }

    /// When each call came in. Where numbers are given in order, they tell the two passes of a
    /// doubled hour apart.
    fn received(&self, calls: &[Call]) -> Vec<Option<(Time, Pass)>> {
        let in_order = self.mapping.call.numbers_in_order;
        let mut order: Vec<usize> = (0..calls.len()).collect();
        if in_order {
            order.sort_by_key(|index| (calls[*index].number.len(), &calls[*index].number));
        }
        let mut found = vec![None; calls.len()];
        let mut latest = None;
        for index in order {
            let Some(local) = calls[index].received else { continue };
            found[index] = times::call(self.zone, local, latest);
            if in_order {
                latest = latest.max(found[index].map(|(at, _)| at));
            }
        }
        found
    }

    fn one(&self, call: &Call, received: Time, defects: &mut Defects) -> Recorded {
        if call.units.len() >= self.mapping.unit.many {
            note(defects, "many_units".to_owned(), call.row);
        }
        let orders =
            call.units.iter().filter_map(|unit| self.order(unit, received, defects)).collect();
        Recorded {
            number: call.number.clone(),
            summary: call.summary.clone(),
            kind: call.kind.clone(),
            level: call.level,
            source: self.mapping.call.source.clone(),
            place: Where::Text(call.place.clone(), None),
            reported_at: received,
            orders,
            origin: format!("{}:{}", self.origin, call.row),
        }
    }

    /// One unit's order; `None` where it was never sent.
    fn order(&self, unit: &Unit, received: Time, defects: &mut Defects) -> Option<RecordedOrder> {
        let stamps = self.instants(unit, received, defects);
        let at = |means: Means| {
            let place = self.mapping.stamps.iter().position(|part| part.means == Some(means))?;
            stamps[place]
        };
        let Some(sent_at) = at(Means::Sent) else {
            note(defects, format!("no_sent:{}", self.column(Means::Sent)), unit.row);
            return None;
        };
        let mut others = Vec::new();
        for (part, stamp) in self.mapping.stamps.iter().zip(&stamps) {
            match (part.means, stamp) {
                (None, Some(at)) => others.push((part.column.clone(), *at)),
                (Some(_), None) => note(defects, format!("missing:{}", part.column), unit.row),
                _ => {}
            }
        }
        Some(RecordedOrder {
            receiver: unit.receiver.clone(),
            sent_at,
            signed_at: at(Means::Signed),
            set_out_at: at(Means::SetOut),
            arrived_at: at(Means::Arrived),
            cleared_at: at(Means::Cleared),
            others,
        })
    }

    /// The unit's stamps as instants, in the order of the mapping. One that lies before its
    /// predecessor is kept and noted.
    fn instants(&self, unit: &Unit, received: Time, defects: &mut Defects) -> Vec<Option<Time>> {
        let mut instants = Vec::with_capacity(unit.stamps.len());
        let mut latest = None;
        let mut previous: Option<(&str, Time)> = None;
        for (part, local) in self.mapping.stamps.iter().zip(&unit.stamps) {
            let found = match part.means {
                // The call's own, settled for all its units.
                Some(Means::Received) => Some((received, Pass::Only)),
                _ => local.and_then(|local| times::stamp(self.zone, local, latest)),
            };
            instants.push(found.map(|(at, _)| at));
            let Some((at, pass)) = found else { continue };
            note_pass(defects, pass, unit.row);
            if let Some((earlier, _)) = previous.filter(|(_, before)| at < *before) {
                note(defects, format!("before:{}:{earlier}", part.column), unit.row);
            }
            previous = Some((part.column.as_str(), at));
            latest = latest.max(Some(at));
        }
        instants
    }

    fn column(&self, means: Means) -> &str {
        let part = self.mapping.stamps.iter().find(|part| part.means == Some(means));
        part.map_or("", |part| part.column.as_str())
    }
}

fn note_pass(defects: &mut Defects, pass: Pass, row: u64) {
    if let Some(kind) = pass.defect() {
        note(defects, kind.to_owned(), row);
    }
}
