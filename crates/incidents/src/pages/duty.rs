//! What whoever says whose duty an incident is reads before: what each body was asked, why it sent it back,
//! what the other leader has said, and what is asked of the reader.

use super::referred::answered;
use super::show::body_label;
use crate::actions::DECIDE_DUTY;
use crate::words::words;
use base::Fault;
use db::Tx;
use matters::{Matter, Referral};
use ui::{About, Change, Visit};

/// Whose duty an incident is.
pub(crate) static DUTY: About = About {
    kind: "duty",
    tell: |tx, visit, number| {
        let (matter, leave, _) = matters::load_for(tx, &visit.actor, &DECIDE_DUTY, number)?;
        matters::ask_decider(tx, &matter, leave.role)?;
        let mut lines = vec![
            Change::said(words(visit.lang()).duty_of(), matter.title(visit.lang())),
            Change::said(words(visit.lang()).duty_asked(), asked(tx, visit, &matter)?),
        ];
        for row in matters::list_referrals(tx, matter.id)? {
            if row.opening == matter.opening {
                lines.extend(referral(tx, visit, &row)?);
            }
        }
        for (head, agreed) in decided(tx, visit, &matter)? {
            lines.push(Change::said(head, agreed));
        }
        Ok(lines)
    },
};

/// What the reader is asked: two leaders to decide, or whoever keeps the record to write it down.
fn asked(tx: &mut Tx<'_>, visit: &Visit, matter: &Matter) -> Result<String, Fault> {
    let w = words(visit.lang());
    let (returns, limit) = matters::returns_of(tx, matter)?;
    Ok(if returns >= limit {
        w.duty_asked_of_leaders(returns)
    } else {
        w.duty_asked_of_record(returns, limit)
    })
}

/// One hand-over: to whom, when, with which words, and what came of it.
fn referral(tx: &mut Tx<'_>, visit: &Visit, row: &Referral) -> Result<Vec<Change>, Fault> {
    let (w, dates) = (words(visit.lang()), visit.dates());
    let body = body_label(tx, visit.lang(), &row.body)?;
    let asked = matters::open_referral(tx, row, "asked_sealed", &row.asked_sealed)?;
    let pushed = w.duty_pushed(row.position, &body, dates.full(row.pushed_at));
    let mut lines = vec![Change::said(pushed, asked)];
    let state = matters::referral_label(visit.lang(), row.state());
    let ended = row.returned_at.or(row.done_at).or(row.recalled_at);
    let ended = ended.map_or(String::new(), |at| dates.full(at));
    let said: Vec<String> =
        answered(tx, visit.lang(), row)?.into_iter().map(|(_, text)| text).collect();
    let label = w.duty_came_back(row.position, &body, state);
    lines.push(Change::said(label, format!("{} {ended}", said.join(" ")).trim()));
    Ok(lines)
}

/// What was said since the last return, and by whom.
fn decided(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
) -> Result<Vec<(String, String)>, Fault> {
    let mut lines = Vec::new();
    for row in matters::list_standing_decisions(tx, matter)? {
        let body = body_label(tx, visit.lang(), &row.body)?;
        let role = people::role_label(visit.lang(), row.capacity);
        let head = words(visit.lang()).decided_line(role, body, visit.dates().full(row.at));
        lines.push((head, matters::open_decision(tx, &row)?));
    }
    Ok(lines)
}
