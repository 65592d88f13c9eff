//! What a call may be besides a new one: a known cause 已知事由, or a call that is here already. Offered
//! beside the primary button and never in its place; a person decides.

use crate::pages::causes::CauseTeller;
use crate::pages::parts::{stage_of, state_view};
use crate::rules::{can_mean, is_same_kind};
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::{Fault, Id, Time};
use db::Tx;
use matters::{Matter, Reach};
use people::Setting;
use ui::{Ask, Draft, Given, Html, Visit};

/// What was told so far.
#[derive(Default)]
pub(crate) struct Told {
    kind: Option<String>,
    premises: Option<Id>,
    village: Option<Id>,
}

impl Told {
    /// What a draft says.
    pub(crate) fn of_draft(tx: &mut Tx<'_>, draft: &Draft) -> Result<Told, Fault> {
        let key = |field: &str| draft.typed(field).and_then(|text| text.parse().ok());
        let kind = draft.typed("kind").filter(|kind| !kind.is_empty()).map(str::to_owned);
        Told { kind, premises: key("place.premises"), village: key("place.village") }.placed(tx)
    }

    fn of_query(tx: &mut Tx<'_>, query: &Given) -> Result<Told, Fault> {
        let kind = query.maybe("kind").map(str::to_owned);
        Told { kind, premises: query.key("premises"), village: query.key("village") }.placed(tx)
    }

    /// A place of the register says its village.
    fn placed(self, tx: &mut Tx<'_>) -> Result<Told, Fault> {
        let Some(id) = self.premises else { return Ok(self) };
        let place = premises::find_place(tx, id)?;
        Ok(Told { village: place.map(|place| place.village_id).or(self.village), ..self })
    }
}

#[derive(Template)]
#[template(path = "incidents/duplicates.html")]
struct OffersTemplate {
    w: Words,
    title: String,
    rows: Vec<DuplicateView>,
    causes: Vec<(String, String)>,
}

struct DuplicateView {
    number: String,
    text: String,
    near: String,
    state: &'static str,
    /// Whether the call at hand can be merged into it with one press.
    proposed: bool,
}

/// The offers for what is being typed.
pub(crate) fn duplicates(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let told = Told::of_query(tx, &ask.query)?;
    offers(tx, visit, &told)
}

/// The causes that can be meant, and likely repeats: shown for some days, proposed within the hour.
pub(crate) fn offers(tx: &mut Tx<'_>, visit: &Visit, told: &Told) -> Result<Html, Fault> {
    let causes = causes_meant(tx, visit, told)?;
    let rows = repeats(tx, visit, told)?;
    if rows.is_empty() && causes.is_empty() {
        return Ok(Html::default());
    }
    let w = words(visit.lang());
    Html::of(&OffersTemplate { w, title: w.duplicates_title(rows.len()), rows, causes })
}

fn causes_meant(
    tx: &mut Tx<'_>,
    visit: &Visit,
    told: &Told,
) -> Result<Vec<(String, String)>, Fault> {
    let mut causes = sql::list_causes(tx)?;
    causes.retain(|cause| cause.starts_at <= visit.now);
    let mut meant = Vec::new();
    for cause in causes {
        let code = sql::find_code(tx, "causes", &cause.kind)?;
        let kind = code.map_or(String::new(), |code| code.mark);
        if can_mean((&kind, cause.village_id), told.kind.as_deref(), told.village) {
            meant.push(cause);
        }
    }
    if meant.is_empty() {
        return Ok(Vec::new());
    }
    let teller = CauseTeller::read(tx, visit)?;
    Ok(meant.iter().map(|cause| (cause.id.to_string(), teller.line(visit, cause))).collect())
}

fn repeats(tx: &mut Tx<'_>, visit: &Visit, told: &Told) -> Result<Vec<DuplicateView>, Fault> {
    let place = match told.premises {
        Some(id) => premises::find_place(tx, id)?,
        None => None,
    };
    let (Some(place), Some(kind)) = (place, told.kind.as_deref()) else { return Ok(Vec::new()) };
    let shown = visit.now.plus_seconds(-3_600 * number(tx, Setting::RepeatHours)?);
    let proposed = visit.now.plus_seconds(-60 * number(tx, Setting::RepeatMinutes)?);
    let at = (place.x_m, place.y_m);
    let mut found = likely(tx, visit, told.premises, at, kind, shown)?;
    // Two who tell of one thing at once may have two words for it; later only the same word is meant.
    found.retain(|m| m.opened_at >= proposed || m.topic == kind);
    let row = |m: Matter| DuplicateView {
        text: format!("{} {}", m.title(visit.lang()), m.place_text),
        near: visit.dates().near(m.opened_at),
        state: state_view(visit.lang(), &m).label,
        proposed: stage_of(&m).is_open() && m.opened_at >= proposed,
        number: m.number,
    };
    Ok(found.into_iter().map(row).collect())
}

/// The repeats of a call that are proposed for merging: of its kind, at its place, within the hour.
pub(crate) fn proposed(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    at: (i64, i64),
) -> Result<Vec<Matter>, Fault> {
    let since = visit.now.plus_seconds(-60 * number(tx, Setting::RepeatMinutes)?);
    likely(tx, visit, matter.premises_id, at, &matter.topic, since)
}

fn likely(
    tx: &mut Tx<'_>,
    visit: &Visit,
    premises: Option<Id>,
    (x, y): (i64, i64),
    kind: &str,
    since: Time,
) -> Result<Vec<Matter>, Fault> {
    let point = (x, y, number(tx, Setting::RepeatMetres)?);
    let mut near = matters::list_nearby(tx, &Reach::of(&visit.actor), premises, point, since)?;
    near.retain(|m| m.master_id.is_none() && is_same_kind(&m.topic, kind));
    Ok(near)
}

/// A setting that is one number.
fn number(tx: &mut Tx<'_>, setting: Setting) -> Result<i64, Fault> {
    people::setting(tx, setting)?.parse().map_err(Fault::internal)
}
