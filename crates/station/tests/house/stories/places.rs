//! What the desk types of a place and of what happened: the village is known from it, and a fire is a
//! fire whatever burns.

use super::incident;
use crate::harness::{House, open};

db::engine_tests!(
    a_village_is_known_from_what_is_typed_or_picked,
    what_is_most_urgent_decides_the_kind
);

fn log(house: &House, place: &[(&str, &str)]) -> serde_json::Value {
    let mut form =
        vec![("summary", "楼上太吵"), ("kind", "ZA-05"), ("level", "3"), ("source", "0199")];
    form.extend(place);
    let logged = house.person("desk").post("/incidents", &form).is(303).location;
    incident(house, logged.rsplit('=').next().unwrap())
}

fn a_village_is_known_from_what_is_typed_or_picked(house: &House) {
    let villages = house.test.db.read_now(1, people::list_villages).unwrap();
    let named =
        |name: &str| villages.iter().find(|village| village.name == name).unwrap().id.to_string();
    for text in ["十里铺村前街8号院", "十里铺前街8号院"] {
        let logged = log(house, &[("place.text", text)]);
        assert_eq!(logged["village"], named("十里铺村"), "{text}");
        assert_eq!(logged["place"], text);
    }
    for text in ["村口", "示例二村和示例三村之间"] {
        assert!(log(house, &[("place.text", text)])["village"].is_null(), "{text}");
    }
    // A house of a number stands in every village: picked, it is told with its own.
    let places = house.test.db.read_now(1, premises::list_places).unwrap();
    let logged = log(house, &[("place.premises", &places[0].id.to_string())]);
    let village = villages.iter().find(|v| logged["village"] == v.id.to_string()).unwrap();
    let stem = village.name.trim_end_matches('村');
    assert!(logged["place"].as_str().unwrap().contains(stem), "{logged}");
    house.look_away();
}

fn what_is_most_urgent_decides_the_kind(house: &House) {
    let desk = house.person("desk");
    let kind = |text: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("text", text);
        let found = desk.ask(&format!("/kind-suggestions?{}", query.finish())).is(200).json();
        (found["kind"].as_str().unwrap_or_default().to_owned(), found["level"].as_i64())
    };
    for (text, expected) in [
        ("电动车充电冒烟", ("HZ-02", 1)),
        ("电动自行车着火了", ("HZ-02", 1)),
        ("屋里冒烟", ("HZ-01", 1)),
        ("电动车被偷了", ("ZA-02", 3)),
        ("衣服不给退，吵起来了", ("JF-03", 3)),
    ] {
        assert_eq!(kind(text), (expected.0.to_owned(), Some(expected.1)), "{text}");
    }
}
