//! Nobody reviews what is masked for him, and a road is reviewed by a leader; nobody says a scene safe from
//! afar; no order is returned that nobody gave back.

use super::roads::{ALL, NO_OFFENCE, close, done, order_on, refused, rule, scene, settle, tell};
use super::{incident, log};
use crate::harness::{House, Person, open};
use serde_json::json;

db::engine_tests!(
    who_reviews_a_road,
    the_list_of_eight_begins_with_what_has_no_road,
    nobody_reviews_what_is_masked_for_him,
    a_page_of_before_closes_nothing,
    a_scene_is_safe_by_whoever_is_there,
    nobody_returned_what_ended_with_the_incident
);

/// Who × what: review of a road, review of a plain result.
fn who_reviews_a_road(house: &House) {
    // An officer who sees the whole: the post's manager takes part in what he does not handle.
    let table = [
        ("desk", 403, 403),
        ("officer", 422, 422),
        ("auxiliary", 404, 404),
        ("assistant", 404, 404),
    ];
    let plain = scene(house, &[("kind", "QZ-03")]);
    done(tell(house, &plain, &[]));
    let road = scene(house, &[("kind", "ZA-04")]);
    done(tell(house, &road, NO_OFFENCE));
    for (who, of_plain, of_road) in table {
        let person = house.person(who);
        assert_eq!(close(&person, &plain, "QZ-03").status.as_u16(), of_plain, "{who} plain");
        assert_eq!(close(&person, &road, "ZA-04").status.as_u16(), of_road, "{who} road");
    }
    house.happened_only(&[ALL, &["journal.attempt"]].concat());
    // An officer to whose village it belongs sees the whole: he reviews the one and not the other.
    let village = house.person("officer_5");
    let near = place_of(house, &village);
    let (plain, road) = (
        scene(house, &[("kind", "QZ-03"), ("place.premises", &near)]),
        scene(house, &[("kind", "ZA-04"), ("place.premises", &near)]),
    );
    done(tell(house, &plain, &[]));
    done(tell(house, &road, NO_OFFENCE));
    assert!(village.get(&format!("/incidents/{plain}")).is(200).text.contains("/closure\""));
    assert!(!village.get(&format!("/incidents/{road}")).is(200).text.contains("/closure\""));
    refused(close(&village, &road, "ZA-04"), "由带班所领导审核");
    let back = [("reason", "再写写")];
    refused(village.post(&format!("/incidents/{road}/correction"), &back), "由带班所领导审核");
    done(close(&village, &plain, "QZ-03"));
    // A road that nobody asked for is reviewed by a leader too.
    let said = scene(house, &[("kind", "QZ-03"), ("place.premises", &near)]);
    done(tell(house, &said, &[("road", "LA"), ("road_number", "示公立字4号")]));
    refused(close(&village, &said, "QZ-03"), "由带班所领导审核");
    for number in [&road, &said] {
        done(close(&house.person("chief"), number, "ZA-04"));
    }
    house.happened_only(ALL);
}

/// A place in the village of this officer.
fn place_of(house: &House, officer: &Person<'_>) -> String {
    let account = officer.account;
    let found = house.test.db.read_now(house.town.station, move |tx| {
        let here = people::list_incumbents(tx)?.into_iter();
        let village = here.filter(|p| p.account == account).find_map(|p| p.village);
        let sql = "SELECT id FROM premises WHERE station_id = $1 AND village_id = $2
                   ORDER BY id LIMIT 1";
        tx.one::<(base::Id,)>(sql, db::args![1i64, village])
    });
    found.unwrap().0.to_string()
}

