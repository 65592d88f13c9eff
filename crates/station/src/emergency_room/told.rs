//! What an emergency is told as: each line with what it changed, and the whole of them.

use super::found_label;
use crate::proposals_room::{Proposed, kept};
use crate::words::words;
use base::{Fault, Time};
use db::Tx;
use journal::Entry;
use people::{Emergency, REVIEW_EMERGENCY};
use ui::{About, Change, Visit};

/// One line of an emergency, for the auditor.
pub(super) static LINE: About = About {
    kind: "emergency_line",
    tell: |tx, visit, target| {
        REVIEW_EMERGENCY.ask(&visit.actor)?;
        let position = target.parse().map_err(|_| Fault::NotFound)?;
        let (one, line) = people::find_line(tx, position)?.ok_or(Fault::NotFound)?;
        people::ask_reviewable(tx, &visit.actor, &one)?;
        line_told(tx, visit, &one, &line)
    },
};

/// The whole of an emergency, once each line of it was judged.
pub(super) static WHOLE: About = About {
    kind: "emergency",
    tell: |tx, visit, target| {
        REVIEW_EMERGENCY.ask(&visit.actor)?;
        let id = target.parse().map_err(|()| Fault::NotFound)?;
        let one = people::find_emergency(tx, id)?.ok_or(Fault::NotFound)?;
        people::ask_reviewable(tx, &visit.actor, &one)?;
        people::ask_judged(tx, &one)?;
        whole_told(tx, visit, &one)
    },
};

/// When it was done, what, about whom, why; and what stood before and after.
pub(super) fn line_told(
    tx: &mut Tx<'_>,
    visit: &Visit,
    one: &Emergency,
    line: &Entry,
) -> Result<Vec<Change>, Fault> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let [what, about] = crate::journal_room::told(tx, visit.lang(), line)?;
    let mut lines = vec![
        Change::said(w.line_when(), dates.full(line.at)),
        Change::said(w.line_act(), what),
        Change::said(w.line_about(), about),
    ];
    if let Some(reason) = &line.reason {
        lines.push(Change::said(w.line_why(), reason.as_str()));
    }
    if line.particulars["proposed_by"].as_str() == Some(&line.account.to_string()) {
        lines.push(Change::said(w.line_alone(), w.emergency_alone()));
    }
    lines.retain(|line| !line.now.is_empty());
    lines.extend(changed(tx, visit, one, line)?);
    Ok(lines)
}

/// What the line changed: as its proposal was kept, or as the line itself says.
fn changed(
    tx: &mut Tx<'_>,
    visit: &Visit,
    one: &Emergency,
    line: &Entry,
) -> Result<Vec<Change>, Fault> {
    if line.subject == "proposal" {
        let row = people::find_proposal(tx, line.subject_id)?;
        return match row.map(Proposed::of).transpose()? {
            Some(proposed) => Ok(kept(tx, visit.lang(), &proposed)?.unwrap_or_default()),
            None => Ok(Vec::new()),
        };
    }
    if !line.particulars["proposed_by"].is_null() {
        let decided = people::list_confirmed(tx, one.began_at.plus_seconds(-1))?;
        // Confirming and doing are one transaction, and so one moment.
        let own = decided
            .into_iter()
            .find(|row| row.decided_at == Some(line.at) && row.decided_by == Some(line.account));
        if let Some(row) = own {
            return Ok(kept(tx, visit.lang(), &Proposed::of(row)?)?.unwrap_or_default());
        }
    }
    Ok(term(visit, line).into_iter().collect())
}

/// A term that was set by one person: the line has both ends.
fn term(visit: &Visit, line: &Entry) -> Option<Change> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let moment = |field: &str| Time::parse(line.particulars[field].as_str()?);
    let now = moment("until").filter(|_| line.act == "matters.set_term")?;
    Some(Change {
        label: w.line_until().to_owned(),
        was: moment("before").map_or(w.line_no_end().to_owned(), |until| dates.full(until)),
        now: dates.full(now),
    })
}

fn whole_told(tx: &mut Tx<'_>, visit: &Visit, one: &Emergency) -> Result<Vec<Change>, Fault> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let (reason, _) = people::open_emergency(tx, one)?;
    let span = format!("{} – {}", dates.full(one.began_at), dates.full(one.end()));
    let mut lines = vec![
        Change::said(w.emergency_who(), people::name_of(tx, one.account_id)?),
        Change::said(w.emergency_span(), span),
        Change::said(w.emergency_reason(), reason),
    ];
    let verdicts = people::list_verdicts(tx, one.id)?;
    for line in people::lines_of(tx, one)? {
        let [what, about] = crate::journal_room::told(tx, visit.lang(), &line)?;
        let verdict = verdicts.iter().find(|verdict| verdict.position == line.position);
        let found = verdict.map_or("", |one| {
            found_label(visit.lang(), if one.is_right { "right" } else { "wrong" })
        });
        let label = format!("{} {what} {about}", dates.clock_seconds(line.at));
        lines.push(Change::said(label.trim(), found));
    }
    if verdicts.is_empty() {
        lines.push(Change::said(w.emergency_lines(), w.emergency_none_done()));
    }
    Ok(lines)
}
