//! The phone: my orders, one big button for the next step, and the page of one order.

use crate::actions::{
    self, Bound, CALL_HELP, CARRY_OUT, DECLARE_SAFE, FEED_BACK, Loaded, load_facts,
};
use crate::pages::checklist::checklist_html;
use crate::pages::parts::{
    ClockView, Folded, LevelView, StateView, clock_view, fold, form, level_view, may, stage_of,
    state_view, summary,
};
use crate::pages::show::{end_form, outcome, road_note, safe_form, step_form, times};
use crate::rules::{Chain, Ending, Side, StampKind, Verb, may_end};
use crate::sql::{self, OrderRow};
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use matters::{Matter, Sight};
use ui::{Ask, Html, Page, Visit, frame};

struct CardView {
    order: String,
    matter: String,
    level: LevelView,
    title: String,
    place: String,
    said: Option<String>,
    state: StateView,
    clock: Option<ClockView>,
    sent: String,
    step: Option<Html>,
}

#[derive(Template)]
#[template(path = "incidents/orders.html")]
struct OrdersTemplate {
    w: Words,
    now: String,
    unsigned: usize,
    cards: Vec<CardView>,
    /// What I manage and have no order on: number, text, state.
    mine: Vec<(String, String, StateView)>,
    done: Vec<CardView>,
}

/// What the hand goes to first.
const FIRST: &str = "btn btn-primary btn-big";
/// A day back: what a shift wants to see again.
const SINCE_S: i64 = -86_400;

/// My orders: those with a next step first.
pub(crate) fn orders(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    CARRY_OUT.ask(&visit.actor)?;
    let w = words(visit.lang());
    let (mut cards, mut done, mut unsigned) = (Vec::new(), Vec::new(), 0);
    let mut at_work = Vec::new();
    for row in sql::list_orders_of(tx, visit.actor.account, visit.now.plus_seconds(SINCE_S))? {
        let Some(matter) = matters::find_matter(tx, row.matter_id)? else { continue };
        let chain = chain_of(tx, &matter, row.id)?;
        let works = matter.is_open && !row.is_taken_back() && owes(&row, &chain, &matter);
        unsigned += usize::from(works && chain.is_unsigned());
        let card = card(tx, visit, ask, &row, &chain, &matter, FIRST)?;
        if works {
            at_work.push(matter.id);
            cards.push(card);
        } else {
            done.push((matter.id, card));
        }
    }
    let mine = managed(tx, visit, &at_work)?;
    let managed: Vec<Id> = mine.iter().map(|matter| matter.id).collect();
    let done = done.into_iter().filter(|(id, _)| !managed.contains(id));
    let template = OrdersTemplate {
        w,
        now: visit.dates().clock(visit.now),
        unsigned,
        cards,
        mine: mine.iter().map(|matter| line(visit, matter)).collect(),
        done: done.map(|(_, card)| card).collect(),
    };
    let body = Html::of(&template)?;
    let page = Page { title: w.my_orders(), class: "page page-narrow", body, ..Page::default() };
    frame(visit, &page)
}

/// The open matters that the visitor manages and has no order on: handed over and done elsewhere,
/// opened again, waiting for feedback.
fn managed(tx: &mut Tx<'_>, visit: &Visit, at_work: &[Id]) -> Result<Vec<Matter>, Fault> {
    let mut open = matters::list_open(tx, &matters::Reach::of(&visit.actor))?;
    let me = Some(visit.actor.account);
    open.retain(|matter| matter.manager_id == me && !at_work.contains(&matter.id));
    Ok(open)
}

fn line(visit: &Visit, matter: &Matter) -> (String, String, StateView) {
    let text = format!("{} {}", matter.title(visit.lang()), matter.place_text);
    (matter.number.clone(), text, state_view(visit.lang(), matter))
}

/// Whether the receiver still has something to do: a step, or for police the final feedback.
fn owes(row: &OrderRow, chain: &Chain, matter: &Matter) -> bool {
    let feeds = row.side == Side::Police && stage_of(matter).allows(Verb::Outcome);
    chain.next().is_some() || feeds
}

