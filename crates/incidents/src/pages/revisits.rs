//! Whom to ask how it was, and what they said: counts beside every share, never a share alone.

use crate::actions::REVISIT;
use crate::pages::list::{cursor, cursor_at};
use crate::pages::parts::{form, level_view};
use crate::sql::{self, RevisitCounts, RevisitRow};
use crate::words::{Words, channel_label, words};
use askama::Template;
use base::{Fault, Time};
use db::Tx;
use matters::Matter;
use serde_json::{Value, json};
use ui::{Ask, Html, Json, Page, Visit, frame};

/// So far back the list and its figures reach.
const DAYS: i64 = 30;
/// So many of them stand on a page: each has its forms.
const PAGE: usize = 25;
/// Below so many, a share is said to rest on few.
const SMALL: i64 = 30;

struct RowView {
    number: String,
    title: String,
    place: String,
    level: String,
    how: &'static str,
    due: String,
    over: bool,
    sent: Option<String>,
    forms: Vec<Html>,
}

#[derive(Template)]
#[template(path = "incidents/revisits.html")]
struct RevisitsTemplate {
    w: Words,
    figures: Vec<String>,
    days: String,
    rows: Vec<RowView>,
    next: Option<String>,
}

/// One page of the revisits that somebody may see to, and where the next one begins.
struct Found {
    rows: Vec<(RevisitRow, Matter)>,
    next: Option<String>,
}

/// What is due last first: who was helped yesterday still knows how it was. Who comes back with what
/// was refused finds its form at the head.
fn find(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, since: Time) -> Result<Found, Fault> {
    let unknown = || Fault::at("after", "unknown_code", |lang| words(lang).unknown_code());
    let after = ask.query.maybe("after").map(|text| cursor(text).ok_or_else(unknown));
    let mut last = after.transpose()?;
    let mut rows = Vec::new();
    if let Ok(target) = ask.target.parse()
        && let Some(row) = sql::find_revisit(tx, target)?
    {
        last = Some((row.due_at, row.id));
        rows.extend(seen(tx, visit, row)?);
    }
    loop {
        let more = sql::list_unanswered(tx, since, last, PAGE as i64)?;
        let is_end = more.len() < PAGE;
        for row in more {
            let place = (row.due_at, row.id);
            let Some(row) = seen(tx, visit, row)? else {
                last = Some(place);
                continue;
            };
            if rows.len() == PAGE {
                let shown = rows.last().map(|(row, _)| cursor_at(row.due_at, row.id));
                return Ok(Found { rows, next: shown });
            }
            last = Some(place);
            rows.push(row);
        }
        if is_end {
            return Ok(Found { rows, next: None });
        }
    }
}

/// The revisit with its matter, if this reader may see to it.
fn seen(
    tx: &mut Tx<'_>,
    visit: &Visit,
    row: RevisitRow,
) -> Result<Option<(RevisitRow, Matter)>, Fault> {
    let Some(number) = matters::find_number(tx, row.matter_id)? else { return Ok(None) };
    let found = matters::load_for(tx, &visit.actor, &REVISIT, &number);
    Ok(found.ok().map(|(matter, ..)| (row, matter)))
}

/// The list of whom to ask.
pub(crate) fn revisits(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    REVISIT.ask(&visit.actor)?;
    let w = words(visit.lang());
    let since = visit.now.plus_seconds(-DAYS * 86_400);
    let counts = sql::count_revisits(tx, since, visit.now.plus_seconds(1))?;
    let Found { rows: found, next } = find(tx, visit, ask, since)?;
    let mut rows = Vec::new();
    for (row, matter) in found {
        rows.push(view(tx, visit, ask, &row, matter)?);
    }
    let (figures, days) = (figures(w, &counts), w.revisits_figures(DAYS));
    let template = RevisitsTemplate { w, figures, days, rows, next };
    let body = Html::of(&template)?;
    let title = w.revisits_title();
    frame(visit, &Page { title, class: "page", body, draft: Some(&ask.draft) })
}

fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    row: &RevisitRow,
    matter: Matter,
) -> Result<RowView, Fault> {
    let (w, lang, dates) = (words(visit.lang()), visit.lang(), visit.dates());
    let id = row.id.to_string();
    let names: &[&str] = match (row.sent_at, row.delivered_at) {
        (None, _) => &["revisits.send"],
        (Some(_), None) => &["revisits.reply", "revisits.deliver"],
        (Some(_), Some(_)) => &["revisits.reply"],
    };
    let mut forms = Vec::new();
    for name in names {
        forms.push(form(tx, visit, ask, name, &id)?.html()?);
    }
    let sent = row
        .sent_at
        .zip(row.channel)
        .map(|(at, channel)| format!("{} {}", channel_label(lang, channel), dates.near(at)));
    Ok(RowView {
        title: matter.title(lang).to_owned(),
        level: level_view(lang, matter.level).label,
        place: matter.place_text,
        number: matter.number,
        how: if row.is_by_rule { w.revisit_by_rule() } else { w.revisit_by_hand() },
        due: match dates.is_over(row.due_at) {
            true => dates.remaining(row.due_at),
            false => w.revisit_due(dates.near(row.due_at)),
        },
        over: dates.is_over(row.due_at),
        sent,
        forms,
    })
}

fn figures(w: Words, counts: &RevisitCounts) -> Vec<String> {
    let share = |part: i64, of: i64| share(w, part, of);
    let replied = counts.replied;
    let mut lines = vec![
        w.revisits_drawn(counts.drawn),
        w.revisits_sent(counts.sent),
        w.revisits_delivered(counts.delivered),
    ];
    if counts.sent > 0 {
        lines.push(w.revisits_replied(replied, share(replied, counts.sent)));
    }
    if replied > 0 {
        let (satisfied, solved) = (counts.satisfied, counts.solved);
        lines.push(w.revisits_satisfied(satisfied, replied, share(satisfied, replied)));
        lines.push(w.revisits_solved(solved, replied, share(solved, replied)));
    }
    lines
}

/// A share in per cent to one decimal, rounded half up; said to rest on few where it does.
fn share(w: Words, part: i64, of: i64) -> String {
    let tenths = (part * 2000 + of) / (of * 2);
    let share = format!("{}.{}%", tenths / 10, tenths % 10);
    if of < SMALL { w.share_of_few(share) } else { share }
}

/// The same in JSON: counts, from which anybody makes their own shares.
pub(crate) fn revisits_data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let since = visit.now.plus_seconds(-DAYS * 86_400);
    let counts = sql::count_revisits(tx, since, visit.now.plus_seconds(1))?;
    let found = find(tx, visit, ask, since)?;
    let item = |(row, matter): &(RevisitRow, Matter)| {
        json!({
            "revisit": row.id, "number": matter.number, "by_rule": row.is_by_rule,
            "due_at": row.due_at, "sent_at": row.sent_at, "delivered_at": row.delivered_at,
        })
    };
    let items: Vec<Value> = found.rows.iter().map(item).collect();
    Json::of(&json!({
        "items": items, "next": found.next, "drawn": counts.drawn, "sent": counts.sent, "delivered": counts.delivered,
        "replied": counts.replied, "satisfied": counts.satisfied, "solved": counts.solved,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Lang;

    #[test]
    fn shares_are_rounded_half_up_and_say_when_they_rest_on_few() {
        let w = words(Lang::Zh);
        assert_eq!(share(w, 2276, 6974), "32.6%");
        assert_eq!(share(w, 1, 8), "12.5%，基数小");
        assert_eq!(share(w, 1, 16), "6.3%，基数小");
        assert_eq!(share(w, 0, 30), "0.0%");
        assert_eq!(share(w, 30, 30), "100.0%");
    }
}
