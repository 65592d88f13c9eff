//! The page of one incident: what it is, who works on it, what may be done next, what was done.

mod acts;
mod aside;
mod dispatch;
mod draft;
mod life;
mod orders;
mod outcome;
mod road;

pub(crate) use acts::{may_review, step_form};
pub(crate) use dispatch::{At, dispatch_form};
pub(crate) use life::body_label;
pub(crate) use orders::times;
pub(crate) use outcome::outcome;
use road::open_note;
pub(crate) use road::{end_form, road_note, safe_form};

use crate::actions::{self, DISPATCH, READ, load_facts};
use crate::pages::checklist::checklist_html;
use crate::pages::detail::detail;
use crate::pages::parts::{
    ClockView, Folded, LevelView, StateView, StepView, clock_view, level_view, may, state_view,
    steps, summary, takes_part,
};
use crate::pages::timeline::{TimelineView, timeline};
use crate::rules::{Stage, Verb};
use crate::sql;
use crate::words::{Words, words};
use acts::{asked, more, next, urges};
use aside::{Links, caller, clocks, facts, hint_link, links};
use askama::Template;
use base::Fault;
use db::Tx;
use draft::{draft, entry_form};
use life::{
    ReferralView, afterwards, decide_form, decisions, forms_of_life, may_decide, referrals, repeats,
};
use matters::{Matter, SeatView, Sight};
use orders::{OrderView, orders};
use ui::{Ask, Html, Page, Visit, frame};

