//! The wall: no sign-in but its link, no personal data, gone when it is ended.

use super::place;
use crate::harness::{House, open};

db::engine_tests!(a_wall_shows_and_tells_nothing_of_anybody);

fn a_wall_shows_and_tells_nothing_of_anybody(house: &House) {
    let (desk, leader) = (house.person("desk"), house.person("leader"));
    let shop = place(&desk, "yyffzd");
    let form = [
        ("place.premises", shop.as_str()),
        ("place.text", "店"),
        ("summary", "店内退货起争执，郭小明很激动"),
        ("kind", "JF-03"),
        ("level", "3"),
        ("source", "0199"),
        ("caller.name", "郭小明"),
        ("caller.phone", "13812345678"),
    ];
    desk.post("/incidents", &form).is(303);
    let private = [
        ("place.premises", shop.as_str()),
        ("place.text", "店"),
        ("summary", "家里打起来了"),
        ("kind", "JF-02"),
        ("level", "2"),
        ("source", "0199"),
    ];
    desk.post("/incidents", &private).is(303);
    desk.post("/walls", &[("name", "一楼大厅")]).is(403);
    leader.post("/walls", &[("name", "一楼大厅")]).is(303);
    house.happened(&["incidents.log", "incidents.log", "journal.attempt", "people.open_wall"]);
    let walls = leader.get("/walls").is(200).text;
    let link = walls.split("href=\"/wall/").nth(1).unwrap().split('"').next().unwrap();
    let link = format!("/wall/{link}");
    let wall = house.stranger_get(&link).is(200).text;
    assert!(wall.contains("消费纠纷") && wall.contains("十里铺村") && wall.contains("今天接警"));
    let staff = desk.ask("/me").is(200).json()["name"].as_str().unwrap().to_owned();
    for hidden in ["郭小明", "13812345678", "很激动", "悦衣坊", "婚姻家庭", &staff] {
        assert!(!wall.contains(hidden), "{hidden} stands on the wall");
    }
    // It looks and never acts; a forged link, a session, another page open nothing.
    house.stranger_get(&link.replace("/wall/", "/referred/")).is(404);
    desk.get("/wall/1.x.y").is(404);
    let forged = format!("{}AAAA", &link[..link.len() - 4]);
    house.stranger_get(&forged).is(404);
    let id = walls.split("action=\"/walls/").nth(1).unwrap().split('/').next().unwrap();
    leader.post(&format!("/walls/{id}/ending"), &[]).is(303);
    house.happened(&["people.end_wall"]);
    house.stranger_get(&link).is(404);
}
