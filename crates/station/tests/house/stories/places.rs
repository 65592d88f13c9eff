//! What the desk types of a place and of what happened: the village is known from it, and a fire is a
//! fire whatever burns.

use super::{incident, log};
use crate::harness::{House, open};

db::engine_tests!(
    a_village_is_known_from_what_is_typed_or_picked,
    a_place_heard_wrong_is_corrected,
    what_is_most_urgent_decides_the_kind
);

fn logged(house: &House, place: &[(&str, &str)]) -> serde_json::Value {
    incident(house, &log(&house.person("desk"), place))
}

fn a_village_is_known_from_what_is_typed_or_picked(house: &House) {
    let villages = house.test.db.read_now(1, people::list_villages).unwrap();
    let named =
        |name: &str| villages.iter().find(|village| village.name == name).unwrap().id.to_string();
    for text in ["十里铺村前街8号院", "十里铺前街8号院"] {
        let logged = logged(house, &[("place.text", text)]);
        assert_eq!(logged["village"], named("十里铺村"), "{text}");
        assert_eq!(logged["place"], text);
    }
    for text in ["村口", "示例二村和示例三村之间"] {
        assert!(logged(house, &[("place.text", text)])["village"].is_null(), "{text}");
    }
    // A house of a number stands in every village: picked, it is told with its own.
    let places = house.test.db.read_now(1, premises::list_places).unwrap();
    let logged = logged(house, &[("place.premises", &places[0].id.to_string())]);
    let village = villages.iter().find(|v| logged["village"] == v.id.to_string()).unwrap();
    let stem = village.name.trim_end_matches('村');
    assert!(logged["place"].as_str().unwrap().contains(stem), "{logged}");
    house.look_away();
}

fn a_place_heard_wrong_is_corrected(house: &House) {
    let (desk, aide) = (house.person("desk"), house.person("assistant_2"));
    let places = house.test.db.read_now(1, premises::list_places).unwrap();
    let villages = house.test.db.read_now(1, people::list_villages).unwrap();
    let second = villages.iter().find(|village| village.name == "示例二村").unwrap();
    let place = places.iter().find(|place| place.village_id == second.id).unwrap();
    let number = logged(house, &[("place.text", "十里铺村前街8号院")])["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/incidents/{number}");
    aide.get(&path).is(404);
    let page = desk.get(&path).is(200).text;
    assert!(page.contains("更正地点") && page.contains("value=\"十里铺村前街8号院\""), "{page}");

    // Nothing typed, or a place that is not there, changes nothing and says so at the field.
    let act = format!("{path}/place");
    let refused = desk.post(&act, &[("place.text", ""), ("reason", "听错了")]).is(422).text;
    let field = format!("incidents-relocate-{number}-place.text");
    assert!(refused.contains(&format!("href=\"#{field}\"")), "{refused}");
    assert!(refused.contains(&format!("id=\"{field}-error\"")), "{refused}");
    let nowhere = "01890000-0000-7000-8000-000000000000";
    desk.post(&act, &[("place.text", "某处"), ("place.premises", nowhere), ("reason", "听错了")])
        .is(422);
    assert_eq!(incident(house, &number)["place"], "十里铺村前街8号院");

    // Typed by its whole name it is the place of the register, in its own village.
    desk.post(&act, &[("place.text", place.name.as_str()), ("reason", "听错了")]).is(303);
    let after = incident(house, &number);
    // What is looked up by the place of the register finds it there.
    let near = format!("/incidents/duplicates?kind=ZA-05&premises={}", place.id);
    let is_there = || desk.get(&near).is(200).text.contains(&number);
    assert!(is_there());
    assert_eq!(after["village"], second.id.to_string());
    let told = after["place"].as_str().unwrap().to_owned();
    let page = desk.get(&path).is(200).text;
    assert!(page.contains(&format!("地点由“十里铺村前街8号院”更正为“{told}”")), "{page}");
    assert!(page.contains("听错了"));

    // Words that name no village leave it where it is; those that name another one move it.
    let village = |text: &str| {
        desk.post(&act, &[("place.text", text), ("reason", "说得更清楚")]).is(303);
        incident(house, &number)["village"].clone()
    };
    assert_eq!(village("村口大槐树"), second.id.to_string());
    assert!(!is_there());
    assert_ne!(village("示例三村村口"), second.id.to_string());

    // Sent as it is shown, it stays what it is.
    desk.post(&act, &[("place.text", told.as_str()), ("reason", "再核一遍")]).is(303);
    assert!(is_there());
    house.person("officer_2").post(&act, &[("place.text", "别处"), ("reason", "不是我的")]).is(403);
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
