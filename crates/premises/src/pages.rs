//! The page of arrival hints: what waits for a second look, what holds, and a form for a new one.

mod register;

pub(crate) use register::register;

use crate::actions::{HINT, REVIEW_HINT, open_hint};
use crate::api::ACTS;
use crate::sql::{self, HintRow};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id, Scope};
use db::Tx;
use ui::{About, Ask, Change, Form, Html, Page, Visit, frame};

/// A hint lasts a month where nobody says otherwise.
const MONTH_S: i64 = 30 * 86_400;

/// A hint, for somebody else than its author, who accepts it.
pub(crate) static KEPT: About = About {
    kind: "hint",
    tell: |tx, visit, target| {
        let row = load(tx, visit, target)?;
        if row.by_id == visit.actor.account {
            return Err(Fault::refused("hint_needs_another", |l| words(l).hint_needs_another()));
        }
        told(tx, visit, &row)
    },
};

/// The same, for whoever strikes it.
pub(crate) static STRUCK: About = About {
    kind: "hint",
    tell: |tx, visit, target| {
        let row = load(tx, visit, target)?;
        told(tx, visit, &row)
    },
};

fn load(tx: &mut Tx<'_>, visit: &Visit, target: &str) -> Result<HintRow, Fault> {
    REVIEW_HINT.ask(&visit.actor)?;
    let id: Id = target.parse().map_err(|()| Fault::NotFound)?;
    sql::find_hint(tx, id)?.ok_or(Fault::NotFound)
}

/// Where it holds, what it says, until when: the words of its row on the page.
fn told(tx: &mut Tx<'_>, visit: &Visit, row: &HintRow) -> Result<Vec<Change>, Fault> {
    let villages = people::villages(tx)?;
    let until = words(visit.lang()).holds_until(visit.dates().full(row.valid_until));
    Ok(vec![Change::said(place_of(&villages, row), open_hint(tx, row)?), Change::said("", until)])
}

fn place_of(villages: &people::Villages, row: &HintRow) -> String {
    let (lane, house) = (row.lane.as_deref(), row.house.as_deref());
    let village = villages.name(row.village_id);
    format!("{village}{}{}", lane.unwrap_or_default(), house.unwrap_or_default())
}

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
    let id = row.id.to_string();
    let strikes = STRUCK.told(tx, visit, &id)?.is_some();
    let keeps = row.reviewed_at.is_none() && KEPT.told(tx, visit, &id)?.is_some();
    let shown: &[usize] = match (strikes, keeps) {
        (false, _) => &[],
        (true, true) => &[1, 2],
        (true, false) => &[2],
    };
    let form =
        |index: &usize| Form::new(&ACTS[*index], visit, row.id.to_string(), &ask.draft).html();
    Ok(HintView {
        place: place_of(villages, row),
        words: open_hint(tx, row)?,
        until: words(visit.lang()).holds_until(visit.dates().near(row.valid_until)),
        reviewed: row.reviewed_at.is_some(),
        forms: shown.iter().map(form).collect::<Result<_, _>>()?,
    })
}
