//! Acts and views of the table of holidays and make-up days.

use crate::actions::{EDIT_DAYS, days, days_of, set_days};
use crate::pages;
use crate::words::words;
use base::Fault;
use db::Tx;
use serde_json::json;
use ui::{Act, Ask, CHECKED, Done, Field, Json, Kind, View, Visit, look_first};

/// So many days are pasted at once: several years.
const MOST_DAYS: usize = 300;

/// What can be done with days.
pub static ACTS: &[Act] = &[Act::new(
    "people.set_days",
    "/calendar",
    |lang| words(lang).set_days(),
    &EDIT_DAYS,
    &[Field::new("rows", |l| words(l).day_rows(), Kind::Rows(MOST_DAYS)).required(), CHECKED],
    |tx, actor, _, given| {
        EDIT_DAYS.ask(actor)?;
        let rows = days_of(given.text("rows"))?;
        look_first(given, |lang| words(lang).rows_read(rows.len()))?;
        set_days(tx, actor, &rows)?;
        Ok(Done::created("/calendar", json!({ "days": rows.len() })))
    },
    pages::calendar,
)
.by_two(pages::day_changes, |_, given| {
    let days = days_of(given.text("rows"))?;
    Ok(days.into_iter().map(|day| day.date.to_string()).collect())
})];

/// What can be looked at of days.
pub static VIEWS: &[View] = &[View {
    path: "/calendar",
    permission: Some(&EDIT_DAYS),
    query: &[Field::new("year", |l| words(l).year(), Kind::Whole(2000, 2200))],
    page: Some(pages::calendar),
    data: Some(data),
    receipt: None,
}];

fn data(tx: &mut Tx<'_>, visit: &Visit, ask: &Ask) -> Result<Json, Fault> {
    let year = pages::calendar_year(visit, ask);
    let table = days(tx)?;
    let row = |row: &calendar::Exceptional| {
        json!({
            "day": row.date.to_string(), "kind": row.kind.code(), "name": row.name,
            "source": row.source,
        })
    };
    let items: Vec<_> = table.of_year(year).map(row).collect();
    Json::of(&json!({ "year": year, "published": table.covers(year), "items": items }))
}
