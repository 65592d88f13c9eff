//! What this reader may do next, and everything else folded away.

use crate::actions::{
    self, CALL_HELP, CLASSIFY, CONFIRM, DECLARE_SAFE, DISPATCH, FEED_BACK, Loaded, RELOCATE,
    REVIEW, REVIEW_ROAD, bound_now, is_for_leader,
};
use crate::api::act;
use crate::pages::parts::{Folded, fold, form, may};
use crate::pages::row::rings;
use crate::pages::show::road::{end_form, safe_form};
use crate::rules::{Chain, Ending, Stage, StampKind, Verb, may_end};
use crate::sql::{self, OrderRow};
use crate::words::{Words, words};
use base::Fault;
use db::Tx;
use matters::{Matter, Sight};
use ui::{Ask, Finder, Form, Html, Visit};

/// The one or two things this reader will most likely do now.
pub(super) fn next(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    (part, sight): (bool, Sight),
) -> Result<Vec<Html>, Fault> {
    let stage = loaded.facts.incident().stage();
    let number = matter.number.as_str();
    let mut forms = Vec::new();
    let unsigned = loaded.row.source == actions::BRANCH && loaded.row.station_signed_at.is_none();
    if unsigned && may(visit, &DISPATCH, matter, part) {
        let form = form(tx, visit, ask, "incidents.sign_for_station", number)?;
        forms.push(form.look("", "btn btn-primary").key("s").html()?);
    }
    let own =
        loaded.orders.iter().zip(&loaded.facts.orders).find(|(row, chain)| {
            row.account_id == Some(visit.actor.account) && chain.next().is_some()
        });
    if let (Some((row, chain)), true) = (own, stage.allows(Verb::Stamp)) {
        forms.push(step_form(visit, ask, row, chain, "btn btn-primary")?);
    }
    let confirms = stage.allows(Verb::Confirm) && may(visit, &CONFIRM, matter, part);
    if confirms && bound_now(tx, matter, &loaded.row)?.ground.is_none() {
        let form = form(tx, visit, ask, "incidents.confirm_withdrawal", number)?;
        forms.push(form.look("", "btn btn-primary").html()?);
    }
    if may_review(tx, visit, matter, loaded, (part, sight))? {
        let last = sql::find_last_final(tx, matter.id)?;
        let result = last.and_then(|f| f.result).unwrap_or_default();
        let form = form(tx, visit, ask, "incidents.close", number)?;
        forms.push(
            form.value("kind", &matter.topic)
                .value("result", result)
                .hidden("seen", matter.version.to_string())
                .look("", "btn btn-primary")
                .key("e")
                .html()?,
        );
    }
    Ok(forms)
}

/// Whether this reader may close it, or send it back: somebody else than a handler, who sees the whole; a
/// leader where the road of the law was said or has to be.
pub(crate) fn may_review(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    loaded: &Loaded,
    (part, sight): (bool, Sight),
) -> Result<bool, Fault> {
    let stage = loaded.facts.incident().stage();
    let able = may(visit, &REVIEW, matter, part)
        && sight == Sight::Full
        && stage.allows(Verb::Close)
        && !is_handler(visit, matter, loaded);
    let leads = REVIEW_ROAD.ask(&visit.actor).is_ok();
    Ok(able && (leads || !is_for_leader(tx, matter, &loaded.row, &matter.topic)?))
}

fn is_handler(visit: &Visit, matter: &Matter, loaded: &Loaded) -> bool {
    matter.manager_id == Some(visit.actor.account) || loaded.facts.is_receiver(visit.actor.account)
}

/// The form of the next step of an order.
pub(crate) fn step_form(
    visit: &Visit,
    ask: &Ask,
    row: &OrderRow,
    chain: &Chain,
    button: &'static str,
) -> Result<Html, Fault> {
    let name = match chain.next() {
        Some(StampKind::Signed | StampKind::Reached) | None => "orders.sign",
        Some(StampKind::SetOut) => "orders.set_out",
        Some(StampKind::Arrived) => "orders.arrive",
        Some(StampKind::Cleared | StampKind::ByTelephone) => "orders.clear",
    };
    let form = Form::new(act(name), visit, row.id.to_string(), &ask.draft);
    form.hidden("at", "").look("", button).html()
}

/// Everything else, folded away.
pub(super) fn more(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    (part, sight): (bool, Sight),
) -> Result<Vec<Folded>, Fault> {
    let (number, stage) = (matter.number.as_str(), loaded.facts.incident().stage());
    let feeds = part && may(visit, &FEED_BACK, matter, part);
    let over = matter.due_at.is_some_and(|due| visit.dates().is_over(due));
    let blocked = actions::is_blocked(tx, matter, loaded)?;
    let mut folded = endings(tx, visit, ask, matter, loaded, (part, sight))?;
    if blocked {
        folded.extend(safety(tx, visit, ask, matter, loaded, part)?);
    }
    let acts = [
        ("incidents.progress", feeds && stage.allows(Verb::Progress)),
        (
            "incidents.call_assistant",
            may(visit, &CALL_HELP, matter, part)
                && stage.allows(Verb::Dispatch)
                && stage != Stage::Waiting
                && !blocked,
        ),
        ("incidents.classify", may(visit, &CLASSIFY, matter, part) && stage.allows(Verb::Classify)),
        ("incidents.flag", may(visit, &CLASSIFY, matter, part) && stage.allows(Verb::Classify)),
        (
            "incidents.unflag",
            may(visit, &REVIEW_ROAD, matter, part)
                && stage.allows(Verb::Classify)
                && !loaded.row.flags.is_empty()
                && !is_handler(visit, matter, loaded),
        ),
        (
            "incidents.silence",
            may(visit, &DISPATCH, matter, part) && rings(&loaded.row, matter, over).is_some(),
        ),
    ];
    for (name, shown) in acts {
        if shown {
            folded.push(fold(tx, visit, ask, name, number)?);
        }
    }
    if may(visit, &RELOCATE, matter, part) && stage.allows(Verb::Classify) {
        folded.push(relocation(tx, visit, ask, matter)?);
    }
    folded.extend(of_matters(visit, ask, matter, part)?);
    Ok(folded)
}