#[derive(Template)]
#[template(path = "incidents/show.html")]
struct ShowTemplate {
    w: Words,
    /// Where it is left to, and what that is called.
    back: (String, &'static str),
    number: String,
    version: i64,
    level: LevelView,
    title: String,
    place: String,
    state: StateView,
    said: Option<String>,
    clock: Option<(String, ClockView)>,
    seats: Vec<SeatView>,
    steps: Vec<StepView>,
    outcome: Vec<(&'static str, String)>,
    facts: Vec<(&'static str, String)>,
    caller: Option<(String, Option<Folded>)>,
    dispatch: Option<Html>,
    checklist: Option<Html>,
    next: Vec<Html>,
    more: Vec<Folded>,
    urges: Vec<Html>,
    /// Why its road has to be said, while it is open.
    road_note: Option<String>,
    /// Answers that are still to come, for whoever reads along.
    asked: Vec<String>,
    orders: Vec<OrderView>,
    clocks: Vec<(String, String, Option<ClockView>)>,
    /// Whether the visitor sees who opened it.
    readers: bool,
    links: Option<Links>,
    referrals: Vec<ReferralView>,
    decisions: Vec<(String, String)>,
    hints: Vec<premises::Hint>,
    hint_link: Option<String>,
    master: Option<String>,
    repeats: Vec<(String, String)>,
    afterwards: Vec<(String, String)>,
    draft: Option<String>,
    entry: Option<Html>,
    entered: Option<String>,
    timeline: Vec<TimelineView>,
}

#[derive(Template)]
#[template(path = "incidents/brief.html")]
struct BriefTemplate {
    w: Words,
    title: String,
    level: LevelView,
    state: StateView,
    place: String,
    note: &'static str,
    number: String,
    opened: String,
    decide: Option<Folded>,
}

/// The page, as this reader may see it.
pub(crate) fn show(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let (matter, _, sight) = matters::load_for(tx, &visit.actor, &READ, &ask.target)?;
    if visit.part.as_deref() == Some("detail") {
        return detail(tx, visit, ask, &matter.number);
    }
    let body = match sight {
        Sight::Full | Sight::Masked => full(tx, visit, ask, &matter, sight)?,
        Sight::Task | Sight::Stage => return brief(tx, visit, ask, &matter, sight),
    };
    let title = format!("{} {}", matter.title(visit.lang()), matter.number);
    let page = Page { title: &title, class: "page", body, draft: Some(&ask.draft) };
    frame(visit, &page)
}

/// What a villager or the street reads: no text, no caller, no names of police work.
fn brief(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    sight: Sight,
) -> Result<Html, Fault> {
    let (w, lang) = (words(visit.lang()), visit.lang());
    let loaded = load_facts(tx, matter)?;
    let decides = may_decide(tx, visit, matter, &loaded, false)?;
    let decide = if decides { decide_form(tx, visit, ask, &matter.number)? } else { None };
    let village = people::list_villages(tx)?.into_iter().find(|v| Some(v.id) == matter.village_id);
    let village = village.map_or(String::new(), |village| village.name);
    let task = sight == Sight::Task;
    let template = BriefTemplate {
        w,
        title: matter.title(lang).to_owned(),
        level: level_view(lang, matter.level),
        state: state_view(lang, matter),
        place: if task { matter.place_text.clone() } else { village },
        note: if task { w.task_note() } else { w.stage_note() },
        number: matter.number.clone(),
        opened: visit.dates().near(matter.opened_at),
        decide,
    };
    let body = Html::of(&template)?;
    let title = matter.title(lang).to_owned();
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: &title, class: "page page-narrow", body, draft })
}

/// Back to where this reader works: the board, the orders of a phone, or the list.
fn back(visit: &Visit, number: &str) -> (String, &'static str) {
    let w = words(visit.lang());
    let sends = DISPATCH.ask(&visit.actor).is_ok_and(|leave| leave.scope == base::Scope::Station);
    if sends {
        (format!("/board?selected={number}"), w.back_to_board())
    } else if actions::CARRY_OUT.ask(&visit.actor).is_ok() {
        ("/orders".to_owned(), w.back_to_orders())
    } else {
        ("/incidents".to_owned(), w.back_to_list())
    }
}

/// The form for sending people: the next step while nobody is there; later folded away, so that it
/// does not lie under the hand.
fn dispatching(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    stage: Stage,
    part: bool,
) -> Result<(Option<Html>, Option<Folded>), Fault> {
    if !may(visit, &DISPATCH, matter, part) || !stage.allows(Verb::Dispatch) {
        return Ok((None, None));
    }
    let form = dispatch_form(tx, visit, ask, matter, At::Page)?;
    if stage == Stage::Waiting {
        return Ok((Some(form), None));
    }
    let title = words(visit.lang()).dispatch_title();
    let open = ask.draft.of(crate::api::act("incidents.dispatch")).is_some();
    Ok((None, Some(Folded { title, open, form })))
}

fn full(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    sight: Sight,
) -> Result<Html, Fault> {
    let lang = visit.lang();
    let loaded = load_facts(tx, matter)?;
    let stage = loaded.facts.incident().stage();
    let part = takes_part(tx, visit, matter.id)?;
    let (dispatch, resend) = dispatching(tx, visit, ask, matter, stage, part)?;
    let dates = visit.dates();
    let readable = sight == Sight::Full;
    let (master, repeats) = repeats(tx, visit, matter)?;
    let mut folded = forms_of_life(tx, visit, ask, matter, &loaded, part)?;
    folded.extend(more(tx, visit, ask, matter, &loaded, (part, sight))?);
    folded.extend(resend);
    let rule = matter.clock.clone().map(|rule| matters::clock_label(lang, &rule).to_owned());
    let template = ShowTemplate {
        w: words(lang),
        back: back(visit, &matter.number),
        number: matter.number.clone(),
        version: matter.version,
        level: level_view(lang, matter.level),
        title: matter.title(lang).to_owned(),
        place: matter.place_text.clone(),
        state: state_view(lang, matter),
        said: if readable { Some(summary(tx, &loaded.row)?) } else { None },
        clock: rule.zip(clock_view(&dates, matter)),
        seats: matters::seats(tx, lang, matter)?,
        steps: steps(visit, &loaded),
        outcome: if readable { outcome(tx, visit, matter)? } else { Vec::new() },
        facts: facts(tx, visit, matter, &loaded)?,
        caller: if readable { caller(tx, visit, ask, matter, part)? } else { None },
        dispatch,
        checklist: checklist_html(tx, visit, ask, matter, &loaded, part)?,
        next: next(tx, visit, ask, matter, &loaded, (part, sight))?,
        more: folded,
        urges: urges(tx, visit, ask, matter)?,
        road_note: if readable { open_note(tx, visit, matter, &loaded)? } else { None },
        asked: asked(tx, visit, matter)?,
        orders: orders(tx, visit, ask, matter, &loaded, part)?,
        clocks: clocks(tx, visit, matter)?,
        readers: matters::may_see_readers(tx, &visit.actor, matter)?,
        links: links(tx, visit, matter)?,
        referrals: referrals(tx, visit, ask, matter, readable)?,
        decisions: if readable { decisions(tx, visit, matter)? } else { Vec::new() },
        hints: super::orders::hints(tx, matter)?,
        hint_link: hint_link(tx, visit, matter)?,
        master,
        repeats,
        afterwards: afterwards(tx, visit, matter, sight)?,
        draft: if readable { draft(tx, visit, matter, &loaded)? } else { None },
        entry: entry_form(tx, visit, ask, matter, &loaded, part)?,
        entered: sql::find_entry(tx, matter.id)?.map(|at| dates.full(at)),
        timeline: timeline(tx, visit, matter, readable)?,
    };
    Html::of(&template)
}
