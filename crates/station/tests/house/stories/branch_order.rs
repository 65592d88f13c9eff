//! An order of the branch: number and place are enough; who has not signed is told, even with no
//! browser open.

use super::incident;
use crate::harness::{House, open};
use serde_json::json;

db::engine_tests!(
    an_order_of_the_branch_waits_for_a_signature,
    an_order_typed_at_the_desk_is_signed_for
);

fn an_order_of_the_branch_waits_for_a_signature(house: &House) {
    let gateway = house.person("gateway");
    let order = json!({ "source": "110", "outer_number": "610-24-88213", "place": { "text": "东头菜市场南门" } });
    let logged = gateway.order("/incidents", &order).is(201).json();
    let number = logged["number"].as_str().unwrap().to_owned();
    house.happened(&["incidents.log"]);
    let first = incident(house, &number);
    assert_eq!((&first["kind"], &first["level"]), (&"WD".into(), &3.into()));
    assert_eq!(first["station_signed_at"], serde_json::Value::Null);

    house.wait(31);
    house.happened(&["clocks.remind"]);
    house.wait(30);
    let mut acts = ["clocks.alarm", "clocks.remind"];
    acts.sort_unstable();
    house.happened(&acts);
    house.wait(120);
    house.happened(&["clocks.alarm", "clocks.leader"]);

    let desk = house.person("desk");
    desk.post(&format!("/incidents/{number}/station-signature"), &[]).is(303);
    house.happened(&["incidents.sign_for_station"]);
    let again = gateway.order("/incidents", &order).is(422);
    assert!(again.text.contains(&number), "the number that is there already is named");

    // 待定 cannot be closed, but everything else goes on.
    assert_ne!(incident(house, &number)["station_signed_at"], serde_json::Value::Null);
}

fn an_order_typed_at_the_desk_is_signed_for(house: &House) {
    let desk = house.person("desk");
    let form = [("source", "110"), ("outer_number", "610-24-1"), ("place.text", "村口")];
    let number =
        desk.post("/incidents", &form).is(303).location.rsplit('=').next().unwrap().to_owned();
    house.happened(&["incidents.log"]);
    assert_ne!(incident(house, &number)["station_signed_at"], serde_json::Value::Null);
    let missing = [("source", "110"), ("place.text", "村口")];
    let refused = desk.post("/incidents", &missing).is(422);
    assert!(refused.text.contains("110派警要写接警单编号"));
}