fn chain_of(tx: &mut Tx<'_>, matter: &Matter, order: Id) -> Result<Chain, Fault> {
    let loaded = load_facts(tx, matter)?;
    let index = loaded.orders.iter().position(|row| row.id == order).ok_or(Fault::NotFound)?;
    Ok(loaded.facts.orders[index])
}

fn card(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    row: &OrderRow,
    chain: &Chain,
    matter: &Matter,
    button: &'static str,
) -> Result<CardView, Fault> {
    let lang = visit.lang();
    let sight = matters::sight(&visit.actor, matter.village_id, true);
    let said = match (sight, sql::find_incident(tx, matter)?) {
        (Sight::Full, Some(incident)) => Some(summary(tx, &incident)?),
        (_, _) => None,
    };
    let steps = matter.is_open && chain.next().is_some();
    Ok(CardView {
        order: row.id.to_string(),
        matter: matter.id.to_string(),
        level: level_view(lang, matter.level),
        title: matter.title(lang).to_owned(),
        place: matter.place_text.clone(),
        said,
        state: state_view(lang, matter),
        clock: clock_view(&visit.dates(), matter).filter(|_| row.side == Side::Police),
        sent: words(lang).order_sent_at(visit.dates().near(row.sent_at)),
        step: if steps { Some(step_form(visit, ask, row, chain, button)?) } else { None },
    })
}

#[derive(Template)]
#[template(path = "incidents/order.html")]
struct OrderTemplate {
    w: Words,
    card: CardView,
    version: i64,
    number: String,
    police: bool,
    times: Vec<(&'static str, String, Option<&'static str>)>,
    checklist: Option<Html>,
    hints: Vec<premises::Hint>,
    /// Why its road has to be said, for whoever feeds back.
    road_note: Option<String>,
    settle: Option<Html>,
    outcome: Vec<(&'static str, String)>,
    more: Vec<Folded>,
    note: Option<&'static str>,
}

/// One order: the next step, settling at the scene, feedback, and the rest folded away.
pub(crate) fn order(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let id: Id = ask.target.parse().map_err(|()| Fault::NotFound)?;
    let row = sql::find_order(tx, id)?.ok_or(Fault::NotFound)?;
    let number = matters::find_number(tx, row.matter_id)?.ok_or(Fault::NotFound)?;
    let (matter, leave, sight) = matters::load_for(tx, &visit.actor, &CARRY_OUT, &number)?;
    if row.account_id != Some(visit.actor.account) && leave.scope != base::Scope::Station {
        return Err(Fault::Forbidden { permission: CARRY_OUT.code });
    }
    let body = Html::of(&one(tx, visit, ask, &row, &matter, sight)?)?;
    if visit.part.as_deref() == Some("order") {
        return Ok(body);
    }
    let title = format!("{} {number}", words(visit.lang()).order_page());
    let page = Page { title: &title, class: "page page-narrow", body, draft: Some(&ask.draft) };
    frame(visit, &page)
}

fn one(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    row: &OrderRow,
    matter: &Matter,
    sight: Sight,
) -> Result<OrderTemplate, Fault> {
    let loaded = load_facts(tx, matter)?;
    let index = loaded.orders.iter().position(|other| other.id == row.id);
    let chain = loaded.facts.orders[index.ok_or(Fault::NotFound)?];
    let stage = loaded.facts.incident().stage();
    let readable = sight == Sight::Full;
    let feeds = readable && may(visit, &FEED_BACK, matter, true) && stage.allows(Verb::Outcome);
    let bound = actions::bound_now(tx, matter, &loaded.row)?;
    let may_settle = feeds && may_end(Ending::Settled, bound.class, bound.ground);
    // At a quarrel the likely end is an agreement, which clears the order with it.
    let settles = may_settle && chain.arrived.is_some();
    let settle = if settles {
        let form = form(tx, visit, ask, "incidents.settle", &matter.number)?;
        Some(form.look("", FIRST).html()?)
    } else {
        None
    };
    let w = words(visit.lang());
    let stamps = sql::list_stamps(tx, matter.id)?;
    let folds = may_settle && !settles;
    let hand = Hand { matter, loaded: &loaded, row, chain: &chain, feeds, settles: folds, bound };
    let checklist = match readable {
        true => checklist_html(tx, visit, ask, matter, &loaded, true)?,
        false => None,
    };
    Ok(OrderTemplate {
        w,
        card: card(tx, visit, ask, row, &chain, matter, if settles { "btn" } else { FIRST })?,
        version: matter.version,
        number: matter.number.clone(),
        police: readable,
        times: times(visit, row, &stamps),
        checklist,
        hints: hints(tx, matter)?,
        settle,
        outcome: if readable { outcome(tx, visit, matter)? } else { Vec::new() },
        more: more(tx, visit, ask, &hand)?,
        road_note: if feeds { road_note(visit, bound) } else { None },
        note: (sight == Sight::Task).then(|| w.task_note()),
    })
}

/// What whoever is on the way should know of the place.
pub(crate) fn hints(tx: &mut Tx<'_>, matter: &Matter) -> Result<Vec<premises::Hint>, Fault> {
    premises::hints_for(tx, matter.village_id, matter.premises_id, &matter.place_text)
}

/// An order in the hand of who looks at it.
struct Hand<'a> {
    matter: &'a Matter,
    loaded: &'a Loaded,
    row: &'a OrderRow,
    chain: &'a Chain,
    /// Whether feedback is theirs to give now.
    feeds: bool,
    /// Whether it may be settled, and that does not stand open on the page already.
    settles: bool,
    /// What binds its ending.
    bound: Bound,
}

