//! The A4 sheet of one incident: absolute times only, no navigation on paper.

use crate::actions::{READ, load_facts};
use crate::pages::parts::{StateView, level_view, state_view, summary};
use crate::pages::show::times;
use crate::pages::timeline::{TimelineView, timeline};
use crate::sql;
use crate::words::{Words, words};
use askama::Template;
use base::Fault;
use db::Tx;
use matters::{SeatView, Sight};
use ui::{Ask, Html, Page, Visit, frame};

struct OrderLine {
    receiver: String,
    times: Vec<(&'static str, String, Option<&'static str>)>,
    others: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "incidents/print.html")]
struct PrintTemplate {
    w: Words,
    station: String,
    number: String,
    title: String,
    place: String,
    level: String,
    state: StateView,
    received: String,
    said: String,
    seats: Vec<SeatView>,
    orders: Vec<OrderLine>,
    timeline: Vec<TimelineView>,
    printed: String,
}

/// The sheet; only for who may read the text.
pub(crate) fn print(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Html, Fault> {
    let (matter, _, sight) = matters::load_for(tx, &visit.actor, &READ, &ask.target)?;
    if sight != Sight::Full {
        return Err(Fault::Forbidden { permission: READ.code });
    }
    let (w, lang) = (words(visit.lang()), visit.lang());
    let loaded = load_facts(tx, &matter)?;
    let stamps = sql::list_stamps(tx, matter.id)?;
    let others = sql::list_source_stamps(tx, matter.id)?;
    let orders = loaded.orders.iter().map(|row| OrderLine {
        receiver: row.receiver.clone(),
        times: times(visit, row, &stamps),
        others: others
            .iter()
            .filter(|other| other.order_id == row.id)
            .map(|other| (other.name.clone(), visit.dates().full(other.at)))
            .collect(),
    });
    let template = PrintTemplate {
        w,
        station: visit.station.name.clone(),
        number: matter.number.clone(),
        title: matter.title(lang).to_owned(),
        place: matter.place_text.clone(),
        level: level_view(lang, matter.level).label,
        state: state_view(lang, &matter),
        received: visit.dates().full(loaded.row.received_at),
        said: summary(tx, &loaded.row)?,
        seats: matters::seats(tx, lang, &matter)?,
        orders: orders.collect(),
        timeline: timeline(tx, visit, &matter, true)?,
        printed: w.printed_at(visit.dates().full(visit.now)),
    };
    let body = Html::of(&template)?;
    let title = format!("{} {}", w.print_title(), matter.number);
    frame(visit, &Page { title: &title, class: "page sheet", body, ..Page::default() })
}