fn the_list_of_eight_begins_with_what_has_no_road(house: &House) {
    let leader = house.person("leader");
    let list = || leader.ask("/morning").is(200).json();
    let numbers = |list: &serde_json::Value| {
        let rows = list["roadless"].as_array().unwrap().clone();
        rows.iter().map(|n| n.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Settled as a quarrel, then found to be an assault; with a road; noise, which is persuaded.
    let bare = scene(house, &[("kind", "JF-01")]);
    done(settle(house, &bare));
    let good = scene(house, &[("kind", "ZA-01")]);
    done(tell(house, &good, NO_OFFENCE));
    let noise = scene(house, &[("kind", "ZA-05")]);
    done(tell(house, &noise, &[]));
    assert_eq!(numbers(&list()), Vec::<String>::new());
    let to = [("kind", "ZA-01"), ("level", "3"), ("reason", "动了手")];
    done(house.person("desk").post(&format!("/incidents/{bare}/classification"), &to));
    assert_eq!(numbers(&list()), std::slice::from_ref(&bare));
    let page = leader.get("/morning").is(200).text;
    let (first, review) = (page.find("该写去向没写的"), page.find("待审核"));
    assert!(first.is_some() && first < review, "at its head");
    // Said at last, it leaves the list.
    house.wait(1);
    done(leader.post(&format!("/incidents/{bare}/correction"), &[("reason", "写去向")]));
    house.wait(1);
    done(tell(house, &bare, NO_OFFENCE));
    assert_eq!(numbers(&list()), Vec::<String>::new());
    // What the station marks as an offence afterwards ended without a road, and says so.
    done(close(&leader, &noise, "ZA-05"));
    let now = house.test.clock.now();
    let another = move |tx: &mut db::Tx<'_>| {
        let sql = "INSERT INTO codes (station_id, code_table, code, version, parent, zh, en, mark, is_over,
                       position, source, valid_from)
                   SELECT station_id, code_table, code, version + 1, parent, zh, en, 'offence', is_over,
                       position, source, $2
                   FROM codes WHERE station_id = $1 AND code_table = 'incident-kinds' AND code = 'ZA-05'";
        tx.exec(sql, db::args![1i64, now]).map(|_| ())
    };
    house.test.db.write_now(house.town.station, another).unwrap();
    assert_eq!(numbers(&list()), [noise]);
    house.happened_only(ALL);
}

fn nobody_reviews_what_is_masked_for_him(house: &House) {
    // In nobody's village: every officer but those who take part sees it masked.
    let number = scene(house, &[("kind", "QZ-03"), ("summary", "钥匙锁在屋里")]);
    done(tell(house, &number, &[]));
    let other = house.person("officer_5");
    let page = other.get(&format!("/incidents/{number}")).is(200).text;
    assert!(!page.contains("钥匙锁在屋里"), "masked");
    for act in ["closure", "correction"] {
        assert!(!page.contains(&format!("/{act}\"")), "{act} is offered");
    }
    refused(close(&other, &number, "QZ-03"), "您看不到这件警情的全部内容");
    let back = [("reason", "再写写")];
    refused(
        other.post(&format!("/incidents/{number}/correction"), &back),
        "您看不到这件警情的全部内容",
    );
    let answer = other.order(
        &format!("/incidents/{number}/closure"),
        &json!({ "kind": "QZ-03", "result": "R05" }),
    );
    assert_eq!(rule(answer), "review_unseen");
    // Whoever closes has it before him, and the log of readers says so.
    let chief = house.person("chief");
    let readers = || chief.get(&format!("/matters/{number}/readers")).is(200).text;
    let name = leader_name(house);
    assert!(!readers().contains(&name));
    done(close(&house.person("leader"), &number, "QZ-03"));
    assert!(readers().contains(&name), "that it was reviewed is that it was read");
    house.happened_only(ALL);
}

fn leader_name(house: &House) -> String {
    let leader = house.person("leader").account;
    house.test.db.read_now(house.town.station, move |tx| people::name_of(tx, leader)).unwrap()
}

fn a_page_of_before_closes_nothing(house: &House) {
    let leader = house.person("leader");
    let number = scene(house, &[("kind", "QZ-03")]);
    done(tell(house, &number, &[]));
    let seen = incident(house, &number)["version"].to_string();
    house.wait(1);
    done(leader.post(&format!("/incidents/{number}/correction"), &[("reason", "写清楚")]));
    house.wait(1);
    done(tell(house, &number, &[]));
    // The page that stood open since the first feedback.
    let body = json!({ "kind": "QZ-03", "result": "R07", "seen": seen.parse::<i64>().unwrap() });
    let answer = leader.order(&format!("/incidents/{number}/closure"), &body);
    assert_eq!(rule(answer), "review_stale");
    let seen = incident(house, &number)["version"].as_i64().unwrap();
    let body = json!({ "kind": "QZ-03", "result": "R07", "seen": seen });
    leader.order(&format!("/incidents/{number}/closure"), &body).is(200);
    house.happened_only(ALL);
}