fn more(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, hand: &Hand<'_>) -> Result<Vec<Folded>, Fault> {
    let &Hand { matter, loaded, row, chain, feeds, settles, bound } = hand;
    let stage = loaded.facts.incident().stage();
    let blocked = actions::is_blocked(tx, matter, loaded)?;
    let live = !chain.is_taken_back() && chain.cleared.is_none();
    let (number, order) = (matter.number.clone(), row.id.to_string());
    let police = row.side == Side::Police;
    let mut folded = Vec::new();
    if settles {
        folded.push(fold(tx, visit, ask, "incidents.settle", &number)?);
    }
    if feeds {
        folded.push(end_form(tx, visit, ask, "incidents.outcome", &number, bound)?);
    }
    let safe =
        may(visit, &DECLARE_SAFE, matter, true) && stage.allows(Verb::DeclareSafe) && blocked;
    if safe {
        folded.extend(safe_form(tx, visit, ask, &number, loaded)?);
    }
    let acts = [
        ("incidents.progress", &number, feeds && stage.allows(Verb::Progress)),
        (
            "incidents.call_assistant",
            &number,
            may(visit, &CALL_HELP, matter, true) && stage.allows(Verb::Dispatch) && !blocked,
        ),
        ("orders.bring", &order, police && live && stage.allows(Verb::Stamp)),
        ("orders.by_telephone", &order, police && live && chain.arrived.is_none()),
        ("orders.give_back", &order, live && (stage.allows(Verb::GiveBack) || !police)),
        ("orders.silence", &order, chain.is_unsigned() && row.silenced_at.is_none()),
    ];
    for (name, target, shown) in acts {
        if shown && stage.is_open() {
            folded.push(fold(tx, visit, ask, name, target)?);
        }
    }
    let after_signing = chain.stamp(StampKind::Signed).is_some() || chain.arrived.is_some();
    if after_signing && stage.is_open() {
        let act = &matters::ACTS[matters::ids::NOTE];
        let form = ui::Form::new(act, visit, &number, &ask.draft).html()?;
        folded.push(Folded { title: (act.label)(visit.lang()), open: false, form });
    }
    Ok(folded)
}