/// How whoever is there ends it, and how whoever reviews sends it back.
fn endings(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    (part, sight): (bool, Sight),
) -> Result<Vec<Folded>, Fault> {
    let (number, stage) = (matter.number.as_str(), loaded.facts.incident().stage());
    let feeds = part && may(visit, &FEED_BACK, matter, part) && stage.allows(Verb::Outcome);
    let bound = bound_now(tx, matter, &loaded.row)?;
    let mut folded = Vec::new();
    if feeds && may_end(Ending::Settled, bound.class, bound.ground) {
        folded.push(fold(tx, visit, ask, "incidents.settle", number)?);
    }
    if feeds {
        folded.push(end_form(tx, visit, ask, "incidents.outcome", number, bound)?);
    }
    if may_review(tx, visit, matter, loaded, (part, sight))? {
        let act = act("incidents.send_back");
        let form = Form::new(act, visit, number, &ask.draft);
        let form = form.hidden("seen", matter.version.to_string()).html()?;
        let open = ask.draft.of(act).is_some();
        folded.push(Folded { title: (act.label)(visit.lang()), open, form });
    }
    Ok(folded)
}

/// Saying that the scene is safe, for whoever is there or writes it down for one who is.
fn safety(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
    loaded: &Loaded,
    part: bool,
) -> Result<Option<Folded>, Fault> {
    let stage = loaded.facts.incident().stage();
    if !(may(visit, &DECLARE_SAFE, matter, part) && stage.allows(Verb::DeclareSafe)) {
        return Ok(None);
    }
    safe_form(tx, visit, ask, &matter.number, loaded)
}

/// Notes, urges, more time and obstacles, as every matter has them.
fn of_matters(visit: &Visit, ask: &Ask, matter: &Matter, part: bool) -> Result<Vec<Folded>, Fault> {
    let over = matter.due_at.is_some_and(|due| visit.dates().is_over(due));
    let acts = [
        (matters::ids::NOTE, &matters::NOTE, true),
        (matters::ids::URGE, &matters::URGE, matter.is_open),
        (matters::ids::EXTEND, &matters::EXTEND, matter.due_at.is_some() && !over),
        (matters::ids::OBSTACLE, &matters::REPORT_OBSTACLE, matter.is_open),
    ];
    let mut folded = Vec::new();
    for (index, permission, shown) in acts {
        if shown && may(visit, permission, matter, part) {
            let act = &matters::ACTS[index];
            let form = Form::new(act, visit, &matter.number, &ask.draft).html()?;
            let open = ask.draft.of(act).is_some();
            folded.push(Folded { title: (act.label)(visit.lang()), open, form });
        }
    }
    Ok(folded)
}

/// The places of the register, found by name, house or pinyin.
fn places(w: Words) -> Finder {
    Finder { from: "/api/places", target: "place.premises", found: w.places_found() }
}

/// The form that corrects the place, with the present one in it; its village follows from what is typed.
fn relocation(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask, matter: &Matter) -> Result<Folded, Fault> {
    let act = act("incidents.relocate");
    let form = form(tx, visit, ask, act.name, &matter.number)?
        .value("place.text", matter.place_text.as_str())
        .finder("place.text", places(words(visit.lang())));
    let open = ask.draft.of(act).is_some();
    Ok(Folded { title: (act.label)(visit.lang()), open, form: form.html()? })
}

/// Urges that this reader must answer.
pub(super) fn urges(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    matter: &Matter,
) -> Result<Vec<Html>, Fault> {
    let mine = |urge: &matters::Urge| urge.to_id == visit.actor.account;
    let form = |urge: matters::Urge| {
        let act = &matters::ACTS[matters::ids::ANSWER];
        Form::new(act, visit, urge.id.to_string(), &ask.draft).look("", "btn btn-primary").html()
    };
    matters::list_urges(tx, matter.id)?.into_iter().filter(mine).map(form).collect()
}

/// What others still have to answer about this matter.
pub(super) fn asked(tx: &mut Tx<'_>, visit: &Visit, matter: &Matter) -> Result<Vec<String>, Fault> {
    let mut lines = Vec::new();
    for urge in matters::list_urges(tx, matter.id)? {
        if urge.to_id == visit.actor.account {
            continue;
        }
        let left = urge.due_at.map_or(String::new(), |due| visit.dates().remaining(due));
        let level = matters::urge_label(visit.lang(), urge.level);
        let name = people::name_of(tx, urge.to_id)?;
        lines.push(words(visit.lang()).urge_waits(level, name, left));
    }
    Ok(lines)
}
