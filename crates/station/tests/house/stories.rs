//! Stories of an evening, as the newspaper report tells them.

#[path = "stories/alarms.rs"]
mod alarms;
#[path = "stories/branch_order.rs"]
mod branch_order;
#[path = "stories/clock.rs"]
mod clock;
#[path = "stories/danger.rs"]
mod danger;
#[path = "stories/dates.rs"]
mod dates;
#[path = "stories/diagnosis.rs"]
mod diagnosis;
#[path = "stories/emergency.rs"]
mod emergency;
#[path = "stories/forms.rs"]
mod forms;
#[path = "stories/handed_over.rs"]
mod handed_over;
#[path = "stories/keys.rs"]
mod keys;
#[path = "stories/life.rs"]
mod life;
#[path = "stories/links.rs"]
mod links;
#[path = "stories/night.rs"]
mod night;
#[path = "stories/offices.rs"]
mod offices;
#[path = "stories/phones.rs"]
mod phones;
#[path = "stories/places.rs"]
mod places;
#[path = "stories/plans.rs"]
mod plans;
#[path = "stories/pushing.rs"]
mod pushing;
#[path = "stories/quarrel.rs"]
mod quarrel;
#[path = "stories/readers.rs"]
mod readers;
#[path = "stories/register.rs"]
mod register;
#[path = "stories/reports.rs"]
mod reports;
#[path = "stories/retention.rs"]
mod retention;
#[path = "stories/revisits.rs"]
mod revisits;
#[path = "stories/roads.rs"]
mod roads;
#[path = "stories/roads_reviewed.rs"]
mod roads_reviewed;
#[path = "stories/roster.rs"]
mod roster;
#[path = "stories/rules.rs"]
mod rules;
#[path = "stories/set_up.rs"]
mod set_up;
#[path = "stories/shift.rs"]
mod shift;
#[path = "stories/sight.rs"]
mod sight;
#[path = "stories/slips.rs"]
mod slips;
#[path = "stories/terms.rs"]
mod terms;

#[path = "stories/unopened.rs"]
mod unopened;
#[path = "stories/wall.rs"]
mod wall;

use crate::harness::{House, Person};
use serde_json::Value;

/// What the desk types of a small call, with `changes` in place of what it says.
fn call<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form =
        vec![("summary", "楼上太吵"), ("kind", "ZA-05"), ("level", "3"), ("source", "0199")];
    form.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    form.extend(changes);
    if !changes.iter().any(|(name, _)| name.starts_with("place")) {
        form.push(("place.text", "村口"));
    }
    form
}

/// Logs it; its number.
fn log(desk: &Person<'_>, changes: &[(&str, &str)]) -> String {
    let logged = desk.post("/incidents", &call(changes)).is(303).location;
    logged.rsplit('=').next().unwrap().to_owned()
}

/// The order of this person that has a next step, newest first.
fn my_order(person: &Person<'_>) -> String {
    let orders = person.ask("/orders").is(200).json();
    orders["items"][0]["order"].as_str().unwrap().to_owned()
}

/// The incident as the desk reads it.
fn incident(house: &House, number: &str) -> Value {
    house.person("desk").ask(&format!("/incidents/{number}")).is(200).json()
}

/// The id of a place by what the desk types.
fn place(desk: &Person<'_>, typed: &str) -> String {
    let found = desk.ask(&format!("/places?q={typed}")).is(200).json();
    found["items"][0]["id"].as_str().unwrap().to_owned()
}
