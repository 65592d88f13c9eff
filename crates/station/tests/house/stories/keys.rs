//! Sessions, passwords, second factors: what gets somebody in, and what no longer does.

use super::offices::engines;
use crate::harness::{House, open};

db::engine_tests!(the_demo_is_not_signed_out_over_lunch);

const MINUTE: i64 = 60;

#[test]
fn a_session_that_is_left_alone_ends() {
    engines(|s| {
        // An officer's session lasts half an hour without use, however often it is used.
        for _ in 0..4 {
            s.house.wait(20 * MINUTE);
            s.officer.get("/orders").is(200);
        }
        s.house.wait(31 * MINUTE);
        s.officer.get("/orders").is(303);
        s.officer.order("/incidents", &serde_json::json!({})).is(401);
        // The command room's screen lasts the shift, and no longer.
        s.desk.get("/board").is(200);
        s.house.wait(9 * 60 * MINUTE);
        s.desk.get("/board").is(200);
        s.house.wait(2 * 60 * MINUTE);
        s.desk.get("/board").is(303);
        s.house.look_away();
    });
}

fn the_demo_is_not_signed_out_over_lunch(house: &House) {
    let officer = house.person("officer");
    house.wait(3 * 60 * MINUTE);
    officer.get("/orders").is(200);
    house.look_away();
}