fn a_scene_is_safe_by_whoever_is_there(house: &House) {
    let (desk, officer) = (house.person("desk"), house.person("officer"));
    let number = log(&desk, &[("kind", "JF-01"), ("flags", "weapon")]);
    let id = officer.account.to_string();
    done(desk.post(&format!("/incidents/{number}/dispatch"), &[("receivers", id.as_str())]));
    let order = order_on(&officer, &number);
    let path = format!("/incidents/{number}/safety");
    // Unsigned, on the way: nobody has seen the scene, and it is not offered.
    for step in ["", "signature", "departure"] {
        if !step.is_empty() {
            done(officer.post(&format!("/orders/{order}/{step}"), &[]));
        }
        for (who, form) in
            [("officer", vec![]), ("leader", vec![]), ("desk", vec![("order", order.as_str())])]
        {
            refused(house.person(who).post(&path, &form), "只由到场的民警报告");
            let page = house.person(who).get(&format!("/incidents/{number}")).is(200).text;
            assert!(!page.contains("/safety\""), "{who} after {step:?}");
        }
    }
    done(officer.post(&format!("/orders/{order}/arrival"), &[]));
    refused(desk.post(&path, &[]), "只由到场的民警报告");
    // The radio: the desk writes down what the officer at the scene said, and that it did.
    done(desk.post(&path, &[("order", &order)]));
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    let name = house.test.db.read_now(house.town.station, {
        let account = officer.account;
        move |tx| people::name_of(tx, account)
    });
    let line = format!("{}报告现场安全", name.unwrap());
    assert!(page.contains(&line), "{line}");
    let told = page.split("<li").find(|part| part.contains(&line)).unwrap();
    assert!(told.contains("代录"));
    // A danger that shows afterwards ends it.
    let more = [("flag", "injury"), ("reason", "又动手了")];
    done(officer.post(&format!("/incidents/{number}/flags"), &more));
    done(officer.post(&path, &[]));
    house.happened_only(ALL);
}

fn nobody_returned_what_ended_with_the_incident(house: &House) {
    let (desk, leader) = (house.person("desk"), house.person("leader"));
    let send = |number: &str, who: &[&str]| {
        let ids: Vec<String> = who.iter().map(|n| house.person(n).account.to_string()).collect();
        let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("receivers", id.as_str())).collect();
        form.push(("police_only", "助理不在"));
        done(desk.post(&format!("/incidents/{number}/dispatch"), &form));
    };
    let orders = |number: &str| incident(house, number)["orders"].as_array().unwrap().clone();
    // A withdrawal: who was sent stays sent.
    let number = log(&desk, &[("kind", "JF-01")]);
    send(&number, &["officer"]);
    let why = [("reason", "不用来了")];
    done(desk.post(&format!("/incidents/{number}/withdrawal"), &why));
    let order = &orders(&number)[0];
    assert!(order["returned_at"].is_null() && !order["recalled_at"].is_null(), "{order}");
    let page = desk.get(&format!("/incidents/{number}")).is(200).text;
    assert!(page.contains("随警情办结收回") && !page.contains(">退单 "), "its own word");
    let steps = page.split("class=\"steps\"").nth(1).unwrap().split("</ol>").next().unwrap();
    assert!(steps.contains("派警<time>"), "the step stays: {steps}");
    // Not agreed: it waits, for the order is over.
    let refuse = format!("/incidents/{number}/withdrawal-refusal");
    done(leader.post(&refuse, &[("reason", "去看")]));
    assert_eq!(incident(house, &number)["state"], "waiting");
    // A settlement, a closure, a reopening: of two who were sent the second never signed.
    let number = scene(house, &[("kind", "JF-01")]);
    send(&number, &["officer_2"]);
    done(settle(house, &number));
    done(close(&leader, &number, "JF-01"));
    house.wait(1);
    done(leader.post(&format!("/incidents/{number}/reopening"), &[("reason", "又吵")]));
    for order in orders(&number) {
        assert!(order["returned_at"].is_null(), "{order}");
    }
    assert!(!orders(&number)[1]["recalled_at"].is_null());
    // Returned is what a receiver returns.
    let officer_2 = house.person("officer_2");
    send(&number, &["officer_2"]);
    let mine = order_on(&officer_2, &number);
    let back = [("code", "4"), ("reason", "另有警情")];
    done(officer_2.post(&format!("/orders/{mine}/return"), &back));
    let order = orders(&number)[2].clone();
    assert!(!order["returned_at"].is_null() && order["recalled_at"].is_null());
    house.happened_only(ALL);
}
