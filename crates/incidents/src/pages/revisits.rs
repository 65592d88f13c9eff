//! Whom to ask how it was, and what they said: counts beside every share, never a share alone.

use crate::actions::REVISIT;
use crate::pages::parts::{form, level_view};
use crate::sql::{self, RevisitCounts, RevisitRow};
use crate::words::{Words, channel_label, words};
use askama::Template;
use base::Fault;
use db::Tx;
use serde_json::json;
use ui::{Ask, Html, Json, Page, Visit, frame};

/// So far back the list and its figures reach.
const DAYS: i64 = 30;
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
}

/// The list of whom to ask.
pub(crate) fn revisits(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    REVISIT.ask(&visit.actor)?;
    let w = words(visit.lang());
    let since = visit.now.plus_seconds(-DAYS * 86_400);
    let counts = sql::count_revisits(tx, since, visit.now.plus_seconds(1))?;
    let mut rows = Vec::new();
    for row in sql::list_unanswered(tx, since)? {
        rows.extend(view(tx, visit, ask, &row)?);
    }
    let template =
        RevisitsTemplate { w, figures: figures(w, &counts), days: w.revisits_figures(DAYS), rows };
    let body = Html::of(&template)?;
    let title = w.revisits_title();
    frame(visit, &Page { title, class: "page", body, draft: Some(&ask.draft) })
}

fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    row: &RevisitRow,
) -> Result<Option<RowView>, Fault> {
    let Some(number) = matters::find_number(tx, row.matter_id)? else { return Ok(None) };
    let found = matters::load_for(tx, &visit.actor, &REVISIT, &number);
    let Ok((matter, ..)) = found else { return Ok(None) };
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
    Ok(Some(RowView {
        title: matter.title(lang).to_owned(),
        place: matter.place_text.clone(),
        level: level_view(lang, matter.level).label,
        number,
        how: if row.is_by_rule { w.revisit_by_rule() } else { w.revisit_by_hand() },
        due: match dates.is_over(row.due_at) {
            true => dates.remaining(row.due_at),
            false => w.revisit_due(dates.near(row.due_at)),
        },
        over: dates.is_over(row.due_at),
        sent,
        forms,
    }))
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
pub(crate) fn revisits_data(tx: &mut Tx<'_>, visit: &Visit, _: &Ask) -> Result<Json, Fault> {
    let since = visit.now.plus_seconds(-DAYS * 86_400);
    let counts = sql::count_revisits(tx, since, visit.now.plus_seconds(1))?;
    let mut items = Vec::new();
    for row in sql::list_unanswered(tx, since)? {
        let Some(number) = matters::find_number(tx, row.matter_id)? else { continue };
        if matters::load_for(tx, &visit.actor, &REVISIT, &number).is_err() {
            continue;
        }
        items.push(json!({
            "revisit": row.id, "number": number, "by_rule": row.is_by_rule, "due_at": row.due_at,
            "sent_at": row.sent_at, "delivered_at": row.delivered_at,
        }));
    }
    Json::of(&json!({
        "items": items, "drawn": counts.drawn, "sent": counts.sent, "delivered": counts.delivered,
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
