//! The detail pane of the board: what it is, who sits on it, and the next step.

use crate::actions::{self, DISPATCH, Loaded, MERGE, READ, load_facts};
use crate::pages::bells::manners;
use crate::pages::checklist::checklist_html;
use crate::pages::offers::proposed;
use crate::pages::orders::hints;
use crate::pages::parts::{
    ClockView, LevelView, StateView, StepView, clock_view, form, level_view, may, state_view,
    steps, summary, takes_part,
};
use crate::pages::row::rings;
use crate::pages::show::{At, dispatch_form, may_review, outcome, times};
use crate::rules::Verb;
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use matters::{Matter, MergeKind, SeatView, Sight};
use ui::{Ask, Html, Visit};

/// The pane.
#[derive(Template)]
#[template(path = "incidents/detail.html")]
pub(crate) struct Detail {
    w: Words,
    id: String,
    number: String,
    version: i64,
    /// A call that was logged just now and merged into this one.
    merged: Option<String>,
    level: LevelView,
    title: String,
    place: String,
    state: StateView,
    said: Option<String>,
    received: String,
    clock: Option<(String, ClockView)>,
    seats: Vec<SeatView>,
    steps: Vec<StepView>,
    hints: Vec<premises::Hint>,
    dispatch: Option<Html>,
    checklist: Option<Html>,
    /// Who was sent, the last thing known of each, and whether their phone can ring.
    sent: Vec<(String, String, Html)>,
    outcome: Vec<(&'static str, String)>,
    reviews: bool,
    sign: Option<Html>,
    silence: Option<Html>,
    merges: Vec<(String, String, Html)>,
    merges_title: String,
}

#[derive(Template)]
#[template(path = "incidents/detail_none.html")]
struct NoneTemplate {
    w: Words,
}

impl Detail {
    /// The pane while nothing is chosen.
    pub(crate) fn none(visit: &Visit) -> Result<Html, Fault> {
        Html::of(&NoneTemplate { w: words(visit.lang()) })
    }
}

/// The pane for one incident.
pub(crate) fn detail(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    number: &str,
) -> Result<Html, Fault> {
    let (matter, _, sight) = matters::load_for(tx, &visit.actor, &READ, number)?;
    let loaded = load_facts(tx, &matter)?;
    let stage = loaded.facts.incident().stage();
    let part = takes_part(tx, visit, matter.id)?;
    let dates = visit.dates();
    let said = if sight == Sight::Full { Some(summary(tx, &loaded.row)?) } else { None };
    let can_send = may(visit, &DISPATCH, &matter, part);
    let waits = stage == crate::rules::Stage::Waiting;
    let dispatch = if can_send && waits && stage.allows(Verb::Dispatch) {
        Some(dispatch_form(tx, visit, ask, &matter, At::Pane)?)
    } else {
        None
    };
    let clock = clock_view(&dates, &matter);
    let over = clock.as_ref().is_some_and(|clock| clock.over);
    let (sign, silence) =
        if can_send { buttons(tx, visit, ask, &matter, &loaded, over)? } else { (None, None) };
    let clock = clock
        .zip(matter.clock.clone())
        .map(|(view, rule)| (matters::clock_label(visit.lang(), &rule).to_owned(), view));
    let may_merge = waits && may(visit, &MERGE, &matter, part);
    let merges = if may_merge { merges(tx, visit, ask, &matter)? } else { Vec::new() };
    Html::of(&Detail {
        merges_title: words(visit.lang()).merge_suggested(merges.len()),
        merges,
        w: words(visit.lang()),
        id: matter.id.to_string(),
        number: matter.number.clone(),
        version: matter.version,
        merged: ask.query.maybe("merged").map(|merged| words(visit.lang()).logged_into(merged)),
        level: level_view(visit.lang(), matter.level),
        title: matter.title(visit.lang()).to_owned(),
        place: matter.place_text.clone(),
        state: state_view(visit.lang(), &matter),
        said,
        received: dates.full(loaded.row.received_at),
        clock,
        seats: matters::seats(tx, visit.lang(), &matter)?,
        steps: steps(visit, &loaded),
        hints: hints(tx, &matter)?,
        dispatch,
        checklist: checklist_html(tx, visit, ask, &matter, &loaded, part)?,
        sent: sent(tx, visit, &matter, &loaded)?,
        outcome: if sight == Sight::Full { outcome(tx, visit, &matter)? } else { Vec::new() },
        reviews: may_review(tx, visit, &matter, &loaded, (part, sight))?,
        sign,
        silence,
    })
}

/// Signing for the station, and silencing what rings.
fn buttons(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    over: bool,
) -> Result<(Option<Html>, Option<Html>), Fault> {
    let number = &matter.number;
    let unsigned = loaded.row.source == actions::BRANCH && loaded.row.station_signed_at.is_none();
    let sign = if unsigned {
        let form = form(tx, visit, ask, "incidents.sign_for_station", number)?;
        Some(form.look("", "btn btn-primary").key("s").html()?)
    } else {
        None
    };
    let silence = match rings(&loaded.row, matter, over) {
        Some(_) => Some(form(tx, visit, ask, "incidents.silence", number)?.html()?),
        None => None,
    };
    Ok((sign, silence))
}

/// Earlier calls it may repeat, each with one button that merges it there.
fn merges(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
) -> Result<Vec<(String, String, Html)>, Fault> {
    let (Some(x), Some(y)) = (matter.x_m, matter.y_m) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for other in proposed(tx, visit, matter, (x, y))? {
        if other.id == matter.id || !other.is_open || other.opened_at > matter.opened_at {
            continue;
        }
        let form = form(tx, visit, ask, "incidents.merge", &matter.number)?
            .hidden("master", &other.number)
            .hidden("kind", MergeKind::Repeat.code())
            .says(words(visit.lang()).act_merge_here())
            .html()?;
        let dates = visit.dates();
        let text = format!("{} {}", dates.near(other.opened_at), other.title(visit.lang()));
        lines.push((other.number, text, form));
    }
    Ok(lines)
}

/// Who was sent, and the last thing known of each.
fn sent(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    loaded: &Loaded,
) -> Result<Vec<(String, String, Html)>, Fault> {
    let stamps = sql::list_stamps(tx, matter.id)?;
    let w = words(visit.lang());
    let mut lines = Vec::new();
    let manners = manners(tx, visit, loaded)?;
    for (row, chain) in loaded.orders.iter().zip(&loaded.facts.orders) {
        let ends = [(w.act_give_back(), row.returned_at), (w.step_recalled(), row.recalled_at)];
        let returned =
            ends.into_iter().find_map(|(label, at)| Some((label, visit.dates().clock(at?))));
        let last = times(visit, row, &stamps).pop().map(|(label, at, _)| (label, at));
        let (label, at) = returned.or(last).unwrap_or_default();
        let bell = match &manners {
            Some(manners) => manners.of_order(tx, visit, row, chain)?,
            None => Html::default(),
        };
        lines.push((row.receiver.clone(), format!("{label} {at}"), bell));
    }
    Ok(lines)
}
