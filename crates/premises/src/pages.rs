//! The page of arrival hints: what waits for a second look, what holds, and a form for a new one.

mod register;

pub(crate) use register::register;

use crate::actions::{HINT, REVIEW_HINT, open_hint};
use crate::api::ACTS;
use crate::sql::{self, HintRow};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Scope};
use db::Tx;
use ui::{Ask, Form, Html, Page, Visit, frame};

/// A hint lasts a month where nobody says otherwise.
const MONTH_S: i64 = 30 * 86_400;

struct HintView {
    place: String,
    words: String,
    until: String,
    reviewed: bool,
    forms: Vec<Html>,
}

#[derive(Template)]
#[template(path = "premises/hints.html")]
struct HintsTemplate {
    w: Words,
    hints: Vec<HintView>,
    add: Html,
}

/// Hints by village; a villager sees those of his own.
pub(crate) fn hints(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let leave = HINT.ask(&visit.actor)?;
    let own = (leave.scope != Scope::Station).then_some(leave.village).flatten();
    let w = words(visit.lang());
    let villages = people::villages(tx)?.only(own);
    let mut views = Vec::new();
    for row in sql::list_hints(tx, own)? {
        views.push(view(tx, visit, ask, &villages, &row)?);
    }
    let asked = |name| ask.query.maybe(name).unwrap_or_default().to_owned();
    let add = Form::new(&ACTS[0], visit, "", &ask.draft)
        .options("village", villages.options())
        .value("village", asked("village"))
        .value("lane", asked("lane"))
        .value("house", asked("house"))
        .value("until", visit.dates().field(visit.now.plus_seconds(MONTH_S)))
        .look("", "btn btn-primary");
    let body = Html::of(&HintsTemplate { w, hints: views, add: add.html()? })?;
    let title = w.hints_title();
    let draft = Some(&ask.draft);
    frame(visit, &Page { title, class: "page page-narrow", body, draft })
}

fn view(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    villages: &people::Villages,
    row: &HintRow,
) -> Result<HintView, Fault> {
    let village = villages.name(row.village_id);
    let (lane, house) = (row.lane.as_deref(), row.house.as_deref());
    let reviews = REVIEW_HINT.ask(&visit.actor).is_ok();
    let shown: &[usize] = match (reviews, row.reviewed_at, row.by_id == visit.actor.account) {
        (false, ..) => &[],
        (true, None, false) => &[1, 2],
        (true, Some(_), _) | (true, None, true) => &[2],
    };
    let form =
        |index: &usize| Form::new(&ACTS[*index], visit, row.id.to_string(), &ask.draft).html();
    Ok(HintView {
        place: format!("{village}{}{}", lane.unwrap_or_default(), house.unwrap_or_default()),
        words: open_hint(tx, row)?,
        until: words(visit.lang()).holds_until(visit.dates().near(row.valid_until)),
        reviewed: row.reviewed_at.is_some(),
        forms: shown.iter().map(form).collect::<Result<_, _>>()?,
    })
}
