//! The road of the law on the page: why it is asked for, the form that says it, what was said.

use crate::actions::{self, Bound, Loaded, ROADS, find_said, ground_label};
use crate::pages::parts::{Folded, form};
use crate::sql::{self, OrderRow};
use crate::words::words;
use base::{Fault, Lang};
use db::Tx;
use matters::Matter;
use ui::{Ask, Visit};

/// Why a road has to be said, for whoever reads the text.
pub(crate) fn road_note(visit: &Visit, bound: Bound) -> Option<String> {
    let lang = visit.lang();
    bound.ground.map(|ground| words(lang).road_note(ground_label(lang, ground)))
}

/// The same, while the matter is open.
pub(super) fn open_note(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    loaded: &Loaded,
) -> Result<Option<String>, Fault> {
    let bound = actions::bound_now(tx, matter, &loaded.row)?;
    Ok(road_note(visit, bound).filter(|_| matter.is_open))
}

/// The form of a final feedback or an explanation. The road stands in it where it has to be said, and
/// where it was refused: the kind that was chosen may ask for one.
pub(crate) fn end_form(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    name: &str,
    number: &str,
    bound: Bound,
) -> Result<Folded, Fault> {
    let act = crate::api::act(name);
    let open = ask.draft.of(act).is_some_and(|draft| draft.target == number);
    let mut form = form(tx, visit, ask, name, number)?;
    if bound.ground.is_none() && !open {
        for field in ["road", "road_number", "road_why"] {
            form = form.hidden(field, "");
        }
    }
    if bound.ground.is_some() {
        form = form.requires(&["road"]);
    }
    // Where settling is not offered nobody is asked why it was not done.
    let asks_why = act.fields.iter().any(|field| field.name == "no_settlement");
    if bound.ground.is_some() && asks_why {
        form = form.hidden("no_settlement", "");
    }
    Ok(Folded { title: (act.label)(visit.lang()), open, form: form.html()? })
}

/// Who may say that the scene is safe on this page: oneself, without a choice, or the desk for an officer
/// who is there; nobody before anybody has arrived.
pub(crate) fn safe_form(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
    number: &str,
    loaded: &Loaded,
) -> Result<Option<Folded>, Fault> {
    let act = crate::api::act("incidents.declare_safe");
    let there = actions::officers_there(tx, loaded)?;
    let own = there.iter().any(|row| row.account_id == Some(visit.actor.account));
    let records = actions::DISPATCH.ask(&visit.actor).is_ok();
    if there.is_empty() || !(own || records) {
        return Ok(None);
    }
    let form = ui::Form::new(act, visit, number, &ask.draft);
    let form = if own {
        form.hidden("order", "")
    } else {
        let choice = |row: &OrderRow| (row.id.to_string(), row.receiver.clone());
        form.options("order", there.iter().map(choice).collect())
    };
    let open = ask.draft.of(act).is_some_and(|draft| draft.target == number);
    Ok(Some(Folded { title: (act.label)(visit.lang()), open, form: form.html()? }))
}

/// The road that was said, in one line.
pub(crate) fn road_line(
    tx: &mut Tx<'_>,
    lang: Lang,
    matter: &Matter,
) -> Result<Option<String>, Fault> {
    let Some(said) = find_said(tx, matter)? else { return Ok(None) };
    let code = sql::find_code(tx, ROADS, &said.code)?;
    let label = code.map_or(said.code, |code| code.label(lang).to_owned());
    let rest = [said.number, said.why].into_iter().flatten();
    Ok(Some(std::iter::once(label).chain(rest).collect::<Vec<_>>().join(words(lang).list_join())))
}
