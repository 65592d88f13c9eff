//! C2, the quarrel at the clothing shop, ended at the scene: Sunday 2024-05-12, a little after 20:00.

use super::{incident, my_order, place};
use crate::harness::{House, open};

db::engine_tests!(the_quarrel_at_the_clothing_shop);

fn the_quarrel_at_the_clothing_shop(house: &House) {
    let (desk, officer, assistant) =
        (house.person("desk"), house.person("officer"), house.person("assistant"));

    // The desk types three letters, one line and a level.
    let shop = place(&desk, "yyffzd");
    let suggested = desk.ask("/kind-suggestions?text=%E9%80%80%E8%B4%A7").is(200).json();
    assert_eq!(suggested["kind"], "JF-03");
    let logged = desk.post(
        "/incidents",
        &[
            ("place.premises", shop.as_str()),
            ("place.text", "悦衣坊服装店"),
            ("summary", "店内退货起争执，双方在场，情绪激动"),
            ("kind", "JF-03"),
            ("level", "3"),
            ("source", "0199"),
            ("caller.name", "郭小明"),
            ("caller.phone", "13812345678"),
        ],
    );
    let number = logged.is(303).location.rsplit('=').next().unwrap().to_owned();
    house.happened(&["incidents.log"]);
    let first = incident(house, &number);
    assert_eq!((&first["state"], &first["kind"]), (&"waiting".into(), &"JF-03".into()));
    let seats = first["seats"].as_object().unwrap();
    let names: std::collections::BTreeSet<_> =
        seats.values().map(|v| v.as_str().unwrap()).collect();
    assert_eq!(names.len(), 3, "three different people: {seats:?}");

    // Officer and assistant are sent in one act, each with their own clock.
    house.wait(20);
    let send = |who: &[&str]| {
        let form: Vec<(&str, &str)> = who.iter().map(|id| ("receivers", *id)).collect();
        desk.post(&format!("/incidents/{number}/dispatch"), &form)
    };
    let (his, hers) = (officer.account.to_string(), assistant.account.to_string());
    let alone = send(&[&his]).is(422);
    assert!(alone.text.contains("请写原因"));
    send(&[&his, &hers]).is(303);
    house.happened(&["incidents.dispatch"]);

    // The officer signs at 18 seconds, on a phone, one button after the other.
    let order = my_order(&officer);
    house.happened(&["incidents.stamp"]); // it has reached his screen
    let step = |what: &str, state: &str, seconds: i64| {
        house.wait(seconds);
        officer.post(&format!("/orders/{order}/{what}"), &[]).is(303);
        assert_eq!(incident(house, &number)["state"], state);
    };
    step("signature", "signed", 18);
    house.happened(&["incidents.stamp"]);
    step("departure", "en_route", 40);
    house.happened(&["incidents.stamp"]);

    // The assistant's screen knows where and what, and nothing else.
    let task = my_order(&assistant);
    house.happened(&["incidents.stamp"]); // and hers
    let page = assistant.get(&format!("/orders/{task}")).is(200);
    assert!(page.text.contains("悦衣坊服装店") && page.text.contains("消费纠纷"));
    for hidden in ["郭小明", "13812345678", "138****5678", "情绪激动"] {
        assert!(!page.text.contains(hidden), "{hidden} on the assistant's page");
        let brief = assistant.get(&format!("/incidents/{number}")).is(200);
        assert!(!brief.text.contains(hidden), "{hidden} on the assistant's brief");
    }
    assistant.post(&format!("/orders/{task}/signature"), &[]).is(303);
    house.wait(120);
    assistant.post(&format!("/orders/{task}/arrival"), &[]).is(303);
    assert_eq!(incident(house, &number)["state"], "en_route", "an assistant never moves the state");
    house.happened(&["incidents.stamp", "incidents.stamp"]);

    // Arrived, with an auxiliary and an aide along; settled on the spot in one act.
    step("arrival", "on_scene", 60);
    house.happened(&["incidents.stamp"]);
    officer.post(&format!("/orders/{order}/crew"), &[("crew.P2", "1"), ("crew.A2", "1")]).is(303);
    house.wait(900);
    let settled =
        [("settled", "店家退六成，货留给顾客，双方同意"), ("present", "P1"), ("present", "A1")];
    officer.post(&format!("/incidents/{number}/settlement"), &settled).is(303);
    house.happened(&["incidents.bring", "incidents.settle"]);
    assert_eq!(incident(house, &number)["state"], "reported");

    // Closed by another officer; the handler and the desk cannot.
    let close = [("kind", "JF-03"), ("result", "R01")];
    let path = format!("/incidents/{number}/closure");
    let own = officer.post(&path, &close).is(422);
    assert!(own.text.contains("经办人不能审核"));
    desk.post(&path, &close).is(403);
    house.happened(&["journal.attempt"]);
    house.person("leader").post(&path, &close).is(303);
    house.happened(&["incidents.close"]);
    let last = incident(house, &number);
    assert_eq!((&last["state"], &last["open"]), (&"closed".into(), &false.into()));

    // The timeline tells who, in which capacity, when.
    let page = desk.get(&format!("/incidents/{number}")).is(200);
    for sentence in ["现场化解：店家退六成", "审核结案", "派给", "138****5678"] {
        assert!(page.text.contains(sentence), "{sentence} is missing");
    }
    assert!(!page.text.contains("13812345678"), "the number is covered");
}
