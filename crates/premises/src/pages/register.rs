//! The register: how many places and households each village has, the places of one village, and
//! pasting more.

use crate::PlaceKind;
use crate::actions::{EDIT_PLACES, RowEffect, households_in, places_of};
use crate::api::REGISTER_ACTS;
use crate::sql::{self, Place};
use crate::words::{Words, kind_label, words};
use askama::Template;
use base::{Fault, Id};
use db::Tx;
use ui::{Act, Ask, Form, Html, Page, Visit, act_of, frame, readable, rows};

struct VillageView {
    name: String,
    href: String,
    /// Places by kind in the order of the head, then households.
    counts: Vec<i64>,
}

struct ChosenView {
    name: String,
    id: String,
    /// What was asked for.
    q: String,
    places: Vec<PlaceView>,
    /// How many there are besides those shown.
    more: usize,
}

struct PlaceView {
    name: String,
    line: String,
    close: Html,
}

/// So many places of a village are shown at once.
const LISTED: usize = 100;
/// So many pasted rows are shown before they are entered.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "premises/register.html")]
struct RegisterTemplate {
    w: Words,
    head: Vec<&'static str>,
    villages: Vec<VillageView>,
    chosen: Option<ChosenView>,
    /// What was pasted, as it was read: what it does, and the cells.
    preview: Vec<(&'static str, String)>,
    places: Html,
    households: Html,
}

fn act(name: &str) -> &'static Act {
    act_of(REGISTER_ACTS, name)
}

/// The page.
pub(crate) fn register(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    EDIT_PLACES.ask(&visit.actor)?;
    let (w, lang) = (words(visit.lang()), visit.lang());
    let mut head: Vec<&'static str> =
        PlaceKind::ALL.iter().map(|kind| kind_label(lang, *kind)).collect();
    head.push(w.household());
    let form =
        |name: &str| Form::new(act(name), visit, "", &ask.draft).look("", "btn btn-primary").html();
    let template = RegisterTemplate {
        w,
        head,
        villages: villages(tx)?,
        chosen: chosen(tx, visit, ask)?,
        preview: preview(tx, visit, ask)?,
        places: form("premises.import_places")?,
        households: form("premises.import_households")?,
    };
    let body = Html::of(&template)?;
    let draft = Some(&ask.draft);
    frame(visit, &Page { title: w.register_title(), class: "page", body, draft })
}

fn villages(tx: &mut Tx<'_>) -> Result<Vec<VillageView>, Fault> {
    let totals = sql::list_totals(tx)?;
    let count = |village: Id, kind: &str| {
        let found = totals.iter().find(|row| row.village_id == village && row.kind == kind);
        found.map_or(0, |row| row.total)
    };
    let view = |village: people::Village| {
        let mut counts: Vec<i64> =
            PlaceKind::CODES.iter().map(|kind| count(village.id, kind)).collect();
        counts.push(count(village.id, "household"));
        VillageView {
            href: format!("/premises?village={}", village.id),
            name: village.name,
            counts,
        }
    };
    Ok(people::list_villages(tx)?.into_iter().map(view).collect())
}

fn chosen(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Option<ChosenView>, Fault> {
    let Some(id) = ask.query.key("village") else { return Ok(None) };
    let village = people::list_villages(tx)?.into_iter().find(|village| village.id == id);
    let Some(village) = village else { return Ok(None) };
    let q = ask.query.text("q").to_owned();
    let mut places = sql::list_village_places(tx, id)?;
    places.retain(|place| place.name.contains(&q));
    let more = places.len().saturating_sub(LISTED);
    places.truncate(LISTED);
    let view = |place: Place| {
        let form = Form::new(act("premises.close_place"), visit, place.id.to_string(), &ask.draft);
        let line = line(visit, &place);
        Ok(PlaceView { name: place.name, line, close: form.html()? })
    };
    let places = places.into_iter().map(view).collect::<Result<_, Fault>>()?;
    Ok(Some(ChosenView { name: village.name, id: id.to_string(), q, places, more }))
}

fn line(visit: &Visit, place: &Place) -> String {
    let w = words(visit.lang());
    let mut parts = vec![kind_label(visit.lang(), place.kind).to_owned()];
    parts.extend([&place.lane, &place.house].into_iter().filter(|part| !part.is_empty()).cloned());
    if place.tenant_households > 0 {
        parts.push(w.tenant_households(place.tenant_households));
    }
    parts.join(" · ")
}

fn preview(
    tx: &mut Tx<'_>,
    visit: &Visit,
    ask: &Ask,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let w = words(visit.lang());
    let pasted = |name: &str| {
        let draft = ask.draft.of(act(name))?;
        Some(rows(draft.typed("rows").unwrap_or_default()))
    };
    let lines: Result<Vec<(&'static str, String)>, Fault> =
        match (pasted("premises.import_places"), pasted("premises.import_households")) {
            (Some(read), _) => places_of(tx, &read).map(|effects| {
                let told = effects.iter().filter_map(|effect| match effect {
                    RowEffect::New(place) => Some((w.row_new(), place)),
                    RowEffect::Changed(place) => Some((w.row_changed(), place)),
                    RowEffect::Same => None,
                });
                told.map(|(what, place)| (what, format!("{} · {}", place.name, line(visit, place))))
                    .collect()
            }),
            (None, Some(read)) => households_in(tx, &read)
                .map(|list| list.into_iter().map(|one| (w.household(), one.label)).collect()),
            (None, None) => return Ok(Vec::new()),
        };
    let mut lines = readable(lines)?;
    lines.truncate(SHOWN);
    Ok(lines)
}
